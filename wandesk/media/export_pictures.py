"""The frames of an export: decoded, cropped or padded, in the size and at the rate of the plan. Runs in the child only.

Every change of a frame is one of FFmpeg's filters: Python only hands frames from one library to the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.container
import av.error
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from wandesk.domain.export import ExportClip, ExportPlan, Fitting, centred_crop, contained
from wandesk.domain.picture_edit import Crop
from wandesk.media.frames import video_stream

BLUR_SCALE, BLUR_SIGMA = 16, 3
"""The blurred picture is made this much smaller, blurred there, and enlarged again: the same look for a tenth of the
time.
"""
TURNS = {90: ("cclock",), 180: ("cclock", "cclock"), 270: ("clock",)}
"""Filters that turn a frame upright, by PyAV's rotation (counter-clockwise)."""
TV_RANGE = 1
"""AVCOL_RANGE_MPEG: what players expect of video."""
HD_HEIGHT, HD_MATRIX = 720, "bt709"
"""A video of that height without a colour matrix has that of HDTV; players assume the same."""
UNSPECIFIED = 2
"""FFmpeg's value for an unknown colour matrix."""


class ClipPictures:
    """The frames of one clip, from its start. `pts` is their number, at the plan's rate."""

    def __init__(self, container: av.container.InputContainer, clip: ExportClip, plan: ExportPlan) -> None:
        """Raises VideoUnreadable."""
        self._container, self._clip, self._plan = container, clip, plan
        self._stream: VideoStream = video_stream(container)
        self._stream.thread_type = "AUTO"
        self._base = self._stream.time_base or Fraction(1, 90_000)
        self._aspect = self._stream.sample_aspect_ratio or Fraction(1)

    @property
    def zero(self) -> float:
        """When the first frame is shown, in seconds of the container's time."""
        return float((self._stream.start_time or 0) * self._base)

    def frames(self) -> Iterator[VideoFrame]:
        """Every frame, at most as many as the clip is long."""
        rate = self._plan.frames_per_second
        end = self._clip.end
        most = None if end is None else max(1, round((end - self._clip.start) * rate))
        for number, frame in enumerate(itertools.islice(self._filtered(), most)):
            frame.pts, frame.time_base = number, 1 / rate
            yield frame

    def _filtered(self) -> Iterator[VideoFrame]:
        graph: Graph | None = None
        shape: tuple[object, ...] = ()
        for frame in self._decoded():
            if _shape(frame) != shape:  # a video may change its size in the middle
                if graph is not None:
                    yield from _pulled(graph, None)
                is_first, shape = not shape, _shape(frame)
                graph = _graph(frame, self._clip, self._plan, self._base, self._aspect, is_first=is_first)
            assert graph is not None
            yield from _pulled(graph, frame)
        if graph is not None:
            yield from _pulled(graph, None)

    def _decoded(self) -> Iterator[VideoFrame]:
        """The frames of the part; their `pts` count from its start. What does not decode is left out."""
        start = round((self.zero + self._clip.start) / self._base)
        stop = None if self._clip.end is None else round((self._clip.end - self._clip.start) / self._base)
        if self._clip.start:
            self._container.seek(start, stream=self._stream, backward=True)
        usual = 1 / (self._stream.average_rate or Fraction(30))
        previous: int | None = None
        for packet in self._container.demux(self._stream):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue
            for frame in frames:
                if frame.pts is None:
                    continue
                length = frame.duration or round(usual / self._base)
                at = frame.pts - start
                if at + length <= 0 or (previous is not None and at <= previous):
                    continue
                if stop is not None and at >= stop:
                    return
                previous = at
                frame.pts, frame.time_base = max(0, at), self._base
                yield frame


def pulled(graph: Graph) -> Iterator[Any]:
    """What comes out of a graph now."""
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def _pulled(graph: Graph, frame: VideoFrame | None) -> Iterator[VideoFrame]:
    graph.vpush(frame)
    yield from pulled(graph)


def _shape(frame: VideoFrame) -> tuple[object, ...]:
    return frame.width, frame.height, frame.format.name, frame.rotation % 360


