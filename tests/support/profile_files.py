"""The program's own folders, below one folder of a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wandesk.files.destination import Destination
from wandesk.files.profile_files import ProfileFiles


def files_in(home: Path, **more: Any) -> ProfileFiles:
    """Folders `inputs`, `posters`, `videos`, `fallback` and `trash`; `more` replaces arguments of ProfileFiles."""

    def move_to_trash(path: Path) -> bool:
        (home / "trash").mkdir(exist_ok=True)
        path.rename(home / "trash" / path.name)
        return True

    folders = {name: home / name for name in ("inputs", "posters", "fallback")}
    ours = {**folders, "destination": Destination(home / "videos"), "move_to_trash": move_to_trash}
    return ProfileFiles(**{**ours, **more})
