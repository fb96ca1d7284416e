"""Posters as the list shows them: in their true shape, with round corners, dimmed while the video is made.

A frame is painted once and kept, so that painting a row is one copy of pixels.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from wandesk.domain.job import Job
from wandesk.domain.structs import replace
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, Tokens, icon_pixmap

_Frame = tuple[str | None, bool, int, int, float, bool]
"""Path of the poster, whether it is dimmed, width and height of the box, pixel ratio, whether the look is dark."""

KEPT_BYTES = 24_000_000
RADIUS = 6
DIM = 0.55
"""How dark the picture of a job without a video is."""
ICON = 24


class Frames:
    """Frames of one size: all rows, or all tiles, of a list have the same."""

    def __init__(self, posters: PosterCache, *, fills: bool) -> None:
        """`fills`: the frame has the size of the box, with the stage's colour beside the picture."""
        self._posters = posters
        self._fills = fills
        self._frames: OrderedDict[_Frame, QPixmap] = OrderedDict()
        self._bytes = 0
        posters.loaded.connect(self._drop)

    def frame(self, job: Job, box: QSize, ratio: float, tokens: Tokens) -> QPixmap:
        """The frame of a job; without a poster, or until it is read, the box with an icon."""
        is_dim = job.video is None
        key = (job.poster, is_dim, box.width(), box.height(), ratio, tokens.is_dark)
        found = self._frames.get(key)
        if found is not None:
            self._frames.move_to_end(key)
            return found
        poster = self._posters.pixmap(job.poster, box, ratio, is_cropped=False) if job.poster else None
        if poster is None and job.poster:  # it is being read
            return self.frame(replace(job, poster=None), box, ratio, tokens)
        made = self._made(poster, box, ratio, tokens, is_dim=is_dim)
        self._frames[key] = made
        self._bytes += _bytes_of(made)
        while self._bytes > KEPT_BYTES and len(self._frames) > 1:
            self._bytes -= _bytes_of(self._frames.popitem(last=False)[1])
        return made

    def _drop(self, path: str) -> None:
        """A poster was read, perhaps again."""
        for key in [each for each in self._frames if each[0] == path]:
            self._bytes -= _bytes_of(self._frames.pop(key))

    def _made(self, poster: QPixmap | None, box: QSize, ratio: float, tokens: Tokens, *, is_dim: bool) -> QPixmap:
        shape = box if poster is None else fitted(poster.size(), box)
        size = box if self._fills else shape
        frame = QPixmap(QSize(round(size.width() * ratio), round(size.height() * ratio)))
        frame.setDevicePixelRatio(ratio)
        frame.fill(Qt.GlobalColor.transparent)
        painter = QPainter(frame)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(QPoint(), size), RADIUS, RADIUS)
        painter.setClipPath(path)
        painter.fillPath(path, tokens.stage if poster is not None else tokens.raised)
        area = QRect(QPoint((size.width() - shape.width()) // 2, (size.height() - shape.height()) // 2), shape)
        if poster is None:
            shown = icon_pixmap("picture" if is_dim else "video", IconRole.MUTED, ICON, ratio)
            painter.drawPixmap(area.center() - QRect(0, 0, ICON, ICON).center(), shown)
        else:
            painter.drawPixmap(area, poster)
            if is_dim:
                veil = QColor(tokens.stage)
                veil.setAlphaF(DIM)
                painter.fillPath(path, veil)
        painter.end()
        return frame


def fitted(picture: QSize, box: QSize) -> QSize:
    """The largest size of the picture's shape within a box, at least a pixel each way."""
    size = picture.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    return size.expandedTo(QSize(1, 1))


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
