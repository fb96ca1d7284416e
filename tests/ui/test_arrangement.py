"""The three zones of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_problem, a_video
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from tests.support.stages import snapshot
from wandesk.domain.job import JobStage
from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import actions_at
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.player.caption import Caption
from wandesk.ui.window.arrangement import JOBS_HEIGHT, JOBS_WIDTH, Arrangement, JobsPlace

pytestmark = pytest.mark.logs("a video will not play")  # the videos of these jobs have no files

SMALL_PORTRAIT = 303 * 426
"""Square pixels: as large as a portrait video once was in a window of 1360 x 860."""


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = main_window(loop, qtbot, ListBridge(), tmp_path / "videos")
    window.show()
    QApplication.processEvents()  # its first size is that of a small screen
    window.resize(1360, 860)
    QApplication.processEvents()
    return window


def arrangement(window: MainWindow) -> Arrangement:
    return window.zones.arrangement


def resized(window: MainWindow, width: int, height: int = 860) -> None:
    window.resize(width, height)
    QApplication.processEvents()


def placed(window: MainWindow, place: JobsPlace) -> None:
    arrangement(window).place_jobs(place)
    QApplication.processEvents()


def are_beside(window: MainWindow) -> bool:
    """Whether the jobs stand at the right of the stage."""
    return window.jobs.mapTo(window, QPoint()).x() > window.stage.mapTo(window, window.stage.rect().topRight()).x()


def test_jobs_stand_at_the_right_in_a_wide_window(window: MainWindow) -> None:
    assert not are_beside(window)
    assert arrangement(window).floats_over.height() == JOBS_HEIGHT
    resized(window, 1499)
    assert not are_beside(window)
    resized(window, 1500)
    assert are_beside(window)
    assert arrangement(window).floats_over.width() == JOBS_WIDTH
    resized(window, 1360)
    assert not are_beside(window)
    assert arrangement(window).floats_over.height() == JOBS_HEIGHT


def test_user_places_the_jobs(window: MainWindow) -> None:
    placed(window, JobsPlace.RIGHT)
    assert are_beside(window)
    resized(window, 1900)
    placed(window, JobsPlace.BELOW)
    assert not are_beside(window)
    placed(window, JobsPlace.HIDDEN)
    assert not window.jobs.isVisible()
    placed(window, JobsPlace.AUTOMATIC)
    assert are_beside(window)


def test_each_place_keeps_the_size_that_the_user_gave_it(window: MainWindow, loop: GuiLoop, tmp_path: Path) -> None:
    del loop, tmp_path
    arrangement(window).restore("", (), beside=(1, 500), above=(500, 200))
    resized(window, 1360)
    below = arrangement(window).floats_over.height()
    resized(window, 1600)
    beside = arrangement(window).floats_over.width()
    resized(window, 1360)
    assert arrangement(window).floats_over.height() == below != JOBS_HEIGHT
    resized(window, 1600)
    assert arrangement(window).floats_over.width() == beside != JOBS_WIDTH
    assert arrangement(window).jobs_sizes(Qt.Orientation.Horizontal) == (1, 500)


@pytest.mark.parametrize("place", [JobsPlace.HIDDEN, JobsPlace.RIGHT])
def test_portrait_video_is_at_least_twice_as_large(window: MainWindow, place: JobsPlace) -> None:
    portrait = a_video("/videos/fox.mp4", width=464, height=832)
    window.jobs.model.job_added(a_job("d", JobStage.DONE, is_watched=True, video=portrait))
    window.jobs.select("d")
    arrangement(window).place_jobs(place)
    QApplication.processEvents()
    area = window.stage.player.view.picture_area()
    assert area.width() * area.height() >= 2 * SMALL_PORTRAIT


@pytest.mark.parametrize("place", JobsPlace)
def test_smallest_window_holds_every_zone(window: MainWindow, place: JobsPlace) -> None:
    arrangement(window).place_jobs(place)
    window.resize(1024, 640)
    QApplication.processEvents()
    assert window.size() == QSize(1024, 640)
    for zone in (window.composer, window.stage, arrangement(window).floats_over):
        assert window.rect().contains(zone.mapTo(window, zone.rect().topLeft()))
        assert window.rect().contains(zone.mapTo(window, zone.rect().bottomRight()))


def test_stage_keeps_its_place_from_one_state_to_the_next(window: MainWindow) -> None:
    stages = [
        a_job("q", JobStage.QUEUED),
        a_job("g", JobStage.GENERATING),
        a_job("f", JobStage.FAILED, problem=a_problem()),
        a_job("d", JobStage.DONE, is_watched=True, video=a_video("/videos/fox.mp4")),
    ]

    def places() -> tuple[object, ...]:
        QApplication.processEvents()
        return window.stage.geometry(), window.stage._pages.geometry(), window.stage._caption.geometry()

    before = places()
    for job in stages:
        window.jobs.model.job_added(job)
        window.jobs.select(job.id)
        assert places() == before, job.stage


def test_notice_is_seen_while_the_jobs_are_hidden(window: MainWindow) -> None:
    arrangement(window).place_jobs(JobsPlace.HIDDEN)
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full.")
    bar = window.zones.notice_bar
    assert bar.isVisible()
    assert not bar.geometry().intersects(window.stage.player.view.geometry()), "it lies over no video"
    arrangement(window).place_jobs(JobsPlace.BELOW)
    assert bar.isVisible()
    assert bar.parentWidget() is arrangement(window).floats_over


@pytest.mark.parametrize("width", [360, 622, 960])
def test_facts_are_never_elided_and_buttons_give_way(qtbot: QtBot, width: int) -> None:
    stage = QWidget()
    stage.resize(width, 100)
    caption = Caption()
    caption.setParent(stage)
    caption.resize(width, 60)
    qtbot.addWidget(stage)
    stage.show()
    caption.show_job(
        snapshot(a_job("d", JobStage.DONE, is_watched=True, video=a_video("/videos/fox.mp4"), prompt="Snow " * 60))
    )
    QApplication.processEvents()
    facts = caption._facts
    text = facts.fontMetrics().boundingRect(facts.rect(), int(Qt.TextFlag.TextWordWrap), facts.text())
    assert text.height() <= facts.height()
    assert text.width() <= facts.width()
    assert caption._more.isVisible()
    assert caption._more.geometry().right() < width
    shown = [each.text() for each in caption.action_buttons.buttons if each.isVisible()]
    assert ("Use these settings" in shown) == (width > 600)


def test_every_action_below_the_stage_is_in_its_menu_too() -> None:
    assert set(actions_at(Place.STAGE_VIDEO)) <= set(actions_at(Place.CONTEXT_MENU))
