"""The arrangement of composer, stage and jobs in the window, stored from run to run."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from wandesk.ui.window.fitting import USUAL, WindowFit

COMPOSER_WIDTH = 372 + 10
"""Logical pixels: the form's surface, and the edge beside it."""
STAGE_AND_JOBS = [540, 280]


class Arrangement:
    """Two splitters in the window: composer beside the rest, stage over jobs."""

    def __init__(self, window: QMainWindow, *, composer: QWidget, stage: QWidget, jobs: QWidget) -> None:
        self._window = window
        WindowFit(window)
        self._stage_and_jobs = _splitter(Qt.Orientation.Vertical, (stage, 3), (jobs, 2), handle=8)
        self._sides = _splitter(Qt.Orientation.Horizontal, (composer, 0), (self._stage_and_jobs, 1), handle=10)
        self._sides.setSizes([COMPOSER_WIDTH, USUAL.width() - COMPOSER_WIDTH])
        self._stage_and_jobs.setSizes(STAGE_AND_JOBS)
        window.setCentralWidget(self._sides)

    def geometry_text(self) -> str:
        """Position and size of the window, as text for the settings file."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")

    def splitter_sizes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Logical pixels of composer and right side, of stage and job list."""
        return tuple(self._sides.sizes()), tuple(self._stage_and_jobs.sizes())

    def restore(self, geometry: str, sides: tuple[int, ...], stage_and_jobs: tuple[int, ...]) -> None:
        """Apply stored values. Qt ignores a geometry that fits no screen."""
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
        if sides:
            self._sides.setSizes(list(sides))
        if stage_and_jobs:
            self._stage_and_jobs.setSizes(list(stage_and_jobs))


def _splitter(orientation: Qt.Orientation, *parts: tuple[QWidget, int], handle: int) -> QSplitter:
    """Parts with their stretch factors; `handle` in logical pixels."""
    splitter = QSplitter(orientation)
    for index, (part, stretch) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(index, stretch)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(handle)
    return splitter
