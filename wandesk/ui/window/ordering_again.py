"""Generate again, Make it for real and Make it larger, for the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.request import GenerationRequest
from wandesk.ui.bridge import Bridge
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notices
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.real_regions import RealRegions
from wandesk.ui.remaking import Remake, Remaking
from wandesk.ui.reorder import Reorder
from wandesk.ui.window.engine_updates import EngineUpdates


class OrderingAgain(QObject):
    """What submits the request of an earlier job, and selects the new row."""

    def __init__(
        self,
        window: QWidget,
        *,
        catalog: CatalogSource,
        bridge: Bridge,
        regions: RealRegions,
        may_order: MayOrder,
        use_settings: Callable[[GenerationRequest], None],
        spawn: Spawn,
        notices: Notices,
        language: str,
    ) -> None:
        """As `Remaking`. Questions open over `window`."""
        super().__init__(window)
        self.regions = regions
        self.reorder = Reorder(
            window,
            catalog=catalog,
            order=bridge.generate_again,
            may_order=may_order,
            spawn=spawn,
            notices=notices,
            language=language,
        )
        self.remaking = Remaking(
            window,
            catalog=catalog,
            regions=regions,
            order=bridge.remake,
            waiting=self._waiting,
            may_order=may_order,
            use_settings=use_settings,
            spawn=spawn,
            notices=notices,
            language=language,
        )
        self._updates: EngineUpdates | None = None

    def connect_to(self, jobs: JobsPanel, updates: EngineUpdates) -> None:
        """Show in `jobs` what has changed about the offers, and add new rows to `updates`."""
        self._updates = updates
        updates.job_changed.connect(self.reorder.job_changed)
        for each in (self.reorder, self.remaking):
            each.changed.connect(jobs.emit_selected)

    def generate(self, job: Job) -> None:
        """Submit the same request."""
        self.reorder.request(job, then=self._select_new)

    def remake(self, job: Job, remake: Remake) -> None:
        """Submit it in another region, or at a higher resolution."""
        self.remaking.request(job, remake, then=self._select_new)

    def _select_new(self, job: Job) -> None:
        if self._updates is not None:
            self._updates.select_new(job)

    def _waiting(self) -> Iterable[Job]:
        return self._updates.jobs.model.unsent_that_wait() if self._updates is not None else ()
