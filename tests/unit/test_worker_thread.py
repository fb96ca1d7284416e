"""A thread that performs blocking calls one at a time and answers the coroutines that asked."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from wandesk.worker_thread import ThreadStopped, WorkerThread

NAME = "worker under test"


@pytest.fixture
def worker() -> Iterator[WorkerThread]:
    worker = WorkerThread(NAME)
    yield worker
    worker.stop()
    assert asyncio.run(worker.join(20))


def test_calls_run_in_their_order_on_one_thread(worker: WorkerThread) -> None:
    done: list[tuple[int, str]] = []

    def note(number: int) -> int:
        done.append((number, threading.current_thread().name))
        return number

    async def story() -> None:
        numbers = await asyncio.gather(*(worker.call(lambda n=n: note(n)) for n in range(5)))  # type: ignore[misc]
        assert numbers == [0, 1, 2, 3, 4]

    assert NAME not in {each.name for each in threading.enumerate()}, "it starts with its first call"
    asyncio.run(story())
    assert done == [(number, NAME) for number in range(5)]
    assert worker.busy_seconds is None


def test_error_is_raised_to_its_caller(worker: WorkerThread) -> None:
    async def story() -> None:
        with pytest.raises(ZeroDivisionError):
            await worker.call(lambda: 1 / 0)
        assert await worker.call(lambda: 2) == 2

    asyncio.run(story())


@pytest.mark.logs("nothing waits for failed")
def test_posted_work_is_not_waited_for_and_keeps_the_order(
    worker: WorkerThread, caplog: pytest.LogCaptureFixture
) -> None:
    may_end = threading.Event()
    done: list[int] = []
    worker.post(may_end.wait)
    worker.post(lambda: 1 / 0)
    worker.post(lambda: done.append(1))
    assert done == []
    may_end.set()
    asyncio.run(worker.call(lambda: done.append(2)))
    assert done == [1, 2]
    assert [type(record.exc_info[1]) for record in caplog.records if record.exc_info] == [ZeroDivisionError]


def test_cancelled_wait_does_not_stop_the_work(worker: WorkerThread) -> None:
    may_end, done = threading.Event(), threading.Event()

    async def story() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await worker.call(may_end.wait)
        assert (worker.busy_seconds or 0) > 0
        waiting = asyncio.get_running_loop().create_task(worker.call(done.set))
        await asyncio.sleep(0)
        waiting.cancel()
        may_end.set()
        await worker.call(lambda: None)
        assert done.is_set()

    asyncio.run(story())


def test_event_loop_of_the_caller_may_be_closed(worker: WorkerThread) -> None:
    may_end = threading.Event()

    async def asks() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await worker.call(may_end.wait)

    asyncio.run(asks())
    may_end.set()
    assert asyncio.run(worker.call(lambda: 3)) == 3


def test_pending_calls_are_completed_before_the_end() -> None:
    worker = WorkerThread(NAME)
    done: list[str] = []

    async def story() -> None:
        asked = asyncio.get_running_loop().create_task(worker.call(lambda: done.append("asked")))
        await asyncio.sleep(0)
        worker.stop(lambda: done.append("last"))
        with pytest.raises(ThreadStopped):
            await worker.call(lambda: done.append("late"))
        await asked
        assert await worker.join(20)

    asyncio.run(story())
    assert done == ["asked", "last"]
    assert NAME not in {each.name for each in threading.enumerate()}


def test_hanging_call_is_left_behind() -> None:
    worker = WorkerThread(NAME)
    may_end = threading.Event()

    async def story() -> None:
        asked = asyncio.get_running_loop().create_task(worker.call(may_end.wait))
        await asyncio.sleep(0)
        worker.stop()
        assert not await worker.join(0.05)
        may_end.set()
        assert await asked
        assert await worker.join(20)

    asyncio.run(story())


def test_results_and_errors_do_not_outlive_their_caller(worker: WorkerThread) -> None:
    """The thread waits for the next call for hours. A result that it held would stay in memory, for example a
    connection.
    """

    class Held:
        pass

    class Refused(Exception):
        pass

    kept: list[weakref.ref[object]] = []

    def resolve() -> Held:
        held = Held()
        kept.append(weakref.ref(held))
        return held

    def refuse() -> None:
        refused = Refused()
        kept.append(weakref.ref(refused))
        try:
            raise refused
        finally:
            del refused

    async def story() -> None:
        await worker.call(resolve)
        try:
            await worker.call(refuse)
        except Refused:
            kept.append(kept[0])
        await worker.call(lambda: None)

    gc.disable()
    try:
        asyncio.run(story())
        assert [each() for each in kept] == [None, None, None]
    finally:
        gc.enable()
