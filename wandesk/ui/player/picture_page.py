"""A page of the stage over the dimmed picture of a job. The stage is dark in both themes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from wandesk.ui.look import StyleClass, Tokens, set_style_class, tokens_of
from wandesk.ui.widgets.backdrop import Backdrop

COLUMN = 560
"""Logical pixels: the width of a readable column of text."""
AROUND = 2
"""Logical pixels that a video keeps free for the focus ring."""
VEIL = 0.74
"""Opacity of the stage's colour over the picture: white text stays readable on a white picture."""


class PicturePage(QWidget):
    """Paints the picture where the video will be, so that nothing moves when it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._backdrop = Backdrop()
        self.height_below: Callable[[], int] = lambda: 0
        """The height in logical pixels that the controls take below a video."""

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show a picture; None: none."""
        if picture is not self._picture:
            self._picture = picture
            self._backdrop.show_picture(picture)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        self._backdrop.paint(painter, self.rect(), tokens.stage, tokens.card_radius)
        if self._picture is not None and not self._picture.isNull():
            self._paint_picture(painter, self._picture, tokens)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: QPixmap, tokens: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), tokens.card_radius, tokens.card_radius)
        painter.setClipPath(shape)
        room = self.rect().adjusted(AROUND, AROUND, -AROUND, -AROUND - self.height_below())
        fitted = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitted.width(), fitted.height())
        area.moveCenter(room.center())
        painter.drawPixmap(area, picture)
        veil = QColor(tokens.stage)
        veil.setAlphaF(VEIL)
        painter.fillRect(self.rect(), veil)


def set_on_stage(label: QLabel, *, is_quiet: bool = False) -> None:
    """Let a text be read on the dark stage, in both themes. A quiet one would be too dark over a picture."""
    set_style_class(label, StyleClass.ON_STAGE_MUTED if is_quiet else StyleClass.ON_STAGE)
