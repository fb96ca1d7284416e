"""Writes the user's own list of models. Comments and entries of the user stay; what cannot be read back is not written.

tomlkit preserves the user's text. It is imported here alone and late, because it takes long to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wandesk import durable
from wandesk.domain.catalog import Catalog, UnitPrice
from wandesk.domain.custom_model import CustomModel
from wandesk.domain.errors import FolderRefused
from wandesk.domain.folder_errors import folder_sentence
from wandesk.domain.model_list import ChangeKind, Comparison, ModelChange
from wandesk.resources import resource_path
from wandesk.settings.catalogue import parsed_document, read_document
from wandesk.settings.catalogue_override import merged_catalogue

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

HEAD = "What differs from Wan Desk's own list of models, resources/models.toml, in the same form."

Table = MutableMapping[str, Any]


class OwnModels:
    """The file. Its methods block, so they run beside the window's thread."""

    def __init__(self, path: Path, *, today: Callable[[], date] = date.today) -> None:
        self.path = path
        self._today = today

    def apply(self, comparison: Comparison) -> Catalog:
        """Write the changes of a comparison and its date; returns the catalogue that results.

        Raises CatalogueError for a file that already has an error, which stays as it is, and FolderRefused.
        """
        day = self._today().isoformat()

        def write(document: Table) -> None:
            checked = document.setdefault("checked", {})
            checked[comparison.region] = day
            for change in comparison.writable:
                _write_change(document, comparison.region, change, day)

        return self._change(write)

    def add(self, model: CustomModel) -> Catalog:
        """Write a model that the user describes, over one of their own with the same id. Raises as `apply`."""
        day = self._today().isoformat()

        def write(document: Table) -> None:
            table = _model_table(document, model.model_id)
            table["name"] = _inline({"en": model.name})
            table["description"] = _inline({"en": model.description})
            table["same_as"] = model.like
            table["custom"] = True
            table["resolutions"] = list(model.resolutions)
            table["default_resolution"] = model.resolutions[-1]
            table["duration"] = _inline(model.duration)
            offer = _offer_table(table, model.region)
            offer["ids"] = [model.model_id]
            offer["compiled"] = day
            for name in ("retired", "currency", "price"):
                offer.pop(name, None)
            if model.prices and model.currency:
                offer["currency"] = model.currency
                offer["price"] = _prices(model.prices)

        return self._change(write)

    def remove(self, key: str) -> Catalog:
        """Take out a model of the user's own. Raises as `apply`."""
        return self._change(lambda document: _remove(document, key))

    def _change(self, write: Callable[[Table], None]) -> Catalog:
        document = self._document()
        write(document)
        import tomlkit

        text = tomlkit.dumps(document)
        base = read_document(resource_path("models.toml"))
        found = merged_catalogue(base, parsed_document(text.encode(), self.path.name), self.path.name)
        try:
            durable.write(self.path, text.encode())
        except OSError as error:
            values = {"folder": str(self.path.parent)}
            raise FolderRefused(str(error), sentence=folder_sentence(error), values=values) from error
        return found.catalog

    def _document(self) -> TOMLDocument:
        import tomlkit

        if not self.path.is_file():
            document = tomlkit.document()
            document.add(tomlkit.comment(HEAD))
            document |= {"schema": 1, "compiled": self._today().isoformat()}
            return document
        parsed = read_document(self.path)  # raises for what no edit can put right
        merged_catalogue(read_document(resource_path("models.toml")), parsed, self.path.name)
        document = tomlkit.parse(self.path.read_text("utf-8"))
        if not _has_tables(document):  # nothing can be added to a list that stands on one line: it is rewritten
            document = tomlkit.parse(tomlkit.dumps(document.unwrap()))
        return document


def _has_tables(document: Table) -> bool:
    """Whether the models and their offers are written as `[[model]]` and `[[model.offer]]`."""
    from tomlkit.items import AoT

    models = document.get("model")
    return models is None or (
        isinstance(models, AoT) and all(isinstance(model.get("offer"), AoT | None) for model in models)
    )


def _write_change(document: Table, region: str, change: ModelChange, day: str) -> None:
    assert change.model is not None
    offer = _offer_table(_model_table(document, change.model), region)
    offer["compiled"] = day
    match change.kind:
        case ChangeKind.GONE:
            offer["retired"] = day
            return
        case ChangeKind.OFFERED:
            offer.pop("retired", None)
            offer.pop("uncertain", None)
            offer["ids"] = [change.model_id]
            offer["uncertain"] = False
        case ChangeKind.DEARER | ChangeKind.CHEAPER | ChangeKind.PRICED:
            pass
        case ChangeKind.NEW:
            raise AssertionError("the list says too little about a new model")
    if change.currency is not None and change.all_prices:
        offer["currency"] = change.currency
        offer["price"] = _prices(change.all_prices)


def _inline(values: Mapping[str, Any]) -> Table:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(values)
    return table


def _model_table(document: Table, key: str) -> Table:
    return _entry(document, "model", "key", key)


def _offer_table(model: Table, region: str) -> Table:
    return _entry(model, "offer", "region", region)


def _entry(table: Table, name: str, field: str, value: str) -> Table:
    """The table of `[[name]]` with that value, added at the end if there is none."""
    import tomlkit

    entries = table.get(name)
    if entries is None:
        table[name] = tomlkit.aot()
        entries = table[name]
    for entry in entries:
        if entry.get(field) == value:
            return _mutable(entry)
    made = tomlkit.table()
    made[field] = value
    entries.append(made)
    return _mutable(entries[-1])


def _mutable(entry: Any) -> Table:
    assert isinstance(entry, MutableMapping)
    return entry


def _remove(document: Table, key: str) -> None:
    entries = document.get("model", [])
    for index in reversed([index for index, entry in enumerate(entries) if entry.get("key") == key]):
        del entries[index]


def _prices(prices: Iterable[UnitPrice]) -> object:
    import tomlkit

    written = tomlkit.array()
    for price in prices:
        row = tomlkit.inline_table()
        row["res"] = price.resolution
        if price.has_sound is not None:
            row["audio"] = price.has_sound
        row["per_s"] = _exact(price.per_second)
        written.append(row)
    return written


def _exact(amount: Decimal) -> Any:
    """The number as it is printed: a float would round it."""
    from tomlkit.items import Float, Trivia

    printed = format(amount, "f")
    return Float(float(amount), Trivia(), printed if "." in printed else f"{printed}.0")
