"""Which task belongs to an uncertain job: every rule of design.md 4, 4, with the cases that break naive rules."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.support.jobs import a_job, a_problem, a_request
from wandesk.domain import reconciliation as uncertainty
from wandesk.domain.job import SINCE_EVER, JobStage, Uncertainty
from wandesk.domain.likeness import Likeness, likeness_of
from wandesk.domain.pending_request import PendingRequest, pending_request
from wandesk.domain.reconciliation import (
    Absence,
    Adopt,
    AskUser,
    Follow,
    Inspect,
    NoMatch,
    Proof,
    Reading,
    judge,
)
from wandesk.domain.search_timing import SearchTiming, next_reading
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus
from wandesk.domain.task_match import TaskFacts

P = SearchTiming()
BEGUN, ENDED = 1000.0, 1010.0
SETTLED = ENDED + P.absence_counts_after
OURS, THEIRS = "42677", "99999"
PROMPT = "A fox turns its head"


def an_order(**changes: Any) -> PendingRequest:
    fields: dict[str, Any] = {
        "job_id": "job",
        "begun_at": BEGUN,
        "ended_at": ENDED,
        "model_id": "wan2.5-i2v-preview",
        "prompt": PROMPT,
        "picture": "fox",
        "equality_key": "fox order",
        "prompt_chars": 1500,
        "key_id": OURS,
    }
    return PendingRequest(**{**fields, **changes})


def a_row(task_id: str = "t1", status: TaskStatus = TaskStatus.SUCCEEDED, **changes: Any) -> TaskRow:
    fields: dict[str, Any] = {
        "model_id": "wan2.5-i2v-preview",
        "request_id": f"r-{task_id}",
        "api_key_id": OURS,
        "created_at": ENDED,
    }
    return TaskRow(task_id=task_id, status=status, status_text=status.value, **{**fields, **changes})


def judged(
    order: PendingRequest,
    *rows: TaskRow,
    others: tuple[PendingRequest, ...] = (),
    owned: tuple[str, ...] = (),
    prompts: dict[str, str | None] | None = None,
    likeness: dict[tuple[str, str], Likeness] | None = None,
    at: float = SETTLED,
    absence: Absence | None = None,
    back_to: float | None = None,
    is_proof: bool = True,
) -> uncertainty.Verdict:
    """Without `likeness` every first frame is the picture of every request."""
    reading = Reading(rows=rows, taken_at=at, back_to=back_to, is_proof=is_proof)
    if likeness is None:
        pictures = {each.picture for each in (order, *others)}
        likeness = {(row.task_id, picture): Likeness.SAME for row in rows for picture in pictures}
    facts = TaskFacts(prompts=prompts or {}, likeness=likeness)
    return judge(order, reading, others=others, owned=owned, facts=facts, absence=absence or Absence(), timing=P)


# ---------------------------------------------------------------- request ids


def test_the_row_with_our_request_id_is_adopted_whatever_else_it_says() -> None:
    order = an_order(request_id="r-ours", prompt="", key_id=None)
    row = a_row("t9", TaskStatus.RUNNING, request_id="r-ours", created_at=None, api_key_id=THEIRS)
    verdict = judged(order, a_row("t1"), row, at=ENDED)
    assert verdict == Adopt(row=row, proof=Proof.REQUEST_ID)


@pytest.mark.parametrize(("times", "expected"), [(0, NoMatch.WAIT), (1, NoMatch.WAIT), (2, NoMatch.NOT_MADE)])
def test_two_readings_without_our_request_id_mean_that_no_task_was_made(times: int, expected: NoMatch) -> None:
    order = an_order(request_id="r-ours")
    assert judged(order, a_row("t1"), absence=Absence(times=times)) is expected


def test_a_row_with_our_request_id_that_another_job_owns_was_made() -> None:
    """The user gave it to another job or imported it: the task was made, so the job is not called free of charge."""
    order, row = an_order(request_id="r-ours"), a_row("t1", request_id="r-ours")
    assert judged(order, row, owned=("t1",), absence=Absence(times=5)) is NoMatch.HOLD


def test_an_unproven_request_id_decides_only_where_it_is_listed() -> None:
    """A gateway's own id is in no row: rows with other ids may be ours, and its absence proves nothing."""
    order = an_order(request_id="r-gateway", has_proven_id=False)
    assert judged(order, a_row("t1", request_id="r-gateway")) == Adopt(
        row=a_row("t1", request_id="r-gateway"), proof=Proof.REQUEST_ID
    )
    assert judged(order, a_row("t1", TaskStatus.RUNNING)) == Follow(task_ids=("t1",))
    assert judged(order, absence=Absence(times=5)) is NoMatch.NOT_SHOWN


