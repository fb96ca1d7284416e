"""Sounds: what one is and how long it really plays. Runs in the child only."""

from __future__ import annotations

from fractions import Fraction
from typing import BinaryIO

import av
import av.container
import av.error
from av.audio.stream import AudioStream

from wandesk.domain.errors import InputRefused
from wandesk.domain.media import AudioFacts
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import container_name, demuxed
from wandesk.media.foreign import SOUND, opened

MAX_DECODED_SECONDS = 600.0
"""Longer sounds are refused anyway: beyond this, the container's own word is enough."""
DAMAGED_SHARE = 0.1
"""With more undecodable packets than this the sound is damaged; MP3 files often end in a few strange bytes."""


def inspect_audio(path: str) -> AudioFacts:
    """Decode the sound and say what it is, by its content. Raises InputRefused.

    The length is counted in decoded samples: headers lie (WAV written by a recorder that crashed, MP3 without a
    table), and the cloud measures what it hears.
    """
    with opened(path, SOUND) as (file, size_bytes):
        try:
            with demuxed(file) as container:
                return _facts(container, size_bytes)
        except (av.error.FFmpegError, ValueError, OSError) as error:
            sentence = SOUND.damaged if _looks_like_sound(file) else SOUND.unknown
            raise InputRefused(f"{type(error).__name__}: {error}", sentence=sentence) from error


def _facts(container: av.container.InputContainer, size_bytes: int) -> AudioFacts:
    if not container.streams.audio:
        raise InputRefused(sentence=Sentence.SOUND_NO_AUDIO)
    stream = container.streams.audio[0]
    stream.codec_context.thread_count = 1
    seconds, sample_rate, channels = _decoded_length(container, stream)
    if seconds >= MAX_DECODED_SECONDS and container.duration is not None:
        seconds = max(seconds, container.duration / av.time_base)
    return AudioFacts(
        format=container_name(container),
        seconds=seconds,
        size_bytes=size_bytes,
        sample_rate=sample_rate,
        channels=channels,
    )


def _decoded_length(container: av.container.InputContainer, stream: AudioStream) -> tuple[float, int, int]:
    """Seconds, sample rate in Hz and channels of what comes out of the decoder, 600 s at most."""
    seconds, packets, broken, sample_rate, channels = Fraction(0), 0, 0, stream.rate, stream.channels
    for packet in container.demux(stream):
        packets += 1
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            broken += 1
            continue
        for frame in frames:
            seconds += Fraction(frame.samples, frame.sample_rate)
            sample_rate, channels = frame.sample_rate, len(frame.layout.channels)
        if seconds >= MAX_DECODED_SECONDS:
            break
    if broken and (seconds == 0 or broken > packets * DAMAGED_SHARE):
        raise InputRefused(f"{broken} of {packets} packets do not decode", sentence=SOUND.damaged)
    return float(seconds), sample_rate, channels


def _looks_like_sound(file: BinaryIO) -> bool:
    """Whether it begins as a WAV or MP3 does: then it is damaged rather than unknown."""
    file.seek(0)
    head = file.read(12)
    is_wav = head.startswith((b"RIFF", b"RF64")) and head[8:12] == b"WAVE"
    is_mp3 = head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xfa", b"\xf3", b"\xf2"})
    return is_wav or is_mp3
