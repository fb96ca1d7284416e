"""A second start with the same profile hands its files to the running instance, raises its window and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.kept_files import is_kept_copy
from tests.support.running import running
from tests.support.screen import virtual_screen, wait_for
from tests.support.simulator import until
from wandesk.app.sample import read_sample

HANDED_OVER_WITHIN = 4.0
"""Seconds from start to end of the second start. The promise is 2; other tests share the cores."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def picture_of(profile: Path) -> str:
    """The stored picture of the form."""
    try:
        settings = tomllib.loads((profile / "settings.toml").read_text("utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError):
        return ""
    return str(settings.get("order", {}).get("picture", ""))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "brought by the second 猫 &.jpg"
    path.write_bytes(read_sample("en").picture.read_bytes())
    return path


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def test_a_relative_path_and_an_address_are_handed_over(profile: Path, picture: Path) -> None:
    other = picture.with_name("other.jpg")
    other.write_bytes(picture.read_bytes())
    with running(profile) as first:
        first.until_listening()
        started = time.monotonic()
        with running(profile, picture.name, folder=picture.parent) as second:
            assert second.ended(HANDED_OVER_WITHIN) == 0
            print(f"handed over in {time.monotonic() - started:.2f} s")
            assert second.stderr == ""
        until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
        with running(profile, other.as_uri()) as third:
            assert third.ended(HANDED_OVER_WITHIN) == 0
        until(lambda: is_kept_copy(picture_of(profile), of=other), within=20)
        with running(profile) as fourth:  # no files: only raises the window
            assert fourth.ended(HANDED_OVER_WITHIN) == 0
            assert fourth.stderr == ""
        assert first.end() == 0
        assert first.stderr == ""


def test_a_second_start_waits_for_an_instance_that_is_starting(profile: Path, picture: Path) -> None:
    with running(profile) as first, running(profile, str(picture)) as second:
        until(lambda: first.process.poll() is not None or second.process.poll() is not None, within=20)
        ended, other = (first, second) if first.process.poll() is not None else (second, first)
        assert ended.process.returncode == 0, ended.stderr
        until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
        assert other.end() == 0
        assert "already open" not in first.stderr + second.stderr


def test_a_second_start_takes_over_from_an_instance_that_is_closing(profile: Path, picture: Path) -> None:
    with running(profile) as first:
        first.until_listening()
        first.process.terminate()
        with running(profile, str(picture)) as second:
            assert first.ended(5) == 0
            until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
            second.until_listening()
            assert second.end() == 0


def test_an_instance_that_hangs_is_reported(profile: Path) -> None:
    with running(profile) as first:
        first.until_listening()
        first.process.send_signal(signal.SIGSTOP)
        with running(profile) as second:
            until(lambda: "already open" in second.stderr, within=20)
            assert second.end() == 1
            assert "Traceback" not in second.stderr
        first.process.send_signal(signal.SIGCONT)
        assert first.end() == 0


def test_leftovers_of_a_killed_instance_are_ignored(profile: Path, picture: Path) -> None:
    with running(profile) as first:
        first.until_listening()
        first.end(signal.SIGKILL)
    assert (profile / "wandesk.address").exists()
    with running(profile, str(picture)) as second:
        until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
        pid = str(second.process.pid)
        until(lambda: pid in (profile / "wandesk.address").read_text(), within=20)
        with running(profile) as third:
            assert third.ended(HANDED_OVER_WITHIN) == 0
        assert second.end() == 0
    assert not (profile / "wandesk.address").exists()


def test_a_profile_with_a_long_path_can_listen(tmp_path: Path, picture: Path) -> None:
    profile = tmp_path / ("long " * 20) / "profile"
    profile.mkdir(parents=True)
    with running(profile) as first:
        first.until_listening()
        with running(profile, str(picture)) as second:
            assert second.ended(HANDED_OVER_WITHIN) == 0, second.stderr
        until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
        assert first.end() == 0


def test_other_users_are_refused_and_malformed_messages_are_ignored(profile: Path) -> None:
    with running(profile, XDG_RUNTIME_DIR="") as first:
        first.until_listening()
        place = Path(json.loads((profile / "wandesk.address").read_text("utf-8"))["name"])
        assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
        assert stat.S_IMODE((profile / "wandesk.address").stat().st_mode) == 0o600
        for stderr in (b"nonsense\n", b"{}\n", b'{"files": 3, "activation": ""}\n', b"x" * 2_000_000, b""):
            with socket.socket(socket.AF_UNIX) as guest:
                guest.connect(os.fspath(place))
                try:
                    guest.sendall(stderr)
                except BrokenPipeError:
                    continue  # the server closed the connection
        with running(profile, XDG_RUNTIME_DIR="") as second:
            assert second.ended(HANDED_OVER_WITHIN) == 0, second.stderr
        assert first.end() == 0


OTHER_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(sys.argv)
label = QLabel("in front")
label.setWindowTitle("In front")
label.resize(1900, 1000)
label.show()
app.exec()
"""


@pytest.mark.screen
@pytest.mark.parametrize("is_minimized", [False, True])
def test_the_window_is_raised(profile: Path, picture: Path, *, is_minimized: bool) -> None:
    with virtual_screen() as screen:
        real = screen.environment
        variables: Any = {name: real[name] for name in ("DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")}
        with running(profile, **variables) as first:
            window = screen.window("^Wan Desk$")
            first.until_listening()
            screen.start(sys.executable, "-c", OTHER_WINDOW)
            other = screen.window("^In front$")
            wait_for(lambda: screen.hands("getactivewindow") == other, 10, "the other window in front")
            if is_minimized:
                screen.hands("windowminimize", "--sync", window)
            with running(profile, str(picture), **variables) as second:
                assert second.ended(HANDED_OVER_WITHIN) == 0
            wait_for(lambda: screen.hands("getactivewindow") == window, 10, "our window in front")
            until(lambda: is_kept_copy(picture_of(profile), of=picture), within=20)
            assert first.end() == 0
