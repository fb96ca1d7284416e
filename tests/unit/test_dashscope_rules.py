"""Addresses, faults of the connection and the limiter."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import ssl
import time

import httpx
import pytest

from wandesk.dashscope.causes import is_certificate_fault
from wandesk.dashscope.endpoints import AddressRefused, api_url, segment, storage_address
from wandesk.dashscope.faults import TRANSPORT_FAULTS, create_failed, read_failed
from wandesk.dashscope.limiter import Limiter
from wandesk.domain.errors import CloudRefused, NothingSent, OutcomeUnknown

# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    "base",
    [
        "https://dashscope.aliyuncs.com/api/v1",
        "https://gateway.corp:8443/api/v1/",
        "https://10.0.0.1/api/v1",
        "http://127.0.0.1:5000/api/v1",
        "http://localhost:5000/api/v1",
        "http://[::1]:5000/api/v1",
    ],
)
def test_key_may_be_sent_to_these_hosts(base: str) -> None:
    assert api_url(base, "tasks/x") == f"{base.rstrip('/')}/tasks/x"


@pytest.mark.parametrize(
    "base",
    [
        "http://dashscope.aliyuncs.com/api/v1",
        "http://127.0.0.1.evil.example/api/v1",
        "ftp://127.0.0.1/api/v1",
        "https://user:word@dashscope.aliyuncs.com/api/v1",
        "https://dashscope.aliyuncs.com/api/v1?x=1",
        "https:///api/v1",
        "https://host:port/api/v1",
        "https://evil.example\\@dashscope.aliyuncs.com/",
        "https://a b/",
        "dashscope.aliyuncs.com",
        "",
    ],
)
def test_key_is_never_sent_to_these_hosts(base: str) -> None:
    with pytest.raises(CloudRefused) as refused:
        api_url(base, "tasks/x")
    assert refused.value.sentence == "cloud_endpoint_refused"


@pytest.mark.parametrize("task_id", ["a/b", "..", ".", "a?b", "a#b", "ü", "%2e"])
def test_task_id_is_one_path_segment(task_id: str) -> None:
    url = httpx.URL(api_url("https://dashscope.aliyuncs.com/api/v1", f"tasks/{segment(task_id)}/cancel"))
    assert url.raw_path.decode().count("/") == 5
    assert url.raw_path.decode().startswith("/api/v1/tasks/")
    assert not url.query


@pytest.mark.parametrize(
    "url",
    [
        "https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com/a.mp4?Expires=1&Signature=x",
        "https://videos.example:443/a.mp4",
    ],
)
def test_video_may_come_from_these_hosts(url: str) -> None:
    address = storage_address(url, allows_loopback=False)
    assert (address.url, address.host) == (url, httpx.URL(url).host)
    assert not address.is_on_this_computer
    assert "Signature" not in repr(address)


@pytest.mark.parametrize(
    "url", ["http://videos.example/a%2Fb.mp4?a=%3d&b", "http://videos.example:80/a%2Fb.mp4?a=%3d&b"]
)
def test_http_link_of_a_public_host_becomes_https(url: str) -> None:
    assert storage_address(url, allows_loopback=False).url == "https://videos.example/a%2Fb.mp4?a=%3d&b"


@pytest.mark.parametrize(
    "url",
    [
        "http://videos.example:8080/a.mp4",
        "http://videos.example:443/a.mp4",
        "http://10.0.0.1/a.mp4",
        "http://nas.local/a.mp4",
        "ftp://videos.example/a.mp4",
        "https://videos.example:8443/a.mp4",
        "https://127.0.0.1/a.mp4",
        "https://8.8.8.8/a.mp4",
        "https://2130706433/a.mp4",
        "https://0x7f.0.0.0x1/a.mp4",
        "https://[::1]/a.mp4",
        "https://localhost/a.mp4",
        "https://nas.local/a.mp4",
        "https://router.home.arpa./a.mp4",
        "https://intranet/a.mp4",
        "https://u@videos.example/a.mp4",
        "http://127.0.0.1:80/a.mp4",
        "file:///etc/passwd",
        "",
    ],
)
def test_video_never_comes_from_these_hosts(url: str) -> None:
    with pytest.raises(AddressRefused):
        storage_address(url, allows_loopback=False)


def test_practice_videos_come_from_this_computer() -> None:
    address = storage_address("http://127.0.0.1:4711/a.mp4", allows_loopback=True)
    assert (address.url, address.is_on_this_computer) == ("http://127.0.0.1:4711/a.mp4", True)
    assert not storage_address("http://videos.example/a.mp4", allows_loopback=True).is_on_this_computer


# ------------------------------------------------------------------ faults


def test_every_exception_of_httpx_is_a_transport_fault() -> None:
    kinds = [each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, Exception)]
    assert len(kinds) > 20
    assert [each for each in kinds if not issubclass(each, TRANSPORT_FAULTS)] == []


def test_only_a_completely_sent_body_makes_an_order_uncertain() -> None:
    for kind in (httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError):
        assert isinstance(create_failed(kind("x"), is_handed_over=False), NothingSent)
        doubtful = create_failed(kind("x"), is_handed_over=True, request_id="r")
        assert isinstance(doubtful, OutcomeUnknown)
        assert doubtful.request_id == "r"
    for early in (httpx.ConnectError, httpx.ProxyError):  # whatever it is called: the whole order was sent
        assert isinstance(create_failed(early("x"), is_handed_over=True), OutcomeUnknown)
        assert isinstance(create_failed(early("x"), is_handed_over=False), NothingSent)
    assert isinstance(create_failed(RuntimeError("x"), is_handed_over=True), OutcomeUnknown)


def test_blocking_fault_is_named() -> None:
    untrusted = httpx.ConnectError("x")
    untrusted.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert is_certificate_fault(untrusted)
    assert read_failed(untrusted).sentence == "cloud_certificate"
    assert read_failed(httpx.ProxyError("403 Forbidden")).sentence == "cloud_proxy"
    assert read_failed(httpx.ProxyError("407 Proxy Authentication Required")).sentence == "cloud_proxy_password"
    assert read_failed(httpx.ReadTimeout("x")).sentence == "cloud_unreachable"
    assert "https://x/a?…" in read_failed(httpx.InvalidURL("https://x/a?Signature=abc")).detail


# ------------------------------------------------------------------ limiter


def test_reads_of_an_account_are_spaced() -> None:
    now = 100.0
    through: list[tuple[str, float]] = []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    async def story() -> None:
        limiter = Limiter(10, monotonic=lambda: now, sleep=sleep)
        for account in ("a", "a", "b", "a"):
            await limiter.acquire(account)
            through.append((account, round(now - 100, 3)))

    asyncio.run(story())
    assert through == [("a", 0.0), ("a", 0.105), ("b", 0.105), ("a", 0.21)]


def test_waiting_reads_stay_spaced_after_a_stall() -> None:
    now = 100.0
    through: list[float] = []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now = max(now, 100.9) + seconds  # the first wait takes almost a second longer than it should

    async def story() -> None:
        limiter = Limiter(10, monotonic=lambda: now, sleep=sleep)

        async def one() -> None:
            await limiter.acquire("a")
            through.append(now)

        await asyncio.gather(*(one() for _ in range(5)))

    asyncio.run(story())
    assert [round(later - earlier, 3) for earlier, later in itertools.pairwise(through[1:])] == [0.105] * 3


def test_burst_is_limited_to_ten_reads_a_second() -> None:
    async def story() -> float:
        limiter = Limiter(100)
        started = time.monotonic()
        await asyncio.gather(*(limiter.acquire("a") for _ in range(11)))
        return time.monotonic() - started

    assert asyncio.run(story()) >= 0.1
