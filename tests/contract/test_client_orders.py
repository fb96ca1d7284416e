"""One paid POST to servers with every fault: what was not sent, what was refused, and what may have arrived."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import socket
import ssl
import subprocess
import tracemalloc
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.raw_server import (
    RawServer,
    Reader,
    Request,
    Treat,
    Writer,
    answering,
    raw_server,
    read_body,
    reset,
    say,
)
from wandesk import __version__
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.streams import EarlyAnswerBackend
from wandesk.domain.errors import CloudBusy, CloudError, CloudRefused, KeyRefused, NothingSent, OutcomeUnknown
from wandesk.domain.progress import WaitReason
from wandesk.domain.task import Submission
from wandesk.engine.waiting import wait_for
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
SHORT = Timeouts(connect=2, write=1, read=0.3, create_read=0.3, stall=0.3)
OWN_ID = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"
MADE = json.dumps({"request_id": "r-1", "output": {"task_status": "PENDING", "task_id": "t-1"}}).encode()
ADDRESS = "https://pictures.example/cat.jpg"


def cloud(**changes: Any) -> DashScope:
    return DashScope(CATALOG, **{"timeouts": SHORT, **changes})


async def ordered(
    server: RawServer,
    first_frame: Path | str = ADDRESS,
    *,
    audio: str | None = None,
    client: DashScope | None = None,
    key: str = "sk-practice",
) -> Submission:
    client = client or cloud()
    try:
        return await client.create(
            connection(server.base_url, key=key),
            request_for(),
            sent_inputs(first_frame=first_frame, audio=audio),
            sent=lambda _done, _total: None,
        )
    finally:
        await client.close()


async def ends(treat: Treat, first_frame: Path | str = ADDRESS) -> tuple[CloudError, RawServer]:
    """The error of an order that fails."""
    async with raw_server(treat) as server:
        with pytest.raises(CloudError) as error:
            await ordered(server, first_frame)
        return error.value, server


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.jpg"
    path.write_bytes(bytes(n % 256 for n in range(4096)) * 1200)  # 4.9 MB: more than the buffers of a socket hold
    return path


def test_order_is_sent_as_documented(picture: Path) -> None:
    async def story() -> None:
        points: list[str] = []
        progress: list[tuple[int, int | None]] = []
        async with raw_server(answering(body=MADE, set_cookie="acw_tc=1; Path=/")) as server:
            client = cloud(failpoint=points.append)
            for _ in range(2):
                submission = await client.create(
                    connection(server.base_url),
                    request_for(),
                    sent_inputs(first_frame=picture),
                    sent=lambda done, total: progress.append((done, total)),
                )
            await client.close()
        assert submission == Submission(task_id="t-1", request_id="r-1")
        assert server.connections == 2  # each order has a connection of its own
        assert points == ["post_started", "post_returned"] * 2
        request = server.requests[1]
        assert request.line == "POST /api/v1/services/aigc/video-generation/video-synthesis HTTP/1.1"
        assert len(request.body) == request.length
        assert progress[-1] == (request.length, request.length)
        assert len(progress) > 20
        assert json.loads(request.body)["input"]["img_url"].startswith("data:image/jpeg;base64,")
        assert request.headers["authorization"] == "Bearer sk-practice"
        assert request.headers["x-dashscope-async"] == "enable"
        assert request.headers["user-agent"] == f"wan-desk/{__version__}"
        assert request.headers["content-type"] == "application/json"
        assert "transfer-encoding" not in request.headers
        assert "x-dashscope-ossresourceresolve" not in request.headers
        assert "cookie" not in request.headers

    asyncio.run(story())


def test_order_with_uploads_asks_to_resolve_them() -> None:
    async def story() -> None:
        async with raw_server(answering(body=MADE)) as server:
            await ordered(server, audio="oss://a/b.mp3")
        assert server.requests[0].headers["x-dashscope-ossresourceresolve"] == "enable"

    asyncio.run(story())


@pytest.mark.parametrize("encoding", ["plain", "gzip", "chunked"])
def test_good_answer_is_read_in_every_encoding(encoding: str) -> None:
    async def chunked(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for n in range(0, len(MADE), 7):
            piece = MADE[n : n + 7]
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    treats = {
        "plain": answering(body=MADE),
        "gzip": answering(body=gzip.compress(MADE), content_encoding="gzip"),
        "chunked": chunked,
    }

    async def story() -> None:
        async with raw_server(treats[encoding]) as server:
            assert (await ordered(server)).task_id == "t-1"

    asyncio.run(story())


def test_task_counts_whatever_else_the_answer_contains() -> None:
    async def story() -> None:
        body = json.dumps({"output": {"task_id": "t-1"}, "code": "Odd", "message": "?"}).encode()
        async with raw_server(answering("500 Oops", body, x_request_id="h-1")) as server:
            assert await ordered(server) == Submission(task_id="t-1", request_id="h-1")

    asyncio.run(story())


def error_body(code: str, message: str = "said") -> bytes:
    return json.dumps({"code": code, "message": message, "request_id": "r-9"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("401 Unauthorized", error_body("InvalidApiKey"), KeyRefused),
        ("429 Too Many", error_body("Throttling.RateQuota"), CloudBusy),
        ("429 Too Many", error_body("PrepaidBillOverdue"), CloudRefused),
        ("429 Too Many", error_body("Throttling.AllocationQuota", "Free allocated quota exceeded."), CloudRefused),
        ("429 Too Many", error_body("limit_burst_rate"), CloudBusy),
        ("429 Too Many", error_body("Studio.BrandNew"), CloudBusy),
        ("429 Too Many", b'{"message": "slow down"}', CloudBusy),
        ("429 Too Many", b"<html>slow down</html>", CloudBusy),
        ("400 Bad", error_body("Arrearage"), CloudRefused),
        ("200 OK", error_body("InvalidParameter"), OutcomeUnknown),
        ("400 Bad", b'{"error": {"code": "model_not_found", "message": "no"}}', CloudRefused),
        ("500 Oops", error_body("InternalError"), OutcomeUnknown),
        ("503 Busy", error_body("Throttling"), OutcomeUnknown),
        ("408 Late", error_body("Arrearage"), OutcomeUnknown),
    ],
)
def test_answer_with_an_error_code_is_an_answer(status: str, body: bytes, kind: type[CloudError]) -> None:
    error, server = asyncio.run(ends(answering(status, body, retry_after="3")))
    assert type(error) is kind
    assert len(server.requests) == 1
    if isinstance(error, CloudBusy):
        assert error.retry_after == 3.0


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("502 Bad Gateway", b"<html>502</html>"),
        ("504 Gateway Timeout", b""),
        ("200 OK", b""),
        ("200 OK", b"<html>hello</html>"),
        ("200 OK", b'{"request_id": "7574ee8f-38a3-4b1e-9280-11c33ab46e51", "output": {}}'),
        ("500 Oops", b'{"error": {"message": "timed out", "type": "upstream_error", "code": null}}'),
        ("200 OK", b"[]"),
        ("302 Found", b""),
        ("404 Not Found", b'{"message": "no Route matched"}'),
        ("200 OK", b'{"output": {"task_id": "t-1"'),
    ],
)
@pytest.mark.parametrize("is_own", [False, True])
def test_unreadable_answer_to_a_complete_order_is_uncertain(
    status: str, body: bytes, is_own: bool, picture: Path
) -> None:
    """Its request ID proves something only where it is certainly the cloud's, because an order without its row counts
    as not made.
    """
    own = {"req_cost_time": "12"} if is_own else {}
    treat = answering(status, body, x_request_id=OWN_ID, location="http://127.0.0.1:9/elsewhere", **own)
    error, server = asyncio.run(ends(treat, picture))
    assert isinstance(error, OutcomeUnknown)
    assert error.request_id in ("", OWN_ID)
    assert bool(error.request_id and error.has_proven_id) is is_own
    assert len(server.requests) == 1


async def cut_before_the_answer(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    raise ConnectionResetError


async def reset_before_the_answer(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    reset(writer)


async def cut_in_the_headers(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    await writer.drain()
    raise ConnectionResetError


async def cut_in_the_answer(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    writer.write(
        b"HTTP/1.1 200 OK\r\nX-Request-Id: " + OWN_ID.encode() + b"\r\nReq-Cost-Time: 9\r\nContent-Length: 100\r\n\r\n{"
    )
    await writer.drain()
    raise ConnectionResetError


async def never_answer(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    await reader.read()


async def broken_gzip(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await answering(body=b"not gzip", content_encoding="gzip")(server, request, reader, writer)


async def endless_answer(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


async def no_http(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize(
    "treat",
    [
        cut_before_the_answer,
        reset_before_the_answer,
        cut_in_the_headers,
        cut_in_the_answer,
        never_answer,
        broken_gzip,
        endless_answer,
        no_http,
    ],
)
def test_connection_lost_after_a_complete_order_is_uncertain(treat: Treat, picture: Path) -> None:
    error, server = asyncio.run(ends(treat, picture))
    assert isinstance(error, OutcomeUnknown)
    assert len(server.requests) == server.connections == 1
    assert len(server.requests[0].body) == server.requests[0].length
    if treat is cut_in_the_answer:
        assert error.request_id == OWN_ID


async def cut_in_the_answer_of_a_limit(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    writer.write(b"HTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    raise ConnectionResetError


def test_order_that_a_rate_limit_refuses_waits_even_if_its_answer_is_cut_off(picture: Path) -> None:
    error, server = asyncio.run(ends(cut_in_the_answer_of_a_limit, picture))
    assert isinstance(error, CloudBusy)
    assert (error.retry_after, len(server.requests)) == (3.0, 1)


async def cut_in_the_body(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader, at_most=100_000)
    raise ConnectionResetError


async def reset_in_the_body(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader, at_most=100_000)
    reset(writer)


async def page_in_the_body(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader, at_most=100_000)
    await say(writer, status="403 Forbidden", body=b"<html>no</html>", connection="close")
    await reader.read()


async def stop_reading(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader, at_most=100_000)
    await writer.wait_closed()
    raise ConnectionResetError


@pytest.fixture(params=["selector", "proactor"])
def event_loop_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the Proactor loop of Windows a socket never looks readable: a read of asyncio has taken the bytes."""
    if request.param == "proactor":
        monkeypatch.setattr("httpcore._backends.anyio.is_socket_readable", lambda _socket: False)


