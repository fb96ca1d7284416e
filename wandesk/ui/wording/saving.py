"""Sentences about saved videos: where they are, and where they differ from the request."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.difference import Difference, differences
from wandesk.domain.job import Job
from wandesk.ui.wording.amounts import dimensions_text, seconds_text

translate = QCoreApplication.translate


def in_fallback() -> str:
    """A video that waits in the fallback folder."""
    return translate("Saving", "Wan Desk can't save to the videos folder right now.")


def fallback_reason() -> str:
    return translate("Saving", "The video is safe inside Wan Desk. It will move to its folder automatically.")


def videos_wait() -> str:
    """Behind the reason why the videos folder cannot be used."""
    return translate("Saving", "New videos wait inside Wan Desk.")


def choose_folder() -> str:
    return translate("Saving", "Choose another folder")


def choose_folder_title() -> str:
    return translate("Saving", "Choose a folder for your videos")


def try_folder_again() -> str:
    return translate("Saving", "Try again")


def no_longer_kept() -> str:
    return translate("Saving", "Alibaba no longer keeps it.")


def difference_line(job: Job) -> str:
    """Where the video differs from the request; empty where it does not."""
    if job.video is None:
        return ""
    facts = job.video.facts
    found: list[str] = []
    for each in differences(job.request, facts):
        match each:
            case Difference.LENGTH:
                found.append(
                    translate("Saving", "Ordered {ordered}, got {got}.").format(
                        ordered=seconds_text(job.request.seconds), got=seconds_text(facts.seconds)
                    )
                )
            case Difference.SIZE:
                found.append(
                    translate("Saving", "Ordered {ordered}, got {got}.").format(
                        ordered=job.request.resolution, got=dimensions_text(facts.width, facts.height)
                    )
                )
            case Difference.SOUND:
                found.append(translate("Saving", "It has no audio."))
    return " ".join(found)
