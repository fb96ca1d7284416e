"""The catalogue's reader: the shipped file is right, and an error is named by file and key."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.catalog import Catalog, SoundChoice, SoundMode, WireProtocol
from wandesk.domain.draft import new_draft, price, price_elsewhere
from wandesk.domain.errors import CatalogueError
from wandesk.domain.language import LANGUAGE_KEYS
from wandesk.domain.price import Price
from wandesk.resources import resource_path
from wandesk.settings.catalogue import decoded_catalogue, load_catalogue

OURS = resource_path("models.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalogue()


def error_of(folder: Path, text: str) -> tuple[str, str]:
    """The file, the key and the reason."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(CatalogueError) as found:
        load_catalogue(path)
    return str(found.value.values["where"]), str(found.value.values["reason"])


# ---------------------------------------------------------------- the shipped catalogue


def test_visible_regions_have_a_fixed_order(catalog: Catalog) -> None:
    regions = catalog.offered_regions()
    assert [region.key for region in regions] == [
        "practice",
        "singapore",
        "beijing",
        "virginia",
        "frankfurt",
        "tokyo",
        "hongkong",
    ]
    assert [(region.host, region.has_uploads, region.currency) for region in regions] == [
        (None, True, "USD"),
        ("https://dashscope-intl.aliyuncs.com", True, "USD"),
        ("https://dashscope.aliyuncs.com", True, "CNY"),
        ("https://dashscope-us.aliyuncs.com", False, "USD"),
        (None, False, None),
        (None, False, None),
        ("https://cn-hongkong.dashscope.aliyuncs.com", False, None),
    ]
    assert [region.key for region in regions if region.is_practice] == ["practice"]
    assert [region.key for region in regions if region.is_host_leaving] == ["singapore"]
    assert all(region.workspace_host for region in regions if not region.is_practice)
    assert all((region.key_page or "https://").startswith("https://") for region in regions)


def test_practice_has_every_model_for_free(catalog: Catalog) -> None:
    assert catalog.models_in("practice") == catalog.models
    for model in catalog.models:
        offer = catalog.offer("practice", model.key)
        assert offer is not None
        assert (offer.is_free, offer.model_id, offer.resolutions) == (True, model.key, model.resolutions)


def test_default_request_is_the_recommended_model_at_its_cheapest(catalog: Catalog) -> None:
    draft = new_draft(catalog, "practice")
    assert (draft.model, draft.resolution, draft.seconds) == ("wan2.5-i2v-preview", "480P", 5)
    assert (draft.sound_choice, draft.improve_prompt, draft.watermark) == (SoundChoice.AUTOMATIC, True, False)
    assert price(draft, catalog) == Price(amount=Decimal(0), currency="USD")
    assert price_elsewhere(draft, catalog) == ("singapore", Price(amount=Decimal("0.25"), currency="USD"))
    assert [model.key for model in catalog.models if model.is_recommended] == ["wan2.5-i2v-preview"]


def test_every_entry_has_a_text_in_every_language(catalog: Catalog) -> None:
    texts = [each.name for each in catalog.regions] + [each.name for each in catalog.models]
    texts += [each.description for each in catalog.regions] + [each.description for each in catalog.models]
    for text in texts:
        assert tuple(sorted(text.texts)) == tuple(sorted(LANGUAGE_KEYS))
        assert text.text("en").isascii()
        assert not text.text("zh_CN").isascii()
    for language in LANGUAGE_KEYS:
        names = [model.name.text(language) for model in catalog.models]
        assert len(set(names)) == len(names)


def test_models_match_the_providers_documents(catalog: Catalog) -> None:
    preview = catalog.model("wan2.5-i2v-preview")
    assert preview.duration.values == (5, 10)
    assert preview.picture.formats == ("JPEG", "PNG", "BMP", "WEBP")
    assert (preview.picture.min_side, preview.picture.max_side, preview.picture.max_bytes) == (240, 8000, 20_000_000)
    assert preview.audio_in is not None
    assert (preview.audio_in.field, preview.audio_in.max_bytes) == ("audio_url", 15_000_000)
    assert (preview.audio_in.min_seconds, preview.audio_in.max_seconds) == (3.0, 30.0)
    assert (preview.protocol, preview.sound) == (WireProtocol.LEGACY, SoundMode.DEFAULT_ON)
    fixed = catalog.model("wan2.2-i2v-plus").duration
    assert (fixed.values, fixed.is_fixed) == ((5,), True)
    ranged = catalog.model("wan3.0-video").duration
    assert (ranged.values, ranged.default, ranged.is_fixed) == (tuple(range(2, 31)), 5, False)


