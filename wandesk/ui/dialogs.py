"""Message boxes and file dialogs that are awaited, without a nested event loop.

The code names `QtWidgets.QMessageBox` in full because PySide creates a class when it is first named. The window's start
does not need these classes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import shiboken6
from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from wandesk.ui.look import StyleClass, TextSize, application_icon, set_style_class, text_font

ICON_SIDE = 48


class Kind(Enum):
    """What a button of a question does."""

    PLAIN = "plain"
    PRIMARY = "primary"
    LOSS = "loss"
    """The user loses something; never the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One button: `key` is what `ask` returns, `text` is its label."""

    key: str
    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of files that a new one may have: `PNG pictures (*.png)`, and its suffixes, the usual one first."""

    filter: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverwriteTexts:
    """The question before a file is replaced."""

    question: Callable[[str], str]
    """Of the file's name."""
    replace: str
    another: str


async def ask(
    parent: QWidget | None,
    sentence: str,
    answers: Sequence[Answer],
    *,
    default: str,
    details: str = "",
    title: str = "Wan Desk",
) -> str:
    """Ask, and return the key of the pressed button. The buttons have the order of `answers`.

    With `details`, the sentence becomes their heading.
    `default` has the focus and is also the answer to Esc and the close button. A cancelled wait closes the box.
    """
    answer, _ = await ask_with_tick(parent, sentence, answers, default=default, details=details, title=title)
    return answer


async def ask_with_tick(
    parent: QWidget | None,
    sentence: str,
    answers: Sequence[Answer],
    *,
    default: str,
    tick: str = "",
    details: str = "",
    title: str = "Wan Desk",
) -> tuple[str, bool]:
    """As `ask`, with a check box labelled `tick`: the pressed button's key, and whether the box is checked."""
    keys = [answer.key for answer in answers]
    if default not in keys:
        raise ValueError(f"{default} is none of {keys}")
    box = QtWidgets.QMessageBox(parent)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)  # before the texts: Qt would open what HTML in them names
    box.setText(sentence)
    box.setInformativeText(details)
    box.setAccessibleName(sentence)
    box.setIconPixmap(application_icon().pixmap(ICON_SIDE))
    heading = box.findChild(QLabel, "qt_msgbox_label")
    if details and heading is not None:
        for each in (box, heading):
            each.ensurePolished()  # polishing overwrites any font with the platform's
        heading.setFont(text_font(TextSize.TITLE, is_strong=True))
    buttons: dict[QPushButton, str] = {}
    for answer in answers:
        # One role for all: Qt sorts buttons by role, differently on each system.
        button = box.addButton(answer.text, QtWidgets.QMessageBox.ButtonRole.ActionRole)
        button.setAccessibleName(answer.text)
        if answer.kind is not Kind.PLAIN:
            set_style_class(button, StyleClass.PRIMARY if answer.kind is Kind.PRIMARY else StyleClass.LOSS)
        buttons[button] = answer.key
        if answer.key == default:
            box.setDefaultButton(button)
            box.setEscapeButton(button)
    tick_box = QtWidgets.QCheckBox(tick)
    tick_box.setAccessibleName(tick)
    if tick:
        box.setCheckBox(tick_box)
    answered: asyncio.Future[tuple[str, bool]] = asyncio.get_running_loop().create_future()

    def finished(_result: int) -> None:
        if not answered.done():
            pressed = box.clickedButton()
            key = next((key for button, key in buttons.items() if button is pressed), default)
            answered.set_result((key, tick_box.isChecked()))

    box.finished.connect(finished)
    box.open()
    try:
        return await answered
    finally:
        dispose(box)


async def choose_file(parent: QWidget, title: str, name_filter: str, folder: str = "") -> str | None:
    """Let the user choose one file that exists; None if they cancel."""
    dialog = QtWidgets.QFileDialog(parent, title, folder, name_filter)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def choose_files(parent: QWidget, title: str, name_filter: str, folder: str = "") -> list[str]:
    """Let the user choose files that exist; none if they cancel."""
    dialog = QtWidgets.QFileDialog(parent, title, folder, name_filter)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFiles)
    return await _all_chosen(dialog)


async def choose_folder(parent: QWidget, title: str, folder: str = "") -> str | None:
    """Let the user choose a folder that exists, or create one; None if they cancel."""
    dialog = QtWidgets.QFileDialog(parent, title, folder)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.Directory)
    dialog.setOption(QtWidgets.QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def choose_target(
    parent: QWidget, title: str, path: Path, kinds: Sequence[FileKind], overwrite: OverwriteTexts
) -> Path | None:
    """Let the user choose a name for a new file, at first `path`; None if they cancel.

    The name gets the suffix of the chosen kind unless it has one of `kinds`. What has the name already is replaced only
    after a question of ours: system dialogs ask before they complete the name.
    """
    while True:
        dialog = QtWidgets.QFileDialog(parent, title, str(path.parent), ";;".join(kind.filter for kind in kinds))
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.AnyFile)
        dialog.setOption(QtWidgets.QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(path.name)
        filters: list[str] = []
        dialog.accepted.connect(lambda dialog=dialog, filters=filters: filters.append(dialog.selectedNameFilter()))
        chosen = await _chosen(dialog)
        if chosen is None:
            return None
        path = Path(chosen)
        kind = next((each for each in kinds if each.filter in filters), kinds[0])
        if path.suffix.lower() not in {suffix for each in kinds for suffix in each.suffixes}:
            path = path.with_name(path.name + kind.suffixes[0])
        if not await asyncio.to_thread(path.exists):
            return path
        answers = (
            Answer(key="replace", text=overwrite.replace, kind=Kind.LOSS),
            Answer(key="another", text=overwrite.another, kind=Kind.PRIMARY),
        )
        if await ask(parent, overwrite.question(path.name), answers, default="another") == "replace":
            return path


async def _chosen(dialog: QtWidgets.QFileDialog) -> str | None:
    return next(iter(await _all_chosen(dialog)), None)


async def _all_chosen(dialog: QtWidgets.QFileDialog) -> list[str]:
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    # The only texts of Qt's own file dialog that its Chinese translation lacks (6.11).
    dialog.setLabelText(QtWidgets.QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("Window", "&Look in:"))
    dialog.setLabelText(
        QtWidgets.QFileDialog.DialogLabel.FileType, QCoreApplication.translate("Window", "Files of &type:")
    )
    chosen: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not chosen.done():
            is_accepted = result == QtWidgets.QFileDialog.DialogCode.Accepted.value
            chosen.set_result(dialog.selectedFiles() if is_accepted else [])

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await chosen
    finally:
        dispose(dialog)


def dispose(dialog: QtWidgets.QDialog) -> None:
    """Close and delete a dialog whose answer is known, or is not waited for any more."""
    if shiboken6.isValid(dialog):  # Qt deletes it with its parent
        dialog.close()
        dialog.deleteLater()
