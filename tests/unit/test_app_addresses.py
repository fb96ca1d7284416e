"""Command line arguments: paths, file URLs and web URLs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from wandesk.app.open_request import path_of
from wandesk.ui.addresses import is_address, local_path


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/home/ann/cat.jpg", "/home/ann/cat.jpg"),
        ("file:///home/ann/a%20cat.jpg", "/home/ann/a cat.jpg"),
        ("file:/home/ann/cat.jpg", "/home/ann/cat.jpg"),
        ("file://localhost/home/ann/a%20cat.jpg", "/home/ann/a cat.jpg"),
        ("file://LOCALHOST/cat.jpg", "/cat.jpg"),
        ("https://example.com/cat.jpg", "https://example.com/cat.jpg"),
    ],
)
def test_argument_is_a_path_or_a_url(given: str, path: str) -> None:
    assert path_of(given) == path


def test_relative_path_becomes_absolute() -> None:
    assert path_of("cat.jpg") == str(Path.cwd() / "cat.jpg")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://a.b/c", True), ("HTTP://a", True), ("C://cat.jpg", False), ("C:\\cat.jpg", False), ("a/b://c", False)],
)
def test_drive_letter_is_not_a_url_scheme(text: str, expected: bool) -> None:
    assert is_address(text) is expected


def test_only_local_file_urls_have_a_path() -> None:
    assert local_path(QUrl("https://localhost/cat.jpg")) == ""
    assert local_path(QUrl("file://server/share/cat.jpg")) == "//server/share/cat.jpg"
    address = QUrl("file://localhost/cat.jpg")
    local_path(address)
    assert address.host() == "localhost", "the caller's list is unchanged"
