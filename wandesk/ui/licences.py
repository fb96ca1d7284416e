"""Help > Licences: the licences of everything that the program includes, from `resources/licences/NOTICES.txt`."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.copying import copy_text
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel

translate = QCoreApplication.translate

SIZE = (860, 600)
"""Logical pixels."""
LIST_WIDTH = 260

_RULE = "=" * 100
"""As `packaging/notices.py` writes it before and after the head of each section."""


@dataclass(frozen=True, slots=True)
class Section:
    """What the notices say about one component."""

    name: str
    """With its version."""
    text: str
    """All of the section: name, licence, sources, files, texts."""


def sections_of(notices: str) -> list[Section]:
    """The sections of `NOTICES.txt`, in its order. The first, without a head, is the introduction."""
    introduction, *parts = notices.split(f"{_RULE}\n")
    heads, bodies = parts[::2], parts[1::2]
    first = Section(translate("Licences", "About these licences"), _unwrapped(introduction.strip()))
    pairs = zip(heads, bodies, strict=True)
    return [first, *(Section(head.partition("\n")[0], f"{head}\n{body.strip()}") for head, body in pairs)]


def _unwrapped(text: str) -> str:
    """Paragraphs without the file's line breaks and marks, which would break the lines twice in a window."""
    return "\n\n".join(" ".join(each.split()) for each in text.replace("`", "").split("\n\n"))


class LicencesDialog(QDialog):
    """A list of the components, and the texts of the chosen one. Nothing here is read from the network."""

    def __init__(self, sections: list[Section], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._sections = sections
        self.setWindowTitle(translate("Licences", "Licences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.components = QListWidget()
        self.components.setAccessibleName(translate("Licences", "Components"))
        self.components.setFixedWidth(LIST_WIDTH)
        self.components.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_style_class(self.components, StyleClass.SIDE_LIST)
        self.components.addItems([section.name for section in sections])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(translate("Licences", "Licence"))
        self.text.setTabChangesFocus(True)
        self._lay_out()
        self.components.currentRowChanged.connect(self._show)
        self.components.setCurrentRow(0)

    def _lay_out(self) -> None:
        title = PlainLabel(self.windowTitle())
        title.setFont(text_font(TextSize.TITLE, is_strong=True))
        explanation = PlainLabel(
            translate("Licences", "Wan Desk is free software, and includes programs and libraries of others.")
        )
        explanation.setWordWrap(True)
        set_style_class(explanation, StyleClass.MUTED)
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 18, SIDE, 10)
        head.setSpacing(6)
        head.addWidget(title)
        head.addWidget(explanation)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(SIDE, 0, SIDE, 12)
        row.setSpacing(12)
        row.addWidget(self.components)
        row.addWidget(self.text, 1)
        copy = push_button(translate("Licences", "Copy text"))
        copy.clicked.connect(lambda: copy_text(copy, self.text.toPlainText()))
        close = push_button(translate("Window", "Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        stack(self, head, body, foot=(None, copy, close))
        self.resize(*SIZE)

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._sections[row].text)
