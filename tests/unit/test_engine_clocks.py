"""A create request whose answer is lost, and a local clock that is another at the next start (design.md 4, 2 and 4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.worlds import COLLEAGUE, DAY, HOUR, OUR_KEY, REGION, TRUE_START, Run, World
from wandesk.domain.errors import CloudError, CloudUnreachable, KeyRefused, ListUnreadable
from wandesk.domain.job import JobStage, SearchState
from wandesk.domain.job_events import SearchUpdated, SubmissionStarted
from wandesk.domain.retention import LEAST_RETENTION

DEAD_BATTERY = 946_684_800.0 - TRUE_START
"""The local clock begins in the year 2000."""
NEVER_SET = 5.0 - TRUE_START
"""The local clock begins in 1970."""
CLOCKS = [
    pytest.param(0.0, DAY, id="a day ahead at the next start"),
    pytest.param(0.0, -8 * HOUR, id="eight hours behind at the next start"),
    pytest.param(0.0, DEAD_BATTERY, id="dead battery at the next start"),
    pytest.param(0.0, NEVER_SET, id="never set at the next start"),
    pytest.param(DEAD_BATTERY, 0.0, id="dead battery at the create, set between"),
    pytest.param(DAY, 0.0, id="a day ahead at the create, set between"),
    pytest.param(-8 * HOUR, 0.0, id="eight hours behind at the create, set between"),
]


def ordered_and_crashed(world: World, wrong_by: float, *, answers: str = "crash") -> str:
    """The first request of a run, in which the program dies before the answer."""
    ids: list[str] = []

    async def story(run: Run) -> None:
        ids.append(await run.order("A fox runs"))
        await run.until(lambda: run.job(ids[0]).stage in (JobStage.SUBMITTING, JobStage.UNCERTAIN))
        if answers == "crash":
            await run.until(lambda: world.paid)

    world.run(story, wrong_by=wrong_by, answers=answers)
    assert world.store.jobs[ids[0]].task_id is None
    return ids[0]


def states_of(world: World, job_id: str) -> set[SearchState]:
    """Every state of the search that was ever recorded."""
    return {
        event.uncertainty.search_state
        for owner, event in world.store.kept
        if owner == job_id and isinstance(event, SearchUpdated)
    }


@pytest.mark.parametrize(("at_create", "at_next_start"), CLOCKS)
def test_the_first_request_of_a_run_is_found_whatever_the_clock_says(
    tmp_path: Path, at_create: float, at_next_start: float
) -> None:
    world = World(tmp_path)
    job_id = ordered_and_crashed(world, at_create)
    (started,) = [event for _, event in world.store.kept if isinstance(event, SubmissionStarted)]
    assert started.clock_offset is not None, "the list was read before the request"
    assert abs(started.at + started.clock_offset - world.tasks[0].made_at) < 2
    world.now += 600

    async def again(run: Run) -> None:
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(again, wrong_by=at_next_start)
    assert world.store.jobs[job_id].task_id == world.tasks[0].task_id
    assert SearchState.NOT_SHOWN not in states_of(world, job_id)
    assert world.paid == ["A fox runs"]


@pytest.mark.parametrize(("at_create", "at_next_start"), CLOCKS)
def test_where_the_list_was_refused_before_the_request_the_whole_list_is_searched(
    tmp_path: Path, at_create: float, at_next_start: float
) -> None:
    world = World(tmp_path, lists=lambda _now: ListUnreadable("refused"))
    job_id = ordered_and_crashed(world, at_create)
    assert world.store.jobs[job_id].clock_offset is None
    world.now += 600
    world.lists = lambda _now: None

    async def again(run: Run) -> None:
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(again, wrong_by=at_next_start)
    job = world.store.jobs[job_id]
    assert job.task_id == world.tasks[0].task_id
    assert SearchState.NOT_SHOWN not in states_of(world, job_id)
    assert job.submitted_at is not None
    assert job.clock_offset is not None, "learned from the task: until when the video is kept is known again"
    assert abs(job.submitted_at + job.clock_offset - world.tasks[0].made_at) < 1


@pytest.mark.parametrize(("at_create", "at_next_start"), CLOCKS)
def test_an_order_is_never_called_lost_on_a_window_that_the_clock_may_have_moved(
    tmp_path: Path, at_create: float, at_next_start: float
) -> None:
    """The request never arrived. The search cannot know when it was sent, so it says nothing until its day is over."""
    world = World(tmp_path, lists=lambda _now: ListUnreadable("refused"))
    job_id = ordered_and_crashed(world, at_create, answers="nothing")
    world.now += 600
    readings: list[float] = []
    world.lists = readings.append
    began = world.now

    async def again(run: Run) -> None:
        await run.until(lambda: run.job(job_id).stage.is_final)

    world.run(again, wrong_by=at_next_start)
    assert states_of(world, job_id) <= {SearchState.LOOKING}
    assert world.store.jobs[job_id].stage is JobStage.EXPIRED
    assert world.now - began >= LEAST_RETENTION
    assert len(readings) < 60


def test_a_request_whose_time_is_known_is_called_lost_after_two_readings(tmp_path: Path) -> None:
    world = World(tmp_path)
    job_id = ordered_and_crashed(world, 0.0, answers="nothing")

    async def again(run: Run) -> None:
        await run.until(lambda: SearchState.NOT_SHOWN in states_of(world, job_id))

    world.run(again, wrong_by=DAY)
    assert world.now - TRUE_START < 600


@pytest.mark.parametrize("error", [ListUnreadable("x"), KeyRefused("not this list")])
def test_a_refused_list_keeps_no_request_from_being_sent(tmp_path: Path, error: CloudError) -> None:
    world = World(tmp_path, lists=lambda _now: error)

    async def story(run: Run) -> None:
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(story)
    assert world.paid == ["A fox runs"]


@pytest.mark.logs("waits")
def test_a_list_that_never_answers_keeps_no_request_from_being_sent(tmp_path: Path) -> None:
    world = World(tmp_path, lists=lambda _now: CloudUnreachable("timed out"))

    async def story(run: Run) -> None:
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(story)
    assert world.paid == ["A fox runs"]


@pytest.mark.logs("waits")
def test_without_a_network_the_list_is_read_before_the_first_request_that_can_be_sent(tmp_path: Path) -> None:
    world = World(tmp_path, online_from=TRUE_START + 500)

    async def story(run: Run) -> None:
        await run.order("A fox runs")
        await run.until(lambda: world.paid)

    world.run(story)
    started = [event for _, event in world.store.kept if isinstance(event, SubmissionStarted)]
    assert len(started) > 1, "the list is not the only thing that is tried"
    assert started[-1].clock_offset is not None


def test_the_list_is_read_once_for_all_requests_of_a_run(tmp_path: Path) -> None:
    readings: list[float] = []
    world = World(tmp_path)
    world.lists = readings.append

    async def story(run: Run) -> None:
        ids = [await run.order(f"A fox runs {number}") for number in range(4)]
        await run.until(lambda: all(run.job(each).stage is JobStage.DONE for each in ids))

    world.run(story)
    assert len(world.paid) == 4
    assert len(readings) == 1


def test_the_first_reading_teaches_our_key_so_a_colleagues_task_is_no_candidate(tmp_path: Path) -> None:
    """The store of the first run has a task of ours, so its row names the id of our key."""
    world = World(tmp_path)

    async def first(run: Run) -> None:
        job_id = await run.order("A cat sleeps", "cat")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(first)
    assert not world.store.key_ids
    ids: list[str] = []

    async def second(run: Run) -> None:
        ids.append(await run.order("A fox runs"))
        await run.until(lambda: run.job(ids[0]).stage is JobStage.UNCERTAIN)
        picture = run.job(ids[0]).inputs["first_frame"].sha256
        world.add("A fox runs", picture, key_id=COLLEAGUE)
        await run.until(lambda: SearchState.NOT_SHOWN in states_of(world, ids[0]))

    world.run(second, answers="nothing")
    assert list(world.store.key_ids.values()) == [OUR_KEY]
    assert world.store.jobs[ids[0]].task_id is None


@pytest.mark.logs("waits")
@pytest.mark.parametrize("wrong_by", [0.0, DAY, DEAD_BATTERY])
def test_within_one_run_the_time_of_a_request_is_known_once_the_cloud_answers(tmp_path: Path, wrong_by: float) -> None:
    """Monotonic time passes on: the list is refused before the request, and readable a minute later."""
    world = World(tmp_path, lists=lambda now: ListUnreadable("refused") if now < TRUE_START + 60 else None)

    async def story(run: Run) -> None:
        world.add("A fox runs", "another picture", made_at=TRUE_START - HOUR)
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).uncertainty)
        known = run.job(job_id).uncertainty
        assert known is not None
        assert abs(known.begun_at - TRUE_START) < 2
        await run.until(lambda: SearchState.NOT_SHOWN in states_of(world, job_id))

    world.run(story, wrong_by=wrong_by, answers="nothing")


@pytest.mark.logs("waits")
def test_a_job_closed_before_the_clouds_clock_was_heard_is_searched_for_by_its_true_time(tmp_path: Path) -> None:
    """The user gave it up while the list could not be read, and the local clock is set before the next start."""
    world = World(tmp_path, lists=lambda _now: ListUnreadable("refused"))
    ids: list[str] = []

    async def closed(run: Run) -> None:
        ids.append(await run.order("A fox runs"))
        await run.until(lambda: run.job(ids[0]).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.close(ids[0])

    world.run(closed, wrong_by=DAY, answers="lost")
    known = world.store.jobs[ids[0]].uncertainty
    assert known is not None
    assert not known.has_cloud_times
    world.now += 600
    world.lists = lambda _now: None

    async def again(run: Run) -> None:
        await run.until(lambda: f"{ids[0]}-found" in world.store.jobs)

    world.run(again)
    assert world.store.jobs[f"{ids[0]}-found"].task_id == world.tasks[0].task_id


def test_a_clock_that_is_ahead_at_the_next_start_does_not_end_the_search_for_a_closed_job(tmp_path: Path) -> None:
    world = World(tmp_path, work=HOUR)
    ids: list[str] = []

    async def closed(run: Run) -> None:
        ids.append(await run.order("A fox runs"))
        await run.until(lambda: run.job(ids[0]).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.close(ids[0])

    world.run(closed, answers="lost")
    world.now += 600

    async def again(run: Run) -> None:
        await run.until(lambda: f"{ids[0]}-found" in world.store.jobs)

    world.run(again, wrong_by=1.25 * DAY)


@pytest.mark.parametrize("ahead", [3 * DAY, 400 * DAY])
def test_a_clock_that_is_days_ahead_does_not_hide_a_closed_job(ahead: float, tmp_path: Path) -> None:
    """Its search waits for the cloud's time, which the first request of another job tells, and reads nothing before."""
    world = World(tmp_path, work=HOUR)
    ids: list[str] = []

    async def closed(run: Run) -> None:
        ids.append(await run.order("A fox runs"))
        await run.until(lambda: run.job(ids[0]).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.close(ids[0])

    world.run(closed, answers="lost")
    world.now += 600

    async def again(run: Run) -> None:
        await run.until_later(1200)
        assert not run.cloud_time.is_known(REGION), "an old closed job alone makes no request"
        await run.order("A cat sleeps", "cat")
        await run.until(lambda: f"{ids[0]}-found" in world.store.jobs)

    world.run(again, wrong_by=ahead)


def test_a_job_that_was_closed_long_ago_is_over_once_the_clouds_time_is_known(tmp_path: Path) -> None:
    world = World(tmp_path, work=HOUR)

    async def closed(run: Run) -> None:
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.close(job_id)

    world.run(closed, answers="nothing")
    world.now += 3 * DAY
    world.add("A fox runs", "fox")

    async def again(run: Run) -> None:
        job_id = await run.order("A cat sleeps", "cat")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(again)
    assert len(world.store.jobs) == 2, "the task of today is not the closed job's"


@pytest.mark.logs("waits")
def test_a_job_closed_long_ago_at_an_unknown_time_is_over(tmp_path: Path) -> None:
    world = World(tmp_path, work=HOUR, lists=lambda _now: ListUnreadable("refused"))

    async def closed(run: Run) -> None:
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.close(job_id)

    world.run(closed, answers="nothing")
    world.now += 3 * DAY
    reads: list[float] = []
    world.lists = reads.append

    async def again(run: Run) -> None:
        job_id = await run.order("A cat sleeps", "cat")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)

    world.run(again)
    assert len(reads) == 1, "only the reading before the first request of the run"


def test_a_clock_that_is_set_during_the_first_request_does_not_move_it(tmp_path: Path) -> None:
    """The list was refused, so the answer to the request is the first that tells the cloud's time."""
    world = World(tmp_path, lists=lambda _now: ListUnreadable("refused"))

    async def story(run: Run) -> None:
        def set_clock() -> None:
            run.clock.wrong_by = -DAY

        run.cloud.before_create = set_clock
        job_id = await run.order("A fox runs")
        await run.until(lambda: run.job(job_id).stage is JobStage.DONE)
        job = run.job(job_id)
        assert job.submitted_at is not None
        assert job.clock_offset is not None
        assert abs(job.submitted_at + job.clock_offset - TRUE_START) < 2

    world.run(story)
