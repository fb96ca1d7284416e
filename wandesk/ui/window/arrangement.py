"""The three zones of the window: composer, stage and jobs. Where the jobs are depends on the width, or on the user."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QWidget

from wandesk.ui.window.fitting import USUAL, WindowFit

COMPOSER_WIDTH = 372 + 10
"""Logical pixels: the form's surface, and the edge beside it."""
BETWEEN = 10
"""Logical pixels between two zones, and beside the last one."""
WIDE_FROM = 1500
"""Logical pixels of the window from which on the jobs are at the right."""
JOBS_WIDTH, LEAST_JOBS_WIDTH = 396, 264
JOBS_HEIGHT, LEAST_JOBS_HEIGHT = 286, 132
SHARE_BELOW = 0.36
"""The most of the height that the jobs take below the stage, until the user moves the edge."""

Sizes = tuple[int, ...]
"""Logical pixels of the parts of a splitter; empty: the usual ones."""


class JobsPlace(StrEnum):
    """The user's choice."""

    AUTOMATIC = "automatic"
    """By the width of the window."""
    RIGHT = "right"
    BELOW = "below"
    HIDDEN = "hidden"


class Arrangement(QObject):
    """Two splitters in the window: composer beside the rest, and the stage beside or above the jobs."""

    moved = Signal()
    """The jobs are elsewhere, hidden or shown again: what floats needs its place there."""

    def __init__(self, window: QMainWindow, *, composer: QWidget, stage: QWidget, jobs: QWidget) -> None:
        super().__init__(window)
        self._window = window
        WindowFit(window)
        self._stage = stage
        self._jobs = jobs
        self._place = JobsPlace.AUTOMATIC
        self._chosen: dict[Qt.Orientation, Sizes] = {}
        """The sizes that the user gave the stage and the jobs, beside and above one another."""
        self._stage_and_jobs = _Splitter(Qt.Orientation.Vertical, (stage, self._jobs), resized=self._fit)
        self._sides = _Splitter(Qt.Orientation.Horizontal, (composer, self._stage_and_jobs))
        self._stage_and_jobs.setStretchFactor(0, 1)
        self._sides.setStretchFactor(1, 1)
        self._sides.setSizes([COMPOSER_WIDTH, USUAL.width() - COMPOSER_WIDTH])
        self._stage_and_jobs.splitterMoved.connect(self._edge_moved)
        ground = QWidget()
        around = QHBoxLayout(ground)
        around.setContentsMargins(0, 0, BETWEEN, 0)
        around.addWidget(self._sides)
        window.setCentralWidget(ground)

    @property
    def floats_over(self) -> QWidget:
        """The widget that floating cards lie over: the jobs, or the stage while they are hidden."""
        return self._stage if self._place is JobsPlace.HIDDEN else self._jobs

    @property
    def are_jobs_hidden(self) -> bool:
        return self._place is JobsPlace.HIDDEN

    def place_jobs(self, place: JobsPlace) -> None:
        """Move the jobs to where the user wants them."""
        self._place = place
        self._fit()
        self.moved.emit()

    # ------------------------------------------------------------------ from run to run

    def geometry_text(self) -> str:
        """Position and size of the window, as text for the settings file."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")

    def composer_sizes(self) -> Sizes:
        """Of composer and the rest."""
        return tuple(self._sides.sizes())

    def jobs_sizes(self, orientation: Qt.Orientation) -> Sizes:
        """Of stage and jobs, beside or above one another, as the user chose them."""
        return self._chosen.get(orientation, ())

    def restore(self, geometry: str, composer: Sizes, *, beside: Sizes, above: Sizes) -> None:
        """Apply stored values. Qt ignores a geometry that fits no screen."""
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
        if composer:
            self._sides.setSizes(list(composer))
        for orientation, sizes in ((Qt.Orientation.Horizontal, beside), (Qt.Orientation.Vertical, above)):
            if len(sizes) == self._stage_and_jobs.count():
                self._chosen[orientation] = sizes
        if (chosen := self._chosen.get(self._stage_and_jobs.orientation())) is not None:
            self._stage_and_jobs.setSizes(list(chosen))
        self._fit()

    # ------------------------------------------------------------------ inside

    @property
    def _orientation(self) -> Qt.Orientation:
        match self._place:
            case JobsPlace.RIGHT:
                return Qt.Orientation.Horizontal
            case JobsPlace.BELOW:
                return Qt.Orientation.Vertical
            case _:
                is_wide = self._window.width() >= WIDE_FROM
                return Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical

    def _fit(self) -> None:
        """Turn the splitter as the width asks, and give the jobs their usual size until the user chose one."""
        splitter, orientation = self._stage_and_jobs, self._orientation
        is_beside = orientation == Qt.Orientation.Horizontal
        was_shown = not self._jobs.isHidden()
        has_turned = splitter.orientation() != orientation
        if has_turned:
            splitter.setOrientation(orientation)
        self._jobs.setMinimumSize(LEAST_JOBS_WIDTH if is_beside else 0, 0 if is_beside else LEAST_JOBS_HEIGHT)
        self._jobs.setVisible(not self.are_jobs_hidden)
        chosen = self._chosen.get(orientation)
        if chosen is None:
            room = splitter.width() if is_beside else splitter.height()
            jobs = JOBS_WIDTH if is_beside else min(JOBS_HEIGHT, round(room * SHARE_BELOW))
            splitter.setSizes([max(0, room - BETWEEN - jobs), jobs])
        elif has_turned or not was_shown:
            splitter.setSizes(list(chosen))
        if has_turned:
            self.moved.emit()

    def _edge_moved(self) -> None:
        self._chosen[self._stage_and_jobs.orientation()] = tuple(self._stage_and_jobs.sizes())


class _Splitter(QSplitter):
    """Parts that keep their size while the window changes its own, unless they are given a stretch factor."""

    def __init__(
        self, orientation: Qt.Orientation, parts: tuple[QWidget, ...], resized: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(orientation)
        self._resized = resized
        for index, part in enumerate(parts):
            self.addWidget(part)
            self.setStretchFactor(index, 0)
        for part in reversed(parts):
            part.lower()  # QSplitter puts each part below the ones before: a screen reader reads from the lowest up
        self.setChildrenCollapsible(False)
        self.setHandleWidth(BETWEEN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized()