@pytest.mark.usefixtures("event_loop_kind")
@pytest.mark.parametrize("treat", [cut_in_the_body, reset_in_the_body, page_in_the_body, stop_reading])
def test_incomplete_order_was_not_made(treat: Treat, picture: Path) -> None:
    error, server = asyncio.run(ends(treat, picture))
    assert isinstance(error, NothingSent)
    assert len(server.requests) == 1


@pytest.mark.usefixtures("event_loop_kind")
@pytest.mark.parametrize("closes", [False, True])
def test_refusal_in_the_middle_of_the_order_is_read(closes: bool, picture: Path) -> None:
    async def refuse(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader, at_most=100_000)
        await say(writer, status="401 Unauthorized", body=error_body("InvalidApiKey"), connection="close")
        if closes:
            writer.write_eof()
        await reader.read()

    error, _ = asyncio.run(ends(refuse, picture))
    assert isinstance(error, KeyRefused)
    assert error.request_id == "r-9"


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "408 Late"])
def test_server_error_in_the_middle_of_the_order_made_nothing(status: str, picture: Path) -> None:
    """Without its last byte the order is no order: it is safe to send it again."""

    async def fail(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader, at_most=100_000)
        await say(writer, status=status, body=error_body("InternalError"), connection="close")
        await reader.read()

    error, _ = asyncio.run(ends(fail, picture))
    assert isinstance(error, NothingSent)
    assert error.code == "InternalError"
    assert wait_for(error, 1, is_practice=False)[0] is WaitReason.CLOUD


