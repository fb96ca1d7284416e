"""The folders of one profile: inputs by their content, films that replace nothing, posters by job."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from io import BufferedReader
from pathlib import Path, PurePath
from typing import BinaryIO

from wandesk.domain.errors import FilmUnreadable, FolderRefused, InputRefused, NoRoom
from wandesk.domain.job import Job
from wandesk.domain.media import SUFFIXES
from wandesk.domain.request import StoredInput
from wandesk.files.names import film_name

SLICE_BYTES = 1 << 20
SOUNDS = frozenset({"WAV", "MP3"})
RENAME_TRIES = 10
RENAME_DELAY = 0.1
"""Seconds. A virus scanner or an indexer holds a fresh file for a moment on Windows."""
NAME_TRIES = 1000

log = logging.getLogger(__name__)


class ProfileFiles:
    """The engine's Files. Whatever touches the disk for long runs in threads."""

    def __init__(
        self, *, inputs: Path, posters: Path, films: Path, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._inputs = inputs
        self._posters = posters
        self._films = films
        self._sleep = sleep

    # ---------------------------------------------------------------- inputs

    async def freeze(self, source: Path, format: str) -> StoredInput:  # noqa: A002 - the field's word
        """Copy a file of the user's. Raises InputRefused, FolderRefused, NoRoom.

        `picture_not_found` and `sound_not_found` say that it is gone, `picture_unreadable` and `sound_unreadable` that
        it may not be read.
        """
        return await asyncio.to_thread(self._freeze, source, format)

    async def write(self, path: Path, content: bytes) -> None:
        """Write a small file of ours, whole or not at all. Raises NoRoom, FolderRefused."""
        await asyncio.to_thread(_write, path, content)

    async def sweep(self, older_than: float) -> None:
        """Remove drafts (previews, pasted pictures) last touched before `older_than` (seconds since 1970)."""
        await asyncio.to_thread(_sweep, self._inputs / "drafts", older_than)

    async def adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        """Take a finished file of ours, on the same disk; the draft is gone then. Raises as `freeze`."""
        return await asyncio.to_thread(self._adopt, draft, format, name)

    def input_path(self, stored: StoredInput) -> Path:
        """Where a copy lies."""
        return self._content_path(stored.sha256, stored.format)

    def draft_path(self, name: str) -> Path:
        """The same place for the same name. The folder is there then. Raises FolderRefused, NoRoom."""
        return _inside(self._inputs / "drafts", name)

    def poster_path(self, job_id: str) -> Path:
        """Where a job's poster lies or will. The folder is there then. Raises FolderRefused, NoRoom."""
        return _inside(self._posters, f"{job_id}.jpg")

    def _freeze(self, source: Path, format: str) -> StoredInput:  # noqa: A002
        with _opened(source, format) as original, _refusals(self._inputs):
            self._inputs.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft_name = tempfile.mkstemp(prefix=".copy-", dir=self._inputs)
            draft = Path(draft_name)
            try:
                with os.fdopen(handle, "wb") as copy:
                    sha256, size_bytes = _copy(original, copy, source, format)
                    copy.flush()
                    os.fsync(copy.fileno())
                return self._take(draft, sha256, size_bytes, format, source.name)
            finally:
                _remove_quietly(draft)

    def _adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        with _opened(draft, format) as original:
            digest = hashlib.file_digest(original, "sha256")
            size_bytes = original.tell()
        with _refusals(self._inputs):
            _fsync_file(draft)
            stored = self._take(draft, digest.hexdigest(), size_bytes, format, name)
            _remove_quietly(draft)
        return stored

    def _take(self, draft: Path, sha256: str, size_bytes: int, format: str, name: str) -> StoredInput:  # noqa: A002
        final = self._content_path(sha256, format)
        if not (final.is_file() and final.stat().st_size == size_bytes):
            final.parent.mkdir(mode=0o700, exist_ok=True)
            draft.replace(final)
            _fsync_folder(final.parent)
        return StoredInput(sha256=sha256, format=format, name=_for_people(name), size_bytes=size_bytes)

    def _content_path(self, sha256: str, format: str) -> Path:  # noqa: A002
        return self._inputs / sha256[:2] / (sha256 + SUFFIXES.get(format, ""))

    # ---------------------------------------------------------------- films

    async def reserve_film(self, job: Job) -> Path:
        """A final path, taken by an empty file. Raises FolderRefused (also when the folder's disk is away), NoRoom."""
        return await asyncio.to_thread(_reserve, self._films, film_name(job))

    def part_path(self, final: Path) -> Path:
        """Where the film grows, beside its final name."""
        return final.with_name(final.name + ".part")

    async def finish_film(self, part: Path, final: Path) -> Path:
        """Give the film its name; returns the name it has. Nothing is ever replaced but our own empty file.

        May be repeated after a crash. Raises FolderRefused, NoRoom, FilmUnreadable when there is no part.
        """
        for tries_left in reversed(range(RENAME_TRIES)):
            try:
                return await asyncio.to_thread(_finish, part, final)
            except PermissionError as error:
                if not tries_left:
                    raise FolderRefused(str(error), values={"folder": str(final.parent)}) from error
                await self._sleep(RENAME_DELAY)
            except OSError as error:
                raise _refusal(error, final.parent) from error
        raise AssertionError("the loop returns or raises")

    async def exists(self, path: Path) -> bool:
        """Whether the file is there; one that cannot be looked at is not."""
        return await asyncio.to_thread(_is_file, path)

    async def discard(self, path: Path) -> None:
        """Remove a part, an empty reservation or a draft. A film that holds something is left and logged."""
        await asyncio.to_thread(self._discard, path)

    def _discard(self, path: Path) -> None:
        try:
            if path.parent == self._films and path.suffix != ".part" and path.stat().st_size:
                log.warning("a film was not discarded: %s", path.name)
                return
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise _refusal(error, path.parent) from error


# ---------------------------------------------------------------- errors


def _refusal(error: OSError, folder: Path) -> NoRoom | FolderRefused:
    """The port's error for one of the system's. Windows' "disk full" comes as ENOSPC too."""
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return NoRoom(str(error), values={"folder": str(folder)})
    return FolderRefused(str(error), values={"folder": str(folder)})


@contextlib.contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refusal(error, folder) from error


def _input_refused(error: Exception, source: Path, format: str) -> InputRefused:  # noqa: A002
    kind = "sound" if format in SOUNDS else "picture"
    gone = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError | ValueError)
    return InputRefused(
        str(error),
        sentence=f"{kind}_not_found" if gone else f"{kind}_unreadable",
        values={"name": _for_people(source.name)},
    )