def test_a_row_without_a_request_id_may_be_ours() -> None:
    order = an_order(request_id="r-ours")
    verdict = judged(order, a_row("t1", TaskStatus.RUNNING, request_id=""), absence=Absence(times=5))
    assert verdict == Follow(task_ids=("t1",))


# ---------------------------------------------------------------- candidates


@pytest.mark.parametrize(
    "changes",
    [
        {"model_id": "wan2.6-i2v"},
        {"created_at": BEGUN - P.margin_before - 0.1},
        {"created_at": ENDED + P.margin_after + 0.1},
        {"created_at": None},
        {"api_key_id": THEIRS},
        {"status": TaskStatus.FAILED},
        {"status": TaskStatus.CANCELED},
    ],
)
def test_a_row_that_cannot_be_ours_is_no_candidate(changes: dict[str, Any]) -> None:
    row = replace(a_row(), **changes)
    assert judged(an_order(), row, prompts={"t1": PROMPT}) is NoMatch.WAIT
    assert judged(an_order(), row, prompts={"t1": PROMPT}, absence=Absence(times=2)) is NoMatch.NOT_SHOWN


def test_the_window_is_60_s_before_the_first_byte_to_120_s_after_the_end() -> None:
    assert (P.margin_before, P.margin_after) == (60.0, 120.0)
    for moment in (BEGUN - 60.0, ENDED + 120.0):
        assert isinstance(judged(an_order(), a_row(created_at=moment), prompts={"t1": PROMPT}), Adopt)


def test_a_task_that_a_job_owns_is_no_candidate() -> None:
    assert judged(an_order(), a_row(), owned=("t1",), prompts={"t1": PROMPT}) is NoMatch.WAIT


def test_another_keys_task_with_the_same_prompt_in_the_same_second_is_never_adopted() -> None:
    ours, theirs = a_row("t1"), a_row("t2", api_key_id=THEIRS)
    prompts: dict[str, str | None] = {"t1": PROMPT, "t2": PROMPT}
    assert judged(an_order(), theirs, prompts=prompts, absence=Absence(times=9)) is NoMatch.NOT_SHOWN
    assert judged(an_order(), ours, theirs, prompts=prompts) == Adopt(row=ours, proof=Proof.PROMPT)


def test_two_tasks_of_our_key_with_the_same_prompt_in_the_same_second_ask_the_user() -> None:
    verdict = judged(an_order(), a_row("t1"), a_row("t2"), prompts={"t1": PROMPT, "t2": PROMPT})
    assert verdict == AskUser(task_ids=("t1", "t2"))


def test_while_our_key_id_is_unknown_every_keys_task_is_a_candidate() -> None:
    order, theirs = an_order(key_id=None), a_row("t2", api_key_id=THEIRS)
    assert judged(order, a_row("t1"), theirs, prompts={"t1": PROMPT, "t2": PROMPT}) == AskUser(task_ids=("t1", "t2"))


# ---------------------------------------------------------------- evidence


def test_a_candidate_that_runs_for_8_minutes_is_polled_all_the_time() -> None:
    for minutes in range(1, 9):
        verdict = judged(an_order(), a_row("t1", TaskStatus.RUNNING), at=ENDED + 60 * minutes)
        assert verdict == Follow(task_ids=("t1",))
    assert judged(an_order(), a_row("t1"), at=ENDED + 500) == Inspect(read=("t1",))
    assert isinstance(judged(an_order(), a_row("t1"), at=ENDED + 500, prompts={"t1": PROMPT}), Adopt)


