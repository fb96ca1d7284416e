"""The Practice child dies: rows say so at once, and it is restarted at once, but never in a busy loop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.fakes import (
    PENDING,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeFiles,
    FakeListener,
    FakeMedia,
    FakeStore,
)
from tests.support.jobs import a_job
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import CloudUnreachable, PracticeFailed
from wandesk.domain.job import JobStage
from wandesk.domain.progress import WaitReason
from wandesk.domain.task import TaskReport
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Clock, Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import HEALTHY_AFTER, KEY_NAME, Practice
from wandesk.settings.catalogue import load_catalogue

NOTES = """import json, os, pathlib, sys
with pathlib.Path(sys.argv[1]).open("a") as starts:
    starts.write(f"{os.getpid()}\\n")
"""
SAYS_NOTHING = f"{NOTES}sys.stdin.read()"
ENDS = f"""{NOTES}
print(json.dumps(dict(base_url="http://127.0.0.1:9")), flush=True)
"""
"""A child that dies as soon as it has reported its address."""
STAYS = f"{ENDS}sys.stdin.read()"
"""A child that ends when its stdin closes, as the real one."""
LEAVES_ITS_OUTPUT_OPEN = f"""{NOTES}
import subprocess
if pathlib.Path(sys.argv[1]).read_text().count(chr(10)) == 1:
    holder = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path(sys.argv[1]).with_name("holder").write_text(str(holder.pid))
print(json.dumps(dict(base_url="http://127.0.0.1:9")), flush=True)
sys.stdin.read()
"""
"""The first start passes its stdout on to a process that outlives it."""
BEGAN = FakeClock().time


class FrozenClock(FakeClock):
    """A clock whose time a test moves. A wait ends only when it is woken."""

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        del within
        return await woken.wait()


class ClockBesideChild(FakeClock):
    """Virtual time that passes while no child runs, because children die in real time."""

    practice: Practice

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        await until(lambda: self.practice.pid is None)
        return await super().wait(woken, within)


class PracticeCloud(FakeCloud):
    """A cloud that answers for Practice only while its child runs."""

    practice: Practice
    after_answer: Callable[[], Awaitable[None]] | None = None

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        if connection.region == "practice" and self.practice.pid is None:
            raise CloudUnreachable("no server")
        answer = await super().task(connection, task_id)
        if self.after_answer is not None:
            after, self.after_answer = self.after_answer, None
            await after()
        return answer


class Harness:
    """Two jobs in Practice and one in a real region, with a real but minimal child."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.practice = Practice(folder, FakeAccounts(), clock=clock)
        self.cloud = PracticeCloud(reports=[PENDING])
        self.cloud.practice = self.practice
        self.store, self.listener = FakeStore(), FakeListener()
        for job_id, region, stage in (
            ("waiting", "practice", JobStage.WAITING),
            ("generating", "practice", JobStage.GENERATING),
            ("elsewhere", "singapore", JobStage.WAITING),
        ):
            self.store.jobs[job_id] = a_job(
                job_id,
                stage,
                region=region,
                submitted_at=BEGAN,
                created_at=BEGAN,
                task_id=f"task of {job_id}",
                account=f"{region}/main",
                endpoint="http://127.0.0.1:9",
                key_fingerprint=Secret("sk-one").fingerprint if region == "singapore" else Secret(KEY_NAME).fingerprint,
            )
        (folder / "own").mkdir()
        self.ports = Ports(
            cloud=self.cloud,
            accounts=self.practice,
            store=self.store,
            media=FakeMedia(),
            files=FakeFiles(folder / "own"),
            clock=clock,
        )

    def reasons(self, job_id: str) -> list[WaitReason | None]:
        """The wait reasons of the row, without repetition."""
        seen: list[WaitReason | None] = []
        for each in self.listener.progress:
            if each.job_id == job_id and (not seen or seen[-1] is not each.waits_for):
                seen.append(each.waits_for)
        return seen

    def is_polled(self, job_id: str) -> bool:
        """The job waits for its next poll: the last report before that wait is the usual time."""
        return any(each.job_id == job_id and each.usual_seconds is not None for each in self.listener.progress)

    def run(self, story: Callable[[Engine], Awaitable[None]]) -> None:
        async def main() -> None:
            supervisor = Supervisor()
            engine = build_engine(
                catalog=load_catalogue(),
                ports=self.ports,
                supervisor=supervisor,
                listener=self.listener,
                rng=lambda: 0.0,
            )
            supervisor.spawn("Practice", self.practice.watch(engine.practice_ended, engine.practice_may_start))
            try:
                await engine.resume()
                await story(engine)
            finally:
                await supervisor.close()
                await self.practice.close()

        asyncio.run(main())


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.002)


