"""The stage without a job: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.draft import Draft
from wandesk.ui.look import IconRole, TextSize, Theme, icon, load_tokens, text_font
from wandesk.ui.player.picture_page import PicturePage, set_on_stage
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import job_list as list_wording


class EmptyPage(PicturePage):
    """A headline, one sentence and a drawing."""

    def __init__(self, *, can_generate: bool) -> None:
        """Without `can_generate`, the page does not say how to order a video."""
        super().__init__()
        texts = list_wording.empty_stage()
        self._can_generate = can_generate
        title, text = PlainLabel(texts.title), PlainLabel(texts.text if can_generate else "")
        self._text = text
        title.setFont(text_font(TextSize.HEADLINE, is_strong=True))
        set_on_stage(title)
        set_on_stage(text, is_quiet=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(_Illustration(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        for label in (title, text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        """Do not ask for a picture that is chosen already, as the first run's sample is."""
        if self._can_generate:
            self._text.setText(list_wording.empty_stage(has_picture=draft.picture is not None).text)


class _Illustration(QWidget):
    """A picture that becomes a video."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = icon("picture", IconRole.MUTED, Theme.DARK)
        self._play = icon("play", IconRole.ON_ACCENT, Theme.DARK)
        self._sparkle = icon("generate", IconRole.ACCENT, Theme.DARK)
        self.setFixedSize(212, 112)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = load_tokens(Theme.DARK)  # the stage is dark in both themes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._card(painter, QPointF(62, 64), -7, tokens.raised, tokens.edge, self._picture)
        self._card(painter, QPointF(146, 60), 5, tokens.accent, tokens.stage, self._play)
        self._sparkle.paint(painter, QRect(186, 0, 24, 24))

    @staticmethod
    def _card(painter: QPainter, middle: QPointF, turn: float, background: QColor, edge: QColor, icon: QIcon) -> None:
        painter.save()
        painter.translate(middle)
        painter.rotate(turn)
        painter.setPen(QPen(edge, 2))
        painter.setBrush(background)
        painter.drawRoundedRect(QRectF(-52, -36, 104, 72), 10, 10)
        icon.paint(painter, QRect(-16, -16, 32, 32))
        painter.restore()
