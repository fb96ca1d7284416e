"""The question before the window closes while videos are being made or wait to be sent."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from wandesk.domain.send_queue import Workload
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def needs_a_question(workload: Workload) -> bool:
    """Whether anything is under way. Practice is free, but stops with the program."""
    return bool(workload.at_cloud or workload.uncertain or workload.waiting or workload.practising)


def question(workload: Workload) -> str:
    """What continues without Wan Desk, when it must be open again, and what waits until then."""
    return joined(_being_made(workload), _uncertain(workload), _waiting(workload), _practising(workload))


def _being_made(workload: Workload) -> str:
    count = workload.at_cloud  # lupdate misses a sentence if its number is an attribute
    if not count:
        return ""
    if workload.reopen_before is None:
        return translate(
            "Closing", "%n videos are being made at Alibaba and continue after you close Wan Desk.", "", count
        )
    return translate(
        "Closing",
        "%n videos are being made at Alibaba and continue after you close Wan Desk; "
        "open it again before {moment} to download them.",
        "",
        count,
    ).format(moment=day_and_time(workload.reopen_before))


def _uncertain(workload: Workload) -> str:
    count = workload.uncertain
    if not count:
        return ""
    if workload.at_cloud or workload.reopen_before is None:
        return translate(
            "Closing", "%n more may be in the works there; Wan Desk looks for them when you open it again.", "", count
        )
    return translate(
        "Closing",
        "%n videos may be in the works at Alibaba; open Wan Desk again before {moment} to find them.",
        "",
        count,
    ).format(moment=day_and_time(workload.reopen_before))


def _waiting(workload: Workload) -> str:
    count = workload.waiting
    if not count:
        return ""
    if workload.is_paused:
        return translate("Closing", "%n orders are waiting to be sent, paused until you resume them.", "", count)
    if workload.at_cloud or workload.uncertain:
        return translate("Closing", "%n more are waiting to be sent and continue when you open it again.", "", count)
    return translate(
        "Closing", "%n orders are waiting to be sent and continue when you open Wan Desk again.", "", count
    )


def _practising(workload: Workload) -> str:
    count = workload.practising
    if not count:
        return ""
    if workload.at_cloud or workload.uncertain or workload.waiting:
        return translate("Closing", "%n practice videos pause until you open it again.", "", count)
    return translate(
        "Closing",
        "%n practice videos are being made on this computer and pause until you open Wan Desk again.",
        "",
        count,
    )


def day_and_time(at: float) -> str:
    """A time within the next week in the user's time zone: `Saturday 17:50`."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    locale = QLocale()
    return translate("Closing", "{day} {time}").format(
        day=locale.dayName(moment.date().dayOfWeek(), QLocale.FormatType.LongFormat),
        time=locale.toString(moment.time(), QLocale.FormatType.ShortFormat),
    )
