"""Opens the dialog for the part of a video, and loads its frames."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.clip_fitting import ClipPart
from wandesk.domain.errors import WanDeskError
from wandesk.ui.composer.clip_part_dialog import FRAME, ClipPartDialog
from wandesk.ui.composer.clip_range import HEIGHT
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.problems import error_text

FRAMES = 12
"""In the strip."""


class ChoosingPart(QObject):
    """One dialog at a time. Closing it ends the loading."""

    def __init__(self, questions: FileQuestions, spawn: Spawn, window: QWidget) -> None:
        super().__init__(window)
        self._questions = questions
        self._spawn = spawn
        self._window = window
        self._loading: dict[str, asyncio.Task[Any]] = {}

    def open(self, video: str, part: ClipPart, limits: ClipLimits, use: Callable[[ClipPart], None]) -> None:
        """Let the user choose, beginning with `part`; `use` gets what they chose."""
        dialog = ClipPartDialog(part, limits, self._window)
        dialog.applied.connect(use)
        dialog.frames_wanted.connect(lambda wanted: self._start("ends", self._show_ends(dialog, video, wanted)))
        dialog.finished.connect(lambda _result: self._cancel())
        self._start("strip", self._show_strip(dialog, video, part))
        self._start("ends", self._show_ends(dialog, video, part))
        dialog.open()

    def _start(self, name: str, loading: Any) -> None:
        if (before := self._loading.get(name)) is not None:
            before.cancel()
        self._loading[name] = self._spawn(f"frames of a video: {name}", loading)

    def _cancel(self) -> None:
        for each in self._loading.values():
            each.cancel()
        self._loading.clear()

    async def _show_strip(self, dialog: ClipPartDialog, video: str, part: ClipPart) -> None:
        times = [part.whole * (at + 0.5) / FRAMES for at in range(FRAMES)]
        if (frames := await self._frames(dialog, video, times, HEIGHT)) is not None:
            dialog.range.show_frames(frames, FRAMES)

    async def _show_ends(self, dialog: ClipPartDialog, video: str, part: ClipPart) -> None:
        if (frames := await self._frames(dialog, video, (part.start, part.end), FRAME.height())) is not None:
            dialog.show_frames(frames)

    async def _frames(self, dialog: ClipPartDialog, video: str, times: Sequence[float], height: int) -> QPixmap | None:
        """The frames, side by side; None if they cannot be shown, which the dialog says."""
        try:
            path = await self._questions.frame_strip(video, times, round(height * dialog.devicePixelRatioF()))
        except WanDeskError as error:
            dialog.problem_label.setText(error_text(error))
            return None
        dialog.problem_label.setText("")
        return QPixmap(str(path))
