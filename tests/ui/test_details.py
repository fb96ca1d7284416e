"""The details of a job, and the sheet that shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_problem, a_video
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from tests.support.widgets import visible_text
from wandesk.domain.job import Job, JobStage
from wandesk.domain.request import StoredInput
from wandesk.domain.task import Usage
from wandesk.ui.main_window import MainWindow
from wandesk.ui.player.details import Details
from wandesk.ui.window.arrangement import JobsPlace
from wandesk.ui.window.details_sheet import DetailsSheet

pytestmark = pytest.mark.logs("a video will not play")  # the videos of these jobs have no files


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = main_window(loop, qtbot, ListBridge(), tmp_path / "videos")
    window.show()
    QApplication.processEvents()  # its first size is that of a small screen
    window.resize(1360, 860)
    QApplication.processEvents()
    return window


def lines_of(job: Job) -> list[str]:
    details = Details(lambda _request: ("Wan 2.5 Preview", "Singapore"))
    details.show_job(job)
    return details.text.splitlines()


def test_ids_come_last_and_everything_can_be_copied(qapp: QApplication) -> None:
    job = a_job("f", JobStage.FAILED, problem=a_problem(), task_id="task-1", prompt="Snow falls", seed=7)
    lines = lines_of(job)
    assert lines[:3] == ["Prompt: Snow falls", "Model: Wan 2.5 Preview", "Region: Singapore"]
    assert "Seed: 7" in lines
    assert lines[-5:] == [
        "Code: DataInspectionFailed",
        "Message: Input data may contain inappropriate content.",
        "Model ID: wan2.5-i2v-preview",
        "Task ID: task-1",
        "Request ID: 0f4cd0b6-9d0c-9f3d-a1d0-0a9f2f4e9a11",
    ]


def test_video_shows_its_own_facts_and_what_was_billed(qapp: QApplication) -> None:
    lines = lines_of(
        a_job(
            "d",
            JobStage.DONE,
            is_watched=True,
            video=a_video("/videos/fox.mp4"),
            usage=Usage(seconds=2.0, is_measured=True),
        )
    )
    assert "Video: 832 × 464 · 5 s · 16 fps · H264 · AAC · 1.0 MB" in lines
    assert "File: /videos/fox.mp4" in lines
    assert "Billed: 2 s (measured)" in lines
    assert "Took: 1:15" in lines
    assert "Seed: Random" in lines


def test_files_beside_the_first_picture_are_named(qapp: QApplication) -> None:
    night = StoredInput(sha256="cd" * 32, format="JPEG", name="night.jpg", size_bytes=1)
    beach = StoredInput(sha256="ef" * 32, format="MP4", name="beach.mp4", size_bytes=1)
    assert {"First clip: beach.mp4", "Last frame: night.jpg"} <= set(lines_of(a_job(last_frame=night, clip=beach)))
    looped = lines_of(a_job(last_frame=a_job("x").request.first_frame, template="squish"))
    assert {"Seamless loop: On", "Effect: Squeeze"} <= set(looped)
    assert not any(line.startswith("Last frame") for line in looped)


def test_rewritten_prompt_stands_beside_the_prompt_and_goes_into_the_form(window: MainWindow) -> None:
    rewritten = "A cat, in close-up, turns its head"
    window.jobs.model.job_added(a_job("d", JobStage.GENERATING, prompt="A cat", actual_prompt=rewritten))
    window.jobs.select("d")
    window.menus.action("details").trigger()
    details = window.zones.details
    QApplication.processEvents()
    prompt, other = details.prompt.geometry(), details.rewritten.geometry()
    assert prompt.top() == other.top()
    assert prompt.right() < other.left()
    details.rewritten.use.click()
    assert window.composer.draft.prompt == rewritten
    window.composer.cards.prompt.field.undo()
    assert window.composer.draft.prompt != rewritten, "it can be undone"
    window.jobs.model.job_added(a_job("e", JobStage.GENERATING, prompt="A dog", actual_prompt="A dog"))
    window.jobs.select("e")
    assert details.rewritten.isHidden()


def test_path_can_be_selected_and_copied(window: MainWindow, said: list[str]) -> None:
    window.jobs.model.job_added(a_job("d", JobStage.DONE, is_watched=True, video=a_video("/videos/fox.mp4")))
    window.jobs.select("d")
    window.menus.action("details").trigger()
    QApplication.processEvents()
    (field,) = (each for each in window.findChildren(QLineEdit) if each.accessibleName() == "File" and each.isVisible())
    assert field.isReadOnly()
    assert field.cursorPosition() == len("/videos/fox.mp4"), "a long path shows its file name"
    field.selectAll()
    assert field.selectedText() == "/videos/fox.mp4"
    (copy,) = (
        each for each in window.findChildren(QToolButton) if each.accessibleName() == "Copy path" and each.isVisible()
    )
    copy.click()
    assert QGuiApplication.clipboard().text() == "/videos/fox.mp4"
    assert said == ["Copied"]


@pytest.mark.parametrize("place", [JobsPlace.RIGHT, JobsPlace.BELOW, JobsPlace.HIDDEN])
def test_sheet_never_resizes_the_video(window: MainWindow, place: JobsPlace) -> None:
    window.jobs.model.job_added(a_job("d", JobStage.DONE, is_watched=True, video=a_video("/videos/fox.mp4")))
    window.jobs.select("d")
    window.zones.arrangement.place_jobs(place)
    QApplication.processEvents()
    (sheet,) = window.findChildren(DetailsSheet)
    view = window.stage.player.view
    before = view.size()
    window.menus.action("details").trigger()
    QApplication.processEvents()
    assert sheet.isVisible()
    assert "Wan 2.5 Preview" in visible_text(sheet)
    if place is not JobsPlace.HIDDEN:
        over = sheet.parentWidget()
        assert over is not None
        assert sheet.size() == over.size(), "it covers the jobs"
    assert view.size() == before
    QTest.keyClick(window.jobs.view, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert view.size() == before
