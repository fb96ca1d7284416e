"""The program's files are readable by the user only, whatever the umask."""

from __future__ import annotations

import signal
import stat
import sys
from pathlib import Path

import pytest

from tests.support.running import running
from tests.support.simulator import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")

ORDERS = """
import os, sys
os.umask(0)
from pathlib import Path
from tests.support.gui import until
from wandesk.app import window
from wandesk.app.application import Application

start = Application.start

async def order(self, files):
    await start(self, files)
    await until(lambda: self.window.composer.draft.picture is not None, within=30)
    self.window.composer.generate()

Application.start = order
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


def test_profile_files_are_private(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=ORDERS.format(profile=str(profile))) as program:
        until(lambda: [each for each in profile.glob("videos/*.mp4") if each.stat().st_size], within=30)
        until((profile / "wandesk.address").exists, within=20)
        open_to_others = {
            f"{path.relative_to(profile)} {stat.filemode(path.lstat().st_mode)}"
            for path in (profile, *profile.rglob("*"))
            if not is_shareable(path.relative_to(profile)) and stat.S_IMODE(path.lstat().st_mode) & 0o077
        }
        seen = {path.name for path in profile.rglob("*")}
        assert program.end(signal.SIGTERM) == 0
    assert {"jobs.sqlite", "jobs.sqlite-wal", "jobs.sqlite-shm", "settings.toml", "wandesk.log"} <= seen
    assert open_to_others == set()


def is_shareable(path: Path) -> bool:
    """Saved videos have the user's usual permissions, and the Practice child's files hold no secrets."""
    return path.parts[:1] in (("videos",), ("practice",)) and len(path.parts) > 1
