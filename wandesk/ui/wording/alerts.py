"""What the system's notifications say, and what Settings say about them.

The texts are plain and hold nothing private: they are shown over other programs and on a locked screen. A job is named
by the name that the user gave it, else by its picture, and never by its prompt.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.alerts import Ending
from wandesk.domain.job import Job
from wandesk.domain.job_news import JobNews
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

LONGEST_NAME = 60
"""Characters. A notification has room for two or three lines."""


def headline(endings: Sequence[Ending]) -> str:
    """The first line: `Your video is ready`, `3 videos are ready`, or what has failed where none is ready."""
    ready, failed = _of(endings, JobNews.READY), _of(endings, JobNews.FAILED)
    if len(ready) == 1:
        return translate("Alerts", "Your video is ready")
    if not ready and len(failed) == 1:
        return wording.headline(failed[0])
    count = len(ready or failed)  # a name alone, or the tool that extracts sentences does not see this one
    if ready:
        return translate("Alerts", "%n videos are ready", "", count)
    return translate("Alerts", "%n videos weren't made", "", count)


def body(endings: Sequence[Ending]) -> str:
    """Below the headline: which video it is, or why one was not made, what it cost and what to do."""
    ready, failed = _of(endings, JobNews.READY), _of(endings, JobNews.FAILED)
    if not failed:
        return _name(ready[0]) if len(ready) == 1 else ""
    if ready:
        count = len(failed)
        return joined(translate("Alerts", "%n videos failed.", "", count), _reason(failed))
    if len(failed) > 1:
        return _reason(failed)
    (job,) = failed
    return joined(_name(job), _reason(failed))


def example() -> tuple[str, str]:
    """The headline and the body of the one that Settings show on request."""
    return (
        translate("Alerts", "Your video is ready"),
        translate("Alerts", "This is an example. Click a notification to open the video."),
    )


def title() -> str:
    """The heading in Settings."""
    return translate("Settings", "Notifications")


def no_service() -> str:
    """In Settings, where the system shows no notifications."""
    return translate(
        "Settings",
        "This system shows no notifications: no service for them is running. Finished videos have a dot in the list.",
    )


def offer() -> tuple[str, str]:
    """The notice that offers them once, and its button."""
    return (
        translate("Alerts", "Wan Desk can notify you when videos are ready."),
        translate("Alerts", "Notify me"),
    )


def show_example() -> str:
    """The button in Settings."""
    return translate("Settings", "Show an example")


def _of(endings: Sequence[Ending], news: JobNews) -> list[Job]:
    return [each.job for each in endings if each.news is news]


def _reason(failed: Sequence[Job]) -> str:
    """Why they failed, where it is the same for all of them, and whether anything was charged."""
    reasons = {joined(wording.outcome(job), wording.charge(job), wording.next_step(job)) for job in failed}
    if len(reasons) == 1:
        return reasons.pop()
    return translate("Alerts", "Open Wan Desk to see why and what to do.")


def _name(job: Job) -> str:
    return wording.quoted(wording.name_without_prompt(job), LONGEST_NAME)
