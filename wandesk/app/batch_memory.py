"""What was ordered together, in a file of the profile: a crash and failures are told at the next start."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from wandesk import durable
from wandesk.domain.batch import Batch
from wandesk.domain.structs import as_builtins, convert

log = logging.getLogger(__name__)

MOST_BYTES = 16_000_000
"""A file that is larger is none of ours."""

_WRITING = threading.Lock()
"""Held while the file is written: a store that is cancelled, as at the end of a window, goes on in its thread."""


class BatchMemory:
    """Satisfies `ui.batch_memory.BatchMemory`. It belongs to the window's thread, and works on others."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = asyncio.Lock()

    async def load(self) -> tuple[Batch, ...]:
        """The batches of earlier runs; none if the file cannot be read."""
        async with self._turn:
            return await asyncio.to_thread(self._load)

    async def store(self, batches: Sequence[Batch]) -> None:
        """Store these batches, and no others; they are on the disk when this returns. A failure is logged."""
        async with self._turn:
            # Of ASCII: a path may have lone surrogates.
            content = json.dumps([as_builtins(each) for each in batches]).encode("ascii")
            try:
                await asyncio.to_thread(self._write, content)
            except OSError as error:
                # No reason to order nothing: without the file, only a notice is missing after a crash.
                log.warning("what was ordered together is not remembered: %s", error)

    def _write(self, content: bytes) -> None:
        with _WRITING:
            durable.write(self._path, content)

    def _load(self) -> tuple[Batch, ...]:
        try:
            with durable.open_own(self._path) as file:
                return convert(json.loads(file.read(MOST_BYTES)), tuple[Batch, ...])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, RecursionError) as error:
            log.warning("what was ordered together is unknown: %s", error)
            return ()
