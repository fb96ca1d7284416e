"""Keep-awake: the computer stays awake exactly while wanted, and a system without the means is left alone."""

from __future__ import annotations

import functools
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

import pytest

if sys.platform == "linux":
    from jeepney import HeaderFields, MessageType, new_method_return
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

from tests.support.simulator import until
from wandesk.app.awake import SERVICES, Awake, Child, DBusInhibitor, Service, WindowsState, _inhibit


class Recorded:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def hold(self, reason: str) -> None:
        assert reason
        self.calls.append("hold")

    def release(self) -> None:
        self.calls.append("release")


def test_each_change_is_passed_on_once() -> None:
    inhibitor = Recorded()
    awake = Awake(inhibitor)
    awake.close()
    assert inhibitor.calls == []
    for is_wanted in (True, True, False, False, True):
        awake.hold(is_wanted=is_wanted)
    assert inhibitor.calls == ["hold", "release", "hold"]
    awake.close()
    assert inhibitor.calls == ["hold", "release", "hold", "release"]


def test_windows_execution_state_is_set_and_reset() -> None:
    states: list[int] = []

    def set_state(state: int) -> int:
        states.append(state)
        return 1

    inhibitor = WindowsState(set_state)
    inhibitor.hold("videos")
    inhibitor.release()
    assert states == [0x80000001, 0x80000000]


@pytest.mark.skipif(sys.platform == "win32", reason="a command of POSIX")
def test_child_lives_only_while_wanted() -> None:
    inhibitor = Child(["sleep", "60"])
    inhibitor.hold("videos")
    child = inhibitor._child
    assert child is not None
    assert child.poll() is None
    inhibitor.release()
    assert child.wait(5) != 0


def test_system_without_the_means_is_left_alone() -> None:
    inhibitor = Child(["there-is-no-such-program"])
    inhibitor.hold("videos")
    inhibitor.release()


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a session bus without any service."""
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


class Desktop:
    """One service of a desktop on a session bus, for example its power manager."""

    def __init__(self, service: Service) -> None:
        self._connection = open_dbus_connection("SESSION")
        self._bus = Proxy(message_bus, self._connection, timeout=10)
        assert self._bus.RequestName(service.name) == (1,)  # the primary owner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def answer_call(self) -> tuple[str, str, str, tuple[object, ...]]:
        """Answer the next call and return its sender, signature, method and arguments."""
        while True:
            message = self._connection.receive(timeout=10)
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                self._connection.send(new_method_return(message, "u", (7,)))
                sender, signature, method = (
                    fields[each] for each in (HeaderFields.sender, HeaderFields.signature, HeaderFields.member)
                )
                return sender, signature, method, message.body

    @property
    def name(self) -> str:
        return str(self._connection.unique_name)

    def names(self) -> list[str]:
        return list(self._bus.ListNames()[0])

    def is_gone(self, name: str) -> bool:
        return not self._bus.NameHasOwner(name)[0]


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs a session bus")
@pytest.mark.parametrize(
    ("service", "call"),
    [
        (SERVICES[0], ("ss", "Inhibit", ("Wan Desk", "Videos are being made"))),
        (
            SERVICES[1],
            ("susu", "Inhibit", ("Wan Desk", 0, "Videos are being made", 4)),
        ),  # prevent sleep, not the screen's blanking
    ],
    ids=["KDE", "GNOME"],
)
def test_desktop_is_asked_over_dbus_until_the_connection_ends(
    bus: str, service: Service, call: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    with Desktop(service) as desktop:
        inhibitor = DBusInhibitor()
        for _ in range(2):
            inhibitor.hold("Videos are being made")
            name, *asked = desktop.answer_call()
            assert tuple(asked) == call
            assert not desktop.is_gone(name)
            inhibitor.release()
            until(functools.partial(desktop.is_gone, name))


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is the way of Linux")
@pytest.mark.parametrize("address", [None, "", "unix:path=/there/is/no/bus", "tcp:host=localhost,port=1"])
def test_without_a_bus_it_only_logs(
    address: str | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with caplog.at_level(logging.INFO, "wandesk"):
        assert _inhibit("videos") is None
    assert [record.levelname for record in caplog.records] == ["INFO"]


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs a session bus")
def test_bus_without_a_desktop_is_disconnected(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    with Desktop(replace(SERVICES[0], name="org.example.Other")) as other:
        assert _inhibit("videos") is None
        assert [name for name in other.names() if name.startswith(":")] == [other.name]
