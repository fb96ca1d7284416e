"""The draft of a request in the composer: its problems, its price, and its changes with the model.

What only may go wrong is in `domain.cautions`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from wandesk.domain.audio import HAIR
from wandesk.domain.catalog import (
    AUTOMATIC_SECONDS,
    AudioLimits,
    Catalog,
    ClipLimits,
    Model,
    Offer,
    PictureLimits,
    SoundChoice,
)
from wandesk.domain.errors import Value
from wandesk.domain.media import Audio, AudioFacts, Clip, ClipFacts, Picture, PictureFacts
from wandesk.domain.parameter_kinds import Choice, Content, File, Number, Parameter, Switch, Terms, Text, terms_of
from wandesk.domain.parameters import (
    BY_KEY,
    TABLE,
    Parameters,
    choices,
    fitted_values,
    is_kept,
    new_values,
    unused_values,
)
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.price import Price, estimate
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace

CLIP_TOLERANCE = 0.1
"""Seconds: the end of a clip's last frame is only roughly known."""


class Field(StrEnum):
    """The fields of a draft that have their own card or message in the form; other fields use their key."""

    MODEL = "model"
    PICTURE = "picture"
    LAST_FRAME = "last_frame"
    CLIP = "clip"
    AUDIO = "audio"
    LOOP = "is_loop"


class Problem(Struct, frozen=True, kw_only=True):
    """Why the draft cannot be submitted: the field, and the sentence with its values."""

    field: str
    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()
    is_empty_field: bool = False
    """The field has no content yet, which its card shows without a sentence."""


class Draft(Parameters[Picture, Audio], frozen=True, kw_only=True):
    """The request that the user is preparing: the parameters, and the region and model that limit their values.

    It keeps values that the model does not take, so that another model can use them.
    """

    region: str
    model: str
    picture: Picture | None = None
    clip: Clip | None = None
    """Where the model takes one, the video continues it, and `picture` is not used."""
    is_loop: bool = False
    """Where the model takes a last frame, the video ends with the picture that it starts with."""


def continues_clip(draft: Draft, model: Model) -> bool:
    """Whether the video starts with the draft's clip."""
    return draft.clip is not None and model.clip_in is not None


def excludes_own_audio(draft: Draft, model: Model) -> bool:
    """Whether the draft's clip leaves no place for the user's own audio (wire-protocol 2.4)."""
    if not continues_clip(draft, model) or model.audio_in is None:
        return False
    return not any({"first_clip", model.audio_in.field} <= kinds for kinds in model.media_sets)


def first_picture(draft: Draft, model: Model) -> Picture | None:
    """The picture that the video starts with: that of the clip, or the user's own."""
    return draft.clip.first_picture if draft.clip is not None and continues_clip(draft, model) else draft.picture


def settled(draft: Draft, model: Model) -> Draft:
    """The draft as it is sent: the picture of a seamless loop is its last frame too."""
    is_looped = draft.is_loop and model.takes_last_frame
    return replace(draft, last_frame=first_picture(draft, model)) if is_looped else draft


def media_of(draft: Draft, model: Model) -> frozenset[str]:
    """The kinds of media that a request for the draft has, by their names in the catalogue's `media_sets`."""
    sent = settled(draft, model)
    start = "first_clip" if continues_clip(draft, model) else "first_frame"
    has_last = sent.last_frame is not None and is_kept(BY_KEY["last_frame"], sent, model)
    has_audio = sent.audio is not None and is_kept(BY_KEY["audio"], sent, model) and model.audio_in is not None
    others = (("last_frame",) if has_last else ()) + ((model.audio_in.field,) if has_audio and model.audio_in else ())
    return frozenset((start, *others))


def new_draft(catalog: Catalog, region: str, model_key: str | None = None) -> Draft:
    """A draft for a region, with its recommended model, the cheapest resolution and the default length.

    A retired `model_key` is kept: the draft then has a problem that names its replacement.
    """
    model = _model_in(catalog, region, model_key, keeps_retired=True)
    values = new_values(terms_of(catalog, region, model))
    return Draft(region=region, model=model.key, **values)


