"""The sentences about values that a new region or model has replaced or does not use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, Field
from wandesk.ui.composer.editing import OfferChanges
from wandesk.ui.wording.parameters import alone, label
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate


def change_text(after: Draft, changes: OfferChanges, catalog: Catalog, language: str, new_price: str = "") -> str:
    """`Changed to fit: 720P · 5 s. Not used by this model: Last frame.`; empty when every value still fits."""
    replaced = [
        catalog.model(after.model).name.text(language) if field == Field.MODEL else alone(field, getattr(after, field))
        for field in changes.replaced
    ]
    unused = [label(field) for field in changes.unused]
    return joined(
        translate("Composer", "Changed to fit: {changes}.").format(changes=DOT.join(replaced)) if replaced else "",
        translate("Composer", "Not used by this model: {values}.").format(values=DOT.join(unused)) if unused else "",
        translate("Composer", "New price: {price}.").format(price=new_price) if new_price else "",
    )
