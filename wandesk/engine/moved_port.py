"""The port to files that the user may have moved."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class MovedVideos(Protocol):
    """Looks at files by their size. Nothing is raised for a file that cannot be accessed."""

    async def find_moved(self, before: Path, size_bytes: int, chosen: Path) -> Path | None:
        """The file of that size: `chosen` itself, or in this folder under the name it had `before`. None: neither."""
