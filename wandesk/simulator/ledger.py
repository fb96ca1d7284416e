"""A log of every request and every change of a task, in order. Tests rely on it."""

from __future__ import annotations

from typing import Any

from wandesk.simulator.accounts import Caller
from wandesk.simulator.clock import Clock
from wandesk.simulator.store import Entry, SimulatorStore


class Ledger:
    """Writes entries; the store keeps and reads them."""

    def __init__(self, store: SimulatorStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def record(self, kind: str, caller: Caller | None = None, **what: Any) -> None:
        """Add an entry; `what` are its other fields (`store.Entry`)."""
        account, key_id = (caller.account, caller.api_key_id) if caller is not None else (None, None)
        self._store.add_entry(Entry(at=self._clock.now(), kind=kind, account=account, api_key_id=key_id, **what))