@contextlib.contextmanager
def _opened(source: Path, format: str) -> Iterator[BufferedReader]:  # noqa: A002
    try:
        # Opening a pipe or a device may wait for ever.
        if not stat.S_ISREG(source.stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, "not a file", str(source))
        original = source.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _input_refused(error, source, format) from error
    with original:
        yield original


def _copy(original: BinaryIO, copy: BinaryIO, source: Path, format: str) -> tuple[str, int]:  # noqa: A002
    digest = hashlib.sha256()
    size_bytes = 0
    while True:
        try:
            piece = original.read(SLICE_BYTES)
        except OSError as error:
            # A stick pulled out, a share gone: the user's file is at fault, not our folder.
            raise _input_refused(error, source, format) from error
        if not piece:
            return digest.hexdigest(), size_bytes
        digest.update(piece)
        copy.write(piece)
        size_bytes += len(piece)


# ---------------------------------------------------------------- single steps


def _inside(folder: Path, name: str) -> Path:
    """A path in the folder, which is made when it is missing. The name holds no folder of its own."""
    if not name or name == ".." or PurePath(name).name != name or "\\" in name:
        raise ValueError(f"not a file name: {name!r}")
    with _refusals(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


def _reserve(folder: Path, name: str) -> Path:
    with _refusals(folder):
        # Without parents: the folder of a disk that is away must not appear on another one.
        folder.mkdir(exist_ok=True)
        return _take_name(folder / name)


def _take_name(wanted: Path, own_part: Path | None = None) -> Path:
    """The wanted name or the next free one (`_2`), taken by an empty file. Raises OSError."""
    for number in range(1, NAME_TRIES):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}_{number}{wanted.suffix}")
        part = path.with_name(path.name + ".part")
        # A part beside the name would be another film's beginning.
        if part != own_part and part.exists():
            continue
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            continue
        return path
    raise FileExistsError(errno.EEXIST, "every name is taken", str(wanted))


def _finish(part: Path, final: Path) -> Path:
    """Raises OSError, FilmUnreadable."""
    try:
        _fsync_file(part)
    except FileNotFoundError as error:
        if _is_file(final) and final.stat().st_size:
            return final  # renamed before a crash
        if not part.parent.is_dir():
            raise  # the whole folder is away
        raise FilmUnreadable("the part is gone") from error
    if _is_reserved(final):
        target = final
        part.replace(target)
    else:
        # The name is free, or holds something that is not ours: take one exclusively.
        target = _take_name(final, part)
        try:
            part.replace(target)
        except OSError:
            _remove_quietly(target)
            raise
    _fsync_folder(target.parent)
    return target


def _is_reserved(final: Path) -> bool:
    """Whether an empty file holds the name: ours, or one that nobody can miss."""
    try:
        found = final.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == 0


def _fsync_file(path: Path) -> None:
    with path.open("r+b") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def _fsync_folder(folder: Path) -> None:
    """Make a new name last through a power cut; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network folders know no fsync of a folder; the film's own bytes are safe.
        log.info("no fsync of %s: %s", folder.name, error)
    finally:
        os.close(handle)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _write(path: Path, content: bytes) -> None:
    with _refusals(path.parent):
        handle, draft_name = tempfile.mkstemp(prefix=".write-", dir=path.parent)
        draft = Path(draft_name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            draft.replace(path)
        finally:
            _remove_quietly(draft)


def _sweep(folder: Path, older_than: float) -> None:
    try:
        drafts = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < older_than]
    except OSError:
        return  # no folder yet, or a draft that went away while we looked: nothing to sweep
    for path in drafts:
        _remove_quietly(path)


def _remove_quietly(path: Path) -> None:
    """Remove a file of our own making; a leftover harms nobody."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.info("a draft was left behind: %s", error)


def _for_people(name: str) -> str:
    """A file's name as text that can be shown and stored: bytes that are no text become a mark."""
    return name.encode("utf-8", "replace").decode()
