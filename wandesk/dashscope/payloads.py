"""The bodies of create requests, for every family, and how they leave: in slices, never as one text of megabytes."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO, Protocol, assert_never

import msgspec

from wandesk.dashscope.answers import whole_text
from wandesk.domain.catalog import Model, SoundChoice
from wandesk.domain.catalog import Protocol as Family
from wandesk.domain.errors import CloudRefused
from wandesk.domain.request import GenerationRequest

SLICE_BYTES = 48 * 1024
"""Raw bytes per slice: a multiple of 3, so that slices of base64 join without padding between them."""

Progress = Callable[[int, int | None], None]
Wire = dict[str, object]


class Inputs(Protocol):
    """Where the inputs of one order are: a local file to send inline, or an address the cloud can read."""

    @property
    def first_frame(self) -> Path | str: ...
    @property
    def first_frame_mime(self) -> str: ...
    @property
    def sound(self) -> str | None: ...


def order_body(request: GenerationRequest, model: Model, first_frame: str, sound: str | None) -> Wire:
    """The JSON of a create request (wire-protocol 2.2 - 2.6). `first_frame` and `sound` are addresses or data URIs.

    Empty texts, Automatic sound and what the model does not take are left out; `false` and 0 are said.
    """
    own_sound = sound if model.sound_in is not None else None
    return {
        "model": request.model_id,
        "input": _input(request, model, first_frame, own_sound),
        "parameters": _parameters(request, model, has_sound=own_sound is not None),
    }


def _input(request: GenerationRequest, model: Model, first_frame: str, sound: str | None) -> Wire:
    texts: Wire = {}
    if request.prompt.strip():
        texts["prompt"] = whole_text(request.prompt)
    # 3.0 has no negative prompt (wire-protocol 2.5).
    if request.negative_prompt.strip() and model.protocol is not Family.MEDIA3:
        texts["negative_prompt"] = whole_text(request.negative_prompt)
    sound_field = model.sound_in.field if model.sound_in else ""
    match model.protocol:
        case Family.LEGACY:
            return {**texts, "img_url": first_frame, **({sound_field: sound} if sound else {})}
        case Family.KF2V:
            return {**texts, "first_frame_url": first_frame}
        case Family.MEDIA:
            media = [{"type": "first_frame", "url": first_frame}]
            if sound:
                media.append({"type": sound_field, "url": sound})
            return {**texts, "media": media}
        case Family.MEDIA3:
            # A sound would be a reference, and references exclude frames.
            return {**texts, "media": [{"type": "first_frame", "url": first_frame}]}
    assert_never(model.protocol)


def _parameters(request: GenerationRequest, model: Model, *, has_sound: bool) -> Wire:
    wanted: Wire = {"resolution": request.resolution}
    if not model.duration.is_fixed:
        wanted["duration"] = request.seconds
    wanted["prompt_extend"] = request.improve_prompt
    wanted["watermark"] = request.watermark
    if request.seed is not None:
        wanted["seed"] = request.seed
    if request.sound_choice is SoundChoice.SILENT and not has_sound:
        wanted["audio"] = False
    return {name: value for name, value in wanted.items() if name in model.parameters}


class OrderBody:
    """The body of one create request as it leaves: JSON head, the picture in base64 if it goes inline, JSON tail.

    The picture is read off the loop, slice by slice. `is_handed_over` turns true just before the last slice is
    given away: from then on the order may arrive.
    """

    def __init__(
        self, head: bytes, picture: Path | None, picture_bytes: int, tail: bytes, *, started: Callable[[], None]
    ) -> None:
        self._head = head
        self._picture = picture
        self._picture_bytes = picture_bytes
        self._tail = tail
        self._started = started
        self.is_handed_over = False
        self.length = len(head) + 4 * -(-picture_bytes // 3) + len(tail)

    async def slices(self, sent: Progress) -> AsyncGenerator[bytes]:
        """The body. Raises CloudRefused (`input_gone`) when the picture cannot be read any more: no order then."""
        self._started()
        yield self._head
        done = len(self._head)
        sent(done, self.length)
        if self._picture is not None:
            async with aclosing(_encoded_file(self._picture, self._picture_bytes)) as pieces:
                async for piece in pieces:
                    yield piece
                    done += len(piece)
                    sent(done, self.length)
        self.is_handed_over = True
        yield self._tail
        sent(self.length, self.length)


async def open_order(
    request: GenerationRequest, model: Model, inputs: Inputs, *, started: Callable[[], None]
) -> OrderBody:
    """The body of an order, ready to leave. Raises CloudRefused (`input_gone`) when the picture cannot be read."""
    if isinstance(inputs.first_frame, str):
        whole = msgspec.json.encode(order_body(request, model, inputs.first_frame, inputs.sound))
        # Cut before the last sign: what has no end is no order.
        return OrderBody(whole[:-1], None, 0, whole[-1:], started=started)
    mark = uuid.uuid4().hex
    whole = msgspec.json.encode(
        order_body(request, model, f"data:{inputs.first_frame_mime};base64,{mark}", inputs.sound)
    )
    head, _, tail = whole.partition(mark.encode())
    try:
        size = (await asyncio.to_thread(inputs.first_frame.stat)).st_size
    except OSError as gone:
        raise input_gone(gone) from gone
    return OrderBody(head, inputs.first_frame, size, tail, started=started)


def needs_resolving(inputs: Inputs) -> bool:
    """Whether an address of the temporary store is among the inputs (wire-protocol 5.4)."""
    return any(isinstance(each, str) and each.startswith("oss://") for each in (inputs.first_frame, inputs.sound))


def input_gone(fault: OSError) -> CloudRefused:
    """The error when our copy of an input cannot be read: nothing was ordered and asking again would not help."""
    return CloudRefused(f"{type(fault).__name__}: {fault.strerror or fault}", sentence="input_gone")


async def _encoded_file(picture: Path, size_bytes: int) -> AsyncGenerator[bytes]:
    try:
        file = await asyncio.to_thread(picture.open, "rb")
    except OSError as gone:
        raise input_gone(gone) from gone
    try:
        for start in range(0, size_bytes, SLICE_BYTES):
            yield await asyncio.to_thread(_encoded, file, min(SLICE_BYTES, size_bytes - start))
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
        raise CloudRefused("the file became shorter while it was read", sentence="input_gone")
    return piece
