"""The order as it stands in the composer, what is wrong with it, and how it follows a change of model."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from wandesk.domain.catalog import (
    AudioLimits,
    Catalog,
    Model,
    Offer,
    PictureLimits,
    SoundChoice,
)
from wandesk.domain.errors import Value
from wandesk.domain.media import Audio, AudioFacts, Picture, PictureFacts
from wandesk.domain.price import Price, estimate
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace

SAFE_ASPECT = 8.0


class Field(StrEnum):
    """Where a problem or a change stands in the form."""

    REGION = "region"
    MODEL = "model"
    PICTURE = "picture"
    LAST_FRAME = "last_frame"
    SOUND = "sound"
    PROMPT = "prompt"
    RESOLUTION = "resolution"
    DURATION = "duration"


class Problem(Struct, frozen=True, kw_only=True):
    """Why Generate is not possible: a sentence key of `ui.wording` with its values."""

    field: Field
    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()


class Draft(Struct, frozen=True, kw_only=True):
    """What the user has put together so far."""

    region: str
    model: str
    resolution: str
    seconds: int
    sound_choice: SoundChoice | None
    picture: Picture | None = None
    sound: Audio | None = None
    prompt: str = ""
    negative_prompt: str = ""
    improve_prompt: bool = True
    watermark: bool = False
    seed: int | None = None
    last_frame: Picture | None = None
    template: str | None = None
    shot_type: str | None = None
    ratio: str | None = None


def new_draft(catalog: Catalog, region: str, model_key: str | None = None) -> Draft:
    """A draft for a region: its recommended model at the cheapest resolution and the usual length."""
    models = catalog.models_in(region)
    model = next((each for each in models if each.key == model_key), None)
    if model is None:
        model = next((each for each in models if each.is_recommended), models[0])
    return Draft(
        region=region,
        model=model.key,
        resolution=resolutions(catalog, region, model)[0],
        seconds=model.duration.default,
        sound_choice=_fitting_sound(catalog, region, model, model.switches.sound, has_sound=False),
        improve_prompt=model.switches.improve_prompt,
        watermark=model.switches.watermark,
    )


def resolutions(catalog: Catalog, region: str, model: Model) -> tuple[str, ...]:
    """What that region sells of that model, cheapest (smallest) first."""
    offer = catalog.offer(region, model.key)
    return offer.resolutions if offer else model.resolutions


def changed_offer(draft: Draft, catalog: Catalog, *, region: str | None = None, model_key: str | None = None) -> Draft:
    """The draft for another region or model: every value that still fits is kept."""
    region = region or draft.region
    models = catalog.models_in(region)
    wanted = model_key or draft.model
    model = next((each for each in models if each.key == wanted), None)
    if model is None:
        model = next((each for each in models if each.is_recommended), models[0])
    choices = resolutions(catalog, region, model)
    return replace(
        draft,
        region=region,
        model=model.key,
        resolution=draft.resolution if draft.resolution in choices else choices[0],
        seconds=draft.seconds if model.duration.allows(draft.seconds) else model.duration.default,
        sound_choice=_fitting_sound(catalog, region, model, draft.sound_choice, has_sound=draft.sound is not None),
    )


def changed_fields(before: Draft, after: Draft) -> tuple[Field, ...]:
    """Which visible choices a change of offer altered besides the one that was asked for."""
    changes = []
    if before.model != after.model and before.region != after.region:
        changes.append(Field.MODEL)
    if before.resolution != after.resolution:
        changes.append(Field.RESOLUTION)
    if before.seconds != after.seconds:
        changes.append(Field.DURATION)
    if before.sound_choice != after.sound_choice:
        changes.append(Field.SOUND)
    return tuple(changes)


def sound_choices(catalog: Catalog, region: str, model: Model) -> tuple[SoundChoice, ...]:
    """The choices of sound that the form offers there; a sound of one's own needs a region that takes uploads."""
    has_uploads = catalog.region(region).has_uploads
    return tuple(each for each in model.sound_choices if has_uploads or each is not SoundChoice.MINE)


def _fitting_sound(
    catalog: Catalog, region: str, model: Model, choice: SoundChoice | None, *, has_sound: bool
) -> SoundChoice | None:
    choices = sound_choices(catalog, region, model)
    if not choices:
        return None
    if choice in choices:
        return choice
    if has_sound and SoundChoice.MINE in choices:
        return SoundChoice.MINE
    return model.switches.sound if model.switches.sound in choices else choices[0]


def price(draft: Draft, catalog: Catalog) -> Price | None:
    """What this order is expected to cost, at most where the model decides the length; None without a list price."""
    offer = catalog.offer(draft.region, draft.model)
    return _estimate(draft, catalog, offer) if offer else None


def price_elsewhere(draft: Draft, catalog: Catalog) -> tuple[str, Price] | None:
    """In Practice: the region to compare with and what the same order costs there."""
    hint = catalog.region(draft.region).price_hint_region
    offer = catalog.offer(hint, draft.model) if hint else None
    if hint is None or offer is None:
        return None
    there = _estimate(draft, catalog, offer)
    return (hint, there) if there else None


