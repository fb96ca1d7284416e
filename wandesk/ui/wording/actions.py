"""The labels of the job actions, and the reasons why an action is impossible or failed.

An ampersand marks the menus' access key; `plain` removes it for all other places.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Remedy
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import can_cancel, remedy, second_choice
from wandesk.domain.price import Price
from wandesk.ui.wording.amounts import cost_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import joined, sentence

translate = QCoreApplication.translate

_MNEMONIC = re.compile(r"\(&\w\)|&")
"""Chinese labels have the access key in parentheses after the text."""


def plain(label: str) -> str:
    """A menu's label without its access key: `Cancel` for `C&ancel`."""
    return _MNEMONIC.sub("", label)


# ---------------------------------------------------------------- labels


def play() -> str:
    return translate("Actions", "Play")


def generate_again(cost: str = "") -> str:
    """`cost` is `reorder_cost`; empty where the action is not possible."""
    if not cost:
        return translate("Actions", "G&enerate again")
    return translate("Actions", "G&enerate again · {cost}").format(cost=cost)


def model_retired() -> str:
    """In the place of Generate again where the region no longer offers the model."""
    return translate("Actions", "G&enerate again: model retired")


def reorder_cost(cost: Price | None) -> str:
    """What Generate again costs: `about $0.25`, `free`."""
    if cost is None:
        return translate("Actions", "price unknown")
    return translate("Actions", "free") if cost.is_free else cost_text(cost)


def use_settings() -> str:
    """Puts the job's files and values into the form."""
    return translate("Actions", "Use t&hese settings")


def open_console() -> str:
    """Opens the web page where the account is managed."""
    return translate("Actions", "Open the console")


def open_settings() -> str:
    """Opens Settings at the region of the job, where its key and its address are."""
    return translate("Window", "Open Settings")


def show_diagnostics() -> str:
    """Shows the text that helps those who mend the program."""
    return translate("Actions", "Show diagnostics")


def show_details() -> str:
    """Opens the details, which have Alibaba's own message."""
    return translate("Actions", "See details")


def choose_picture() -> str:
    """Puts the job's settings into the form, and lets the user choose a picture."""
    return translate("Actions", "Choose another picture")


def change_request(job: Job) -> str:
    """The button of a job without a video that puts its settings into the form. It names what has to change."""
    match second_choice(job) or remedy(job):
        case Remedy.CONTENT:
            return translate("Actions", "Change the prompt")
        case Remedy.AUDIO:
            return translate("Actions", "Change the audio")
        case Remedy.REQUEST:
            return translate("Actions", "Change the settings")
        case Remedy.MODEL:
            return translate("Actions", "Choose another model")
        case Remedy.REGION:
            return translate("Actions", "Choose another region")
        case _:
            return plain(use_settings())


def unlock() -> str:
    """Lets the user enter the password of the keyring that holds the job's key."""
    return translate("Actions", "Unloc&k")


def allow_address() -> str:
    """Asks whether the key may be sent to the job's address."""
    return translate("Actions", "Allow add&ress…")


def choose_video() -> str:
    return translate("Actions", "Choose the &video…")


def check_again() -> str:
    return translate("Actions", "&Check again")


def check_again_free() -> str:
    """The label of a main button, which says that it is free."""
    return translate("Actions", "Check again, free")


def try_again() -> str:
    """Check again, for a download in trouble."""
    return translate("Actions", "Try again")


def download_again() -> str:
    return translate("Actions", "Download again, &free")


def open_in_browser() -> str:
    return translate("Actions", "Open in browser")


def open_in_system_player() -> str:
    return translate("Actions", "Open system player")


def cancel() -> str:
    """Cancels a job that has cost nothing yet."""
    return translate("Actions", "C&ancel")


def move_to_top() -> str:
    return translate("Actions", "M&ove to top")


def move_up() -> str:
    return translate("Actions", "Move &up")


def move_down() -> str:
    return translate("Actions", "Move &down")


def copy_file() -> str:
    return translate("Actions", "&Copy")


def star() -> str:
    return translate("Actions", "S&tar")


def unstar() -> str:
    """In the place of `star` for a job that has one."""
    return translate("Actions", "Take s&tar off")


def rename() -> str:
    return translate("Actions", "Re&name…")


def label() -> str:
    return translate("Actions", "La&bel…")


def note() -> str:
    return translate("Actions", "&Write a note…")


def export() -> str:
    """Opens the dialog that makes a file of another shape, size or format."""
    return translate("Actions", "E&xport…")


def locate() -> str:
    """A video that is not where it was saved."""
    return translate("Actions", "Locate m&y video…")


def show_in_folder() -> str:
    return translate("Actions", "&Show in folder")


def remove() -> str:
    """Removes the row, and moves its video to the trash."""
    return translate("Actions", "Re&move")


# ---------------------------------------------------------------- why not


def cannot_cancel(job: Job) -> str:
    """Replaces `cancel`; empty if there is nothing to cancel."""
    match job.stage:
        case JobStage.GENERATING:
            return translate("Actions", "Can't cancel: already being made")
        case JobStage.SUBMITTING:
            return translate("Actions", "Can't cancel: being sent")
        case JobStage.DOWNLOADING:
            return translate("Actions", "Can't cancel: already finished")
        case _:
            return ""


def why_not_removed(job: Job) -> str:
    """Why the row stays, and what the user can do, as a sentence."""
    if can_cancel(job):
        return translate("Actions", "This order is under way. Cancel it before you remove it from the list.")
    if job.stage is JobStage.UNCERTAIN:
        return translate(
            "Actions",
            "It isn't certain yet that Alibaba received this order, so it stays in the list. Check again, or wait.",
        )
    return translate("Actions", "This video is under way and stays in the list until it is finished.")


def not_possible(label: str, state: str) -> str:
    """Why nothing happens, for an action without a reason of its own; `state` is the job's headline."""
    return joined(
        translate("Actions", "“{action}” isn't possible now.").format(action=plain(label).rstrip("…")), sentence(state)
    )


def is_ordered_already() -> str:
    """Shown by Generate again while an earlier press is under way."""
    return translate("Actions", "This is being ordered already. Wait for its row in the list.")


def no_longer_listed() -> str:
    """Shown by every action of a job that has left the list in the meantime."""
    return translate("Actions", "This video is no longer in the list.")


def nothing_to_use() -> str:
    """Shown by Use these settings."""
    return translate("Actions", "The settings of this video aren't known here: it was imported, or the form is closed.")


def nothing_to_copy() -> str:
    """Shown by Copy on a row without a video."""
    return translate("Actions", "There is no video to copy here. Select one that is ready.")


def nothing_to_export() -> str:
    """Shown by Export on a row without a video."""
    return translate("Actions", "There is no video to export here. Select one that is ready.")


# ---------------------------------------------------------------- results


def folder_not_shown(folder: str) -> str:
    """The system opened no file manager; the sentence has the path."""
    return translate("Actions", "Couldn't open this folder: {folder}. Open it in your file manager.").format(
        folder=one_line(folder)
    )


def folder_missing(folder: str) -> str:
    return translate("Actions", "Folder not found: {folder}. Connect its drive, or check whether it was moved.").format(
        folder=one_line(folder)
    )


def video_not_opened(path: str) -> str:
    """The system has no player for the video."""
    return translate(
        "Actions", "No app on this computer can open {path}. Install a video player, then try again."
    ).format(path=one_line(path))


def no_browser() -> str:
    return translate("Actions", "Couldn't open a browser. Set a default browser in your system's settings.")


def is_saved_already() -> str:
    return translate("Actions", "This video is still where it was saved, so there is nothing to download.")
