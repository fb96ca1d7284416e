"""Says why Wan Desk ends although nothing of Qt may be loaded: on the terminal, else in a dialog of the system.

A program that was started from a menu or by a double click has no terminal: there a sentence on stderr is silence.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir

TITLE = "Wan Desk"
NOT_CARRIED = ("libgl1", "libegl1", "libxcb1", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1")
"""The Debian packages that the standalone program needs, as its .deb depends on them."""

_DIALOGS: Sequence[Sequence[str]] = (
    ("zenity", "--error", "--no-markup", f"--title={TITLE}", "--text"),
    ("kdialog", "--title", TITLE, "--error"),
    ("xmessage", "-center"),
    ("notify-send", "--urgency=critical", TITLE),
)
"""What Linux desktops have for a message; the text is the last argument."""


def missing_library(problem: object, *, is_frozen: bool) -> str:
    """The sentence for a system library that Qt lacks, with the advice that exists there."""
    if is_frozen:
        advice = f"On Debian and Ubuntu this helps: sudo apt install {' '.join(NOT_CARRIED)}"
    else:
        advice = "On Debian and Ubuntu, python3 packaging/system_libraries.py names the packages to install."
    return f"Qt cannot start here: {problem}. {advice}"


def unexpected(error: BaseException) -> str:
    """The sentence for an error that nothing foresees. What a developer needs is written to a file that it names."""
    place = Path(_temporary_folder()) / f"wandesk-error-{os.getpid()}.txt"
    try:
        with place.open("x", encoding="utf-8", errors="backslashreplace") as file:
            traceback.print_exception(error, file=file)
    except OSError:  # a full disk, or nowhere to write: the sentence must do
        return f"Wan Desk cannot start: {type(error).__name__}: {error}"
    return f"Wan Desk cannot start: {type(error).__name__}: {error}. Details for its developers are in {place}"


def _temporary_folder() -> str:
    """The system's folder for temporary files; the current folder where there is none that can be written to."""
    try:
        return gettempdir()
    except OSError:
        return os.curdir


def tell(sentence: str) -> None:
    """Print a sentence on stderr, and show it in a dialog where there is no terminal."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # it is closed, or its reader has gone
            print(sentence, file=sys.stderr, flush=True)
            if sys.stderr.isatty():
                return
    if getattr(sys, "frozen", False):
        show_dialog(sentence, os.environ)


def show_dialog(sentence: str, variables: Mapping[str, str]) -> bool:
    """Show a dialog without Qt and wait until it is closed; False where the system has none to show."""
    if sys.platform == "win32":
        import ctypes

        error_icon = 0x10
        return bool(ctypes.windll.user32.MessageBoxW(None, sentence, TITLE, error_icon))
    elif sys.platform == "darwin":
        script = "on run words\ndisplay alert (item 1 of words) message (item 2 of words) as critical\nend run"
        return _ends_well(["/usr/bin/osascript", "-e", script, TITLE, sentence])
    else:
        if not (variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY")):
            return False
        found = ([*command, sentence] for command in _DIALOGS if shutil.which(command[0], path=variables.get("PATH")))
        return any(_ends_well(command) for command in found)


def print_whatever_it_says() -> None:
    """Let output that cannot encode a path print it with escapes. Otherwise a made video would end in an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # not there for a stream that a test or a host put there
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _ends_well(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, and a sentence of ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    except OSError:
        return False
    # zenity ends with 1 for a dialog that was closed without its button; no display is another matter.
    return done.returncode in {0, 1}
