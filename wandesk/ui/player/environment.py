"""Environment variables that QtMultimedia reads, set before QApplication is made."""

from __future__ import annotations

import os

SOFTWARE_DECODING = ","
"""No device: hardware decoders crash or show black, and our videos are short (pitfalls: hardware decoding)."""


def prepare_environment() -> None:
    """Call before QApplication. Videos are decoded in software, and the player reads local files only.

    A user who sets QT_FFMPEG_DECODING_HW_DEVICE_TYPES keeps the decoder; the list of protocols is not negotiable:
    a video could name addresses that it wants fetched.
    """
    os.environ.setdefault("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", SOFTWARE_DECODING)
    os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] = "file"
    # The player logs the machine's devices and the paths of videos, which is noise in a terminal.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")


def load_libraries() -> None:
    """Load everything that the player loads with its first video. Raises ImportError."""
    prepare_environment()
    import PySide6.QtMultimediaWidgets  # noqa: F401 - loading it is all that is wanted
