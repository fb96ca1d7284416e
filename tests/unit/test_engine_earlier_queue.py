"""Jobs that an earlier run queued, in a store that may be an older copy (design.md 4, 2)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from tests.support.worlds import COLLEAGUE, DAY, HOUR, OUR_KEY, REGION, TRUE_START, Run, World, WorldMedia
from wandesk.domain.account import Secret
from wandesk.domain.errors import CloudBusy, ListUnreadable, OutcomeUnknown
from wandesk.domain.job import JobStage, Unchecked
from wandesk.domain.job_events import QueueChecked, SubmissionDoubted, SubmissionPostponed
from wandesk.domain.likeness import Likeness
from wandesk.domain.pending_request import PendingRequest
from wandesk.domain.progress import WaitReason
from wandesk.domain.queued_requests import Decision, decide
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.task import Submission, TaskOwner, TaskRow, TaskStatus
from wandesk.domain.task_match import TaskFacts
from wandesk.engine.poll_schedule import LIST_SIZE

LISTED = SearchTiming().list_delay
FOX = "A fox runs"


def queued(world: World, *orders: tuple[str, str]) -> list[str]:
    """A run that ends with these orders (prompt, picture) in its queue; returns their ids."""
    ids: list[str] = []

    async def story(run: Run) -> None:
        run.engine.queue.set_paused(True)
        for prompt, picture in orders:
            ids.append(await run.order(prompt, picture))
            world.now += 1

    world.run(story)
    assert {world.store.jobs[each].stage for each in ids} == {JobStage.QUEUED}
    return ids


def picture_of(world: World, job_id: str) -> str:
    return world.store.jobs[job_id].inputs["first_frame"].sha256


def reasons(run: Run, job_id: str) -> set[WaitReason | None]:
    return {each.waits_for for each in run.listener.progress if each.job_id == job_id}


def done(*ids: str) -> Callable[[Run], bool]:
    return lambda run: all(run.job(each).stage is JobStage.DONE for each in ids)


def continued(world: World, condition: Callable[[Run], object]) -> Run:
    async def story(run: Run) -> None:
        await run.until(lambda: condition(run))

    return world.run(story)


def test_30_queued_jobs_continue_after_a_restart_without_a_question(tmp_path: Path) -> None:
    """The tasks of those that were sent before are known by their ids."""
    world = World(tmp_path)

    async def first(run: Run) -> None:
        for number in range(34):
            await run.order(f"{FOX} {number}")
        await run.until(lambda: len(world.paid) >= 4)

    world.run(first)
    before = len(world.paid)
    assert before < 34
    continued(world, done(*world.store.jobs))
    assert sorted(world.paid) == sorted(f"{FOX} {number}" for number in range(34))
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]


def test_an_older_copy_does_not_send_again_what_it_had_queued(tmp_path: Path) -> None:
    world = World(tmp_path)
    ids = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))
    copy = world.older_copy()
    continued(world, done(*ids))
    assert len(world.paid) == 2
    world.store = copy
    world.now += HOUR

    def are_asked(run: Run) -> bool:
        return all(run.job(each).is_maybe_sent for each in ids)

    continued(world, are_asked)
    assert len(world.paid) == 2
    for each, task in zip(ids, world.tasks, strict=True):
        known = world.store.jobs[each].uncertainty
        assert known is not None
        assert known.candidates == (task.task_id,)

    async def nothing_happens(run: Run) -> None:
        await run.until_later(3 * DAY)

    world.run(nothing_happens)
    assert are_asked(continued(world, are_asked))
    assert len(world.paid) == 2


def test_the_users_answers_are_done(tmp_path: Path) -> None:
    world = World(tmp_path)
    ids = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"), ("A dog sits", "dog"))
    copy = world.older_copy()
    continued(world, done(*ids))
    world.store = copy
    world.now += HOUR

    async def answers(run: Run) -> None:
        await run.until(lambda: all(run.job(each).is_maybe_sent for each in ids))
        (shown,) = await run.engine.uncertain.candidates(ids[0])
        assert shown.task_id == world.tasks[0].task_id
        await run.engine.uncertain.choose(ids[0], shown.task_id)
        await run.engine.uncertain.send(ids[1])
        await run.engine.jobs.cancel(ids[2])
        await run.until(lambda: done(*ids[:2])(run))

    world.run(answers)
    jobs = [world.store.jobs[each] for each in ids]
    assert [job.stage for job in jobs] == [JobStage.DONE, JobStage.DONE, JobStage.CANCELED]
    assert jobs[0].task_id == world.tasks[0].task_id
    assert jobs[0].submitted_at is not None
    assert jobs[0].clock_offset is not None
    assert abs(jobs[0].submitted_at + jobs[0].clock_offset - world.tasks[0].made_at) < 2
    assert world.paid.count("A cat sleeps") == 2, "the user wanted it"
    assert world.paid.count(FOX) == world.paid.count("A dog sits") == 1


def test_a_job_that_was_sent_is_never_sent_again_by_that_answer(tmp_path: Path) -> None:
    world = World(tmp_path)

    async def lost(run: Run) -> None:
        job_id = await run.order(FOX)
        await run.until(lambda: run.job(job_id).stage is JobStage.UNCERTAIN)
        await run.engine.uncertain.send(job_id)
        assert run.job(job_id).stage is JobStage.UNCERTAIN

    world.run(lost, answers="lost")
    assert len(world.paid) == 1


def test_a_colleagues_videos_and_those_of_other_computers_ask_nothing(tmp_path: Path) -> None:
    """Another prompt or another picture is not this job's, whatever the key."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    ours = picture_of(world, job_id)
    world.now += 60
    world.add(FOX, "another picture", key_id=COLLEAGUE)
    world.add("A fox sleeps", ours)
    world.now += HOUR
    continued(world, done(job_id))
    assert world.paid == [FOX]


