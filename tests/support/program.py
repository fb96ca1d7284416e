"""The whole program in this process: real engine thread, real children, real store, off screen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from wandesk.app.program import Program
from wandesk.settings.paths import profile_at
from wandesk.ui.main_window import MainWindow

T = TypeVar("T")


@contextmanager
def running_program(folder: Path, files: Sequence[str] = ()) -> Iterator[Program]:
    """A started program; closed as the user closes it."""
    profile = profile_at(folder)
    profile.prepare()
    program = Program(profile)
    asyncio.set_event_loop(program.loop)
    program.open_engine()
    window = program.open_window()
    program.spawn("start", program.start(files))
    try:
        yield program
    finally:
        window.close()
        program.close()
        asyncio.set_event_loop(None)


def window_of(program: Program) -> MainWindow:
    window = program.window
    assert window is not None
    return window


def tell(program: Program, story: Coroutine[Any, Any, T]) -> T:
    """Run a story on the program's own loop; its exception is the test's."""
    return program.run_until_done(story)
