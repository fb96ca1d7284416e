"""A virtual X screen with a window manager, and a mouse and keyboard (xdotool) to use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""
"""A process of its own, which sees the screen as the X server shows it: nothing composes it."""

PLACE = """
import ctypes, sys
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
x11.XDefaultRootWindow.restype = ctypes.c_ulong
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
left, top, child = ctypes.c_int(), ctypes.c_int(), ctypes.c_ulong()
found = map(ctypes.byref, (left, top, child))
assert x11.XTranslateCoordinates(display, ctypes.c_ulong(int(sys.argv[1])), root, 0, 0, *found)
print(left.value, top.value)
"""

TOOLS = ("Xvfb", "openbox", "xdotool")


@dataclass
class Screen:
    """One screen. `environment` is for programs whose windows shall open on it."""

    display: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        return {**kept, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "XDG_SESSION_TYPE": "x11"}

    def start(self, *command: str, **variables: str) -> subprocess.Popen[bytes]:
        """A program on this screen; it is ended with the screen."""
        process = subprocess.Popen(command, env={**self.environment, **variables}, stdout=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def hands(self, *arguments: str | int) -> str:
        """One xdotool command; its output."""
        done = subprocess.run(
            ["xdotool", *map(str, arguments)], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def window(self, title: str, within: float = 30.0) -> str:
        """The ID of the window with that title, once it exists."""
        found = wait_for(lambda: self.hands("search", "--onlyvisible", "--name", title), within, f"window {title!r}")
        return found.split("\n")[0]

    def place_of(self, window: str) -> tuple[int, int]:
        """Where the inside of a window begins on the screen, in pixels. xdotool adds the frame once too often."""
        done = subprocess.run(
            [sys.executable, "-c", PLACE, window], env=self.environment, capture_output=True, text=True, check=True
        )
        left, top = map(int, done.stdout.split())
        return left, top

    def picture(self, path: Path) -> Path:
        """Write what the whole screen shows as a PNG; returns `path`."""
        subprocess.run([sys.executable, "-c", GRAB, str(path)], env=self.environment, check=True)
        return path

    def close(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def wait_for(question: Callable[[], T], within: float, what: str) -> T:
    """The first true answer; AssertionError when there is none."""
    ends = time.monotonic() + within
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < ends, f"{what}: no answer within {within} s"
        pause(0.05)


def pause(seconds: float) -> None:
    # Another process is watched from a synchronous test, so there is no event loop to await.
    subprocess.run(["sleep", str(seconds)], check=True)


@contextmanager
def virtual_screen(width: int = 1920, height: int = 1080) -> Iterator[Screen]:
    """Xvfb with openbox. Skips with a reason where these are not installed."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)} (packaging/test.py installs them on Debian and Ubuntu)")
    read_end, write_end = os.pipe()
    # -noreset: otherwise, the server ends every client when its only one disconnects, as xdotool does before openbox is
    # there.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as said:
        number = said.readline().strip()
    screen = Screen(display=f":{number}", processes=[server])
    try:
        screen.start("openbox")
        wait_for(lambda: screen.hands("get_num_desktops") not in ("", "0"), 20, "the window manager")
        yield screen
    finally:
        screen.close()
