"""The sheet with the details of the selected job. It floats over the jobs, so that no video changes its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.player.details import Details
from wandesk.ui.widgets.over_video import lift_over_video
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import details as wording

WIDTH, MARGIN = 396, 12
"""Logical pixels of the sheet over the stage, while the jobs are hidden, and around it there."""


class DetailsSheet(QFrame):
    """Covers all of the jobs, or a part of the stage while they are hidden."""

    close_requested = Signal()

    def __init__(self, details: Details, over: QWidget) -> None:
        super().__init__(over)
        self.hide()
        self._over = over
        self._is_over_video = False
        set_style_class(self, StyleClass.CARD)
        title = PlainLabel(wording.title())
        title.setFont(text_font(TextSize.TITLE, is_strong=True))
        copy = QPushButton(icon("copy"), wording.copy_all())
        copy.setAutoDefault(False)
        copy.setAccessibleName(wording.copy_all())
        set_style_class(copy, StyleClass.CHIP)
        copy.clicked.connect(details.copy)
        close = QToolButton()
        close.setIcon(icon("close", IconRole.MUTED))
        close.setAccessibleName(wording.close())
        set_tooltip(close, wording.close())
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.close_requested)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 4)
        head.addWidget(title, 1)
        head.addWidget(copy)
        head.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(scrolling(details, margin=16), 1)
        over.installEventFilter(self)

    def float_over(self, over: QWidget, *, is_video: bool) -> None:
        """Lie over another widget; `is_video`: over a part of the stage with its video."""
        if over is self._over:
            return
        was_open = self.isVisibleTo(self._over)
        self._over.removeEventFilter(self)
        self._over, self._is_over_video = over, is_video
        self.setParent(over)
        over.installEventFilter(self)
        self.set_open(is_open=was_open)

    def set_open(self, *, is_open: bool) -> None:
        """Open or close the sheet. The focus stays where it is, so that the keys of list and player still work."""
        if not is_open:
            self.hide()
            return
        self._fit()
        if self._is_over_video:
            lift_over_video(self)
        self.show()
        self.raise_()

    def keep_free(self, height: int) -> None:
        """Let the last line be scrolled above what covers this height of the lower edge."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(1, 1, 1, 1 + height)

    def _fit(self) -> None:
        area = self._over.rect()
        if self._is_over_video:
            room = area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            width = min(WIDTH, room.width())
            area = QRect(room.right() + 1 - width, room.top(), width, room.height())
        self.setGeometry(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisibleTo(self._over):
            self._fit()
        return super().eventFilter(watched, event)
