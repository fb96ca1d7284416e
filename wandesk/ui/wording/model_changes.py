"""What a comparison with a region's list of models found, line by line."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import Catalog
from wandesk.domain.custom_model import family_of
from wandesk.domain.model_list import ChangeKind, Comparison, ModelChange, PriceChange
from wandesk.ui.wording.amounts import rate_text
from wandesk.ui.wording.foreign import one_line

translate = QCoreApplication.translate


def change_text(change: ModelChange, comparison: Comparison, catalog: Catalog, language: str) -> str:
    """One line about a model."""
    name = catalog.model(change.model).name.text(language) if change.model is not None else ""
    prices = translate("ModelChanges", "; ").join(_price_text(each, change.currency or "") for each in change.prices)
    match change.kind:
        case ChangeKind.NEW:
            shown = one_line(change.name) or change.model_id
            if shown != change.model_id:
                shown = translate("ModelChanges", "{name} ({id})").format(name=shown, id=change.model_id)
            family = family_of(change.model_id, catalog)
            if family is not None:
                text = translate("ModelChanges", "New in the family {family}: {model}. Wan Desk doesn't know it yet.")
                return text.format(family=family.name.text(language), model=shown)
            return translate("ModelChanges", "New: {model}. Wan Desk doesn't know what it takes.").format(model=shown)
        case ChangeKind.OFFERED:
            return translate("ModelChanges", "Offered in this region: {model}").format(model=_with(name, prices))
        case ChangeKind.GONE:
            other = catalog.replacement(comparison.region, change.model or "")
            if other is None or other.key == change.model:
                return translate("ModelChanges", "No longer offered: {model}").format(model=name)
            return translate("ModelChanges", "No longer offered: {model}. Use {other} instead.").format(
                model=name, other=other.name.text(language)
            )
        case ChangeKind.DEARER:
            return translate("ModelChanges", "Dearer: {model}").format(model=_with(name, prices))
        case ChangeKind.CHEAPER:
            return translate("ModelChanges", "Cheaper: {model}").format(model=_with(name, prices))
        case ChangeKind.PRICED:
            return translate("ModelChanges", "Price known: {model}").format(model=_with(name, prices))
    assert_never(change.kind)


def not_compared_text(comparison: Comparison, catalog: Catalog, language: str) -> str:
    """The models whose prices could not be compared; empty for none."""
    if not comparison.not_compared:
        return ""
    names = [catalog.model(key).name.text(language) for key in comparison.not_compared]
    return translate(
        "ModelChanges", "Listed in another currency, so not compared: {models}. Check these prices in the console."
    ).format(models=translate("ModelChanges", ", ").join(names))


def nothing_changed_text(region: str) -> str:
    return translate("ModelChanges", "{region} offers the same models at the same prices.").format(region=region)


def _with(name: str, prices: str) -> str:
    return (
        translate("ModelChanges", "{model}, per second {prices}").format(model=name, prices=prices) if prices else name
    )


def _price_text(price: PriceChange, currency: str) -> str:
    what = price.resolution
    if price.has_sound is False:
        what = translate("ModelChanges", "{resolution} silent").format(resolution=what)
    after = rate_text(price.after, currency)
    if price.before is None:
        return f"{what} {after}"
    return f"{what} {rate_text(price.before, currency)} → {after}"
