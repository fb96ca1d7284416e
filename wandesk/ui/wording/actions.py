"""What can be done with a job, and why something cannot be done, or was not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job, JobStage
from wandesk.domain.retention import is_removable
from wandesk.ui.wording.sentences import sentence

translate = QCoreApplication.translate


def play() -> str:
    """The act and the accessible name."""
    return translate("Jobs", "Play")


def check_again() -> str:
    """Free: a look at the job now."""
    return translate("Jobs", "Check again")


def check_again_free() -> str:
    """The same as the main button: that it costs nothing stands on it."""
    return translate("Jobs", "Check again, free")


def cancel() -> str:
    """Stops a job that has cost nothing yet."""
    return translate("Jobs", "Cancel")


def cannot_cancel(job: Job) -> str:
    """Why `cancel` is not possible, in its own place; empty where there is nothing to stop any more."""
    match job.stage:
        case JobStage.GENERATING:
            return translate("Jobs", "Cannot be cancelled: it is being made")
        case JobStage.SUBMITTING:
            return translate("Jobs", "Cannot be cancelled: it is being sent")
        case JobStage.DOWNLOADING:
            return translate("Jobs", "Cannot be cancelled: it is made already")
        case _:
            return ""


def move_to_top() -> str:
    """The act: the next of those that wait here."""
    return translate("Jobs", "Move to top")


def move_up() -> str:
    return translate("Jobs", "Move up")


def move_down() -> str:
    return translate("Jobs", "Move down")


def remove() -> str:
    """The act: the row goes, the video stays."""
    return translate("Jobs", "Remove from list")


def cannot_remove(job: Job, now: float) -> str:
    """Why `remove` is not possible yet, in its own place; empty where it is, and while the job is under way."""
    if not job.stage.is_final or is_removable(job, now):
        return ""
    return translate("Jobs", "Can be removed from the list after a day")


def why_not_removed(job: Job, now: float) -> str:
    """Why the row stays, as a sentence, and what to do where something can be done."""
    if said := cannot_remove(job, now):
        return sentence(said)
    match job.stage:
        case JobStage.QUEUED | JobStage.PREPARING | JobStage.UPLOADING | JobStage.WAITING:
            return translate("Jobs", "This order is under way. Cancel it first, then it can be removed from the list.")
        case JobStage.UNCERTAIN:
            return translate("Jobs", "It is not known yet whether this was ordered, so it stays in the list.")
        case _ if job.is_given_up:
            return translate("Jobs", "This video can be downloaded again, so it stays in the list for a day.")
        case _:
            return translate("Jobs", "This video is under way and stays in the list until it is finished.")


def nothing_to_copy() -> str:
    """Copy on a row without a video."""
    return translate("Jobs", "There is no video to copy yet.")


def folder_not_shown(folder: str) -> str:
    """Nothing on this computer shows folders; the sentence says where to look."""
    return translate("Jobs", "No program here could show this folder: {folder}").format(folder=folder)


def folder_missing(folder: str) -> str:
    return translate("Jobs", "This folder is not there now: {folder}").format(folder=folder)


def video_not_opened(path: str) -> str:
    """No other player opens the video."""
    return translate("Jobs", "No program here could open this video: {path}").format(path=path)


def removed_but_saved() -> str:
    """After a row with a video went."""
    return translate("Jobs", "Removed from the list. The video stays in its folder.")


def show_in_folder() -> str:
    """The act and the accessible name."""
    return translate("Jobs", "Show in folder")
