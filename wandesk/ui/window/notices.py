"""The main window's own notices: the key card, missing videos, a new language, and values to enter in Settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.domain.progress import Progress
from wandesk.ui.notices import NoticeBar
from wandesk.ui.wording import missing as missing_wording
from wandesk.ui.wording import waits as waits_wording

translate = QCoreApplication.translate


class WindowNotices(NoticeBar):
    """The notice bar with the window's own notices."""

    settings_requested = Signal()
    find_requested = Signal()
    """Find missing videos."""
    key_card_dismissed = Signal()

    def __init__(self, catalog: Catalog, *, can_generate: bool) -> None:
        """Without `can_generate` there is no region in which missing videos could be found."""
        super().__init__()
        self._catalog = catalog
        self._can_generate = can_generate

    def offer_key_card(self, draft: Draft) -> None:
        """Show the key card of the first run, in Practice only."""
        if not self._is_practice(draft):
            return
        self.offer(
            translate(
                "Window",
                "You are practising: everything works and nothing costs money. For real videos, connect your API key.",
            ),
            translate("Window", "Connect API key"),
            self.settings_requested.emit,
            closed=self.key_card_dismissed.emit,
        )

    def draft_changed(self, draft: Draft) -> None:
        """Withdraw the key card when the form leaves Practice."""
        if not self._is_practice(draft):
            self.withdraw_offer()

    def warn_of_missing_videos(self, sentence: str) -> None:
        """Show that the list was damaged, with the button to find missing videos where that is possible."""
        if self._can_generate:
            self.warn(sentence, missing_wording.find_button(), self.find_requested.emit)
        else:
            self.warn(sentence)

    def show_restart_needed(self, translate: Callable[[str, str], str] = translate) -> None:
        """Show that a new language needs a restart; `translate` may already use that language."""
        self.offer(
            translate("Window", "Restart Wan Desk to switch languages."),
            translate("Window", "OK"),
            self.clear,
            closed=self.clear,
        )

    def progress_changed(self, before: Progress | None, progress: Progress) -> None:
        """Ask once for a value that a job waits for and only the user can enter, with a button to Settings."""
        asked = waits_wording.asks_user(progress)
        if asked and (before is None or asked != waits_wording.asks_user(before)):
            self.warn(*asked, self.settings_requested.emit)

    def _is_practice(self, draft: Draft) -> bool:
        return self._catalog.region(draft.region).is_practice