def test_a_running_task_is_waited_for(tmp_path: Path) -> None:
    """Only a finished video tells its prompt."""
    world = World(tmp_path, work=HOUR)
    fox, cat = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))
    world.now += 60
    world.add("A cat sleeps", picture_of(world, cat))

    async def story(run: Run) -> None:
        await run.until_later(HOUR / 2)
        assert {run.job(each).stage for each in (fox, cat)} == {JobStage.QUEUED}
        assert reasons(run, fox) == {WaitReason.EARLIER}
        await run.until(lambda: run.job(cat).is_maybe_sent and done(fox)(run))

    world.run(story)
    assert world.paid == [FOX]


def test_of_four_copies_as_many_are_asked_about_as_tasks_were_made(tmp_path: Path) -> None:
    world = World(tmp_path)
    ids = queued(world, *[(FOX, "fox")] * 4)
    world.now += 60
    for _ in range(2):
        world.add(FOX, picture_of(world, ids[0]))
    world.now += HOUR

    def are_settled(run: Run) -> bool:
        jobs = [run.job(each) for each in ids]
        return all(job.stage is JobStage.DONE or job.is_maybe_sent for job in jobs)

    continued(world, are_settled)
    assert len(world.paid) == 2


def test_a_task_of_an_uncertain_copy_is_not_asked_about_twice(tmp_path: Path) -> None:
    """The program was killed while it sent the first of three equal jobs."""
    world = World(tmp_path)
    ids: list[str] = []

    async def killed(run: Run) -> None:
        run.engine.queue.set_at_once(1)
        ids.extend([await run.order(FOX) for _ in range(3)])
        await run.until(lambda: world.paid)

    world.run(killed, answers="crash")
    continued(world, done(*ids))
    assert len(world.paid) == 3


