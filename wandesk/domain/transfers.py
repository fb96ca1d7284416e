"""The callbacks of uploads and downloads."""

from __future__ import annotations

from collections.abc import Callable

TransferProgress = Callable[[int, int | None], None]
"""Called often with (bytes so far, total bytes or None); it must be cheap."""

Stopped = Callable[[], bool]
"""A transfer calls this between slices and stops when it returns True. Transfers are never cancelled otherwise."""
