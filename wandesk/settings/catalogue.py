"""Reads `resources/models.toml` into the domain's `Catalog`. The first error stops it and is named by file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wandesk.domain.catalog import (
    AudioLimits,
    Catalog,
    ClipLimits,
    Doubt,
    Family,
    LocalText,
    Model,
    NumberRange,
    Offer,
    PictureLimits,
    Region,
    UnitPrice,
)
from wandesk.domain.errors import CatalogueError
from wandesk.domain.parameters import TYPES
from wandesk.domain.sentences import Sentence
from wandesk.resources import resource_path
from wandesk.settings import catalogue_file as written
from wandesk.settings.catalogue_limits import Limits

MB = 1_000_000
LARGEST_FILE_BYTES = 1_000_000
DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){33}""")
"""A dotted key of more than 33 parts. tomllib takes memory with the square of their number: 8 GB for 50,000."""
NOT_INHERITED = {"offer", "recommended", "shown", "custom", "replaced_by"}
"""Fields that `same_as` does not copy."""

EMPTY_CATALOG = Catalog(
    compiled="",
    regions=(),
    models=(),
    offers=(),
    inline_picture_max_bytes=0,
    retention_hours=0.0,
    size_areas={},
    default_size_multiple=1,
)
"""Nothing can be submitted. Saved videos play, and submitted jobs are still polled."""

T = TypeVar("T")


def load_catalogue(path: Path | None = None) -> Catalog:
    """The catalogue of a file (by default the program's own). Raises CatalogueError with the file, key and reason."""
    path = path or resource_path("models.toml")
    return decoded_catalogue(read_document(path), path.name)


