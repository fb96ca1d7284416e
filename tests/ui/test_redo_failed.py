"""The failed ones again: one question with the total, and never a job that may have been paid."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, english_loop
from tests.support.jobs import NOW, StoredRows, a_job
from tests.support.main_windows import FakeMoney, main_window, ready_to_order
from tests.support.portraits import portrait
from tests.support.widgets import question, visible_text
from wandesk import durable
from wandesk.app.batch_memory import BatchMemory
from wandesk.domain.batch import Batch
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.spending import Amounts
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.main_window import MainWindow
from wandesk.ui.settings.table import ASK_ABOVE
from wandesk.ui.window.money_guard import MoneyGuard


class Again(Bridge):
    """An engine with rows that makes jobs again, up to `most`."""

    def __init__(self, jobs: Sequence[Job], batches: BatchMemory | None = None) -> None:
        thread: Any = None
        super().__init__(thread, Future(), batches=batches)
        self.stored = StoredRows(list(reversed(jobs)))
        self.rows_by_id = self.stored.jobs
        self.money: Any = FakeMoney()
        self.again: list[str] = []
        self.most = 99

    async def job_listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        return await self.stored.job_listing(newest, query)

    async def job_counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        return await self.stored.job_counts(query)

    async def job_sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        return await self.stored.job_sums(query, spans)

    async def missing_files(self, paths: Sequence[str]) -> Collection[str]:
        return await self.stored.missing_files(paths)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return await self.stored.rows(ids)

    def keep(self, job: Job) -> None:
        """Keep a job's newest value; a new one is the newest job."""
        if job.id not in self.rows_by_id:
            self.stored.ids.insert(0, job.id)
        self.rows_by_id[job.id] = job

    async def generate_again(self, job_id: str) -> Job:
        if len(self.again) == self.most:
            raise NoRoom
        self.again.append(job_id)
        job = replace(self.rows_by_id[job_id], id=f"{job_id} again", stage=JobStage.QUEUED, created_at=NOW + 50)
        self.keep(job)
        return job


def rows() -> list[Job]:
    failed = {"stage_since": NOW, "finished_at": NOW}
    return [
        a_job("done", JobStage.DONE, prompt="A finished one"),
        a_job("one", JobStage.FAILED, prompt="A storm", **failed),
        a_job("two", JobStage.FAILED, prompt="A calm", seconds=10, **failed),
        a_job("maybe", JobStage.UNCERTAIN, prompt="Perhaps paid"),
        a_job("expired", JobStage.EXPIRED, prompt="Never confirmed", **failed),
        a_job("canceled", JobStage.CANCELED, prompt="Cancelled", **failed),
    ]


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


def opened(loop: GuiLoop, qtbot: Any, folder: Path, bridge: Again, **more: Any) -> MainWindow:
    window = main_window(loop, qtbot, bridge, folder, **more)
    window.resize(1100, 760)
    window.show()
    loop.run_story(window.load())
    window.jobs.view.selectAll()
    window.jobs.view.setCurrentIndex(window.jobs.model.index(0))
    window.jobs.view.selectAll()
    return window


def press(window: MainWindow, loop: GuiLoop) -> None:
    window.menus.show_job(window.menus._selected)
    window.menus.action(JobActionKey.REDO_FAILED).trigger()


def chosen(window: MainWindow, loop: GuiLoop, answer: str) -> str:
    loop.run_until(lambda: question(window) is not None)
    box = question(window)
    assert box is not None
    said = f"{box.text()}\n{box.informativeText()}"
    portrait(box, "redo-question")
    next(each for each in box.buttons() if each.text() == answer).click()
    return said


def answered(window: MainWindow, loop: GuiLoop, answer: str) -> str:
    said = chosen(window, loop, answer)
    loop.settle()
    return said


