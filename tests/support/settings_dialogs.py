"""The whole dialog of Settings over one settings file and a keyring of its own."""

from __future__ import annotations

from pathlib import Path

from tests.support.gui import GuiLoop
from tests.support.keyrings import FakeKeyring
from tests.support.widgets import FakeKeys
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.settings.secrets import SecretStore
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.section import Place, Section


class SettingsDialogs:
    """Opens dialogs, and closes them at the end."""

    def __init__(self, folder: Path, loop: GuiLoop) -> None:
        self.loop = loop
        self.keys = FakeKeys()
        self.preferences = Preferences(folder / "settings.toml")
        self.secrets = SecretStore("p", backend=FakeKeyring)
        self.opened: list[SettingsDialog] = []

    def make(self, *sections: Section, region: str = "practice") -> SettingsDialog:
        """A dialog that is not open yet."""
        dialog = SettingsDialog(
            catalog=load_catalogue(),
            keys=self.keys,
            proxies=ProxyRoutes(self.preferences, self.secrets),
            values=self.preferences,
            sections=sections,
            spawn=self.loop.spawn,
            region=region,
            language="en",
        )
        self.opened.append(dialog)
        return dialog

    def open(self, *sections: Section, place: Place | None = None) -> SettingsDialog:
        """An open dialog, at a place if one is given."""
        dialog = self.make(*sections)
        if place is not None:
            dialog.show_place(place)
        dialog.open()
        self.loop.settle()
        return dialog

    def close(self) -> None:
        for dialog in self.opened:
            dialog.done(0)
            dialog.deleteLater()
        self.preferences.close()
        self.secrets.close()