def test_ids_and_prices_differ_by_region(catalog: Catalog) -> None:
    beijing = catalog.offer("beijing", "wan2.1-i2v-turbo")
    singapore = catalog.offer("singapore", "wan2.1-i2v-turbo")
    assert beijing is not None
    assert singapore is not None
    assert (beijing.model_id, singapore.model_id) == ("wanx2.1-i2v-turbo", "wan2.1-i2v-turbo")
    assert (beijing.prices[0].per_second, beijing.currency) == (Decimal("0.24"), "CNY")
    assert (singapore.prices[0].per_second, singapore.currency) == (Decimal("0.036"), "USD")
    flash = catalog.offer("singapore", "wan2.2-i2v-flash")
    assert flash is not None
    assert flash.resolutions == ("480P", "720P")  # fewer than the model has
    assert (flash.submits_per_second, flash.concurrency) == (2, 2)  # the row is missing in the provider's table
    sounded = catalog.offer("singapore", "wan2.6-i2v-flash")
    assert sounded is not None
    assert [(p.per_second, p.has_sound) for p in sounded.prices if p.resolution == "720P"] == [
        (Decimal("0.05"), True),
        (Decimal("0.025"), False),
    ]


def test_model_inherits_from_another_model(catalog: Catalog) -> None:
    prime, plain = catalog.model("wan3.0-video-prime"), catalog.model("wan3.0-video")
    assert prime.parameters == plain.parameters
    assert prime.duration == plain.duration
    assert prime.name != plain.name
    offer = catalog.offer("beijing", "wan3.0-video-prime")
    assert offer is not None
    assert offer.prices[-1].per_second == Decimal("1.8")


def test_limits_are_shared_by_all_models(catalog: Catalog) -> None:
    assert catalog.inline_picture_max_bytes == 7_000_000
    assert catalog.retention_hours == 24.0
    assert catalog.size_areas == {"480P": 399360, "720P": 921600, "1080P": 2073600}
    assert catalog.default_size_multiple == 16
    assert catalog.compiled == "2026-11-22"


# ---------------------------------------------------------------- wrong catalogues

