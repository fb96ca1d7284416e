"""Copies of input files, named by their content: jobs with the same picture share one copy."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import logging
import os
import re
import stat
import tempfile
import uuid
from collections.abc import Collection, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from wandesk import durable, folders
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import SUFFIXES
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.files import disk

log = logging.getLogger(__name__)

SLICE_BYTES = 1 << 20
AUDIO_FORMATS = frozenset({"WAV", "MP3"})
CLIP_FORMATS = frozenset({"MP4", "MOV", "MKV", "WEBM", "AVI", "FLV", "TS", "WMA"})
COPY = ".copy-"
_CONTENT = re.compile(r"[0-9a-f]{64}")


class InputFiles:
    """The part of Files for inputs. Slow disk work runs in threads."""

    def __init__(self, inputs: Path) -> None:
        self._inputs = inputs
        self._prefix = f"{COPY}{uuid.uuid4().hex[:8]}-"
        """Prefix of the copies that this run writes. Only one run uses a profile at a time."""

    async def copy_input(self, source: Path, format: str) -> StoredInput:  # noqa: A002 - the field's name
        """Copy a user's file. Raises InputRefused, FolderRefused, NoRoom.

        The sentence is `picture_not_found` or `sound_not_found` for a missing file, `picture_unreadable` or
        `sound_unreadable` for one that cannot be read.
        """
        return await asyncio.to_thread(self._copy_input, source, format)

    async def adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        """Move one of our drafts to the copies. Raises as `copy_input`."""
        return await asyncio.to_thread(self._adopt, draft, format, name)

    def input_path(self, stored: StoredInput) -> Path:
        """The path of a copy."""
        return self._content_path(stored.sha256, stored.format)

    async def sweep_copies(self) -> None:
        """Delete the unfinished copies of earlier runs."""
        await asyncio.to_thread(self._sweep_copies)

    async def stored_inputs(self) -> Mapping[str, float]:
        """The sha256 of each copy, and when it was written (seconds since 1970)."""
        return await asyncio.to_thread(self._stored)

    async def delete_inputs(self, sha256s: Collection[str]) -> None:
        """Delete these contents. One that cannot be deleted stays until the next sweep."""
        await asyncio.to_thread(self._delete, sha256s)

    def _copy_input(self, source: Path, format: str) -> StoredInput:  # noqa: A002
        with _opened(source, format) as original, disk.refusals(self._inputs):
            folders.make_folder(self._inputs)
            handle, draft_name = tempfile.mkstemp(prefix=self._prefix, dir=self._inputs)
            draft = Path(draft_name)
            try:
                with os.fdopen(handle, "wb") as copy:
                    sha256, size_bytes = _copy(original, copy, source, format)
                    copy.flush()
                    os.fsync(copy.fileno())
                return self._store(draft, sha256, size_bytes, format, source.name)
            finally:
                disk.remove_quietly(draft)

    def _adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        with _opened(draft, format) as original:
            digest = hashlib.file_digest(original, "sha256")
            size_bytes = original.tell()
        with disk.refusals(self._inputs):
            durable.fsync_file(draft)
            stored = self._store(draft, digest.hexdigest(), size_bytes, format, name)
            disk.remove_quietly(draft)
        return stored

    def _store(self, draft: Path, sha256: str, size_bytes: int, format: str, name: str) -> StoredInput:  # noqa: A002
        final = self._content_path(sha256, format)
        if not (final.is_file() and final.stat().st_size == size_bytes):
            final.parent.mkdir(mode=0o700, exist_ok=True)
            draft.replace(final)
            disk.fsync_folder(final.parent)
        return StoredInput(sha256=sha256, format=format, name=_displayable(name), size_bytes=size_bytes)

    def _content_path(self, sha256: str, format: str) -> Path:  # noqa: A002
        return self._inputs / sha256[:2] / (sha256 + SUFFIXES.get(format, ""))

    def _stored(self) -> dict[str, float]:
        kept: dict[str, float] = {}
        # FileNotFoundError: no inputs yet, or a copy was deleted meanwhile.
        with disk.refusals(self._inputs), contextlib.suppress(FileNotFoundError):
            for path in self._inputs.glob("??/*"):
                if is_copy(path):
                    kept[path.stem] = max(kept.get(path.stem, 0.0), path.stat().st_mtime)
        return kept

    def _delete(self, sha256s: Collection[str]) -> None:
        for sha256 in sha256s:
            if not _CONTENT.fullmatch(sha256):
                continue  # a damaged row may contain anything
            for path in (self._inputs / sha256[:2]).glob(f"{sha256}*"):
                disk.remove_quietly(path)

    def _sweep_copies(self) -> None:
        try:
            broken = [each for each in self._inputs.glob(f"{COPY}*") if not each.name.startswith(self._prefix)]
        except OSError as gone:  # the disk is away; the next sweep continues
            log.info("unfinished copies are left for the next sweep: %s", gone)
            return
        for path in broken:
            disk.remove_quietly(path)


def is_copy(path: Path) -> bool:
    """Whether the file is the copy of an input, named by its content."""
    return _CONTENT.fullmatch(path.stem) is not None


def _input_refused(error: Exception, source: Path, format: str) -> InputRefused:  # noqa: A002
    is_gone = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError | ValueError)
    if format in AUDIO_FORMATS:
        sentence = Sentence.AUDIO_NOT_FOUND if is_gone else Sentence.AUDIO_UNREADABLE
    elif format in CLIP_FORMATS:
        sentence = Sentence.CLIP_NOT_FOUND if is_gone else Sentence.CLIP_UNREADABLE
    else:
        sentence = Sentence.PICTURE_NOT_FOUND if is_gone else Sentence.PICTURE_UNREADABLE
    return InputRefused(str(error), sentence=sentence, values={"name": _displayable(source.name)})


@contextlib.contextmanager
def _opened(source: Path, format: str) -> Iterator[BufferedReader]:  # noqa: A002
    try:
        # Opening a pipe or a device may block.
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
            # For example a USB stick was pulled out: the user's file failed, not our folder.
            raise _input_refused(error, source, format) from error
        if not piece:
            return digest.hexdigest(), size_bytes
        digest.update(piece)
        copy.write(piece)
        size_bytes += len(piece)


def _displayable(name: str) -> str:
    """A file name that can be shown and stored: undecodable bytes are replaced."""
    return name.encode("utf-8", "replace").decode()
