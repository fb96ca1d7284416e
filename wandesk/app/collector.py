"""Garbage collection on the GUI thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
FULL_COLLECTION_EVERY = 30


class CollectorOnGuiThread(QObject):
    """Runs Python's collector from a timer: it must not destroy widgets on whichever thread triggers it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._runs = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Switch the automatic collector off and collect from the timer."""
        gc.disable()
        self._timer.start(INTERVAL_MS)

    def stop(self) -> None:
        """Stop the timer; automatic collection stays off until `restore`."""
        self._timer.stop()

    def restore(self) -> None:
        """Switch the automatic collector on again if it was on before."""
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        """The timer also gives Python's signal handlers a chance to run."""
        self._runs += 1
        gc.collect(2 if self._runs % FULL_COLLECTION_EVERY == 0 else 1)
