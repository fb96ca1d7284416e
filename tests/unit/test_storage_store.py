"""The job store on real SQLite: exact, durable, and robust against failures."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.samples import request as a_request
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.errors import NoRoom, StoreDamaged, TaskOwned
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import JobRemoved, PreparationStarted, TaskCreated, VideoSaved, VideoWatched
from wandesk.domain.job_transitions import apply
from wandesk.domain.marks import Marks
from wandesk.domain.media import Video, VideoFacts
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Upload, UploadKey, Usage
from wandesk.storage import migrations, queries
from wandesk.storage.store import JobStore

PICTURE = StoredInput(sha256="ab" * 32, format="JPEG", name="cat.jpg", size_bytes=1234)
ORDER = replace(a_request(), first_frame=PICTURE, prompt="A cat")
VIDEO = Video(
    path="/videos/a.mp4",
    facts=VideoFacts(
        width=640, height=480, seconds=5.04, fps=24.0, video_codec="h264", audio_codec="aac", size_bytes=99
    ),
)


def a_job(number: int, **changes: object) -> Job:
    job = Job(id=f"job-{number:06}", created_at=1000.0 + number, request=ORDER, stage_since=1000.0 + number)
    return replace(job, **changes)  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[JobStore]:
    store = JobStore(path)
    try:
        yield store
    finally:
        await store.close()


def with_store(path: Path, story: Callable[[JobStore], Awaitable[None]]) -> None:
    async def run() -> None:
        async with opened(path) as store:
            await story(store)

    asyncio.run(run())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.sqlite"


# ---------------------------------------------------------------- round trips

texts = st.text(max_size=30)
any_texts = st.text(st.characters(), max_size=30) | st.sampled_from(["caf\udc80", "a\x00b", "\ud83d"])
times = st.floats(allow_nan=False, allow_infinity=False)
integers = st.integers(min_value=-(2**63), max_value=2**63 - 1)
amounts = st.decimals(allow_nan=False, allow_infinity=False)
inputs = st.builds(
    StoredInput, sha256=texts, format=texts, name=any_texts, size_bytes=integers, address=st.none() | any_texts
)
problems = st.builds(
    JobProblem,
    sentence=st.sampled_from(Sentence),
    values=st.lists(st.tuples(texts, any_texts | integers | times), max_size=3).map(tuple),
    code=texts,
    message=any_texts,
    request_id=texts,
)
videos = st.builds(
    Video,
    path=any_texts,
    is_waiting=st.booleans(),
    facts=st.builds(
        VideoFacts,
        width=integers,
        height=integers,
        seconds=times,
        fps=times,
        video_codec=texts,
        audio_codec=st.none() | texts,
        size_bytes=integers,
    ),
)
orders = st.builds(
    GenerationRequest,
    region=texts,
    model=texts,
    model_id=texts,
    first_frame=inputs,
    audio=st.none() | inputs,
    sound_choice=st.none() | st.sampled_from(SoundChoice),
    prompt=any_texts,
    negative_prompt=any_texts,
    resolution=texts,
    seconds=integers,
    improve_prompt=st.booleans(),
    watermark=st.booleans(),
    seed=st.none() | integers,
    estimate=st.none() | st.builds(Price, amount=amounts, currency=texts, is_at_most=st.booleans()),
    last_frame=st.none() | inputs,
    clip=st.none() | inputs,
    template=st.none() | any_texts,
    shot_type=st.none() | texts,
    ratio=st.none() | texts,
)
jobs = st.builds(
    Job,
    id=any_texts,
    created_at=times,
    request=orders,
    stage=st.sampled_from(JobStage),
    stage_since=times,
    prepared=st.dictionaries(st.sampled_from(["first_frame", "last_frame"]), inputs),
    submitted_at=st.none() | times,
    task_id=st.none() | any_texts,
    request_id=st.none() | texts,
    account=st.none() | texts,
    endpoint=st.none() | texts,
    key_fingerprint=st.none() | texts,
    ended_at=st.none() | times,
    actual_prompt=st.none() | any_texts,
    usage=st.none()
    | st.builds(
        Usage,
        seconds=st.none() | times,
        resolution_tier=st.none() | integers,
        is_measured=st.booleans(),
        input_seconds=st.none() | times,
        has_sound=st.none() | st.booleans(),
        ratio=st.none() | any_texts,
    ),
    download_path=st.none() | any_texts,
    video=st.none() | videos,
    poster=st.none() | any_texts,
    problem=st.none() | problems,
    finished_at=st.none() | times,
    is_watched=st.booleans(),
    marks=st.builds(Marks, is_starred=st.booleans(), name=any_texts, label=any_texts, note=any_texts),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(job=jobs, later=jobs)
def test_job_is_read_back_exactly(job: Job, later: Job) -> None:
    changed = replace(later, id=job.id, created_at=job.created_at, request=job.request)

    async def story(store: JobStore) -> None:
        await store.add(job)
        assert await store.get(job.id) == job
        (again,) = await store.rows([job.id])
        assert repr(again.request.estimate) == repr(job.request.estimate)  # 1.0 and 1.00 are equal, but not the same
        await store.save(changed, PreparationStarted(at=1.0))
        assert await store.ids() == [job.id]
        assert await store.open_jobs() == ([] if changed.stage.is_final else [changed])

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jobs.sqlite"
        with_store(path, story)

        async def after_restart(store: JobStore) -> None:
            assert await store.rows([job.id, "gone"]) == [changed]

        with_store(path, after_restart)


def test_lists_are_sorted(path: Path) -> None:
    same_moment = [a_job(number, created_at=5.0) for number in range(3)]
    old = a_job(7, created_at=1.0, stage=JobStage.DONE)
    new = a_job(8, created_at=9.0, stage=JobStage.UNCERTAIN)

    async def story(store: JobStore) -> None:
        for job in (*same_moment, new, old):
            await store.add(job)
        assert await store.ids() == ["job-000008", "job-000002", "job-000001", "job-000000", "job-000007"]
        assert await store.open_jobs() == [*same_moment, new]
        assert await store.rows(["job-000007", "nobody", "job-000000"]) == [old, same_moment[0]]
        assert await store.rows([]) == []
        assert await store.get("nobody") is None

    with_store(path, story)


def test_window_may_be_wider_than_one_query(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store.add(a_job(2))
        wanted = [f"nobody-{number}" for number in range(1200)]
        assert [job.id for job in await store.rows(["job-000002", *wanted, "job-000001"])] == [
            "job-000002",
            "job-000001",
        ]

    with_store(path, story)


def test_every_event_is_kept_with_its_job(path: Path) -> None:
    async def story(store: JobStore) -> None:
        job = a_job(1, stage=JobStage.SUBMITTING)
        await store.add(job)
        for event in (
            TaskCreated(at=2.0, task_id="t-1", request_id="r-1"),
            VideoSaved(at=9.0, video=VIDEO),
        ):
            job = apply(replace(job, stage=JobStage.DOWNLOADING) if isinstance(event, VideoSaved) else job, event)
            await store.save(job, event)

    with_store(path, story)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT job_id, at, kind, fact_json FROM events ORDER BY number").fetchall()
    assert [row[:3] for row in rows] == [("job-000001", 2.0, "TaskCreated"), ("job-000001", 9.0, "VideoSaved")]
    assert json.loads(rows[0][3]) == {"task_id": "t-1", "request_id": "r-1", "clock_offset": None}
    assert json.loads(rows[1][3])["video"]["path"] == "/videos/a.mp4"


def test_sentence_of_another_version_is_read_as_the_general_one(path: Path) -> None:
    problem = JobProblem(sentence=Sentence.CLOUD_ARREARS, values=(("host", "h"),), code="Arrearage", message="pay")
    with_store(path, lambda store: store.add(a_job(1, stage=JobStage.FAILED, problem=problem)))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        changed = connection.execute("UPDATE jobs SET problem_json = replace(problem_json, 'cloud_arrears', 'of_2031')")
        assert changed.rowcount == 1
        connection.commit()

    async def story(store: JobStore) -> None:
        job = await store.get("job-000001")
        assert job is not None
        assert job.problem == replace(problem, sentence=Sentence.UNEXPECTED)

    with_store(path, story)


def test_a_removed_job_leaves_the_list_and_keeps_its_task(path: Path) -> None:
    async def story(store: JobStore) -> None:
        for number in range(1, 5):
            await store.add(a_job(number, stage=JobStage.DONE, task_id=f"task-{number}"))
        three = await store.get("job-000003")
        assert three is not None
        removed = replace(three, removed_at=9.0)
        await store.save(removed, JobRemoved(at=9.0))
        assert list(await store.ids()) == ["job-000004", "job-000002", "job-000001"]
        assert list(await store.ids(newest=2)) == ["job-000004", "job-000002"]
        assert [job.id for job in await store.rows(["job-000003", "job-000002"])] == ["job-000002"]
        assert await store.get("job-000003") == removed
        assert list(await store.removed_jobs()) == [removed]
        assert {task: owner.is_removed for task, owner in (await store.owners(["task-2", "task-3"])).items()} == {
            "task-2": False,
            "task-3": True,
        }
        assert await store.next_older("job-000003") == "job-000002"
        assert await store.next_older("job-000004") == "job-000002"
        assert await store.next_older("job-000001") is None

    with_store(path, story)


def test_a_removed_download_is_not_resumed(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.DOWNLOADING, removed_at=9.0))
        assert list(await store.open_jobs()) == []

    with_store(path, story)


def test_the_ids_of_the_list_come_from_one_index(path: Path) -> None:
    """100,000 rows of several kilobytes are not read for their ids."""
    with_store(path, lambda store: store.add(a_job(1)))
    asked: list[str] = []
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.set_trace_callback(asked.append)
        queries.ids(connection, -1)
        connection.set_trace_callback(None)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert "SCAN jobs USING COVERING INDEX jobs_by_age" in plan
    assert not any("TEMP B-TREE" in step for step in plan)


def test_deleted_job_takes_its_events_along(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store.save(a_job(1, stage=JobStage.PREPARING), PreparationStarted(at=2.0))
        await store.remove("job-000001")
        await store.remove("job-000001")
        assert await store.ids() == []

    with_store(path, story)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_no_two_jobs_own_one_task(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1, task_id="t-1"))
        await store.add(a_job(2))
        with pytest.raises(TaskOwned) as raised:
            await store.save(a_job(2, task_id="t-1"), TaskCreated(at=1.0, task_id="t-1", request_id=""))
        assert raised.value.values == {"task_id": "t-1"}
        assert await store.get("job-000002") == a_job(2)
        await store.save(a_job(2, task_id="t-2"), TaskCreated(at=1.0, task_id="t-2", request_id=""))

    with_store(path, story)


def test_mistakes_of_the_caller_raise(path: Path) -> None:
    async def story(store: JobStore) -> None:
        with pytest.raises(KeyError):
            await store.save(a_job(1), PreparationStarted(at=1.0))
        await store.add(a_job(1))
        with pytest.raises(ValueError, match="job-000001"):
            await store.add(a_job(1))
        assert await store.rows(["job-000001"]) == [a_job(1)]

    with_store(path, story)


def test_usual_time_is_the_median_of_recent_similar_jobs(path: Path) -> None:
    def done(number: int, took: float | None, **changes: object) -> Job:
        return a_job(
            number,
            stage=JobStage.DONE,
            submitted_at=100.0,
            ended_at=None if took is None else 100.0 + took,
            **changes,
        )

    async def story(store: JobStore) -> None:
        kind = ("practice", "wan2.5-i2v-preview", "480P", 5)
        assert await store.usual_seconds(*kind) is None
        await store.add(done(1, 1000.0))  # too old: 50 newer ones follow
        for number in range(2, 52):
            await store.add(done(number, 10.0 if number % 2 else 20.0))
        await store.add(done(60, -5.0))
        await store.add(done(61, None))
        await store.add(done(62, 999.0, request=replace(ORDER, region="singapore")))
        await store.add(a_job(63, submitted_at=1.0, ended_at=5000.0, stage=JobStage.DOWNLOADING))
        assert await store.usual_seconds(*kind) == 15.0
        assert await store.usual_seconds("singapore", *kind[1:]) == 999.0
        assert await store.usual_seconds(*kind[:3], 10) is None

    with_store(path, story)


def test_usual_time_does_not_depend_on_the_local_clock(path: Path) -> None:
    """The end is a time of the cloud's clock, so the start is converted to that clock as well."""

    async def story(store: JobStore) -> None:
        slow = a_job(1, stage=JobStage.DONE, submitted_at=100.0, clock_offset=3600.0, ended_at=3730.0)
        fast = a_job(2, stage=JobStage.DONE, submitted_at=7300.0, clock_offset=-3600.0, ended_at=3730.0)
        await store.add(slow)
        assert await store.usual_seconds("practice", "wan2.5-i2v-preview", "480P", 5) == 30.0
        await store.add(fast)
        assert await store.usual_seconds("practice", "wan2.5-i2v-preview", "480P", 5) == 30.0

    with_store(path, story)


