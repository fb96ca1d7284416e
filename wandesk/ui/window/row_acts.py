"""What the user does with rows besides the engine's commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notices
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.window.locating import Locating
from wandesk.ui.window.marking import Marking
from wandesk.ui.window.removing import Removing
from wandesk.ui.window.undoing import Undoing


class RowActs:
    """Removals and marks, whose last one Undo takes back, and moved videos."""

    def __init__(
        self,
        jobs: JobsPanel,
        stage: Stage,
        notices: Notices,
        *,
        bridge: Bridge,
        spawn: Spawn,
        catalog: CatalogSource,
        window: QWidget,
    ) -> None:
        self.undoing = undoing = Undoing()
        self.removing = Removing(
            bridge=bridge, spawn=spawn, catalog=catalog, jobs=jobs, notices=notices, undoing=undoing, window=window
        )
        self.locating = Locating(locate=bridge.locate, spawn=spawn, notices=notices, window=window)
        self.marking = Marking(
            bridge=bridge,
            spawn=spawn,
            jobs=jobs,
            notices=notices,
            release=stage.release,
            undoing=undoing,
            window=window,
        )

    @property
    def handlers(self) -> Mapping[JobActionKey, Callable[[Job], None]]:
        """What does each of the actions with a job, or with all selected ones."""
        return {
            JobActionKey.STAR: self.marking.star,
            JobActionKey.RENAME: self.marking.rename,
            JobActionKey.LABEL: self.marking.label,
            JobActionKey.NOTE: self.marking.note,
            JobActionKey.LOCATE: self.locating.request,
            JobActionKey.REMOVE: self.removing.request,
        }
