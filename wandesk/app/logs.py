"""The log file: written by a thread of its own, without secrets, a few megabytes at most."""

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
MAX_LINE = 8000


class RedactingFormatter(logging.Formatter):
    """Removes API keys and signed links from every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), limit=MAX_LINE)


class PrivateFileHandler(logging.handlers.RotatingFileHandler):
    """Creates log files that only this user can read."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT, 0o600))
        return super()._open()


@contextlib.contextmanager
def log_uncaught() -> Iterator[None]:
    """Log exceptions that end a slot, a thread or a destructor; the program continues."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before[0](kind, error, where)
            return
        log.critical("uncaught exception", exc_info=(kind, error, where))

    def in_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            name = args.thread.name if args.thread is not None else "?"
            log.critical("thread %s ended", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            error = (args.exc_type, args.exc_value, args.exc_traceback)
            log.error("%s: %s", args.err_msg or "ignored", type(args.object).__name__, exc_info=error)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_a_thread, unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before


@contextlib.contextmanager
def keep_logs(folder: Path) -> Iterator[None]:
    """Log to `folder` inside the context; warnings also go to standard error where there is one."""
    formatter = RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    file = PrivateFileHandler(
        folder / "wandesk.log",
        maxBytes=MAX_BYTES,
        backupCount=KEPT,
        encoding="utf-8",
        delay=True,
        errors="backslashreplace",
    )
    file.setFormatter(formatter)
    handlers: list[logging.Handler] = [file]
    if sys.stderr is not None:  # a windowed program on Windows has none
        console = logging.StreamHandler()
        console.setFormatter(formatter)
        console.setLevel(logging.WARNING)
        handlers.append(console)
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = logging.handlers.QueueHandler(records)
    writer = logging.handlers.QueueListener(records, *handlers, respect_handler_level=True)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    writer.start()
    log.info("Wan Desk %s, Python %s", __version__, sys.version.split()[0])
    try:
        with log_uncaught():
            yield
    finally:
        root.removeHandler(handler)
        writer.stop()
        file.close()
