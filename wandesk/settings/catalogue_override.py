"""The user's own `models.toml` beside the settings: merged over the shipped catalogue by key.

It cannot keep the program from working: with an error in it the shipped catalogue is used, and the error is told.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import CatalogueError
from wandesk.resources import resource_path
from wandesk.settings import catalogue_file as written
from wandesk.settings.catalogue import Invalid, decoded, decoded_catalogue, read_document

Table = dict[str, Any]

CHANGEABLE = frozenset({"name", "description", "shown", "temp_upload", "currency", "free_quota_days"})
"""What the user's own file may say about a region. Its hosts get the key without a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCatalogue:
    """The catalogue in use, and what there is to say about the user's own file."""

    catalog: Catalog
    error: CatalogueError | None = None
    """Why the user's own file is not used at all."""
    outdated: tuple[str, ...] = ()
    """The keys in it that are ignored, because the shipped catalogue is newer, such as `model.wan2.7-i2v`."""


def load_catalogues(override: Path, shipped: Path | None = None) -> LoadedCatalogue:
    """The shipped catalogue with the user's own file over it, if there is one.

    Raises CatalogueError only for the shipped file.
    """
    shipped = shipped or resource_path("models.toml")
    base = read_document(shipped)
    own = decoded_catalogue(base, shipped.name)
    if not os.path.lexists(override):
        return LoadedCatalogue(catalog=own)
    try:
        return merged_catalogue(base, read_document(override), override.name)
    except CatalogueError as wrong:
        return LoadedCatalogue(catalog=own, error=wrong)


def merged_catalogue(base: Mapping[str, Any], over: Mapping[str, Any], file: str) -> LoadedCatalogue:
    """The catalogue of two parsed files; `file` is the override's name. Raises CatalogueError for the override."""
    try:
        head = decoded(over, written.Override, "")
        document, outdated = _merged(dict(base), head)
    except Invalid as wrong:
        raise wrong.as_error(file) from wrong
    except RecursionError as error:
        raise Invalid("", "it is nested too deeply").as_error(file) from error
    return LoadedCatalogue(catalog=decoded_catalogue(document, file), outdated=outdated)


def _merged(base: Table, head: written.Override) -> tuple[Table, tuple[str, ...]]:
    """The shipped document with the override's tables in it, and the keys of those that it outdates."""
    document, outdated = copy.deepcopy(base), list[str]()
    shipped_day = str(base["compiled"])
    is_older = head.compiled < shipped_day
    for name in ("limits", "size_rule"):
        _merge_table(document, name, getattr(head, name), name, outdated, is_older=is_older)
    for name, table in head.region.items():
        _check_region(name, table, document["region"])
        _merge_table(document["region"], name, table, f"region.{name}", outdated, is_older=is_older)
    for name, table in head.family.items():
        _merge_table(document["family"], name, table, f"family.{name}", outdated, is_older=is_older)
    models = document["model"]
    by_key, seen = {str(each["key"]): each for each in models}, set[str]()
    for number, table in enumerate(head.model):
        key = table.get("key")
        if not isinstance(key, str) or not key:
            raise Invalid(f"model.[{number}]", "expected its `key`")
        if key in seen:
            raise Invalid(f"model.{key}", "there are two models with this key")
        seen.add(key)
        if key in by_key:
            _merge_model(by_key[key], table, head.compiled, shipped_day, outdated)
        else:
            models.append(_dated(table, head.compiled))
    document["checked"] = dict(head.checked)
    return document, tuple(outdated)


def _check_region(key: str, table: Table, shipped: Mapping[str, Any]) -> None:
    """A profile may be a stranger's: it cannot say where a key goes, or where one is bought."""
    if key not in shipped:
        raise Invalid(f"region.{key}", "there is no such region")
    if forbidden := sorted(table.keys() - CHANGEABLE):
        raise Invalid(f"region.{key}.{forbidden[0]}", "only Wan Desk's own list has this; Settings take an address")


def _merge_model(into: Table, table: Table, own_day: str, shipped_day: str, outdated: list[str]) -> None:
    key = f"model.{table['key']}"
    fields = {name: value for name, value in table.items() if name not in ("key", "offer")}
    if fields and own_day < shipped_day:
        outdated.append(key)
    else:
        into |= fields
    offers = into.setdefault("offer", [])
    for number, offer in enumerate(_offers(table)):
        region = offer.get("region")
        if not isinstance(region, str):
            raise Invalid(f"{key}.offer[{number}]", "expected its `region`")
        existing = next((each for each in offers if each.get("region") == region), None)
        day = offer.get("compiled", own_day)
        if existing is None:
            offers.append({"compiled": own_day, **offer})
        elif isinstance(day, str) and day < str(existing.get("compiled", shipped_day)):
            outdated.append(f"{key}.{region}")
        else:
            existing |= {"compiled": own_day, **offer}


def _merge_table(into: Table, key: str, table: Table, name: str, outdated: list[str], *, is_older: bool) -> None:
    if not table:
        return
    if key in into and is_older:
        outdated.append(name)
    else:
        into[key] = _deep(into.get(key, {}), table)


def _deep(below: object, over: Table) -> Table:
    merged = dict(below) if isinstance(below, dict) else {}
    for key, value in over.items():
        merged[key] = _deep(merged.get(key), value) if isinstance(value, dict) else value
    return merged


def _dated(table: Table, day: str) -> Table:
    """A model of the user's own, its offers with the date of the file."""
    offers = [{"compiled": day, **offer} for offer in _offers(table)]
    return {**table, "offer": offers} if offers else dict(table)


def _offers(table: Table) -> list[Table]:
    offers = table.get("offer", [])
    if not isinstance(offers, list) or not all(isinstance(each, dict) for each in offers):
        raise Invalid(f"model.{table['key']}.offer", "expected tables `[[model.offer]]`")
    regions = [str(each.get("region")) for each in offers]
    if len(set(regions)) < len(regions):
        raise Invalid(f"model.{table['key']}", "expected one `offer` for each region")
    return offers
