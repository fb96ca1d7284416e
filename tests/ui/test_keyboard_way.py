"""The way of the Tab key through a window with a video: composer, stage, jobs, as a screen reader reads them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import plural_loop
from tests.support.jobs import a_job, a_video
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from wandesk.domain.job import JobStage

COMPOSER = ("Region", "Model", "First frame", "Prompt", "Automatic sound", "Resolution", "Duration", "Copies", "More")
STAGE = ("Video", "Previous frame", "Play", "Next frame", "Position", "Loop", "Mute", "Full screen", "Details")
JOBS = ("All", "Search jobs", "Jobs")


def test_tab_goes_from_composer_to_stage_to_jobs(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with plural_loop(qapp) as loop:
        window = main_window(loop, qtbot, ListBridge(), tmp_path)
        window.resize(1600, 900)
        window.show()
        video = a_video("/videos/fox.mp4")
        window.jobs.model.job_added(a_job("d", JobStage.DONE, is_watched=True, video=video))
        window.jobs.select("d")
        QApplication.processEvents()
        window.jobs.view.setFocus()
        way: list[str] = []
        while not way or (way[-1] != "Jobs" and len(way) < 100):
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            way.append(window.focusWidget().accessibleName())
        places = [way.index(name) for name in (*COMPOSER, *STAGE, *JOBS)]
        assert places == sorted(places), way
