"""The values that a test may change while the simulator runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Videos = Literal["full", "tiny", "instant"]


@dataclass(slots=True, kw_only=True)
class Tuning:
    """Seconds are the cloud's (`speed` shortens them), except for transfers. None: the value of `rules`.

    `videos`: "full", "tiny" (small, for tests), or "instant" (one tiny video for all tasks, which keep their timing).
    `change_every`: at most one task changes its status in so many seconds, in random order. `failure_rate`: the share
    of tasks that fail after the work, at random. `size_multiple`: the sides of videos are multiples of it (2 or 16;
    wire reference, 7.2). `video_bytes`: the least size of a video, reached by padding (a `free` box).
    """

    speed: float = 1.0
    videos: Videos = "full"
    accepts_alpha: bool = False
    check_seconds: float = 0.3  # from the create request to its check
    queue_seconds: float = 1.0  # from the create request to the start of the work, if there is room
    work_seconds: float = 6.0  # the least duration of the work
    change_every: float | None = None
    failure_rate: float | None = None
    size_multiple: int | None = None
    video_bytes: int | None = None
    queue_max: int | None = None
    concurrent: int | None = None
    submits_per_second: int | None = None
    queries_per_second: int | None = None
    list_page_max: int | None = None
    upload_bytes_per_second: int | None = None
    download_bytes_per_second: int | None = None
