"""The send queue in the window: its texts, its actions, and the question before closing."""

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

from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job
from tests.support.main_windows import main_window
from tests.support.program import running_program
from wandesk.app.awake import Awake
from wandesk.domain.job import Job, JobStage
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.send_queue import Workload
from wandesk.domain.sentences import Sentence
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


@dataclass
class RecordingBridge(Bridge):
    """A bridge without an engine that records its calls."""

    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        thread: Any = None
        Bridge.__init__(self, thread, Future())

    async def set_paused(self, *, is_paused: bool) -> None:
        self.calls.append("pause" if is_paused else "resume")

    async def move_to_top(self, job_id: str) -> None:
        self.calls.append(f"top {job_id}")

    async def shift(self, job_id: str, *, is_up: bool) -> None:
        self.calls.append(f"{'up' if is_up else 'down'} {job_id}")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running


@dataclass
class Harness:
    window: MainWindow
    bridge: RecordingBridge
    preferences: Preferences
    loop: GuiLoop

    def run(self, story: Coroutine[Any, Any, None]) -> None:
        self.loop.run_story(story)


@pytest.fixture
def harness(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> Iterator[Harness]:
    bridge, preferences = RecordingBridge(), Preferences(tmp_path / "settings.toml")
    window = main_window(loop, qtbot, bridge, tmp_path, values=preferences)
    window.show()
    yield Harness(window, bridge, preferences, loop)
    preferences.close()


def box(window: MainWindow) -> QMessageBox:
    return next(each for each in window.findChildren(QMessageBox) if each.isVisible())


def is_asking(window: MainWindow) -> bool:
    return any(each.isVisible() for each in window.findChildren(QMessageBox))


def press(window: MainWindow, text: str) -> None:
    next(each for each in box(window).buttons() if each.text() == text).click()


OPEN = Workload(at_cloud=2, waiting=35, making=2, reopen_before=NOW)


def test_closing_asks_while_videos_are_made_and_can_be_cancelled(harness: Harness) -> None:
    window = harness.window
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    harness.bridge.workload_changed(OPEN)

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

    harness.run(story())
    assert closed == [True]
    assert harness.preferences.get(ASK_BEFORE_CLOSING.option)


def test_do_not_ask_again_is_saved(harness: Harness) -> None:
    harness.bridge.workload_changed(OPEN)

    async def story() -> None:
        harness.window.close()
        await until(lambda: is_asking(harness.window))
        box(harness.window).checkBox().setChecked(True)
        press(harness.window, "Close")
        await until(lambda: not harness.window.isVisible())

    harness.run(story())
    assert not harness.preferences.get(ASK_BEFORE_CLOSING.option)


@pytest.mark.parametrize("workload", [Workload(), Workload(is_paused=True, before={"practice": 0})])
def test_closing_asks_nothing_if_it_stops_nothing(harness: Harness, workload: Workload) -> None:
    harness.bridge.workload_changed(workload)
    assert harness.window.close()


def test_closing_with_practice_videos_follows_the_switch(harness: Harness) -> None:
    harness.bridge.workload_changed(Workload(making=2, practising=2))

    async def story() -> None:
        assert not harness.window.close()
        await until(lambda: is_asking(harness.window))
        shown = box(harness.window)
        assert shown.text() + shown.informativeText() == (
            "2 practice videos are being made on this computer and pause until you open Wan Desk again."
        )
        press(harness.window, "Keep open")
        await until(lambda: not is_asking(harness.window))

    harness.run(story())
    harness.preferences.set(ASK_BEFORE_CLOSING.option, False)
    assert harness.window.close()


def test_question_names_paid_and_practice_videos(qapp: QApplication) -> None:
    text = closing.question(Workload(waiting=2, practising=3))
    assert text.endswith("3 practice videos pause until you open it again.")
    assert text.startswith("2 orders are waiting to be sent and continue when you open Wan Desk again.")


def test_signal_and_end_of_session_close_without_a_question(harness: Harness) -> None:
    harness.bridge.workload_changed(OPEN)
    harness.window.close_at_once()
    assert not harness.window.isVisible()


def test_question_says_what_continues_and_until_when(qapp: QApplication) -> None:
    text = closing.question(OPEN)
    assert "2 videos are being made at Alibaba and continue after you close Wan Desk" in text
    assert f"open it again before {closing.day_and_time(NOW)} to download them" in text
    assert "35 more are waiting to be sent and continue when you open it again." in text
    assert closing.day_and_time(NOW).startswith(QLocale().dayName(3, QLocale.FormatType.LongFormat))
    assert (
        closing.question(Workload(waiting=2))
        == "2 orders are waiting to be sent and continue when you open Wan Desk again."
    )
    assert "paused" in closing.question(Workload(waiting=2, is_paused=True))


def test_question_counts_uncertain_orders(qapp: QApplication) -> None:
    alone = Workload(uncertain=2, waiting=3, reopen_before=NOW)
    assert closing.needs_a_question(Workload(uncertain=1))
    text = closing.question(alone)
    assert text.startswith("2 videos may be in the works at Alibaba; ")
    assert f"before {closing.day_and_time(NOW)} to find them" in text
    assert "3 more are waiting to be sent" in text
    text = closing.question(Workload(at_cloud=2, uncertain=2, reopen_before=NOW))
    assert "2 more may be in the works there; Wan Desk looks for them when you open it again." in text


def selected(harness: Harness, job: Job, workload: Workload) -> None:
    harness.bridge.job_added(job)
    harness.bridge.workload_changed(workload)
    harness.window.jobs.select(job.id)


def enabled(window: MainWindow) -> set[str]:
    return {wish for wish in ("cancel", "move_to_top", "move_up", "move_down") if window.menus.action(wish).isEnabled()}


def test_queued_jobs_can_be_moved_and_running_ones_cannot(harness: Harness) -> None:
    window = harness.window
    selected(harness, a_job("first"), Workload(before={"first": 3}))
    assert enabled(window) == {"cancel", "move_to_top", "move_up", "move_down"}

    async def story() -> None:
        for wish in ("move_to_top", "move_up", "move_down"):
            window.menus.action(wish).trigger()
        await until(lambda: len(harness.bridge.calls) == 3)

    harness.run(story())
    assert harness.bridge.calls == ["top first", "up first", "down first"]
    harness.bridge.workload_changed(Workload(making=1))
    assert enabled(window) == {"cancel"}
    harness.bridge.job_changed(a_job("first", JobStage.GENERATING))
    assert enabled(window) == set()
    assert "being made" in window.menus.action("cancel").text()
    harness.bridge.job_changed(a_job("first", JobStage.WAITING))
    assert "being made" not in window.menus.action("cancel").text()


def test_pause_and_resume_take_turns_and_are_saved(harness: Harness) -> None:
    window = harness.window
    kept: list[bool] = []
    window.pause_chosen.connect(kept.append)
    assert window.menus.action("pause_all").isVisible()
    assert not window.menus.action("resume_all").isVisible()

    async def story() -> None:
        window.menus.action("pause_all").trigger()
        await until(lambda: harness.bridge.calls == ["pause"])
        harness.bridge.workload_changed(Workload(is_paused=True, before={"a": 0}))
        assert not window.menus.action("pause_all").isVisible()
        window.menus.action("resume_all").trigger()
        await until(lambda: harness.bridge.calls == ["pause", "resume"])

    harness.run(story())
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


def test_rows_show_their_place_and_that_they_are_paused(loop: GuiLoop, qtbot: QtBot) -> None:
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


def test_queued_row_says_what_its_check_waits_for_and_then_its_place(loop: GuiLoop, qtbot: QtBot) -> None:
    """A job of an earlier run is compared with the cloud's list while it is in the queue."""
    jobs = panel(loop, qtbot, a_job("a"))
    jobs.model.set_workload(Workload(before={"a": 2}))

    def says() -> str:
        return wording.wait_text(a_job("a"), jobs.model.progress_of("a"), now=NOW, usual=None)

    locked = Obstacle(sentence=Sentence.KEYRING_LOCKED)
    jobs.model.progressed(Progress(job_id="a", waits_for=WaitReason.KEY, obstacle=locked))
    assert says() == "The keyring is locked. Unlock it to continue."
    jobs.model.progressed(Progress(job_id="a", waits_for=WaitReason.EARLIER))
    assert says() == "Checking that this wasn't sent already"
    jobs.model.set_workload(Workload(before={"a": 2}, is_paused=True))
    assert says() == "Paused"  # the check goes on, and the pause is what the user can end
    jobs.model.set_workload(Workload(before={"a": 2}))
    assert says() == "Checking that this wasn't sent already"
    jobs.model.progressed(Progress(job_id="a"))
    assert says() == "2 ahead"


def test_context_menu_moves_queued_jobs(loop: GuiLoop, qtbot: QtBot) -> None:
    jobs = panel(loop, qtbot, a_job("a"))
    asked: list[tuple[str, str]] = []
    jobs.action_requested.connect(lambda key, meant: asked.append((key, meant[0].id)))
    jobs.select("a")
    assert not any("Move" in action.text() for action in jobs.requests.menu_for(a_job("a")).actions())
    jobs.model.set_workload(Workload(before={"a": 2}))
    for action in jobs.requests.menu_for(a_job("a")).actions():
        if action.text().startswith("Move"):
            action.trigger()
    assert asked == [("move_to_top", "a"), ("move_up", "a"), ("move_down", "a")]


def test_long_queue_is_shown_quickly(loop: GuiLoop, qtbot: QtBot) -> None:
    count = 500
    jobs = panel(loop, qtbot, *(a_job(f"{number}") for number in range(count)))
    ranges: list[tuple[int, int]] = []
    jobs.model.dataChanged.connect(lambda first, last: ranges.append((first.row(), last.row())))
    jobs.model.set_workload(Workload(before={f"{number}": number for number in range(count)}))
    assert ranges == [(0, count - 1)]
    ranges.clear()
    jobs.model.set_workload(Workload(before={f"{number}": number for number in range(count)}))
    assert ranges == []


class RecordingInhibitor:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def hold(self, reason: str) -> None:
        self.calls.append("hold")

    def release(self) -> None:
        self.calls.append("release")


def test_computer_stays_awake_while_needed_and_allowed(tmp_path: Path, qapp: QApplication) -> None:
    inhibitor = RecordingInhibitor()
    with running_program(tmp_path / "profile") as program:
        program.desktop.keep_awake._awake = Awake(inhibitor)
        program.bridge.workload_changed(Workload(keeps_awake=True))
        program.preferences.set(KEEP_AWAKE.option, False)
        program.preferences.set(KEEP_AWAKE.option, True)
        program.bridge.workload_changed(Workload())
        program.bridge.workload_changed(Workload(keeps_awake=True))
        assert inhibitor.calls == ["hold", "release", "hold", "release", "hold"]
    assert inhibitor.calls[-1] == "release", "released at the end"


def test_closing_over_an_export_asks_and_says_that_it_is_cancelled(harness: Harness) -> None:
    window, left = harness.window, [2]
    window.closing_question.running_exports = lambda: left[0]

    async def story() -> None:
        assert not window.close()
        await until(lambda: is_asking(window))
        assert box(window).text() == "2 exports are not finished and will be cancelled."
        press(window, "Keep open")
        await until(lambda: not is_asking(window))

    harness.run(story())
    left[0] = 0
    assert window.close()
