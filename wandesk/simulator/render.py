"""Videos from pictures: a slow camera move as H.264 and audio as AAC, in one MP4.

Frames are YUV planes and not RGB pictures: the picture is converted once, and each frame resamples three planes with a
box of float coordinates. That is smooth (a crop in whole pixels jitters) and several times cheaper than resampling and
converting RGB. The C code of Pillow and FFmpeg releases the GIL, so a rendering thread leaves the server responsive.
"""

from __future__ import annotations

import math
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
import av.video.frame
from PIL import Image, ImageDraw, ImageFont, ImageOps

from wandesk.simulator.audio import AUDIO_RATE, audio_frames
from wandesk.simulator.effects import Planes, moved
from wandesk.simulator.media_files import open_media

_TINY_SIDE = 160  # pixels; long side of a tiny video
_TINY_FPS = 10
_MARGIN = 1.2  # the working picture is larger than the video by this factor, so that zoomed frames stay sharp
_FADE_PART = 0.34  # share of the video during which the first frame fades into the last one


class RenderStopped(Exception):
    """Rendering was cancelled; the final file does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSpec:
    """What to draw. `seconds` is the video's length; `width` and `height` are even pixels; `seed` steers the camera.

    `effect` is one of `effects.MOVEMENTS`, over the whole video.

    `sound` is an audio file; `automatic_sound` generates audio when there is no file; without both the video is silent.
    Without a picture and a clip the video shows a gradient.
    """

    picture: Path | None
    last_picture: Path | None = None
    clip: Path | None = None
    sound: Path | None = None
    automatic_sound: bool = False
    seconds: float
    width: int
    height: int
    fps: int = 30
    watermark: bool = False
    seed: int = 0
    effect: str | None = None
    tiny: bool = False


def video_size(*, source: tuple[int, int], area: int, multiple: int) -> tuple[int, int]:
    """Size of a video in pixels: each side is rounded down (wire reference, section 7.2)."""
    ratio = source[0] / source[1]
    return _floor_to(math.sqrt(area * ratio), multiple), _floor_to(math.sqrt(area / ratio), multiple)


def _floor_to(side: float, multiple: int) -> int:
    # The small addend compensates rounding errors of exact square roots (1280 for 16:9 at 720P).
    return max(multiple, int((side + 1e-6) // multiple) * multiple)


def render(spec: VideoSpec, target: Path, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write the video to `target` atomically.

    Raises OSError and av.FFmpegError if an input cannot be read, RenderStopped if `stopped` returns True.
    """
    _lower_priority()
    size, fps = (_tiny_size(spec), _TINY_FPS) if spec.tiny else ((spec.width, spec.height), spec.fps)
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        _write(spec, part, size=size, fps=fps, stopped=stopped)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _lower_priority() -> None:
    """Give the server's thread precedence. Only Linux sets the priority of one thread this way."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


def _tiny_size(spec: VideoSpec) -> tuple[int, int]:
    shrink = _TINY_SIDE / max(spec.width, spec.height)
    return max(16, round(spec.width * shrink / 2) * 2), max(16, round(spec.height * shrink / 2) * 2)


def _write(spec: VideoSpec, part: Path, *, size: tuple[int, int], fps: int, stopped: Callable[[], bool]) -> None:
    with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=fps)
        video.width, video.height, video.pix_fmt = size[0], size[1], "yuv420p"
        preset, quality = ("ultrafast", "30") if spec.tiny else ("veryfast", "19")
        video.options = {"preset": preset, "crf": quality, "profile": "baseline" if spec.tiny else "high"}
        if spec.tiny:
            video.codec_context.thread_count = 1  # starting threads takes longer than a tiny video
        # BT.709, limited range. It is declared because players assume BT.601 for small videos.
        video.codec_context.colorspace = video.codec_context.color_primaries = video.codec_context.color_trc = 1
        video.codec_context.color_range = 1
        audio = None
        if spec.sound is not None or spec.automatic_sound:
            audio = container.add_stream("aac", rate=AUDIO_RATE, layout="stereo")
            audio.bit_rate = 160_000
        sound = audio_frames(file=spec.sound, automatic=spec.automatic_sound, seconds=spec.seconds, seed=spec.seed)
        written_seconds = 0.0
        for number, planes in enumerate(_stamped(spec, size=size, fps=fps)):
            if stopped():
                raise RenderStopped
            frame = _video_frame(planes)
            frame.pts = number
            container.mux(video.encode(frame))
            while audio is not None and written_seconds <= (number + 1) / fps:
                piece = next(sound, None)
                if piece is None:
                    break
                written_seconds = (cast("int", piece.pts) + piece.samples) / AUDIO_RATE
                container.mux(audio.encode(piece))
        if audio is not None:
            for piece in sound:
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
        container.mux(video.encode(None))


# ---------------------------------------------------------------- pictures


def _stamped(spec: VideoSpec, *, size: tuple[int, int], fps: int) -> Iterator[Planes]:
    """The frames with the effect, the word PRACTICE, and with the watermark if requested."""
    stamps = [_Stamp.of("PRACTICE", size=size, right=False)]
    if spec.watermark:
        stamps.append(_Stamp.of("AI generated", size=size, right=True))
    if spec.effect:
        stamps.append(_Stamp.of(spec.effect, size=size, right=True, is_above=True))
    total = max(1, round(spec.seconds * fps) - 1)
    for number, frame in enumerate(_frames(spec, size=size, fps=fps)):
        planes = moved(frame, spec.effect, number / total) if spec.effect else frame
        for stamp in stamps:
            stamp.paste_on(planes)
        yield planes


def _frames(spec: VideoSpec, *, size: tuple[int, int], fps: int) -> Iterator[Planes]:
    """Exactly seconds x fps frames: the clip, if any, then the camera move over the picture."""
    total = round(spec.seconds * fps)
    shown, first = 0, None
    if spec.clip is not None:
        for planes in _clip_frames(spec.clip, size=size, fps=fps):
            if shown == total:
                return
            shown, first = shown + 1, planes
            # Stamps change the yielded frame, and the last frame is needed without them.
            yield (planes[0].copy(), planes[1].copy(), planes[2].copy())
    if first is not None:
        opening = _Shot(planes=first, size=size, seed=spec.seed, seconds=spec.seconds)
    elif spec.picture is not None:
        opening = _Shot.of(spec.picture, size=size, seed=spec.seed, seconds=spec.seconds)
    else:
        opening = _Shot.drawn(size=size, seed=spec.seed, seconds=spec.seconds)
    ending = None
    if spec.last_picture is not None:
        ending = _Shot.of(spec.last_picture, size=size, seed=spec.seed + 1, seconds=spec.seconds)
    rest = total - shown
    for number in range(rest):
        moment = number / max(1, rest - 1)
        if ending is None:
            yield opening.at(moment)
            continue
        # The move over the last picture runs backwards, so that it ends on the whole picture.
        weight = _eased(min(1.0, max(0.0, (moment - (1 - _FADE_PART) / 2) / _FADE_PART)))
        if weight <= 0:
            yield opening.at(moment)
        elif weight >= 1:
            yield ending.at(1 - moment)
        else:
            a, b = opening.at(moment), ending.at(1 - moment)
            yield (Image.blend(a[0], b[0], weight), Image.blend(a[1], b[1], weight), Image.blend(a[2], b[2], weight))


def _eased(moment: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * moment)


class _Shot:
    """A picture with a camera that starts with the whole picture and slowly zooms in."""

    def __init__(self, *, planes: Planes, size: tuple[int, int], seed: int, seconds: float) -> None:
        self._planes = planes
        self._size = size
        self._depth = min(0.26, 0.10 + 0.012 * seconds)  # share of the width that is cropped at the end
        angle = random.Random(seed).uniform(0, 2 * math.pi)  # noqa: S311 - not a secret
        self._drift = (0.75 * math.cos(angle), 0.55 * math.sin(angle))

    @classmethod
    def of(cls, path: Path, *, size: tuple[int, int], seed: int, seconds: float) -> _Shot:
        with Image.open(path) as opened:
            room = (round(size[0] * _MARGIN / 2) * 2, round(size[1] * _MARGIN / 2) * 2)
            if opened.format == "JPEG":
                opened.draft("RGB", (room[0] * 2, room[1] * 2))  # decodes a huge photo at a fraction of its size
            picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGB"), room, Image.Resampling.LANCZOS)
        return cls(planes=_planes_of(picture), size=size, seed=seed, seconds=seconds)

    @classmethod
    def drawn(cls, *, size: tuple[int, int], seed: int, seconds: float) -> _Shot:
        """A gradient of two colours, for requests without a picture."""
        room = (round(size[0] * _MARGIN / 2) * 2, round(size[1] * _MARGIN / 2) * 2)
        turned = Image.linear_gradient("L").rotate(35, Image.Resampling.BICUBIC)
        slope = turned.resize(room, Image.Resampling.BICUBIC, box=(40, 40, 216, 216))  # without the rotated corners
        hue = random.Random(seed).randrange(360)  # noqa: S311 - not a secret
        picture = ImageOps.colorize(slope, f"hsl({hue}, 45%, 22%)", f"hsl({(hue + 50) % 360}, 60%, 68%)")
        return cls(planes=_planes_of(picture), size=size, seed=seed, seconds=seconds)

    def at(self, moment: float) -> Planes:
        """The frame at `moment` in 0..1."""
        done = _eased(moment)
        share = 1 - self._depth * done
        frames = []
        for plane, half in zip(self._planes, (1, 2, 2), strict=True):
            width, height = plane.size
            left = (width - width * share) / 2 * (1 + self._drift[0] * done)
            top = (height - height * share) / 2 * (1 + self._drift[1] * done)
            box = (left, top, left + width * share, top + height * share)
            size = (self._size[0] // half, self._size[1] // half)
            frames.append(plane.resize(size, Image.Resampling.BICUBIC, box=box))
        return frames[0], frames[1], frames[2]


def _planes_of(picture: Image.Image) -> Planes:
    frame: av.video.frame.VideoFrame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
    return _planes_of_frame(frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"))


def _planes_of_frame(frame: av.video.frame.VideoFrame) -> Planes:
    planes = [
        Image.frombuffer("L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size, 1).copy()
        for plane in frame.planes
    ]
    return planes[0], planes[1], planes[2]


def _video_frame(planes: Planes) -> av.video.frame.VideoFrame:
    frame = av.VideoFrame(planes[0].width, planes[0].height, "yuv420p")
    for plane, picture in zip(frame.planes, planes, strict=True):
        if plane.line_size == picture.width:
            plane.update(picture.tobytes())
        else:
            row = Image.new("L", (plane.line_size, picture.height))
            row.paste(picture, (0, 0))
            plane.update(row.tobytes())
    return frame


def _clip_frames(clip: Path, *, size: tuple[int, int], fps: int) -> Iterator[Planes]:
    """The clip's frames at our frame rate, cropped to our size."""
    with open_media(clip) as source:
        stream = source.streams.video[0]
        due = 0
        planes: Planes | None = None
        start: float | None = None
        for frame in source.decode(stream):
            start = frame.time if start is None else start
            while planes is not None and due / fps < frame.time - start:
                yield planes
                due += 1
            shown: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
            shown = shown.rotate(frame.rotation, expand=True) if frame.rotation else shown
            planes = _planes_of(ImageOps.fit(shown, size, Image.Resampling.BICUBIC))
        if planes is not None:
            yield planes


