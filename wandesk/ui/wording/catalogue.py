"""Sentences about the list of models and prices, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import CatalogueError
from wandesk.ui.wording.amounts import date_text
from wandesk.ui.wording.foreign import one_line

translate = QCoreApplication.translate


def title() -> str:
    return translate("Catalogue", "Wan Desk can't order videos right now")


def advice() -> str:
    return translate(
        "Catalogue",
        "Correct the file or reinstall Wan Desk, then restart it. Until then, you can play your videos, "
        "Wan Desk still downloads those being made, and queued orders stay paused.",
    )


def plan_keys_ignored(variables: Sequence[str]) -> str:
    """Variables of the environment that hold keys of a coding plan."""
    return translate(
        "Catalogue",
        "{variables} holds an API key for a coding plan (sk-sp-…), which can't be used for videos and is ignored. "
        "Create a standard API key in the console.",
    ).format(variables=one_line(", ".join(variables)))


def own_list_refused(error: CatalogueError, file: Path) -> str:
    """The user's own list has an error."""
    return translate(
        "Catalogue",
        "Your own list of models has an error ({where}: {reason}), so Wan Desk uses its own list. Correct or delete "
        "{file}, then restart Wan Desk.",
    ).format(
        where=one_line(str(error.values["where"])),
        reason=one_line(str(error.values["reason"])),
        file=one_line(str(file)),
    )


def own_entries_outdated(keys: Sequence[str], compiled: str, file: Path) -> str:
    """Entries of the user's own list are older than the shipped one."""
    return translate(
        "Catalogue",
        "Wan Desk's list of models ({date}) is newer than parts of your own, which are ignored: {keys}. To use them "
        "again, change their date in {file}.",
    ).format(date=date_text(compiled), keys=one_line(", ".join(keys)), file=one_line(str(file)))


def catalogue_is_old(day: str) -> str:
    """The prices may have changed since that day."""
    return translate(
        "Catalogue",
        "The list of models and prices is of {date}. Prices may have changed since. Settings can check it, free of "
        "charge.",
    ).format(date=date_text(day))
