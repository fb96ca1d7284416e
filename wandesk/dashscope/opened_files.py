"""Opens files off the loop so that none stays open when the task that wants one is cancelled meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar


class Closable(Protocol):
    """What is opened."""

    def close(self) -> object:
        """Closing twice does nothing."""


F = TypeVar("F", bound=Closable)


class Holder:
    """Holds an open file until it is closed; a file that comes later is closed at once. For any thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._file: Closable | None = None
        self._is_closed = False

    def hold(self, file: Closable) -> None:
        """Take a file that was just opened."""
        with self._turn:
            self._file = file
            if self._is_closed:
                file.close()

    def close(self) -> None:
        """Close the file, now or when it comes."""
        with self._turn:
            self._is_closed = True
            if self._file is not None:
                self._file.close()


async def opened(open_file: Callable[[], F]) -> F:
    """The file that `open_file` opens in a thread. Raises what that raises."""
    holder = Holder()

    def work() -> F:
        file = open_file()
        holder.hold(file)
        return file

    try:
        return await asyncio.to_thread(work)
    except asyncio.CancelledError:
        holder.close()  # the thread goes on
        raise
