"""Files that were dropped or chosen together, and the pictures of a folder."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from msgspec import Struct

from wandesk.domain.media import Picture

MOST_PICTURES = 500
"""Pictures that are read at once."""
LISTED_SIDE = 160
"""Pixels of the longer side of a picture in a list of pictures: twice its size on the screen."""

PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".heic", ".heif", ".avif", ".gif", ".tif", ".tiff"}
)
"""The names of pictures that can be read. Of a folder, only such files are taken."""

_NUMBERS = re.compile(r"(\d+)")


class FoundFiles(Struct, frozen=True, kw_only=True):
    """The files of some places, in their natural order. The folders among them are replaced by their pictures."""

    places: tuple[str, ...]
    folders: int = 0
    """How many of the places were folders."""
    skipped: int = 0
    """Files of the folders that are not pictures. Hidden files are not counted, because users do not see them."""
    deeper: int = 0
    """Pictures in folders inside the folders, which are only counted where a folder has pictures itself."""
    beyond: int = 0
    """Further files, beyond `MOST_PICTURES`."""


class ListedPicture(Struct, frozen=True, kw_only=True):
    """A checked picture, with a small JPEG of it; None if the disk has no room for one."""

    picture: Picture
    thumbnail: Path | None


def natural_key(place: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people do: `photo 2` before `photo 10`, whatever the case of the letters."""
    pieces = filter(None, _NUMBERS.split(PurePath(place).stem.casefold()))
    numbered = ((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
    return (*numbered, (-1, 0, place))  # `photo` before `photo 2`


def is_picture_name(name: str) -> bool:
    """Whether a file's name is that of a picture."""
    return PurePath(name).suffix.lower() in PICTURE_SUFFIXES
