"""What is asked before the window closes while videos are being made or wait here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from wandesk.domain.send_queue import Workload
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def needs_a_question(workload: Workload) -> bool:
    """Practice is free and begins again by itself: nobody is asked for it."""
    return bool(workload.at_cloud or workload.uncertain or workload.waiting)


def question(workload: Workload) -> str:
    """What goes on without the program, until when it must be open again, and what waits for that."""
    return joined(_being_made(workload), _uncertain(workload), _waiting(workload))


def _being_made(workload: Workload) -> str:
    count = workload.at_cloud  # lupdate overlooks a sentence whose number is an attribute
    if not count:
        return ""
    if workload.reopen_before is None:
        return translate("Closing", "%n videos are being made at Alibaba and go on without this program.", "", count)
    return translate(
        "Closing",
        "%n videos are being made at Alibaba and go on without this program; "
        "open it again before {moment} to fetch them.",
        "",
        count,
    ).format(moment=day_and_time(workload.reopen_before))


def _uncertain(workload: Workload) -> str:
    count = workload.uncertain
    if not count:
        return ""
    if workload.at_cloud or workload.reopen_before is None:
        return translate(
            "Closing", "%n more may be made there; they are looked for when you open Wan Desk again.", "", count
        )
    return translate(
        "Closing",
        "%n videos may be made at Alibaba, it is not known yet; open this program again before {moment} to find them.",
        "",
        count,
    ).format(moment=day_and_time(workload.reopen_before))


def _waiting(workload: Workload) -> str:
    count = workload.waiting
    if not count:
        return ""
    if workload.is_paused:
        return translate("Closing", "%n orders wait here, paused, until you let them go on.", "", count)
    if workload.at_cloud or workload.uncertain:
        return translate("Closing", "%n more wait here and are ordered when you open Wan Desk again.", "", count)
    return translate("Closing", "%n orders wait here and are ordered when you open Wan Desk again.", "", count)


def day_and_time(at: float) -> str:
    """A moment within a week from now by the user's clock: `Saturday 17:50`."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    locale = QLocale()
    return translate("Closing", "{day} {time}").format(
        day=locale.dayName(moment.date().dayOfWeek(), QLocale.FormatType.LongFormat),
        time=locale.toString(moment.time(), QLocale.FormatType.ShortFormat),
    )
