"""The name and the folder of the result."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wandesk.ui import dialogs
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.labels import captioned

translate = QCoreApplication.translate

FORBIDDEN = set('/\\:*?"<>|') | {chr(code) for code in range(32)}
"""In file names of any system."""
MOST_CHARACTERS = 180
NAME_TRIES = 1000


class Target(QWidget):
    """Proposes a name that is free until the user types one."""

    changed = Signal()

    def __init__(self, folder: Path, spawn: Spawn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.free_bytes: int | None = None
        """On the disk of the folder; None while it is not known."""
        self._spawn = spawn
        self._is_typed = False
        self._stem = self._suffix = ""
        self._proposing: asyncio.Task[Any] | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(translate("Export", "File name"))
        self.choose = push_button(translate("Export", "Folder…"))
        self.place = ElidedLabel()
        set_style_class(self.place, StyleClass.MUTED)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.choose)
        box = QWidget()
        box.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(captioned(translate("Export", "Save as"), box, buddy=self.name))
        layout.addWidget(self.place)
        self.name.textEdited.connect(self._typed)
        self.choose.clicked.connect(lambda: self._spawn("choose a folder for exports", self._choose()))
        self._show_folder()

    @property
    def path(self) -> Path | None:
        """The chosen path; None while the name is none."""
        stem = self.name.text().strip()
        if stem.lower().endswith(self._suffix):
            stem = stem[: -len(self._suffix)]
        stem = stem.rstrip(". ")
        if not stem or len(stem) > MOST_CHARACTERS or set(stem) & FORBIDDEN:
            return None
        return self.folder / f"{stem}{self._suffix}"

    def propose(self, stem: str, suffix: str) -> None:
        """Propose a name, made free with a number if need be. What the user typed stays."""
        self._stem, self._suffix = stem, suffix
        if self._is_typed:
            self._with_suffix()
            return
        if self._proposing is not None:
            self._proposing.cancel()
        self._proposing = self._spawn("propose a file name", self._propose(stem, suffix))

    async def _propose(self, stem: str, suffix: str) -> None:
        free = await asyncio.to_thread(_free_name, self.folder, stem[:MOST_CHARACTERS], suffix)
        if not self._is_typed and free != self.name.text():
            self.name.setText(free)
            self.changed.emit()

    def _with_suffix(self) -> None:
        """The typed name with the ending of the new format."""
        stem = self.name.text()
        known = next((end for end in (".mp4", ".gif", ".webp", ".mov") if stem.lower().endswith(end)), "")
        self.name.setText(stem.removesuffix(stem[len(stem) - len(known) :] if known else "") + self._suffix)

    def _typed(self, _text: str) -> None:
        self._is_typed = True
        self.changed.emit()

    async def _choose(self) -> None:
        chosen = await dialogs.choose_folder(self.window(), translate("Export", "Folder for exports"), str(self.folder))
        if chosen is not None:
            self.folder = Path(chosen)
            self._show_folder()
            self.propose(self._stem, self._suffix)
            self.changed.emit()

    async def _look_for_room(self, folder: Path) -> None:
        free = await asyncio.to_thread(_free_bytes, folder)
        if folder == self.folder:
            self.free_bytes = free
            self.changed.emit()

    def _show_folder(self) -> None:
        self._spawn("look for room for an export", self._look_for_room(self.folder))
        self.place.show_text(translate("Export", "in {folder}").format(folder=self.folder), str(self.folder))


def _free_bytes(folder: Path) -> int | None:
    """What is free there; None where the folder cannot be read. Blocks while the disk is slow."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None  # the export says why


def _free_name(folder: Path, stem: str, suffix: str, exists: Callable[[Path], bool] = Path.exists) -> str:
    """The first name of this kind that no file has. Blocks while the disk is slow."""
    for number in range(1, NAME_TRIES):
        name = f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}"
        try:
            if not exists(folder / name):
                return name
        except OSError:
            return name  # the folder cannot be read: the export says why
    return f"{stem}{suffix}"
