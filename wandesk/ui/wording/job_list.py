"""The texts of the job list as a whole, and of empty places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from wandesk.domain.errors import WanDeskError
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.amounts import price_text
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate

DAYS_WITH_NAMES = 7
"""Days that are named by their weekday, counted from today."""


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


def counts(making: int, waiting: int, *, is_paused: bool = False, new: int = 0) -> str:
    """`2 being made · 35 waiting to be sent · 1 new video`; empty if there are none."""
    waits = translate("Jobs", "%n waiting to be sent", "", waiting) if waiting else ""
    paused = translate("Jobs", "paused") if is_paused else ""
    unwatched = translate("Jobs", "%n new videos", "", new) if new else ""
    return DOT.join(part for part in (being_made_count(making), waits, paused, unwatched) if part)


def day_title(day: date, today: date) -> str:
    """The band over the jobs of a day: `Today`, `Yesterday`, `Monday`, `Nov 3`, `Dec 24, 2025`."""
    locale, shown = QLocale(), QDate(day.year, day.month, day.day)
    match (today - day).days:
        case 0:
            return translate("Jobs", "Today")
        case 1:
            return translate("Jobs", "Yesterday")
        case days if 1 < days < DAYS_WITH_NAMES:
            return locale.standaloneDayName(shown.dayOfWeek())
    if day.year == today.year:
        return locale.toString(shown, translate("Jobs", "MMMM d", "a date without its year, in Qt's format"))
    return locale.toString(shown, translate("Jobs", "MMMM d, yyyy", "a date, in Qt's format"))


def day_facts(count: int, sums: Sequence[Price]) -> str:
    """At the end of the band: `7 videos · $1.00`; without a sum where nothing was paid."""
    videos = translate("Jobs", "%n videos", "", count)
    return DOT.join((videos, *(price_text(each) for each in sums)))


def more_actions() -> str:
    """The act of a row that opens its menu."""
    return translate("Jobs", "More")


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


def empty_stage(*, has_picture: bool = False) -> EmptyText:
    """The stage before the first job. `has_picture`: the form has one already."""
    if has_picture:
        text = translate("Jobs", "Your picture is ready. Describe what should move, and press Generate.")
    else:
        text = translate("Jobs", "Choose a picture on the left, describe what should move, and press Generate.")
    return EmptyText(title=translate("Jobs", "Bring a picture to life"), text=text)
