"""Scroll areas without a frame and without a tab stop. Their bars are thin, and seen only while they are of use."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QLayout,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from wandesk.ui.look import tokens_of

THIN, WIDE = 4.0, 6.0
"""Logical pixels across the handle, and under the pointer."""
SEEN_MS = 900
"""How long a bar is seen after the last movement."""


def scrolling(body: QWidget, *, margin: int | None = None) -> QScrollArea:
    """A scroll area for `body` that scrolls vertically only.

    The scroll bar takes its width from the right `margin` of the body's layout, so that nothing moves when it appears.
    """
    area = QScrollArea()
    area.setVerticalScrollBar(QuietBar(area))
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if margin is not None:
        layout = body.layout()
        assert layout is not None
        beside_bar = margin - tokens_of(area.palette()).scroll_bar
        area.verticalScrollBar().rangeChanged.connect(
            lambda _least, most: _set_right_margin(layout, beside_bar if most > 0 else margin)
        )
    return area


def _set_right_margin(layout: QLayout, right: int) -> None:
    margins = layout.contentsMargins()
    if margins.right() != right:
        margins.setRight(right)
        layout.setContentsMargins(margins)


class QuietBar(QScrollBar):
    """A vertical bar that is painted only while something scrolls, or the pointer is over the area."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._is_pointed_at = False
        self._seen = QTimer(self, interval=SEEN_MS, singleShot=True)
        self._seen.timeout.connect(self.update)
        self.valueChanged.connect(self._moved)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        area.installEventFilter(self)

    @property
    def is_seen(self) -> bool:
        """Whether the handle is painted."""
        return self._is_pointed_at or self.isSliderDown() or self._seen.isActive()

    def _moved(self) -> None:
        self._seen.start()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_pointed_at = event.type() is QEvent.Type.Enter
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.is_seen:
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        handle = QRectF(self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self))
        across = WIDE if self.underMouse() or self.isSliderDown() else THIN
        area = QRectF(handle.center().x() - across / 2, handle.top() + 3, across, handle.height() - 6)
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.muted if self.underMouse() else tokens.field_edge)
        painter.drawRoundedRect(area, across / 2, across / 2)
        painter.end()


class FloatingBar(QuietBar):
    """A quiet bar that lies over the right edge of its area, so that it takes no room.

    The area's own bar is hidden and keeps the value.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        hidden = area.verticalScrollBar()
        hidden.valueChanged.connect(self.setValue)
        hidden.rangeChanged.connect(self._follow)
        self.valueChanged.connect(hidden.setValue)
        self.place()

    def place(self) -> None:
        """Lie over the right edge of the area, which has another size."""
        width = tokens_of(self.palette()).scroll_bar
        self.setGeometry(self._area.width() - width, 0, width, self._area.height())
        self._follow()

    def _follow(self) -> None:
        hidden = self._area.verticalScrollBar()
        self.setPageStep(hidden.pageStep())
        self.setSingleStep(hidden.singleStep())
        self.setRange(hidden.minimum(), hidden.maximum())
        self.setVisible(hidden.maximum() > hidden.minimum())
        self.raise_()
