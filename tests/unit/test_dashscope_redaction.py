"""Secrets are removed from foreign texts in every spelling, and ordinary text is left alone."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.spellings import spellings
from wandesk.dashscope import redaction
from wandesk.dashscope.live_secrets import FRAGMENT, MOST_SECRETS, SHORTEST, LiveSecrets
from wandesk.dashscope.redaction import holds_secret, learn_link, redact, without_secrets

KEYS = {
    "provider": "sk-0f4a9c77d1e24b5e9c3a7d5521f0ab34",
    "gateway": "gwQ7zX9w.L3kP_m2N8vB4cR6t",
    "escaped": 'gw!7Qz/X+w"93=L%k&_\\pLm90<>',
    "hexadecimal": "0123456789abcdef0123456789abcdef",
    "words": "company-gateway-key-for-videos",
    "short": "Tr0ub4dor",
}


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> LiveSecrets:
    """Secrets of this test only."""
    found = LiveSecrets()
    monkeypatch.setattr(redaction, "LIVE", found)
    return found


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_secret_is_found_in_every_spelling(kind: str, live: LiveSecrets) -> None:
    key = KEYS[kind]
    assert key.startswith("sk-") or key in redact(f"Wrong key {key} was sent"), "an unknown secret looks like any text"
    live.learn(key)
    for spelling in spellings(key):
        shown = redact(f"Wrong key {spelling} was sent")
        assert "…" in shown, spelling
        assert shown.startswith("Wrong key "), "the rest stays"
        assert shown.endswith(" was sent"), "the rest stays"
        assert not holds_secret(shown), spelling
        # All that may be left of a base64 text are characters of its neighbours.
        assert len(shown) <= len("Wrong key  was sent") + len("Bearer ") + 24, (spelling, shown)
        assert key[:4].lower() not in shown.lower() or key.startswith("sk-"), (spelling, shown)


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="%&\\"), min_size=8, max_size=60),
    st.data(),
)
def test_any_key_is_found_in_any_spelling(key: str, data: st.DataObject) -> None:
    secrets = LiveSecrets()
    secrets.learn(key)
    spelling = data.draw(st.sampled_from(list(spellings(key))))
    before = data.draw(st.text(st.characters(codec="ascii", exclude_characters="%&\\"), max_size=8))
    (begin, end), *_ = secrets.spans(f"{before} {spelling}") or [(0, 0)]
    assert end - begin >= min(len(key), FRAGMENT)


def test_part_that_the_other_side_left_is_found(live: LiveSecrets) -> None:
    key = KEYS["gateway"]
    live.learn(key)
    assert redact(f"{key[:14]}... is wrong") == "…... is wrong"
    assert redact(f"a key that ends in {key[-12:]}") == "a key that ends in …"


def test_secret_at_the_cut_is_found(live: LiveSecrets) -> None:
    """A text is cut before it is searched. No part of a secret may survive at the cut."""
    key = KEYS["gateway"]
    live.learn(key)
    for at in range(380, 410):
        shown = redact("x" * at + key + "y" * 5000, limit=100)
        assert shown == "x" * 99 + "…"
        kept = without_secrets("x" * at + key + "y" * 5000, limit=400)
        assert not re.search(r"[^x…y]", kept), kept
    # Many secrets make the text shorter, so that its end is shown.
    assert not re.search(r"[^ …]", redact(f"{key} " * 500, limit=100))


def test_short_secret_is_not_looked_for(live: LiveSecrets) -> None:
    live.learn("a" * (SHORTEST - 1))
    live.learn("")
    assert redact("aaaaa") == "aaaaa"


def test_secrets_used_last_are_kept(live: LiveSecrets) -> None:
    key = KEYS["gateway"]
    live.learn(key)
    for number in range(3 * MOST_SECRETS):
        live.learn(f"signature-of-link-{number:05d}-{number * 7919:08x}")
        live.learn(key)
    assert holds_secret(key)
    assert not holds_secret("signature-of-link-00001-00001eef"[-12:])


def test_region_in_the_credential_of_a_link_is_no_secret() -> None:
    """The storage's newer signature names key, date, region and service in one value."""
    scope = "LTAI5tCanaryKeyIdOfTheCloud%2F20261130%2Fcn-beijing%2Foss%2Faliyun_v4_request"
    learn_link(f"https://videos.example/a.mp4?x-oss-credential={scope}&x-oss-signature=0123456789abcdef0123")
    assert redact("LTAI5tCanaryKeyIdOfTheCloud") == "…"
    assert redact("cn-beijing") == "cn-beijing"
    assert not holds_secret("https://files.oss-cn-beijing.example/aliyun_v4_request/20261130")


