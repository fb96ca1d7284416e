"""Several pictures at once: a job for each, one question with the total, and names of those that cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox, QToolButton

from tests.support.gui import GuiLoop, answered, english_loop
from tests.support.jobs import a_job
from tests.support.main_windows import main_window
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, FakeQuestions, named, visible_text
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, Problem, new_draft
from wandesk.domain.errors import InputRefused, NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import NO_MARKS, Marks
from wandesk.domain.media import Picture
from wandesk.domain.sentences import Sentence
from wandesk.domain.several import picture_problem
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import series
from wandesk.ui.composer.offers import Offer
from wandesk.ui.composer.strip import PictureStrip
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.main_window import MainWindow

CATALOG = load_catalogue()
PICTURES = [f"/home/me/photo {number}.jpg" for number in (1, 2, 10)]
VOICE, FOLDER, PSD = "/home/me/voice.mp3", "/home/me/shoot", "/home/me/poster.psd"
TINY = "/home/me/tiny.png"


class Orders(Bridge):
    """A bridge without an engine that makes a job for each draft, up to `most`."""

    def __init__(self, files: FakeQuestions) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.files: Any = files
        self.drafts: list[Draft] = []
        self.most = 999

    async def submit(self, draft: Draft, marks: Marks = NO_MARKS) -> Job:
        if len(self.drafts) == self.most:
            raise NoRoom
        self.drafts.append(draft)
        return a_job(f"new-{len(self.drafts)}", JobStage.QUEUED)

    @property
    def names(self) -> list[str]:
        return [each.picture.name if each.picture else "" for each in self.drafts]


class Story:
    """A window with files, and the orders that it makes."""

    def __init__(self, loop: GuiLoop, qtbot: Any, folder: Path, region: str, model: str = "wan2.5-i2v-preview") -> None:
        self.loop = loop
        self.files = FakeQuestions(folder)
        self.files.pictures = dict.fromkeys(PICTURES, FACTS) | {TINY: replace(FACTS, width=90, height=80)}
        self.files.sounds = {VOICE: SOUND_FACTS}
        self.files.folders = {FOLDER: PICTURES}
        self.files.refusals = {PSD: InputRefused(sentence=Sentence.PICTURE_PSD)}
        self.bridge = Orders(self.files)
        draft = replace(new_draft(CATALOG, region, model), prompt="Rain sets in")
        self.window: MainWindow = main_window(loop, qtbot, self.bridge, folder, draft=draft)
        self.window.resize(1100, 760)
        self.window.show()

    def drop(self, *places: str) -> None:
        """Drop files on the window, and wait until they are read."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(place) for place in places])
        form, copy = self.window.composer, Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(form, QDragEnterEvent(QPoint(100, 100), copy, mime, buttons, keys))
        QApplication.sendEvent(form, QDropEvent(QPointF(100, 100), copy, mime, buttons, keys))
        self.loop.settle()

    @property
    def shown(self) -> str:
        picture = self.window.composer.draft.picture
        return picture.name if picture is not None else ""

    @property
    def strip(self) -> PictureStrip:
        return named(PictureStrip, "Pictures", within=self.window)

    @property
    def pictures(self) -> list[str]:
        return [each.name for each in self.window.composer.series.pictures]

    def press(self, answer: str = "", *, holds: str = "") -> str:
        """Press Generate and answer its question; returns what the question says."""
        self.window.composer._press._pressed_at = -1e9
        named(QPushButton, "Generate", within=self.window).click()
        said = answered(self.loop, self.window, answer) if answer else ""
        self.loop.settle()
        return said


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


def test_each_dropped_picture_becomes_a_video_with_one_question(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "singapore")
    it.drop(PICTURES[2], PICTURES[0], VOICE, PICTURES[1])
    assert it.pictures == ["photo 1.jpg", "photo 2.jpg", "photo 10.jpg"], "in their natural order"
    assert it.shown == "photo 1.jpg"
    assert it.window.composer.draft.audio is not None, "the audio is for all of them"
    assert "3 pictures" in visible_text(it.window)
    assert it.window.composer.footer.price_label.text() == "about $0.75"
    named(QSpinBox, "Copies", within=it.window).setValue(2)
    portrait(it.window, "several-pictures-light")
    said = it.press("Cancel")
    assert "Generate 6 videos?" in said
    assert "6 videos of 3 pictures. 6 × about $0.25 = about $1.50 in total." in said
    assert not it.bridge.drafts
    it.press("Generate 6: about $1.50")
    assert it.bridge.names == [name for name in it.pictures for _ in range(2)]
    assert {each.prompt for each in it.bridge.drafts} == {"Rain sets in"}
    assert it.window.jobs.model.rowCount() == 6
    assert it.window.jobs.selected_job() is not None


