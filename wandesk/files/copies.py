"""Copies of our files where the user wants them."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from pathlib import Path

from wandesk.domain.errors import VideoUnreadable
from wandesk.files import disk

COPY_BYTES = 1024 * 1024


class UserCopies:
    """The part of Files for copies that leave the profile. Slow disk work runs in threads."""

    async def copy_out(self, source: Path, target: Path) -> None:
        """Copy a file to `target`, whole or not at all; what has this name is replaced. A target that is the source
        itself stays as it is.

        Raises VideoUnreadable (there is no such source), NoRoom, FolderRefused.
        """
        await asyncio.to_thread(_copy_out, source, target)


def _copy_out(source: Path, target: Path) -> None:
    try:
        content = source.open("rb")
    except OSError as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error
    with content, disk.refusals(target.parent):
        if target.exists() and os.path.samestat(os.fstat(content.fileno()), target.stat()):
            return
        draft = target.with_name(f".{secrets.token_hex(8)}.part")  # short whatever the name's length, and ours alone
        try:
            with draft.open("xb") as file:
                shutil.copyfileobj(content, file, COPY_BYTES)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            disk.remove_quietly(draft)
        disk.fsync_folder(target.parent)