def changed_offer(draft: Draft, catalog: Catalog, *, region: str | None = None, model_key: str | None = None) -> Draft:
    """The draft for another region or model. Values that are still offered are kept."""
    keeps_retired = region in (None, draft.region)
    region = region or draft.region
    model = _model_in(catalog, region, model_key or draft.model, keeps_retired=keeps_retired)
    return replace(draft, region=region, model=model.key, **fitted_values(draft, terms_of(catalog, region, model)))


def _model_in(catalog: Catalog, region: str, wanted: str | None, *, keeps_retired: bool) -> Model:
    """The wanted model where the region sells it, else the one to use in its place."""
    models = catalog.models_in(region)
    if found := next((each for each in models if each.key == wanted), None):
        return found
    if wanted is not None and catalog.retired_offer(region, wanted) is not None:
        replacement = catalog.model(wanted) if keeps_retired else catalog.replacement(region, wanted)
        if replacement is not None:
            return replacement
    return next((each for each in models if each.is_recommended), models[0])


def changed_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    """The fields that a change of region or model changed in turn, in the order of the table."""
    with_region = (Field.MODEL,) if before.model != after.model and before.region != after.region else ()
    changes = (entry.key for entry in TABLE if getattr(before, entry.key) != getattr(after, entry.key))
    return (*with_region, *changes)


def unused_fields(draft: Draft, catalog: Catalog) -> tuple[str, ...]:
    """The fields with a value that the draft's model does not use, in the order of the table."""
    model = catalog.model(draft.model)
    values = tuple(key for key in unused_values(draft, model) if key != Field.AUDIO)  # the choice of sound says it
    loop = (Field.LOOP,) if draft.is_loop and not model.takes_last_frame else ()
    clip = (Field.CLIP,) if draft.clip is not None and model.clip_in is None else ()
    return (*clip, *loop, *values)


def price(draft: Draft, catalog: Catalog) -> Price | None:
    """The expected price, an upper limit if the model decides the length; None without a list price."""
    offer = catalog.offer(draft.region, draft.model)
    return _estimate(draft, catalog, offer) if offer else None


def price_elsewhere(draft: Draft, catalog: Catalog) -> tuple[str, Price] | None:
    """In Practice: the region whose prices are shown, and the price of the same request there."""
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
    """Everything that prevents the draft from being submitted, in the order of the form."""
    problems: list[Problem] = []
    offer = catalog.offer(draft.region, draft.model)
    if offer is None:
        return (_not_offered(draft, catalog),)
    model = catalog.model(draft.model)
    terms = terms_of(catalog, draft.region, model)
    if draft.clip is not None and model.clip_in is not None:
        problems += _clip_problems(draft.clip.facts, draft.seconds, model.clip_in, terms)
    elif draft.picture is None:
        problems.append(Problem(field=Field.PICTURE, sentence=Sentence.PICTURE_MISSING, is_empty_field=True))
    else:
        problems += picture_problems(draft.picture.facts, model.picture, edit=draft.picture.edit)
    if catalog.is_practice(draft.region):
        problems += _unseen_pictures(draft, model)
    wants_excluded = draft.sound_choice is SoundChoice.MINE and excludes_own_audio(draft, model)
    if wants_excluded:
        problems.append(Problem(field=Field.AUDIO, sentence=Sentence.AUDIO_NOT_WITH_CLIP))
    elif model.media_sets and media_of(draft, model) not in model.media_sets:
        problems.append(Problem(field=Field.PICTURE, sentence=Sentence.FILES_NOT_TOGETHER))
    for entry in TABLE:
        if entry.key != Field.AUDIO or not wants_excluded:
            problems += _value_problems(entry, draft, terms, catalog)
    return tuple(problems)


