"""The waveform of audio that is too long to be decoded to its end: the levels of many moments."""

from __future__ import annotations

import av
import av.container
import av.error
from av.audio.stream import AudioStream

from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Waveform
from wandesk.media.containers import Deadline
from wandesk.media.decoding import Decoder
from wandesk.media.peaks import level

MOMENTS = 512
"""A power of two."""
MOMENT_SECONDS = 0.12
"""The first frames of an MP3 after a seek are silent: they need bits of the frames before them."""


def sampled_waveform(
    container: av.container.InputContainer, stream: AudioStream, seconds: float, deadline: Deadline
) -> Waveform:
    """The levels of moments over the length of the audio, coarse first. After the deadline, neighbours stand in."""
    peaks: dict[int, int] = {}
    for at in _coarse_first(MOMENTS):
        if deadline.is_over:
            break
        found = _level(container, stream, at * seconds / MOMENTS, deadline)
        if found is not None:
            peaks[at] = found
    if not peaks:
        return Waveform()
    known = sorted(peaks)
    nearest = [peaks[max((each for each in known if each <= at), default=known[0])] for at in range(MOMENTS)]
    return Waveform(peaks=tuple(nearest))


def _coarse_first(count: int) -> list[int]:
    """Every number below `count`, in an order that covers the whole range at any time."""
    bits = count.bit_length() - 1
    return [int(format(at, f"0{bits}b")[::-1], 2) for at in range(count)]


def _level(container: av.container.InputContainer, stream: AudioStream, at: float, deadline: Deadline) -> int | None:
    """The highest level at a moment; None if it cannot be reached."""
    try:
        container.seek(round(at * av.time_base))
        pieces = Decoder(container, stream, deadline).pieces(most_seconds=MOMENT_SECONDS)
        return max((level(samples) for piece in pieces for samples in piece.channels), default=None)
    except (av.error.FFmpegError, InputRefused):
        return None
