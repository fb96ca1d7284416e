"""Paths and addresses as command lines, file managers, browsers and people spell them."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from wandesk.app.open_request import path_of
from wandesk.ui.addresses import is_address, is_marked_list, place_of, places_in_list, places_in_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")


@pytest.fixture(autouse=True)
def _own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk7")


@posix
@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/home/ann/cat.jpg", "/home/ann/cat.jpg"),
        ("file:///home/ann/a%20cat.jpg", "/home/ann/a cat.jpg"),
        ("file:/home/ann/cat.jpg", "/home/ann/cat.jpg"),
        ("file://localhost/home/ann/a%20cat.jpg", "/home/ann/a cat.jpg"),
        ("file://LOCALHOST/cat.jpg", "/cat.jpg"),
        ("FILE://desk7/cat.jpg", "/cat.jpg"),
        ("file://desk7.office.example.com/cat.jpg", "/cat.jpg"),
        ("file://desk7.local./cat.jpg", "/cat.jpg"),
        ("file://127.0.0.1/cat.jpg", "/cat.jpg"),
        ("file:///home/ann/50%25%23%3F.jpg", "/home/ann/50%#?.jpg"),
        ("file:///home/ann/no # escape?.jpg", "/home/ann/no # escape?.jpg"),
        ("file:///home/ann/caf%E9.jpg", "/home/ann/caf\udce9.jpg"),
        ("file:///home/ann/%E7%8C%AB.jpg", "/home/ann/猫.jpg"),
        ("file:///home/ann/two%0Alines.jpg", "/home/ann/two\nlines.jpg"),
        ("https://example.com/cat.jpg", "https://example.com/cat.jpg"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
        ("smb://nas/photos/cat.jpg", "smb://nas/photos/cat.jpg"),
        ("file://nas/photos/cat.jpg", "file://nas/photos/cat.jpg"),
    ],
)
def test_argument_is_a_path_or_a_url(given: str, path: str) -> None:
    assert path_of(given) == path


def test_relative_path_becomes_absolute() -> None:
    assert path_of("cat.jpg") == str(Path.cwd() / "cat.jpg")


def test_an_address_with_a_nul_has_no_file() -> None:
    assert place_of("file:///cat%00.jpg") == ""


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("file:///C:/Users/Ann/a%20cat.jpg", "C:/Users/Ann/a cat.jpg"),
        ("file:///C|/cat.jpg", "C:/cat.jpg"),
        ("file://localhost/C:/cat.jpg", "C:/cat.jpg"),
        ("file://nas/photos/cat.jpg", "//nas/photos/cat.jpg"),
        ("file:////nas/photos/cat.jpg", "//nas/photos/cat.jpg"),
        (r"\\nas\photos\cat.jpg", r"\\nas\photos\cat.jpg"),
    ],
)
def test_windows_has_drives_and_servers_of_shared_folders(
    given: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert place_of(given) == path


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://a.b/c", True), ("HTTP://a", True), ("C://cat.jpg", False), ("C:\\cat.jpg", False), ("a/b://c", False)],
)
def test_drive_letter_is_not_a_url_scheme(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@posix
def test_lists_of_files_are_read_in_every_form() -> None:
    uris = b"# copied\r\nfile:///a%20cat.jpg\r\nfile://desk7/dog.jpg\r\nhttps://example.com/c.jpg\r\n\r\n"
    assert places_in_list(uris) == ["/a cat.jpg", "/dog.jpg", "https://example.com/c.jpg"]
    assert places_in_list(b"copy\nfile:///a.jpg\nfile:///b.jpg") == ["/a.jpg", "/b.jpg"], "GNOME"
    assert places_in_list(b"cut\nfile:///a.jpg\0") == ["/a.jpg"], "also files that were cut are copied"
    raw = "file:///caf\xe9.jpg".encode("latin-1")
    assert places_in_list(raw) == [os.fsdecode(b"/caf\xe9.jpg")], "not even escaped"
    assert places_in_list(b"") == []


@posix
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("/home/ann/a cat.jpg", ["/home/ann/a cat.jpg"]),
        ('"/home/ann/a cat.jpg"', ["/home/ann/a cat.jpg"]),
        ("'/home/ann/a cat.jpg' '/home/ann/dog.jpg'", ["/home/ann/a cat.jpg", "/home/ann/dog.jpg"]),
        (r"/home/ann/a\ cat.jpg", ["/home/ann/a cat.jpg"]),
        ("/a.jpg\r\n  /b.jpg \n", ["/a.jpg", "/b.jpg"]),
        ("file:///a%20cat.jpg", ["/a cat.jpg"]),
        ("<https://example.com/cat.jpg>", ["https://example.com/cat.jpg"]),
        ("x-special/nautilus-clipboard\ncopy\nfile:///a.jpg\n", ["/a.jpg"]),
        (" data:image/png;base64,AAAA\n BBBB\n", ["data:image/png;base64,AAAABBBB"]),
        ("data: see the list, please", []),
        ("/imagine a cat that yawns", []),
        ("look at /home/ann/cat.jpg", []),
        ("/a.jpg\nand some words", []),
        ("https://example.com is nice", []),
        ("'unfinished", []),
        ("a cat", []),
        ("", []),
    ],
)
def test_text_is_files_only_if_every_line_is(text: str, places: list[str]) -> None:
    assert places_in_text(text) == places


@posix
def test_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert places_in_text("~/Pictures/cat.jpg") == ["/home/ann/Pictures/cat.jpg"]


def test_paths_of_windows_are_recognised_in_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    text = '"C:\\Users\\Ann\\a cat.jpg"\r\n"\\\\nas\\photos\\dog.jpg"'
    assert places_in_text(text) == ["C:\\Users\\Ann\\a cat.jpg", "\\\\nas\\photos\\dog.jpg"]
    assert places_in_text("/imagine") == []


def test_the_marker_of_a_list_is_recognised_in_text() -> None:
    assert is_marked_list("x-special/nautilus-clipboard\ncopy\nfile:///a.jpg\n")
    assert not is_marked_list("a cat\nx-special/nautilus-clipboard")
