"""Creating a folder and writing to it, without ever taking the empty mount point of a drive for the drive."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

FSTAB = Path("/etc/fstab")
"""The drives and shares that this computer mounts (fstab(5)). Others have no mount point while they are away."""
DRIVES = frozenset({Path("/Volumes"), Path("/media"), Path("/run/media")})
"""Where macOS and Linux make a mount point for each drive, on Linux also one level deeper, and remove it with it."""
MOUNTED = Path("/proc/self/mountinfo")
"""What is mounted (proc(5)). `os.path.ismount` does not see a folder that is mounted on the disk where it lies."""


def make_folder(folder: Path, *, below: Path | None = None) -> None:
    """Create a folder for the user only, if it is missing. Raises OSError that names what is in the way.

    Its parent must exist: a drive or a share that is away has none, and the folder must not appear on another disk.
    Missing parents are created only inside `below`. A drive that is away and a link whose target is missing raise
    FileNotFoundError, and a file in the folder's place NotADirectoryError.
    """
    check_mounted(folder)
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


def _belongs_to_a_drive(folder: Path) -> bool:
    """Whether a missing folder has the place of a mount point: `/Volumes/DRIVE`, `/media/USER/DRIVE`."""
    parent = folder.parent
    if parent in DRIVES:
        return True
    mounted = set(_paths_in(MOUNTED, field=4))  # without it, as on macOS, only the first level is known
    return parent.parent in DRIVES and bool(mounted) and Path(os.path.realpath(parent)) not in mounted


def check_mounted(folder: Path) -> None:
    """Raise FileNotFoundError if the folder is missing or empty, and on a drive that is not mounted."""
    if not os.path.lexists(folder) and _belongs_to_a_drive(folder):
        raise FileNotFoundError(errno.ENOENT, "not mounted", str(folder))
    if _is_missing_or_empty(folder) and (drive := away_mount_point(folder)) is not None:
        raise FileNotFoundError(errno.ENOENT, "not mounted", str(drive))


def check_writable(folder: Path) -> None:
    """Write a byte to a temporary file in the folder. Raises the OSError that says why that is not possible.

    Permission bits are no proof for an administrator or on a read-only disk.
    """
    if sys.platform == "win32":
        # `tempfile` takes a folder without permission for a name that is in use, and tries 10,000 others.
        path = folder / f".wandesk-{uuid.uuid4().hex}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_BINARY | os.O_TEMPORARY)
        try:
            os.write(handle, b"\0")
        finally:
            os.close(handle)  # deletes it
    else:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
            file.flush()


def away_mount_point(folder: Path) -> Path | None:
    """The mount point at or above the folder whose drive is not mounted; None if there is none."""
    real = Path(os.path.realpath(folder))
    above = [point for point in _paths_in(FSTAB, field=1) if point == real or point in real.parents]
    if not above:
        return None
    mounted = set(_paths_in(MOUNTED, field=4))
    return next((point for point in above if mounted and point not in mounted), None)


def _paths_in(table: Path, field: int) -> Iterator[Path]:
    """The absolute paths in a field of a table of the system, which writes blanks in octal."""
    try:
        lines = table.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        fields = line.split()
        if len(fields) > field and not fields[0].startswith("#") and fields[field].startswith("/"):
            yield Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[field]))


def _is_missing_or_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except NotADirectoryError:
        return False
    except OSError:
        return True