class _Stamp:
    """A text in a corner, drawn once and pasted into every frame."""

    def __init__(self, *, light: Image.Image, mask: Image.Image, position: tuple[int, int]) -> None:
        self._light, self._mask, self._position = light, mask, position
        small = (light.width // 2, light.height // 2)
        self._small_mask = mask.resize(small, Image.Resampling.BOX)
        self._grey = Image.new("L", small, 128)

    @classmethod
    def of(cls, text: str, *, size: tuple[int, int], right: bool, is_above: bool = False) -> _Stamp:
        """A dark, translucent pill with light letters; its size depends on the video's shorter side."""
        fine = 3  # drawn larger and scaled down, so that the round ends are smooth
        short = min(size)
        letter = max(7, round(short * 0.026)) * fine
        font = ImageFont.load_default(letter)
        spacing = letter * (0.16 if text.isupper() else 0.02)
        width = sum(font.getlength(sign) for sign in text) + spacing * (len(text) - 1)
        pad_x, pad_y = letter * 0.8, letter * 0.52
        height = letter * 0.74
        box = (_even((width + 2 * pad_x) / fine), _even((height + 2 * pad_y) / fine))
        canvas = Image.new("LA", (box[0] * fine, box[1] * fine), (16, 0))
        brush = ImageDraw.Draw(canvas)
        brush.rounded_rectangle((0, 0, canvas.width - 1, canvas.height - 1), canvas.height / 2, fill=(16, 92))
        letters = Image.new("L", canvas.size, 0)
        pen = ImageDraw.Draw(letters)
        x = (canvas.width - width) / 2
        for sign in text:
            pen.text((x, canvas.height / 2 + letter * 0.36), sign, font=font, fill=215, anchor="ls")
            x += font.getlength(sign) + spacing
        canvas.paste((235, 215), mask=letters)
        mask = Image.composite(letters, canvas.getchannel("A"), letters.point(lambda value: 255 if value > 92 else 0))
        light = canvas.getchannel("L").resize(box, Image.Resampling.LANCZOS)
        margin = _even(short * 0.032)
        position = (
            size[0] - box[0] - margin if right else margin,
            margin if is_above else size[1] - box[1] - margin,
        )
        return cls(light=light, mask=mask.resize(box, Image.Resampling.LANCZOS), position=position)

    def paste_on(self, planes: Planes) -> None:
        x, y = self._position
        planes[0].paste(self._light, (x, y), self._mask)
        for plane in planes[1:]:
            plane.paste(self._grey, (x // 2, y // 2), self._small_mask)


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)
