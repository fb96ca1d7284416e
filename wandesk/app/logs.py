"""The log file: written by a thread of its own, without secrets, in a few megabytes."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import queue
import sys
from collections.abc import Iterator
from pathlib import Path

from wandesk import __version__
from wandesk.dashscope.redaction import redact

MAX_BYTES = 1_000_000
KEPT = 3
LONGEST_LINE = 8000


class RedactingFormatter(logging.Formatter):
    """Takes keys and signed addresses out of every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), limit=LONGEST_LINE)


@contextlib.contextmanager
def keep_logs(folder: Path) -> Iterator[None]:
    """Log into `folder` while the program runs; warnings also go to the error stream where there is one."""
    shape = RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    file = logging.handlers.RotatingFileHandler(
        folder / "wandesk.log", maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
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
    logging.getLogger(__name__).info("Wan Desk %s, Python %s", __version__, sys.version.split()[0])
    try:
        yield
    finally:
        root.removeHandler(entrance)
        writer.stop()
        file.close()
        file.close()
