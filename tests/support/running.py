"""The real program as a process of its own, offscreen."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.simulator import until

ROOT = Path(__file__).resolve().parents[2]
ENDS_WITHIN = 3.0
"""Seconds from the request to the end of the process. The promise is 2; other tests share the two cores."""

OFF_SCREEN = ("propagateSizeHints", "QBackingStore::flush() called for", "does not support raise()")


class Running:
    """A started window, offscreen."""

    def __init__(
        self,
        profile: Path,
        *arguments: str,
        root: Path = ROOT,
        script: str | None = None,
        folder: Path | None = None,
        **variables: str,
    ) -> None:
        self.profile = profile
        self.errors = profile.parent / f"{profile.name}-{time.monotonic_ns()}.txt"
        program = ["-c", script] if script else ["-m", "wandesk", "--profile", str(profile), *arguments]
        off_screen = {"QT_QPA_PLATFORM": "offscreen", "WANDESK_PRACTICE": "--tiny --speed 2", "PYTHONPATH": str(root)}
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, *program],
                cwd=folder or root,
                env={**os.environ, **off_screen, **variables},
                stderr=errors,
            )

    @property
    def stderr(self) -> str:
        """Its stderr without the messages of the offscreen platform about windows that open and close."""
        lines = self.errors.read_text().splitlines()
        return "\n".join(line for line in lines if not any(remark in line for remark in OFF_SCREEN))

    def until_open(self) -> Running:
        """The store is created after the first paint, when the engine answers."""
        until((self.profile / "jobs.sqlite").exists, within=20)
        return self

    def until_listening(self) -> Running:
        """Wait until a second start would find it."""
        until((self.profile / "wandesk.address").exists, within=20)
        return self

    def end(self, number: int = signal.SIGTERM, *, within: float = ENDS_WITHIN) -> int:
        """End it and return its exit code; AssertionError when it does not end in time."""
        self.process.send_signal(number)
        return self.ended(within)

    def ended(self, within: float) -> int:
        """Its exit code once it has ended without help; AssertionError when it does not in time."""
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there after {within} s: {self.stderr}") from None


@contextlib.contextmanager
def running(
    profile: Path,
    *arguments: str,
    root: Path = ROOT,
    script: str | None = None,
    folder: Path | None = None,
    **variables: str,
) -> Iterator[Running]:
    """The program for the length of a test; killed where it is still running."""
    program = Running(profile, *arguments, root=root, script=script, folder=folder, **variables)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait(10)


def all_children(pid: int) -> list[int]:
    """The process ids of all children (/proc lists them by the thread that started them)."""
    found = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += [int(each) for each in (thread / "children").read_text().split()]
    return found
