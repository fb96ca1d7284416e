"""What the windows beside the main one, Settings and the missing videos, tell the window and its notices."""

from __future__ import annotations

from collections.abc import Callable

from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.missing.windows import MissingWindows
from wandesk.ui.settings.section import key_of
from wandesk.ui.window.notices import WindowNotices
from wandesk.ui.window.settings_opener import SettingsOpener


def connect_beside(
    settings: SettingsOpener,
    missing: MissingWindows,
    notices: WindowNotices,
    jobs: JobsPanel,
    *,
    check_all: Callable[[], object],
) -> None:
    """Connect them. `check_all` looks at every job again, because what it waits for may be there now."""
    missing.show_requested.connect(jobs.select)
    missing.settings_requested.connect(lambda region: settings.open(key_of(region)))
    notices.settings_requested.connect(settings.open)
    notices.reopen_requested.connect(settings.reopening.request)
    notices.find_requested.connect(missing.find)
    for listener in (notices.keys_changed, missing.keys_changed, jobs.emit_selected, check_all):
        settings.keys_changed.connect(listener)