@pytest.mark.logs("waits")
def test_while_the_list_cannot_be_read_they_wait_and_new_jobs_are_sent(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    began = world.now
    world.lists = lambda _now: CloudBusy("429")

    async def story(run: Run) -> None:
        new = await run.order("A new one", "cat")
        await run.until(lambda: done(new)(run))
        await run.until_later(2 * HOUR)
        assert run.job(job_id).stage is JobStage.QUEUED
        assert reasons(run, job_id) >= {WaitReason.EARLIER, WaitReason.BUSY}
        world.lists = lambda _now: None
        await run.until(lambda: done(job_id)(run))

    world.run(story)
    assert world.paid == ["A new one", FOX]
    assert world.now - began > 2 * HOUR


def test_a_late_list_is_given_its_time(tmp_path: Path) -> None:
    """A newer copy sent the job a moment before this start."""
    world = World(tmp_path, hidden_for=LISTED - 5)
    (job_id,) = queued(world, (FOX, "fox"))
    world.add(FOX, picture_of(world, job_id))
    continued(world, lambda run: run.job(job_id).is_maybe_sent)
    assert not world.paid


def test_a_job_queued_longer_ago_than_the_list_shows_is_asked_about(tmp_path: Path) -> None:
    """Its task may have been made, and be gone from the list: nothing proves that it was not paid for."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.now += 2 * DAY

    async def story(run: Run) -> None:
        await run.until(lambda: run.job(job_id).is_maybe_sent)
        assert await run.engine.uncertain.candidates(job_id) == []
        await run.engine.uncertain.send(job_id)

    world.run(story)
    continued(world, done(job_id))
    assert world.paid == [FOX]


def test_a_long_queue_that_was_at_work_yesterday_continues(tmp_path: Path) -> None:
    """Yesterday's run checked what it left in the queue."""
    world = World(tmp_path)
    ids = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))
    world.now += 20 * HOUR

    async def yesterday(run: Run) -> None:
        run.engine.queue.set_at_once(1)
        await run.until(lambda: world.paid)

    world.run(yesterday)
    assert len(world.paid) == 1
    world.now += 20 * HOUR
    continued(world, done(*ids))
    assert len(world.paid) == 2


@pytest.mark.parametrize("wrong_by", [DAY, -8 * HOUR, 946_684_800.0 - TRUE_START])
def test_another_clock_at_the_next_start_sends_nothing_twice(tmp_path: Path, wrong_by: float) -> None:
    world = World(tmp_path)
    ids = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(*ids))
    world.store = copy
    world.now += HOUR

    async def story(run: Run) -> None:
        await run.until(lambda: run.job(ids[0]).is_maybe_sent)

    world.run(story, wrong_by=wrong_by)
    assert world.paid == [FOX]


def test_a_doubted_job_takes_no_task_from_an_equal_one_that_was_sent(tmp_path: Path) -> None:
    world = World(tmp_path)
    (doubted,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(doubted))
    world.store = copy
    world.now += HOUR
    ids: list[str] = []

    async def story(run: Run) -> None:
        ids.append(await run.order(FOX))
        await run.until(lambda: run.job(doubted).is_maybe_sent and done(*ids)(run))

    world.run(story, answers="lost")
    assert world.store.jobs[ids[0]].task_id == world.tasks[1].task_id


@pytest.mark.logs("waits")
def test_a_run_that_could_not_check_the_queue_does_not_count_as_a_check(tmp_path: Path) -> None:
    """It sent a new job, and left in the queue what a newer copy had sent."""
    world = World(tmp_path)
    (doubted,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(doubted))
    world.store = copy
    world.now += HOUR
    world.lists = lambda _now: ListUnreadable("refused")

    async def unchecked(run: Run) -> None:
        new = await run.order("A new one", "cat")
        await run.until(lambda: done(new)(run))

    world.run(unchecked)
    assert world.store.jobs[doubted].stage is JobStage.QUEUED
    world.now += HOUR
    world.lists = lambda _now: None
    continued(world, lambda run: run.job(doubted).is_maybe_sent)
    assert world.paid.count(FOX) == 1


@pytest.mark.logs("unexpected error|waits")
def test_an_unexpected_error_leaves_no_job_in_the_queue(tmp_path: Path) -> None:
    errors = [RuntimeError("a bug"), None]
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))

    def listed(_now: float) -> None:
        if errors and (error := errors.pop(0)) is not None:
            raise error

    world.lists = listed
    continued(world, done(job_id))
    assert not errors


def test_an_imported_video_may_be_a_queued_jobs_own(tmp_path: Path) -> None:
    """The user finds it among the missing videos before the queue is checked."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(job_id))
    world.store = copy
    world.now += HOUR

    async def story(run: Run) -> None:
        imported = await run.engine.unclaimed.import_task(REGION, world.tasks[0].task_id)
        await run.until(lambda: run.job(job_id).is_maybe_sent and done(imported.id)(run))
        assert await run.engine.uncertain.candidates(job_id) == []

    world.run(story)
    assert world.paid == [FOX]


def test_a_video_made_with_an_earlier_key_may_be_a_queued_jobs_own(tmp_path: Path) -> None:
    """The copy continues on another computer with a new key of the same account, which the list tells apart."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(job_id))
    world.store, world.key = copy, "sk-two"
    world.now += HOUR

    async def story(run: Run) -> None:
        new = await run.order("A new one", "cat")
        await run.until(lambda: run.job(job_id).is_maybe_sent and done(new)(run))

    world.run(story)
    assert world.paid == [FOX, "A new one"]


