"""A paid video is saved whatever goes wrong, and downloaded again only on request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.fakes import (
    SUCCEEDED,
    VIDEO,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeListener,
    FakeMedia,
    FakeStore,
    report,
)
from tests.support.jobs import a_request
from wandesk.domain.errors import (
    CloudUnreachable,
    DownloadBlocked,
    LinkExpired,
    MediaProcessFailed,
    NoRoom,
    VideoLocked,
    VideoUnreadable,
    WanDeskError,
)
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import DownloadStarted, VideoMoved, VideoSaved, VideoWanted
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.files.profile_files import ProfileFiles
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
DAY = 24 * 3600.0
UNKNOWN = report(TaskStatus.UNKNOWN)
pytestmark = pytest.mark.logs("waits|fallback folder|has deleted the video")


class Files(ProfileFiles):
    """The real adapter with scripted free space and locks."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            inputs=home / "inputs",
            posters=home / "posters",
            videos=home / "videos",
            fallback=home / "fallback",
            sleep=lambda _seconds: asyncio.sleep(0),
        )
        self.free: list[int | None] = [1 << 40]
        self.locks = 0

    async def free_bytes(self, folder: Path) -> int | None:
        return self.free.pop(0) if len(self.free) > 1 else self.free[0]

    async def finish_video(self, part: Path, final: Path) -> Path:
        if self.locks:
            self.locks -= 1
            raise VideoLocked(values={"file": str(part)})
        return await super().finish_video(part, final)


@dataclass
class World:
    """One job whose video is finished; `start` is another run on the same store and disk."""

    home: Path
    cloud: FakeCloud = field(default_factory=lambda: FakeCloud(reports=[SUCCEEDED]))
    store: FakeStore = field(default_factory=FakeStore)
    media: FakeMedia = field(default_factory=FakeMedia)
    listener: FakeListener = field(default_factory=FakeListener)
    clock: FakeClock = field(default_factory=FakeClock)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.home / "videos").mkdir()
        self.files = Files(self.home)
        now = self.clock.now()
        self.store.jobs["job"] = Job(
            id="job",
            created_at=now,
            request=a_request(),
            stage=JobStage.DOWNLOADING,
            stage_since=now,
            submitted_at=now,
            ended_at=now,
            task_id="task-1",
            account="singapore/main",
            endpoint="https://singapore.example/api/v1",
        )

    @property
    def job(self) -> Job:
        return self.store.jobs["job"]

    @property
    def videos(self) -> list[str]:
        return sorted(path.name for path in (self.home / "videos").iterdir())

    def kept(self, kind: type) -> int:
        return sum(isinstance(event, kind) for _, event in self.store.kept)

    def told(self, reason: WaitReason) -> list[Progress]:
        return [each for each in self.listener.progress if each.waits_for is reason]

    def take_folder_away(self) -> None:
        """Not by its rights: they do not bind an administrator."""
        (self.home / "videos").rename(self.home / "away")
        (self.home / "videos").write_text("")

    def bring_folder_back(self) -> None:
        (self.home / "videos").unlink()
        (self.home / "away").rename(self.home / "videos")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        ports = Ports(
            cloud=self.cloud,
            accounts=FakeAccounts(),
            store=self.store,
            media=self.media,
            files=self.files,
            clock=self.clock,
        )
        engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=self.listener)
        await engine.resume()
        try:
            yield engine
        finally:
            await supervisor.close()
            assert not self.failures

    def run_until(self, condition: Callable[[], object]) -> None:
        async def story() -> None:
            async with self.running():
                await until(condition)

        asyncio.run(story())


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def until(condition: Callable[[], object]) -> None:
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.0005)
    raise AssertionError("never happened")


def is_done(world: World) -> Callable[[], bool]:
    return lambda: world.job.stage is JobStage.DONE


# ---------------------------------------------------------------- the disk


def test_a_full_disk_shows_what_is_missing_and_continues_when_there_is_room(world: World) -> None:
    folder = str(world.home / "videos")
    world.cloud.downloads = [NoRoom(values={"needed_bytes": 5_000_000, "folder": folder}), b"video"]
    world.files.free = [1_000_000, 1_000_000, 1_000_000, 3_000_000, 3_000_000, 9_000_000]
    world.run_until(is_done(world))
    assert len(world.cloud.downloaded) == 2  # the disk was asked, the storage was not
    missing = [each.obstacle.missing_bytes for each in world.told(WaitReason.ROOM) if each.obstacle]
    assert missing[0] == 4_000_000
    assert 2_000_000 in missing
    assert world.cloud.looks == 1  # the address is still good


