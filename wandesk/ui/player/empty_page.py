"""The stage without a job: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font, tokens_of
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import job_list as list_wording


class EmptyPage(QWidget):
    """A headline, one sentence and a drawing."""

    def __init__(self, *, can_generate: bool) -> None:
        """Without `can_generate`, the page does not say how to order a video."""
        super().__init__()
        texts = list_wording.empty_stage()
        title, text = PlainLabel(texts.title), PlainLabel(texts.text if can_generate else "")
        title.setFont(text_font(TextSize.LARGE, is_strong=True))
        set_style_class(text, StyleClass.MUTED)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(_Illustration(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(16)
        for label in (title, text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addStretch(3)


class _Illustration(QWidget):
    """A picture that becomes a video."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = icon("picture", IconRole.MUTED)
        self._play = icon("play", IconRole.ON_ACCENT)
        self._sparkle = icon("generate", IconRole.ACCENT)
        self.setFixedSize(212, 112)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._card(painter, QPointF(62, 64), -7, tokens.surface, tokens.edge, self._picture)
        self._card(painter, QPointF(146, 60), 5, tokens.accent, tokens.window, self._play)
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