def postponed(world: World, job_id: str) -> Callable[[Run], bool]:
    """The condition that the cloud refused the job for now, as it does from here on."""

    def begin(run: Run) -> bool:
        run.cloud.before_create = busy
        return any(each == job_id and isinstance(event, SubmissionPostponed) for each, event in world.store.kept)

    def busy() -> None:
        world.tasks.pop()
        world.paid.pop()
        raise CloudBusy("429")

    return begin


@pytest.mark.logs("waits")
def test_the_users_answer_outlives_a_busy_cloud_and_a_restart(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(job_id))
    world.store = copy
    world.now += HOUR
    is_postponed = postponed(world, job_id)

    async def sends(run: Run) -> None:
        await run.until(lambda: run.job(job_id).is_maybe_sent)
        await run.engine.uncertain.send(job_id)
        await run.until(lambda: is_postponed(run))

    world.run(sends)
    assert world.store.jobs[job_id].stage is JobStage.QUEUED
    world.now += HOUR
    continued(world, done(job_id))


@pytest.mark.logs("waits")
def test_a_clock_set_between_queueing_and_a_busy_cloud_hides_no_video(tmp_path: Path) -> None:
    world = World(tmp_path)
    ids: list[str] = []

    async def first(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.engine.unclaimed.find(REGION)
        ids.append(await run.order(FOX))
        run.clock.wrong_by = 0.0
        run.engine.queue.set_paused(False)
        is_postponed = postponed(world, ids[0])
        await run.until(lambda: is_postponed(run))

    world.run(first, wrong_by=2 * DAY)
    copy = world.older_copy()
    world.now += HOUR
    continued(world, done(*ids))
    world.store = copy
    world.now += HOUR
    continued(world, lambda run: run.job(ids[0]).is_maybe_sent)
    assert world.paid == [FOX]


def test_an_effect_may_begin_with_a_changed_picture() -> None:
    """So another first frame does not rule its video out."""
    facts = TaskFacts(prompts={"t1": "An effect"}, likeness={("t1", "fox"): Likeness.OTHER})
    effect = PendingRequest(
        job_id="job",
        begun_at=1000.0,
        ended_at=2000.0,
        model_id="m",
        prompt="",
        picture="fox",
        equality_key="fox",
        has_effect=True,
    )
    row = TaskRow(task_id="t1", status=TaskStatus.SUCCEEDED, status_text="SUCCEEDED", model_id="m", created_at=1500.0)
    decision = decide(
        [effect],
        [row],
        uncertain=[],
        asked=[],
        owned=[],
        facts=facts,
        timing=SearchTiming(),
        running_until={"job": 2000.0},
    )
    assert decision == Decision(doubted={"job": ("t1",)})


def test_while_a_request_is_sent_its_task_is_not_doubted(tmp_path: Path) -> None:
    """It was ordered in the first seconds of this run, and its task is listed and not recorded yet."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))

    async def story(run: Run) -> None:
        await run.order(FOX)
        await run.until_later(HOUR)
        assert run.job(job_id).stage is JobStage.QUEUED

    world.run(story, answers="crash")
    continued(world, done(*world.store.jobs))
    assert len(world.paid) == 2


def test_of_two_copies_the_one_that_is_checked_later_is_not_asked_about_the_same_task(tmp_path: Path) -> None:
    world = World(tmp_path, work=HOUR)
    ids = queued(world, (FOX, "fox"), (FOX, "fox"))
    world.now += 60
    world.add(FOX, picture_of(world, ids[0]))
    world.now += HOUR
    world.add("A cat sleeps", "cat")

    async def story(run: Run) -> None:
        await run.until(lambda: run.job(ids[0]).is_maybe_sent)
        assert run.job(ids[1]).stage is JobStage.QUEUED
        await run.until(lambda: done(ids[1])(run))

    world.run(story)
    assert world.paid == [FOX]


def test_a_copy_on_another_computer_that_sends_at_the_same_time_is_seen(tmp_path: Path) -> None:
    """It makes the task after this run began, and the first reading shows it."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))

    async def story(run: Run) -> None:
        await run.until_later(20)
        task_id = world.add(FOX, picture_of(world, job_id))
        await run.until(lambda: run.job(job_id).is_maybe_sent)
        (shown,) = await run.engine.uncertain.candidates(job_id)
        assert shown.task_id == task_id

    world.run(story)
    assert not world.paid


def test_a_check_is_too_old_once_another_job_has_kept_the_room(tmp_path: Path) -> None:
    """The copy on another computer sends the second job while the first one is made here."""
    world = World(tmp_path, work=HOUR)
    first, second = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))

    async def story(run: Run) -> None:
        run.engine.queue.set_at_once(1)
        await run.until(lambda: world.paid)
        await run.until_later(HOUR / 2)
        world.add("A cat sleeps", picture_of(world, second))
        await run.until(lambda: done(first)(run) and run.job(second).is_maybe_sent)

    world.run(story)
    assert world.paid == [FOX]


