"""The part of a video that is exported: a bar for the mouse, and two times."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.export_offer import SourceVideo
from wandesk.ui.export.trim_bar import TrimBar
from wandesk.ui.widgets.labels import caption_label
from wandesk.ui.widgets.wheel import SteadyDoubleSpinBox

translate = QCoreApplication.translate

LEAST_SECONDS = 0.2
STEP = 0.1
SPIN_TEXT = 8
"""Logical pixels: the style sheet's padding does not reach a spin box's text."""


class Trim(QWidget):
    """Shows the part of one video."""

    changed = Signal(float, object, bool)
    """Start, and end (None: the end of the video), in seconds; and whether the end was moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 1.0
        self.bar = TrimBar()
        self.start, self.end = _field(translate("Export", "From second")), _field(translate("Export", "To second"))
        times = QHBoxLayout()
        times.setSpacing(8)
        times.addWidget(caption_label(translate("Export", "From"), self.start))
        times.addWidget(self.start)
        times.addStretch(1)
        times.addWidget(caption_label(translate("Export", "To"), self.end))
        times.addWidget(self.end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        layout.addLayout(times)
        self.bar.moved.connect(self._bar_moved)
        self.start.valueChanged.connect(lambda _value: self._typed(is_end=False))
        self.end.valueChanged.connect(lambda _value: self._typed(is_end=True))

    def show_video(self, video: SourceVideo) -> None:
        """Show this video's part, without a signal."""
        self._seconds = video.facts.seconds
        self._show(video.start, self._seconds if video.end is None else video.end)

    def _show(self, start: float, end: float) -> None:
        least = min(LEAST_SECONDS, self._seconds)
        with QSignalBlocker(self.start), QSignalBlocker(self.end):
            self.start.setRange(0.0, max(0.0, self._seconds - least))
            self.end.setRange(least, self._seconds)
            self.start.setValue(start)
            self.end.setValue(end)
        self.bar.show_part(self._seconds, start, end, least)

    def _typed(self, *, is_end: bool) -> None:
        start, end = self.start.value(), self.end.value()
        least = min(LEAST_SECONDS, self._seconds)
        if is_end:
            start = min(start, max(0.0, end - least))
        else:
            end = max(end, min(self._seconds, start + least))
        self._take(start, end, is_end=is_end)

    def _bar_moved(self, start: float, end: float, is_end: bool) -> None:  # noqa: FBT001 - a signal's own value
        self._take(start, end, is_end=is_end)

    def _take(self, start: float, end: float, *, is_end: bool) -> None:
        self._show(start, end)
        whole = end >= self._seconds - STEP / 20
        self.changed.emit(start, None if whole else end, is_end)


def _field(name: str) -> SteadyDoubleSpinBox:
    field = SteadyDoubleSpinBox()
    field.setAccessibleName(name)
    field.setDecimals(2)
    field.setSingleStep(STEP)
    field.setSuffix(translate("Export", " s"))
    field.setMinimumWidth(104)
    field.lineEdit().setTextMargins(SPIN_TEXT, 0, 0, 0)
    return field
