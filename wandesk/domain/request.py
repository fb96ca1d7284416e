"""The frozen request of a job: it is complete when Generate is pressed and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Model, Offer
from wandesk.domain.draft import Draft, continues_clip, settled
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.parameter_kinds import Content
from wandesk.domain.parameters import BY_KEY, FILES, Parameters, is_kept, kept_values
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.price import Price
from wandesk.domain.price import estimate as estimated

FIRST_FRAME = "first_frame"
LAST_FRAME = "last_frame"
CLIP = "clip"

INPUTS = (FIRST_FRAME, *FILES, CLIP)
"""The keys of the files of a request: what a video starts from, and the parameters that are files."""

PICTURES = frozenset({FIRST_FRAME, *(key for key, content in FILES.items() if content is Content.PICTURE)})
"""The keys of the files that are pictures."""

AUDIO_FILES = frozenset(key for key, content in FILES.items() if content is Content.AUDIO)
"""The keys of the files that are audio."""


class ChosenPart(Struct, frozen=True, kw_only=True):
    """The part of an audio file of the user, and the size of that file: two drafts with the same part are equal.

    `start` and `length` are those of the draft's `Audio`.
    """

    size_bytes: int
    start: float = 0.0
    length: float | None = None


class StoredInput(Struct, frozen=True, kw_only=True):
    """A copy of an input in the program's own folder, named by its content, or only a web address.

    `sha256` and `format` are empty, and `size_bytes` is 0, for a web address that only the cloud can read.
    """

    sha256: str
    format: str
    """The content's format, a key of `media.MIME_TYPES`."""
    name: str
    """The user's file name, for display."""
    size_bytes: int
    address: str | None = None
    """The web address that it came from, which is sent. Practice gets the copy, because it works offline."""
    part: ChosenPart | None = None
    """The copy is a part of the user's audio, or that audio in another form; None: it is the user's file."""

    @property
    def has_copy(self) -> bool:
        """Whether the content is on this computer."""
        return bool(self.sha256)


class GenerationRequest(
    Parameters[StoredInput, StoredInput], frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """The parameters, and the region and model that limit their values.

    With a `clip` the video continues the clip. `first_frame` is then the clip's first picture; it is shown and not
    sent. A request that was imported by its task ID has no first frame (`is_imported`). Values that the cloud does not
    report are empty (`resolution` "", `seconds` 0).

    Stored without the values that equal their defaults, and read strictly: an older version reads the requests that do
    not use a newer parameter, and skips the others.
    """

    region: str
    model: str
    model_id: str
    first_frame: StoredInput | None
    estimate: Price | None
    clip: StoredInput | None = None
    edits: tuple[tuple[str, PictureEdit], ...] = ()
    """What is changed about a picture before it is sent, by its key. The stored copy is the user's own file."""

    def edit_of(self, key: str) -> PictureEdit:
        """What is changed about the picture of that key before it is sent."""
        return dict(self.edits).get(key, NO_EDIT)

    @property
    def is_imported(self) -> bool:
        return self.first_frame is None

    @property
    def inputs(self) -> dict[str, StoredInput]:
        """The copies of the user's files, by key in the order of INPUTS."""
        stored = ((key, getattr(self, key)) for key in INPUTS)
        return {key: each for key, each in stored if each is not None}

    def is_input_sent(self, key: str) -> bool:
        """Whether the file of that key goes to the cloud: beside a clip the first frame does not."""
        return self.clip is None or key != FIRST_FRAME


def make_request(
    draft: Draft,
    *,
    model: Model,
    offer: Offer,
    first_frame: StoredInput,
    files: Mapping[str, StoredInput],
    estimate: Price | None,
    clip: StoredInput | None = None,
) -> GenerationRequest:
    """The request for a draft without problems. `files` are the copies of its `files_to_copy`, by key.

    `first_frame` and `clip` are the copies of what the video starts with.
    """
    sent = settled(draft, model)
    values = kept_values(sent, model)
    copies = {key: files.get(key) if is_kept(BY_KEY[key], sent, model) else None for key in FILES}
    return GenerationRequest(
        region=draft.region,
        model=model.key,
        model_id=offer.model_id,
        first_frame=first_frame,
        estimate=estimate,
        clip=clip if model.clip_in else None,
        edits=_edits(sent, values),
        **(values | copies),
    )


def _edits(sent: Draft, values: Mapping[str, object]) -> tuple[tuple[str, PictureEdit], ...]:
    """The edits of the pictures that are sent, by key."""
    pictures = [(FIRST_FRAME, sent.picture), *((key, values[key]) for key in FILES)]
    return tuple((key, each.edit) for key, each in pictures if isinstance(each, Picture) and each.edit != NO_EDIT)


def files_to_copy(draft: Draft, model: Model) -> dict[str, Picture | Audio]:
    """The files besides the first frame and the clip that a request of that model keeps, by key."""
    values = kept_values(settled(draft, model), model)
    return {key: values[key] for key in FILES if values[key] is not None}


def is_request_of(request: GenerationRequest, draft: Draft, catalog: Catalog) -> bool:
    """Whether the draft makes an equal request. Files are compared by name and size only."""
    if (request.region, request.model) != (draft.region, draft.model):
        return False
    model = catalog.model(draft.model)
    values = kept_values(settled(draft, model), model)
    is_continued = continues_clip(draft, model)
    if request.edits != _edits(settled(draft, model), values):
        return False
    files: list[tuple[StoredInput | None, Picture | Audio | Clip | None]]
    files = [(getattr(request, key), values[key]) for key in FILES if key != LAST_FRAME]
    files.append((request.clip, draft.clip if is_continued else None))
    if not is_continued:
        files.append((request.first_frame, draft.picture))
    if not draft.is_loop or values[LAST_FRAME] is None:
        files.append((request.last_frame, values[LAST_FRAME]))
    elif request.last_frame is None or request.last_frame != request.first_frame:
        return False
    return all(getattr(request, key) == value for key, value in values.items() if key not in FILES) and all(
        _is_copy(stored, file) for stored, file in files
    )


def _is_copy(stored: StoredInput | None, file: Picture | Audio | Clip | None) -> bool:
    if stored is None or file is None:
        return stored is None and file is None
    part = stored.part or ChosenPart(size_bytes=stored.size_bytes)
    wanted = chosen_part(file) if isinstance(file, Audio) else ChosenPart(size_bytes=file.facts.size_bytes)
    if isinstance(file, Picture) and not file.path:
        return stored.address == file.address
    return (stored.name, part) == (PurePath(file.path).name, wanted)


def chosen_part(audio: Audio) -> ChosenPart:
    """The part of the audio that the draft uses."""
    return ChosenPart(size_bytes=audio.facts.size_bytes, start=audio.start, length=audio.length)


def can_generate_again(request: GenerationRequest, catalog: Catalog) -> bool:
    """Whether the request has its picture, and the region still offers the model."""
    return not request.is_imported and catalog.offer(request.region, request.model) is not None


def price_again(request: GenerationRequest, catalog: Catalog) -> Price | None:
    """The expected price of the same request in the current catalogue; None without a list price."""
    offer = catalog.offer(request.region, request.model)
    if offer is None:
        return None
    duration = catalog.model(request.model).duration
    return estimated(offer, duration, request.resolution, request.seconds, request.sound_choice)
