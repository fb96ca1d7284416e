"""Fetches a picture or audio file of the web for a preview; the cloud fetches it itself from the same address.

Only over https, from public hosts (`endpoints`, `public_hosts`), without the key and without cookies, and at most
MOST_BYTES of it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from wandesk import durable
from wandesk.dashscope.causes import is_not_public
from wandesk.dashscope.endpoints import (
    MOST_REDIRECTS,
    AddressRefused,
    StorageAddress,
    redirect_target,
    storage_address,
)
from wandesk.dashscope.faults import TRANSPORT_FAULTS, describe
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.opened_files import opened
from wandesk.domain.errors import FolderRefused, InputRefused, NoRoom
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import WebFileUnseen

MOST_BYTES = 50_000_000
"""More than any picture or audio file that a model takes."""
MOST_SECONDS = 30.0
READ_SECONDS = 10.0
BATCH_BYTES = 1 << 20

_REFUSALS = frozenset({401, 402, 403, 406, 407, 418, 429, 451})
"""Statuses of hosts that refuse programs, or visitors that have not logged in."""
_GONE = frozenset({404, 410})


async def fetch(network: Network, address: str, target: Path, *, timeouts: Timeouts) -> None:
    """Write the file at an https address to `target`.

    Raises InputRefused where the cloud could not fetch it either, WebFileUnseen where it perhaps can, NoRoom and
    FolderRefused.
    """
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await _fetch(network, _checked(address), target, timeouts)
    except TimeoutError as late:
        raise _unseen(f"not complete after {MOST_SECONDS:.0f} s", address) from late
    except TRANSPORT_FAULTS as fault:
        if is_not_public(fault):
            raise _private(describe(fault), address) from fault
        raise _unseen(describe(fault), address) from fault


def _checked(address: str) -> StorageAddress:
    """The address if it may be fetched for a preview."""
    parts = urlsplit(address)
    try:
        checked = storage_address(urlunsplit(parts._replace(netloc=parts.hostname or "")), allows_loopback=False)
    except AddressRefused as refused:
        raise _private(str(refused), address) from refused
    if parts.scheme != "https":
        raise WebFileUnseen("not https", sentence=Sentence.WEB_NOT_ENCRYPTED, values={"host": checked.host})
    if parts.port not in (None, 443):
        raise _unseen(f"port {parts.port}", address)
    return checked


async def _fetch(network: Network, address: StorageAddress, target: Path, timeouts: Timeouts) -> None:
    async with _response(network, address, timeouts) as response:
        status, host = response.status_code, address.host
        if status in _REFUSALS:
            values = {"host": host, "status": str(status)}
            raise InputRefused(f"HTTP {status}", sentence=Sentence.WEB_FORBIDDEN, values=values)
        if status in _GONE:
            raise InputRefused(f"HTTP {status}", sentence=Sentence.WEB_NOT_FOUND, values={"host": host})
        if status != httpx.codes.OK or response.headers.get("content-encoding", "identity").lower() != "identity":
            raise _unseen(f"HTTP {status}", address.url)
        if "html" in response.headers.get("content-type", "").lower():
            raise InputRefused("a web page", sentence=Sentence.WEB_PAGE, values={"host": host})
        try:
            await _save(response, target)
        except OSError as fault:
            kind = NoRoom if durable.is_disk_full(fault) else FolderRefused
            raise kind(type(fault).__name__, values={"folder": str(target.parent)}) from fault


@asynccontextmanager
async def _response(network: Network, address: StorageAddress, timeouts: Timeouts) -> AsyncIterator[httpx.Response]:
    """The answer to a GET, after redirects under the same rules."""
    timeout = httpx.Timeout(
        connect=timeouts.connect, read=min(READ_SECONDS, timeouts.read), write=timeouts.write, pool=timeouts.connect
    )
    first = address
    for _ in range(MOST_REDIRECTS + 1):
        async with (
            network.single(address.url, timeout=timeout, is_foreign=True) as client,
            client.stream("GET", address.url, headers={"accept-encoding": "identity"}) as response,
        ):
            try:
                location = response.headers.get("location")
                following = redirect_target(address, response.status_code, location, allows_loopback=False)
            except AddressRefused as refused:
                raise _unseen(f"HTTP {response.status_code} to {refused}", first.url) from refused
            if following is None:
                yield response
                return
        address = following
    raise _unseen(f"more than {MOST_REDIRECTS} redirects", first.url)


async def _save(response: httpx.Response, target: Path) -> None:
    """Write the body. Raises OSError, and InputRefused for one that is too large."""
    with contextlib.ExitStack() as undo:
        file = await opened(partial(durable.create_own, target, 0o600))
        undo.callback(target.unlink, missing_ok=True)
        with file:
            size, batch = 0, bytearray()
            async for piece in response.aiter_raw():
                size += len(piece)
                if size > MOST_BYTES:
                    values = {"most_bytes": MOST_BYTES}
                    raise InputRefused("the file is too large", sentence=Sentence.WEB_TOO_LARGE, values=values)
                batch += piece
                if len(batch) >= BATCH_BYTES:
                    await asyncio.to_thread(durable.write_all, file, bytes(batch))
                    batch.clear()
            await asyncio.to_thread(durable.write_all, file, bytes(batch))
        undo.pop_all()


def _unseen(detail: str, address: str) -> WebFileUnseen:
    return WebFileUnseen(detail, values={"host": urlsplit(address).hostname or ""})


def _private(detail: str, address: str) -> InputRefused:
    return InputRefused(detail, sentence=Sentence.WEB_PRIVATE, values={"host": urlsplit(address).hostname or ""})
