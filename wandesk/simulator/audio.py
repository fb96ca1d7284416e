"""The audio of a video: a file, cut or padded with silence, or a generated soft chord."""

from __future__ import annotations

import array
import functools
import math
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from wandesk.simulator.media_files import open_media

AUDIO_RATE = 44_100  # Hz; wire reference, section 7.1: AAC stereo 44.1 kHz was measured
_FRAME = 1_024  # samples in one AAC frame

# The generated chord has low partials only, so a quarter of the rate is enough; libswresample converts it in C.
_PAD_RATE = 11_025
_LOOP_SECONDS = (
    4  # partials are multiples of 1/4 Hz, so the loop has no seam; their slight detuning lets the chord breathe
)
_CHORDS = (
    (130.75, 196.0, 246.75, 329.75, 392.0),  # C major seventh, open
    (110.0, 164.75, 220.0, 246.75, 329.75),  # A minor ninth
    (146.75, 220.0, 277.25, 329.75, 440.0),  # D major ninth
    (98.0, 146.75, 246.75, 293.75, 440.0),  # G major ninth
)


def audio_frames(*, file: Path | None, automatic: bool, seconds: float, seed: int) -> Iterator[AudioFrame]:
    """Stereo float frames at AUDIO_RATE, exactly `seconds` long; none without a file and `automatic`."""
    if file is not None:
        source = _decoded(file)
    elif automatic:
        source = _generated(seconds, seed)
    else:
        return
    wanted = round(seconds * AUDIO_RATE)
    fifo = AudioFifo()
    made = 0
    for frame in source:
        frame.pts = None
        fifo.write(frame)
        while made < wanted and (piece := fifo.read(min(_FRAME, wanted - made))) is not None:
            yield _timed(piece, made)
            made += piece.samples
        if made >= wanted:
            return
    if fifo.samples and (piece := fifo.read(min(fifo.samples, wanted - made))) is not None:
        yield _timed(piece, made)
        made += piece.samples
    while made < wanted:
        silence = AudioFrame(format="fltp", layout="stereo", samples=min(_FRAME, wanted - made))
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        yield _timed(silence, made)
        made += silence.samples


def _timed(frame: AudioFrame, start: int) -> AudioFrame:
    frame.sample_rate = AUDIO_RATE
    frame.pts = start
    frame.time_base = Fraction(1, AUDIO_RATE)
    return frame


def _decoded(path: Path) -> Iterator[AudioFrame]:
    resampler = AudioResampler(format="fltp", layout="stereo", rate=AUDIO_RATE)
    with open_media(path) as source:
        for frame in source.decode(source.streams.audio[0]):
            yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _generated(seconds: float, seed: int) -> Iterator[AudioFrame]:
    """A chord that swells in, breathes and fades out with the video."""
    loop = _chord_loop(random.Random(seed).randrange(len(_CHORDS)))  # noqa: S311 - not a secret
    total = round(seconds * _PAD_RATE)
    swell, fade = min(total // 3, round(1.2 * _PAD_RATE)), min(total // 3, round(1.6 * _PAD_RATE))
    resampler = AudioResampler(format="fltp", layout="stereo", rate=AUDIO_RATE)
    start = 0
    while start < total:
        inside = start % (len(loop) // 2)
        count = min(_FRAME, total - start, len(loop) // 2 - inside)
        samples = loop[2 * inside : 2 * (inside + count)]
        if start < swell or start + count > total - fade:
            for number in range(count):
                index = start + number
                gain = min(1.0, index / swell, (total - index) / fade)
                gain = gain * gain * (3 - 2 * gain)
                samples[2 * number] = int(samples[2 * number] * gain)
                samples[2 * number + 1] = int(samples[2 * number + 1] * gain)
        frame = AudioFrame(format="s16", layout="stereo", samples=count)
        frame.planes[0].update(_padded(samples, frame.planes[0].buffer_size))
        frame.sample_rate = _PAD_RATE
        yield from resampler.resample(frame)
        start += count
    yield from resampler.resample(None)


def _padded(samples: array.array[int], room: int) -> bytes:
    written = samples.tobytes()
    return written + bytes(room - len(written))


@functools.cache
def _chord_loop(number: int) -> array.array[int]:
    """Interleaved 16-bit samples of one seamless loop."""
    length = _LOOP_SECONDS * _PAD_RATE
    sine = array.array("f", (math.sin(2 * math.pi * index / length) for index in range(length)))
    sides = []
    for detune in (0.25, -0.25):
        side = [0.0] * length
        for rank, pitch in enumerate(_CHORDS[number]):
            loudness = 0.30 / (1 + 0.55 * rank)
            for frequency, part in ((pitch, 0.6), (pitch + detune, 0.4)):
                step = round(frequency * _LOOP_SECONDS)
                side = [
                    value + loudness * part * sine[index]
                    for value, index in zip(side, (n * step % length for n in range(length)), strict=True)
                ]
        sides.append(side)
    loop = array.array("h", bytes(4 * length))
    for offset, side in enumerate(sides):
        loop[offset::2] = array.array("h", (int(12_000 * math.tanh(value)) for value in side))
    return loop
