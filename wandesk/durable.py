"""Atomic and durable file operations: their result survives a crash and a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_disk_full(error: OSError) -> bool:
    """Whether the disk or the user's quota is full, or the file is too large for the disk.

    Windows reports a full disk as ENOSPC, too.
    """
    return error.errno in _FULL


def make_folder(folder: Path, *, below: Path | None = None) -> None:
    """Create a folder for the user only, if it is missing. Raises OSError that names what is in the way.

    Its parent must exist: a drive or a share that is away has none, and the folder must not appear on another disk.
    Missing parents are created only inside `below`. A link whose target is missing raises FileNotFoundError, and a
    file in the folder's place NotADirectoryError.
    """
    if below is not None and below in folder.parents and below.is_dir():
        missing = [each for each in folder.parents if each.is_relative_to(below) and not os.path.lexists(each)]
        for parent in reversed(missing):
            parent.mkdir(mode=0o700, exist_ok=True)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        is_link_to_nothing = not os.path.exists(folder)  # noqa: PTH110 - raises nothing, unlike Path.exists
        number = errno.ENOENT if is_link_to_nothing else errno.ENOTDIR
        raise OSError(number, os.strerror(number), str(folder)) from error


def check_writable(folder: Path) -> None:
    """Write a byte to a temporary file in the folder. Raises the OSError that says why that is not possible.

    Permission bits are no proof for an administrator or on a read-only disk.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0")
        file.flush()


def write(path: Path, content: bytes) -> None:
    """Write the content to `path` atomically. Raises OSError.

    Only the owner may read a new file. A symbolic link is replaced, not followed. One path must not be written from
    two threads at the same time.
    """
    draft = _draft(path)
    try:
        with open(draft, "wb", opener=_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def remove_draft(path: Path) -> None:
    """Delete the draft of a `write` to this path whose process was killed. Raises OSError."""
    _draft(path).unlink(missing_ok=True)


def fsync_file(path: Path) -> None:
    """Flush the file's content to the disk. Raises OSError."""
    with path.open("r+b") as file:  # Windows flushes only files that are open for writing
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Flush the folder's entries to the disk. Windows has no such call. Raises OSError."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _draft(path: Path) -> Path:
    """The temporary file of `write`. A crash leaves it behind, and the next `write` replaces it."""
    return path.with_name(f"{path.name}.new")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
