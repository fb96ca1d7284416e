"""A check box whose text wraps. Qt's own makes its window as wide as its text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

NARROWEST = 160
"""Logical pixels of the text, before it would be cut."""
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ANY_HEIGHT = 10_000


class WrappingCheckBox(QCheckBox):
    """Takes the width that it is given, and the height that its text then needs."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._beside_text() + NARROWEST, super().minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        line = self.fontMetrics().height()
        room = QRect(0, 0, max(NARROWEST, width - self._beside_text()), ANY_HEIGHT)
        text = self.fontMetrics().boundingRect(room, int(WRAPPED), self.text())
        return int(super().sizeHint().height() + max(0, text.height() - line))

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style = self.style()
        area = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        role = QPalette.ColorRole.WindowText
        style.drawItemText(painter, area, int(WRAPPED), option.palette, enabled, text, role)
        painter.end()

    def _beside_text(self) -> int:
        """The width of what is not text: the box, the spaces and the frame."""
        return int(super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text()))