def test_signature_of_a_link_is_redacted_where_it_stands_alone() -> None:
    learn_link("https://v.example/a.mp4?Expires=17&OSSAccessKeyId=LTAI5tABCDEFGHIJ&Signature=vD%2F8sQ2%2BmZk1aB7cXy%3D")
    assert redact("SignatureProvided: vD/8sQ2+mZk1aB7cXy=") == "SignatureProvided: …"
    assert redact("vD%2f8sQ2%2bmZk1aB7cXy%3d") == "…"
    assert redact("Expires 17") == "Expires 17"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("key sk-abcdef0123456789 is wrong", "abcdef"),
        ("key%3Dsk-abcdef0123456789", "abcdef"),
        (r"key\u003dsk-abcdef0123456789", "abcdef"),
        (r"key:\nsk-abcdef0123456789", "abcdef"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("GET https://x/a.mp4?Expires=17&OSSAccessKeyId=LTAI&Signature=a%2Bb", "a%2Bb"),
        ("GET https://x/a.mp4?Expires=17&OSSAccessKeyId=LTAI&Signature=a%2Bb", "LTAI"),
        ("GET https://x/a.mp4?token=beef", "beef"),
        ("https%3A%2F%2Fx%2Fa.mp4%3FExpires%3D17%26Signature%3Dbeef is old", "beef"),
        (r'{"url": "https:\/\/x\/a.mp4?Expires=17\u0026Signature=beef"}', "beef"),
        ("/a.mp4?Expires=17&amp;Signature=beef", "beef"),
        ("Signature%3dbeef", "beef"),
        ("?x-oss-signature=beef&x-oss-credential=LTAI", "beef"),
        ('{"policy": "eyJleHBpcmF0aW9uIjoiMjAyNi0wMS0wMl"}', "eyJleHB"),
        ('{"img_url":"data:image/png;base64,AAAABBBB"}', "AAAA"),
        ("http://name:word@proxy:1", "word"),
    ],
)
def test_secrets_are_redacted(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Input should be '1080P' or '720P'",
        "Invalid according to Policy: Policy expired.",
        "See https://help.example/page for C:\\new\\table and 100%25 of it & more",
        "practice makes perfect",
        "task-5512ab77 and disk-image-1 and the risk-free-offer",
        "提示词不合规",
    ],
)
def test_ordinary_text_is_not_redacted(text: str, live: LiveSecrets) -> None:
    for key in (*KEYS.values(), "sk-practice"):
        live.learn(key)
    assert redact(text) == text
    assert len(redact("x" * 10_000)) == 500


def test_prompt_is_changed_where_a_secret_is_and_nowhere_else(live: LiveSecrets) -> None:
    live.learn(KEYS["gateway"])
    prompt = "A sign says https://a.example/?q=1, Signature=none, Bearer bonds\n\n two  lines %41"
    assert without_secrets(prompt, limit=1000) == prompt
    assert without_secrets(f"{prompt} {KEYS['gateway']}", limit=1000) == f"{prompt} …"


def test_backslashes_cost_no_more_than_other_signs(live: LiveSecrets) -> None:
    live.learn(KEYS["gateway"])

    def seconds(text: str) -> float:
        begun = time.perf_counter()
        live.spans(text)
        return time.perf_counter() - begun

    least = min(seconds("\\" * 1000) for _ in range(5))
    # A cost that grows with the square would be 1024 times as large.
    assert min(seconds("\\" * 32_000) for _ in range(5)) < 250 * least


def test_megabytes_cost_no_more_than_kilobytes(live: LiveSecrets) -> None:
    live.learn(KEYS["gateway"])

    def seconds(text: str) -> float:
        begun = time.perf_counter()
        for _ in range(20):
            redact(text)
        return time.perf_counter() - begun

    long = "Signature=https://" * 300_000
    least = min(seconds(long[:5000]) for _ in range(3))
    assert min(seconds(long) for _ in range(3)) < 5 * least
