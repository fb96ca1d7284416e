"""Files from a sandboxed program, over a real session bus with a portal of the test."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.profile_files import files_in
from wandesk.files.portal import INTERFACE, SERVICE, transferred_files

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a D-Bus session bus of Linux"
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of this test alone."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


@contextmanager
def portal(*paths: str, key: str) -> Iterator[list[str]]:
    """A portal that knows one key; yields the keys that it was asked for."""
    from jeepney import HeaderFields, MessageType, message_bus, new_error, new_method_return
    from jeepney.io.blocking import Proxy, open_dbus_connection

    asked: list[str] = []
    is_over = threading.Event()
    with open_dbus_connection() as own:
        Proxy(message_bus, own).RequestName(SERVICE)

        def serve() -> None:
            while not is_over.is_set():
                try:
                    message = own.receive(timeout=0.1)
                except TimeoutError:
                    continue
                fields = message.header.fields
                if message.header.message_type is not MessageType.method_call:
                    continue
                assert (fields[HeaderFields.interface], fields[HeaderFields.member]) == (INTERFACE, "RetrieveFiles")
                asked.append(message.body[0])
                if message.body[0] == key:
                    own.send(new_method_return(message, "as", (list(paths),)))
                else:
                    own.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied", "s", ("no such key",)))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield asked
        is_over.set()
        thread.join(5)


def test_the_portal_gives_the_paths_of_a_key(bus: str) -> None:
    with portal("/home/me/a cat.jpg", "/home/me/猫.jpg", key="7731") as asked:
        assert transferred_files("7731") == ("/home/me/a cat.jpg", "/home/me/猫.jpg")
        assert transferred_files("other") == ()
        assert asked == ["7731", "other"]


def test_without_a_portal_or_a_bus_there_are_no_files(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert transferred_files("7731") == ()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert transferred_files("7731") == ()
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert transferred_files("7731") == ()


def test_the_portal_is_asked_only_if_the_listed_paths_are_not_here(bus: str, tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    files = files_in(tmp_path)
    here = tmp_path / "cat.jpg"
    here.write_bytes(b"pixels")
    with portal(str(here), key="7731") as asked:
        assert list(asyncio.run(files.transferred_files("7731", [str(here)]))) == [str(here)]
        assert asked == []
        sandboxed = "/run/flatpak/doc/cat.jpg"
        assert list(asyncio.run(files.transferred_files("7731", [sandboxed]))) == [str(here)]
        assert list(asyncio.run(files.transferred_files("other", [sandboxed]))) == [sandboxed]
