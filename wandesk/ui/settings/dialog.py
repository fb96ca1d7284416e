"""Settings: regions, keys and the network. Opened with `open()`; nothing in it waits on the GUI thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wandesk.domain.account import Secret
from wandesk.domain.catalog import Catalog
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.errors import KeyringFailed, WanDeskError
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.settings.secrets import KeyringState
from wandesk.ui import dialogs
from wandesk.ui.look import IconLabel, IconRole, StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.connection_check import Region
from wandesk.ui.settings.keys import Keys, looks_usual
from wandesk.ui.settings.network_card import NetworkCard
from wandesk.ui.settings.page_card import PageCard, Values
from wandesk.ui.settings.proxy_form import Proxies
from wandesk.ui.settings.region_card import RegionCard
from wandesk.ui.settings.table import Page, page_title
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording.problems import error_words, problem_words
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

log = logging.getLogger(__name__)


class SettingsDialog(QDialog):
    """One card per region. Choosing a region and keeping a key act at once; there is nothing to apply."""

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
        self._spawn = spawn
        self._region = region
        self._looking: asyncio.Task[Any] | None = None
        self._asking: asyncio.Task[Any] | None = None
        self._waiting: set[asyncio.Task[Any]] = set()
        self._acts_under_way = 0
        self._result: int | None = None
        self._has_keyring = True
        self.setWindowTitle(translate("Settings", "Settings"))
        self.setAccessibleName(translate("Settings", "Settings"))
        self.cards = {each.key: RegionCard(each, language) for each in catalog.regions if catalog.models_in(each.key)}
        self.network_card = self._make_network_card(proxies) if proxies is not None else None
        self.pages = {page: PageCard(page, values) for page in Page} if values is not None else {}
        self._build()
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
            card.chosen.connect(self._choose)
            card.save_requested.connect(self._save)
            card.session_requested.connect(self._save_for_session)
            card.remove_requested.connect(self._remove)
            card.test_requested.connect(self._test)
            card.elsewhere_requested.connect(self._test_elsewhere)
            card.address_requested.connect(self._use_address)
            card.address_button.toggled.connect(lambda _is_open, card=card: self._show_whole(card))
            if not card.region.is_practice:
                card.show_address(keys.address(card.region.key))
        if region in self.cards:
            self.cards[region].choice.setFocus()
        self._looking = spawn("look for keys", self._look())

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._region in self.cards:
            self._scroll_area.ensureWidgetVisible(self.cards[self._region])

    # ---------------------------------------------------------------- building

    def _build(self) -> None:
        title = QLabel(translate("Settings", "Regions and keys"))
        title.setFont(text_font(TextSize.LARGE, is_strong=True))
        intro = QLabel(
            translate(
                "Settings",
                "Pictures and sounds you use are sent to Alibaba Cloud in the region you choose. "
                "Uploads are kept there for 48 hours, videos for 24.",
            )
        )
        intro.setWordWrap(True)
        set_style_class(intro, StyleClass.MUTED)
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 18, 20, 12)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(intro)
        column.addWidget(self._build_keyring_line())
        for card in self.cards.values():
            column.addWidget(card)
        if not self.cards:
            column.addWidget(_no_regions())
        sections: list[tuple[str, QWidget]] = [(page_title(page), card) for page, card in self.pages.items()]
        if self.network_card is not None:
            sections.append((translate("Settings", "Network"), self.network_card))
        for name, section in sections:
            heading = QLabel(name)
            heading.setFont(text_font(TextSize.LARGE, is_strong=True))
            column.addSpacing(10)
            column.addWidget(heading)
            column.addWidget(section)
        column.addStretch(1)
        self._scroll_area = scrolling(body)
        footer = QFrame()
        set_style_class(footer, StyleClass.FOOTER)
        line = QHBoxLayout(footer)
        line.setContentsMargins(20, 10, 20, 10)
        line.addStretch(1)
        self.close_button = QPushButton(translate("Settings", "Close"))
        self.close_button.setAccessibleName(translate("Settings", "Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        line.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll_area, 1)
        outer.addWidget(footer)
        self.resize(620, 640)

    def _make_network_card(self, proxies: Proxies) -> NetworkCard:
        regions = [
            Region(key=key, name=card.name, storage_host=card.region.storage_host)
            for key, card in self.cards.items()
            if not card.region.is_practice
        ]
        card = NetworkCard(
            proxies=proxies,
            regions=regions,
            connections=self._keys,
            spawn=self._spawn_waiting,
            spawn_act=self._spawn_act,
        )
        card.proxy_changed.connect(self.keys_changed)  # jobs that wait for the network continue, too
        return card

    def _spawn_waiting(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        waiting = self._spawn(name, coro)
        self._look_on(waiting)
        return waiting

    def _spawn_act(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start what is waited for unseen when the dialog closes."""

        async def acting() -> None:
            try:
                await coro
            finally:
                self._acts_under_way -= 1
                self._close_if_wished()

        self._acts_under_way += 1
        return self._spawn(name, acting())

    def _build_keyring_line(self) -> QWidget:
        self.keyring_frame = QFrame()
        line = QHBoxLayout(self.keyring_frame)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        self._keyring_icon = IconLabel("key", IconRole.ACCENT, 18)
        self.keyring_label = QLabel()
        self.keyring_label.setTextFormat(Qt.TextFormat.PlainText)
        self.keyring_label.setWordWrap(True)
        line.addWidget(self._keyring_icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.keyring_label, 1)
        self._show_keyring(None)
        return self.keyring_frame

    def _show_keyring(self, state: KeyringState | None) -> None:
        is_trouble = state is not None and state.trouble is not None
        self._has_keyring = state is None or not state.is_absent
        for card in self.cards.values():
            card.show_keyring(is_absent=not self._has_keyring)
        if state is None:
            words = translate("Settings", "Keys are kept by this system's own keyring, never in a file.")
        elif state.trouble is not None:
            words = problem_words(state.trouble)
        else:
            words = translate("Settings", "Keys are kept in {keyring}, never in a file.").format(keyring=state.name)
        self.keyring_label.setText(words)
        set_style_class(self.keyring_frame, StyleClass.WARNING if is_trouble else StyleClass.NOTICE)
        if is_trouble:
            self._keyring_icon.show_icon("warning", IconRole.PRACTICE)
        else:
            self._keyring_icon.show_icon("key", IconRole.ACCENT)

    # ---------------------------------------------------------------- acts

    def _choose(self, region: str) -> None:
        is_new = region != self._region
        self._region = region
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
        if is_new:
            self.region_chosen.emit(region)

    def _save(self, region: str, key: str) -> None:
        if looks_usual(key) and self._keys.address(region).problem is None and self._keys.address(region).is_agreed:
            self._keep(region, key)
        else:
            self._look_on(self._spawn(f"ask about the key of {region}", self._save_after_questions(region, key)))

    def _keep(self, region: str, key: str) -> None:
        self._act(region, self._keeping(region, key), has_key=True)

    def _keeping(self, region: str, key: str) -> Callable[[], Awaitable[None]]:
        """The best that can be done with a key: without a keyring it is kept for this session."""
        keep = self._keys.keep if self._has_keyring else self._keys.keep_for_session
        return lambda: keep(region, Secret(key))

    async def _save_after_questions(self, region: str, key: str) -> None:
        """A key that looks like none may be a mistake, and nobody may have agreed to where it will go."""
        if not looks_usual(key) and not await self._is_sure_of(region):
            return
        address = self._keys.address(region)
        if address.base_url is not None and not address.is_agreed and not await self._agrees(region, address):
            return
        self._keep(region, key)

    async def _is_sure_of(self, region: str) -> bool:
        answer = await dialogs.ask(
            self,
            translate("Settings", "Save this as the key for {region}?").format(region=self.cards[region].name),
            [
                dialogs.Answer(key="no", words=translate("Settings", "Cancel"), kind=dialogs.Kind.PRIMARY),
                dialogs.Answer(key="yes", words=translate("Settings", "Save it anyway")),
            ],
            default="no",
            details=translate(
                "Settings", "Keys of Model Studio begin with sk-, and this one does not. Was something else copied?"
            ),
            title=translate("Settings", "Settings"),
        )
        return answer == "yes"

    async def _agrees(self, region: str, address: RegionAddress) -> bool:
        """The one question before a key goes to a host that is not the catalogue's; a yes is remembered."""
        answer = await dialogs.ask(
            self,
            translate("Settings", "Send my key to {host}?").format(host=address.host),
            [
                dialogs.Answer(key="no", words=translate("Settings", "Cancel"), kind=dialogs.Kind.PRIMARY),
                dialogs.Answer(key="yes", words=translate("Settings", "Send it there")),
            ],
            default="no",
            details=translate(
                "Settings",
                "This is not an address of Alibaba Cloud in {region}. Who runs it can use your key at your expense "
                "and sees your pictures, sounds and words.",
            ).format(region=self.cards[region].name),
            title=translate("Settings", "Settings"),
        )
        if answer != "yes":
            return False
        self._keys.agree(region, address)
        return True

    def _use_address(self, region: str, choice: AddressChoice) -> None:
        self._look_on(self._spawn(f"use another address for {region}", self._use_after_question(region, choice)))

    async def _use_after_question(self, region: str, choice: AddressChoice) -> None:
        box = self.cards[region].address_box
        address = self._keys.address(region, choice)
        if address.problem is not None:
            box.show_problem(problem_words(address.problem, {"host": address.host}))
            box.focus_field()
        elif address.is_agreed or await self._agrees(region, address):
            self._spawn_act(f"change the address of {region}", self._change_address(region, choice))

    async def _change_address(self, region: str, choice: AddressChoice) -> None:
        card = self.cards[region]
        card.set_busy(is_busy=True)
        await self._keys.use_address(region, choice)
        card.set_busy(is_busy=False)
        address = self._keys.address(region)
        card.show_address(address)
        card.address_box.show_used(address.host)
        card.show_problem("")
        await self._show_place(card)
        self._show_keyring(await self._keys.state())
        self.keys_changed.emit()
        self._show_whole(card)

    def _save_for_session(self, region: str, key: str) -> None:
        self._act(region, lambda: self._keys.keep_for_session(region, Secret(key)), has_key=True)

    def _remove(self, region: str) -> None:
        self._act(region, lambda: self._keys.remove(region), has_key=False)

    def _act(self, region: str, act: Callable[[], Awaitable[None]], *, has_key: bool) -> None:
        self.cards[region].set_busy(is_busy=True)
        self._acts_under_way += 1
        self._spawn(f"change the key of {region}", self._change(region, act, has_key=has_key))

    async def _change(self, region: str, act: Callable[[], Awaitable[None]], *, has_key: bool) -> bool:
        """Returns whether it was done; what was not is said in the card."""
        card = self.cards[region]
        failed: KeyringFailed | None = None
        try:
            try:
                await act()
            except KeyringFailed as error:
                failed = error
            else:
                self.keys_changed.emit()
            card.set_busy(is_busy=False)
            await self._show_place(card)
            keyring = await self._keys.state()
            self._show_keyring(keyring)
            if failed is not None:
                is_said = failed.sentence == keyring.trouble
                words = _not_done(has_key=has_key) if is_said else error_words(failed)
                card.show_problem(words, can_keep_for_session=has_key and self._has_keyring)
            elif has_key:
                card.show_saved(is_chosen=region == self._region)
            else:
                card.show_problem("")
                card.field.setFocus()
            self._show_whole(card)
            return failed is None
        finally:
            self._acts_under_way -= 1
            self._close_if_wished()

    def _test(self, region: str, typed: str) -> None:
        choice = self.cards[region].shown_choice
        address = self._keys.address(region, choice)
        if address.is_agreed:
            self._test_at(region, typed, choice)
        elif address.problem is not None:
            self.cards[region].show_problem(problem_words(address.problem, {"host": address.host}))
            self.cards[region].address_box.focus_field()
        else:
            self._look_on(self._spawn(f"ask before a test of {region}", self._test_if_agreed(region, typed, choice)))

    async def _test_if_agreed(self, region: str, typed: str, choice: AddressChoice | None) -> None:
        if await self._agrees(region, self._keys.address(region, choice)):
            self.cards[region].show_address_agreed()
            self._test_at(region, typed, choice)

    def _test_at(self, region: str, typed: str, choice: AddressChoice | None) -> None:
        """Ask at the address that is shown, used already or not."""
        secret = Secret(typed) if typed else None
        self._ask_cloud(region, lambda: self._keys.test(region, secret, choice), is_typed=bool(typed))

    def _test_elsewhere(self, region: str, typed: str) -> None:
        self._look_on(self._spawn(f"ask about the other regions than {region}", self._agree(region, typed)))

    async def _agree(self, region: str, typed: str) -> None:
        """Each region that is asked gets the key, so the user is asked first."""
        answer = await dialogs.ask(
            self,
            translate("Settings", "Try this key in {regions}?").format(regions=self._names(self._others(region))),
            [
                dialogs.Answer(key="no", words=translate("Settings", "Cancel")),
                dialogs.Answer(key="yes", words=translate("Settings", "Try them"), kind=dialogs.Kind.PRIMARY),
            ],
            default="no",
            details=translate("Settings", "The key is sent there, one region after the other. It costs nothing."),
            title=translate("Settings", "Settings"),
        )
        if answer == "yes":
            secret = Secret(typed) if typed else None
            self._ask_cloud(region, lambda: self._keys.test_elsewhere(region, secret), is_typed=bool(typed))

    def _ask_cloud(self, region: str, question: Callable[[], Awaitable[KeyVerdict]], *, is_typed: bool) -> None:
        self.cards[region].show_testing()
        self._look_on(self._spawn(f"test the key of {region}", self._show_verdict(region, question, is_typed=is_typed)))

    def _look_on(self, waiting: asyncio.Task[Any]) -> None:
        """Something that nobody waits for once the dialog is closed."""
        self._waiting.add(waiting)
        waiting.add_done_callback(self._waiting.discard)

    async def _show_verdict(
        self, region: str, question: Callable[[], Awaitable[KeyVerdict]], *, is_typed: bool
    ) -> None:
        card = self.cards[region]
        verdict: KeyVerdict | None = None
        failed: WanDeskError | None = None
        try:
            verdict = await question()
        except WanDeskError as error:
            failed = error
        card.set_busy(is_busy=False)
        for each in self.cards.values():  # a key of the environment may have found its region
            if each is card or (verdict is not None and each.region.key == verdict.belongs_to):
                await self._show_place(each)
        if verdict is not None:
            self._show_words_of(card, verdict, is_typed=is_typed)
        elif failed is not None:
            card.show_problem(error_words(failed))
        self._show_whole(card)
        if verdict is not None and verdict.outcome in (KeyOutcome.GOOD, KeyOutcome.ELSEWHERE):
            self.keys_changed.emit()  # jobs that waited for it go on

    def _show_words_of(self, card: RegionCard, verdict: KeyVerdict, *, is_typed: bool) -> None:
        names = {
            "region": card.name,
            "regions": self._names(verdict.unreached),
            "other": self._names([verdict.belongs_to]) if verdict.belongs_to else "",
        }
        words = problem_words(verdict.sentence, {**verdict.values, **names})
        if is_typed and verdict.outcome is KeyOutcome.GOOD:
            words = joined(words, translate("Settings", "Save it to use it."))
        is_open = verdict.outcome is KeyOutcome.WRONG and verdict.sentence == Sentence.KEY_REFUSED
        card.show_result(
            words,
            is_good=verdict.outcome is KeyOutcome.GOOD,
            may_be_elsewhere=is_open and bool(self._others(verdict.region)),
        )

    def _others(self, region: str) -> Sequence[str]:
        return self._keys.other_regions(region)

    def _names(self, regions: Sequence[str]) -> str:
        names = [self.cards[each].name if each in self.cards else each for each in regions]
        return translate("Settings", ", ").join(names)

    def _show_whole(self, card: RegionCard) -> None:
        body = self._scroll_area.widget()
        layout = body.layout() if body is not None else None
        if body is not None and layout is not None:  # the scroll area grows its body later than now
            layout.activate()
            body.resize(body.width(), max(body.height(), body.sizeHint().height()))
            layout.activate()
        self._scroll_area.ensureWidgetVisible(card)

    async def _look(self) -> None:
        for card in self.cards.values():
            if not card.region.is_practice:
                await self._show_place(card)
        self._show_keyring(await self._keys.state())

    async def _show_place(self, card: RegionCard) -> None:
        try:
            card.show_place(await self._keys.place(card.region.key))
        except KeyringFailed as error:
            log.info("the keyring was asked in vain: %s", error)
            card.show_place(None)

    # ---------------------------------------------------------------- closing

    def reject(self) -> None:
        """Escape, the close box and Close: a key that was typed and not saved is asked about."""
        unsaved = [card for card in self.cards.values() if card.typed_key]
        if not unsaved or not self.isVisible():
            super().reject()
        elif self._asking is None or self._asking.done():
            self._asking = self._spawn("ask about typed keys", self._close_after_questions(unsaved))
            self._look_on(self._asking)

    async def _close_after_questions(self, unsaved: Sequence[RegionCard]) -> None:
        if self._has_keyring:
            save = translate("Settings", "Save it")
        else:
            save = translate("Settings", "Keep it for this session only")
        for card in unsaved:
            answer = await dialogs.ask(
                self,
                translate("Settings", "Save this key for {region}?").format(region=card.name),
                [
                    dialogs.Answer(key="back", words=translate("Settings", "Go back")),
                    dialogs.Answer(key="forget", words=translate("Settings", "Forget it"), kind=dialogs.Kind.LOSS),
                    dialogs.Answer(key="save", words=save, kind=dialogs.Kind.PRIMARY),
                ],
                default="back",
                details=translate("Settings", "You typed a key and did not save it."),
                title=translate("Settings", "Settings"),
            )
            if answer == "back":
                card.field.setFocus()
                return
            if answer == "save" and not await self._saved_in_time(card):
                return
        super().reject()

    async def _saved_in_time(self, card: RegionCard) -> bool:
        """Whether the typed key is kept; what stands in the way is said in the card, and the dialog stays."""
        region, key = card.region.key, card.typed_key
        if not looks_usual(key) and not await self._is_sure_of(region):
            return False
        card.set_busy(is_busy=True)
        self._acts_under_way += 1
        return await self._change(region, self._keeping(region, key), has_key=True)

    def done(self, result: int) -> None:
        """Forget what was typed. A key that is being written is waited for unseen, so that its end is told."""
        for card in self.cards.values():
            card.forget_typed()
        if self.network_card is not None:
            self.network_card.forget_typed()
        if self._looking is not None:
            self._looking.cancel()
        for waiting in self._waiting:
            waiting.cancel()
        if self._acts_under_way:
            self._result = result
            self.hide()
            return
        super().done(result)

    def _close_if_wished(self) -> None:
        if self._result is not None and not self._acts_under_way:
            super().done(self._result)


def _no_regions() -> QLabel:
    label = QLabel(translate("Settings", "No region can be shown, because the list of models has an error."))
    label.setWordWrap(True)
    return label


def _not_done(*, has_key: bool) -> str:
    """In the card, where the keyring's own sentence stands at the top already."""
    if has_key:
        return translate("Settings", "The key was not saved. The reason stands at the top.")
    return translate("Settings", "The key was not removed. The reason stands at the top.")
