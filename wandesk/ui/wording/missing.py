"""What the windows say in which videos are found, chosen and fetched by their id."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.task import FoundTask, TaskStatus
from wandesk.ui.wording.jobs import moment_words
from wandesk.ui.wording.sentences import DOT, joined, sentence

translate = QCoreApplication.translate


# ---------------------------------------------------------------- find lost videos


def find_title() -> str:
    return translate("Lost", "Find lost videos")


def find_intro() -> str:
    return translate(
        "Lost",
        "Videos Alibaba made in the last 24 hours that are not in your list. Getting them is free.",
    )


def region() -> str:
    return translate("Composer", "Region")


def look_again() -> str:
    return translate("Lost", "Look again")


def looking() -> str:
    return translate("Lost", "Asking Alibaba…")


def own_heading() -> str:
    return translate("Lost", "Made with your key")


def practice_heading() -> str:
    return translate("Lost", "Made in Practice")


def others_heading() -> str:
    return translate("Lost", "Made with the same account, perhaps by someone else")


def select_all(heading: str) -> str:
    """The accessible name of a group's box; beside it stands `select_all_short`."""
    return translate("Lost", "Select all: {group}").format(group=heading)


def select_all_short() -> str:
    return translate("Lost", "Select all")


def select(name: str) -> str:
    """The accessible name of a row's box."""
    return translate("Lost", "Select: {video}").format(video=name)


def get_this() -> str:
    return translate("Lost", "Get this video")


def get_selected(count: int) -> str:
    """The main button; it says that it is free."""
    if not count:
        return translate("Lost", "Get the selected videos, free")
    return translate("Lost", "Get %n videos, free", "", count)


def show_more(count: int) -> str:
    return translate("Lost", "Show %n more", "", count)


def show_it() -> str:
    return translate("Lost", "Show it")


def close() -> str:
    return translate("Lost", "Close")


def open_settings() -> str:
    return translate("Lost", "Open Settings")


def found(count: int) -> str:
    """What is announced once the list is there."""
    return translate("Lost", "%n videos found", "", count)


def being_got() -> str:
    return translate("Lost", "Getting it…")


def is_got() -> str:
    return translate("Lost", "Now in your list")


def none_title() -> str:
    return translate("Lost", "Nothing is lost")


def none_text() -> str:
    return translate(
        "Lost", "Every video that was made with this account in the last 24 hours is in your list already."
    )


def state(status: TaskStatus) -> str:
    """How far a video is."""
    match status:
        case TaskStatus.PENDING:
            return translate("Lost", "Waiting in line")
        case TaskStatus.RUNNING:
            return translate("Lost", "Being made")
        case TaskStatus.SUCCEEDED:
            return translate("Lost", "Ready")
        case TaskStatus.FAILED | TaskStatus.CANCELED:
            return translate("Lost", "Not made")
        case TaskStatus.UNKNOWN | TaskStatus.OTHER:
            return translate("Lost", "How far it is, is not known")


def facts(task: FoundTask, model: str) -> str:
    """`Wan 2.5 Preview · ordered 12:30`."""
    return DOT.join(part for part in (model, ordered(task.created_at)) if part)


def ordered(at: float | None) -> str:
    """When an order was made; empty where nobody knows."""
    return "" if at is None else translate("Lost", "ordered {time}").format(time=moment_words(at))


def standing(task: FoundTask) -> str:
    """`Ready · kept until Sat 12:30`."""
    kept = ""
    if task.kept_until is not None and task.status is TaskStatus.SUCCEEDED:
        kept = translate("Lost", "kept until {time}").format(time=moment_words(task.kept_until))
    return DOT.join(part for part in (state(task.status), kept) if part)


def name(task: FoundTask, *, is_looked: bool) -> str:
    """The video's words, or why there are none. Empty while they are asked for."""
    if task.prompt:
        return " ".join(task.prompt.split())
    if task.status in (TaskStatus.PENDING, TaskStatus.RUNNING):
        return translate("Lost", "Its words come with the finished video")
    return translate("Lost", "A video without words") if is_looked else ""


def row(task: FoundTask, model: str, *, is_looked: bool) -> str:
    """The whole row for a screen reader."""
    said = (name(task, is_looked=is_looked), standing(task), facts(task, model))
    return joined(*(sentence(each) for each in said if each))


# ---------------------------------------------------------------- after a damaged list


def find_button() -> str:
    """On the notice that the list of videos was damaged."""
    return translate("Lost", "Find lost videos")


def missing(count: int) -> str:
    """Added to that notice once Alibaba was asked."""
    return translate("Lost", "%n videos of the last 24 hours at Alibaba are not in your list.", "", count)


# ---------------------------------------------------------------- import by id


def import_title() -> str:
    return translate("Lost", "Import by task id")


def import_intro() -> str:
    return translate(
        "Lost",
        "Gets a video that was ordered elsewhere, by the id that Alibaba gave it. That is free; ids are good for "
        "24 hours.",
    )


def task_id() -> str:
    return translate("Lost", "Task id")


def not_like_an_id() -> str:
    """Under the field, while what is in it cannot be an id."""
    return translate("Lost", "An id has 36 characters, like 0385dc79-5ff8-4d82-bcb6-…")


def import_act() -> str:
    return translate("Lost", "Get this video, free")


def cancel() -> str:
    return translate("Lost", "Cancel")


# ---------------------------------------------------------------- choosing


def choose_title() -> str:
    return translate("Lost", "Which one is your video?")


def choose_intro() -> str:
    return translate(
        "Lost",
        "These videos were ordered at the same time as yours, with the same model. Looking and choosing is free.",
    )


def your_order() -> str:
    return translate("Lost", "Your order")


def candidate(number: int) -> str:
    return translate("Lost", "Video {number}").format(number=number)


def it_is_this() -> str:
    return translate("Lost", "It is this one")


def none_of_these() -> str:
    return translate("Lost", "None of these")


def none_of_these_says() -> str:
    """What the button does, beside it."""
    return translate(
        "Lost",
        "None of these: Wan Desk keeps looking for your video. Looking is free, and nothing is ordered twice.",
    )


def decide_later() -> str:
    return translate("Lost", "Decide later")


def no_candidates() -> str:
    return translate("Lost", "Alibaba shows none of them any more. Wan Desk keeps looking by itself.")


def no_poster() -> str:
    """The accessible name of a place without a picture."""
    return translate("Lost", "No picture")


def picture_of(name: str) -> str:
    """The accessible name of a poster."""
    return translate("Lost", "Picture of: {video}").format(video=name)
