"""Posters: the program's own JPEG files, read and scaled off the GUI thread and cached as pixmaps."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from wandesk.domain.errors import WanDeskError
from wandesk.ui.questions import Spawn

log = logging.getLogger(__name__)

KEPT_BYTES = 48_000_000
WAITING = 24
"""Posters that may wait to be read; older requests come from rows that have scrolled away."""


@dataclass(frozen=True, slots=True)
class _Rendition:
    path: str
    width: int
    height: int
    is_cropped: bool


class PosterCache(QObject):
    """`pixmap` returns immediately: the poster, or None and a `loaded` signal later.

    It reads only posters and previews made by this program; the media process reads all other files.
    """

    loaded = Signal(str)
    """The path of a poster that was loaded."""

    def __init__(
        self, spawn: Spawn, *, make: Callable[[str], Awaitable[bool]] | None = None, parent: QObject | None = None
    ) -> None:
        """`make` makes a poster again that is gone, and returns whether it did."""
        super().__init__(parent)
        self._spawn = spawn
        self._make = make
        self._pixmaps: OrderedDict[_Rendition, QPixmap] = OrderedDict()
        self._kept_bytes = 0
        self._wanted: OrderedDict[_Rendition, None] = OrderedDict()
        self._unreadable: set[_Rendition] = set()
        self._is_reading = False

    def pixmap(self, path: str, size: QSize, ratio: float, *, is_cropped: bool) -> QPixmap | None:
        """The poster at `size` logical pixels, cropped to fill it or scaled to fit. None while it is being read."""
        rendition = _Rendition(path, round(size.width() * ratio), round(size.height() * ratio), is_cropped)
        found = self._pixmaps.get(rendition)
        if found is not None:
            self._pixmaps.move_to_end(rendition)
            return found
        if rendition not in self._unreadable and rendition.width > 0 and rendition.height > 0:
            self._want(rendition)
        return None

    def forget(self, path: str) -> None:
        """Drop this poster, because its file changed or is gone."""
        for rendition in [each for each in self._pixmaps if each.path == path]:
            self._kept_bytes -= _bytes_of(self._pixmaps.pop(rendition))
        self._unreadable = {each for each in self._unreadable if each.path != path}

    def _want(self, rendition: _Rendition) -> None:
        self._wanted[rendition] = None
        self._wanted.move_to_end(rendition)
        while len(self._wanted) > WAITING:
            self._wanted.popitem(last=False)
        if self._is_reading:
            return
        self._is_reading = True
        try:
            self._spawn("read posters", self._read_wanted())
        except asyncio.CancelledError:  # the program is closing and starts no tasks; this runs in a paint event
            self._wanted.clear()

    async def _read_wanted(self) -> None:
        try:
            while self._wanted:
                rendition, _ = self._wanted.popitem(last=True)
                image = await asyncio.to_thread(_read, rendition)
                if image is None and self._make is not None and await _made(self._make, rendition.path):
                    image = await asyncio.to_thread(_read, rendition)
                if image is None:
                    self._unreadable.add(rendition)
                    continue
                self._keep(rendition, QPixmap.fromImage(image))
                self.loaded.emit(rendition.path)
        finally:
            self._is_reading = False

    def _keep(self, rendition: _Rendition, pixmap: QPixmap) -> None:
        self._pixmaps[rendition] = pixmap
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > KEPT_BYTES and len(self._pixmaps) > 1:
            _, dropped = self._pixmaps.popitem(last=False)
            self._kept_bytes -= _bytes_of(dropped)


async def _made(make: Callable[[str], Awaitable[bool]], path: str) -> bool:
    """Whether a poster is there again that was deleted to free space."""
    if await asyncio.to_thread(Path(path).exists):
        return False  # it is there and damaged
    try:
        return await make(path)
    except WanDeskError as refused:
        log.info("a poster was not made again: %s", refused)
        return False


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _read(rendition: _Rendition) -> QImage | None:
    reader = QImageReader(rendition.path)
    reader.setAutoTransform(True)
    target = QSize(rendition.width, rendition.height)
    stored = reader.size()
    if stored.isValid():
        mode = (
            Qt.AspectRatioMode.KeepAspectRatioByExpanding
            if rendition.is_cropped
            else Qt.AspectRatioMode.KeepAspectRatio
        )
        scaled = stored.scaled(target, mode)
        if scaled.width() < stored.width():  # the JPEG reader skips most of the work when it scales down itself
            reader.setScaledSize(scaled)
    image = reader.read()
    if image.isNull():
        log.info("a poster cannot be read: %s", reader.errorString())
        return None
    if not rendition.is_cropped:
        return image
    if image.width() < target.width() or image.height() < target.height():
        image = image.scaled(
            target, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
    spare_x, spare_y = image.width() - target.width(), image.height() - target.height()
    return image.copy(QRect(spare_x // 2, spare_y // 2, target.width(), target.height()))