@pytest.mark.parametrize("status", [TaskStatus.PENDING, TaskStatus.UNKNOWN, TaskStatus.OTHER])
def test_an_unfinished_candidate_is_polled(status: TaskStatus) -> None:
    assert judged(an_order(), a_row("t1", status)) == Follow(task_ids=("t1",))


def test_a_matching_task_waits_for_another_candidate_that_still_runs() -> None:
    rows = (a_row("t1"), a_row("t2", TaskStatus.RUNNING))
    assert judged(an_order(), *rows, prompts={"t1": PROMPT}) == Follow(task_ids=("t2",))
    failed = replace(rows[1], status=TaskStatus.FAILED)
    assert isinstance(judged(an_order(), rows[0], failed, prompts={"t1": PROMPT}), Adopt)


def test_nothing_is_adopted_while_the_list_may_lack_a_task() -> None:
    """The list is late by 60 s: the first task that it shows need not be ours."""
    prompts: dict[str, str | None] = {"t1": PROMPT, "t2": PROMPT}
    assert judged(an_order(), a_row("t1"), prompts=prompts, at=ENDED + 60) is NoMatch.HOLD
    assert judged(an_order(), a_row("t1"), a_row("t2"), prompts=prompts, at=ENDED + P.list_delay) == AskUser(
        task_ids=("t1", "t2")
    )


def test_nothing_is_adopted_from_a_list_that_was_not_read_far_enough() -> None:
    prompts: dict[str, str | None] = {"t1": PROMPT}
    assert judged(an_order(), a_row(), prompts=prompts, back_to=BEGUN - P.margin_before) is NoMatch.HOLD
    assert isinstance(judged(an_order(), a_row(), prompts=prompts, back_to=BEGUN - P.margin_before - 1), Adopt)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a  fox\n runs ", "a fox runs"),
        ("cafe\u0301", "caf\u00e9"),
        ("x" * 1600, "x" * 1500),
        ("word " * 400, ("word " * 400)[:1500]),
        ("\U0001f98a" * 800, "\U0001f98a" * 750),  # cut in UTF-16 units
        ("狐" * 1600, "狐" * 500),  # cut in bytes
    ],
)
def test_prompts_that_look_the_same_match(ours: str, theirs: str) -> None:
    assert isinstance(judged(an_order(prompt=ours), a_row(), prompts={"t1": theirs}), Adopt)


@pytest.mark.parametrize("theirs", ["x" * 1400, "x" * 100, "y" * 1500, "x" * 1501])
def test_a_beginning_that_ends_where_no_model_cuts_does_not_match(theirs: str) -> None:
    verdict = judged(an_order(prompt="x" * 1600), a_row(), prompts={"t1": theirs})
    assert verdict == AskUser(task_ids=("t1",))


def test_the_same_prompt_alone_proves_nothing() -> None:
    """A colleague of the account may have used it, while our request never arrived."""
    order, prompts = an_order(key_id=None), {"t1": PROMPT}
    assert judged(order, a_row(), prompts=dict(prompts), likeness={}) == Inspect(compare=(("t1", "job"),))
    for likeness, expected in (
        (Likeness.SAME, Adopt(row=a_row(), proof=Proof.PROMPT)),
        (Likeness.UNCLEAR, Adopt(row=a_row(), proof=Proof.PROMPT)),
        (Likeness.INCOMPARABLE, AskUser(task_ids=("t1",))),
        (Likeness.OTHER, NoMatch.WAIT),
    ):
        assert judged(order, a_row(), prompts=dict(prompts), likeness={("t1", "fox"): likeness}) == expected
    other = {("t1", "fox"): Likeness.OTHER}
    lost = judged(order, a_row(), prompts=dict(prompts), likeness=other, absence=Absence(times=2))
    assert lost is NoMatch.NOT_SHOWN


