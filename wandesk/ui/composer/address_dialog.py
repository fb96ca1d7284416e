"""From web address: takes the address of a picture, and of an audio file where the model takes one."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from wandesk.domain.draft import Field
from wandesk.domain.endpoint import AddressRefused
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import cloud_address
from wandesk.ui.addresses import is_data_address
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

WIDE = 520
"""Logical pixels."""


class AddressDialog(QDialog):
    """Return uses the addresses, Esc closes. `chosen(picture, audio)` gets what was entered; "" for nothing."""

    _return_key = ReturnKey()

    def __init__(self, parent: QWidget, chosen: Callable[[str, str], None], fields: AbstractSet[Field]) -> None:
        """It asks for the addresses of these `fields`: PICTURE, AUDIO or both."""
        super().__init__(parent)
        self._chosen = chosen
        self.setWindowTitle(translate("Composer", "From web address"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.picture = QLineEdit()
        self.audio = QLineEdit()
        self._names: dict[QLineEdit, str] = {}
        if Field.PICTURE in fields:
            self._names[self.picture] = translate("Composer", "Picture address")
        if Field.AUDIO in fields:
            self._names[self.audio] = translate("Composer", "Audio address")
        self.problem = PlainLabel()
        self.use = push_button(translate("Composer", "Use"), style=StyleClass.PRIMARY)
        self.cancel = push_button(translate("Composer", "Cancel"))
        self.use.setDefault(True)
        self._lay_out()
        for field in self._names:
            field.textChanged.connect(self._changed)
        self.use.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._changed()
        next(iter(self._names)).setFocus()

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def accept(self) -> None:
        """Use what was entered, if it is all right."""
        if self.use.isEnabled():
            picture, audio = self._address(self.picture), self._address(self.audio)
            super().accept()
            self._chosen(picture, audio)

    def _address(self, field: QLineEdit) -> str:
        return field.text().strip() if field in self._names else ""

    def _changed(self) -> None:
        entered = [text for field in self._names if (text := self._address(field))]
        is_right = all(map(is_usable, entered))
        self.problem.setText("" if is_right else problem_text(Sentence.WEB_ADDRESS))
        self.use.setEnabled(bool(entered) and is_right)
        set_tooltip(self.use, "" if is_right else self.problem.text())
        for field in self._names:
            text = self._address(field)
            field.setAccessibleDescription("" if not text or is_usable(text) else self.problem.text())

    def _lay_out(self) -> None:
        title = PlainLabel(self.windowTitle())
        title.setFont(text_font(TextSize.TITLE, is_strong=True))
        intro = PlainLabel(
            translate(
                "Composer",
                "Alibaba fetches the file from this address itself. Wan Desk shows a preview where it can. "
                "The address must work without a login.",
            )
        )
        set_style_class(intro, StyleClass.MUTED)
        set_style_class(self.problem, StyleClass.LOSS)
        for each in (intro, self.problem):
            each.setWordWrap(True)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 18, SIDE, 16)
        body.setSpacing(8)
        body.addWidget(title)
        body.addWidget(intro)
        for field, name in self._names.items():
            field.setAccessibleName(name)
            field.setPlaceholderText("https://")
            label = PlainLabel(name)
            label.setBuddy(field)
            body.addSpacing(4)
            body.addWidget(label)
            body.addWidget(field)
        # Room for the sentence, so that nothing moves when it appears.
        self.problem.setMinimumHeight(2 * self.problem.fontMetrics().lineSpacing())
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.problem)
        stack(self, body, foot=(None, self.cancel, self.use))
        self.setMinimumWidth(WIDE)


def is_usable(text: str) -> bool:
    """Whether the text is an address that can be used."""
    if is_data_address(text):
        return "," in text
    try:
        cloud_address(text)
    except AddressRefused:
        return False
    return True
