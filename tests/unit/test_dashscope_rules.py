"""Addresses, faults, the limiter, proxies and redaction."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import time

import httpx
import pytest

from wandesk.dashscope.endpoints import AddressRefused, api_url, check_foreign, segment
from wandesk.dashscope.faults import MAY_HAVE_ARRIVED, NOT_SENT, create_failed, is_certificate_fault, read_failed
from wandesk.dashscope.limiter import Limiter
from wandesk.dashscope.network import Network, Waits, choose_proxy, usable_proxy
from wandesk.dashscope.redaction import redact
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
def test_the_key_may_go_there(base: str) -> None:
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
def test_the_key_never_goes_there(base: str) -> None:
    with pytest.raises(CloudRefused) as refused:
        api_url(base, "tasks/x")
    assert refused.value.sentence == "cloud_endpoint_refused"


@pytest.mark.parametrize("task_id", ["a/b", "..", ".", "a?b", "a#b", "ü", "%2e"])
def test_a_task_id_is_one_segment(task_id: str) -> None:
    url = httpx.URL(api_url("https://dashscope.aliyuncs.com/api/v1", f"tasks/{segment(task_id)}/cancel"))
    assert url.raw_path.decode().count("/") == 5
    assert url.raw_path.decode().startswith("/api/v1/tasks/")
    assert not url.query


@pytest.mark.parametrize(
    "url",
    [
        "https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com/a.mp4?Expires=1&Signature=x",
        "https://films.example:443/a.mp4",
    ],
)
def test_a_film_may_come_from(url: str) -> None:
    assert check_foreign(url, allows_loopback=False) == httpx.URL(url).host


@pytest.mark.parametrize(
    "url",
    [
        "http://films.example/a.mp4",
        "https://films.example:8443/a.mp4",
        "https://127.0.0.1/a.mp4",
        "https://8.8.8.8/a.mp4",
        "https://2130706433/a.mp4",
        "https://0x7f.0.0.0x1/a.mp4",
        "https://[::1]/a.mp4",
        "https://localhost/a.mp4",
        "https://nas.local/a.mp4",
        "https://router.home.arpa./a.mp4",
        "https://intranet/a.mp4",
        "https://u@films.example/a.mp4",
        "http://127.0.0.1:80/a.mp4",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_film_never_comes_from(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_foreign(url, allows_loopback=False)


def test_practice_films_come_from_this_computer() -> None:
    assert check_foreign("http://127.0.0.1:4711/a.mp4", allows_loopback=True) == "127.0.0.1"
    with pytest.raises(AddressRefused):
        check_foreign("http://films.example/a.mp4", allows_loopback=True)


# ------------------------------------------------------------------ faults


def test_every_exception_of_httpx_is_classified() -> None:
    classes = {
        each
        for _, each in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(each, Exception) and not _has_children(each)
    }
    assert classes == NOT_SENT | MAY_HAVE_ARRIVED
    assert not NOT_SENT & MAY_HAVE_ARRIVED


def _has_children(each: type[Exception]) -> bool:
    return any(child.__module__ == each.__module__ for child in type.__subclasses__(each))


def test_only_a_whole_body_makes_an_order_doubtful() -> None:
    for kind in (httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError):
        assert isinstance(create_failed(kind("x"), is_handed_over=False), NothingSent)
        doubtful = create_failed(kind("x"), is_handed_over=True, request_id="r")
        assert isinstance(doubtful, OutcomeUnknown)
        assert doubtful.request_id == "r"
    assert isinstance(create_failed(httpx.ConnectError("x"), is_handed_over=True), NothingSent)
    assert isinstance(create_failed(RuntimeError("x"), is_handed_over=True), OutcomeUnknown)


def test_what_blocked_the_way_is_told() -> None:
    untrusted = httpx.ConnectError("x")
    untrusted.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert is_certificate_fault(untrusted)
    assert read_failed(untrusted).sentence == "cloud_certificate"
    assert read_failed(httpx.ProxyError("407 Proxy Authentication Required")).sentence == "cloud_proxy"
    assert read_failed(httpx.ReadTimeout("x")).sentence == "cloud_unreachable"
    assert "Signature=…" in read_failed(httpx.InvalidURL("https://x/a?Signature=abc")).detail


# ------------------------------------------------------------------ limiter


def test_reads_of_an_account_keep_their_distance() -> None:
    now = 100.0
    through: list[tuple[str, float]] = []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    async def story() -> None:
        limiter = Limiter(10, monotonic=lambda: now, sleep=sleep)
        for account in ("a", "a", "b", "a"):
            await limiter.turn(account)
            through.append((account, round(now - 100, 3)))

    asyncio.run(story())
    assert through == [("a", 0.0), ("a", 0.1), ("b", 0.1), ("a", 0.2)]


def test_a_second_holds_ten_reads() -> None:
    async def story() -> float:
        limiter = Limiter(100)
        started = time.monotonic()
        await asyncio.gather(*(limiter.turn("a") for _ in range(11)))
        return time.monotonic() - started

    assert asyncio.run(story()) >= 0.1


# ------------------------------------------------------------------ proxies


@pytest.mark.parametrize(
    ("named", "used"),
    [
        ("http://10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("socks://127.0.0.1:7890", "socks5h://127.0.0.1:7890"),
        ("SOCKS5://127.0.0.1:7890", "socks5h://127.0.0.1:7890"),
        ("http://name:word@10.0.0.1:3128", "http://10.0.0.1:3128"),
    ],
)
def test_proxies_as_tools_write_them(named: str, used: str) -> None:
    proxy = usable_proxy(named)
    assert proxy is not None
    assert str(proxy.url) == used


@pytest.mark.logs("cannot be used")
@pytest.mark.parametrize("named", ["socks4://1.2.3.4:1", "http://h:99999", "http://", "http://[::1", "://"])
def test_a_bad_proxy_is_left_out_and_said(named: str, caplog: pytest.LogCaptureFixture) -> None:
    assert usable_proxy(named) is None
    assert "cannot be used" in caplog.text


@pytest.mark.logs("cannot be used")
def test_a_proxys_password_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert usable_proxy("socks4://name:secretword@1.2.3.4:1") is None
    assert "secretword" not in caplog.text


def test_which_proxy() -> None:
    assert choose_proxy({"https": "a", "all": "b"}, "https") == "a"
    assert choose_proxy({"http": "a", "all": "b"}, "https") == "b"
    assert choose_proxy({"socks": "http://c:1"}, "https") == "socks5h://c:1"
    assert choose_proxy({"no": "x"}, "https") is None


@pytest.mark.parametrize(
    ("url", "proxies", "is_through"),
    [
        ("https://dashscope.aliyuncs.com/x", {"all": "socks://10.0.0.1:1", "no": "other.example"}, True),
        ("https://dashscope.aliyuncs.com/x", {"https": "http://10.0.0.1:1", "no": ".aliyuncs.com,fe80::/10"}, False),
        ("http://127.0.0.1:5/x", {"all": "http://10.0.0.1:1", "http": "http://10.0.0.1:1", "no": ""}, False),
        ("http://localhost:5/x", {"all": "http://10.0.0.1:1"}, False),
    ],
)
def test_who_goes_through_it(url: str, proxies: dict[str, str], is_through: bool) -> None:
    async def story() -> bool:
        network = Network(user_agent="test", proxies=lambda: proxies)
        return await network._proxy_for(url) is not None

    assert asyncio.run(story()) is is_through


def test_a_changed_proxy_makes_another_client() -> None:
    async def story() -> None:
        proxies = {"all": "http://10.0.0.1:1", "no": "x"}
        now = 0.0
        network = Network(user_agent="test", proxies=lambda: proxies, monotonic=lambda: now)
        url, timeout = "https://dashscope.aliyuncs.com/x", Waits().timeout(1)
        first = await network.shared("api", url, timeout=timeout, connections=2)
        assert await network.shared("api", url, timeout=timeout, connections=2) is first
        proxies = {}
        now = 60.0
        assert await network.shared("api", url, timeout=timeout, connections=2) is not first
        await network.close()

    asyncio.run(story())


# ------------------------------------------------------------------ redaction


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("key sk-abcdef0123456789 is wrong", "abcdef"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("GET https://x/a.mp4?Expires=17&OSSAccessKeyId=LTAI&Signature=a%2Bb", "a%2Bb"),
        ("GET https://x/a.mp4?Expires=17&OSSAccessKeyId=LTAI&Signature=a%2Bb", "LTAI"),
        ("?x-oss-signature=beef&x-oss-credential=LTAI", "beef"),
        ('{"img_url":"data:image/png;base64,AAAABBBB"}', "AAAA"),
        ("http://name:word@proxy:1", "word"),
    ],
)
def test_secrets_are_taken_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in redact(text)


def test_plain_words_stay() -> None:
    text = "Input should be '1080P' or '720P'"
    assert redact(text) == text
    assert len(redact("x" * 10_000)) == 500
