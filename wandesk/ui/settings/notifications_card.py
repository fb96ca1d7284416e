"""Settings: whether the system tells when videos are ready, and how that looks."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.settings.page_card import Values
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import NOTIFICATIONS
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.wording import alerts as wording


class Notifications(Protocol):
    """The notifications of the system. No call blocks."""

    async def is_available(self) -> bool: ...

    def show_example(self) -> None: ...


def notifications_section(notifications: Notifications, values: Values) -> Section:
    """The section on the page of the setting."""
    return Section(
        page=NOTIFICATIONS.page,
        title=wording.title,
        make=lambda spawn, parent: NotificationsCard(notifications, values, spawn, parent),
    )


class NotificationsCard(QFrame):
    """Asks the system each time when it is shown. A system without notifications is offered none."""

    def __init__(self, notifications: Notifications, values: Values, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._notifications = notifications
        self._spawn = spawn
        set_style_class(self, StyleClass.CARD)
        assert NOTIFICATIONS.help is not None
        self.box = WrappingCheckBox(NOTIFICATIONS.label(), self)
        self.box.setAccessibleName(NOTIFICATIONS.label())
        self.box.setAccessibleDescription(NOTIFICATIONS.help())
        self.box.setChecked(values.get(NOTIFICATIONS.option))
        self._help = NOTIFICATIONS.help()
        self.about = small_label(self)
        self.about.setText(self._help)
        self.about.setWordWrap(True)
        self.about.setContentsMargins(BOX_TEXT, 0, 0, 0)
        set_style_class(self.about, StyleClass.MUTED)
        self.example_button = push_button(wording.show_example(), self)
        line = QHBoxLayout()
        line.setContentsMargins(BOX_TEXT, 4, 0, 0)
        line.addWidget(self.example_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(outdented(self.box, left=BOX))
        column.addWidget(self.about)
        column.addLayout(line)
        self.box.toggled.connect(lambda is_on: values.set(NOTIFICATIONS.option, is_on))
        self.box.toggled.connect(self.example_button.setEnabled)
        self.example_button.setEnabled(self.box.isChecked())
        self.example_button.clicked.connect(notifications.show_example)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._spawn("look for notifications", self._look())

    async def _look(self) -> None:
        is_available = await self._notifications.is_available()
        # Switched on, it can be switched off here: the settings may come from another desktop.
        self.box.setEnabled(is_available or self.box.isChecked())
        self.example_button.setEnabled(is_available and self.box.isChecked())
        self.about.setText(self._help if is_available else wording.no_service())  # one place for both: nothing moves
