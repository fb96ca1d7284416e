"""The system's trash.

Qt's and not Send2Trash: on Windows, Send2Trash deletes a file for ever where the recycle bin does not take it, for
example from a network drive (github.com/arsenetar/send2trash/issues/28), while Qt refuses.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile


def move_to_trash(path: Path) -> bool:
    """Move a file to the trash of its disk or of the user. False: the trash refused, and the file is where it was.

    It blocks, and may be called in any thread.
    """
    return QFile(str(path)).moveToTrash()
