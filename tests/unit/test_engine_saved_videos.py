"""Copies of videos and of their frames where the user wants them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import FakeFiles, FakeMedia
from wandesk.domain.errors import FolderRefused, VideoUnreadable
from wandesk.engine.saved_videos import SavedVideos
from wandesk.files.copies import UserCopies


class RealCopies(FakeFiles):
    """Copies as the program does."""

    async def copy_out(self, source: Path, target: Path) -> None:
        await UserCopies().copy_out(source, target)


def saved_videos(tmp_path: Path) -> SavedVideos:
    return SavedVideos(FakeMedia(), RealCopies(tmp_path / "own"), lambda: "1")


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_frame_replaces_a_file_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "frame.png"
    target.write_bytes(b"an earlier frame")
    run(saved_videos(tmp_path).save_frame("/video.mp4", 1.5, target, "PNG"))
    assert target.read_bytes() == b"PNG 1.5"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["frame.png", "own"]
    assert not list((tmp_path / "own").iterdir())


def test_a_copy_of_a_video_is_the_same_and_the_video_stays(tmp_path: Path) -> None:
    video, copy = tmp_path / "video.mp4", tmp_path / "copy.mp4"
    video.write_bytes(os.urandom(3_000_000))
    run(saved_videos(tmp_path).save_copy(str(video), copy))
    assert copy.read_bytes() == video.read_bytes()
    before = video.stat()
    run(saved_videos(tmp_path).save_copy(str(video), video))
    assert video.stat().st_ino == before.st_ino, "the video itself is never written"


def test_what_cannot_be_copied_is_said(tmp_path: Path) -> None:
    video = tmp_path / "video.mp4"
    with pytest.raises(VideoUnreadable):
        run(saved_videos(tmp_path).save_copy(str(video), tmp_path / "copy.mp4"))
    video.write_bytes(b"video")
    with pytest.raises(FolderRefused):
        run(saved_videos(tmp_path).save_copy(str(video), tmp_path / "nowhere" / "copy.mp4"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["video.mp4"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_copy_may_be_read_by_others_as_any_new_file(tmp_path: Path) -> None:
    video, copy = tmp_path / "video.mp4", tmp_path / "copy.mp4"
    video.write_bytes(b"video")
    usual = tmp_path / "usual"
    usual.touch()
    run(saved_videos(tmp_path).save_copy(str(video), copy))
    assert copy.stat().st_mode == usual.stat().st_mode
