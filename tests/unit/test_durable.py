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
