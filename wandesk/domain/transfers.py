"""The callbacks of uploads and downloads, and the limits of a video on disk."""

from __future__ import annotations

from collections.abc import Callable

TransferProgress = Callable[[int, int | None], None]
"""Called often with (bytes so far, total bytes or None); it must be cheap."""

Stopped = Callable[[], bool]
"""A transfer calls this between slices and stops when it returns True. Transfers are never cancelled otherwise."""

LARGEST_VIDEO_BYTES = 2_000_000_000
"""No download is larger: a video of 30 s in 1080P has about 100 MB (wire-protocol 7.1), so more is no video of ours."""
SPARE_BYTES = 100_000_000


def spare_bytes(total_bytes: int) -> int:
    """The free space that a video leaves on a disk of this size: for the job store, the system and other programs."""
    return min(SPARE_BYTES, total_bytes // 20)
