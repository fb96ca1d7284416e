"""Audio of any format as 16-bit samples, within a deadline."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import av.container
import av.error
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.stream import Disposition

from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import Deadline
from wandesk.media.foreign import AUDIO
from wandesk.media.wav_format import MOST_CHANNELS, USUAL_RATES

PIECE_SAMPLES = 32768
DAMAGED_SHARE = 0.1
"""With a larger share of broken packets the file is damaged; MP3 files often end with a few stray bytes."""
LOWEST_RATE, HIGHEST_RATE = 1_000, 768_000
"""Samples per second of any recording. FFmpeg reads other rates from broken headers."""
CD_RATE, FILM_RATE = 44_100, 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """16-bit samples of one or two channels, and where they begin, in seconds."""

    start: float
    channels: tuple[array[int], ...]
    rate: int

    @property
    def samples(self) -> int:
        return len(self.channels[0])


def audio_stream(container: av.container.InputContainer) -> AudioStream:
    """The first audio stream that can be decoded. Raises WrongKindOfFile."""
    if not container.streams.audio:
        raise WrongKindOfFile(sentence=Sentence.AUDIO_TRACK_MISSING)
    for stream in container.streams.audio:
        # Without a decoder there is no context, although PyAV's types say so. Phones add tracks of new codecs.
        if stream.codec_context is not None:
            stream.codec_context.thread_count = 1
            return stream
    raise WrongKindOfFile("no decoder", sentence=AUDIO.unknown)


def has_video(container: av.container.InputContainer) -> bool:
    """Whether there are moving pictures: the cover of an album is none."""
    return any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video)


def usual_rate(rate: int) -> int:
    """The usual rate into which audio of a rate is converted."""
    if rate in USUAL_RATES:
        return rate
    if rate > FILM_RATE:
        return CD_RATE if rate % CD_RATE == 0 else FILM_RATE
    return min(each for each in USUAL_RATES if each >= rate)


class Decoder:
    """Decodes one stream. `seconds` is what was decoded so far, `is_whole` whether that was everything.

    Samples are counted, not lengths: 30 seconds are exactly 30.
    """

    def __init__(self, container: av.container.InputContainer, stream: AudioStream, deadline: Deadline) -> None:
        self._container = container
        self._stream = stream
        self._deadline = deadline
        self._packets = self._broken = 0
        self._before, self._samples = 0.0, 0
        self.sample_rate, self.channels = stream.rate, stream.channels
        self.is_whole = False
        self.begins_at: float | None = None
        """The time of the first frame in the file, in seconds; None where the file does not tell."""

    @property
    def seconds(self) -> float:
        return self._before + (self._samples / self.sample_rate if self._samples else 0.0)

    def frames(self, *, most_seconds: float) -> Iterator[AudioFrame]:
        """The decoded frames. Broken packets are left out. Raises InputRefused if there are too many of them."""
        for packet in self._container.demux(self._stream):
            self._packets += 1
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self._broken += 1
                frames = []
            for frame in frames:
                rate = frame.sample_rate
                if rate != self.sample_rate or not self._samples:
                    self._begin(frame)
                self._samples += frame.samples
                yield frame
            if self.seconds >= most_seconds or self._deadline.is_over:
                break
        else:
            self.is_whole = True
        if self._broken and (self.seconds == 0 or self._broken > self._packets * DAMAGED_SHARE):
            raise InputRefused(f"{self._broken} of {self._packets} packets do not decode", sentence=AUDIO.damaged)

    def _begin(self, frame: AudioFrame) -> None:
        """The first frame, or the first of another rate."""
        if not LOWEST_RATE <= frame.sample_rate <= HIGHEST_RATE:
            raise WrongKindOfFile(f"{frame.sample_rate} samples a second", sentence=AUDIO.unknown)
        if not self._samples:
            self.begins_at = frame.time
        self._before, self._samples = self.seconds, 0
        self.sample_rate, self.channels = frame.sample_rate, frame.layout.nb_channels

    def pieces(self, *, most_seconds: float, is_rate_usual: bool = False) -> Iterator[Piece]:
        """The audio as 16-bit samples of one or two channels, at the stream's own rate or the usual one nearest to it.

        More channels are mixed into two. Raises as `frames`.
        """
        converter: _Converter | None = None
        for frame in self.frames(most_seconds=most_seconds):
            if converter is None:
                rate = usual_rate(frame.sample_rate) if is_rate_usual else frame.sample_rate
                converter = _Converter(rate, min(MOST_CHANNELS, frame.layout.nb_channels))
            yield from converter.add(frame)
        if converter is not None:
            yield from converter.end()


class _Converter:
    """Turns frames of any format into pieces of one format. Short frames are converted together, which is faster."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._layout = "mono" if channels == 1 else "stereo"
        self._done = 0
        self._kind: tuple[str, str, int, int] | None = None
        """Sample format, layout, channels and rate of the frames that wait."""
        self._begin()

    def _begin(self) -> None:
        self._waiting = AudioFifo()
        self._resampler = AudioResampler("s16p", self._layout, self._rate)

    def add(self, frame: AudioFrame) -> Iterator[Piece]:
        """Take a frame; it may be of another format than the one before."""
        frame.pts = None  # what counts is the decoded audio, whatever the file says about its times
        # The queue judges a frame by its format and its rate, and reads a second channel that a mono frame lacks.
        kind = (frame.format.name, frame.layout.name, frame.layout.nb_channels, frame.sample_rate)
        if self._kind not in (None, kind):
            yield from self.end()
            self._begin()
        self._kind = kind
        self._waiting.write(frame)
        if self._waiting.samples >= PIECE_SAMPLES:
            yield from self._converted(self._waiting.read(partial=True))

    def end(self) -> Iterator[Piece]:
        """What is left."""
        if self._waiting.samples:
            yield from self._converted(self._waiting.read(partial=True))
        yield from self._converted(None)

    def _converted(self, frame: AudioFrame | None) -> Iterator[Piece]:
        for made in self._resampler.resample(frame):
            planes = []
            for plane in made.planes:
                samples = array("h")
                samples.frombytes(memoryview(plane)[: samples.itemsize * made.samples])
                planes.append(samples)
            yield Piece(start=self._done / self._rate, channels=tuple(planes), rate=self._rate)
            self._done += made.samples