# ---------------------------------------------------------------- the file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_upload_is_known_until_it_expires(path: Path) -> None:
    key = UploadKey(sha256="ab", model_id="wan2.5-i2v-preview", account="one", key_fingerprint="f")
    others = [replace(key, **{name: "other"}) for name in ("sha256", "model_id", "account", "key_fingerprint")]

    async def story(store: JobStore) -> None:
        assert await store.find_upload(key, 1000.0) is None
        await store.keep_upload(key, Upload(url="oss://a", expires_at=2000.0), 1000.0)
        assert await store.find_upload(key, 1999.0) == Upload(url="oss://a", expires_at=2000.0)
        assert await store.find_upload(key, 2000.0) is None
        assert await store.find_upload(key, -200_000.0) is None  # the clock was set back by days
        for other in others:
            assert await store.find_upload(other, 1000.0) is None
        await store.keep_upload(key, Upload(url="oss://b", expires_at=3000.0), 1500.0)
        await store.keep_upload(others[0], Upload(url="oss://c", expires_at=3000.0), 2500.0)
        assert await store.find_upload(key, 2500.0) == Upload(url="oss://b", expires_at=3000.0)
        await store.forget_uploads(["ab", "cd"])
        assert await store.find_upload(key, 2500.0) is None
        assert await store.find_upload(others[0], 2500.0) is not None

    with_store(path, story)

    async def later(store: JobStore) -> None:
        assert await store.find_upload(others[0], 2500.0) is not None
        await store.keep_upload(key, Upload(url="oss://d", expires_at=9000.0), 5000.0)

    with_store(path, later)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT url FROM uploads").fetchall() == [("oss://d",)]


