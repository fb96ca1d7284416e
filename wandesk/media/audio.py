"""Audio files: their facts, and the audio that is sent. Runs in the child only."""

from __future__ import annotations

from typing import BinaryIO

import av
import av.container
import av.error
from av.audio.stream import AudioStream

from wandesk.domain.catalog import AudioLimits
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import AudioFacts
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.media.audio_writing import converted, copied_mp3
from wandesk.media.containers import Deadline, container_name, demuxed
from wandesk.media.decoding import Decoder, audio_stream, has_video
from wandesk.media.foreign import AUDIO, opened, unreadable
from wandesk.media.handed import Handed
from wandesk.media.mp3_format import read_mp3
from wandesk.media.peaks import PeakMeter
from wandesk.media.sampling import sampled_waveform
from wandesk.media.wav_format import MOST_CHANNELS, USUAL_RATES, plain_wav_seconds
from wandesk.media.writing import write_result

HEADER_TOLERANCE = 0.2
"""Seconds by which a header may differ: an MP3 decoder adds or removes two frames."""
MOST_BYTES = 4_000_000_000
"""Refused before anything is read. A film of a camera has this size; longer ones are cut first."""
MOST_DECODED_SECONDS, LARGE_FILE_SECONDS = 610.0, 30.0
"""Longer audio is not decoded to its end: its length is the container's, its waveform that of many moments."""
LARGE_FILE_BYTES = 300_000_000
"""Most of a larger file is video, which is read along with the audio."""
MOST_FRAME_BYTES = 64_000_000
WMA_HEAD = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
INSPECTED_WITHIN, PREPARED_WITHIN = 3.5, 60.0
"""Seconds until reading ends with what was read so far."""

BROKEN = (av.error.FFmpegError, ValueError, OSError)
"""What PyAV raises about content."""


def inspect_audio(path: Handed) -> AudioFacts:
    """Decode the audio and return its facts. Raises InputRefused.

    The length is the number of decoded samples: headers may be wrong (a WAV of a recorder that crashed, an MP3 without
    a table), and the cloud measures the audio itself.
    """
    with opened(path, AUDIO) as (file, size_bytes):
        if size_bytes > MOST_BYTES:
            values = {"size_bytes": size_bytes, "most_bytes": MOST_BYTES}
            raise InputRefused(sentence=Sentence.AUDIO_TOO_HEAVY, values=values)
        deadline = Deadline(INSPECTED_WITHIN)
        try:
            with demuxed(file, deadline) as container:
                facts = _facts(container, audio_stream(container), size_bytes, deadline)
        except BROKEN as error:
            if deadline.is_over:
                raise InputRefused(str(error), sentence=Sentence.AUDIO_SLOW) from error
            detail = f"{type(error).__name__}: {error}"
            raise unreadable(detail, AUDIO, looks_right=_begins_like_audio(file)) from error
        return _strictly(facts, file)


def prepare_audio(source: Handed, target: Handed, limits: AudioLimits, start: float, seconds: float) -> AudioFacts:
    """Write a part of the audio as plain WAV or MP3 within the limits, with a true header and without tags.

    An MP3 from its beginning keeps its encoded audio; everything else is decoded. What is shorter than the limits ends
    with silence, up to the shortest length. `start` and `seconds` are in seconds of the decoded audio. Raises
    InputRefused, NoRoom, FolderRefused.
    """
    with opened(source, AUDIO) as (file, size_bytes):
        deadline = Deadline(PREPARED_WITHIN)
        try:
            content = _copied(file, size_bytes, limits, seconds, deadline) if start == 0 else None
            if content is None:
                file.seek(0)
                with demuxed(file, deadline) as container:
                    content = converted(container, audio_stream(container), limits, start, seconds, deadline)
        except BROKEN as error:
            sentence = Sentence.AUDIO_SLOW if deadline.is_over else AUDIO.damaged
            raise InputRefused(f"{type(error).__name__}: {error}", sentence=sentence) from error
    write_result(target, content)
    return inspect_audio(target)


