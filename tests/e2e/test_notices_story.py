"""Notices through the real window: those of a start wait together, and each goes with its own act."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.support.gui import until
from tests.support.program import run_on_loop, running_program, window_of
from tests.support.widgets import named
from wandesk.app.application import Application
from wandesk.domain.progress import Progress, WaitReason
from wandesk.settings.paths import profile_at


@pytest.mark.qt_log_ignore("does not support QPlatformServices")
@pytest.mark.logs("damaged|order|settings")
def test_every_trouble_of_a_start_waits_and_the_key_card_comes_back(tmp_path: Path) -> None:
    profile = profile_at(tmp_path / "profile")
    profile.prepare()
    profile.settings_path.write_text("this is [not = toml", encoding="utf-8")
    (tmp_path / "profile" / "jobs.sqlite").write_bytes(b"not a list of videos" * 500)

    def said(program: Application) -> str:
        return "\n".join(each.sentence for each in window_of(program).notices.waiting)

    async def reads_and_closes_warnings(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "You are practising" in said(program), within=30)
        assert "settings" in said(program)
        assert "damaged" in said(program)
        await until((tmp_path / "profile" / "videos").is_dir, within=30)
        window.menus.action("show_videos").trigger()  # offscreen, nothing opens it: another notice, and none is lost
        await until(lambda: "Couldn't open this folder" in window.notices.sentence, within=10)
        while len(window.notices.waiting) > 1:
            QTest.mouseClick(named(QToolButton, "Close notice", within=window), Qt.MouseButton.LeftButton)
        assert window.notices.sentence.startswith("You are practising")

    async def sees_the_card(program: Application) -> None:
        await until(lambda: "You are practising" in said(program), within=30)

    async def closes_the_card(program: Application) -> None:
        await sees_the_card(program)
        QTest.mouseClick(named(QToolButton, "Close notice", within=window_of(program)), Qt.MouseButton.LeftButton)
        assert said(program) == ""

    async def sees_none(program: Application) -> None:
        window = window_of(program)
        await until(lambda: program.host.backend is not None, within=30)
        program.bridge.progressed(Progress(job_id="a", waits_for=WaitReason.KEY))
        assert said(program).startswith("A request is waiting for your API key")
        program.bridge.progressed(Progress(job_id="a"))
        assert said(program) == ""
        assert not window.menus.action("show_notice").isEnabled()

    for story in (reads_and_closes_warnings, sees_the_card, closes_the_card, sees_none):
        with running_program(tmp_path / "profile") as program:
            run_on_loop(program, story(program))
