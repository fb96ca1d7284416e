"""The folders of a profile: the system's own, or all under one directory."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.errors import FolderRefused

APP = "Wan Desk"


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

    @property
    def store_path(self) -> Path:
        return self.data / "jobs.sqlite"

    @property
    def videos_in_fallback(self) -> Path:
        """The fallback folder, for videos whose own folder cannot be written; created when needed."""
        return _renamed(self.data, "films-waiting", "videos-waiting")

    @property
    def settings_path(self) -> Path:
        return self.config / "settings.toml"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder once."""
        every = (
            self.data,
            self.config,
            self.videos,
            self.inputs,
            self.posters,
            self.logs,
            self.practice,
        )
        return tuple(dict.fromkeys(every))

    def prepare(self) -> None:
        """Create missing folders, for the user only, and check that each can be written. Raises FolderRefused.

        The check writes a temporary file: permission bits are no proof for an administrator or on a read-only disk.
        """
        for folder in self.folders:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    pass
            except (OSError, ValueError) as error:  # ValueError: a NUL in the path
                raise FolderRefused(str(error), values={"folder": str(folder)}) from error


def default_profile() -> Profile:
    """The profile in the system's own folders, with the videos in the user's Videos."""
    import platformdirs

    folders = platformdirs.PlatformDirs(APP, appauthor=False, roaming=False)
    data = folders.user_data_path
    return Profile(
        id="default",
        data=data,
        config=folders.user_config_path,
        videos=folders.user_videos_path / APP,
        inputs=data / "inputs",
        posters=data / "posters",
        logs=folders.user_log_path,
        practice=data / "practice",
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
