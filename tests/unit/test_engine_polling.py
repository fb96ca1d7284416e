"""Polling of a task that the cloud does not show, of a video without a link, and of failures in between."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.fakes import (
    PENDING,
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
)
from tests.support.jobs import a_job
from wandesk.domain.account import Connection, Secret
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, Remedy, WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.pacing import LINK_WITHIN, OTHER_KEY_RETRY, UNKNOWN_RETRY
from wandesk.domain.progress import Obstacle, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.back_off import SCOUT_EVERY
from wandesk.engine.clock import SystemClock
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.sleep_detection import CHECK_EVERY, watch_for_waking
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
DAY = 24 * 3600.0
UNKNOWN = report(TaskStatus.UNKNOWN)
WITHOUT_ADDRESS = report(TaskStatus.SUCCEEDED)
OTHER = replace(report(TaskStatus.OTHER), status_text="SUSPENDED")

Answer = TaskReport | WanDeskError


@dataclass
class TimedCloud(FakeCloud):
    """Answers by the age of the task in seconds, and notes the times of its polls."""

    clock: FakeClock = field(default_factory=FakeClock)
    answer: Callable[[float], Answer] = lambda _age: PENDING
    asked: list[float] = field(default_factory=list)

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        age = self.clock.time - BEGAN
        self.asked.append(age)
        answer = self.answer(age)
        if isinstance(answer, WanDeskError):
            raise answer
        return replace(answer, task_id=task_id)


BEGAN = FakeClock().time


class Harness:
    """One job at the cloud, in virtual time."""

    def __init__(self, tmp_path: Path, answer: Callable[[float], Answer], **job: object) -> None:
        self.clock = FakeClock()
        self.cloud = TimedCloud(clock=self.clock, answer=answer)
        self.store, self.listener, self.accounts = FakeStore(), FakeListener(), FakeAccounts()
        fields: dict[str, object] = {
            "submitted_at": BEGAN,
            "created_at": BEGAN,
            "task_id": "task-1",
            "account": "singapore/main",
            "endpoint": "https://singapore.example/api/v1",
            "key_fingerprint": Secret("sk-one").fingerprint,
            **job,
        }
        self.store.jobs["job"] = a_job("job", JobStage.WAITING, **fields)
        (tmp_path / "own").mkdir()
        self.ports = Ports(
            cloud=self.cloud,
            accounts=self.accounts,
            store=self.store,
            media=FakeMedia(),
            files=FakeFiles(tmp_path / "own"),
            clock=self.clock,
        )

    @property
    def job(self) -> Job:
        return self.store.jobs["job"]

    @property
    def reasons(self) -> list[WaitReason | None]:
        """The wait reasons of the row, without repetition."""
        seen: list[WaitReason | None] = []
        for each in self.listener.progress:
            if each.job_id == "job" and (not seen or seen[-1] is not each.waits_for):
                seen.append(each.waits_for)
        return seen

    def run(self, is_over: Callable[[], bool], scenario: Callable[[Engine], None] | None = None) -> None:
        async def main() -> None:
            supervisor = Supervisor()
            engine = build_engine(
                catalog=CATALOG, ports=self.ports, supervisor=supervisor, listener=self.listener, rng=lambda: 0.0
            )
            await engine.resume()
            for _ in range(20_000):
                if scenario is not None:
                    scenario(engine)
                if is_over():
                    break
                await asyncio.sleep(0)
            else:
                raise AssertionError((self.job.stage, self.reasons, self.cloud.asked[-5:]))
            await supervisor.close()

        asyncio.run(main())

    def gaps(self, since: float, until: float = 1e9) -> list[float]:
        times = [age for age in self.cloud.asked if since <= age <= until]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.mark.logs("waits: task_not_shown")
def test_a_task_that_the_cloud_does_not_show_yet_is_polled_again_soon(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda age: UNKNOWN if age < 20 else SUCCEEDED)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    assert max(harness.gaps(0)) <= 15.0
    assert WaitReason.NOT_SHOWN not in harness.reasons


@pytest.mark.logs("waits: task_not_shown")
def test_unknown_ends_a_job_only_a_day_after_its_submission_and_after_a_last_poll(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda _age: UNKNOWN)
    harness.run(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.EXPIRED
    assert harness.job.problem is not None
    assert harness.job.problem.sentence == "video_expired_unknown"
    assert DAY < harness.cloud.asked[-1] <= DAY + UNKNOWN_RETRY + 1
    assert set(harness.gaps(90)) == {UNKNOWN_RETRY}
    assert WaitReason.NOT_SHOWN in harness.reasons


@pytest.mark.logs("waits: task_not_shown")
def test_a_finished_video_is_kept_a_day_from_its_end_and_was_billed(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda _age: UNKNOWN, ended_at=BEGAN + 7200)
    harness.store.jobs["job"] = replace(harness.job, stage=JobStage.DOWNLOADING)
    harness.run(lambda: harness.job.stage.is_final)
    assert harness.cloud.asked[-1] > DAY + 7200
    assert harness.job.problem is not None
    assert harness.job.problem.sentence == "video_expired_billed"
    assert {each.kept_until for each in harness.listener.progress if each.kept_until} == {BEGAN + 7200 + DAY}


@pytest.mark.logs("waits: other_key")
def test_another_key_polls_rarely_and_at_each_key_change(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda age: UNKNOWN if harness.accounts.keys["singapore"] == "sk-two" else SUCCEEDED)
    harness.accounts.keys["singapore"] = "sk-two"
    harness.run(lambda: len(harness.cloud.asked) == 4)
    assert set(harness.gaps(1)) == {OTHER_KEY_RETRY}
    assert harness.reasons[-1] is WaitReason.OTHER_KEY
    assert [each for each in harness.listener.progress if each.waits_for][-1].kept_until == BEGAN + DAY

    def put_back(engine: Engine) -> None:
        if harness.accounts.keys["singapore"] == "sk-two":
            harness.accounts.keys["singapore"] = "sk-one"
            engine.check_all()

    harness.run(lambda: harness.job.stage is JobStage.DONE, put_back)


@pytest.mark.logs("waits: other_key")
def test_a_task_unknown_to_another_key_ends_without_a_claim_about_its_bill(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda _age: UNKNOWN)
    harness.accounts.keys["singapore"] = "sk-two"
    harness.run(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.EXPIRED
    assert harness.job.problem is not None
    assert harness.job.problem.sentence == "video_expired_other_key"
    assert DAY < harness.cloud.asked[-1] <= DAY + OTHER_KEY_RETRY + 1


@pytest.mark.logs("waits: ")
def test_another_key_of_the_same_account_polls_the_task(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda age: RUNNING if age < 60 else SUCCEEDED)
    harness.accounts.keys["singapore"] = "sk-two"
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    assert WaitReason.OTHER_KEY not in harness.reasons


@pytest.mark.logs("waits: ")
def test_a_refusal_of_another_key_does_not_end_the_task(tmp_path: Path) -> None:
    refused = CloudRefused("no", sentence=Sentence.CLOUD_REFUSED, code="NeverHeardOf")
    harness = Harness(tmp_path, lambda age: refused if harness.accounts.keys["singapore"] == "sk-two" else SUCCEEDED)
    harness.accounts.keys["singapore"] = "sk-two"
    harness.run(lambda: WaitReason.OTHER_KEY in harness.reasons)


@pytest.mark.logs("waits: video_without_address")
def test_a_video_without_a_link_is_polled_again_then_shown_and_never_fails(tmp_path: Path) -> None:
    harness = Harness(tmp_path, lambda age: WITHOUT_ADDRESS if age < 3 * 3600 else SUCCEEDED)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    assert max(harness.gaps(0, LINK_WITHIN)) <= 15.0
    assert set(harness.gaps(LINK_WITHIN + 60, 3 * 3600)) == {UNKNOWN_RETRY}
    assert WaitReason.NO_ADDRESS in harness.reasons


@pytest.mark.logs("waits: video_without_address")
def test_a_task_of_ours_never_ends_by_results_of_another_kind(tmp_path: Path) -> None:
    odd = replace(WITHOUT_ADDRESS, has_other_results=True)
    harness = Harness(tmp_path, lambda age: odd if age < 3 * 3600 else SUCCEEDED)
    harness.run(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.DONE
    assert WaitReason.NO_ADDRESS in harness.reasons


@pytest.mark.logs("waits: |unknown task status")
def test_unknown_statuses_and_codes_end_nothing(tmp_path: Path) -> None:
    def answer(age: float) -> Answer:
        if age < 100:
            return OTHER
        return CloudRefused("?", code="Brand.New") if age < 300 else SUCCEEDED

    harness = Harness(tmp_path, answer)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    assert WaitReason.CLOUD in harness.reasons


@pytest.mark.logs("waits: ")
@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (KeyRefused(), WaitReason.KEY),
        (CloudUnreachable(), WaitReason.NETWORK),
        (CloudUnreachable(sentence=Sentence.CLOUD_TROUBLE, remedy=Remedy.WAIT), WaitReason.CLOUD),
        (CloudRefused(sentence=Sentence.CLOUD_ARREARS, remedy=Remedy.MONEY, code="Arrearage"), WaitReason.MONEY),
        (CloudRefused(sentence=Sentence.CLOUD_NOT_ACTIVATED, remedy=Remedy.ACCOUNT), WaitReason.KEY),
    ],
)
def test_errors_while_polling_are_retried_and_shown(tmp_path: Path, trouble: WanDeskError, reason: WaitReason) -> None:
    harness = Harness(tmp_path, lambda age: trouble if age < 3600 else SUCCEEDED)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    assert [each for each in harness.reasons if each] == [reason]
    assert max(harness.gaps(60, 3500)) == (SCOUT_EVERY if reason is WaitReason.NETWORK else 60.0)


@pytest.mark.logs("waits: ")
@pytest.mark.parametrize(
    ("trouble", "reason", "is_exact"),
    [
        (CloudUnreachable(sentence=Sentence.CLOUD_PROXY_PASSWORD, remedy=Remedy.PROXY), WaitReason.NETWORK, True),
        (CloudUnreachable(sentence=Sentence.CLOUD_CERTIFICATE), WaitReason.NETWORK, True),
        (CloudUnreachable(sentence=Sentence.CLOUD_HOST_UNKNOWN), WaitReason.NETWORK, True),
        (CloudRefused(sentence=Sentence.CLOUD_NOT_ACTIVATED, remedy=Remedy.ACCOUNT), WaitReason.KEY, True),
        (KeyRefused(sentence=Sentence.CLOUD_WORKSPACE_KEY), WaitReason.KEY, True),
        (CloudRefused(sentence=Sentence.CLOUD_BILL, remedy=Remedy.MONEY), WaitReason.MONEY, True),
        (CloudUnreachable(), WaitReason.NETWORK, False),
        (KeyRefused(), WaitReason.KEY, False),
    ],
)
def test_the_row_shows_the_exact_obstacle(
    tmp_path: Path, trouble: WanDeskError, reason: WaitReason, is_exact: bool
) -> None:
    harness = Harness(tmp_path, lambda age: trouble if age < 600 else SUCCEEDED)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    seen = {(each.waits_for, each.obstacle) for each in harness.listener.progress if each.waits_for}
    assert seen == {(reason, Obstacle(sentence=trouble.sentence, remedy=trouble.remedy) if is_exact else None)}


@pytest.mark.logs("waits: ")
def test_retry_after_is_respected(tmp_path: Path) -> None:
    for number, trouble in enumerate((CloudBusy(retry_after=40.0), CloudUnreachable(retry_after=40.0))):
        folder = tmp_path / str(number)
        folder.mkdir()
        harness = Harness(folder, lambda age, trouble=trouble: trouble if age < 200 else SUCCEEDED)  # type: ignore[misc]
        harness.run(lambda harness=harness: harness.job.stage is JobStage.DONE)  # type: ignore[misc]
        assert set(harness.gaps(0, 200)) == {40.0}


@pytest.mark.logs("waits: ")
def test_a_successful_poll_resets_the_back_off(tmp_path: Path) -> None:
    """Five failures, a success and one failure: the next retry comes at once, not after a minute."""

    def answer(age: float) -> Answer:
        return RUNNING if 60 <= age < 200 else SUCCEEDED if age > 230 else CloudUnreachable()

    harness = Harness(tmp_path, answer)
    harness.run(lambda: harness.job.stage is JobStage.DONE)
    failed = [age for age in harness.cloud.asked if 200 <= age <= 230]
    assert failed[1] - failed[0] == 2.0


@pytest.mark.logs("waits: ")
def test_a_job_that_succeeds_wakes_those_that_wait_for_the_network(tmp_path: Path) -> None:
    """In real time: all jobs wait ten minutes; one that is checked manually succeeds."""
    is_back = False
    harness = Harness(tmp_path, lambda _age: SUCCEEDED if is_back else CloudUnreachable(retry_after=600.0))
    for number in range(4):
        harness.store.jobs[f"job-{number}"] = replace(harness.job, id=f"job-{number}", task_id=f"task-{number}")
    harness.ports = dataclasses.replace(harness.ports, clock=SystemClock())

    async def main() -> None:
        supervisor = Supervisor()
        engine = build_engine(catalog=CATALOG, ports=harness.ports, supervisor=supervisor, listener=harness.listener)
        await engine.resume()
        async with asyncio.timeout(10):
            while len({each.job_id for each in harness.listener.progress if each.waits_for}) < 5:
                engine.check_all()
                await asyncio.sleep(0.01)
        nonlocal is_back
        is_back = True
        engine.jobs.check_again("job")
        async with asyncio.timeout(5):
            while not all(job.stage is JobStage.DONE for job in harness.store.jobs.values()):
                await asyncio.sleep(0.01)
        await supervisor.close()

    asyncio.run(main())


@dataclass
class SleepyClock:
    """Each wait is followed by an entry: (seconds of sleep, seconds by which the clock was set)."""

    happens: list[tuple[float, float]]
    steady: float = 100.0
    wall: float = 5000.0

    def now(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        if not self.happens:
            raise asyncio.CancelledError
        slept, moved = self.happens.pop(0)
        self.steady += within + slept
        self.wall += within + slept + moved
        return False


@pytest.mark.parametrize(
    ("happens", "times"),
    [
        ([(0.0, 0.0)] * 5, 0),
        ([(3.0, 0.5)] * 5, 0),
        ([(0.0, 0.0), (8 * 3600.0, 0.0), (0.0, 0.0)], 1),
        ([(0.0, 3600.0), (0.0, 0.0)], 1),
        ([(0.0, -365 * DAY), (0.0, 0.0)], 1),
        ([(60.0, 0.0), (60.0, 0.0)], 2),
    ],
)
def test_sleep_and_clock_changes_are_detected(happens: list[tuple[float, float]], times: int) -> None:
    woke: list[float] = []
    clock = SleepyClock(list(happens))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(watch_for_waking(clock, lambda: woke.append(clock.steady)))
    assert len(woke) == times
    assert CHECK_EVERY <= 5.0, "waking polls at once"