def test_without_the_videos_folder_the_video_goes_to_the_fallback_folder_and_moves_later(world: World) -> None:
    world.take_folder_away()

    async def story() -> None:
        async with world.running():
            await until(is_done(world))
            video = world.job.video
            assert video is not None
            assert video.is_waiting
            assert Path(video.path).read_bytes() == b"video"
            assert world.files.is_in_fallback(Path(video.path))
            world.bring_folder_back()
            await until(lambda: world.kept(VideoMoved) and not any((world.home / "fallback").iterdir()))

    asyncio.run(story())
    video = world.job.video
    assert video is not None
    assert not video.is_waiting
    assert Path(video.path).parent == world.home / "videos"
    assert Path(video.path).read_bytes() == b"video"
    assert len(world.cloud.downloaded) == 1


def test_a_video_in_the_fallback_folder_moves_at_the_next_start(world: World) -> None:
    world.take_folder_away()
    world.run_until(is_done(world))
    world.bring_folder_back()
    world.run_until(lambda: world.job.video and not world.job.video.is_waiting)
    assert len(world.videos) == 1


def test_a_crash_between_the_move_and_its_record_leaves_one_video(world: World) -> None:
    world.take_folder_away()
    world.run_until(is_done(world))
    world.bring_folder_back()
    assert world.job.video is not None
    asyncio.run(world.files.relocate("job", Path(world.job.video.path)))
    world.run_until(lambda: world.kept(VideoMoved))
    assert len(world.videos) == 1


def test_a_crash_after_the_record_of_the_move_clears_the_fallback_folder(world: World) -> None:
    world.take_folder_away()
    world.run_until(is_done(world))
    world.bring_folder_back()
    waiting = world.job.video
    assert waiting is not None
    home = asyncio.run(world.files.relocate("job", Path(waiting.path)))
    world.store.jobs["job"] = replace(world.job, video=replace(waiting, path=str(home), is_waiting=False))
    home.unlink()  # and the user deleted it
    world.run_until(lambda: not Path(waiting.path).exists())
    assert world.videos == []


def test_a_video_in_the_fallback_folder_moves_although_its_job_ended_without_it(world: World) -> None:
    world.take_folder_away()
    world.run_until(is_done(world))
    world.bring_folder_back()
    # It could not be opened at a later start, and the cloud had forgotten it.
    world.store.jobs["job"] = replace(world.job, stage=JobStage.EXPIRED, video=None)
    world.run_until(lambda: world.videos and not list((world.home / "fallback").iterdir()))
    assert (world.home / "videos" / world.videos[0]).read_bytes() == b"video"


def test_the_videos_folder_disappears_during_a_download(world: World) -> None:
    world.cloud.before_download = lambda _stopped: (
        world.take_folder_away() if len(world.cloud.downloaded) == 1 else None
    )
    world.run_until(is_done(world))
    assert world.job.video is not None
    assert world.job.video.is_waiting
    assert world.kept(DownloadStarted) == 2
    assert world.cloud.looks == 1
    world.bring_folder_back()
    world.run_until(lambda: world.kept(VideoMoved))
    assert len(world.videos) == 1  # the name that was reserved there first was used


def test_when_neither_folder_can_be_written_the_job_waits(world: World) -> None:
    world.take_folder_away()
    (world.home / "fallback").write_text("")

    async def story() -> None:
        async with world.running():
            await until(lambda: world.told(WaitReason.FOLDER))
            assert world.job.stage is JobStage.DOWNLOADING
            (world.home / "fallback").unlink()
            await until(is_done(world))

    asyncio.run(story())


def test_a_video_that_another_program_keeps_open_is_not_downloaded_again(world: World) -> None:
    world.files.locks = 3
    world.run_until(is_done(world))
    assert len(world.cloud.downloaded) == 1
    assert world.told(WaitReason.LOCKED)


def test_a_name_reserved_before_a_crash_is_used_or_cleared(world: World) -> None:
    asyncio.run(Files(world.home).reserve_video(world.job))
    world.run_until(is_done(world))
    assert len(world.videos) == 1


