"""Another program that owns the clipboard: `python clipboard_owner.py FORMAT=FILE...`. It ends with its display.

The content of each file is offered in its format, as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QLabel


def main() -> int:
    """Take the clipboard and answer."""
    app = QApplication(["clipboard-owner"])
    content = QMimeData()
    for offered in sys.argv[1:]:
        name, _, path = offered.partition("=")
        content.setData(name, Path(path).read_bytes())
    window = QLabel("The clipboard is mine")  # a program without a window may get no time stamp from the X server
    window.setWindowTitle("Clipboard owner")
    window.move(1500, 100)
    window.show()
    app.clipboard().setMimeData(content)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
