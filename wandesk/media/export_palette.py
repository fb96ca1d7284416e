"""The 256 colours of a GIF. Runs in the child only."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from wandesk.media.export_pictures import pulled

PALETTE = "max_colors=256:stats_mode=full"
DITHER = "dither=sierra2_4a:diff_mode=rectangle"


def palette_of(frames: Iterator[VideoFrame]) -> VideoFrame:
    """The 256 colours that suit these frames best, as a picture."""
    graph: Graph | None = None
    for frame in frames:
        if graph is None:
            graph = Graph()
            source = _buffer(graph, frame)
            graph.link_nodes(source, graph.add("palettegen", PALETTE), graph.add("buffersink"))
            graph.configure()
        graph.vpush(frame)
    assert graph is not None, "a clip without frames is refused"
    graph.vpush(None)
    palette: VideoFrame = graph.vpull()
    return palette


def coloured(frames: Iterator[VideoFrame], palette: VideoFrame) -> Iterator[VideoFrame]:
    """The frames in these colours."""
    graph: Graph | None = None
    for frame in frames:
        if graph is None:
            graph = Graph()
            used = graph.add("paletteuse", DITHER)
            _buffer(graph, frame).link_to(used, 0, 0)
            _buffer(graph, palette).link_to(used, 0, 1)
            used.link_to(graph.add("buffersink"))
            graph.configure()
            palette.pts = 0
            graph.vpush(palette, at=1)
            graph.vpush(None, at=1)
        graph.vpush(frame, at=0)
        yield from pulled(graph)
    if graph is not None:
        graph.vpush(None, at=0)
        yield from pulled(graph)


def _buffer(graph: Graph, frame: VideoFrame) -> FilterContext:
    return graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or Fraction(1, 25)
    )
