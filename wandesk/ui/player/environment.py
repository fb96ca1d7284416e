"""Environment variables that QtMultimedia reads, set before QApplication is made."""

from __future__ import annotations

import os

SOFTWARE_DECODING = ","
"""No device. Hardware decoders crash or show black, and the videos are short (pitfalls: hardware decoding)."""


def prepare_environment() -> None:
    """Call before QApplication is created. Videos are decoded in software, and the player reads local files only.

    QT_FFMPEG_DECODING_HW_DEVICE_TYPES, if set by the user, wins. The list of protocols is always ours: a video file can
    contain URLs that the decoder would load.
    """
    os.environ.setdefault("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", SOFTWARE_DECODING)
    os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] = "file"
    # The player logs the machine's devices and the paths of videos, which is noise in a terminal.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")


def load_libraries() -> None:
    """Load the libraries that the player loads with its first video. Raises ImportError."""
    prepare_environment()
    import PySide6.QtMultimediaWidgets  # noqa: F401 - loaded only for its side effects
