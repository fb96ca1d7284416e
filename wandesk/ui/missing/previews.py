"""Loads prompts and posters of visible rows, a few at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QScrollArea

from wandesk.domain.errors import WanDeskError
from wandesk.ui.missing.questions import MissingQuestions
from wandesk.ui.missing.row import FoundRow
from wandesk.ui.questions import Spawn

log = logging.getLogger(__name__)

LOADS_AT_ONCE = 2
"""Posters loaded at the same time; each downloads a part of a video."""


class PreviewLoads(QObject):
    """Loads the previews of rows in a scroll area. Closing the window cancels the loads, which `spawn` owns."""

    def __init__(
        self, area: QScrollArea, rows: Callable[[], Sequence[FoundRow]], questions: MissingQuestions, spawn: Spawn
    ) -> None:
        """`rows` returns the rows currently shown."""
        super().__init__(area)
        self._area = area
        self._rows = rows
        self._questions = questions
        self._spawn = spawn
        self._running = 0
        self._soon = QTimer(self)  # after the layout, which determines the visible rows
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._start)
        area.verticalScrollBar().valueChanged.connect(lambda _value: self.schedule())

    def schedule(self) -> None:
        """Load visible rows, because rows were added, moved or shown."""
        self._soon.start()

    def restart(self) -> None:
        """Forget the running loads, because all rows are gone."""
        self._running = 0

    def _start(self) -> None:
        while self._running < LOADS_AT_ONCE:
            row = next(
                (each for each in self._rows() if not each.is_preview_requested and self._is_in_sight(each)), None
            )
            if row is None:
                return
            row.is_preview_requested = True
            self._running += 1
            self._spawn("load a preview", self._load(row))

    def _is_in_sight(self, row: FoundRow) -> bool:
        view = self._area.viewport()
        position = QRect(row.mapTo(view, QPoint(0, 0)), row.size())
        return row.isVisible() and view.rect().intersects(position)

    async def _load(self, row: FoundRow) -> None:
        task = row.task
        try:
            task = await self._questions.load_preview(task)
        except WanDeskError as trouble:
            log.info("no preview of a found video: %s", trouble)
        if row in self._rows():
            row.show_task(task, is_previewed=True)
            self._running -= 1
            self._start()