def _unseen_pictures(draft: Draft, model: Model) -> list[Problem]:
    """Pictures that only the cloud can read: Practice works offline."""
    own_last = None if draft.is_loop or not is_kept(BY_KEY[Field.LAST_FRAME], draft, model) else draft.last_frame
    start = None if continues_clip(draft, model) else draft.picture
    return [
        Problem(field=field, sentence=Sentence.WEB_NOT_IN_PRACTICE)
        for field, picture in ((Field.PICTURE, start), (Field.LAST_FRAME, own_last))
        if picture is not None and not picture.path
    ]


def _clip_problems(facts: ClipFacts, seconds: int, limits: ClipLimits, terms: Terms) -> list[Problem]:
    if problems := clip_problems(facts, limits):
        return problems
    if not terms.has_uploads:
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_NO_UPLOADS)]
    if seconds != AUTOMATIC_SECONDS and facts.seconds > seconds + CLIP_TOLERANCE:
        least = next((each for each in sorted(terms.model.duration.values) if each >= facts.seconds), seconds)
        values: tuple[tuple[str, Value], ...] = (("seconds", round(facts.seconds, 1)), ("least", least))
        return [Problem(field="seconds", sentence=Sentence.CLIP_OUTLASTS_VIDEO, values=values)]
    return []


def _not_offered(draft: Draft, catalog: Catalog) -> Problem:
    """The values of a retired model are the keys of models; `ui.wording.models` names them."""
    other = catalog.replacement(draft.region, draft.model) if _is_retired(draft, catalog) else None
    if other is None:
        return Problem(field=Field.MODEL, sentence=Sentence.MODEL_NOT_OFFERED)
    values: tuple[tuple[str, Value], ...] = (("model", draft.model), ("other", other.key))
    return Problem(field=Field.MODEL, sentence=Sentence.MODEL_RETIRED, values=values)


def _is_retired(draft: Draft, catalog: Catalog) -> bool:
    return catalog.retired_offer(draft.region, draft.model) is not None


def _value_problems(entry: Parameter, draft: Draft, terms: Terms, catalog: Catalog) -> list[Problem]:
    value = getattr(draft, entry.key)
    match entry.kind:
        case Choice(refusal=Sentence() as refusal):
            return [] if value in choices(entry, terms) else [Problem(field=entry.key, sentence=refusal)]
        case Number():
            within = catalog.ranges[entry.key]
            if value is None or (isinstance(value, int) and within.least <= value <= within.most):
                return []
            values: tuple[tuple[str, Value], ...] = (("least", within.least), ("most", within.most))
            return [Problem(field=entry.key, sentence=Sentence.NUMBER_OUT_OF_RANGE, values=values)]
        case File() as kind:
            is_looped = entry.key == Field.LAST_FRAME and draft.is_loop
            is_wanted = is_kept(entry, draft, terms.model) and not is_looped
            return _file_problems(entry.key, kind, value, terms) if is_wanted else []
        case Choice() | Switch() | Text():
            return []
    assert_never(entry.kind)


def _file_problems(key: str, kind: File, file: Picture | Audio | None, terms: Terms) -> list[Problem]:
    if file is None and kind.missing is None:
        return []
    problems: list[Problem] = []
    match file:
        case None:
            assert kind.missing is not None
            problems += [Problem(field=key, sentence=kind.missing, is_empty_field=True)]
        case Picture(facts=facts, edit=edit):
            problems += picture_problems(facts, terms.model.picture, key, edit)
        case Audio(facts=facts) if terms.model.audio_in is not None:
            problems += audio_problems(facts, terms.model.audio_in, key)
    if kind.content is Content.AUDIO and not terms.has_uploads:
        problems.append(Problem(field=key, sentence=Sentence.AUDIO_NO_UPLOADS))
    return problems