def test_a_task_with_our_prompt_and_another_picture_excludes_no_other_task() -> None:
    prompts: dict[str, str | None] = {"t0": PROMPT, "t1": "A cat sleeps"}
    rows, seen = (a_row("t0"), a_row("t1")), {("t0", "fox"): Likeness.OTHER}
    assert judged(an_order(), *rows, prompts=prompts, likeness=seen) == Inspect(compare=(("t1", "job"),))
    seen[("t1", "fox")] = Likeness.SAME
    assert judged(an_order(), *rows, prompts=prompts, likeness=seen) == AskUser(task_ids=("t1",))


@pytest.mark.parametrize(
    ("order", "prompt"),
    [
        (an_order(prompt=""), None),
        (an_order(prompt="  \n"), ""),
        (an_order(has_effect=True), PROMPT),
        (an_order(has_effect=True), None),
        (an_order(), None),
    ],
)
def test_an_empty_prompt_or_an_effect_alone_proves_nothing(order: PendingRequest, prompt: str | None) -> None:
    prompts = {"t1": prompt}
    assert judged(order, a_row(), prompts=prompts, likeness={}) == Inspect(compare=(("t1", "job"),))
    for likeness in (Likeness.SAME, Likeness.UNCLEAR, Likeness.INCOMPARABLE):
        verdict = judged(order, a_row(), prompts=prompts, likeness={("t1", "fox"): likeness})
        assert verdict == AskUser(task_ids=("t1",))
    other = judged(order, a_row(), prompts=prompts, likeness={("t1", "fox"): Likeness.OTHER})
    # An effect may change the first frame: only the user can rule such a video out.
    assert other == (AskUser(task_ids=("t1",)) if order.has_effect else NoMatch.WAIT)


def test_a_request_without_picture_and_prompt_asks_the_user() -> None:
    assert judged(an_order(prompt="", picture=""), a_row(), prompts={"t1": ""}) == AskUser(task_ids=("t1",))


def test_another_prompt_is_excluded_with_another_picture_and_asks_with_ours() -> None:
    prompts: dict[str, str | None] = {"t1": "A cat sleeps"}
    assert judged(an_order(), a_row(), prompts=prompts, likeness={("t1", "fox"): Likeness.OTHER}) is NoMatch.WAIT
    for likeness in (Likeness.SAME, Likeness.UNCLEAR):
        assert judged(an_order(), a_row(), prompts=prompts, likeness={("t1", "fox"): likeness}) == AskUser(
            task_ids=("t1",)
        )


@pytest.mark.parametrize(
    ("theirs", "likeness", "expected"),
    [
        ("A cat sleeps", Likeness.SAME, "ours"),
        ("A cat sleeps", Likeness.UNSEEN, "ours"),
        (PROMPT, Likeness.OTHER, "ours"),
        ("A fox turns its", Likeness.SAME, "ours"),
        (PROMPT, Likeness.SAME, "asked"),
        ("", Likeness.SAME, "asked"),
        (None, Likeness.UNCLEAR, "asked"),
        ("", Likeness.OTHER, "ours"),
    ],
)
def test_beside_a_task_with_our_prompt_one_with_another_prompt_is_excluded(
    theirs: str | None, likeness: Likeness, expected: str
) -> None:
    """Even with the same picture; one without a prompt may still be ours."""
    ours, foreign = a_row("t1"), a_row("t0", created_at=ENDED - 1)
    prompts = {"t1": PROMPT, "t0": theirs}
    seen = {("t0", "fox"): likeness, ("t1", "fox"): Likeness.SAME}
    verdict = judged(an_order(), ours, foreign, prompts=prompts, likeness=seen)
    assert verdict == (Adopt(row=ours, proof=Proof.PROMPT) if expected == "ours" else AskUser(task_ids=("t0", "t1")))


def test_two_tasks_with_our_prompt_ask_the_user_without_the_one_with_another() -> None:
    prompts: dict[str, str | None] = {"t0": "A cat sleeps", "t1": PROMPT, "t2": PROMPT}
    rows = [a_row(each) for each in prompts]
    assert judged(an_order(), *rows, prompts=prompts) == AskUser(task_ids=("t1", "t2"))


