"""The ground beside a picture: the colour of the stage, with an even glow in the picture's own colours.

The glow is calculated with 16 bits a channel and dithered, because so dark a gradient shows bands in 8 bits.
"""

from __future__ import annotations

import random
import struct
from functools import cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

DEEP = QImage.Format.Format_RGBA64_Premultiplied
FEW = QSize(4, 3)
"""Pixels: scaled down until only colours are left."""
DOUBLINGS = 5
"""Each doubling cuts the corners of the gradient, so that it gets smooth: its points end as a quadratic spline."""
MOST = 640
"""Pixels of the longer side of the glow that is calculated; what is larger is stretched."""
STRENGTH = 0.30
"""How much of the picture's light is left beside it."""
NOISE_SIDE, LEVEL = 64, 257
"""Pixels of the tile of noise, and one of 256 levels in 16 bits."""


class Backdrop:
    """Paints the ground of one picture. It keeps the last glow, as most paints repeat it."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._glow: QImage | None = None
        self._painted: tuple[QSize, int, QPixmap] | None = None

    def show_picture(self, picture: QPixmap | None) -> None:
        """Take the colours of another picture; None or an empty one: plain ground."""
        if picture is self._picture:
            return
        self._picture = picture
        self._glow = None if picture is None or picture.isNull() else _colours(picture)
        self._painted = None

    def paint(self, painter: QPainter, area: QRect, ground: QColor, radius: float) -> None:
        """Fill the area, in logical pixels, with round corners."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground if self._glow is None else self._brush(self._glow, area, ground))
        painter.setBrushOrigin(area.topLeft())
        painter.drawRoundedRect(QRectF(area), radius, radius)
        painter.restore()

    def _brush(self, glow: QImage, area: QRect, ground: QColor) -> QBrush:
        size, colour = area.size(), ground.rgb()
        if self._painted is None or self._painted[:2] != (size, colour):
            self._painted = size, colour, _dithered(glow, size, ground)
        return QBrush(self._painted[2])


def _colours(picture: QPixmap) -> QImage:
    """The picture as a smooth gradient of its colours."""
    ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    glow = picture.toImage().scaled(FEW * 16, *ways).convertToFormat(DEEP).scaled(FEW, *ways)
    for _ in range(DOUBLINGS):
        glow = glow.scaled(glow.size() * 2, *ways)
    return glow


def _dithered(glow: QImage, size: QSize, ground: QColor) -> QPixmap:
    """The glow over the ground, in the given size."""
    calculated = size.scaled(MOST, MOST, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(size)
    deep = QImage(calculated, DEEP)
    deep.fill(ground)
    painter = QPainter(deep)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(STRENGTH)
    painter.drawImage(deep.rect(), glow)
    painter.setOpacity(1.0)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for top in range(0, deep.height(), NOISE_SIDE):
        for left in range(0, deep.width(), NOISE_SIDE):
            painter.drawImage(left, top, _noise())
    painter.end()
    shallow = deep.convertToFormat(QImage.Format.Format_RGB32)
    if calculated != size:
        shallow = shallow.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return QPixmap.fromImage(shallow)


@cache
def _noise() -> QImage:
    """Noise of one level: added before a value is rounded, it hides the step to the next value."""
    levels = random.Random(1)  # noqa: S311 - not for security
    pixels = (levels.randrange(LEVEL) for _ in range(NOISE_SIDE * NOISE_SIDE))
    content = b"".join(struct.pack("<4H", level, level, level, 0) for level in pixels)
    return QImage(content, NOISE_SIDE, NOISE_SIDE, NOISE_SIDE * 8, DEEP).copy()
