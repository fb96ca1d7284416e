"""Proxies: their addresses, the system's and the user's settings, exempt hosts, and what is refused with a sentence."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping

import httpx
import pytest

from wandesk.dashscope.causes import ProxyFailed, cause_of
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.proxy_routes import choose_proxy, is_exempt, system_proxies
from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringAbsent, KeyringFailed
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting, ProxyUnusable, read_proxy
from wandesk.domain.sentences import Sentence

CLOUD = "https://dashscope.aliyuncs.com/api/v1/tasks/x"


class Routing:
    """Proxy settings of a test by region, and logins by proxy."""

    def __init__(self, **settings: ProxySetting) -> None:
        self.settings = settings
        self.logins: dict[str, ProxyLogin] = {}
        self.asked: list[str] = []
        self.trouble: KeyringFailed | None = None

    def setting(self, region: str) -> ProxySetting:
        return self.settings.get(region, ProxySetting())

    async def login(self, authority: str) -> ProxyLogin | None:
        self.asked.append(authority)
        if self.trouble:
            raise self.trouble
        return self.logins.get(authority)


async def proxy_of(network: Network, url: str = CLOUD) -> str | None:
    """The address of the proxy for a URL, None for a direct connection."""
    found = await network._router.route(url, network._region)
    return str(found.proxy.url) if found else None


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("named", "used"),
    [
        ("http://10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("proxy.corp", "http://proxy.corp:80"),
        ("HTTP://proxy.corp:8080/", "http://proxy.corp:8080"),
        ("https://proxy.corp", "https://proxy.corp:443"),
        ("socks://127.0.0.1:7890", "socks5h://127.0.0.1:7890"),
        ("socks://127.0.0.1:7890/", "socks5h://127.0.0.1:7890"),
        ("SOCKS5://127.0.0.1:7890", "socks5h://127.0.0.1:7890"),
        ("socks5h://127.0.0.1", "socks5h://127.0.0.1:1080"),
        ("http://[fe80::1]:3128", "http://[fe80::1]:3128"),
    ],
)
def test_proxy_addresses_are_read_in_every_common_form(named: str, used: str) -> None:
    address = read_proxy(named)
    assert address.url == used
    assert address.login is None
    assert httpx.Proxy(address.url).url.host == address.host


def test_login_is_taken_out_of_the_address() -> None:
    address = read_proxy("http://n%40me:p%3Aw%2Frd@10.0.0.1:3128")
    assert address.url == "http://10.0.0.1:3128"
    assert address.login == ProxyLogin(name="n@me", password=Secret("p:w/rd"))
    assert "w/rd" not in repr(address)


@pytest.mark.parametrize("name", ["name", "dömain\\name", "a:b", ""])
def test_login_is_one_text_in_the_keyring(name: str) -> None:
    login = ProxyLogin(name=name, password=Secret("w:ö rd/%"))
    written = login.written()
    assert written.reveal().count(":") == 1
    assert ProxyLogin.read(written) == login


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("socks4://1.2.3.4:1", "proxy_socks4"),
        ("SOCKS4A://1.2.3.4:1", "proxy_socks4"),
        ("http://h:99999", "proxy_unusable"),
        ("http://h:0", "proxy_unusable"),
        ("http://h:port", "proxy_unusable"),
        ("http://", "proxy_unusable"),
        ("http://[::1", "proxy_unusable"),
        ("http://a b:1", "proxy_unusable"),
        ("://", "proxy_unusable"),
        ("", "proxy_unusable"),
        ("ftp://h:1", "proxy_unusable"),
        ("http://name:secretword@[::1", "proxy_unusable"),
    ],
)
def test_wrong_proxy_address_is_refused(named: str, sentence: str) -> None:
    with pytest.raises(ProxyUnusable) as unusable:
        read_proxy(named)
    assert unusable.value.sentence == sentence
    assert "secretword" not in f"{unusable.value} {unusable.value.__cause__}"


# ------------------------------------------------------------------ the system's proxies


def test_proxy_is_chosen_by_scheme() -> None:
    assert choose_proxy({"https": "a", "all": "b"}, "https") == "a"
    assert choose_proxy({"http": "a", "all": "b"}, "https") == "b"
    assert choose_proxy({"socks": "http://c:1"}, "https") == "socks5h://c:1"
    assert choose_proxy({"no": "x"}, "https") is None


@pytest.mark.parametrize(
    ("environment", "leads"),
    [
        ({}, None),
        ({"ALL_PROXY": "socks://127.0.0.1:7890"}, "socks5h://127.0.0.1:7890"),
        ({"all_proxy": "socks://127.0.0.1:7890/"}, "socks5h://127.0.0.1:7890"),
        ({"HTTPS_PROXY": "http://10.0.0.1:1", "ALL_PROXY": "socks4://10.0.0.2:1"}, "http://10.0.0.1:1"),
        ({"https_proxy": "10.0.0.1:1"}, "http://10.0.0.1:1"),
        ({"https_proxy": "http://10.0.0.1:1", "HTTPS_PROXY": "http://10.0.0.2:1"}, "http://10.0.0.1:1"),
        ({"HTTP_PROXY": "http://10.0.0.1:1"}, None),
        ({"ALL_PROXY": ""}, None),
        ({"ALL_PROXY": "http://10.0.0.1:1", "NO_PROXY": "*"}, None),
        ({"ALL_PROXY": "http://10.0.0.1:1", "NO_PROXY": "fe80::/10, aliyuncs.com"}, None),
        ({"ALL_PROXY": "http://10.0.0.1:1", "no_proxy": "fe80::/10,::1,[::1],10.0.0.0/8"}, "http://10.0.0.1:1"),
        ({"ALL_PROXY": "http://10.0.0.1:1", "NO_PROXY": ".aliyuncs.com.example,,;,%"}, "http://10.0.0.1:1"),
    ],
)
def test_environment_is_read_in_all_its_spellings(
    environment: Mapping[str, str], leads: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = asyncio.run(proxy_of(Network(user_agent="test")))
    assert found == leads


def test_socks_4_is_refused_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks4://name:secretword@10.0.0.1:1")
    with pytest.raises(ProxyFailed) as failed:
        asyncio.run(proxy_of(Network(user_agent="test")))
    assert cause_of(failed.value).sentence == "proxy_socks4"
    assert "secretword" not in str(failed.value)


@pytest.mark.logs("cannot be used")
@pytest.mark.parametrize("named", ["http://name:secretword@h:99999", "ftp://name:secretword@h:1", "http://", "://"])
def test_bad_system_proxy_is_skipped_and_reported_once(named: str, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        network = Network(user_agent="test", proxies=lambda: {"all": named, "no": "x"})
        assert await proxy_of(network) is None
        assert await proxy_of(network) is None

    asyncio.run(story())
    assert caplog.text.count("cannot be used") == 1
    assert "secretword" not in caplog.text


def test_exceptions_alone_do_not_hide_the_systems_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "x.example")
    monkeypatch.setattr(urllib.request, "getproxies_registry", lambda: {"https": "http://10.0.0.1:1"}, raising=False)
    assert system_proxies() == {"https": "http://10.0.0.1:1", "no": "x.example"}
    monkeypatch.setenv("ALL_PROXY", "http://10.0.0.2:1")
    assert system_proxies() == {"all": "http://10.0.0.2:1", "no": "x.example"}


@pytest.mark.parametrize(
    ("host", "port", "exceptions", "exempt"),
    [
        ("dashscope.aliyuncs.com", 443, "aliyuncs.com", True),
        ("dashscope.aliyuncs.com", 443, ".aliyuncs.com", True),
        ("dashscope.aliyuncs.com", 443, "*.aliyuncs.com", True),
        ("dashscope.aliyuncs.com", 443, "DashScope.Aliyuncs.com", True),
        ("dashscope.aliyuncs.com", 443, "scope.aliyuncs.com", False),
        ("dashscope.aliyuncs.com", 443, "a.example b.example aliyuncs.com", True),
        ("dashscope.aliyuncs.com", 443, "aliyuncs.com:443", True),
        ("dashscope.aliyuncs.com", 443, "aliyuncs.com:8443", False),
        ("dashscope.aliyuncs.com", 443, "*", True),
        ("dashscope.aliyuncs.com", 443, "", False),
        ("dashscope.aliyuncs.com", 443, ". , * .", True),
        ("10.1.2.3", 443, "10.0.0.0/8", True),
        ("11.1.2.3", 443, "10.0.0.0/8", False),
        ("10.1.2.3", 443, "10.1.2.3", True),
        ("10.1.2.3", 443, "10.1.2.3:8443", False),
        ("fe80::1", 443, "fe80::/10", True),
        ("fe80::1%eth0", 443, "fe80::/10", True),
        ("10.1.2.3", 443, "fe80::/10", False),
        ("2001:db8::1", 8443, "[2001:db8::1]:8443", True),
        ("2001:db8::1", 443, "2001:DB8::1", True),
        ("2001:db8::1", 443, "2001:db8::/129", False),
    ],
)
def test_exempt_hosts_are_reached_directly(host: str, port: int, exceptions: str, exempt: bool) -> None:
    assert is_exempt(host, port, exceptions) is exempt


def test_system_proxies_are_read_again() -> None:
    async def story() -> None:
        proxies = {"all": "http://10.0.0.1:1", "no": "x"}
        now = 0.0
        network = Network(user_agent="test", proxies=lambda: proxies, monotonic=lambda: now)
        timeout = Timeouts().timeout(1)
        first = await network.shared("api", CLOUD, timeout=timeout, connections=2)
        assert await network.shared("api", CLOUD, timeout=timeout, connections=2) is first
        proxies = {}
        assert await network.shared("api", CLOUD, timeout=timeout, connections=2) is first
        now = 60.0
        assert await network.shared("api", CLOUD, timeout=timeout, connections=2) is not first
        await network.close()

    asyncio.run(story())


def test_system_script_is_asked_where_the_environment_names_no_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    now = 0.0

    def proxy_for(url: str) -> str | None:
        asked.append(url)
        return "http://10.0.0.9:3128" if "dashscope" in url else None

    async def story() -> None:
        nonlocal now
        network = Network(user_agent="test", proxy_for=proxy_for, monotonic=lambda: now)
        assert await proxy_of(network, "https://dashscope.aliyuncs.com/a?Signature=secret") == "http://10.0.0.9:3128"
        assert await proxy_of(network, "https://dashscope.aliyuncs.com/b") == "http://10.0.0.9:3128"
        assert await proxy_of(network, "https://videos.example.com/a") is None
        assert await proxy_of(network, "http://127.0.0.1:5/a") is None
        assert asked == ["https://dashscope.aliyuncs.com:443/", "https://videos.example.com:443/"]
        now = 60.0
        monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:1")
        assert await proxy_of(network) == "http://10.0.0.1:1"
        assert len(asked) == 2

    asyncio.run(story())


# ------------------------------------------------------------------ the user's settings


def test_each_region_has_its_own_proxy_setting() -> None:
    routing = Routing(
        beijing=ProxySetting(mode=ProxyMode.NONE),
        singapore=ProxySetting(mode=ProxyMode.MANUAL, address="socks5://10.0.0.2:1080"),
    )

    async def story() -> None:
        network = Network(user_agent="test", proxies=lambda: {"all": "http://10.0.0.1:1"}, routes=routing)
        assert await proxy_of(network) == "http://10.0.0.1:1"
        assert await proxy_of(network.via("beijing")) is None
        assert await proxy_of(network.via("singapore")) == "socks5h://10.0.0.2:1080"
        timeout = Timeouts().timeout(1)
        ours = await network.via("beijing").shared("api", CLOUD, timeout=timeout, connections=1)
        theirs = await network.via("singapore").shared("api", CLOUD, timeout=timeout, connections=1)
        assert ours is not theirs
        routing.settings["beijing"] = routing.settings["singapore"]
        assert await network.via("beijing").shared("api", CLOUD, timeout=timeout, connections=1) is theirs
        await network.close()
        assert theirs.is_closed
        assert ours.is_closed

    asyncio.run(story())


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("socks4://h:1", "proxy_socks4"), ("", "proxy_unusable"), ("http://h:x", "proxy_unusable")],
)
def test_impossible_manual_proxy_is_reported_and_never_bypassed(address: str, sentence: str) -> None:
    routing = Routing(singapore=ProxySetting(mode=ProxyMode.MANUAL, address=address))
    network = Network(user_agent="test", routes=routing).via("singapore")
    with pytest.raises(ProxyFailed) as failed:
        asyncio.run(proxy_of(network))
    assert cause_of(failed.value).sentence == sentence


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:5/x", "http://localhost:5/x", "http://[::1]:5/x", "https://127.0.0.1/x"]
)
@pytest.mark.parametrize("mode", list(ProxyMode))
def test_this_computer_is_never_reached_through_a_proxy(url: str, mode: ProxyMode) -> None:
    routing = Routing(singapore=ProxySetting(mode=mode, address="http://10.0.0.1:1"))
    proxies = {"all": "http://10.0.0.1:1", "http": "http://10.0.0.1:1", "no": ""}
    network = Network(user_agent="test", routes=routing, proxies=lambda: proxies).via("singapore")
    assert asyncio.run(proxy_of(network, url)) is None


def test_plain_http_is_for_this_computer_only() -> None:
    with pytest.raises(httpx.UnsupportedProtocol):
        asyncio.run(proxy_of(Network(user_agent="test", proxies=dict), "http://dashscope.aliyuncs.com/x"))


def test_saved_login_goes_to_its_own_proxy_only() -> None:
    routing = Routing()
    routing.logins["10.0.0.1:3128"] = ProxyLogin(name="name", password=Secret("word"))
    named = "http://10.0.0.1:3128"

    async def auth(network: Network) -> tuple[str, str] | None:
        found = await network._router.route(CLOUD, network._region)
        assert found is not None
        return found.proxy.auth

    async def story() -> None:
        nonlocal named
        now = 0.0
        network = Network(
            user_agent="test", proxies=lambda: {"all": named, "no": "x"}, routes=routing, monotonic=lambda: now
        )
        assert await auth(network) == ("name", "word")
        assert await auth(network) == ("name", "word")
        assert routing.asked == ["10.0.0.1:3128"], "the keyring is asked once"
        named, now = "http://10.0.0.2:3128", 60.0
        assert await auth(network) is None
        named, now = "http://its:own@10.0.0.1:3128", 120.0
        assert await auth(network) == ("its", "own"), "the environment takes precedence"
        network._router.forget_login("10.0.0.1:3128")
        routing.logins["10.0.0.1:3128"] = ProxyLogin(name="name", password=Secret("new"))
        named, now = "http://10.0.0.1:3128", 180.0
        assert await auth(network) == ("name", "new")

    asyncio.run(story())


def test_request_waits_while_the_login_of_its_proxy_is_locked() -> None:
    async def story() -> None:
        routing = Routing(singapore=ProxySetting(mode=ProxyMode.MANUAL, address="10.0.0.1:1"))
        routing.logins["10.0.0.1:1"] = ProxyLogin(name="name", password=Secret("word"))
        routing.trouble = KeyringFailed(sentence=Sentence.KEYRING_LOCKED)
        network = Network(user_agent="test", routes=routing).via("singapore")
        with pytest.raises(ProxyFailed) as raised:
            await proxy_of(network)
        assert raised.value.cause.sentence is Sentence.KEYRING_LOCKED
        routing.trouble = None
        assert await proxy_of(network) == "http://10.0.0.1:1", "the proxy is looked up again at once"

    asyncio.run(story())


def test_without_a_keyring_the_proxy_is_tried_without_a_login() -> None:
    routing = Routing(singapore=ProxySetting(mode=ProxyMode.MANUAL, address="10.0.0.1:1"))
    routing.trouble = KeyringAbsent()
    assert asyncio.run(proxy_of(Network(user_agent="test", routes=routing).via("singapore"))) == "http://10.0.0.1:1"