def test_without_a_time_of_its_own_a_request_asks_about_no_task_with_another_prompt() -> None:
    """All tasks of a day are candidates then."""
    order = an_order(begun_at=SINCE_EVER)
    prompts: dict[str, str | None] = {"t0": "A cat sleeps", "t1": None}
    assert judged(order, a_row("t0"), prompts=prompts, likeness={}) is NoMatch.WAIT
    assert judged(order, a_row("t0"), a_row("t1"), prompts=prompts, likeness={}) == Inspect(compare=(("t1", "job"),))


def test_a_ruled_out_task_is_no_candidate_unless_it_has_our_request_id() -> None:
    prompts: dict[str, str | None] = {"t1": PROMPT, "t2": PROMPT}
    order, rows = an_order(ruled_out=("t1",)), (a_row("t1"), a_row("t2"))
    assert judged(order, rows[0], prompts=prompts, absence=Absence(times=2)) is NoMatch.NOT_SHOWN
    assert judged(order, *rows, prompts=prompts) == Adopt(row=rows[1], proof=Proof.PROMPT)
    known = replace(order, request_id="r-t1")
    assert judged(known, rows[0]) == Adopt(row=rows[0], proof=Proof.REQUEST_ID)


# ---------------------------------------------------------------- several of our requests


def test_two_equal_requests_get_two_equal_tasks_in_the_order_of_creation() -> None:
    first, second = an_order(job_id="a"), an_order(job_id="b", begun_at=BEGUN + 1, ended_at=ENDED + 1)
    rows = (a_row("t2", created_at=ENDED + 1), a_row("t1", created_at=ENDED))
    prompts: dict[str, str | None] = {"t1": PROMPT, "t2": PROMPT}
    assert judged(first, *rows, others=(second,), prompts=prompts) == Adopt(row=rows[1], proof=Proof.PROMPT)
    assert judged(second, *rows, others=(first,), prompts=prompts) == Adopt(row=rows[0], proof=Proof.PROMPT)


def test_of_two_equal_requests_the_first_gets_the_only_task() -> None:
    first, second = an_order(job_id="a"), an_order(job_id="b", begun_at=BEGUN + 1)
    prompts: dict[str, str | None] = {"t1": PROMPT}
    assert isinstance(judged(first, a_row(), others=(second,), prompts=prompts), Adopt)
    assert judged(second, a_row(), others=(first,), prompts=prompts) is NoMatch.WAIT
    closed = replace(first, is_closed=True)
    assert isinstance(judged(second, a_row(), others=(closed,), prompts=prompts), Adopt)


def test_more_equal_tasks_than_requests_ask_the_user() -> None:
    orders = [an_order(job_id=name) for name in "ab"]
    rows = [a_row(name) for name in ("t1", "t2", "t3")]
    verdict = judged(orders[0], *rows, others=(orders[1],), prompts=dict.fromkeys(("t1", "t2", "t3"), PROMPT))
    assert verdict == AskUser(task_ids=("t1", "t2", "t3"))


def test_a_batch_of_one_picture_is_distinguished_by_its_prompts() -> None:
    prompt_of = {f"t{number}": f"prompt {number}" for number in range(5)}
    orders = [an_order(job_id=task, prompt=prompt, equality_key=prompt) for task, prompt in prompt_of.items()]
    rows = [a_row(task) for task in prompt_of]
    for order in orders:
        others = tuple(each for each in orders if each is not order)
        verdict = judged(order, *rows, others=others, prompts=dict(prompt_of))
        assert isinstance(verdict, Adopt)
        assert verdict.row.task_id == order.job_id


def test_two_pictures_without_prompts_ask_the_user_about_the_video_of_each() -> None:
    fox, cat = (an_order(job_id=name, picture=name, prompt="", equality_key=name) for name in ("fox", "cat"))
    rows = (a_row("t1"), a_row("t2"))
    prompts: dict[str, str | None] = {"t1": None, "t2": None}
    wanted = judged(fox, *rows, others=(cat,), prompts=prompts, likeness={})
    assert wanted == Inspect(compare=(("t1", "fox"), ("t1", "cat"), ("t2", "fox"), ("t2", "cat")))
    seen = {
        (task, name): Likeness.SAME if (task, name) in {("t1", "fox"), ("t2", "cat")} else Likeness.OTHER
        for task, name in itertools.product(("t1", "t2"), ("fox", "cat"))
    }
    assert judged(fox, *rows, others=(cat,), prompts=prompts, likeness=seen) == AskUser(task_ids=("t1",))
    assert judged(cat, *rows, others=(fox,), prompts=prompts, likeness=seen) == AskUser(task_ids=("t2",))


