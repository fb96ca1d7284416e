"""The Dock of macOS: the number by Qt, and the progress as a bar on the program's own icon.

Qt has no progress for the Dock, but the Dock shows the icon of the application, whatever it is at the moment.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

from wandesk.app.desktop.mark import Mark

SIDE = 512
STEPS = 50
"""The icon is drawn again when the share has grown by one of so many steps."""
TROUGH, FILLING = QColor(0, 0, 0, 150), QColor(255, 255, 255, 235)


class DockIcon:
    """Only the GUI thread uses it."""

    def __init__(self, app: QGuiApplication, icon: QIcon) -> None:
        """`icon` is that of the program without a bar."""
        self._app = app
        self._icon = icon
        self._step: int | None = None

    def show(self, mark: Mark) -> None:
        self._app.setBadgeNumber(mark.count)
        step = round(mark.share * STEPS) if mark.is_busy and mark.share is not None else None
        if step != self._step:
            self._step = step
            self._app.setWindowIcon(self._icon if step is None else with_bar(self._icon, step / STEPS))


def with_bar(icon: QIcon, share: float) -> QIcon:
    """The icon with a bar over its lower part, filled from the left."""
    picture = QPixmap(icon.pixmap(SIDE, SIDE))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    side = float(picture.width())
    trough = QRectF(side * 0.1, side * 0.8, side * 0.8, side * 0.1)
    for area, colour in ((trough, TROUGH), (_filled(trough, share), FILLING)):
        painter.setBrush(colour)
        painter.drawRoundedRect(area, trough.height() / 2, trough.height() / 2)
    painter.end()
    return QIcon(picture)


def _filled(trough: QRectF, share: float) -> QRectF:
    """The filled part, never narrower than it is round."""
    edge = trough.height() * 0.15
    inner = trough.adjusted(edge, edge, -edge, -edge)
    return QRectF(inner.left(), inner.top(), max(inner.height(), inner.width() * share), inner.height())
