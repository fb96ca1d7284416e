"""Audio files: their facts and true length. Runs in the child only."""

from __future__ import annotations

from fractions import Fraction
from typing import BinaryIO

import av
import av.container
import av.error
from av.audio.stream import AudioStream

from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.media import AudioFacts
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import container_name, demuxed
from wandesk.media.foreign import AUDIO, opened, unreadable

MAX_DECODED_SECONDS = 600.0
"""Longer audio is refused anyway: beyond this, the length in the container is good enough."""
DAMAGED_SHARE = 0.1
"""With a larger share of broken packets the file is damaged; MP3 files often end with a few stray bytes."""


def inspect_audio(path: str) -> AudioFacts:
    """Decode the audio and return its facts. Raises InputRefused.

    The length is the number of decoded samples: headers may be wrong (a WAV of a recorder that crashed, an MP3 without
    a table), and the cloud measures the audio itself.
    """
    with opened(path, AUDIO) as (file, size_bytes):
        try:
            with demuxed(file) as container:
                return _facts(container, size_bytes)
        except (av.error.FFmpegError, ValueError, OSError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise unreadable(detail, AUDIO, looks_right=_looks_like_audio(file)) from error


def _facts(container: av.container.InputContainer, size_bytes: int) -> AudioFacts:
    if not container.streams.audio:
        raise WrongKindOfFile(sentence=Sentence.AUDIO_TRACK_MISSING)
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
    """Seconds (600 at most), sample rate in Hz and channels of the decoded audio."""
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
        raise InputRefused(f"{broken} of {packets} packets do not decode", sentence=AUDIO.damaged)
    return float(seconds), sample_rate, channels


def _looks_like_audio(file: BinaryIO) -> bool:
    """Whether it begins like a WAV or MP3: then it is damaged, not unknown."""
    file.seek(0)
    head = file.read(12)
    is_wav = head.startswith((b"RIFF", b"RF64")) and head[8:12] == b"WAVE"
    is_mp3 = head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xfa", b"\xf3", b"\xf2"})
    return is_wav or is_mp3
