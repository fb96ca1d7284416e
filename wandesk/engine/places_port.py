"""The part of the engine's port for files that finds the user's files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from wandesk.domain.found_files import FoundFiles


class FoundPlaces(Protocol):
    """What is in folders, and what tables of orders name."""

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        """The files of these places, with the pictures of each folder among them."""

    async def read_table(self, path: Path) -> bytes:
        """The content of a table of orders. Raises InputRefused."""

    async def file_beside(self, table: Path, cell: str) -> str:
        """The path of a file that a table names."""
