"""What the program occupies on the disk, and what may be deleted."""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.transfers import SPARE_BYTES

TYPICAL_VIDEO_BYTES = 30_000_000
"""Of a video before this user has any: 10 s in 1080P (wire-protocol 7.1)."""


class RowFiles(Struct, frozen=True, kw_only=True):
    """The files that a row of the store names. `video` and `poster` are absolute paths; "" for none."""

    job_id: str
    video: str = ""
    poster: str = ""


class Occupied(Struct, frozen=True, kw_only=True):
    """Bytes on the disk. `cleanable` is the part that can be deleted without a loss."""

    videos: int
    video_count: int
    inputs: int
    posters: int
    cleanable: int
    free: int | None = None
    """Of the disk with the videos folder; None if it is unknown."""
    folder: str = ""
    """The videos folder."""


class Shortage(Struct, frozen=True, kw_only=True):
    """The disk has too little space for the videos that are under way and one more."""

    free: int
    needed: int
    folder: str


def needed_bytes(saved: tuple[int, ...], count: int) -> int:
    """The space for `count` videos, as large as the user's own saved ones, and what a disk must keep free."""
    usual = sum(saved) // len(saved) if saved else TYPICAL_VIDEO_BYTES
    return usual * count + SPARE_BYTES
