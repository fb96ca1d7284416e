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

from wandesk import __version__, folders
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
    """Creates log files that only this user can read.

    While the file cannot be written, lines are dropped and counted. The window says what is wrong with the disk;
    Python would write a traceback for each line to standard error.
    """

    _dropped = 0

    def emit(self, record: logging.LogRecord) -> None:
        if dropped := self._dropped:
            text = f"lines that could not be written: {dropped}"
            super().emit(logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, None, None))
            if self._dropped > dropped:  # still not: this record counts, too, and not the line about it
                return
            self._dropped = 0
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)
            return
        self._dropped += 1
        if self.stream is not None:
            with contextlib.suppress(OSError):  # closing writes what is buffered
                self.stream.close()
            self.stream = None  # `emit` opens it again

    def _open(self) -> TextIOWrapper:
        folders.make_folder(Path(self.baseFilename).parent)
        with os.fdopen(os.open(self.baseFilename, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
            if file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) and file.read() != b"\n":
                file.write(b"\n")  # the disk filled up in the middle of a line, or a crash came
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
