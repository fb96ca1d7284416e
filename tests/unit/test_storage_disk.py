"""A disk that is full, read-only or away: the store says which, is never taken for damaged, and works again later."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.support.integrity import assert_intact
from tests.support.samples import finished_job, request
from tests.support.small_disk import SmallDisk, small_disk
from wandesk import folders
from wandesk.domain.errors import NoRoom, StoreDamaged, StoreUnusable, WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import PosterMade, SubmissionStarted
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.files.traces import has_traces
from wandesk.storage.rescue import Replacement
from wandesk.storage.store import JobStore


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", kilobytes=4096) as mounted:
        yield mounted


def a_job(number: int, **changes: object) -> Job:
    job = replace(finished_job(), id=f"job-{number}", task_id=f"task-{number}", created_at=1000.0 + number)
    return replace(job, **changes)  # type: ignore[arg-type]


def run_in_store(path: Path, story: Callable[[JobStore], Awaitable[object]]) -> None:
    async def run() -> None:
        store = JobStore(path)
        try:
            await story(store)
        finally:
            await store.close()

    asyncio.run(run())


async def refusal(attempt: Awaitable[object]) -> WanDeskError:
    with pytest.raises(WanDeskError) as raised:
        await attempt
    return raised.value


async def add_one(store: JobStore) -> None:
    await store.add(a_job(1))


def assert_nothing_was_replaced(path: Path) -> None:
    assert not [each.name for each in path.parent.iterdir() if "damaged" in each.name or "doubted" in each.name]
    assert_intact(path)


def test_a_full_disk_at_the_start_is_said_and_the_store_opens_later(disk: SmallDisk) -> None:
    path = disk.folder / "jobs.sqlite"
    run_in_store(path, add_one)
    disk.fill()

    async def story(store: JobStore) -> None:
        for _ in range(3):
            assert isinstance(await refusal(store.ids()), NoRoom)
        disk.free()
        assert await store.ids() == ["job-1"]
        await store.add(a_job(2))
        assert store.replacement is None

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


def test_a_full_disk_at_the_first_start_leaves_nothing_half_made(disk: SmallDisk) -> None:
    path = disk.folder / "jobs.sqlite"
    disk.fill()

    async def story(store: JobStore) -> None:
        assert isinstance(await refusal(store.ids()), NoRoom)
        disk.free()
        assert await store.ids() == []

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


def test_a_disk_that_fills_up_during_the_run_is_waited_for(disk: SmallDisk) -> None:
    path = disk.folder / "jobs.sqlite"
    long = replace(request(), prompt="long " * 40_000)

    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        disk.fill()
        for _ in range(3):
            assert isinstance(await refusal(store.add(a_job(2, request=long))), NoRoom)
        assert await store.ids() == ["job-1"], "what is there can be read"
        disk.free()
        await store.add(a_job(2, request=long))
        assert await store.ids() == ["job-2", "job-1"]

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


def test_nothing_is_sent_while_its_outcome_might_find_no_room(disk: SmallDisk) -> None:
    path = disk.folder / "jobs.sqlite"

    async def story(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.PREPARING))
        disk.fill(but=512 * 1024)
        assert isinstance(await refusal(store.save(a_job(1, stage=JobStage.SUBMITTING), submission())), NoRoom)
        await store.save(a_job(1, stage=JobStage.PREPARING), PosterMade(at=1.0, path="p"))
        disk.free()
        await store.save(a_job(1, stage=JobStage.SUBMITTING), submission())

    run_in_store(path, story)


def test_a_read_only_disk_at_the_start_is_said_and_the_store_opens_later(disk: SmallDisk) -> None:
    path = disk.folder / "jobs.sqlite"
    run_in_store(path, add_one)
    disk.set_read_only(is_read_only=True)

    async def story(store: JobStore) -> None:
        for _ in range(2):
            assert (await refusal(store.ids())).sentence is Sentence.FOLDER_READ_ONLY
        disk.set_read_only(is_read_only=False)
        assert await store.ids() == ["job-1"]
        await store.add(a_job(2))

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_share_that_is_not_back_yet_is_missing_and_its_link_stays(tmp_path: Path) -> None:
    home, share = tmp_path / "home", tmp_path / "share"
    home.mkdir()
    share.mkdir()
    run_in_store(share / "jobs.sqlite", add_one)
    share.rename(tmp_path / "away")
    link = home / "jobs.sqlite"
    link.symlink_to(share / "jobs.sqlite")

    async def story(store: JobStore) -> None:
        refused = await refusal(store.ids())
        assert (refused.sentence, refused.values["folder"]) == (Sentence.FOLDER_MISSING, str(share))
        assert link.is_symlink()
        assert not share.exists()
        (tmp_path / "away").rename(share)
        assert await store.ids() == ["job-1"]

    run_in_store(link, story)
    assert link.is_symlink()


def submission() -> SubmissionStarted:
    return SubmissionStarted(at=1.0, account="main", endpoint="https://example.com", key_fingerprint="ff")


@pytest.mark.logs("cannot mark")
def test_a_store_that_comes_back_is_opened_again_and_sends_again(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    path = share / "jobs.sqlite"

    async def story(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.PREPARING))
        share.rename(tmp_path / "away")
        share.mkdir()  # the empty folder of a mount point
        await broken(store)
        refused = await refusal(store.save(a_job(1, stage=JobStage.SUBMITTING), submission()))
        assert refused.sentence is Sentence.FOLDER_MISSING
        assert (await refusal(store.ids())).sentence is Sentence.FOLDER_MISSING
        assert list(share.iterdir()) == [], "no other store takes its place"
        share.rmdir()
        (tmp_path / "away").rename(share)
        assert await store.ids() == ["job-1"]
        await store.save(a_job(1, stage=JobStage.SUBMITTING), submission())

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


async def broken(store: JobStore) -> None:
    """Both connections meet an error that SQLite reports for a disk that is away."""

    def fail(_connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    for thread in (store._file.reader, store._file.writer):
        assert isinstance(await refusal(thread.run(fail)), StoreUnusable)


def test_an_unexplained_error_of_the_disk_is_checked_and_sends_again(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"

    async def story(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.PREPARING))
        await broken(store)
        assert path.with_name("jobs.sqlite.doubted").exists(), "the next start would check the file"
        await store.save(a_job(1, stage=JobStage.SUBMITTING), submission())

    run_in_store(path, story)
    assert_nothing_was_replaced(path)


def test_damage_stays_until_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"

    def fail(_connection: sqlite3.Connection) -> None:
        error = sqlite3.DatabaseError("malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    async def story(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.PREPARING))
        await refusal(store._file.writer.run(fail))
        for _ in range(2):
            refused = await refusal(store.save(a_job(1, stage=JobStage.SUBMITTING), submission()))
            assert isinstance(refused, StoreDamaged)
            assert not isinstance(refused, StoreUnusable)

    run_in_store(path, story)


def test_a_full_disk_that_sqlite_calls_an_error_of_the_disk_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "injected", str(folder))

    def fail(_connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
        raise error

    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        with monkeypatch.context() as patch:
            patch.setattr(folders, "check_writable", full)
            assert isinstance(await refusal(store._file.writer.run(fail)), NoRoom)
        await store.add(a_job(2))

    run_in_store(tmp_path / "jobs.sqlite", story)
    assert_nothing_was_replaced(tmp_path / "jobs.sqlite")


# ---------------------------------------------------------------- a store that is gone


def opened(path: Path, *, has_traces: bool) -> Replacement | None:
    """The replacement that the store reports once it is open."""

    async def run() -> Replacement | None:
        store = JobStore(path, has_traces=lambda: has_traces)
        try:
            assert await store.ids() == []
            return store.replacement
        finally:
            await store.close()

    return asyncio.run(run())


@pytest.mark.logs("the store is gone")
def test_lost_store_is_reported_until_the_user_has_seen_it(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    assert opened(path, has_traces=True) == Replacement(set_aside=None, rescued=0)
    assert opened(path, has_traces=True) == Replacement(set_aside=None, rescued=0), "also after a crash"

    async def acknowledge(store: JobStore) -> None:
        await store.acknowledge_replacement()

    run_in_store(path, acknowledge)
    assert opened(path, has_traces=True) is None
    assert_intact(path)


def test_first_start_without_traces_reports_nothing(tmp_path: Path) -> None:
    assert opened(tmp_path / "jobs.sqlite", has_traces=False) is None
    assert opened(tmp_path / "jobs.sqlite", has_traces=True) is None, "there is a store"


@pytest.mark.logs("the store is gone")
def test_lost_store_is_reported_after_a_crash_before_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    opened(path, has_traces=True)
    path.unlink()
    assert opened(path, has_traces=False) == Replacement(set_aside=None, rescued=0)
    assert_intact(path)


@pytest.mark.parametrize(
    ("file", "is_trace"),
    [
        (f"inputs/ab/{'ab' * 32}.jpg", True),
        ("videos/2026-11-22_cat.mp4", True),
        ("videos-waiting/job/2026-11-22_cat.mp4", True),
        ("inputs/drafts/preview-1.jpg", False),
        ("videos/notes.txt", False),
        ("settings.toml", False),
    ],
)
def test_copies_and_videos_are_traces_of_a_store(tmp_path: Path, file: str, is_trace: bool) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(b"content")
    assert has_traces(tmp_path / "inputs", tmp_path / "videos-waiting", [tmp_path / "videos"]) is is_trace


def test_empty_reservation_and_missing_folders_are_no_traces(tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos" / "2026-11-22_cat.mp4").touch()
    assert not has_traces(tmp_path / "inputs", tmp_path / "none", [tmp_path / "videos", tmp_path / "away"])
