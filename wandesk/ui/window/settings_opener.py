"""Opens the settings dialog over the main window, once at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.section import Place, Section
from wandesk.ui.window.reopening import Reopening

if TYPE_CHECKING:
    from wandesk.ui.settings.dialog import SettingsDialog
    from wandesk.ui.settings.page_card import Values
    from wandesk.ui.settings.proxy_form import Proxies


class SettingsOpener(QObject):
    """Creates the dialog when it is opened, because most runs never open it."""

    region_chosen = Signal(str)
    keys_changed = Signal()

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        keys: Keys,
        proxies: Proxies | None,
        values: Values | None,
        sections: Sequence[Section] = (),
        spawn: Spawn,
        region: Callable[[], str],
        language: str,
        window: QWidget,
    ) -> None:
        """`region` is the form's region; empty without a form."""
        super().__init__(window)
        self._catalog = catalog
        self._keys = keys
        self._proxies = proxies
        self._values = values
        self._sections = sections
        self._spawn = spawn
        self._region = region
        self._language = language
        self._window = window
        self.reopening = Reopening(catalog=catalog, keys=keys, spawn=spawn, language=language, window=window)
        self._dialog: SettingsDialog | None = None

    def open(self, place: Place | None = None) -> None:
        """Open the dialog at a place, by default at the page shown last; a second call raises the first."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.show_place(place or Place())
            return
        from wandesk.ui.settings.dialog import SettingsDialog  # after the first paint

        self._dialog = SettingsDialog(
            catalog=self._catalog.current,
            keys=self._keys,
            proxies=self._proxies,
            values=self._values,
            sections=self._sections,
            spawn=self._spawn,
            region=self._region(),
            language=self._language,
            parent=self._window,
        )
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.region_chosen.connect(self.region_chosen)
        self._dialog.keys_changed.connect(self.keys_changed)
        self._dialog.reopen_requested.connect(self.reopening.request)
        self._dialog.finished.connect(self._closed)
        if place is not None:
            self._dialog.show_place(place)
        self._dialog.open()

    def _closed(self) -> None:
        self._dialog = None
