"""The light that a picture throws on what is beside it: itself, so small that only its colours are left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap

FEW, SOFT = QSize(6, 4), QSize(96, 64)
"""Pixels: so few that only the light is left, and from there up again in a step that leaves no edges."""


def backdrop_of(picture: QPixmap | None) -> QPixmap | None:
    """What to stretch over the place behind the picture; None without a picture."""
    if picture is None or picture.isNull():
        return None
    glow = picture
    for size in (SOFT, FEW, SOFT):
        glow = glow.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return glow
