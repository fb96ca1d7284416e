"""The texts of the job list as a whole, and of empty places."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyText:
    """The texts of an empty list or stage: a headline and what to do."""

    title: str
    text: str


def list_title() -> str:
    """The list's headline and accessible name."""
    return translate("Jobs", "Jobs")


def being_made_count(count: int) -> str:
    """Beside the headline; empty for none."""
    return translate("Jobs", "%n being made", "", count) if count else ""


def counts(making: int, waiting: int, *, is_paused: bool = False) -> str:
    """`2 being made · 35 waiting to be sent`; empty if there are none."""
    waits = translate("Jobs", "%n waiting to be sent", "", waiting) if waiting else ""
    paused = translate("Jobs", "paused") if is_paused else ""
    return DOT.join(part for part in (being_made_count(making), waits, paused) if part)


def empty_list() -> EmptyText:
    """The list before the first job."""
    return EmptyText(
        title=translate("Jobs", "No videos yet"),
        text=translate("Jobs", "Your videos and their progress appear here."),
    )


def earlier_missing() -> EmptyText:
    """The empty list in place of one that was damaged or lost."""
    return EmptyText(
        title=translate("Jobs", "Your earlier videos are not in this list"),
        text=translate(
            "Jobs", "Their files in your videos folder are safe. To look for others, use File > Find missing videos."
        ),
    )


def reading_list() -> str:
    """The list while it is being read, after a while."""
    return translate("Jobs", "Reading your videos…")


def unreadable_title() -> str:
    """The list that cannot be read; the reason stands below."""
    return translate("Jobs", "Your videos can't be listed right now")


def unreadable_text(error: WanDeskError) -> str:
    """Why the list cannot be read, and what happens next."""
    text = error_text(error)
    if error.sentence is Sentence.STORE_NEWER:  # only another program helps
        return text
    return joined(text, translate("Jobs", "Nothing is lost. Wan Desk tries again automatically."))


def retry() -> str:
    return translate("Jobs", "Try again")


def empty_stage() -> EmptyText:
    """The stage before the first job."""
    return EmptyText(
        title=translate("Jobs", "Bring a picture to life"),
        text=translate("Jobs", "Choose a picture on the left, describe what should move, and press Generate."),
    )
