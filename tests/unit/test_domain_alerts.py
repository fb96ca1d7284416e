"""Which jobs that have ended are told outside the window, and when."""

from __future__ import annotations

from tests.support.jobs import a_job
from wandesk.domain.alerts import AT_MOST, TOGETHER, Ending, Endings
from wandesk.domain.job import JobStage
from wandesk.domain.job_news import JobNews


def ending(job_id: str, stage: JobStage = JobStage.DONE) -> Ending:
    return Ending(job=a_job(job_id, stage), news=JobNews.READY if stage is JobStage.DONE else JobNews.FAILED)


def ids(endings: tuple[Ending, ...]) -> list[str]:
    return [each.job.id for each in endings]


def test_what_ends_close_together_is_one_message() -> None:
    endings = Endings()
    assert endings.due_at() is None
    endings.ended(ending("a"), at=10.0, is_seen=False)
    assert endings.due_at() == 10.0 + TOGETHER
    endings.ended(ending("b", JobStage.FAILED), at=12.0, is_seen=False)
    assert endings.due_at() == 12.0 + TOGETHER
    assert ids(endings.take(is_at_window=False)) == ["a", "b"]
    assert endings.due_at() is None
    assert endings.take(is_at_window=False) == ()


def test_a_stream_of_endings_is_not_put_off_for_ever() -> None:
    endings = Endings()
    for number in range(20):
        endings.ended(ending(str(number)), at=float(2 * number), is_seen=False)
    assert endings.due_at() == AT_MOST


def test_what_was_ordered_together_is_told_when_all_of_it_is_over() -> None:
    endings = Endings()
    endings.ended(ending("a"), at=10.0, is_seen=False, beside=("b", "c", "d"))
    assert endings.due_at() is None
    endings.ended(ending("alone"), at=20.0, is_seen=False)
    assert ids(endings.take(is_at_window=False)) == ["alone"]
    endings.release("c", at=90.0)  # cancelled by the user: nothing to tell
    endings.drop("d", at=95.0)
    assert endings.due_at() is None
    endings.ended(ending("b"), at=200.0, is_seen=False, beside=())
    assert endings.due_at() == 200.0 + TOGETHER
    assert ids(endings.take(is_at_window=False)) == ["a", "b"]


def test_nothing_is_told_at_the_window_or_later() -> None:
    endings = Endings()
    endings.ended(ending("a"), at=0.0, is_seen=False)
    assert endings.take(is_at_window=True) == ()
    assert endings.take(is_at_window=False) == ()
    endings.ended(ending("b"), at=0.0, is_seen=True)  # the user left the window a moment later
    assert endings.take(is_at_window=False) == ()
    endings.ended(ending("c"), at=0.0, is_seen=False)
    endings.seen()  # the user came back for a moment
    assert endings.take(is_at_window=False) == ()


def test_a_batch_that_the_user_saw_in_part_is_told_whole() -> None:
    endings = Endings()
    endings.ended(ending("a"), at=0.0, is_seen=True, beside=("b",))
    endings.ended(ending("b"), at=50.0, is_seen=False)
    assert ids(endings.take(is_at_window=False)) == ["a", "b"]


def test_a_job_that_ends_again_or_is_removed_counts_once_or_not_at_all() -> None:
    endings = Endings()
    endings.ended(ending("a", JobStage.FAILED), at=0.0, is_seen=False)
    endings.ended(ending("a"), at=1.0, is_seen=False)
    endings.ended(ending("b"), at=1.0, is_seen=False)
    endings.drop("b", at=2.0)
    (told,) = endings.take(is_at_window=False)
    assert told.news is JobNews.READY
