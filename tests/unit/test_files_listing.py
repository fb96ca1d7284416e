"""Folders of pictures, and the files that a table names."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from wandesk.domain.errors import InputRefused
from wandesk.domain.found_files import MOST_PICTURES
from wandesk.domain.order_table import MOST_BYTES
from wandesk.domain.sentences import Sentence
from wandesk.files import listing, tables
from wandesk.files.drafts import _path_of
from wandesk.files.listing import found_files


def names(folder: Path, *files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in files:
        (folder / name).write_bytes(b"x")
    return folder


def test_a_folder_is_its_pictures_in_their_order(tmp_path: Path) -> None:
    folder = names(tmp_path / "shoot", "10.jpg", "2.JPG", "1.heic", ".hidden.jpg", "notes.txt", "clip.mp4", "._1.jpg")
    names(folder / "below", "3.jpg")
    found = found_files([str(folder)], _path_of)
    assert [Path(place).name for place in found.places] == ["1.heic", "2.JPG", "10.jpg"]
    assert (found.folders, found.skipped, found.beyond, found.deeper) == (1, 2, 0, 1)


def test_a_folder_without_pictures_gives_those_of_the_folders_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = names(tmp_path / "DCIM", "index.txt")
    names(card / "100", "1.jpg", "notes.txt")
    names(names(card / "101") / "raw", "2.jpg")
    names(card / ".thumbnails", "3.jpg")
    (card / "101" / "back").symlink_to(card, target_is_directory=True)
    found = found_files([str(card)], _path_of)
    assert [Path(place).name for place in found.places] == ["1.jpg", "2.jpg"]
    assert (found.folders, found.skipped, found.deeper) == (1, 1, 0)
    deep = names(tmp_path / "deep")
    for _ in range(listing.MOST_LEVELS + 1):
        deep = names(deep / "d")
    names(deep, "4.jpg")
    assert found_files([str(tmp_path / "deep")], _path_of).places == ()
    monkeypatch.setattr(listing, "MOST_ENTRIES", 5)
    wide = names(tmp_path / "wide")
    for number in range(9):
        names(wide / str(number), "1.jpg", "2.jpg")
    assert len(found_files([str(wide)], _path_of).places) <= 5, "the folders inside share the limit"


def test_files_stay_as_they_are_and_one_keeps_its_place(tmp_path: Path) -> None:
    folder = names(tmp_path / "shoot", "2.jpg")
    places = [str(tmp_path / "notes.txt"), str(folder), "smb://nas/share/1.jpg", str(tmp_path / "gone.jpg")]
    found = found_files(places, _path_of)
    assert [Path(place).name for place in found.places] == ["1.jpg", "2.jpg", "gone.jpg", "notes.txt"]
    assert found.skipped == 0, "only folders are searched"
    assert found_files(["/no\0file"], _path_of).places == ("/no\0file",)


def test_what_is_too_much_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_files([f"/{number}.jpg" for number in range(MOST_PICTURES + 3)], _path_of)
    assert (len(found.places), found.beyond) == (MOST_PICTURES, 3)
    assert found.places[-1] == f"/{MOST_PICTURES - 1}.jpg"
    monkeypatch.setattr(listing, "MOST_ENTRIES", 2)
    assert len(found_files([str(names(tmp_path / "many", *map(str, range(9))))], _path_of).places) == 0


def test_a_folder_that_cannot_be_read_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: str) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "scandir", refuse)
    assert found_files([str(tmp_path)], _path_of).places == ()


def test_files_of_a_table_are_found_beside_it(tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    names(tmp_path / "pics", "cat.jpg")
    accent = names(tmp_path, unicodedata.normalize("NFD", "café.jpg")) / unicodedata.normalize("NFD", "café.jpg")
    assert tables.file_beside(table, "pics/cat.jpg") == str(tmp_path / "pics" / "cat.jpg")
    assert tables.file_beside(table, "pics\\cat.jpg") == str(tmp_path / "pics" / "cat.jpg")
    assert Path(tables.file_beside(table, "café.jpg")).samefile(accent)
    assert tables.file_beside(table, str(accent)) == str(accent)
    assert tables.file_beside(table, "gone.jpg") == str(tmp_path / "gone.jpg")
    assert tables.file_beside(table, "no\0file").startswith(str(tmp_path))


def test_a_table_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for path, sentence in (
        (tmp_path, Sentence.TABLE_UNREADABLE),
        (tmp_path / "gone.csv", Sentence.TABLE_UNREADABLE),
        (Path("no\0file"), Sentence.TABLE_UNREADABLE),
        (large, Sentence.TABLE_TOO_LARGE),
    ):
        with pytest.raises(InputRefused) as refused:
            tables.read_table(path)
        assert refused.value.sentence is sentence
