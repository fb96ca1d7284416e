"""Decodes `data:` addresses (RFC 2397), which hold their file themselves."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from wandesk.ui.composer.offers import PICTURE_FORMATS, RawPicture

LARGEST_CHARACTERS = 300_000_000
OTHER_SUFFIX = ".bin"
AUDIO_FORMATS: Mapping[str, str] = {
    **dict.fromkeys(("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"), ".wav"),
    **dict.fromkeys(("audio/mpeg", "audio/mp3"), ".mp3"),
    **dict.fromkeys(("audio/mp4", "audio/x-m4a"), ".m4a"),
    **dict.fromkeys(("audio/ogg", "audio/opus"), ".ogg"),
    **dict.fromkeys(("audio/flac", "audio/x-flac"), ".flac"),
}


def data_file(address: str) -> RawPicture | None:
    """The file in a `data:` address; None for a damaged or empty one. Slow for large ones."""
    head, comma, text = address[len("data:") :].partition(",")
    if not comma or len(text) > LARGEST_CHARACTERS:
        return None
    kind = head.partition(";")[0].strip().lower()
    content = unquote_to_bytes(text)
    if head.strip().lower().endswith(";base64"):
        try:
            packed = b"".join(content.split())
            content = base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
        except binascii.Error:
            return None
    suffix = PICTURE_FORMATS.get(kind) or AUDIO_FORMATS.get(kind, OTHER_SUFFIX)
    return RawPicture(content=content, suffix=suffix) if content else None