def _estimate(draft: Draft, catalog: Catalog, offer: Offer) -> Price | None:
    duration = catalog.model(draft.model).duration
    return estimate(offer, duration, draft.resolution, draft.seconds, draft.sound_choice)


def find_problems(draft: Draft, catalog: Catalog) -> tuple[Problem, ...]:
    """Everything that keeps the draft from being ordered, in the order of the form. Empty means it can go."""
    problems: list[Problem] = []
    offer = catalog.offer(draft.region, draft.model)
    if offer is None:
        return (Problem(field=Field.MODEL, sentence=Sentence.MODEL_NOT_OFFERED),)
    model = catalog.model(draft.model)
    if draft.picture is None:
        problems.append(Problem(field=Field.PICTURE, sentence=Sentence.PICTURE_MISSING))
    else:
        problems += picture_problems(draft.picture.facts, model.picture)
    if draft.last_frame is not None and model.takes_last_frame:
        found = picture_problems(draft.last_frame.facts, model.picture)
        problems += [replace(problem, field=Field.LAST_FRAME) for problem in found]
    if draft.sound_choice is SoundChoice.MINE and model.sound_in:
        if draft.sound is None:
            problems.append(Problem(field=Field.SOUND, sentence=Sentence.SOUND_MISSING))
        else:
            problems += audio_problems(draft.sound.facts, model.sound_in)
        if not catalog.region(draft.region).has_uploads:
            problems.append(Problem(field=Field.SOUND, sentence=Sentence.SOUND_NO_UPLOADS))
    if draft.resolution not in offer.resolutions:
        problems.append(Problem(field=Field.RESOLUTION, sentence=Sentence.RESOLUTION_NOT_OFFERED))
    if not model.duration.allows(draft.seconds):
        problems.append(Problem(field=Field.DURATION, sentence=Sentence.DURATION_NOT_OFFERED))
    return tuple(problems)


def picture_problems(facts: PictureFacts, limits: PictureLimits) -> list[Problem]:
    """What the cloud would refuse about a picture and no preparation mends (too large is made smaller)."""
    if min(facts.width, facts.height) < limits.min_side:
        values: tuple[tuple[str, Value], ...] = (
            ("width", facts.width),
            ("height", facts.height),
            ("least", limits.min_side),
        )
        return [Problem(field=Field.PICTURE, sentence=Sentence.PICTURE_TOO_SMALL, values=values)]
    if facts.aspect > (limits.max_aspect or SAFE_ASPECT):
        return [Problem(field=Field.PICTURE, sentence=Sentence.PICTURE_TOO_LONG)]
    return []


def audio_problems(facts: AudioFacts, limits: AudioLimits) -> list[Problem]:
    """What the cloud would refuse about a sound."""
    if facts.format.lower() not in limits.formats:
        return [Problem(field=Field.SOUND, sentence=Sentence.SOUND_FORMAT)]
    if facts.seconds < limits.min_seconds:
        values: tuple[tuple[str, Value], ...] = (("seconds", round(facts.seconds, 1)), ("least", limits.min_seconds))
        return [Problem(field=Field.SOUND, sentence=Sentence.SOUND_TOO_SHORT, values=values)]
    if facts.seconds > limits.max_seconds:
        values = (("seconds", round(facts.seconds, 1)), ("most", limits.max_seconds))
        return [Problem(field=Field.SOUND, sentence=Sentence.SOUND_TOO_LONG, values=values)]
    if facts.size_bytes > limits.max_bytes:
        values = (("size_bytes", facts.size_bytes), ("most_bytes", limits.max_bytes))
        return [Problem(field=Field.SOUND, sentence=Sentence.SOUND_TOO_HEAVY, values=values)]
    return []


def needs_preparation(facts: PictureFacts, limits: PictureLimits) -> bool:
    """Whether the picture that is sent differs from the file: turned, flattened, converted or made smaller."""
    return (
        facts.is_turned
        or facts.has_alpha
        or not facts.is_plain
        or facts.format not in limits.formats
        or max(facts.width, facts.height) > limits.max_side
        or facts.size_bytes > limits.max_bytes
    )


def video_size(draft: Draft, catalog: Catalog) -> tuple[int, int] | None:
    """About how large the video will be, in pixels (wire-protocol 7.2); None without a picture or a known rule."""
    if draft.picture is None or draft.resolution not in catalog.size_areas:
        return None
    facts = draft.picture.facts
    multiple = catalog.model(draft.model).size_multiple or catalog.default_size_multiple
    area = catalog.size_areas[draft.resolution]
    ratio = facts.width / facts.height
    width, height = (area * ratio) ** 0.5, (area / ratio) ** 0.5
    return int(width) // multiple * multiple, int(height) // multiple * multiple
