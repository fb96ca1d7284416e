"""Keeps the keys in this process's memory out of crash dumps and, where possible, from the user's other programs.

Linux: three means, because none does it alone.

- `RLIMIT_CORE` 0 stops core files. It does not bind a collector that the kernel pipes the dump to (core(5)).
- `coredump_filter` 0 takes the program's data out of every dump, piped or not. Children inherit both.
- `PR_SET_DUMPABLE` 0 closes `/proc/PID` to the user's other programs, the desktop portal among them: it opens
  `/proc/PID/root` of each caller, and refuses one that it cannot open (flatpak/xdg-desktop-portal, issues 785, 1490 and
  2141). File dialogs, links, notifications and the dark theme would fail on GNOME and KDE. So it is set only where no
  portal is installed. A program that the process starts is dumpable again (execve(2)).

Windows: crash reports of this process hold no heap. macOS: crash reports never do, and the limit stops core files.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)

PR_SET_DUMPABLE = 4
"""Of prctl(2)."""
NO_HEAP = 1
"""`WER_FAULT_REPORTING_FLAG_NOHEAP` of `WerSetFlags`."""
PORTAL = Path("dbus-1", "services", "org.freedesktop.portal.Desktop.service")
"""Below a data folder: the session bus can start a desktop portal."""


def protect_memory(variables: Mapping[str, str]) -> None:
    """Protect this process, as far as its system allows. `variables` is the environment. Never raises."""
    if sys.platform == "win32":
        _report_no_heap()
    else:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))  # a program that we open may raise its own again
    if sys.platform == "linux":
        try:
            Path("/proc/self/coredump_filter").write_text("0", "ascii")
        except OSError as refused:  # a kernel without dumps, or /proc is not there
            log.info("crash dumps would hold data: %s", refused)
        if not has_portal(variables):
            _close_to_others()


def has_portal(variables: Mapping[str, str]) -> bool:
    """Whether a desktop portal is installed, in the folders where the session bus looks for services."""
    home = variables.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    folders = variables.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return any(Path(folder, PORTAL).is_file() for folder in (home, *folders.split(":")) if folder)


def _close_to_others() -> None:
    import ctypes

    if ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.info("other programs of the user can read this process")


def _report_no_heap() -> None:
    import ctypes

    # Only Windows' ctypes has it.
    failed = getattr(ctypes, "windll").kernel32.WerSetFlags(NO_HEAP)  # noqa: B009
    if failed:
        log.info("crash reports may hold data: %x", failed & 0xFFFFFFFF)
