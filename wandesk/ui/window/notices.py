"""The main window's own notices: the key card, missing videos, a new language, and values to enter in Settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.domain.errors import Remedy
from wandesk.domain.progress import Progress
from wandesk.domain.sentences import Sentence
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.section import CONNECT_KEY, MODELS, NETWORK, Place, key_of
from wandesk.ui.wording import missing as missing_wording
from wandesk.ui.wording import waits as waits_wording

translate = QCoreApplication.translate

KEY_CARD = Owner(NoticeAct.CONNECT_KEY)
LANGUAGE = Owner(NoticeAct.SWITCH_LANGUAGE)
REPLACED_STORE = Owner(NoticeAct.REPLACED_STORE)


class WindowNotices(Notices):
    """The notices, with the window's own ones."""

    settings_requested = Signal(object)
    """The Place in Settings where something is to be entered."""
    action_requested = Signal(object, str)
    """The JobActionKey of an action, and the id of its job."""
    find_requested = Signal()
    """Find missing videos."""
    key_card_dismissed = Signal()
    reopen_requested = Signal()
    """The user wants the program to be reopened."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        keys: Keys,
        can_generate: bool,
        region_of: Callable[[str], str] = lambda _job_id: "",
    ) -> None:
        """Without `can_generate` there is no region in which missing videos could be found.

        `region_of` gives the region of a job by its id; empty: it is not known.
        """
        super().__init__()
        self._catalog = catalog
        self._keys = keys
        self._can_generate = can_generate
        self._region_of = region_of
        self._offers_key_card = self._is_practice = False
        self._waiting: dict[str, Progress] = {}
        """The jobs that wait for the user, by their id."""

    # ------------------------------------------------------------------ the key card

    def offer_key_card(self, draft: Draft) -> None:
        """Show the key card while the form is in Practice and no key is connected, until the user closes it."""
        self._offers_key_card = True
        self.draft_changed(draft)

    def draft_changed(self, draft: Draft) -> None:
        """The form may have left Practice or come back to it."""
        self._is_practice = self._catalog.current.region(draft.region).is_practice
        self.keys_changed()

    def keys_changed(self) -> None:
        """A key may have been connected or removed."""
        if not (self._offers_key_card and self._is_practice) or self._has_any_key():
            self.withdraw(KEY_CARD)
        elif self.of(KEY_CARD) is None:
            self.post(self._key_card())

    def _has_any_key(self) -> bool:
        """As far as is known without the keyring: it is asked nothing."""
        regions = [region.key for region in self._catalog.current.offered_regions() if not region.is_practice]
        return any(self._keys.is_connected(region) for region in regions)

    def _key_card(self) -> Notice:
        return Notice(
            owner=KEY_CARD,
            kind=NoticeKind.OFFER,
            sentence=translate(
                "Window",
                "You are practising: everything works and nothing costs money. For real videos, connect your API key.",
            ),
            # Settings may be closed without a key: the card stays.
            buttons=(self._to_settings(translate("Window", "Connect API key"), CONNECT_KEY),),
            closed=self._dismiss_key_card,
        )

    def _dismiss_key_card(self) -> None:
        self._offers_key_card = False
        self.key_card_dismissed.emit()

    # ------------------------------------------------------------------ others

    def warn_of_missing_videos(self, sentence: str) -> None:
        """Show that the list was damaged, with the button to find missing videos where that is possible."""
        find = NoticeButton(text=missing_wording.find_button(), act=self.find_requested.emit)
        self.warn(REPLACED_STORE, sentence, *((find,) if self._can_generate else ()))

    def suggest_check(self, sentence: str) -> None:
        """Suggest a check of models and prices, which only the user starts."""
        button = self._to_settings(translate("Window", "Open Settings"), MODELS)
        self.post(
            Notice(owner=Owner(NoticeAct.CHECK_MODELS), kind=NoticeKind.OFFER, sentence=sentence, buttons=(button,))
        )

    def show_restart_needed(self, translate: Callable[[str, str], str] = translate) -> None:
        """Show that a new language needs a restart; `translate` may already use that language."""
        self.post(
            Notice(
                owner=LANGUAGE,
                kind=NoticeKind.OFFER,
                sentence=translate("Window", "Restart Wan Desk to switch languages."),
                # The user may not want to lose a key of this session: the notice stays.
                buttons=(
                    NoticeButton(
                        text=translate("Settings", "Reopen now"), act=self.reopen_requested.emit, withdraws=False
                    ),
                ),
            )
        )

    def withdraw_restart(self) -> None:
        """The language in use is chosen again."""
        self.withdraw(LANGUAGE)

    def progress_changed(self, progress: Progress) -> None:
        """Ask for a value that jobs wait for and only the user can enter, until none of them waits any more."""
        before, asked = self._waiting.pop(progress.job_id, None), waits_wording.asks_user(progress)
        if asked is not None:
            self._waiting[progress.job_id] = progress
        was_asked = waits_wording.asks_user(before) if before is not None else None
        if asked == was_asked:
            return
        if asked is not None:
            self._ask(progress)
        if was_asked is not None:
            self._stop_asking(*was_asked)

    def _ask(self, progress: Progress) -> None:
        asked, obstacle = waits_wording.asks_user(progress), progress.obstacle
        assert asked is not None
        sentence, text = asked
        act = _ACTS.get(obstacle.sentence) if obstacle is not None and obstacle.sentence is not None else None
        is_proxy = obstacle is not None and obstacle.remedy is Remedy.PROXY
        place = NETWORK if is_proxy else key_of(self._region_of(progress.job_id))
        button = self._to_settings(text, place) if act is None else self._to_action(text, act, progress.job_id)
        self.warn(_asks_for(sentence), sentence, button)

    def _stop_asking(self, sentence: str, text: str) -> None:
        """One job less waits for a value: the notice goes with the last one, and its button is for one that waits."""
        others = [each for each in self._waiting.values() if waits_wording.asks_user(each) == (sentence, text)]
        owner = _asks_for(sentence)
        if not others:
            self.withdraw(owner)
        elif self.of(owner) is not None:  # not closed by the user
            self._ask(others[-1])

    def job_ended(self, job_id: str) -> None:
        """A job has ended or has left the list: it waits for nothing, and there is nothing to do about it."""
        self.progress_changed(Progress(job_id=job_id))
        self.withdraw_about(job_id)

    def _to_settings(self, text: str, place: Place) -> NoticeButton:
        return NoticeButton(text=text, act=lambda: self.settings_requested.emit(place), withdraws=False)

    def _to_action(self, text: str, key: JobActionKey, job_id: str) -> NoticeButton:
        # The user may not unlock, or say no: the notice stays while the job waits.
        return NoticeButton(text=text, act=lambda: self.action_requested.emit(key, job_id), withdraws=False)


_ACTS = {
    Sentence.KEYRING_LOCKED: JobActionKey.UNLOCK,
    Sentence.KEY_HOST_UNCONFIRMED: JobActionKey.ALLOW_ADDRESS,
}
"""What a job waits for that one of its actions provides."""


def _asks_for(sentence: str) -> Owner:
    """Jobs that wait for the same value share one notice."""
    return Owner(NoticeAct.ENTER_VALUE, sentence)
