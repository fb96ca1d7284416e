"""The file that an export writes, for the muxer. Runs in the child only."""

from __future__ import annotations

import os
from io import FileIO

from wandesk import durable

WRITE_FLAG = 2
"""AVIO_FLAG_WRITE."""


class WriteFailed(Exception):
    """The result cannot be written. Not an OSError, which would be taken for one of a source."""


class Writing:
    """The result, for the muxer: every write is whole."""

    name = "result"

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.failure: OSError | None = None
        """Why it could not be written."""

    def write(self, content: bytes) -> int:
        try:
            durable.write_all(self._file, content)
        except OSError as error:
            self.failure = error
            raise WriteFailed from error
        return len(content)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def opened_again(self, _name: str, flags: int, _options: object) -> _Again:
        """For the muxer, which moves the index to the front of the file at its end."""
        if flags & WRITE_FLAG:
            raise PermissionError("an export is one file")
        return _Again(self._file)


class _Again:
    """A second place in the result, only to read."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._at = 0

    def read(self, size: int) -> bytes:
        before = self._file.tell()
        try:
            self._file.seek(self._at)
            content = self._file.read(size) or b""
        finally:
            self._file.seek(before)
        self._at += len(content)
        return content

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset if whence == os.SEEK_SET else self._at + offset
        return self._at

    def tell(self) -> int:
        return self._at
