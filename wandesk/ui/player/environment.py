"""What QtMultimedia reads from the environment, said before QApplication is made."""

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
    # What the player finds on this machine is noise in a terminal, and its lines name videos.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")


def load_libraries() -> None:
    """Load all that the player will need, which it does by itself with the first video. Raises ImportError."""
    prepare_environment()
    import PySide6.QtMultimediaWidgets  # noqa: F401 - loading it is all that is wanted
