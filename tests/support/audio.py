"""Makes audio files of every kind that people have, with PyAV."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image

RATE = 8000
CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6}


def wav(seconds: float, *, rate: int = RATE, channels: int = 1, level: int = 9000) -> bytes:
    """A plain WAV with a tone."""
    buffer = io.BytesIO()
    tone = (int(level * math.sin(at / 9)) for at in range(round(seconds * rate)))
    samples = array("h", (sample for sample in tone for _ in range(channels)))
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def wav_of(samples: array[int], rate: int = RATE) -> bytes:
    """A plain mono WAV of these samples."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How to make one kind of file, and the format that it is shown with."""

    container: str
    codec: str
    shown: str
    rate: int = 44100
    layout: str = "mono"
    bit_rate: int = 64_000
    options: dict[str, str] = field(default_factory=dict)
    has_video: bool = False


KINDS: dict[str, Kind] = {
    "aac.m4a": Kind(container="ipod", codec="aac", shown="M4A"),
    "alac.m4a": Kind(container="ipod", codec="alac", shown="M4A"),
    "plain.aac": Kind(container="adts", codec="aac", shown="AAC"),
    "music.flac": Kind(container="flac", codec="flac", shown="FLAC", layout="stereo"),
    "high.flac": Kind(container="flac", codec="flac", shown="FLAC", rate=96000),
    "vorbis.ogg": Kind(container="ogg", codec="vorbis", shown="OGG", layout="stereo"),
    "pack.wv": Kind(container="wv", codec="wavpack", shown="WavPack"),
    "voice.opus": Kind(container="ogg", codec="libopus", shown="OGG", rate=48000),
    "old.wma": Kind(container="asf", codec="wmav2", shown="WMA"),
    "mac.aiff": Kind(container="aiff", codec="pcm_s16be", shown="AIFF"),
    "mac.caf": Kind(container="caf", codec="pcm_s16le", shown="CAF"),
    "phone.amr": Kind(container="amr", codec="libopencore_amrnb", shown="AMR", rate=8000, bit_rate=12_200),
    "deep.wav": Kind(container="wav", codec="pcm_s24le", shown="WAV"),
    "deeper.wav": Kind(container="wav", codec="pcm_s32le", shown="WAV"),
    "float.wav": Kind(container="wav", codec="pcm_f32le", shown="WAV"),
    "adpcm.wav": Kind(container="wav", codec="adpcm_ms", shown="WAV"),
    "law.wav": Kind(container="wav", codec="pcm_mulaw", shown="WAV", rate=8000),
    "rf64.wav": Kind(container="wav", codec="pcm_s16le", shown="WAV", options={"rf64": "always"}),
    "surround.wav": Kind(container="wav", codec="pcm_s16le", shown="WAV", layout="5.1"),
    "studio.wav": Kind(container="wav", codec="pcm_s16le", shown="WAV", rate=192000),
    "radio.mp2": Kind(container="mp2", codec="mp2", shown="MP2", bit_rate=128_000),
    "inside.wav": Kind(container="wav", codec="libmp3lame", shown="WAV"),
    "sun.au": Kind(container="au", codec="pcm_s16be", shown="AU"),
    "film.mp4": Kind(container="mp4", codec="aac", shown="MP4", has_video=True),
    "film.mov": Kind(container="mov", codec="pcm_s16le", shown="MP4", has_video=True),
    "film.mkv": Kind(container="matroska", codec="ac3", shown="MKV", has_video=True, bit_rate=128_000),
    "film.webm": Kind(container="webm", codec="libopus", shown="MKV", rate=48000, has_video=True),
    "film.avi": Kind(container="avi", codec="libmp3lame", shown="AVI", has_video=True),
}
"""By a name as people have it."""


def made(name: str, seconds: float = 3.5) -> bytes:
    """A file of the kind of that name, with a tone."""
    kind = KINDS[name]
    return converted_from(wav(seconds, rate=kind.rate, channels=CHANNELS[kind.layout]), kind)


def converted_from(source: bytes, kind: Kind) -> bytes:
    """A WAV as another kind of file."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=kind.container, options=kind.options) as target:
        codec = "libvpx" if kind.container == "webm" else "libx264"
        video = target.add_stream(codec, rate=10) if kind.has_video else None
        stream = target.add_stream(kind.codec, rate=kind.rate, layout=kind.layout)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = kind.bit_rate
        stream.codec_context.options = {"strict": "experimental"}
        if video is not None:
            assert isinstance(video, VideoStream)
            _add_pictures(target, video, _seconds(source))
        for frame in _frames(stream, source):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def _seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return float(file.getnframes() / file.getframerate())


def _add_pictures(target: OutputContainer, video: VideoStream, seconds: float) -> None:
    video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
    for number in range(int(seconds * 10)):
        frame = av.VideoFrame.from_image(Image.new("RGB", (64, 64), "red"))  # type: ignore[no-untyped-call]
        frame.pts = number
        target.mux(video.encode(frame))
    target.mux(video.encode(None))


def _frames(stream: AudioStream, content: bytes) -> Iterator[AudioFrame]:
    layout = stream.codec_context.layout.name
    converter = AudioResampler(stream.codec_context.format.name, layout, stream.rate)
    with av.open(io.BytesIO(content), "r") as source:
        for frame in source.decode(audio=0):
            yield from converter.resample(_named(frame, layout) if frame.layout.nb_channels > len("LR") else frame)
    yield from converter.resample(None)


def _named(frame: AudioFrame, layout: str) -> AudioFrame:
    """The frame with the names of its channels, which a WAV does not give."""
    named = AudioFrame(format=frame.format.name, layout=layout, samples=frame.samples)
    size = named.planes[0].buffer_size
    named.planes[0].update(bytes(frame.planes[0])[:size].ljust(size, b"\0"))
    named.sample_rate, named.pts = frame.sample_rate, frame.pts
    return named


def encoded(
    seconds: float, container: str, codec: str, *, rate: int = 44100, bit_rate: int = 64_000, **options: str
) -> bytes:
    """A mono tone in any container and codec."""
    buffer = io.BytesIO()
    with (
        av.open(io.BytesIO(wav(seconds, rate=rate)), "r") as source,
        av.open(buffer, "w", format=container, options=options) as target,
    ):
        stream = target.add_stream(codec, rate=rate)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = bit_rate
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def plain_mp3(seconds: float, *, rate: int = 44100, bit_rate: int = 64_000, has_table: bool = True) -> bytes:
    """An MP3 without tags, as encoders make it."""
    options = {"id3v2_version": "0", "write_xing": str(int(has_table))}
    return encoded(seconds, "mp3", "libmp3lame", rate=rate, bit_rate=bit_rate, **options)


def silent_video() -> bytes:
    """A video without audio."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        assert isinstance(stream, VideoStream)
        _add_pictures(container, stream, 1.0)
    return buffer.getvalue()


def kept(path: Path, content: bytes) -> str:
    """The path of a new file with that content."""
    path.write_bytes(content)
    return str(path)
