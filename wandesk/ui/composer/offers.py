"""What a drag or the clipboard offers, read once into a value.

Each format that is read is a question to the program that offers it, and the window waits for the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from wandesk.ui.addresses import is_web_address, places_in_list, places_in_text

FILE_LISTS = ("text/uri-list", "x-special/gnome-copied-files", "x-special/mate-copied-files")
"""Formats with a list of files, the most exact first."""
WEB_PAGE = "text/x-moz-url"
"""UTF-16: an address, and its title on the next line."""
TRANSFERS = ("application/vnd.portal.filetransfer", "application/vnd.portal.files")
"""Formats with the key of files that a portal hands over."""

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
    transfer: str = ""
    """The key of files that a portal hands over; `places` are then how the other program calls them."""
    is_list_empty: bool = False
    """A list of files was announced and is empty: the program that offered it has ended."""


def offers_files(mime: QMimeData) -> bool:
    """Whether files, addresses or a picture are offered, by the names of the formats alone."""
    return any(map(mime.hasFormat, (*FILE_LISTS, WEB_PAGE, *TRANSFERS, *RAW_FORMATS))) or mime.hasImage()


def listed_places(mime: QMimeData) -> tuple[str, ...]:
    """The places of the offered files and pages, by one question."""
    for name in FILE_LISTS:
        if mime.hasFormat(name):
            return tuple(places_in_list(bytes(mime.data(name).data())))
    if mime.hasFormat(WEB_PAGE):
        return tuple(
            places_in_text(bytes(mime.data(WEB_PAGE).data()).decode("utf-16-le", "replace").partition("\n")[0])
        )
    return ()


def read_offer(mime: QMimeData, listed: tuple[str, ...] = ()) -> Offer:
    """Read the offered content: files before pictures, pictures before web addresses, these before text.

    `listed` is the answer of `listed_places`, if the program was asked before.
    """
    listed = listed or listed_places(mime)
    places = tuple(place for place in listed if not is_web_address(place))
    transfer = _transfer(mime)
    if places or transfer:
        return Offer(places=places, transfer=transfer)
    if (picture := _raw_picture(mime)) is not None:
        return Offer(picture=picture)
    if mime.hasImage():
        image = QImage(mime.imageData())
        if not (image.isNull() and listed):
            return Offer(image=image)
    if listed:
        return Offer(web=listed)
    if any(map(mime.hasFormat, FILE_LISTS)):
        return Offer(is_list_empty=True)
    if not mime.hasText():
        return Offer()
    written = places_in_text(mime.text())
    web = tuple(place for place in written if is_web_address(place))
    places = tuple(place for place in written if place not in web)
    return Offer(places=places, web=() if places else web, is_text=not written)


def holds_text(mime: QMimeData) -> bool:
    """Whether this is text, without files or links, by the names of the formats alone.

    A spreadsheet offers cells as text and as a picture.
    """
    is_list = mime.hasUrls() or any(map(mime.hasFormat, (*FILE_LISTS, WEB_PAGE, *TRANSFERS)))
    return (mime.hasText() or mime.hasHtml()) and not is_list


def _transfer(mime: QMimeData) -> str:
    name = next(filter(mime.hasFormat, TRANSFERS), "")
    return bytes(mime.data(name).data()).rstrip(b"\0").decode("utf-8", "replace") if name else ""


def _raw_picture(mime: QMimeData) -> RawPicture | None:
    for name, suffix in RAW_FORMATS.items():
        if mime.hasFormat(name) and (content := bytes(mime.data(name).data())):
            return RawPicture(content=content, suffix=suffix)
    return None
