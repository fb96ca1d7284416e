"""The settings dialog. It never sees a key that is kept, only where one is."""

from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.keys import KeyPlace, Keys

__all__ = ["KeyPlace", "Keys", "SettingsDialog"]