@pytest.mark.logs("waits")
def test_a_job_that_waits_for_the_network_is_checked_again_before_it_is_sent(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))

    async def story(run: Run) -> None:
        def is_checked() -> bool:
            if any(isinstance(event, QueueChecked) for _, event in world.store.kept):
                world.online_from = world.now + HOUR
            return world.online_from > 0

        await run.until(is_checked)
        world.add(FOX, picture_of(world, job_id))
        await run.until(lambda: run.job(job_id).is_maybe_sent)

    world.run(story)
    assert not world.paid


def test_a_computer_that_keeps_sending_does_not_hold_the_queue_up(tmp_path: Path) -> None:
    """Only the tasks that ran at the first reading are waited for."""
    world = World(tmp_path, work=HOUR)
    (job_id,) = queued(world, (FOX, "fox"))
    for number in range(48):
        world.add(f"Another {number}", "cat", made_at=world.now + number * HOUR / 2)

    async def story(run: Run) -> None:
        await run.until(lambda: run.job(job_id).task_id, within=2 * HOUR)

    world.run(story)
    assert world.paid == [FOX]


def test_a_clock_that_was_days_ahead_offline_tells_nothing(tmp_path: Path) -> None:
    """By it the job is queued in the future, so over a day later the list may have lost its task."""
    world = World(tmp_path, online_from=TRUE_START + HOUR)
    ids: list[str] = []

    async def offline(run: Run) -> None:
        run.engine.queue.set_paused(True)
        ids.append(await run.order(FOX))

    world.run(offline, wrong_by=5 * DAY)
    copy = world.older_copy()
    world.now += 2 * HOUR

    async def sends(run: Run) -> None:
        await run.until(lambda: run.job(ids[0]).is_maybe_sent)
        await run.engine.uncertain.send(ids[0])
        await run.until(lambda: done(*ids)(run))

    world.run(sends)
    world.store = copy
    world.now += 2 * DAY
    run = continued(world, lambda run: run.job(ids[0]).is_maybe_sent)
    known = run.job(ids[0]).uncertainty
    assert known is not None
    assert known.unchecked is Unchecked.OTHER_CLOCK
    assert world.paid == [FOX]


def is_asked_about_its_key(world: World, job_id: str) -> bool:
    known = world.store.jobs[job_id].uncertainty
    return known is not None and known.unchecked is Unchecked.OTHER_KEY and world.store.jobs[job_id].is_maybe_sent


