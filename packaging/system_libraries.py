"""The few system libraries that Qt and the tests need on Debian and Ubuntu, and how they get there.

Root gets them installed; everybody else is told the line to type. On every other system nothing is installed:
there `environment` looks whether Qt can be loaded, and says what is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# What PySide6 6.11 links: its QtWidgets, QtMultimedia, QtNetwork and QtDBus, and the xcb, Wayland and FFmpeg plug-ins
# (read with ldd). `a|b`: one of them, and `a` is what apt is asked for.
WINDOW = (
    "libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgl1", "libglib2.0-0|libglib2.0-0t64",
    "libgssapi-krb5-2", "libpulse0", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1", "libx11-6",
    "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0",
    "libxcb-render-util0", "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1",
    "libxcb-xfixes0", "libxcb-xkb1", "libxcb1", "libxext6", "libxkbcommon-x11-0", "libxkbcommon0", "libxrandr2",
)  # fmt: skip
CHECKS = (
    "at-spi2-core", "dbus", "ffmpeg", "fonts-noto-cjk", "gnome-keyring", "openbox", "xdotool", "xvfb",
)  # fmt: skip
_FONT = "fonts-dejavu-core"  # asked for only where there is no font at all
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
_LISTS = Path("/var/lib/apt/lists")


def missing() -> list[str]:
    """Which packages are named, for the window and the checks together, is decided by the caller; see `lacking`."""
    raise NotImplementedError
