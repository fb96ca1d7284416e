"""Disk operations for videos and inputs, and the port's errors for OSError."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path, PurePath

from wandesk import durable, folders
from wandesk.domain.errors import FolderRefused, NoRoom
from wandesk.domain.folder_errors import folder_sentence

log = logging.getLogger(__name__)


def refusal(error: OSError, folder: Path) -> NoRoom | FolderRefused:
    """The port's error for an OSError."""
    if durable.is_disk_full(error):
        return NoRoom(str(error), values={"folder": str(folder)})
    return FolderRefused(str(error), sentence=folder_sentence(error), values={"folder": str(folder)})


@contextlib.contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Turn each OSError inside into NoRoom or FolderRefused."""
    try:
        yield
    except OSError as error:
        raise refusal(error, folder) from error


def inside(folder: Path, name: str, *, below: Path) -> Path:
    """A path in the folder, which is created if missing, with its parents inside `below`. `below` must exist.

    Raises ValueError for a name with a path.
    """
    if not name or name == ".." or PurePath(name).name != name or "\\" in name:
        raise ValueError(f"not a file name: {name!r}")
    with refusals(folder):
        folders.make_folder(folder, below=below)
    return folder / name


def fsync_folder(folder: Path) -> None:
    """fsync the folder if possible: some network file systems cannot."""
    try:
        durable.fsync_folder(folder)
    except OSError as error:
        log.info("no fsync of %s: %s", folder.name, error)  # the file itself is durable


def is_file(path: Path) -> bool:
    """Whether the file exists. One that cannot be accessed counts as missing."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def can_write(folder: Path) -> bool:
    """Whether a file can be created there; a full disk counts as writable."""
    try:
        folders.check_writable(folder)
    except OSError as error:
        return durable.is_disk_full(error)
    return True


def remove_quietly(path: Path) -> None:
    """Delete one of our drafts; an error is only logged."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.info("a draft was left behind: %s", error)
