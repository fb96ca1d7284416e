"""The actions of a region's card: save, test and remove a key, and change the address."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal

from wandesk.domain.account import Secret
from wandesk.domain.endpoint import AddressChoice
from wandesk.domain.errors import KeyringFailed, WanDeskError
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.structs import replace
from wandesk.ui.settings.address_question import AddressQuestion
from wandesk.ui.settings.dialog_tasks import DialogTasks
from wandesk.ui.settings.key_questions import KeyQuestions
from wandesk.ui.settings.keyring_line import KeyringLine
from wandesk.ui.settings.keys import Keys, has_usual_prefix
from wandesk.ui.settings.region_card import RegionCard
from wandesk.ui.wording.problems import error_text, problem_text
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

RegionNames = Callable[[Sequence[str]], str]
"""The display names of regions as a list."""


class RegionActions(QObject):
    """One instance per real region."""

    keys_changed = Signal()
    """Jobs that wait for a key may continue."""
    result_shown = Signal()
    """The card's height has changed."""
    belongs_to = Signal(str)
    """A tested key belongs to this other region."""

    def __init__(
        self,
        *,
        card: RegionCard,
        keys: Keys,
        tasks: DialogTasks,
        questions: KeyQuestions,
        keyring: KeyringLine,
        names: RegionNames,
    ) -> None:
        super().__init__(card)
        self._card = card
        self._region = card.region.key
        self._keys = keys
        self._tasks = tasks
        self._questions = questions
        self._consent = AddressQuestion(keys, questions)
        self._keyring = keyring
        self._names = names
        card.save_requested.connect(self._save)
        card.session_requested.connect(self._keep_for_session)
        card.remove_requested.connect(self._remove)
        card.test_requested.connect(self._test)
        card.elsewhere_requested.connect(self._test_elsewhere)
        card.address_requested.connect(self._use_address)
        # Whether the user has agreed to the address is known once the keyring was read.
        card.show_address(replace(keys.address(self._region), is_agreed=True))

    # ---------------------------------------------------------------- keys

    async def show_saved(self) -> None:
        """Show what is saved for the region. The user is asked nothing."""
        await self.show_source()
        try:
            address = await self._keys.checked_address(self._region)
        except KeyringFailed as error:
            log.info("the keyring did not say whether the user has agreed: %s", error)
            return
        if not address.is_agreed:
            self._card.show_address(address)

    async def show_source(self) -> None:
        """Show the source of the region's key in the card."""
        try:
            self._card.show_source(await self._keys.source(self._region))
        except KeyringFailed as error:
            log.info("the keyring did not answer: %s", error)
            self._card.show_source(None)

    async def save_before_closing(self, key: str) -> bool:
        """Save a typed key and return whether that worked. The card shows any problem."""
        if not has_usual_prefix(key) and not await self._questions.save_unusual_key(self._card.name):
            return False
        self._card.set_busy(is_busy=True)
        is_done: bool = await self._tasks.spawn_change(
            f"save the key of {self._region}", self._change(self._keeping(key), has_key=True)
        )
        return is_done

    def _save(self, key: str) -> None:
        address = self._keys.address(self._region)
        if has_usual_prefix(key) and address.problem is None and address.is_agreed:
            self._start_change(self._keeping(key), has_key=True)
        else:
            self._tasks.spawn(f"ask about the key of {self._region}", self._save_after_questions(key))

    async def _save_after_questions(self, key: str) -> None:
        if not has_usual_prefix(key) and not await self._questions.save_unusual_key(self._card.name):
            return
        address = await self._consent.checked(self._region)
        if address.base_url is not None and not await self._consent.agrees(self._region, self._card.name, address):
            return
        self._start_change(self._keeping(key), has_key=True)

    def _keeping(self, key: str) -> Callable[[], Awaitable[None]]:
        """The function that saves the key: in the keyring, or without one for the session."""
        keep = self._keys.keep if self._keyring.is_available else self._keys.keep_for_session
        return lambda: keep(self._region, Secret(key))

    def _keep_for_session(self, key: str) -> None:
        self._start_change(lambda: self._keys.keep_for_session(self._region, Secret(key)), has_key=True)

    def _remove(self) -> None:
        self._start_change(lambda: self._keys.remove(self._region), has_key=False)

    def _start_change(self, change: Callable[[], Awaitable[None]], *, has_key: bool) -> None:
        self._card.set_busy(is_busy=True)
        self._tasks.spawn_change(f"change the key of {self._region}", self._change(change, has_key=has_key))

    async def _change(self, change: Callable[[], Awaitable[None]], *, has_key: bool) -> bool:
        """Run a change and return whether it succeeded. The card shows a failure."""
        card = self._card
        failed: KeyringFailed | None = None
        try:
            await change()
        except KeyringFailed as error:
            failed = error
        else:
            self.keys_changed.emit()
        card.set_busy(is_busy=False)
        await self.show_source()
        self._keyring.show_state(await self._keys.state())
        if failed is not None:
            text = error_text(failed)
            if self._keyring.says(text):
                text = _not_done(has_key=has_key)
            card.show_problem(text, can_keep_for_session=has_key and self._keyring.is_available)
        elif has_key:
            card.show_saved()
        else:
            card.show_problem("")
            card.key.field.setFocus()
        self.result_shown.emit()
        return failed is None

    # ---------------------------------------------------------------- the address

    def _use_address(self, choice: AddressChoice) -> None:
        self._tasks.spawn(f"use another address for {self._region}", self._use_after_question(choice))

    async def _use_after_question(self, choice: AddressChoice) -> None:
        address = await self._consent.checked(self._region, choice)
        if address.problem is not None:
            self._card.address.box.show_problem(problem_text(address.problem, {"host": address.host}))
            self._card.address.box.focus_field()
        elif await self._consent.agrees(self._region, self._card.name, address):
            self._tasks.spawn_change(f"change the address of {self._region}", self._change_address(choice))

    async def _change_address(self, choice: AddressChoice) -> None:
        card = self._card
        card.set_busy(is_busy=True)
        await self._keys.use_address(self._region, choice)
        card.set_busy(is_busy=False)
        address = self._keys.address(self._region)
        card.show_address(address)
        card.address.box.show_used(address.host)
        card.show_problem("")
        await self.show_source()
        self._keyring.show_state(await self._keys.state())
        self.keys_changed.emit()
        self.result_shown.emit()

    # ---------------------------------------------------------------- tests

    def _test(self, typed: str) -> None:
        choice = self._card.address.shown_choice
        address = self._keys.address(self._region, choice)
        if address.is_agreed:
            self._test_at(typed, choice)
        elif address.problem is not None:
            self._card.show_problem(problem_text(address.problem, {"host": address.host}))
            self._card.address.box.focus_field()
        else:
            self._tasks.spawn(f"ask before a test of {self._region}", self._test_if_agreed(typed, choice))

    async def _test_if_agreed(self, typed: str, choice: AddressChoice | None) -> None:
        address = await self._consent.checked(self._region, choice)
        if await self._consent.agrees(self._region, self._card.name, address):
            self._card.address.box.show_hint()  # the user has consented to the address: any problem shown is outdated
            self._test_at(typed, choice)

    def _test_at(self, typed: str, choice: AddressChoice | None) -> None:
        """Test at the address shown, in use or not."""
        secret = Secret(typed) if typed else None
        self._start_test(lambda: self._keys.test(self._region, secret, choice), is_typed=bool(typed))

    def _test_elsewhere(self, typed: str) -> None:
        self._tasks.spawn(f"ask about the other regions than {self._region}", self._test_elsewhere_if_agreed(typed))

    async def _test_elsewhere_if_agreed(self, typed: str) -> None:
        if await self._questions.try_key_in(self._names(self._keys.other_regions(self._region))):
            secret = Secret(typed) if typed else None
            self._start_test(lambda: self._keys.test_elsewhere(self._region, secret), is_typed=bool(typed))

    def _start_test(self, test: Callable[[], Awaitable[KeyVerdict]], *, is_typed: bool) -> None:
        self._card.show_testing()
        self._tasks.spawn(f"test the key of {self._region}", self._show_verdict(test, is_typed=is_typed))

    async def _show_verdict(self, test: Callable[[], Awaitable[KeyVerdict]], *, is_typed: bool) -> None:
        card = self._card
        try:
            verdict = await test()
        except WanDeskError as error:
            card.set_busy(is_busy=False)
            await self.show_source()
            card.show_problem(error_text(error))
            self.result_shown.emit()
            return
        card.set_busy(is_busy=False)
        await self.show_source()
        if verdict.belongs_to is not None and verdict.belongs_to != self._region:
            self.belongs_to.emit(verdict.belongs_to)
        card.show_result(
            self._verdict_text(verdict, is_typed=is_typed),
            is_good=verdict.outcome is KeyOutcome.GOOD,
            may_be_elsewhere=verdict.may_be_elsewhere and bool(self._keys.other_regions(self._region)),
        )
        self.result_shown.emit()
        if verdict.outcome in (KeyOutcome.GOOD, KeyOutcome.ELSEWHERE):
            self.keys_changed.emit()

    def _verdict_text(self, verdict: KeyVerdict, *, is_typed: bool) -> str:
        names = {
            "region": self._card.name,
            "regions": self._names(verdict.unreached),
            "other": self._names([verdict.belongs_to]) if verdict.belongs_to else "",
        }
        text = problem_text(verdict.sentence, {**verdict.values, **names})
        if is_typed and verdict.outcome is KeyOutcome.GOOD:
            text = joined(text, translate("Settings", "Save it to use it."))
        return text


def _not_done(*, has_key: bool) -> str:
    """The card's text while the keyring's message is at the top of the dialog."""
    if has_key:
        return translate("Settings", "The API key wasn't saved. See the message at the top.")
    return translate("Settings", "The API key wasn't removed. See the message at the top.")