@pytest.mark.parametrize("key", ["sk-one", ""], ids=["another key", "no key"])
def test_an_older_copy_with_a_key_of_another_account_asks(key: str, tmp_path: Path) -> None:
    """The list of that account cannot show what was sent with the earlier key."""
    world = World(tmp_path, key=key)
    (job_id,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    world.key = "sk-one"
    if not key:  # the newer copy has sent it with the first key that the user saved

        async def sends(run: Run) -> None:
            await run.until(lambda: is_asked_about_its_key(world, job_id))
            await run.engine.uncertain.send(job_id)

        world.run(sends)
    continued(world, done(job_id))
    world.store, world.key = copy, "sk-stranger"
    world.now += HOUR
    continued(world, lambda _run: is_asked_about_its_key(world, job_id))
    assert world.paid == [FOX]

    async def sends_again(run: Run) -> None:
        await run.engine.uncertain.send(job_id)
        await run.until(lambda: done(job_id)(run))

    world.run(sends_again)
    assert world.paid == [FOX, FOX], "the user wanted it"


@pytest.mark.parametrize("is_learned", [True, False], ids=["by its id", "by a task of ours"])
def test_another_key_of_the_same_account_asks_nothing(is_learned: bool, tmp_path: Path) -> None:
    """The list shows a task of the earlier key."""
    world = World(tmp_path)
    continued_first: list[str] = []

    async def first(run: Run) -> None:
        continued_first.append(await run.order("A cat sleeps", "cat"))
        await run.until(lambda: done(*continued_first)(run))

    world.run(first)
    for number in range(LIST_SIZE):  # the task is on the next page
        world.add(f"{number}", "other", key_id=COLLEAGUE)
    world.now += 600
    ids: list[str] = []

    async def at_a_known_time(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.engine.unclaimed.find(REGION)
        ids.append(await run.order(FOX))

    world.run(at_a_known_time)
    if is_learned:
        world.store.key_ids[f"{REGION}/main", Secret("sk-one").fingerprint] = OUR_KEY
        del world.store.jobs[continued_first[0]]
    else:  # a list that names no keys
        world.tasks[:] = [replace(each, key_id="") for each in world.tasks]
    world.key = "sk-two"
    world.now += HOUR
    continued(world, done(*ids))
    assert world.paid == ["A cat sleeps", FOX]
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]


def test_a_check_moves_the_key_of_a_job_on(tmp_path: Path) -> None:
    """A later run needs no task of the first key."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.key = "sk-two"
    world.add("A cat sleeps", "cat")
    world.store.key_ids[f"{REGION}/main", Secret("sk-one").fingerprint] = OUR_KEY

    async def checked(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.until(lambda: any(isinstance(event, QueueChecked) for _, event in world.store.kept))

    world.run(checked)
    world.tasks.clear()
    world.now += HOUR
    continued(world, done(job_id))
    assert world.paid == [FOX]


@pytest.mark.logs("waits")
def test_a_request_that_a_busy_cloud_sent_back_was_sent_with_its_key(tmp_path: Path) -> None:
    """It was queued without one, and nothing was sent before."""
    world = World(tmp_path, key="")
    ids: list[str] = []

    async def first(run: Run) -> None:
        ids.append(await run.order(FOX))
        run.accounts.keys[REGION] = world.key = "sk-one"
        run.engine.check_all()
        is_postponed = postponed(world, ids[0])
        await run.until(lambda: is_postponed(run))

    world.run(first)
    world.now += HOUR
    continued(world, done(*ids))
    assert world.paid == [FOX]


def test_the_users_answer_moves_the_key_of_a_job_on(tmp_path: Path) -> None:
    """After the user's answer, the key that it was asked with is the one that counts."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.key = "sk-stranger"

    async def answers(run: Run) -> None:
        await run.until(lambda: is_asked_about_its_key(world, job_id))
        run.engine.queue.set_paused(True)
        await run.engine.uncertain.send(job_id)

    world.run(answers)
    continued(world, done(job_id))
    assert world.paid == [FOX]
    assert len([event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]) == 1


def test_a_job_of_a_version_without_the_key_is_checked_as_before(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.store.jobs[job_id] = structs.replace(world.store.jobs[job_id], queue_key=None)
    world.key = "sk-stranger"
    continued(world, done(job_id))
    assert world.paid == [FOX]


@pytest.mark.logs("waits")
def test_a_region_whose_list_is_refused_for_ever_asks(tmp_path: Path) -> None:
    world = World(tmp_path)
    sent, canceled = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))
    world.lists = lambda _now: ListUnreadable("refused")

    async def story(run: Run) -> None:
        await run.until(lambda: all(run.job(each).is_maybe_sent for each in (sent, canceled)), within=HOUR)
        known = run.job(sent).uncertainty
        assert known is not None
        assert known.unchecked is Unchecked.NO_LIST
        await run.engine.uncertain.send(sent)
        await run.engine.jobs.cancel(canceled)
        await run.until(lambda: done(sent)(run))

    world.run(story)
    assert world.paid == [FOX]


