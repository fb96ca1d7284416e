"""The bar after a removal, and the question before a removal that loses a paid video."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.closing import day_and_time
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def removed(videos: int, others: int) -> str:
    """What happened: rows with and without a saved video left the list. One of the counts is above 0."""
    if not others:
        return translate("Removing", "Removed %n videos. They go to the trash.", "", videos)
    if not videos:
        return translate("Removing", "Removed %n rows.", "", others)
    rows = videos + others
    return translate("Removing", "Removed %n rows. Their videos go to the trash.", "", rows)


def undo() -> str:
    return translate("Removing", "Undo")


def stay(count: int) -> str:
    """Said after `removed` about selected rows that are not over."""
    return translate("Removing", "%n rows are under way and stay.", "", count)


def not_in_trash(count: int, folder: str) -> str:
    """Several videos that the trash refuses; an empty `folder` means that they are in different ones."""
    step = translate("Removing", "Delete them there if you don't need them.")
    refused = translate("Removing", "The trash doesn't take %n videos.", "", count)
    if not folder:
        return joined(refused, translate("Removing", "They stay in their folders."), step)
    stay_in = translate("Removing", "They stay in {folder}.").format(folder=one_line(folder))
    return joined(refused, stay_in, step)


def loss_question(count: int) -> str:
    return translate("Removing", "Remove %n videos that are not saved yet?", "", count)


def loss_details(count: int, until: float) -> str:
    """`until` is when Alibaba deletes the first of the videos, by the local clock."""
    return translate(
        "Removing",
        "You paid for %n videos that are not on this computer. Alibaba keeps them until {moment}. Then they are gone.",
        "",
        count,
    ).format(moment=day_and_time(until))


def remove() -> str:
    """The act of the question."""
    return translate("Removing", "Remove")


def keep() -> str:
    return translate("Removing", "Keep")
