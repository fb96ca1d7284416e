"""The bodies of create requests for every model family, sent in slices so that pictures never fill the memory."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from wandesk.dashscope.json_values import whole_text
from wandesk.dashscope.opened_files import opened
from wandesk.domain.catalog import Model, WireProtocol
from wandesk.domain.errors import CloudRefused
from wandesk.domain.parameter_kinds import BodyPart, SendContext
from wandesk.domain.parameters import TABLE, is_sent, wire_name, wire_value
from wandesk.domain.request import CLIP, FIRST_FRAME, GenerationRequest
from wandesk.domain.sentences import Sentence
from wandesk.domain.transfers import TransferProgress

SLICE_BYTES = 48 * 1024
"""Raw bytes per slice: a multiple of 3, so that base64 slices join without padding."""

FAULT = Sentence.CLOUD_PROGRAM_FAULT

Wire = dict[str, object]


class InlineFile(Protocol):
    """A local picture to send in the body, with its MIME type."""

    @property
    def path(self) -> Path: ...
    @property
    def mime(self) -> str: ...


RequestInputs = Mapping[str, InlineFile | str]
"""The inputs of one create request by key: a file to send inline, or an address that the cloud can read."""

Addresses = Mapping[str, str]
"""Each input's address in the JSON by key: `https://`, `oss://`, or a data URI for pictures."""

FIRST_FRAME_FIELDS = {WireProtocol.LEGACY: "img_url", WireProtocol.KF2V: "first_frame_url"}
"""The first frame's field in `input`, for the families without a `media` list."""


def request_body(request: GenerationRequest, model: Model, at: Addresses) -> Wire:
    """The JSON of a create request (wire-protocol 2.2 - 2.6), from the entries of `domain.parameters`.

    Parameters without a value and those the model does not take are left out; `false` and 0 are sent.
    Raises CloudRefused (`cloud_program_fault`) for a combination of inputs that the model does not take.
    """
    context = SendContext(request=request, model=model, inputs=at.keys())
    body: dict[BodyPart, Wire] = {part: {} for part in BodyPart}
    for entry in TABLE:
        value = at.get(entry.key) if entry.part is BodyPart.MEDIA else wire_value(entry, request)
        if value is not None and is_sent(entry, context):
            body[entry.part][wire_name(entry, model)] = whole_text(value) if isinstance(value, str) else value
    media = _media(model, at, body[BodyPart.MEDIA])
    return {
        "model": request.model_id,
        "input": {**body[BodyPart.INPUT], **media},
        "parameters": body[BodyPart.PARAMETERS],
    }


def _media(model: Model, at: Addresses, others: Wire) -> Wire:
    """The first frame or the clip, and the other media, in the order of the provider's examples."""
    if (name := FIRST_FRAME_FIELDS.get(model.protocol)) is not None:
        if not at.get(FIRST_FRAME):
            raise _invalid_combination([])
        return {name: at[FIRST_FRAME], **others}
    clip = at.get(CLIP) if model.clip_in is not None else None
    kinds = {"first_frame": None if clip else at.get(FIRST_FRAME), **others, "first_clip": clip}
    media = [{"type": kind, "url": url} for kind, url in kinds.items() if url]
    if frozenset(each["type"] for each in media) not in model.media_sets:
        raise _invalid_combination([str(each["type"]) for each in media])
    return {"media": media}


def _invalid_combination(kinds: Sequence[str]) -> CloudRefused:
    return CloudRefused(f"this model takes no {' with '.join(kinds) or 'request without a picture'}", sentence=FAULT)


class InlinePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that is sent as base64 in the body."""

    path: Path
    size_bytes: int


class RequestBody:
    """The body of one create request: JSON with the inline pictures as base64.

    Pictures are read off the loop, slice by slice. `is_handed_over` becomes true just before the last slice is
    yielded: from then on the cloud may create a task.
    """

    def __init__(self, pieces: Sequence[bytes | InlinePicture], tail: bytes, *, started: Callable[[], None]) -> None:
        self._pieces = tuple(pieces)
        self._tail = tail
        self._started = started
        self.is_handed_over = False
        self.length = sum(map(_wire_length, self._pieces)) + len(tail)

    async def slices(self, sent: TransferProgress) -> AsyncGenerator[bytes]:
        """The body. Raises CloudRefused (`input_gone`) if a picture can no longer be read: no task can exist then."""
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


async def open_body(
    request: GenerationRequest, model: Model, inputs: RequestInputs, *, started: Callable[[], None]
) -> RequestBody:
    """The body of a create request, ready to be sent.

    Raises CloudRefused: `input_gone` if a picture cannot be read, and as `request_body`.
    """
    inline: dict[bytes, Path] = {}

    def address(source: InlineFile | str) -> str:
        if isinstance(source, str):
            return source
        placeholder = uuid.uuid4().hex
        inline[placeholder.encode()] = source.path
        return f"data:{source.mime};base64,{placeholder}"

    at = {key: address(source) for key, source in inputs.items()}
    rest = msgspec.json.encode(request_body(request, model, at))
    pieces: list[bytes | InlinePicture] = []
    # In the order of the body. An input that the model does not take is not in it.
    for placeholder, path in sorted(inline.items(), key=lambda each: rest.find(each[0])):
        before, found, after = rest.partition(placeholder)
        if not found:
            continue
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
        except OSError as unreadable:
            raise input_unreadable(unreadable) from unreadable
        pieces += [before, InlinePicture(path=path, size_bytes=size)]
        rest = after
    # The last byte is held back: an incomplete JSON body cannot create a task.
    return RequestBody([*pieces, rest[:-1]], rest[-1:], started=started)


def needs_resolving(inputs: RequestInputs) -> bool:
    """Whether an input is in the cloud's temporary store (wire-protocol 5.4)."""
    return any(isinstance(each, str) and each.startswith("oss://") for each in inputs.values())


def input_unreadable(fault: OSError) -> CloudRefused:
    """The error for a copy of an input that cannot be read: nothing was sent, and a retry would not help."""
    return CloudRefused(f"{type(fault).__name__}: {fault.strerror or fault}", sentence=Sentence.INPUT_GONE)


def _wire_length(piece: bytes | InlinePicture) -> int:
    return len(piece) if isinstance(piece, bytes) else 4 * -(-piece.size_bytes // 3)


async def _slices_of(piece: bytes | InlinePicture) -> AsyncGenerator[bytes]:
    if isinstance(piece, bytes):
        yield piece
        return
    try:
        file = await opened(lambda: piece.path.open("rb"))
    except OSError as unreadable:
        raise input_unreadable(unreadable) from unreadable
    try:
        for start in range(0, piece.size_bytes, SLICE_BYTES):
            yield await asyncio.to_thread(_encoded, file, min(SLICE_BYTES, piece.size_bytes - start))
    finally:
        await asyncio.to_thread(file.close)


def _encoded(file: BinaryIO, size_bytes: int) -> bytes:
    return base64.b64encode(read_exactly(file, size_bytes))


def read_exactly(file: BinaryIO, size_bytes: int) -> bytes:
    """Exactly that many bytes. Raises CloudRefused (`input_gone`) if the file became shorter or cannot be read."""
    try:
        piece = file.read(size_bytes)
    except OSError as unreadable:
        raise input_unreadable(unreadable) from unreadable
    if len(piece) != size_bytes:
        raise CloudRefused("the file became shorter while it was read", sentence=Sentence.INPUT_GONE)
    return piece
