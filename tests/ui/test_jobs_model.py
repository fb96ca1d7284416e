"""The list model: IDs are cheap, rows are read in windows, and every change is signalled for exactly its rows."""

from __future__ import annotations

import asyncio
import time

import pytest
from PySide6.QtCore import Qt

from tests.support.gui import GuiLoop, until
from tests.support.jobs import StoredRows, a_job
from wandesk.domain.errors import StoreDamaged
from wandesk.domain.job import JobStage
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import Listing
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.job_values import KEPT_ROWS
from wandesk.ui.jobs.lister import FIRST_IDS, JobLister
from wandesk.ui.jobs.model import ID_ROLE, JOB_ROLE, PROGRESS_ROLE, JobsModel
from wandesk.ui.jobs.window_reader import WINDOW


class ModelRecorder:
    """A model over stored rows, and the row ranges that it signalled."""

    def __init__(self, loop: GuiLoop, count: int) -> None:
        self.stored = StoredRows()
        self.stored.ids = [f"{number:06}" for number in range(count)]
        self.stored.jobs = MadeOnDemand()
        self.model = JobsModel(self.stored, loop.spawn, sentence=lambda job, _progress: job.id)
        self.lister = JobLister(self.stored, loop.spawn, self.model)
        self.ranges: list[tuple[int, int]] = []
        self.model.dataChanged.connect(lambda first, last: self.ranges.append((first.row(), last.row())))


class MadeOnDemand(dict):  # type: ignore[type-arg]
    """Finished jobs that are made on demand, so that 100,000 of them cost nothing."""

    def __contains__(self, job_id: object) -> bool:
        return job_id not in self.gone

    def __init__(self) -> None:
        super().__init__()
        self.gone: set[str] = set()

    def __missing__(self, job_id: str) -> object:
        return a_job(job_id, JobStage.DONE)


def test_row_is_read_only_when_requested(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 1000)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    assert f.model.rowCount() == 1000
    assert f.model.index(999).data(ID_ROLE) == "000999"
    assert f.stored.asked == []


def test_one_row_reads_its_window_and_signals_exactly_that(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 1000)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    assert f.model.index(0).data(JOB_ROLE) is None
    loop.run_until(lambda: f.ranges)
    # 1000 = 15 complete windows from the oldest on, and the newest 40 rows
    assert f.ranges == [(0, 1000 % WINDOW - 1)]
    assert f.model.index(0).data(JOB_ROLE).id == "000000"
    assert f.stored.asked == [[f"{number:06}" for number in range(1000 % WINDOW)]]
    f.ranges.clear()
    assert f.model.index(1000 % WINDOW).data(JOB_ROLE) is None
    loop.run_until(lambda: f.ranges)
    assert f.ranges == [(40, 40 + WINDOW - 1)]


def test_new_job_is_row_0_and_no_window_is_read_again(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 300)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    f.model.index(100).data(JOB_ROLE)
    loop.run_until(lambda: f.ranges)
    f.model.job_added(a_job("new"))
    assert f.model.id_at(0) == "new"
    assert f.model.row_of("000100") == 101
    assert f.model.index(101).data(JOB_ROLE).id == "000100"
    assert len(f.stored.asked) == 1


def test_change_during_the_reading_of_its_window_wins(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 10)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    f.stored.gate.clear()
    f.model.index(3).data(JOB_ROLE)
    loop.run_until(lambda: f.stored.asked)
    f.model.job_changed(a_job("000003", JobStage.DONE, is_watched=True))
    f.stored.gate.set()
    loop.run_until(lambda: (0, 9) in f.ranges)
    assert f.model.index(3).data(JOB_ROLE).is_watched
    assert not f.model.index(4).data(JOB_ROLE).is_watched


def test_row_missing_from_the_store_leaves_the_list(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 10)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    f.stored.jobs.gone.add("000004")  # type: ignore[attr-defined]
    f.model.index(0).data(JOB_ROLE)
    loop.run_until(lambda: f.ranges)
    assert f.model.rowCount() == 9
    assert f.model.row_of("000004") is None
    assert f.ranges == [(0, 8)]


def test_added_and_removed_jobs_stay_so_while_all_ids_are_read(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 3)
    f.stored.gate.clear()

    async def story() -> None:
        loading = loop.spawn("load", f.lister.load())
        await asyncio.sleep(0)
        f.model.job_added(a_job("new"))
        f.model.job_removed("000001")
        f.stored.gate.set()
        await loading

    loop.run_story(story())
    assert [f.model.id_at(row) for row in range(f.model.rowCount())] == ["new", "000000", "000002"]