def _copied(file: BinaryIO, size_bytes: int, limits: AudioLimits, seconds: float, deadline: Deadline) -> bytes | None:
    """The frames of an MP3 without tags; None for another file, or if the limits do not allow it."""
    if "mp3" not in limits.formats or size_bytes > MOST_FRAME_BYTES:
        return None
    with demuxed(file, deadline) as container:
        stream = audio_stream(container)
        if _format(container, stream) != "MP3" or not _is_plain(container, stream, stream.rate, stream.channels):
            return None
    file.seek(0)
    return copied_mp3(file.read(), limits, seconds)


def _facts(
    container: av.container.InputContainer, stream: AudioStream, size_bytes: int, deadline: Deadline
) -> AudioFacts:
    decoder, meter = Decoder(container, stream, deadline), PeakMeter()
    most = MOST_DECODED_SECONDS if size_bytes <= LARGE_FILE_BYTES else LARGE_FILE_SECONDS
    for piece in decoder.pieces(most_seconds=most):
        meter.add(piece)
    seconds, waveform = float(decoder.seconds), meter.waveform
    claimed = container.duration / av.time_base if container.duration is not None else 0.0
    if deadline.is_over and not decoder.is_whole and claimed <= seconds:
        raise InputRefused("the deadline is over", sentence=Sentence.AUDIO_SLOW)
    if not decoder.is_whole and claimed > seconds:
        waveform = sampled_waveform(container, stream, claimed, deadline)
        seconds = claimed
    return AudioFacts(
        format=_format(container, stream),
        seconds=seconds,
        size_bytes=size_bytes,
        sample_rate=decoder.sample_rate,
        channels=decoder.channels,
        is_plain=_is_plain(container, stream, decoder.sample_rate, decoder.channels),
        is_clean=False,
        has_video=has_video(container),
        waveform=waveform,
    )


def _is_plain(container: av.container.InputContainer, stream: AudioStream, rate: int, channels: int) -> bool:
    is_usual = channels <= MOST_CHANNELS and rate in USUAL_RATES
    codecs = {"WAV": {"pcm_s16le"}, "MP3": {"mp3", "mp3float"}}.get(_format(container, stream), set())
    return is_usual and stream.codec_context.name in codecs


def _format(container: av.container.InputContainer, stream: AudioStream) -> str:
    """The name of the format: MPEG layer II comes in the container of layer III."""
    name = container_name(container)
    return "MP2" if name == "MP3" and stream.codec_context.name.startswith("mp2") else name


def _has_frames(facts: AudioFacts) -> bool:
    """Whether the file is an MP3 whose frames can be copied. A larger one is never sent whole."""
    return facts.format == "MP3" and facts.is_plain and facts.size_bytes <= MOST_FRAME_BYTES


def _strictly(facts: AudioFacts, file: BinaryIO) -> AudioFacts:
    """The facts with what a strict reader says of a plain file."""
    encoded: float | None = None
    if facts.format == "WAV" and facts.is_plain:
        encoded = plain_wav_seconds(file, facts.size_bytes)
    elif _has_frames(facts):
        file.seek(0)
        mp3 = read_mp3(file.read())
        encoded = mp3.seconds if mp3 is not None and mp3.is_clean else None
    if encoded is None or abs(encoded - facts.seconds) > HEADER_TOLERANCE:
        return facts
    return replace(facts, is_clean=True, encoded_seconds=encoded)


def _begins_like_audio(file: BinaryIO) -> bool:
    """Whether it begins like an audio file: one that does not open is then damaged, not unknown."""
    file.seek(0)
    head = file.read(16)
    return (
        (head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] == b"WAVE")
        or (head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"})
        or (head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xfa", b"\xf3", b"\xf2", b"\xf1", b"\xf9"})
        or head.startswith((b"ID3", b"fLaC", b"OggS", b"caff", b"#!AMR", b"wvpk", b"MAC "))
        or head == WMA_HEAD
    )
