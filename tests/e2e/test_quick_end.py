"""The program ends quickly whatever blocks, and a pause survives it."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.support.running import ENDS_WITHIN, running
from tests.support.simulator import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

BLOCKED = """
import sys, threading
from pathlib import Path
from wandesk.app import window
from wandesk.engine.engine import Engine

async def resume(self, **_given):
    print("hangs", file=sys.stderr, flush=True)
    threading.Event().wait(60)  # blocks the engine's loop itself

Engine.resume = resume
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


HUNG = """
import asyncio, sys, threading
from pathlib import Path
from wandesk.app import application, window

start = application.Application.start

async def start_and_hang(self, files):
    await start(self, files)
    self.spawn("a dead disk", asyncio.to_thread(threading.Event().wait, 60))
    print("hangs", file=sys.stderr, flush=True)

application.Application.start = start_and_hang
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


@pytest.mark.parametrize("script", [BLOCKED, HUNG], ids=["the engine", "a worker of the window"])
def test_a_hanging_part_does_not_keep_the_process(tmp_path: Path, script: str) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=script.format(profile=str(profile))) as program:
        until(lambda: "hangs" in program.stderr, within=20)
        began = time.monotonic()
        assert program.end(within=ENDS_WITHIN) == 0
        print(f"ended after {time.monotonic() - began:.2f} s")
        assert "Traceback" not in program.stderr


PAUSED = """
import sys
from pathlib import Path
from tests.support.gui import until
from wandesk.app import application, window

start = application.Application.start

async def pause_and_order(self, files):
    await start(self, files)
    window = self.window
    if {first}:
        window.menus.action("pause_all").trigger()
        await until(lambda: window.jobs.model.is_paused, within=20)
        await until(lambda: window.composer.draft.picture is not None, within=30)
        window.composer.generate()
        await until(lambda: window.jobs.model.counts == (0, 1), within=20)
    else:
        await until(lambda: window.jobs.model.counts == (0, 1), within=20)
        assert window.jobs.model.is_paused
        window.menus.action("resume_all").trigger()
        await until(lambda: window.jobs.model.counts == (0, 0), within=60)
    window.close()

application.Application.start = pause_and_order
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


def test_a_pause_survives_a_restart(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=PAUSED.format(profile=str(profile), first=True)) as program:
        assert program.process.wait(60) == 0, program.stderr
    assert _stages(profile) == ["queued"]
    with running(profile, script=PAUSED.format(profile=str(profile), first=False)) as program:
        assert program.process.wait(60) == 0, program.stderr
        assert "Traceback" not in program.stderr
    assert _stages(profile) == ["done"]


def _stages(profile: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(profile / "jobs.sqlite", timeout=5)) as store:
        return [stage for (stage,) in store.execute("SELECT stage FROM jobs")]
