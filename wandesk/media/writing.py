"""Writes results; failures of the system become errors of the Media port."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from wandesk import durable
from wandesk.domain.errors import FolderRefused, NoRoom
from wandesk.media.handed import Handed, path_of


def write_result(target: Handed, content: bytes) -> None:
    """Write the content to `target`, whole or not at all. Raises NoRoom, FolderRefused (`folder`).

    An open file is a draft: its content is on the disk when this returns, and the parent gives it its name.
    """
    with write_errors(path_of(target), len(content)):
        if isinstance(target, str):
            durable.write(Path(target), content)
            return
        assert target.descriptor is not None, "the parent asks for nothing without a draft"
        with os.fdopen(os.dup(target.descriptor), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def opened_result(target: Handed) -> Iterator[FileIO]:
    """The empty file of a result that is written piece by piece; it is on the disk when the context ends.

    After an error, the caller removes what is there. Raises NoRoom, FolderRefused (`folder`).
    """
    with write_errors(path_of(target), 0):
        if isinstance(target, str):
            with durable.open_draft(Path(target)) as file:
                yield file
                os.fsync(file.fileno())
            durable.finish_draft(Path(target))
            return
        assert target.descriptor is not None, "the parent asks for nothing without a draft"
        with os.fdopen(os.dup(target.descriptor), "r+b", buffering=0) as file:
            yield file
            os.fsync(file.fileno())


@contextmanager
def write_errors(target: str, size_bytes: int) -> Iterator[None]:
    """Turn the system's errors about a result into NoRoom and FolderRefused."""
    try:
        yield
    except OSError as error:
        if durable.is_disk_full(error):
            raise NoRoom(str(error), values={"missing_bytes": size_bytes}) from error
        raise FolderRefused(str(error), values={"folder": str(Path(target).parent)}) from error
