"""Connections to public IP addresses only, for hosts that the cloud's answers name.

A public name may lead to a private address, also only at the second look (DNS rebinding). So the name is resolved
here, and the connection goes to one of the addresses that were checked. TLS still checks the certificate of the name.
Behind a proxy, the proxy resolves the name: then only the name is checked (`endpoints`).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from wandesk.dashscope.streams import SOCKET_OPTION

HEAD_START = 0.25
"""Seconds before the next address is tried beside the earlier ones (RFC 8305)."""

_SPECIAL_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
"""IANA's special-purpose IPv4 addresses. Not 198.18.0.0/15 (benchmarks): VPN programs that route by name (Clash, Surge)
resolve every name to it, and no real host has such an address."""
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""IANA's special-purpose addresses in 2000::/3, with 6to4 and Teredo, which may contain any IPv4 address."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 show them (RFC 6052)."""


class NotPublic(httpcore.ConnectError):
    """The host's name leads to no public address."""


def is_public(address: str) -> bool:
    """Whether an IP address, in its usual spelling, is one that a host on the Internet can have."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found not in _NAT64:
            return found in _GLOBAL_6 and not any(found in network for network in _SPECIAL_6)
        found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return not any(found in network for network in _SPECIAL_4)


class PublicHostsBackend(httpcore.AsyncNetworkBackend):
    """A network backend that connects to public addresses only; raises NotPublic where a name has none."""

    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        async def connect(address: str) -> httpcore.AsyncNetworkStream:
            return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)

        try:
            async with asyncio.timeout(timeout):
                return await _first(connect, await _public_addresses(host, port))
        except TimeoutError as late:
            raise httpcore.ConnectTimeout(f"{host} did not answer in time") from late

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


async def _first(
    connect: Callable[[str], Awaitable[httpcore.AsyncNetworkStream]], addresses: Sequence[str]
) -> httpcore.AsyncNetworkStream:
    """The first connection that opens; each address has a head start on the next. Raises ConnectError."""
    opened: list[httpcore.AsyncNetworkStream] = []
    faults: list[httpcore.NetworkError | httpcore.TimeoutException] = []

    async def attempt(address: str) -> None:
        try:
            opened.append(await connect(address))
        except (httpcore.NetworkError, httpcore.TimeoutException) as fault:
            faults.append(fault)

    async with asyncio.TaskGroup() as group:
        waiting, running = list(addresses), set[asyncio.Task[None]]()
        while not opened and (waiting or running):
            if waiting:
                running.add(group.create_task(attempt(waiting.pop(0))))
            within = HEAD_START if waiting else None
            _, running = await asyncio.wait(running, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        for task in running:
            task.cancel()
    for spare in opened[1:]:
        await spare.aclose()
    if opened:
        return opened[0]
    raise httpcore.ConnectError(str(faults[-1])) from faults[-1]


async def _public_addresses(host: str, port: int) -> Sequence[str]:
    """The public addresses of a host in the system's order. Raises NotPublic, ConnectError (the name is unknown)."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as unknown:
        raise httpcore.ConnectError(str(unknown)) from unknown
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    public = [address for address in addresses if is_public(address)]
    if not public:
        raise NotPublic(f"{host} leads to {', '.join(addresses)}")
    return public
