"""The list: painting, keys, menu, clock, and the texts for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from html import unescape

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job, a_problem, a_video
from tests.support.stages import snapshot
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import can_cancel, can_check_again
from wandesk.domain.listing import Listing
from wandesk.domain.pasted import pasted_name
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.send_queue import Workload
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.job_dispatcher import JobDispatcher
from wandesk.ui.jobs.cell_painting import CellState
from wandesk.ui.jobs.model import JOB_ROLE, PROGRESS_ROLE
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.row_texts import typeface
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.widgets.plain_text import tooltip_of
from wandesk.ui.wording import job_rows as rows
from wandesk.ui.wording import jobs as wording

PROBLEMS = {
    JobStage.FAILED: a_problem(),
    JobStage.UNCERTAIN: a_problem(Sentence.REQUEST_UNCERTAIN, code="", message=""),
}
EVERY_STAGE = [a_job(stage.value, stage, problem=PROBLEMS.get(stage)) for stage in JobStage]


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
    panel.resize(900, 700)
    panel.show()
    return panel


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The results of the requests of a list."""

    done: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def carried_out(panel: JobsPanel) -> Outcomes:
    """Connect the list as the window does, with handlers that record."""
    outcomes = Outcomes()
    dispatcher = JobDispatcher(
        snapshot=panel.snapshot,
        handle=lambda key, job: outcomes.done.append((key, job.id)),
        refuse=lambda _owner, reason: outcomes.refused.append(reason),
    )
    panel.action_requested.connect(partial(dispatcher.request))  # Qt keeps no bound method alive
    return outcomes


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("width", [260, 640, 1600])
@pytest.mark.parametrize("density", [1.0, 2.0])
def test_every_stage_paints(qapp: QApplication, panel: JobsPanel, theme: Theme, width: int, density: float) -> None:
    apply_look(qapp, theme)
    panel.resize(width, 1000)
    for job in EVERY_STAGE:
        panel.model.job_added(job)
    panel.model.progressed(Progress(job_id="downloading", done_bytes=4_100_000, total_bytes=6_000_000))
    panel.model.progressed(Progress(job_id="generating", waits_for=WaitReason.NETWORK))
    image = QImage(panel.size() * density, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(density)
    panel.render(image)
    row = panel.view.visualRect(panel.model.index(0))
    place = panel.view.viewport().mapTo(panel, row.center())
    colours = {image.pixelColor(round(x * density), round(place.y() * density)).name() for x in range(row.width())}
    assert len(colours) > 3  # background, poster, letters


def row_height(panel: JobsPanel) -> int:
    return panel.view.visualRect(panel.model.index(0)).height()


def test_row_is_high_enough_for_a_large_font_and_on_the_grid(
    qapp: QApplication, panel: JobsPanel, loop: GuiLoop, qtbot: QtBot
) -> None:
    panel.model.job_added(EVERY_STAGE[0])
    assert row_height(panel) == 72
    font = qapp.font()
    try:
        large = qapp.font()
        large.setPointSizeF(26)
        qapp.setFont(large)
        posters = PosterCache(loop.spawn)
        other = JobsPanel(questions=StoredRows(), spawn=loop.spawn, catalog=a_catalog(), posters=posters)
        qtbot.addWidget(other)
        other.model.job_added(EVERY_STAGE[0])
        assert row_height(other) > 72
        assert row_height(other) % 8 == 0
    finally:
        qapp.setFont(font)


def test_hundred_thousand_rows_scroll_to_the_end(loop: GuiLoop, panel: JobsPanel) -> None:
    stored = panel.lister._questions
    assert isinstance(stored, StoredRows)
    stored.jobs = {f"{number}": a_job(f"{number}", JobStage.DONE) for number in (*range(200), *range(99_800, 100_000))}
    ids = [f"{number}" for number in range(100_000)]
    panel.model.set_listing(Listing(ids=ids, created_at=[NOW - 60.0 * number for number in range(100_000)]))
    panel.view.scrollToBottom()
    panel.render(QImage(panel.size(), QImage.Format.Format_ARGB32))
    assert panel.view.indexAt(panel.view.viewport().rect().center()).row() > 99_900
    loop.run_until(lambda: not panel.model._reader.is_reading)


def test_changed_selected_job_is_signalled_again(panel: JobsPanel) -> None:
    received: list[JobSnapshot | None] = []
    panel.selected.connect(received.append)
    for job in (a_job("a"), a_job("b")):
        panel.model.job_added(job)
    panel.select("a")
    assert received[-1] is not None
    assert received[-1].job.id == "a"
    received.clear()
    panel.model.job_changed(a_job("b", JobStage.PREPARING))
    panel.model.job_added(a_job("c"))
    assert received == []
    panel.model.job_changed(a_job("a", JobStage.FAILED))
    assert [it.job.stage for it in received if it] == [JobStage.FAILED]
    panel.model.job_removed("a")
    assert panel.selected_job() is None or panel.selected_job().id != "a"  # type: ignore[union-attr]


def test_selected_row_is_signalled_once_it_is_read(loop: GuiLoop, qtbot: QtBot) -> None:
    stored = StoredRows([a_job("old", JobStage.DONE)])
    panel = JobsPanel(questions=stored, spawn=loop.spawn, catalog=a_catalog(), posters=PosterCache(loop.spawn))
    qtbot.addWidget(panel)
    received: list[JobSnapshot | None] = []
    panel.selected.connect(received.append)
    panel.model.set_listing(Listing(ids=["old"], created_at=[NOW]))
    panel.select("old")
    assert received == []
    loop.run_until(lambda: received)
    assert received[0] is not None
    assert received[0].job.id == "old"


def test_keys_act_on_the_selected_row(panel: JobsPanel, qtbot: QtBot) -> None:
    done = carried_out(panel).done
    panel.model.job_added(a_job("waiting", JobStage.WAITING))
    panel.model.job_added(a_job("done", JobStage.DONE))
    panel.select("done")
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    QTest.keyClick(panel.view, Qt.Key.Key_F5)  # nothing is left to select
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_F5)
    assert done == [("play", "done"), ("check_again", "waiting")]
    place = panel.view.visualRect(panel.model.index(0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert done[2:] == [("play", "done")]


def test_keys_unused_by_the_list_go_to_the_player(panel: JobsPanel) -> None:
    passed: list[int] = []

    def take(event: QKeyEvent) -> bool:
        passed.append(event.key())
        return True

    panel.forward_keys_to(take)
    panel.model.job_added(a_job("a"))
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert passed == []  # nothing is selected
    panel.select("a")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_F5, Qt.Key.Key_Home):
        QTest.keyClick(panel.view, key)
    assert passed == [Qt.Key.Key_Space, Qt.Key.Key_Right]


def test_delete_removes_every_row_that_is_over(panel: JobsPanel) -> None:
    done = carried_out(panel).done
    failed, new = a_job("failed", JobStage.FAILED), a_job("new", JobStage.DONE, finished_at=NOW)
    given_up = a_job("given up", JobStage.DOWNLOADING, problem=a_problem())
    for job in (failed, new, given_up, a_job("open", JobStage.GENERATING)):
        panel.model.job_added(job)
        panel.select(job.id)
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert done == [("remove", "failed"), ("remove", "new"), ("remove", "given up")]
    assert "Remove" in [each.text() for each in panel.requests.menu_for(new).actions()]


def test_menu_offers_possible_actions(panel: JobsPanel) -> None:
    done = carried_out(panel).done
    panel.model.job_added(a_job("w", JobStage.WAITING))
    panel.select("w")
    menu = panel.requests.menu_for(a_job("w", JobStage.WAITING))
    acts = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    offered = {name: action.isEnabled() for name, action in acts.items()}
    marks = dict.fromkeys(("Star", "Rename…", "Label…", "Write a note…"), True)
    assert offered == {"Use these settings": True, "Check again": True, "Cancel": True, **marks}
    acts["Cancel"].trigger()
    assert done == [("cancel", "w")]
    panel.model.job_changed(a_job("w", JobStage.GENERATING))
    acts["Cancel"].trigger()
    assert len(done) == 1, "the job continued while the menu was open"
    menu.close()


def test_menu_keys_open_the_menu_of_the_current_row(panel: JobsPanel) -> None:
    asked: list[QPoint] = []
    panel.view.menu_requested.disconnect()
    panel.view.menu_requested.connect(asked.append)
    panel.model.job_added(a_job("w"))
    panel.select("w")
    QTest.keyClick(panel.view, Qt.Key.Key_F10)
    assert asked == []
    QTest.keyClick(panel.view, Qt.Key.Key_Menu)
    QTest.keyClick(panel.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert len(asked) == 2


@pytest.mark.parametrize("job", EVERY_STAGE, ids=lambda job: job.stage.value)
def test_row_buttons_follow_the_stage(job: Job) -> None:
    assert can_cancel(job) == (job.stage.value in ("queued", "preparing", "uploading", "waiting"))
    assert can_check_again(job) == (job.stage.value in ("uncertain", "waiting", "generating", "downloading"))


def test_clock_runs_only_while_a_visible_row_needs_it(panel: JobsPanel) -> None:
    assert not panel.view._ticker.isActive()
    panel.model.job_added(a_job("a", JobStage.GENERATING))
    assert panel.view._ticker.isActive()
    panel.hide()
    assert not panel.view._ticker.isActive()
    panel.show()
    assert panel.view._ticker.isActive()
    panel.model.job_changed(a_job("a", JobStage.DONE))
    assert not panel.view._ticker.isActive()
    panel.model.job_changed(a_job("a", JobStage.UNCERTAIN))
    assert not panel.view._ticker.isActive()


def test_active_row_out_of_sight_does_not_tick(panel: JobsPanel) -> None:
    panel.model.job_added(a_job("a", JobStage.GENERATING))
    for number in range(40):
        panel.model.job_added(a_job(f"done{number}", JobStage.DONE))
    panel.view.verticalScrollBar().setValue(0)
    assert not panel.view._ticker.isActive()
    panel.view.scrollToBottom()
    assert panel.view._ticker.isActive()


def test_empty_list_leaves_the_words_to_the_stage(panel: JobsPanel) -> None:
    def is_empty() -> bool:
        said = [each.text() for each in panel.pages.findChildren(QLabel) if each.isVisible() and each.text()]
        return panel.pages.is_empty and not said

    assert not is_empty(), "not before it was read"
    panel.model.set_listing(Listing(ids=[]))
    assert is_empty()
    panel.model.job_added(a_job())
    assert not is_empty()
    assert panel.view.isVisible()
    panel.model.job_removed("job")
    assert is_empty()


def test_list_that_cannot_be_read_says_why_and_never_that_it_is_empty(panel: JobsPanel) -> None:
    retried: list[bool] = []
    panel.pages.retry_requested.connect(lambda: retried.append(True))
    panel.pages.show_trouble("The disk is full. Free up some space and it will continue.")
    shown = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    assert "Your videos can't be listed right now" in shown
    assert panel.pages.trouble == "The disk is full. Free up some space and it will continue."
    assert panel.pages.trouble in shown
    assert not panel.pages.is_empty
    (button,) = (each for each in panel.findChildren(QPushButton) if each.isVisible())
    assert button.text() == "Try again"
    button.click()
    assert retried == [True]
    panel.model.set_listing(Listing(ids=[]))
    assert panel.pages.trouble == ""


def test_screen_reader_hears_the_whole_row(panel: JobsPanel) -> None:
    panel.model.job_added(a_job("f", JobStage.FAILED, problem=a_problem()))
    panel.model.job_added(a_job("g", JobStage.GENERATING, prompt="Snow falls", region="practice"))
    view = QAccessible.queryAccessibleInterface(panel.view)
    assert view.text(QAccessible.Text.Name) == "Jobs"
    assert view.role() in (QAccessible.Role.List, QAccessible.Role.Table)
    children = [view.child(number) for number in range(view.childCount())]
    assert {each.role() for each in children} == {QAccessible.Role.ListItem}, "no headers named 1"
    names = [each.text(QAccessible.Text.Name) for each in children]
    assert names[0] == "Snow falls. Practice. Generating, 1:20, usually 1 to 5 minutes."
    assert names[1].startswith("A fox turns its head")
    assert names[1].endswith("You were not charged.")


def test_cost_of_a_failure_is_the_last_part_to_be_cut(qapp: QApplication) -> None:
    job = a_job("f", JobStage.FAILED, problem=a_problem())
    text = wording.stage_text(job, None, now=NOW, usual=None)
    font = qapp.font()
    whole = QFontMetrics(font).horizontalAdvance(text)
    kept = rows.last_text(job, None, now=NOW)
    face = typeface(font)
    assert face.cut_before(text, kept, whole + 1) == text
    assert face.cut_before(text, kept, whole - 40).endswith("… You were not charged.")
    assert face.cut_before(text, kept, 20).endswith("…")


def test_every_stage_has_its_text() -> None:
    shown = {job.stage.value: wording.stage_text(job, None, now=NOW, usual=110.0) for job in EVERY_STAGE}
    assert shown["queued"] == "Queued (not sent yet) · 1:40"
    assert shown["waiting"] == "In Alibaba's queue · 1:20"
    assert shown["generating"] == "Generating · 1:20, usually 1:50"
    assert shown["uncertain"] == "Not sure whether this order arrived"
    assert shown["canceled"] == "Cancelled. You were not charged."
    assert shown["failed"].endswith("You were not charged.")
    assert shown["done"].startswith("5 s · 832 × 464 · ")
    assert "charged" not in shown["expired"]
    generating = a_job(stage=JobStage.GENERATING)
    assert wording.stage_text(generating, None, now=NOW + 400, usual=None).startswith("Longer than usual")
    downloading = Progress(job_id="job", done_bytes=4_100_000, total_bytes=6_000_000)
    assert wording.stage_text(a_job(stage=JobStage.DOWNLOADING), downloading, now=NOW, usual=None) == (
        "Downloading 4.1 of 6.0 MB"
    )
    for reason in WaitReason:
        waiting = wording.stage_text(generating, Progress(job_id="job", waits_for=reason), now=NOW, usual=None)
        assert "Generating" not in waiting


def test_posters_are_read_in_the_background_and_cached(loop: GuiLoop, qtbot: QtBot, tmp_path: object) -> None:
    from pathlib import Path

    from PySide6.QtCore import QSize

    assert isinstance(tmp_path, Path)
    path = tmp_path / "poster.jpg"
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    cache = PosterCache(loop.spawn)
    loaded: list[str] = []
    cache.loaded.connect(loaded.append)
    for ratio, pixels in ((1.0, 96), (2.0, 192)):
        assert cache.pixmap(str(path), QSize(96, 56), ratio, is_cropped=True) is None
        loop.run_until(lambda: not cache._is_reading)
        pixmap = cache.pixmap(str(path), QSize(96, 56), ratio, is_cropped=True)
        assert pixmap is not None
        assert (pixmap.width(), pixmap.height()) == (pixels, round(56 * ratio))
    missing = str(tmp_path / "missing.jpg")
    assert cache.pixmap(missing, QSize(96, 56), 1.0, is_cropped=True) is None
    loop.run_until(lambda: not cache._is_reading)
    assert cache.pixmap(missing, QSize(96, 56), 1.0, is_cropped=True) is None
    assert not cache._is_reading  # not requested repeatedly
    cache.forget(str(path))
    assert cache.pixmap(str(path), QSize(96, 56), 1.0, is_cropped=True) is None
    loop.run_until(lambda: not cache._is_reading)
    assert len(loaded) == 3


def hold(panel: JobsPanel, key: Qt.Key) -> None:
    """A key pressed once and held down."""
    for number in range(5):
        pressed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", number > 0)
        QApplication.sendEvent(panel.view, pressed)


def test_held_key_acts_once_on_one_row(panel: JobsPanel) -> None:
    """Each removal makes the next row the current one, and a held Delete must not continue with that."""
    done: list[str] = []

    def handle(key: JobActionKey, job: Job) -> None:
        done.append(key)
        if key is JobActionKey.REMOVE:
            panel.model.job_removed(job.id)

    dispatcher = JobDispatcher(
        snapshot=panel.snapshot, handle=handle, refuse=lambda _owner, reason: done.append(reason)
    )
    panel.action_requested.connect(dispatcher.request)
    panel.model.job_added(a_job("waiting", JobStage.WAITING))
    for number in range(4):
        panel.model.job_added(a_job(f"failed{number}", JobStage.FAILED))
    panel.select("failed3")
    hold(panel, Qt.Key.Key_Delete)
    assert panel.model.rowCount() == 4
    panel.model.job_added(a_job("made", JobStage.DONE))
    panel.select("made")
    hold(panel, Qt.Key.Key_Return)
    panel.select("waiting")
    hold(panel, Qt.Key.Key_F5)
    assert done == ["remove", "play", "check_again"]


def test_delete_says_why_a_row_stays(panel: JobsPanel) -> None:
    shown = carried_out(panel).refused
    for job in (
        a_job("queued"),
        a_job("making", JobStage.GENERATING),
        a_job("uncertain", JobStage.UNCERTAIN),
    ):
        panel.model.job_added(job)
        panel.select(job.id)
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert shown == [
        "This order is under way. Cancel it before you remove it from the list.",
        "This video is under way and stays in the list until it is finished.",
        "It isn't certain yet that Alibaba received this order, so it stays in the list. Check again, or wait.",
    ]


def groups(panel: JobsPanel, job: Job) -> str:
    """The menu's entries, with a bar for each separator."""
    panel.model.job_added(job)
    menu = panel.requests.menu_for(job)
    shown = "|".join("|" if each.isSeparator() else each.text() for each in menu.actions())
    menu.close()
    return shown


def test_menu_has_groups_and_only_what_the_stage_offers(panel: JobsPanel) -> None:
    queued, made = a_job("queued"), a_job("made", JobStage.DONE, task_id="t", finished_at=NOW - 3600)
    panel.model.job_added(queued)
    panel.model.set_workload(Workload(before={"queued": 2}))
    marks = "|||Star|Rename…|Label…|Write a note…"
    assert groups(panel, queued) == f"Use these settings|||Cancel|||Move to top|Move up|Move down{marks}"
    free = "Download again, free"
    assert groups(panel, made) == (
        f"Play|Play all|Compare|||Use these settings|Continue from last frame|||{free}|||"
        f"Save a copy…|Save a frame…|Copy frame{marks}|||Export…|Show in folder|||Remove"
    )
    making = groups(panel, a_job("g", JobStage.GENERATING))
    assert making == f"Use these settings|||Check again|Can't cancel: already being made{marks}"
    assert groups(panel, a_job("f", JobStage.FAILED)) == f"Use these settings{marks}|||Remove"


def tip(panel: JobsPanel, row: int) -> str:
    """What the tooltip of a row is shown as, in HTML."""
    index = panel.model.index(row)
    job, progress = index.data(JOB_ROLE), index.data(PROGRESS_ROLE)
    text = panel.view.cell_painter.text(panel.view.visualRect(index), job, progress, CellState())
    return tooltip_of(*rows.row_tooltip(job, text.whole_state)) if text.is_cut else ""


def test_only_cut_text_has_a_tooltip_and_that_is_short(panel: JobsPanel) -> None:
    panel.model.job_added(a_job("short", JobStage.GENERATING, prompt="A fox & a <b>hen</b>"))
    assert tip(panel, 0) == ""
    panel.model.job_added(a_job("long", JobStage.GENERATING, prompt="A fox & a <b>hen</b> " * 40))
    assert tip(panel, 0).startswith("<p>A fox &amp; a &lt;b&gt;hen&lt;/b&gt; A fox")
    assert "Generating" in tip(panel, 0)
    assert len(unescape(tip(panel, 0))) < 300
    panel.model.job_added(a_job("failed", JobStage.FAILED, prompt="Short", problem=a_problem()))
    assert tip(panel, 0) == ""
    panel.resize(420, 500)
    QApplication.sendPostedEvents()
    assert "Alibaba's content check" in unescape(tip(panel, 0))


@pytest.mark.parametrize("reason", [WaitReason.NETWORK, WaitReason.BLOCKED, WaitReason.KEY])
def test_deadline_of_a_video_is_not_cut(panel: JobsPanel, reason: WaitReason) -> None:
    job = a_job("d", JobStage.DOWNLOADING)
    obstacle = Obstacle(
        host="dashscope-result-sgp.oss-ap-southeast-1.aliyuncs.com", sentence=Sentence.CLOUD_CERTIFICATE
    )
    progress = Progress(job_id="d", waits_for=reason, obstacle=obstacle, kept_until=NOW + 3600)
    kept = rows.last_text(job, progress, now=NOW)
    assert kept
    text = wording.stage_text(job, progress, now=NOW, usual=None)
    wide = QFontMetrics(QApplication.font()).horizontalAdvance(kept) + 80
    face = typeface(QApplication.font())
    assert face.cut_before(text, kept, wide).endswith(kept)
    panel.model.job_added(job)
    panel.model.progressed(progress)
    shown = panel.view.cell_painter.text(panel.view.visualRect(panel.model.index(0)), job, progress, CellState())
    assert not shown.request, "the whole line is the state's"


def test_pasted_picture_has_a_name() -> None:
    picture = a_job().request.first_frame
    assert picture is not None
    pasted = replace(picture, name=pasted_name("bdfae53f" * 4))
    assert wording.title(a_job(prompt="", first_frame=pasted)) == "Pasted picture"
    for name in ("pasted-holiday.png", "fox.jpg"):
        assert wording.title(a_job(prompt="", first_frame=replace(picture, name=name))) == name


def test_an_action_for_all_jobs_together_is_done_once() -> None:
    done: list[list[str]] = []
    refused: list[str] = []
    dispatcher = JobDispatcher(
        snapshot=lambda job: None if job.id == "gone" else snapshot(job),
        handle=lambda _key, job: done.append([f"one by one: {job.id}"]),
        refuse=lambda owner, _why: refused.append(owner.about),
    )
    dispatcher.handle_together(JobActionKey.EXPORT, lambda jobs: done.append([job.id for job in jobs]))
    ready = [a_job(name, JobStage.DONE, video=a_video(f"/{name}.mp4")) for name in ("a", "b", "gone")]
    dispatcher.request(JobActionKey.EXPORT, [*ready, a_job("waiting", JobStage.WAITING)])
    assert done == [["a", "b"]]
    assert refused == ["gone", "waiting"]
    dispatcher.request(JobActionKey.EXPORT, [a_job("waiting", JobStage.WAITING)])
    assert done == [["a", "b"]], "nothing to do"
