"""Another program that accepts files: `python drop_target.py NOTES X Y`. Each drop becomes a line of NOTES."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel


class Target(QLabel):
    """Records the dropped files and the offered actions."""

    def __init__(self, notes: Path) -> None:
        super().__init__("Drop here")
        self._notes = notes
        self.setWindowTitle("Drop target")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        is_only_copied = event.possibleActions() == Qt.DropAction.CopyAction
        self._notes.write_text("\n".join([str(is_only_copied), *files]), encoding="utf-8")


def main() -> int:
    """Open the window and run."""
    notes, x, y = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    app = QApplication(["drop-target"])
    target = Target(notes)
    target.setGeometry(x, y, 300, 200)
    target.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
