"""The preview of the picture, created by the media process and shown if the form still has that picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPixmap

from wandesk.domain.errors import WanDeskError
from wandesk.domain.media import PREVIEW_SIDE, Picture
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.problems import error_text


class PreviewLoader:
    """Loads the preview of one picture at a time; a newer picture cancels the older load."""

    def __init__(
        self,
        questions: FileQuestions,
        spawn: Spawn,
        *,
        loaded: Callable[[QPixmap], None],
        failed: Callable[[str], None],
    ) -> None:
        """`failed` receives a sentence."""
        self._questions = questions
        self._spawn = spawn
        self._loaded = loaded
        self._failed = failed
        self._picture: Picture | None = None
        self._loading: asyncio.Task[Any] | None = None

    def follow(self, picture: Picture | None) -> None:
        """Load the form's picture; the same picture is not loaded again."""
        if picture == self._picture:
            return
        self._picture = picture
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        if picture is not None and picture.path:
            self._loading = self._spawn("show the picture", self._load(picture))

    async def _load(self, picture: Picture) -> None:
        try:
            path = await self._questions.preview(picture.path, PREVIEW_SIDE, picture.edit)
        except WanDeskError as error:
            self._failed(error_text(error))
            return
        pixmap = QPixmap(str(path))
        if not pixmap.isNull():
            self._loaded(pixmap)
