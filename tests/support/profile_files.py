"""The program's own folders, below one folder of a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wandesk.files.destination import Destination
from wandesk.files.profile_files import ProfileFiles


def files_in(home: Path, **more: Any) -> ProfileFiles:
    """Folders `inputs`, `posters`, `videos` and `fallback`; `more` replaces arguments of ProfileFiles."""
    folders = {name: home / name for name in ("inputs", "posters", "fallback")}
    return ProfileFiles(**{**folders, "destination": Destination(home / "videos"), **more})
