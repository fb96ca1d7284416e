"""Writing a result: whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from wandesk.domain.errors import FolderRefused, NoRoom

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_atomically(target: str, part: str, content: bytes) -> None:
    """Put the content at `target` through the file `part` beside it. Raises NoRoom, FolderRefused (`folder`)."""
    try:
        try:
            with open(part, "wb") as file:  # noqa: PTH123 - a path with foreign bytes stays text as it came
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)  # noqa: PTH105
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(str(error), values={"missing_bytes": len(content)}) from error
        raise FolderRefused(str(error), values={"folder": str(Path(target).parent)}) from error
