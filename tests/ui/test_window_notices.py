"""Notices in the window: they move nothing, and the refusal of an action goes with its job or with the next try."""

from __future__ import annotations

import gc
import warnings
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, until
from tests.support.jobs import a_job, a_problem
from tests.support.main_windows import main_window
from tests.support.widgets import named
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import JobStage
from wandesk.domain.progress import Progress, WaitReason
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Owner
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.window.notices import KEY_CARD


class FullDisk(Bridge):
    """A bridge without an engine, whose answer is that the disk is full."""

    def __init__(self) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.is_full = True

    async def cancel(self, job_id: str) -> None:
        if self.is_full:
            raise NoRoom


@pytest.fixture
def bridge(qapp: QApplication) -> FullDisk:
    return FullDisk()


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, bridge: FullDisk, tmp_path: Path) -> MainWindow:
    window = main_window(loop, qtbot, bridge, tmp_path / "videos")
    window.show()
    return window


def test_no_part_of_the_window_moves(loop: GuiLoop, window: MainWindow) -> None:
    window.resize(1024, 640)
    for number in range(12):
        window.jobs.model.job_added(a_job(f"{number}", JobStage.FAILED, problem=a_problem()))
    window.jobs.select("0")
    loop.settle()
    view = window.jobs.view

    def places() -> tuple[object, ...]:
        QApplication.processEvents()
        row = view.visualRect(view.model().index(11, 0))
        least = window.jobs.minimumSizeHint()  # a larger one would move the splitter with the window's next size
        return window.stage.size(), window.jobs.geometry(), window.stage.player.geometry(), row, least

    before = places()
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full. " * 20)
    assert places() == before
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    bar = window.zones.notice_bar
    last = view.visualRect(view.model().index(11, 0))
    lower_edge = view.viewport().mapTo(window, last.bottomLeft()).y()
    assert lower_edge < bar.mapTo(window, QPoint()).y(), "the last row can be read"


def test_a_job_that_is_selected_stands_above_a_notice(loop: GuiLoop, window: MainWindow) -> None:
    for number in range(12):
        window.jobs.model.job_added(a_job(f"{number}", JobStage.FAILED, problem=a_problem()))
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full.")
    loop.settle()
    view, bar = window.jobs.view, window.zones.notice_bar
    for row in range(12):
        view.setCurrentIndex(view.model().index(row, 0))
        loop.settle()
        place = view.visualRect(view.model().index(row, 0))
        assert view.viewport().mapTo(window, place.bottomLeft()).y() < bar.mapTo(window, QPoint()).y(), row


def test_text_of_an_empty_list_does_not_move(loop: GuiLoop, window: MainWindow) -> None:
    window.resize(1024, 640)
    window.jobs.pages.show_earlier_missing()
    window.jobs.pages.show_rows(0)
    loop.settle()
    label = next(each for each in window.jobs.findChildren(PlainLabel) if "Your earlier videos" in each.text())

    def places() -> tuple[object, ...]:
        QApplication.processEvents()
        place = label.mapTo(window, QPoint())
        return window.stage.size(), window.jobs.geometry(), place, window.jobs.minimumSizeHint().height()

    before = places()
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full. " * 8)
    assert places() == before
    bar = window.zones.notice_bar
    assert before[2].y() + label.height() < bar.mapTo(window, QPoint()).y()  # type: ignore[attr-defined]


def test_offer_gives_way_to_the_jobs_of_a_low_window(loop: GuiLoop, window: MainWindow) -> None:
    bar, pressed = window.zones.notice_bar, []
    button = NoticeButton(text="Connect API key", act=lambda: pressed.append(True), withdraws=False)
    offer = Notice(owner=KEY_CARD, kind=NoticeKind.OFFER, sentence="You are practising. " * 9, buttons=(button,))
    window.resize(1600, 860)
    loop.settle()
    window.notices.post(offer)
    assert bar.isVisible(), "the jobs at the right have room for it"
    assert not bar.line.isVisible()
    window.resize(1360, 860)
    loop.settle()
    assert not bar.isVisible(), "it would cover the third of three rows"
    window.resize(1024, 640)
    loop.settle()
    assert not bar.isVisible(), "it would cover the second of two rows"
    assert bar.line.isVisible()
    assert window.width() == 1024, "a long sentence is elided"
    QTest.mouseClick(bar.line.act, Qt.MouseButton.LeftButton)
    assert pressed
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full.")
    assert bar.isVisible(), "what does not work is said over the list, also over a low one"
    assert not bar.line.isVisible()
    window.notices.withdraw(Owner(NoticeAct.GENERATE))
    window.menus.action("show_notice").trigger()
    assert bar.line.act.hasFocus()
    QTest.keyClick(bar.line.act, Qt.Key.Key_Escape)
    assert window.notices.waiting == ()
    assert not bar.line.isVisible()


