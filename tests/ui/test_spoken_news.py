"""What a screen reader says when jobs are sent, are ready or have failed: each of them once, several together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, plural_loop, until
from tests.support.jobs import a_job, a_problem
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from wandesk.domain.job import JobStage
from wandesk.domain.job_news import JobNews, news_of
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
REGION = "practice"


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


@pytest.fixture
def bridge(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> ListBridge:
    """The engine of a window that is open."""
    bridge = ListBridge()
    window = main_window(loop, qtbot, bridge, tmp_path)
    window.show()
    return bridge


def make(bridge: ListBridge, job_id: str, *stages: JobStage, **last: object) -> None:
    """Lead a job through its stages; `last` are values of its last one."""
    prompt = f"A {job_id}"
    bridge.add(a_job(job_id, stages[0], region=REGION, prompt=prompt))
    for stage in stages[1:]:
        job = a_job(job_id, stage, region=REGION, prompt=prompt, **(last if stage is stages[-1] else {}))
        bridge.job_changed(job)
        bridge.job_changed(replace(job, stage_since=job.created_at))  # a value that says nothing new


def test_request_video_and_failure_are_announced_once(loop: GuiLoop, bridge: ListBridge, said: list[str]) -> None:
    async def story() -> None:
        make(bridge, "fox", JobStage.SUBMITTING, JobStage.WAITING)
        await until(lambda: said)
        assert said == ["Request sent: A fox."]
        make(bridge, "cat", JobStage.GENERATING, JobStage.DOWNLOADING, JobStage.DONE)
        await until(lambda: len(said) > 1)
        assert said[1:] == ["Video ready: A cat."]
        make(bridge, "dog", JobStage.GENERATING, JobStage.FAILED, problem=a_problem(Sentence.CLOUD_MODERATION))
        await until(lambda: len(said) > 2)
        assert len(said) == 3
        assert said[2].startswith("This video wasn't made: A dog. ")

    loop.run_story(story())


def test_several_at_once_are_one_sentence_with_the_count(loop: GuiLoop, bridge: ListBridge, said: list[str]) -> None:
    async def story() -> None:
        for name in ("fox", "cat", "dog"):
            make(bridge, name, JobStage.DOWNLOADING, JobStage.DONE)
        make(bridge, "hen", JobStage.SUBMITTING, JobStage.WAITING, JobStage.GENERATING)
        await until(lambda: said)
        assert said == ["3 videos ready. Request sent: A hen."]

    loop.run_story(story())


@pytest.mark.parametrize(
    ("before", "stage", "news"),
    [
        (JobStage.UNCERTAIN, JobStage.WAITING, JobNews.SENT),
        (JobStage.WAITING, JobStage.GENERATING, None),
        (JobStage.GENERATING, JobStage.WAITING, None),
        (JobStage.QUEUED, JobStage.CANCELED, None),
        (JobStage.DONE, JobStage.DOWNLOADING, None),
        (JobStage.UNCERTAIN, JobStage.EXPIRED, JobNews.FAILED),
    ],
)
def test_only_what_the_user_waits_for_is_news(before: JobStage, stage: JobStage, news: JobNews | None) -> None:
    assert news_of(a_job("a", before), a_job("a", stage)) is news


def test_download_that_needs_the_user_is_news_once() -> None:
    loading = a_job("a", JobStage.DOWNLOADING)
    given_up = replace(loading, problem=a_problem(Sentence.VIDEO_TOO_LARGE))
    assert news_of(loading, given_up) is JobNews.FAILED
    assert news_of(given_up, given_up) is None