def read_document(path: Path) -> dict[str, Any]:
    """The parsed file. Raises CatalogueError."""
    if path.exists() and not path.is_file():  # opening a pipe would wait for a writer
        raise Invalid("", "it isn't a file").as_error(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise Invalid("", error.strerror or type(error).__name__).as_error(path.name) from error
    return parsed_document(content, path.name)


def parsed_document(content: bytes, file: str) -> dict[str, Any]:
    """The content of a file of that name. Raises CatalogueError for whatever is wrong with it as TOML."""
    if len(content) > LARGEST_FILE_BYTES:
        raise Invalid("", f"it has more than {LARGEST_FILE_BYTES} bytes").as_error(file)
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
        if DEEP_KEY.search(text):
            raise Invalid("", "it is nested too deeply").as_error(file)
        return tomllib.loads(text, parse_float=Decimal)
    # tomllib passes on what int, Decimal and date refuse, and runs out of stack in deeply nested lists.
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Invalid("", str(error) or type(error).__name__).as_error(file) from error


def decoded_catalogue(document: Mapping[str, Any], file: str) -> Catalog:
    """The catalogue of a parsed file; `file` is its name for the error. Raises CatalogueError."""
    try:
        return _catalog(document)
    except RecursionError as error:
        raise Invalid("", "it is nested too deeply").as_error(file) from error
    except Invalid as wrong:
        raise wrong.as_error(file) from wrong


class Invalid(Exception):
    """`key` is a path in the file, such as `model.wan2.5-i2v-preview.image.max_mb`."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason

    def as_error(self, file: str) -> CatalogueError:
        """The error that names the file and the key."""
        where = f"{file}, {self.key}" if self.key else file
        return CatalogueError(values={"where": where, "reason": self.reason})


_PATH = re.compile(r" - at (?:`key` in )?`\$\.?(?P<path>.*)`$")


def decoded(table: object, kind: type[T], key: str) -> T:
    """The table at `key` as a struct of the file. Raises Invalid."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        found = _PATH.search(text)
        below = found["path"] if found else ""
        raise Invalid(".".join(filter(None, (key, below))), text[: found.start()] if found else text) from error


def _catalog(document: Mapping[str, Any]) -> Catalog:
    head = decoded(document, written.Document, "")
    regions = {key: decoded(table, written.Region, f"region.{key}") for key, table in head.region.items()}
    families = {key: decoded(table, written.Family, f"family.{key}") for key, table in head.family.items()}
    entries = _models(head.model)
    _check_references(entries, families)
    models = tuple(_model(entry, head.limits) for entry in entries if entry.shown)
    offers: list[Offer] = []
    for key, region in regions.items():
        if (hint := region.price_hint_region) is not None and hint not in regions:
            raise Invalid(f"region.{key}.price_hint_region", f"there is no region {hint!r}")
        if region.sells_everything is not None:
            currency = _currency(region, regions)
            sold = {entry.key for entry in entries if _is_sold(entry)}
            practised = [model for model in models if model.key in sold]
            offers += [_practice_offer(key, model, region.sells_everything, currency) for model in practised]
    for entry in entries:
        for offer in entry.offer:
            if offer.region not in regions:
                raise Invalid(f"model.{entry.key}.offer", f"there is no region {offer.region!r}")
            if entry.shown and regions[offer.region].shown:
                offers.append(_offer(offer, entry, head))
    return Catalog(
        compiled=head.compiled,
        regions=tuple(
            _region(key, region, _currency(region, regions)) for key, region in regions.items() if region.shown
        ),
        models=models,
        offers=tuple(offer for offer in offers if offer.retired is None),
        retired=tuple(offer for offer in offers if offer.retired is not None),
        families=tuple(Family(key=key, name=LocalText(texts=each.name)) for key, each in families.items()),
        checked={region: day for region, day in head.checked.items() if region in regions},
        inline_picture_max_bytes=head.limits.upload.inline_base64_max_raw_bytes,
        retention_hours=head.limits.task.retention_hours,
        size_areas=head.size_rule.areas,
        default_size_multiple=head.size_rule.default_multiple,
        ranges={key: NumberRange(least=each.min, most=each.max) for key, each in head.limits.ranges.items()},
    )


def _check_references(entries: list[written.Model], families: Mapping[str, written.Family]) -> None:
    keys = {entry.key for entry in entries}
    for entry in entries:
        if entry.family not in families:
            raise Invalid(f"model.{entry.key}.family", f"there is no family {entry.family!r}")
        if entry.replaced_by is not None and (entry.replaced_by not in keys or entry.replaced_by == entry.key):
            raise Invalid(f"model.{entry.key}.replaced_by", f"there is no other model {entry.replaced_by!r}")


def _is_sold(entry: written.Model) -> bool:
    """Whether Practice offers the model: it plays the cloud's own models only, and none that every region retired."""
    is_retired = bool(entry.offer) and all(offer.retired is not None for offer in entry.offer)
    return not entry.custom and not is_retired


def _models(tables: list[dict[str, Any]]) -> list[written.Model]:
    by_key: dict[str, dict[str, Any]] = {}
    models = []
    for number, table in enumerate(tables):
        key = str(table.get("key") or f"[{number}]")
        if key in by_key:
            raise Invalid(f"model.{key}", "there are two models with this key")
        inherited = {}
        if "same_as" in table:
            base = by_key.get(str(table["same_as"]))
            if base is None:
                raise Invalid(f"model.{key}.same_as", f"there is no model {table['same_as']!r} above")
            inherited = {name: value for name, value in base.items() if name not in NOT_INHERITED}
        by_key[key] = inherited | table
        models.append(decoded(inherited | table, written.Model, f"model.{key}"))
    return models


def _offer(offer: written.Offer, entry: written.Model, head: written.Document) -> Offer:
    limits = head.limits.task
    return Offer(
        region=offer.region,
        model=entry.key,
        model_id=offer.ids[0],
        other_ids=tuple(offer.ids[1:]),
        currency=offer.currency,
        prices=tuple(
            UnitPrice(resolution=price.res, per_second=price.per_s, has_sound=price.audio) for price in offer.price
        ),
        resolutions=tuple(offer.resolutions or entry.resolutions),
        submits_per_second=offer.rps or limits.default_rps,
        concurrency=offer.concurrency or limits.default_concurrency,
        doubts=_doubts(offer.doubts),
        as_of=offer.compiled or head.compiled,
        is_uncertain=offer.uncertain,
        retired=offer.retired,
        free_seconds=offer.free_quota_s,
    )


def _model(entry: written.Model, limits: Limits) -> Model:
    image = limits.image
    return Model(
        key=entry.key,
        family=entry.family,
        name=LocalText(texts=entry.name),
        description=LocalText(texts=entry.description),
        protocol=entry.protocol,
        path=entry.endpoint,
        parameters=frozenset(entry.params),
        resolutions=tuple(entry.resolutions),
        default_resolution=entry.default_resolution,
        duration=entry.duration.rule(),
        prompt_chars=entry.prompt_chars,
        negative_prompt_chars=limits.negative_prompt_chars,
        picture=PictureLimits(
            formats=tuple(image.formats),
            min_side=image.min_side,
            max_side=image.max_side,
            max_bytes=round(entry.image.max_mb * MB),
            max_aspect=entry.image.max_aspect,
        ),
        sound=entry.sound,
        audio_in=_audio_limits(entry.audio_in) if entry.audio_in else None,
        is_recommended=entry.recommended,
        size_multiple=entry.size_multiple,
        fps=entry.fps,
        media_sets=tuple(frozenset(kinds) for kinds in entry.media_sets),
        clip_in=_clip_limits(entry.clip_in) if entry.clip_in else None,
        choices={key: tuple(values) for key, values in entry.choices.items()},
        defaults=_defaults(entry),
        doubts=_doubts(entry.doubts),
        replaced_by=entry.replaced_by,
        is_custom=entry.custom,
    )


def _defaults(entry: written.Model) -> dict[str, Any]:
    key = f"model.{entry.key}.defaults"
    return {name: decoded(value, TYPES[name], f"{key}.{name}") for name, value in entry.defaults.items()}


def _doubts(entries: list[written.Doubt]) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(key=each.key, sentence=Sentence(each.sentence), only=tuple(each.only), besides=tuple(each.besides))
        for each in entries
    )


