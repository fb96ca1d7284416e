"""Which files of a folder are opened, by whatever thread or library: Linux's inotify."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_OPEN = 0x20
_EVENT = struct.Struct("iIII")


class Opened:
    """Names of the files that were opened since the last `take`."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK)
        assert self._handle >= 0
        assert libc.inotify_add_watch(self._handle, os.fsencode(folder), IN_OPEN) >= 0

    def take(self) -> list[str]:
        """The names, in their order; folders are left out."""
        try:
            content = os.read(self._handle, 1 << 16)
        except BlockingIOError:
            return []
        names, at = [], 0
        while at < len(content):
            *_, size = _EVENT.unpack_from(content, at)
            names.append(content[at + _EVENT.size : at + _EVENT.size + size].rstrip(b"\0").decode())
            at += _EVENT.size + size
        return [name for name in names if name]

    def close(self) -> None:
        os.close(self._handle)


@contextmanager
def opened_files(folder: Path) -> Iterator[Opened]:
    """Watch a folder."""
    watching = Opened(folder)
    try:
        yield watching
    finally:
        watching.close()
