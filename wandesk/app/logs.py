"""The log file: written by a thread of its own, without secrets, in a few megabytes."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import queue
import sys
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from wandesk import __version__
from wandesk.dashscope.redaction import redact

log = logging.getLogger(__name__)

MAX_BYTES = 1_000_000
KEPT = 3
LONGEST_LINE = 8000


class RedactingFormatter(logging.Formatter):
    """Takes keys and signed addresses out of every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), limit=LONGEST_LINE)


class PrivateFile(logging.handlers.RotatingFileHandler):
    """Nobody else may read what happened here."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT, 0o600))
        return super()._open()


@contextlib.contextmanager
def log_what_nobody_caught() -> Iterator[None]:
    """Exceptions that end a slot, a thread or a destructor go into the log, too; the program goes on."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before[0](kind, error, where)
            return
        log.critical("nobody caught this", exc_info=(kind, error, where))

    def in_a_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            name = told.thread.name if told.thread is not None else "?"
            log.critical("thread %s ended", name, exc_info=(told.exc_type, told.exc_value, told.exc_traceback))

    def unraisable(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            error = (told.exc_type, told.exc_value, told.exc_traceback)
            log.error("%s: %s", told.err_msg or "ignored", type(told.object).__name__, exc_info=error)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_a_thread, unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before


@contextlib.contextmanager
def keep_logs(folder: Path) -> Iterator[None]:
    """Log into `folder` while the program runs; warnings also go to the error stream where there is one."""
    shape = RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    file = PrivateFile(
        folder / "wandesk.log",
        maxBytes=MAX_BYTES,
        backupCount=KEPT,
        encoding="utf-8",
        delay=True,
        errors="backslashreplace",
    )
    file.setFormatter(shape)
    handlers: list[logging.Handler] = [file]
    if sys.stderr is not None:  # a windowed program on Windows has none
        console = logging.StreamHandler()
        console.setFormatter(shape)
        console.setLevel(logging.WARNING)
        handlers.append(console)
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    entrance = logging.handlers.QueueHandler(lines)
    writer = logging.handlers.QueueListener(lines, *handlers, respect_handler_level=True)
    root = logging.getLogger()
    root.addHandler(entrance)
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    writer.start()
    log.info("Wan Desk %s, Python %s", __version__, sys.version.split()[0])
    try:
        with log_what_nobody_caught():
            yield
    finally:
        root.removeHandler(entrance)
        writer.stop()
        file.close()
