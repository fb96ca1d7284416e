"""The stage with files that are no good videos any more, or whose facts are odd: a sentence, and never silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_video
from tests.support.stages import play, shown_stage, shows_video
from tests.support.videos import counted_video
from tests.support.widgets import visible_text
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Video
from wandesk.domain.structs import replace
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.player.stage import Stage

WITHIN = 8000


@pytest.fixture
def stage(loop: GuiLoop, qtbot: QtBot) -> Iterator[Stage]:
    with shown_stage(qtbot, PosterCache(loop.spawn)) as stage:
        yield stage


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return counted_video(tmp_path_factory.mktemp("videos") / "counted.mp4")


def done(video: Video) -> Job:
    return a_job("done", JobStage.DONE, video=video)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (_cut, "can't be played in Wan Desk"),
    "replaced by text": (lambda path: path.write_text("No video. " * 99), "can't be played in Wan Desk"),
    "emptied": (lambda path: path.write_bytes(b""), "can't be played in Wan Desk"),
    "replaced by a folder": (_folder, "isn't where it was saved"),
    "deleted": (Path.unlink, "isn't where it was saved"),
    "on a drive that vanished": (lambda path: shutil.rmtree(path.parent), "isn't where it was saved"),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.logs("a video will not play")
@pytest.mark.qt_log_ignore("moov atom", "misdetection", "Invalid data", "Could not open")
def test_a_video_that_is_gone_or_damaged_is_told(
    what: str, stage: Stage, qtbot: QtBot, tmp_path: Path, video: Video
) -> None:
    path = tmp_path / "drive" / "video.mp4"
    path.parent.mkdir()
    shutil.copy(video.path, path)
    damage, sentence = DAMAGE[what]
    damage(path)
    play(stage, done(replace(video, path=str(path))))
    qtbot.waitUntil(lambda: sentence in visible_text(stage), timeout=WITHIN)
    play(stage, done(video))
    qtbot.waitUntil(lambda: shows_video(stage.player.view), timeout=WITHIN)
    assert sentence not in visible_text(stage), "the next video plays as if nothing had been"


def test_a_video_of_unknown_size_plays_and_names_no_size(stage: Stage, qtbot: QtBot, video: Video) -> None:
    play(stage, done(a_video(video.path, width=0, height=0, fps=0.0, seconds=0.0)))
    qtbot.waitUntil(lambda: shows_video(stage.player.view), timeout=WITHIN)
    said = visible_text(stage)
    assert "0 × 0" not in said
    assert "Ordered" not in said, "what is not known differs from nothing"


def test_a_silent_video_of_4k_at_60_frames_plays(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    large = counted_video(
        tmp_path / "large.mp4",
        width=3840,
        height=2160,
        has_sound=False,
        starts=[number / 60 for number in range(16)],
        has_b_frames=False,
    )
    play(stage, done(large))
    qtbot.waitUntil(lambda: shows_video(stage.player.view), timeout=WITHIN)
    assert stage.player.playback.frames.sink is not None
    assert stage.player.playback.frames.sink.videoFrame().size().width() == 3840
