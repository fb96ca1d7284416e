"""Free requests: tasks, cancels and uploads. No answer causes more than a typed error."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import tracemalloc
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, answering, raw_server, read_body, say
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.errors import (
    CloudBusy,
    CloudError,
    CloudRefused,
    CloudUnreachable,
    DownloadBlocked,
    KeyRefused,
    NothingSent,
    Remedy,
    UploadsRefused,
)
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
SHORT = Timeouts(connect=2, write=2, read=0.3, create_read=0.3, stall=0.3)
RUNNING = json.dumps({"request_id": "r", "output": {"task_id": "t/1", "task_status": "RUNNING"}}).encode()


async def result_of(treat: Treat, ask: Callable[[DashScope, RawServer], Awaitable[Any]]) -> tuple[Any, RawServer]:
    """The result or the error of a request, and the server."""
    cloud = DashScope(CATALOG, timeouts=SHORT)
    async with raw_server(treat) as server:
        try:
            return await ask(cloud, server), server
        except CloudError as error:
            return error, server
        finally:
            await cloud.close()


async def poll(cloud: DashScope, server: RawServer) -> TaskReport:
    return await cloud.task(connection(server.base_url), "t/1")


@pytest.mark.parametrize(("body", "is_heard"), [(RUNNING, True), (b"<html>502</html>", False)])
def test_time_is_taken_from_the_cloud_and_not_from_a_page_in_its_place(body: bytes, is_heard: bool) -> None:
    """The time window of an order in the list depends on it, and a proxy's clock may be years wrong."""
    heard: list[float] = []

    async def story() -> None:
        async with raw_server(answering("200 OK", body, date="Mon, 23 Nov 2026 05:00:00 GMT")) as server:
            cloud = DashScope(CATALOG, timeouts=SHORT, date_received=lambda _region, at: heard.append(at))
            with contextlib.suppress(CloudUnreachable):
                await poll(cloud, server)
            await cloud.close()

    asyncio.run(story())
    assert heard == ([datetime(2026, 11, 23, 5, tzinfo=UTC).timestamp()] if is_heard else [])


def test_task_is_read() -> None:
    async def twice(cloud: DashScope, server: RawServer) -> TaskReport:
        await poll(cloud, server)
        return await poll(cloud, server)

    treat = answering(body=gzip.compress(RUNNING), content_encoding="gzip", set_cookie="acw_tc=1; Path=/")
    report, server = asyncio.run(result_of(treat, twice))
    assert report.status is TaskStatus.RUNNING
    assert server.connections == 1  # kept open, unlike an order's
    assert server.requests[1].line == "GET /api/v1/tasks/t%2F1 HTTP/1.1"
    assert server.requests[1].headers["authorization"] == "Bearer sk-practice"
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("401 Unauthorized", b'{"code": "InvalidApiKey"}', KeyRefused),
        ("401 Unauthorized", b"<html>company login</html>", CloudUnreachable),
        ("429 Too Many", b'{"code": "Throttling.RateQuota"}', CloudBusy),
        ("429 Too Many", b"<html>slow down</html>", CloudBusy),
        ("429 Too Many", b"", CloudBusy),
        ("500 Oops", b'{"code": "InternalError"}', CloudUnreachable),
        ("502 Bad Gateway", b"<html>502</html>", CloudUnreachable),
        ("403 Forbidden", b"<html>blocked</html>", CloudUnreachable),
        ("302 Found", b"", CloudUnreachable),
        ("400 Bad", b'{"code": "InvalidParameter"}', CloudRefused),
        ("200 OK", b"{}", CloudUnreachable),
        ("200 OK", b'{"output": {"task_id": "another", "task_status": "FAILED"}}', CloudUnreachable),
        ("404 Not Found", b'{"message": "no Route matched"}', CloudUnreachable),
    ],
)
def test_answer_without_the_task_is_an_error(status: str, body: bytes, kind: type[CloudError]) -> None:
    error, _ = asyncio.run(result_of(answering(status, body), poll))
    assert type(error) is kind


async def _cut(_server: RawServer, _request: Request, _reader: Reader, _writer: Writer) -> None:
    raise ConnectionResetError


async def _silent(_server: RawServer, _request: Request, reader: Reader, _writer: Writer) -> None:
    await reader.read()


