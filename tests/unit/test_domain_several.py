"""Several pictures and failed jobs: what one press orders, in which order, and what it leaves out."""

from __future__ import annotations

from decimal import Decimal

from tests.support.fakes import PICTURE
from tests.support.jobs import NOW, a_job
from wandesk.domain.draft import new_draft
from wandesk.domain.found_files import natural_key
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Picture
from wandesk.domain.price import Price, totals_of
from wandesk.domain.redoing import costs_to_ask, to_redo
from wandesk.domain.sentences import Sentence
from wandesk.domain.several import order_of, rest_of
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
DRAFT = replace(new_draft(CATALOG, "singapore", "wan2.5-i2v-preview"), prompt="a prompt")
GOOD = [Picture(path=f"/{number}.jpg", facts=PICTURE) for number in range(3)]
USD, CNY = (Price(amount=Decimal("0.5"), currency=each) for each in ("USD", "CNY"))
TINY = Picture(path="/tiny.jpg", facts=replace(PICTURE, width=90, height=90))


def test_each_picture_has_copies_of_its_own() -> None:
    order = order_of(replace(DRAFT, picture=GOOD[1], seed=7), GOOD, 2, CATALOG)
    assert [(each.picture, each.seed) for each in order.drafts] == [
        (picture, seed) for picture in GOOD for seed in (7, 8)
    ]
    assert {each.prompt for each in order.drafts} == {"a prompt"}
    assert order.pictures == 3
    assert rest_of(order.drafts, 3).pictures == 2


def test_a_picture_that_cannot_be_sent_is_left_out_with_its_reason() -> None:
    order = order_of(replace(DRAFT, picture=TINY), [TINY, *GOOD], 1, CATALOG)
    assert [each.picture for each in order.drafts] == GOOD
    assert [(each.name, each.problem.sentence) for each in order.left_out] == [("tiny.jpg", Sentence.PICTURE_TOO_SMALL)]


def test_one_picture_is_no_series() -> None:
    draft = replace(DRAFT, picture=GOOD[0])
    assert order_of(draft, (), 1, CATALOG).drafts == (draft,)
    assert order_of(draft, GOOD[:1], 2, CATALOG).drafts == (draft, draft)


def test_names_are_sorted_as_people_do() -> None:
    wanted = [
        *("a9.png", "a10b3.png", "a10b20.png", "b.jpg"),
        *("photo.jpg", "Photo 2.jpg", "photo 10.jpg", "猫2.jpg", "猫10.jpg"),
    ]
    assert sorted([*wanted[4:], *wanted[:4]], key=natural_key) == wanted
    assert sorted(["x/2.jpg", "a/10.jpg"], key=natural_key) == ["x/2.jpg", "a/10.jpg"]


# ---------------------------------------------------------------- failed ones again


def failed(job_id: str, *, at: float, **changes: object) -> Job:
    return a_job(job_id, JobStage.FAILED, created_at=at - 50, stage_since=at, finished_at=at, **changes)


def test_only_failed_jobs_are_redone() -> None:
    jobs = [a_job(stage.value, stage) for stage in JobStage]
    assert [job.id for job in to_redo(jobs, jobs, CATALOG)] == ["failed"]
    closed = [job for job in jobs if job.stage in (JobStage.UNCERTAIN, JobStage.EXPIRED)]
    assert closed
    assert not to_redo(closed, (), CATALOG), "they may have been paid"


def test_what_was_generated_again_already_is_left_alone() -> None:
    lost = [failed(f"lost-{number}", at=NOW) for number in range(3)]
    twin = a_job("twin", JobStage.DONE, created_at=NOW - 60)
    later = a_job("later", JobStage.WAITING, created_at=NOW + 10)
    other = a_job("other", JobStage.DONE, created_at=NOW + 10, prompt="another")
    listed = [*lost, twin, later, other]
    assert [job.id for job in to_redo(lost, listed, CATALOG)] == ["lost-1", "lost-2"]
    assert [job.id for job in to_redo(lost, [*lost, twin, other], CATALOG)] == ["lost-0", "lost-1", "lost-2"]


def test_of_a_job_and_its_failed_repetition_only_one_is_redone() -> None:
    first, again = failed("first", at=NOW), failed("again", at=NOW + 60)
    assert [job.id for job in to_redo([first, again], [first, again], CATALOG)] == ["again"]
    assert [job.id for job in to_redo([first], [first, again], CATALOG)] == ["first"]


def test_sums_keep_currencies_apart_and_tell_of_an_unknown_price() -> None:
    assert totals_of([USD, USD.times(2), CNY]) == (USD.times(3), CNY)
    assert totals_of([USD, None, CNY]) == (None, USD, CNY)
    assert totals_of([]) == ()


def test_each_currency_of_an_order_is_asked_about_once_with_its_total() -> None:
    costs = [("singapore", USD), ("practice", USD), ("virginia", USD), ("virginia", CNY), ("frankfurt", CNY)]
    assert costs_to_ask(costs, CATALOG) == (
        ("singapore", USD.times(2)),
        ("virginia", CNY.times(2)),
        ("frankfurt", CNY.times(0)),
    )
    assert costs_to_ask([("tokyo", None), ("singapore", USD)], CATALOG) == (("tokyo", None), ("singapore", USD))
