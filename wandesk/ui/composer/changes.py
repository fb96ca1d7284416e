"""The sentence about values that a new region or model has changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, Field
from wandesk.ui.wording.parameters import alone
from wandesk.ui.wording.sentences import DOT

translate = QCoreApplication.translate


def change_text(after: Draft, fields: Sequence[str], catalog: Catalog, language: str) -> str:
    """`Changed to fit: 720P · 5 s.`; empty when every value still fits."""
    parts = [
        catalog.model(after.model).name.text(language) if field == Field.MODEL else alone(field, getattr(after, field))
        for field in fields
    ]
    if not parts:
        return ""
    return translate("Composer", "Changed to fit: {changes}.").format(changes=DOT.join(parts))
