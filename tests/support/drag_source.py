"""Another program with a file to drag: `python drag_source.py FILE X Y [LOG]`. It opens a small window there.

Each request for the dragged data becomes a line with its format in LOG.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

URI_LIST = "text/uri-list"


class CountedContent(QMimeData):
    """A list with one file, which writes down who asks for it."""

    def __init__(self, path: str, log: Path | None) -> None:
        super().__init__()
        self._path = path
        self._log = log

    def formats(self) -> list[str]:
        return [URI_LIST]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype == URI_LIST

    def retrieveData(self, mimetype: str, preferredType: object) -> object:  # noqa: N803 - Qt's name
        if mimetype != URI_LIST:
            return None
        if self._log is not None:
            with self._log.open("a") as log:
                log.write(f"{mimetype}\n")
        return QUrl.fromLocalFile(self._path).toEncoded().append(b"\r\n")


class Source(QLabel):
    """Moving the mouse with a pressed button drags the file."""

    def __init__(self, path: str, log: Path | None) -> None:
        super().__init__("Drag me")
        self._path = path
        self._log = log
        self._pressed = QPoint()
        self.setWindowTitle("Drag source")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.resize(200, 120)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        drag = QDrag(self)
        drag.setMimeData(CountedContent(self._path, self._log))
        done = drag.exec(Qt.DropAction.CopyAction)
        print("dropped" if done == Qt.DropAction.CopyAction else "refused", flush=True)


def main() -> int:
    """Open the window and run."""
    path, x, y = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    log = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    app = QApplication(["drag-source"])
    source = Source(path, log)
    source.move(x, y)
    source.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