WRONG = [
    # a model
    ("prompt_chars = 5000", "promt_chars = 5000", "model.wan2.7-i2v", "promt_chars"),
    ("prompt_chars = 5000", 'prompt_chars = "many"', "model.wan2.7-i2v.prompt_chars", "Expected `int`"),
    ("prompt_chars = 5000\n", "", "model.wan2.7-i2v", "missing required field `prompt_chars`"),
    ("prompt_chars = 5000", "prompt_chars = 0", "model.wan2.7-i2v.prompt_chars", ">= 1"),
    ("prompt_chars = 5000", f"prompt_chars = {10**400}", "model.wan2.7-i2v.prompt_chars", ""),
    ('sound = "always"', 'sound = "loud"', "model.wan2.7-i2v.sound", "loud"),
    ('sound = "always"', 'sound = "never"', "model.wan2.7-i2v", "audio_in"),
    ('protocol = "media"', 'protocol = "medium"', "model.wan2.7-i2v.protocol", "medium"),
    ('key = "wan2.6-i2v"\n', 'key = "wan2.7-i2v"\n', "model.wan2.7-i2v", "two models"),
    ('key = "wan2.7-i2v"\n', 'key = ""\n', "model.[0].key", "length"),
    ('same_as = "wan3.0-video"', 'same_as = "wan4"', "model.wan3.0-video-prime.same_as", "wan4"),
    ('same_as = "wan3.0-video"', "same_as = []", "model.wan3.0-video-prime.same_as", "[]"),
    ('en = "Wan 2.7"', 'en = ""', "model.wan2.7-i2v.name[...]", "length"),
    ('en = "Wan 2.7", ', "", "model.wan2.7-i2v", "`name` in English"),
    ('zh_CN = "万相 2.7"', 'zh_TW = "万相 2.7"', "model.wan2.7-i2v", "zh_CN"),
    ('endpoint = "services', 'endpoint = ""#', "model.wan2.7-i2v.endpoint", "regex"),
    ('default_resolution = "1080P"', 'default_resolution = "480P"', "model.wan2.7-i2v", "default_resolution"),
    ('["720P", "1080P"]', '["1080P", "720P"]', "model.wan2.7-i2v", "smallest"),
    ('["720P", "1080P"]', '["720P", "720P", "1080P"]', "model.wan2.7-i2v", "smallest"),
    ('["720P", "1080P"]', "[]", "model.wan2.7-i2v", "smallest"),
    ('["720P", "1080P"]', '["4K"]', "model.wan2.7-i2v.resolutions[0]", "4K"),
    ("max_mb = 20, max_aspect", "max_mb = 0, max_aspect", "model.wan2.7-i2v.image.max_mb", "> 0"),
    ("max_mb = 20, max_aspect", "max_mb = nan, max_aspect", "model.wan2.7-i2v.image.max_mb", "> 0"),
    ("max_mb = 20, max_aspect", "max_mb = inf, max_aspect", "model.wan2.7-i2v.image.max_mb", "<= 1"),
    ("max_aspect = 8.0 }\naudio", "max_aspect = 0.5 }\naudio", "model.wan2.7-i2v.image.max_aspect", ">= 1"),
    ("duration = { min = 2, max", "duration = { min = 9, max", "model.wan2.7-i2v.duration", "default"),
    ("duration = { min = 2, max", "duration = { min = 0, max", "model.wan2.7-i2v.duration.min", ">= 1"),
    ("duration = { min = 2, max = 15", "duration = { min = 2, max = 4000", "model.wan2.7-i2v.duration.max", "3600"),
    ("auto = -1", "auto = 0", "model.wan3.0-video.duration", "-1"),
    ('formats = ["wav", "mp3"], min_s = 2', "formats = [], min_s = 2", "model.wan2.7-i2v.audio_in.formats", ""),
    ('"mp3"], min_s = 2, max_s', '"mp3"], min_s = 31, max_s', "model.wan2.7-i2v.audio_in", "max_s"),
    ('"mov"], min_s = 2, max_s', '"mov"], min_s = 11, max_s', "model.wan2.7-i2v.clip_in", "max_s"),
    ("min_side = 240, max_side", "min_side = 5000, max_side", "model.wan2.7-i2v.clip_in", "max_side"),
    ("fps = 30\n", "fps = 0\n", "model.wan2.7-i2v.fps", ">= 1"),
    ('false, sound_choice = "automatic"', 'false, sound_choice = "silent"', "model.wan2.7-i2v", "choices"),
    ('media_sets = [["first_frame"], ', "media_sets = [", "model.wan2.7-i2v", "first_frame"),
    # an offer
    ("per_s = 0.6 }", 'per_s = "cheap" }', "model.wan2.7-i2v.offer[0].price[0].per_s", "decimal"),
    ("per_s = 0.6 }", "per_s = -0.10 }", "model.wan2.7-i2v.offer[0].price[0]", "price from 0"),
    ("per_s = 0.6 }", "per_s = nan }", "model.wan2.7-i2v.offer[0].price[0]", "price from 0"),
    ("per_s = 0.6 }", "per_s = 1e999999 }", "model.wan2.7-i2v.offer[0].price[0]", "price from 0"),
    ('res = "720P", per_s = 0.6 }', 'res = "480P", per_s = 0.6 }', "model.wan2.7-i2v", "not sold"),
    ('currency = "CNY"\n  price', "price", "model.wan2.7-i2v.offer[0]", "currency"),
    ('currency = "CNY"\n  price', 'curency = "CNY"\n  price', "model.wan2.7-i2v.offer[0]", "curency"),
    ('currency = "CNY"\n  price', 'currency = ""\n  price', "model.wan2.7-i2v.offer[0].currency", "length"),
    ('ids = ["wan2.7-i2v", "wan2.7-i2v-2026-04-25"]', "ids = []", "model.wan2.7-i2v.offer[0].ids", "length"),
    ('ids = ["wan2.7-i2v", ', 'ids = ["", ', "model.wan2.7-i2v.offer[0].ids[0]", "length"),
    ("  rps = 5", "  rps = 0", "model.wan2.7-i2v.offer[0].rps", ">= 1"),
    ("  concurrency = 5", "  concurrency = 0", "model.wan2.7-i2v.offer[0].concurrency", ">= 1"),
    ('region = "singapore"\n  ids', 'region = "beijing"\n  ids', "model.wan2.7-i2v", "one `offer`"),
    ('region = "singapore"\n  ids', 'region = "singapur"\n  ids', "model.wan2.7-i2v.offer", "singapur"),
    # a region
    ('temp_upload = true\ncurrency = "CNY"', "temp_upload = true\ncurrency = 7", "region.beijing.currency", "int"),
    ("https://dashscope-intl", "http://dashscope-intl", "region.singapore.shared_host", "regex"),
    ('"https://oss-ap-southeast-1', '"oss-ap-southeast-1', "region.singapore.storage_host", "regex"),
    ("workspace_host = ", "# workspace_host = ", "region.tokyo", "shared_host"),
    ("per_s = 0, rps = 5", "per_s = -1, rps = 5", "region.practice.sells_everything", "price from 0"),
    ("per_s = 0, rps = 5", "per_s = 0, rps = 0", "region.practice.sells_everything.rps", ">= 1"),
    ('en = "Singapore"', 'en = ""', "region.singapore.name[...]", "length"),
    ('key_page = "https://', 'key_page = "http://', "region.singapore.key_page", "regex"),
    ('key_page = "https://www.alibabacloud.com', 'key_page = "https:///www', "region.singapore.key_page", "regex"),
    ('key_page = "https://www.', 'key_page = "javascript:https://www.', "region.singapore.key_page", "regex"),
    ('hint_region = "singapore"', 'hint_region = "singapur"', "region.practice.price_hint_region", "singapur"),
    ("[region.tokyo]", '[region.""]', "region", "length"),
    # all of them
    ("area_480P = ", "area_480P = 0 # ", "size_rule.area_480P", ">= 1"),
    ("area_720P = ", "area_720P = 5 # ", "size_rule", "larger"),
    ("default_multiple = ", "default_multiple = 0 # ", "size_rule.default_multiple", ">= 1"),
    ("min_side = 240     ", "min_side = 0 ", "limits.image.min_side", ">= 1"),
    ("min_side = 240     ", "min_side = 9000 ", "limits.image", "max_side"),
    ('formats = ["JPEG", "PNG", "BMP", "WEBP"]', "formats = []", "limits.image.formats", "length"),
    ("retention_hours = 24", "retention_hours = inf", "limits.task.retention_hours", "<= 1"),
    ("default_rps = 2", "default_rps = 0", "limits.task.default_rps", ">= 1"),
    ("min = 0\nmax = 2147483647", "min = 1\nmax = 0", "limits.ranges[...]", "more than"),
    ("schema = 1", "schema = 2", "schema", "2"),
    ("schema = 1", 'schema = 1\nmodle = "x"', "", "modle"),
]
"""The replaced text, its replacement, the named key, and a part of the reason."""


