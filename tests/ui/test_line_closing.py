"""What the window says of the line, its acts on it, and the question before closing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.support.fakes import VIDEO
from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job
from tests.support.program import running_program
from tests.support.widgets import FakeKeys
from wandesk.app.awake import Awake
from wandesk.domain.draft import new_draft
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Video
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.send_queue import Workload
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.main_window import MainWindow
from wandesk.ui.settings.table import ASK_BEFORE_CLOSING, KEEP_AWAKE
from wandesk.ui.wording import closing
from wandesk.ui.wording import jobs as wording

CATALOG = load_catalogue()
VIDEO_ON_DISK = Video(path="/nowhere/made.mp4", facts=VIDEO)


@dataclass
class Told(Bridge):
    """A bridge without an engine: wishes are written down."""

    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        thread: Any = None
        Bridge.__init__(self, thread, Future())

    async def pause_all(self) -> None:
        self.said.append("pause")

    async def resume_all(self) -> None:
        self.said.append("resume")

    async def move_to_top(self, job_id: str) -> None:
        self.said.append(f"top {job_id}")

    async def forget(self, job_id: str) -> None:
        self.said.append(f"forget {job_id}")

    async def is_video_there(self, job_id: str) -> bool:
        return True

    async def shift(self, job_id: str, *, is_up: bool) -> None:
        self.said.append(f"{'up' if is_up else 'down'} {job_id}")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running


@dataclass
class Stand:
    window: MainWindow
    bridge: Told
    preferences: Preferences
    loop: GuiLoop

    def run(self, story: Coroutine[Any, Any, None]) -> None:
        self.loop.run_story(story)


@pytest.fixture
def stand(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    bridge, preferences = Told(), Preferences(tmp_path / "settings.toml")
    window = MainWindow(
        catalog=CATALOG,
        draft=new_draft(CATALOG, "practice"),
        bridge=bridge,
        spawn=loop.spawn,
        keys=FakeKeys(),
        values=preferences,
        videos=tmp_path,
        language="en",
    )
    qtbot.addWidget(window, before_close_func=lambda each: each.close_at_once())
    window.show()
    yield Stand(window, bridge, preferences, loop)
    preferences.close()


def box(window: MainWindow) -> QMessageBox:
    return next(each for each in window.findChildren(QMessageBox) if each.isVisible())


def is_asking(window: MainWindow) -> bool:
    return any(each.isVisible() for each in window.findChildren(QMessageBox))


def press(window: MainWindow, text: str) -> None:
    next(each for each in box(window).buttons() if each.text() == text).click()


OPEN = Workload(at_cloud=2, waiting=35, making=2, reopen_before=NOW)


def test_closing_asks_while_videos_are_made_and_keeping_open_keeps_it_open(stand: Stand) -> None:
    window = stand.window
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    stand.bridge.workload_changed(OPEN)

    async def story() -> None:
        assert not window.close()
        assert not window.close()
        await until(lambda: is_asking(window))
        assert box(window).defaultButton().text() == "Keep open"
        press(window, "Keep open")
        await until(lambda: not is_asking(window))
        assert window.isVisible()
        await asyncio.sleep(0)
        window.menus.action("quit").trigger()
        await until(lambda: is_asking(window))
        press(window, "Close")
        await until(lambda: not window.isVisible())

    stand.run(story())
    assert closed == [True]
    assert stand.preferences.get(ASK_BEFORE_CLOSING.option)


def test_do_not_ask_again_is_kept(stand: Stand) -> None:
    stand.bridge.workload_changed(OPEN)

    async def story() -> None:
        stand.window.close()
        await until(lambda: is_asking(stand.window))
        box(stand.window).checkBox().setChecked(True)
        press(stand.window, "Close")
        await until(lambda: not stand.window.isVisible())

    stand.run(story())
    assert not stand.preferences.get(ASK_BEFORE_CLOSING.option)


@pytest.mark.parametrize("workload", [Workload(), Workload(making=3, before={"practice": 0})])
def test_closing_asks_nothing_without_real_orders(stand: Stand, workload: Workload) -> None:
    stand.bridge.workload_changed(workload)
    assert stand.window.close()


def test_a_signal_or_the_end_of_the_session_is_not_held_up_by_a_question(stand: Stand) -> None:
    stand.bridge.workload_changed(OPEN)
    stand.window.close_at_once()
    assert not stand.window.isVisible()


def test_the_question_says_what_goes_on_and_until_when(qapp: QApplication) -> None:
    said = closing.question(OPEN)
    assert "2 videos are being made at Alibaba and continue after you close Wan Desk" in said
    assert f"open it again before {closing.day_and_time(NOW)} to download them" in said
    assert "35 more are waiting to be sent and continue when you open it again." in said
    assert closing.day_and_time(NOW).startswith(QLocale().dayName(3, QLocale.FormatType.LongFormat))
    assert (
        closing.question(Workload(waiting=2))
        == "2 orders are waiting to be sent and continue when you open Wan Desk again."
    )
    assert "paused" in closing.question(Workload(waiting=2, is_paused=True))


def test_the_question_counts_orders_in_doubt(qapp: QApplication) -> None:
    alone = Workload(uncertain=2, waiting=3, reopen_before=NOW)
    assert closing.needs_a_question(Workload(uncertain=1))
    said = closing.question(alone)
    assert said.startswith("2 videos may be in the works at Alibaba; ")
    assert f"before {closing.day_and_time(NOW)} to find them" in said
    assert "3 more are waiting to be sent" in said
    said = closing.question(Workload(at_cloud=2, uncertain=2, reopen_before=NOW))
    assert "2 more may be in the works there; Wan Desk looks for them when you open it again." in said


def test_a_row_that_goes_says_where_its_video_stays(stand: Stand) -> None:
    window = stand.window
    selected(stand, a_job("made", JobStage.DONE, finished_at=NOW - 25 * 3600, video=VIDEO_ON_DISK), Workload())

    async def story() -> None:
        assert window.menus.action("remove").isEnabled()
        window.menus.action("remove").trigger()
        await until(lambda: "stays in its folder" in window.notices.sentence)

    stand.run(story())
    assert stand.bridge.said == ["forget made"]
    stand.bridge.job_removed("made")
    assert window.jobs.model.rowCount() == 0
    assert not window.menus.action("remove").isEnabled()


def selected(stand: Stand, job: Job, workload: Workload) -> None:
    stand.bridge.job_added(job)
    stand.bridge.workload_changed(workload)
    stand.window.jobs.select(job.id)


def enabled(window: MainWindow) -> set[str]:
    return {wish for wish in ("cancel", "move_to_top", "move_up", "move_down") if window.menus.action(wish).isEnabled()}


def test_what_waits_here_can_be_moved_and_what_is_made_cannot(stand: Stand) -> None:
    window = stand.window
    selected(stand, a_job("first"), Workload(before={"first": 3}))
    assert enabled(window) == {"cancel", "move_to_top", "move_up", "move_down"}

    async def story() -> None:
        for wish in ("move_to_top", "move_up", "move_down"):
            window.menus.action(wish).trigger()
        await until(lambda: len(stand.bridge.said) == 3)

    stand.run(story())
    assert stand.bridge.said == ["top first", "up first", "down first"]
    stand.bridge.workload_changed(Workload(making=1))
    assert enabled(window) == {"cancel"}
    stand.bridge.job_changed(a_job("first", JobStage.GENERATING))
    assert enabled(window) == set()
    assert "being made" in window.menus.action("cancel").text()
    stand.bridge.job_changed(a_job("first", JobStage.WAITING))
    assert "being made" not in window.menus.action("cancel").text()


def test_pause_and_resume_take_turns_and_are_kept(stand: Stand) -> None:
    window = stand.window
    kept: list[bool] = []
    window.pause_chosen.connect(kept.append)
    assert window.menus.action("pause_all").isVisible()
    assert not window.menus.action("resume_all").isVisible()

    async def story() -> None:
        window.menus.action("pause_all").trigger()
        await until(lambda: stand.bridge.said == ["pause"])
        stand.bridge.workload_changed(Workload(is_paused=True, before={"a": 0}))
        assert not window.menus.action("pause_all").isVisible()
        window.menus.action("resume_all").trigger()
        await until(lambda: stand.bridge.said == ["pause", "resume"])

    stand.run(story())
    assert kept == [True, False]


def panel(loop: GuiLoop, qtbot: QtBot, *jobs: Job) -> JobsPanel:
    made = JobsPanel(
        questions=StoredRows(jobs),
        spawn=loop.spawn,
        catalog=a_catalog(),
        posters=PosterCache(loop.spawn),
        now=lambda: NOW,
    )
    qtbot.addWidget(made)
    for job in jobs:
        made.model.job_added(job)
    return made


def test_rows_say_their_place_and_that_they_are_paused(loop: GuiLoop, qtbot: QtBot) -> None:
    jobs = panel(loop, qtbot, a_job("a"), a_job("b"), a_job("c", JobStage.GENERATING))
    jobs.model.set_workload(Workload(before={"a": 0, "b": 3}, making=1))
    spoken = {each: jobs.model.data(jobs.model.index(jobs.model.row_of(each) or 0), 11) for each in "abc"}
    assert "next to be sent" in spoken["a"]
    assert "3 ahead" in spoken["b"]
    assert "line" not in spoken["c"]
    jobs.model.set_workload(Workload(before={"a": 0, "b": 3}, making=1, is_paused=True))
    progress = jobs.model.progress_of("b")
    assert progress is not None
    assert progress.waits_for is WaitReason.RESUME
    assert wording.stage_text(a_job("b"), progress, now=NOW, usual=None) == "Paused"
    jobs.model.set_workload(Workload(making=3))
    assert jobs.model.progress_of("b") is None


def test_the_place_goes_before_what_an_earlier_try_waited_for(loop: GuiLoop, qtbot: QtBot) -> None:
    jobs = panel(loop, qtbot, a_job("a"))
    jobs.model.progressed(Progress(job_id="a", waits_for=WaitReason.NETWORK))
    jobs.model.set_workload(Workload(before={"a": 2}))
    said = wording.wait_text(a_job("a"), jobs.model.progress_of("a"), now=NOW, usual=None)
    assert said == "2 ahead"


def test_the_context_menu_moves_what_waits_here(loop: GuiLoop, qtbot: QtBot) -> None:
    jobs = panel(loop, qtbot, a_job("a"))
    asked: list[tuple[str, str]] = []
    jobs.action_requested.connect(lambda key, meant: asked.append((key, meant[0].id)))
    jobs.select("a")
    assert not any("Move" in action.text() for action in jobs.menu_for(a_job("a")).actions())
    jobs.model.set_workload(Workload(before={"a": 2}))
    for action in jobs.menu_for(a_job("a")).actions():
        if action.text().startswith("Move"):
            action.trigger()
    assert asked == [("move_to_top", "a"), ("move_up", "a"), ("move_down", "a")]


def test_a_long_line_is_shown_in_no_time(loop: GuiLoop, qtbot: QtBot) -> None:
    count = 500
    jobs = panel(loop, qtbot, *(a_job(f"{number}") for number in range(count)))
    told: list[tuple[int, int]] = []
    jobs.model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    jobs.model.set_workload(Workload(before={f"{number}": number for number in range(count)}))
    assert told == [(0, count - 1)]
    told.clear()
    jobs.model.set_workload(Workload(before={f"{number}": number for number in range(count)}))
    assert told == []


class Recorded:
    def __init__(self) -> None:
        self.said: list[str] = []

    def hold(self, reason: str) -> None:
        self.said.append("hold")

    def release(self) -> None:
        self.said.append("release")


def test_the_program_keeps_the_computer_awake_as_long_as_it_is_told_and_allowed_to(
    tmp_path: Path, qapp: QApplication
) -> None:
    inhibitor = Recorded()
    with running_program(tmp_path / "profile") as program:
        program._keep_awake._awake = Awake(inhibitor)
        program.bridge.workload_changed(Workload(keeps_awake=True))
        program.preferences.set(KEEP_AWAKE.option, False)
        program.preferences.set(KEEP_AWAKE.option, True)
        program.bridge.workload_changed(Workload())
        program.bridge.workload_changed(Workload(keeps_awake=True))
        assert inhibitor.said == ["hold", "release", "hold", "release", "hold"]
    assert inhibitor.said[-1] == "release", "the end gives it back"
