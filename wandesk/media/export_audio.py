"""The audio of an export, in the exact length of its pictures. Runs in the child only."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from fractions import Fraction

import av
import av.container
import av.error
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph

from wandesk.domain.export import ExportAudio
from wandesk.media.export_pictures import pulled

RATE, LAYOUT, FORMAT, SAMPLE_BYTES = 48_000, "stereo", "fltp", 4
CHUNK = 4_800
"""Samples of a frame of silence."""
DECLICK_SECONDS = 0.02
"""A file that begins in its middle is faded in that fast."""
SEEK_AHEAD = 0.5
"""Seconds before a part at which decoding begins, so that the decoder has what it needs."""

Opening = Callable[[], AbstractContextManager[av.container.InputContainer]]


class NoAudio(Exception):
    """The file has no audio that decodes."""


class Filler:
    """Cuts frames of one source, and silence after its end, into any number of samples."""

    def __init__(self, source: Iterator[AudioFrame]) -> None:
        self._source = source
        self._fifo = AudioFifo()

    def take(self, samples: int) -> Iterator[AudioFrame]:
        """So many samples, in frames without times."""
        while self._fifo.samples < samples and (frame := next(self._source, None)) is not None:
            frame.pts = None
            self._fifo.write(frame)
        ready = min(samples, self._fifo.samples)
        if ready and (taken := self._fifo.read(ready)) is not None:
            yield taken
        for at in range(0, samples - ready, CHUNK):
            yield _silence(min(CHUNK, samples - ready - at))


def own_audio(container: av.container.InputContainer, zero: float, start: float) -> Iterator[AudioFrame]:
    """The first audio of a video from `start` on, in seconds after its first frame, which is shown at `zero`.

    Its times count from there: what begins later begins with silence. Without audio there is nothing.
    """
    stream = _stream(container)
    if stream is None:
        return
    base = stream.time_base or Fraction(1, stream.rate)
    begin = round((zero + start) / base)
    if start:
        container.seek(round((zero + max(0.0, start - SEEK_AHEAD)) / base), stream=stream, backward=True)
    yield from _normalised(_decoded(container, stream), base, begin)


def is_unreadable(container: av.container.InputContainer) -> bool:
    """Whether there is audio, and none that FFmpeg can decode."""
    return bool(container.streams.audio) and _stream(container) is None


def music(open_file: Opening, audio: ExportAudio, seconds: float) -> Iterator[AudioFrame]:
    """A file under everything: from its start position, again and again if it repeats, faded out at the end."""
    if not audio.fade_seconds and not audio.start:
        yield from _repeated(open_file, audio)
        return
    graph = Graph()
    last = source = graph.add_abuffer(sample_rate=RATE, format=FORMAT, layout=LAYOUT, time_base=Fraction(1, RATE))
    fade = min(audio.fade_seconds, seconds)
    for arguments in (
        *((f"t=in:st=0:d={DECLICK_SECONDS}",) if audio.start else ()),
        *((f"t=out:st={seconds - fade:.4f}:d={fade:.4f}",) if fade else ()),
    ):
        filtered = graph.add("afade", arguments)
        last.link_to(filtered)
        last = filtered
    last.link_to(graph.add("abuffersink"))
    graph.configure()
    made = 0
    for frame in _repeated(open_file, audio):
        frame.pts, frame.time_base = made, Fraction(1, RATE)
        made += frame.samples
        source.push(frame)
        yield from pulled(graph)


def _repeated(open_file: Opening, audio: ExportAudio) -> Iterator[AudioFrame]:
    """The file from its start position, and its whole length again and again. Raises NoAudio."""
    for start in itertools.chain([audio.start], itertools.repeat(0.0) if audio.repeats else ()):
        is_silent = True
        with open_file() as container:
            stream = _stream(container)
            if stream is None:
                raise NoAudio("no audio")
            base = stream.time_base or Fraction(1, stream.rate)
            zero = float((stream.start_time or 0) * base)
            for frame in own_audio(container, zero, start):
                is_silent = False
                yield frame
        if is_silent and not start:
            raise NoAudio("no audio decodes")


def _stream(container: av.container.InputContainer) -> AudioStream | None:
    """The first audio that FFmpeg can decode."""
    for stream in container.streams.audio:
        context: object = stream.codec_context  # None without a decoder, although PyAV's types say otherwise
        if context is not None:
            return stream
    return None


def _decoded(container: av.container.InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        yield from frames


def _normalised(frames: Iterator[AudioFrame], base: Fraction, begin: int) -> Iterator[AudioFrame]:
    """The frames in our rate and layout, from the time `begin` on; gaps in their times become silence."""
    graph: Graph | None = None
    shape: tuple[object, ...] = ()
    for frame in frames:
        frame.time_base = base
        if frame.pts is not None:
            frame.pts -= begin
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if graph is None or now != shape:
            if graph is not None:
                graph.push(None)
                yield from pulled(graph)
            graph, shape = _resampling(frame, base, is_first=not shape), now
        graph.push(frame)
        yield from pulled(graph)
    if graph is not None:
        graph.push(None)
        yield from pulled(graph)


def _resampling(frame: AudioFrame, base: Fraction, *, is_first: bool) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format.name, layout=frame.layout.name, time_base=base
    )
    start = ":first_pts=0" if is_first else ""
    resampled = graph.add("aresample", f"{RATE}:async=1000{start}")
    formatted = graph.add("aformat", f"sample_fmts={FORMAT}:sample_rates={RATE}:channel_layouts={LAYOUT}")
    graph.link_nodes(source, resampled, formatted, graph.add("abuffersink"))
    graph.configure()
    return graph


def _silence(samples: int) -> AudioFrame:
    frame = AudioFrame(format=FORMAT, layout=LAYOUT, samples=samples)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate = RATE
    return frame
