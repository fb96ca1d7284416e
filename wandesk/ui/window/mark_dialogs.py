"""The dialogs for the name, the label and the note of jobs. Each gives one text, or none if the user cancels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from wandesk.domain.errors import InputRefused
from wandesk.domain.marks import MarkChange, tidied
from wandesk.domain.video_naming import safe_stem
from wandesk.ui.dialogs import dispose
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.widgets.chips import SmallChip
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel, button_text, set_tooltip
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.wording import marks as wording
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import error_text

WIDE = 460
NOTE_HEIGHT = 180
"""Logical pixels."""
MOST_LABELS = 12
"""So many of the earlier labels are offered as buttons; the field completes the others, too."""


class MarkDialog(QDialog):
    """A field with its name. Return saves (in several lines: Ctrl+Return), Esc cancels."""

    _return_key = ReturnKey()

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        field: QLineEdit | QPlainTextEdit,
        name: str,
        about: str,
        change_of: Callable[[str], MarkChange],
        extra: QWidget | None = None,
    ) -> None:
        """`change_of` makes the change of a text, whose length is checked. `extra` stands below the field."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.field = field
        self._change_of = change_of
        self._problem = PlainLabel()
        self.save = push_button(wording.save(), style=StyleClass.PRIMARY)
        self.cancel = push_button(wording.cancel())
        self.save.setDefault(True)
        field.setAccessibleName(name)
        self._lay_out(name, about, extra)
        field.textChanged.connect(self._check)
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        field.setFocus()
        field.selectAll()

    @property
    def text(self) -> str:
        """What was entered."""
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Close with the text, unless it is too long."""
        if self.save.isEnabled():
            super().accept()

    def _check(self) -> None:
        try:
            tidied(self._change_of(self.text))
        except InputRefused as refused:
            self._problem.setText(error_text(refused))
        else:
            self._problem.setText("")
        problem = self._problem.text()
        self.save.setEnabled(not problem)
        set_tooltip(self.save, problem)
        self.field.setAccessibleDescription(problem)

    def _lay_out(self, name: str, about: str, extra: QWidget | None) -> None:
        heading, hint = PlainLabel(self.windowTitle()), PlainLabel(about)
        heading.setFont(text_font(TextSize.TITLE, is_strong=True))
        set_style_class(hint, StyleClass.MUTED)
        set_style_class(self._problem, StyleClass.LOSS)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 18, SIDE, 12)
        body.setSpacing(8)
        body.addWidget(heading)
        body.addWidget(hint)
        if name != self.windowTitle():
            label = PlainLabel(name)
            label.setBuddy(self.field)
            body.addWidget(label)
        body.addWidget(self.field)
        if extra is not None:
            body.addWidget(extra)
        for each in (hint, self._problem):
            each.setWordWrap(True)
        # Room for the sentence, so that nothing moves when it appears.
        self._problem.setMinimumHeight(2 * self._problem.fontMetrics().lineSpacing())
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._problem)
        stack(self, body, foot=(None, self.cancel, self.save))
        self.setMinimumWidth(WIDE)


class NewName(NamedTuple):
    """The answer of `ask_name`."""

    name: str
    renames_file: bool
    """Whether the file gets the name, too."""


async def ask_name(parent: QWidget, name: str, prompt: str, file: str) -> NewName | None:
    """The new name; `prompt` stands in its place without one. `file` is the path of the video, "" without one."""
    field = QLineEdit(name)
    field.setPlaceholderText(prompt)
    choice = _FileChoice(file, field) if file else None
    dialog = MarkDialog(
        parent,
        title=wording.name_title(),
        field=field,
        name=wording.name(),
        about=wording.about_name(),
        change_of=lambda text: MarkChange(name=text),
        extra=choice,
    )
    text = await _answer(dialog)
    return None if text is None else NewName(text, choice is not None and choice.is_wanted)


async def ask_label(parent: QWidget, count: int, label: str | None, used: Sequence[str]) -> str | None:
    """The new label of so many jobs. `label` is None if theirs differ; `used` are earlier ones, as they are offered."""
    field = QLineEdit(label or "")
    field.setPlaceholderText(wording.values_differ() if label is None else "")
    completer = QCompleter(list(used), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.setCompleter(completer)
    offered = _LabelButtons(used[:MOST_LABELS]) if used else None
    dialog = MarkDialog(
        parent,
        title=wording.label_title(count),
        field=field,
        name=wording.label(),
        about=wording.about_label(),
        change_of=lambda text: MarkChange(label=text),
        extra=offered,
    )
    if offered is not None:

        def take(chosen: str) -> None:
            field.setText(chosen)
            dialog.accept()

        offered.use(take)
    return await _answer(dialog)


async def ask_note(parent: QWidget, count: int, note: str | None) -> str | None:
    """The new note of so many jobs; `note` is None if theirs differ."""
    field = QPlainTextEdit(note or "")
    field.setPlaceholderText(wording.values_differ() if note is None else "")
    field.setTabChangesFocus(True)
    field.setMinimumHeight(NOTE_HEIGHT)
    dialog = MarkDialog(
        parent,
        title=wording.note_title(count),
        field=field,
        name=wording.note(),
        about=wording.about_note(),
        change_of=lambda text: MarkChange(note=text),
    )
    return await _answer(dialog)


class _FileChoice(QWidget):
    """Offers to rename the file, too, and shows the name that it would get."""

    def __init__(self, path: str, field: QLineEdit) -> None:
        super().__init__()
        self._path = PurePath(path)
        self._field = field
        self._box = WrappingCheckBox(wording.rename_file(), self)
        self._box.setAccessibleName(wording.rename_file())
        self._shown = PlainLabel()
        self._shown.setFont(text_font(TextSize.SMALL))
        self._shown.setWordWrap(True)
        set_style_class(self._shown, StyleClass.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._shown.setContentsMargins(BOX_TEXT, 0, 0, 0)
        column.addLayout(outdented(self._box, left=BOX))
        column.addWidget(self._shown)
        field.textChanged.connect(self._show)
        self._box.toggled.connect(self._show)
        self._show()

    @property
    def is_wanted(self) -> bool:
        """Whether the file is to be renamed."""
        return self._box.isChecked() and bool(safe_stem(self._field.text()))

    def _show(self) -> None:
        stem = safe_stem(self._field.text())
        self._box.setEnabled(bool(stem))
        name = f"{stem}{self._path.suffix}" if self.is_wanted else self._path.name
        self._shown.setText(one_line(name))


class _LabelButtons(QWidget):
    """A button for each earlier label, which takes it at once."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(wording.used_labels())
        row = FlowRow()
        self._buttons = {label: SmallChip(button_text(label)) for label in labels}
        for label, button in self._buttons.items():
            button.setAccessibleName(label)
            row.addWidget(button)
        self.setLayout(row)

    def use(self, chosen: Callable[[str], object]) -> None:
        """Call it with the label of the button that is pressed."""
        for label, button in self._buttons.items():
            button.clicked.connect(partial(chosen, label))


async def _answer(dialog: MarkDialog) -> str | None:
    answered: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not answered.done():
            answered.set_result(dialog.text if result == QDialog.DialogCode.Accepted.value else None)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await answered
    finally:
        dispose(dialog)
