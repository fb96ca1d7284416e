"""Which failed jobs are generated again together: never one that may have been paid, and none that was replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from wandesk.domain.catalog import Catalog
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price, totals_of
from wandesk.domain.request import GenerationRequest, can_generate_again
from wandesk.domain.structs import replace


def is_redoable(job: Job, catalog: Catalog) -> bool:
    """Whether a job has certainly cost nothing, failed, and can be generated again.

    An uncertain job, and one that expired without being confirmed, may have been paid.
    """
    return job.stage is JobStage.FAILED and can_generate_again(job.request, catalog)


def to_redo(chosen: Sequence[Job], listed: Iterable[Job], catalog: Catalog) -> tuple[Job, ...]:
    """The failed ones of the chosen jobs that were not generated again already, in their order.

    `listed` are the newest jobs of the list. A job that was made after the failure, with an equal request, takes the
    place of one failed job, unless it has failed itself and is not chosen: then it is the one to be left alone.
    """
    failed = [job for job in chosen if is_redoable(job, catalog)]
    ids = {job.id for job in failed}
    later: dict[GenerationRequest, list[float]] = {}
    for job in listed:
        if job.id in ids or not job.stage.is_free_of_charge:
            later.setdefault(_same(job), []).append(job.created_at)
    taken: Counter[GenerationRequest] = Counter()
    found: list[Job] = []
    for job in sorted(failed, key=lambda each: each.finished_at or each.stage_since):
        since = job.finished_at or job.stage_since
        replacements = sum(at > since for at in later.get(_same(job), ()))
        if replacements > taken[_same(job)]:
            taken[_same(job)] += 1
        else:
            found.append(job)
    kept = {job.id for job in found}
    return tuple(job for job in failed if job.id in kept)


def costs_to_ask(costs: Sequence[tuple[str, Price | None]], catalog: Catalog) -> tuple[tuple[str, Price | None], ...]:
    """Each region of an order with a price to ask about, from the region and the price of each video.

    A limit is about the whole order: the first region of a currency has its total, and the others ask as if they were
    free. Practice is left out.
    """
    paid = [(region, cost) for region, cost in costs if not catalog.is_practice(region)]
    asked: dict[str, list[Price | None]] = {region: [] for region, _ in paid}
    for total in totals_of(cost for _, cost in paid):
        asked[next(region for region, cost in paid if _currency(cost) == _currency(total))].append(total)
    for region, cost in paid:
        if not asked[region] and cost is not None:
            asked[region].append(cost.times(0))
    return tuple((region, total) for region, totals in asked.items() for total in totals)


def _currency(cost: Price | None) -> str | None:
    return None if cost is None else cost.currency


def _same(job: Job) -> GenerationRequest:
    """The request without its estimate, which changes with the prices."""
    return replace(job.request, estimate=None)
