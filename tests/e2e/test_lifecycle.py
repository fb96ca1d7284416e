"""Start and end of the real program: signals, kills, broken files."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.integrity import assert_intact
from tests.support.running import ENDS_WITHIN, ROOT, all_children, running
from tests.support.simulator import until
from wandesk.storage import migrations

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_and_its_children_in_time(tmp_path: Path, number: int) -> None:
    with running(tmp_path / "profile") as program:
        program.until_open()
        until(lambda: all_children(program.process.pid), within=20)  # the media process reads the sample
        (child, *_) = all_children(program.process.pid)
        assert program.end(number) == 0
        until(lambda: not is_alive(child), within=2)
        assert program.stderr == ""


SIGNAL_IN_A_LAYOUT = """
import os, signal, sys
from wandesk.__main__ import main
from wandesk.ui.widgets.flow import FlowRow

size_hint, said = FlowRow.sizeHint, []

def interrupted(row):
    widget = row.parentWidget()
    if not said and widget is not None and widget.window().isVisible():
        os.kill(os.getpid(), signal.SIGTERM)
        said.append(widget.window().isVisible())
        print("visible:", said, file=sys.stderr)
    return size_hint(row)

FlowRow.sizeHint = interrupted
sys.exit(main(["--profile", {profile!r}]))
"""
"""Qt asks Python for a size, and the signal arrives just then."""


def test_a_signal_in_the_middle_of_a_layout_closes_the_window_afterwards(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=SIGNAL_IN_A_LAYOUT.format(profile=str(profile))) as program:
        assert program.ended(20) == 0
        assert program.stderr == "visible: [True]"


def test_a_second_signal_while_closing_is_harmless(tmp_path: Path) -> None:
    with running(tmp_path / "profile") as program:
        program.until_open()
        program.process.terminate()
        program.process.terminate()
        assert program.end() in (0, -signal.SIGTERM)
        assert program.stderr == ""


@pytest.mark.parametrize("delay", [0.6, 1.0])
def test_a_signal_during_the_start_ends_it_silently(tmp_path: Path, delay: float) -> None:
    with running(tmp_path / "profile") as program:
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.process.wait(delay)
        assert program.end() in (0, -signal.SIGTERM)
        assert program.stderr == ""


def test_a_killed_program_releases_the_profile(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile) as first:
        first.until_open()
        first.end(signal.SIGKILL)
    with running(profile) as third:
        until(lambda: len(list((profile / "logs").glob("*.log"))) and _starts(profile) == 2, within=20)
        with contextlib.suppress(subprocess.TimeoutExpired):
            third.process.wait(1.5)
        assert third.process.poll() is None, third.stderr
        assert third.end() == 0
        assert third.stderr == ""


def _starts(profile: Path) -> int:
    return sum(log.read_text().count(": Wan Desk ") for log in (profile / "logs").glob("wandesk.log*"))


def test_a_damaged_store_is_set_aside_and_the_program_continues(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    content = b"not a database" * 500
    (profile / "jobs.sqlite").write_bytes(content)
    with running(profile) as program:
        until(lambda: list(profile.glob("jobs.sqlite.damaged-*-1")), within=20)
        program.until_listening()
        assert program.end() == 0
        assert "Traceback" not in program.stderr
    (aside,) = profile.glob("jobs.sqlite.damaged-*")
    assert aside.read_bytes() == content
    assert_intact(profile / "jobs.sqlite")
    assert not (profile / "jobs.sqlite.replacing").exists()  # acknowledged after the notice


def test_a_store_of_a_newer_version_is_reported_and_unchanged(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    with contextlib.closing(sqlite3.connect(profile / "jobs.sqlite")) as store:
        store.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        store.execute(f"PRAGMA user_version = {(migrations.MAJOR + 1) * 1000}")
    content = (profile / "jobs.sqlite").read_bytes()
    with running(profile) as program:
        until(lambda: "store_newer" in program.stderr, within=20)
        program.until_listening()
        assert program.end() == 0
        assert "Traceback" not in program.stderr
    assert (profile / "jobs.sqlite").read_bytes() == content
    assert [each.name for each in profile.glob("jobs*")] == ["jobs.sqlite"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("min_side", "min_sid", "models.toml, limits.image, reason=Object contains unknown field `min_sid`"),
        ("\nprompt_chars", "\npromt_chars", "models.toml, model.wan2.7-i2v, reason=Object contains unknown field"),
        ("schema = 1", "schema = [", "models.toml, reason=Invalid value (at line "),
    ],
)
def test_a_broken_catalogue_is_reported_and_the_program_starts(tmp_path: Path, old: str, new: str, place: str) -> None:
    root = _copied_tree(tmp_path)
    models = root / "resources" / "models.toml"
    text = models.read_text("utf-8")
    assert old in text
    models.write_text(text.replace(old, new, 1), "utf-8")
    with running(tmp_path / "profile", root=root) as program:
        until(lambda: "models.toml" in program.stderr, within=20)
        assert place in program.stderr
        program.until_listening()  # start-up is complete
        assert program.end() == 0
        assert "Traceback" not in program.stderr
    with contextlib.closing(sqlite3.connect(tmp_path / "profile" / "jobs.sqlite")) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_demo_reports_a_broken_catalogue(tmp_path: Path) -> None:
    root = _copied_tree(tmp_path)
    models = root / "resources" / "models.toml"
    models.write_text(models.read_text("utf-8").replace("min_side", "min_sid", 1), "utf-8")
    with running(tmp_path / "profile", root=root, script=DEMO) as program:
        assert program.process.wait(20) == 1
        assert "(models.toml, limits.image: Object contains unknown field `min_sid`)" in program.stderr
        assert "Traceback" not in program.stderr


DEMO = "import sys; from wandesk.__main__ import main; sys.exit(main(['--demo']))"


def _copied_tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    shutil.copytree(ROOT / "wandesk", root / "wandesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", root / "resources")
    return root


ORDERS = """
import functools, os, signal, sys
from pathlib import Path
from tests.support.gui import until
from wandesk.app import application, window