def _graph(
    frame: VideoFrame, clip: ExportClip, plan: ExportPlan, base: Fraction, aspect: Fraction, *, is_first: bool
) -> Graph:
    """The filters for frames like this one. `aspect` is the shape of its pixels."""
    graph = Graph()
    graph.threads = 0
    source = graph.add(
        "buffer",
        width=str(frame.width),
        height=str(frame.height),
        pix_fmt=frame.format.name,
        time_base=str(base),
        colorspace=_matrix(frame),
        range=str(int(frame.color_range)),
    )
    last = _chained(graph, source, "fps", f"fps={plan.rate}" + (":start_time=0" if is_first else ""))
    for direction in TURNS.get(frame.rotation % 360, ()):
        last = _chained(graph, last, "transpose", f"dir={direction}")
    width, height = float(frame.width * aspect), float(frame.height)
    if frame.rotation % 180:
        width, height = height, width
    last = _fitted(graph, last, (width, height), clip, plan)
    pixels = "rgb24" if plan.encoding.has_palette else plan.encoding.pixel_format
    last = _chained(graph, last, "format", f"pix_fmts={pixels}")
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _fitted(
    graph: Graph, last: FilterContext, shown: tuple[float, float], clip: ExportClip, plan: ExportPlan
) -> FilterContext:
    """The filters that give the picture the plan's size. `shown` is its width and height in square pixels."""
    size = (plan.width, plan.height)
    if plan.fitting is not Fitting.CROP and contained(*shown, size) == (0, 0, *size):
        return _scaled(graph, last, size)  # nothing is beside it
    match plan.fitting:
        case Fitting.CROP:
            crop = clip.crop or centred_crop(*shown, plan.width / plan.height)
            return _scaled(graph, _cropped(graph, last, crop), size)
        case Fitting.PAD:
            left, top, wide, high = contained(*shown, size)
            last = _scaled(graph, last, (wide, high))
            colour = "0x" + plan.background.removeprefix("#")
            return _chained(graph, last, "pad", f"w={size[0]}:h={size[1]}:x={left}:y={top}:color={colour}")
        case Fitting.BLUR:
            left, top, wide, high = contained(*shown, size)
            both = _chained(graph, last, "split", "")
            front = graph.add("scale", _scale_arguments((wide, high)))
            over = graph.add("overlay", f"x={left}:y={top}:format=auto")
            _blurred(graph, both, shown, size).link_to(over, 0, 0)
            both.link_to(front, 1, 0)
            front.link_to(over, 0, 1)
            return over


def _cropped(graph: Graph, last: FilterContext, crop: Crop) -> FilterContext:
    shares = (f"floor(iw*{crop.right - crop.left:.6f}/2+0.5)*2", f"floor(ih*{crop.bottom - crop.top:.6f}/2+0.5)*2")
    place = (f"iw*{crop.left:.6f}", f"ih*{crop.top:.6f}")
    arguments = f"w='min(iw,{shares[0]})':h='min(ih,{shares[1]})':x='{place[0]}':y='{place[1]}'"
    return _chained(graph, last, "crop", arguments)


def _blurred(graph: Graph, last: FilterContext, shown: tuple[float, float], size: tuple[int, int]) -> FilterContext:
    """The picture, blurred, so large that it fills the frame."""
    small = tuple(max(4, 2 * round(side / BLUR_SCALE / 2)) for side in size)
    last = _cropped(graph, last, centred_crop(*shown, size[0] / size[1]))
    last = _chained(graph, last, "scale", f"w={small[0]}:h={small[1]}:flags=area")
    last = _chained(graph, last, "gblur", f"sigma={BLUR_SIGMA}")
    return _scaled(graph, last, size)


def _scaled(graph: Graph, last: FilterContext, size: tuple[int, int]) -> FilterContext:
    last = _chained(graph, last, "scale", _scale_arguments(size))
    return _chained(graph, last, "setsar", "sar=1")


def _scale_arguments(size: tuple[int, int]) -> str:
    return f"w={size[0]}:h={size[1]}:flags=bicubic:out_range=tv"


def _matrix(frame: VideoFrame) -> str:
    """The frame's colour matrix, in FFmpeg's numbers."""
    space = int(frame.colorspace)
    return HD_MATRIX if space == UNSPECIFIED and min(frame.width, frame.height) >= HD_HEIGHT else str(space)


def _chained(graph: Graph, last: FilterContext, name: str, arguments: str) -> FilterContext:
    """Add a filter behind the last one."""
    added = graph.add(name, arguments or None)
    last.link_to(added)
    return added
