"""How orders are sent: how many at once, and what the program does for those that are under way."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wandesk.domain.send_queue import MOST_AT_CLOUD
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.outdent import BOX, outdented
from wandesk.ui.wheel import SteadySpinBox

translate = QCoreApplication.translate


class OrderSettingsPort(Protocol):
    """What is set. Every choice acts at once and is kept."""

    at_once: int
    """Orders of one model at Alibaba at the same time; 0: as many as suit the model."""
    keeps_awake: bool
    asks_before_closing: bool


class OrdersCard(QFrame):
    """Three choices; there is nothing to save."""

    def __init__(self, rules: OrderSettingsPort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        set_style_class(self, StyleClass.CARD)
        self.at_once_box = SteadySpinBox(self)
        self.at_once_box.setRange(0, MOST_AT_CLOUD)
        self.at_once_box.setSpecialValueText(translate("Settings", "Automatic"))
        self.at_once_box.setKeyboardTracking(False)  # a 2 on the way to 25 sets nothing
        self.at_once_box.setValue(rules.at_once)
        self.at_once_box.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding does not reach its text
        self.awake_box = QCheckBox(
            translate("Settings", "Keep the computer awake while orders wait here or paid videos are not saved yet"),
            self,
        )
        self.awake_box.setChecked(rules.keeps_awake)
        self.ask_box = QCheckBox(translate("Settings", "Ask before closing while videos are being made"), self)
        self.ask_box.setChecked(rules.asks_before_closing)
        self._lay_out()
        self.at_once_box.valueChanged.connect(self._set_at_once)
        self.awake_box.toggled.connect(self._set_awake)
        self.ask_box.toggled.connect(self._set_ask)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        name = translate("Settings", "Orders at Alibaba at once")
        label = QLabel(name, self)
        label.setBuddy(self.at_once_box)
        self.at_once_box.setAccessibleName(name)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.at_once_box)
        line.addStretch(1)
        hint = QLabel(
            translate(
                "Settings",
                "For each model. The others wait here and are sent when there is room, so that they can still be moved "
                "and cancelled. Automatic is twice what Alibaba makes of a model at the same time.",
            ),
            self,
        )
        hint.setFont(text_font(TextSize.SMALL))
        hint.setWordWrap(True)
        set_style_class(hint, StyleClass.MUTED)
        self.at_once_box.setAccessibleDescription(hint.text())
        column.addLayout(line)
        column.addWidget(hint)
        for box in (self.awake_box, self.ask_box):
            box.setAccessibleName(box.text())
            column.addLayout(outdented(box, left=BOX))

    def _set_at_once(self, count: int) -> None:
        self._rules.at_once = count

    def _set_awake(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._rules.keeps_awake = is_on

    def _set_ask(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._rules.asks_before_closing = is_on
