"""What the user does with rows and can undo."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.ui.bridge import Bridge
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notices
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.window.marking import Marking
from wandesk.ui.window.removing import Removing
from wandesk.ui.window.undoing import Undoing


class RowActs:
    """Removals and marks, whose last one Undo takes back."""

    def __init__(
        self,
        jobs: JobsPanel,
        stage: Stage,
        *,
        bridge: Bridge,
        spawn: Spawn,
        catalog: CatalogSource,
        notices: Notices,
        window: QWidget,
    ) -> None:
        self.undoing = undoing = Undoing()
        self.removing = Removing(
            bridge=bridge, spawn=spawn, catalog=catalog, jobs=jobs, notices=notices, undoing=undoing, window=window
        )
        self.marking = Marking(
            bridge=bridge,
            spawn=spawn,
            jobs=jobs,
            notices=notices,
            release=stage.release,
            undoing=undoing,
            window=window,
        )
