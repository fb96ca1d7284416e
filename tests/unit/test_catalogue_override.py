"""The user's own list of models: merged by key, dated, strict, and never a reason for the program not to work."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import catalogue_without
from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import CatalogueError
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue, parsed_document, read_document
from wandesk.settings.catalogue_override import LoadedCatalogue, load_catalogues, merged_catalogue

SHIPPED = load_catalogue()
BASE = read_document(resource_path("models.toml"))
LATER = "2027-01-15"

DEARER = """
[[model]]
key = "wan2.5-i2v-preview"
  [[model.offer]]
  region = "singapore"
  price = [{ res = "480P", per_s = 0.06 }, { res = "720P", per_s = 0.125 }, { res = "1080P", per_s = 0.15 }]
"""
CUSTOM = """
[[model]]
key = "wan2.9-i2v"
name = { en = "Wan 2.9" }
same_as = "wan2.7-i2v"
custom = true
  [[model.offer]]
  region = "singapore"
  ids = ["wan2.9-i2v"]
"""


def load(folder: Path, text: str, *, day: str = LATER) -> LoadedCatalogue:
    path = folder / "models.toml"
    path.write_text(f'schema = 1\ncompiled = "{day}"\n{text}', encoding="utf-8")
    return load_catalogues(path)


def price_of(catalog: Catalog, model: str, region: str, resolution: str) -> Decimal:
    offer = catalog.offer(region, model)
    assert offer is not None
    return next(price.per_second for price in offer.prices if price.resolution == resolution)


def test_without_an_own_file_the_shipped_catalogue_is_used(tmp_path: Path) -> None:
    assert load_catalogues(tmp_path / "models.toml") == LoadedCatalogue(catalog=SHIPPED)


def test_only_what_the_own_file_names_differs(tmp_path: Path) -> None:
    found = load(tmp_path, DEARER)
    assert (found.error, found.outdated) == (None, ())
    assert price_of(found.catalog, "wan2.5-i2v-preview", "singapore", "480P") == Decimal("0.06")
    assert price_of(found.catalog, "wan2.5-i2v-preview", "beijing", "480P") == Decimal("0.3")
    changed = found.catalog.offer("singapore", "wan2.5-i2v-preview")
    kept = found.catalog.offer("beijing", "wan2.5-i2v-preview")
    assert changed is not None
    assert kept is not None
    assert (changed.as_of, kept.as_of) == (LATER, SHIPPED.compiled)
    assert (changed.currency, changed.model_id, changed.concurrency) == ("USD", "wan2.5-i2v-preview", 5)
    assert [offer for offer in found.catalog.offers if offer not in SHIPPED.offers] == [changed]
    assert found.catalog.models == SHIPPED.models


def test_fields_of_models_regions_limits_and_families_are_merged(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        """
[limits.task]
default_rps = 3
[region.tokyo]
currency = "JPY"
[family."9.9"]
name = { en = "Wan 9.9" }
[[model]]
key = "wan2.7-i2v"
prompt_chars = 6000
""",
    )
    assert found.error is None
    assert found.catalog.model("wan2.7-i2v").prompt_chars == 6000
    assert found.catalog.model("wan2.7-i2v").sound is SHIPPED.model("wan2.7-i2v").sound
    assert found.catalog.region("tokyo").currency == "JPY"
    assert found.catalog.region("tokyo").name == SHIPPED.region("tokyo").name
    assert [family.key for family in found.catalog.families][-1] == "9.9"


def test_custom_model_takes_everything_from_its_family(tmp_path: Path) -> None:
    catalog = load(tmp_path, CUSTOM).catalog
    made, like = catalog.model("wan2.9-i2v"), catalog.model("wan2.7-i2v")
    assert (made.protocol, made.duration, made.media_sets) == (like.protocol, like.duration, like.media_sets)
    assert (made.name.text("zh_CN"), made.is_custom) == ("Wan 2.9", True)
    offer = catalog.offer("singapore", "wan2.9-i2v")
    assert offer is not None
    assert (offer.prices, offer.as_of) == ((), LATER)
    assert made in catalog.models_in("singapore")
    assert made not in catalog.models_in("practice")  # which plays the cloud's own models only


# ---------------------------------------------------------------- dates


def test_older_statement_about_a_shipped_entry_is_ignored_and_named(tmp_path: Path) -> None:
    text = DEARER.replace("  [[model.offer]]", "prompt_chars = 9\n  [[model.offer]]")
    found = load(tmp_path, f'[region.tokyo]\ncurrency = "JPY"\n{text}{CUSTOM}', day="2026-11-21")
    assert found.error is None
    assert set(found.outdated) == {"model.wan2.5-i2v-preview", "model.wan2.5-i2v-preview.singapore", "region.tokyo"}
    assert price_of(found.catalog, "wan2.5-i2v-preview", "singapore", "480P") == Decimal("0.05")
    assert found.catalog.model("wan2.5-i2v-preview").prompt_chars == 1500
    assert found.catalog.offer("singapore", "wan2.9-i2v") is not None  # nothing newer is known about it


def test_statement_of_the_same_day_counts(tmp_path: Path) -> None:
    found = load(tmp_path, DEARER, day=SHIPPED.compiled)
    assert found.outdated == ()
    assert price_of(found.catalog, "wan2.5-i2v-preview", "singapore", "480P") == Decimal("0.06")


@pytest.mark.parametrize(("day", "counts"), [("2026-11-21", False), ("2026-12-01", True)])
def test_offer_may_have_its_own_date(tmp_path: Path, day: str, *, counts: bool) -> None:
    dated = DEARER.replace('region = "singapore"', f'region = "singapore"\n  compiled = "{day}"')
    found = load(tmp_path, dated, day="2026-01-01" if counts else LATER)
    assert (price_of(found.catalog, "wan2.5-i2v-preview", "singapore", "480P") == Decimal("0.06")) is counts
    assert bool(found.outdated) is not counts


def test_newest_knowledge_is_that_of_the_last_comparison(tmp_path: Path) -> None:
    assert SHIPPED.newest == SHIPPED.compiled
    found = load(tmp_path, '[checked]\nsingapore = "2027-01-01"\nelsewhere = "2028-01-01"\n')
    assert found.catalog.newest == "2027-01-01"


# ---------------------------------------------------------------- retired models


def test_retired_offer_is_not_sold_and_names_its_replacement(tmp_path: Path) -> None:
    catalog = load(
        tmp_path,
        """
