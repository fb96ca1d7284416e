"""The texts of the ledger: what videos cost, in groups, and as rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from wandesk.domain.catalog import Catalog
from wandesk.domain.spending import LedgerEntry, LedgerLine
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.money import sums
from wandesk.ui.wording.table_cells import plain_cell

translate = QCoreApplication.translate


class Group(StrEnum):
    """What the ledger is summed up by."""

    DAY = "day"
    MONTH = "month"
    MODEL = "model"
    REGION = "region"
    LABEL = "label"


def title() -> str:
    return translate("Ledger", "What your videos cost")


def group_by() -> str:
    return translate("Ledger", "Sum up by")


def group_name(group: Group) -> str:
    match group:
        case Group.DAY:
            return translate("Ledger", "By day")
        case Group.MONTH:
            return translate("Ledger", "By month")
        case Group.MODEL:
            return translate("Ledger", "By model")
        case Group.REGION:
            return translate("Ledger", "By region")
        case Group.LABEL:
            return translate("Ledger", "By label")
    assert_never(group)


def columns() -> list[str]:
    return ["", translate("Ledger", "Videos"), translate("Ledger", "Cost")]


def cells(line: LedgerLine) -> list[str]:
    """The texts of one row of the table."""
    cost = sums(line.amounts)
    count = line.unknown
    if count:
        unknown = translate("Ledger", "%n of unknown price", "", count)
        cost = f"{cost} + {unknown}" if cost else unknown
    return [line.key, QLocale().toString(line.videos), cost]


def nothing() -> list[str]:
    return [translate("Ledger", "No video has cost anything yet."), "", ""]


def about() -> str:
    return translate(
        "Ledger",
        "Seconds as Alibaba bills them, times the list price of the day. Free quotas and discounts are not known here. "
        "Removed videos are included; Practice and imported videos are not.",
    )


def save_csv() -> str:
    return translate("Ledger", "Save as CSV…")


def file_name() -> str:
    return translate("Ledger", "Wan Desk costs {date}.csv").format(date=QDate.currentDate().toString("yyyy-MM-dd"))


def saved(name: str) -> str:
    return translate("Ledger", "Saved as {name}.").format(name=name)


def not_saved(name: str, reason: str) -> str:
    return translate("Ledger", "{name} can't be saved: {reason}. Choose another folder.").format(
        name=name, reason=reason
    )


class Names:
    """The names of days, models and regions as they are shown."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._models = {each.key: each.name.text(language) for each in catalog.models}
        self._regions = {each.key: each.name.text(language) for each in catalog.regions}

    def key_of(self, group: Group) -> Callable[[LedgerEntry], str]:
        """What an entry is summed up under."""
        match group:
            case Group.DAY:
                return lambda entry: QLocale().toString(_moment(entry).date(), QLocale.FormatType.ShortFormat)
            case Group.MONTH:
                return lambda entry: QLocale().toString(_moment(entry).date(), translate("Ledger", "MMMM yyyy"))
            case Group.MODEL:
                return lambda entry: self._models.get(entry.model, entry.model)
            case Group.REGION:
                return lambda entry: self._regions.get(entry.region, entry.region)
            case Group.LABEL:
                return lambda entry: one_line(entry.label) or translate("Ledger", "Without a label")
        assert_never(group)

    def rows(self, entries: Sequence[LedgerEntry]) -> list[list[str]]:
        """The rows of the file, below a row of headings. Numbers and times as programs read them."""
        head = [
            translate("Ledger", "time"),
            translate("Ledger", "region"),
            translate("Ledger", "model"),
            translate("Ledger", "resolution"),
            translate("Ledger", "seconds"),
            translate("Ledger", "cost"),
            translate("Ledger", "currency"),
            translate("Ledger", "job"),
            translate("Ledger", "label"),
        ]
        return [head, *(self._row(entry) for entry in entries)]

    def _row(self, entry: LedgerEntry) -> list[str]:
        charge = entry.charge
        return [
            _moment(entry).toString(Qt.DateFormat.ISODate),
            self._regions.get(entry.region, entry.region),
            self._models.get(entry.model, entry.model),
            charge.resolution,
            "" if charge.seconds is None else f"{charge.seconds:g}",
            "" if charge.amount is None else f"{charge.amount:f}",
            charge.currency or "",
            entry.job_id,
            plain_cell(entry.label),
        ]


def _moment(entry: LedgerEntry) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(entry.charge.at))
