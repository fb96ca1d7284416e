"""Uncertain jobs on fakes: one list for all, another key proves nothing, a list that becomes unavailable."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import (
    RUNNING,
    SUCCEEDED,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeFiles,
    FakeListener,
    FakeMedia,
    FakeStore,
    report,
    until,
)
from tests.support.jobs import a_job, a_problem
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import CloudUnreachable, ListUnreadable, TaskOwned, WanDeskError
from wandesk.domain.job import Job, JobProblem, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import SearchUpdated, TaskAdopted, TaskCreated
from wandesk.domain.progress import WaitReason
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskOwner, TaskPage, TaskReport, TaskRow, TaskStatus
from wandesk.engine.adoption import Adoption
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.moved_hosts import MovedHosts
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Ports, no_failpoint
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.task_previews import TaskPreviews
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
START = FakeClock().time
FINGERPRINT = Secret("sk-one").fingerprint
ACCOUNT = AccountRef("singapore", "singapore/main", None)
PROMPT = a_job().request.prompt


def a_row(task_id: str = "t1", status: TaskStatus = TaskStatus.SUCCEEDED, **changes: Any) -> TaskRow:
    fields: dict[str, Any] = {"model_id": "wan2.5-i2v-preview", "api_key_id": "42677", "created_at": START + 1}
    return TaskRow(task_id=task_id, status=status, status_text=status.value, **{**fields, **changes})


def a_page(*rows: TaskRow, pages: int = 1) -> TaskPage:
    return TaskPage(rows=rows, pages=pages)


def uncertain(job_id: str = "job", **changes: Any) -> Job:
    fields: dict[str, Any] = {
        "created_at": START - 5,
        "submitted_at": START,
        "stage_since": START + 2,
        "clock_offset": 0.0,
        "account": "singapore/main",
        "key_fingerprint": FINGERPRINT,
        "problem": a_problem(Sentence.REQUEST_UNCERTAIN, request_id="", code="", message=""),
        **changes,
    }
    return a_job(job_id, JobStage.UNCERTAIN, **fields)


def unanswered(sentence: Sentence = Sentence.REQUEST_UNCERTAIN, *, request_id: str) -> JobProblem:
    return JobProblem(sentence=sentence, request_id=request_id)


@dataclass
class ListCloud(FakeCloud):
    """`listed(now)` gives the list's page; counts the pages that were read."""

    listed: Callable[[float], TaskPage | WanDeskError] = lambda _now: a_page()
    by_task: dict[str, TaskReport] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    pages_read: int = 0

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        self.pages_read += 1
        await asyncio.sleep(0)
        answer = self.listed(self.clock.time)
        if isinstance(answer, WanDeskError):
            raise answer
        return answer

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        self.looks += 1
        return replace(self.by_task.get(task_id, report(TaskStatus.UNKNOWN)), task_id=task_id)


@dataclass
class Harness:
    tmp_path: Path
    jobs: list[Job]
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeStore = field(default_factory=FakeStore)
    listener: FakeListener = field(default_factory=FakeListener)
    media: FakeMedia = field(default_factory=FakeMedia)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)
    cloud_time: CloudTime | None = None

    def __post_init__(self) -> None:
        self.cloud = ListCloud(clock=self.clock)
        self.store.jobs = {job.id: job for job in self.jobs}

    def run(
        self, condition: Callable[[], object], *, after_resume: Callable[[Engine], Awaitable[None]] | None = None
    ) -> None:
        async def scenario() -> None:
            supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
            ports = Ports(
                cloud=self.cloud,
                accounts=FakeAccounts(),
                store=self.store,
                media=self.media,
                files=FakeFiles(self.tmp_path),
                clock=self.clock,
            )
            engine = build_engine(
                catalog=CATALOG,
                ports=ports,
                supervisor=supervisor,
                listener=self.listener,
                cloud_time=self.cloud_time,
            )
            self.engine = engine
            await engine.resume()
            if after_resume is not None:
                await after_resume(engine)
            await until(condition, turns=20_000)
            await supervisor.close()

        asyncio.run(scenario())
        assert not self.failures
        assert not self.cloud.ordered

    def job(self, job_id: str = "job") -> Job:
        return self.store.jobs[job_id]

    def ended(self) -> bool:
        return all(job.stage.is_final for job in self.store.jobs.values())


