"""What widgets may ask the engine. The bridge answers; tests answer with fakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

from wandesk.domain.job import Job
from wandesk.domain.media import Audio, Picture

Spawn = Callable[[str, Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
"""The GUI Supervisor's `spawn(name, coro)`."""


class Questions(Protocol):
    """Answers come from another thread; cancelling the wait changes nothing there.

    All of them raise members of `domain.errors.WanDeskError`.
    """

    async def inspect_picture(self, path: str) -> Picture:
        """Vet a picture of the user's. Raises InputRefused with the sentence for the card."""

    async def inspect_audio(self, path: str) -> Audio:
        """Vet an audio file of the user's. Raises InputRefused with the sentence for the card."""

    async def preview(self, path: str, side: int) -> Path:
        """A JPEG of the picture made by the media process, its longer side at most `side` pixels."""

    async def keep_pasted_picture(self, png: bytes) -> str:
        """Keep image data from the clipboard as a PNG file of ours; returns its path."""

    async def job_ids(self, newest: int | None = None) -> Sequence[str]:
        """All jobs, newest first, or the newest of them."""

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """The jobs with these ids, in this order; ids that have left the store are left out."""
