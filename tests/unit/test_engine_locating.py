"""Videos that the user moved are found again by one of them, if they have the size that was stored."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.fakes import FakeClock, FakeListener, FakeStore
from tests.support.jobs import a_job, a_video
from tests.support.profile_files import files_in
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import JobStage
from wandesk.domain.moved_videos import move_of
from wandesk.domain.sentences import Sentence
from wandesk.engine.locating import VideoLocator
from wandesk.engine.open_jobs import OpenJobs


class Moved:
    """A store with finished videos in `old`, and a locator over real files."""

    def __init__(self, home: Path) -> None:
        self.old, self.new = home / "old" / "Wan Desk", home / "disk" / "films" / "Wan Desk"
        self.store = FakeStore()
        self.locator = VideoLocator(self.store, files_in(home), OpenJobs(self.store, FakeListener()), FakeClock())

    def video(self, job_id: str, name: str, *, now: Path | None, content: bytes = b"a video") -> None:
        """A finished job whose video was `name` in the old folder, and is `now`; None: it is gone."""
        before = self.old / name
        self.store.jobs[job_id] = a_job(job_id, JobStage.DONE, video=a_video(before, size_bytes=len(b"a video")))
        if now is not None:
            now.parent.mkdir(parents=True, exist_ok=True)
            now.write_bytes(content)

    def path(self, job_id: str) -> Path:
        video = self.store.jobs[job_id].video
        assert video is not None
        return Path(video.path)


@pytest.fixture
def moved(tmp_path: Path) -> Moved:
    return Moved(tmp_path)


@pytest.mark.parametrize("chosen", ["file", "folder", "folder above"])
def test_one_video_finds_all_that_moved_with_it(moved: Moved, chosen: str) -> None:
    moved.video("a", "a.mp4", now=moved.new / "a.mp4")
    moved.video("b", "spring/b.mp4", now=moved.new / "spring" / "b.mp4")
    moved.video("stayed", "c.mp4", now=moved.old / "c.mp4")
    moved.video("both", "d.mp4", now=moved.old / "d.mp4")
    (moved.new / "d.mp4").write_bytes(b"a video")
    moved.video("gone", "e.mp4", now=None)
    moved.video("other", "f.mp4", now=moved.new / "f.mp4", content=b"another video")
    where = {"file": moved.new / "a.mp4", "folder": moved.new, "folder above": moved.new.parent}[chosen]
    assert asyncio.run(moved.locator.locate("a", where)) == 2
    assert moved.path("a") == moved.new / "a.mp4"
    assert moved.path("b") == moved.new / "spring" / "b.mp4"
    for job_id, name in (("stayed", "c.mp4"), ("both", "d.mp4"), ("gone", "e.mp4"), ("other", "f.mp4")):
        assert moved.path(job_id) == moved.old / name, job_id


def test_renamed_video_is_found_by_its_size(moved: Moved) -> None:
    moved.video("a", "a.mp4", now=moved.new / "holiday.mp4")
    assert asyncio.run(moved.locator.locate("a", moved.new / "holiday.mp4")) == 1
    assert moved.path("a") == moved.new / "holiday.mp4"


@pytest.mark.parametrize("content", [b"another video", None])
def test_other_file_is_refused(moved: Moved, content: bytes | None) -> None:
    moved.video("a", "a.mp4", now=None if content is None else moved.new / "a.mp4", content=content or b"")
    with pytest.raises(InputRefused) as refused:
        asyncio.run(moved.locator.locate("a", moved.new / "a.mp4"))
    assert refused.value.sentence is Sentence.VIDEO_NOT_THERE
    assert moved.path("a") == moved.old / "a.mp4"


def test_missing_files_are_named(moved: Moved) -> None:
    moved.video("a", "a.mp4", now=moved.old / "a.mp4")
    moved.video("b", "b.mp4", now=None)
    paths = [str(moved.path(each)) for each in ("a", "b")]
    assert asyncio.run(moved.locator.missing(paths)) == {paths[1]}


def test_largest_folders_that_kept_their_contents_moved() -> None:
    move = move_of(Path("/home/me/Videos/Wan Desk/a.mp4"), Path("/media/disk/Videos/Wan Desk/a.mp4"))
    assert (move.before, move.after) == (Path("/home/me"), Path("/media/disk"))
    assert move.moved(Path("/home/me/Videos/b.mp4")) == Path("/media/disk/Videos/b.mp4")
    assert move.moved(Path("/elsewhere/b.mp4")) is None
    renamed = move_of(Path("/home/me/a.mp4"), Path("/media/disk/b.mp4"))
    assert (renamed.before, renamed.after) == (Path("/home/me"), Path("/media/disk"))
    whole = move_of(Path("/a/b.mp4"), Path("/x/a/b.mp4"))
    assert whole.moved(Path("/a/c.mp4")) == Path("/x/a/c.mp4")
