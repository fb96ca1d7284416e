"""Makes a clip that the cloud takes of a video that it does not: a re-encoded part of it. Runs in the child only."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.container
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.media import ClipFacts
from wandesk.media.clips import clip_facts, read_clip
from wandesk.media.containers import demuxed
from wandesk.media.foreign import CLIP, opened, unreadable
from wandesk.media.frames import video_stream
from wandesk.media.handed import Handed
from wandesk.media.writing import write_result

TICKS = 90_000
"""Of a second: frames keep their own times, whatever the rate."""
AUDIO_RATE, AUDIO_BITS = 44_100, 192_000
QUALITY = "17"
"""x264's scale: no difference is visible, and the cloud encodes the result once more."""
SHARE = 0.8
"""Of the limit in bytes: the encoder keeps to an average."""
THREADS = 2
"""More would need more memory than the child may have."""


def fit_clip(source: Handed, target: Handed, limits: ClipLimits, start: float, seconds: float) -> ClipFacts:
    """Write a part of a video, in seconds, as an MP4 within the limits.

    A part beyond the end becomes the end, and one that is longer than the limits allow becomes as long as they allow.
    Raises InputRefused, NoRoom, FolderRefused.
    """
    with opened(source, CLIP) as (file, size_bytes):
        try:
            with demuxed(file) as container:
                whole = clip_facts(container, size_bytes)
            seconds = min(whole.seconds, limits.max_seconds, max(seconds, limits.min_seconds))
            start = min(max(0.0, start), whole.seconds - seconds)
            file.seek(0)
            with demuxed(file) as container:
                content = _Part(container, limits, start, seconds).encoded()
        except (VideoUnreadable, av.error.FFmpegError, ValueError, OSError) as error:
            raise unreadable(f"{type(error).__name__}: {error}", CLIP, looks_right=True) from error
    write_result(target, content)
    return read_clip(content)


class _Part:
    """A part of a video, in seconds from its first frame."""

    def __init__(
        self, container: av.container.InputContainer, limits: ClipLimits, start: float, seconds: float
    ) -> None:
        self._container, self._limits = container, limits
        self._start, self._seconds = start, seconds
        self._stream: VideoStream = video_stream(container)
        self._zero = float((self._stream.start_time or 0) * self._time_base)

    @property
    def _time_base(self) -> Fraction:
        return self._stream.time_base or Fraction(1, TICKS)

    def encoded(self) -> bytes:
        """The part as an MP4."""
        buffer = io.BytesIO()
        with av.open(buffer, "w", format="mp4") as written:
            first = next(pictures := self._pictures(), None)
            if first is None:
                raise VideoUnreadable("no frame can be decoded")
            size = self._size(first.width, first.height)
            bits = str(round(self._limits.max_bytes * 8 * SHARE / max(self._seconds, 1.0)))
            options = {"crf": QUALITY, "preset": "veryfast", "maxrate": bits, "bufsize": bits}
            video: Any = written.add_stream("libx264", rate=self._stream.average_rate or 30, options=options)
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            video.codec_context.time_base = Fraction(1, TICKS)
            video.codec_context.thread_count = THREADS
            has_audio = bool(self._container.streams.audio)
            audio: Any = written.add_stream("aac", rate=AUDIO_RATE, layout="stereo") if has_audio else None
            for frame in itertools.chain([first], pictures):
                written.mux(video.encode(self._sized(frame, size)))
            written.mux(video.encode(None))
            if audio is not None:
                audio.bit_rate = AUDIO_BITS
                for sound in self._sounds():
                    written.mux(audio.encode(sound))
                written.mux(audio.encode(None))
        return buffer.getvalue()

    def _size(self, width: int, height: int) -> tuple[int, int]:
        scale = min(1.0, self._limits.max_side / max(width, height))
        return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)

    def _pictures(self) -> Iterator[VideoFrame]:
        """The upright frames of the part; `pts` is the time in it."""
        at = round((self._start + self._zero) / self._time_base)
        self._container.seek(at, stream=self._stream, backward=True)
        for frame in self._container.decode(self._stream):
            since = (frame.time or 0.0) - self._zero - self._start
            if since < -0.5 / TICKS:
                continue
            if since > self._seconds - 0.5 / float(self._stream.average_rate or 30):
                return
            shown = frame
            if frame.rotation:
                image: Any = frame.to_image()  # type: ignore[no-untyped-call]
                shown = av.VideoFrame.from_image(image.rotate(frame.rotation, expand=True))  # type: ignore[no-untyped-call]
            shown.pts, shown.time_base = round(since * TICKS), Fraction(1, TICKS)
            yield shown

    @staticmethod
    def _sized(frame: VideoFrame, size: tuple[int, int]) -> VideoFrame:
        sized = frame.reformat(width=size[0], height=size[1], format="yuv420p")
        sized.pts, sized.time_base = frame.pts, frame.time_base
        return sized

    def _sounds(self) -> Iterator[AudioFrame]:
        """The audio of the part."""
        stream = self._container.streams.audio[0]
        base = stream.time_base or Fraction(1, AUDIO_RATE)
        self._container.seek(round((self._start + self._zero) / base), stream=stream, backward=True)
        resampler = AudioResampler(format="fltp", layout="stereo", rate=AUDIO_RATE)
        made, wanted = 0, round(self._seconds * AUDIO_RATE)
        for frame in self._container.decode(stream):
            since = (frame.time or 0.0) - self._zero - self._start
            if since < -frame.samples / frame.sample_rate:
                continue
            if made >= wanted:
                return
            for piece in resampler.resample(frame):
                piece.pts, piece.time_base = made, Fraction(1, AUDIO_RATE)
                made += piece.samples
                yield piece
