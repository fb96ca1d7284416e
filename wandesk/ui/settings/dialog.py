"""Settings: regions, keys, the pages of the table and the network. Nothing blocks the GUI thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.connection_check import Region
from wandesk.ui.settings.dialog_tasks import DialogTasks
from wandesk.ui.settings.key_questions import KeyQuestions, Unsaved
from wandesk.ui.settings.keyring_line import KeyringLine
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.network_card import NetworkCard
from wandesk.ui.settings.page_card import PageCard, Values
from wandesk.ui.settings.proxy_form import Proxies
from wandesk.ui.settings.region_actions import RegionActions
from wandesk.ui.settings.region_card import RegionCard
from wandesk.ui.settings.table import Page, page_title
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.widgets.scrolling import scrolling

translate = QCoreApplication.translate


class SettingsDialog(QDialog):
    """One card per region, one per page of settings, one for the network. Changes apply immediately."""

    region_chosen = Signal(str)
    keys_changed = Signal()

    _return_key = ReturnKey()

    def __init__(
        self,
        *,
        catalog: Catalog,
        keys: Keys,
        spawn: Spawn,
        region: str,
        language: str,
        proxies: Proxies | None = None,
        values: Values | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._region = region
        self._tasks = DialogTasks(spawn, idle=self._close_if_requested)
        self._questions = KeyQuestions(self)
        self._asking: asyncio.Task[Any] | None = None
        self._result: int | None = None
        """Set while the closed dialog waits for a change to finish."""
        self.setWindowTitle(translate("Settings", "Settings"))
        self.setAccessibleName(translate("Settings", "Settings"))
        self.keyring_line = KeyringLine()
        self.cards = {each.key: RegionCard(each, language) for each in catalog.regions if catalog.models_in(each.key)}
        self._actions = {
            key: self._make_actions(card) for key, card in self.cards.items() if not card.region.is_practice
        }
        self.pages = {page: PageCard(page, values) for page in Page} if values is not None else {}
        self.network_card = self._make_network_card(proxies) if proxies is not None else None
        self._lay_out()
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
            card.chosen.connect(self._choose)
            card.address.button.toggled.connect(lambda _is_open, card=card: self._show_whole(card))
        if region in self.cards:
            self.cards[region].choice.setFocus()
        self._tasks.spawn("look for keys", self._find_keys())

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._region in self.cards:
            self._scroll_area.ensureWidgetVisible(self.cards[self._region])

    # ---------------------------------------------------------------- building

    def _make_actions(self, card: RegionCard) -> RegionActions:
        actions = RegionActions(
            card=card,
            keys=self._keys,
            tasks=self._tasks,
            questions=self._questions,
            keyring=self.keyring_line,
            names=self._names,
        )
        actions.keys_changed.connect(self.keys_changed)
        actions.result_shown.connect(lambda: self._show_whole(card))
        actions.belongs_to.connect(self._find_key)
        self.keyring_line.availability_changed.connect(card.show_keyring)
        return actions

    def _make_network_card(self, proxies: Proxies) -> NetworkCard:
        regions = [
            Region(key=key, name=self.cards[key].name, storage_host=self.cards[key].region.storage_host)
            for key in self._actions
        ]
        card = NetworkCard(
            proxies=proxies,
            regions=regions,
            connections=self._keys,
            spawn=self._tasks.spawn,
            spawn_change=self._tasks.spawn_change,
        )
        card.proxy_changed.connect(self.keys_changed)  # jobs that wait for the network may continue, too
        return card

    def _lay_out(self) -> None:
        intro = PlainLabel(
            translate(
                "Settings",
                "Pictures and audio you use are sent to Alibaba Cloud in the region you choose. "
                "Uploads are kept there for 48 hours, videos for 24.",
            )
        )
        set_style_class(intro, StyleClass.MUTED)
        intro.setWordWrap(True)
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 18, 20, 12)
        column.setSpacing(10)
        column.addWidget(_heading(translate("Settings", "Regions and keys")))
        for widget in (intro, self.keyring_line, *self.cards.values()):
            column.addWidget(widget)
        if not self.cards:
            column.addWidget(_no_regions())
        sections: list[tuple[str, QWidget]] = [(page_title(page), card) for page, card in self.pages.items()]
        if self.network_card is not None:
            sections.append((translate("Settings", "Network"), self.network_card))
        for name, section in sections:
            column.addSpacing(10)
            column.addWidget(_heading(name))
            column.addWidget(section)
        column.addStretch(1)
        self._scroll_area = scrolling(body)
        footer = QFrame()
        set_style_class(footer, StyleClass.FOOTER)
        self.close_button = push_button(translate("Settings", "Close"), footer)
        self.close_button.clicked.connect(self.reject)
        line = QHBoxLayout(footer)
        line.setContentsMargins(20, 10, 20, 10)
        line.addStretch(1)
        line.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll_area, 1)
        outer.addWidget(footer)
        self.resize(620, 640)

    # ---------------------------------------------------------------- showing

    def _choose(self, region: str) -> None:
        is_new = region != self._region
        self._region = region
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
        if is_new:
            self.region_chosen.emit(region)

    def _names(self, regions: Sequence[str]) -> str:
        names = [self.cards[each].name if each in self.cards else each for each in regions]
        return translate("Settings", ", ").join(names)

    def _show_whole(self, card: RegionCard) -> None:
        body = self._scroll_area.widget()
        layout = body.layout() if body is not None else None
        if body is not None and layout is not None:  # the scroll area resizes its body later
            layout.activate()
            body.resize(body.width(), max(body.height(), body.sizeHint().height()))
            layout.activate()
        self._scroll_area.ensureWidgetVisible(card)

    async def _find_keys(self) -> None:
        for actions in self._actions.values():
            await actions.show_saved()
        self.keyring_line.show_state(await self._keys.state())

    def _find_key(self, region: str) -> None:
        if region in self._actions:
            self._tasks.spawn(f"look for the key of {region}", self._actions[region].show_source())

    # ---------------------------------------------------------------- closing

    def reject(self) -> None:
        """Close on Escape, the close box and Close. First ask about an unsaved key."""
        unsaved = [key for key, card in self.cards.items() if card.typed_key]
        if not unsaved or not self.isVisible():
            super().reject()
        elif self._asking is None or self._asking.done():
            self._asking = self._tasks.spawn("ask about typed keys", self._close_after_questions(unsaved))

    async def _close_after_questions(self, regions: Sequence[str]) -> None:
        for region in regions:
            card = self.cards[region]
            match await self._questions.keep_typed_key(card.name, has_keyring=self.keyring_line.is_available):
                case Unsaved.BACK:
                    card.key.field.setFocus()
                    return
                case Unsaved.SAVE if not await self._actions[region].save_before_closing(card.typed_key):
                    return
                case _:
                    continue
        super().reject()

    def done(self, result: int) -> None:
        """Clear the fields. If a key is being saved, the hidden dialog waits for it, so that a failure is reported."""
        for card in self.cards.values():
            card.forget_typed()
        if self.network_card is not None:
            self.network_card.forget_typed()
        self._tasks.cancel()
        if self._tasks.is_changing:
            self._result = result
            self.hide()
            return
        super().done(result)

    def _close_if_requested(self) -> None:
        if self._result is not None:
            super().done(self._result)


def _no_regions() -> QLabel:
    label = PlainLabel(translate("Settings", "No region can be shown, because the list of models has an error."))
    label.setWordWrap(True)
    return label


def _heading(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setFont(text_font(TextSize.LARGE, is_strong=True))
    return label
