"""Tells a screen reader how many jobs a search has found, while the focus stays in the search field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from wandesk.domain.job_query import JobQuery
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.job_filters import found_aloud

TYPED_MS = 700
"""After this time without another letter the number is said."""


class SpokenSearch(QObject):
    """Says the result of each search once, when the user has stopped typing."""

    def __init__(self, view: JobsView, query: Callable[[], JobQuery | None]) -> None:
        """`query` gives what the list shows; None before it is read."""
        super().__init__(view)
        self._view, self._query = view, query
        self._said = ""
        self._waiting = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._waiting.timeout.connect(self._say)
        view.jobs.modelReset.connect(self._waiting.start)

    def _say(self) -> None:
        query = self._query()
        text = query.text if query is not None else ""
        if text and text != self._said:
            announce(self._view, found_aloud(text, self._view.jobs.rowCount()))
        self._said = text
