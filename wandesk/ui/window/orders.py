"""Everything in the window that orders videos besides *Generate again*, built in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.domain.job import Job
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.notices import Notices
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.ordering import Ordering
from wandesk.ui.window.redoing import Redo
from wandesk.ui.wording import order_table as table_wording

if TYPE_CHECKING:  # imported only when opened, which is rare
    from wandesk.ui.orders.dialog import OrdersDialog


class Orders(QObject):
    """The form's Generate, the failed ones again, and tables of orders."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        bridge: Bridge,
        spawn: Spawn,
        updates: EngineUpdates,
        notices: Notices,
        may_order: MayOrder,
        window: QWidget,
    ) -> None:
        """Questions open over `window`."""
        super().__init__(window)
        self._catalog = catalog
        self._bridge = bridge
        self._spawn = spawn
        self._updates = updates
        self._notices = notices
        self._may_order = may_order
        self._window = window
        self._language = ""
        self._composer: Composer | None = None
        self.form: Ordering | None = None
        self.table: OrdersDialog | None = None
        self.redo = Redo(
            bridge=bridge,
            spawn=spawn,
            catalog=catalog,
            updates=updates,
            notices=notices,
            may_order=may_order,
            selected_ids=updates.jobs.view.selected_ids,
            window=window,
        )

    @property
    def handlers(self) -> Mapping[JobActionKey, Callable[[Job], None]]:
        """What does the action with a job, and with the selected ones."""
        return {JobActionKey.REDO_FAILED: self.redo.request}

    def read_table(self, path: str) -> None:
        """Open Orders from CSV with this file."""
        self.open_table()
        if self.table is not None:
            self.table.read(path)

    def open_table(self) -> None:
        """Open Orders from CSV, or bring it to the front."""
        if self.table is not None:
            self.table.raise_()
            self.table.activateWindow()
            return
        assert self._composer is not None, "without a form there are no values for empty cells"
        from wandesk.ui.orders.checking import TableChecker
        from wandesk.ui.orders.dialog import OrdersDialog
        from wandesk.ui.orders.ordering import TableOrdering
        from wandesk.ui.orders.table import OrderTableView

        composer, tables = self._composer, self._bridge.tables
        self.table = OrdersDialog(
            checker=TableChecker(tables, self._bridge.files, self._catalog),
            ordering=TableOrdering(
                tables=tables,
                catalog=self._catalog,
                updates=self._updates,
                batches=self.redo.batches,
                may_order=self._may_order,
            ),
            lines=OrderTableView(self._catalog, self._language),
            form=lambda: composer.draft,
            empty_cells=self._empty_cells,
            spawn=self._spawn,
            notices=self._notices,
            parent=self._window,
        )
        self.table.finished.connect(self._table_closed)
        self.table.show()

    def _table_closed(self, _result: int) -> None:
        self.table = None

    def _empty_cells(self, form: Draft) -> str:
        catalog, language = self._catalog.current, self._language
        region, model = catalog.region(form.region), catalog.model(form.model)
        return table_wording.empty_cells(form, region.name.text(language), model.name.text(language))

    def of_form(self, composer: Composer, language: str) -> Ordering:
        """What Generate does. Tables of orders show the names of models in this language."""
        self._language = language
        self._composer = composer
        composer.intake.table_offered.connect(self.read_table)
        self.redo.batches.table_wanted.connect(self.read_table)
        self.form = Ordering(
            bridge=self._bridge,
            spawn=self._spawn,
            catalog=self._catalog,
            composer=composer,
            updates=self._updates,
            notices=self._notices,
            may_order=self._may_order,
            batches=self.redo.batches,
            window=self._window,
        )
        return self.form
