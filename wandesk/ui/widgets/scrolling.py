"""Scroll areas without a frame and without a tab stop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from wandesk.ui.look import tokens_of


def scrolling(body: QWidget, *, margin: int | None = None) -> QScrollArea:
    """A scroll area for `body` that scrolls vertically only.

    The scroll bar takes its width from the right `margin` of the body's layout, so that nothing moves when it appears.
    """
    area = QScrollArea()
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