[[model]]
key = "wan2.1-i2v-turbo"
replaced_by = "wan2.2-i2v-flash"
  [[model.offer]]
  region = "singapore"
  retired = "2027-01-10"
""",
    ).catalog
    assert catalog.offer("singapore", "wan2.1-i2v-turbo") is None
    ended = catalog.retired_offer("singapore", "wan2.1-i2v-turbo")
    assert ended is not None
    assert ended.retired == "2027-01-10"
    replacement = catalog.replacement("singapore", "wan2.1-i2v-turbo")
    assert replacement is not None
    assert replacement.key == "wan2.2-i2v-flash"
    assert "wan2.1-i2v-turbo" not in [model.key for model in catalog.models_in("singapore")]
    assert "wan2.1-i2v-turbo" in [model.key for model in catalog.models_in("beijing")]
    assert "wan2.1-i2v-turbo" in [model.key for model in catalog.models_in("practice")]


def test_ids_of_ended_offers_and_snapshots_are_still_known() -> None:
    """A task of theirs may be the user's: it is found and imported like any other."""
    catalog = catalogue_without("wan2.1-i2v-turbo", "singapore")
    assert [offer.region for offer in catalog.ever_offered("wan2.1-i2v-turbo")] == ["practice", "singapore"]
    assert {offer.region for offer in catalog.ever_offered("wan2.7-i2v-2026-04-25")} == {"beijing", "singapore"}
    assert catalog.ever_offered("wan2.7-t2v") == ()


def test_replacement_may_be_retired_itself_and_successors_may_form_a_circle(tmp_path: Path) -> None:
    text = "".join(
        f'[[model]]\nkey = "{key}"\nreplaced_by = "{after}"\n  [[model.offer]]\n  region = "singapore"\n'
        f'  retired = "2027-01-10"\n'
        for key, after in (
            ("wan2.1-i2v-turbo", "wan2.1-i2v-plus"),
            ("wan2.1-i2v-plus", "wan2.1-i2v-turbo"),
            ("wan2.2-i2v-flash", "wan2.2-i2v-plus"),
        )
    )
    catalog = load(tmp_path, text).catalog
    usual = catalog.replacement("singapore", "wan2.1-i2v-turbo")
    next_one = catalog.replacement("singapore", "wan2.2-i2v-flash")
    assert usual is not None
    assert next_one is not None
    assert (usual.key, next_one.key) == ("wan2.5-i2v-preview", "wan2.2-i2v-plus")
    assert catalog.replacement("nowhere", "wan2.2-i2v-flash") is None


