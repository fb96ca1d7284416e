"""The bar after a removal, and the question before a removal that loses a paid video."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.closing import day_and_time

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


def loss_question() -> str:
    return translate("Removing", "Remove a video that is not saved yet?")


def loss_details(until: float) -> str:
    """`until` is when Alibaba deletes the video, by the local clock."""
    return translate(
        "Removing",
        "You paid for this video, and it is not on this computer. Alibaba keeps it until {moment}. Then it is gone.",
    ).format(moment=day_and_time(until))


def remove() -> str:
    """The act of the question."""
    return translate("Removing", "Remove")


def keep() -> str:
    return translate("Removing", "Keep")
