"""The parent's side of `handed`: opens the files of a request for the media child."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from wandesk import durable
from wandesk.media.handed import MARK
from wandesk.media.writing import write_errors

HANDS_OVER = sys.platform == "linux"
"""Only Linux has what confines the child afterwards."""


def hand_over(line: socket.socket, sources: Mapping[str, str], target: str | None) -> list[tuple[str, int]]:
    """Open the files of a request and send them; blocks. Returns (argument, errno) for each of `sources`.

    `sources` are paths by argument. A source may be missing, a folder or a device: the child judges it. `target` is the
    path of the result, whose draft becomes the last file (`durable.finish_draft` gives it its name).
    Raises NoRoom, FolderRefused (no draft can be made), OSError (the child is gone).
    """
    with contextlib.ExitStack() as held:
        opened: list[int] = []
        said: list[tuple[str, int]] = []
        for name, path in sources.items():
            descriptor, number = _open(path)
            said.append((name, number))
            if descriptor is not None:
                held.callback(os.close, descriptor)
                opened.append(descriptor)
        if target is not None:
            with write_errors(target, 0):
                opened.append(held.enter_context(durable.open_draft(Path(target))).fileno())
        if sys.platform != "win32":
            socket.send_fds(line, [MARK], opened)
    return said


def _open(path: str) -> tuple[int | None, int]:
    """A descriptor to read the file, or the reason why not."""
    try:
        # Without O_NONBLOCK, opening a pipe would wait for its other end.
        return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), 0
    except OSError as error:
        return None, error.errno or errno.EIO
    except ValueError:  # a NUL in the path
        return None, errno.ENOENT
