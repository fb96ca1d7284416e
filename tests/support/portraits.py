"""Pictures of widgets as a user sees them, written to `tests/_portraits/` to be looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

FOLDER = Path(__file__).resolve().parents[1] / "_portraits"


def portrait(widget: QWidget, name: str, *, density: float = 1.0) -> QImage:
    """Render a widget at 1x or 2x and write it as NAME.png; the image is returned for tests that compare."""
    size = widget.size()
    image = QImage(QSize(round(size.width() * density), round(size.height() * density)), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(density)
    image.fill(widget.palette().window().color())
    widget.render(image)
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    if not image.save(str(path)):
        raise OSError(f"cannot write {path}")
    return image
