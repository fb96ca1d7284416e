"""The simulator in the test's own process, under a clock that the test moves."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wandesk.simulator.clock import AdjustableClock, Clock
from wandesk.simulator.command_line import PRACTICE_ACCOUNT, PRACTICE_KEY
from wandesk.simulator.server import addresses, make_server
from wandesk.simulator.service import Service
from wandesk.simulator.store import SimulatorStore
from wandesk.simulator.threads import Threads
from wandesk.simulator.tuning import Tuning


class ManualClock:
    """Stands still until the test moves it, so that every run has the same times."""

    def __init__(self, start: float) -> None:
        self._time = start

    def now(self) -> float:
        return self._time

    def advance(self, seconds: float) -> None:
        self._time += seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorInside:
    """A simulator in this process, on a socket of its own, whose parts the test controls.

    `service` may be read and changed directly (it is only used during requests). After `clock` was moved, `wake()` does
    what is due.
    """

    base_url: str
    regions_url: str
    service: Service
    clock: Clock
    wake: Callable[[], None]


@contextlib.contextmanager
def simulator_inside(
    data: Path,
    *,
    clock: Clock | None = None,
    tuning: Tuning | None = None,
    keys: Mapping[str, str] | None = None,
    scenarios: Sequence[str] = (),
    seed: int | None = 0,
) -> Iterator[SimulatorInside]:
    """A simulator in a thread for as long as the block lasts. `keys` are {key: account} beside `sk-practice`."""
    store, threads = SimulatorStore(data), Threads()
    clock = clock if clock is not None else AdjustableClock()
    service = Service(
        store=store,
        clock=clock,
        workshop=threads,
        keys={PRACTICE_KEY: PRACTICE_ACCOUNT, **(keys or {})},
        tuning=tuning if tuning is not None else Tuning(speed=20, videos="instant"),
        scenarios=scenarios,
        seed=seed,
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    answers = threading.Event()
    server = make_server(service, threads, announce=answers.set, end=lambda: None)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), name="simulator")
    thread.start()

    def wake() -> None:
        assert threads.loop is not None
        threads.loop.call_soon_threadsafe(threads.wake)

    try:
        assert answers.wait(10), "the simulator did not start"
        where = addresses(listener)
        yield SimulatorInside(
            base_url=where["base_url"], regions_url=where["regions_url"], service=service, clock=clock, wake=wake
        )
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
        threads.close()
        store.close()
        listener.close()
