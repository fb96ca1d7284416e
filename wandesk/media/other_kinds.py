"""Recognises files that are no picture for Wan Desk although people take them for one, by their first bytes.

Each has a sentence of its own that says how to make a picture of it.
"""

from __future__ import annotations

import os
import re

from wandesk.domain.sentences import Sentence

HEAD_BYTES = 4096
"""The part of a file that `sentence_for` looks at."""

SIGNATURES: tuple[tuple[bytes, Sentence], ...] = (
    (b"8BPS", Sentence.PICTURE_PSD),
    (b"\xff\x0a", Sentence.PICTURE_JPEG_XL),
    (b"\0\0\0\x0cJXL \r\n\x87\n", Sentence.PICTURE_JPEG_XL),
    (b"%!PS", Sentence.PICTURE_OTHER_FORMAT),  # PostScript, EPS
    (b"\xc5\xd0\xd3\xc6", Sentence.PICTURE_OTHER_FORMAT),  # EPS with a preview
    (b"FUJIFILMCCD-RAW", Sentence.PICTURE_RAW),  # RAF
    (b"IIRO", Sentence.PICTURE_RAW),  # Olympus
    (b"IIRS", Sentence.PICTURE_RAW),
    (b"MMOR", Sentence.PICTURE_RAW),
    (b"IIU\0", Sentence.PICTURE_RAW),  # Panasonic, Leica
    (b"FOVb", Sentence.PICTURE_RAW),  # Sigma
    (b"\0MRM", Sentence.PICTURE_RAW),  # Minolta
    (b"II\x1a\0\0\0HEAPCCDR", Sentence.PICTURE_RAW),  # Canon CRW
    (b"II*\0\x10\0\0\0CR", Sentence.PICTURE_RAW),  # Canon CR2
    (b"gimp xcf", Sentence.PICTURE_PROJECT),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Sentence.PICTURE_OTHER_FORMAT),  # JPEG 2000
    (b"\xff\x4f\xff\x51", Sentence.PICTURE_OTHER_FORMAT),
    (b"\x76\x2f\x31\x01", Sentence.PICTURE_OTHER_FORMAT),  # OpenEXR
    (b"#?RADIANCE", Sentence.PICTURE_OTHER_FORMAT),
    (b"\x00\x00\x01\x00", Sentence.PICTURE_OTHER_FORMAT),  # ICO
)
"""First bytes -> the sentence."""
CANON_CR3 = b"crx "
"""The brand of an ISO file."""
AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
VIDEO_STARTS = (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"\0\0\1\xba")
"""Matroska and WebM, Flash, Windows Media, MPEG."""
TRANSPORT_PACKET = 188
"""Bytes of a packet of an MPEG transport stream, each of which begins with `TRANSPORT_MARK`."""
TRANSPORT_MARK = 0x47

RAW_SUFFIXES = frozenset(
    {
        *(".3fr", ".ari", ".arw", ".bay", ".cap", ".cr2", ".cr3", ".crw", ".dcr", ".dcs", ".dng", ".erf", ".fff"),
        *(".gpr", ".iiq", ".k25", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".ptx", ".raf"),
        *(".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"),
    }
)
"""Names of camera RAW files. Most have the content of a TIFF, whose picture is a thumbnail."""
RAW_TAGS = frozenset({50706, 33421, 33422, 50710, 46275})
"""TIFF tags of RAW files: DNGVersion, CFARepeatPatternDim, CFAPattern, CFAPlaneColor; the last is Sony's."""
RAW_COLOURS = frozenset({32803, 34892})
"""PhotometricInterpretation of sensor values: colour filter array and linear raw."""
PHOTOMETRIC = 262

PROJECT_SUFFIXES = frozenset({".kra", ".ora", ".afphoto", ".afdesign", ".clip", ".procreate", ".sketch", ".fig"})
"""Projects of painting programs, most of which are archives."""

_PROLOGUE = rb"\s++|<\?xml[^>]*+>|<!--.*?-->"
_DOCTYPE_SVG = rb"<!doctype\s+svg[^>\[]*+(?:\[[^\]]*+\]\s*+)?>"
"""Illustrator declares entities in it, between brackets."""
# Nothing is matched twice (`(?>`, `*+`): a file of many comments would take a time that doubles with each of them.
_MARKUP = re.compile(rb"(?>" + _PROLOGUE + rb"|" + _DOCTYPE_SVG + rb")*+<(?:svg:)?svg\b", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(
    rb"(?>" + _PROLOGUE + rb")*+<(?:!doctype\s+html|html|head|body|title|script|meta)\b", re.DOTALL | re.IGNORECASE
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def sentence_for(head: bytes, path: str) -> Sentence | None:
    """The sentence for a file of another kind, from its first `HEAD_BYTES` and its name; None for an unknown one."""
    for signature, sentence in SIGNATURES:
        if head.startswith(signature):
            return sentence
    if head[4:8] == b"ftyp" and head[8:12] == CANON_CR3:
        return Sentence.PICTURE_RAW
    if _is_video(head):
        return Sentence.PICTURE_IS_VIDEO
    if b"%PDF-" in head[:1024]:
        return Sentence.PICTURE_PDF
    text = _as_ascii(head)
    if _MARKUP.match(text):
        return Sentence.PICTURE_SVG
    if _PAGE.match(text):
        return Sentence.PICTURE_WEB_PAGE
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a path with surrogates stays as it came
    if suffix in RAW_SUFFIXES:
        return Sentence.PICTURE_RAW
    if suffix == ".svgz":
        return Sentence.PICTURE_SVG
    if suffix in PROJECT_SUFFIXES:
        return Sentence.PICTURE_PROJECT
    return None


def is_raw_tiff(tags: object, path: str) -> bool:
    """Whether a TIFF is a camera RAW file. `tags` are those of its first directory, by number."""
    if not hasattr(tags, "get") or not hasattr(tags, "__iter__"):
        return False
    if RAW_TAGS & {tag for tag in tags if isinstance(tag, int)} or tags.get(PHOTOMETRIC) in RAW_COLOURS:
        return True
    return os.path.splitext(path)[1].lower() in RAW_SUFFIXES  # noqa: PTH122


def _is_video(head: bytes) -> bool:
    if head[4:8] == b"ftyp":
        return head[8:12] not in AUDIO_BRANDS | PICTURE_BRANDS
    if head[4:8] in {b"moov", b"mdat", b"wide"} or (head.startswith(b"RIFF") and head[8:12] == b"AVI "):
        return True
    packets = head[: TRANSPORT_PACKET * 3 : TRANSPORT_PACKET]
    return head.startswith(VIDEO_STARTS) or packets == bytes([TRANSPORT_MARK] * 3)


def _as_ascii(head: bytes) -> bytes:
    """Text in UTF-8 or UTF-16 as bytes that the patterns match."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(_BYTE_ORDER_MARK)
