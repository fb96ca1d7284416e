"""What tells one network of this computer from another, without a packet."""

from __future__ import annotations

import socket

_PLACES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses of documentation (RFC 5737, RFC 3849), which no host has. Connecting a UDP socket sends nothing."""
_PORT = 9


def local_addresses() -> tuple[str, ...]:
    """The addresses from which this computer would send to the internet; none without a network."""
    found = []
    for family, place in _PLACES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((place, _PORT))
                found.append(str(probe.getsockname()[0]))
        except OSError:  # no route: not in this network, or no network at all
            continue
    return tuple(found)
