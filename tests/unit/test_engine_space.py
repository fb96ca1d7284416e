"""What the files occupy, what can go, and whether there is room for another video."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import FakeListener, FakeMedia
from tests.support.jobs import a_job, a_video
from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.job import Job, JobStage
from wandesk.domain.space import TYPICAL_VIDEO_BYTES, needed_bytes
from wandesk.domain.transfers import SPARE_BYTES
from wandesk.engine import space as space_module
from wandesk.engine.clock import SystemClock
from wandesk.engine.inputs import Inputs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.posters import Posters
from wandesk.engine.space import Space
from wandesk.files.destination import Destination
from wandesk.files.profile_files import ProfileFiles
from wandesk.storage.store import JobStore

OLD = 100_000.0
"""Seconds since a file of the tests was written."""


class World:
    """A profile on disk with a real store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.videos, self.posters, self.inputs = (folder / name for name in ("videos", "posters", "inputs"))
        for each in (self.videos, self.posters, self.inputs):
            each.mkdir()
        self.store = JobStore(folder / "jobs.sqlite")
        self.files = ProfileFiles(
            inputs=self.inputs,
            posters=self.posters,
            destination=Destination(self.videos),
            fallback=folder / "waiting",
            move_to_trash=lambda _path: True,
        )
        self.media = FakeMedia()
        clock = SystemClock()
        self.open_jobs = OpenJobs(self.store, FakeListener())
        posters = Posters(self.media, self.files, self.open_jobs, clock)
        self.space = Space(
            store=self.store,
            files=self.files,
            inputs=Inputs(self.files, self.store),
            posters=posters,
            open_jobs=self.open_jobs,
            clock=clock,
        )

    def file(self, path: Path, size: int, age: float = OLD) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
        written = time.time() - age
        os.utime(path, (written, written))
        return path

    async def saved(self, job_id: str, *, size: int = 1000, poster: int = 100, **changes: Any) -> Job:
        """A job with its video and its poster on disk."""
        video = self.file(self.videos / f"{job_id}.mp4", size)
        shown = self.file(self.posters / f"{job_id}.film.jpg", poster)
        job = a_job(job_id, JobStage.DONE, video=a_video(video), **{"poster": str(shown), **changes})
        await self.store.add(job)
        return job


Run = Callable[[Callable[[World], Coroutine[Any, Any, None]]], None]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def running(story: Callable[[World], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            world = World(tmp_path)
            await world.store.open()
            try:
                await story(world)
            finally:
                await world.store.close()

        asyncio.run(whole())

    return running


def test_everything_is_counted_once(run: Run) -> None:
    async def story(world: World) -> None:
        await world.saved("one")
        await world.saved("two", size=500)
        gone = await world.saved("gone")
        assert gone.video is not None
        Path(gone.video.path).unlink()
        world.file(world.inputs / "aa" / ("a" * 64 + ".jpg"), 70)
        world.file(world.inputs / "drafts" / "preview.jpg", 7)
        occupied = await world.space.look()
        assert (occupied.videos, occupied.video_count) == (1500, 2), "a deleted video occupies nothing"
        assert (occupied.inputs, occupied.posters) == (77, 300)
        assert occupied.free
        assert occupied.folder == str(world.videos)

    run(story)


def test_only_what_nothing_needs_goes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space_module, "POSTERS_KEPT", 1)

    async def story(world: World) -> None:
        kept_input, spare_input = ("a" * 64, "b" * 64)
        old = await world.saved("old", created_at=1_795_000_000.0 - 500)
        new = await world.saved("new")
        lost = await world.saved("lost", created_at=1_795_000_000.0 - 600)
        assert lost.video is not None
        Path(lost.video.path).unlink()
        orphan = world.file(world.posters / "nobody.jpg", 40)
        being_made = world.file(world.posters / "soon.jpg", 40, age=1)
        named = world.file(world.inputs / "aa" / f"{kept_input}.jpg", 70)
        unneeded = world.file(world.inputs / "bb" / f"{spare_input}.jpg", 70)
        draft = world.file(world.inputs / "drafts" / "preview.jpg", 7)
        pasted = world.file(world.inputs / "drafts" / "pasted.png", 7)
        assert (await world.space.look()).cleanable == 140
        freed = await world.space.clean_up([str(pasted)])
        assert freed == 40 + 100 + 70 + 7
        assert not any(each.exists() for each in (orphan, Path(old.poster or ""), unneeded, draft))
        kept = (named, pasted, being_made, Path(new.poster or ""), Path(lost.poster or ""))
        assert all(each.exists() for each in kept), "the last one cannot be made again: its video is gone"
        assert all((world.videos / f"{each}.mp4").exists() for each in ("old", "new"))
        assert (await world.space.look()).cleanable == 0
        assert await world.space.clean_up([str(pasted)]) == 0

    async def with_clock(world: World) -> None:
        # The inputs are younger than the oldest row: older ones belong to a store that was replaced.
        for_sweep = a_job("first", JobStage.FAILED, created_at=time.time() - 2 * OLD)
        await world.store.add(for_sweep)
        await story(world)

    run(with_clock)


def test_poster_is_made_again_from_the_video_or_the_picture(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(world: World) -> None:
        job = await world.saved("one")
        poster = Path(job.poster or "")
        poster.unlink()
        assert await world.space.make_poster(str(poster))
        assert poster.is_file()
        assert job.video is not None
        Path(job.video.path).unlink()
        poster.unlink()
        assert await world.space.make_poster(str(poster)), "from the first frame"
        assert not await world.space.make_poster(str(world.posters / "nobody.jpg"))
        assert not await world.space.make_poster(str(world.posters / "one.jpg")), "not what the row names"

        async def refuses(*_: object) -> None:
            raise VideoUnreadable

        monkeypatch.setattr(world.media, "thumbnail", refuses)
        assert not await world.space.make_poster(str(poster))

    run(story)


def test_room_is_needed_for_what_is_under_way_and_one_more(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(world: World) -> None:
        free: list[int | None] = [10**12]

        async def free_bytes(folder: Path) -> int | None:
            assert folder == world.videos
            return free[0]

        monkeypatch.setattr(world.files, "free_bytes", free_bytes)
        assert await world.space.shortage() is None
        free[0] = TYPICAL_VIDEO_BYTES + SPARE_BYTES - 1
        lacking = await world.space.shortage()
        assert lacking is not None
        assert (lacking.free, lacking.needed) == (free[0], needed_bytes((), 1))
        await world.saved("small", size=1000)
        assert await world.space.shortage() is None, "this user's videos are small"
        free[0] = SPARE_BYTES + 1500
        waiting = a_job("waiting", JobStage.GENERATING)
        await world.store.add(waiting)
        world.open_jobs.load(waiting)
        assert await world.space.shortage() is not None, "the one under way needs room, too"
        for unknown in (None, 0):
            free[0] = unknown
            assert await world.space.shortage() is None

    run(story)
