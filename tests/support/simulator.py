"""Starts the simulator as a child process, as the program does, and uses its ledger and its control."""

from __future__ import annotations

import contextlib
import json
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

_ROOT = Path(__file__).resolve().parents[2]
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback never goes through a proxy


# For httpx's `verify`: nothing here is encrypted, and loading the authorities takes 50 ms for each client.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class RunningSimulator:
    """A running simulator. `restart()` starts it again on the same data folder, usually on another port."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = list(arguments)
        self.process: subprocess.Popen[bytes]
        self.base_url = self.ledger_url = self.control_url = self.regions_url = ""
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wandesk.simulator", "--ends-with-stdin", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the simulator ended with code {self.process.wait()} before it said its address")
        addresses = json.loads(line)
        self.base_url, self.ledger_url = addresses["base_url"], addresses["ledger_url"]
        self.regions_url = addresses["regions_url"]
        self.control_url = addresses["control_url"]

    def kill(self) -> None:
        """Kill it, as in a crash."""
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        """End it as the program ends its children: stdin closes."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already
            self.process.stdin.close()
        self._gone()

    def restart(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self.start()

    def ledger(self) -> dict[str, Any]:
        """`entries`, `counts` by kind, `tasks_made`."""
        return _ask(self.ledger_url)

    def entries(self, kind: str) -> list[dict[str, Any]]:
        return [entry for entry in self.ledger()["entries"] if entry["kind"] == kind]

    def control(self, **wishes: Any) -> dict[str, Any]:
        """Change a setting (names: `wandesk.simulator.control`); returns the state."""
        return _ask(self.control_url, wishes or None)

    def region_url(self, region: str) -> str:
        """The base address of another region of the same cloud."""
        return f"{self.regions_url}/{region}/api/v1"

    def _gone(self) -> None:
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _ask(url: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    content = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"})
    with _OPENER.open(request, timeout=10) as answer:
        return cast("dict[str, Any]", json.load(answer))


@contextlib.contextmanager
def running_simulator(
    data: Path | None = None,
    *,
    speed: float = 20,
    tiny: bool = True,
    scenario: str = "none",
    keys: Sequence[tuple[str, str]] = (),
    region: str = "practice",
    seed: int | None = None,
) -> Iterator[RunningSimulator]:
    """A simulator for as long as the block lasts. `keys` are (key, ACCOUNT[/USER][@REGION]) beside `sk-practice`."""
    arguments = ["--speed", str(speed), "--scenario", scenario]
    arguments += ["--tiny"] if tiny else []
    arguments += ["--data", str(data)] if data is not None else []
    arguments += ["--region", region] if region != "practice" else []
    arguments += ["--seed", str(seed)] if seed is not None else []
    for key, account in keys:
        arguments += ["--key", f"{key}={account}"]
    simulator = RunningSimulator(arguments)
    try:
        yield simulator
    finally:
        simulator.stop()


def until(condition: Callable[[], Any], *, within: float = 10.0, every: float = 0.06) -> Any:
    """The first true value of `condition`; AssertionError after `within` seconds."""
    end = time.monotonic() + within
    while not (value := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(every)  # noqa: TID251 - the one place where a test of another process waits between two checks
    return value