def test_a_job_whose_task_is_never_listed_ends_after_24_hours_and_few_readings(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain()])
    harness.run(harness.ended)
    assert harness.job().stage is JobStage.EXPIRED
    assert harness.job().problem == a_problem(Sentence.TASK_NEVER_SHOWN, request_id="", code="", message="")
    assert 24 * 3600 <= harness.clock.time - START <= 25 * 3600 + 60
    assert harness.cloud.pages_read < 50


@pytest.mark.logs("waits")
def test_a_job_closed_before_the_first_reading_is_searched_for_in_the_clouds_time(tmp_path: Path) -> None:
    """The row alone has the local clock's times, which may be wrong by any amount."""
    cloud_ahead = 7200.0
    clock = FakeClock()
    harness = Harness(
        tmp_path,
        [uncertain(clock_offset=cloud_ahead, problem=a_problem(Sentence.REQUEST_UNCERTAIN, request_id="r-1"))],
        clock=clock,
        cloud_time=CloudTime(clock),
    )
    assert harness.cloud_time is not None
    harness.cloud_time.update("singapore", clock.time + cloud_ahead)
    row = a_row(created_at=START + cloud_ahead + 1, request_id="")
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.cloud.listed = lambda _now: a_page(row) if harness.job().stage.is_final else CloudUnreachable()

    async def close(engine: Engine) -> None:
        await engine.uncertain.close("job")

    harness.run(lambda: "job-found" in harness.store.jobs, after_resume=close)
    assert harness.job("job-found").task_id == "t1"


def test_without_the_row_of_our_request_id_it_fails_free_of_charge_after_3_minutes(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain(problem=unanswered(request_id="r-1"))])
    harness.cloud.listed = lambda _now: a_page(a_row(request_id="r-2"))
    harness.run(harness.ended)
    assert harness.job().stage is JobStage.FAILED
    assert harness.job().problem == unanswered(Sentence.REQUEST_NOT_RECEIVED, request_id="r-1")
    assert 180 <= harness.clock.time - START <= 240


def test_a_server_error_without_its_row_ends_in_minutes_with_what_the_cloud_reported(tmp_path: Path) -> None:
    reported = JobProblem(
        sentence=Sentence.CLOUD_TROUBLE, code="InternalError", message="An internal error.", request_id="r-1"
    )
    harness = Harness(tmp_path, [uncertain(problem=reported)])
    harness.cloud.listed = lambda _now: a_page(a_row(request_id="r-2"))
    harness.run(harness.ended)
    assert (harness.job().stage, harness.job().problem) == (JobStage.FAILED, reported)
    assert 180 <= harness.clock.time - START <= 240


def test_a_job_that_failed_says_no_more_that_it_is_uncertain(tmp_path: Path) -> None:
    """An earlier version stored the cloud's code without a sentence for it."""
    reported = JobProblem(sentence=Sentence.REQUEST_UNCERTAIN, code="NewError", message="Oh.", request_id="r-1")
    harness = Harness(tmp_path, [uncertain(problem=reported)])
    harness.cloud.listed = lambda _now: a_page(a_row(request_id="r-2"))
    harness.run(harness.ended)
    problem = harness.job().problem
    assert harness.job().stage is JobStage.FAILED
    assert problem is not None
    assert (problem.sentence, problem.code) == (Sentence.REQUEST_NOT_RECEIVED, "NewError")


def test_a_server_error_that_took_effect_is_adopted_by_its_request_id(tmp_path: Path) -> None:
    reported = JobProblem(sentence=Sentence.CLOUD_TROUBLE, code="InternalError", request_id="r-1")
    harness = Harness(tmp_path, [uncertain(problem=reported)])
    harness.cloud.listed = lambda _now: a_page(a_row(request_id="r-1", status=TaskStatus.RUNNING))
    harness.cloud.by_task = {"t1": RUNNING}
    harness.run(lambda: harness.job().stage is JobStage.GENERATING)
    assert harness.job().task_id == "t1"
    assert harness.job().problem is None
    assert harness.clock.time - START < 30


