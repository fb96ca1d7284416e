"""What the readers of the formats have in common: their result, and what they say of data behind the picture.

Why not a library: those for Python take out EXIF and leave thumbnails, comments, second pictures and whatever stands
behind the end; the ones that do more need programs that we do not ship (exiftool, jpegtran).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wandesk.domain.media import Extra

_VIDEO = re.compile(rb"\0[\0-\xff]{3}ftyp")
"""The first box of an MP4 file: phones put the video of a motion photo behind the picture."""
_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n")
_PADDING = b"\0\xff\r\n\t "


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A file without what is not its picture.

    With `flaws` strict decoders may refuse the file, and its `pieces` count for nothing: it is to be re-encoded.
    """

    pieces: Sequence[bytes | memoryview]
    extras: frozenset[Extra]
    flaws: tuple[str, ...] = ()
    """Why strict decoders may refuse the file, in words for the log."""
    is_cut: bool = False
    """The file lacks its last bytes, and perhaps nothing of its picture."""

    @property
    def size_bytes(self) -> int:
        return sum(map(len, self.pieces))

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces)


def extras_behind(tail: memoryview) -> frozenset[Extra]:
    """What stands behind the end of a picture; nothing for padding."""
    content = bytes(tail)
    found: set[Extra] = set()
    if _VIDEO.search(content):
        found.add(Extra.VIDEO)
    if _PICTURE.search(content):
        found.add(Extra.PICTURES)
    if not found and content.strip(_PADDING):
        found.add(Extra.OTHER)
    return frozenset(found)
