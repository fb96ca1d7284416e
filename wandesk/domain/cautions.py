"""What may go wrong with a draft although it can be submitted: uncertain rules, and values without effect.

A caution never blocks: where the provider's pages are silent or disagree, only the cloud knows, and a failed request
is not charged.
"""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog, Model
from wandesk.domain.draft import CLIP_TOLERANCE, Draft, Field, continues_clip, first_picture, settled
from wandesk.domain.errors import Value
from wandesk.domain.media import Picture
from wandesk.domain.parameter_kinds import Text
from wandesk.domain.parameters import BY_KEY, TABLE, has_effect, is_kept
from wandesk.domain.sentences import Sentence

STATED_ASPECT = 8.0
"""The longest shape that any model's page allows; the others do not give a limit (wire-protocol 6.1)."""
SAME_SHAPE = 0.03
"""Share of the width by which two shapes may differ without a visible crop."""


class Caution(Struct, frozen=True, kw_only=True):
    """A warning about a field, and the sentence with its values."""

    field: str
    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()


def find_cautions(draft: Draft, catalog: Catalog) -> tuple[Caution, ...]:
    """The warnings about a draft, in the order of the form."""
    model = catalog.model(draft.model)
    offer = catalog.offer(draft.region, draft.model)
    found = [_uncertain_offer()] if offer is not None and offer.is_uncertain else []
    found += [*_pictures(draft, model), *_clip(draft, model), *_texts(draft, model)]
    for doubt in (*model.doubts, *(offer.doubts if offer else ())):
        entry = BY_KEY[doubt.key]
        if is_kept(entry, draft, model) and doubt.concerns(getattr(draft, doubt.key)):
            certain = (("certain", ", ".join(map(str, doubt.besides))),) if doubt.besides else ()
            found.append(Caution(field=doubt.key, sentence=doubt.sentence, values=certain))
    if draft.shot_type in model.choices.get("shot_type", ()) and not draft.improve_prompt:
        found.append(Caution(field="shot_type", sentence=Sentence.SHOTS_NEED_REWRITING))
    return tuple(found)


def _uncertain_offer() -> Caution:
    return Caution(field=Field.MODEL, sentence=Sentence.MODEL_UNCERTAIN)


def _texts(draft: Draft, model: Model) -> list[Caution]:
    found = []
    for entry in TABLE:
        if not isinstance(entry.kind, Text) or not is_kept(entry, draft, model):
            continue
        most = entry.kind.most(model)
        if len(getattr(draft, entry.key)) > most:
            found.append(Caution(field=entry.key, sentence=Sentence.PROMPT_CUT, values=(("most", most),)))
    return found


def _pictures(draft: Draft, model: Model) -> list[Caution]:
    found = []
    start, last = first_picture(draft, model), settled(draft, model).last_frame
    if start is not None and not continues_clip(draft, model) and _is_doubtful_shape(start, model):
        found.append(Caution(field=Field.PICTURE, sentence=Sentence.PICTURE_SHAPE_UNSURE))
    if last is None or not model.takes_last_frame:
        return found
    if not is_kept(BY_KEY[Field.LAST_FRAME], draft, model):
        if has_effect(draft, model):
            found.append(Caution(field=Field.LAST_FRAME, sentence=Sentence.LAST_FRAME_UNUSED))
    elif not draft.is_loop:
        if _is_doubtful_shape(last, model):
            found.append(Caution(field=Field.LAST_FRAME, sentence=Sentence.PICTURE_SHAPE_UNSURE))
        elif start is not None and not _is_same_shape(start, last):
            found.append(Caution(field=Field.LAST_FRAME, sentence=Sentence.LAST_FRAME_OTHER_SHAPE))
    return found


def _clip(draft: Draft, model: Model) -> list[Caution]:
    if draft.clip is None or not continues_clip(draft, model) or draft.seconds == AUTOMATIC_SECONDS:
        return []
    left = draft.seconds - draft.clip.facts.seconds
    if -CLIP_TOLERANCE <= left < 1:
        return [Caution(field=Field.CLIP, sentence=Sentence.CLIP_FILLS_VIDEO)]
    return []


def _is_doubtful_shape(picture: Picture, model: Model) -> bool:
    if model.picture.max_aspect is not None or not picture.facts.is_known:
        return False
    return max(picture.size) > STATED_ASPECT * min(picture.size)


def _is_same_shape(one: Picture, other: Picture) -> bool:
    """Whether the cropped pictures have the same shape; True where one is not known."""
    if not (one.facts.is_known and other.facts.is_known):
        return True
    (width, height), (other_width, other_height) = one.size, other.size
    return abs(width * other_height / (height * other_width) - 1) <= SAME_SHAPE