def test_two_pictures_with_the_same_prompt_are_distinguished_by_their_first_frames() -> None:
    fox, cat = (an_order(job_id=name, picture=name, equality_key=name) for name in ("fox", "cat"))
    rows = (a_row("t1"), a_row("t2"))
    prompts: dict[str, str | None] = {"t1": PROMPT, "t2": PROMPT}
    seen = {
        (task, name): Likeness.SAME if (task, name) in {("t1", "fox"), ("t2", "cat")} else Likeness.OTHER
        for task, name in itertools.product(("t1", "t2"), ("fox", "cat"))
    }
    found = [judged(fox, *rows, others=(cat,), prompts=prompts, likeness=seen)]
    found += [judged(cat, *rows, others=(fox,), prompts=prompts, likeness=seen)]
    assert found == [Adopt(row=row, proof=Proof.PROMPT) for row in rows]


def test_one_task_that_fits_two_different_requests_asks_the_user() -> None:
    calm, wild = (an_order(job_id=name, prompt="", equality_key=name) for name in ("calm", "wild"))
    seen = {("t1", "fox"): Likeness.SAME}
    for mine, other in ((calm, wild), (wild, calm)):
        assert judged(mine, a_row(), others=(other,), prompts={"t1": None}, likeness=seen) == AskUser(task_ids=("t1",))


def test_while_another_request_is_in_flight_nothing_is_adopted_that_may_be_its_own() -> None:
    sending = an_order(
        job_id="b", prompt="A cat", equality_key="cat", begun_at=ENDED, ended_at=SETTLED, is_sending=True
    )
    prompts: dict[str, str | None] = {"t1": PROMPT}
    assert judged(an_order(), a_row(), others=(sending,), prompts=prompts) is NoMatch.HOLD
    later = replace(sending, begun_at=SETTLED)
    assert isinstance(judged(an_order(), a_row(), others=(later,), prompts=prompts), Adopt)


# ---------------------------------------------------------------- absence and the end


def test_absence_counts_3_minutes_after_the_post_in_spaced_whole_readings() -> None:
    order, complete = an_order(), Reading(rows=(), taken_at=SETTLED, back_to=None)
    once = Absence().after(order, complete, P)
    assert once.times == 1
    assert once.after(order, replace(complete, taken_at=SETTLED + P.between_readings - 1), P).times == 1
    assert once.after(order, replace(complete, taken_at=SETTLED + P.between_readings), P).times == 2
    for changes in (
        {"taken_at": SETTLED - 1},
        {"back_to": BEGUN - P.margin_before},
        {"is_proof": False},
        {"taken_at": BEGUN + P.search_for},  # the list has forgotten such tasks by now
    ):
        assert Absence().after(order, replace(complete, **changes), P).times == 0


def test_after_24_hours_the_search_ends() -> None:
    assert judged(an_order(), at=ENDED + P.search_for - 1, absence=Absence(times=2)) is NoMatch.NOT_SHOWN
    assert judged(an_order(), at=ENDED + P.search_for) is NoMatch.GIVE_UP
    assert judged(an_order(), a_row(), at=ENDED + P.search_for, prompts={"t1": PROMPT}) == Adopt(
        row=a_row(), proof=Proof.PROMPT
    )


@pytest.mark.parametrize(
    ("age", "is_open", "delay"),
    [
        (0.5, True, 1.5),
        (60.0, True, 15.0),
        (190.0, False, 110.0),
        (300.0, False, 600.0),
        (900.0, False, 2700.0),
        (3600.0, False, 3600.0),
        (50_000.0, False, 3600.0),
    ],
)
def test_the_list_is_read_again_at_5_15_and_60_minutes(age: float, is_open: bool, delay: float) -> None:
    assert next_reading(age=age, is_open=is_open, timing=P) == delay