def test_model_that_every_region_retired_leaves_practice(tmp_path: Path) -> None:
    regions = [offer.region for offer in SHIPPED.offers if offer.model == "wan2.1-i2v-turbo"]
    ended = "".join(
        f'  [[model.offer]]\n  region = "{region}"\n  retired = "2027-01-10"\n'
        for region in regions
        if region != "practice"
    )
    catalog = load(tmp_path, f'[[model]]\nkey = "wan2.1-i2v-turbo"\n{ended}').catalog
    assert "wan2.1-i2v-turbo" not in [model.key for model in catalog.models_in("practice")]
    assert catalog.model("wan2.1-i2v-turbo").prompt_chars == 800  # jobs under way still need it


# ---------------------------------------------------------------- wrong files

WRONG = [
    ("promt = 1", "models.toml", "promt"),
    ("schema = 2", "models.toml", "schema"),
    ('[[model]]\nname = { en = "x" }', "models.toml, model.[0]", "`key`"),
    ("[[model]]\nkey = 7", "models.toml, model.[0]", "`key`"),
    ('[[model]]\nkey = "x"', "models.toml, model.x", "missing"),
    (DEARER + DEARER, "models.toml, model.wan2.5-i2v-preview", "two models"),
    (DEARER.replace("per_s = 0.06", "per_s = -1"), "models.toml, model.wan2.5-i2v-preview.offer[1].price[0]", "price"),
    (DEARER.replace('"480P"', '"4K"'), "models.toml, model.wan2.5-i2v-preview.offer[1].price[0].res", "4K"),
    (DEARER.replace('region = "singapore"', "region = 3"), "models.toml, model.wan2.5-i2v-preview.offer[0]", "region"),
    (DEARER.replace("price =", "prices ="), "models.toml, model.wan2.5-i2v-preview.offer[1]", "prices"),
    (
        DEARER.replace('"singapore"', '"atlantis"\n  ids = ["x"]\n  currency = "USD"'),
        "models.toml, model.wan2.5-i2v-preview.offer",
        "atlantis",
    ),
    ('[[model]]\nkey = "wan2.7-i2v"\noffer = 3', "models.toml, model.wan2.7-i2v.offer", "tables"),
    ('[[model]]\nkey = "wan2.7-i2v"\nfamily = "8"', "models.toml, model.wan2.7-i2v.family", "8"),
    ('[[model]]\nkey = "wan2.7-i2v"\nreplaced_by = "x"', "models.toml, model.wan2.7-i2v.replaced_by", "x"),
    ("[region.x]\ncurrency = 'USD'", "models.toml, region.x", "no such region"),
    ("[region.singapore]\nshared_host = 'https://thief.example'", "models.toml, region.singapore.shared_host", "own"),
    (
        "[region.singapore]\nworkspace_host = 'https://{workspace_id}.thief.example'",
        "models.toml, region.singapore.workspace_host",
        "own",
    ),
    ("[region.tokyo]\nkey_page = 'https://thief.example'", "models.toml, region.tokyo.key_page", "own"),
    ("[region.tokyo]\nstorage_host = 'https://thief.example'", "models.toml, region.tokyo.storage_host", "own"),
    ("[region.tokyo]\nis_practice = true", "models.toml, region.tokyo.is_practice", "own"),
    (
        '[[model]]\nkey = "wan2.7-i2v"\nendpoint = "../../elsewhere"',
        "models.toml, model.wan2.7-i2v.endpoint",
        "regex",
    ),
    ('[checked]\nsingapore = "soon"', "models.toml", "checked.singapore"),
    ("[limits.task]\ndefault_rps = 0", "models.toml, limits.task.default_rps", ">= 1"),
    (DEARER.replace('"singapore"', '"singapore"\n  compiled = "2027-02-30"'), "models.toml, model", "YYYY-MM-DD"),
]


