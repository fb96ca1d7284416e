"""Writes results; failures of the system become errors of the Media port."""

from __future__ import annotations

from pathlib import Path

from wandesk import durable
from wandesk.domain.errors import FolderRefused, NoRoom


def write_result(target: str, content: bytes) -> None:
    """Write the content to `target`, whole or not at all. Raises NoRoom, FolderRefused (`folder`)."""
    path = Path(target)
    try:
        durable.write(path, content)
    except OSError as error:
        if durable.is_disk_full(error):
            raise NoRoom(str(error), values={"missing_bytes": len(content)}) from error
        raise FolderRefused(str(error), values={"folder": str(path.parent)}) from error
