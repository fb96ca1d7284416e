"""What is said about videos on their way to the disk: what blocks them, where they are, what differs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from wandesk import __version__
from wandesk.domain.difference import Difference, differences
from wandesk.domain.job import Job
from wandesk.ui.wording.amounts import dimensions_words
from wandesk.ui.wording.jobs import seconds_words

translate = QCoreApplication.translate


def copy_for_it() -> str:
    return translate("Saving", "Copy text for IT")


def copied() -> str:
    return translate("Saving", "Copied")


def text_for_it(host: str, until: float | None) -> str:
    """What the people who run the network must know; there is no key and no signed address in it."""
    lines = [
        translate(
            "Saving", "Wan Desk {version} cannot download a finished video, because this network blocks it."
        ).format(version=__version__),
        translate("Saving", "Host: {host}, port 443, https").format(host=host),
        translate(
            "Saving",
            "Please allow it to read from this host and from *.aliyuncs.com, without changes to the answers and with "
            "the hosts' own certificates.",
        ),
    ]
    if until is not None:
        day = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(until)), QLocale.FormatType.ShortFormat)
        lines.append(translate("Saving", "The video is kept there until {time}.").format(time=day))
    return "\n".join(lines)


def in_fallback() -> str:
    """A video whose own folder cannot be written."""
    return translate("Saving", "The videos folder cannot be written now.")


def fallback_reason() -> str:
    return translate("Saving", "The video is safe inside Wan Desk. It moves to its folder by itself as soon as it can.")


def gone_for_good() -> str:
    return translate("Saving", "Alibaba no longer keeps it.")


def difference_line(job: Job) -> str:
    """Where the video is not as ordered; empty where it is."""
    if job.video is None:
        return ""
    facts = job.video.facts
    said: list[str] = []
    for each in differences(job.request, facts):
        match each:
            case Difference.LENGTH:
                said.append(
                    translate("Saving", "Ordered {ordered}, got {got}.").format(
                        ordered=seconds_words(job.request.seconds), got=seconds_words(facts.seconds)
                    )
                )
            case Difference.SIZE:
                said.append(
                    translate("Saving", "Ordered {ordered}, got {got}.").format(
                        ordered=job.request.resolution, got=dimensions_words(facts.width, facts.height)
                    )
                )
            case Difference.SOUND:
                said.append(translate("Saving", "It has no sound."))
    return " ".join(said)
