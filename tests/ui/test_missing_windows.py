"""The windows that find, import and choose videos: their texts, their requests, and safe closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget

from tests.support.gui import GuiLoop, english_loop
from tests.support.jobs import NOW, a_job, a_problem
from tests.support.portraits import portrait
from tests.support.unclaimed import FakeVideos, a_found
from tests.support.widgets import FakeKeys, draw_scene, visible_text
from wandesk.domain.errors import CloudUnreachable, InputRefused, KeyNeeded, NoRoom, TaskOwned
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.missing.chooser import Chooser
from wandesk.ui.missing.finder import MissingFinder
from wandesk.ui.missing.found_list import ROWS_AT_ONCE
from wandesk.ui.missing.import_box import ImportBox
from wandesk.ui.missing.previews import LOADS_AT_ONCE
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.missing.row import FoundRow
from wandesk.ui.notices import Notices

TASK_ID = "0385dc79-5ff8-4d82-bcb6-000000000009"


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as each:
        yield each


@pytest.fixture
def videos(tmp_path: Path) -> FakeVideos:
    return FakeVideos(tmp_path)


class Windows:
    """Opens the windows as the program does, and closes those left open."""

    def __init__(self, loop: GuiLoop, videos: FakeVideos) -> None:
        self.loop, self.videos = loop, videos
        self.keys = FakeKeys()
        self.keys.kept["singapore"] = "sk-1"
        self.posters = PosterCache(loop.spawn)
        self.notices = Notices()
        self.opened: list[QDialog] = []

    def regions(self, region: str) -> RegionBox:
        return RegionBox(catalog=load_catalogue(), keys=self.keys, region=region, language="en")

    def finder(self, region: str = "singapore", *, waits: bool = True) -> MissingFinder:
        window = MissingFinder(
            catalog=load_catalogue(),
            regions=self.regions(region),
            questions=self.videos,
            posters=self.posters,
            spawn=self.loop.spawn,
            notices=self.notices,
            language="en",
        )
        self.opened.append(window)
        window.show()
        if waits:
            self.settle()
        return window

    def import_box(self, region: str = "singapore") -> ImportBox:
        window = ImportBox(regions=self.regions(region), questions=self.videos, spawn=self.loop.spawn)
        self.opened.append(window)
        window.open()
        self.settle()
        return window

    def chooser(self, job: Job, *, waits: bool = True) -> Chooser:
        window = Chooser(job=job, questions=self.videos, posters=self.posters, spawn=self.loop.spawn)
        self.opened.append(window)
        window.open()
        if waits:
            self.settle()
        return window

    def settle(self) -> None:
        """Wait until no coroutine runs any more."""

        def is_quiet() -> bool:
            finders = [each for each in self.opened if _is_there(each) and isinstance(each, MissingFinder)]
            return not len(self.loop.supervisor) and not any(each.found.previews._soon.isActive() for each in finders)

        self.loop.run_until(is_quiet)

    def close(self) -> None:
        for window in self.opened:
            window.done(0)
        self.videos.release()
        self.settle()


@pytest.fixture
def windows(loop: GuiLoop, videos: FakeVideos) -> Iterator[Windows]:
    opened = Windows(loop, videos)
    yield opened
    opened.opened = [each for each in opened.opened if _is_there(each)]
    opened.close()


def _is_there(window: QDialog) -> bool:
    return shiboken6.isValid(window)


def an_uncertain(candidates: tuple[str, ...] = ("a", "b"), **changes: object) -> Job:
    uncertainty = Uncertainty(
        begun_at=NOW - 80, ended_at=NOW - 70, search_state=SearchState.CHOICE, candidates=candidates
    )
    return a_job(
        "u",
        JobStage.UNCERTAIN,
        problem=a_problem(Sentence.REQUEST_UNCERTAIN, code="", message=""),
        uncertainty=uncertainty,
        **changes,
    )


SEVERAL = [
    a_found(1),
    a_found(2, status=TaskStatus.RUNNING, ended_at=None),
    a_found(3),
    a_found(5, is_own_key=False),
    a_found(6, is_own_key=None, model=None, model_id="wan9-i2v"),
]

# ---------------------------------------------------------------- find missing videos


def test_finding_lets_the_user_unlock_the_key_of_the_region(windows: Windows) -> None:
    windows.keys.trouble = Sentence.KEYRING_LOCKED
    finder = windows.finder()
    assert windows.keys.unlocked == [("singapore", None)]
    assert "keyring is locked" in visible_text(finder)
    windows.keys.trouble = None
    finder.search()
    windows.settle()
    assert "keyring" not in visible_text(finder)


def test_own_videos_come_first_and_the_others_name_their_origin(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    finder = windows.finder()
    assert "Made with your API key" in visible_text(finder)
    assert "Made with the same account, perhaps by someone else" in visible_text(finder)
    headings = [each.text() for each in finder.findChildren(QLabel) if each.text().startswith("Made with")]
    assert headings == ["Made with your API key", "Made with the same account, perhaps by someone else"]
    names = [row.accessibleName() for row in finder.found.rows]
    assert names[0].startswith("Slow zoom on a lighthouse")
    assert "Ready · available until" in names[0]
    assert "requested" in names[0]
    assert names[1].startswith("The prompt is shown once the video is finished. Being made")
    assert "wan9-i2v" in names[4]


def test_rows_keep_their_places_while_answers_arrive(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    videos.hold()
    finder = windows.finder(waits=False)
    assert "Asking Alibaba…" in visible_text(finder)
    assert not finder.look_again.isEnabled()
    videos.release()
    windows.settle()
    assert finder.look_again.isEnabled()


def test_nothing_moves_when_prompt_and_poster_arrive(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    videos.hold("look_at")
    finder = windows.finder(waits=False)
    windows.loop.run_until(lambda: videos.asked_for("look_at"))
    row = finder.found.rows[0]
    assert not row.is_previewed
    before = row.geometry()
    videos.release()
    windows.settle()
    assert finder.found.rows[0].is_previewed
    assert row.geometry() == before


def test_group_checkbox_is_aligned_with_those_of_its_rows(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    finder = windows.finder()
    group = next(iter(finder.found.groups.values()))
    row = finder.found.rows[0]
    at = [box.mapTo(finder, QPoint(0, 0)).x() for box in (group.all_box, row.box)]
    assert at[0] == at[1]
    assert group.all_box.accessibleName() == "Select all: Made with your API key"


def test_long_prompt_has_two_lines(windows: Windows, videos: FakeVideos) -> None:
    task = a_found(1)
    videos.found["singapore"] = [task, a_found(2)]
    videos.prompts[task.task_id] = "A fox turns its head and looks into the camera while the wind moves its fur. " * 9
    finder = windows.finder()
    shown = finder.found.rows[0].text.name.text()
    assert shown.count("\n") == 1
    assert shown.endswith("…")
    assert finder.found.rows[0].height() == finder.found.rows[1].height(), "all rows have the same height"
    videos.prompts[task.task_id] = "镜头缓缓推近" * 80
    finder.search()
    windows.settle()
    first, second = finder.found.rows[0].text.name.text().split("\n")
    assert len(first) > 10
    assert second.endswith("…")


def test_added_video_is_confirmed_and_leads_to_its_row(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    finder = windows.finder()
    shown: list[str] = []
    finder.show_requested.connect(shown.append)
    row = finder.found.rows[0]
    videos.hold()
    QTest.mouseClick(row.adding.add, Qt.MouseButton.LeftButton)
    assert "Adding…" in visible_text(row)
    QTest.mouseClick(row.adding.add, Qt.MouseButton.LeftButton)
    videos.release()
    windows.settle()
    assert videos.asked_for("import_task") == [("singapore", row.task.task_id)]
    assert "In your list" in visible_text(row)
    row.adding.show_it.click()
    assert shown == [f"job of {row.task.task_id}"]


def test_several_videos_are_added_at_once_and_the_button_says_free(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    finder = windows.finder()
    assert not finder.add_selected.isEnabled()
    group = next(iter(finder.found.groups.values()))
    group.all_box.click()
    assert finder.add_selected.text() == "Add 3 videos (free)"
    finder.found.rows[2].box.click()
    assert not group.all_box.isChecked()
    assert finder.add_selected.text() == "Add 2 videos (free)"
    finder.add_selected.click()
    windows.settle()
    assert [task_id for _region, task_id in videos.asked_for("import_task")] == [
        SEVERAL[0].task_id,
        SEVERAL[1].task_id,
    ]
    assert not finder.add_selected.isEnabled()


def test_closing_the_window_cancels_nothing(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    videos.refusals["import_task"] = NoRoom()
    finder = windows.finder()
    videos.hold()
    finder.found.rows[0].adding.add.click()
    finder.found.rows[2].adding.add.click()
    finder.close()
    videos.release()
    windows.settle()
    assert len(videos.asked_for("import_task")) == 2
    said = [notice.sentence for notice in windows.notices.waiting]
    assert said == ["The disk is full. Free up some space and it will continue."] * 2


def test_video_already_in_the_list_leads_to_its_row(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    videos.refusals["import_task"] = TaskOwned(values={"task_id": "t", "job_id": "mine"})
    finder = windows.finder()
    shown: list[str] = []
    finder.show_requested.connect(shown.append)
    finder.found.rows[0].adding.add.click()
    windows.settle()
    assert finder.found.rows[0].trouble == "This video is already in your list."
    finder.found.rows[0].adding.show_it.click()
    assert shown == ["mine"]


def test_refusal_is_shown_in_its_row_and_can_be_retried(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    videos.refusals["import_task"] = CloudUnreachable()
    finder = windows.finder()
    finder.found.rows[0].adding.add.click()
    windows.settle()
    assert "can't be reached" in finder.found.rows[0].trouble
    videos.refusals.clear()
    finder.found.rows[0].adding.add.click()
    windows.settle()
    assert finder.found.rows[0].trouble == ""
    assert "In your list" in visible_text(finder.found.rows[0])


def test_empty_search_says_that_nothing_is_lost(windows: Windows) -> None:
    finder = windows.finder()
    assert "Nothing is lost" in visible_text(finder)
    assert not finder.add_selected.isEnabled()


def test_missing_key_leads_to_the_settings_and_continues_with_a_key(windows: Windows, videos: FakeVideos) -> None:
    videos.refusals["find_unclaimed"] = KeyNeeded()
    windows.keys.kept.clear()
    finder = windows.finder()
    wished: list[str] = []
    finder.settings_requested.connect(wished.append)
    assert "This region needs your API key." in visible_text(finder)
    assert finder.note.button.text() == "Open Settings"
    finder.note.button.click()
    assert wished == ["singapore"]
    videos.refusals.clear()
    videos.found["singapore"] = [a_found(1)]
    finder.keys_changed()
    windows.settle()
    assert len(finder.found.rows) == 1


def test_search_can_be_retried_after_a_network_failure(windows: Windows, videos: FakeVideos) -> None:
    videos.refusals["find_unclaimed"] = CloudUnreachable()
    finder = windows.finder()
    assert "can't be reached" in visible_text(finder)
    videos.refusals.clear()
    finder.note.button.click()
    windows.settle()
    assert "Nothing is lost" in visible_text(finder)
    assert len(videos.asked_for("find_unclaimed")) == 2


def test_only_regions_with_a_key_and_practice_can_be_chosen(windows: Windows, videos: FakeVideos) -> None:
    videos.found["practice"] = [a_found(1, region="practice", is_own_key=None)]
    finder = windows.finder()
    keys = [finder.region_box.itemData(each) for each in range(finder.region_box.count())]
    assert set(keys) == {"practice", "singapore"}
    finder.region_box.setCurrentIndex(keys.index("practice"))
    windows.settle()
    assert videos.asked_for("find_unclaimed") == [("singapore",), ("practice",)]
    assert "Made in Practice" in visible_text(finder)


def test_hundreds_of_videos_are_added_in_batches_and_only_visible_ones_inspected(
    windows: Windows, videos: FakeVideos
) -> None:
    videos.found["singapore"] = [a_found(number) for number in range(1, 301)]
    finder = windows.finder()
    assert len(finder.found.rows) == ROWS_AT_ONCE
    looked = sum(each.is_previewed for each in finder.found.rows)
    assert 3 <= looked < ROWS_AT_ONCE
    assert videos.most_looks <= LOADS_AT_ONCE
    assert "300 videos found" in visible_text(finder)
    finder.found.area.verticalScrollBar().setValue(finder.found.area.verticalScrollBar().maximum())
    windows.settle()
    assert finder.found.rows[-1].is_previewed
    finder.found.more_button.click()
    assert len(finder.found.rows) == 2 * ROWS_AT_ONCE


def test_second_search_replaces_a_running_one(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    videos.found["practice"] = [a_found(2, region="practice"), a_found(3, region="practice")]
    finder = windows.finder()
    videos.hold()
    finder.search()
    finder.region_box.setCurrentIndex(finder.region_box.findData("practice"))
    videos.release()
    windows.settle()
    assert len(finder.found.rows) == 2


# ---------------------------------------------------------------- import by task ID


def ask_for(box: ImportBox, windows: Windows, text: str = TASK_ID) -> None:
    box.field.setFocus()
    box.field.selectAll()
    QTest.keyClicks(box.field, text)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    windows.settle()


def test_return_on_cancel_cancels(windows: Windows, videos: FakeVideos) -> None:
    box = windows.import_box()
    box.field.setText(TASK_ID)
    box.cancel.setFocus()
    QTest.keyClick(box.cancel, Qt.Key.Key_Return)
    assert not box.isVisible()
    windows.settle()
    assert not any(each[0] == "import_task" for each in videos.asked)


def test_id_is_imported_by_keyboard_alone(windows: Windows, videos: FakeVideos) -> None:
    box = windows.import_box()
    done: list[Job] = []
    box.imported.connect(done.append)
    assert isinstance(box.focusWidget(), QLineEdit)
    assert not box.add.isEnabled()
    ask_for(box, windows, f"  {TASK_ID} ")
    assert videos.asked_for("import_task") == [("singapore", TASK_ID)]
    assert [job.id for job in done] == [f"job of {TASK_ID}"]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("task_id_shape", "That isn't a task ID."),
        ("task_unknown", "Alibaba doesn't know this task ID in this region."),
        ("task_without_video", "Alibaba made no video for this order"),
        ("task_other_kind", "This task ID belongs to something other than a video"),
        ("task_without_link", "Alibaba gives no download link for this task ID."),
    ],
)
def test_wrong_id_is_explained_beside_the_field(windows: Windows, videos: FakeVideos, sentence: str, text: str) -> None:
    videos.refusals["import_task"] = InputRefused(sentence=Sentence(sentence))
    box = windows.import_box()
    ask_for(box, windows)
    assert box.trouble.text.startswith(text)
    assert box.isVisible()
    assert box.field.selectedText() == TASK_ID
    assert not box.trouble.button.isVisible()
    QTest.keyClicks(box.field, "x")
    assert box.trouble.text == "", "the sentence about the earlier ID is removed"


def test_id_already_in_the_list_can_be_shown(windows: Windows, videos: FakeVideos) -> None:
    videos.refusals["import_task"] = TaskOwned(values={"task_id": TASK_ID, "job_id": "mine"})
    box = windows.import_box()
    shown: list[str] = []
    box.show_requested.connect(shown.append)
    ask_for(box, windows)
    assert box.trouble.text == "This video is already in your list."
    assert box.trouble.button.text() == "Show in list"
    box.trouble.button.click()
    assert shown == ["mine"]


def test_only_a_well_formed_id_is_requested(windows: Windows, videos: FakeVideos) -> None:
    box = windows.import_box()
    assert box.add.toolTip() == ""
    ask_for(box, windows, "abc")
    assert not box.add.isEnabled()
    assert videos.asked_for("import_task") == []
    assert box.add.toolTip().startswith("A task ID has 36 characters")
    assert "A task ID has 36 characters" in visible_text(box)
    assert box.field.accessibleDescription() == box.add.toolTip()
    ask_for(box, windows, f" {TASK_ID.upper()} ")
    assert videos.asked_for("import_task") == [("singapore", TASK_ID.upper())]


def test_hint_does_not_move_the_layout(windows: Windows) -> None:
    box = windows.import_box()
    before = (box.size(), box.region_box.geometry(), box.add.geometry())
    QTest.keyClicks(box.field, "abc")
    windows.settle()
    assert (box.size(), box.region_box.geometry(), box.add.geometry()) == before


def test_one_press_requests_once(windows: Windows, videos: FakeVideos) -> None:
    box = windows.import_box()
    videos.hold()
    QTest.keyClicks(box.field, TASK_ID)
    for _ in range(3):
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.add.text() == "Asking Alibaba…"
    videos.release()
    windows.settle()
    assert len(videos.asked_for("import_task")) == 1


# ---------------------------------------------------------------- choosing


def test_user_chooses_by_posters(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1), a_found(2)]
    chooser = windows.chooser(an_uncertain())
    assert "Your request" in visible_text(chooser)
    assert "A fox turns its head and looks into the camera" in visible_text(chooser)
    assert "Slow zoom on a lighthouse" in visible_text(chooser)
    assert len(chooser.cards) == 2
    assert chooser.focusWidget() is chooser.cards[0].choose
    chooser.cards[1].choose.click()
    windows.settle()
    assert videos.asked_for("choose_candidate") == [("u", videos.found["singapore"][1].task_id)]


def test_none_of_these_continues_the_search_among_others(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1), a_found(2)]
    chooser = windows.chooser(an_uncertain())
    chooser.none_of_these.click()
    windows.settle()
    assert videos.asked_for("rule_out") == [("u", *(each.task_id for each in videos.found["singapore"]))]


def test_decide_later_decides_nothing(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    chooser = windows.chooser(an_uncertain())
    QTest.keyClick(chooser, Qt.Key.Key_Escape)
    windows.settle()
    assert [each[0] for each in videos.asked] == ["candidates"]


def test_candidate_adopted_meanwhile_is_reported(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    videos.refusals["choose_candidate"] = TaskOwned()
    chooser = windows.chooser(an_uncertain())
    chooser.cards[0].choose.click()
    windows.settle()
    assert chooser.trouble.text == "This video is already in your list."
    assert chooser.cards[0].choose.isEnabled()


def test_order_found_automatically_needs_no_choice(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    chooser = windows.chooser(an_uncertain())
    closed: list[int] = []
    chooser.finished.connect(closed.append)
    chooser.job_changed(an_uncertain(prompt="still uncertain"))
    assert not closed
    chooser.job_changed(a_job("u", JobStage.WAITING))
    assert closed


def test_unreadable_candidates_can_be_requested_again(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1)]
    videos.refusals["candidates"] = CloudUnreachable()
    chooser = windows.chooser(an_uncertain())
    assert "can't be reached" in visible_text(chooser)
    videos.refusals.clear()
    chooser.note.button.click()
    windows.settle()
    assert len(chooser.cards) == 1


def test_three_candidates_stand_side_by_side_without_a_default(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = [a_found(1), a_found(2), a_found(3)]
    chooser = windows.chooser(an_uncertain(("a", "b", "c")))
    assert chooser.fitting(3, QSize(1024, 640)).width() < 1024, "no window is wider than the screen"
    chooser.resize(chooser.fitting(3, QSize(1920, 1080)))
    windows.settle()
    chooser.grab()
    assert len({card.y() for card in chooser.cards}) == 1
    assert all(card.choose.property("look") is None for card in chooser.cards)


# ---------------------------------------------------------------- all windows


def test_every_control_has_a_name(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    for window in (windows.finder(), windows.import_box(), windows.chooser(an_uncertain())):
        kinds = (QAbstractButton, QComboBox, QLineEdit)
        for each in window.findChildren(QWidget):
            if isinstance(each, kinds) and each.isVisible() and not each.objectName().startswith("qt_"):
                interface = QAccessible.queryAccessibleInterface(each)
                assert interface.text(QAccessible.Text.Name), f"{each!r} in {window.windowTitle()} has no name"


def test_tab_reaches_the_row_and_its_controls(windows: Windows, videos: FakeVideos) -> None:
    videos.found["singapore"] = SEVERAL
    finder = windows.finder()
    finder.activateWindow()
    finder.region_box.setFocus()
    reached = set()
    for _ in range(20):
        reached.add(finder.focusWidget())
        QTest.keyClick(finder.focusWidget(), Qt.Key.Key_Tab)
    row = finder.found.rows[0]
    assert {finder.region_box, finder.look_again, row.box, row.adding.add, finder.close_button} <= reached


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_windows_are_drawn(
    windows: Windows, videos: FakeVideos, qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    apply_look(qapp, theme)
    videos.found["singapore"] = SEVERAL
    videos.hold()
    finder = windows.finder(waits=False)
    portrait(finder, f"missing-finder-{theme}-asking")
    videos.release()
    windows.settle()
    posters_read(windows, [row for row in finder.found.rows if row.task.poster])
    finder.found.rows[0].box.click()
    finder.found.rows[2].adding.add.click()
    windows.settle()
    portrait(finder, f"missing-finder-{theme}")
    videos.refusals["import_task"] = CloudUnreachable()
    finder.found.rows[0].adding.add.click()
    windows.settle()
    finder.resize(560, 520)
    windows.settle()
    portrait(finder, f"missing-finder-{theme}-narrow")
    videos.found["singapore"] = []
    finder.search()
    windows.settle()
    portrait(finder, f"missing-finder-{theme}-none")
    videos.refusals["find_unclaimed"] = KeyNeeded()
    finder.search()
    windows.settle()
    portrait(finder, f"missing-finder-{theme}-no-key")
    box = windows.import_box()
    portrait(box, f"missing-import-{theme}")
    videos.refusals["import_task"] = TaskOwned(values={"task_id": TASK_ID, "job_id": "mine"})
    ask_for(box, windows)
    portrait(box, f"missing-import-{theme}-owned")
    videos.found["singapore"] = [replace(each) for each in (a_found(1), a_found(3))]
    poster = tmp_path / "own.jpg"
    draw_scene(480, 270).save(str(poster))
    chooser = windows.chooser(an_uncertain(poster=str(poster)))
    posters_read(windows, [])
    portrait(chooser, f"missing-chooser-{theme}")
    portrait(chooser, f"missing-chooser-{theme}-200", density=2.0)


def posters_read(windows: Windows, _rows: list[FoundRow]) -> None:
    """Paint once, so that the posters are requested, and wait until they are read."""
    for window in windows.opened:
        if _is_there(window) and window.isVisible():
            window.grab()
    windows.settle()


def test_large_text_and_small_windows_lose_nothing(windows: Windows, videos: FakeVideos, qapp: QApplication) -> None:
    font = qapp.font()
    large = qapp.font()
    large.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(large)
    try:
        videos.found["singapore"] = SEVERAL
        finder = windows.finder()
        posters_read(windows, [])
        portrait(finder, "missing-finder-large-text")
        assert finder.minimumSizeHint().width() <= 1024
        box = windows.import_box()
        videos.refusals["import_task"] = InputRefused(sentence=Sentence.TASK_UNKNOWN)
        ask_for(box, windows)
        portrait(box, "missing-import-large-text")
        videos.found["singapore"] = [a_found(1), a_found(3)]
        chooser = windows.chooser(an_uncertain())
        posters_read(windows, [])
        portrait(chooser, "missing-chooser-large-text")
        assert chooser.minimumSizeHint().width() <= 1024
    finally:
        qapp.setFont(font)
