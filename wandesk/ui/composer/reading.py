"""What dropped files are: the content decides, and the names only say which question is asked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from wandesk.domain.draft import Field
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.media import Audio, Picture
from wandesk.domain.sentences import Sentence
from wandesk.ui.questions import Questions

MOST_FILES = 8
"""Files of a large drop that are read to find the first picture and the first audio."""
PNG_QUALITY = 80
"""Qt's scale: little compression, quick. The file stays on this computer."""
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".heic", ".heif", ".avif", ".gif", ".tif", ".tiff"}
)
AUDIO_SUFFIXES = frozenset(
    {".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff", ".amr", ".mka"}
)
_NOT_THIS_KIND = frozenset({Sentence.PICTURE_UNKNOWN, Sentence.AUDIO_UNKNOWN, Sentence.AUDIO_TRACK_MISSING})


def is_named_as_audio(path: str) -> bool:
    """Whether the name says audio. Only a hint: the content decides."""
    return PurePath(path).suffix.lower() in AUDIO_SUFFIXES


async def read_file(questions: Questions, path: str, *, audio_first: bool) -> Picture | Audio:
    """The file as what it is. Raises InputRefused with the sentence of the likelier kind, and MediaProcessFailed."""
    try:
        return await (questions.inspect_audio(path) if audio_first else questions.inspect_picture(path))
    except InputRefused as first:
        if first.sentence not in _NOT_THIS_KIND:
            raise
        try:
            return await (questions.inspect_picture(path) if audio_first else questions.inspect_audio(path))
        except InputRefused as second:
            raise (first if second.sentence in _NOT_THIS_KIND else second) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that cannot be used, and the card that shows why."""

    field: Field
    path: str
    error: WanDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first picture and the first audio of a drop, and the first file that was refused."""

    picture: Picture | None
    audio: Audio | None
    refused: Refused | None


async def read_files(questions: Questions, paths: Sequence[str], *, onto: Field) -> Found:
    """Read files until there is a picture and an audio. A single file is first read as what the card under it takes."""
    picture: Picture | None = None
    audio: Audio | None = None
    refused: Refused | None = None
    for path in paths[:MOST_FILES]:
        audio_first = is_named_as_audio(path) or (onto is Field.AUDIO and len(paths) == 1)
        if (audio is not None) if audio_first else (picture is not None):
            continue
        try:
            found = await read_file(questions, path, audio_first=audio_first)
        except WanDeskError as error:
            field = Field.AUDIO if audio_first else Field.PICTURE
            refused = refused or Refused(field=field, path=path, error=error)
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
