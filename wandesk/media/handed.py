"""Files that the parent opens for the media child and hands over: on Linux the child may open none itself.

The open files travel through a Unix socket, in one message before the request that needs them, in the order in which
the request names them. Other systems lack such sockets or the confinement: the child gets the paths there.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

MOST_FILES = 64
"""In one request; Linux takes 253."""
MARK = b"files"
"""The content of the message: a socket sends no files without a byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """An open file of the parent's, or the reason why it could not be opened (`errno`). `path` is for messages."""

    path: str
    descriptor: int | None = None
    errno: int = 0


Handed = str | HandedFile
"""A path, or an open file."""


def open_handed(source: Handed) -> BinaryIO:
    """Open a file to read it from its start. Raises OSError, ValueError (a NUL in the path)."""
    if isinstance(source, str):
        return open(source, "rb")  # noqa: PTH123 - a path with surrogates stays as it came
    if source.descriptor is None:
        raise OSError(source.errno, os.strerror(source.errno))
    copy = os.dup(source.descriptor)
    os.lseek(copy, 0, os.SEEK_SET)
    return os.fdopen(copy, "rb")


def status_of(source: Handed) -> os.stat_result:
    """What the file is. Raises OSError, ValueError."""
    if isinstance(source, str):
        return os.stat(source)  # noqa: PTH116 - a path with surrogates stays as it came
    if source.descriptor is None:
        raise OSError(source.errno, os.strerror(source.errno))
    return os.fstat(source.descriptor)


def path_of(source: Handed) -> str:
    """The path, for messages."""
    return source if isinstance(source, str) else source.path


@contextlib.contextmanager
def taken_files(
    line: socket.socket, arguments: Mapping[str, Any], names: Sequence[tuple[str, int]]
) -> Iterator[dict[str, Any]]:
    """The arguments of a request with its open files instead of their paths. `names` are (argument, errno).

    Raises OSError.
    """
    descriptors: list[int] = []
    if sys.platform != "win32":
        _, descriptors, _, _ = socket.recv_fds(line, len(MARK), MOST_FILES)
    try:
        arrived = iter(descriptors)
        every = [*names, *([("target", 0)] if "target" in arguments else [])]
        files = {
            name: HandedFile(path=arguments[name], descriptor=None if number else next(arrived), errno=number)
            for name, number in every
        }
        yield {**arguments, **files}
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
