"""What a drag or the clipboard offers, read once into a value.

Each format that is read is a question to the program that offers it, and the window waits for the answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from wandesk.ui.addresses import is_web_address, places_in_list, places_in_text

FILE_LISTS = ("text/uri-list", "x-special/gnome-copied-files", "x-special/mate-copied-files")
"""Formats with a list of files, the most exact first."""
WEB_PAGE = "text/x-moz-url"
"""UTF-16: an address, and its title on the next line."""
PLAIN_TEXT, HTML = "text/plain", "text/html"
PIXELS = "application/x-qt-image"
"""Qt's name for pixels in any format."""
PATIENCE = 2.0
"""Seconds."""
TRANSFERS = ("application/vnd.portal.filetransfer", "application/vnd.portal.files")
"""Formats with the key of files that a portal hands over."""

PROMISES = (
    "XdndDirectSave0",
    "application/x-kde-ark-dndextract-service",
    "application/x-kde-ark-dndextract-path",
    'application/x-qt-windows-mime;value="FileGroupDescriptorW"',
    'application/x-qt-windows-mime;value="FileGroupDescriptor"',
)
"""Formats of files that exist only once the other program has saved them where it is told: archives, mail, downloads.

Direct saves of X11 (file-roller, mail programs), Ark's own protocol, virtual files of Windows (archives, Outlook). Qt
answers none of them: it shows the names of the formats, and neither sets the property of X11 nor reads a FileContents.
Ark answers `extractSelectedFilesTo` on the session bus when its extraction starts, and no signal tells the end
(part/part.cpp of KDE/ark): a file that is read after the answer is missing, or cut.
"""

PICTURE_FORMATS: Mapping[str, str] = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "image/jxl": ".jxl",
    "image/gif": ".gif",
    "image/tiff": ".tiff",
    "image/bmp": ".bmp",
    "image/x-bmp": ".bmp",
    "image/x-ms-bmp": ".bmp",
    "image/x-MS-bmp": ".bmp",
    "image/svg+xml": ".svg",
}
"""The suffix of each picture format. Programs that hold pixels offer several: the first one here loses the least for
its size."""

WINDOWS_NAMES: Mapping[str, str] = {"PNG": ".png", "JFIF": ".jpg", "GIF": ".gif", "image/webp": ".webp"}
"""Formats that Windows has by name; Qt shows them as `application/x-qt-windows-mime;value="NAME"`."""

RAW_FORMATS: Mapping[str, str] = {
    **PICTURE_FORMATS,
    **{f'application/x-qt-windows-mime;value="{name}"': suffix for name, suffix in WINDOWS_NAMES.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPicture:
    """The bytes of a picture in a picture format, not decoded, with the suffix of the format."""

    content: bytes
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The content of a drag or the clipboard; only the most useful kind of it is filled."""

    places: tuple[str, ...] = ()
    """Paths of files, and addresses of places that only a file manager opens, such as `smb://`."""
    web: tuple[str, ...] = ()
    """Addresses of the web, and `data:` addresses."""
    picture: RawPicture | None = None
    image: QImage | None = None
    """Pixels; null if Qt could not read them."""
    is_text: bool = False
    is_promise: bool = False
    """Files that exist only once the other program has saved them."""
    transfer: str = ""
    """The key of files that a portal hands over; `places` are then how the other program calls them."""


class Source:
    """The program that offers a drag or the clipboard. Its formats are asked for once.

    A program that hangs makes Qt wait some seconds for each answer: after `PATIENCE` nothing more is asked.
    """

    def __init__(self, mime: QMimeData) -> None:
        self._mime = mime
        self._formats = frozenset(mime.formats())
        self._ends = time.monotonic() + PATIENCE

    def has(self, *names: str) -> bool:
        """Whether one of these formats is offered."""
        return not self._formats.isdisjoint(names)

    @property
    def has_files(self) -> bool:
        """Whether files, addresses or a picture are offered."""
        return self.has(*FILE_LISTS, WEB_PAGE, *TRANSFERS, *RAW_FORMATS, PIXELS, *PROMISES)

    @property
    def has_text_alone(self) -> bool:
        """Whether this is text, without files or links. A spreadsheet offers cells as text and as a picture."""
        return self.has(PLAIN_TEXT, HTML) and not self.has(*FILE_LISTS, WEB_PAGE, *TRANSFERS, *PROMISES)

    def content(self, name: str) -> bytes:
        """The content in a format; empty if it is not offered or does not arrive."""
        if name not in self._formats or time.monotonic() > self._ends:
            return b""
        return bytes(self._mime.data(name).data())

    def text(self) -> str:
        return self._mime.text() if self.has(PLAIN_TEXT) and time.monotonic() <= self._ends else ""

    def html(self) -> str:
        return self._mime.html() if self.has(HTML) and time.monotonic() <= self._ends else ""

    def pixels(self) -> QImage | None:
        """Pixels, None if there are none; null if Qt cannot read them."""
        return QImage(self._mime.imageData()) if self.has(PIXELS) and time.monotonic() <= self._ends else None

    def places(self) -> tuple[str, ...]:
        """The places of the offered files and pages, by one question."""
        for name in FILE_LISTS:
            if self.has(name):
                return tuple(places_in_list(self.content(name)))
        page = self.content(WEB_PAGE).decode("utf-16-le", "replace")
        return tuple(places_in_text(page.partition("\n")[0]))

    def transfer(self) -> str:
        """The key of files that a portal hands over."""
        name = next((each for each in TRANSFERS if self.has(each)), "")
        return self.content(name).rstrip(b"\0").decode("utf-8", "replace")

    def raw_picture(self) -> RawPicture | None:
        """The first picture in a picture format."""
        for name, suffix in RAW_FORMATS.items():
            if content := self.content(name):
                return RawPicture(content=content, suffix=suffix)
        return None


def read_offer(mime: QMimeData, listed: tuple[str, ...] = ()) -> Offer:
    """Read the offered content: files before pictures, pictures before web addresses, these before text.

    `listed` is the answer of `Source.places`, if the program was asked before.
    """
    source = Source(mime)
    listed = listed or source.places()
    places = tuple(place for place in listed if not is_web_address(place))
    transfer = source.transfer()
    if places or transfer:
        return Offer(places=places, transfer=transfer)
    if (picture := source.raw_picture()) is not None:
        return Offer(picture=picture)
    image = source.pixels()
    if image is not None and not (image.isNull() and listed):
        return Offer(image=image)
    if listed:
        return Offer(web=picture_addresses(source.html()) or listed)
    if source.has(*PROMISES):
        return Offer(is_promise=True)
    if source.has(*FILE_LISTS) or not source.has(PLAIN_TEXT):  # an empty list: its program has ended
        return Offer()
    written = places_in_text(source.text())
    web = tuple(place for place in written if is_web_address(place))
    places = tuple(place for place in written if place not in web)
    return Offer(places=places, web=() if places else web, is_text=not written)


def picture_addresses(html: str) -> tuple[str, ...]:
    """The address of the first picture in a piece of a web page, if there is one.

    A browser that drags a picture which is a link names the page behind the link; the piece has the picture itself.
    """
    found: list[str] = []

    class Pictures(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            address = dict(attrs).get("src") or ""
            if tag == "img" and is_web_address(address):
                found.append(address)

    Pictures().feed(html)
    return tuple(found[:1])


def holds_text(mime: QMimeData) -> bool:
    """Whether this is text, without files or links, by the names of the formats alone."""
    return Source(mime).has_text_alone
