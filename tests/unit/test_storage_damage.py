"""Damaged stores: set aside complete, replaced by what can be read, and no order in them is repeated."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.integrity import assert_intact
from tests.support.samples import finished_job, request
from wandesk.domain.errors import NoRoom, StoreDamaged
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import PosterMade, SubmissionStarted, TaskCreated
from wandesk.domain.structs import replace
from wandesk.storage import pages, rescue
from wandesk.storage.store import JobStore

JOBS = 120
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.sqlite"


def a_job(number: int, **changes: object) -> Job:
    job = replace(finished_job(), id=f"job-{number:04}", task_id=f"task-{number}", created_at=1000.0 + number)
    return replace(job, **changes)  # type: ignore[arg-type]


def run_in_store(path: Path, story: Callable[[JobStore], Awaitable[object]]) -> JobStore:
    async def run() -> JobStore:
        store = JobStore(path)
        try:
            await story(store)
        finally:
            await store.close()
        return store

    return asyncio.run(run())


async def only_open(store: JobStore) -> None:
    await store.open()


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "jobs.sqlite"
    fill(path, JOBS)
    return path


@pytest.fixture
def full(_filled: Path, path: Path) -> Path:
    """A store with many jobs."""
    shutil.copyfile(_filled, path)
    return path


def fill(path: Path, jobs: int) -> None:
    """Finished jobs, some with prompts longer than a page, and one job in each open stage."""

    async def story(store: JobStore) -> None:
        for number in range(jobs):
            prompt = "很长 " * 2000 if number % 10 == 3 else f"job {number}"
            await store.add(a_job(number, request=replace(request(), prompt=prompt)))
        for number, stage in enumerate((each for each in JobStage if not each.is_final), start=9000):
            await store.add(
                a_job(
                    number,
                    stage=stage,
                    task_id=f"task-{number}" if stage in WITH_TASK else None,
                    submitted_at=None,
                    video=None,
                    ended_at=None,
                    finished_at=None,
                )
            )

    run_in_store(path, story)


WITH_TASK = (JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING)


def jobs_in(path: Path) -> list[Job]:
    found: list[Job] = []

    async def story(store: JobStore) -> None:
        found.extend(await store.rows(await store.ids()))

    run_in_store(path, story)
    return found


def names(path: Path) -> set[str]:
    return {each.name.replace(path.name, "") for each in path.parent.iterdir()}


class SetAside(NamedTuple):
    """The replacement of a damaged store, whose file is still there."""

    set_aside: Path
    rescued: int


def replaced(path: Path) -> SetAside:
    store = run_in_store(path, only_open)
    assert store.replacement is not None
    assert_intact(path)
    assert store.replacement.set_aside is not None
    return SetAside(store.replacement.set_aside, store.replacement.rescued)


damage_is_logged = pytest.mark.logs("damage|a row of|is skipped")


# ---------------------------------------------------------------- reading without SQLite


def test_page_reader_reads_what_sqlite_reads(full: Path) -> None:
    with contextlib.closing(sqlite3.connect(full)) as connection:
        expected = {row[0]: row[1:] for row in connection.execute("SELECT number, * FROM jobs")}
    with pages.PageFile(full) as file:
        found = {number: (number, *cells[1:]) for number, cells in file.rows() if len(cells) >= rescue.FEWEST_COLUMNS}
    assert found == expected  # 1 and 1.0 are equal: SQLite stores a REAL without a fraction as an integer


def test_page_reader_reads_the_log(path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(a_job(1))
        await store.add(a_job(2, stage=JobStage.WAITING))
        await store.save(a_job(2, stage=JobStage.GENERATING), PosterMade(at=1.0, path="p"))
        shutil.copytree(path.parent, path.parent / "killed")

    run_in_store(path, story)
    killed = path.parent / "killed" / path.name
    assert pages.wal_of(killed).stat().st_size > PAGE
    assert not pages.is_log_torn_inside(killed)
    assert {row["id"]: row["stage"] for row in rescue.rescued_rows(killed)} == {
        "job-0001": "done",
        "job-0002": "generating",
    }


def test_golden_stores_can_be_rescued(tmp_path: Path) -> None:
    stores = Path(__file__).resolve().parents[1] / "support" / "stores"
    for golden in stores.glob("*.sqlite"):
        assert len(rescue.rescued_rows(golden)) == 24


# ---------------------------------------------------------------- damage found at the start


@damage_is_logged
@pytest.mark.parametrize(
    "content",
    [b"not a database, but long enough to be read as one" * 100, b"short", b"", os.urandom(9000)],
    ids=["text", "short", "empty", "random"],
)
def test_file_that_is_no_store_is_set_aside_unchanged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    replacement = replaced(path)
    assert re.fullmatch(r"jobs\.sqlite\.damaged-\d{4}-\d\d-\d\d-1", replacement.set_aside.name)
    assert replacement.set_aside.read_bytes() == content
    assert replacement.rescued == 0
    assert jobs_in(path) == []


@damage_is_logged
def test_another_programs_database_is_set_aside_unchanged(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE letters (text)")
    content = path.read_bytes()
    assert replaced(path).set_aside.read_bytes() == content


@damage_is_logged
def test_second_damage_of_a_day_overwrites_nothing(path: Path) -> None:
    for number in (1, 2, 3):
        path.write_bytes(b"%d" % number)
        replacement = replaced(path)
        assert replacement.set_aside.name.endswith(f"-{number}")
        assert replacement.set_aside.read_bytes() == b"%d" % number


@damage_is_logged
@pytest.mark.parametrize("kept_bytes", [50, 2 * PAGE, 40 * PAGE + 77])
def test_readable_part_of_a_truncated_store_is_rescued(full: Path, kept_bytes: int) -> None:
    original = {job.id: job for job in jobs_in(full)}
    content = full.read_bytes()[:kept_bytes]
    full.write_bytes(content)
    replacement = replaced(full)
    assert replacement.set_aside.read_bytes() == content
    found = jobs_in(full)
    assert len(found) == replacement.rescued
    assert bool(found) == (kept_bytes > 2 * PAGE)
    assert all(job == original[job.id] for job in found)


@damage_is_logged
@pytest.mark.parametrize("seed", range(12))
def test_random_bytes_in_a_page_lose_only_the_jobs_of_that_page(full: Path, seed: int) -> None:
    original = {job.id: job for job in jobs_in(full)}
    content = bytearray(full.read_bytes())
    dice = random.Random(seed)
    hit = [0, *dice.sample(range(1, len(content) // PAGE), 5)]  # 0 always: SQLite needs the first page
    for page in hit:
        content[page * PAGE : (page + 1) * PAGE] = dice.randbytes(PAGE)
    full.write_bytes(content)
    replacement = replaced(full)
    found = jobs_in(full)
    assert len(found) == replacement.rescued
    assert len(found) > len(original) / 2
    for job in found:
        before = original[job.id]
        assert job == before or (job.stage is JobStage.UNCERTAIN and before.task_id is None)


@pytest.mark.parametrize("earlier_comes_last", [True, False])
def test_later_of_two_states_of_a_job_is_rescued(path: Path, earlier_comes_last: bool) -> None:
    """A page that is no longer in use still holds an early state, before or after the page in use."""

    async def begin(store: JobStore) -> None:
        await store.add(a_job(1, stage=JobStage.UPLOADING, task_id=None))

    async def go_on(store: JobStore) -> None:
        created = TaskCreated(at=1.0, task_id="task-1", request_id="r")
        await store.save(a_job(1, stage=JobStage.WAITING), created)

    run_in_store(path, begin)
    earlier = path.read_bytes()
    run_in_store(path, go_on)
    later = path.read_bytes()
    path.write_bytes(later + earlier[PAGE:] if earlier_comes_last else earlier + later[PAGE:])
    assert [(row["stage"], row["task_id"]) for row in rescue.rescued_rows(path)] == [("waiting", "task-1")]


@damage_is_logged
def test_rescued_jobs_are_never_ordered_again(path: Path) -> None:
    """A rescued row may be older than what was lost, so an order that waited may have been sent since."""
    fill(path, jobs=1)
    before = {job.id: job for job in jobs_in(path)}
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    replaced(path)
    after = {job.id: job for job in jobs_in(path)}
    assert after.keys() == before.keys()
    for job in after.values():
        assert job.stage not in (JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING, JobStage.SUBMITTING)
        assert job.task_id == before[job.id].task_id
        if before[job.id].task_id is not None:
            assert job == before[job.id]
        elif not before[job.id].stage.is_final:
            assert job.stage is JobStage.UNCERTAIN
            assert job.submitted_at is not None or before[job.id].stage is JobStage.UNCERTAIN


@damage_is_logged
def test_rescued_order_may_have_been_sent_at_any_time_before_the_damage(path: Path) -> None:
    """The row may be older than what was lost: a first try that the cloud refused, and a second one hours later."""
    sent = replace(a_job(1), stage=JobStage.SUBMITTING, video=None, uncertainty=None, problem=None)
    sent = replace(sent, task_id=None, submitted_at=1000.0, stage_since=1000.0, clock_offset=7.0, key_fingerprint="f")

    async def story(store: JobStore) -> None:
        await store.add(sent)

    run_in_store(path, story)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    before = time.time()
    replaced(path)
    (job,) = jobs_in(path)
    assert (job.stage, job.key_fingerprint) == (JobStage.UNCERTAIN, "f")
    assert job.stage_since >= before
    assert job.uncertainty is not None
    assert job.uncertainty.begun_at == 1007.0
    assert before + 7.0 <= job.uncertainty.ended_at <= time.time() + 7.0
    assert not job.uncertainty.has_cloud_times, "the local clock may have been set since"


@damage_is_logged
def test_rescued_doubt_is_never_sent_again(path: Path) -> None:
    """The lost row may say that the user wanted it to be sent, and that it was."""
    doubt = Uncertainty(begun_at=900.0, ended_at=1000.0, search_state=SearchState.CHOICE, candidates=("t1",))
    doubted = replace(a_job(1), stage=JobStage.UNCERTAIN, video=None, uncertainty=doubt, problem=None)
    doubted = replace(doubted, task_id=None, submitted_at=None, key_fingerprint="f")
    assert doubted.is_maybe_sent

    async def story(store: JobStore) -> None:
        await store.add(doubted)

    run_in_store(path, story)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    replaced(path)
    (job,) = jobs_in(path)
    assert job.stage is JobStage.UNCERTAIN
    assert not job.is_maybe_sent


@damage_is_logged
def test_rescued_queued_job_is_searched_for_since_it_was_queued(path: Path) -> None:
    """An earlier run has checked that it was not sent; the lost row may say that it was sent afterwards."""
    checked = Uncertainty(begun_at=1000.0, ended_at=1000.0)
    queued = replace(a_job(1), stage=JobStage.QUEUED, video=None, uncertainty=checked, problem=None)
    queued = replace(queued, task_id=None, submitted_at=None, key_fingerprint=None, account=None)

    async def story(store: JobStore) -> None:
        await store.add(queued)

    run_in_store(path, story)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    replaced(path)
    (job,) = jobs_in(path)
    assert (job.stage, job.uncertainty) == (JobStage.UNCERTAIN, None)


WRITER = """
import asyncio, os, signal, sys
from wandesk.domain.structs import replace
from pathlib import Path
from tests.support.samples import finished_job
from wandesk.storage.store import JobStore

