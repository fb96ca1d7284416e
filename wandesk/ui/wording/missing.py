"""The sentences of the windows that find missing videos, import by task ID, and choose the video of a request."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.task import FoundTask, TaskStatus
from wandesk.ui.wording.amounts import moment_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import DOT, joined, sentence

translate = QCoreApplication.translate


# ---------------------------------------------------------------- find missing videos


def find_title() -> str:
    return translate("Missing", "Find missing videos")


def find_intro() -> str:
    return translate(
        "Missing",
        "Videos from the last 24 hours at Alibaba that aren't in your list. Adding them is free.",
    )


def region() -> str:
    return translate("Composer", "Region")


def look_again() -> str:
    return translate("Missing", "Look again")


def looking() -> str:
    return translate("Missing", "Asking Alibaba…")


def own_heading() -> str:
    return translate("Missing", "Made with your API key")


def practice_heading() -> str:
    return translate("Missing", "Made in Practice")


def others_heading() -> str:
    return translate("Missing", "Made with the same account, perhaps by someone else")


def select_all(heading: str) -> str:
    """The accessible name of a group's box; its visible text is `select_all_short`."""
    return translate("Missing", "Select all: {group}").format(group=heading)


def select_all_short() -> str:
    return translate("Missing", "Select all")


def select(name: str) -> str:
    """The accessible name of a row's box."""
    return translate("Missing", "Select: {video}").format(video=name)


def add_this() -> str:
    return translate("Missing", "Add to list")


def add_selected(count: int) -> str:
    """The main button; it says that adding is free."""
    if not count:
        return translate("Missing", "Add selected (free)")
    return translate("Missing", "Add %n videos (free)", "", count)


def show_more(count: int) -> str:
    return translate("Missing", "Show %n more", "", count)


def show_it() -> str:
    return translate("Missing", "Show in list")


def close() -> str:
    return translate("Missing", "Close")


def open_settings() -> str:
    return translate("Missing", "Open Settings")


def found(count: int) -> str:
    """Announced when the list is loaded."""
    return translate("Missing", "%n videos found", "", count)


def being_added() -> str:
    return translate("Missing", "Adding…")


def is_added() -> str:
    return translate("Missing", "In your list")


def none_title() -> str:
    return translate("Missing", "Nothing is lost")


def none_text() -> str:
    return translate("Missing", "Every video that this account made in the last 24 hours is already in your list.")


def state(status: TaskStatus) -> str:
    """The state of a video."""
    match status:
        case TaskStatus.PENDING:
            return translate("Missing", "In Alibaba's queue")
        case TaskStatus.RUNNING:
            return translate("Missing", "Being made")
        case TaskStatus.SUCCEEDED:
            return translate("Missing", "Ready")
        case TaskStatus.FAILED | TaskStatus.CANCELED:
            return translate("Missing", "Failed or cancelled")
        case TaskStatus.UNKNOWN | TaskStatus.OTHER:
            return translate("Missing", "Status unknown")


def facts(task: FoundTask, model: str) -> str:
    """`Wan 2.5 Preview · requested 12:30`."""
    return DOT.join(part for part in (model, requested(task.created_at)) if part)


def requested(at: float | None) -> str:
    """When a video was requested; empty where that is unknown."""
    return "" if at is None else translate("Missing", "requested {time}").format(time=moment_text(at))


def state_and_expiry(task: FoundTask) -> str:
    """`Ready · available until Sat 12:30`."""
    kept = ""
    if task.kept_until is not None and task.status is TaskStatus.SUCCEEDED:
        kept = translate("Missing", "available until {time}").format(time=moment_text(task.kept_until))
    return DOT.join(part for part in (state(task.status), kept) if part)


def name(task: FoundTask, *, is_previewed: bool) -> str:
    """The video's prompt, or why there is none. Empty while it is being loaded."""
    if task.prompt:
        return one_line(task.prompt)
    if task.status in (TaskStatus.PENDING, TaskStatus.RUNNING):
        return translate("Missing", "The prompt is shown once the video is finished")
    return translate("Missing", "No prompt") if is_previewed else ""


def row(task: FoundTask, model: str, *, is_previewed: bool) -> str:
    """The whole row for a screen reader."""
    parts = (name(task, is_previewed=is_previewed), state_and_expiry(task), facts(task, model))
    return joined(*(sentence(each) for each in parts if each))


# ---------------------------------------------------------------- after a damaged list


def find_button() -> str:
    """On the notice that the job list was damaged."""
    return translate("Missing", "Find missing videos")


def missing(count: int) -> str:
    """Added to that notice once Alibaba answered."""
    return translate("Missing", "%n videos from the last 24 hours at Alibaba aren't in your list.", "", count)


# ---------------------------------------------------------------- import by task ID


def import_title() -> str:
    return translate("Missing", "Import by task ID")


def import_intro() -> str:
    return translate(
        "Missing",
        "Adds a video that was requested elsewhere, by the task ID from Alibaba. It's free; IDs are valid for "
        "24 hours.",
    )


def task_id() -> str:
    return translate("Missing", "Task ID")


def invalid_task_id() -> str:
    """Under the field, while its text cannot be a task ID."""
    return translate("Missing", "A task ID has 36 characters, like 0385dc79-5ff8-4d82-bcb6-…")


def import_button() -> str:
    return translate("Missing", "Add video (free)")


def cancel() -> str:
    return translate("Missing", "Cancel")


# ---------------------------------------------------------------- choosing


def choose_title() -> str:
    return translate("Missing", "Which one is your video?")


def choose_intro() -> str:
    return translate(
        "Missing",
        "These videos were requested at the same time as yours, with the same model. Choosing is free.",
    )


def your_request() -> str:
    return translate("Missing", "Your request")


def candidate(number: int) -> str:
    return translate("Missing", "Video {number}").format(number=number)


def choose_this() -> str:
    return translate("Missing", "This is mine")


def none_of_these() -> str:
    return translate("Missing", "None of these")


def none_of_these_explained() -> str:
    """The explanation beside the button."""
    return translate(
        "Missing",
        "None of these: Wan Desk keeps looking for your video. That is free, and nothing is ordered twice.",
    )


def decide_later() -> str:
    return translate("Missing", "Decide later")


def no_candidates() -> str:
    return translate("Missing", "Alibaba no longer lists these videos. Wan Desk keeps looking automatically.")


def no_poster() -> str:
    """The accessible name of a placeholder without a picture."""
    return translate("Missing", "No picture")


def picture_of(name: str) -> str:
    """The accessible name of a poster."""
    return translate("Missing", "Picture of: {video}").format(video=name)