def picture_problems(
    facts: PictureFacts, limits: PictureLimits, field: str = Field.PICTURE, edit: PictureEdit = NO_EDIT
) -> list[Problem]:
    """Why the cloud would refuse a picture, apart from what preparation corrects (such as its size in bytes).

    A picture that is too small can be enlarged when the user agrees (`offers_enlargement`). No size of a picture fits
    whose sides differ more than the limits of the longest and the shortest side: only a crop helps. Of a picture that
    only the cloud can read, nothing is known.
    """
    if not facts.is_known:
        return []
    width, height = edit.size(facts.width, facts.height)
    size: tuple[tuple[str, Value], ...] = (("width", width), ("height", height))
    aspect = max(width, height) / min(width, height)
    if aspect > limits.most_aspect:
        values = (*size, ("aspect", round(limits.most_aspect)))
        return [Problem(field=field, sentence=Sentence.PICTURE_TOO_LONG, values=values)]
    if min(width, height) < limits.min_side and not edit.may_enlarge:
        values = (*size, ("least", limits.min_side))
        return [Problem(field=field, sentence=Sentence.PICTURE_TOO_SMALL, values=values)]
    return []


def offers_enlargement(problem: Problem) -> bool:
    """Whether the problem ends when the user lets the picture be enlarged (`PictureEdit.may_enlarge`)."""
    return problem.sentence is Sentence.PICTURE_TOO_SMALL


def audio_problems(facts: AudioFacts, limits: AudioLimits, field: str = Field.AUDIO) -> list[Problem]:
    """Why the cloud would refuse the audio, apart from what preparation corrects: format, size, and too much length."""
    if facts.seconds < limits.min_seconds - HAIR:
        values: tuple[tuple[str, Value], ...] = (
            ("audio_seconds", facts.seconds),
            ("least_seconds", limits.min_seconds),
        )
        return [Problem(field=field, sentence=Sentence.AUDIO_TOO_SHORT, values=values)]
    return []


def clip_problems(facts: ClipFacts, limits: ClipLimits) -> list[Problem]:
    """Why the cloud would refuse a clip (wire-protocol 6.3)."""
    size: tuple[tuple[str, Value], ...] = (("width", facts.width), ("height", facts.height))
    seconds: tuple[tuple[str, Value], ...] = (("seconds", round(facts.seconds, 2)),)
    if facts.format.lower() not in limits.formats and not facts.can_be_copied:
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_FORMAT)]
    if facts.seconds < limits.min_seconds:
        values = (*seconds, ("least", limits.min_seconds))
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_SHORT, values=values)]
    if facts.seconds > limits.max_seconds + CLIP_TOLERANCE:
        values = (*seconds, ("most", limits.max_seconds))
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_LONG, values=values)]
    if min(facts.width, facts.height) < limits.min_side:
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_SMALL, values=(*size, ("least", limits.min_side)))]
    if max(facts.width, facts.height) > limits.max_side:
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_LARGE, values=(*size, ("most", limits.max_side)))]
    if facts.aspect > limits.max_aspect:
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_NARROW)]
    if facts.size_bytes > limits.max_bytes:
        values = (("size_bytes", facts.size_bytes), ("most_bytes", limits.max_bytes))
        return [Problem(field=Field.CLIP, sentence=Sentence.CLIP_TOO_HEAVY, values=values)]
    return []


def needs_preparation(facts: PictureFacts, limits: PictureLimits, edit: PictureEdit = NO_EDIT) -> bool:
    """Whether the picture must be rotated, flattened, converted, cropped or compressed before it is sent.

    Any other picture keeps its pixels, and is sent without its extras.
    """
    return facts.is_known and (
        edit.changes(facts.width, facts.height, limits.min_side)
        or facts.is_turned
        or facts.has_alpha
        or facts.has_alpha_channel
        or not facts.is_plain
        or facts.format not in limits.formats
        or max(facts.width, facts.height) > limits.max_side
        or facts.picture_bytes > limits.max_bytes
    )
