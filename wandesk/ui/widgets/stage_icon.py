"""An icon on its own, in the colours of every theme."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wandesk.ui.look import IconRole, icon


class StageIcon(QWidget):
    """Paints an icon in the colours of the moment; a label would keep the pixmap of an old theme."""

    def __init__(self, name: str, role: IconRole, side: int) -> None:
        super().__init__()
        self._icon = icon(name, role)
        self.setFixedSize(side, side)

    def show_icon(self, name: str, role: IconRole) -> None:
        """Show another icon."""
        self._icon = icon(name, role)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())
