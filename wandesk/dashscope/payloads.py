"""The bodies of create requests, for every family, and how they leave: in slices, never as one text of megabytes."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO, Protocol, assert_never

import msgspec

from wandesk.dashscope.answers import whole_text
from wandesk.domain.catalog import Model, SoundChoice
from wandesk.domain.catalog import Protocol as Family
from wandesk.domain.errors import CloudRefused
from wandesk.domain.request import GenerationRequest
from wandesk.domain.sentences import Sentence

SLICE_BYTES = 48 * 1024
"""Raw bytes per slice: a multiple of 3, so that slices of base64 join without padding between them."""

FAULT = Sentence.CLOUD_PROGRAM_FAULT

Progress = Callable[[int, int | None], None]
Wire = dict[str, object]


class Inputs(Protocol):
    """Where the inputs of one order are: a local file to send inline, or an address the cloud can read."""

    @property
    def first_frame(self) -> Path | str | None: ...
    @property
    def first_frame_mime(self) -> str: ...
    @property
    def last_frame(self) -> Path | str | None: ...
    @property
    def last_frame_mime(self) -> str: ...
    @property
    def sound(self) -> str | None: ...
    @property
    def clip(self) -> str | None: ...


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the JSON for each input: `https://`, `oss://`, or a data URI for pictures."""

    first_frame: str | None = None
    last_frame: str | None = None
    sound: str | None = None
    clip: str | None = None


def order_body(request: GenerationRequest, model: Model, at: Addresses) -> Wire:
    """The JSON of a create request (wire-protocol 2.2 - 2.6).

    Empty texts, Automatic sound and what the model does not take are left out; `false` and 0 are said. An effect
    brings its own words, so with one neither a prompt nor its rewriting is sent (wire-protocol 6.5).
    Raises CloudRefused (`cloud_program_fault`) for inputs that this model does not take together.
    """
    template = request.template if request.template in model.templates else None
    if model.sound_in is None:
        at = msgspec.structs.replace(at, sound=None)
    if model.clip_in is None:
        at = msgspec.structs.replace(at, clip=None)
    if not model.takes_last_frame or (template and model.protocol is Family.KF2V):
        at = msgspec.structs.replace(at, last_frame=None)
    return {
        "model": request.model_id,
        "input": {**_words(request, model, template), **_media(model, at)},
        "parameters": _parameters(request, model, has_template=template is not None, has_sound=at.sound is not None),
    }


def _words(request: GenerationRequest, model: Model, template: str | None) -> Wire:
    if template is not None:
        return {"template": template}
    texts: Wire = {}
    if request.prompt.strip():
        texts["prompt"] = whole_text(request.prompt)
    # 3.0 has no negative prompt (wire-protocol 2.5).
    if request.negative_prompt.strip() and model.protocol is not Family.MEDIA3:
        texts["negative_prompt"] = whole_text(request.negative_prompt)
    return texts


def _media(model: Model, at: Addresses) -> Wire:
    sound_field = model.sound_in.field if model.sound_in else ""
    match model.protocol:
        case Family.LEGACY:
            return {"img_url": _needed(at.first_frame), **({sound_field: at.sound} if at.sound else {})}
        case Family.KF2V:
            last = {"last_frame_url": at.last_frame} if at.last_frame else {}
            return {"first_frame_url": _needed(at.first_frame), **last}
        case Family.MEDIA | Family.MEDIA3:
            first = None if at.clip else at.first_frame
            kinds = (
                ("first_frame", first),
                ("last_frame", at.last_frame),
                (sound_field, at.sound),
                ("first_clip", at.clip),
            )
            media = [{"type": kind, "url": url} for kind, url in kinds if url]
            if frozenset(each["type"] for each in media) not in model.media_sets:
                raise _not_together([each["type"] for each in media])
            return {"media": media}
    assert_never(model.protocol)


def _needed(first_frame: str | None) -> str:
    if not first_frame:
        raise _not_together([])
    return first_frame


def _not_together(kinds: Sequence[str]) -> CloudRefused:
    return CloudRefused(f"this model takes no {' with '.join(kinds) or 'order without a picture'}", sentence=FAULT)


def _parameters(request: GenerationRequest, model: Model, *, has_template: bool, has_sound: bool) -> Wire:
    wanted: Wire = {"resolution": request.resolution}
    if request.ratio in model.ratios:
        wanted["ratio"] = request.ratio
    if not model.duration.is_fixed:
        wanted["duration"] = request.seconds
    if not has_template:
        wanted["prompt_extend"] = request.improve_prompt
    # Shots are planned by the rewriting: without it the choice has no effect (wire-protocol 2.6).
    if request.improve_prompt and request.shot_type in model.shot_types:
        wanted["shot_type"] = request.shot_type
    wanted["watermark"] = request.watermark
    if request.seed is not None:
        wanted["seed"] = request.seed
    if request.sound_choice is SoundChoice.SILENT and not has_sound:
        wanted["audio"] = False
    return {name: value for name, value in wanted.items() if name in model.parameters}


class InlinePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that leaves in base64 within the body."""

    path: Path
    size_bytes: int


class OrderBody:
    """The body of one create request as it leaves: JSON, with the base64 of each inline picture in its place.

    Pictures are read off the loop, slice by slice. `is_handed_over` turns true just before the last slice is
    given away: from then on the order may arrive.
    """

    def __init__(self, pieces: Sequence[bytes | InlinePicture], tail: bytes, *, started: Callable[[], None]) -> None:
        self._pieces = tuple(pieces)
        self._tail = tail
        self._started = started
        self.is_handed_over = False
        self.length = sum(map(_wire_length, self._pieces)) + len(tail)

    async def slices(self, sent: Progress) -> AsyncGenerator[bytes]:
        """The body. Raises CloudRefused (`input_gone`) when a picture cannot be read any more: no order then."""
        self._started()
        done = 0
        for each in self._pieces:
            async with aclosing(_slices_of(each)) as slices:
                async for piece in slices:
                    yield piece
                    done += len(piece)
                    sent(done, self.length)
        self.is_handed_over = True
        yield self._tail
        sent(self.length, self.length)


async def open_order(
    request: GenerationRequest, model: Model, inputs: Inputs, *, started: Callable[[], None]
) -> OrderBody:
    """The body of an order, ready to leave.

    Raises CloudRefused: `input_gone` when a picture cannot be read, and as `order_body`.
    """
    inline: dict[str, Path] = {}

    def address(where: Path | str | None, mime: str) -> str | None:
        if not isinstance(where, Path):
            return where
        mark = uuid.uuid4().hex
        inline[mark] = where
        return f"data:{mime};base64,{mark}"

    first_frame = address(inputs.first_frame, inputs.first_frame_mime)
    last_frame = address(inputs.last_frame, inputs.last_frame_mime)
    at = Addresses(first_frame=first_frame, last_frame=last_frame, sound=inputs.sound, clip=inputs.clip)
    rest = msgspec.json.encode(order_body(request, model, at))
    pieces: list[bytes | InlinePicture] = []
    # The first frame stands before the last one in every family; one that is not taken has no mark in the JSON.
    for mark, path in inline.items():
        before, found, after = rest.partition(mark.encode())
        if not found:
            continue
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
        except OSError as gone:
            raise input_gone(gone) from gone
        pieces += [before, InlinePicture(path=path, size_bytes=size)]
        rest = after
    # Cut before the last sign: what has no end is no order.
    return OrderBody([*pieces, rest[:-1]], rest[-1:], started=started)


def needs_resolving(inputs: Inputs) -> bool:
    """Whether an address of the temporary store is among the inputs (wire-protocol 5.4)."""
    places = (inputs.first_frame, inputs.last_frame, inputs.sound, inputs.clip)
    return any(isinstance(each, str) and each.startswith("oss://") for each in places)


def input_gone(fault: OSError) -> CloudRefused:
    """The error when our copy of an input cannot be read: nothing was ordered and asking again would not help."""
    return CloudRefused(f"{type(fault).__name__}: {fault.strerror or fault}", sentence=Sentence.INPUT_GONE)


def _wire_length(piece: bytes | InlinePicture) -> int:
    return len(piece) if isinstance(piece, bytes) else 4 * -(-piece.size_bytes // 3)


async def _slices_of(piece: bytes | InlinePicture) -> AsyncGenerator[bytes]:
    if isinstance(piece, bytes):
        yield piece
        return
    try:
        file = await asyncio.to_thread(piece.path.open, "rb")
    except OSError as gone:
        raise input_gone(gone) from gone
    try:
        for start in range(0, piece.size_bytes, SLICE_BYTES):
            yield await asyncio.to_thread(_encoded, file, min(SLICE_BYTES, piece.size_bytes - start))
    finally:
        await asyncio.to_thread(file.close)


def _encoded(file: BinaryIO, size_bytes: int) -> bytes:
    return base64.b64encode(read_exactly(file, size_bytes))


def read_exactly(file: BinaryIO, size_bytes: int) -> bytes:
    """That many bytes. Raises CloudRefused (`input_gone`) when the file became shorter or cannot be read."""
    try:
        piece = file.read(size_bytes)
    except OSError as gone:
        raise input_gone(gone) from gone
    if len(piece) != size_bytes:
        raise CloudRefused("the file became shorter while it was read", sentence=Sentence.INPUT_GONE)
    return piece
