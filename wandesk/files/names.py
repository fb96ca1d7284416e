"""Where a new video goes: its folder below the videos folder, and its names in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from wandesk.domain.job import Job
from wandesk.domain.video_naming import DEFAULT_NAMING, VideoNaming, counts_up, name_values, safe_stem, stem_of

SUFFIX = ".mp4"


def video_name(job: Job, naming: VideoNaming = DEFAULT_NAMING, number: int = 1) -> str:
    """By default for example `2026-11-22_portrait-of-a-cat_720P_5s_1a2b3c4d.mp4`. The date is the local day."""
    moment = datetime.fromtimestamp(job.created_at, tz=UTC).astimezone()
    pattern = naming.pattern
    stem = stem_of(pattern, name_values(job, moment), number)
    is_repeated = number > 1 and not counts_up(pattern)
    return f"{stem}_{number}{SUFFIX}" if is_repeated else f"{stem}{SUFFIX}"


def label_folder(label: str, naming: VideoNaming) -> str:
    """The name of the label's folder in the videos folder; "" for the videos folder itself."""
    return safe_stem(label) if naming.has_label_folders else ""


def first_free(is_taken: Callable[[int], bool]) -> int:
    """A number from 1 on that is free, where those below it are mostly taken: few of them are looked at."""
    taken, free = 0, 1
    while is_taken(free):
        taken, free = free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if is_taken(middle):
            taken = middle
        else:
            free = middle
    return free


def beside(path: Path, name: str) -> Callable[[int], Path]:
    """The paths for a new name of a file, in the order in which they are tried: `name`, `name_2` ..."""
    stem = safe_stem(name)
    return lambda number: path.with_name(f"{stem}_{number}{path.suffix}" if number > 1 else f"{stem}{path.suffix}")
