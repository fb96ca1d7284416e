"""Where a key may be sent: hosts of every region, workspace IDs, typed addresses and tricks with them."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.dashscope.endpoints import api_url
from wandesk.domain.catalog import Catalog
from wandesk.domain.endpoint import (
    AddressRefused,
    check_base,
    custom_base,
    is_loopback,
    shared_base,
    split,
    workspace_base,
)
from wandesk.domain.errors import CloudRefused
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue

SHARED = {
    "beijing": "https://dashscope.aliyuncs.com/api/v1",
    "singapore": "https://dashscope-intl.aliyuncs.com/api/v1",
    "virginia": "https://dashscope-us.aliyuncs.com/api/v1",
    "hongkong": "https://cn-hongkong.dashscope.aliyuncs.com/api/v1",
    "frankfurt": None,
    "tokyo": None,
}
CODES = {
    "beijing": "cn-beijing",
    "singapore": "ap-southeast-1",
    "virginia": "us-east-1",
    "frankfurt": "eu-central-1",
    "hongkong": "cn-hongkong",
    "tokyo": "ap-northeast-1",
}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalogue with the regions that are not shown yet."""
    text = resource_path("models.toml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("catalogue") / "models.toml"
    path.write_text(text.replace("\nshown = false", "\n# shown"), encoding="utf-8")
    return load_catalogue(path)


@pytest.mark.parametrize("region", SHARED)
def test_every_region_has_its_hosts(everywhere: Catalog, region: str) -> None:
    known = everywhere.region(region)
    assert shared_base(known) == SHARED[region]
    expected = f"https://llm-abc_123.{CODES[region]}.maas.aliyuncs.com/api/v1"
    assert workspace_base(known, " llm-abc_123\n") == expected


def test_practice_has_no_address_of_its_own(everywhere: Catalog) -> None:
    practice = everywhere.region("practice")
    assert (shared_base(practice), workspace_base(practice, "abc")) == (None, None)


@pytest.mark.parametrize(
    "workspace_id",
    [
        "",
        " ",
        "a b",
        "a.b",
        "evil.example/",
        "a@b",
        "-a",
        "_a",
        "a/b",
        "a?b",
        "a#b",
        "ä",
        "a" * 64,
        "{x}",
        "a\tb",
        "%61",
    ],
)
def test_wrong_workspace_is_refused(everywhere: Catalog, workspace_id: str) -> None:
    with pytest.raises(AddressRefused):
        workspace_base(everywhere.region("singapore"), workspace_id)


@given(st.text(max_size=70))
def test_workspace_never_leads_to_another_host(workspace_id: str) -> None:
    region = load_catalogue().region("singapore")
    try:
        base = workspace_base(region, workspace_id)
    except AddressRefused:
        return
    assert base is not None
    assert httpx.URL(base).host.endswith(".ap-southeast-1.maas.aliyuncs.com")


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://dashscope-intl.aliyuncs.com", "https://dashscope-intl.aliyuncs.com/api/v1"),
        ("  https://gateway.corp:8443/\n", "https://gateway.corp:8443/api/v1"),
        ("https://gateway.corp/ai/v9/", "https://gateway.corp/ai/v9"),
        ("https://10.0.0.1", "https://10.0.0.1/api/v1"),
        ("https://xn--dshscope-hof.example", "https://xn--dshscope-hof.example/api/v1"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/api/v1"),
        ("http://127.8.9.1", "http://127.8.9.1/api/v1"),
        ("http://LOCALHOST:5000", "http://LOCALHOST:5000/api/v1"),
        ("http://[::1]:5000", "http://[::1]:5000/api/v1"),
    ],
)
def test_typed_address_is_normalised(typed: str, base: str) -> None:
    assert custom_base(typed) == base
    assert httpx.URL(api_url(base, "tasks")).raw_host.decode().strip("[]") == split(base).hostname


TRICKS = [
    "http://dashscope-intl.aliyuncs.com",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.",
    "http://localhost.",
    "http://2130706433",
    "http://0x7f.1",
    "http://127.1",
    "http://[::ffff:127.0.0.1%25eth0]",
    "http://[fe80::1%25lo]",
    "http://0.0.0.0:5000",
    "https://2130706433",
    "https://0x7f000001",
    "https://127.1",
    "https://dashscope.aliyuncs.com@evil.example",
    "https://dashscope.aliyuncs.com:443@evil.example",
    "https://@evil.example",
    "https://:@evil.example",
    "https://user:word@dashscope.aliyuncs.com",
    "https://dashscope.aliyuncs.com%2f@evil.example",
    "https://dashscope.aliyuncs.com%2eevil.example",
    "https://evil.example\\@dashscope.aliyuncs.com",
    "https://evil.example\\.dashscope.aliyuncs.com",
    "https://dаshscope.aliyuncs.com",  # a Cyrillic а
    "https://dashscope。aliyuncs。com",
    "https://dashscope.aliyuncs.com．evil.example",
    "https://ｄashscope.aliyuncs.com",
    "https://dashscope.aliyuncs.com\u200b.evil.example",
    "https://dashscope.aliyuncs.com\u2044evil.example",
    "https://dashscope.aliyuncs.com?x=@evil.example",
    "https://dashscope.aliyuncs.com#@evil.example",
    "https://dashscope.aliyuncs.com/?",
    "https://dashscope.aliyuncs.com\n.evil.example",
    "https://dashscope.\taliyuncs.com",
    "https://a..b.example",
    "https://.example",
    "https://" + "a" * 64 + ".example",
    "https://host:port",
    "https://host:0",
    "https://host:99999",
    "https://host:",
    "https://[::1",
    "https:///api/v1",
    "https:dashscope.aliyuncs.com",
    "//dashscope.aliyuncs.com",
    "dashscope.aliyuncs.com",
    "ftp://127.0.0.1",
    "javascript://127.0.0.1",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("typed", TRICKS)
def test_bad_address_gets_no_key(typed: str) -> None:
    with pytest.raises(AddressRefused):
        custom_base(typed)
    with pytest.raises(CloudRefused) as refused:
        api_url(typed, "tasks")
    assert refused.value.sentence == "cloud_endpoint_refused"


@given(st.text(max_size=60) | st.builds(str.__add__, st.sampled_from(["", " ", "http://"]), st.sampled_from(TRICKS)))
def test_httpx_reads_the_same_host(typed: str) -> None:
    """httpx reads an accepted address as the same host and scheme."""
    try:
        parts = check_base(typed)
    except AddressRefused:
        return
    read = httpx.URL(typed)
    host = read.raw_host.decode().strip("[]")
    assert (read.scheme, host, read.userinfo) == (parts.scheme, parts.hostname, b"")
    assert parts.scheme == "https" or is_loopback(read.host)
