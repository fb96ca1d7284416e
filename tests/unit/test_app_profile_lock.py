"""One program per profile: the operating system holds the lock, so a crash leaves none behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wandesk.app.profile_lock import ProfileLock
from wandesk.domain.errors import StoreUnusable

HOLDER = """
import sys
from pathlib import Path
from wandesk.app.profile_lock import ProfileLock
lock = ProfileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_lock_is_exclusive_and_free_after_release(tmp_path: Path) -> None:
    first, second = ProfileLock(tmp_path / "lock"), ProfileLock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
    second.release()


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "True\n"
    mine = ProfileLock(path)
    assert not mine.take()
    holder.kill()
    holder.communicate(timeout=10)
    assert mine.take()
    mine.release()


def test_text_left_by_an_older_version_does_not_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1\npython3.11\nhost\n")
    mine = ProfileLock(tmp_path / "lock")
    assert mine.take()
    mine.release()


def test_lock_of_a_disk_that_became_read_only_still_excludes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ProfileLock(tmp_path / "lock"), ProfileLock(tmp_path / "lock")
    assert first.take()
    opened = os.open

    def read_only(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "injected", str(path))
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", read_only)
    assert not second.take()
    with pytest.raises(StoreUnusable) as raised:
        second.require()
    assert raised.value.sentence == "profile_in_use"
    first.release()
    second.require()
    second.release()


def test_lock_that_cannot_be_created_is_required_later(tmp_path: Path) -> None:
    lock = ProfileLock(tmp_path / "away" / "lock")
    with pytest.raises(FileNotFoundError):
        lock.require()
    (tmp_path / "away").mkdir()
    lock.require()
    assert not ProfileLock(tmp_path / "away" / "lock").take()
    lock.release()
