"""Settings: what videos, inputs and posters occupy, and a button that deletes what can go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.space import Occupied
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel, small_label
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import space as wording
from wandesk.ui.wording.amounts import size_text
from wandesk.ui.wording.problems import error_text

translate = QCoreApplication.translate

InForm = Callable[[], Collection[str]]
"""The paths of the files in the form, which are not deleted."""


class Space(Protocol):
    """Asks and cleans up away from the window's thread. Raises WanDeskError."""

    async def look(self) -> Occupied: ...

    async def clean_up(self, in_form: Collection[str]) -> int: ...


def space_section(space: Space, in_form: InForm) -> Section:
    """The section on the first page."""
    return Section(
        page=Page.GENERAL,
        title=wording.title,
        make=lambda spawn, parent: SpaceCard(space, in_form, spawn, parent),
    )


class SpaceCard(QFrame):
    """Looks each time when it is shown."""

    def __init__(self, space: Space, in_form: InForm, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._space = space
        self._in_form = in_form
        self._spawn = spawn
        set_style_class(self, StyleClass.CARD)
        self.amounts = [PlainLabel(parent=self) for _ in wording.names()]
        rows = QFormLayout()
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, amount in zip(wording.names(), self.amounts, strict=True):
            rows.addRow(_muted(name, self), amount)
        self.folder = small_label(self)
        self.folder.setWordWrap(True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_style_class(self.folder, StyleClass.MUTED)
        self.clean_button = push_button(wording.clean_up(), self)
        self.clean_button.clicked.connect(self._clean_up)
        about = small_label(self)
        about.setText(wording.what_goes())
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        self.message = MessageLabel(self)
        line = QHBoxLayout()
        line.addWidget(self.clean_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(rows)
        column.addWidget(self.folder)
        column.addLayout(line)
        column.addWidget(about)
        column.addWidget(self.message)
        self._show(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._spawn("look at the space", self._look())

    async def _look(self) -> None:
        try:
            self._show(await self._space.look())
        except WanDeskError as refused:
            self._say(error_text(refused), StyleClass.LOSS)

    def _clean_up(self) -> None:
        self.clean_button.setEnabled(False)
        self._spawn("clean up", self._clean_up_and_look())

    async def _clean_up_and_look(self) -> None:
        try:
            freed = await self._space.clean_up(self._in_form())
        except WanDeskError as refused:
            self._say(error_text(refused), StyleClass.LOSS)
        else:
            self._say(wording.freed(freed), StyleClass.GOOD)
        self.clean_button.setEnabled(True)
        self.clean_button.setFocus()
        await self._look()

    def _show(self, occupied: Occupied | None) -> None:
        for amount, text in zip(self.amounts, wording.amounts(occupied), strict=True):
            amount.setText(text)
        folder = occupied.folder if occupied is not None else ""
        self.folder.setText(wording.saved_in(folder) if folder else "")
        self.folder.setVisible(bool(folder))
        cleanable = occupied.cleanable if occupied is not None else 0
        self.clean_button.setText(wording.clean_up(size_text(cleanable) if cleanable else ""))

    def _say(self, text: str, style: StyleClass) -> None:
        self.message.show_text(text, style)
        announce(self.message, text, interrupts=style is StyleClass.LOSS)


def _muted(text: str, parent: QWidget) -> QLabel:
    label = PlainLabel(text, parent)
    set_style_class(label, StyleClass.MUTED)
    return label
