"""Whether a window can be shown: a screen must answer, its name in the environment is not enough."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.screen import virtual_screen
from wandesk.app import display as screen
from wandesk.app.display import has_display, named_displays

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these always have a screen")

DEAD = ":59999"


@contextmanager
def listening(path: str) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        yield


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="wd-") as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    ("variables", "platform", "is_there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": DEAD}, "linux", False),
        ({"DISPLAY": "unix" + DEAD}, "linux", False),
        ({"DISPLAY": "localhost:50000.0"}, "linux", False),
        ({"DISPLAY": ":99999999999"}, "linux", False),
        ({"DISPLAY": "nonsense"}, "linux", False),
        ({"DISPLAY": "/nowhere/at:0"}, "linux", False),
        ({"DISPLAY": "a\0b:1"}, "linux", False),
        ({"DISPLAY": DEAD, "QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"}, "linux", False),
        ({"WAYLAND_SOCKET": "5"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "vnc:size=640x480", "DISPLAY": DEAD}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb;offscreen", "DISPLAY": DEAD}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_display_name_alone_is_not_a_screen(variables: dict[str, str], platform: str, is_there: bool) -> None:
    assert has_display(variables, platform) is is_there


@pytest.mark.screen
def test_running_x_server_is_a_screen() -> None:
    with virtual_screen() as there:
        assert has_display({"DISPLAY": there.display}, "linux")
        assert has_display({"DISPLAY": f"{there.display}.0", "QT_QPA_PLATFORM": "xcb"}, "linux")
        assert not has_display({"DISPLAY": there.display, "QT_QPA_PLATFORM": "wayland"}, "linux")
        display = there.display
    assert not has_display({"DISPLAY": display}, "linux")


@pytest.mark.screen
def test_x_server_of_another_user_is_not_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    # One entry in the format of Xauthority: any host, any display, the method's name, a cookie.
    entry = b"\xff\xff" + b"\0\0" + b"\0\0" + b"\0\x12MIT-MAGIC-COOKIE-1" + b"\0\x10" + bytes(range(16))
    (tmp_path / "server").write_bytes(entry)
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-auth", str(tmp_path / "server")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "nobody"))
        assert not has_display({"DISPLAY": display}, "linux")
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "server"))
        assert has_display({"DISPLAY": display}, "linux")
    finally:
        server.terminate()
        server.communicate(timeout=10)


def test_listening_wayland_socket_is_a_screen(runtime: Path) -> None:
    with listening(str(runtime / "wayland-3")):
        assert has_display({"WAYLAND_DISPLAY": "wayland-3", "XDG_RUNTIME_DIR": str(runtime)}, "linux")
        assert has_display({"WAYLAND_DISPLAY": str(runtime / "wayland-3"), "DISPLAY": DEAD}, "linux")
        assert not has_display({"WAYLAND_DISPLAY": str(runtime / "wayland-3"), "QT_QPA_PLATFORM": "xcb"}, "linux")
    assert (runtime / "wayland-3").exists()  # left behind by a session that has ended
    assert not has_display({"WAYLAND_DISPLAY": "wayland-3", "XDG_RUNTIME_DIR": str(runtime)}, "linux")


def test_each_way_to_an_x_server_is_tried(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_x_accepts", lambda _name: True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - screen.X_PORT
        assert has_display({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux")
        assert has_display({"DISPLAY": f"tcp/127.0.0.1:{number}"}, "linux")
        assert not has_display({"DISPLAY": f"unix:{number}"}, "linux")
    with listening(str(runtime / "x:7")):
        assert has_display({"DISPLAY": f"unix:{runtime}/x:7"}, "linux")
        assert has_display({"DISPLAY": f"{runtime}/x:7.0"}, "linux")
    if sys.platform == "linux":
        with listening("\0/tmp/.X11-unix/X58123"):
            assert has_display({"DISPLAY": ":58123"}, "linux")


def test_named_displays_are_reported_as_typed() -> None:
    assert named_displays({"DISPLAY": ":7", "WAYLAND_DISPLAY": "", "HOME": "/"}) == "DISPLAY=:7"
    assert named_displays({}) == ""
