"""Reserves free names for videos by empty files, and renames videos: nothing is ever replaced."""

from __future__ import annotations

import errno
import logging
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

from wandesk.domain.job import Job
from wandesk.domain.video_naming import VideoNaming, counts_up, end_of_id
from wandesk.files import disk
from wandesk.files.names import first_free, video_name

NAME_TRIES = 1000
PART = ".part"

log = logging.getLogger(__name__)


class Names:
    """Reserves free names. An empty file whose name this run has not reserved was left by a crash."""

    def __init__(self) -> None:
        self._holders: dict[Path, str] = {}
        self._lock = threading.Lock()

    def reserve(self, named: Callable[[int], Path], job_id: str, *, mark: str, first: int = 1) -> Path:
        """Reserve the first free one of the paths `named(first)`, `named(first + 1)` ... with an empty file.

        `mark` is the part of a name by which an empty file of an earlier run belongs to the job. Raises OSError.
        """
        with self._lock:
            for path, holder in self._holders.items():
                if holder == job_id and path.parent == named(first).parent and is_reserved(path):
                    return path
        for number in range(first, first + NAME_TRIES):
            path = named(number)
            with self._lock:
                if self._is_ours(path, job_id, mark) or create(path):
                    self._holders[path] = job_id
                    return path
        raise FileExistsError(errno.EEXIST, "every name is taken", str(named(first)))

    def reserve_for(self, job: Job, folder: Path, naming: VideoNaming) -> Path:
        """Reserve a name for the job's video in a folder. Raises OSError."""

        def named(number: int) -> Path:
            return folder / video_name(job, naming, number)

        first = first_free(lambda number: os.path.lexists(named(number))) if counts_up(naming.pattern) else 1
        return self.reserve(named, job.id, mark=end_of_id(job), first=first)

    def _is_ours(self, path: Path, job_id: str, mark: str) -> bool:
        return self._holders.get(path, job_id) == job_id and mark in path.stem and is_reserved(path)


def numbered(wanted: Path) -> Callable[[int], Path]:
    """The wanted path, and the ones that are tried where it is taken: `name`, `name_2` ..."""
    return lambda number: wanted if number == 1 else wanted.with_name(f"{wanted.stem}_{number}{wanted.suffix}")


def create(path: Path, own_part: Path | None = None) -> bool:
    """Reserve a name with an empty file, unless it is taken. Raises OSError."""
    part = path.with_name(path.name + PART)
    # A part beside the name belongs to another video.
    if part != own_part and os.path.lexists(part):
        return False
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        return False
    return True


def next_name(final: Path, part: Path) -> Path:
    """Reserve the path of a video whose part is complete, or the next free one. Raises OSError."""
    named = numbered(final)
    for number in range(1, NAME_TRIES):
        if create(path := named(number), part):
            return path
    raise FileExistsError(errno.EEXIST, "every name is taken", str(final))


def is_reserved(final: Path) -> bool:
    """Whether an empty file has the name: ours, or one without content to lose."""
    try:
        found = final.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == 0


def give_name(video: Path, named: Callable[[int], Path]) -> Path:
    """Give a video one more name, the first free one; the earlier one stays until `drop_name`.

    A disk that knows no second names renames the file. Raises OSError.
    """
    for number in range(1, NAME_TRIES):
        path = named(number)
        if path == video:
            return video
        if os.path.lexists(path.with_name(path.name + PART)):
            continue
        try:
            os.link(video, path)
        except FileExistsError:
            if not _is_same(video, path):
                continue
            video.rename(path)  # only the case of letters differs, and this disk ignores that
        except OSError as error:
            log.info("%s is renamed without a second name: %s", video.name, error)
            if not create(path):
                continue
            try:
                video.replace(path)
            except OSError:
                disk.remove_quietly(path)
                raise
        disk.fsync_folder(path.parent)
        return path
    raise FileExistsError(errno.EEXIST, "every name is taken", str(named(1)))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def drop_name(earlier: Path, video: Path) -> None:
    """Delete the earlier name of a video that has another one now. Another file of that name stays.

    Where a disk ignores case or spells accents in its own way, two paths may be one name: the file is never deleted
    unless it has two.
    """
    try:
        if earlier != video and earlier.samefile(video) and earlier.stat().st_nlink > 1:
            earlier.unlink()
            disk.fsync_folder(earlier.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("the earlier name of a video stays: %s", error)
