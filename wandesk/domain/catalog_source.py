"""Where the parts of the program read the catalogue: the newest one, each time they need it."""

from __future__ import annotations

from typing import Protocol

from wandesk.domain.catalog import Catalog


class CatalogSource(Protocol):
    """The catalogue may be replaced while the program runs, by another frozen one (`app.catalog_in_use`).

    A part that keeps a source reads `current` once for each act, so that the act sees one catalogue. It keeps no
    catalogue. A Catalog is a source of itself.
    """

    @property
    def current(self) -> Catalog:
        """The newest catalogue. May be read in any thread."""