def test_store_file_is_private(path: Path) -> None:
    before = os.umask(0)
    try:

        async def story(store: JobStore) -> None:
            await store.add(a_job(1))
            files = sorted(each.name for each in path.parent.iterdir())
            assert files == ["jobs.sqlite", "jobs.sqlite-shm", "jobs.sqlite-wal"]
            assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}

        with_store(path, story)
    finally:
        os.umask(before)


def test_closing_leaves_one_file_and_no_thread(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store.ids()
        assert {"store", "store-reader"} <= {each.name for each in threading.enumerate()}

    with_store(path, story)
    assert [each.name for each in path.parent.iterdir()] == ["jobs.sqlite"]
    assert not {"store", "store-reader"} & {each.name for each in threading.enumerate()}


def test_calls_before_closing_are_completed(path: Path) -> None:
    async def story() -> None:
        store = JobStore(path)
        adding = [asyncio.get_running_loop().create_task(store.add(a_job(number))) for number in range(20)]
        await asyncio.sleep(0)
        await store.close()
        await asyncio.gather(*adding)
        with pytest.raises(RuntimeError):
            await store.ids()

    asyncio.run(story())

    async def after(store: JobStore) -> None:
        assert len(await store.ids()) == 20

    with_store(path, after)


def test_schema_has_the_rules_it_needs(path: Path) -> None:
    with_store(path, lambda store: store.add(a_job(1)))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.MAJOR * 1000 + migrations.MINOR,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        plans = {
            "COVERING INDEX jobs_by_age": "SELECT id FROM jobs ORDER BY created_at DESC, number DESC",
            "INDEX jobs_removed": "SELECT * FROM jobs WHERE removed_at IS NOT NULL ORDER BY removed_at, number",
            "INDEX jobs_open": "SELECT * FROM jobs WHERE stage NOT IN ('done', 'failed', 'canceled', 'expired')"
            " ORDER BY created_at, number",
        }
        steps = {
            index: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")] for index, sql in plans.items()
        }
    for index, plan in steps.items():
        assert [step for step in plan if index in step] == plan, "a table is read without its index, or sorted"


def test_writer_commits_with_full_synchronous(path: Path) -> None:
    store = JobStore(path)
    connection = store._file.connect_writer()
    with contextlib.closing(connection):
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "trusted_schema", "busy_timeout")
        }
    assert pragmas == {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 5000}


