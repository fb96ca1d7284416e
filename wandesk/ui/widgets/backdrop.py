"""Blurred, downscaled copy of the picture, used as an ambient backdrop."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap

FEW, SOFT = QSize(6, 4), QSize(96, 64)
"""Pixels: scaled down until only colours are left, then up in a step that leaves no edges."""


def backdrop_of(picture: QPixmap | None) -> QPixmap | None:
    """The image to stretch behind the picture; None without a picture."""
    if picture is None or picture.isNull():
        return None
    glow = picture
    for size in (SOFT, FEW, SOFT):
        glow = glow.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return glow
