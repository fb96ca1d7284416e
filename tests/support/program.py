"""The whole program in this process: real engine thread, real children, real store, offscreen."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QEvent

from tests.support.gui import until
from wandesk.app.application import Application
from wandesk.app.crash_reports import CrashReports
from wandesk.domain.account import AccountRef, Secret
from wandesk.settings.paths import profile_at
from wandesk.ui.main_window import MainWindow

T = TypeVar("T")


@contextmanager
def running_program(
    folder: Path,
    files: Sequence[str] = (),
    *,
    keys: Mapping[str, Secret] | None = None,
    reports: CrashReports | None = None,
) -> Iterator[Application]:
    """A started program; closed as the user closes it. `keys` are those of the environment, by variable."""
    profile = profile_at(folder)
    profile.prepare()
    program = Application(profile, keys=keys, reports=reports)
    asyncio.set_event_loop(program.gui.loop)
    program.open_engine()
    window = program.open_window()
    program.spawn("start", program.start(files))
    try:
        yield program
    finally:
        window.close_at_once()
        program.close()
        # Nothing else deletes the window before a test opens the next one, whose look would be drawn on both.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        asyncio.set_event_loop(None)


@contextmanager
def ready_program(folder: Path) -> Iterator[Application]:
    """A started program that is `ready`."""
    with running_program(folder) as program:
        run_on_loop(program, ready(program))
        yield program


def window_of(program: Application) -> MainWindow:
    window = program.window
    assert window is not None
    return window


def run_on_loop(program: Application, story: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the program's own event loop; its exception fails the test."""
    return program.gui.run_until_done(story)


async def ready(program: Application) -> None:
    """The engine answers, and the first run's sample is in the card."""
    window = window_of(program)
    await until(lambda: window.composer.draft.picture is not None, within=30)


async def ask_practice(program: Application, path: str = "control", **wishes: Any) -> dict[str, Any]:
    """Send a request to the Practice child that only tests use, and return its answer."""
    backend = program.host.backend
    assert backend is not None
    connection = await asyncio.wrap_future(
        program.host.thread.run("address", backend.practice.connect(AccountRef("practice")))
    )
    access = backend.practice.access
    if "make" in wishes:
        wishes["make"] = {"key": access.key.reveal(), **wishes["make"]}
    parts = urlsplit(connection.base_url)
    body = json.dumps(wishes).encode() if wishes else None
    request = urllib.request.Request(
        f"{parts.scheme}://{parts.netloc}/simulator/{path}",
        body,
        {"Content-Type": "application/json", "X-Control-Token": access.control_token.reveal()},
    )

    def ask() -> dict[str, Any]:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    return await asyncio.get_running_loop().run_in_executor(None, ask)
