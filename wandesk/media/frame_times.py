"""The times of a video's frames, read from its packets without decoding. Runs in the child only."""

from __future__ import annotations

import av.error

from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.frame_times import FrameTimes
from wandesk.media.containers import Deadline, demuxed, origin_of, seconds_of
from wandesk.media.frames import video_stream
from wandesk.media.handed import Handed, open_handed

WITHIN = 5.0
"""Seconds for reading the file. A longer video is stepped through at its average rate."""
MOST_FRAMES = 100_000


def frame_times(path: Handed) -> FrameTimes:
    """When each frame begins that is shown. Raises VideoUnreadable, also for a file that takes too long to read."""
    deadline = Deadline(WITHIN)
    starts: list[float] = []
    end = 0.0
    try:
        with open_handed(path) as file, demuxed(file, deadline) as container:
            stream = video_stream(container)
            origin = origin_of(container)
            for packet in container.demux(stream):
                if packet.size == 0 or packet.is_discard or packet.pts is None or packet.time_base is None:
                    continue
                begins = seconds_of(packet, origin)
                starts.append(begins)
                end = max(end, begins + float((packet.duration or 0) * packet.time_base))
                if len(starts) > MOST_FRAMES:
                    raise VideoUnreadable("too many frames")
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error
    if deadline.is_over or not starts:
        raise VideoUnreadable("no times of frames")
    return FrameTimes(tuple(sorted(starts)), end)
