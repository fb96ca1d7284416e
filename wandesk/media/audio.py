"""Audio files: their facts, their true length, and a true header for them. Runs in the child only."""

from __future__ import annotations

import io
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
from wandesk.media.handed import Handed
from wandesk.media.writing import write_result

HEADER_TOLERANCE = 0.2
"""Seconds by which a header may differ: an MP3 decoder adds or removes two frames."""
WAV_STREAMED = 0xFFFFFFFF
"""The size of a WAV's audio while its recorder has not written the true one."""
MAX_DECODED_SECONDS = 600.0
"""Longer audio is refused anyway: beyond this, the length in the container is good enough."""
DAMAGED_SHARE = 0.1
"""With a larger share of broken packets the file is damaged; MP3 files often end with a few stray bytes."""


def inspect_audio(path: Handed) -> AudioFacts:
    """Decode the audio and return its facts. Raises InputRefused.

    The length is the number of decoded samples: headers may be wrong (a WAV of a recorder that crashed, an MP3 without
    a table), and the cloud measures the audio itself.
    """
    with opened(path, AUDIO) as (file, size_bytes):
        try:
            with demuxed(file) as container:
                return _facts(container, file, size_bytes)
        except (av.error.FFmpegError, ValueError, OSError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise unreadable(detail, AUDIO, looks_right=_looks_like_audio(file)) from error


def rewrite_audio(source: Handed, target: Handed) -> AudioFacts:
    """Write the same encoded audio with a true header and without tags. Raises InputRefused, NoRoom, FolderRefused.

    For a WAV or MP3: other formats are not sent.
    """
    with opened(source, AUDIO) as (file, _size_bytes):
        try:
            with demuxed(file) as container:
                content = _remuxed(container, _audio_stream(container))
        except (av.error.FFmpegError, ValueError, OSError) as error:
            raise InputRefused(f"{type(error).__name__}: {error}", sentence=AUDIO.damaged) from error
    write_result(target, content)
    return inspect_audio(target)


def _remuxed(container: av.container.InputContainer, stream: AudioStream) -> bytes:
    """The packets of the stream in a new file of the same format. FFmpeg's MP3 and WAV writers count them."""
    buffer = io.BytesIO()
    options = {"id3v2_version": "0", "write_xing": "1"} if stream.codec_context.name.startswith("mp3") else {}
    with av.open(buffer, "w", format="mp3" if options else "wav", options=options) as written:
        copy = written.add_stream_from_template(stream)
        for packet in container.demux(stream):
            if packet.size:  # the last packet of a demuxer is empty
                packet.stream = copy
                written.mux(packet)
    return buffer.getvalue()


def _facts(container: av.container.InputContainer, file: BinaryIO, size_bytes: int) -> AudioFacts:
    stream = _audio_stream(container)
    stream.codec_context.thread_count = 1
    seconds, sample_rate, channels = _decoded_length(container, stream)
    claimed = container.duration / av.time_base if container.duration is not None else None
    if seconds >= MAX_DECODED_SECONDS and claimed is not None:
        seconds = max(seconds, claimed)
    format_name = container_name(container)
    is_true = claimed is not None and abs(claimed - seconds) <= HEADER_TOLERANCE
    return AudioFacts(
        format=format_name,
        seconds=seconds,
        size_bytes=size_bytes,
        sample_rate=sample_rate,
        channels=channels,
        has_true_header=is_true and not (format_name == "WAV" and _has_wrong_sizes(file, size_bytes)),
    )


def _audio_stream(container: av.container.InputContainer) -> AudioStream:
    """The first audio stream that can be decoded. Raises WrongKindOfFile."""
    if not container.streams.audio:
        raise WrongKindOfFile(sentence=Sentence.AUDIO_TRACK_MISSING)
    stream = container.streams.audio[0]
    if stream.codec_context is None:  # FFmpeg has no decoder for it, although PyAV's types say there is one
        raise WrongKindOfFile("no decoder", sentence=AUDIO.unknown)
    return stream


def _has_wrong_sizes(file: BinaryIO, size_bytes: int) -> bool:
    """Whether a WAV says another size of its audio than there is, as that of a recorder that crashed."""
    file.seek(0)
    if file.read(4) != b"RIFF":  # RF64 keeps its sizes elsewhere
        return False
    file.seek(12)
    while len(head := file.read(8)) == 8:
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"data":
            return size in {0, WAV_STREAMED} or file.tell() + size > size_bytes
        file.seek(size + size % 2, io.SEEK_CUR)
    return True


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
