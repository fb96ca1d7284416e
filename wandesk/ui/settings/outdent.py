"""Aligns widgets with the edges of a card by moving them outwards by their style's padding."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

BOX = 5
"""Logical pixels from the edge of a radio button or check box to its indicator: room for the focus ring."""
BOX_TEXT = 24
"""From the indicator's left edge to its text."""
QUIET = 8
"""From the edge of a quiet button to its text: the area that hovering paints."""
QUIET_ICON = 10
"""From the edge of a quiet button to its icon's lines."""


def outdented(widget: QWidget, *, left: int = 0, right: int = 0) -> QHBoxLayout:
    """A layout whose widget extends beyond it by these logical pixels."""
    line = _Outdented(left, right)
    line.addWidget(widget)
    return line


class _Outdented(QHBoxLayout):
    """Needed because Qt ignores negative margins."""

    def __init__(self, left: int, right: int) -> None:
        super().__init__()
        self._left = left
        self._right = right

    def sizeHint(self) -> QSize:
        return super().sizeHint() - self._beyond()

    def minimumSize(self) -> QSize:
        return super().minimumSize() - self._beyond()

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width + self._left + self._right)

    def minimumHeightForWidth(self, width: int) -> int:
        return super().minimumHeightForWidth(width + self._left + self._right)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect.adjusted(-self._left, 0, self._right, 0))

    def _beyond(self) -> QSize:
        """What the widget takes outside; a hidden one takes nothing."""
        return QSize(0 if self.isEmpty() else self._left + self._right, 0)
