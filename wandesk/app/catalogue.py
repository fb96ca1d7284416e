"""The catalogue of one run, and what there is to tell about the files that it was read from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wandesk.app.catalog_in_use import CatalogInUse
from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import CatalogueError
from wandesk.settings import options
from wandesk.settings.catalogue import EMPTY_CATALOG
from wandesk.settings.catalogue_override import LoadedCatalogue, load_catalogues
from wandesk.settings.preferences import Preferences
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.window.notices import WindowNotices
from wandesk.ui.wording import catalogue as wording

log = logging.getLogger(__name__)

OLD_AFTER_DAYS = 90
"""Prices of an older catalogue may have changed: the user is told once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueOfRun:
    """The catalogue in use. `own_file` is the user's own list of models, which may not exist."""

    own_file: Path
    loaded: LoadedCatalogue
    """What the run started with."""
    in_use: CatalogInUse
    error: CatalogueError | None = None
    """The shipped catalogue has an error: nothing can be ordered."""

    @property
    def catalog(self) -> Catalog:
        """The newest one."""
        return self.in_use.current

    def attach(self, window: MainWindow) -> None:
        """Let the window show each new catalogue, and suggest no check any more."""
        changed = self.in_use.changed
        changed.connect(window.jobs.emit_selected)
        changed.connect(lambda: window.notices.withdraw(Owner(NoticeAct.CHECK_MODELS)))
        if window.has_form:
            changed.connect(window.composer.change_offer)

    def tell(self, notices: WindowNotices, preferences: Preferences, *, today: Callable[[], date] = date.today) -> None:
        """Tell of an own list that is not used, of entries in it that are outdated, and of an old catalogue."""
        if self.loaded.error is not None:
            notices.warn(Owner(NoticeAct.OWN_MODELS), wording.own_list_refused(self.loaded.error, self.own_file))
        elif self.loaded.outdated and preferences.get(options.OUTDATED_TOLD) != self._outdated:
            preferences.set(options.OUTDATED_TOLD, self._outdated)
            sentence = wording.own_entries_outdated(self.loaded.outdated, self.catalog.compiled, self.own_file)
            notices.warn(Owner(NoticeAct.OWN_MODELS), sentence)
        newest = self.catalog.newest
        is_old = self.error is None and age_days(newest, today()) > OLD_AFTER_DAYS
        if is_old and preferences.get(options.AGE_TOLD) != newest:
            preferences.set(options.AGE_TOLD, newest)
            notices.suggest_check(wording.catalogue_is_old(newest))

    @property
    def _outdated(self) -> str:
        return f"{self.catalog.compiled} {' '.join(self.loaded.outdated)}"


def catalogue_of_run(own_file: Path) -> CatalogueOfRun:
    """Read the shipped catalogue and the user's own list. With an error in the shipped one the catalogue is empty."""
    try:
        loaded = load_catalogues(own_file)
    except CatalogueError as error:
        log.error("nothing can be ordered: %s", error)  # noqa: TRY400 - the file is wrong, not the program
        loaded = LoadedCatalogue(catalog=EMPTY_CATALOG)
        return CatalogueOfRun(own_file=own_file, loaded=loaded, in_use=CatalogInUse(loaded.catalog), error=error)
    if loaded.error is not None:
        log.warning("the user's own list of models is not used: %s", loaded.error)
    return CatalogueOfRun(own_file=own_file, loaded=loaded, in_use=CatalogInUse(loaded.catalog))


def age_days(day: str, today: date) -> int:
    """The days since a date of the catalogue, 0 for one in the future."""
    return max(0, (today - date.fromisoformat(day)).days)
