"""Settings: pages in a side list. Nothing blocks the GUI thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from wandesk.domain.catalog import Catalog
from wandesk.settings.options import SETTINGS_PAGE
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.dialog_tasks import DialogTasks
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.network_card import NetworkCard
from wandesk.ui.settings.page_card import PageCard, Values
from wandesk.ui.settings.page_stack import PageStack
from wandesk.ui.settings.proxy_form import Proxies
from wandesk.ui.settings.regions_page import RegionsPage
from wandesk.ui.settings.section import Place, Section
from wandesk.ui.settings.table import SETTINGS, Page
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import stack
from wandesk.ui.widgets.return_key import ReturnKey

translate = QCoreApplication.translate

SIZE = (820, 630)
"""Logical pixels, where the screen is large enough."""
SMALLEST = (560, 360)


class SettingsDialog(QDialog):
    """Each page shows its settings of the table and its sections. Changes apply immediately."""

    region_chosen = Signal(str)
    keys_changed = Signal()
    reopen_requested = Signal()
    """The user wants the program to be reopened, once the dialog is closed."""

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
        sections: Sequence[Section] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`sections` are those of other parts, in the order of their pages."""
        super().__init__(parent)
        self._values = values
        self._tasks = DialogTasks(spawn, idle=self._close_if_requested)
        self._asking: asyncio.Task[Any] | None = None
        self._result: int | None = None
        """Set while the closed dialog waits for a change to finish."""
        self._then: Callable[[], object] | None = None
        """What follows once the dialog is closed."""
        self._region_shown = ""
        """The region whose card was asked for; empty: that of the form."""
        self.setWindowTitle(translate("Settings", "Settings"))
        self.setAccessibleName(translate("Settings", "Settings"))
        self.regions = RegionsPage(
            catalog=catalog, keys=keys, tasks=self._tasks, region=region, language=language, window=self
        )
        self.network_card = self._make_network_card(proxies, keys) if proxies is not None else None
        self.setting_cards = self._make_setting_cards(values, language)
        self.stack = PageStack(self)
        self.close_button = push_button(translate("Settings", "Close"), self)
        self._add_pages(sections)
        self._lay_out()
        self.regions.region_chosen.connect(self.region_chosen)
        self.regions.keys_changed.connect(self.keys_changed)
        self.regions.card_grown.connect(lambda card: self.stack.show_whole(Page.REGIONS, card))
        self.stack.show_page(_stored_page(values))
        self.stack.page_shown.connect(self._remember_page)
        self.stack.list.setFocus()
        self._tasks.spawn("look for keys", self.regions.find_keys())

    def show_place(self, place: Place) -> None:
        """Show a page, and on that of the regions a card."""
        if place.page is None:
            return
        self.stack.show_page(place.page)
        if place.checks_connection and self.network_card is not None:
            self.network_card.connection_check.check_button.click()
        card = self.regions.card_for_key(place.region)
        if place.page is not Page.REGIONS or card is None:
            return
        self._region_shown = card.region.key
        card.unfolding.unfold()
        card.key.field.setFocus()
        if place.shows_steps:
            card.steps.unfold()
        self.stack.show_whole(Page.REGIONS, card)

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        card = self.regions.card_of(self._region_shown)
        if not event.spontaneous() and card is not None and self.stack.page is Page.REGIONS:
            self.stack.show_whole(Page.REGIONS, card)

    # ---------------------------------------------------------------- building

    def _make_network_card(self, proxies: Proxies, keys: Keys) -> NetworkCard:
        card = NetworkCard(
            proxies=proxies,
            regions=self.regions.connections,
            connections=keys,
            spawn=self._tasks.spawn,
            spawn_change=self._tasks.spawn_change,
        )
        card.proxy_changed.connect(self.keys_changed)  # jobs that wait for the network may continue, too
        return card

    def _make_setting_cards(self, values: Values | None, language: str) -> dict[Page, PageCard]:
        if values is None:
            return {}
        pages = dict.fromkeys(setting.page for setting in SETTINGS)
        cards = {page: PageCard(page, values, language=language) for page in pages}
        for card in cards.values():
            card.reopen_requested.connect(self._reopen)
        return cards

    def _add_pages(self, sections: Sequence[Section]) -> None:
        for page in Page:
            parts: list[tuple[str, QWidget]] = []
            if page is Page.REGIONS:
                parts.append(("", self.regions))
            if page is Page.NETWORK and self.network_card is not None:
                parts.append(("", self.network_card))
            if page in self.setting_cards:
                parts.append(("", self.setting_cards[page]))
            parts += [(each.title(), each.make(self._tasks.spawn, self)) for each in sections if each.page is page]
            self.stack.add(page, *parts)

    def _lay_out(self) -> None:
        self.close_button.clicked.connect(self.reject)
        stack(self, self.stack, foot=(None, self.close_button))
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)

    def _remember_page(self, page: Page) -> None:
        if self._values is not None:
            self._values.set(SETTINGS_PAGE, page.value)

    # ---------------------------------------------------------------- closing

    def _reopen(self) -> None:
        """Close the dialog, with its question about typed keys, then have the program reopened."""
        self._then = self.reopen_requested.emit
        self.reject()

    def reject(self) -> None:
        """Close on Escape, the close box and Close. First ask about an unsaved key."""
        unsaved = self.regions.unsaved
        if not unsaved or not self.isVisible():
            super().reject()
        elif self._asking is None or self._asking.done():
            self._asking = self._tasks.spawn("ask about typed keys", self._close_after_questions(unsaved))

    async def _close_after_questions(self, unsaved: Sequence[str]) -> None:
        if await self.regions.may_close(unsaved):
            super().reject()
        else:
            self._then = None

    def done(self, result: int) -> None:
        """Clear the fields. If a key is being saved, the hidden dialog waits for it, so that a failure is reported."""
        self.regions.forget_typed()
        if self.network_card is not None:
            self.network_card.forget_typed()
        self._tasks.cancel()
        if self._tasks.is_changing:
            self._result = result
            self.hide()
            return
        self._end(result)

    def _close_if_requested(self) -> None:
        if self._result is not None:
            self._end(self._result)

    def _end(self, result: int) -> None:
        super().done(result)
        then, self._then = self._then, None
        if then is not None:
            then()


def _stored_page(values: Values | None) -> Page | None:
    """The page that was shown last; None for one of another version."""
    stored = values.get(SETTINGS_PAGE) if values is not None else ""
    return Page(stored) if stored in list(Page) else None