class Starts:
    """Replaces the child with a piece of Python and counts its starts."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        self._notes = folder / "starts"
        monkeypatch.setattr("wandesk.practice.child_command", lambda *_: [sys.executable, "-c", what, str(self._notes)])

    def __len__(self) -> int:
        return self._notes.read_text().count("\n") if self._notes.exists() else 0

    @property
    def pid(self) -> int:
        """The ID of the child that was started last."""
        return int(self._notes.read_text().split()[-1])


async def kill(practice: Practice) -> int:
    """Kill the child from outside. Returns its ID, once it has ended."""
    pid = practice.pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    await until(lambda: practice.pid != pid)
    return pid


@pytest.mark.logs("Practice ended with code")
def test_rows_wait_and_the_child_is_restarted_although_no_poll_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = Starts(tmp_path, monkeypatch, STAYS)
    harness = Harness(tmp_path, FrozenClock())
    followed = ("waiting", "generating")

    async def story(_engine: Engine) -> None:
        await until(lambda: all(harness.is_polled(job_id) for job_id in followed))
        await harness.practice.connect(AccountRef("practice"))
        pid = await kill(harness.practice)
        await until(lambda: all(harness.reasons(job_id) == [None, WaitReason.PRACTICE, None] for job_id in followed))
        assert harness.practice.pid not in (None, pid)

    harness.run(story)
    assert len(starts) == 2
    assert set(harness.reasons("elsewhere")) == {None}


@pytest.mark.logs("Practice ended with code")
def test_late_answer_of_the_dead_child_clears_the_reason_only_briefly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Starts(tmp_path, monkeypatch, STAYS)
    harness = Harness(tmp_path, FrozenClock())
    del harness.store.jobs["generating"]

    async def die() -> None:
        await kill(harness.practice)
        await until(lambda: WaitReason.PRACTICE in harness.reasons("waiting"))

    async def story(engine: Engine) -> None:
        await until(lambda: harness.is_polled("waiting"))
        harness.cloud.after_answer = die
        engine.jobs.check_again("waiting")
        await until(lambda: harness.reasons("waiting") == [None, *2 * (WaitReason.PRACTICE, None)])

    harness.run(story)


@pytest.mark.logs("Practice ended with code|waits: ")
def test_child_that_dies_repeatedly_is_restarted_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = Starts(tmp_path, monkeypatch, ENDS)
    clock = ClockBesideChild()
    harness = Harness(tmp_path, clock)
    clock.practice = harness.practice
    harness.cloud.reports = [CloudUnreachable("no server")]
    del harness.store.jobs["elsewhere"]
    minutes = 10
    rests = (0, 2, 4, 8, 16, 32)
    most = 2 + len(rests) + minutes

    async def story(_engine: Engine) -> None:
        await until(lambda: clock.time - BEGAN > minutes * 60 or len(starts) > most)

    harness.run(story)
    assert len(rests) <= len(starts) <= most
    for job_id in ("waiting", "generating"):
        assert harness.reasons(job_id) == [None, WaitReason.PRACTICE], "no report that it continues before it does"


def test_closing_during_a_start_leaves_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = Starts(tmp_path, monkeypatch, SAYS_NOTHING)
    practice = Practice(tmp_path, FakeAccounts(), clock=FakeClock())

    async def story() -> None:
        supervisor = Supervisor()
        starting = supervisor.spawn("connect", practice.connect(AccountRef("practice")))
        await until(lambda: len(starts) == 1)
        await supervisor.close()
        assert starting.cancelled()
        with pytest.raises(ProcessLookupError):
            os.kill(starts.pid, 0)

    asyncio.run(story())


def test_restart_delays_grow_until_a_child_has_run_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = Starts(tmp_path, monkeypatch, STAYS)
    clock = FakeClock()
    practice = Practice(tmp_path, FakeAccounts(), clock=clock)

    async def refused() -> bool:
        try:
            await practice.connect(AccountRef("practice"))
        except PracticeFailed:
            return True
        await kill(practice)
        return False

    async def story() -> None:
        assert not await refused()
        for rest in (0.0, 2.0, 4.0, 8.0):
            clock.time += rest
            assert not await refused(), rest
            assert await refused(), rest
        clock.time += 16.0 + HEALTHY_AFTER
        assert not await refused()
        assert not await refused(), "immediately, as at first"
        await practice.close()

    asyncio.run(story())
    assert len(starts) == 7


@pytest.mark.logs("Practice ended with code")
def test_late_notice_of_an_end_does_not_affect_the_next_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """asyncio reports an end only when every pipe is closed. The next child may be started before that."""
    Starts(tmp_path, monkeypatch, LEAVES_ITS_OUTPUT_OPEN)
    practice = Practice(tmp_path, FakeAccounts(), clock=FrozenClock())
    calls: list[str] = []

    async def story() -> None:
        supervisor = Supervisor()
        watching = practice.watch(lambda: calls.append("ended"), lambda: calls.append("may start"))
        supervisor.spawn("Practice", watching)
        await practice.connect(AccountRef("practice"))
        await kill(practice)
        await practice.connect(AccountRef("practice"))
        assert calls == ["ended"], "reported by the start of the second child"
        os.kill(int((tmp_path / "holder").read_text()), signal.SIGTERM)
        await until(lambda: "may start" in calls)
        await supervisor.close()
        await practice.close()

    asyncio.run(story())
    assert calls == ["ended", "may start"]


@pytest.mark.logs("Practice ended with code")
def test_child_that_we_ended_did_not_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Starts(tmp_path, monkeypatch, STAYS)
    practice = Practice(tmp_path, FakeAccounts(), clock=FrozenClock())
    calls: list[str] = []

    async def story() -> None:
        supervisor = Supervisor()
        watching = practice.watch(lambda: calls.append("ended"), lambda: calls.append("may start"))
        supervisor.spawn("Practice", watching)
        await practice.connect(AccountRef("practice"))
        await asyncio.sleep(0)  # it is being watched
        await practice.close()
        await practice.connect(AccountRef("practice"))
        await kill(practice)
        await until(lambda: calls)
        await supervisor.close()
        await practice.close()

    asyncio.run(story())
    # "may start" would start the child again while the program closes. It follows a death after a pause, which this
    # clock never ends.
    assert calls == ["ended"], "only the second child died"


def test_no_folder_is_created_where_the_profile_is_away(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "drive" / "profile" / "practice", FakeAccounts(), clock=FakeClock())
    with pytest.raises(PracticeFailed):
        asyncio.run(practice.connect(AccountRef("practice")))
    assert not (tmp_path / "drive").exists()
