"""Opens the media files of requests."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer


def open_media(path: Path) -> InputContainer:
    """The open container. Raises av.FFmpegError, OSError.

    Tags may be in any encoding: songs with tags in GBK are common, and the cloud looks at the audio only.
    """
    return av.open(str(path), metadata_errors="replace")
