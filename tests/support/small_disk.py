"""A real disk of a few kilobytes, which a test fills, makes read-only and takes away."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FILLER = "filler"


class SmallDisk:
    """A mounted tmpfs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, but: int = 0) -> None:
        """Leave no free byte, or `but` free bytes."""
        if but:
            size = max(0, shutil.disk_usage(self.folder).free - but)
            (self.folder / FILLER).write_bytes(b"\0" * size)
            return
        with (self.folder / FILLER).open("ab", buffering=0) as filler, contextlib.suppress(OSError):
            for size in (4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        filler.write(b"\0" * size)

    def free(self) -> None:
        """Delete what `fill` has written."""
        (self.folder / FILLER).unlink()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Remount the disk."""
        mode = "ro" if is_read_only else "rw"
        subprocess.run(["mount", "-o", f"remount,{mode}", self.folder], check=True)


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int = 1024) -> Iterator[SmallDisk]:
    """A disk mounted at `folder`, for the length of a test. Skips the test where mounting is not permitted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a disk needs an administrator of Linux")
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"this sandbox mounts no disks: {mounted.stderr.decode().strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
