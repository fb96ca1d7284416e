"""Small real videos whose pictures show their own number."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from wandesk.domain.media import Video, VideoFacts

FPS = 8
FRAMES = 16
RATE = 44100
CHUNK = 1024
GREY_STEP = 12
"""The difference between two pictures, far more than a decoder's rounding."""


def grey_of(frame: int) -> int:
    """The grey of that picture, 0 to 255."""
    return 30 + frame * GREY_STEP


UNEVEN = (0.0, 0.04, 0.08, 0.3, 0.32, 0.5, 0.9, 0.91, 1.0, 1.05, 1.2, 1.6, 1.61, 1.62, 1.7, 1.9)
"""When the pictures of a video with a variable rate begin, in seconds."""


def counted_video(
    path: Path,
    *,
    width: int = 64,
    height: int = 48,
    has_sound: bool = True,
    starts: Sequence[float] | None = None,
    has_b_frames: bool = True,
) -> Video:
    """Two seconds of H.264, and AAC if wanted: picture number n is `grey_of(n)` all over.

    `starts` are the times of the pictures of a video with a variable rate. With B-frames, an MP4 then tells neither the
    lengths of its pictures nor its own, and players leave out the last ones.
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "1", "g": str(FRAMES)})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        if starts is not None:
            video.codec_context.time_base = Fraction(1, 1000)
        if not has_b_frames:
            video.codec_context.max_b_frames = 0
        audio = container.add_stream("aac", rate=RATE) if has_sound else None
        for number in range(FRAMES if starts is None else len(starts)):
            frame = av.VideoFrame(width, height, "yuv420p")
            luma = round(16 + grey_of(number) * 219 / 255)
            for plane, value in zip(frame.planes, (luma, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            if starts is None:
                frame.pts, frame.time_base = number, Fraction(1, FPS)
            else:
                frame.pts, frame.time_base = round(starts[number] * 1000), Fraction(1, 1000)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            for start in range(0, round(RATE * FRAMES / FPS), CHUNK):
                sound = av.AudioFrame(format="fltp", layout="mono", samples=CHUNK)
                wave = (0.2 * math.sin((start + each) * math.tau * 440 / RATE) for each in range(CHUNK))
                sound.planes[0].update(array("f", wave).tobytes())
                sound.rate, sound.pts = RATE, start
                container.mux(audio.encode(sound))
            container.mux(audio.encode(None))
    facts = VideoFacts(
        width=width,
        height=height,
        seconds=FRAMES / FPS,
        fps=float(FPS),
        video_codec="h264",
        audio_codec="aac" if has_sound else None,
        size_bytes=path.stat().st_size,
    )
    return Video(path=str(path), facts=facts)