def test_a_video_that_expired_leaves_no_empty_file(world: World) -> None:
    asyncio.run(Files(world.home).reserve_video(world.job))
    world.cloud.reports = [UNKNOWN]
    world.clock.time += 2 * DAY
    world.run_until(lambda: world.job.stage is JobStage.EXPIRED)
    assert world.videos == []


def test_a_partial_video_that_the_cloud_deleted_is_saved_if_it_opens(world: World) -> None:
    final = asyncio.run(world.files.reserve_video(world.job))
    world.store.jobs["job"] = replace(world.job, download_path=str(final))
    part = world.files.part_path(final)
    part.write_bytes(b"half")
    part.with_name(part.name + ".json").write_text("{}")
    world.cloud.reports = [UNKNOWN]
    world.clock.time += 2 * DAY
    world.media.videos = [replace(VIDEO, seconds=2.0)]
    world.run_until(is_done(world))
    assert final.read_bytes() == b"half"
    assert world.videos == [final.name]  # and no note about what was missing


# ---------------------------------------------------------------- the network


def test_a_blocked_download_shows_the_host_and_the_deadline_and_continues(world: World) -> None:
    blocked = DownloadBlocked("HTTP 403", values={"host": "dashscope-result.example"})
    world.cloud.downloads = [blocked, blocked, b"video"]
    world.run_until(is_done(world))
    told = world.told(WaitReason.BLOCKED)[-1]
    assert told.obstacle is not None
    assert told.obstacle.host == "dashscope-result.example"
    assert told.kept_until == world.job.ended_at + DAY  # type: ignore[operator]
    assert "https" not in repr(world.listener.progress)


def test_an_unsafe_link_is_not_taken_for_a_blocked_network(world: World) -> None:
    refused = DownloadBlocked(sentence=Sentence.DOWNLOAD_ADDRESS_REFUSED, values={"host": "10.0.0.1"})
    world.cloud.downloads = [refused, b"video"]
    world.run_until(is_done(world))
    assert world.told(WaitReason.ADDRESS)
    assert not world.told(WaitReason.BLOCKED)


def test_new_links_are_requested_once_a_minute_at_most(world: World) -> None:
    world.cloud.downloads = [*[LinkExpired()] * 4, b"video"]
    times: list[float] = []
    world.cloud.before_download = lambda _stopped: times.append(world.clock.time)
    world.run_until(is_done(world))
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= 60
    assert world.cloud.looks == 5


def test_a_link_from_the_poll_is_renewed_at_once(world: World) -> None:
    world.store.jobs["job"] = replace(world.job, stage=JobStage.GENERATING)
    world.cloud.downloads = [LinkExpired(), b"video"]
    times: list[float] = []
    world.cloud.before_download = lambda _stopped: times.append(world.clock.time)
    world.run_until(is_done(world))
    assert times[1] - times[0] == 1.0


def test_a_video_that_the_storage_deleted_after_a_day_is_expired(world: World) -> None:
    world.cloud.downloads = [LinkExpired(code="NoSuchKey")]
    world.clock.time += 2 * DAY
    world.run_until(lambda: world.job.stage is JobStage.EXPIRED)
    assert world.videos == []


def test_an_old_link_that_expired_does_not_mean_that_the_video_is_gone(world: World) -> None:
    """The disk was full for days. The task still shows its video, under a new link."""
    world.store.jobs["job"] = replace(world.job, stage=JobStage.GENERATING)
    full = NoRoom(values={"folder": str(world.home / "films"), "needed_bytes": 10})
    world.cloud.downloads = [full, LinkExpired(), b"video"]

    def pass_days(_stopped: object) -> None:
        if len(world.cloud.downloads) == 3:
            world.clock.time += 2 * DAY

    world.cloud.before_download = pass_days
    world.run_until(lambda: world.job.stage.is_final)
    assert world.job.stage is JobStage.DONE
    assert len(world.videos) == 1


# ---------------------------------------------------------------- videos that do not open


