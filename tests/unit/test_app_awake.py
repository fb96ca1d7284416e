"""The computer stays awake exactly while it is wanted: with the systems' own means, or quietly without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from wandesk.app.awake import Awake, Child, WindowsState


class Recorded:
    def __init__(self) -> None:
        self.said: list[str] = []

    def hold(self, reason: str) -> None:
        assert reason
        self.said.append("hold")

    def release(self) -> None:
        self.said.append("release")


def test_each_wish_is_told_once() -> None:
    inhibitor = Recorded()
    awake = Awake(inhibitor)
    awake.close()
    assert inhibitor.said == []
    for is_wanted in (True, True, False, False, True):
        awake.hold(is_wanted=is_wanted)
    assert awake.is_held
    awake.close()
    assert inhibitor.said == ["hold", "release", "hold", "release"]


def test_windows_is_told_to_stay_awake_and_then_that_it_need_not() -> None:
    states: list[int] = []

    def set_state(state: int) -> int:
        states.append(state)
        return 1

    inhibitor = WindowsState(set_state)
    inhibitor.hold("videos")
    inhibitor.release()
    assert states == [0x80000001, 0x80000000]


@pytest.mark.skipif(sys.platform == "win32", reason="a command of POSIX")
def test_a_child_lives_while_it_is_wanted_and_no_longer() -> None:
    inhibitor = Child(["sleep", "60"])
    inhibitor.hold("videos")
    child = inhibitor._child
    assert child is not None
    assert child.poll() is None
    inhibitor.release()
    assert child.wait(5) != 0


def test_a_system_without_the_means_is_left_alone() -> None:
    inhibitor = Child(["there-is-no-such-program"])
    inhibitor.hold("videos")
    inhibitor.release()


DESKTOP = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher, QDBusMessage

app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class ScreenSaver(QObject):
    @Slot(str, str, result=int)
    def Inhibit(self, who, why):
        print("held", who, why, flush=True)
        return 7

bus = QDBusConnection.sessionBus()
saver = ScreenSaver()
assert bus.registerObject("/org/freedesktop/ScreenSaver", saver, QDBusConnection.RegisterOption.ExportAllSlots)
assert bus.registerService("org.freedesktop.ScreenSaver")
watcher = QDBusServiceWatcher()
print("ready", flush=True)
app.exec()
"""

CLIENT = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection
from wandesk.app.awake import DBusInhibitor

app = QCoreApplication([])
inhibitor = DBusInhibitor()
inhibitor.hold("Videos are being made")
sys.stdin.readline()
print("name", QDBusConnection("wandesk-awake").baseService(), flush=True)
inhibitor.release()
sys.stdin.readline()
print("still there" if QDBusConnection("wandesk-awake").isConnected() else "gone", flush=True)
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a session bus")
def test_a_desktop_is_asked_over_its_bus_and_given_back_by_leaving_it() -> None:
    story = textwrap.dedent("""
        import subprocess, sys, time
        desktop = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True)
        assert desktop.stdout.readline() == "ready\\n"
        client = subprocess.Popen(
            [sys.executable, "-c", sys.argv[2]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        print(desktop.stdout.readline(), end="")
        client.stdin.write("on\\n"); client.stdin.flush()
        name = client.stdout.readline().split()[1]
        print("named" if name.startswith(":") else "unnamed")
        listed = True
        until = time.monotonic() + 10
        while listed and time.monotonic() < until:
            names = subprocess.run(
                ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
                 "org.freedesktop.DBus.ListNames"], capture_output=True, text=True).stdout
            listed = f'"{name}"' in names
        print("left" if not listed else "stays")
        client.stdin.write("on\\n"); client.stdin.close()
        print(client.stdout.readline(), end="")
        client.wait(10)
        desktop.kill(); desktop.wait(10)
    """)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", story, DESKTOP, CLIENT],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.splitlines() == ["held Wan Desk Videos are being made", "named", "left", "gone"], done.stderr