# ---------------------------------------------------------------- failures


def refused(path: Path) -> StoreDamaged:
    async def story() -> StoreDamaged:
        store = JobStore(path)
        try:
            with pytest.raises(StoreDamaged) as raised:
                await store.open()
            with pytest.raises(StoreDamaged):
                await store.ids()
            return raised.value
        finally:
            await store.close()

    return asyncio.run(story())


def test_newer_minor_version_is_used_and_its_additions_stay(path: Path) -> None:
    with_store(path, lambda store: store.add(a_job(1, stage=JobStage.WAITING)))
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 2999")
        connection.execute("ALTER TABLE jobs ADD COLUMN novelty TEXT NOT NULL DEFAULT ''")
        connection.execute("UPDATE jobs SET novelty = 'theirs'")

    async def story(store: JobStore) -> None:
        await store.add(a_job(2))
        assert [job.id for job in await store.open_jobs()] == ["job-000001", "job-000002"]
        await store.save(a_job(1, stage=JobStage.GENERATING), PreparationStarted(at=1.0))
        assert store.replacement is None

    with_store(path, story)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2999,)
        assert connection.execute("SELECT novelty FROM jobs ORDER BY id").fetchall() == [("theirs",), ("",)]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone" / "jobs.sqlite").sentence == "folder_missing"
    assert not (tmp_path / "gone").exists()


