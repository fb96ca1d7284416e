"""The send queue's pure rules: which job is next, how many at once, how fast."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.jobs import NOW, a_job
from wandesk.domain.job import Job, JobStage
from wandesk.domain.pacing import LONGEST_RETRY_AFTER
from wandesk.domain.progress import WaitReason
from wandesk.domain.send_queue import (
    LONGEST_AT_CLOUD,
    SLOW_FOR,
    in_send_order,
    moved,
    needs_computer,
    neighbour,
    occupies_room,
    pace_of,
    position_of,
    room,
)
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
MODEL = "wan2.5-i2v-preview"


def line(count: int, *, apart: float = 1.0, **changes: Any) -> list[Job]:
    return [a_job(f"{number}", created_at=NOW + number * apart, **changes) for number in range(count)]


def after_move(jobs: list[Job], places: dict[str, float]) -> str:
    return "".join(
        job.id for job in in_send_order(replace(job, position=places.get(job.id, job.position)) for job in jobs)
    )


@pytest.mark.parametrize(
    ("ids", "where", "order"),
    [
        (["3"], {}, "30124"),
        (["3"], {"before": "1"}, "03124"),
        (["0"], {"after": "4"}, "12340"),
        (["0", "1"], {"after": "2"}, "20134"),
        (["4", "2"], {}, "24013"),
        (["2"], {"before": "nobody"}, "01234"),
        (["nobody"], {}, "01234"),
        (["0", "1"], {}, "01234"),
    ],
)
def test_jobs_are_moved_and_the_others_keep_their_order(ids: list[str], where: dict[str, str], order: str) -> None:
    jobs = line(5)
    assert after_move(jobs, moved(jobs, ids, **where)) == order


def test_without_space_between_two_places_others_move_too() -> None:
    jobs = line(5, apart=0.0)
    places = moved(jobs, ["4"], before="2")
    assert after_move(jobs, places) == "01423"


@given(st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1), st.integers(0, 5), st.booleans()), max_size=30))
def test_any_sequence_of_moves_gives_the_requested_order(moves: list[tuple[set[int], int, bool]]) -> None:
    jobs = line(6)
    expected = [job.id for job in jobs]
    for wished, beside, is_before in moves:
        ids = {str(number) for number in wished}
        jobs = in_send_order(jobs)
        places = moved(jobs, ids, **{"before" if is_before else "after": str(beside)})
        jobs = in_send_order(replace(job, position=places.get(job.id, job.position)) for job in jobs)
        if str(beside) not in ids:
            going = [each for each in expected if each in ids]
            staying = [each for each in expected if each not in ids]
            at = staying.index(str(beside)) + (not is_before)
            expected = [*staying[:at], *going, *staying[at:]]
        assert [job.id for job in jobs] == expected
        assert len({position_of(job) for job in jobs}) == len(jobs)


def test_up_and_down_pass_the_next_one_of_the_same_model() -> None:
    jobs = [*line(2), replace(a_job("x", model="wan2.2-i2v-flash"), created_at=NOW + 1.5), *line(4)[2:]]
    assert neighbour(jobs, ["2"], is_up=True) == "1"
    assert neighbour(jobs, ["1"], is_up=False) == "2"
    assert neighbour(jobs, ["0"], is_up=True) is None
    assert neighbour(jobs, ["x"], is_up=True) is None


def test_the_room_is_twice_the_catalogues_concurrency_unless_the_user_sets_it() -> None:
    offer = CATALOG.offer("singapore", MODEL)
    assert offer is not None
    assert room(offer, at_once=0, is_practice=False) == 2 * offer.concurrency == 10
    assert room(None, at_once=0, is_practice=False) == 4
    assert room(offer, at_once=3, is_practice=False) == 3
    practice = CATALOG.offer("practice", MODEL)
    assert room(practice, at_once=3, is_practice=True) == 10


@pytest.mark.parametrize("stage", list(JobStage))
def test_a_job_that_may_be_at_the_cloud_takes_room_for_three_hours(stage: JobStage) -> None:
    job = replace(a_job(stage=stage), submitted_at=NOW, key_fingerprint="mine")
    is_there = stage in {JobStage.SUBMITTING, JobStage.UNCERTAIN, JobStage.WAITING, JobStage.GENERATING}
    assert occupies_room(job, now=NOW + 60, fingerprint="mine") is is_there
    assert occupies_room(job, now=NOW + 60, fingerprint=None) is is_there
    assert not occupies_room(job, now=NOW + 60, fingerprint="another")
    assert not occupies_room(job, now=NOW + LONGEST_AT_CLOUD + 1, fingerprint="mine")


def test_throttling_slows_down_and_time_speeds_up_again() -> None:
    pace = pace_of(CATALOG.offer("singapore", MODEL)).after_request(100.0)
    assert pace.delay(100.0) == pytest.approx(0.2)
    slowed = pace.after_throttling(100.0, None)
    assert slowed.delay(100.0) == 2.0
    assert slowed.after_request(102.0).delay(102.0) == pytest.approx(0.4)
    assert pace.after_throttling(100.0, 30.0).delay(100.0) == 30.0
    assert pace.after_throttling(100.0, 1e9).delay(100.0) == LONGEST_RETRY_AFTER
    worst = slowed
    for _ in range(20):
        worst = worst.after_throttling(200.0, None)
    assert worst.after_request(1000.0).delay(1000.0) <= 32 / 5
    assert slowed.after_request(102.0 + SLOW_FOR + 1).delay(102.0 + SLOW_FOR + 1) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("stage", "waits_for", "is_paused", "is_needed"),
    [
        (JobStage.QUEUED, None, False, True),
        (JobStage.QUEUED, None, True, False),
        (JobStage.QUEUED, WaitReason.KEY, False, False),
        (JobStage.GENERATING, None, True, True),
        (JobStage.DOWNLOADING, WaitReason.NETWORK, False, True),
        (JobStage.DOWNLOADING, WaitReason.FOLDER, False, False),
        (JobStage.UNCERTAIN, None, False, True),
        (JobStage.DONE, None, False, False),
    ],
)
def test_the_computer_stays_awake_for_jobs_that_need_no_user(
    stage: JobStage, waits_for: WaitReason | None, is_paused: bool, is_needed: bool
) -> None:
    job = a_job(stage=stage)
    assert needs_computer(job, waits_for=waits_for, is_paused=is_paused, now=NOW) is is_needed


def test_an_uncertain_job_does_not_keep_the_computer_awake_for_a_day() -> None:
    job = replace(a_job(stage=JobStage.UNCERTAIN), submitted_at=NOW)
    assert not needs_computer(job, waits_for=None, is_paused=False, now=NOW + 4000)