@pytest.mark.parametrize(("trouble", "fetches"), [(VideoUnreadable("no video"), 3), (MediaProcessFailed("killed"), 1)])
def test_a_download_that_never_opens_is_kept_after_three_tries(
    world: World, trouble: WanDeskError, fetches: int
) -> None:
    world.media.videos = [trouble]
    world.run_until(lambda: world.job.is_given_up)
    assert len(world.cloud.downloaded) == fetches
    problem = world.job.problem
    assert problem is not None
    assert problem.sentence == "video_given_up"
    (name,) = world.videos
    assert dict(problem.values) == {"file": str(world.home / "videos" / name)}
    assert name.endswith(".mp4.part")
    # nothing happens by itself any more, in this run or the next one
    looks = world.cloud.looks

    async def story() -> None:
        async with world.running() as engine:
            engine.jobs.check_again("job")
            await asyncio.sleep(0.05)
            assert (len(world.cloud.downloaded), world.cloud.looks) == (fetches, looks)
            world.media.videos = [trouble, VIDEO] if fetches > 1 else [VIDEO]
            await engine.jobs.download_again("job")
            await until(is_done(world))

    asyncio.run(story())
    assert world.job.problem is None
    (name,) = world.videos
    assert name.endswith(".mp4")


def test_a_short_video_is_kept(world: World) -> None:
    world.media.videos = [replace(VIDEO, seconds=1.0)]
    world.run_until(is_done(world))
    assert len(world.cloud.downloaded) == 1


# ---------------------------------------------------------------- deleted by the user


def test_a_video_that_the_user_deleted_is_downloaded_only_on_request(world: World) -> None:
    world.run_until(is_done(world))
    assert world.job.video is not None
    path = Path(world.job.video.path)

    async def story() -> None:
        async with world.running() as engine:
            await engine.jobs.download_again("job")  # it is there: nothing to be done
            assert await engine.jobs.is_video_there("job")
            path.unlink()
            assert not await engine.jobs.is_video_there("job")
            engine.check_all()
            engine.jobs.check_again("job")
            await asyncio.sleep(0.05)
            assert len(world.cloud.downloaded) == 1
            await engine.jobs.download_again("job")
            await engine.jobs.download_again("job")  # a second press changes nothing
            await until(is_done(world))

    asyncio.run(story())
    assert len(world.cloud.downloaded) == 2
    assert world.kept(VideoWanted) == 1
    assert world.kept(VideoSaved) == 2
    assert path.read_bytes() == b"video"
    assert not world.cloud.ordered


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(UNKNOWN, "video_expired"), (CloudUnreachable(), "cloud_unreachable")],
)
def test_a_video_that_the_cloud_no_longer_has_stays_as_it_is(world: World, answer: object, sentence: str) -> None:
    world.run_until(is_done(world))
    assert world.job.video is not None
    Path(world.job.video.path).unlink()
    before = world.job
    world.cloud.reports = [answer]  # type: ignore[list-item]

    async def story() -> None:
        async with world.running() as engine:
            with pytest.raises(WanDeskError) as told:
                await engine.jobs.download_again("job")
            assert told.value.sentence == sentence

    asyncio.run(story())
    assert world.job == before


def test_a_link_for_the_browser_is_not_stored(world: World) -> None:
    world.cloud.downloads = [DownloadBlocked(values={"host": "videos.example"})]

    async def story() -> str:
        async with world.running() as engine:
            await until(lambda: world.told(WaitReason.BLOCKED))
            return await engine.jobs.video_link("job")

    assert asyncio.run(story()) == SUCCEEDED.video_url
    assert "Signature" not in repr((world.store.jobs, world.store.kept, world.listener))


# ---------------------------------------------------------------- removed rows


def test_a_row_is_removed_with_its_inputs_and_leaves_its_video(world: World) -> None:
    picture = world.home / "fox.jpg"
    picture.write_bytes(b"a fox")

    async def story() -> None:
        async with world.running() as engine:
            await until(is_done(world))
            stored = await world.files.freeze(picture, "JPEG")
            done = replace(world.job, request=replace(world.job.request, first_frame=stored))
            world.store.jobs["job"] = done
            world.store.jobs["open"] = replace(done, id="open", stage=JobStage.WAITING, video=None)
            await engine.jobs.forget("open")  # still under way: it stays
            await engine.jobs.forget("job")  # its task is still listed and must not look unclaimed
            assert set(world.store.jobs) == {"job", "open"}
            world.clock.time += DAY + 1
            await engine.jobs.forget("job")
            assert set(world.store.jobs) == {"open"}
            assert world.files.input_path(stored).is_file()
            world.store.jobs["open"] = replace(done, id="open")
            await engine.jobs.forget("open")
            assert not world.files.input_path(stored).exists()
            await engine.jobs.forget("open")

    asyncio.run(story())
    assert world.listener.removed == ["job", "open"]
    assert len(world.videos) == 1
    assert not list((world.home / "posters").iterdir())
