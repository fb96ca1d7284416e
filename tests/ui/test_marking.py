"""Star, name, label and note in the window: keys, dialogs, several rows at once, Undo."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, plural_loop, until
from tests.support.jobs import a_job
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from tests.support.portraits import portrait
from tests.support.program import run_on_loop, running_program, window_of
from tests.support.videos import counted_video
from tests.support.widgets import named
from wandesk.app.application import Application
from wandesk.domain.job import JobStage
from wandesk.domain.job_query import JobQuery
from wandesk.domain.marks import Marks
from wandesk.settings.paths import profile_at
from wandesk.storage.store import JobStore
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.main_window import MainWindow
from wandesk.ui.window.mark_dialogs import MarkDialog
from wandesk.ui.wording.actions import plain

CONTROL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.logs("will not play")
"""Most of these videos have no files."""


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


@dataclass
class Harness:
    window: MainWindow
    bridge: ListBridge
    loop: GuiLoop

    def marks(self, job_id: str) -> Marks:
        return self.bridge.jobs[job_id].marks

    def choose(self, key: JobActionKey) -> None:
        self.window.menus.action(key).trigger()

    async def dialog(self) -> MarkDialog:
        await until(lambda: self.window.findChildren(MarkDialog))
        return self.window.findChildren(MarkDialog)[-1]

    async def closed(self) -> None:
        await until(lambda: not self.window.findChildren(MarkDialog))

    async def undo(self) -> None:
        self.window.jobs.view.setFocus()
        self.window.menus.action("undo").trigger()


@pytest.fixture
def harness(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> Harness:
    bridge = ListBridge()
    window = main_window(loop, qtbot, bridge, tmp_path)
    window.show()
    for name in "abc":
        label = "zoo" if name == "a" else ""
        bridge.add(a_job(name, JobStage.DONE, region="practice", marks=Marks(label=label)))
    window.jobs.select("b")
    window.jobs.view.setFocus()
    return Harness(window, bridge, loop)


def test_a_star_is_given_and_taken_by_its_key_and_undone(harness: Harness, said: list[str]) -> None:
    action = job_action(JobActionKey.STAR)

    async def story() -> None:
        star = harness.window.menus.action(JobActionKey.STAR)
        assert [each.toString() for each in star.shortcuts()] == ["Ctrl+D"]
        harness.choose(JobActionKey.STAR)
        await until(lambda: harness.marks("b").is_starred)
        assert said[-1] == "Starred 1 video."
        job = harness.window.jobs.selected_job()
        assert job is not None
        it = harness.window.jobs.snapshot(job)
        assert plain(action.text(it)) == "Take star off"
        await harness.undo()
        await until(lambda: not harness.marks("b").is_starred)
        await harness.undo()  # nothing is left to undo
        assert not any(harness.marks(each).is_starred for each in "abc")

    harness.loop.run_story(story())


def test_a_name_takes_the_place_of_the_prompt(harness: Harness, qapp: QApplication) -> None:
    async def story() -> None:
        harness.choose(JobActionKey.RENAME)
        dialog = await harness.dialog()
        field = named(QLineEdit, "Name", within=dialog)
        assert field.hasFocus()
        assert field.placeholderText().startswith("A fox turns its head")
        for theme in (Theme.DARK, Theme.LIGHT):
            apply_look(qapp, theme)
            portrait(dialog, f"mark-name-{theme}")
        QTest.keyClicks(field, "<b>Fox</b>")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await harness.closed()
        await until(lambda: harness.marks("b").name == "<b>Fox</b>")
        row = harness.window.jobs.model.row_of("b")
        assert row is not None
        index = harness.window.jobs.model.index(row)
        assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("<b>Fox</b>.")
        harness.choose(JobActionKey.RENAME)
        dialog = await harness.dialog()
        assert named(QLineEdit, "Name", within=dialog).text() == "<b>Fox</b>"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await harness.closed()
        assert harness.marks("b").name == "<b>Fox</b>"

    harness.loop.run_story(story())


def test_the_video_file_is_renamed_too_if_wanted_after_the_player_has_closed_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[object] = []
    monkeypatch.setattr(harness.window.stage.player, "release", lambda path=None: did.append(path))

    async def rename_video(job_id: str, name: str) -> None:
        did.append((job_id, name))

    monkeypatch.setattr(harness.bridge, "rename_video", rename_video)

    async def story() -> None:
        harness.choose(JobActionKey.RENAME)
        dialog = await harness.dialog()
        too = named(QCheckBox, "Rename the video file, too", within=dialog)
        assert not too.isEnabled(), "without a name the file keeps its own"
        field = named(QLineEdit, "Name", within=dialog)
        QTest.keyClicks(field, "Fox: 1")
        assert [label.text() for label in dialog.findChildren(QLabel) if ".mp4" in label.text()] == ["video.mp4"]
        too.click()
        assert [label.text() for label in dialog.findChildren(QLabel) if ".mp4" in label.text()] == ["Fox 1.mp4"]
        dialog.accept()
        await until(lambda: ("b", "Fox: 1") in did)
        assert did[-2:] == ["/nowhere/video.mp4", ("b", "Fox: 1")]

    harness.loop.run_story(story())


def test_a_label_for_several_rows_is_chosen_with_one_press_and_undone_from_the_notice(
    harness: Harness, qapp: QApplication
) -> None:
    async def story() -> None:
        harness.window.jobs.view.select_ids(["b", "a"])
        harness.choose(JobActionKey.LABEL)
        dialog = await harness.dialog()
        field = named(QLineEdit, "Label", within=dialog)
        assert (dialog.windowTitle(), field.text()) == ("Label 2 videos", "")
        assert "replaces all" in field.placeholderText(), "the two have different labels"
        portrait(dialog, "mark-label")
        named(QPushButton, "zoo", within=dialog).click()
        await harness.closed()
        await until(lambda: harness.marks("b").label == "zoo")
        assert harness.marks("a").label == "zoo"
        assert harness.window.notices.sentence == "", "one of them had that label already"
        harness.window.jobs.view.select_ids(["c", "b", "a"])
        harness.choose(JobActionKey.LABEL)
        dialog = await harness.dialog()
        field = named(QLineEdit, "Label", within=dialog)
        field.setText("  客户 一\n")
        dialog.accept()
        await until(lambda: harness.window.notices.sentence == "Labelled 3 videos.")
        assert {harness.marks(each).label for each in "abc"} == {"客户 一"}
        (notice,) = harness.window.notices.waiting
        harness.window.notices.press(notice, notice.buttons[0])
        await until(lambda: harness.marks("c").label == "")
        assert harness.marks("a").label == "zoo"
        assert harness.window.notices.sentence == ""

    harness.loop.run_story(story())


def test_a_note_has_lines_and_one_that_is_too_long_is_refused_in_the_dialog(harness: Harness) -> None:
    async def story() -> None:
        harness.choose(JobActionKey.NOTE)
        dialog = await harness.dialog()
        field = named(QPlainTextEdit, "Note", within=dialog)
        field.setPlainText("😀" * 250_000)  # 1 MB
        save = named(QPushButton, "Save", within=dialog)
        assert not save.isEnabled()
        assert field.accessibleDescription().startswith("This note has 250,000 characters.")
        QTest.keyClick(field, Qt.Key.Key_Return, CONTROL)
        assert dialog.isVisible()
        field.setPlainText("")
        QTest.keyClicks(field, "one")
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, "two")
        portrait(dialog, "mark-note")
        QTest.keyClick(field, Qt.Key.Key_Return, CONTROL)
        await harness.closed()
        await until(lambda: harness.marks("b").note == "one\ntwo")

    harness.loop.run_story(story())


@pytest.mark.usefixtures("qapp")
@pytest.mark.logs("poster|ffmpeg")
def test_a_playing_video_is_renamed_labelled_and_found_again_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    profile = profile_at(tmp_path / "profile")
    profile.prepare()
    profile.videos.mkdir(parents=True, exist_ok=True)
    saved = counted_video(profile.videos / "old.mp4")
    content = Path(saved.path).read_bytes()
    job = a_job("job", JobStage.DONE, region="practice", task_id="t", video=saved, is_watched=True)

    async def fill() -> None:
        store = JobStore(profile.store_path)
        await store.add(job)
        await store.close()

    asyncio.run(fill())

    async def marked(window: MainWindow, key: JobActionKey, text: str) -> None:
        window.menus.action(key).trigger()
        await until(lambda: window.findChildren(MarkDialog))
        dialog = window.findChildren(MarkDialog)[-1]
        dialog.field.insert(text) if isinstance(dialog.field, QLineEdit) else dialog.field.setPlainText(text)
        for box in dialog.findChildren(QCheckBox):
            box.click()
        dialog.accept()
        await until(lambda: not window.findChildren(MarkDialog))

    async def rename(program: Application) -> None:
        window = window_of(program)
        await until(lambda: window.jobs.model.row_of("job") is not None, within=30)
        window.jobs.select("job")
        window.stage.play()
        await until(lambda: window.stage.player.playback.is_playing, within=10)
        await marked(window, JobActionKey.RENAME, "Schöner Fuchs?")
        path = profile.videos / "Schöner Fuchs.mp4"
        await until(lambda: window.stage.job and window.stage.job.video and window.stage.job.video.path == str(path))
        assert [each.name for each in profile.videos.iterdir()] == [path.name]
        assert path.read_bytes() == content
        await marked(window, JobActionKey.LABEL, "客户一")
        await until(lambda: window.stage.job and window.stage.job.marks.label == "客户一")

    async def find(program: Application) -> None:
        bridge = program.bridge
        for text in ("客户", "schoner", "fuchs.mp4"):
            assert list((await bridge.job_listing(None, JobQuery(text=text))).ids) == ["job"], text
        assert (await bridge.job_counts()).labels == {"客户一": 1}

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, rename(program))
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, find(program))
