"""The status bar: the region in use, and how many videos are being made."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.wording import jobs as words


class Status:
    """Two labels in the window's status bar."""

    def __init__(self, bar: QStatusBar, catalog: Catalog, language: str) -> None:
        self._catalog = catalog
        self._language = language
        self._region, self._counts = QLabel(), QLabel()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self._region)
        bar.addWidget(self._counts)

    def show_draft(self, draft: Draft) -> None:
        """The region that the form orders from; Practice is amber."""
        region = self._catalog.region(draft.region)
        self._region.setText(region.name.text(self._language))
        set_style_class(self._region, StyleClass.PRACTICE if region.is_practice else StyleClass.MUTED)

    def show_counts(self, making: int, waiting: int, is_paused: bool) -> None:  # noqa: FBT001 - a signal's own value
        """How many videos are being made and how many wait to be sent."""
        said = words.counts(making, waiting, is_paused=is_paused)
        self._counts.setText(f"· {said}" if said and self._region.text() else said)