def test_a_folder_is_its_pictures_and_practice_asks_only_before_many(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.files.skipped, it.files.deeper = 4, 2
    it.drop(FOLDER)
    assert it.pictures == ["photo 1.jpg", "photo 2.jpg", "photo 10.jpg"]
    assert "4 other files were left out." in visible_text(it.window)
    assert "2 more pictures are in folders inside it. To use them, drop those folders." in visible_text(it.window)
    it.press()
    assert it.bridge.names == it.pictures
    named(QSpinBox, "Copies", within=it.window).setValue(5)
    said = it.press("Generate 15")
    assert "Generate 15 videos?" in said
    assert "They are free in Practice." in said
    assert len(it.bridge.drafts) == 18
    it.files.folders[FOLDER] = []
    it.drop(FOLDER)
    assert "There are no pictures in that folder." in visible_text(it.window)
    assert len(it.pictures) == 3, "what was there stays"


def test_what_cannot_be_sent_is_named_before_the_order(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.drop(TINY, PSD, *PICTURES)
    assert "1 of 5 files can't be used." in visible_text(it.window)
    assert "poster.psd: This is a Photoshop file." in visible_text(it.window)
    assert it.pictures == ["photo 1.jpg", "photo 2.jpg", "photo 10.jpg", "tiny.png"]
    assert it.strip.model().index(3, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("tiny.png: ")
    portrait(it.window.composer, "several-pictures-refused")
    said = it.press("Cancel")
    assert "Generate 3 videos?" in said
    assert "Left out, because they can't be sent:\ntiny.png: " in said
    it.strip.setCurrentIndex(it.strip.model().index(3, 0))
    assert it.shown == "tiny.png"
    assert named(QPushButton, "Generate", within=it.window).isEnabled(), "the others can be sent"
    named(QPushButton, "Enlarge the picture", within=it.window).click()
    it.press()
    assert it.bridge.names == it.pictures
    assert len(it.bridge.drafts) == 4


def test_one_picture_is_taken_out_replaced_and_added(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.drop(*PICTURES)
    it.strip.setCurrentIndex(it.strip.model().index(1, 0))
    assert it.shown == "photo 2.jpg"
    named(QToolButton, "Remove picture", within=it.window).click()
    assert it.pictures == ["photo 1.jpg", "photo 10.jpg"]
    assert it.shown == "photo 10.jpg", "the next one is shown"
    it.strip.setFocus()
    QTest.keyClick(it.strip, Qt.Key.Key_Delete)
    assert (it.pictures, it.shown) == ([], "photo 1.jpg"), "one is no series"
    assert not it.strip.isVisible()
    it.window.composer.intake.offer_files([PICTURES[1]], adds=True)
    loop.settle()
    assert it.pictures == ["photo 1.jpg", "photo 2.jpg"]
    it.strip.setCurrentIndex(it.strip.model().index(1, 0))
    it.drop(PICTURES[2])
    assert it.pictures == ["photo 1.jpg", "photo 10.jpg"], "a single one takes the place of the shown one"
    named(QToolButton, "Keep only this picture", within=it.window).click()
    assert (it.pictures, it.shown) == ([], "photo 10.jpg")
    it.drop(*PICTURES)
    it.window.composer.set_draft(replace(it.window.composer.draft, prompt="another"))
    assert it.pictures == [], "the settings of a job are those of one picture"


def test_typing_judges_no_picture_again(
    loop: GuiLoop, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.drop(TINY, *PICTURES)
    judged: list[str] = []

    def judge(draft: Draft, picture: Picture, catalog: Catalog) -> Problem | None:
        judged.append(picture.name)
        return picture_problem(draft, picture, catalog)

    monkeypatch.setattr(series, "picture_problem", judge)
    it.window.composer.set_prompt("Snow falls")
    assert (it.window.composer.series.sendable, judged) == (3, [])
    it.window.composer.change_offer(model="wan2.2-i2v-flash")
    assert it.window.composer.series.sendable
    assert judged == it.pictures, "another model has other limits"


def test_pasted_files_and_reading_in_the_middle(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    gate = it.files.hold(PICTURES[1])
    it.window.composer.intake.offer(Offer(places=tuple(PICTURES)))
    loop.run_until(lambda: it.shown == "photo 1.jpg")
    assert not named(QPushButton, "Generate", within=it.window).isEnabled(), "the others are still being read"
    loop.run_story(_set(gate))
    loop.settle()
    assert len(it.pictures) == 3
    assert named(QPushButton, "Generate", within=it.window).isEnabled()


async def _set(gate: Any) -> None:
    gate.set()


def test_a_full_disk_in_the_middle_orders_nothing_twice(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "singapore")
    it.drop(*PICTURES)
    it.bridge.most = 2
    it.press("Generate 3: about $0.75")
    assert "2 of 3 videos were ordered. The disk is full" in visible_text(it.window)
    assert it.window.jobs.model.rowCount() == 2
    it.bridge.most = 99
    said = it.press("Cancel")
    assert "A part of this is ordered already." in said
    assert "2 of 3 videos were ordered" in said
    assert len(it.bridge.drafts) == 2
    it.press("Generate the other 1")
    assert it.bridge.names == ["photo 1.jpg", "photo 2.jpg", "photo 10.jpg"]
    said = it.press("Cancel")
    assert "Generate 3 videos?" in said or "You just ordered exactly this." in said


def test_the_notice_orders_the_rest(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.drop(*PICTURES)
    it.bridge.most = 1
    it.press()
    it.bridge.most = 99
    notice = it.window.notices.waiting[0]
    assert notice.buttons[0].text == "Generate the other 2"
    it.window.notices.press(notice, notice.buttons[0])
    loop.settle()
    assert it.bridge.names == ["photo 1.jpg", "photo 2.jpg", "photo 10.jpg"]


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.LIGHT])
def test_portraits_of_the_strip(loop: GuiLoop, qapp: QApplication, qtbot: Any, tmp_path: Path, theme: Theme) -> None:
    apply_look(qapp, theme)
    it = Story(loop, qtbot, tmp_path, "practice", "wan2.7-i2v")
    more = [f"/home/me/more {number}.jpg" for number in range(12)]
    it.files.pictures |= dict.fromkeys(more, FACTS)
    it.drop(*PICTURES, TINY, *more)
    assert len(it.pictures) == 16
    it.window.resize(1024, 640)
    portrait(it.window, f"several-pictures-1024-{theme.value}")
