"""An order that a newer copy of the list may have sent already: its texts, its buttons and the choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.gui import GuiLoop, english_loop
from tests.support.jobs import NOW, StoredRows, a_job
from tests.support.portraits import portrait
from tests.support.stages import show, shown_stage
from tests.support.unclaimed import FakeVideos, a_found
from tests.support.widgets import buttons, visible_text
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty, Unchecked
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.missing.chooser import Chooser
from wandesk.ui.player.stage import Stage
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording.actions import why_not_removed

SEND = "Send it · about $0.25"


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as each:
        yield each


@pytest.fixture
def posters(loop: GuiLoop) -> PosterCache:
    return PosterCache(loop.spawn)


@pytest.fixture
def stage(loop: GuiLoop, posters: PosterCache, qtbot: object) -> Iterator[Stage]:
    with shown_stage(qtbot, posters) as each:  # type: ignore[arg-type]
        yield each


def maybe_sent(*candidates: str, unchecked: Unchecked = Unchecked.TOO_OLD) -> Job:
    known = Uncertainty(
        begun_at=NOW - 4000,
        ended_at=NOW - 100,
        search_state=SearchState.CHOICE,
        candidates=candidates,
        unchecked=unchecked,
    )
    job = a_job("m", JobStage.UNCERTAIN, uncertainty=known, account="a", endpoint="e", key_fingerprint="k")
    return replace(job, submitted_at=None)


def row(job: Job, progress: Progress | None = None) -> str:
    return job_wording.stage_text(job, progress, now=NOW, usual=None)


def test_a_possible_video_is_offered_before_the_order_is_sent(stage: Stage) -> None:
    received: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: received.append((key, jobs[0].id)))
    show(stage, maybe_sent("t1"))
    assert "Was this order sent already?" in visible_text(stage)
    assert "at Alibaba could be this one." in visible_text(stage)
    assert "send the order (about $0.25)" in visible_text(stage)
    assert set(buttons(stage)) == {"Choose the video…", SEND, "Cancel"}
    portrait(stage, "maybe-sent")
    for text in ("Choose the video…", SEND, "Cancel"):
        button = next(each for each in stage.findChildren(QPushButton) if each.isVisible() and each.text() == text)
        button.click()
    assert received == [("choose_video", "m"), ("send", "m"), ("cancel", "m")]


def test_without_a_list_that_reaches_back_only_sending_and_cancelling_are_offered(stage: Stage) -> None:
    show(stage, maybe_sent())
    assert "Should this order still be sent?" in visible_text(stage)
    assert "the last 24 hours only" in visible_text(stage)
    assert set(buttons(stage)) == {SEND, "Cancel"}
    assert buttons(stage)["Cancel"].property("look") == buttons(stage)[SEND].property("look")
    portrait(stage, "maybe-sent-long-ago")


@pytest.mark.parametrize(
    ("unchecked", "sentence"),
    [
        (Unchecked.OTHER_CLOCK, "The computer's clock has changed since you queued this order."),
        (Unchecked.OTHER_KEY, "Your API key is not the one that was set when you queued this order."),
        (Unchecked.NO_LIST, "The list of your videos at Alibaba can't be read"),
    ],
)
def test_another_reason_for_the_question_has_its_own_sentence(
    stage: Stage, unchecked: Unchecked, sentence: str
) -> None:
    show(stage, maybe_sent(unchecked=unchecked))
    assert sentence in visible_text(stage)
    assert "day" not in visible_text(stage)
    assert set(buttons(stage)) == {SEND, "Cancel"}
    portrait(stage, f"maybe-sent-{unchecked}")


def test_rows_are_short_and_say_what_happens() -> None:
    queued = a_job("q", JobStage.QUEUED)
    rows = [
        row(maybe_sent("t1")),
        row(maybe_sent()),
        row(maybe_sent(unchecked=Unchecked.OTHER_CLOCK)),
        row(maybe_sent(unchecked=Unchecked.OTHER_KEY)),
        row(maybe_sent(unchecked=Unchecked.NO_LIST)),
        row(queued, Progress(job_id="q", waits_for=WaitReason.EARLIER)),
    ]
    assert rows == [
        "Maybe sent already. You decide.",
        "Queued over a day ago. Send it now?",
        "Queued before the clock changed. Send it now?",
        "Queued with another API key. Send it now?",
        "Can't check if this was sent already. Send it now?",
        "Checking that this wasn't sent already",
    ]
    assert all(len(each) <= 60 for each in rows)


def test_the_menu_offers_what_is_possible(loop: GuiLoop, posters: PosterCache) -> None:
    panel = JobsPanel(
        questions=StoredRows(), spawn=loop.spawn, catalog=load_catalogue(), posters=posters, now=lambda: NOW
    )
    job = maybe_sent("t1")
    panel.show()
    panel.model.job_added(job)
    panel.select("m")
    texts = [action.text().replace("&", "") for action in panel.requests.menu_for(job).actions() if action.isEnabled()]
    assert {"Choose the video…", SEND, "Cancel"} <= set(texts)
    assert not [text for text in texts if text.startswith(("Generate again", "Check again"))]
    panel.close()
    panel.deleteLater()


def test_an_order_that_was_sent_is_never_offered_to_be_sent() -> None:
    send = job_action(JobActionKey.SEND)
    for stage in JobStage:
        it = JobSnapshot(job=a_job(stage=stage), progress=None, offer=None, now=NOW)
        assert not send.is_possible(it)
    assert "Cancel it before you remove it" in why_not_removed(maybe_sent())


def test_videos_that_are_gone_leave_the_choice_to_send(loop: GuiLoop, posters: PosterCache, tmp_path: Path) -> None:
    """They were imported in the meantime, or the list shows them no longer."""
    videos = FakeVideos(tmp_path)
    videos.found["singapore"] = []
    chooser = Chooser(job=maybe_sent("t1"), questions=videos, posters=posters, spawn=loop.spawn)
    chooser.open()
    loop.run_until(lambda: videos.asked_for("candidates") and not len(loop.supervisor))
    assert "These videos are in your list already, or Alibaba no longer lists them." in visible_text(chooser)
    chooser.none_of_these.click()
    loop.run_until(lambda: not len(loop.supervisor))
    assert videos.asked_for("send") == [("m",)]


@pytest.mark.parametrize(("decision", "asked"), [("It is this one", "choose_candidate"), (SEND, "send")])
def test_the_choice_is_told_to_the_engine(
    loop: GuiLoop, posters: PosterCache, tmp_path: Path, decision: str, asked: str
) -> None:
    videos = FakeVideos(tmp_path)
    videos.found["singapore"] = [a_found(1)]
    chooser = Chooser(job=maybe_sent("t1"), questions=videos, posters=posters, spawn=loop.spawn)
    chooser.open()
    loop.run_until(lambda: chooser.cards and not len(loop.supervisor))
    assert chooser.windowTitle() == "Is this your video?"
    assert "None of these: your order is sent. Price: about $0.25." in visible_text(chooser)
    portrait(chooser, "maybe-sent-chooser")
    button = next(each for each in chooser.findChildren(QPushButton) if each.text() == decision)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    loop.run_until(lambda: not len(loop.supervisor))
    expected = ("m", a_found(1).task_id) if asked == "choose_candidate" else ("m",)
    assert videos.asked_for(asked) == [expected]
    assert not videos.asked_for("rule_out")
