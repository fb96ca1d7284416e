"""One instance per profile: two would work on the same jobs and pay twice."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

from wandesk.domain.errors import StoreUnusable
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)


class ProfileLock:
    """A lock of the operating system on a file of the profile.

    Not QLockFile, which stores a process id: the system releases this lock when its holder ends, however it ends. A
    killed program leaves nothing behind, and a reused process id cannot mislead.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Try to take the lock; False when another program holds it.

        Raises OSError when there is no lock file and none can be created, for example on a full disk.
        """
        if self._file is not None:
            return True
        file = self._opened()
        try:
            if sys.platform == "win32":
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(file)
            return False
        except OSError as unable:
            # A disk without locks: SQLite needs them too and reports the error.
            log.warning("no lock on %s: %s", self._path.name, unable)
        self._file = file
        return True

    @property
    def is_held(self) -> bool:
        """Whether this program has the lock."""
        return self._file is not None

    def require(self) -> None:
        """Take the lock if it is not held yet. Raises OSError, StoreUnusable (another program has the profile)."""
        if not self.take():
            raise StoreUnusable("the lock is held", sentence=Sentence.PROFILE_IN_USE)

    def _opened(self) -> int:
        """The lock file, not inherited by children. Raises OSError."""
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            if not self._path.exists():
                raise
            return os.open(self._path, os.O_RDONLY)  # a lock of a read-only disk excludes others, too

    def release(self) -> None:
        """Release the lock. The file stays: another instance could lock a deleted one."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