def _audio_limits(entry: written.AudioIn) -> AudioLimits:
    return AudioLimits(
        field=entry.field,
        formats=tuple(entry.formats),
        min_seconds=entry.min_s,
        max_seconds=entry.max_s,
        max_bytes=round(entry.max_mb * MB),
    )


def _clip_limits(entry: written.ClipIn) -> ClipLimits:
    return ClipLimits(
        formats=tuple(entry.formats),
        min_seconds=entry.min_s,
        max_seconds=entry.max_s,
        min_side=entry.min_side,
        max_side=entry.max_side,
        max_aspect=entry.max_aspect,
        max_bytes=round(entry.max_mb * MB),
    )


def _currency(region: written.Region, regions: Mapping[str, written.Region]) -> str | None:
    hint = regions.get(region.price_hint_region or "")
    return region.currency or (hint.currency if hint else None)


def _region(key: str, entry: written.Region, currency: str | None) -> Region:
    return Region(
        key=key,
        name=LocalText(texts=entry.name),
        description=LocalText(texts=entry.description),
        host=entry.shared_host,
        has_uploads=entry.temp_upload,
        is_practice=entry.is_practice,
        currency=currency,
        price_hint_region=entry.price_hint_region,
        key_page=entry.key_page,
        account_page=entry.account_page,
        console_page=entry.console_page,
        keys_page=entry.keys_page,
        workspace_host=entry.workspace_host,
        storage_host=entry.storage_host,
        is_host_leaving=entry.shared_host_leaves,
        free_quota_days=entry.free_quota_days,
    )


def _practice_offer(region: str, model: Model, sells: written.Sells, currency: str | None) -> Offer:
    return Offer(
        region=region,
        model=model.key,
        model_id=model.key,
        currency=currency,
        prices=tuple(UnitPrice(resolution=each, per_second=sells.per_s) for each in model.resolutions),
        resolutions=model.resolutions,
        submits_per_second=sells.rps,
        concurrency=sells.concurrency,
    )
