"""What Export offers, from `resources/exports.toml`."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from wandesk.domain.export_offer import ExportOffer
from wandesk.domain.language import LANGUAGE_KEYS
from wandesk.resources import resource_path


def read_export_offer(content: str) -> ExportOffer:
    """The offer of a file. Raises ValueError for anything unknown or missing."""
    try:
        offer = msgspec.convert(tomllib.loads(content), ExportOffer)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    for preset in offer.presets:
        if preset.name.keys() != set(LANGUAGE_KEYS):
            raise ValueError(f"{preset.key}: expected a name in {', '.join(LANGUAGE_KEYS)}")
    return offer


@cache
def load_export_offer() -> ExportOffer:
    """The program's own offer, read at first use."""
    return read_export_offer(resource_path("exports.toml").read_text("utf-8"))
