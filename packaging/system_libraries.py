"""The few system libraries that Qt, the tests and the standalone build need on Debian and Ubuntu, and how to install
them.

Root gets them installed; other users are shown the command to type. On every other system nothing is installed: there
`environment` checks whether Qt can be loaded, and says what is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# The libraries that PySide6 6.11 links: its QtWidgets, QtMultimedia, QtNetwork and QtDBus, and the xcb, Wayland and
# FFmpeg plug-ins (read with ldd). `a|b`: one of them, and apt is asked for `a`.
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
_PYTHON = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
TOOLS = (
    "binutils",  # PyInstaller uses objdump to find linked libraries; strip makes them smaller
    "icu-devtools",  # takes the data out of Qt's ICU that nothing reads
    "zstd",  # packs the archive
    # It includes Python as a shared library. The system's own Python is linked without, any other has its own.
    *((f"{_PYTHON}|{_PYTHON}t64",) if sys.base_prefix == "/usr" else ()),
)
_FONT = "fonts-dejavu-core"  # only where there is no font at all
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
_LISTS = Path("/var/lib/apt/lists")


def lacking(wanted: Sequence[str]) -> list[str]:
    """The packages among `wanted` (`a|b`: one of them) that this system lacks; none where there is no dpkg."""
    tools = ("dpkg-query", "apt-get") if sys.platform == "linux" else ()
    if not tools or not all(map(shutil.which, tools)):
        return []
    names = [name for entry in wanted for name in entry.split("|")]
    # One call for all. It fails as soon as one name is unknown, and lists the others all the same.
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    ).stdout
    packages = not_among(wanted, installed_of(answer))
    return packages if _has_font() else [*packages, _FONT]


def installed_of(answer: str) -> set[str]:
    """The names that dpkg calls installed, from lines like `libegl1 installed`."""
    rows = (line.split() for line in answer.splitlines())
    return {row[0] for row in rows if row[1:] == ["installed"]}


def not_among(wanted: Iterable[str], installed: set[str]) -> list[str]:
    """The entries of `wanted` that are not in `installed`, each by its first name, in order."""
    entries = [entry.split("|") for entry in wanted]
    return [names[0] for names in entries if installed.isdisjoint(names)]


def install_line(packages: Iterable[str], *, root: bool) -> str:
    """The command to type to install these packages."""
    as_root = [] if root else ["sudo"]
    update = [] if _has_lists() else [*as_root, "apt-get", "update", "&&"]
    return " ".join([*update, *as_root, *_INSTALL, *packages])


def is_root() -> bool:
    """Whether this process may install packages."""
    return sys.platform != "win32" and os.geteuid() == 0


def install(packages: Sequence[str]) -> str:
    """Installs the packages with apt (root only). Returns apt's message when it failed, otherwise an empty text.

    The package lists are updated when there are none, and again when apt does not find everything in them.
    """
    command = [*_INSTALL, "-q", "-o", "DPkg::Lock::Timeout=300", *packages]
    update = ["apt-get", "update", "-q", "-o", "DPkg::Lock::Timeout=300"]
    if _has_lists() and not _apt(command):
        return ""
    return _apt(update) or _apt(command)


def _apt(command: Sequence[str]) -> str:
    """Runs apt without questions. Returns its message when it failed, otherwise an empty text."""
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout.strip() or f"{command[0]} ended with {done.returncode}"


def _has_lists() -> bool:
    """Whether apt has any package lists; container images come without."""
    return any(_LISTS.glob("*_Packages*"))


def _has_font() -> bool:
    """Whether there is any font file where fontconfig looks for them."""
    kinds = {".ttf", ".otf", ".ttc", ".pfb", ".pcf"}
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
    return any(path.suffix.lower() in kinds for folder in folders for path in folder.rglob("*"))


if __name__ == "__main__":
    print(*lacking(WINDOW + CHECKS + TOOLS))
