"""Videos: their facts and first frame. Runs in the child only."""

from __future__ import annotations

import os

import av
import av.container
import av.error
import av.stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.media import VideoFacts
from wandesk.media.colour import SRGB
from wandesk.media.containers import demuxed
from wandesk.media.handed import Handed, open_handed
from wandesk.media.images import write_thumbnail
from wandesk.media.reading import MAX_PIXELS, OpenedPicture
from wandesk.media.rendering import Rendition, rendered

DECODER_THREADS = 2
LYING = 90


def inspect_video(path: Handed) -> VideoFacts:
    """Decode the first frame and demux the rest. Raises VideoUnreadable.

    The length is that of the frames present: a truncated video still has its full length in the header.
    """
    try:
        with open_handed(path) as file, demuxed(file) as container:
            stream = video_stream(container)
            frame = first_frame(container, stream)
            width, height = stream.width, stream.height
            if abs(frame.rotation) == LYING:
                width, height = height, width
            container.seek(0)
            seconds, frames = length_of(container, stream)
            rate = float(stream.average_rate) if stream.average_rate else 0.0
            return VideoFacts(
                width=width,
                height=height,
                seconds=seconds,
                fps=rate or (frames / seconds if seconds else 0.0),
                video_codec=stream.codec_context.name,
                audio_codec=_audio_codec(container),
                size_bytes=os.fstat(file.fileno()).st_size,
            )
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error


def video_thumbnail(source: Handed, target: Handed, side: int) -> None:
    """Write a small JPEG of a video's first frame. Raises VideoUnreadable, NoRoom, FolderRefused."""
    write_thumbnail(first_picture(source, side), target)


def first_picture(source: Handed, side: int) -> Image.Image:
    """The video's first frame, its longer side at most `side` pixels. Raises VideoUnreadable."""
    return _shown(_poster(source), side)


def _shown(image: Image.Image, side: int) -> Image.Image:
    picture = OpenedPicture(image=image, size_bytes=0, stored=image.size, turn=None, colours=SRGB)
    return rendered(picture, Rendition(longest=side))


def _poster(source: Handed) -> Image.Image:
    try:
        with open_handed(source) as file, demuxed(file) as container:
            frame = first_frame(container, video_stream(container))
            image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
            return image.rotate(frame.rotation, expand=True) if frame.rotation else image
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error


def video_stream(container: av.container.InputContainer) -> VideoStream:
    """The video stream; the cover picture of a song does not count. Raises VideoUnreadable."""
    for stream in container.streams.video:
        if av.stream.Disposition.attached_pic not in av.stream.Disposition(stream.disposition):
            if stream.width * stream.height > MAX_PIXELS:
                raise VideoUnreadable(f"{stream.width} x {stream.height} is too large")
            if stream.codec_context is None:  # FFmpeg has no decoder for it, although PyAV's types say there is one
                raise VideoUnreadable("no decoder")
            # More threads would need more address space than the memory limit leaves.
            stream.codec_context.thread_count = DECODER_THREADS
            return stream
    raise VideoUnreadable("no video stream")


def _audio_codec(container: av.container.InputContainer) -> str | None:
    """The name of the audio's codec, None without audio or for a codec that FFmpeg does not know."""
    contexts = [stream.codec_context for stream in container.streams.audio]
    return contexts[0].name if contexts and contexts[0] is not None else None


def first_frame(container: av.container.InputContainer, stream: VideoStream) -> VideoFrame:
    """The first frame that can be decoded. Raises VideoUnreadable."""
    for frame in container.decode(stream):
        return frame
    raise VideoUnreadable("no frame can be decoded")


def length_of(container: av.container.InputContainer, stream: VideoStream) -> tuple[float, int]:
    """Seconds from the start of the first frame to the end of the last, and the number of frames."""
    start: float | None = None
    end, frames = 0.0, 0
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        frames += 1
        if packet.pts is None or packet.time_base is None:
            continue
        begins = float(packet.pts * packet.time_base)
        start = begins if start is None else min(start, begins)
        end = max(end, begins + float((packet.duration or 0) * packet.time_base))
    if start is None:
        return (frames / float(stream.average_rate) if stream.average_rate else 0.0), frames
    return end - start, frames