def fail(name):
    if name == {moment!r}:
        os.kill(os.getpid(), signal.SIGKILL)

application.open_backend = functools.partial(application.open_backend, failpoint=fail)
application.CloudAccess = functools.partial(application.CloudAccess, failpoint=fail)
start = application.Application.start

async def order(self, files):
    await start(self, files)
    await until(lambda: self.window.composer.draft.picture is not None, within=30)
    self.window.composer.generate()
    if {moment!r} == "closed":
        await until(lambda: self.window.jobs.model.rowCount(), within=10)
        self.window.close_at_once()

application.Application.start = order
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


@pytest.mark.parametrize("moment", ["closed", "post_returned", "renamed"])
def test_a_job_survives_a_kill_and_is_made_once(tmp_path: Path, moment: str) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=ORDERS.format(moment=moment, profile=str(profile))) as first:
        assert first.process.wait(30) == (0 if moment == "closed" else -signal.SIGKILL), first.stderr
        assert "Traceback" not in first.stderr
    with running(profile) as second:
        until(lambda: _stages(profile) == ["done"], within=60)  # after `post_returned` by reconciliation
        assert second.end() == 0
        assert "Traceback" not in second.stderr
    with contextlib.closing(sqlite3.connect(profile / "jobs.sqlite")) as store:
        kinds = [kind for (kind,) in store.execute("SELECT kind FROM events ORDER BY rowid")]
    assert sum("submission" in kind.lower() and "started" in kind.lower() for kind in kinds) == 1, kinds
    videos = list((profile / "videos").glob("*.mp4"))
    assert len(videos) == 1


def _stages(profile: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(profile / "jobs.sqlite", timeout=5)) as store:
        return [stage for (stage,) in store.execute("SELECT stage FROM jobs")]


STUCK = """
import sys, threading
from pathlib import Path
from wandesk.app import window
from wandesk.app.application import Application
from wandesk.engine.engine import Engine

async def resume(self, **_given):
    import asyncio
    print("hangs", file=sys.stderr, flush=True)
    await asyncio.to_thread(threading.Event().wait, 60)

Engine.resume = resume
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


def test_a_hanging_thread_does_not_keep_the_process(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=STUCK.format(profile=str(profile))) as program:
        until(lambda: "hangs" in program.stderr, within=20)
        assert program.end(within=ENDS_WITHIN + 1) == 0
        assert "Traceback" not in program.stderr


SILENT_KEYRING = """
import sys, threading
from pathlib import Path
from wandesk.app import window
from wandesk.app.application import Application
from wandesk.settings import keyrings

class Silent:
    def look(self, entry, *, is_expected):
        print("asked", file=sys.stderr, flush=True)
        threading.Event().wait()

keyrings.SecretService = Silent
start = Application.start

async def open_settings(self, files):
    await start(self, files)
    self.window.settings.open()

Application.start = open_settings
sys.exit(window.run_window(files=[], folder=Path({profile!r}), keys={{}}))
"""


def test_a_silent_keyring_delays_neither_start_nor_end(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with running(profile, script=SILENT_KEYRING.format(profile=str(profile))) as program:
        program.until_open()
        until(lambda: "asked" in program.stderr, within=20)
        assert program.end() == 0
        assert program.stderr == "asked"
