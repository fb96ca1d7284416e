"""A colleague's prompt with an `img` in it: nothing is opened, and the text stands as it was written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, english_loop, until
from tests.support.jobs import NOW, a_job
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import ready_to_order
from tests.support.opened_files import Opened, opened_files
from tests.support.unclaimed import FakeVideos, a_found
from tests.support.widgets import FakeKeys, draw_scene, question, visible_text
from wandesk.domain.draft import new_draft
from wandesk.domain.errors import TrashRefused
from wandesk.domain.job import Job, JobProblem, JobStage, SearchState, Uncertainty
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui import dialogs
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.main_window import MainWindow
from wandesk.ui.missing.chooser import Chooser
from wandesk.ui.missing.finder import MissingFinder
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.notices import Notices
from wandesk.ui.widgets.plain_text import PlainLabel, button_text, set_tooltip, tooltip, tooltip_of
from wandesk.ui.wording.foreign import one_line

CATALOG = load_catalogue()
SHARE = '<img src="//host/share/x.png"><b>x</b> & y'
"""On Windows, opening this tells the other computer the user's name and the hash of the password."""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify says which files are opened")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    """A picture on this computer in place of the share's, so that opening it can be seen."""
    folder = tmp_path / "share"
    folder.mkdir()
    assert draw_scene(8, 8).save(str(folder / "x.png"))
    return folder / "x.png"


@pytest.fixture
def opened(bait: Path) -> Iterator[Opened]:
    with opened_files(bait.parent) as watching:
        yield watching


@pytest.fixture
def evil(bait: Path) -> str:
    return SHARE.replace("//host/share/x.png", str(bait))


def jobs(evil: str) -> list[Job]:
    """A job in every stage, in which everything that is foreign is evil."""
    picture = StoredInput(sha256="ab" * 32, format="JPEG", name=evil, size_bytes=1)
    problem = JobProblem(
        sentence=Sentence.VIDEO_GIVEN_UP,
        values=(("file", evil), ("folder", evil), ("host", evil)),
        code=evil,
        message=evil,
        request_id=evil,
    )
    uncertainty = Uncertainty(begun_at=NOW - 80, ended_at=NOW - 70, search_state=SearchState.CHOICE, candidates=("a",))
    made = []
    for stage in JobStage:
        job = a_job(stage.value, stage, prompt=evil, region="singapore", first_frame=picture, task_id=evil)
        if stage in (JobStage.FAILED, JobStage.EXPIRED, JobStage.UNCERTAIN):
            job = replace(job, problem=problem, uncertainty=uncertainty if stage is JobStage.UNCERTAIN else None)
        made.append(replace(job, actual_prompt=f"{evil} again", request_id=evil))
    made.append(replace(made[-1], id="given up", stage=JobStage.DOWNLOADING, problem=problem))
    made.append(a_job("nameless", JobStage.DONE, prompt="", first_frame=picture))
    return made


def ask_for_tooltips(window: QWidget) -> None:
    """Point at every widget for long enough."""
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible():
            middle = widget.rect().center()
            event = QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle))
            QApplication.sendEvent(widget, event)
            for shown in QApplication.topLevelWidgets():
                if shown.isVisible() and shown.inherits("QTipLabel"):
                    shown.grab()
            QToolTip.hideText()


def look_at(window: QWidget) -> None:
    """Paint it, and every tooltip in it."""
    window.grab()
    ask_for_tooltips(window)


def every_label_is_plain(window: QWidget) -> bool:
    labels = [each for each in window.findChildren(QLabel) if each.text() and not each.inherits("QTipLabel")]
    return bool(labels) and all(each.textFormat().name == "PlainText" for each in labels)


def test_an_ordinary_label_and_an_ordinary_tooltip_open_it(qapp: QApplication, evil: str, opened: Opened) -> None:
    """Otherwise the other tests would show nothing."""
    label = QLabel(evil)
    label.grab()
    assert opened.take() == ["x.png"]
    QToolTip.showText(QPoint(5, 5), evil, label)
    next(each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")).grab()
    assert opened.take() == ["x.png"]
    QToolTip.hideText()


def test_a_plain_label_and_its_tooltip_open_nothing(qapp: QApplication, evil: str, opened: Opened) -> None:
    label = PlainLabel(evil)
    set_tooltip(label, evil)
    label.show()
    look_at(label)
    assert opened.take() == []
    assert label.text() == evil
    assert label.accessibleDescription() == evil
    set_tooltip(label, "ours")
    assert (label.toolTip(), label.accessibleDescription()) == ("ours", "")
    label.setAccessibleDescription("its own")
    set_tooltip(label, evil)
    assert label.accessibleDescription() == "its own"
    label.close()


@pytest.mark.logs("a video will not play")  # it has no file
def test_the_window_opens_nothing_and_shows_it_as_written(
    loop: GuiLoop, qtbot: QtBot, tmp_path: Path, evil: str, opened: Opened
) -> None:
    bridge = ListBridge()
    window = MainWindow(
        catalog=CATALOG,
        draft=new_draft(CATALOG, "practice"),
        bridge=bridge,
        spawn=loop.spawn,
        keys=FakeKeys(),
        before_ordering=ready_to_order(CATALOG),
        videos=tmp_path,
        language="en",
    )
    qtbot.addWidget(window, before_close_func=lambda each: each.close_at_once())
    window.resize(1100, 800)
    window.show()
    seen = []
    for job in jobs(evil):
        bridge.add(job)
        window.jobs.select(job.id)
        window.menus.action("details").setChecked(True)
        look_at(window)
        titles = [each for each in window.stage.findChildren(QLabel) if each.accessibleName() == evil]
        assert job.id == "nameless" or titles, job.id
        row = window.jobs.model.index(window.jobs.model.row_of(job.id) or 0)
        point = window.jobs.view.visualRect(row).center()
        viewport = window.jobs.view.viewport()
        QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
        seen.append(row.data())

    async def refused() -> None:
        bridge.trash_refused(TrashRefused(values={"file": evil, "folder": evil}))
        await until(lambda: window.notices.sentence)

    loop.run_story(refused())
    look_at(window)
    assert evil in window.notices.sentence
    assert opened.take() == []
    assert every_label_is_plain(window)
    assert set(seen) == {evil}


def test_a_question_opens_nothing(loop: GuiLoop, qtbot: QtBot, evil: str, opened: Opened) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    async def story() -> None:
        answers = [dialogs.Answer(key="close", text="Close")]
        asking = loop.spawn("ask", dialogs.ask(window, evil, answers, default="close", details=evil))
        await until(lambda: any(each.isVisible() for each in window.findChildren(QMessageBox)))
        box = question(window)
        assert box is not None
        look_at(box)
        assert box.text() == box.informativeText() == evil
        box.buttons()[0].click()
        await asking

    loop.run_story(story())
    assert opened.take() == []


@pytest.mark.usefixtures("qapp")
def test_videos_at_alibaba_open_nothing(loop: GuiLoop, qtbot: QtBot, tmp_path: Path, evil: str, opened: Opened) -> None:
    found = [a_found(number, model=None, model_id=evil) for number in (1, 3)]
    videos = FakeVideos(tmp_path, found)
    videos.prompts = {task.task_id: evil for task in found}
    keys = FakeKeys()
    keys.kept["singapore"] = "sk-1"
    posters = PosterCache(loop.spawn)
    finder = MissingFinder(
        catalog=CATALOG,
        regions=RegionBox(catalog=CATALOG, keys=keys, region="singapore", language="en"),
        questions=videos,
        posters=posters,
        spawn=loop.spawn,
        notices=Notices(),
        language="en",
    )
    uncertain = next(each for each in jobs(evil) if each.stage is JobStage.UNCERTAIN)
    chooser = Chooser(job=uncertain, questions=videos, posters=posters, spawn=loop.spawn)
    for window in (finder, chooser):
        qtbot.addWidget(window)
        window.show()
        loop.settle()
        look_at(window)
        loop.settle()  # posters
        assert evil[:20] in visible_text(window)
        assert opened.take() == []
    assert every_label_is_plain(window)
    videos.release()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SHARE, SHARE),
        ("two\nlines\u2028and\ttabs", "two lines and tabs"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2067turned\u2069 \u202dand\u202c back", "turned and back"),
        ("שלום كلب 猫 👩‍👩‍👧", "שלום كلب 猫 👩‍👩‍👧"),
        ("nul\x00 bell\x07", "nul bell"),
    ],
)
def test_one_line_is_one_line_that_turns_nothing_around(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_tooltip_is_marked_up_only_if_qt_would_take_it_for_html() -> None:
    assert tooltip("a < b & c") == "a < b & c"
    assert "&lt;img src=" in tooltip(SHARE)
    assert "<img" not in tooltip(SHARE)
    assert "<img" not in tooltip_of(SHARE, SHARE)
    assert tooltip_of() == ""
    assert button_text("Tom & Jerry") == "Tom && Jerry"
