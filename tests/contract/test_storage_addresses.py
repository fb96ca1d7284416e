"""Addresses of the storage over real TLS: http links, redirects and resumed downloads; no key and no cookies go along.

A proxy leads the invented hosts to a server of the test.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpcore
import pytest

from tests.support.client_requests import connection
from tests.support.fakes import FakeAccounts, FakeClock, FakeListener, FakeMedia, FakeStore
from tests.support.jobs import a_job
from tests.support.profile_files import files_in
from tests.support.proxies import Certificate, ConnectProxy, Proxy, make_certificate, running_proxy
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, raw_server, read_body, reset, say
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.errors import CloudUnreachable, DownloadBlocked, UnsafeLink, WanDeskError
from wandesk.domain.job import JobStage
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.engine.composition import build_engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
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
        "http://[mirror/b.mp4",
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


@pytest.mark.parametrize("stage", [JobStage.WAITING, JobStage.DOWNLOADING])
def test_stored_job_whose_task_has_an_http_link_is_saved(
    stage: JobStage, certificate: Certificate, tmp_path: Path
) -> None:
    """No link is stored, so a job that an earlier version could not download recovers as well."""
    store, storage, failures = FakeStore(), Redirecting(), list[object]()
    store.jobs["job"] = a_job(
        "job", stage, task_id="t-1", account="singapore/main", endpoint=f"https://{API}/api/v1", prompt="a cat"
    )
    (tmp_path / "videos").mkdir()

    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        if request.headers["host"] != API:
            await storage.treat(server, request, reader, writer)
            return
        output = {"task_id": "t-1", "task_status": "SUCCEEDED", "video_url": f"http://{STORAGE}/a.mp4{QUERY}"}
        await say(writer, body=json.dumps({"request_id": "r", "output": output}).encode())

    async def story() -> None:
        async with cloud_behind(treat, certificate) as (cloud, _server, _proxy):
            supervisor = Supervisor(lambda name, error: failures.append((name, error)))
            ports = Ports(
                cloud=cloud,
                accounts=FakeAccounts(),
                store=store,
                media=FakeMedia(),
                files=files_in(tmp_path),
                clock=FakeClock(),
            )
            engine = build_engine(catalog=load_catalogue(), ports=ports, supervisor=supervisor, listener=FakeListener())
            await engine.resume()
            async with asyncio.timeout(10):
                while store.jobs["job"].stage is not JobStage.DONE:
                    await asyncio.sleep(0.02)
            await supervisor.close()

    asyncio.run(story())
    assert not failures
    video = store.jobs["job"].video
    assert video is not None
    assert Path(video.path).read_bytes() == VIDEO


# ------------------------------------------------------------------ the addresses behind a name


class Names:
    """The name service: each look-up of the storage gives the next of these lists of addresses; the last repeats."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self._answers = list(answers)
        self._usual = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)

    def _resolve(self, host: Any, port: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (STORAGE, MIRROR):
            return self._usual(host, port, *args, **options)
        addresses = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]


