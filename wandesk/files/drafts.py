"""Drafts: previews, pasted pictures, and copies of files that may vanish before they are needed."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import shutil
import stat
import sys
import tempfile
import uuid
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from wandesk.domain.errors import FolderRefused, InputRefused, NoRoom
from wandesk.domain.found_files import FoundFiles
from wandesk.domain.places import place_sentence
from wandesk.domain.transfers import spare_bytes
from wandesk.files import disk
from wandesk.files.listing import found_files
from wandesk.files.mounts import mounted_path
from wandesk.files.portal import transferred_files
from wandesk.files.tables import file_beside, read_table
from wandesk.resources import resource_path

log = logging.getLogger(__name__)

LARGEST_KEPT_BYTES = 500_000_000
"""A larger file is used where it is: no picture or audio file that is accepted is as large."""
MIN_SCHEME = 2
"""Letters: a single one is a drive."""
KEPT = "kept-"
"""Prefix of the folders that hold one copied file each, under the file's own name."""


class DraftFiles:
    """The part of Files for drafts. Slow disk work runs in threads."""

    def __init__(self, drafts: Path) -> None:
        """`drafts` is in a folder of the profile; it is created when it is needed."""
        self._drafts = drafts
        self._profile = drafts.parent.parent

    def draft_path(self, name: str) -> Path:
        """The path of a draft; its folder is created if missing. Raises FolderRefused, NoRoom."""
        return disk.inside(self._drafts, name, below=self._profile)

    async def kept_path(self, name: str) -> Path:
        """A path for a file of the draft, in a folder of its own so that the file has its own name.

        Raises FolderRefused, NoRoom.
        """
        return await asyncio.to_thread(self._kept_path, name)

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        """The files that a program handed over through a portal, by their key.

        `listed` are the paths that it offered besides: they are the answer if one of them exists here, because a
        sandboxed program knows its files by other paths.
        """
        return await asyncio.to_thread(_transferred, key, listed)

    async def keep_file(self, place: str) -> str:
        """A path of the same file that stays: a copy if it may vanish, else the path as it is.

        `place` is a path, or the address of a network place, a phone or a camera (`smb://`, `mtp://`), which is found
        where the desktop mounts it. Also copied is a file whose name is not text in the system's encoding, which
        settings and players cannot hold. A file that cannot be copied stays where it is: reading it says why.

        Raises InputRefused for a place that is not mounted.
        """
        return await asyncio.to_thread(self._keep_file, place)

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        """The files of these places, with the pictures of each folder among them."""
        return await asyncio.to_thread(found_files, places, _path_of)

    async def read_table(self, path: Path) -> bytes:
        """The content of a table of orders. Raises InputRefused."""
        return await asyncio.to_thread(read_table, path)

    async def file_beside(self, table: Path, cell: str) -> str:
        """The path of a file that a table names."""
        return await asyncio.to_thread(file_beside, table, cell)

    async def sweep_drafts(self, older_than: float, keep: Collection[str]) -> None:
        """Delete drafts last changed before `older_than` (seconds since 1970), except the paths `keep`."""
        await asyncio.to_thread(self._sweep_drafts, older_than, frozenset(keep))

    def _keep_file(self, place: str) -> str:
        source = _path_of(place)
        name = os.path.basename(source)  # noqa: PTH119 - a path with surrogates stays as it came
        shown = name.encode("utf-8", "replace").decode()
        try:
            is_known = shown == name and not self._may_vanish(source)
            if is_known or not _is_copyable(source):
                return source
            target = self._kept_path(shown)
            try:
                self._check_room(source)
                shutil.copyfile(source, target)
                target.chmod(0o600)
            except OSError:
                _remove_folder(target.parent)
                raise
        except (OSError, ValueError, FolderRefused, NoRoom) as error:  # ValueError: a NUL in the path
            log.info("a file that may vanish could not be copied: %s", type(error).__name__)
            return source
        return str(target)

    def _check_room(self, source: str) -> None:
        """Raises OSError if a copy would take the space that the rest of the program needs."""
        usage = shutil.disk_usage(self._drafts)
        needed = os.path.getsize(source) + spare_bytes(usage.total)  # noqa: PTH202 - a path with surrogates
        if 0 < usage.free < needed:  # some disks report 0 for unknown
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._drafts))

    def _kept_path(self, name: str) -> Path:
        folder = self._drafts / f"{KEPT}{uuid.uuid4().hex}"
        return disk.inside(folder, name, below=self._profile)

    def _may_vanish(self, source: str) -> bool:
        path = Path(os.path.realpath(source))
        ours = (self._profile, resource_path())
        if any(path.is_relative_to(os.path.realpath(each)) for each in ours):
            return False
        return any(path.is_relative_to(root) for root in vanishing_folders(os.environ))

    def _sweep_drafts(self, older_than: float, keep: frozenset[str]) -> None:
        try:
            old = [each for each in self._drafts.glob("*") if each.stat().st_mtime < older_than]
            for path in old:
                if path.is_file():
                    if str(path) not in keep:
                        disk.remove_quietly(path)
                elif path.name.startswith(KEPT) and not any(str(each) in keep for each in path.iterdir()):
                    _remove_folder(path)
        except OSError as gone:  # a draft was deleted meanwhile, or the disk is away; the next sweep continues
            log.info("drafts are left for the next sweep: %s", gone)


def vanishing_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Folders whose files programs delete: temporary files, caches, and what a session mounts.

    Browsers and archive managers drag files out of the first two. Below the session's folder are the documents that a
    portal lends, and network places.
    """
    found = [tempfile.gettempdir(), *(environment.get(name, "") for name in ("TMPDIR", "TEMP", "TMP"))]
    home = Path.home()
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        found += [rf"{local}\Temp", rf"{local}\Microsoft\Windows\INetCache"] if local else []
    elif sys.platform == "darwin":
        found += ["/private/tmp", "/private/var/folders", str(home / "Library" / "Caches")]
    else:
        found += ["/tmp", "/var/tmp", "/dev/shm", "/run/user", environment.get("XDG_RUNTIME_DIR", "")]  # noqa: S108 - not written
        found += [environment.get("XDG_CACHE_HOME", "") or str(home / ".cache")]
    return tuple(Path(os.path.realpath(each)) for each in dict.fromkeys(found) if each)


def _transferred(key: str, listed: Sequence[str]) -> Sequence[str]:
    if any(os.path.lexists(path) for path in listed if "\0" not in path):
        return listed
    return transferred_files(key) or listed


def _path_of(place: str) -> str:
    scheme, found, _ = place.partition("://")
    if not found or not scheme.isascii() or "/" in scheme or len(scheme) < MIN_SCHEME:
        return place
    path = mounted_path(place, os.environ)
    if path is None:
        raise InputRefused(scheme, sentence=place_sentence(scheme), values={"scheme": f"{scheme.lower()}://"})
    return path


def _is_copyable(source: str) -> bool:
    status = os.stat(source)  # noqa: PTH116 - a path with surrogates stays as it came
    return stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_KEPT_BYTES


def _remove_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # the next sweep removes it
        shutil.rmtree(folder)
