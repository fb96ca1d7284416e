"""Frames of a result from the media process: one at a time, and only the latest that was asked for is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap

from wandesk.domain.errors import WanDeskError
from wandesk.domain.export import ExportPlan
from wandesk.ui.export.bridge import ExportCommands
from wandesk.ui.questions import Spawn
from wandesk.ui.wording.problems import error_text

QUIET_MS = 120
"""After the last change, before a frame is asked for."""


class LatestPreview(QObject):
    """While a frame is made, further wishes replace one another: dragging a handle queues nothing."""

    def __init__(
        self,
        exports: ExportCommands,
        spawn: Spawn,
        *,
        side: int,
        loaded: Callable[[QPixmap], None],
        failed: Callable[[str], None],
        parent: QObject,
    ) -> None:
        """`failed` gets a sentence, and an empty one as soon as a frame could be made."""
        super().__init__(parent)
        self._exports, self._spawn, self._side = exports, spawn, side
        self._loaded, self._failed = loaded, failed
        self._wanted: ExportPlan | None = None
        self._shown: ExportPlan | None = None
        self._loading: asyncio.Task[Any] | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._load)

    @property
    def is_busy(self) -> bool:
        """Whether a frame is asked for or will be."""
        return self._quiet.isActive() or (self._wanted is not None and self._wanted != self._shown)

    def show(self, plan: ExportPlan) -> None:
        """Show the first frame of this plan soon."""
        if plan != self._wanted:
            self._wanted = plan
            self._quiet.start()

    def stop(self) -> None:
        """Show nothing any more."""
        self._wanted = None
        self._quiet.stop()
        if self._loading is not None:
            self._loading.cancel()

    def _load(self) -> None:
        if self._loading is None or self._loading.done():
            self._loading = self._spawn("preview an export", self._load_latest())

    async def _load_latest(self) -> None:
        while (plan := self._wanted) is not None and plan != self._shown:
            try:
                path = await self._exports.preview(plan, self._side)
            except WanDeskError as error:
                self._shown = plan
                if plan == self._wanted:
                    self._failed(error_text(error))
                continue
            self._shown = plan
            pixmap = QPixmap(str(path))
            await asyncio.to_thread(path.unlink, missing_ok=True)
            if not pixmap.isNull():
                self._failed("")
                self._loaded(pixmap)