class Internet:
    """Leads connections with a public address to a port of this computer, and notes all of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
        self.connected: list[tuple[str, int]] = []
        connect = httpcore.AnyIOBackend.connect_tcp

        async def lead(backend: Any, host: str, port_: int, *args: Any, **options: Any) -> Any:
            self.connected.append((host, port_))
            return await connect(backend, "127.0.0.1", port, *args, **options)

        monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", lead)


PUBLIC, PRIVATE = "47.103.24.173", "192.168.1.1"


@asynccontextmanager
async def direct(
    treat: Treat, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[DashScope, RawServer, Internet]]:
    """A client without a proxy."""
    async with raw_server(treat, tls=certificate.server) as server:
        internet = Internet(monkeypatch, server.port)
        cloud = DashScope(load_catalogue(), timeouts=PATIENT, proxies=dict)
        try:
            yield cloud, server, internet
        finally:
            await cloud.close()


def test_checked_address_is_connected_to_and_the_name_is_checked_by_tls(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, [PRIVATE, PUBLIC])

    async def story() -> None:
        async with direct(Redirecting().treat, certificate, monkeypatch) as (cloud, server, internet):
            assert await fetched(cloud, f"https://{STORAGE}/a.mp4", tmp_path / "a.mp4.part") == len(VIDEO)
            assert internet.connected == [(PUBLIC, 443)]
            assert server.requests[0].headers["host"] == STORAGE

    asyncio.run(story())


def test_certificate_of_another_name_blocks_the_host(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, [PUBLIC])
    other = make_certificate(tmp_path, "login.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.path))

    async def story() -> None:
        async with direct(Redirecting().treat, other, monkeypatch) as (cloud, server, _internet):
            blocked = await fetched(cloud, f"https://{STORAGE}/a.mp4", tmp_path / "a.mp4.part")
            assert isinstance(blocked, DownloadBlocked)
            assert server.requests == []

    asyncio.run(story())


@pytest.mark.parametrize("address", [PRIVATE, "127.0.0.1", "0.0.0.0", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_name_with_a_private_address_is_not_connected_to(
    address: str, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, [address])
    picture = tmp_path / "cat.jpg"
    picture.write_bytes(b"a picture")

    async def story() -> None:
        async with direct(Redirecting().treat, certificate, monkeypatch) as (cloud, _server, internet):
            blocked = await fetched(cloud, f"https://{STORAGE}/a.mp4", tmp_path / "a.mp4.part")
            assert type(blocked) is DownloadBlocked
            assert blocked.values == {"host": STORAGE}
            (reached,) = [
                each
                for each in await cloud.reach("beijing", f"https://{API}/api/v1", f"https://{STORAGE}/")
                if each.is_storage
            ]
            assert reached.sentence == "connection_storage_blocked"
            assert [host for host, _ in internet.connected if host != API] == []

    asyncio.run(story())


def test_name_that_turns_private_blocks_the_rest_of_the_download(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the first look-up is public, the next one is not. What was downloaded is kept."""
    Names(monkeypatch, [PUBLIC], [PRIVATE], [PUBLIC])
    part = tmp_path / "a.mp4.part"

    async def story() -> None:
        async with direct(Redirecting(cut=2_000_000).treat, certificate, monkeypatch) as (cloud, _server, internet):
            assert isinstance(await fetched(cloud, f"https://{STORAGE}/a.mp4", part), CloudUnreachable)
            begun = part.stat().st_size
            assert isinstance(await fetched(cloud, f"https://{STORAGE}/a.mp4", part), DownloadBlocked)
            assert part.stat().st_size == begun > 0
            assert internet.connected == [(PUBLIC, 443)]
            assert await fetched(cloud, f"https://{STORAGE}/a.mp4", part) == len(VIDEO)

    asyncio.run(story())
    assert part.read_bytes() == VIDEO


def test_upload_host_with_a_private_address_gets_nothing(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, [PRIVATE])
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"a picture")
    policy = {"upload_host": f"https://{STORAGE}", "upload_dir": "dir", "policy": "p"}

    async def treat(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
        await say(writer, body=json.dumps({"request_id": "r", "data": policy}).encode())

    async def story() -> None:
        async with direct(treat, certificate, monkeypatch) as (cloud, server, internet):
            with pytest.raises(CloudUnreachable) as blocked:
                await cloud.upload(
                    connection(f"https://{API}/api/v1", key="sk-canary0123456789"),
                    "wan2.5-i2v-preview",
                    source,
                    ".jpg",
                    sent=lambda *_: None,
                    stopped=lambda: False,
                )
            assert blocked.value.sentence == "cloud_upload_blocked"
            assert [host for host, _ in internet.connected] == [API], "the user's own address is not checked"
            assert len(server.requests) == 1

    asyncio.run(story())
