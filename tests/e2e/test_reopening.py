"""Reopen now: the program closes and starts again, with the same profile and in the new language."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.gui import until as until_true
from tests.support.integrity import assert_intact
from tests.support.program import ready, run_on_loop, running_program, window_of
from tests.support.running import Running, running
from tests.support.simulator import until
from wandesk.app.application import Application
from wandesk.settings.options import REOPENED_JOB
from wandesk.ui.main_window import MainWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

REOPENS = """
import asyncio, sys
from PySide6.QtWidgets import QPushButton
from wandesk.__main__ import main
from wandesk.app.start_up import StartUp
from wandesk.ui.settings.table import LANGUAGE, Page

run = StartUp.run

async def run_and_reopen(start_up, window, files):
    await run(start_up, window, files)
    while window.composer.draft.picture is None:
        await asyncio.sleep(0.05)
    window.composer.generate()
    while not window.jobs.model.rowCount():
        await asyncio.sleep(0.05)
    window.composer.cards.prompt.field.setPlainText("written in the last moment")
    reopen(window)

def reopen(window):
    if {by_dialog!r}:
        window.settings.open()
        dialog = window.settings._dialog
        card = dialog.setting_cards[Page.GENERAL]
        box = card.widgets[LANGUAGE.option.name]
        box.setCurrentIndex(box.findData("zh_CN"))
        box.activated.emit(box.currentIndex())
        press(dialog)
    else:
        window.menus.language_chosen.emit("zh_CN")
        press(window)

def press(window):
    words = ("Reopen now", "\\u7acb\\u5373\\u91cd\\u65b0\\u6253\\u5f00")
    (button,) = [b for b in window.findChildren(QPushButton) if b.text() in words and b.isVisibleTo(window)]
    button.click()

StartUp.run = run_and_reopen
sys.exit(main(["--profile", {profile!r}]))
"""


def starts(profile: Path) -> list[str]:
    logs = sorted((profile / "logs").glob("wandesk.log*"))
    return [line for log in logs for line in log.read_text("utf-8").splitlines() if ": Wan Desk " in line]


def address(profile: Path) -> str:
    try:
        return str(json.loads((profile / "wandesk.address").read_text("utf-8"))["pid"])
    except (FileNotFoundError, ValueError):
        return ""


def has_jobs(window: MainWindow, count: int) -> bool:
    return window.jobs.model.rowCount() == count and window.composer.takes_press


def reopened(program: Running) -> None:
    """Wait until the program has started a second time and listens again."""
    until(lambda: len(starts(program.profile)) == 2, within=40)
    until(lambda: address(program.profile) == str(program.process.pid), within=20)


@pytest.mark.parametrize("by_dialog", [False, True], ids=["by the notice", "in Settings"])
def test_the_program_starts_again_with_the_same_profile(tmp_path: Path, by_dialog: bool) -> None:
    profile = tmp_path / "profile"
    script = REOPENS.format(profile=str(profile), by_dialog=by_dialog)
    with running(profile, script=script, DASHSCOPE_API_KEY_SINGAPORE="sk-of-the-environment") as program:
        reopened(program)
        assert program.process.poll() is None, "the shell that waits for the program goes on waiting"
        command = Path(f"/proc/{program.process.pid}/cmdline")
        if command.exists():
            assert command.read_bytes().decode().split("\0")[-3:] == ["--profile", str(profile), ""]
        with running(profile, os.fspath(tmp_path)) as second:
            assert second.ended(10) == 0, "the new window holds the profile"
            assert "already open" not in second.stderr
        until(lambda: list((profile / "videos").glob("*.mp4")), within=60)  # the job goes on in the new window
        assert program.end() == 0
        assert program.stderr == ""
    settings = tomllib.loads((profile / "settings.toml").read_text("utf-8"))
    assert settings["general"]["language"] == "zh_CN"
    assert settings["order"]["prompt"] == "written in the last moment"
    assert len(list((profile / "videos").glob("*.mp4"))) == 1, "nothing is made twice"
    assert "sk-of-the-environment" not in "".join(path.read_text("utf-8") for path in (profile / "logs").iterdir())
    assert_intact(profile / "jobs.sqlite")


def test_the_same_job_is_on_the_stage_again_and_none_is_ordered_twice(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")

    async def two_jobs(program: Application) -> str:
        window = window_of(program)
        await ready(program)
        for count in (1, 2):
            window.composer.cards.prompt.field.setPlainText(f"video {count}")
            window.composer.generate()
            await until_true(partial(has_jobs, window, count), within=20)
        older = window.jobs.model.id_at(1)
        window.jobs.select(older)
        window.settings.reopening.agreed.disconnect(program._close_and_reopen)  # the loop is that of the test
        window.settings.reopening.agreed.emit()
        assert older is not None
        return older

    async def jobs_after(program: Application) -> list[str]:
        jobs = window_of(program).jobs
        await until_true(lambda: jobs.selected_job() is not None, within=20)
        selected = jobs.selected_job()
        await until_true(lambda: len(list((tmp_path / "profile" / "videos").glob("*.mp4"))) == 2, within=40)
        assert jobs.model.rowCount() == 2
        assert selected is not None
        return [selected.id, program.preferences.get(REOPENED_JOB)]

    with running_program(tmp_path / "profile") as program:
        older = run_on_loop(program, two_jobs(program))
    with running_program(tmp_path / "profile") as program:
        assert run_on_loop(program, jobs_after(program)) == [older, ""]
