"""Crash reports: what a run leaves that ends unexpectedly, and what the next one shows of it.

Python's fault handler writes the threads into a file of the profile when the process dies of a signal, as after a
fatal message of Qt; an exception that ends the program is written there, too. A clean end removes the file. The next
start sets it aside, and its text is part of the diagnostics. Qt's messages are not heard in Python: its decoders wait
for each of them, and Python may wait for a decoder.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from wandesk import __version__, folders
from wandesk.dashscope.redaction import redact

log = logging.getLogger(__name__)

RUNNING = "crash.txt"
"""Of the run under way. It has one line until something happens."""
LAST, SEEN = "crash-last.txt", "crash-seen.txt"
"""Of an earlier run, before and after the user has been told."""
MOST_BYTES = 20_000
FIRST_LINE = "Wan Desk "


class CrashReports:
    """The reports of one profile, in its folder for logs. Only the program that has the profile may use it."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._file: IO[str] | None = None

    def open(self) -> None:
        """Set the report of an earlier run aside, and begin that of this one. What the disk refuses is logged."""
        running = self._logs / RUNNING
        try:
            folders.make_folder(self._logs)
            if running.exists():
                if _has_crash(running):
                    running.replace(self._logs / LAST)
                else:
                    running.unlink()  # the computer was switched off, or the process killed: there is nothing to show
            self._file = os.fdopen(
                os.open(running, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            )
            self._file.write(f"{FIRST_LINE}{__version__}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
            self._file.flush()
            faulthandler.enable(self._file)
        except OSError as error:
            log.info("no crash report can be written: %s", error)

    def add(self, text: str) -> None:
        """Write a reason, without secrets. It may be the last thing that this process does."""
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._file.write(f"{redact(text, limit=MOST_BYTES)}\n")
                self._file.flush()

    def close(self) -> None:
        """The run ends as it should: there is nothing to report."""
        if self._file is not None:
            self.leave()
            with contextlib.suppress(OSError):
                (self._logs / RUNNING).unlink()

    def leave(self) -> None:
        """Close the report and leave it for the next start."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def has_news(self) -> bool:
        """Whether an earlier run has left a report that the user has not dealt with."""
        return (self._logs / LAST).exists()

    def tell_no_more(self) -> None:
        """The user knows of the report: it is offered no more, and stays in the diagnostics until the next one."""
        with contextlib.suppress(OSError):
            (self._logs / LAST).replace(self._logs / SEEN)


def read_report(logs: Path) -> str:
    """The report of an earlier run; "" where there is none. Blocks."""
    for name in (LAST, SEEN):
        with contextlib.suppress(OSError), (logs / name).open("rb") as file:
            return redact(file.read(MOST_BYTES).decode("utf-8", "replace"), limit=MOST_BYTES)
    return ""


@contextlib.contextmanager
def reporting(reports: CrashReports) -> Iterator[None]:
    """Open the report inside the context. An exception that leaves it is written there, and the report stays."""
    reports.open()
    try:
        yield
    except Exception as error:
        reports.add("".join(traceback.format_exception(error)))
        reports.leave()
        raise
    reports.close()


def _has_crash(running: Path) -> bool:
    """Whether there is more than the first line."""
    with running.open("rb") as file:
        return len(file.read(MOST_BYTES).splitlines()) > 1
