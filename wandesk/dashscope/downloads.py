"""Resumable downloads of videos into `.part` files, without the key and without cookies."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import httpx

from wandesk import durable
from wandesk.dashscope import storage_answers
from wandesk.dashscope.answer_bodies import Unreadable, read_body
from wandesk.dashscope.causes import is_certificate_fault, is_not_public, is_proxy_refusal
from wandesk.dashscope.endpoints import (
    MOST_REDIRECTS,
    AddressRefused,
    StorageAddress,
    redirect_target,
    storage_address,
)
from wandesk.dashscope.faults import TRANSPORT_FAULTS, describe, read_failed
from wandesk.dashscope.json_values import id_text, name_text
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.part_file import PartDamaged, PartFile, Sidecar
from wandesk.domain.errors import (
    CloudUnreachable,
    DownloadBlocked,
    FolderRefused,
    LinkExpired,
    NoRoom,
    UnsafeLink,
    Value,
    VideoTooLarge,
    WanDeskError,
)
from wandesk.domain.transfers import LARGEST_VIDEO_BYTES, Stopped, TransferProgress, spare_bytes

BATCH_BYTES = 1024 * 1024
CONNECTIONS = 4

_DIGITS = r"([0-9]{1,15})"
"""Of a position in a file. More digits are no size of a file, and reading thousands of them is refused by Python."""
_CONTENT_RANGE = re.compile(rf"\s*bytes\s+{_DIGITS}-{_DIGITS}/(?:{_DIGITS}|\*)\s*", re.IGNORECASE)
_UNSATISFIED_RANGE = re.compile(rf"\s*bytes\s+\*/{_DIGITS}\s*", re.IGNORECASE)

T = TypeVar("T")


class _NotResumable(Exception):
    """The part does not belong to the file that the storage has now."""


async def download(
    network: Network,
    url: str,
    part: Path,
    *,
    allows_loopback: bool,
    timeouts: Timeouts,
    received: TransferProgress,
    stopped: Stopped,
) -> int:
    """Download the video into `part`; returns its length in bytes after fsync.

    Raises LinkExpired, DownloadBlocked, CloudUnreachable (also when stopped; the part is kept), VideoTooLarge, NoRoom,
    FolderRefused. NoRoom is raised while the disk still has `spare_bytes`. It has `needed_bytes`, `missing_bytes` and
    `folder` if known.
    """
    try:
        address = storage_address(url, allows_loopback=allows_loopback)
    except AddressRefused as refused:
        raise UnsafeLink(str(refused), values={"host": refused.host}) from refused
    file = PartFile(part)
    transfer = _Transfer(
        network=network,
        address=address,
        allows_loopback=allows_loopback,
        timeout=httpx.Timeout(connect=timeouts.connect, read=timeouts.stall, write=timeouts.write, pool=None),
        file=file,
        received=received,
        stopped=stopped,
    )
    try:
        try:
            await transfer.run(may_resume=True)
        except _NotResumable:
            await transfer.run(may_resume=False)
        return await _on_disk(part, file.finish)
    except PartDamaged:
        await _on_disk(part, file.forget)
        raise CloudUnreachable("the video's MD5 is not the one that the storage sent") from None
    except TRANSPORT_FAULTS as fault:
        raise _failed(fault, address.host) from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class _Transfer:
    """The exchanges of one download. `address` is the task's link; errors name its host."""

    network: Network
    address: StorageAddress
    allows_loopback: bool
    timeout: httpx.Timeout
    file: PartFile
    received: TransferProgress
    stopped: Stopped

    async def run(self, *, may_resume: bool) -> None:
        """Write the video, or the rest of it, into the part. Raises _NotResumable and what `download` raises."""
        file, host = self.file, self.address.host
        size, sidecar = await _on_disk(file.path, file.resume_point) if may_resume else (0, Sidecar())
        headers = {"accept-encoding": "identity"}
        if size:
            headers |= {"range": f"bytes={size}-", "if-range": sidecar.validator}
        async with self._response(headers) as response:
            if size and response.status_code == 416:
                end = _UNSATISFIED_RANGE.fullmatch(response.headers.get("content-range", ""))
                if end is not None and int(end[1]) == size and sidecar.length in (None, size):
                    return  # the part is complete already
                raise _NotResumable
            if response.status_code == 206 and size:
                length = _length_from(response, size, sidecar)
                open_file = partial(file.resume, size)
            elif response.status_code == 200:
                _check_video(response, host)
                size, length = 0, _content_length(response)
                found = Sidecar(
                    etag=id_text(response.headers.get("etag", "")),
                    last_modified=id_text(response.headers.get("last-modified", "")),
                    length=length,
                    md5=id_text(response.headers.get("content-md5", "").strip()),
                )
                open_file = partial(file.restart, found)
            else:
                raise await _refused(response, host)
            _check_size(length)
            self.received(size, length)
            try:
                await _on_disk(file.path, open_file)
                await asyncio.to_thread(_check_room, file.path, length, size)
                got = await _save(response, file, size, length, self.received, self.stopped)
            finally:
                await _on_disk(file.path, file.close)
        if length is not None and got != length:
            raise CloudUnreachable(f"{got} of {length} bytes received")

    @asynccontextmanager
    async def _response(self, headers: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        """The answer to a GET after the storage's redirects. Raises DownloadBlocked for one that is not followed."""
        address = self.address
        for _ in range(MOST_REDIRECTS + 1):
            client = await self.network.shared(
                "videos",
                address.url,
                timeout=self.timeout,
                connections=CONNECTIONS,
                is_foreign=not address.is_on_this_computer,
            )
            async with client.stream("GET", address.url, headers=headers) as response:
                target = self._target(address, response)
                if target is None:
                    yield response
                    return
            address = target
        raise _blocked(f"more than {MOST_REDIRECTS} redirects", self.address.host)

    def _target(self, address: StorageAddress, response: httpx.Response) -> StorageAddress | None:
        location = response.headers.get("location")
        try:
            return redirect_target(address, response.status_code, location, allows_loopback=self.allows_loopback)
        except AddressRefused as refused:  # a network's login page, most often
            raise _blocked(f"HTTP {response.status_code} to {refused}", self.address.host) from refused


async def _save(
    response: httpx.Response,
    file: PartFile,
    size: int,
    length: int | None,
    received: TransferProgress,
    stopped: Stopped,
) -> int:
    batch = bytearray()
    try:
        async for piece in response.aiter_raw():
            batch += piece
            size += len(piece)
            _check_size(size)
            received(size, length)
            if stopped():
                raise CloudUnreachable("the download was stopped")
            if len(batch) >= BATCH_BYTES:
                whole, batch = bytes(batch), bytearray()
                await _write(file, whole, length, size - len(whole))
    finally:
        # The bytes before a lost connection are kept: the next try resumes after them.
        if batch:
            await _write(file, bytes(batch), length, size - len(batch))
    return size


async def _write(file: PartFile, batch: bytes, length: int | None, done: int) -> None:
    await _on_disk(file.path, partial(file.write, batch), rest=None if length is None else length - done)
    await asyncio.to_thread(_check_room, file.path, length, done + len(batch))


async def _on_disk(part: Path, work: Callable[[], T], *, rest: int | None = None) -> T:
    """Run blocking work on the part off the loop. Raises NoRoom and FolderRefused instead of OSError.

    `rest` is how many bytes are still to be written, None if unknown.
    """
    try:
        return await asyncio.to_thread(work)
    except OSError as fault:
        raise await asyncio.to_thread(_disk_failed, fault, part, rest) from fault


def _check_room(part: Path, length: int | None, size: int) -> None:
    """Raises NoRoom if the rest of the video would not leave enough free space on the disk."""
    rest = 0 if length is None else length - size
    try:
        usage = shutil.disk_usage(part.parent)
    except OSError:
        return  # a full disk shows when it is written
    needed = rest + spare_bytes(usage.total)
    if (rest or length is None) and 0 < usage.free < needed:  # some disks report 0 for unknown
        raise _no_room("the video would not leave enough free space", part, needed, usage.free)


def _length_from(response: httpx.Response, size: int, sidecar: Sidecar) -> int | None:
    """The length of the whole file, from a 206. Raises _NotResumable if it is not the requested rest."""
    parts = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
    if parts is None or int(parts[1]) != size:
        raise _NotResumable
    length = None if parts[3] is None else int(parts[3])
    etag = response.headers.get("etag", "")
    is_other = (etag and sidecar.etag and etag != sidecar.etag) or (length and sidecar.length not in (None, length))
    if is_other or response.headers.get("content-encoding", "identity") != "identity":
        raise _NotResumable
    return length


def _content_length(response: httpx.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if re.fullmatch(_DIGITS, text) else None


def _check_size(size: int | None) -> None:
    """Raises VideoTooLarge for a video of so many bytes, or more."""
    if size is not None and size > LARGEST_VIDEO_BYTES:
        raise VideoTooLarge(f"{size} bytes", values={"most_bytes": LARGEST_VIDEO_BYTES})


def _check_video(response: httpx.Response, host: str) -> None:
    """Raises DownloadBlocked for an HTML page instead of the video."""
    kind = response.headers.get("content-type", "").lower()
    if "html" in kind or response.headers.get("content-encoding", "identity").lower() != "identity":
        raise _blocked(f"HTTP 200 with {name_text(kind)}", host)


async def _refused(response: httpx.Response, host: str) -> WanDeskError:
    status = response.status_code
    try:
        body = await read_body(response, at_most=storage_answers.LARGEST_BYTES)
    except (Unreadable, httpx.HTTPError, OSError):  # the status is enough
        body = b""
    own = storage_answers.read(response.headers, body)
    if (trouble := storage_answers.trouble(status, host, own)) is not None:
        return trouble
    if own is not None and status >= 400:
        return LinkExpired(own.message, code=own.code, request_id=own.request_id)
    return _blocked(f"HTTP {status}", host)


def _failed(fault: Exception, host: str) -> WanDeskError:
    if is_certificate_fault(fault) or is_proxy_refusal(fault) or is_not_public(fault):
        return _blocked(describe(fault), host)
    return read_failed(fault)


def _blocked(detail: str, host: str) -> DownloadBlocked:
    return DownloadBlocked(detail, values={"host": host})


def _disk_failed(fault: OSError, part: Path, rest: int | None) -> NoRoom | FolderRefused:
    detail = f"{type(fault).__name__}: {fault.strerror or fault}"
    if not durable.is_disk_full(fault):
        return FolderRefused(detail, values={"folder": str(part.parent)})
    free = needed = None
    with suppress(OSError):  # the missing size is optional
        usage = shutil.disk_usage(part.parent)
        free, needed = usage.free, None if rest is None else rest + spare_bytes(usage.total)
    return _no_room(detail, part, needed, free)


def _no_room(detail: str, part: Path, needed_bytes: int | None, free_bytes: int | None) -> NoRoom:
    values: dict[str, Value] = {"folder": str(part.parent)}
    if needed_bytes is not None:
        values["needed_bytes"] = needed_bytes
    if needed_bytes is not None and free_bytes is not None:
        values["missing_bytes"] = max(0, needed_bytes - free_bytes)
    return NoRoom(detail, values=values)
