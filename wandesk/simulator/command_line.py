"""The simulator's command line and its process."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wandesk.simulator import control_values, rules
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.clock import AdjustableClock
from wandesk.simulator.control_values import positive
from wandesk.simulator.scenario import CALLS
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.server import addresses, make_server
from wandesk.simulator.service import Service
from wandesk.simulator.store import SimulatorStore
from wandesk.simulator.threads import Threads
from wandesk.simulator.tuning import Tuning

PRACTICE_KEY, PRACTICE_ACCOUNT = "sk-practice", "practice"
_ACCESS_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may use the simulator. Without a token the control answers to every program of this computer."""

    key: str = PRACTICE_KEY
    control_token: str | None = None


def main(argv: list[str]) -> int:
    """Serve until the process is ended.

    Exit code 2: invalid arguments, an unusable folder, or a port in use.
    """
    options = _options(argv)
    if hasattr(os, "umask"):
        os.umask(0o077)
    try:
        access = _read_access() if options.access_on_stdin else Access()
    except (ValueError, KeyError, TypeError) as wrong:
        print(f"simulator: no access on standard input: {wrong!r}", file=sys.stderr)  # noqa: T201
        return 2
    temporary = None if options.data is not None else Path(tempfile.mkdtemp(prefix="wandesk-simulator-"))
    stopping = threading.Event()
    try:
        store = SimulatorStore(options.data if temporary is None else temporary)
        listener = socket.create_server(("127.0.0.1", options.port), backlog=128)
    except (OSError, sqlite3.Error) as refused:
        print(f"simulator: {refused}", file=sys.stderr)  # noqa: T201 - the command's error message
        return 2
    threads = Threads()
    service = Service(
        store=store,
        clock=AdjustableClock(),
        workshop=threads,
        keys=dict(options.key),
        tuning=Tuning(speed=options.speed, videos="tiny" if options.tiny else "full"),
        scenarios=options.scenario,
        default_region=options.region,
        seed=options.seed,
        stopped=stopping.is_set,
    )
    service.accounts.add_key(access.key, PRACTICE_ACCOUNT, known_as=PRACTICE_KEY)
    ended = threading.Lock()

    def end() -> None:
        """End without waiting: every answer is on disk, and rendering threads end with the process."""
        if not ended.acquire(blocking=False):
            return
        stopping.set()
        store.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        os._exit(0)

    if options.ends_with_stdin:
        threading.Thread(target=_await_end_of_input, args=(end,), name="stdin", daemon=True).start()
    reachable = json.dumps(addresses(listener))
    # Not sys.stdout: see _await_end_of_input.
    server = make_server(
        service,
        threads,
        announce=lambda: os.write(1, f"{reachable}\n".encode()),
        end=end,
        control_token=access.control_token,
    )
    asyncio.run(server.serve(sockets=[listener]))
    end()
    return 0


def _read_access() -> Access:
    """The first line of standard input: JSON with `key` and `control_token`. Raises ValueError, KeyError, TypeError."""
    line = b""
    while b"\n" not in line and len(line) < _ACCESS_MOST_BYTES and (piece := os.read(0, _ACCESS_MOST_BYTES)):
        line += piece
    given = json.loads(line)
    return Access(key=control_values.name(given["key"]), control_token=control_values.name(given["control_token"]))


def _await_end_of_input(end: Callable[[], None]) -> None:
    # Not sys.stdin: a windowed program on Windows has none, although it was started with a pipe.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    end()


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wandesk.simulator", description="A stand-in for Alibaba Cloud Model Studio on this machine."
    )
    parser.add_argument("--port", type=int, default=0, help="the port; 0 chooses a free one")
    parser.add_argument(
        "--data", type=Path, help="the folder for tasks, uploads and videos; without it they are removed at the end"
    )
    parser.add_argument("--speed", type=positive, default=1.0, help="how many times faster than the cloud")
    parser.add_argument(
        "--scenario",
        type=_scenario,
        action="append",
        default=[],
        metavar="NAME[:CALL[+CALL][:TIMES]]",
        help=f"a kind of trouble; may be given several times. Calls: {', '.join(CALLS)}. Names: {', '.join(SCENARIOS)}",
    )
    parser.add_argument(
        "--region", choices=rules.REGIONS, default="practice", help="the region whose models are offered"
    )
    parser.add_argument("--seed", type=int, help="makes random choices the same in each run")
    parser.add_argument("--tiny", action="store_true", help="tiny videos, for tests")
    parser.add_argument("--key", type=_key, action="append", default=[], metavar="KEY=ACCOUNT[/USER][@REGION]")
    parser.add_argument("--ends-with-stdin", action="store_true", help="end when standard input closes")
    parser.add_argument(
        "--access-on-stdin",
        action="store_true",
        help="read the key and the control's token from the first line of standard input (JSON: key, control_token)",
    )
    return parser.parse_args(argv)


def _key(text: str) -> tuple[str, str]:
    key, _, account = text.partition("=")
    if not key or not account:
        raise argparse.ArgumentTypeError("expected KEY=ACCOUNT")
    return key, account


def _scenario(text: str) -> str:
    try:
        active_scenario(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong
    return text