def test_full_disk_is_reported_and_nothing_is_half_written(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store._file.writer.run(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone())
        big = replace(ORDER, prompt="x" * 200_000)
        with pytest.raises(NoRoom):
            await store.add(a_job(2, request=big))
        with pytest.raises(NoRoom):
            await store.save(
                a_job(1, actual_prompt="y" * 200_000, stage=JobStage.PREPARING), PreparationStarted(at=1.0)
            )
        assert await store.ids() == ["job-000001"]
        assert await store.get("job-000001") == a_job(1)
        await store._file.writer.run(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
        await store.add(a_job(2, request=big))
        assert await store.ids() == ["job-000002", "job-000001"]

    with_store(path, story)


def test_unfinished_creation_is_begun_again(path: Path) -> None:
    path.with_name(f"{path.name}.new").write_bytes(b"half of a store")
    with_store(path, lambda store: store.add(a_job(1)))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_long_read_does_not_delay_a_write(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store.ids()
        begun, go_on = threading.Event(), threading.Event()

        def long(connection: sqlite3.Connection) -> int:
            rows = connection.execute("SELECT id FROM jobs")
            rows.fetchone()
            begun.set()
            assert go_on.wait(30)
            return len(rows.fetchall()) + 1

        reading = asyncio.get_running_loop().create_task(store._file.reader.run(long))
        assert await asyncio.to_thread(begun.wait, 30)
        await store.add(a_job(2))
        assert not reading.done()
        go_on.set()
        assert await reading == 1

    with_store(path, story)


def test_store_answers_on_any_event_loop(path: Path) -> None:
    store = JobStore(path)
    asyncio.run(store.add(a_job(1)))
    found: list[object] = []

    def elsewhere() -> None:
        found.append(asyncio.run(store.get("job-000001")))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    asyncio.run(store.close())
    assert found == [a_job(1)]


def test_cancelled_caller_stops_nothing(path: Path) -> None:
    async def story(store: JobStore) -> None:
        adding = asyncio.get_running_loop().create_task(store.add(a_job(1)))
        await asyncio.sleep(0)
        adding.cancel()
        with pytest.raises(asyncio.CancelledError):
            await adding
        assert await store.ids() == ["job-000001"]

    with_store(path, story)


# ---------------------------------------------------------------- a crash

WRITER = """
import asyncio, sys
from wandesk.domain.structs import replace
from pathlib import Path
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.job import (Job, JobStage)
from wandesk.domain.job_events import VideoWatched
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.storage.store import JobStore

async def write(path):
    picture = StoredInput(sha256="ab", format="JPEG", name="a.jpg", size_bytes=1)
    order = GenerationRequest(region="r", model="m", model_id="m", first_frame=picture,
        sound_choice=None, prompt="p" * 3000, negative_prompt="", resolution="480P", seconds=5,
        improve_prompt=True, watermark=False, seed=None, estimate=None)
    store = JobStore(path)
    number = 0
    while True:
        job = Job(id=f"j{number}", created_at=float(number), request=order)
        await store.add(job)
        await store.save(replace(job, stage=JobStage.DONE), VideoWatched(at=1.0))
        print(number, flush=True)
        number += 1

asyncio.run(write(Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_acknowledged_change_survives_a_kill(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        acknowledged = -1
        while acknowledged < 40:
            acknowledged = int(child.stdout.readline())
        os.kill(child.pid, signal.SIGKILL)
        for line in child.stdout:
            if line.endswith("\n"):
                acknowledged = int(line)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        done = connection.execute("SELECT count(*) FROM jobs WHERE stage = 'done'").fetchone()[0]
        events = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    assert done == events  # the event and its change are one transaction
    assert done >= acknowledged + 1

    async def story(store: JobStore) -> None:
        await store.save(replace((await store.rows(["j0"]))[0], is_watched=True), VideoWatched(at=2.0))
        assert len(await store.open_jobs()) <= 1

    with_store(path, story)
