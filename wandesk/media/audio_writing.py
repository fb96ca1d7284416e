"""Writes the audio that is sent: plain MP3 without tags, or plain WAV, or MP3 where a WAV is too large."""

from __future__ import annotations

import io
import itertools
from array import array
from collections.abc import Iterator

import av
import av.container
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from wandesk.domain.audio import HAIR
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.errors import InputRefused, Value
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import Deadline
from wandesk.media.decoding import Decoder, Piece
from wandesk.media.mp3_format import mp3_file, read_mp3
from wandesk.media.wav_format import SAMPLE_BYTES, wav_file

SOUGHT_AFTER = 600.0
"""Seconds into a file after which a part is sought, not decoded to: seeking in an MP3 is less exact."""
SEEK_AHEAD = 1.0
"""Seconds before a part at which decoding begins, so that the decoder has what it needs."""
BITRATES = (320_000, 256_000, 192_000, 160_000, 128_000, 96_000, 64_000, 48_000, 32_000)
MP3_OPTIONS = {"id3v2_version": "0", "write_xing": "1"}
ENCODER_SECONDS = 0.15
"""An encoded MP3 is longer than its audio by at most so much: delay and padding of the encoder."""
OVERHEAD_BYTES = 8_192


def copied_mp3(content: bytes, limits: AudioLimits, seconds: float) -> bytes | None:
    """The encoded audio of an MP3, or its first `seconds`, without tags; None if the limits do not allow it.

    A file shorter than the limits cannot be copied: it needs silence at its end.
    """
    if (mp3 := read_mp3(content)) is None:
        return None
    # An encoded MP3 is longer than its audio: what is nearly everything is everything.
    is_whole = seconds >= mp3.seconds - ENCODER_SECONDS and mp3.seconds <= limits.max_seconds
    most = None if is_whole else min(seconds, limits.max_seconds)
    copied = mp3_file(mp3, most)
    length = mp3.seconds if most is None else min(mp3.seconds, most)
    is_within = length - ENCODER_SECONDS >= limits.min_seconds and len(copied) <= limits.max_bytes
    return copied if is_within else None


def converted(
    container: av.container.InputContainer,
    stream: AudioStream,
    limits: AudioLimits,
    start: float,
    seconds: float,
    deadline: Deadline,
) -> bytes:
    """A part of the audio, decoded: a WAV if the limits allow it, else the best MP3 that they allow.

    Raises InputRefused if the part is too short, or not even an MP3 fits.
    """
    most = min(seconds, limits.max_seconds)
    samples, rate, channels = _part(container, stream, start, most, deadline)
    if not samples:
        raise InputRefused("no audio in that part", sentence=Sentence.AUDIO_DAMAGED)
    length = len(samples) / (rate * channels)
    if length < limits.min_seconds - HAIR:  # another file than the form had
        values: dict[str, Value] = {"audio_seconds": length, "least_seconds": limits.min_seconds}
        raise InputRefused(sentence=Sentence.AUDIO_TOO_SHORT, values=values)
    missing = round(limits.min_seconds * rate) * channels - len(samples)
    samples.extend(itertools.repeat(0, max(0, missing)))
    if "wav" in limits.formats:
        content = wav_file(samples.tobytes(), rate, channels)
        if len(content) <= limits.max_bytes:
            return content
    length = len(samples) / (rate * channels)
    for bit_rate in BITRATES:
        if "mp3" in limits.formats and length * bit_rate / 8 + OVERHEAD_BYTES <= limits.max_bytes:
            kept = round((limits.max_seconds - ENCODER_SECONDS) * rate) * channels
            return _encoded(samples[:kept], rate, channels, bit_rate)
    values = {"size_bytes": SAMPLE_BYTES * len(samples), "most_bytes": limits.max_bytes}
    raise InputRefused("no format fits", sentence=Sentence.AUDIO_TOO_HEAVY, values=values)


def _part(
    container: av.container.InputContainer, stream: AudioStream, start: float, seconds: float, deadline: Deadline
) -> tuple[array[int], int, int]:
    """Interleaved samples of a part, their rate and the number of channels. Raises InputRefused after the deadline."""
    decoder = Decoder(container, stream, deadline)
    is_sought = start > SOUGHT_AFTER
    if is_sought:
        container.seek(round((start - SEEK_AHEAD) * av.time_base))
    samples, rate, channels = array("h"), 0, 0
    for piece in decoder.pieces(most_seconds=float("inf"), is_rate_usual=True):
        rate, channels = piece.rate, len(piece.channels)
        ahead = start
        if is_sought:
            first = (container.start_time or 0) / av.time_base
            ahead = start - (start - SEEK_AHEAD if decoder.begins_at is None else decoder.begins_at - first)
        begin = max(0, round((ahead - piece.start) * rate))
        end = min(piece.samples, round((ahead + seconds - piece.start) * rate))
        if begin < end:
            samples.extend(_interleaved(piece, begin, end))
        if end < piece.samples:
            return samples, rate, channels
    if not decoder.is_whole:
        raise InputRefused("the deadline is over", sentence=Sentence.AUDIO_SLOW)
    return samples, rate, channels


def _interleaved(piece: Piece, begin: int, end: int) -> array[int]:
    channels = len(piece.channels)
    if channels == 1:
        return piece.channels[0][begin:end]
    mixed = array("h", bytes(SAMPLE_BYTES * channels * (end - begin)))
    for at, samples in enumerate(piece.channels):
        mixed[at::channels] = samples[begin:end]
    return mixed


def _encoded(samples: array[int], rate: int, channels: int, bit_rate: int) -> bytes:
    """The samples as MP3, without tags."""
    buffer = io.BytesIO()
    layout = "mono" if channels == 1 else "stereo"
    with av.open(buffer, "w", format="mp3", options=MP3_OPTIONS) as written:
        encoder = written.add_stream("libmp3lame", rate=rate, layout=layout, bit_rate=bit_rate, format="s16p")
        for frame in _frames(samples, rate, channels, layout):
            written.mux(encoder.encode(frame))
        written.mux(encoder.encode(None))
    return buffer.getvalue()


def _frames(samples: array[int], rate: int, channels: int, layout: str) -> Iterator[AudioFrame]:
    step = 1152 * channels
    for at in range(0, len(samples), step):
        part = samples[at : at + step]
        frame = AudioFrame(format="s16p", layout=layout, samples=len(part) // channels)
        for channel, plane in enumerate(frame.planes):
            raw = part[channel::channels].tobytes()
            plane.update(raw.ljust(plane.buffer_size, b"\0"))
        frame.sample_rate = rate
        frame.pts = at // channels
        yield frame