@pytest.mark.logs("waits")
def test_a_list_that_is_refused_for_a_minute_asks_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.lists = lambda now: ListUnreadable("refused") if now < TRUE_START + LISTED + 60 else None
    continued(world, done(job_id))
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]


@pytest.mark.logs("waits")
def test_no_network_asks_nothing(tmp_path: Path) -> None:
    world = World(tmp_path, online_from=TRUE_START + 5 * HOUR)
    (job_id,) = queued(world, (FOX, "fox"))
    continued(world, done(job_id))
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]


def test_a_paused_queue_is_checked_and_continues_after_a_weekend(tmp_path: Path) -> None:
    """The program is open on Friday evening and on Sunday, paused, and resumes on Monday."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    world.now += 20 * HOUR

    async def paused(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.until_later(HOUR)
        assert run.job(job_id).stage is JobStage.QUEUED

    world.run(paused)
    world.now += 20 * HOUR
    continued(world, done(job_id))
    assert world.paid == [FOX]


def test_a_queue_that_stays_paused_for_days_continues(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))

    async def story(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.until_later(3 * DAY)
        assert not world.paid
        run.engine.queue.set_paused(False)
        await run.until(lambda: done(job_id)(run))

    world.run(story)
    assert world.paid == [FOX]
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]


def test_a_paused_queue_asks_about_what_was_sent(tmp_path: Path) -> None:
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    copy = world.older_copy()
    continued(world, done(job_id))
    world.store = copy
    world.now += HOUR

    async def story(run: Run) -> None:
        run.engine.queue.set_paused(True)
        await run.until(lambda: run.job(job_id).is_maybe_sent)

    world.run(story)
    assert world.paid == [FOX]


@pytest.mark.logs("waits")
def test_the_users_answer_is_not_checked_again(tmp_path: Path) -> None:
    """The job was checked in this run, and its list is refused since."""
    world = World(tmp_path, work=HOUR)
    first, second = queued(world, (FOX, "fox"), ("A cat sleeps", "cat"))

    async def story(run: Run) -> None:
        run.engine.queue.set_at_once(1)
        await run.until(lambda: world.paid)
        world.lists = lambda _now: ListUnreadable("refused")
        await run.until(lambda: run.job(second).is_maybe_sent)
        await run.until_later(HOUR)
        await run.engine.uncertain.send(second)
        await run.until(lambda: done(first, second)(run))

    world.run(story)
    doubted = [each for each, event in world.store.kept if isinstance(event, SubmissionDoubted)]
    assert doubted == [second]


def test_a_request_that_becomes_uncertain_during_the_decision_keeps_its_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was in flight when the list was read."""
    world = World(tmp_path)
    (job_id,) = queued(world, (FOX, "fox"))
    compared, lost = asyncio.Event(), asyncio.Event()
    likeness, owners = WorldMedia.likeness, world.store.owners

    async def compare(media: WorldMedia, one: Path, other: Path) -> float:
        compared.set()
        return await likeness(media, one, other)

    async def slow_owners(task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        if compared.is_set() and not lost.is_set():
            lost.set()
            for _ in range(20):
                await asyncio.sleep(0)
        return await owners(task_ids)

    monkeypatch.setattr(WorldMedia, "likeness", compare)
    monkeypatch.setattr(world.store, "owners", slow_owners)

    async def story(run: Run) -> None:
        async def create(*_: object, **__: object) -> Submission:
            world.add(FOX, picture_of(world, job_id))
            await lost.wait()
            raise OutcomeUnknown("the connection was reset")

        monkeypatch.setattr(run.cloud, "create", create)
        new = await run.order(FOX)
        await run.until(lambda: lost.is_set() and run.job(new).stage is JobStage.UNCERTAIN)
        monkeypatch.undo()
        await run.until(lambda: done(job_id, new)(run))

    world.run(story)
    assert not [event for _, event in world.store.kept if isinstance(event, SubmissionDoubted)]
