"""What helps after a failure and lies elsewhere in the window: Settings, the details, the diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.settings.section import key_of

if TYPE_CHECKING:
    from wandesk.ui.main_window import MainWindow


def acts_after_failure(window: MainWindow) -> Mapping[JobActionKey, Callable[[Job], None]]:
    """What each of these actions does with a job."""
    return {
        JobActionKey.OPEN_SETTINGS: lambda job: window.settings.open(key_of(job.request.region)),
        JobActionKey.SHOW_DETAILS: lambda _job: window.menus.action("details").setChecked(True),
        JobActionKey.REPORT: lambda _job: window.menus.action("copy_diagnostics").trigger(),
    }
