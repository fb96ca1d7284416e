"""JPEG: keeps the segments that decode the picture, and drops all others (ITU-T T.81, annex B).

Kept besides tables, frame and scans: JFIF without its thumbnail and Adobe's APP14, which say how colours are stored. A
profile (APP2) is dropped: only a picture in sRGB, which needs none, is sent without being re-encoded.
"""

from __future__ import annotations

import re

from wandesk.domain.media import Extra
from wandesk.media.cleaning.cleaned import Cleaned, extras_behind
from wandesk.media.cleaning.notes import EXIF_MARK, extras_of_exif, extras_of_xmp

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
APP0, APP1, APP13, APP14, COM = 0xE0, 0xE1, 0xED, 0xEE, 0xFE
DHT, DQT, DRI, SOS = 0xC4, 0xDB, 0xDD, 0xDA
FRAMES = frozenset({*range(0xC0, 0xD0)} - {DHT, 0xC8, 0xCC})
"""The kinds of frame; 0xC8 is reserved and 0xCC announces arithmetic coding."""
USUAL_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive with Huffman codes: the others are lossless, hierarchical or arithmetic."""
PROGRESSIVE = 0xC2
COEFFICIENTS = 64

JFIF, JFXX, ADOBE = b"JFIF\0", b"JFXX\0", b"Adobe"
XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
JFIF_LENGTH, ADOBE_LENGTH = 14, 12
"""Bytes of these segments without a thumbnail and without additions."""
PLAIN_JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"
RGB_IDS = b"RGB"
"""Components of these names hold RGB where neither JFIF nor Adobe says otherwise (libjpeg, jdapimin.c)."""

_SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xff]")
_RESTART = re.compile(rb"\xff([\xd0-\xd7])")


class _Reader:
    """Walks through the segments and sorts them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._view = memoryview(content)
        self._jfif: bytes | None = None
        self._kept: list[bytes | memoryview] = []
        self._extras: set[Extra] = set()
        self._flaws: list[str] = []
        self._frame: tuple[int, bytes] | None = None
        """The marker of the frame, and its component names."""
        self._has_adobe = False
        self._restarts = 0
        self._sent: dict[int, list[int | None]] = {}
        """By component: how exactly each coefficient arrived (its lowest bit; 0: exactly)."""
        self._is_cut = False

    def cleaned(self) -> Cleaned:
        if not self._content.startswith(SOI):
            self._flaws.append("no start of image")
        else:
            self._walk()
        if not self._flaws and self._frame is None:
            self._flaws.append("no frame")
        return Cleaned(
            pieces=(SOI, self._first_segment(), *self._kept, EOI),
            extras=frozenset(self._extras),
            flaws=tuple(self._flaws),
            is_cut=self._is_cut,
        )

    def _walk(self) -> None:
        at, end = 2, len(self._content)
        while at < end:
            if self._content[at] != 0xFF:
                return self._flaws.append("bytes between two segments")
            while at < end and self._content[at] == 0xFF:  # fill bytes may precede a marker
                at += 1
            if at == end:
                break
            marker = self._content[at]
            at += 1
            if marker == EOI[1]:
                self._extras |= extras_behind(self._view[at:])
                return None
            length = int.from_bytes(self._content[at : at + 2], "big")
            if marker < 0xC0 or 0xD0 <= marker <= 0xD9 or length < 2 or at + length > end:
                return self._flaws.append(f"a broken segment {marker:02x}")
            body = self._content[at + 2 : at + length]
            at += length
            if marker == SOS:
                at = self._take_scan(body, at)
            else:
                self._take(marker, body)
            if self._flaws:
                return None
        self._is_cut = self._has_every_scan()
        return self._flaws.append("no end of image")

    def _take(self, marker: int, body: bytes) -> None:
        match marker:
            case _ if marker in FRAMES:
                self._take_frame(marker, body)
            case 0xC4 | 0xDB | 0xDD:  # DHT, DQT, DRI
                if marker == DRI:
                    self._restarts = int.from_bytes(body, "big")
                self._keep(marker, body)
            case 0xE0:
                self._take_jfif(body)
            case 0xE1 if body.startswith(EXIF_MARK):
                self._extras |= extras_of_exif(body)
            case 0xE1 if body.startswith(XMP):
                self._extras |= extras_of_xmp(body)
            case 0xED | 0xFE:  # APP13 holds IPTC and what Photoshop adds, COM a comment
                self._extras.add(Extra.DETAILS)
            case 0xEE if body.startswith(ADOBE) and len(body) >= ADOBE_LENGTH:
                self._has_adobe = True
                self._keep(marker, body[:ADOBE_LENGTH])
            case _ if APP0 <= marker < APP0 + 16:
                pass  # profiles, lists of further pictures, makers' notes
            case _:
                self._flaws.append(f"a rare segment {marker:02x}")

    def _take_frame(self, marker: int, body: bytes) -> None:
        if self._frame is not None or marker not in USUAL_FRAMES:
            return self._flaws.append(f"a frame of kind {marker:02x}")
        if len(body) < 6 or len(body) != 6 + 3 * body[5] or body[0] != 8 or not (any(body[1:3]) and any(body[3:5])):
            return self._flaws.append("a frame that is not of 8 bits, or broken")
        self._frame = marker, body[6::3]
        return self._keep(marker, body)

    def _take_jfif(self, body: bytes) -> None:
        if body.startswith(JFIF) and len(body) >= JFIF_LENGTH:
            if any(body[JFIF_LENGTH - 2 : JFIF_LENGTH]):
                self._extras.add(Extra.PICTURES)
            if self._jfif is None:
                self._jfif = body[: JFIF_LENGTH - 2] + b"\0\0"
        elif body.startswith(JFXX):
            self._extras.add(Extra.PICTURES)

    def _take_scan(self, header: bytes, at: int) -> int:
        """Keep a scan and its coded data; returns where the data ends."""
        count = header[0] if header else 0
        if self._frame is None or not count or len(header) != 4 + 2 * count:
            self._flaws.append("a broken scan")
            return at
        self._note_scan(header[1 : 1 + 2 * count : 2], *header[-3:])
        found = _SCAN_END.search(self._content, at)
        end = found.start() if found else len(self._content)
        self._keep(SOS, header)
        self._kept.append(self._view[at:end])
        restarts = _RESTART.findall(self._content, at, end)
        if any(each[0] != 0xD0 + number % 8 for number, each in enumerate(restarts)) or (
            restarts and not self._restarts
        ):
            self._flaws.append("restart markers out of order")
        return end

    def _note_scan(self, components: bytes, first: int, last: int, bits: int) -> None:
        """Note what a scan sends; a baseline scan sends everything."""
        assert self._frame is not None
        if self._frame[0] != PROGRESSIVE:
            first, last, bits = 0, COEFFICIENTS - 1, 0
        for component in components:
            sent = self._sent.setdefault(component, [None] * COEFFICIENTS)
            for coefficient in range(first, min(last, COEFFICIENTS - 1) + 1):
                sent[coefficient] = bits & 0x0F

    def _has_every_scan(self) -> bool:
        """Whether the scans that began send every coefficient to its last bit."""
        components = self._frame[1] if self._frame else b""
        return bool(components) and all(
            each in self._sent and all(bit == 0 for bit in self._sent[each]) for each in components
        )

    def _keep(self, marker: int, body: bytes) -> None:
        self._kept.append(bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body)

    def _first_segment(self) -> bytes:
        """JFIF, by which careless readers recognise a JPEG; none where it would change the meaning of the colours."""
        body = self._jfif
        if body is None and not self._has_adobe and (self._frame is None or self._frame[1] != RGB_IDS):
            body = PLAIN_JFIF
        return b"" if body is None else b"\xff\xe0" + (len(body) + 2).to_bytes(2, "big") + body


def clean_jpeg(content: bytes) -> Cleaned:
    """The file without what is not its picture."""
    return _Reader(content).cleaned()
