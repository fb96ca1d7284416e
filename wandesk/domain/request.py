"""One order, complete: everything inside it is frozen when Generate is pressed."""

from __future__ import annotations

from pathlib import PurePath

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Model, Offer, SoundChoice
from wandesk.domain.draft import Draft
from wandesk.domain.media import Audio, Picture
from wandesk.domain.price import Price
from wandesk.domain.price import estimate as estimated


class StoredInput(Struct, frozen=True, kw_only=True):
    """A copy of an input in the program's own folder, named by its content."""

    sha256: str
    format: str
    """The content's format, a key of `media.MIME_TYPES`."""
    name: str
    """The user's file name, for people."""
    size_bytes: int
    address: str | None = None
    """The public address it came from: what the cloud is told where the copy itself has no way there."""


class GenerationRequest(Struct, frozen=True, kw_only=True):
    """What is ordered. `seconds` is the length of the video, or `catalog.AUTOMATIC_SECONDS`.

    With a `clip` the video goes on where that ends; `first_frame` is then its first picture, for people, and not sent.
    An order that was fetched by its task id alone has no picture here (`is_imported`): of its values only those are
    known that the cloud tells, the others are empty (`resolution` "", `seconds` 0).
    """

    region: str
    model: str
    model_id: str
    first_frame: StoredInput | None
    sound: StoredInput | None
    sound_choice: SoundChoice | None
    prompt: str
    negative_prompt: str
    resolution: str
    seconds: int
    improve_prompt: bool
    watermark: bool
    seed: int | None
    estimate: Price | None
    last_frame: StoredInput | None = None
    clip: StoredInput | None = None
    template: str | None = None
    """An effect of the model's own; it brings its own words."""
    shot_type: str | None = None
    ratio: str | None = None

    @property
    def is_imported(self) -> bool:
        return self.first_frame is None


def make_request(
    draft: Draft,
    *,
    model: Model,
    offer: Offer,
    first_frame: StoredInput,
    sound: StoredInput | None,
    estimate: Price | None,
    last_frame: StoredInput | None = None,
    clip: StoredInput | None = None,
) -> GenerationRequest:
    """The order for a draft without problems, with its inputs already copied."""
    return GenerationRequest(
        region=draft.region,
        model=model.key,
        model_id=offer.model_id,
        first_frame=first_frame,
        sound=sound if draft.sound_choice is SoundChoice.MINE else None,
        sound_choice=draft.sound_choice,
        prompt=draft.prompt,
        negative_prompt=draft.negative_prompt,
        resolution=draft.resolution,
        seconds=draft.seconds,
        improve_prompt=draft.improve_prompt,
        watermark=draft.watermark,
        seed=draft.seed,
        estimate=estimate,
        last_frame=last_frame if model.takes_last_frame else None,
        clip=clip if model.clip_in else None,
        template=draft.template if draft.template in model.templates else None,
        shot_type=draft.shot_type if draft.shot_type in model.shot_types else None,
        ratio=draft.ratio if draft.ratio in model.ratios else None,
    )


def is_order_of(request: GenerationRequest, draft: Draft) -> bool:
    """Whether the draft would order the same once more, as far as the names and sizes of its files tell."""
    values = (
        (request.region, draft.region),
        (request.model, draft.model),
        (request.prompt, draft.prompt),
        (request.resolution, draft.resolution),
        (request.seconds, draft.seconds),
        (request.sound_choice, draft.sound_choice),
    )
    if any(ordered != wanted for ordered, wanted in values):
        return False
    is_mine = draft.sound_choice is SoundChoice.MINE
    return _is_copy(request.first_frame, draft.picture) and (not is_mine or _is_copy(request.sound, draft.sound))


def _is_copy(stored: StoredInput | None, file: Picture | Audio | None) -> bool:
    if stored is None or file is None:
        return stored is None and file is None
    return (stored.name, stored.size_bytes) == (PurePath(file.path).name, file.facts.size_bytes)


def can_order_again(request: GenerationRequest, catalog: Catalog) -> bool:
    """Whether its picture is here and the region still sells the model."""
    return not request.is_imported and catalog.offer(request.region, request.model) is not None


def price_again(request: GenerationRequest, catalog: Catalog) -> Price | None:
    """What the same order is expected to cost by today's catalogue; None where that gives no price."""
    offer = catalog.offer(request.region, request.model)
    if offer is None:
        return None
    duration = catalog.model(request.model).duration
    return estimated(offer, duration, request.resolution, request.seconds, request.sound_choice)
