"""Atomic and durable file operations: their result survives a crash and a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from io import FileIO
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_LINK = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""How our own files are opened: no link is followed, and a pipe in their place does not block."""


def is_disk_full(error: OSError) -> bool:
    """Whether the disk or the user's quota is full, or the file is too large for the disk.

    Windows reports a full disk as ENOSPC, too.
    """
    return error.errno in _FULL


def open_own(path: Path, flags: int = os.O_RDWR) -> FileIO:
    """Open one of our own files without following a link, unbuffered.

    In a folder that others can write, a link may stand in its place. That, and anything else that is no file, raises
    OSError with ELOOP. Windows cannot refuse a link when it opens one, so it is recognised before anything is written.
    """
    file = os.fdopen(os.open(path, flags | _NO_LINK), "rb" if flags == os.O_RDONLY else "r+b", buffering=0)
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode) and is_own(path):
        return file
    file.close()
    raise OSError(errno.ELOOP, "not a file of our own", str(path))


def create_own(path: Path, mode: int = 0o666) -> FileIO:
    """Create one of our own files, or empty it; unbuffered. A link in its place is replaced. Raises OSError."""
    try:
        file = open_own(path)
    except OSError as refused:
        if refused.errno not in (errno.ENOENT, errno.ELOOP):
            raise
        path.unlink(missing_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK, mode), "r+b", buffering=0)
    file.truncate(0)
    return file


def is_own(path: Path) -> bool:
    """Whether a file has this name, and not a link to one. Raises OSError."""
    return stat.S_ISREG(path.lstat().st_mode)


def write(path: Path, content: bytes) -> None:
    """Write the content to `path` atomically. Raises OSError.

    Only the owner may read a new file. A symbolic link is replaced, not followed. One path must not be written from
    two threads at the same time.
    """
    try:
        with open_draft(path) as file:
            write_all(file, content)
            os.fsync(file.fileno())
        finish_draft(path)
    except OSError:
        with contextlib.suppress(OSError):
            remove_draft(path)
        raise


def write_all(file: FileIO, content: bytes) -> None:
    """Write everything to an unbuffered file, whose writes may be partial. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def open_draft(path: Path) -> FileIO:
    """Open the draft of a `write` that another process makes: empty, to read and write. Raises OSError."""
    return create_own(_draft(path), 0o600)


def finish_draft(path: Path) -> None:
    """Give the draft its name, after its content was flushed to the disk. Raises OSError."""
    _draft(path).replace(path)


def remove_draft(path: Path) -> None:
    """Delete the draft of a `write` to this path whose process was killed. Raises OSError."""
    _draft(path).unlink(missing_ok=True)


def fsync_file(path: Path) -> None:
    """Flush the file's content to the disk. Raises OSError."""
    with open_own(path) as file:  # Windows flushes only files that are open for writing
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Flush the folder's entries to the disk. Windows has no such call. Raises OSError."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _draft(path: Path) -> Path:
    """The temporary file of `write`. A crash leaves it behind, and the next `write` replaces it."""
    return path.with_name(f"{path.name}.new")
