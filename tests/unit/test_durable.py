"""Writes that survive a crash and a power cut."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from wandesk import durable


def test_file_is_flushed_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"old")
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushed(file: int) -> None:
        assert path.read_bytes() == b"old"
        assert (tmp_path / "note.new").read_bytes() == b"new", "Python's buffer is empty"
        steps.append("fsync")
        fsync(file)

    def replaced(draft: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(draft, target)

    monkeypatch.setattr("os.fsync", flushed)
    monkeypatch.setattr(Path, "replace", replaced)
    durable.write(path, b"new")
    assert steps == ["fsync", "replace"]
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["note"]


def test_old_content_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"old")

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        durable.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["note"]


def test_draft_file_of_a_crash_is_overwritten_or_removed(tmp_path: Path) -> None:
    path = tmp_path / "note"
    draft = tmp_path / "note.new"
    draft.write_bytes(b"half of something longer")
    durable.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert not draft.exists()
    draft.write_bytes(b"half")
    durable.remove_draft(path)
    durable.remove_draft(path)
    assert [each.name for each in tmp_path.iterdir()] == ["note"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_new_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "note"
    durable.write(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such call")
def test_folder_entries_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[os.stat_result] = []
    monkeypatch.setattr("os.fsync", lambda file: flushed.append(os.fstat(file)))
    durable.fsync_folder(tmp_path)
    assert [(each.st_dev, each.st_ino) for each in flushed] == [(tmp_path.stat().st_dev, tmp_path.stat().st_ino)]


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EFBIG"])
def test_each_way_of_having_no_room_is_a_full_disk(name: str) -> None:
    if not hasattr(errno, name):
        pytest.skip(f"this system has no {name}")
    assert durable.is_disk_full(OSError(getattr(errno, name), "no room"))
    assert not durable.is_disk_full(OSError(errno.EACCES, "refused"))


# ------------------------------------------------------------------ links in the place of our own files

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A file that is not ours."""
    path = tmp_path / "theirs"
    path.write_bytes(b"another program's")
    return path


@links
@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR])
@pytest.mark.parametrize("is_dangling", [False, True])
def test_own_file_is_never_opened_through_a_link(flags: int, is_dangling: bool, theirs: Path, tmp_path: Path) -> None:
    (tmp_path / "own").symlink_to(tmp_path / "nothing" if is_dangling else theirs)
    with pytest.raises(OSError, match="own") as refused:
        durable.open_own(tmp_path / "own", flags)
    assert refused.value.errno == errno.ELOOP
    assert theirs.read_bytes() == b"another program's"


@links
def test_pipe_in_the_place_of_an_own_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own")
    for flags in (os.O_RDONLY, os.O_RDWR):
        with pytest.raises(OSError, match="own"):
            durable.open_own(tmp_path / "own", flags)


def test_link_is_recognised_where_the_system_cannot_refuse_it(
    theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    try:
        (tmp_path / "own").symlink_to(theirs)
    except OSError:
        pytest.skip("links need rights here")
    monkeypatch.setattr(durable, "_NO_LINK", getattr(os, "O_BINARY", 0))
    with pytest.raises(OSError, match="own"):
        durable.open_own(tmp_path / "own")
    with durable.create_own(tmp_path / "own") as file:
        durable.write_all(file, b"ours")
    assert theirs.read_bytes() == b"another program's"


@links
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "file", "nothing"])
def test_own_file_replaces_whatever_is_in_its_place(kind: str, theirs: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    match kind:
        case "link":
            own.symlink_to(theirs)
        case "dangling":
            own.symlink_to(tmp_path / "nothing")
        case "pipe":
            os.mkfifo(own)
        case "file":
            own.write_bytes(b"a longer text of an earlier run")
    with durable.create_own(own, 0o600) as file:
        durable.write_all(file, b"ours")
    assert own.is_file()
    assert not own.is_symlink()
    assert own.read_bytes() == b"ours"
    assert theirs.read_bytes() == b"another program's"
    assert not (tmp_path / "nothing").exists()


@links
def test_whole_write_is_not_led_elsewhere_by_a_link(theirs: Path, tmp_path: Path) -> None:
    (tmp_path / "note.new").symlink_to(theirs)
    durable.write(tmp_path / "note", b"new")
    assert (tmp_path / "note").read_bytes() == b"new"
    assert not (tmp_path / "note").is_symlink()
    assert theirs.read_bytes() == b"another program's"


def test_folder_in_the_place_of_an_own_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    with pytest.raises(OSError, match="own"):
        durable.create_own(tmp_path / "own")
