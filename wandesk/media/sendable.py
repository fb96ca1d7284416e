"""A picture file that is sent as it is, but for what it carries besides its picture.

Every picture passes here before it is sent: place, names, comments, thumbnails, further pictures and a video behind it
stay at home. Runs in the child only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import Extra, PictureFacts
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.structs import replace
from wandesk.media.cleaning.bmp import clean_bmp
from wandesk.media.cleaning.cleaned import Cleaned
from wandesk.media.cleaning.ends import has_idle_bytes, pixels_digest
from wandesk.media.cleaning.jpeg import clean_jpeg
from wandesk.media.cleaning.png import clean_png, without_pixels
from wandesk.media.cleaning.webp import clean_webp
from wandesk.media.foreign import PICTURE, opened
from wandesk.media.handed import Handed

log = logging.getLogger(__name__)

CLEANERS: Mapping[str, Callable[[bytes], Cleaned]] = {
    "JPEG": clean_jpeg,
    "PNG": clean_png,
    "WEBP": clean_webp,
    "BMP": clean_bmp,
}
"""By format. Files of other formats are re-encoded, which leaves their extras behind."""


def with_file_facts(
    source: Handed, facts: PictureFacts, carried: Collection[Extra], *, is_reduced: bool
) -> PictureFacts:
    """The facts of a decoded picture with what the bytes of its file say. Raises InputRefused.

    `carried` is what the decoder tells of extras, which counts where no reader of ours knows the format. A picture that
    `is_reduced` while it is read is re-encoded in any case: its pixels are not judged a second time.
    """
    clean = CLEANERS.get(facts.format)
    if clean is None:
        return replace(facts, extras=_in_order(carried))
    if is_reduced and facts.format != "JPEG":
        return replace(facts, extras=_in_order(_extras_of_large(source, facts.format)))
    cleaned = clean(_content(source))
    extras = _in_order(cleaned.extras)
    if cleaned.flaws:
        log.info("the picture is to be re-encoded: %s", "; ".join(cleaned.flaws))
        return replace(facts, is_plain=False, is_cut=cleaned.is_cut, extras=extras)
    return replace(facts, extras=extras, clean_bytes=cleaned.size_bytes)


def as_it_is(source: Handed, facts: PictureFacts, limits: PictureLimits, edit: PictureEdit) -> bytes | None:
    """The file to send without its extras; None for a picture that is to be re-encoded. Raises InputRefused.

    The result is decoded and compared with the original: a mistake here must not change what the user pays for.
    """
    if facts.clean_bytes is None or needs_preparation(facts, limits, edit):
        return None
    original = _content(source)
    cleaned = CLEANERS[facts.format](original)
    if cleaned.flaws:
        return None
    content = cleaned.content
    try:
        if facts.format == "JPEG" and has_idle_bytes(content):
            log.info("the picture is to be re-encoded: bytes before its end that are no pixels")
            return None
        is_same = content == original or (pixels_digest(content, facts.format) == pixels_digest(original, facts.format))
    except Exception as error:
        # Decoders raise almost anything for a broken file.
        log.warning("the cleaned picture cannot be decoded", exc_info=error)
        return None
    if not is_same:
        log.warning("the cleaned picture has other pixels")
    return content if is_same else None


def _extras_of_large(source: Handed, format_name: str) -> Collection[Extra]:
    with opened(source, PICTURE) as (file, _):
        return CLEANERS[format_name](without_pixels(file) if format_name == "PNG" else file.read()).extras


def _in_order(extras: Collection[Extra]) -> tuple[Extra, ...]:
    return tuple(each for each in Extra if each in extras)


def _content(source: Handed) -> bytes:
    with opened(source, PICTURE) as (file, _):
        return file.read()
