"""A frame of a video as a picture: the first, the last or the one at a moment, upright, in sRGB, at its full size."""

from __future__ import annotations

import io
import logging

import av
import av.container
import av.error
import av.stream
from av.video.frame import VideoFrame as DecodedFrame
from av.video.stream import VideoStream
from PIL import Image

from wandesk.domain.errors import InputRefused, VideoUnreadable
from wandesk.domain.media import PictureFacts, VideoFrame
from wandesk.media.colour import cicp_colours
from wandesk.media.containers import demuxed, origin_of, seconds_of
from wandesk.media.encoding import jpeg
from wandesk.media.handed import Handed, open_handed
from wandesk.media.reading import MAX_PIXELS, MAX_SIDE, OpenedPicture
from wandesk.media.rendering import Rendition, rendered
from wandesk.media.writing import write_result

log = logging.getLogger(__name__)

DECODER_THREADS = 2
BACK_SECONDS = (2.0, 10.0, 60.0)
"""How far before its end a video is decoded to find its last frame, until one is found; then from its start."""
SAME = 0.0006
"""Seconds: a frame that begins so little after a moment is the one that is shown then. Players round."""
PICTURE_QUALITY = 95
TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
"""Counter-clockwise, as PyAV counts a frame's rotation."""


def write_frame(source: Handed, target: Handed, which: VideoFrame | float, format_name: str = "PNG") -> PictureFacts:
    """Write a frame of a video as a PNG or a JPEG. A number is the moment, in seconds, at which it is shown.

    Raises VideoUnreadable, NoRoom, FolderRefused.
    """
    image = shown_frame(source, which)
    buffer = io.BytesIO()
    if format_name == "JPEG":
        buffer.write(jpeg(image, PICTURE_QUALITY))
    else:
        image.save(buffer, "PNG", compress_level=1)  # the file stays on this computer
    write_result(target, buffer.getvalue())
    return PictureFacts(format=format_name, width=image.width, height=image.height, size_bytes=buffer.tell())


def shown_frame(source: Handed, which: VideoFrame | float = VideoFrame.FIRST, *, side: int = MAX_SIDE) -> Image.Image:
    """A frame as RGB, its longer side at most `side` pixels; a number is its moment in seconds.

    Raises VideoUnreadable.
    """
    try:
        return picture_of(_decoded(source, which), side)
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise VideoUnreadable(f"{type(error).__name__}: {error}") from error


def picture_of(frame: DecodedFrame, side: int) -> Image.Image:
    """A decoded frame as RGB, upright, its longer side at most `side` pixels. Raises VideoUnreadable."""
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    colours = cicp_colours(int(frame.color_primaries), int(frame.color_trc))
    turn = TURNS.get(frame.rotation % 360)
    picture = OpenedPicture(image=image, format="", size_bytes=0, stored=image.size, turn=turn, colours=colours)
    try:
        return rendered(picture, Rendition(longest=side))
    except InputRefused as refused:  # memory ran out
        raise VideoUnreadable(refused.detail) from refused


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


def first_frame(container: av.container.InputContainer, stream: VideoStream) -> DecodedFrame:
    """The first frame that decodes. Raises VideoUnreadable, av.error.FFmpegError."""
    for frame in container.decode(stream):
        return frame
    raise VideoUnreadable("no frame can be decoded")


def _decoded(source: Handed, which: VideoFrame | float) -> DecodedFrame:
    """A frame of a video. Raises VideoUnreadable, av.error.FFmpegError, ValueError, OSError."""
    # Where seeking leads to nothing (some containers, damage before the frame), everything is decoded from the start.
    for is_sought in (True, False):
        with open_handed(source) as file, demuxed(file) as container:
            stream = video_stream(container)
            match which:
                case VideoFrame.FIRST:
                    return first_frame(container, stream)
                case VideoFrame.LAST:
                    return _last_frame(container, stream)
                case _:
                    if (frame := _frame_at(container, stream, which, is_sought=is_sought)) is not None:
                        return frame
    raise VideoUnreadable("no frame can be decoded")


def _frame_at(
    container: av.container.InputContainer, stream: VideoStream, seconds: float, *, is_sought: bool
) -> DecodedFrame | None:
    """The last frame that begins at a moment or before it; None where none decodes.

    Without `is_sought` every frame from the first one on is decoded, and the first one counts if none begins so early.
    """
    origin = origin_of(container)
    shown: DecodedFrame | None = None
    try:
        if is_sought:
            container.seek(max(0, round((origin + seconds) * av.time_base)), backward=True)
        for frame in container.decode(stream):
            begins = None if frame.pts is None or frame.time_base is None else seconds_of(frame, origin)
            if begins is not None and begins > seconds + SAME:
                return frame if shown is None and not is_sought else shown
            shown = frame
    except av.error.FFmpegError as error:
        log.info("the video is damaged before the frame: %s", error)
    return shown


def _last_frame(container: av.container.InputContainer, stream: VideoStream) -> DecodedFrame:
    """The last frame in the order of display. What decodes before a damaged end counts."""
    assert stream.time_base is not None
    length = stream.duration
    for back in BACK_SECONDS if length else ():
        start = (stream.start_time or 0) + int(length or 0) - int(back / stream.time_base)
        try:
            container.seek(max(start, 0), stream=stream, backward=True)
        except av.error.FFmpegError as error:
            log.info("cannot seek in the video: %s", error)
            break
        if (frame := _decoded_last(container, stream)) is not None:
            return frame
    container.seek(0)
    if (frame := _decoded_last(container, stream)) is not None:
        return frame
    raise VideoUnreadable("no frame can be decoded")


def _decoded_last(container: av.container.InputContainer, stream: VideoStream) -> DecodedFrame | None:
    last: DecodedFrame | None = None
    try:
        for frame in container.decode(stream):
            if last is None or frame.pts is None or last.pts is None or frame.pts >= last.pts:
                last = frame
    except av.error.FFmpegError as error:
        log.info("the end of the video is damaged: %s", error)
    return last
