"""A partial download, `NAME.part`, and its sidecar `NAME.part.json`.

While a part is incomplete, the sidecar holds the length and the ETag or Last-Modified of the cloud's file, never the
link. It is deleted after the fsync of the complete part, so a part without it is complete.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
from functools import partial
from io import FileIO
from pathlib import Path

import msgspec

from wandesk import durable
from wandesk.dashscope.opened_files import Holder

LARGEST_SIDECAR_BYTES = 64 * 1024


class PartDamaged(Exception):
    """The MD5 differs: a power cut may have left a hole in the part."""


class Sidecar(msgspec.Struct, frozen=True, kw_only=True):
    """Which file of the storage a part belongs to."""

    etag: str = ""
    last_modified: str = ""
    length: int | None = None
    md5: str = ""
    """Base64 MD5 of the whole video, from the `Content-MD5` of a 200 response; "" without one."""

    @property
    def validator(self) -> str:
        """The value of `If-Range`: a strong ETag, else Last-Modified; "" without either."""
        found = self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified
        # Sent back in a header: a value that no header can carry would fail every retry.
        return found if found.isascii() and found.isprintable() else ""


class PartFile:
    """A part and its sidecar. Every method blocks, runs off the loop and raises OSError.

    The videos folder may be one that others can write, so neither is read or written through a link.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sidecar_path = path.with_name(f"{path.name}.json")
        self._file: FileIO | None = None
        self._holder = Holder()

    def resume_point(self) -> tuple[int, Sidecar]:
        """The size of the part and the file it belongs to; size 0 if that file is unknown."""
        try:
            size = self.path.lstat().st_size if durable.is_own(self.path) else 0
        except FileNotFoundError:
            return 0, Sidecar()
        sidecar = self._sidecar()
        is_usable = bool(sidecar.validator) and (sidecar.length is None or size <= sidecar.length)
        return (size, sidecar) if is_usable else (0, Sidecar())

    def _sidecar(self) -> Sidecar:
        try:
            with durable.open_own(self.sidecar_path, os.O_RDONLY) as file:
                return msgspec.json.decode(file.read(LARGEST_SIDECAR_BYTES) or b"", type=Sidecar)
        except (FileNotFoundError, msgspec.MsgspecError, ValueError):
            return Sidecar()
        except OSError as refused:
            if refused.errno != errno.ELOOP:
                raise
            return Sidecar()  # a link, which the next restart replaces

    def restart(self, sidecar: Sidecar) -> None:
        """Empty the part, then write its sidecar: after a crash, old bytes never have a new sidecar or none."""
        self._hold(durable.create_own(self.path))
        durable.write(self.sidecar_path, msgspec.json.encode(sidecar))

    def resume(self, size: int) -> None:
        """Open the part to append after its first `size` bytes."""
        file = durable.open_own(self.path)
        self._hold(file)
        if not file.closed:
            file.truncate(size)
            file.seek(size)

    def _hold(self, file: FileIO) -> None:
        self._file = file
        self._holder.hold(file)

    def write(self, batch: bytes) -> None:
        assert self._file is not None
        durable.write_all(self._file, batch)

    def finish(self) -> int:
        """fsync the part, check its MD5 and delete the sidecar; returns the length. Raises PartDamaged."""
        md5 = self._sidecar().md5
        with durable.open_own(self.path) as file:
            os.fsync(file.fileno())
            size = file.seek(0, os.SEEK_END)
            if md5:
                file.seek(0)
                found = hashlib.file_digest(file, partial(hashlib.md5, usedforsecurity=False)).digest()
                if base64.b64encode(found).decode() != md5:
                    raise PartDamaged
        self.sidecar_path.unlink(missing_ok=True)
        return size

    def forget(self) -> None:
        """Empty the part: the next try starts from the beginning."""
        durable.create_own(self.path).close()

    def close(self) -> None:
        """Close the part, also one that a thread is opening at this moment for a download that was cancelled."""
        self._holder.close()