def test_interim_answer_does_not_stop_the_order(picture: Path) -> None:
    async def wave_on(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
        await answering(body=MADE)(server, request, reader, writer)

    async def story() -> None:
        async with raw_server(wave_on) as server:
            assert (await ordered(server, picture)).task_id == "t-1"

    asyncio.run(story())


def test_logs_hold_no_secrets(caplog: pytest.LogCaptureFixture, picture: Path) -> None:
    caplog.set_level(logging.DEBUG)
    error, _ = asyncio.run(ends(answering("400 Bad", error_body("Arrearage", "key sk-practice-12345")), picture))
    asyncio.run(ends(cut_before_the_answer, picture))
    for text in (caplog.text, str(error), repr(error)):
        assert "sk-practice" not in text
        assert "turns its head" not in text


def test_unreachable_host_got_nothing() -> None:
    async def story() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound and not listening: the connection is refused
            server = RawServer(never_answer)
            server.port = taken.getsockname()[1]
            with pytest.raises(NothingSent):
                await ordered(server)

    asyncio.run(story())


@pytest.mark.parametrize("base", ["https://a..b/api/v1", f"https://{'a' * 70}.invalid/api/v1"])
def test_unresolvable_host_got_nothing(base: str) -> None:
    async def story() -> None:
        client = cloud()
        with pytest.raises(CloudRefused) as refused:
            await client.create(connection(base), request_for(), sent_inputs(first_frame=ADDRESS), sent=lambda *_: None)
        assert refused.value.sentence == "cloud_endpoint_refused"
        await client.close()

    asyncio.run(story())


@pytest.mark.parametrize("key", ["", "sk-schlüssel", "sk-a b", "sk-a\nb: c"])
def test_malformed_key_is_not_sent(key: str) -> None:
    async def story() -> None:
        async with raw_server(never_answer) as server:
            with pytest.raises(KeyRefused):
                await ordered(server, key=key)
            assert server.connections == 0

    asyncio.run(story())


def test_key_is_sent_nowhere_else() -> None:
    async def story() -> None:
        async with raw_server(answering(body=MADE)) as other:
            treat = answering("307 Temporary Redirect", b"", location=f"{other.base_url}/tasks")
            async with raw_server(treat) as server:
                with pytest.raises(OutcomeUnknown):
                    await ordered(server)
            assert other.connections == 0
        client = cloud()
        with pytest.raises(CloudRefused) as refused:
            await client.create(
                connection("http://dashscope.example/api/v1"),
                request_for(),
                sent_inputs(first_frame=ADDRESS),
                sent=lambda *_: None,
            )
        assert refused.value.sentence == "cloud_endpoint_refused"

    asyncio.run(story())


def test_large_picture_needs_little_memory(tmp_path: Path) -> None:
    async def swallow(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        left = request.length
        while left:
            left -= len(await reader.read(65536))
        await say(writer, body=MADE)

    async def story() -> int:
        async with raw_server(swallow) as server:
            await ordered(server, small)  # allocated once
            tracemalloc.start()
            try:
                before, _ = tracemalloc.get_traced_memory()
                await ordered(server, large)
                return tracemalloc.get_traced_memory()[1] - before
            finally:
                tracemalloc.stop()

    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    large.write_bytes(bytes(7_000_000))
    assert asyncio.run(story()) < 2_000_000


@pytest.mark.usefixtures("event_loop_kind")
def test_tls_tickets_are_not_an_early_answer(tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS 1.3 servers write right after the handshake. That must not stop the body, but a real refusal must."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
         str(certificate)],
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    ours = ssl.create_default_context(cafile=str(certificate))

    async def certificates(_network: Network) -> ssl.SSLContext:
        return ours

    monkeypatch.setattr(Network, "_certificates", certificates)

    async def refuse(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader, at_most=100_000)
        await say(writer, status="400 Bad", body=error_body("Arrearage"), connection="close")
        await reader.read()

    async def over_tls(treat: Treat) -> Submission:
        client = cloud()
        async with raw_server(treat, tls=theirs) as server:
            try:
                return await client.create(
                    connection(f"https://localhost:{server.port}/api/v1"),
                    request_for(),
                    sent_inputs(first_frame=picture),
                    sent=lambda *_: None,
                )
            finally:
                await client.close()

    assert asyncio.run(over_tls(answering(body=MADE))).task_id == "t-1"
    with pytest.raises(CloudRefused) as refused:
        asyncio.run(over_tls(refuse))
    assert refused.value.sentence == "cloud_arrears"


def test_httpx_has_the_field_that_reads_during_the_body() -> None:
    async def story() -> None:
        network = Network(user_agent="test", proxies=dict)
        async with network.single("http://127.0.0.1:9/", timeout=httpx.Timeout(1)) as client:
            transport = client._transport
            assert isinstance(transport, httpx.AsyncHTTPTransport)
            assert isinstance(transport._pool._network_backend, EarlyAnswerBackend)

    asyncio.run(story())
