"""Videos for other programs: what a drag or the clipboard carries, and the drag itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget

GNOME_COPIED_FILES = "x-special/gnome-copied-files"
"""The clipboard format of GNOME Files and its forks: the verb, then one URL a line."""


def videos_mime(paths: Sequence[str]) -> QMimeData:
    """The files in the format that every program accepts."""
    content = QMimeData()
    if paths:
        content.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return content


def copied_videos(paths: Sequence[str]) -> QMimeData:
    """The same for the clipboard, where Paste must copy the files and not move them."""
    content = videos_mime(paths)
    addresses = [bytes(url.toEncoded().data()).decode("ascii") for url in content.urls()]
    content.setData(GNOME_COPIED_FILES, "\n".join(("copy", *addresses)).encode("ascii"))
    return content


def drag_out(source: QWidget, content: QMimeData, picture: QPixmap) -> Qt.DropAction:
    """Drag until the mouse button is released and return the action; videos are only ever copied.

    Every system requires a nested event loop here. It starts in a mouse event, never in a coroutine, so all coroutines
    continue meanwhile.
    """
    drag = QDrag(source)
    drag.setMimeData(content)
    drag.setPixmap(picture)
    size = picture.deviceIndependentSize()
    drag.setHotSpot(QPoint(round(size.width() / 2), round(size.height() / 2)))
    return drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
