"""The folders of a profile: the system's own, or all under one directory."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from wandesk import durable, folders
from wandesk.domain.errors import FolderRefused
from wandesk.domain.folder_errors import folder_sentence
from wandesk.domain.sentences import Sentence

APP = "Wan Desk"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The folders of one profile. `id` separates its keyring entries from those of other profiles.

    The id of a profile under a directory is made from the path: after a move the profile needs its keys again.
    """

    id: str
    data: Path
    config: Path
    videos: Path
    inputs: Path
    posters: Path
    logs: Path
    practice: Path
    home: Path | None = None
    """The user's home: missing parents of folders are created inside it only. None: nowhere."""

    @property
    def store_path(self) -> Path:
        return self.data / "jobs.sqlite"

    @property
    def batches_path(self) -> Path:
        """What was ordered together."""
        return self.data / "batches.json"

    @property
    def videos_in_fallback(self) -> Path:
        """The fallback folder, for videos whose own folder cannot be written; created when needed."""
        return _renamed(self.data, "films-waiting", "videos-waiting")

    @property
    def settings_path(self) -> Path:
        return self.config / "settings.toml"

    @property
    def models_path(self) -> Path:
        """The user's own list of models, which may not exist."""
        return self.config / "models.toml"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder once, but for that of the videos."""
        return tuple(dict.fromkeys((*self._needed, self.inputs, self.posters, self.logs, self.practice)))

    @property
    def _needed(self) -> tuple[Path, ...]:
        """The folders without which there is no profile: of the settings and of the jobs."""
        return (self.data, self.config)

    def prepare(self) -> None:
        """Create missing folders, for the user only. Raises FolderRefused for those of the settings and the jobs.

        A disk that is full or read-only may hold a profile that can still be read: it raises nothing here. The other
        folders raise where they are used. The videos folder is on a disk that may be away: the files create it.
        """
        for folder in self._needed:
            try:
                folders.make_folder(folder, below=self.home)
                folders.check_writable(folder)
            except (OSError, ValueError) as error:  # ValueError: a NUL in the path
                if isinstance(error, OSError) and folder.is_dir() and _may_pass(error):
                    log.info("%s cannot be written now: %s", folder, error)
                    continue
                raise FolderRefused(str(error), sentence=_sentence(error), values={"folder": str(folder)}) from error
        for folder in self.folders:
            try:
                folders.make_folder(folder, below=self.home)
            except OSError as error:
                log.info("%s cannot be created now: %s", folder, error)
        self._make_home_of_videos()

    def _make_home_of_videos(self) -> None:
        """Create the system's own folder for videos, which a new user may lack."""
        if self.home is not None and self.videos.parent in (self.home / "Videos", self.home / "Movies"):
            with contextlib.suppress(OSError):  # the videos then wait in the fallback folder
                folders.make_folder(self.videos.parent)


def _sentence(error: OSError | ValueError) -> Sentence | None:
    """The sentence about a folder that cannot be used; a folder that is missing on a full disk cannot be created."""
    if isinstance(error, ValueError):
        return None
    return Sentence.NO_ROOM if durable.is_disk_full(error) else folder_sentence(error)


def _may_pass(error: OSError) -> bool:
    """Whether the folder may become writable without the user changing the profile."""
    return durable.is_disk_full(error) or error.errno == errno.EROFS


def default_profile() -> Profile:
    """The profile in the system's own folders, with the videos in the user's Videos."""
    import platformdirs

    system = platformdirs.PlatformDirs(APP, appauthor=False, roaming=False)
    data = system.user_data_path
    return Profile(
        id="default",
        data=data,
        config=system.user_config_path,
        videos=system.user_videos_path / APP,
        inputs=data / "inputs",
        posters=data / "posters",
        logs=system.user_log_path,
        practice=data / "practice",
        home=Path.home(),
    )


def profile_at(directory: Path) -> Profile:
    """A profile with everything under one directory: portable, and for tests. Nothing is created yet."""
    home = Path(os.path.realpath(directory.expanduser()))
    return Profile(
        id="at-" + hashlib.sha256(os.fsencode(os.path.normcase(home))).hexdigest()[:12],
        data=home,
        config=home,
        videos=_renamed(home, "films", "videos"),
        inputs=home / "inputs",
        posters=home / "posters",
        logs=home / "logs",
        practice=home / "practice",
    )


def _renamed(home: Path, before: str, name: str) -> Path:
    """The folder with its new name, or with the old one if an earlier version created it.

    A symbolic link with a missing target counts, because it leads to the videos.
    """
    return home / (before if os.path.lexists(home / before) else name)
