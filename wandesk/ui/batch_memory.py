"""Where the window keeps what was ordered together: implemented by `app.batch_memory`, and by fakes in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.batch import Batch


class BatchMemory(Protocol):
    """Keeps batches from one run to the next."""

    async def load(self) -> tuple[Batch, ...]:
        """Those of earlier runs."""

    async def store(self, batches: Sequence[Batch]) -> None:
        """Keep these, and no others."""
