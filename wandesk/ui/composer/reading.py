"""What dropped files are: found out from their content, asked in the order that their names suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from wandesk.domain.draft import Field
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.media import Audio, Picture
from wandesk.ui.questions import Questions

MOST_FILES = 8
"""Of a large drop, so many files are looked at to find the first picture and the first sound."""
PNG_QUALITY = 80
"""Qt's scale: little compression, quick. The file lives on this computer only."""
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".heic", ".heif", ".avif", ".gif", ".tif", ".tiff"}
)
SOUND_SUFFIXES = frozenset(
    {".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff", ".amr", ".mka"}
)
_NOT_THIS_KIND = frozenset({"picture_unknown", "sound_unknown", "sound_no_audio"})


def is_named_as_sound(path: str) -> bool:
    """Whether the name says audio. A hint for the first question only: the content decides."""
    return PurePath(path).suffix.lower() in SOUND_SUFFIXES


async def read_file(questions: Questions, path: str, *, sound_first: bool) -> Picture | Audio:
    """The file as what it is. Raises InputRefused with the sentence of the likelier kind, and MediaProcessFailed."""
    try:
        return await (questions.inspect_audio(path) if sound_first else questions.inspect_picture(path))
    except InputRefused as first:
        if first.sentence not in _NOT_THIS_KIND:
            raise
        try:
            return await (questions.inspect_picture(path) if sound_first else questions.inspect_audio(path))
        except InputRefused as second:
            raise (first if second.sentence in _NOT_THIS_KIND else second) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that cannot be used, and where its sentence belongs."""

    field: Field
    path: str
    error: WanDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first picture and the first sound of a drop, and the first file that was refused."""

    picture: Picture | None
    sound: Audio | None
    refused: Refused | None


async def read_files(questions: Questions, paths: Sequence[str], *, onto: Field) -> Found:
    """Look at files until there is a picture and a sound. A single file is asked as what the card under it takes."""
    picture: Picture | None = None
    sound: Audio | None = None
    refused: Refused | None = None
    for path in paths[:MOST_FILES]:
        sound_first = is_named_as_sound(path) or (onto is Field.SOUND and len(paths) == 1)
        if (sound is not None) if sound_first else (picture is not None):
            continue
        try:
            found = await read_file(questions, path, sound_first=sound_first)
        except WanDeskError as error:
            field = Field.SOUND if sound_first else Field.PICTURE
            refused = refused or Refused(field=field, path=path, error=error)
            continue
        if isinstance(found, Picture):
            picture = picture or found
        else:
            sound = sound or found
    return Found(picture=picture, sound=sound, refused=refused)


def as_png(image: QImage) -> bytes:
    """The picture as a PNG file; nothing when Qt cannot write it."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    writer.setQuality(PNG_QUALITY)
    return bytes(content.data()) if writer.write(image) else b""
