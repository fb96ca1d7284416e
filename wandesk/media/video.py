"""Videos: their facts and first frame. Runs in the child only."""

from __future__ import annotations

import os

import av
import av.container
import av.error
import av.stream
from av.video.stream import VideoStream

from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.media import VideoFacts
from wandesk.media.containers import demuxed
from wandesk.media.frames import first_frame, shown_frame, video_stream
from wandesk.media.handed import Handed, open_handed
from wandesk.media.images import write_thumbnail

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
    write_thumbnail(shown_frame(source, side=side), target)


def _audio_codec(container: av.container.InputContainer) -> str | None:
    """The name of the audio's codec, None without audio or for a codec that FFmpeg does not know."""
    contexts = [stream.codec_context for stream in container.streams.audio]
    return contexts[0].name if contexts and contexts[0] is not None else None


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
