"""The catalogue's reader: the program's own file is right, and a wrong one is named by file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.catalog import Catalog, Protocol, SoundChoice, SoundMode
from wandesk.domain.draft import new_draft, price, price_elsewhere
from wandesk.domain.errors import CatalogueError
from wandesk.domain.price import Price
from wandesk.resources import resource_path
from wandesk.settings.catalogue import CatalogueProblem, load_catalogue, read_catalogue

OURS = resource_path("models.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalogue()


Read = Callable[[str], tuple[Catalog, tuple[CatalogueProblem, ...]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str) -> tuple[Catalog, tuple[CatalogueProblem, ...]]:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return read_catalogue(path)

    return read_text


def changed(old: str, new: str) -> str:
    assert old in OURS
    return OURS.replace(old, new, 1)


# ---------------------------------------------------------------- ours


def test_the_shown_regions_stand_in_their_order(catalog: Catalog) -> None:
    regions = catalog.offered_regions()
    assert [region.key for region in regions] == ["practice", "singapore", "beijing", "virginia", "frankfurt", "tokyo"]
    assert [(region.host, region.has_uploads, region.currency) for region in regions] == [
        (None, True, "USD"),
        ("https://dashscope-intl.aliyuncs.com", True, "USD"),
        ("https://dashscope.aliyuncs.com", True, "CNY"),
        ("https://dashscope-us.aliyuncs.com", False, "USD"),
        (None, False, None),
        (None, False, None),
    ]
    assert [region.is_practice for region in regions] == [True, False, False, False, False, False]
    assert all(region.workspace_host for region in regions if not region.is_practice)
    assert all((region.key_page or "https://").startswith("https://") for region in regions)


def test_practice_has_every_model_for_nothing(catalog: Catalog) -> None:
    assert catalog.models_in("practice") == catalog.models
    for model in catalog.models:
        offer = catalog.offer("practice", model.key)
        assert offer is not None
        assert (offer.is_free, offer.model_id, offer.resolutions) == (True, model.key, model.resolutions)


def test_the_first_order_is_the_recommended_one_at_its_cheapest(catalog: Catalog) -> None:
    draft = new_draft(catalog, "practice")
    assert (draft.model, draft.resolution, draft.seconds) == ("wan2.5-i2v-preview", "480P", 5)
    assert (draft.sound_choice, draft.improve_prompt, draft.watermark) == (SoundChoice.AUTOMATIC, True, False)
    assert price(draft, catalog) == Price(amount=Decimal(0), currency="USD")
    assert price_elsewhere(draft, catalog) == ("singapore", Price(amount=Decimal("0.25"), currency="USD"))
    assert [model.key for model in catalog.models if model.is_recommended] == ["wan2.5-i2v-preview"]


def test_everything_has_words_in_both_languages(catalog: Catalog) -> None:
    texts = [each.name for each in catalog.regions] + [each.name for each in catalog.models]
    texts += [each.description for each in catalog.regions] + [each.description for each in catalog.models]
    for text in texts:
        assert text.en.isascii()
        assert not text.zh_CN.isascii()
    names = [model.name.en for model in catalog.models]
    assert len(set(names)) == len(names)


def test_models_are_as_the_provider_writes(catalog: Catalog) -> None:
    preview = catalog.model("wan2.5-i2v-preview")
    assert preview.duration.values == (5, 10)
    assert preview.picture.formats == ("JPEG", "PNG", "BMP", "WEBP")
    assert (preview.picture.min_side, preview.picture.max_side, preview.picture.max_bytes) == (240, 8000, 20_000_000)
    assert preview.sound_in is not None
    assert (preview.sound_in.field, preview.sound_in.max_bytes) == ("audio_url", 15_000_000)
    assert (preview.sound_in.min_seconds, preview.sound_in.max_seconds) == (3.0, 30.0)
    assert (preview.protocol, preview.sound) == (Protocol.LEGACY, SoundMode.DEFAULT_ON)
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


def test_a_model_may_be_like_another(catalog: Catalog) -> None:
    prime, plain = catalog.model("wan3.0-video-prime"), catalog.model("wan3.0-video")
    assert prime.parameters == plain.parameters
    assert prime.duration == plain.duration
    assert prime.name != plain.name
    offer = catalog.offer("beijing", "wan3.0-video-prime")
    assert offer is not None
    assert offer.prices[-1].per_second == Decimal("1.8")


def test_shared_limits(catalog: Catalog) -> None:
    assert catalog.inline_picture_max_bytes == 7_000_000
    assert catalog.retention_hours == 24.0
    assert catalog.size_areas == {"480P": 399360, "720P": 921600, "1080P": 2073600}
    assert catalog.default_size_multiple == 16
    assert catalog.compiled == "2026-11-22"


# ---------------------------------------------------------------- wrong ones

WRONG = [
    ("prompt_chars = 5000", "promt_chars = 5000", "model.wan2.7-i2v.", "promt_chars", "wan2.7-i2v"),
    ("prompt_chars = 5000", 'prompt_chars = "many"', "model.wan2.7-i2v.prompt_chars", "Expected `int`", "wan2.7-i2v"),
    ("prompt_chars = 5000\n", "", "model.wan2.7-i2v.prompt_chars", "missing", "wan2.7-i2v"),
    ('sound = "always"', 'sound = "loud"', "model.wan2.7-i2v.sound", "loud", "wan2.7-i2v"),
    ('protocol = "media"', 'protocol = "medium"', "model.wan2.7-i2v.protocol", "medium", "wan2.7-i2v"),
    ("max_mb = 20, max_aspect", "max_mb = true, max_aspect", "model.wan2.7-i2v.image.max_mb", "bool", "wan2.7-i2v"),
    ("duration = { min = 2, max", "duration = { min = 9, max", "model.wan2.7-i2v.duration", "default", "wan2.7-i2v"),
    (
        'default_resolution = "1080P"',
        'default_resolution = "480P"',
        "model.wan2.7-i2v.default_resolution",
        "480P",
        "wan2.7-i2v",
    ),
    (
        'resolutions = ["720P", "1080P"]',
        'resolutions = ["1080P", "720P"]',
        "model.wan2.7-i2v.resolutions",
        "smallest",
        "wan2.7-i2v",
    ),
    ('resolutions = ["720P", "1080P"]', 'resolutions = ["4K"]', "model.wan2.7-i2v.resolutions", "4K", "wan2.7-i2v"),
    ('same_as = "wan3.0-video"', 'same_as = "wan4"', "model.wan3.0-video-prime.same_as", "wan4", "wan3.0-video-prime"),
    ('key = "wan2.6-i2v"\n', 'key = "wan2.7-i2v"\n', "model.wan2.7-i2v", "twice", "wan2.6-i2v"),
    ('key = "wan2.7-i2v"\n', 'key = ""\n', "model.[0].key", "length", "wan2.7-i2v"),
    ('en = "Wan 2.7"', 'en = ""', "model.wan2.7-i2v.name.en", "length", "wan2.7-i2v"),
    ('zh_CN = "万相 2.7"', 'zh_CN = ""', "model.wan2.7-i2v.name.zh_CN", "length", "wan2.7-i2v"),
    ('family = "2.7"', 'family = ""', "model.wan2.7-i2v.family", "length", "wan2.7-i2v"),
    ('endpoint = "services', 'endpoint = ""#', "model.wan2.7-i2v.endpoint", "length", "wan2.7-i2v"),
    ("prompt_chars = 5000", "prompt_chars = 0", "model.wan2.7-i2v.prompt_chars", "Expected", "wan2.7-i2v"),
    ("prompt_chars = 5000", "prompt_chars = -1", "model.wan2.7-i2v.prompt_chars", "Expected", "wan2.7-i2v"),
    ("prompt_chars = 5000", f"prompt_chars = {10**400}", "model.wan2.7-i2v.prompt_chars", "", "wan2.7-i2v"),
    ("max_mb = 20, max_aspect", "max_mb = 0, max_aspect", "model.wan2.7-i2v.image.max_mb", "> 0", "wan2.7-i2v"),
    ("max_mb = 20, max_aspect", "max_mb = -2.5, max_aspect", "model.wan2.7-i2v.image.max_mb", "> 0", "wan2.7-i2v"),
    ("max_mb = 20, max_aspect", "max_mb = nan, max_aspect", "model.wan2.7-i2v.image.max_mb", "> 0", "wan2.7-i2v"),
    ("max_mb = 20, max_aspect", "max_mb = inf, max_aspect", "model.wan2.7-i2v.image.max_mb", "<= 1", "wan2.7-i2v"),
    (
        "max_aspect = 8.0 }\naudio",
        "max_aspect = 0.5 }\naudio",
        "model.wan2.7-i2v.image.max_aspect",
        ">= 1",
        "wan2.7-i2v",
    ),
    ("duration = { min = 2, max", "duration = { min = 0, max", "model.wan2.7-i2v.duration.min", ">= 1", "wan2.7-i2v"),
    ("duration = { min = 2, max", "duration = { min = 16, max", "model.wan2.7-i2v.duration", "min", "wan2.7-i2v"),
    (
        'formats = ["wav", "mp3"], min_s = 2',
        "formats = [], min_s = 2",
        "model.wan2.7-i2v.audio_in.formats",
        "",
        "wan2.7-i2v",
    ),
    (
        'formats = ["wav", "mp3"], min_s = 2',
        'formats = [""], min_s = 2',
        "model.wan2.7-i2v.audio_in.formats[0]",
        "",
        "wan2.7-i2v",
    ),
    ('"mp3"], min_s = 2, max_s', '"mp3"], min_s = 31, max_s', "model.wan2.7-i2v.audio_in.min_s", "max_s", "wan2.7-i2v"),
    ('"mp3"], min_s = 2, max_s', '"mp3"], min_s = 0, max_s', "model.wan2.7-i2v.audio_in.min_s", "> 0", "wan2.7-i2v"),
    ('"mov"], min_s = 2, max_s', '"mov"], min_s = 11, max_s', "model.wan2.7-i2v.clip_in.min_s", "max_s", "wan2.7-i2v"),
    ("min_side = 240, max_side", "min_side = 5000, max_side", "model.wan2.7-i2v.clip_in.min_side", "max", "wan2.7-i2v"),
    ("min_side = 240, max_side", "min_side = 0, max_side", "model.wan2.7-i2v.clip_in.min_side", ">= 1", "wan2.7-i2v"),
    ("fps = 30\n", "fps = 0\n", "model.wan2.7-i2v.fps", ">= 1", "wan2.7-i2v"),
    ("size_multiple = 2 ", "size_multiple = 0 ", "model.wan2.6-i2v-flash.size_multiple", ">= 1", "wan2.6-i2v-flash"),
    (
        'watermark = false, sound = "automatic"',
        'watermark = false, sound = "silent"',
        "model.wan2.7-i2v.defaults.sound",
        "choices",
        "wan2.7-i2v",
    ),
    ('["720P", "1080P"]', '["720P", "720P", "1080P"]', "model.wan2.7-i2v.resolutions", "smallest", "wan2.7-i2v"),
]


@pytest.mark.parametrize(("old", "new", "key", "reason", "gone"), WRONG)
def test_a_wrong_model_is_left_out_and_named(
    read: Read, catalog: Catalog, old: str, new: str, key: str, reason: str, gone: str
) -> None:
    found, problems = read(changed(old, new))
    assert len(problems) == 1
    assert problems[0].file == "mine.toml"
    assert problems[0].key.startswith(key)
    assert reason in problems[0].key + problems[0].reason
    assert {model.key for model in catalog.models} - {model.key for model in found.models} == {gone}
    assert all(offer.model != gone for offer in found.offers)


WRONG_OFFERS = [
    ("per_s = 0.10, cny_printed", 'per_s = "cheap", cny_printed', "price[0].per_s"),
    ("per_s = 0.10, cny_printed", "per_s = -0.10, cny_printed", "price[0].per_s"),
    ("per_s = 0.10, cny_printed", "per_s = nan, cny_printed", "price[0].per_s"),
    ('[{ res = "720P", per_s = 0.10, cny_printed', '[{ res = "480P", per_s = 0.10, cny_printed', "price[0].res"),
    ('currency = "USD"\n  price', "price", "currency"),
    ('currency = "USD"\n  price', 'curency = "USD"\n  price', "curency"),
    (
        'region = "singapore"\n  ids = ["wan2.7-i2v", "wan2.7-i2v-2026-04-25"]',
        'region = "singapore"\n  ids = []',
        "ids",
    ),
    ('ids = ["wan2.7-i2v", ', 'ids = ["", ', "ids[0]"),
    ('ids = ["wan2.7-i2v", ', 'ids = ["wan2.7-i2v", "", ', "ids[1]"),
    ("per_s = 0.10, cny_printed", "per_s = 1e999999, cny_printed", "price[0].per_s"),
    ('currency = "USD"\n  price', 'currency = ""\n  price', "currency"),
    ("rps = 5", "rps = 0", "rps"),
    ("rps = 5", "rps = -5", "rps"),
    ("concurrency = 5", "concurrency = 0", "concurrency"),
    ('region = "singapore"\n  ids', 'region = "beijing"\n  ids', "region"),
    ('region = "singapore"\n  ids', 'region = "singapur"\n  ids', "region"),
]


@pytest.mark.parametrize(("old", "new", "key"), WRONG_OFFERS)
def test_a_wrong_offer_is_left_out_and_named(read: Read, old: str, new: str, key: str) -> None:
    start = OURS.index('region = "singapore"\n  ids')
    assert old in OURS[start:]
    found, problems = read(OURS[:start] + OURS[start:].replace(old, new, 1))
    assert len(problems) == 1
    assert problems[0].key.startswith("model.wan2.7-i2v.offer.")
    assert problems[0].key.endswith(f".{key}")
    assert found.offer("singapore", "wan2.7-i2v") is None
    assert found.offer("beijing", "wan2.7-i2v") is not None
    assert found.offer("practice", "wan2.7-i2v") is not None


def test_a_wrong_region_is_left_out_and_named(read: Read) -> None:
    found, problems = read(changed('currency = "CNY"\nfree_quota_days', "currency = 7\nfree_quota_days"))
    assert [(each.key, "int" in each.reason) for each in problems] == [("region.beijing.currency", True)]
    assert [region.key for region in found.offered_regions()] == [
        "practice",
        "singapore",
        "virginia",
        "frankfurt",
        "tokyo",
    ]
    _, problems = read(changed("https://dashscope-intl", "http://dashscope-intl"))
    assert problems[0].key == "region.singapore.shared_host"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("per_s = 0, rps = 5", "per_s = -1, rps = 5", "practice.sells_everything.per_s"),
        ("per_s = 0, rps = 5", "per_s = nan, rps = 5", "practice.sells_everything.per_s"),
        ("per_s = 0, rps = 5", "per_s = 0, rps = 0", "practice.sells_everything.rps"),
        ("concurrency = 5 }", "concurrency = 0 }", "practice.sells_everything.concurrency"),
        ('en = "Singapore"', 'en = ""', "singapore.name.en"),
        ('key_page = "https://', 'key_page = "http://', "singapore.key_page"),
        ('key_page = "https://www.alibabacloud.com', 'key_page = "https:///www', "singapore.key_page"),
        ('key_page = "https://www.', 'key_page = "javascript:https://www.', "singapore.key_page"),
        ('currency = "USD"', 'currency = ""', "singapore.currency"),
    ],
)
def test_what_makes_no_sense_in_a_region_is_named(read: Read, old: str, new: str, key: str) -> None:
    found, problems = read(changed(old, new))
    gone = key.partition(".")[0]
    assert problems[0].key == f"region.{key}"
    assert {problem.key for problem in problems} <= {f"region.{key}", "region.practice.price_hint_region"}
    assert gone not in {region.key for region in found.offered_regions()}
    assert len(found.offered_regions()) == 5


def test_a_region_without_a_key_is_named(read: Read) -> None:
    found, problems = read(changed("[region.tokyo]", '[region.""]'))
    assert "region" in [problem.key for problem in problems]
    assert all(region.key for region in found.regions)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("area_480P = ", "area_480P = 0 # ", "size_rule.area_480P"),
        ("area_720P = ", "area_720P = -1 # ", "size_rule.area_720P"),
        ("area_720P = ", "area_720P = 5 # ", "size_rule.area_720P"),
        ("area_1080P = ", "area_1080P = 5 # ", "size_rule.area_1080P"),
        ("default_multiple = ", "default_multiple = 0 # ", "size_rule.default_multiple"),
        ("min_side = 240     ", "min_side = 0 ", "limits.image.min_side"),
        ("min_side = 240     ", "min_side = 9000 ", "limits.image.min_side"),
        ('formats = ["JPEG", "PNG", "BMP", "WEBP"]', "formats = []", "limits.image.formats"),
        ("retention_hours = 24", "retention_hours = 0", "limits.task.retention_hours"),
        ("retention_hours = 24", "retention_hours = -0.5", "limits.task.retention_hours"),
        ("retention_hours = 24", "retention_hours = nan", "limits.task.retention_hours"),
        ("retention_hours = 24", "retention_hours = inf", "limits.task.retention_hours"),
        ("default_rps = 2", "default_rps = 0", "limits.task.default_rps"),
        ("default_concurrency = 2", "default_concurrency = 0", "limits.task.default_concurrency"),
        (
            "inline_base64_max_raw_bytes = 7000000",
            "inline_base64_max_raw_bytes = 0",
            "limits.upload.inline_base64_max_raw_bytes",
        ),
        ("min = 0\nmax = 2147483647", "min = 1\nmax = 0", "limits.seed.min"),
        ("chars = 500", "chars = 0", "limits.negative_prompt.chars"),
    ],
)
def test_what_makes_no_sense_for_all_is_named_and_empties_the_catalogue(
    read: Read, old: str, new: str, key: str
) -> None:
    start = OURS.index("[limits.task]")  # models have keys of the same names
    text = OURS[:start] + OURS[start:].replace(old, new, 1)
    assert text != OURS
    found, problems = read(text)
    assert [each.key for each in problems] == [key]
    assert (found.models, found.offered_regions()) == ((), ())


def test_without_shared_limits_nothing_is_offered(read: Read) -> None:
    found, problems = read(changed("min_side = 240     ", 'min_side = "240" '))
    assert [each.key for each in problems] == ["limits.image.min_side"]
    assert found.offered_regions() == ()


def test_an_unknown_table_is_named_and_the_rest_is_used(read: Read, catalog: Catalog) -> None:
    found, problems = read(OURS + "\n[[modle]]\nkey = 1\n")
    assert [each.key for each in problems] == ["modle"]
    assert found == catalog


def test_a_newer_file_is_not_guessed_at(read: Read) -> None:
    found, problems = read(changed("schema = 1", "schema = 2"))
    assert [each.key for each in problems] == ["schema"]
    assert found.models == ()


@pytest.mark.parametrize("text", ["a = [", "\x00", "region = 3\nmodel = 4", ""])
def test_what_is_no_catalogue_gives_an_empty_one(read: Read, text: str) -> None:
    found, problems = read(text)
    assert found.offered_regions() == ()
    assert problems


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"schema = 1\na = [\n", 3),  # "at end of document"
        (b"schema = 1\r\n\r\na = = 2\r\n", 3),
        (b"schema = 1\n# \xc3\xa9\na = '\xe9'\n", 3),
    ],
)
def test_what_is_no_toml_is_named_by_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    (problem,) = read_catalogue(tmp_path / "mine.toml")[1]
    assert (problem.key, problem.line) == ("", line)
    assert problem.as_error().values["line"] == line


def test_a_wrong_shared_table_leaves_the_regions_where_jobs_may_be_under_way(read: Read, catalog: Catalog) -> None:
    found, _ = read(changed("min_side = 240     ", "min_sid = 240     "))
    assert found.regions == catalog.regions
    assert (found.models, found.offers, found.offered_regions()) == ((), (), ())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found, problems = read_catalogue(tmp_path / "gone.toml")
    assert found.models == ()
    assert [each.file for each in problems] == ["gone.toml"]
    (tmp_path / "latin.toml").write_bytes(b"a = '\xe9'")
    assert len(read_catalogue(tmp_path / "latin.toml")[1]) == 1


def test_the_strict_reader_raises_with_file_key_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(changed('sound = "always"', 'sound = "loud"'), encoding="utf-8")
    with pytest.raises(CatalogueError) as told:
        load_catalogue(path)
    assert told.value.values["file"] == "mine.toml"
    assert told.value.values["key"] == "model.wan2.7-i2v.sound"
    assert "loud" in str(told.value.values["reason"])


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
def test_whatever_stands_at_any_place_is_survived(place: tuple[str | int, ...], value: object) -> None:
    from wandesk.settings.catalogue import _Reading

    document = tomllib.loads(OURS, parse_float=Decimal)
    target: object = document
    for step in place[:-1]:
        target = target[step]  # type: ignore[index]
    if value is None and isinstance(target, dict):
        del target[place[-1]]
    else:
        target[place[-1]] = 10**9 if value is None else value  # type: ignore[index]
    reading = _Reading(file="x")
    found = reading.catalog(document)
    for region in found.offered_regions():
        if region.key in {"practice", "singapore", "beijing"}:
            new_draft(found, region.key)


# ---------------------------------------------------------------- what else a model takes


def test_what_may_go_together(catalog: Catalog) -> None:
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


def test_effects_shots_and_ratios(catalog: Catalog) -> None:
    assert {model.key: len(model.templates) for model in catalog.models if model.templates} == {
        "wan2.1-i2v-turbo": 13,
        "wan2.1-i2v-plus": 26,
        "wan2.1-kf2v-plus": 5,
    }
    assert {model.family for model in catalog.models if model.shot_types} == {"2.6"}
    assert catalog.model("wan3.0-video").ratios == ("adaptive", "16:9", "4:3", "1:1", "3:4", "9:16")
    rule = catalog.model("wan3.0-video").duration
    assert [rule.allows(seconds) for seconds in (-1, 0, 1, 2, 30, 31)] == [True, False, False, True, True, False]
    assert not catalog.model("wan2.7-i2v").duration.allows(-1)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('media_sets = [["first_frame"], ["first_frame", "last_frame"]]', "media_sets = []", "wan3.0-video.media_sets"),
        ("auto = -1", "auto = 0", "wan3.0-video.duration.auto"),
    ],
)
def test_wrong_sets_and_lengths_are_named(read: Read, old: str, new: str, key: str) -> None:
    _, problems = read(changed(old, new))
    assert f"model.{key}" in {problem.key for problem in problems}


@pytest.mark.parametrize("host", ["https://x.example", "http://{workspace_id}.x", "https://{workspace_id}.{y}", "x"])
def test_a_wrong_address_for_workspaces_is_named(read: Read, host: str) -> None:
    ours = 'workspace_host = "https://{workspace_id}.ap-southeast-1.maas.aliyuncs.com"'
    catalog, problems = read(changed(ours, f'workspace_host = "{host}"'))
    assert problems[0].key in {"region.singapore.workspace_host", "region.singapore.shared_host"}
    assert "singapore" not in {region.key for region in catalog.regions}
