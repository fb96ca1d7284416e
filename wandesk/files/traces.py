"""Files of earlier jobs: without a store, they show that there was one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from wandesk.files.inputs import is_copy
from wandesk.files.videos import VIDEO

log = logging.getLogger(__name__)


def has_traces(inputs: Path, fallback: Path, videos: Iterable[Path]) -> bool:
    """Whether there is a copy of an input, or a video in one of the folders. A folder that is away shows nothing."""
    try:
        if any(is_copy(path) for path in inputs.glob("??/*")):
            return True
        found = [fallback.glob(f"*/*{VIDEO}"), *(folder.glob(f"*{VIDEO}") for folder in videos)]
        return any(path.stat().st_size for path in chain.from_iterable(found))
    except OSError as error:
        log.info("files of earlier jobs cannot be looked for: %s", error)
        return False
