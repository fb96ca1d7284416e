"""The stage, shown for a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtMultimediaWidgets import QVideoWidget
from pytestqt.qtbot import QtBot

from tests.support.jobs import NOW
from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.domain.structs import replace
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.stage import Stage
from wandesk.ui.player.video_view import VideoView
from wandesk.ui.reorder import ReorderOffer


@contextmanager
def shown_stage(qtbot: QtBot, posters: PosterCache) -> Iterator[Stage]:
    """A visible stage at NOW; it releases its video afterwards."""
    stage = Stage(posters=posters, now=lambda: NOW)
    qtbot.addWidget(stage)
    stage.resize(800, 480)
    stage.show()
    yield stage
    stage.release()


def snapshot(job: Job, progress: Progress | None = None, offer: ReorderOffer | None = None) -> JobSnapshot:
    """The job at NOW, where videos usually take 110 s."""
    progress = replace(progress or Progress(job_id=job.id), usual_seconds=110.0)
    return JobSnapshot(job=job, progress=progress, offer=offer, now=NOW)


def show(stage: Stage, job: Job, progress: Progress | None = None, offer: ReorderOffer | None = None) -> None:
    """Select a job for the stage."""
    stage.show_job(snapshot(job, progress, offer))


def play(stage: Stage, job: Job) -> None:
    """Select a job and play its video."""
    show(stage, job)
    stage.play()


def shows_video(view: VideoView) -> bool:
    """Whether the video is visible, not its poster: the surface waits outside the window until then."""
    surface = view.findChild(QVideoWidget)
    return surface is not None and surface.geometry() == view.picture_area()
