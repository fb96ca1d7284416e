"""A folder is created where its parent is, and never on the empty mount point of a drive that is away."""

from __future__ import annotations

import asyncio
import errno
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wandesk import folders
from wandesk.domain.errors import FolderRefused
from wandesk.domain.sentences import Sentence
from wandesk.files.destination import Destination

Tables = Callable[[list[str], list[str]], None]


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """Lines of fstab(5) and of /proc/self/mountinfo."""
    monkeypatch.setattr(folders, "FSTAB", tmp_path / "fstab")
    monkeypatch.setattr(folders, "MOUNTED", tmp_path / "mountinfo")

    def write(fstab: list[str], mounted: list[str]) -> None:
        folders.FSTAB.write_text("".join(f"{line}\n" for line in fstab))
        folders.MOUNTED.write_text("".join(f"36 35 98:0 / {point} rw - ext4 /dev/x rw\n" for point in mounted))

    return write


def test_folder_is_created_for_the_user_only(tmp_path: Path) -> None:
    folders.make_folder(tmp_path / "new")
    folders.make_folder(tmp_path / "new")
    if sys.platform != "win32":
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    folders.check_writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_parents_are_created_only_below_the_given_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    folders.make_folder(home / ".local" / "share" / "Wan Desk", below=home)
    for below in (home, None, tmp_path / "away"):
        with pytest.raises(FileNotFoundError):
            folders.make_folder(tmp_path / "away" / "Wan Desk", below=below)
    assert not (tmp_path / "away").exists()


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        folders.make_folder(tmp_path / "file")
    if sys.platform != "win32":
        (tmp_path / "link").symlink_to(tmp_path / "away")
        with pytest.raises(FileNotFoundError):
            folders.make_folder(tmp_path / "link")
        assert not (tmp_path / "away").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount points of fstab")
def test_empty_mount_point_is_not_taken_for_its_drive(tmp_path: Path, tables: Tables) -> None:
    nas, drive = tmp_path / "nas", tmp_path / "my drive"
    for point in (nas, drive):
        point.mkdir()
    fstab = [
        "# server:/old /nas-old nfs",
        "",
        f"server:/v {nas} nfs defaults 0 0",
        f"UUID=1 {tmp_path}/my\\040drive ext4",
    ]
    tables(fstab, ["/"])
    for folder in (nas, nas / "Wan Desk", drive / "Wan Desk", drive / "a" / "b"):
        with pytest.raises(FileNotFoundError) as raised:
            folders.make_folder(folder)
        assert raised.value.errno == errno.ENOENT
    assert [*nas.iterdir(), *drive.iterdir()] == []
    with pytest.raises(FolderRefused) as refused:
        asyncio.run(Destination(tmp_path / "videos", nas).check())
    assert refused.value.sentence is Sentence.FOLDER_MISSING
    tables(fstab, ["/", str(nas), f"{tmp_path}/my\\040drive"])
    folders.make_folder(nas / "Wan Desk")
    folders.make_folder(drive / "Wan Desk")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount points of fstab")
def test_folder_in_use_on_a_mount_point_stays_in_use(tmp_path: Path, tables: Tables) -> None:
    tables([f"server:/v {tmp_path}/nas nfs"], ["/"])
    (tmp_path / "nas" / "Wan Desk").mkdir(parents=True)
    (tmp_path / "nas" / "Wan Desk" / "video.mp4").touch()
    folders.make_folder(tmp_path / "nas" / "Wan Desk")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount points of fstab")
def test_without_the_tables_nothing_is_away(tmp_path: Path, tables: Tables) -> None:
    assert folders.away_mount_point(tmp_path) is None, "no tables"
    tables([f"server:/v {tmp_path} nfs"], [])
    assert folders.away_mount_point(tmp_path) is None, "what is mounted is unknown"
    tables([f"server:/v {tmp_path} nfs"], ["/"])
    assert folders.away_mount_point(tmp_path) == tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has drive letters")
def test_mount_point_of_a_drive_is_never_created(
    tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = tmp_path / "media"
    (media / "maria").mkdir(parents=True)
    monkeypatch.setattr(folders, "DRIVES", frozenset({media}))
    tables([], ["/"])
    for folder in (media / "DRIVE", media / "maria" / "DRIVE"):
        with pytest.raises(FileNotFoundError):
            folders.make_folder(folder)
    assert list((media / "maria").iterdir()) == []
    tables([], ["/", str(media / "maria")])
    folders.make_folder(media / "maria" / "Wan Desk")
    (media / "USB").mkdir()
    tables([], [])  # macOS has no table of mounts
    folders.make_folder(media / "USB" / "Wan Desk")
    with pytest.raises(FileNotFoundError):
        folders.make_folder(media / "DRIVE")