def test_newest_rows_are_shown_before_all_ids_are_read(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, FIRST_IDS * 3)
    all_ids = list(f.stored.ids)
    answers = f.stored.job_listing
    asked: list[int | None] = []
    go_on = asyncio.Event()

    async def job_listing(newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        asked.append(newest)
        if newest is None:
            await go_on.wait()
        return await answers(newest, query)

    f.stored.job_listing = job_listing  # type: ignore[method-assign]
    resets: list[None] = []
    f.model.modelReset.connect(lambda: resets.append(None))

    async def story() -> None:
        loading = loop.spawn("load", f.lister.load())
        await until(lambda: len(asked) == 2)
        assert f.model.rowCount() == FIRST_IDS
        assert f.model.index(0).data(JOB_ROLE).id == all_ids[0]  # read already: no "Loading…"
        f.model.job_added(a_job("new"))
        f.model.job_removed(all_ids[3])
        go_on.set()
        await loading

    loop.run_story(story())
    kept = ["new", *(each for each in all_ids if each != all_ids[3])]
    assert [f.model.id_at(row) for row in range(f.model.rowCount())] == kept
    assert [f.model.row_of(each) for each in kept] == list(range(len(kept)))
    assert len(resets) == 1  # visible rows, selection and scroll position stay
    assert asked == [FIRST_IDS, None]
    f.model.index(FIRST_IDS + 5).data(JOB_ROLE)
    loop.run_until(lambda: f.model.index(FIRST_IDS + 5).data(JOB_ROLE) is not None)
    assert f.model.index(FIRST_IDS + 5).data(JOB_ROLE).id == kept[FIRST_IDS + 5]


@pytest.mark.logs("rows of the job list cannot be read")
def test_window_that_could_not_be_read_is_requested_again(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 10)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    read = f.stored.rows

    async def broken(_ids: object) -> list[object]:
        raise StoreDamaged("no")

    f.stored.rows = broken  # type: ignore[assignment,method-assign]
    f.model.index(0).data(JOB_ROLE)
    loop.run_until(lambda: not f.model._reader.is_reading)
    assert f.ranges == []
    f.stored.rows = read  # type: ignore[method-assign]
    f.model.index(0).data(JOB_ROLE)
    loop.run_until(lambda: f.ranges)
    assert f.model.index(0).data(JOB_ROLE) is not None


def test_progress_is_signalled_for_its_row_and_ends_with_the_stage(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 2)
    loop.run_story(f.lister.load())
    f.model.job_added(a_job("new", JobStage.DOWNLOADING))
    f.model.progressed(Progress(job_id="new", done_bytes=1, total_bytes=2))
    f.model.progressed(Progress(job_id="nobody"))
    assert f.ranges == [(0, 0)]
    assert f.model.index(0).data(PROGRESS_ROLE).done_bytes == 1
    f.model.job_changed(a_job("new", JobStage.DONE))
    assert f.model.index(0).data(PROGRESS_ROLE) is None


def test_open_jobs_are_counted_and_never_dropped_from_memory(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, KEPT_ROWS * 2)
    loop.run_story(f.lister.load())
    counts: list[int] = []
    f.model.open_count_changed.connect(counts.append)
    f.model.job_added(a_job("new", JobStage.GENERATING))
    for row in range(1, KEPT_ROWS * 2, WINDOW):
        f.model.index(row).data(JOB_ROLE)
        loop.run_until(lambda: not f.model._reader.is_reading)
    assert len(f.model._values._finished) <= KEPT_ROWS
    assert f.model.known_job("new") is not None
    assert counts[-1] == 1
    f.model.job_changed(a_job("new", JobStage.CANCELED))
    assert counts[-1] == 0


def test_accessible_text_is_the_sentence(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 1)
    f.model.set_listing(Listing(ids=f.stored.ids, is_by_time=False))
    assert f.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading…"
    loop.run_until(lambda: f.ranges)
    assert f.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "000000"


def test_hundred_thousand_jobs_cost_only_the_visible_rows(loop: GuiLoop) -> None:
    f = ModelRecorder(loop, 100_000)
    start = time.perf_counter()
    loop.run_story(f.lister.load())
    (first,) = f.stored.asked
    assert len(first) == WINDOW
    f.stored.asked.clear()
    loaded = time.perf_counter()
    for number in range(1000):
        f.model.job_added(a_job(f"new{number}"))
    added = time.perf_counter()
    for number in range(0, 100_000, 1000):
        f.model.index(f.model.row_of(f"{number:06}") or 0).data(ID_ROLE)
    print(f"load {(loaded - start) * 1000:.0f} ms, one added {(added - loaded):.3f} ms")
    assert f.model.rowCount() == 101_000
    assert f.stored.asked == []
    for row in range(0, 100_000, 500):  # a thrown scroll bar: only its final position is read
        f.model.index(row).data(JOB_ROLE)
    loop.run_until(lambda: not f.model._reader.is_reading)
    assert len(f.stored.asked) <= 4
