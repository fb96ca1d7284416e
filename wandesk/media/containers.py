"""Opens an audio or video file with PyAV so that no other file is ever read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn

import av
import av.container
import av.error
import av.logging

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
    "avi": "AVI",
    "flv": "FLV",
    "mpegts": "TS",
}
"""FFmpeg demuxer -> our name for the format.

Playlists (hls, concat, dash) are excluded: they would make FFmpeg read other files and addresses.
"""
BUFFER_BYTES = 256 * 1024
NETWORKLESS = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "none"}

# FFmpeg's messages about broken files would fill the log; errors are raised anyway.
av.logging.set_level(av.logging.PANIC)


class _Bytes:
    """A file without its name, from which FFmpeg would guess the format."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


@contextmanager
def demuxed(file: BinaryIO) -> Iterator[av.container.InputContainer]:
    """The open container. Raises av.error.FFmpegError or ValueError when it is none of `CONTAINERS`.

    Tags are read leniently: songs with tags in GBK are common.
    """
    with av.open(
        _Bytes(file),
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


def _refuse_other_files(*_: object) -> NoReturn:
    raise PermissionError("the file refers to another file")
