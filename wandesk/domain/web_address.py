"""Addresses of pictures and audio on the web, as people paste them and as the cloud fetches them."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit, urlunsplit

from wandesk.domain.endpoint import AddressRefused, split
from wandesk.domain.errors import WanDeskError
from wandesk.domain.sentences import Sentence

LONGEST = 4096
"""Characters; no link of a picture is longer."""
LONGEST_NAME = 120
"""Characters of a file's name."""
_IN_PATHS = "/%:@!$&'()*+,;=~-._"
_IN_QUERIES = _IN_PATHS + "?"


class WebFileUnseen(WanDeskError):
    """There is no preview of a web address; the cloud may be able to fetch it. `values` hold `host`."""

    default_sentence = Sentence.WEB_UNSEEN


def cloud_address(text: str) -> str:
    """The address as it is sent: ASCII, without the part after `#`. Other scripts are encoded as browsers do.

    Raises AddressRefused for what is no http or https address.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise AddressRefused("too long")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        netloc = host if parts.port is None else f"{host}:{parts.port}"
    except (ValueError, UnicodeError) as unreadable:
        raise AddressRefused("not an address") from unreadable
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or ":" in host:
        raise AddressRefused("not a web address", host)
    path, query = quote(parts.path or "/", safe=_IN_PATHS), quote(parts.query, safe=_IN_QUERIES)
    address = urlunsplit((parts.scheme, netloc, path, query, ""))
    split(address)
    return address


def host_of(address: str) -> str:
    """The host of an address, to be shown."""
    return urlsplit(address).hostname or ""


def name_in(address: str) -> str:
    """A file name for what is at the address: the last part of its path, else its host."""
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    name = "".join(each for each in last if each.isprintable() and each not in '/\\:*?"<>|').strip(" .")
    return name[-LONGEST_NAME:] or host_of(address)
