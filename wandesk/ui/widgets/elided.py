"""Labels for text that may not fit: one line, or two, with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy

from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip


class ElidedLabel(PlainLabel):
    """One line, elided if it does not fit. The accessible name is the whole text."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, tooltip: str) -> None:
        """Show as much of the text as fits, also after resizing."""
        self._whole = text
        self.setAccessibleName(text)
        set_tooltip(self, tooltip)
        self._fit()

    def _fit(self) -> None:
        self.setText(self._end(self._whole))

    def _end(self, text: str) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class TwoLines(ElidedLabel):
    """At most two lines; the second is elided."""

    def _fit(self) -> None:
        layout = QTextLayout(self._whole, self.font())
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(self.width())
        layout.endLayout()
        first, rest = self._whole[: line.textLength()], self._whole[line.textLength() :]
        self.setText(f"{first.rstrip()}\n{self._end(rest)}" if rest else first)