@pytest.mark.parametrize(("text", "where", "reason"), WRONG)
def test_error_in_the_own_file_is_named_and_the_shipped_catalogue_is_used(
    tmp_path: Path, text: str, where: str, reason: str
) -> None:
    path = tmp_path / "models.toml"
    head = "" if text.startswith("schema") else "schema = 1\n"
    path.write_text(f'{head}compiled = "{LATER}"\n{text}\n', encoding="utf-8")
    found = load_catalogues(path)
    assert found.catalog == SHIPPED
    assert found.error is not None
    assert str(found.error.values["where"]).startswith(where)
    assert reason in f"{found.error.values['where']} {found.error.values['reason']}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"a = [",
        b"a = " + b"[" * 20_000,
        b"x" + b".x" * 50_000 + b" = 1",
        b'schema = 1\ncompiled = "2027-01-01"\nlimits' + b".x" * 20_000 + b" = 1",
        b"a = 1" + b"0" * 10_000,
        b"a = 1e99999999999999999999",
        b"a = 2027-99-99",
        b"#" * 1_000_001,
        b'schema = 1\ncompiled = "2027-01-01"\n\x00',
    ],
)
def test_whatever_the_own_file_holds_the_program_has_a_catalogue(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.toml"
    path.write_bytes(content)
    found = load_catalogues(path)
    assert found.catalog == SHIPPED
    assert found.error is not None


def test_a_long_dotted_key_is_refused_before_it_takes_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    for key in ("x" + ".x" * 50_000, "x" + " . 'x'" * 40):
        path.write_text(f"{key} = 1", encoding="utf-8")
        error = load_catalogues(path).error
        assert error is not None
        assert error.values["reason"] == "it is nested too deeply"
    path.write_text(f"schema = 1\n# {'word' * 240_000}", encoding="utf-8")
    error = load_catalogues(path).error
    assert error is not None
    assert error.values["reason"] != "it is nested too deeply"


def test_own_file_may_be_no_file_at_all(tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    path.mkdir()
    assert load_catalogues(path).error is not None
    path.rmdir()
    path.symlink_to(tmp_path / "gone")
    assert load_catalogues(path).error is not None
    path.unlink()
    if hasattr(os, "mkfifo"):  # opening it would wait for ever
        os.mkfifo(path)
        found = load_catalogues(path)
        assert found.error is not None
        assert found.catalog == SHIPPED


def test_own_file_of_a_shipped_file_with_an_error_is_not_read(tmp_path: Path) -> None:
    shipped = tmp_path / "shipped.toml"
    shipped.write_text("schema = 1")
    with pytest.raises(CatalogueError, match=r"shipped\.toml"):
        load_catalogues(tmp_path / "models.toml", shipped)


VALUES: st.SearchStrategy[object] = st.recursive(
    st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True)
    | st.dates()
    | st.text(max_size=4)
    | st.sampled_from(["singapore", "USD", "480P", "wan2.5-i2v-preview", LATER, "2.5"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "offer", "region", "price", "res", "per_s", "ids", "name"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["schema", "compiled", "limits", "region", "family", "checked", "model"]), VALUES)
    | st.fixed_dictionaries(
        {"schema": st.just(1), "compiled": st.just(LATER)},
        optional={
            "region": st.dictionaries(st.sampled_from(["singapore", "tokyo", "x"]), VALUES),
            "checked": st.dictionaries(st.text(max_size=3), VALUES),
            "model": st.lists(
                st.fixed_dictionaries(
                    {"key": st.sampled_from(["wan2.5-i2v-preview", "wan2.7-i2v", "new"])},
                    optional={
                        "offer": VALUES | st.lists(st.fixed_dictionaries({"region": st.just("singapore")})),
                        "same_as": VALUES,
                        "retired": VALUES,
                        "name": VALUES,
                        "duration": VALUES,
                        "defaults": VALUES,
                    },
                ),
                max_size=3,
            ),
        },
    )
)
def test_any_document_gives_a_catalogue_or_a_named_error(over: dict[str, object]) -> None:
    found: LoadedCatalogue | None
    try:
        found = merged_catalogue(BASE, over, "models.toml")
    except CatalogueError as wrong:
        named, found = wrong.values, None
    if found is None:
        assert str(named["where"]).startswith("models.toml")
        assert named["reason"]
    else:
        assert found.catalog.offered_regions()


@given(st.text(max_size=60) | st.text(alphabet="[]{}=.\"'\n#,1eT:-+xk", max_size=80) | st.binary(max_size=40))
def test_any_content_is_a_document_or_a_named_error(content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        found: object = parsed_document(data, "models.toml")
    except CatalogueError as wrong:
        found = wrong.values["where"]
    assert isinstance(found, dict) or found == "models.toml"
