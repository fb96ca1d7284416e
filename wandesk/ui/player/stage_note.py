"""Notes that float over the upper left corner of the stage, so that the video keeps its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from wandesk.ui.look import IconRole, StyleClass, TextSize, Theme, icon, set_style_class, text_font, tokens_of
from wandesk.ui.player.picture_page import set_on_stage
from wandesk.ui.widgets.over_video import cut_corners, lift_over_video
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import player as wording

EDGE = 12
"""Logical pixels from the corner of the stage."""
MARGINS, SMALL_MARGINS = (14, 8, 8, 8), (12, 6, 12, 6)
"""Logical pixels inside the note, with and without what can be pressed."""
MOST_WIDTH = 460
SHOWN_MS = 6000
"""How long a note that only tells something is shown."""


class StageNote(QFrame):
    """A sentence, with a reason and buttons where there is something to do. The user can close it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.hide()
        set_style_class(self, StyleClass.NOTE)
        self._sentence, self._reason = PlainLabel(), PlainLabel()
        for label, is_quiet in ((self._sentence, False), (self._reason, True)):
            set_on_stage(label, is_quiet=is_quiet)
            label.setWordWrap(True)
        self._close = QToolButton()
        self._close.setIcon(icon("close", IconRole.PLAIN, Theme.DARK))
        self._close.setIconSize(QSize(14, 14))
        self._close.setAccessibleName(wording.close_note())
        set_tooltip(self._close, wording.close_note())
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_style_class(self._close, StyleClass.ON_STAGE)
        self._close.clicked.connect(self.hide)
        self._texts, self._buttons = QVBoxLayout(), QHBoxLayout()
        self._texts.setSpacing(2)
        for label in (self._sentence, self._reason):
            self._texts.addWidget(label)
        self._texts.addLayout(self._buttons)
        self._buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.addLayout(self._texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rest = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._rest.timeout.connect(self.hide)
        over.installEventFilter(self)

    def add_button(self, button: QPushButton) -> None:
        """Put a button below the texts; its owner shows and hides it."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self._show(sentence, "", is_small=True)
        self._rest.start()

    def show_text(self, sentence: str, reason: str) -> None:
        """Show a sentence until it is closed, or something else is shown."""
        self._rest.stop()
        self._show(sentence, reason, is_small=False)

    def _show(self, sentence: str, reason: str, *, is_small: bool) -> None:
        self._sentence.setFont(text_font(TextSize.SMALL) if is_small else text_font(TextSize.BODY, is_strong=True))
        self._sentence.setText(sentence)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._close.setVisible(not is_small)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(*(SMALL_MARGINS if is_small else MARGINS))
        self.show()

    def setVisible(self, is_visible: bool) -> None:  # noqa: FBT001 - Qt's own signature
        if is_visible:
            self._place()
            lift_over_video(self)
        super().setVisible(is_visible)

    def _place(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        room = max(120, self._over.width() - 2 * EDGE)
        width = min(room, MOST_WIDTH, layout.sizeHint().width())
        self.setGeometry(EDGE, EDGE, width, max(layout.heightForWidth(width), layout.minimumSize().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut_corners(self, tokens_of(self.palette()).radius)
