"""What is wrong with the list of models, in sentences, when nothing in it can be used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import CatalogueError
from wandesk.ui.wording.sentences import named

translate = QCoreApplication.translate


def title() -> str:
    return translate("Catalogue", "Nothing can be ordered now")


def cause() -> str:
    return translate("Catalogue", "The list of models has an error:")


def mistakes(errors: Sequence[CatalogueError]) -> str:
    """A line for each: its place, and the reason in the words of who found it, which are English."""
    return "\n".join(named(_place(error), str(error.values["reason"])) for error in errors)


def advice() -> str:
    return translate(
        "Catalogue",
        "Put the file right or install Wan Desk again, then open Wan Desk anew. Until then your videos can be "
        "watched, those on their way are still fetched, and orders that wait here stay paused.",
    )


def _place(error: CatalogueError) -> str:
    file = str(error.values["file"])
    if line := error.values.get("line"):
        return translate("Catalogue", "Line {line} of {file}").format(file=file, line=line)
    key = error.values["key"]
    return translate("Catalogue", "{key} in {file}").format(file=file, key=key) if key else file
