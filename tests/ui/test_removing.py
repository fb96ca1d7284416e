"""Removing rows in the window: the bar, Undo, the focus, the question about a paid video, and the system's trash."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, plural_loop, until
from tests.support.jobs import StoredRows, a_job, a_problem, a_video
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from tests.support.program import ready, run_on_loop, running_program, window_of
from tests.support.widgets import named, question
from wandesk.app.application import Application
from wandesk.domain.errors import NoRoom, TrashRefused
from wandesk.domain.job import Job, JobStage
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.paths import profile_at
from wandesk.storage.store import JobStore
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.main_window import MainWindow
from wandesk.ui.window import notice_bar
from wandesk.ui.window.notice_bar import NoticeBar
from wandesk.ui.window.removing import REMOVED, Removing
from wandesk.ui.wording.removing import removed

CATALOG = load_catalogue()

pytestmark = pytest.mark.logs("will not play")
"""Most of these videos have no files."""
CONTENT = b"a video"


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


def removing_of(window: MainWindow) -> Removing:
    removing = window.findChild(Removing)
    assert removing is not None
    return removing


@dataclass
class Harness:
    window: MainWindow
    bridge: ListBridge
    loop: GuiLoop

    def run(self, story: Coroutine[Any, Any, None]) -> None:
        self.loop.run_story(story)

    @property
    def rows(self) -> list[str]:
        model = self.window.jobs.model
        return [model.id_at(row) for row in range(model.rowCount())]

    @property
    def selected(self) -> str | None:
        job = self.window.jobs.selected_job()
        return None if job is None else job.id

    @property
    def bar(self) -> NoticeBar:
        bar = self.window.findChild(NoticeBar)
        assert bar is not None
        return bar

    @property
    def sentence(self) -> str:
        """What the notice says; empty without one."""
        return self.window.notices.sentence

    @property
    def undo(self) -> QPushButton:
        return named(QPushButton, "Undo", within=self.bar)

    async def delete(self) -> None:
        """Press Del in the list, and wait until the row is gone and the bar says so."""
        count, before = len(self.rows), self.sentence
        QTest.keyClick(self.window.jobs.view, Qt.Key.Key_Delete)
        await until(lambda: len(self.rows) < count and self.sentence not in ("", before))


@pytest.fixture
def harness(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> Harness:
    bridge = ListBridge()
    window = main_window(loop, qtbot, bridge, tmp_path)
    window.show()
    return Harness(window, bridge, loop)


def three_videos(harness: Harness) -> None:
    for name in "abc":
        harness.bridge.add(a_job(name, JobStage.DONE, region="practice"))
    harness.window.jobs.select("b")
    harness.window.jobs.view.setFocus()


def test_del_removes_the_row_at_once_and_the_next_row_is_selected(harness: Harness) -> None:
    three_videos(harness)

    async def story() -> None:
        await harness.delete()
        assert harness.rows == ["c", "a"]
        assert harness.selected == "a"
        stage = harness.window.stage.job
        assert stage is not None
        assert stage.id == "a"
        assert harness.sentence == "Removed 1 video. It goes to the trash."

    harness.run(story())


def test_removals_in_a_row_share_the_bar_and_come_back_together(harness: Harness) -> None:
    three_videos(harness)

    async def story() -> None:
        await harness.delete()
        await harness.delete()
        assert harness.rows == ["c"]
        assert harness.sentence == "Removed 2 videos. They go to the trash."
        harness.undo.click()
        await until(lambda: harness.selected == "b")
        assert harness.rows == ["c", "b", "a"]
        assert harness.window.notices.of(REMOVED) is None
        assert harness.window.jobs.view.hasFocus()
        await harness.delete()
        assert harness.sentence == "Removed 1 video. It goes to the trash."

    harness.run(story())


def five_rows(harness: Harness) -> None:
    for name in "abcde":
        stage = JobStage.GENERATING if name == "c" else JobStage.FAILED if name == "d" else JobStage.DONE
        harness.bridge.add(a_job(name, stage, region="practice"))
    harness.window.jobs.view.setFocus()


def test_several_rows_go_and_come_back_as_one(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    five_rows(harness)
    view = harness.window.jobs.view
    said: list[str] = []
    shown: list[str] = []
    monkeypatch.setattr(notice_bar, "announce", lambda _source, sentence, **_more: said.append(sentence))

    async def story() -> None:
        harness.window.jobs.select("d")
        for _ in range(2):
            QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert view.selected_ids() == ["d", "c", "b"]
        harness.window.jobs.select("b")
        view.select_ids(["d", "c", "b"])
        harness.window.jobs.selected.connect(lambda it: shown.append(it.job.id if it else ""))
        await harness.delete()
        assert harness.rows == ["e", "c", "a"]
        assert harness.selected == "a"
        sentence = "Removed 2 rows. Their videos go to the trash. 1 row is under way and stays."
        assert (harness.sentence, said) == (sentence, [sentence])
        assert set(shown) == {"a"}, "the stage shows no row that goes"
        harness.undo.click()
        await until(lambda: view.selected_ids() == ["d", "c", "b"])
        assert harness.rows == ["e", "d", "c", "b", "a"]

    harness.run(story())


def test_rows_are_removed_although_the_first_selected_one_is_under_way(harness: Harness) -> None:
    """The newest row is usually under way, and selecting all rows leaves it the current one."""
    for name in "ab":
        harness.bridge.add(a_job(name, JobStage.DONE, region="practice"))
    harness.bridge.add(a_job("c", JobStage.GENERATING, region="practice"))
    harness.window.jobs.select("c")
    view = harness.window.jobs.view
    view.setFocus()

    async def story() -> None:
        QTest.keySequence(view, QKeySequence.StandardKey.SelectAll)
        assert harness.selected == "c"
        await harness.delete()
        assert harness.rows == ["c"]
        assert harness.sentence == "Removed 2 videos. They go to the trash. 1 row is under way and stays."
        harness.undo.click()
        await until(lambda: harness.rows == ["c", "b", "a"])

    harness.run(story())


@pytest.mark.parametrize("place", ["the Video menu", "the context menu"])
def test_menus_remove_what_can_go_of_several_rows(harness: Harness, place: str) -> None:
    for name in "ab":
        harness.bridge.add(a_job(name, JobStage.DONE, region="practice"))
    harness.bridge.add(a_job("c", JobStage.GENERATING, region="practice"))
    harness.window.jobs.select("c")
    assert not usable(harness, place), "the only selected row is under way"

    async def story() -> None:
        harness.window.jobs.view.setFocus()
        QTest.keySequence(harness.window.jobs.view, QKeySequence.StandardKey.SelectAll)
        assert harness.selected == "c"
        (remove,) = usable(harness, place)
        remove.trigger()
        await until(lambda: harness.rows == ["c"] and harness.sentence != "")
        assert harness.sentence == "Removed 2 videos. They go to the trash. 1 row is under way and stays."

    harness.run(story())


def usable(harness: Harness, place: str) -> list[QAction]:
    """Remove in a menu that opens now, if it can be pressed."""
    if place == "the Video menu":
        remove = harness.window.menus.action("remove")
        menu = next(each for each in harness.window.menuBar().findChildren(QMenu) if remove in each.actions())
        menu.aboutToShow.emit()
    else:
        job = harness.window.jobs.selected_job()
        assert job is not None
        menu = harness.window.jobs.requests.menu_for(job)
    return [each for each in menu.actions() if each.text().replace("&", "") == "Remove" and each.isEnabled()]


def test_the_next_row_is_in_sight(harness: Harness) -> None:
    for number in range(30):
        harness.bridge.add(a_job(f"{number:02}", JobStage.DONE, region="practice"))
    view = harness.window.jobs.view
    harness.window.resize(1024, 640)
    view.select_ids([f"{number:02}" for number in range(28, 12, -1)])

    async def story() -> None:
        await harness.delete()
        assert harness.selected == "12"
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))

    harness.run(story())


def test_all_rows_are_selected_and_removed_by_the_keyboard(harness: Harness) -> None:
    three_videos(harness)

    async def story() -> None:
        harness.window.menus.action("select_all").trigger()
        assert harness.window.jobs.view.selected_ids() == ["c", "b", "a"]
        await harness.delete()
        await until(lambda: not harness.rows)
        assert harness.sentence == "Removed 3 videos. They go to the trash."
        assert harness.window.stage.job is None

    harness.run(story())


def test_a_click_into_the_selection_with_the_other_button_keeps_it(harness: Harness) -> None:
    five_rows(harness)
    view = harness.window.jobs.view
    view.menu_requested.disconnect()
    view.select_ids(["e", "d"])
    for name, kept in (("d", ["e", "d"]), ("b", ["b"])):
        view._menu_requested(view.visualRect(view.model().index(harness.rows.index(name), 0)).center())
        assert (harness.selected, view.selected_ids()) == (name, kept)
    below = QPoint(5, view.visualRect(view.model().index(4, 0)).bottom() + 20)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert view.selected_ids() == ["b"]


def test_several_paid_videos_are_one_question(harness: Harness) -> None:
    for name in "ab":
        harness.bridge.add(replace(unsaved("singapore"), id=name))
    harness.bridge.add(a_job("c", JobStage.FAILED))
    harness.window.jobs.view.select_ids(["c", "b", "a"])

    async def story() -> None:
        harness.window.menus.action("remove").trigger()
        await until(lambda: is_asking(harness.window))
        asked = question(harness.window)
        assert asked is not None
        assert asked.text() == "Remove 2 videos that are not saved yet?"
        next(each for each in asked.buttons() if each.text() == "Remove").click()
        await until(lambda: not harness.rows)

    harness.run(story())
    assert harness.sentence == "Removed 3 rows."


def test_an_undo_that_fails_can_be_pressed_again(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    three_videos(harness)
    whole = harness.bridge.undo_removals

    async def refuse(job_ids: Sequence[str]) -> None:
        raise NoRoom(str(job_ids))

    async def story() -> None:
        await harness.delete()
        monkeypatch.setattr(harness.bridge, "undo_removals", refuse)
        harness.undo.click()
        await until(lambda: "disk" in harness.sentence or "space" in harness.sentence)
        monkeypatch.setattr(harness.bridge, "undo_removals", whole)
        harness.undo.click()
        await until(lambda: harness.selected == "b")

    harness.run(story())
    assert harness.rows == ["c", "b", "a"]


def test_the_shortcut_of_undo_works_outside_of_text(harness: Harness) -> None:
    three_videos(harness)

    async def story() -> None:
        await harness.delete()
        harness.window.composer.cards.prompt.field.setFocus()
        harness.window.menus.action("undo").trigger()
        assert harness.sentence
        harness.window.jobs.view.setFocus()
        harness.window.menus.action("undo").trigger()
        await until(lambda: harness.selected == "b")
        harness.window.menus.action("undo").trigger()  # nothing is left to undo

    harness.run(story())


def test_the_last_row_leaves_the_empty_page_and_undo_has_the_focus(harness: Harness) -> None:
    harness.bridge.add(a_job("a", JobStage.FAILED, region="practice", problem=a_problem()))
    harness.window.jobs.select("a")
    harness.window.jobs.view.setFocus()

    async def story() -> None:
        await harness.delete()
        assert harness.window.stage.job is None
        assert harness.sentence == "Removed 1 row."
        await until(harness.undo.hasFocus)
        QTest.keyClick(harness.undo, Qt.Key.Key_Space)
        await until(lambda: harness.selected == "a")

    harness.run(story())


def test_the_bar_ends_by_itself_and_floats(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    three_videos(harness)
    assert removing_of(harness.window).timer.interval() == 8000
    removing_of(harness.window).timer.setInterval(50)
    before = harness.window.jobs.geometry(), harness.window.stage.geometry()

    async def story() -> None:
        await harness.delete()
        assert (harness.window.jobs.geometry(), harness.window.stage.geometry()) == before
        assert harness.window.jobs.rect().contains(harness.bar.geometry())
        await until(lambda: not harness.sentence)
        await harness.delete()
        assert harness.sentence == "Removed 1 video. It goes to the trash."  # the earlier one is over

    harness.run(story())


def test_the_removal_is_announced_once(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def announced(_source: object, sentence: str, **_more: object) -> None:
        said.append(sentence)

    three_videos(harness)
    monkeypatch.setattr(notice_bar, "announce", announced)
    harness.run(harness.delete())
    assert said == ["Removed 1 video. It goes to the trash."]


@pytest.mark.parametrize(
    ("videos", "others", "sentence"),
    [
        (3, 0, "Removed 3 videos. They go to the trash."),
        (0, 2, "Removed 2 rows."),
        (1, 2, "Removed 3 rows. Their videos go to the trash."),
    ],
)
def test_the_bar_says_what_happened(videos: int, others: int, sentence: str, loop: GuiLoop) -> None:
    assert removed(videos, others) == sentence


@pytest.mark.parametrize("stage", [JobStage.GENERATING, JobStage.UNCERTAIN, JobStage.QUEUED])
def test_a_job_under_way_stays_and_says_why(harness: Harness, stage: JobStage) -> None:
    harness.bridge.add(a_job("a", stage))
    harness.window.jobs.select("a")
    QTest.keyClick(harness.window.jobs.view, Qt.Key.Key_Delete)
    assert harness.rows == ["a"]
    assert harness.window.notices.sentence
    assert not harness.window.menus.action("remove").isEnabled()


def unsaved(region: str) -> Job:
    """A paid video whose every download was damaged; Alibaba keeps it for a day."""
    problem = a_problem(Sentence.VIDEO_GIVEN_UP)
    now = time.time()
    return a_job(
        "a", JobStage.DOWNLOADING, region=region, task_id="t", problem=problem, submitted_at=now - 60, ended_at=now
    )


def is_asking(window: MainWindow) -> bool:
    return any(each.isVisible() for each in window.findChildren(QMessageBox))


@pytest.mark.parametrize("answer", ["Keep", "Remove"])
def test_only_the_loss_of_a_paid_video_asks(harness: Harness, answer: str) -> None:
    harness.bridge.add(unsaved("singapore"))
    harness.window.jobs.select("a")

    async def story() -> None:
        harness.window.menus.action("remove").trigger()
        await until(lambda: is_asking(harness.window))
        asked = question(harness.window)
        assert asked is not None
        assert "You paid for 1 video that is not on this computer" in asked.informativeText()
        assert asked.defaultButton().text() == "Keep"
        next(each for each in asked.buttons() if each.text() == answer).click()
        await until(lambda: not is_asking(harness.window))
        await until(lambda: not len(harness.loop.supervisor) or answer == "Keep")

    harness.run(story())
    assert harness.rows == (["a"] if answer == "Keep" else [])


@pytest.mark.parametrize("is_there", [True, False])
def test_a_saved_video_asks_only_if_its_file_is_gone(harness: Harness, is_there: bool) -> None:
    now = time.time()
    harness.bridge.add(
        a_job("a", JobStage.DONE, region="singapore", task_id="t", submitted_at=now - 60, ended_at=now, finished_at=now)
    )
    harness.bridge.is_there = is_there
    harness.window.jobs.select("a")

    async def story() -> None:
        harness.window.menus.action("remove").trigger()
        await until(lambda: is_asking(harness.window) or not harness.rows)
        asked = question(harness.window)
        assert (asked is None) is is_there
        if asked is not None:
            next(each for each in asked.buttons() if each.text() == "Keep").click()

    harness.run(story())
    assert harness.rows == ([] if is_there else ["a"])


def test_practice_never_asks(harness: Harness) -> None:
    harness.bridge.add(unsaved("practice"))
    harness.window.jobs.select("a")

    async def story() -> None:
        harness.window.menus.action("remove").trigger()
        await until(lambda: not harness.rows)

    harness.run(story())


def test_what_refuses_is_told(harness: Harness) -> None:
    three_videos(harness)
    harness.bridge.error = NoRoom("disk full")

    async def story() -> None:
        harness.window.menus.action("remove").trigger()
        await until(lambda: harness.window.notices.sentence)

    harness.run(story())
    assert harness.rows == ["c", "b", "a"]


def test_refusals_of_the_trash_are_one_notice_with_their_count(harness: Harness, said: list[str]) -> None:
    def refuse(*files: str, folder: str = "/net/videos") -> None:
        for file in files:
            harness.bridge.trash_refused(TrashRefused(values={"file": file, "folder": folder}))

    step = "Delete them there if you don't need them."

    async def story() -> None:
        refuse("a.mp4", "b.mp4", "c.mp4")
        await until(lambda: harness.sentence)
        assert harness.sentence == f"The trash doesn't take 3 videos. They stay in /net/videos. {step}"
        assert said == [harness.sentence]
        refuse("d.mp4", folder="/usb")
        await until(lambda: "4 videos" in harness.sentence)
        assert harness.sentence == f"The trash doesn't take 4 videos. They stay in their folders. {step}"
        (notice,) = harness.window.notices.waiting
        harness.window.notices.close(notice)
        refuse("e.mp4")
        await until(lambda: harness.sentence)
        assert harness.sentence.startswith("The trash doesn't take e.mp4. The video stays in /net/videos. Delete it")

    harness.run(story())


@pytest.mark.parametrize(
    ("removed_ids", "undone"), [("bc", "cb"), ("cb", "bc"), ("bc", "bc"), ("cb", "cb"), ("ad", "ad")]
)
def test_restored_rows_have_their_places_in_any_order(
    removed_ids: str, undone: str, loop: GuiLoop, qapp: QApplication
) -> None:
    model = JobsModel(StoredRows(), loop.spawn, sentence=lambda _job, _progress: "")
    for name in "abcd":
        model.job_added(a_job(name, JobStage.DONE))
    for name in removed_ids:
        model.job_removed(name)
    model.job_added(a_job("new"))
    for name in undone:
        older = [each for each in "abcd" if each < name and model.row_of(each) is not None]
        model.job_restored(a_job(name, JobStage.DONE), older[-1] if older else None)
    assert [model.id_at(row) for row in range(model.rowCount())] == ["new", "d", "c", "b", "a"]
    assert all(model.row_of(model.id_at(row)) == row for row in range(model.rowCount()))


# ---------------------------------------------------------------- the whole program


def profile_with_videos(folder: Path) -> list[Path]:
    """A profile whose list has three finished Practice videos; returns their paths, oldest first."""
    profile = profile_at(folder)
    profile.prepare()
    profile.videos.mkdir(parents=True, exist_ok=True)
    now = time.time()
    paths = [profile.videos / f"{name}.mp4" for name in ("one", "two", "three")]

    async def fill() -> None:
        store = JobStore(profile.store_path)
        for number, path in enumerate(paths):
            path.write_bytes(CONTENT)
            job = a_job(
                path.stem,
                JobStage.DONE,
                region="practice",
                created_at=now - 60 + number,
                submitted_at=now - 50,
                finished_at=now - 5,
                ended_at=now - 6,
                task_id=f"task-of-{path.stem}",
                video=a_video(path, size_bytes=len(CONTENT)),
                is_watched=True,
            )
            await store.add(job)
        await store.close()

    asyncio.run(fill())
    return paths


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's trash, in the test's own folder (freedesktop.org)."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "Trash" / "files"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@pytest.mark.usefixtures("qapp")
@pytest.mark.logs("cannot be played|Could not open|moov|ffmpeg|poster|open")
def test_from_del_to_the_systems_trash_and_over_a_restart(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    paths = profile_with_videos(tmp_path / "profile")

    def rows(program: Application) -> list[str]:
        model = window_of(program).jobs.model
        return [model.id_at(row) for row in range(model.rowCount())]

    async def remove(program: Application, job_id: str) -> None:
        window = window_of(program)
        await until(lambda: job_id in rows(program), within=30)
        window.jobs.select(job_id)
        QTest.keyClick(window.jobs.view, Qt.Key.Key_Delete)
        await until(lambda: job_id not in rows(program) and window.notices.of(REMOVED))

    async def first_run(program: Application) -> None:
        await ready(program)
        await remove(program, "two")
        removing_of(window_of(program)).undo()
        await until(lambda: rows(program) == ["three", "two", "one"])
        await remove(program, "one")  # the program ends within the 8 s

    async def second_run(program: Application) -> None:
        await until(lambda: names(trash) == ["one.mp4"], within=30)
        await ready(program)
        assert rows(program) == ["three", "two"]
        monkeypatch.setattr("wandesk.engine.removing.UNDO_SECONDS", 0.1)
        monkeypatch.setattr("wandesk.engine.removing.GRACE_SECONDS", 0.1)
        await remove(program, "two")
        await until(lambda: names(trash) == ["one.mp4", "two.mp4"])

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, first_run(program))
    assert paths[0].exists()
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, second_run(program))
    assert names(paths[0].parent) == ["three.mp4"]
