"""Runs ("lives") of a program that tests kill (tests/crash/worker.py), driven by the test."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a life ended. `code` is the exit code, negative for a signal; `at` is the failpoint where it stopped."""

    code: int
    at: str | None = None
    uncertain: tuple[str, ...] | None = None
    """Prompts of uncertain orders, when the life came to rest."""
    asked: tuple[str, ...] = ()
    """Those of them about which the program asks the user."""
    told: int | None = None
    """How many videos of its table the program told to be ordered before."""


class Lives:
    """One forker of lives. It runs one life at a time; two forkers run two at the same time."""

    def __init__(self, errors: Path, environment: Mapping[str, str]) -> None:
        """`errors` receives the stderr of all lives, and `environment` is added to theirs."""
        lifeline, self._held = os.pipe()
        self._errors = errors
        with errors.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.worker", str(lifeline)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                cwd=ROOT,
                env={**os.environ, **environment},
                pass_fds=[lifeline],
            )
        os.close(lifeline)
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        os.close(self._held)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def live(
        self,
        plan: Mapping[str, Any],
        *,
        is_over: Callable[[Sequence[str], Sequence[str]], bool] = lambda _uncertain, _asked: True,
        kill_after: float | None = None,
        opens_within: float = 0.0,
        within: float = 60.0,
        before_the_kill: Callable[[int], object] = lambda _pid: None,
    ) -> End:
        """One life, until it stops at its failpoint, is killed after so many seconds, or is at rest.

        The seconds count from the moment when its jobs are resumed, which takes long on a busy machine, but from
        `opens_within` seconds after the start at the latest.

        At rest it is ended normally if `is_over` returns True for the uncertain orders, and for those of
        them about which the program asks the user (by prompt).
        `before_the_kill(process id)` is called while it is stopped at its failpoint.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(plan).encode() + b"\n")
        self._process.stdin.flush()
        pid = cast("int", self._next(10)["pid"])
        at: str | None = None
        uncertain: tuple[str, ...] | None = None
        asked: tuple[str, ...] = ()
        told: int | None = None
        began, delay = time.monotonic(), opens_within
        while True:
            left = (kill_after + delay if kill_after is not None else within) - (time.monotonic() - began)
            try:
                word = self._next(max(0.0, left))
            except queue.Empty:
                _kill(pid)
                if kill_after is None:
                    self._until_ended()
                    raise AssertionError(f"no rest within {within} s; see {plan['profile']}/logs") from None
                return End(code=self._until_ended(), told=told)
            if "ended" in word:
                return End(code=word["ended"], at=at, uncertain=uncertain, asked=asked, told=told)
            if "fault" in word:
                _kill(pid)
                self._until_ended()
                raise AssertionError(f"{word['fault']} ({plan['profile']})")
            if "opened" in word:
                delay = min(delay, time.monotonic() - began)
            if "told" in word:
                told = word["told"]
            if "at" in word:
                at = word["at"]
                before_the_kill(pid)
                _kill(pid)
            elif "rest" in word and kill_after is None:
                uncertain, asked = tuple(word["rest"]), tuple(word["asked"])
                if is_over(uncertain, asked):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGTERM)

    def _until_ended(self) -> int:
        while "ended" not in (word := self._next(20)):
            continue
        return int(word["ended"])

    def _next(self, within: float) -> dict[str, Any]:
        word = self._said.get(timeout=within) if within > 0 else self._said.get_nowait()
        if word is None:
            raise AssertionError(f"the forker of lives is gone: {self._errors.read_text()[-2000:]}")
        return word

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))
        self._said.put(None)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def forked_lives(errors: Path, environment: Mapping[str, str] | None = None) -> Iterator[Lives]:
    lives = Lives(errors, environment or {})
    try:
        yield lives
    finally:
        lives.close()
