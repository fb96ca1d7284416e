"""A screen reader's view of a program: its tree of accessibles and its events, read over AT-SPI from this process."""

from __future__ import annotations

import collections
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

from tests.support.screen import pause, wait_for

ATSPI = "org.a11y.atspi"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
"""Where at-spi2-core puts it: on Debian, and on older ones."""
STATES = {"checked": 4, "enabled": 8, "focused": 12, "pressed": 20, "selected": 23, "sensitive": 24, "showing": 25}
"""The bits of AtspiStateType."""
BUS_CONFIGURATION = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow own="*"/><allow eavesdrop="true"/></policy></busconfig>"""
"""A bus that starts no services of this system."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be said at once."""

    text: str
    is_assertive: bool


class Accessible:
    """One accessible of a program."""

    def __init__(self, reader: ScreenReader, bus: str, path: str) -> None:
        self._reader, self.bus, self.path = reader, bus, path

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"

    def ask(self, interface: str, method: str, signature: str | None = None, *values: Any) -> Any:
        """Call a method of one of its interfaces."""
        address = DBusAddress(self.path, self.bus, f"{ATSPI}.{interface}")
        return self._reader.call(new_method_call(address, method, signature, values))

    def value(self, name: str, interface: str = "Accessible") -> Any:
        """A property of one of its interfaces."""
        address = DBusAddress(self.path, self.bus, f"{ATSPI}.{interface}")
        return self._reader.call(Properties(address).get(name))[1]

    @property
    def name(self) -> str:
        return str(self.value("Name"))

    @property
    def description(self) -> str:
        return str(self.value("Description"))

    @property
    def role(self) -> str:
        """The name of its role: push button, radio button, list item ..."""
        return str(self.ask("Accessible", "GetRoleName"))

    @property
    def interfaces(self) -> list[str]:
        return [each.removeprefix(f"{ATSPI}.") for each in self.ask("Accessible", "GetInterfaces")]

    def has(self, state: str) -> bool:
        """Whether it is in a state of `STATES`."""
        bits = self.ask("Accessible", "GetState")
        return bool(bits[STATES[state] // 32] >> STATES[state] % 32 & 1)

    @property
    def children(self) -> list[Accessible]:
        found = self.ask("Accessible", "GetChildren")
        return [Accessible(self._reader, bus, path) for bus, path in found if not path.endswith("/null")]

    def tree(self) -> Iterator[Accessible]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.tree()

    def shown(self) -> Iterator[Accessible]:
        """Those of the tree that the user sees, in reading order."""
        if self.has("showing"):
            yield self
            for child in self.children:
                yield from child.shown()

    def find(self, name: str, *roles: str) -> Accessible | None:
        """The first that the user sees with that name, and one of these roles if any are given."""
        return next((each for each in self.shown() if each.name == name and each.role in (roles or (each.role,))), None)

    @property
    def acts(self) -> list[str]:
        """The names of what can be done with it."""
        count = self.value("NActions", "Action") if "Action" in self.interfaces else 0
        return [str(self.ask("Action", "GetName", "i", number)) for number in range(count)]

    def do(self, act: str) -> None:
        """Do what it offers under that name."""
        assert self.ask("Action", "DoAction", "i", self.acts.index(act))


class ScreenReader:
    """Follows the program that is connected to an accessibility bus."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self.said: list[Announcement] = []
        """Every announcement so far, once `listen` was called."""
        self._signals: collections.deque[Any] = collections.deque()
        rule = MatchRule(type="signal", interface=f"{ATSPI}.Event.Object", member="Announcement")
        self.call(message_bus.AddMatch(rule))
        self._filter = connection.filter(rule, queue=self._signals)
        self._filter.__enter__()
        registry = DBusAddress("/org/a11y/atspi/registry", REGISTRY, REGISTRY)
        self.call(new_method_call(registry, "RegisterEvent", "sass", ("Object:Announcement", [], "")))

    def call(self, message: Any) -> Any:
        """The first value of the answer. Raises DBusErrorResponse."""
        answer = self._connection.send_and_get_reply(message, timeout=10)
        if answer.header.message_type is MessageType.error:
            raise DBusErrorResponse(answer)
        return answer.body[0] if answer.body else None

    def programs(self) -> list[Accessible]:
        """The programs of this session."""
        return Accessible(self, REGISTRY, ROOT).children

    def listen(self) -> list[Announcement]:
        """Every announcement up to now."""
        self.programs()  # an answer comes after the signals before it
        while self._signals:
            _kind, politeness, _unused, (_signature, text), *_more = self._signals.popleft().body
            self.said.append(Announcement(text=text, is_assertive=politeness == 2))
        return self.said

    def until(self, question: Callable[[], Any], within: float, what: str) -> Any:
        """The first true answer. What appears or goes while it is read counts as none."""
        ends, trouble = time.monotonic() + within, ""
        while True:
            try:
                answer = question()
            except DBusErrorResponse as refusal:
                answer, trouble = None, str(refusal)
            if answer:
                return answer
            assert time.monotonic() < ends, f"{what}: not within {within} s. {trouble}"
            pause(0.05)


@contextmanager
def accessibility_bus() -> Iterator[dict[str, str]]:
    """A session bus of its own with accessibility; the environment for programs of this session."""
    launcher = next((each for each in LAUNCHERS if Path(each).is_file()), None)
    if launcher is None or shutil.which("dbus-daemon") is None:
        pytest.skip("needs at-spi2-core and dbus (packaging/test.py installs them on Debian and Ubuntu)")
    with tempfile.TemporaryDirectory() as folder:  # the paths of pytest are too long for a socket
        configuration = Path(folder, "bus.conf")
        configuration.write_text(BUS_CONFIGURATION.format(folder=folder), "utf-8")
        daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert daemon.stdout is not None
        surroundings = {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip(), "XDG_RUNTIME_DIR": folder}
        # The switch is one of GNOME's settings, which lie elsewhere.
        own = {**os.environ, **surroundings, "GSETTINGS_BACKEND": "memory"}
        bus = subprocess.Popen([launcher, "--launch-immediately"], env=own, stderr=subprocess.DEVNULL)
        try:
            yield surroundings
        finally:
            for process in (bus, daemon):
                process.terminate()
                process.wait(10)
            daemon.stdout.close()


@contextmanager
def screen_reader(session: dict[str, str]) -> Iterator[ScreenReader]:
    """A screen reader of that session, announced to its programs as one."""
    with closing(open_dbus_connection(session["DBUS_SESSION_BUS_ADDRESS"])) as connection:
        there = message_bus.NameHasOwner("org.a11y.Bus")
        wait_for(lambda: connection.send_and_get_reply(there).body[0], 20, "the accessibility bus")
        address = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        status = Properties(address.with_interface("org.a11y.Status"))
        connection.send_and_get_reply(status.set("IsEnabled", "b", True))
        accessibility = connection.send_and_get_reply(new_method_call(address, "GetAddress")).body[0]
    with closing(open_dbus_connection(accessibility)) as connection:
        yield ScreenReader(connection)
