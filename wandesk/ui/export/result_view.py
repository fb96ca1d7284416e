"""Shows the first frame of the result as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from wandesk.ui.look import tokens_of

MARGIN = 14


class ResultView(QWidget):
    """A picture in the middle of the stage's colour."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        self.pixmap = pixmap
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.stage)
        painter.drawRoundedRect(self.rect(), tokens.radius, tokens.radius)
        if self.pixmap.isNull():
            painter.end()
            return
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        size = self.pixmap.size().toSizeF()
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(room.topLeft(), size)
        area.moveCenter(room.center())
        painter.drawPixmap(area, self.pixmap, QRectF(self.pixmap.rect()))
        painter.end()
