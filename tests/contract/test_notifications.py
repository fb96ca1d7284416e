"""Notifications over a real session bus, with a service of the test."""

from __future__ import annotations

import asyncio
import functools
import shutil
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

if sys.platform == "linux":
    from tests.support.notification_service import GNOME, PLAIN, notification_service, session_bus
from tests.support.simulator import until
from wandesk.app.desktop.freedesktop import FreedesktopNotifier
from wandesk.app.desktop.launcher_entry import LauncherEntry
from wandesk.app.desktop.mark import NO_MARK, Mark
from wandesk.app.desktop.notifier import Alert
from wandesk.app.desktop.session_bus import SessionBus

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a D-Bus session bus of Linux"
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def clicks() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def notifier(clicks: list[tuple[str, str]]) -> Iterator[FreedesktopNotifier]:
    session = SessionBus()
    made = FreedesktopNotifier(session)
    direct = Qt.ConnectionType.DirectConnection  # there is no loop of Qt here
    made.clicks.clicked.connect(lambda *values: clicks.append(values), direct)
    yield made
    made.close()
    session.close()
    assert asyncio.run(session.thread.join(5))


def alert(body: str = "", job_id: str = "1") -> Alert:
    return Alert(title="Your video is ready", body=body, job_id=job_id)


def test_a_click_says_which_job_and_gives_the_token(
    bus: str, notifier: FreedesktopNotifier, clicks: list[tuple[str, str]]
) -> None:
    with notification_service(bus) as service:
        assert asyncio.run(notifier.is_available())
        notifier.show(alert(job_id="cat"))
        shown = service.wait_for(1)
        assert (shown.title, shown.actions) == ("Your video is ready", ["default", "Your video is ready"])
        assert shown.hints == {"desktop-entry": "wandesk", "urgency": 1, "category": "transfer.complete"}
        service.click(shown.number + 1, "of another program")
        service.click(shown.number, "", "other")
        service.click(shown.number, "token")
        until(lambda: clicks, within=10)
        assert clicks == [("cat", "token")]
        notifier.show(alert(job_id="dog"))  # the first one is closed: there is nothing to replace
        assert service.wait_for(2).replaces == 0


def test_a_new_notification_takes_the_place_of_one_that_is_shown(bus: str, notifier: FreedesktopNotifier) -> None:
    with notification_service(bus) as service:
        notifier.show(alert())
        first = service.wait_for(1)
        notifier.show(alert())
        assert service.wait_for(2).replaces == first.number
        notifier.withdraw()
        notifier.withdraw()
        notifier.show(alert())
        assert service.wait_for(3).replaces == 0
        assert service.closed == [first.number]


@pytest.mark.parametrize("has_markup", [True, False])
def test_foreign_text_is_shown_as_it_is(bus: str, notifier: FreedesktopNotifier, *, has_markup: bool) -> None:
    name = '<b>cat</b> & <img src="file:///x"> \0 \udcff'
    with notification_service(bus, GNOME if has_markup else PLAIN) as service:
        notifier.show(alert(name))
        shown = service.wait_for(1)
        tail = "  ?"
        escaped = '&lt;b&gt;cat&lt;/b&gt; &amp; &lt;img src="file:///x"&gt;'
        assert shown.body == (escaped if has_markup else '<b>cat</b> & <img src="file:///x">') + tail
        assert bool(shown.actions) is has_markup


def test_without_a_service_or_a_bus_there_are_none(
    bus: str, notifier: FreedesktopNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not asyncio.run(notifier.is_available())
    notifier.show(alert())  # nothing to be said: Settings say it
    with notification_service(bus) as service:  # the desktop starts it
        assert asyncio.run(notifier.is_available())
        notifier.show(alert())
        service.wait_for(1)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    nowhere = SessionBus()
    other = FreedesktopNotifier(nowhere)
    assert not asyncio.run(other.is_available())
    other.show(alert())
    nowhere.close()


def test_the_launcher_shows_the_share_and_the_number(bus: str) -> None:
    session = SessionBus()
    launcher = LauncherEntry(session)
    with notification_service(bus) as service:
        launcher.show(Mark(is_busy=True, share=0.25, count=2))
        launcher.show(Mark(is_busy=True))
        launcher.show(NO_MARK)
        until(lambda: len(service.launcher) == 3, within=10)
    names = ("progress", "progress-visible", "count", "count-visible", "urgent")
    assert {program for program, _values in service.launcher} == {"application://wandesk.desktop"}
    assert [tuple(values[name] for name in names) for _program, values in service.launcher] == [
        (0.25, True, 2, True, True),
        (0.0, False, 0, False, False),
        (0.0, False, 0, False, False),
    ]
    session.close()


def test_a_bus_that_ends_and_one_that_follows(monkeypatch: pytest.MonkeyPatch, notifier: FreedesktopNotifier) -> None:
    for _ in range(2):
        with session_bus() as address:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            with notification_service(address) as service:
                show = functools.partial(notifier.show, alert())
                show()
                until(lambda service=service, show=show: service.shown or show(), within=10)  # type: ignore[misc]
