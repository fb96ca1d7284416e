"""Another program with a file to drag: `python drag_source.py FILE X Y`. It opens a small window there."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """Moving the mouse with a pressed button drags the file."""

    def __init__(self, path: str) -> None:
        super().__init__("Drag me")
        self._path = path
        self._pressed = QPoint()
        self.setWindowTitle("Drag source")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.resize(200, 120)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(self._path)])
        drag = QDrag(self)
        drag.setMimeData(content)
        done = drag.exec(Qt.DropAction.CopyAction)
        print("dropped" if done == Qt.DropAction.CopyAction else "refused", flush=True)


def main() -> int:
    """Open the window and run."""
    path, x, y = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    app = QApplication(["drag-source"])
    source = Source(path)
    source.move(x, y)
    source.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
