"""Addresses of the storage over real TLS: http links, redirects and resumed downloads; no key and no cookies go along.

A proxy leads the invented hosts to a server of the test.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.client_requests import connection
from tests.support.proxies import Certificate, ConnectProxy, Proxy, make_certificate, running_proxy
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, raw_server, read_body, reset, say
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.errors import CloudUnreachable, DownloadBlocked, UnsafeLink, WanDeskError
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.settings.catalogue import load_catalogue

API, STORAGE, MIRROR = "dashscope.example.com", "results.example.com", "mirror.example.com"
VIDEO = bytes(range(256)) * 12_000
QUERY = "?Expires=1&OSSAccessKeyId=LTAI&Signature=a%2Bb"
PATIENT = Timeouts(connect=10.0, write=10.0, read=10.0, create_read=10.0, stall=10.0)


class ToProxy:
    """Every region goes through one proxy."""

    def __init__(self, address: str) -> None:
        self._address = address

    def setting(self, region: str) -> ProxySetting:
        return ProxySetting(mode=ProxyMode.MANUAL, address=self._address)

    async def login(self, authority: str) -> ProxyLogin | None:
        return None


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"), API, STORAGE, MIRROR)


@pytest.fixture(autouse=True)
def _trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))


@asynccontextmanager
async def cloud_behind(treat: Treat, certificate: Certificate) -> AsyncIterator[tuple[DashScope, RawServer, Proxy]]:
    """A client whose every host is one TLS server."""
    async with raw_server(treat, tls=certificate.server) as server, running_proxy(ConnectProxy, server.port) as proxy:
        cloud = DashScope(load_catalogue(), timeouts=PATIENT, routes=ToProxy(proxy.url))
        try:
            yield cloud, server, proxy
        finally:
            await cloud.close()


async def fetched(cloud: DashScope, url: str, part: Path) -> int | WanDeskError:
    try:
        return await cloud.download(
            url, part, endpoint=f"https://{API}/api/v1", received=lambda *_: None, stopped=lambda: False
        )
    except WanDeskError as error:
        return error


class Redirecting:
    """A storage that redirects by host and path, and serves the video anywhere else. The first answer may be cut."""

    def __init__(self, *redirects: tuple[str, str], status: str = "302 Found", cut: int | None = None) -> None:
        self._redirects = dict(redirects)
        self._status = status
        self._cut = cut
        self.asked: list[str] = []

    async def treat(self, _server: RawServer, request: Request, _reader: Reader, writer: Writer) -> None:
        address = request.headers["host"] + request.line.split(" ")[1]
        self.asked.append(address)
        target = self._redirects.get(address.partition("?")[0])
        if target is not None:
            await say(writer, status=self._status, location=target, set_cookie="acw_tc=1; path=/")
            return
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        head = f'etag: "one"\r\ncontent-type: video/mp4\r\ncontent-length: {len(VIDEO) - start}\r\n'
        if start:
            head = f"HTTP/1.1 206 Partial\r\ncontent-range: bytes {start}-{len(VIDEO) - 1}/{len(VIDEO)}\r\n{head}"
        else:
            head = f"HTTP/1.1 200 OK\r\n{head}"
        cut, self._cut = self._cut, None
        writer.write(head.encode() + b"\r\n" + VIDEO[start : None if cut is None else start + cut])
        await writer.drain()
        if cut is not None:
            reset(writer)


def without_secrets(server: RawServer) -> bool:
    return not any({"authorization", "cookie", "referer"} & set(request.headers) for request in server.requests)


@pytest.mark.parametrize("port", ["", ":80"])
def test_http_link_of_a_public_host_is_downloaded_over_https(
    port: str, certificate: Certificate, tmp_path: Path
) -> None:
    storage, part = Redirecting(), tmp_path / "a.mp4.part"

    async def story() -> None:
        async with cloud_behind(storage.treat, certificate) as (cloud, server, proxy):
            assert await fetched(cloud, f"http://{STORAGE}{port}/a%20b.mp4{QUERY}", part) == len(VIDEO)
            assert proxy.targets == [f"{STORAGE}:443"]
            assert without_secrets(server)

    asyncio.run(story())
    assert part.read_bytes() == VIDEO
    assert storage.asked == [f"{STORAGE}/a%20b.mp4{QUERY}"], "the signed part of a link is not changed"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    ("target", "host"),
    [
        (f"https://{MIRROR}/b.mp4{QUERY}", MIRROR),
        (f"http://{MIRROR}/b.mp4{QUERY}", MIRROR),
        (f"/b.mp4{QUERY}", STORAGE),
        (f"//{MIRROR}/b.mp4{QUERY}", MIRROR),
    ],
)
def test_redirect_of_the_storage_is_followed(
    status: str, target: str, host: str, certificate: Certificate, tmp_path: Path
) -> None:
    storage, part = Redirecting((f"{STORAGE}/a.mp4", target), status=status), tmp_path / "a.mp4.part"

    async def story() -> None:
        async with cloud_behind(storage.treat, certificate) as (cloud, server, proxy):
            assert await fetched(cloud, f"https://{STORAGE}/a.mp4{QUERY}", part) == len(VIDEO)
            assert set(proxy.targets) == {f"{STORAGE}:443", f"{host}:443"}
            assert without_secrets(server), "not even the cookie that came with the redirect"

    asyncio.run(story())
    assert part.read_bytes() == VIDEO
    assert storage.asked == [f"{STORAGE}/a.mp4{QUERY}", f"{host}/b.mp4{QUERY}"]


@pytest.mark.parametrize("first_asked", [STORAGE, MIRROR])
def test_resumed_download_is_redirected_as_well(first_asked: str, certificate: Certificate, tmp_path: Path) -> None:
    """Range and If-Range go to each address, whichever of them had sent the first bytes."""
    storage = Redirecting((f"{STORAGE}/a.mp4", f"https://{MIRROR}/b.mp4"), cut=2_000_000)
    part = tmp_path / "a.mp4.part"

    async def story() -> None:
        async with cloud_behind(storage.treat, certificate) as (cloud, server, _proxy):
            name = "a" if first_asked == STORAGE else "b"
            first = await fetched(cloud, f"https://{first_asked}/{name}.mp4", part)
            assert isinstance(first, CloudUnreachable)
            begun = part.stat().st_size
            assert 0 < begun < len(VIDEO)
            before = len(server.requests)
            assert await fetched(cloud, f"http://{STORAGE}/a.mp4", part) == len(VIDEO)
            resumed = server.requests[before:]
            assert [request.headers["host"] for request in resumed] == [STORAGE, MIRROR]
            assert {request.headers["range"] for request in resumed} == {f"bytes={begun}-"}
            assert {request.headers["if-range"] for request in resumed} == {'"one"'}

    asyncio.run(story())
    assert part.read_bytes() == VIDEO


@pytest.mark.parametrize(
    "target",
    [
        "https://192.168.1.1/login",
        "http://10.0.0.1/login",
        "http://127.0.0.1:9/login",
        "https://[::1]/login",
        "http://router.local/login",
        f"https://{MIRROR}:8443/b.mp4",
        f"https://user@{MIRROR}/b.mp4",
        "ftp://mirror.example.com/b.mp4",
        "file:///etc/passwd",
        f"https://{STORAGE}/a.mp4",
    ],
)
def test_redirect_that_is_not_followed_blocks_the_host_of_the_link(
    target: str, certificate: Certificate, tmp_path: Path
) -> None:
    storage, part = Redirecting((f"{STORAGE}/a.mp4", target)), tmp_path / "a.mp4.part"

    async def story() -> None:
        async with cloud_behind(storage.treat, certificate) as (cloud, _server, proxy):
            blocked = await fetched(cloud, f"https://{STORAGE}/a.mp4{QUERY}", part)
            assert type(blocked) is DownloadBlocked
            assert blocked.values == {"host": STORAGE}
            assert "Signature" not in str(blocked)
            assert set(proxy.targets) == {f"{STORAGE}:443"}

    asyncio.run(story())
    assert len(storage.asked) <= 4
    assert not part.exists()


@pytest.mark.parametrize("url", ["http://10.0.0.1/a.mp4", f"http://{STORAGE}:8080/a.mp4", "http://nas.local/a.mp4"])
def test_http_link_to_any_other_host_is_still_unsafe(url: str, certificate: Certificate, tmp_path: Path) -> None:
    async def story() -> None:
        async with cloud_behind(Redirecting().treat, certificate) as (cloud, server, _proxy):
            assert type(await fetched(cloud, url, tmp_path / "a.mp4.part")) is UnsafeLink
            assert server.connections == 0

    asyncio.run(story())


@pytest.mark.parametrize("moved_to", [None, f"http://{MIRROR}/", "http://192.168.1.1/login"])
def test_http_upload_host_gets_the_file_over_https(
    moved_to: str | None, certificate: Certificate, tmp_path: Path
) -> None:
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"a picture" * 1000)
    policy = {"upload_host": f"http://{STORAGE}", "upload_dir": "dir", "policy": "p"}
    received: list[tuple[str, Request]] = []

    async def treat(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        if request.line.startswith("GET /api/v1/uploads?"):
            await say(writer, body=json.dumps({"request_id": "r", "data": policy}).encode())
            return
        await read_body(request, reader)
        host = request.headers["host"]
        received.append((host, request))
        if moved_to is not None and host == STORAGE:
            await say(writer, status="307 Temporary Redirect", location=moved_to)
        else:
            await say(writer)

    async def story() -> str | CloudUnreachable:
        async with cloud_behind(treat, certificate) as (cloud, _server, proxy):
            there = connection(f"https://{API}/api/v1", key="sk-canary0123456789")
            try:
                upload = await cloud.upload(
                    there, "wan2.5-i2v-preview", source, ".jpg", sent=lambda *_: None, stopped=lambda: False
                )
            except CloudUnreachable as error:
                return error
            finally:
                assert {urlsplit(f"//{each}").port for each in proxy.targets} == {443}
            return upload.url

    result = asyncio.run(story())
    hosts = [host for host, _ in received]
    assert all("authorization" not in request.headers for _, request in received)
    assert all(request.body.count(b"a picture") == 1000 for _, request in received)
    if moved_to is None or MIRROR in moved_to:
        assert str(result).startswith("oss://dir/")
        assert hosts == ([STORAGE] if moved_to is None else [STORAGE, MIRROR])
    else:
        assert isinstance(result, CloudUnreachable)
        assert result.sentence == "cloud_upload_blocked"
        assert hosts == [STORAGE]
