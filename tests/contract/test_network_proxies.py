"""Through real proxies on loopback: which host sees what, the name of each failure, and the contents of the log."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.leaks import found_in
from tests.support.proxies import Certificate, ConnectProxy, Proxy, SocksProxy, make_certificate, running_proxy
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, answering, raw_server, read_body, say
from tests.support.spellings import spellings
from wandesk.app.logs import keep_logs
from wandesk.dashscope.causes import cause_of, is_certificate_fault
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.faults import read_failed
from wandesk.dashscope.network import Network, Timeouts
from wandesk.domain.account import Secret
from wandesk.domain.errors import CloudUnreachable, NothingSent
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.settings.catalogue import load_catalogue

T = TypeVar("T")

HOST = "dashscope.example.com"
URL = f"https://{HOST}/api/v1/tasks/t-1"
KEY = "sk-canary0123456789"
LOGIN = ("canary-name", "canary:p@ss/word")
PATIENT = Timeouts(connect=10.0, write=10.0, read=10.0, create_read=10.0, stall=10.0)
BRIEF = Timeouts(connect=0.5, write=0.5, read=0.5, create_read=0.5, stall=0.5)
"""For servers that never answer properly."""
VIDEO = b"a video" * 1000
BOTH = pytest.mark.parametrize("kind", [ConnectProxy, SocksProxy])


class ManualProxy:
    """A manual proxy for every region, and its saved login."""

    def __init__(self, address: str, login: ProxyLogin | None = None) -> None:
        self.address = address
        self.kept = login

    def setting(self, region: str) -> ProxySetting:
        return ProxySetting(mode=ProxyMode.MANUAL, address=self.address)

    async def login(self, authority: str) -> ProxyLogin | None:
        return self.kept if authority in self.address else None


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"), HOST)


@pytest.fixture
def _trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    # The system's certificates are read from such a file. Windows and macOS have a store of their own.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))


async def get(network: Network, *, is_single: bool, timeouts: Timeouts = PATIENT) -> httpx.Response:
    """One read with the key, as the client does it."""
    headers = {"authorization": f"Bearer {KEY}"}
    timeout = timeouts.timeout(timeouts.read)
    if is_single:
        async with network.single(URL, timeout=timeout) as client:
            return await client.get(URL, headers=headers)
    client = await network.shared("api", URL, timeout=timeout, connections=2)
    return await client.get(URL, headers=headers)


async def asked(routing: ManualProxy, *, is_single: bool = False, timeouts: Timeouts = PATIENT) -> httpx.Response:
    network = Network(user_agent="test", routes=routing)
    try:
        return await get(network, is_single=is_single, timeouts=timeouts)
    finally:
        await network.close()


async def fault_of(asking: Awaitable[Any]) -> Exception:
    with pytest.raises(httpx.TransportError) as raised:
        await asking
    return raised.value


def secrets_in(text: str | bytes) -> list[str]:
    """The canaries that a text contains, in any of the encodings in which they are sent."""
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    plain = [KEY, LOGIN[1], quote(LOGIN[1], safe="")]
    written = [base64.b64encode(each.encode()).decode() for each in (KEY, ":".join(LOGIN))]
    return [each for each in plain + written if each in text]


@BOTH
@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.parametrize("login", [None, LOGIN])
@pytest.mark.usefixtures("_trusted")
def test_request_goes_through_a_real_proxy(
    kind: type[Proxy], is_single: bool, login: tuple[str, str] | None, certificate: Certificate
) -> None:
    async def story() -> None:
        answer = answering(body=b'{"request_id": "r"}', content_type="application/json")
        async with (
            raw_server(answer, tls=certificate.server) as cloud,
            running_proxy(kind, cloud.port, login=login) as proxy,
        ):
            kept = ProxyLogin(name=login[0], password=Secret(login[1])) if login else None
            response = await asked(ManualProxy(proxy.url, kept), is_single=is_single)
            assert response.json() == {"request_id": "r"}
            assert proxy.targets == [f"{HOST}:443"], "the proxy resolves the name"
            assert cloud.requests[0].headers["authorization"] == f"Bearer {KEY}"
            assert "proxy-authorization" not in cloud.requests[0].headers, "the cloud does not receive the login"
            assert KEY.encode() not in proxy.received
            assert b"/api/v1" not in proxy.received
            assert b"authorization: bearer" not in proxy.received.lower()

    asyncio.run(story())


@BOTH
@pytest.mark.usefixtures("_trusted")
def test_proxy_that_needs_a_login_is_recognised_and_a_new_login_is_used(
    kind: type[Proxy], certificate: Certificate
) -> None:
    async def story() -> None:
        async with (
            raw_server(answering(body=b"{}"), tls=certificate.server) as cloud,
            running_proxy(kind, cloud.port, login=LOGIN) as proxy,
        ):
            routing = ManualProxy(proxy.url)
            network = Network(user_agent="test", routes=routing)
            for wrong in (None, ProxyLogin(name=LOGIN[0], password=Secret("wrong"))):
                routing.kept = wrong
                fault = await fault_of(get(network, is_single=False))
                assert cause_of(fault).sentence == "cloud_proxy_password"
                assert isinstance(read_failed(fault), CloudUnreachable)
            routing.kept = ProxyLogin(name=LOGIN[0], password=Secret(LOGIN[1]))
            assert (await get(network, is_single=False)).status_code == 200
            assert proxy.refused == 2
            assert cloud.connections == 1
            await network.close()

    asyncio.run(story())


async def _html(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 19\r\n\r\n<html>log in</html>")
    await writer.drain()
    raise ConnectionResetError


async def _noise(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
    writer.write(b"<html>no http at all</html>\r\n\r\n")
    await writer.drain()
    raise ConnectionResetError


async def _cut(_server: RawServer, _request: Request, _reader: Reader, _writer: Writer) -> None:
    raise ConnectionResetError


async def _silent(_server: RawServer, _request: Request, reader: Reader, _writer: Writer) -> None:
    await reader.read()


@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.parametrize(
    ("treat", "sentences"),
    [
        (answering("403 Forbidden", b"<html>no</html>"), {"cloud_proxy"}),
        (answering("407 Proxy Authentication Required"), {"cloud_proxy_password"}),
        (answering("502 Bad Gateway", b"<html>no</html>"), {"cloud_proxy"}),
        (answering("302 Found", location="https://login.example/"), {"cloud_proxy"}),
        (_noise, {"cloud_proxy"}),
        (_cut, {"cloud_proxy"}),
        (_silent, {"cloud_proxy"}),
        # Either the page arrives where TLS was to begin, or the connection is cut there.
        (_html, {"cloud_gateway", "cloud_unreachable"}),
    ],
)
@pytest.mark.usefixtures("_trusted")
def test_proxy_without_a_connection_is_recognised(treat: Treat, sentences: set[str], is_single: bool) -> None:
    async def story() -> None:
        async with raw_server(treat) as proxy:
            fault = await fault_of(asked(ManualProxy(proxy.origin), is_single=is_single, timeouts=BRIEF))
            assert cause_of(fault).sentence in sentences, repr(fault)
            assert [each.line for each in proxy.requests] == [f"CONNECT {HOST}:443 HTTP/1.1"]
            assert not any("authorization" in each.headers for each in proxy.requests)

    asyncio.run(story())


class NotTls(Proxy):
    """A server behind a proxy that is not the cloud: it answers the TLS greeting in plain text."""

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        return False


class Silent(Proxy):
    """Accepts everything and sends nothing."""

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        await reader.read()
        return False


class Web(Proxy):
    """Greets every client with a page."""

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n<html>log in</html>")
        await writer.drain()
        return False


class Cut(Proxy):
    """Closes the connection at the first byte."""

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        await reader.read(1)
        return False


@BOTH
@pytest.mark.usefixtures("_trusted")
def test_plain_text_behind_the_proxy_is_not_the_cloud(kind: type[Proxy]) -> None:
    async def story() -> None:
        async with running_proxy(NotTls, 0) as behind, running_proxy(kind, behind.port) as proxy:
            assert cause_of(await fault_of(asked(ManualProxy(proxy.url)))).sentence == "cloud_gateway"

    asyncio.run(story())


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.usefixtures("_trusted")
def test_absent_proxy_is_reported(scheme: str) -> None:
    async def story() -> None:
        async with raw_server(answering()) as gone:
            port = gone.port
        assert cause_of(await fault_of(asked(ManualProxy(f"{scheme}://127.0.0.1:{port}")))).sentence == "cloud_proxy"

    asyncio.run(story())


@pytest.mark.parametrize("kind", [Silent, Web, Cut])
@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.usefixtures("_trusted")
def test_other_server_is_not_taken_for_a_socks_proxy(kind: type[Proxy], is_single: bool) -> None:
    async def story() -> None:
        async with running_proxy(kind, 0) as proxy, asyncio.timeout(5):
            fault = await fault_of(
                asked(ManualProxy(f"socks5://{proxy.authority}"), is_single=is_single, timeouts=BRIEF)
            )
            assert cause_of(fault).sentence == "cloud_proxy"

    asyncio.run(story())


@BOTH
def test_untrusted_certificate_is_reported(kind: type[Proxy], certificate: Certificate) -> None:
    async def story() -> None:
        async with (
            raw_server(answering(), tls=certificate.server) as cloud,
            running_proxy(kind, cloud.port) as proxy,
        ):
            fault = await fault_of(asked(ManualProxy(proxy.url)))
            assert is_certificate_fault(fault)
            assert read_failed(fault).sentence == "cloud_certificate"
            assert cloud.requests == [], "no byte of the request was sent"

    asyncio.run(story())


@pytest.mark.usefixtures("_trusted")
def test_certificate_of_another_host_is_reported(certificate: Certificate) -> None:
    async def story() -> None:
        async with raw_server(answering(), tls=certificate.server) as cloud:
            network = Network(user_agent="test", proxies=dict)
            url = f"https://localhost:{cloud.port}/x"
            async with network.single(url, timeout=PATIENT.timeout(10)) as client:
                assert read_failed(await fault_of(client.get(url))).sentence == "cloud_certificate"

    asyncio.run(story())


def test_unresolvable_host_is_reported() -> None:
    async def story() -> None:
        network = Network(user_agent="test", proxies=dict)
        url = "https://no-such-host.invalid/x"
        async with network.single(url, timeout=PATIENT.timeout(10)) as client:
            assert read_failed(await fault_of(client.get(url))).sentence == "cloud_host_unknown"

    asyncio.run(story())


class OneRegion(ManualProxy):
    """A proxy for one region only. The others are reached directly."""

    def setting(self, region: str) -> ProxySetting:
        return super().setting(region) if region == "practice" else ProxySetting(mode=ProxyMode.NONE)


@BOTH
@pytest.mark.usefixtures("_trusted")
def test_every_request_uses_the_proxy_of_its_region(
    kind: type[Proxy], certificate: Certificate, tmp_path: Path
) -> None:
    async def treat(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader)
        if "/video.mp4" in request.line:
            await say(writer, body=VIDEO, content_type="video/mp4")
            return
        status = "PENDING" if request.line.startswith("POST") else "RUNNING"
        await say(writer, body=json.dumps({"output": {"task_id": "t-1", "task_status": status}}).encode())

    async def story() -> None:
        async with raw_server(treat, tls=certificate.server) as server, running_proxy(kind, server.port) as proxy:
            cloud = DashScope(load_catalogue(), timeouts=PATIENT, routes=OneRegion(proxy.url))
            there = connection(f"https://{HOST}/api/v1", key=KEY)
            made = await cloud.create(
                there, request_for(), sent_inputs(first_frame="https://a.example/b.jpg"), sent=lambda *_: None
            )
            assert made.task_id == "t-1"
            assert (await cloud.task(there, "t-1")).status is TaskStatus.RUNNING
            assert proxy.targets == [f"{HOST}:443"] * 2, "an order has a connection of its own"
            assert secrets_in(proxy.received) == []
            with pytest.raises(CloudUnreachable):  # direct: that host does not exist
                await cloud.task(replace(there, region="beijing"), "t-1")
            assert len(proxy.targets) == 2
            length = await cloud.download(
                f"https://{HOST}/video.mp4",
                tmp_path / "video.part",
                endpoint=None,
                received=lambda *_: None,
                stopped=lambda: False,
                region=there.region,
            )
            assert length == len(VIDEO)
            assert len(proxy.targets) == 3
            await cloud.close()

    asyncio.run(story())


@pytest.mark.usefixtures("_trusted")
def test_order_stopped_by_a_proxy_was_not_sent() -> None:
    async def story() -> None:
        async with raw_server(_cut) as proxy:
            there = connection(f"https://{HOST}/api/v1", key=KEY)
            for address, sentence in (
                (proxy.origin, "cloud_proxy"),
                ("socks4://127.0.0.1:1", "proxy_socks4"),
                (f"socks5://127.0.0.1:{proxy.port}", "cloud_proxy"),
            ):
                cloud = DashScope(load_catalogue(), timeouts=BRIEF, routes=ManualProxy(address))
                with pytest.raises(NothingSent) as stopped:
                    await cloud.create(
                        there, request_for(), sent_inputs(first_frame="https://a.example/b.jpg"), sent=lambda *_: None
                    )
                assert stopped.value.sentence == sentence
                with pytest.raises(CloudUnreachable) as unread:
                    await cloud.task(there, "t-1")
                assert unread.value.sentence == sentence
                await cloud.close()

    asyncio.run(story())


# ------------------------------------------------------------------ the contents of the log


@pytest.mark.logs("logged:|cannot be used")
@pytest.mark.usefixtures("_trusted")
def test_log_lines_of_every_failure_hold_no_secret(tmp_path: Path, certificate: Certificate) -> None:
    """A key, a proxy's password and a signed link go through every kind of failure."""
    signed = f"https://{HOST}/a.mp4?Expires=17&OSSAccessKeyId=LTAIcanary&Signature=canary%2Bsigned"
    log = logging.getLogger("wandesk.test")
    named = f"{LOGIN[0]}:{quote(LOGIN[1], safe='')}"

    async def log_failure(asking: Callable[[], Awaitable[Any]]) -> None:
        try:
            await asking()
        except Exception as fault:
            log.warning("logged: %s %r", read_failed(fault), fault, exc_info=True)

    async def story() -> None:
        echo = json.dumps({"message": f"key {KEY} is wrong, see {signed}"}).encode()
        async with (
            raw_server(answering("401 No", echo), tls=certificate.server) as cloud,
            running_proxy(ConnectProxy, cloud.port, login=LOGIN) as asks,
            running_proxy(SocksProxy, cloud.port, login=LOGIN) as socks,
        ):
            for address in (
                asks.url,
                f"http://{named}@{asks.authority}",
                f"socks5://{named}@{socks.authority}",
                f"socks4://{named}@{socks.authority}",
                f"http://{named}@127.0.0.1:1",
                f"http://{named}@h:99999",
                f"http://{LOGIN[0]}:{LOGIN[1]}@h:1",
            ):
                for kept in (None, ProxyLogin(name=LOGIN[0], password=Secret("wrong"))):
                    network = Network(user_agent="test", routes=ManualProxy(address, kept))
                    await log_failure(lambda n=network: get(n, is_single=True))  # type: ignore[misc]
                    system = Network(user_agent="test", proxies=lambda a=address: {"all": a, "no": "x"})  # type: ignore[misc]
                    await log_failure(lambda n=system: get(n, is_single=False))  # type: ignore[misc]
                    await system.close()
            response = await asked(ManualProxy(asks.url, ProxyLogin(name=LOGIN[0], password=Secret(LOGIN[1]))))
            log.warning("logged: %s", response.text)
            log.warning("logged: GET %s", signed)
            log.warning("logged: %s", dict(response.request.headers))
            log.warning("logged: Proxy-Authorization: Basic %s", base64.b64encode(":".join(LOGIN).encode()).decode())
            assert cloud.requests

    with keep_logs(tmp_path):
        asyncio.run(story())
    written = (tmp_path / "wandesk.log").read_text("utf-8")
    assert written.count("logged:") > 20
    assert "Traceback" in written
    assert secrets_in(written) == []
    for secret in ("canary%2Bsigned", "canary+signed", "LTAIcanary", "p@ss/word", "canary0123456789"):
        assert secret not in written, secret


def test_proxy_that_repeats_its_password_gives_none_of_it_away() -> None:
    password = 'pr0xy/P@ss+w"rd%of=canary'
    told: list[tuple[str, bytes]] = []

    async def story(spelling: str) -> None:
        async def refuse(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
            writer.write(f"HTTP/1.1 403 Forbidden for {spelling}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            raise ConnectionResetError

        async with raw_server(refuse) as proxy:
            login = ProxyLogin(name="name", password=Secret(password))
            with pytest.raises(httpx.ProxyError) as refused:
                await asked(ManualProxy(proxy.origin, login), is_single=True)
            assert spelling in str(refused.value), "the proxy's words arrive"
            told.append((spelling, str(read_failed(refused.value)).encode()))

    for spelling in spellings(password):
        if spelling.isprintable():
            asyncio.run(story(spelling))
    assert len(told) > 20
    assert found_in(told, [password]) == []
