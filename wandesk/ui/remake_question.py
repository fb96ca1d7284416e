"""Asks in which region, or at which resolution, a video is to be made; each choice has its price."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.remake_offer import RemakeTarget
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel, button_text
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.wording import remaking as wording
from wandesk.ui.wording.sentences import spoken

WIDE, INDENT = 440, 26
"""Logical pixels: the dialog, its margins, and a text below a radio button."""


async def choose_target(
    parent: QWidget, title: str, targets: Sequence[RemakeTarget], caution: str = ""
) -> RemakeTarget | None:
    """The target that the user chose; None if they cancel. A cancelled wait closes the dialog."""
    dialog = TargetDialog(parent, title, targets, caution)
    chosen: asyncio.Future[RemakeTarget | None] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not chosen.done():
            chosen.set_result(dialog.chosen if result == QDialog.DialogCode.Accepted.value else None)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await chosen
    finally:
        if shiboken6.isValid(dialog):  # Qt deletes it with its parent
            dialog.close()
            dialog.deleteLater()


class TargetDialog(QDialog):
    """A radio button for each target. The button that orders has the price of the chosen one."""

    _return_key = ReturnKey()

    def __init__(self, parent: QWidget, title: str, targets: Sequence[RemakeTarget], caution: str = "") -> None:
        """The first target that can make the video is chosen. `caution` stands below the title."""
        super().__init__(parent)
        self._targets = targets
        self.setWindowTitle("Wan Desk")
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title = PlainLabel(title)
        self._caution = PlainLabel(caution)
        self._caution.setVisible(bool(caution))
        self.setAccessibleDescription(caution)
        self._group = QButtonGroup(self)
        self.choices = [self._choice(each) for each in targets]
        self.cancel = push_button(wording.cancel())
        self.use = push_button("", style=StyleClass.PRIMARY)
        self.cancel.setDefault(True)
        self._lay_out()
        self._group.idToggled.connect(self._show_choice)
        self.choices[next((at for at, each in enumerate(targets) if not each.refusal), 0)].setChecked(True)
        self.use.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setFocus()

    @property
    def chosen(self) -> RemakeTarget:
        """The chosen target."""
        return self._targets[self._group.checkedId()]

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def _choice(self, target: RemakeTarget) -> QRadioButton:
        text = target.name if target.refusal else wording.choice(target.name, target.cost)
        button = QRadioButton(button_text(text))
        button.setAccessibleName(spoken(text))
        button.setAccessibleDescription(target.refusal)
        self._group.addButton(button, len(self._group.buttons()))
        return button

    def _show_choice(self, _number: int, is_chosen: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_chosen:
            target = self.chosen
            text = wording.use_settings() if target.refusal else wording.order(target.cost)
            self.use.setText(button_text(text))
            self.use.setAccessibleName(text)

    def _lay_out(self) -> None:
        self._title.setFont(text_font(TextSize.TITLE, is_strong=True))
        self._title.setWordWrap(True)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 18, SIDE, 16)
        body.setSpacing(8)
        body.addWidget(self._title)
        self._caution.setWordWrap(True)
        body.addWidget(self._caution)
        body.addSpacing(4)
        for target, button in zip(self._targets, self.choices, strict=True):
            body.addWidget(button)
            if target.refusal:
                why = PlainLabel(target.refusal)
                why.setWordWrap(True)
                why.setContentsMargins(INDENT, 0, 0, 4)
                set_style_class(why, StyleClass.MUTED)
                body.addWidget(why)
        body.addStretch(1)
        stack(self, body, foot=(None, self.cancel, self.use))
        self.setMinimumWidth(WIDE)