def test_error_names_file_and_key(tmp_path: Path) -> None:
    odd = []
    for old, new, key, reason in WRONG:
        start = OURS.index("[region.tokyo]") if key == "region.tokyo" else 0
        if key.startswith("limits"):
            start = OURS.index("[limits.task]")  # models have keys of the same names
        if key.startswith("model"):
            start = OURS.index("[[model]]")  # families have names, too
        assert old in OURS[start:], old
        where, text = error_of(tmp_path, OURS[:start] + OURS[start:].replace(old, new, 1))
        if (where, reason in text) != (f"mine.toml, {key}" if key else "mine.toml", True):
            odd.append((old, new, where, text))
    assert odd == []


@pytest.mark.parametrize("host", ["https://x.example", "http://{workspace_id}.x", "https://{workspace_id}.{y}", "x"])
def test_wrong_workspace_address_is_named(tmp_path: Path, host: str) -> None:
    ours = 'workspace_host = "https://{workspace_id}.ap-southeast-1.maas.aliyuncs.com"'
    assert ours in OURS
    where, _ = error_of(tmp_path, OURS.replace(ours, f'workspace_host = "{host}"', 1))
    assert where == "mine.toml, region.singapore.workspace_host"


@pytest.mark.parametrize("text", ["a = [", "\x00", "region = 3\nmodel = 4", ""])
def test_text_that_is_not_a_catalogue_is_an_error(tmp_path: Path, text: str) -> None:
    where, reason = error_of(tmp_path, text)
    assert where.startswith("mine.toml")
    assert reason


