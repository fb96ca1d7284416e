"""Temporary uploads: one multipart POST to the cloud's storage under an upload policy, without the key.

The file is the last field and is sent in slices, so its size does not matter for memory (wire-protocol 5.2).
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import httpx
import msgspec

from wandesk.dashscope import codes, storage_answers
from wandesk.dashscope.answer_bodies import Unreadable, read_body
from wandesk.dashscope.answers import UploadPolicy
from wandesk.dashscope.causes import is_not_public
from wandesk.dashscope.endpoints import (
    MOST_REDIRECTS,
    AddressRefused,
    StorageAddress,
    redirect_target,
    storage_address,
)
from wandesk.dashscope.faults import TRANSPORT_FAULTS, describe, read_failed
from wandesk.dashscope.meanings import Exchange
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.opened_files import opened
from wandesk.dashscope.payloads import input_unreadable, read_exactly
from wandesk.domain.errors import CloudRefused, CloudUnreachable, Remedy, UploadsRefused
from wandesk.domain.media import MIME_TYPES, SUFFIXES
from wandesk.domain.sentences import Sentence
from wandesk.domain.transfers import Stopped, TransferProgress

BLOCK_BYTES = 256 * 1024
LIFE_SECONDS = 47 * 3600.0
"""Lifetime of an upload: an hour less than the cloud keeps it."""

_SAME_REQUEST = frozenset({307, 308})
"""Redirects of the whole request; the others turn a POST into a GET."""
_TYPES = {SUFFIXES[name]: mime for name, mime in MIME_TYPES.items()}


class PolicyExpired(Exception):
    """The upload policy has expired."""


class _Cancelled(Exception):
    """The caller cancelled the upload."""


class MultipartBody(msgspec.Struct, frozen=True, kw_only=True):
    """A multipart form whose last field is a file."""

    boundary: str
    head: bytes
    tail: bytes
    source: Path
    size_bytes: int

    @property
    def length(self) -> int:
        return len(self.head) + self.size_bytes + len(self.tail)

    async def slices(self, sent: TransferProgress, stopped: Stopped) -> AsyncGenerator[bytes]:
        """The body; the file is read off the loop. `sent` counts the file's bytes only."""
        yield self.head
        try:
            file = await opened(lambda: self.source.open("rb"))
        except OSError as unreadable:
            raise input_unreadable(unreadable) from unreadable
        try:
            done = 0
            while done < self.size_bytes:
                if stopped():
                    raise _Cancelled
                piece = await asyncio.to_thread(read_exactly, file, min(BLOCK_BYTES, self.size_bytes - done))
                yield piece
                done += len(piece)
                sent(done, self.size_bytes)
        finally:
            await asyncio.to_thread(file.close)
        yield self.tail


def multipart(policy: UploadPolicy, key: str, source: Path, size_bytes: int) -> MultipartBody:
    """The form for one file under an upload policy."""
    boundary = f"wandesk-{uuid.uuid4().hex}"
    name = key.rpartition("/")[2]
    mime = _TYPES.get(Path(name).suffix, "application/octet-stream")
    fields = (*policy.fields, ("key", key), ("success_action_status", "200"))
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {mime}\r\n\r\n"
    )
    return MultipartBody(
        boundary=boundary,
        head=head.encode(),
        tail=f"\r\n--{boundary}--\r\n".encode(),
        source=source,
        size_bytes=size_bytes,
    )


async def send_file(
    network: Network,
    policy: UploadPolicy,
    source: Path,
    suffix: str,
    *,
    allows_loopback: bool,
    timeouts: Timeouts,
    sent: TransferProgress,
    stopped: Stopped,
) -> str:
    """Upload a file under a policy; returns its `oss://` address.

    Raises CloudUnreachable (also when stopped), UploadsRefused, CloudRefused, PolicyExpired.
    """
    try:
        address = storage_address(policy.host, allows_loopback=allows_loopback)
        size = (await asyncio.to_thread(source.stat)).st_size
    except AddressRefused as refused:
        raise CloudRefused(
            str(refused), sentence=Sentence.CLOUD_UPLOAD_ADDRESS, values={"host": refused.host}
        ) from refused
    except OSError as unreadable:
        raise input_unreadable(unreadable) from unreadable
    if policy.max_bytes is not None and size > policy.max_bytes:
        raise UploadsRefused(
            f"{size} of {policy.max_bytes} bytes", sentence=Sentence.CLOUD_TOO_LARGE, remedy=Remedy.REQUEST
        )
    key = f"{policy.folder}/{uuid.uuid4().hex}{suffix}"
    body = multipart(policy, key, source, size)
    headers = {"content-type": f"multipart/form-data; boundary={body.boundary}", "content-length": str(body.length)}
    host = address.host
    try:
        for _ in range(MOST_REDIRECTS + 1):
            async with (
                network.single(
                    address.url,
                    timeout=timeouts.timeout(timeouts.read),
                    is_foreign=not address.is_on_this_computer,
                ) as client,
                aclosing(body.slices(sent, stopped)) as slices,
                client.stream("POST", address.url, headers=headers, content=slices) as response,
            ):
                if response.is_success:
                    return f"oss://{key}"
                target = _redirected_to(address, response, host, allows_loopback=allows_loopback)
                if target is None:
                    answer = await read_body(response, at_most=storage_answers.LARGEST_BYTES)
                    break
                address = target
        else:
            raise _blocked(f"more than {MOST_REDIRECTS} redirects", host)
    except _Cancelled as cancelled:
        raise CloudUnreachable("the upload was stopped") from cancelled
    except Unreadable as unreadable:
        raise CloudUnreachable(str(unreadable)) from unreadable
    except TRANSPORT_FAULTS as fault:
        if is_not_public(fault):
            raise _blocked(describe(fault), host) from fault
        raise read_failed(fault) from fault
    raise _refused(response, answer, host)


def _redirected_to(
    address: StorageAddress, response: httpx.Response, host: str, *, allows_loopback: bool
) -> StorageAddress | None:
    """Where the same upload must be sent instead, None if it is not redirected. Raises CloudUnreachable."""
    if response.status_code not in _SAME_REQUEST:
        return None
    try:
        location = response.headers.get("location")
        return redirect_target(address, response.status_code, location, allows_loopback=allows_loopback)
    except AddressRefused as refused:
        raise _blocked(f"HTTP {response.status_code} to {refused}", host) from refused


def _blocked(detail: str, host: str) -> CloudUnreachable:
    return CloudUnreachable(detail, sentence=Sentence.CLOUD_UPLOAD_BLOCKED, values={"host": host})


def _refused(response: httpx.Response, answer: bytes, host: str) -> UploadsRefused | CloudUnreachable | PolicyExpired:
    status, own = response.status_code, storage_answers.read(response.headers, answer)
    if (trouble := storage_answers.trouble(status, host, own)) is not None:
        return trouble
    if own is None:
        return _blocked(f"HTTP {status} from {host}", host)
    if status == 403 and "expired" in own.message.lower():
        return PolicyExpired(own.message)
    ruling = codes.ruling(own.code, own.message, Exchange.UPLOAD)
    if ruling.kind is not None:  # it passes
        return CloudUnreachable(
            own.message, sentence=ruling.sentence, remedy=ruling.remedy, code=own.code, request_id=own.request_id
        )
    return UploadsRefused(
        own.message, sentence=ruling.sentence, remedy=ruling.remedy, code=own.code, request_id=own.request_id
    )