def test_the_absence_of_a_gateways_id_proves_nothing(tmp_path: Path) -> None:
    reported = JobProblem(sentence=Sentence.CLOUD_TROUBLE, code="Oops", request_id="r-1", has_proven_id=False)
    harness = Harness(tmp_path, [uncertain(problem=reported)])
    harness.cloud.listed = lambda _now: a_page()
    harness.run(lambda: harness.clock.time - START > 3600)
    assert harness.job().stage is JobStage.UNCERTAIN


@pytest.mark.logs("other_key")
def test_a_list_read_with_another_key_proves_nothing(tmp_path: Path) -> None:
    harness = Harness(
        tmp_path,
        [uncertain(key_fingerprint="f" * 12, problem=a_problem(Sentence.REQUEST_UNCERTAIN, request_id="r-1"))],
    )
    harness.run(harness.ended)
    assert harness.job().stage is JobStage.EXPIRED
    assert {each.waits_for for each in harness.listener.progress} >= {WaitReason.OTHER_KEY}


def test_without_the_list_the_tasks_of_the_last_reading_are_read_one_by_one(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain()])

    def listed(now: float) -> TaskPage | WanDeskError:
        if now < START + 150:
            return a_page(a_row(status=TaskStatus.RUNNING))
        return ListUnreadable("a page in its place")

    harness.cloud.listed = listed
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.run(harness.ended)
    assert (harness.job().stage, harness.job().task_id) == (JobStage.DONE, "t1")


@pytest.mark.logs("waits")
def test_a_list_that_is_never_available_leaves_the_job_uncertain(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain()])
    harness.cloud.listed = lambda _now: ListUnreadable("down")
    harness.run(lambda: harness.clock.time > START + 100_000)
    assert harness.job().stage is JobStage.UNCERTAIN
    assert {each.waits_for for each in harness.listener.progress} == {WaitReason.LIST}


def test_a_task_that_another_job_adopts_first_is_not_adopted_twice(tmp_path: Path) -> None:
    @dataclass
    class Unique(FakeStore):
        refused: int = 0

        async def save(self, job: Job, event: Any) -> None:
            if isinstance(event, TaskAdopted) and not self.refused:
                self.refused += 1
                raise TaskOwned(job.id, values={"task_id": event.task_id})
            await super().save(job, event)

    harness = Harness(tmp_path, [uncertain()], store=Unique())
    harness.cloud.listed = lambda _now: a_page(a_row())
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.run(harness.ended)
    assert harness.store.refused == 1  # type: ignore[attr-defined]
    assert harness.job().stage is JobStage.DONE


def test_a_task_ruled_out_while_it_is_inspected_is_not_adopted(tmp_path: Path) -> None:
    """The inspection started with an older Uncertainty than the user's decision."""

    class Slow(ListCloud):
        async def task(self, connection: Connection, task_id: str) -> TaskReport:
            await harness.engine.uncertain.rule_out("job", ["t1"])
            return await super().task(connection, task_id)

    harness = Harness(tmp_path, [uncertain()])
    harness.cloud = Slow(clock=harness.clock)
    harness.cloud.listed = lambda _now: a_page(a_row())
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}

    def uncertainty() -> Uncertainty:
        found = harness.job().uncertainty
        return found or Uncertainty(begun_at=0.0, ended_at=0.0)

    harness.run(lambda: uncertainty().search_state is SearchState.NOT_SHOWN)
    assert uncertainty().ruled_out == ("t1",)
    assert harness.job().stage is JobStage.UNCERTAIN


