"""Opens the settings dialog over the main window, once at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Catalog
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.keys import Keys

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
        catalog: Catalog,
        keys: Keys,
        proxies: Proxies | None,
        values: Values | None,
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
        self._spawn = spawn
        self._region = region
        self._language = language
        self._window = window
        self._dialog: SettingsDialog | None = None

    def open(self) -> None:
        """Open the dialog; a second call raises the first."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        from wandesk.ui.settings.dialog import SettingsDialog  # after the first paint

        self._dialog = SettingsDialog(
            catalog=self._catalog,
            keys=self._keys,
            proxies=self._proxies,
            values=self._values,
            spawn=self._spawn,
            region=self._region(),
            language=self._language,
            parent=self._window,
        )
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.region_chosen.connect(self.region_chosen)
        self._dialog.keys_changed.connect(self.keys_changed)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        self._dialog = None
