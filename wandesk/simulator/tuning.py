"""What a test may change while the simulator runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Videos = Literal["full", "tiny", "instant"]


@dataclass(slots=True, kw_only=True)
class Tuning:
    """Seconds are the cloud's (`speed` shortens them), except those of transfers.

    `videos`: "full", "tiny" (small, for tests), or "instant" (one tiny video for all: tasks keep their timetable and
    nothing is drawn). `change_every` lets no more than one task change its state in so many seconds, in an order drawn
    with the seed. `failure_rate` is the share of orders that fail on the cloud's side after the work, drawn with the
    seed. `size_multiple` is what the sides of videos are multiples of (2 or 16; wire reference, 7.2). `video_bytes` is
    the least size of videos: they carry that much padding (a `free` box). None leaves a
    number as the rules have it.
    """

    speed: float = 1.0
    videos: Videos = "full"
    accepts_alpha: bool = False
    check_seconds: float = 0.3  # from the order to its examination
    queue_seconds: float = 1.0  # from the order to the start of the work, when there is room
    work_seconds: float = 6.0  # least time of the work
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
