"""A job's request in another region, or at a higher resolution: what is submitted, and what speaks against it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Field
from wandesk.domain.request import GenerationRequest, price_again
from wandesk.domain.reuse import draft_of, replaced_fields
from wandesk.domain.structs import replace


class Change(Struct, frozen=True, kw_only=True):
    """What differs from the job's own request; None: nothing."""

    region: str | None = None
    resolution: str | None = None
    seed: int | None = None


def remade(request: GenerationRequest, change: Change, catalog: Catalog) -> GenerationRequest | None:
    """The request with the change, at today's price. Its files are those of the job.

    None where the region does not offer the model, or not with these values.
    """
    region = change.region or request.region
    offer = catalog.offer(region, request.model)
    values: dict[str, Any] = {"region": region, "resolution": change.resolution or request.resolution}
    values["seed"] = request.seed if change.seed is None else change.seed
    wanted = replace(request, **values)
    if offer is None or misfits(wanted, region, catalog):
        return None
    model_id = request.model_id if region == request.region else offer.model_id
    return replace(wanted, model_id=model_id, estimate=price_again(wanted, catalog))


def misfits(request: GenerationRequest, region: str, catalog: Catalog) -> tuple[str, ...]:
    """What the region does not offer of a request: the keys of its values, or only Field.MODEL; empty if it fits."""
    if request.is_imported or catalog.offer(region, request.model) is None:
        return (Field.MODEL,)
    changed = replaced_fields(request, draft_of(replace(request, region=region), catalog))
    is_clip_refused = request.clip is not None and not catalog.region(region).has_uploads
    return (*((Field.CLIP,) if is_clip_refused else ()), *changed)


def higher_resolutions(request: GenerationRequest, catalog: Catalog) -> tuple[str, ...]:
    """The resolutions above that of the request which its region offers, the highest first."""
    offer, areas = catalog.offer(request.region, request.model), catalog.size_areas
    if offer is None or request.resolution not in areas:
        return ()
    higher = [each for each in offer.resolutions if areas.get(each, 0) > areas[request.resolution]]
    return tuple(sorted(higher, key=lambda each: areas[each], reverse=True))
