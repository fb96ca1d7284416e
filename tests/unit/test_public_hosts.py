"""Which IP addresses may be connected to for a host that the cloud names, and how one of several is chosen."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterable, Sequence

import httpcore
import pytest

from wandesk.dashscope.public_hosts import NotPublic, PublicHostsBackend, is_public


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "47.103.24.173",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "223.255.255.255",
        "198.18.0.7",  # every name in a VPN that routes by name
        "198.19.255.255",
        "2400:3200::1",
        "2606:4700::1111",
        "64:ff9b::8.8.8.8",
    ],
)
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.170",
        "192.0.2.1",
        "192.168.1.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::8.8.8.8",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_any_other_address_is_not_public(address: str) -> None:
    assert not is_public(address)


TOGETHER = -1.0


class Wires(httpcore.AnyIOBackend):
    """Connects nowhere: `answers` has, by address, the delay after which a connection opens, or its failure.

    TOGETHER: all of them open at the same moment.
    """

    def __init__(self, answers: dict[str, float | Exception]) -> None:
        self._answers = answers
        self._all_tried = asyncio.Event()
        self.tried: list[str] = []
        self.opened: list[Wire] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[object] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.tried.append(host)
        answer = self._answers[host]
        if isinstance(answer, Exception):
            raise answer
        if len(self.tried) == len(self._answers):
            self._all_tried.set()
        await (self._all_tried.wait() if answer == TOGETHER else asyncio.sleep(answer))
        self.opened.append(Wire([], False))
        self.opened[-1].host = host
        return self.opened[-1]


class Wire(httpcore.AsyncMockStream):
    """An open connection."""

    host = ""
    is_closed = False

    async def aclose(self) -> None:
        self.is_closed = True


def connected(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, float | Exception], names: Sequence[str] | None = None
) -> tuple[Wires, str | Exception, float]:
    """The outcome of one connection to a host with these addresses, and its seconds."""

    def resolve(_host: str, port: int, **_options: object) -> list[object]:
        if names is None:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in names]

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_args, **options: resolve(host, port, **options))
    wires = Wires(answers)
    monkeypatch.setattr(httpcore, "AnyIOBackend", lambda: wires)

    async def story() -> str | Exception:
        try:
            stream = await PublicHostsBackend().connect_tcp("results.example", 443, timeout=1.0)
        except httpcore.NetworkError as error:
            return error
        except httpcore.TimeoutException as error:
            return error
        assert isinstance(stream, Wire)
        assert not stream.is_closed
        return stream.host

    began = time.monotonic()
    return wires, asyncio.run(story()), time.monotonic() - began


def test_only_public_addresses_of_a_name_are_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["10.0.0.1", "fe80::1", "8.8.8.8", "127.0.0.1"]
    wires, host, _ = connected(monkeypatch, {"8.8.8.8": 0.0}, names)
    assert (host, wires.tried) == ("8.8.8.8", ["8.8.8.8"])


def test_name_of_private_addresses_is_refused_without_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    wires, error, _ = connected(monkeypatch, {}, ["192.168.1.1", "::1"])
    assert isinstance(error, NotPublic)
    assert str(error) == "results.example leads to 192.168.1.1, ::1"
    assert wires.tried == []


def test_unknown_name_is_no_private_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _, error, _ = connected(monkeypatch, {})
    assert isinstance(error, httpcore.ConnectError)
    assert not isinstance(error, NotPublic)
    assert isinstance(error.__cause__, socket.gaierror)


def test_refused_address_is_followed_by_the_next_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, float | Exception] = {"2400:3200::1": httpcore.ConnectError("no route"), "8.8.8.8": 0.0}
    _, host, seconds = connected(monkeypatch, answers, list(answers))
    assert host == "8.8.8.8"
    assert seconds < 0.2


def test_silent_address_does_not_delay_the_next_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, float | Exception] = {"2400:3200::1": 30.0, "8.8.8.8": 0.0}
    _, host, seconds = connected(monkeypatch, answers, list(answers))
    assert host == "8.8.8.8"
    assert seconds < 0.9


def test_connection_that_opens_beside_the_first_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, float | Exception] = {"8.8.4.4": TOGETHER, "8.8.8.8": TOGETHER}
    wires, host, _ = connected(monkeypatch, answers, list(answers))
    assert len(wires.opened) == 2
    assert [wire.host for wire in wires.opened if not wire.is_closed] == [host]


@pytest.mark.parametrize("answer", [httpcore.ConnectError("refused"), 30.0])
def test_failure_of_every_address_is_an_error(monkeypatch: pytest.MonkeyPatch, answer: float | Exception) -> None:
    _, error, seconds = connected(monkeypatch, {"8.8.8.8": answer, "8.8.4.4": answer}, ["8.8.8.8", "8.8.4.4"])
    assert isinstance(error, httpcore.ConnectError if isinstance(answer, Exception) else httpcore.ConnectTimeout)
    assert seconds < 5
