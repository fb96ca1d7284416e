"""Web addresses as people paste them, and the form in which they are sent; the files in `data:` addresses."""

from __future__ import annotations

import pytest

from wandesk.domain.endpoint import AddressRefused
from wandesk.domain.web_address import LONGEST, cloud_address, host_of, name_in
from wandesk.ui.composer.data_address import data_file


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://example.com/cat.jpg\n", "https://example.com/cat.jpg"),
        ("HTTPS://Example.COM/cat.jpg", "https://example.com/cat.jpg"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a%20b.jpg?x=1&y=%2B#top", "https://example.com/a%20b.jpg?x=1&y=%2B"),
        ("https://example.com/a b/猫.jpg?q=é", "https://example.com/a%20b/%E7%8C%AB.jpg?q=%C3%A9"),
        ("https://bücher.example/cat.jpg", "https://xn--bcher-kva.example/cat.jpg"),
        ("http://example.com:8080/cat.jpg", "http://example.com:8080/cat.jpg"),
    ],
)
def test_address_is_sent_in_ascii(text: str, address: str) -> None:
    assert cloud_address(text) == address
    assert cloud_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cat.jpg",
        "ftp://example.com/cat.jpg",
        "file:///cat.jpg",
        "https://",
        "https://user:secret@example.com/cat.jpg",
        "https://[::1]/cat.jpg",
        "https://example.com:99999/cat.jpg",
        "https://exam ple.com/cat.jpg",
        "https://example.com/" + "a" * LONGEST,
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused):
        cloud_address(text)


def test_a_file_is_named_by_its_address() -> None:
    assert name_in("https://example.com/a/my%20cat.jpg?size=2") == "my cat.jpg"
    assert name_in("https://example.com/a/..%2F..%2Fetc%2Fpasswd") == "etcpasswd"
    assert name_in("https://example.com/") == "example.com"
    assert host_of("https://example.com/cat.jpg") == "example.com"


@pytest.mark.parametrize(
    ("address", "content", "suffix"),
    [
        ("data:image/png;base64,AQID", b"\1\2\3", ".png"),
        ("data:image/jpeg;charset=x;base64,AQI", b"\1\2", ".jpg"),
        ("data:image/png;base64,AQ%0AID\n", b"\1\2\3", ".png"),
        ("data:audio/mpeg;base64,AQID", b"\1\2\3", ".mp3"),
        ("data:,a%20b", b"a b", ".bin"),
    ],
)
def test_a_data_address_holds_its_file(address: str, content: bytes, suffix: str) -> None:
    found = data_file(address)
    assert found is not None
    assert (found.content, found.suffix) == (content, suffix)


@pytest.mark.parametrize("address", ["data:image/png;base64", "data:image/png;base64,", "data:image/png;base64,*!"])
def test_a_damaged_data_address_has_no_file(address: str) -> None:
    assert data_file(address) is None