async def write(path):
    store = JobStore(path)
    for number in range(30):
        await store.add(replace(finished_job(), id=f"job-{number:04}", task_id=f"task-{number}"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(write(Path(sys.argv[1])))
"""


@pytest.fixture(scope="session")
def _killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    subprocess.run([sys.executable, "-c", WRITER, str(folder / "jobs.sqlite")], check=False)
    return folder


@pytest.fixture
def killed(_killed: Path, tmp_path: Path) -> Path:
    """A store whose program was killed, so that most of it is in the log."""
    shutil.copytree(_killed, tmp_path / "profile")
    path = tmp_path / "profile" / "jobs.sqlite"
    assert pages.wal_of(path).stat().st_size > 30 * PAGE
    return path


posix = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


@posix
def test_complete_log_is_used(killed: Path) -> None:
    store = run_in_store(killed, only_open)
    assert store.replacement is None
    assert len(jobs_in(killed)) == 30


@posix
def test_torn_end_of_the_log_is_treated_as_a_power_cut(killed: Path) -> None:
    log = pages.wal_of(killed)
    log.write_bytes(log.read_bytes()[:-1000])
    store = run_in_store(killed, only_open)
    assert store.replacement is None
    assert len(jobs_in(killed)) == 29


@posix
@damage_is_logged
@pytest.mark.parametrize("where", ["header", "salt", "page"])
def test_damage_inside_the_log_does_not_drop_what_came_after_it(killed: Path, where: str) -> None:
    """SQLite would silently end the log there and forget thirty orders."""
    log = pages.wal_of(killed)
    content = bytearray(log.read_bytes())
    at = {"header": 4, "salt": 32 + 3 * (PAGE + 24) + 8, "page": 32 + 3 * (PAGE + 24) + 500}[where]
    content[at : at + 8] = os.urandom(8)
    log.write_bytes(content)
    replacement = replaced(killed)
    assert Path(f"{replacement.set_aside}-wal").read_bytes() == content
    assert replacement.rescued == 30
    assert len(jobs_in(killed)) == 30


@posix
@damage_is_logged
def test_log_without_its_store_is_never_applied_to_another(killed: Path) -> None:
    killed.unlink()
    replacement = replaced(killed)
    assert replacement.rescued == 30
    assert Path(f"{replacement.set_aside}-wal").exists()


@posix
def test_empty_log_beside_a_sound_store_is_no_damage(killed: Path) -> None:
    assert len(jobs_in(killed)) == 30
    pages.wal_of(killed).touch()
    assert len(jobs_in(killed)) == 30
    assert run_in_store(killed, only_open).replacement is None


@posix
def test_newer_major_version_is_refused_and_left_unchanged(killed: Path) -> None:
    """Also where the newer program was killed and its version is in the log only."""
    shutil.copytree(killed.parent, killed.parent.parent / "other")
    in_log = killed.parent.parent / "other" / killed.name
    with contextlib.closing(sqlite3.connect(killed)) as connection:
        connection.execute("PRAGMA user_version = 3000")
    script = "c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version = 3001'); os._exit(0)"
    subprocess.run([sys.executable, "-c", f"import os, sqlite3, sys; {script}", str(in_log)], check=True)
    assert in_log.read_bytes()[60:64] != (3001).to_bytes(4, "big")
    for path in (killed, in_log):
        before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
        with pytest.raises(StoreDamaged) as raised:
            run_in_store(path, only_open)
        assert (raised.value.sentence, raised.value.values) == ("store_newer", {"file": str(path)})
        assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before


# ---------------------------------------------------------------- interruptions


@damage_is_logged
@pytest.mark.parametrize("moment", range(6))
def test_interrupted_replacement_is_resumed(path: Path, moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path, jobs=3)
    content = b"\0" * 100 + path.read_bytes()[100:]
    path.write_bytes(content)
    Path(f"{path}-wal").write_bytes(b"x" * 40)
    steps = 0

    def cut(function: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            nonlocal steps
            if steps == moment:
                raise OSError("cut off")
            steps += 1
            return function(*arguments, **named)

        return called

    monkeypatch.setattr(Path, "rename", cut(Path.rename))
    monkeypatch.setattr(Path, "replace", cut(Path.replace))
    with contextlib.suppress(StoreDamaged):
        run_in_store(path, only_open)
    monkeypatch.undo()
    replacement = replaced(path)
    assert replacement.set_aside.read_bytes() == content
    assert Path(f"{replacement.set_aside}-wal").read_bytes() == b"x" * 40
    assert replacement.rescued == 11
    assert len(jobs_in(path)) == 11


@damage_is_logged
def test_damage_is_reported_at_every_start_until_confirmed(path: Path) -> None:
    path.write_bytes(b"damaged")
    first = replaced(path)
    assert replaced(path) == first
    store = run_in_store(path, lambda store: store.acknowledge_replacement())
    assert store.replacement is None
    assert run_in_store(path, only_open).replacement is None
    assert names(path) == {"", f"{first.set_aside.name.replace(path.name, '')}"}


@damage_is_logged
def test_full_disk_during_the_replacement_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path, jobs=3)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rescue, "make_store", full)
    with pytest.raises(NoRoom):
        run_in_store(path, only_open)
    monkeypatch.undo()
    assert replaced(path).rescued == 11


# ---------------------------------------------------------------- damage found while it runs


@damage_is_logged
def test_later_damage_stops_orders_and_the_next_start_replaces_the_store(full: Path) -> None:
    content = bytearray(full.read_bytes())
    with contextlib.closing(sqlite3.connect(full)) as connection:
        numbers = [number for (number,) in connection.execute("SELECT number FROM jobs WHERE id = 'job-0050'")]
    with pages.PageFile(full) as file:
        leaf = next(
            page
            for page in range(1, file.count + 1)
            if b"job-0050" in file.page(page)
            and file.page(page)[0] == pages.TABLE_LEAF
            and b"cat.jpg" in file.page(page)
        )
    assert numbers
    content[(leaf - 1) * PAGE : leaf * PAGE] = b"\xa5" * PAGE
    full.write_bytes(content)

    async def story(store: JobStore) -> None:
        await store.ids()
        waiting = a_job(9005, stage=JobStage.PREPARING, task_id=None, submitted_at=None)
        assert store.replacement is None
        with pytest.raises(StoreDamaged) as raised:
            await store.get("job-0050")
        assert raised.value.sentence == "store_damaged"
        with pytest.raises(StoreDamaged):
            await store.add(a_job(7000))
        began = SubmissionStarted(at=1.0, account="a", endpoint="e", key_fingerprint="f")
        with pytest.raises(StoreDamaged):
            await store.save(replace(waiting, stage=JobStage.SUBMITTING), began)
        # What the cloud reports is kept all the same.
        created = a_job(9003, stage=JobStage.WAITING, task_id="late")
        await store.save(created, TaskCreated(at=1.0, task_id="late", request_id=""))

    run_in_store(full, story)
    replacement = replaced(full)
    found = {job.id: job for job in jobs_in(full)}
    assert JOBS / 2 < replacement.rescued < JOBS + 8
    assert "job-0050" not in found
    assert found["job-9003"].task_id == "late"


@damage_is_logged
def test_suspicion_without_damage_passes(path: Path) -> None:
    fill(path, jobs=3)
    rescue.mark_suspect(path)
    assert run_in_store(path, only_open).replacement is None
    assert names(path) == {""}


@damage_is_logged
def test_unreadable_row_is_left_alone(path: Path) -> None:
    fill(path, jobs=3)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE jobs SET request_json = '{' WHERE id = 'job-0001'")
        connection.execute("UPDATE jobs SET stage = 'dreaming' WHERE stage = 'waiting'")

    async def story(store: JobStore) -> None:
        opened = await store.open_jobs()
        assert {job.stage for job in opened} == {each for each in JobStage if not each.is_final} - {JobStage.WAITING}
        assert [job.id for job in await store.rows(["job-0000", "job-0001", "job-0002"])] == ["job-0000", "job-0002"]
        assert await store.get("job-0001") is None
        assert set(store.unreadable) == {"job-0001", "job-9005"}
        with pytest.raises(Exception, match="task-1") as owned:  # it still owns its task
            await store.add(a_job(7000, task_id="task-1"))
        assert owned.type.__name__ == "TaskOwned"
        assert "job-0001" in await store.ids()
        assert store.replacement is None

    run_in_store(path, story)