def test_menu_leads_the_keyboard_to_a_notice(window: MainWindow) -> None:
    window.activateWindow()
    show = window.menus.action("show_notice")
    assert not show.isEnabled()
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full.")
    assert show.isEnabled()
    window.composer.cards.prompt.field.setFocus()
    show.trigger()
    assert named(QToolButton, "Close notice", within=window).hasFocus()
    QTest.keyClick(named(QToolButton, "Close notice", within=window), Qt.Key.Key_Escape)
    assert window.composer.cards.prompt.field.hasFocus()
    assert not show.isEnabled()


def said(window: MainWindow) -> list[str]:
    return [each.sentence for each in window.notices.waiting]


def test_refusals_of_two_jobs_wait_and_each_goes_with_its_own(
    loop: GuiLoop, window: MainWindow, bridge: FullDisk
) -> None:
    jobs = {name: a_job(name) for name in ("a", "b")}

    async def story() -> None:
        for job in jobs.values():
            window.jobs.model.job_added(job)
            window.dispatcher.request(JobActionKey.CANCEL, (job,))
        await until(lambda: len(said(window)) == 2)
        assert said(window) == ["The disk is full. Free up some space and it will continue."] * 2
        bridge.job_changed(a_job("a", JobStage.FAILED, problem=a_problem()))
        await until(lambda: len(said(window)) == 1)
        bridge.is_full = False
        window.dispatcher.request(JobActionKey.CANCEL, (jobs["b"],))
        await until(lambda: not said(window))
        bridge.is_full = True
        window.dispatcher.request(JobActionKey.CANCEL, (jobs["b"],))
        await until(lambda: len(said(window)) == 1)
        bridge.job_removed("b")
        await until(lambda: not said(window))

    loop.run_story(story())


def test_act_that_the_end_overtakes_leaves_nothing_behind(loop: GuiLoop, window: MainWindow) -> None:
    """A coroutine that never began would be reported at some later moment, by another test."""
    job = a_job("a")
    window.jobs.model.job_added(job)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        window.dispatcher.request(JobActionKey.CANCEL, (job,))
        for begun in tuple(loop.supervisor._running):
            begun.cancel()
        loop.settle()
        gc.collect()
    assert [str(each.message) for each in seen] == []


def test_a_notice_opens_the_card_of_the_region_that_needs_a_key(loop: GuiLoop, window: MainWindow) -> None:
    window.jobs.model.job_added(a_job("far", JobStage.PREPARING, region="beijing"))
    window.notices.progress_changed(Progress(job_id="far", waits_for=WaitReason.KEY))
    (notice,) = window.notices.waiting
    (button,) = notice.buttons
    assert button.text == "Enter API key"
    window.notices.press(notice, button)
    loop.settle()
    dialog = window.settings._dialog
    assert dialog is not None
    assert dialog.stack.page is Page.REGIONS
    assert dialog.focusWidget() is dialog.regions.cards["beijing"].key.field, "not that of the form's region"
    dialog.close()
    window.missing.settings_requested.emit("tokyo")
    dialog = window.settings._dialog
    assert dialog is not None
    assert dialog.focusWidget() is dialog.regions.cards["tokyo"].key.field
    window.menus.action("get_key").trigger()
    likely = dialog.regions.cards["singapore"]
    assert dialog.focusWidget() is likely.key.field, "one dialog only; Practice, the form's region, needs no key"
    loop.run_until(likely.steps.isVisible)
    dialog.close()
