"""The frames of a video at given times, side by side. Runs in the child only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import av
import av.container
import av.error
from av.video.frame import VideoFrame as DecodedFrame
from av.video.stream import VideoStream
from PIL import Image

from wandesk.domain.errors import VideoUnreadable
from wandesk.media.containers import demuxed
from wandesk.media.encoding import jpeg
from wandesk.media.frames import picture_of, video_stream
from wandesk.media.handed import Handed, open_handed
from wandesk.media.writing import write_result

QUALITY = 85
EXACT = 2
"""So many frames are found exactly, wherever they are."""
WHOLE_PIXELS = 900_000_000
"""Of all frames up to the last one: 30 s of 720p. Beyond, a strip has the key frames nearest to its times: decoding
everything would keep the form waiting.
"""
WIDEST = 4.0
"""A frame in a strip is at most so many times as wide as high."""


def write_strip(source: Handed, target: Handed, times: Sequence[float], height: int) -> None:
    """Write the frames that are shown at these rising times side by side as a JPEG of that height in pixels.

    The times are seconds after the first frame; one beyond the end means the last frame.
    Raises VideoUnreadable, NoRoom, FolderRefused.
    """
    try:
        with open_handed(source) as file, demuxed(file) as container:
            images = [picture_of(frame, round(height * WIDEST)) for frame in _frames(container, times)]
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error
    if not images:
        raise VideoUnreadable("no frame can be decoded")
    images += [images[-1]] * (len(times) - len(images))  # what decodes before a damaged end counts
    width = max(1, round(height * min(WIDEST, images[0].width / images[0].height)))
    strip = Image.new("RGB", (width * len(times), height))
    for at, image in enumerate(images):
        strip.paste(image.resize((width, height)), (at * width, 0))
    write_result(target, jpeg(strip, QUALITY))


def _frames(container: av.container.InputContainer, times: Sequence[float]) -> Iterator[DecodedFrame]:
    stream = video_stream(container)
    if len(times) <= EXACT:
        for seconds in times:
            yield _frame_at(container, stream, seconds)
    elif times[-1] * float(stream.average_rate or 30) * stream.width * stream.height <= WHOLE_PIXELS:
        yield from _frames_by(container, stream, times)
    else:
        yield from _key_frames(container, stream, times)


def _since_first(frame: DecodedFrame, stream: VideoStream) -> float:
    zero = float((stream.start_time or 0) * (stream.time_base or 0))
    return (frame.time or 0.0) - zero


def _seek(container: av.container.InputContainer, stream: VideoStream, seconds: float) -> None:
    assert stream.time_base is not None
    container.seek(max(0, round(seconds / stream.time_base)) + (stream.start_time or 0), stream=stream, backward=True)


def _frame_at(container: av.container.InputContainer, stream: VideoStream, seconds: float) -> DecodedFrame:
    _seek(container, stream, seconds)
    shown: DecodedFrame | None = None
    half = 0.5 / float(stream.average_rate or 30)
    for frame in container.decode(stream):
        if shown is not None and _since_first(frame, stream) > seconds + half:
            break
        shown = frame
    if shown is None:
        raise VideoUnreadable("no frame can be decoded")
    return shown


def _frames_by(
    container: av.container.InputContainer, stream: VideoStream, times: Sequence[float]
) -> Iterator[DecodedFrame]:
    """The first frame at or after each time, decoded in one go."""
    container.seek(0)
    left = iter(times)
    wanted = next(left, None)
    for frame in container.decode(stream):
        while wanted is not None and _since_first(frame, stream) >= wanted:
            yield frame
            wanted = next(left, None)
        if wanted is None:
            return


def _key_frames(
    container: av.container.InputContainer, stream: VideoStream, times: Sequence[float]
) -> Iterator[DecodedFrame]:
    stream.codec_context.skip_frame = "NONKEY"
    for seconds in times:
        _seek(container, stream, seconds)
        frame = next(iter(container.decode(stream)), None)
        if frame is not None:
            yield frame
