"""Clips that a video continues: their facts, their first picture, and a clean copy to send. Runs in the child only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

import av
import av.container
import av.error
import av.stream
from av.packet import Packet
from av.video.stream import VideoStream
from PIL import Image

from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.media import ClipFacts, PictureFacts
from wandesk.media.containers import container_name, demuxed
from wandesk.media.encoding import jpeg
from wandesk.media.foreign import CLIP, opened, unreadable
from wandesk.media.frames import first_frame, video_stream
from wandesk.media.handed import Handed
from wandesk.media.video import LYING, length_of
from wandesk.media.writing import write_result

MEASURED_SECONDS = 60.0
"""A longer video is refused anyway: the length in its container is good enough."""
PICTURE_QUALITY = 95
COPIED_VIDEO = frozenset({"h264", "hevc"})
"""The codecs whose packets go into an MP4 unchanged, from any container."""
QUICKTIME = "qt  "


def inspect_clip(path: Handed, target: Handed) -> tuple[ClipFacts, PictureFacts]:
    """The facts of a clip, and those of its first picture, which is written to `target` as a JPEG.

    Raises InputRefused, WrongKindOfFile, NoRoom, FolderRefused.
    """
    with opened(path, CLIP) as (file, size_bytes):
        try:
            with demuxed(file) as container:
                stream = video_stream(container)
                frame = first_frame(container, stream)
                facts = _facts(container, stream, size_bytes, is_lying=abs(frame.rotation) == LYING)
                image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
                upright = image.rotate(frame.rotation, expand=True) if frame.rotation else image
        except (VideoUnreadable, av.error.FFmpegError, ValueError, OSError) as error:
            detail = f"{type(error).__name__}: {error}"
            raise unreadable(detail, CLIP, looks_right=_looks_like_video(file)) from error
    content = jpeg(upright, PICTURE_QUALITY)
    write_result(target, content)
    return facts, PictureFacts(format="JPEG", width=upright.width, height=upright.height, size_bytes=len(content))


def clean_clip(source: Handed, target: Handed) -> ClipFacts:
    """Write the same encoded pictures and audio without tags, places and other tracks, as MP4 (a MOV stays a MOV).

    Raises InputRefused, NoRoom, FolderRefused.
    """
    with opened(source, CLIP) as (file, _size_bytes):
        try:
            with demuxed(file) as container:
                stream = video_stream(container)
                format_name = "MOV" if _format(container) == "MOV" else "MP4"
                content = _copied(container, stream, format_name.lower())
        except (VideoUnreadable, av.error.FFmpegError, ValueError, OSError) as error:
            raise unreadable(f"{type(error).__name__}: {error}", CLIP, looks_right=True) from error
    write_result(target, content)
    return read_clip(content)


def read_clip(content: bytes) -> ClipFacts:
    """The facts of a clip that was just written. Raises as `clip_facts`."""
    with demuxed(io.BytesIO(content)) as container:
        return clip_facts(container, len(content))


def clip_facts(container: av.container.InputContainer, size_bytes: int) -> ClipFacts:
    """The facts of an open video. Raises VideoUnreadable, av.error.FFmpegError."""
    stream = video_stream(container)
    frame = first_frame(container, stream)
    return _facts(container, stream, size_bytes, is_lying=abs(frame.rotation) == LYING)


def _facts(
    container: av.container.InputContainer, stream: VideoStream, size_bytes: int, *, is_lying: bool
) -> ClipFacts:
    claimed = container.duration / av.time_base if container.duration is not None else 0.0
    seconds = claimed
    if claimed <= MEASURED_SECONDS:
        container.seek(0)
        seconds, _frames = length_of(container, stream)
    width, height = (stream.height, stream.width) if is_lying else (stream.width, stream.height)
    return ClipFacts(
        format=_format(container),
        width=width,
        height=height,
        seconds=seconds,
        size_bytes=size_bytes,
        fps=float(stream.average_rate) if stream.average_rate else 0.0,
        video_codec=stream.codec_context.name,
        can_be_copied=stream.codec_context.name in COPIED_VIDEO,
    )


def _format(container: av.container.InputContainer) -> str:
    name = container_name(container)
    return "MOV" if name == "MP4" and container.metadata.get("major_brand") == QUICKTIME else name


def _copied(container: av.container.InputContainer, stream: VideoStream, format_name: str) -> bytes:
    """The packets of the video and of its first audio in a new file."""
    buffer = io.BytesIO()
    sounds = list(container.streams.audio)[:1]
    with av.open(buffer, "w", format=format_name) as written:
        copies = {each.index: written.add_stream_from_template(each) for each in (stream, *sounds)}
        for copy in copies.values():
            copy.metadata.clear()
        packets = [packet for packet in container.demux(stream, *sounds) if packet.size]  # the last one is empty
        _complete_times([packet for packet in packets if packet.stream.index == stream.index])
        for packet in packets:
            packet.stream = copies[packet.stream.index]
            written.mux(packet)
    return buffer.getvalue()


def _complete_times(packets: Sequence[Packet[Any]]) -> None:
    """Give packets their decoding times where the container (Matroska) has only those of showing.

    They are decoded in this order, and each one early enough to be shown.
    """
    shown = [packet.pts for packet in packets]
    times = [each for each in shown if each is not None]
    if len(times) < len(shown) or all(packet.dts is not None for packet in packets):
        return
    ordered = sorted(times)
    delay = max(late - early for late, early in zip(ordered, times, strict=True))
    for packet, time in zip(packets, ordered, strict=True):
        packet.dts = time - delay


def _looks_like_video(file: BinaryIO) -> bool:
    """Whether it begins like a video file: then it is damaged, not unknown."""
    file.seek(0)
    head = file.read(12)
    return head[4:8] == b"ftyp" or head.startswith(b"\x1aE\xdf\xa3") or (head[:4] == b"RIFF" and head[8:] == b"AVI ")
