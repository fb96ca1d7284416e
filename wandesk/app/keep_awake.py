"""Keeps the computer awake while jobs need it and the user allows it."""

from __future__ import annotations

from wandesk.app.awake import Awake
from wandesk.domain.send_queue import Workload
from wandesk.settings.preferences import Preferences
from wandesk.ui.settings.table import KEEP_AWAKE


class KeepAwake:
    """Follows the workload and the setting. For the GUI thread."""

    def __init__(self, preferences: Preferences, awake: Awake) -> None:
        self._preferences = preferences
        self._awake = awake
        self._workload = Workload()
        preferences.on_change(KEEP_AWAKE.option, lambda _is_on: self._update())

    def workload_changed(self, workload: Workload) -> None:
        """What is under way has changed."""
        self._workload = workload
        self._update()

    def close(self) -> None:
        """Let the computer sleep again."""
        self._awake.close()

    def _update(self) -> None:
        self._awake.hold(is_wanted=self._workload.keeps_awake and self._preferences.get(KEEP_AWAKE.option))