def test_syntax_error_names_its_line(tmp_path: Path) -> None:
    where, reason = error_of(tmp_path, "schema = 1\r\n\r\na = = 2\r\n")
    assert where == "mine.toml"
    assert "line 3" in reason


def test_unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"gone\.toml"):
        load_catalogue(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes(b"a = '\xe9'")
    with pytest.raises(CatalogueError, match=r"latin\.toml"):
        load_catalogue(tmp_path / "latin.toml")


def paths_of(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [place] if place else []
    if isinstance(value, dict):
        for key, each in value.items():
            found += paths_of(each, (*place, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            found += paths_of(each, (*place, number))
    return found


DOCUMENT = tomllib.loads(OURS, parse_float=Decimal)


@given(
    place=st.sampled_from(paths_of(DOCUMENT)),
    value=st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}) | st.just([1]),
)
def test_any_value_anywhere_gives_a_catalogue_or_an_error(place: tuple[str | int, ...], value: object) -> None:
    document = tomllib.loads(OURS, parse_float=Decimal)
    target: object = document
    for step in place[:-1]:
        target = target[step]  # type: ignore[index]
    if value is None and isinstance(target, dict):
        del target[place[-1]]
    else:
        target[place[-1]] = 10**9 if value is None else value  # type: ignore[index]
    try:
        found = decoded_catalogue(document, "x")
    except CatalogueError:
        return
    for region in found.offered_regions():
        if region.key in {"practice", "singapore", "beijing"}:
            new_draft(found, region.key)


# ---------------------------------------------------------------- what else a model takes


def test_allowed_combinations_of_media_are_read(catalog: Catalog) -> None:
    assert {frozenset(kinds) for kinds in catalog.model("wan2.7-i2v").media_sets} == {
        frozenset(kinds.split())
        for kinds in (
            "first_frame",
            "first_frame driving_audio",
            "first_frame last_frame",
            "first_frame last_frame driving_audio",
            "first_clip",
            "first_clip last_frame",
        )
    }
    assert {model.key for model in catalog.models if model.takes_last_frame} == {
        "wan2.2-kf2v-flash",
        "wan2.1-kf2v-plus",
        "wan2.7-i2v",
        "wan3.0-video",
        "wan3.0-video-prime",
    }
    clip = catalog.model("wan2.7-i2v").clip_in
    assert clip is not None
    assert (clip.formats, clip.min_seconds, clip.max_seconds, clip.max_bytes) == (("mp4", "mov"), 2, 10, 100_000_000)
    assert [model.key for model in catalog.models if model.clip_in] == ["wan2.7-i2v"]


def test_effects_shots_and_ratios_are_read(catalog: Catalog) -> None:
    assert {model.key: len(model.choices["template"]) for model in catalog.models if "template" in model.choices} == {
        "wan2.1-i2v-turbo": 13,
        "wan2.1-i2v-plus": 26,
        "wan2.1-kf2v-plus": 5,
    }
    assert {model.family for model in catalog.models if "shot_type" in model.choices} == {"2.6"}
    assert catalog.model("wan3.0-video").choices["ratio"] == ("adaptive", "16:9", "4:3", "1:1", "3:4", "9:16")
    rule = catalog.model("wan3.0-video").duration
    assert [rule.allows(seconds) for seconds in (-1, 0, 1, 2, 30, 31)] == [True, False, False, True, True, False]
    assert not catalog.model("wan2.7-i2v").duration.allows(-1)


def test_every_real_region_has_the_links_of_its_four_steps() -> None:
    for region in load_catalogue().regions:
        links = (region.account_page, region.console_page, region.keys_page, region.key_page)
        assert all(links) is not region.is_practice, region.key
