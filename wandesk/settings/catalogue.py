"""Reads `resources/models.toml` into the domain's `Catalog`, and names file and key of everything wrong in it.

A broken model, offer or region is left out, so that one wrong line does not take the program away; a broken shared
table (limits, sizes) empties the catalogue of models and offers, since nothing could be checked against it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wandesk.domain.catalog import (
    AUTOMATIC_SECONDS,
    AudioLimits,
    Catalog,
    ClipLimits,
    DurationRule,
    LocalText,
    Model,
    Offer,
    PictureLimits,
    Protocol,
    Region,
    SoundChoice,
    SoundMode,
    Switches,
    UnitPrice,
    possible_sound_choices,
)
from wandesk.domain.errors import CatalogueError
from wandesk.resources import resource_path
from wandesk.settings import catalogue_file as written

MB = 1_000_000
HIGHEST_PRICE = 1_000_000
"""Of a second, in any currency; more is a typo."""
LONGEST_SECONDS = 3600
"""A longer video is a typo: every whole second becomes a choice."""

Table = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueProblem:
    """One thing wrong in a catalogue file. `key` is its place, such as `model.wan2.5-i2v-preview.image.max_mb`."""

    file: str
    key: str
    reason: str
    line: int | None = None
    """Where the file is no TOML at all; then it has no keys."""

    def as_error(self) -> CatalogueError:
        line = {} if self.line is None else {"line": self.line}
        return CatalogueError(values={"file": self.file, "key": self.key, "reason": self.reason, **line})


def load_catalogue(path: Path | None = None) -> Catalog:
    """The catalogue of a file (by default the program's own). Raises CatalogueError for the first problem in it."""
    catalog, problems = read_catalogue(path)
    if problems:
        raise problems[0].as_error()
    return catalog


def read_catalogue(path: Path | None = None) -> tuple[Catalog, tuple[CatalogueProblem, ...]]:
    """What can be used of a file, and what cannot. A file that cannot be read at all gives an empty catalogue."""
    path = path or resource_path("models.toml")
    reading = _Reading(file=path.name)
    content = b""
    try:
        content = path.read_bytes()
        document = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except OSError as error:
        reading.note("", error.strerror or type(error).__name__)
        return _EMPTY, tuple(reading.problems)
    except UnicodeDecodeError as error:
        reading.note("", str(error), line=content.count(b"\n", 0, error.start) + 1)
        return _EMPTY, tuple(reading.problems)
    except tomllib.TOMLDecodeError as error:
        said = _AT_LINE.search(str(error))  # Python 3.14 has it as a number
        line = int(said["line"]) if said else content.count(b"\n") + 1  # else "at end of document"
        reading.note("", str(error), line=line)
        return _EMPTY, tuple(reading.problems)
    return reading.catalog(document), tuple(reading.problems)


_EMPTY = Catalog(
    compiled="",
    regions=(),
    models=(),
    offers=(),
    inline_picture_max_bytes=0,
    retention_hours=0.0,
    size_areas={},
    default_size_multiple=1,
)


class _Wrong(Exception):
    """An entry contradicts itself or another one: it is left out."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason


# ---------------------------------------------------------------- from tables to the domain

_AT_LINE = re.compile(r"at line (?P<line>\d+)")
_PLACE = re.compile(r" - at `\$\.?(?P<place>.*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over one file, collecting what is wrong."""

    file: str
    problems: list[CatalogueProblem] = field(default_factory=list)

    def note(self, key: str, reason: str, *, line: int | None = None) -> None:
        self.problems.append(CatalogueProblem(file=self.file, key=key, reason=reason, line=line))

    def catalog(self, document: Table) -> Catalog:
        known = set(written.Head.__struct_fields__)
        for key in document.keys() - known - {"region", "model"}:
            self.note(key, f"unknown field `{key}`")
        if document.get("schema", written.SCHEMA) != written.SCHEMA:
            self.note("schema", f"this program reads schema {written.SCHEMA}")
            return _EMPTY
        head = self._head({key: value for key, value in document.items() if key in known})
        raw_regions = self._table(document.get("region", {}), "region")
        regions = self._regions(raw_regions)
        shown = tuple(_region(key, region, _currency(region, regions)) for key, region in regions.items())
        if head is None:
            return replace(_EMPTY, regions=shown)  # nothing is offered; jobs that were ordered are still followed there
        entries = dict(self._models(self._tables(document.get("model", []), "model"), head.size_rule.areas))
        models = {key: self._model(entry, head.limits.image) for key, (entry, _) in entries.items() if entry.shown}
        offers: list[Offer] = []
        for key, region in regions.items():
            if region.sells_everything and region.price_hint_region not in regions:
                self.note(f"region.{key}.price_hint_region", f"there is no region {region.price_hint_region!r}")
            if region.sells_everything:
                currency = _currency(region, regions)
                offers += [_practice_offer(key, model, region.sells_everything, currency) for model in models.values()]
        for key, (_, raw_offers) in entries.items():
            found = list(self._offers(key, raw_offers, entries[key][0], set(raw_regions), head.limits.task))
            offers += [offer for offer in found if offer.region in regions and key in models]
        return Catalog(
            compiled=head.compiled,
            regions=shown,
            models=tuple(models.values()),
            offers=tuple(offers),
            inline_picture_max_bytes=head.limits.upload.inline_base64_max_raw_bytes,
            retention_hours=head.limits.task.retention_hours,
            size_areas=head.size_rule.areas,
            default_size_multiple=head.size_rule.default_multiple,
        )

    # -------------------------------------------------------- one kind of entry each

    def _head(self, tables: Table) -> written.Head | None:
        head = self._entry(tables, written.Head, "")
        if head is None:
            return None
        try:
            _check_shared(head)
        except _Wrong as wrong:
            self.note(wrong.key, wrong.reason)
            return None
        return head

    def _regions(self, tables: Table) -> dict[str, written.Region]:
        regions = {}
        for key, table in tables.items():
            region = self._entry(table, written.Region, f"region.{key}")
            if region is None or not region.shown:
                continue
            hosts = [host for host in (region.shared_host, region.workspace_host) if host is not None]
            if not region.is_practice and not (hosts and all(host.startswith("https://") for host in hosts)):
                self.note(f"region.{key}.shared_host", "a shown region needs an https:// address")
                continue
            before, place, after = (region.workspace_host or "https://{workspace_id}.").partition("{workspace_id}.")
            if before != "https://" or not place or "{" in after or "}" in after:
                self.note(f"region.{key}.workspace_host", "expected https://{workspace_id}. and the rest of a host")
                continue
            if region.storage_host is not None and not region.storage_host.startswith("https://"):
                self.note(f"region.{key}.storage_host", "expected an https:// address")
                continue
            if region.sells_everything is not None and not _is_price(region.sells_everything.per_s):
                self.note(f"region.{key}.sells_everything.per_s", "expected an amount")
                continue
            if not key:
                self.note("region", "a region needs a key")
                continue
            regions[key] = region
        return regions

    def _models(
        self, tables: list[Table], areas: Mapping[str, int]
    ) -> Iterator[tuple[str, tuple[written.Model, list[Table]]]]:
        by_key: dict[str, Table] = {}
        for number, table in enumerate(tables):
            key = str(table.get("key") or f"[{number}]")
            place = f"model.{key}"
            if key in by_key:
                self.note(place, "this key stands twice")
                continue
            by_key[key] = table
            merged = {name: value for name, value in table.items() if name != "offer"}
            base = table.get("same_as")
            if base is not None:
                if not isinstance(base, str) or base not in by_key or base == key:
                    self.note(f"{place}.same_as", f"there is no model {base!r} above")
                    continue
                inherited = {k: v for k, v in by_key[base].items() if k not in {"offer", "recommended", "shown"}}
                merged = inherited | merged
            entry = self._entry(merged, written.Model, place)
            if entry is None:
                continue
            try:
                _check_model(entry, areas)
            except _Wrong as wrong:
                self.note(f"{place}.{wrong.key}", wrong.reason)
                continue
            yield key, (entry, self._tables(table.get("offer", []), f"{place}.offer"))

    def _offers(
        self, model: str, tables: list[Table], entry: written.Model, regions: set[str], limits: written.TaskLimits
    ) -> Iterator[Offer]:
        seen: set[str] = set()
        for number, table in enumerate(tables):
            place = f"model.{model}.offer.{table.get('region', f'[{number}]')}"
            offer = self._entry(table, written.Offer, place)
            if offer is None:
                continue
            try:
                _check_offer(offer, entry, regions, seen)
            except _Wrong as wrong:
                self.note(f"{place}.{wrong.key}", wrong.reason)
                continue
            seen.add(offer.region)
            yield Offer(
                region=offer.region,
                model=model,
                model_id=offer.ids[0],
                currency=offer.currency,
                prices=tuple(
                    UnitPrice(resolution=price.res, per_second=price.per_s, has_sound=price.audio)
                    for price in offer.price
                ),
                resolutions=tuple(offer.resolutions or entry.resolutions),
                submits_per_second=offer.rps or limits.default_rps,
                concurrency=offer.concurrency or limits.default_concurrency,
            )

    def _model(self, entry: written.Model, image: written.ImageLimits) -> Model:
        return Model(
            key=entry.key,
            family=entry.family,
            name=_text(entry.name),
            description=_text(entry.description),
            protocol=entry.protocol,
            path=entry.endpoint,
            parameters=frozenset(entry.params),
            resolutions=tuple(entry.resolutions),
            default_resolution=entry.default_resolution,
            duration=_duration(entry.duration),
            prompt_chars=entry.prompt_chars,
            picture=PictureLimits(
                formats=tuple(image.formats),
                min_side=image.min_side,
                max_side=image.max_side,
                max_bytes=round(entry.image.max_mb * MB),
                max_aspect=entry.image.max_aspect,
            ),
            sound=entry.sound,
            sound_in=_sound_limits(entry.audio_in) if entry.audio_in else None,
            switches=Switches(
                improve_prompt=entry.defaults.improve_prompt,
                watermark=entry.defaults.watermark,
                sound=entry.defaults.sound,
            ),
            is_recommended=entry.recommended,
            size_multiple=entry.size_multiple,
            fps=entry.fps,
            media_sets=tuple(frozenset(kinds) for kinds in entry.media_sets),
            clip_in=_clip_limits(entry.clip_in) if entry.clip_in else None,
            templates=tuple(entry.templates),
            shot_types=tuple(entry.shot_types),
            ratios=tuple(entry.ratios),
        )

    # -------------------------------------------------------- shapes

    def _entry(self, table: object, kind: type[T], place: str) -> T | None:
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            text = str(error)
            parts = [place] if place else []
            if where := _PLACE.search(text):
                parts.append(where["place"])
                text = text[: where.start()]
            if name := _UNKNOWN.search(text) or _MISSING.search(text):
                parts.append(name["name"])
            self.note(".".join(parts), text)
            return None

    def _table(self, value: object, place: str) -> Table:
        if isinstance(value, dict):
            return value
        self.note(place, "expected a table")
        return {}

    def _tables(self, value: object, place: str) -> list[Table]:
        if not isinstance(value, list):
            self.note(place, "expected a list of tables")
            return []
        for number, each in enumerate(value):
            if not isinstance(each, dict):
                self.note(f"{place}[{number}]", "expected a table")
        return [each for each in value if isinstance(each, dict)]


def _check_shared(head: written.Head) -> None:
    names = list(head.size_rule.areas)
    for smaller, larger in pairwise(names):
        if head.size_rule.areas[larger] <= head.size_rule.areas[smaller]:
            raise _Wrong(f"size_rule.area_{larger}", f"expected more than area_{smaller}")
    image, seed = head.limits.image, head.limits.seed
    if image.min_side > image.max_side:
        raise _Wrong("limits.image.min_side", "more than max_side")
    if seed.min > seed.max:
        raise _Wrong("limits.seed.min", "more than max")


def _check_model(entry: written.Model, areas: Mapping[str, int]) -> None:
    for resolution in entry.resolutions:
        if resolution not in areas:
            raise _Wrong("resolutions", f"size_rule knows no {resolution!r}")
    if not entry.resolutions or sorted(set(entry.resolutions), key=areas.__getitem__) != entry.resolutions:
        raise _Wrong("resolutions", "expected a list with the smallest first")
    if entry.default_resolution not in entry.resolutions:
        raise _Wrong("default_resolution", f"{entry.default_resolution!r} is not among the resolutions")
    if entry.sound is SoundMode.NEVER and entry.audio_in:
        raise _Wrong("audio_in", "a silent model takes no sound")
    choices = possible_sound_choices(entry.sound, takes_own=entry.audio_in is not None) or (SoundChoice.AUTOMATIC,)
    if entry.defaults.sound not in choices:
        raise _Wrong("defaults.sound", f"{entry.defaults.sound.value!r} is not among this model's choices")
    if entry.audio_in is not None and entry.audio_in.min_s > entry.audio_in.max_s:
        raise _Wrong("audio_in.min_s", "more than max_s")
    if entry.clip_in is not None and entry.clip_in.min_s > entry.clip_in.max_s:
        raise _Wrong("clip_in.min_s", "more than max_s")
    if entry.clip_in is not None and entry.clip_in.min_side > entry.clip_in.max_side:
        raise _Wrong("clip_in.min_side", "more than max_side")
    if entry.duration.max is not None and entry.duration.max > LONGEST_SECONDS:
        raise _Wrong("duration.max", f"more than {LONGEST_SECONDS} seconds")
    rule = _duration(entry.duration)
    if not rule.values or rule.default not in rule.values:
        raise _Wrong("duration", "expected min and max, values or fixed, and a default among them")
    if entry.duration.auto not in (None, AUTOMATIC_SECONDS):
        raise _Wrong("duration.auto", f"expected {AUTOMATIC_SECONDS}")
    lists_media = entry.protocol in (Protocol.MEDIA, Protocol.MEDIA3)
    if lists_media and frozenset({"first_frame"}) not in {frozenset(kinds) for kinds in entry.media_sets}:
        raise _Wrong("media_sets", "expected a set of first_frame alone")


def _check_offer(offer: written.Offer, model: written.Model, regions: set[str], seen: set[str]) -> None:
    if offer.region not in regions:
        raise _Wrong("region", f"there is no region {offer.region!r}")
    if offer.region in seen:
        raise _Wrong("region", "this region stands twice")
    sold = offer.resolutions if offer.resolutions is not None else model.resolutions
    if not sold or [each for each in model.resolutions if each in sold] != sold:
        raise _Wrong("resolutions", "expected some of the model's, the smallest first")
    for number, price in enumerate(offer.price):
        if price.res not in sold:
            raise _Wrong(f"price[{number}].res", f"{price.res!r} is not sold here")
        if not _is_price(price.per_s):
            raise _Wrong(f"price[{number}].per_s", "expected an amount")
    if offer.price and offer.currency is None:
        raise _Wrong("currency", "a price needs its currency")


def _is_price(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= HIGHEST_PRICE


def _text(entry: written.Text) -> LocalText:
    return LocalText(en=entry.en, zh_CN=entry.zh_CN)


def _duration(entry: written.Duration) -> DurationRule:
    if entry.fixed is not None:
        return DurationRule(values=(entry.fixed,), default=entry.fixed, is_fixed=True)
    if entry.values is not None:
        values = tuple(entry.values)
    elif entry.min is not None and entry.max is not None:
        values = tuple(range(entry.min, entry.max + 1))
    else:
        values = ()
    return DurationRule(values=values, default=entry.default or 0, may_be_automatic=entry.auto is not None)


def _sound_limits(entry: written.AudioIn) -> AudioLimits:
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
        name=_text(entry.name),
        description=_text(entry.description),
        host=entry.shared_host,
        has_uploads=entry.temp_upload,
        is_practice=entry.is_practice,
        currency=currency,
        price_hint_region=entry.price_hint_region,
        key_page=entry.key_page,
        workspace_host=entry.workspace_host,
        storage_host=entry.storage_host,
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