def test_a_task_that_is_being_adopted_is_not_ruled_out(tmp_path: Path) -> None:
    """Without the lock the job gets a task that the user has ruled out, and forgets that."""

    class DecidingStore(FakeStore):
        """The user decides between the last reading of the list and its result."""

        async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
            if harness.clock.time >= START + 2 + SearchTiming().list_delay:
                questions.append(list(task_ids))
                if len(questions) == 2:  # the first comes from reading the list, before the search judges it
                    decisions.append(asyncio.gather(harness.engine.uncertain.rule_out("job", ["t1"])))
                    for _ in range(50):
                        await asyncio.sleep(0)
            return await super().owners(task_ids)

    questions: list[list[str]] = []
    decisions: list[asyncio.Future[Any]] = []
    harness = Harness(tmp_path, [uncertain()], store=DecidingStore())
    harness.cloud.listed = lambda _now: a_page(a_row())
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.run(lambda: harness.ended() and decisions and decisions[0].done())
    assert harness.job().task_id == "t1"
    noted = [event.uncertainty for _, event in harness.store.kept if isinstance(event, SearchUpdated)]
    assert all(not each.ruled_out for each in noted)


@pytest.mark.parametrize(("sent", "listed"), [("", "-2026-04-25"), ("-2026-04-25", "")])
def test_a_task_is_found_under_every_id_of_its_model(tmp_path: Path, sent: str, listed: str) -> None:
    job = uncertain(model="wan2.7-i2v", model_id=f"wan2.7-i2v{sent}", resolution="720P")
    harness = Harness(tmp_path, [job])
    harness.cloud.listed = lambda _now: a_page(a_row(model_id=f"wan2.7-i2v{listed}"))
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}

    def found() -> str | None:
        job, known = harness.job(), harness.job().uncertainty
        return job.task_id or (known.candidates[0] if known is not None and known.candidates else None)

    harness.run(found)
    assert found() == "t1"


@pytest.mark.logs("waits")
def test_two_jobs_do_not_get_the_same_task(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain("a"), uncertain("b")])
    harness.cloud.listed = lambda _now: ListUnreadable("down")
    answers: list[BaseException | None] = []

    async def choose(engine: Engine) -> None:
        both = (engine.uncertain.choose(job_id, "t1") for job_id in ("a", "b"))
        answers.extend(await asyncio.gather(*both, return_exceptions=True))

    harness.run(lambda: answers, after_resume=choose)
    assert answers[0] is None
    assert isinstance(answers[1], TaskOwned)
    assert [harness.job(job_id).task_id for job_id in ("a", "b")] == ["t1", None]


def test_a_task_that_a_job_gets_after_the_store_was_read_is_owned(tmp_path: Path) -> None:
    """A create request may be answered at any moment: it doesn't wait for the searches."""

    async def scenario() -> None:
        store = FakeStore()
        open_jobs = OpenJobs(store, FakeListener())
        previews = TaskPreviews(cloud=FakeCloud(), media=FakeMedia(), files=FakeFiles(tmp_path))
        adoption = Adoption(
            catalog=CATALOG,
            store=store,
            previews=previews,
            open_jobs=open_jobs,
            clock=FakeClock(),
            cloud_time=CloudTime(FakeClock()),
            failpoint=no_failpoint,
        )
        await open_jobs.add(a_job("sent", JobStage.SUBMITTING))
        stored = await adoption.stored_owners(["t1"])
        await open_jobs.record("sent", TaskCreated(at=START, task_id="t1", request_id="r-1", clock_offset=None))
        assert adoption.owned(stored) == {"t1"}

    asyncio.run(scenario())


def test_a_row_of_a_damaged_store_finds_its_task_however_late_it_was_sent(tmp_path: Path) -> None:
    """When it was sent is unknown: it may have waited in the queue for hours."""
    job = uncertain(submitted_at=START - 20_000, account=None, key_fingerprint=None, clock_offset=None)
    harness = Harness(tmp_path, [replace(job, stage_since=START - 20_000)])
    harness.cloud.listed = lambda _now: a_page(a_row(created_at=START - 300))
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.run(harness.ended)
    assert (harness.job().stage, harness.job().task_id) == (JobStage.DONE, "t1")


def test_after_a_crash_the_window_does_not_reach_to_the_restart(tmp_path: Path) -> None:
    harness = Harness(tmp_path, [uncertain(submitted_at=START - 20_000, stage_since=START)])
    harness.cloud.listed = lambda _now: a_page(a_row(created_at=START - 300))
    harness.cloud.by_task = {"t1": replace(SUCCEEDED, original_prompt=PROMPT)}
    harness.run(harness.ended)
    assert harness.job().stage is JobStage.EXPIRED


