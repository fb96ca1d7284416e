"""Opens an audio or video file with PyAV so that no other file is ever read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

import av
import av.container
import av.error
from av.packet import Packet
from av.video.frame import VideoFrame

CONTAINERS = {
    "wav": "WAV",
    "w64": "W64",
    "mp3": "MP3",
    "mov": "MP4",
    "matroska": "MKV",
    "webm": "WEBM",
    "ogg": "OGG",
    "flac": "FLAC",
    "aac": "AAC",
    "aiff": "AIFF",
    "caf": "CAF",
    "amr": "AMR",
    "asf": "WMA",
    "au": "AU",
    "ac3": "AC3",
    "eac3": "AC3",
    "dts": "DTS",
    "wv": "WavPack",
    "ape": "APE",
    "tta": "TTA",
    "avi": "AVI",
    "flv": "FLV",
    "mpegts": "TS",
    "mpeg": "MPG",
}
"""FFmpeg demuxer -> our name for the format.

Playlists (hls, concat, dash) are excluded: they would make FFmpeg read other files and addresses.
"""
BUFFER_BYTES = 256 * 1024
NETWORKLESS = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "none"}


class Deadline:
    """When reading ends, in seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end


class Readable(Protocol):
    """What reading needs of an open file."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...


class _Bytes:
    """A file without its name, from which FFmpeg would guess the format. It ends at the deadline."""

    def __init__(self, file: Readable, deadline: Deadline | None) -> None:
        self._file = file
        self._deadline = deadline
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int) -> bytes:
        return b"" if self._deadline is not None and self._deadline.is_over else self._file.read(size)


@contextmanager
def demuxed(file: Readable, deadline: Deadline | None = None) -> Iterator[av.container.InputContainer]:
    """The open container. Raises av.error.FFmpegError or ValueError when it is none of `CONTAINERS`.

    Tags are read leniently: songs with tags in GBK are common. After the deadline the file seems to end.
    """
    with av.open(
        _Bytes(file, deadline),
        mode="r",
        options=NETWORKLESS,
        metadata_errors="replace",
        buffer_size=BUFFER_BYTES,
        io_open=_refuse_other_files,
    ) as container:
        yield container


def container_name(container: av.container.InputContainer) -> str:
    """The format's common name in upper case."""
    first = container.format.name.split(",")[0]
    name = CONTAINERS.get(first, first.upper())
    return "M4A" if name == "MP4" and not container.streams.video else name


def origin_of(container: av.container.InputContainer) -> float:
    """What the container calls its start, in seconds. Players count from there."""
    start: int | None = container.start_time
    return 0.0 if start is None else start / av.time_base


def seconds_of(timed: Packet[Any] | VideoFrame, origin: float) -> float:
    """When a packet or frame with a time is shown, in seconds from the start."""
    assert timed.pts is not None
    assert timed.time_base is not None
    return float(timed.pts * timed.time_base) - origin


def _refuse_other_files(*_: object) -> NoReturn:
    raise PermissionError("the file refers to another file")
