"""Opening a sound or video with PyAV so that nothing but this one file is ever read."""

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
"""What FFmpeg may open, by its demuxer's name, and our name for it.

Playlists (hls, concat, dash) are not among them: they name other files and addresses that would be read, too.
"""
BUFFER_BYTES = 256 * 1024
NETWORKLESS = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "none"}

# FFmpeg's chatter about broken files would fill the log; what matters comes back as an error.
av.logging.set_level(av.logging.PANIC)


class _Bytes:
    """A file without its name: FFmpeg would guess the format from it."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


@contextmanager
def demuxed(file: BinaryIO) -> Iterator[av.container.InputContainer]:
    """The opened container. Raises av.error.FFmpegError or ValueError when it is none of `CONTAINERS`.

    Tags are read leniently: songs with names in GBK are common and say nothing about the sound.
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
    """The format in upper case, as people know it."""
    first = container.format.name.split(",")[0]
    name = CONTAINERS.get(first, first.upper())
    return "M4A" if name == "MP4" and not container.streams.video else name


def _refuse_other_files(*_: object) -> NoReturn:
    raise PermissionError("the file names another file to be read")