@pytest.mark.parametrize(
    ("similarity", "likeness"),
    [(1.0, Likeness.SAME), (0.95, Likeness.SAME), (0.9, Likeness.UNCLEAR), (0.7, Likeness.OTHER), (-1, Likeness.OTHER)],
)
def test_similarity_becomes_a_likeness(similarity: float, likeness: Likeness) -> None:
    assert likeness_of(similarity) is likeness


# ---------------------------------------------------------------- the request of a job


def test_equal_requests_differ_only_in_file_names_and_prices() -> None:
    about = Uncertainty(begun_at=BEGUN, ended_at=ENDED)
    frame = a_request().first_frame
    assert frame is not None

    def alike(**changes: Any) -> object:
        job = a_job(stage=JobStage.UNCERTAIN, **changes)
        return pending_request(job, about, key_id=None, prompt_chars=None).equality_key

    assert alike() == alike(estimate=None, first_frame=replace(frame, name="copy.jpg"))
    for changes in ({"prompt": "other"}, {"seed": 1}, {"first_frame": replace(frame, sha256="b" * 64)}):
        assert alike() != alike(**changes)


def test_the_request_of_an_uncertain_job() -> None:
    job = a_job(
        stage=JobStage.UNCERTAIN, problem=a_problem(Sentence.REQUEST_UNCERTAIN, request_id="r-1"), template="flying"
    )
    order = pending_request(job, Uncertainty(begun_at=BEGUN, ended_at=ENDED), key_id=OURS, prompt_chars=800)
    assert (order.request_id, order.has_effect, order.picture) == ("r-1", True, "a" * 64)
    assert (order.is_sending, order.is_closed, order.key_id, order.prompt_chars) == (False, False, OURS, 800)


# ---------------------------------------------------------------- the whole table


def test_every_combination_has_a_verdict_and_only_proof_adopts_a_task() -> None:
    """Every combination of small facts: total, never adopted without proof, never taken from another job."""
    statuses = (TaskStatus.RUNNING, TaskStatus.SUCCEEDED, TaskStatus.FAILED)
    count = 0
    for first, second, words1, words2, like, prompt, effect, key, at, owned in itertools.product(
        statuses,
        (None, *statuses),
        (PROMPT, "other", None),
        (PROMPT, "other", None),
        (Likeness.SAME, Likeness.OTHER, Likeness.UNCLEAR, Likeness.INCOMPARABLE),
        (PROMPT, ""),
        (False, True),
        (OURS, THEIRS),
        (ENDED, SETTLED, ENDED + P.search_for),
        ((), ("t1",)),
    ):
        rows = [a_row("t1", first, api_key_id=key)]
        rows += [a_row("t2", second)] if second is not None else []
        order = an_order(prompt=prompt, has_effect=effect)
        verdict = judged(
            order,
            *rows,
            prompts={"t1": words1, "t2": words2},
            likeness={("t1", "fox"): like, ("t2", "fox"): Likeness.OTHER},
            at=at,
            owned=owned,
        )
        count += 1
        if isinstance(verdict, Adopt):
            row = verdict.row
            assert row.status is TaskStatus.SUCCEEDED
            assert row.task_id not in owned
            assert row.api_key_id == OURS
            assert at >= ENDED + P.list_delay
            is_said = not effect and prompt and {"t1": words1, "t2": words2}[row.task_id] == prompt
            assert is_said
            assert row.task_id == "t1"  # the other one has another picture
            assert like is not Likeness.OTHER
            assert verdict.proof is Proof.PROMPT
        if isinstance(verdict, AskUser):
            assert set(verdict.task_ids) <= {row.task_id for row in rows} - set(owned)
        assert verdict is not NoMatch.NOT_MADE  # no request id was seen
    assert count == 3 * 4 * 3 * 3 * 4 * 2 * 2 * 2 * 3 * 2
