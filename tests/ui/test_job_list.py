"""The zone of the jobs: acts on rows, filters, search, days, the grid, moved videos, and the file of the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job, a_video
from wandesk.app.window_memory import remember_list
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_query import EVERY_JOB, JobFilter, JobQuery, JobSort
from wandesk.domain.listing import Listing
from wandesk.domain.marks import Marks
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.preferences import Preferences
from wandesk.ui.jobs import lister
from wandesk.ui.jobs.days import bounds_of
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.menus import Menus
from wandesk.ui.notices import Notices
from wandesk.ui.window.locating import Locating
from wandesk.ui.window.saving_list import SavingList
from wandesk.ui.wording.job_filters import found_aloud

DAY = 24 * 3600.0
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def done(job_id: str, **changes: object) -> Job:
    return a_job(job_id, JobStage.DONE, **{"is_watched": True, **changes})


JOBS = [
    a_job("making", JobStage.GENERATING, prompt="Gulls circle the tower"),
    done("new", is_watched=False, prompt="A slow rise to the lamp"),
    a_job("failed", JobStage.FAILED, prompt="Storm clouds"),
    done("starred", prompt="A calm sea", marks=Marks(is_starred=True, label="Sea")),
    done("old", prompt="Fog lifts"),
]


@pytest.fixture
def stored() -> StoredRows:
    return StoredRows(JOBS)


@pytest.fixture
def panel(loop: GuiLoop, qtbot: QtBot, stored: StoredRows) -> JobsPanel:
    panel = JobsPanel(
        questions=stored, spawn=loop.spawn, catalog=a_catalog(), posters=PosterCache(loop.spawn), now=lambda: NOW
    )
    qtbot.addWidget(panel)
    panel.resize(420, 700)
    panel.show()
    loop.run_story(panel.load())
    return panel


def shown(panel: JobsPanel) -> list[str]:
    return [panel.model.id_at(row) for row in range(panel.model.rowCount())]


def choose(loop: GuiLoop, panel: JobsPanel, chosen: JobFilter) -> list[str]:
    """Press a filter, and return what is shown then."""
    panel.bar.pills[chosen].click()
    loop.settle()
    return shown(panel)


# ---------------------------------------------------------------------- filters and search


def test_each_filter_shows_its_jobs_and_how_many(loop: GuiLoop, panel: JobsPanel) -> None:
    panel.counts.count()
    loop.run_until(lambda: panel.bar.pills[JobFilter.ALL].accessibleDescription() == "5")
    descriptions = [pill.accessibleDescription() for pill in panel.bar.pills.values()]
    assert descriptions == ["5", "1", "1", "1", "1"]
    assert choose(loop, panel, JobFilter.ACTIVE) == ["making"]
    assert choose(loop, panel, JobFilter.NEW) == ["new"]
    assert choose(loop, panel, JobFilter.FAILED) == ["failed"]
    assert choose(loop, panel, JobFilter.STARRED) == ["starred"]
    assert choose(loop, panel, JobFilter.ALL) == [job.id for job in JOBS]


def test_search_says_once_how_many_it_found(loop: GuiLoop, panel: JobsPanel, said: list[str]) -> None:
    panel.bar.search.setText("f")
    panel.bar.search.setText("fog")
    loop.run_until(lambda: said)
    assert said == [found_aloud("fog", panel.model.rowCount())]
    panel.bar.search.setText("no such words")
    loop.run_until(lambda: len(said) > 1)
    assert said[1:] == ["Nothing found for “no such words”"]
    choose(loop, panel, JobFilter.NEW)
    panel.bar.search.clear()
    loop.settle()
    assert len(said) == 2


def test_filters_are_radio_buttons_with_the_names_of_the_contract(panel: JobsPanel) -> None:
    buttons = [QAccessible.queryAccessibleInterface(pill) for pill in panel.bar.pills.values()]
    assert [each.text(QAccessible.Text.Name) for each in buttons] == ["All", "Active", "New", "Failed", "Starred"]
    assert {each.role() for each in buttons} == {QAccessible.Role.RadioButton}
    search = QAccessible.queryAccessibleInterface(panel.bar.search)
    assert search.text(QAccessible.Text.Name) == "Search jobs"


def test_search_follows_the_letters_and_esc_clears_it(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    panel.bar.focus_search()
    QTest.keyClicks(panel.bar.search, "fog")
    loop.settle()
    assert shown(panel) == ["old"]
    assert stored.listed[-1].text == "fog"
    QTest.keyClick(panel.bar.search, Qt.Key.Key_Return)
    assert panel.selected_job() == JOBS[4]
    QTest.keyClick(panel.bar.search, Qt.Key.Key_Escape)
    loop.settle()
    assert shown(panel) == [job.id for job in JOBS]
    assert panel.bar.search.text() == ""
    selected = panel.selected_job()
    assert selected is not None
    assert selected.id == "old", "what was found stays selected"


def test_answer_to_an_earlier_search_is_dropped(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    answers = stored.job_listing
    first = loop.loop.create_future()

    async def job_listing(newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        if query.text == "f":
            await first
        return await answers(newest, query)

    stored.job_listing = job_listing  # type: ignore[method-assign]
    panel.bar.search.setText("f")
    panel.bar.search.setText("calm")
    loop.run_until(lambda: shown(panel) == ["starred"])
    first.set_result(None)
    loop.settle()
    assert shown(panel) == ["starred"]


def test_what_is_indexed_later_is_found_without_another_key(
    loop: GuiLoop, panel: JobsPanel, stored: StoredRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The jobs of an older store are indexed after the start, the newest first."""
    monkeypatch.setattr(lister, "AGAIN", 0.01)
    answers = stored.job_listing
    found = [1, 2]

    async def job_listing(newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        whole = await answers(None, query)
        count = found.pop(0) if found else len(whole.ids)
        is_all = count == len(whole.ids)
        return Listing(ids=whole.ids[:count], created_at=whole.created_at[:count], is_complete=is_all)

    stored.job_listing = job_listing  # type: ignore[method-assign]
    resets: list[bool] = []
    panel.model.modelReset.connect(lambda: resets.append(True))
    panel.bar.search.setText("o")
    loop.settle()
    whole = [job.id for job in JOBS if "o" in job.prompt.lower()]
    assert len(whole) > 2
    assert shown(panel) == whole
    assert resets == [True], "what is found later is appended"


def test_empty_result_says_what_to_do_and_leads_back(loop: GuiLoop, panel: JobsPanel) -> None:
    panel.bar.search.setText("50% 'DROP' \"quoted\"")
    loop.settle()
    assert shown(panel) == []
    texts = [each.text() for each in panel.pages._nothing.findChildren(type(panel.pages._nothing._title))]
    assert texts == ["Nothing found for “50% 'DROP' \"quoted\"”", "Try fewer or shorter words."]
    panel.pages.all_requested.emit()
    loop.settle()
    assert shown(panel) == [job.id for job in JOBS]
    assert panel.bar.query == EVERY_JOB


def test_job_that_leaves_the_filter_stays_while_it_is_selected(loop: GuiLoop, panel: JobsPanel) -> None:
    choose(loop, panel, JobFilter.NEW)
    panel.select("new")
    panel.model.job_changed(replace(JOBS[1], is_watched=True))
    assert shown(panel) == ["new"], "the user is watching it"
    panel.model.job_changed(done("another", is_watched=False))
    assert "another" in shown(panel)
    panel.select("another")
    panel.model.job_changed(replace(JOBS[1], is_watched=True))
    assert shown(panel) == ["another"]


def test_job_outside_of_the_filter_is_shown_when_it_is_asked_for(loop: GuiLoop, panel: JobsPanel) -> None:
    choose(loop, panel, JobFilter.FAILED)
    panel.select("old")
    loop.settle()
    assert panel.bar.query.filter is JobFilter.ALL
    selected = panel.selected_job()
    assert selected is not None
    assert selected.id == "old"


def test_label_and_order_are_chosen_in_menus(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    panel.counts.count()
    loop.run_until(panel.bar.label_button.isVisible)
    labels = panel.bar.label_button.menu()
    labels.aboutToShow.emit()
    assert [each.text() for each in labels.actions()] == ["All labels", "Sea (1)"]
    labels.actions()[1].trigger()
    loop.settle()
    assert shown(panel) == ["starred"]
    orders = panel.bar.sort_button.menu()
    orders.aboutToShow.emit()
    next(each for each in orders.actions() if each.text() == "Oldest first").trigger()
    loop.settle()
    assert stored.listed[-1] == JobQuery(label="Sea", sort=JobSort.OLDEST)


# ---------------------------------------------------------------------- acts, days, views


def press(panel: JobsPanel, job_id: str) -> None:
    """Press the act at the end of a row."""
    cell = panel.view.visualRect(panel.model.index(panel.model.row_of(job_id) or 0))
    place = panel.view.cell_painter.act_area(cell).center()
    QTest.mouseClick(panel.view.viewport(), LEFT, NONE, place)


def test_act_of_a_row_is_pressed_without_selecting_it(panel: JobsPanel) -> None:
    requested: list[tuple[str, str]] = []
    panel.action_requested.connect(lambda key, jobs: requested.append((key, jobs[0].id)))
    panel.model.job_added(a_job("waiting", JobStage.WAITING))
    panel.select("failed")
    press(panel, "waiting")
    press(panel, "old")
    assert requested == [("cancel", "waiting"), ("star", "old")]
    assert panel.view.selected_ids() == ["failed"]


def test_keys_do_what_the_act_does(panel: JobsPanel) -> None:
    requested: list[tuple[str, str]] = []
    panel.action_requested.connect(lambda key, jobs: requested.append((key, jobs[0].id)))
    panel.model.job_added(a_job("waiting", JobStage.WAITING))
    for job_id, key in (("waiting", Qt.Key.Key_Period), ("old", Qt.Key.Key_D)):
        panel.select(job_id)
        QTest.keyClick(panel.view, key, Qt.KeyboardModifier.ControlModifier)
    assert requested == [("cancel", "waiting"), ("star", "old")]


def test_bands_name_the_days_and_are_no_rows(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    times = [NOW, NOW - 60, NOW - 3 * DAY]
    panel.model.set_listing(Listing(ids=["making", "new", "old"], created_at=times))
    days = [panel.model.day_at(0), panel.model.day_at(1)]
    stored.sums[bounds_of(days[0].day)] = {"USD": Decimal("0.75"), "CNY": Decimal(3)}
    panel.grab()
    loop.run_until(lambda: panel.view._bands.facts(days[0]) == "2 videos · ¥3.00 · $0.75")
    assert panel.view._bands.facts(days[1]).startswith("1 video")
    first = panel.view.visualRect(panel.model.index(0))
    assert first.top() > 0
    assert not panel.view.indexAt(QPoint(20, first.top() - 5)).isValid()
    accessible = QAccessible.queryAccessibleInterface(panel.view)
    assert accessible.childCount() == 3


@pytest.mark.parametrize("is_grid", [False, True])
def test_arrow_keys_step_through_every_job(panel: JobsPanel, *, is_grid: bool) -> None:
    panel.show_grid(is_grid)
    panel.resize(700, 600)
    panel.select(JOBS[0].id)
    for job in JOBS[1:]:
        QTest.keyClick(panel.view, Qt.Key.Key_Down)
        assert panel.view.selected_ids() == [job.id]
    QTest.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert panel.view.selected_ids() == ["starred", "old"]
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.view.selected_ids() == [JOBS[0].id]
    image = QImage(panel.size(), QImage.Format.Format_ARGB32)
    panel.render(image)
    places = {panel.view.visualRect(panel.model.index(row)).left() for row in range(len(JOBS))}
    assert (len(places) > 1) is is_grid


def test_what_is_in_sight_stays_there_when_a_job_comes(loop: GuiLoop, panel: JobsPanel) -> None:
    ids = [f"job {number}" for number in range(200)]
    panel.model.set_listing(Listing(ids=ids, created_at=[NOW - number for number in range(200)]))
    panel.view.verticalScrollBar().setValue(5000)
    before = panel.view.indexAt(QPoint(20, 100)).row()
    where = panel.view.visualRect(panel.model.index(before)).top()
    panel.model.job_added(a_job("newest", created_at=NOW + 1))
    assert panel.view.visualRect(panel.model.index(before + 1)).top() == where
    panel.view.verticalScrollBar().setValue(0)
    panel.model.job_added(a_job("newest of all", created_at=NOW + 2))
    assert panel.view.verticalScrollBar().value() == 0, "a new job is seen"


def test_moved_video_says_where_it_was(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    moved = done("moved", video=a_video("/videos/spring/a.mp4"))
    stored.missing = {"/videos/spring/a.mp4"}
    panel.model.job_added(moved)
    loop.run_until(lambda: panel.missing.is_missing(moved))
    cell = panel.view.visualRect(panel.model.index(0))
    text = panel.view.cell_painter.text(cell, moved, None, panel.view.state_of(0))
    assert text.whole_state == "Moved or deleted. It was in /videos/spring."
    snapshot = panel.snapshot(moved)
    assert snapshot is not None
    assert snapshot.is_file_missing


def test_drive_that_does_not_answer_is_asked_once(loop: GuiLoop, panel: JobsPanel, stored: StoredRows) -> None:
    asked: list[Sequence[str]] = []
    answer = loop.loop.create_future()

    async def missing_files(paths: Sequence[str]) -> Collection[str]:
        asked.append(paths)
        await answer
        return paths

    stored.missing_files = missing_files  # type: ignore[method-assign]
    away = [done(name, video=a_video(f"/away/{name}.mp4")) for name in ("a", "b")]
    for job in away:
        panel.missing.forget()
        panel.missing.look([job])
    loop.run_until(lambda: asked)
    answer.set_result(None)
    loop.settle()
    assert asked == [["/away/a.mp4"]]
    panel.missing.look(away)
    loop.settle()
    assert panel.missing.is_missing(away[1])


@pytest.mark.parametrize("found", [1, 3])
def test_located_videos_are_counted_and_a_refusal_says_why(loop: GuiLoop, panel: JobsPanel, found: int) -> None:
    notices = Notices()
    told: list[str] = []
    notices.posted.connect(lambda notice: told.append(notice.sentence))

    async def locate(job_id: str, chosen: Path) -> int:
        if chosen.name == "other":
            values = {"name": "a.mp4", "folder": "/disk/other"}
            raise InputRefused(str(chosen), sentence=Sentence.VIDEO_NOT_THERE, values=values)
        assert job_id == "old"
        return found

    locating = Locating(locate=locate, spawn=loop.spawn, notices=notices, window=panel)
    loop.run_story(locating.take(JOBS[4], Path("/disk/films")))
    loop.run_story(locating.take(JOBS[4], Path("/disk/other")))
    assert str(found) in told[0]
    assert told[1] == "The video a.mp4 isn't in /disk/other, or it is another video of that name. Choose another place."


# ---------------------------------------------------------------------- the file of the list


def saved(loop: GuiLoop, panel: JobsPanel, stored: StoredRows, path: Path) -> Sequence[dict[str, str]]:
    saving = SavingList(stored, loop.spawn, panel, Notices(), a_catalog(), "en")
    loop.run_story(saving.save(path))
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_list_is_saved_as_it_is_filtered(loop: GuiLoop, panel: JobsPanel, stored: StoredRows, tmp_path: Path) -> None:
    rows = saved(loop, panel, stored, tmp_path / "all.csv")
    assert [row["job"] for row in rows] == [job.id for job in JOBS]
    assert rows[3]["label"] == "Sea"
    assert rows[3]["starred"] == "1"
    choose(loop, panel, JobFilter.FAILED)
    (row,) = saved(loop, panel, stored, tmp_path / "failed.csv")
    assert (row["job"], row["prompt"], row["cost"]) == ("failed", "Storm clouds", "")


def test_text_of_the_user_is_no_formula(loop: GuiLoop, panel: JobsPanel, stored: StoredRows, tmp_path: Path) -> None:
    stored.jobs["old"] = done("old", prompt='=HYPERLINK("http://x")', marks=Marks(note="+1, or\n-1"))
    row = saved(loop, panel, stored, tmp_path / "list.csv")[-1]
    assert row["prompt"] == '\'=HYPERLINK("http://x")'
    assert row["note"] == "'+1, or\n-1"


# ---------------------------------------------------------------------- several rows


def test_action_for_several_is_requested_for_those_that_allow_it(loop: GuiLoop, panel: JobsPanel) -> None:
    requested: list[tuple[str, list[str]]] = []
    panel.action_requested.connect(lambda key, jobs: requested.append((key, [job.id for job in jobs])))
    for job_id in ("first", "second"):
        panel.model.job_added(a_job(job_id, JobStage.WAITING))
    panel.select("old")
    panel.view.selectAll()
    for key in (Qt.Key.Key_Period, Qt.Key.Key_C):
        QTest.keyClick(panel.view, key, Qt.KeyboardModifier.ControlModifier)
        loop.settle()
    assert requested == [("cancel", ["second", "first"]), ("copy", ["new", "starred", "old"])]
    requested.clear()
    press(panel, "first")
    assert requested == [("cancel", ["first"])], "the act of a row is about that row"


# ---------------------------------------------------------------------- the next start


def test_filter_order_and_view_are_remembered_and_a_search_is_not(
    loop: GuiLoop, qtbot: QtBot, panel: JobsPanel, stored: StoredRows, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path / "settings.toml")
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(window, panel.requests.target)
    remember_list(panel, menus, preferences)
    assert not panel.bar.grid.isChecked()
    choose(loop, panel, JobFilter.STARRED)
    panel.bar.set_query(replace(panel.bar.query, sort=JobSort.OLDEST, text="sea"))
    menus.jobs_view_chosen.emit("grid")
    assert panel.bar.grid.isChecked()
    other = JobsPanel(questions=stored, spawn=loop.spawn, catalog=a_catalog(), posters=PosterCache(loop.spawn))
    qtbot.addWidget(other)
    remember_list(other, menus, preferences)
    assert other.bar.query == JobQuery(filter=JobFilter.STARRED, sort=JobSort.OLDEST)
    assert other.bar.grid.isChecked()
    loop.run_story(other.load())
    assert shown(other) == ["starred"]
    loop.settle()
    preferences.close()
