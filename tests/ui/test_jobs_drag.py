"""The data of dragged and copied videos (for the drag itself see e2e/test_drag_out)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job, a_video
from tests.support.widgets import FakeKeys
from wandesk.domain.job import Job, JobStage
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.job_dispatcher import JobDispatcher
from wandesk.ui.job_handlers import JobHandlers
from wandesk.ui.jobs import view as view_module
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.menus import Menus
from wandesk.ui.notices import Notices

COPY = Qt.DropAction.CopyAction
PATH = "/videos/a fox & 狐狸.mp4"
ADDRESS = "file:///videos/a%20fox%20&%20%E7%8B%90%E7%8B%B8.mp4"


@pytest.fixture
def panel(loop: GuiLoop, qtbot: QtBot) -> JobsPanel:
    panel = JobsPanel(
        questions=StoredRows(),
        spawn=loop.spawn,
        catalog=a_catalog(),
        posters=PosterCache(loop.spawn),
        now=lambda: NOW,
    )
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.show()
    panel.model.job_added(a_job("open", JobStage.GENERATING))
    panel.model.job_added(a_job("done", JobStage.DONE, video=a_video(PATH)))
    return panel


class NoStage:
    """A stage that is not used."""

    def play(self) -> None:
        raise NotImplementedError

    @property
    def job(self) -> Job | None:
        raise NotImplementedError

    def show_missing(self, job_id: str, *, is_folder_there: bool = True) -> None:
        raise NotImplementedError


class NoAddress:
    async def agrees(self, job: Job) -> bool:
        raise NotImplementedError

    def console_page(self, job: Job) -> str:
        raise NotImplementedError


def carry_out(source: JobsPanel | Menus, panel: JobsPanel, loop: GuiLoop, refuse: Callable[[str], None]) -> Notices:
    """Connect the requests of the list or of the menus as the window does. Returns what is told."""
    notices = Notices()
    thread: Any = None  # the engine is not used
    handlers = JobHandlers(
        bridge=Bridge(thread, Future()),
        keys=FakeKeys(),
        spawn=loop.spawn,
        stage=NoStage(),
        notices=notices,
        videos=lambda: Path("/videos"),
        generate_again=lambda job: pytest.fail(job.id),
        remake=lambda job, _remake: pytest.fail(job.id),
        use_settings=lambda job, **_choice: pytest.fail(job.id),
        choose_video=lambda job: pytest.fail(job.id),
        row_acts={},
        address=NoAddress(),
    )
    dispatcher = JobDispatcher(
        snapshot=panel.snapshot, handle=handlers.handle, refuse=lambda _owner, reason: refuse(reason)
    )
    dispatcher.handle_together(JobActionKey.COPY, handlers.copy)
    source.action_requested.connect(partial(dispatcher.request))  # Qt keeps no bound method alive
    return notices


def press_and_move(panel: JobsPanel, row: int) -> None:
    view = panel.view.viewport()
    start = panel.view.visualRect(panel.model.index(row)).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in (10, 30, 50):
        place = QPointF(start + QPoint(step, step // 5))
        where = QPointF(view.mapToGlobal(place.toPoint()))
        buttons = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            view, QMouseEvent(QEvent.Type.MouseMove, place, where, Qt.MouseButton.NoButton, buttons, none)
        )
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)


def test_finished_row_is_dragged_as_its_file_and_only_copied(panel: JobsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    dragged: list[tuple[list[str], bool]] = []

    def drag(source: QWidget, content: QMimeData, picture: QPixmap) -> Qt.DropAction:
        assert source is panel.view
        dragged.append(([url.toLocalFile() for url in content.urls()], picture.isNull()))
        return COPY

    monkeypatch.setattr(view_module, "drag_out", drag)
    press_and_move(panel, 0)
    assert dragged == [([PATH], False)]
    press_and_move(panel, 1)
    assert len(dragged) == 1, "there is no video yet"
    assert panel.model.supportedDragActions() == COPY
    assert panel.view.dragDropMode() is QAbstractItemView.DragDropMode.DragOnly, "rows can't be moved by dragging"
    assert not panel.view.viewport().acceptDrops()


def test_copy_puts_the_file_on_the_clipboard(panel: JobsPanel, loop: GuiLoop) -> None:
    refused: list[str] = []
    carry_out(panel, panel, loop, refused.append)
    QGuiApplication.clipboard().setText("before")
    panel.select("open")
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert refused == ["There is no video to copy here. Select one that is ready."]
    assert QGuiApplication.clipboard().text() == "before"
    panel.select("done")
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    content = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in content.urls()] == [PATH]
    own = bytes(content.data("x-special/gnome-copied-files").data())
    assert own.decode("ascii") == f"copy\n{ADDRESS}"


def test_every_copy_of_videos_is_told(panel: JobsPanel, loop: GuiLoop) -> None:
    told: list[str] = []
    notices = carry_out(panel, panel, loop, pytest.fail)
    notices.posted.connect(lambda notice: told.append(notice.sentence))
    panel.select("done")
    for _ in range(2):
        QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told == ["Copied the video. Paste it anywhere."] * 2
    assert len(notices.waiting) == 1


def test_edit_copy_belongs_to_the_list_while_it_has_the_focus(panel: JobsPanel, loop: GuiLoop, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(panel)
    menus = Menus(window, lambda _key, it: it)
    panel.selected.connect(menus.show_job)
    carry_out(menus, panel, loop, pytest.fail)
    window.show()
    window.activateWindow()
    panel.view.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.view)
    QGuiApplication.clipboard().setText("before")
    for job_id in ("open", "done"):  # a list that gets the focus may have selected its first row
        panel.select(job_id)
    menus.action("copy").trigger()
    assert [url.toLocalFile() for url in QGuiApplication.clipboard().mimeData().urls()] == [PATH]


def test_several_videos_are_dragged_and_copied_together(
    panel: JobsPanel, loop: GuiLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "/videos/b.mp4"
    panel.model.job_added(a_job("second", JobStage.DONE, video=a_video(other)))
    panel.view.selectAll()
    dragged: list[list[str]] = []

    def drag(_source: QWidget, content: QMimeData, _picture: QPixmap) -> Qt.DropAction:
        dragged.append([url.toLocalFile() for url in content.urls()])
        return COPY

    monkeypatch.setattr(view_module, "drag_out", drag)
    press_and_move(panel, 0)
    assert dragged == [[other, PATH]], "without the row that has no video yet"
    panel.view.selectAll()
    carry_out(panel, panel, loop, pytest.fail)
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    loop.settle()
    content = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in content.urls()] == [other, PATH]
    assert bytes(content.data("x-special/gnome-copied-files").data()).count(b"\n") == 2