# ---------------------------------------------------------------- the list


def lists(cloud: ListCloud, store: FakeStore | None = None) -> TaskLists:
    return TaskLists(
        cloud=cloud,
        hosts=MovedHosts(FakeAccounts()),
        store=store or FakeStore(),
        clock=cloud.clock,
        cloud_time=CloudTime(cloud.clock),
    )


def paged(*pages: TaskPage) -> ListCloud:
    cloud = ListCloud()
    answers = list(pages)

    async def tasks(connection: Connection, page: int, size: int) -> TaskPage:
        cloud.pages_read += 1
        await asyncio.sleep(0)
        return answers[page - 1]

    cloud.tasks = tasks  # type: ignore[method-assign]
    return cloud


def test_simultaneous_callers_read_the_list_once() -> None:
    cloud = paged(a_page(a_row("t1", created_at=100.0), pages=3), a_page(a_row("t2", created_at=50.0), pages=3))

    async def scenario() -> None:
        reader = lists(cloud)
        found = await asyncio.gather(*(reader.read(ACCOUNT, 90.0 - number) for number in range(20)))
        assert {each.back_to for each in found} == {50.0}

    asyncio.run(scenario())
    assert cloud.pages_read == 2


def test_a_reading_ends_with_the_window_or_with_the_list() -> None:
    rows = [a_page(a_row(f"t{number}", created_at=100.0 - number), pages=4) for number in range(1, 5)]

    async def read(back_to: float | None) -> tuple[int, float | None]:
        cloud = paged(*rows)
        found = await lists(cloud).read(ACCOUNT, back_to)
        return cloud.pages_read, found.back_to

    assert asyncio.run(read(98.5)) == (2, 98.0)
    assert asyncio.run(read(98.0)) == (3, 97.0)
    assert asyncio.run(read(10.0)) == (4, None)
    assert asyncio.run(read(None)) == (4, None)


@pytest.mark.parametrize(
    ("times", "pages"),
    [
        ([(10.0, 50.0), (100.0, 200.0), (300.0, 400.0)], 3),  # oldest first
        ([(200.0, 100.0), (150.0, 20.0), (400.0, 300.0)], 3),  # sorted by something else, visible on the second page
        ([(400.0, 404.0), (300.0, 80.0), (70.0, 60.0)], 2),  # newest first except for tasks of one moment
    ],
)
def test_a_list_in_another_order_is_read_to_its_end(times: list[tuple[float, float]], pages: int) -> None:
    """Otherwise a paid task at the end would count as absent, and its job as not charged."""
    rows = [a_page(*(a_row(f"t{at}", created_at=at) for at in each), pages=3) for number, each in enumerate(times, 1)]
    cloud = paged(*rows)
    found = asyncio.run(lists(cloud).read(ACCOUNT, 90.0))
    assert (cloud.pages_read, found.back_to is None) == (pages, pages == 3)


def test_a_list_without_times_and_end_proves_nothing() -> None:
    cloud = ListCloud()
    cloud.listed = lambda _now: TaskPage(rows=(a_row(created_at=None),))
    found = asyncio.run(lists(cloud).read(ACCOUNT, 90.0))
    assert found.back_to == math.inf


def test_a_key_id_is_learned_only_from_a_task_created_by_us() -> None:
    named = uncertain("named", task_id="t1")
    imported = replace(uncertain("imported", task_id="t2"), request=replace(named.request, first_frame=None))
    cloud = paged(a_page(a_row("t2", api_key_id="1"), a_row("t1", api_key_id="42677"), a_row("t3", api_key_id="3")))

    async def scenario(*jobs: Job) -> str | None:
        store = FakeStore(jobs={job.id: job for job in jobs})
        reader = lists(cloud, store)
        await reader.read(ACCOUNT, None)
        assert store.key_ids == ({("singapore/main", FINGERPRINT): "42677"} if named in jobs else {})
        return await reader.key_id("singapore/main", FINGERPRINT)

    assert asyncio.run(scenario(imported)) is None
    assert asyncio.run(scenario(imported, named)) == "42677"
