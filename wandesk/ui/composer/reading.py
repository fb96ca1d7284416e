"""Detects whether dropped files are pictures or audio. The content decides; the name only says which to try first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from wandesk.domain.draft import Field
from wandesk.domain.errors import InputRefused, WanDeskError, WrongKindOfFile
from wandesk.domain.found_files import PICTURE_SUFFIXES
from wandesk.domain.media import Audio, Picture, PictureFacts
from wandesk.domain.sentences import Sentence
from wandesk.ui.addresses import is_address
from wandesk.ui.questions import FileQuestions

Glanced = Callable[[PictureFacts], None]
"""Called with what the header of a picture tells."""

MAX_FILES = 8
"""At most this many files of a drop are read to find a picture and an audio file."""
PNG_QUALITY = 80
"""Qt's scale: fast, with little compression. The file stays on this computer."""
AUDIO_SUFFIXES = frozenset(
    {
        *(".wav", ".mp3", ".m4a", ".m4b", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff", ".aifc"),
        *(".amr", ".awb", ".caf", ".mka", ".mp2", ".ac3", ".au", ".wv", ".ape", ".rf64", ".w64"),
    }
)
VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".ts", ".mts", ".mpg", ".mpeg", ".3gp"}
)
"""Of files whose audio can be used. Such a name says nothing about what the user wants of the file."""

TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
CLIP_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".flv", ".ts", ".mts", ".m2ts", ".wmv"})


def is_named_as_audio(place: str) -> bool:
    """Whether the name suggests audio, as a hint; the content decides."""
    return place[:11].lower() == "data:audio/" or _suffix(place) in AUDIO_SUFFIXES


def is_named_as_picture(place: str) -> bool:
    """Whether the name suggests a picture, as a hint; the content decides."""
    return place[:11].lower() == "data:image/" or _suffix(place) in PICTURE_SUFFIXES


def is_named_as_table(place: str) -> bool:
    """Whether the name is that of a table of orders."""
    return _suffix(place) in TABLE_SUFFIXES


def _suffix(place: str) -> str:
    path = re.split(r"[?#]", place, maxsplit=1)[0] if is_address(place) else place
    return PurePath(path).suffix.lower()


def is_named_as_clip(place: str) -> bool:
    """Whether the name suggests a video, as a hint; the content decides."""
    return PurePath(place).suffix.lower() in CLIP_SUFFIXES


def shown_name(place: str) -> str:
    """The file's name for people, as text that Qt can hold."""
    name = unquote(place) if is_address(place) else place
    return PurePath(name).name.encode("utf-8", "replace").decode()


async def read_picture(questions: FileQuestions, path: str, glanced: Glanced) -> Picture:
    """Read a picture; `glanced` gets what its header tells before the whole is read. Raises as `read_file`."""
    glanced(await questions.glance_picture(path))
    return await questions.inspect_picture(path)


async def read_file(questions: FileQuestions, path: str, glanced: Glanced, *, audio_first: bool) -> Picture | Audio:
    """Read a picture or audio file. Raises InputRefused for the likelier kind, and MediaProcessFailed.

    The audio of a video is read only where audio is wanted.
    """
    try:
        if audio_first:
            return await questions.inspect_audio(path)
        return await read_picture(questions, path, glanced)
    except WrongKindOfFile as first:
        try:
            if audio_first:
                return await read_picture(questions, path, glanced)
            audio = await questions.inspect_audio(path)
        except WrongKindOfFile:
            raise first from None
        except InputRefused:
            if first.sentence is Sentence.PICTURE_IS_VIDEO:  # its audio does not matter
                raise first from None
            raise
        if audio.facts.has_video:
            raise
        return audio


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An unusable file, and the card that shows the reason."""

    field: Field
    path: str
    error: WanDeskError
    is_video: bool = False
    """The file is a video, whose frames can be the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first picture, the first audio and the first refused file of a drop."""

    picture: Picture | None
    audio: Audio | None
    refused: Refused | None


async def read_files(questions: FileQuestions, places: Sequence[str], glanced: Glanced, *, onto: Field) -> Found:
    """Read files until there is a picture and an audio file. A single file is first read as the card `onto` needs.

    `places` are paths, and addresses of network places. A file that may vanish is copied before it is read.
    """
    picture: Picture | None = None
    audio: Audio | None = None
    refused: Refused | None = None
    for place in places[:MAX_FILES]:
        audio_first = is_named_as_audio(place) or (onto is Field.AUDIO and len(places) == 1)
        if (audio is not None) if audio_first else (picture is not None):
            continue
        path = place
        try:
            path = await questions.keep_file(place)
            found = await read_file(questions, path, glanced, audio_first=audio_first)
        except WanDeskError as error:
            field = Field.AUDIO if audio_first else Field.PICTURE
            is_video = error.sentence is Sentence.PICTURE_IS_VIDEO
            refused = refused or Refused(field=field, path=path, error=error, is_video=is_video)
            continue
        if isinstance(found, Picture):
            picture = picture or found
        else:
            audio = audio or found
    return Found(picture=picture, audio=audio, refused=refused)


def as_png(image: QImage) -> bytes:
    """The picture as a PNG file; empty when Qt cannot write it."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    writer.setQuality(PNG_QUALITY)
    return bytes(content.data()) if writer.write(image) else b""
