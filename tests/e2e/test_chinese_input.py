"""Chinese input with a real fcitx5: pinyin becomes characters in Prompt, and what is composed is not ordered."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.screen import Screen, virtual_screen, wait_for

ROOT = Path(__file__).resolve().parents[2]
PINYIN_ONLY = "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\nName=pinyin\n"
ON_FROM_THE_START = "[Behavior]\nActiveByDefault=True\n"
HAS_IT = shutil.which("fcitx5") is not None and Path("/usr/share/fcitx5/inputmethod/pinyin.conf").exists()
BUS_ITSELF, IBUS_PORTAL = "org.freedesktop.DBus", "org.freedesktop.portal.IBus"
PROGRAM = """
import asyncio, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from wandesk.__main__ import main
from wandesk.app.start_up import StartUp

profile, report = sys.argv[1:]
run = StartUp.run

async def run_and_report(start_up, window, files):
    await run(start_up, window, files)
    requests = []
    window.composer.generate_requested.disconnect()
    window.composer.generate_requested.connect(requests.append)
    while window.composer.draft.picture is None:
        await asyncio.sleep(0.05)
    field = window.composer.cards.prompt.field
    field.replace_text("")
    field.setFocus()

    def write():
        state = "composing" if field.is_composing else "at rest"
        Path(report + ".new").write_text("\\n".join([field.text(), state, str(len(requests))]), "utf-8")
        Path(report + ".new").replace(report)

    timer = QTimer(window)
    timer.timeout.connect(write)
    timer.start(30)

StartUp.run = run_and_report
sys.exit(main(["--profile", profile]))
"""
"""The program, which writes what Prompt holds, whether it composes, and how many videos were requested."""

pytestmark = pytest.mark.screen


@contextmanager
def session_bus() -> Iterator[str]:
    """The address of a session bus where only fcitx5 and the program meet."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()


def start_fcitx(screen: Screen, folder: Path, bus: str) -> None:
    """fcitx5 with nothing but pinyin, switched on."""
    settings = folder / "fcitx5"
    settings.mkdir(parents=True)
    (settings / "profile").write_text(PINYIN_ONLY, "utf-8")
    (settings / "config").write_text(ON_FROM_THE_START, "utf-8")
    places = {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    screen.start("fcitx5", "--disable=notifications,cloudpinyin", DBUS_SESSION_BUS_ADDRESS=bus, **places)
    ask = ["dbus-send", f"--bus={bus}", "--print-reply", f"--dest={BUS_ITSELF}", "/", f"{BUS_ITSELF}.ListNames"]

    def names() -> str:
        return subprocess.run(ask, capture_output=True, text=True, check=False).stdout

    wait_for(lambda: IBUS_PORTAL in names(), 20, "fcitx5")


@pytest.mark.skipif(
    not HAS_IT, reason="needs fcitx5 with pinyin: apt-get install fcitx5 fcitx5-pinyin (Debian, Ubuntu)"
)
def test_pinyin_reaches_the_prompt_and_is_not_ordered_while_composed(tmp_path: Path) -> None:
    report = tmp_path / "report"

    def shows(text: str, state: str, requests: int) -> None:
        wanted = [text, state, str(requests)]
        wait_for(lambda: report.exists() and report.read_text("utf-8").split("\n") == wanted, 20, str(wanted))

    with virtual_screen() as screen, session_bus() as bus:
        start_fcitx(screen, tmp_path / "fcitx", bus)
        command = (sys.executable, "-c", PROGRAM, str(tmp_path / "profile"), str(report))
        asked_for = {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}  # as fcitx5 tells its users to set
        screen.start(
            *command, DBUS_SESSION_BUS_ADDRESS=bus, PYTHONPATH=str(ROOT), WANDESK_PRACTICE="--tiny", **asked_for
        )
        screen.hands("windowactivate", "--sync", screen.window("Wan Desk"))
        shows("", "at rest", 0)
        screen.hands("type", "--delay", "60", "nihao")
        shows("", "composing", 0)
        screen.hands("key", "space")
        shows("你好", "at rest", 0)
        screen.hands("type", "--delay", "60", "ma")
        shows("你好", "composing", 0)
        screen.hands("key", "ctrl+Return")  # pinyin takes the letters as they are
        shows("你好ma", "at rest", 0)
        screen.hands("key", "ctrl+Return")
        shows("你好ma", "at rest", 1)
