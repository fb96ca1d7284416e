"""The owner of the catalogue of a run: it publishes a new one when the user's own list of models was written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wandesk.domain.catalog import Catalog


class CatalogInUse(QObject):
    """Satisfies `domain.catalog_source.CatalogSource`. Jobs under way keep their frozen requests."""

    changed = Signal()
    """There is a new catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog

    @property
    def current(self) -> Catalog:
        """The newest catalogue. May be read in any thread: it is one reference, and a Catalog never changes."""
        return self._catalog

    def publish(self, catalog: Catalog) -> None:
        """Replace the catalogue. Called on the GUI thread."""
        if catalog != self._catalog:
            self._catalog = catalog
            self.changed.emit()
