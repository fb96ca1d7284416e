"""A paid video is saved whatever goes wrong, and downloaded again only on request."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
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
    UnsafeLink,
    VideoLocked,
    VideoTooLarge,
    VideoUnreadable,
    WanDeskError,
)
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import DownloadStarted, VideoMoved, VideoSaved, VideoWanted
from wandesk.domain.media import VideoFacts
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.files.destination import Destination
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
            destination=Destination(home / "videos"),
            fallback=home / "fallback",
            move_to_trash=bool,
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
class Harness:
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

    def progress_with(self, reason: WaitReason) -> list[Progress]:
        return [each for each in self.listener.progress if each.waits_for is reason]

    def take_folder_away(self) -> None:
        """Not by its rights: they do not bind an administrator."""
        videos = self.home / "videos"
        videos.rename(self.home / "away")
        while not videos.is_file():  # the program may make the folder again in the same moment
            with suppress(FileNotFoundError):
                videos.rmdir()
            with suppress(IsADirectoryError):
                videos.write_text("")

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
        async def scenario() -> None:
            async with self.running():
                await until(condition)

        asyncio.run(scenario())


@pytest.fixture
def harness(tmp_path: Path) -> Harness:
    return Harness(tmp_path)


async def until(condition: Callable[[], object]) -> None:
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.0005)
    raise AssertionError("never happened")


def is_done(harness: Harness) -> Callable[[], bool]:
    return lambda: harness.job.stage is JobStage.DONE


# ---------------------------------------------------------------- the disk


def test_a_full_disk_shows_what_is_missing_and_continues_when_there_is_room(harness: Harness) -> None:
    folder = str(harness.home / "videos")
    harness.cloud.downloads = [NoRoom(values={"needed_bytes": 5_000_000, "folder": folder}), b"video"]
    harness.files.free = [1_000_000, 1_000_000, 1_000_000, 3_000_000, 3_000_000, 9_000_000]
    harness.run_until(is_done(harness))
    assert len(harness.cloud.downloaded) == 2  # the disk was asked, the storage was not
    missing = [each.obstacle.missing_bytes for each in harness.progress_with(WaitReason.ROOM) if each.obstacle]
    assert missing[0] == 4_000_000
    assert 2_000_000 in missing
    assert harness.cloud.looks == 1  # the address is still good


def test_a_video_waits_in_the_fallback_folder_until_the_videos_folder_is_back(harness: Harness) -> None:
    harness.take_folder_away()

    async def scenario() -> None:
        async with harness.running():
            await until(is_done(harness))
            video = harness.job.video
            assert video is not None
            assert video.is_waiting
            assert Path(video.path).read_bytes() == b"video"
            assert harness.files.is_in_fallback(Path(video.path))
            harness.bring_folder_back()
            await until(lambda: harness.kept(VideoMoved) and not any((harness.home / "fallback").iterdir()))

    asyncio.run(scenario())
    video = harness.job.video
    assert video is not None
    assert not video.is_waiting
    assert Path(video.path).parent == harness.home / "videos"
    assert Path(video.path).read_bytes() == b"video"
    assert len(harness.cloud.downloaded) == 1


def test_a_video_in_the_fallback_folder_moves_at_the_next_start(harness: Harness) -> None:
    harness.take_folder_away()
    harness.run_until(is_done(harness))
    harness.bring_folder_back()
    harness.run_until(lambda: harness.job.video and not harness.job.video.is_waiting)
    assert len(harness.videos) == 1


def test_a_crash_between_the_move_and_its_record_leaves_one_video(harness: Harness) -> None:
    harness.take_folder_away()
    harness.run_until(is_done(harness))
    harness.bring_folder_back()
    assert harness.job.video is not None
    asyncio.run(harness.files.relocate("job", Path(harness.job.video.path)))
    harness.run_until(lambda: harness.kept(VideoMoved))
    assert len(harness.videos) == 1


def test_a_crash_after_the_record_of_the_move_clears_the_fallback_folder(harness: Harness) -> None:
    harness.take_folder_away()
    harness.run_until(is_done(harness))
    harness.bring_folder_back()
    waiting = harness.job.video
    assert waiting is not None
    home = asyncio.run(harness.files.relocate("job", Path(waiting.path)))
    harness.store.jobs["job"] = replace(harness.job, video=replace(waiting, path=str(home), is_waiting=False))
    home.unlink()  # and the user deleted it
    harness.run_until(lambda: not Path(waiting.path).exists())
    assert harness.videos == []


def test_a_video_in_the_fallback_folder_moves_although_its_job_ended_without_it(harness: Harness) -> None:
    harness.take_folder_away()
    harness.run_until(is_done(harness))
    harness.bring_folder_back()
    # It could not be opened at a later start, and the cloud had forgotten it.
    harness.store.jobs["job"] = replace(harness.job, stage=JobStage.EXPIRED, video=None)
    harness.run_until(lambda: harness.videos and not list((harness.home / "fallback").iterdir()))
    assert (harness.home / "videos" / harness.videos[0]).read_bytes() == b"video"


def test_the_videos_folder_disappears_during_a_download(harness: Harness) -> None:
    harness.cloud.before_download = lambda _stopped: (
        harness.take_folder_away() if len(harness.cloud.downloaded) == 1 else None
    )
    harness.run_until(is_done(harness))
    assert harness.job.video is not None
    assert harness.job.video.is_waiting
    assert harness.kept(DownloadStarted) == 2
    assert harness.cloud.looks == 1
    harness.bring_folder_back()
    harness.run_until(lambda: harness.kept(VideoMoved))
    assert len(harness.videos) == 1  # the name that was reserved there first was used


def test_when_neither_folder_can_be_written_the_job_waits(harness: Harness) -> None:
    harness.take_folder_away()
    (harness.home / "fallback").write_text("")

    async def scenario() -> None:
        async with harness.running():
            await until(lambda: harness.progress_with(WaitReason.FOLDER))
            assert harness.job.stage is JobStage.DOWNLOADING
            (harness.home / "fallback").unlink()
            await until(is_done(harness))

    asyncio.run(scenario())


def test_a_video_that_another_program_keeps_open_is_not_downloaded_again(harness: Harness) -> None:
    harness.files.locks = 3
    harness.run_until(is_done(harness))
    assert len(harness.cloud.downloaded) == 1
    assert harness.progress_with(WaitReason.LOCKED)


def test_a_name_reserved_before_a_crash_is_used_or_cleared(harness: Harness) -> None:
    asyncio.run(Files(harness.home).reserve_video(harness.job))
    harness.run_until(is_done(harness))
    assert len(harness.videos) == 1


def test_a_video_that_expired_leaves_no_empty_file(harness: Harness) -> None:
    asyncio.run(Files(harness.home).reserve_video(harness.job))
    harness.cloud.reports = [UNKNOWN]
    harness.clock.time += 2 * DAY
    harness.run_until(lambda: harness.job.stage is JobStage.EXPIRED)
    assert harness.videos == []


def test_a_partial_video_that_the_cloud_deleted_is_saved_if_it_opens(harness: Harness) -> None:
    final = asyncio.run(harness.files.reserve_video(harness.job))
    harness.store.jobs["job"] = replace(harness.job, download_path=str(final))
    part = harness.files.part_path(final)
    part.write_bytes(b"half")
    part.with_name(part.name + ".json").write_text("{}")
    harness.cloud.reports = [UNKNOWN]
    harness.clock.time += 2 * DAY
    harness.media.videos = [replace(VIDEO, seconds=2.0)]
    harness.run_until(is_done(harness))
    assert final.read_bytes() == b"half"
    assert harness.videos == [final.name]  # and no note about what was missing


# ---------------------------------------------------------------- the network


def test_a_blocked_download_shows_the_host_and_the_deadline_and_continues(harness: Harness) -> None:
    blocked = DownloadBlocked("HTTP 403", values={"host": "dashscope-result.example"})
    harness.cloud.downloads = [blocked, blocked, b"video"]
    harness.run_until(is_done(harness))
    progress = harness.progress_with(WaitReason.BLOCKED)[-1]
    assert progress.obstacle is not None
    assert progress.obstacle.host == "dashscope-result.example"
    assert progress.kept_until == harness.job.ended_at + DAY  # type: ignore[operator]
    assert "https" not in repr(harness.listener.progress)


def test_an_unsafe_link_is_not_taken_for_a_blocked_network(harness: Harness) -> None:
    refused = UnsafeLink(values={"host": "10.0.0.1"})
    harness.cloud.downloads = [refused, b"video"]
    harness.run_until(is_done(harness))
    assert harness.progress_with(WaitReason.ADDRESS)
    assert not harness.progress_with(WaitReason.BLOCKED)


def test_new_links_are_requested_once_a_minute_at_most(harness: Harness) -> None:
    harness.cloud.downloads = [*[LinkExpired()] * 4, b"video"]
    times: list[float] = []
    harness.cloud.before_download = lambda _stopped: times.append(harness.clock.time)
    harness.run_until(is_done(harness))
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= 60
    assert harness.cloud.looks == 5


def test_a_link_from_the_poll_is_renewed_at_once(harness: Harness) -> None:
    harness.store.jobs["job"] = replace(harness.job, stage=JobStage.GENERATING)
    harness.cloud.downloads = [LinkExpired(), b"video"]
    times: list[float] = []
    harness.cloud.before_download = lambda _stopped: times.append(harness.clock.time)
    harness.run_until(is_done(harness))
    assert times[1] - times[0] == 1.0


def test_a_video_that_the_storage_deleted_after_a_day_is_expired(harness: Harness) -> None:
    harness.cloud.downloads = [LinkExpired(code="NoSuchKey")]
    harness.clock.time += 2 * DAY
    harness.run_until(lambda: harness.job.stage is JobStage.EXPIRED)
    assert harness.videos == []


def test_an_old_link_that_expired_does_not_mean_that_the_video_is_gone(harness: Harness) -> None:
    """The disk was full for days. The task still shows its video, under a new link."""
    harness.store.jobs["job"] = replace(harness.job, stage=JobStage.GENERATING)
    full = NoRoom(values={"folder": str(harness.home / "films"), "needed_bytes": 10})
    harness.cloud.downloads = [full, LinkExpired(), b"video"]

    def pass_days(_stopped: object) -> None:
        if len(harness.cloud.downloads) == 3:
            harness.clock.time += 2 * DAY

    harness.cloud.before_download = pass_days
    harness.run_until(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.DONE
    assert len(harness.videos) == 1


@pytest.mark.logs("is given up")
def test_a_download_that_is_too_large_stops_and_can_be_started_again(harness: Harness) -> None:
    harness.cloud.downloads = [VideoTooLarge(values={"most_bytes": 1000}), b"video"]

    async def scenario() -> None:
        async with harness.running() as engine:
            await until(lambda: harness.job.is_given_up)
            problem = harness.job.problem
            assert problem is not None
            assert (problem.sentence, dict(problem.values)) == ("video_too_large", {"most_bytes": 1000})
            assert harness.videos == []
            assert len(harness.cloud.downloaded) == 1, "it does not fill the disk again and again"
            await engine.jobs.download_again("job")
            await until(is_done(harness))

    asyncio.run(scenario())
    assert len(harness.videos) == 1


# ---------------------------------------------------------------- videos that do not open


@pytest.mark.parametrize(("trouble", "fetches"), [(VideoUnreadable("no video"), 3), (MediaProcessFailed("killed"), 1)])
def test_a_download_that_never_opens_is_kept_after_three_tries(
    harness: Harness, trouble: WanDeskError, fetches: int
) -> None:
    harness.media.videos = [trouble]
    harness.run_until(lambda: harness.job.is_given_up)
    assert len(harness.cloud.downloaded) == fetches
    problem = harness.job.problem
    assert problem is not None
    assert problem.sentence == "video_given_up"
    (name,) = harness.videos
    assert dict(problem.values) == {"file": str(harness.home / "videos" / name)}
    assert name.endswith(".mp4.part")
    # nothing more happens automatically, in this run or the next one
    looks = harness.cloud.looks

    async def scenario() -> None:
        async with harness.running() as engine:
            engine.jobs.check_again("job")
            await asyncio.sleep(0.05)
            assert (len(harness.cloud.downloaded), harness.cloud.looks) == (fetches, looks)
            harness.media.videos = [trouble, VIDEO] if fetches > 1 else [VIDEO]
            await engine.jobs.download_again("job")
            await until(is_done(harness))

    asyncio.run(scenario())
    assert harness.job.problem is None
    (name,) = harness.videos
    assert name.endswith(".mp4")


def test_a_short_video_is_kept(harness: Harness) -> None:
    harness.media.videos = [replace(VIDEO, seconds=1.0)]
    harness.run_until(is_done(harness))
    assert len(harness.cloud.downloaded) == 1


# ---------------------------------------------------------------- deleted by the user


def test_a_video_that_the_user_deleted_is_downloaded_only_on_request(harness: Harness) -> None:
    harness.run_until(is_done(harness))
    assert harness.job.video is not None
    path = Path(harness.job.video.path)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.jobs.download_again("job")  # it is there: nothing to be done
            assert await engine.jobs.is_video_there("job")
            path.unlink()
            assert not await engine.jobs.is_video_there("job")
            engine.check_all()
            engine.jobs.check_again("job")
            await asyncio.sleep(0.05)
            assert len(harness.cloud.downloaded) == 1
            await engine.jobs.download_again("job")
            await engine.jobs.download_again("job")  # a second press changes nothing
            await until(is_done(harness))

    asyncio.run(scenario())
    assert len(harness.cloud.downloaded) == 2
    assert harness.kept(VideoWanted) == 1
    assert harness.kept(VideoSaved) == 2
    assert path.read_bytes() == b"video"
    assert not harness.cloud.ordered


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(UNKNOWN, "video_expired"), (CloudUnreachable(), "cloud_unreachable")],
)
def test_a_video_that_the_cloud_no_longer_has_stays_as_it_is(harness: Harness, answer: object, sentence: str) -> None:
    harness.run_until(is_done(harness))
    assert harness.job.video is not None
    Path(harness.job.video.path).unlink()
    before = harness.job
    harness.cloud.reports = [answer]  # type: ignore[list-item]

    async def scenario() -> None:
        async with harness.running() as engine:
            with pytest.raises(WanDeskError) as raised:
                await engine.jobs.download_again("job")
            assert raised.value.sentence == sentence

    asyncio.run(scenario())
    assert harness.job == before


def test_a_link_for_the_browser_is_not_stored(harness: Harness) -> None:
    harness.cloud.downloads = [DownloadBlocked(values={"host": "videos.example"})]

    async def scenario() -> str:
        async with harness.running() as engine:
            await until(lambda: harness.progress_with(WaitReason.BLOCKED))
            return await engine.jobs.video_link("job")

    assert asyncio.run(scenario()) == SUCCEEDED.video_url
    assert "Signature" not in repr((harness.store.jobs, harness.store.kept, harness.listener))


class DriveGoesAway(FakeMedia):
    """The drive of the videos folder is unplugged whenever a video on it is checked."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.folder, self.drive = home / "videos", home / "drive"
        self.folder.rmdir()
        self.drive.mkdir()
        self.folder.symlink_to(self.drive)

    async def inspect_video(self, path: Path) -> VideoFacts:
        if path.parent == self.folder and self.drive.exists():
            self.drive.rename(self.drive.with_name("unplugged"))
            raise VideoUnreadable("no such file")
        return await super().inspect_video(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_drive_that_goes_away_says_nothing_about_the_video(harness: Harness) -> None:
    def is_saved(*, is_waiting: bool) -> Callable[[], bool]:
        return lambda: harness.job.video is not None and harness.job.video.is_waiting is is_waiting

    harness.media = media = DriveGoesAway(harness.home)
    harness.run_until(is_saved(is_waiting=True))
    assert harness.progress_with(WaitReason.UNREADABLE) == []
    media.drive.with_name("unplugged").rename(media.drive)
    harness.media = FakeMedia()
    harness.run_until(is_saved(is_waiting=False))
    assert [path.suffix for path in media.drive.iterdir()] == [".mp4"]
