"""Supervisor, engine thread, poll schedule, secrets, and the children's environment."""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
from concurrent.futures import CancelledError

import pytest

from tests.support.fakes import FakeClock
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.task import TaskPage
from wandesk.engine.clock import SystemClock
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.thread import EngineThread


@pytest.mark.logs("sawing failed")
def test_a_failed_coroutine_is_reported_with_its_name() -> None:
    async def story() -> list[tuple[str, BaseException]]:
        heard: list[tuple[str, BaseException]] = []
        supervisor = Supervisor(failed=lambda name, error: heard.append((name, error)))

        async def sawing() -> None:
            raise ValueError("blunt")

        running = supervisor.spawn("sawing", sawing())
        await asyncio.wait([running])
        await asyncio.sleep(0)
        assert len(supervisor) == 0
        return heard

    ((name, error),) = asyncio.run(story())
    assert name == "sawing"
    assert isinstance(error, ValueError)


def test_closing_cancels_coroutines_and_starts_no_others() -> None:
    async def story() -> None:
        supervisor = Supervisor()
        forever = supervisor.spawn("waiting", asyncio.Event().wait())
        await asyncio.sleep(0)
        await supervisor.close()
        assert forever.cancelled()
        with pytest.raises(asyncio.CancelledError):
            supervisor.spawn("late", asyncio.sleep(0))

    asyncio.run(story())


def test_the_engine_thread_answers_other_threads() -> None:
    engine = EngineThread()
    engine.start()

    async def where() -> str:
        return threading.current_thread().name

    async def wrong() -> None:
        raise KeyError("no")

    try:
        assert engine.run("where", where()).result(5) == "engine"
        with pytest.raises(KeyError):
            engine.run("wrong", wrong()).result(5)
    finally:
        assert engine.stop(2.0)


def test_cancelling_a_future_does_not_cancel_the_engines_work() -> None:
    engine = EngineThread()
    engine.start()
    started, go_on, done = threading.Event(), threading.Event(), threading.Event()

    async def working() -> None:
        started.set()
        while not go_on.is_set():
            await asyncio.sleep(0.001)
        done.set()

    try:
        answer = engine.run("working", working())
        assert started.wait(5)
        answer.cancel()
        go_on.set()
        assert done.wait(5)
    finally:
        assert engine.stop(2.0)


def test_a_stopped_engine_thread_refuses() -> None:
    engine = EngineThread()
    engine.start()
    assert engine.stop(2.0)
    with pytest.raises((RuntimeError, CancelledError)):
        engine.run("late", asyncio.sleep(0)).result(5)


def test_ports_are_closed_after_the_work_that_uses_them() -> None:
    engine = EngineThread()
    engine.start()
    order: list[str] = []
    running = threading.Event()

    async def working() -> None:
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            order.append("work ended")

    async def close_parts() -> None:
        await asyncio.to_thread(order.append, "parts closed")

    engine.run("working", working())
    assert running.wait(5)
    assert engine.stop(2.0, close_parts)
    assert order == ["work ended", "parts closed"]


@pytest.mark.logs("closing failed")
def test_a_port_that_fails_to_close_does_not_stop_the_end() -> None:
    engine = EngineThread()
    engine.start()

    async def close_parts() -> None:
        raise OSError("stuck")

    assert engine.stop(2.0, close_parts)


def test_a_hanging_thread_is_reported_and_not_awaited() -> None:
    engine = EngineThread()
    engine.start()
    go_on, busy = threading.Event(), threading.Event()

    def hang() -> None:
        busy.set()
        go_on.wait(20)

    engine.run("hanging", asyncio.to_thread(hang))
    assert busy.wait(5)
    begun = time.monotonic()
    assert not engine.stop(0.3)
    assert time.monotonic() - begun < 1.5
    go_on.set()


def test_an_engine_that_never_started_ends() -> None:
    assert EngineThread().stop(1.0)


async def _no_list(account: AccountRef, page: int, size: int) -> TaskPage:
    raise AssertionError(f"{account} {page} {size}")


def _no_spawn(name: str, coro: object) -> None:
    raise AssertionError(name)


def test_a_woken_job_stops_waiting() -> None:
    async def story() -> None:
        clock = FakeClock()
        watch = PollSchedule(clock, read_list=_no_list, spawn=_no_spawn)
        before = clock.now()
        waiting = asyncio.gather(watch.wait("a", 1000.0), _wake(watch))
        await waiting
        assert clock.now() == before
        await watch.wait("a", 7.0)
        assert clock.now() == before + 7.0

    async def _wake(watch: PollSchedule) -> None:
        watch.wake("a")

    asyncio.run(story())


def test_the_system_clock_waits_for_the_event_or_the_time() -> None:
    async def story() -> None:
        clock, woken = SystemClock(), asyncio.Event()
        assert not await clock.wait(woken, 0.01)
        woken.set()
        assert await clock.wait(woken, 10.0)
        assert abs(clock.now() - time.time()) < 5

    asyncio.run(story())


def test_a_secret_is_hidden_in_text_and_cannot_be_pickled() -> None:
    secret = Secret("  sk-canary-123456\n")
    connection = Connection(account="a", region="r", base_url="https://x", secret=secret, has_uploads=True)
    for text in (repr(secret), str(secret), f"{secret}", repr(connection), str({"key": secret})):
        assert "canary" not in text
    assert secret.reveal() == "sk-canary-123456"
    assert "canary" not in secret.fingerprint
    with pytest.raises(TypeError):
        pickle.dumps(secret)
