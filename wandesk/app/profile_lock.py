"""One program per profile: two of them would work on the same jobs and order twice."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)


class ProfileLock:
    """A lock of the operating system on a file of the profile.

    Not a file that says who holds it (QLockFile): the system itself gives this one back when its holder ends, however
    it ends, so a killed program leaves nothing behind and a process number that is used again misleads nobody.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Whether it is ours now; False when another program holds it."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)  # not inherited by children
        try:
            if sys.platform == "win32":
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(file)
            return False
        except OSError as unable:
            # A disk that knows no locks at all: SQLite, which needs them, says what there is to say.
            log.warning("no lock on %s: %s", self._path.name, unable)
        self._file = file
        return True

    def give_back(self) -> None:
        """Let the next one in. Closing the file frees the lock; the file stays, so that nobody locks a deleted one."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
