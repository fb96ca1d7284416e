"""Audio of any format as 16-bit samples, within a deadline."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import av.container
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.stream import Disposition

from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import Deadline
from wandesk.media.foreign import AUDIO
from wandesk.media.wav_format import MOST_CHANNELS, USUAL_RATES

PIECE_SAMPLES = 8192
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
                if not LOWEST_RATE <= frame.sample_rate <= HIGHEST_RATE:
                    raise WrongKindOfFile(f"{frame.sample_rate} samples a second", sentence=AUDIO.unknown)
                if self.seconds == 0:
                    self.begins_at = frame.time
                if frame.sample_rate != self.sample_rate:
                    self._before, self._samples = self.seconds, 0
                self._samples += frame.samples
                self.sample_rate, self.channels = frame.sample_rate, frame.layout.nb_channels
                yield frame
            if self.seconds >= most_seconds or self._deadline.is_over:
                break
        else:
            self.is_whole = True
        if self._broken and (self.seconds == 0 or self._broken > self._packets * DAMAGED_SHARE):
            raise InputRefused(f"{self._broken} of {self._packets} packets do not decode", sentence=AUDIO.damaged)

    def pieces(self, *, most_seconds: float, is_rate_usual: bool = False) -> Iterator[Piece]:
        """The audio as 16-bit samples of one or two channels, at the stream's own rate or the usual one nearest to it.

        More channels are mixed into two. Raises as `frames`.
        """
        converter: AudioResampler | None = None
        shape: tuple[str, str, int] | None = None
        channels, rate, done = 0, 0, 0
        for frame in self.frames(most_seconds=most_seconds):
            if (frame.format.name, frame.layout.name, frame.sample_rate) != shape:
                shape = (frame.format.name, frame.layout.name, frame.sample_rate)
                channels = channels or min(MOST_CHANNELS, frame.layout.nb_channels)
                rate = rate or (usual_rate(frame.sample_rate) if is_rate_usual else frame.sample_rate)
                for piece in _converted(converter, None, done, rate):
                    done += piece.samples
                    yield piece
                converter = AudioResampler(
                    "s16p", "mono" if channels == 1 else "stereo", rate, frame_size=PIECE_SAMPLES
                )
            frame.pts = None  # what counts is the decoded audio, whatever the file says about its times
            for piece in _converted(converter, frame, done, rate):
                done += piece.samples
                yield piece
        for piece in _converted(converter, None, done, rate):
            done += piece.samples
            yield piece


def _converted(converter: AudioResampler | None, frame: AudioFrame | None, done: int, rate: int) -> Iterator[Piece]:
    """What comes out of the converter for a frame, or at its end. `done` samples came out before."""
    if converter is None:
        return
    for made in converter.resample(frame):
        planes = tuple(array("h", bytes(plane)[: 2 * made.samples]) for plane in made.planes)
        yield Piece(start=done / rate, channels=planes, rate=rate)
        done += made.samples