async def _endless(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


@pytest.mark.parametrize("treat", [_cut, _silent, _endless, answering(body=b"no", content_encoding="gzip")])
def test_connection_failure_is_only_retried(treat: Treat) -> None:
    error, _ = asyncio.run(result_of(treat, poll))
    assert isinstance(error, CloudUnreachable)


def test_cancel_is_sent_and_its_refusal_reported() -> None:
    async def cancel(cloud: DashScope, server: RawServer) -> None:
        await cloud.cancel(connection(server.base_url), "t-1")

    answer, server = asyncio.run(result_of(answering(body=b'{"request_id": "r"}'), cancel))
    assert answer is None
    assert server.requests[0].line == "POST /api/v1/tasks/t-1/cancel HTTP/1.1"
    assert server.requests[0].headers["content-length"] == "0"
    late, _ = asyncio.run(result_of(answering("400 Bad", b'{"code": "UnsupportedOperation"}'), cancel))
    assert isinstance(late, CloudRefused)
    assert late.sentence == "cancel_too_late"


# ------------------------------------------------------------------ proxies


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
def test_refusal_by_a_proxy_is_reported(status: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with raw_server(answering(status, b"<html>no</html>")) as proxy:
            cloud = DashScope(CATALOG, timeouts=SHORT, proxies=lambda: {"https": proxy.origin, "no": "other.example"})
            real = connection("https://dashscope.example.com/api/v1")
            with pytest.raises(NothingSent) as not_sent:
                await cloud.create(
                    real, request_for(), sent_inputs(first_frame="https://a.example/b.jpg"), sent=lambda *_: None
                )
            assert not_sent.value.sentence == ("cloud_proxy_password" if "407" in status else "cloud_proxy")
            with pytest.raises(CloudUnreachable):
                await cloud.task(real, "t-1")
            kind = CloudUnreachable if status.startswith("502") else DownloadBlocked
            with pytest.raises(kind):
                await cloud.download(
                    "https://videos.example.com/a.mp4?Signature=secret",
                    tmp_path / "a.part",
                    endpoint=None,
                    received=lambda *_: None,
                    stopped=lambda: False,
                )
            await cloud.close()
            assert [each.line for each in proxy.requests] == [
                "CONNECT dashscope.example.com:443 HTTP/1.1",
                "CONNECT dashscope.example.com:443 HTTP/1.1",
                "CONNECT videos.example.com:443 HTTP/1.1",
            ]
            assert not any("authorization" in each.headers for each in proxy.requests)

    asyncio.run(story())


# ------------------------------------------------------------------ uploads


def storage(*stored: bytes, status: tuple[str, ...] = ("200 OK",), largest: str = "100") -> Treat:
    """An API that gives upload policies, and a storage whose answers follow a list; the last one repeats."""
    answers = list(zip(status, stored or (b"",) * len(status), strict=True))

    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        if request.line.startswith("GET /api/v1/uploads?"):
            data = {
                "policy": "p",
                "signature": "s",
                "upload_dir": "instant/x",
                "upload_host": f"{server.origin}/",
                "max_file_size_mb": largest,
                "oss_access_key_id": "id",
                "x_oss_object_acl": "private",
                "x_oss_forbid_overwrite": "true",
            }
            await say(writer, body=json.dumps({"data": data}).encode())
            return
        await read_body(request, reader)
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        await say(writer, status=status, body=body)

    return treat


def sending(path: Path, *, progress: list[int] | None = None, stops_at: int = 1 << 60) -> Any:
    done: list[int] = [] if progress is None else progress

    async def send(cloud: DashScope, server: RawServer) -> Any:
        return await cloud.upload(
            connection(server.base_url),
            "wan2.5-i2v-preview",
            path,
            ".mp3",
            sent=lambda so_far, _total: done.append(so_far),
            stopped=lambda: bool(done) and done[-1] >= stops_at,
        )

    return send


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "ü.mp3"
    path.write_bytes(bytes(range(256)) * 4000)
    return path


def test_upload_is_sent_as_documented(sound: Path) -> None:
    progress: list[int] = []
    upload, server = asyncio.run(result_of(storage(), sending(sound, progress=progress)))
    asks, sends = server.requests
    assert asks.line == "GET /api/v1/uploads?action=getPolicy&model=wan2.5-i2v-preview HTTP/1.1"
    assert "authorization" in asks.headers
    assert "authorization" not in sends.headers
    assert "cookie" not in sends.headers
    assert sends.length == len(sends.body)
    boundary = sends.headers["content-type"].partition("boundary=")[2].encode()
    *parts, end = sends.body.split(b"--" + boundary)[1:]
    assert end == b"--\r\n"
    fields = {}
    for part in parts:
        head, _, value = part.partition(b"\r\n\r\n")
        fields[head.decode().partition('name="')[2].partition('"')[0]] = value.removesuffix(b"\r\n")
    assert list(fields)[-1] == "file"
    assert fields.pop("file") == sound.read_bytes()
    key = fields.pop("key").decode()
    assert fields == {
        "OSSAccessKeyId": b"id",
        "Signature": b"s",
        "policy": b"p",
        "x-oss-object-acl": b"private",
        "x-oss-forbid-overwrite": b"true",
        "success_action_status": b"200",
    }
    assert upload.url == f"oss://{key}"
    assert key.startswith("instant/x/")
    assert key.endswith(".mp3")
    assert progress[-1] == sound.stat().st_size
    assert progress == sorted(progress)


EXPIRED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>"
BUSY = b"<Error><Code>ServerBusy</Code><Message>Please reduce your request rate.</Message></Error>"
THROTTLED = b"<Error><Code>Throttling</Code><Message>Please reduce your request rate.</Message></Error>"
TOO_LARGE = b"<Error><Code>EntityTooLarge</Code><Message>no</Message></Error>"


def test_expired_upload_policy_is_requested_again(sound: Path) -> None:
    treat = storage(EXPIRED, b"", status=("403 Forbidden", "200 OK"))
    upload, server = asyncio.run(result_of(treat, sending(sound)))
    assert upload.url.startswith("oss://")
    assert len(server.requests) == 4
    error, server = asyncio.run(result_of(storage(EXPIRED, status=("403 Forbidden",)), sending(sound)))
    assert isinstance(error, CloudRefused)
    assert len(server.requests) == 4  # once, not for ever


@pytest.mark.parametrize(
    ("treat", "kind", "sentence"),
    [
        (storage(TOO_LARGE, status=("400 Bad",)), UploadsRefused, "cloud_too_large"),
        (storage(largest="1"), UploadsRefused, "cloud_too_large"),
        (storage(b"<html>no</html>", status=("403 Forbidden",)), CloudUnreachable, "cloud_upload_blocked"),
        (storage(b"<html>slow down</html>", status=("429 Slow",)), CloudUnreachable, "cloud_trouble"),
        (storage(b"", status=("503 Busy",)), CloudUnreachable, "cloud_trouble"),
        (storage(BUSY, status=("503 Busy",)), CloudUnreachable, "cloud_trouble"),
        (storage(THROTTLED, status=("400 Bad",)), CloudUnreachable, "cloud_busy"),
        (answering(body=b'{"data": {}}'), CloudUnreachable, "cloud_unreachable"),
        (answering("401 No", b'{"code": "InvalidApiKey"}'), KeyRefused, "key_refused"),
    ],
)
def test_failed_upload_is_an_error(treat: Treat, kind: type[CloudError], sentence: str, sound: Path) -> None:
    error, _ = asyncio.run(result_of(treat, sending(sound)))
    assert type(error) is kind
    assert error.sentence == sentence
    assert (error.remedy is Remedy.WAIT) == (sentence in ("cloud_trouble", "cloud_busy")), "not the network's fault"


KNOWS_NO_TASK = b'{"output": {"task_status": "UNKNOWN"}, "request_id": "r"}'
NO_KEY = b'{"code": "InvalidApiKey", "message": "Invalid API-key provided."}'
ARREARS = b'{"code": "Arrearage", "message": "pay"}'


@pytest.mark.parametrize(
    ("read", "kind", "sentence"),
    [
        (("200 OK", KNOWS_NO_TASK), UploadsRefused, "uploads_denied"),
        (("401 No", NO_KEY), KeyRefused, "key_refused"),
        (("400 No", ARREARS), KeyRefused, "key_refused"),
        (("502 Bad", b"<html>"), CloudUnreachable, "cloud_trouble"),
        (("500 Bad", b'{"code": "InternalError"}'), CloudUnreachable, "cloud_trouble"),
    ],
)
def test_a_401_for_the_permission_alone_is_no_refusal_of_the_key(
    read: tuple[str, bytes], kind: type[CloudError], sentence: str, sound: Path
) -> None:
    """A free read shows whether the key works."""

    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        is_permission = request.line.startswith("GET /api/v1/uploads?")
        status, body = ("401 No", NO_KEY) if is_permission else read
        await say(writer, status=status, body=body)

    error, server = asyncio.run(result_of(treat, sending(sound)))
    assert (type(error), error.sentence) == (kind, sentence)
    assert [each.line for each in server.requests if not each.line.startswith("GET ")] == []


def test_upload_is_stopped_between_slices(sound: Path) -> None:
    progress: list[int] = []
    error, server = asyncio.run(result_of(storage(), sending(sound, progress=progress, stops_at=300_000)))
    assert isinstance(error, CloudUnreachable)
    assert 300_000 <= progress[-1] < sound.stat().st_size
    assert server.requests[-1].body == b""


def test_missing_file_is_reported(tmp_path: Path) -> None:
    error, _ = asyncio.run(result_of(storage(), sending(tmp_path / "nothing.mp3")))
    assert isinstance(error, CloudRefused)
    assert error.sentence == "input_gone"


def test_large_upload_needs_little_memory(tmp_path: Path) -> None:
    gives_leave = storage(largest="1000")

    async def swallow(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        if request.line.startswith("GET"):
            await gives_leave(server, request, reader, writer)
            return
        left = request.length
        while left:
            left -= len(await reader.read(65536))
        await say(writer)

    async def measured(cloud: DashScope, server: RawServer) -> int:
        await sending(small)(cloud, server)
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            await sending(large)(cloud, server)
            return tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()

    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    large.write_bytes(bytes(20_000_000))
    grown, _ = asyncio.run(result_of(swallow, measured))
    assert grown < 2_500_000