def test_all_failed_ones_of_the_selection_with_one_question(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    bridge = Again(rows())
    window = opened(loop, qtbot, tmp_path, bridge)
    press(window, loop)
    assert window.menus.action(JobActionKey.REDO_FAILED).text() == "Generate 2 failed &jobs again"
    said = answered(window, loop, "Cancel")
    assert "Generate 2 failed videos again?" in said
    assert "about $0.75 in total. You were not charged for the failed ones." in said
    assert not bridge.again
    press(window, loop)
    press(window, loop)
    answered(window, loop, "Generate 2: about $0.75")
    assert sorted(bridge.again) == ["one", "two"], "a second press while the question is open does nothing"
    assert window.jobs.model.rowCount() == 8


def test_a_limit_is_about_the_total_of_all_regions(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    in_virginia = {"region": "virginia", "model": "wan2.6-i2v-us", "resolution": "720P"}  # $0.50, as in Singapore
    bridge = Again([*rows(), a_job("three", JobStage.FAILED, finished_at=NOW, **in_virginia)])
    money = FakeMoney()
    money.set(ASK_ABOVE["USD"].option, 1.0)
    ready = ready_to_order(load_catalogue(), money=MoneyGuard(money, money))
    window = opened(loop, qtbot, tmp_path, bridge, before_ordering=ready)
    press(window, loop)
    chosen(window, loop, "Generate 3: about $1.25")
    assert "You want to be asked above $1.00." in answered(window, loop, "Cancel")
    assert not bridge.again


def test_what_was_redone_is_not_redone_again(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    bridge = Again(rows())
    window = opened(loop, qtbot, tmp_path, bridge)
    bridge.most = 1
    press(window, loop)
    answered(window, loop, "Generate 2: about $0.75")
    assert "1 of 2 videos were ordered." in visible_text(window)
    bridge.most = 99
    window.jobs.view.selectAll()
    press(window, loop)
    loop.run_until(lambda: question(window) is not None)
    box = question(window)
    assert box is not None
    assert "Generate 1 failed video" in box.text()
    next(each for each in box.buttons() if "Generate" in each.text()).click()
    loop.settle()
    assert sorted(bridge.again) == ["one", "two"]
    window.jobs.view.selectAll()
    press(window, loop)
    loop.settle()
    assert question(window) is None
    assert "generated again already" in visible_text(window)


def test_the_action_needs_several_rows_with_a_failed_one(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    bridge = Again([each for each in rows() if each.stage is not JobStage.FAILED])
    window = opened(loop, qtbot, tmp_path, bridge)
    window.menus.show_job(window.menus._selected)
    entry = window.menus.action(JobActionKey.REDO_FAILED)
    assert not entry.isEnabled()
    assert "may have been paid are never repeated" in entry.toolTip()


def test_a_batch_with_failures_offers_them(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    bridge = Again([])
    window = opened(loop, qtbot, tmp_path, bridge)
    batch = [a_job(f"batch-{number}", JobStage.GENERATING, prompt=f"{number}") for number in range(3)]
    for job in batch:
        bridge.keep(job)
        bridge.job_added(job)
    ended = [
        replace(batch[0], stage=JobStage.DONE),
        *(replace(each, stage=JobStage.FAILED, finished_at=NOW) for each in batch[1:]),
    ]
    bridge.rows_by_id |= {job.id: job for job in ended}
    bridge.job_changed(ended[1])
    loop.settle()
    window.orders.redo.batches.follow(batch)  # one of them failed while the others were ordered
    assert not window.notices.waiting
    for job in (ended[0], ended[2]):
        bridge.job_changed(job)
    loop.run_until(lambda: window.notices.waiting)
    notice = window.notices.waiting[0]
    assert notice.sentence == "2 of 3 videos failed. You were not charged for them."
    window.notices.press(notice, notice.buttons[0])
    answered(window, loop, "Generate 2: about $0.50")
    assert bridge.again == ["batch-1", "batch-2"]


def test_the_failures_of_a_batch_are_told_after_a_restart(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    memory = BatchMemory(tmp_path / "batches.json")
    batch = [a_job(f"batch-{number}", JobStage.GENERATING, prompt=f"{number}") for number in range(3)]
    first = opened(loop, qtbot, tmp_path, Again(batch, memory))
    first.orders.redo.batches.follow(batch)
    loop.settle()
    failed = [replace(each, stage=JobStage.FAILED, finished_at=NOW) for each in batch[:2]]
    ended = [*failed, replace(batch[2], stage=JobStage.DONE)]

    def again() -> MainWindow:
        return opened(loop, qtbot, tmp_path, Again(ended, BatchMemory(tmp_path / "batches.json")))

    for _ in range(2):
        window = again()
        (notice,) = window.notices.waiting
        assert notice.sentence == "2 of 3 videos failed. You were not charged for them."
    window.notices.press(notice, notice.buttons[0])
    answered(window, loop, "Cancel")
    window = again()
    (notice,) = window.notices.waiting
    window.notices.press(notice, notice.buttons[0])
    answered(window, loop, "Generate 2: about $0.50")
    loop.settle()
    assert not again().notices.waiting, "they were generated again"
    loop.run_story(memory.store([Batch(ids=("batch-0", "batch-1"))]))
    window = again()
    window.notices.close(window.notices.waiting[0])
    loop.settle()
    assert not again().notices.waiting, "the user has closed the notice"


@pytest.mark.logs("what was ordered together is (unknown|not remembered)")
def test_a_file_of_batches_that_cannot_be_read_changes_nothing(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "batches.json"
    for content in (b"", b"{", b"[1]", b"\xff", b"[" * 100_000):
        path.write_bytes(content)
        assert loop.run_story(BatchMemory(path).load()) == ()
    path.unlink()
    path.mkdir()
    assert loop.run_story(BatchMemory(path).load()) == ()
    loop.run_story(BatchMemory(path).store([]))
    path.rmdir()
    odd = Batch(ids=("a", "b"), table="/home/\udcff/\u4f60.csv", is_begun=True)
    loop.run_story(BatchMemory(path).store([odd]))
    assert loop.run_story(BatchMemory(path).load()) == (odd,)


def test_a_store_that_is_cancelled_disturbs_no_later_one(
    loop: GuiLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that closes cancels its store, which goes on in its thread; the next window stores at once."""
    at_once: list[int] = []
    may_end, write = threading.Event(), durable.write

    def slow(path: Path, content: bytes) -> None:
        at_once.append(1)
        assert len(at_once) == 1
        may_end.wait(10)
        write(path, content)
        at_once.pop()

    monkeypatch.setattr(durable, "write", slow)
    path, last = tmp_path / "batches.json", Batch(ids=("c",), table="", is_begun=True)

    async def story() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(BatchMemory(path).store([Batch(ids=("a",), table="", is_begun=True)]), 0.1)
        asyncio.get_running_loop().call_later(0.1, may_end.set)
        await BatchMemory(path).store([last])

    loop.run_story(story())
    assert loop.run_story(BatchMemory(path).load()) == (last,)
