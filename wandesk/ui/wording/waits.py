"""What an open job waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from wandesk.domain.errors import Remedy
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.actions import allow_address, plain, unlock
from wandesk.ui.wording.amounts import moment_text, size_text
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate


def blocked_text(progress: Progress, now: float) -> str:
    """The row's text for a blocked video, without the host, which the stage names."""
    until = kept_until(progress, now)
    if progress.waits_for is not WaitReason.BLOCKED or until is None:
        return ""
    return DOT.join((translate("Jobs", "Blocked by this network"), kept_text(until)))


def kept_text(until: float) -> str:
    return translate("Jobs", "kept until {time}").format(time=moment_text(until))


def wait_with_countdown(progress: Progress, left: str, now: float) -> str:
    assert progress.waits_for is not None
    text = waiting_text(progress.waits_for, until=kept_until(progress, now), obstacle=progress.obstacle)
    return DOT.join((text.rstrip(".。"), left)) if left else text


def kept_until(progress: Progress, now: float) -> float | None:
    until = progress.kept_until
    return None if until is None or until <= now else until  # a time in the past is useless


def waiting_text(reason: WaitReason, *, until: float | None = None, obstacle: Obstacle | None = None) -> str:
    """What an open job waits for, and what the user can do; `until` is when Alibaba deletes its video."""
    match reason:
        case WaitReason.ROOM if obstacle is not None and obstacle.missing_bytes:
            return translate("Jobs", "Disk full. Free up {missing} to continue.").format(
                missing=size_text(obstacle.missing_bytes)
            )
        case WaitReason.BLOCKED if obstacle is not None and obstacle.host and until is not None:
            return translate("Jobs", "This network blocks {host}. The video is kept there until {time}.").format(
                host=obstacle.host, time=moment_text(until)
            )
        case WaitReason.NETWORK if obstacle is not None and obstacle.sentence:
            return joined(
                problem_text(obstacle.sentence, {"host": obstacle.host}),
                translate("Jobs", "It will continue automatically"),
            )
        case WaitReason.KEY | WaitReason.NETWORK if obstacle is not None and (
            obstacle.sentence is Sentence.KEYRING_LOCKED  # it holds the key, or the login of the proxy
        ):
            return translate("Jobs", "The keyring is locked. Unlock it to continue.")
        case WaitReason.KEY if obstacle is not None and obstacle.sentence is Sentence.KEY_HOST_UNCONFIRMED:
            return translate("Jobs", "Your API key isn't sent to {host} until you allow it.").format(host=obstacle.host)
        case WaitReason.KEY if obstacle is not None and obstacle.sentence:
            return problem_text(obstacle.sentence, {"host": obstacle.host}).rstrip(".。")
        case WaitReason.STORE | WaitReason.FOLDER if obstacle is not None and (text := _DISK.get(obstacle.sentence)):
            return text()
        case WaitReason.STORE if obstacle is not None and obstacle.sentence:
            return translate("Jobs", "Your video list can't be saved right now. Retrying.")
        case WaitReason.ADDRESS:
            return translate("Jobs", "The download link isn't safe. Requesting a new one.")
        case WaitReason.LOCKED:
            return translate("Jobs", "Downloaded, but another app is using the file. Retrying.")
        case WaitReason.OTHER_KEY if until is not None:
            return translate("Jobs", "Ordered with another API key. Enter it before {time}.").format(
                time=moment_text(until)
            )
        case WaitReason.OTHER_KEY:
            return translate("Jobs", "Ordered with another API key. Enter it to download.")
        case WaitReason.NOT_SHOWN:
            return translate("Jobs", "Not in Alibaba's list right now. Checking every few minutes.")
        case WaitReason.NO_ADDRESS:
            return translate("Jobs", "Finished, waiting for the download link.")
        case WaitReason.MONEY if obstacle is not None and (text := _MONEY.get(obstacle.sentence)):
            return text()
        case WaitReason.MONEY:
            return translate("Jobs", "Top up your Alibaba account to continue.")
        case WaitReason.STORE:
            return translate("Jobs", "Your video list can't be saved. Restart Wan Desk.")
        case WaitReason.BUSY:
            return translate("Jobs", "Alibaba is busy. Retrying automatically.")
        case WaitReason.EARLIER:
            return translate("Jobs", "Checking that this wasn't sent already")
        case WaitReason.RESUME:
            return translate("Jobs", "Paused")
        case WaitReason.CLOUD:
            return translate("Jobs", "Alibaba isn't responding properly. Retrying.")
        case WaitReason.NETWORK:
            return translate("Jobs", "Waiting for the network")
        case WaitReason.KEY:
            return translate("Jobs", "Waiting for your API key. Check Settings.")
        case WaitReason.ROOM:
            return translate("Jobs", "Disk full. Free up some space to continue.")
        case WaitReason.PRACTICE:
            return translate("Jobs", "Waiting for Practice")
        case WaitReason.FOLDER:
            return translate("Jobs", "Can't save to the videos folder. Check its permissions.")
        case WaitReason.BLOCKED:
            return translate("Jobs", "This network blocks the video. Try another network.")
        case WaitReason.UNREADABLE:
            return translate("Jobs", "The download was damaged. Downloading again.")
        case WaitReason.LINK:
            return translate("Jobs", "Video ready. Requesting a new download link.")
        case WaitReason.LIST:
            return translate("Jobs", "Alibaba's order list isn't available. Retrying.")


_DISK: Mapping[Sentence | None, Callable[[], str]] = {
    Sentence.FOLDER_READ_ONLY: lambda: translate("Jobs", "The disk is read-only. Make it writable to continue."),
    Sentence.FOLDER_MISSING: lambda: translate("Jobs", "The disk isn't there. Connect it to continue."),
    Sentence.FOLDER_FORBIDDEN: lambda: translate("Jobs", "Can't write to the disk. Change its permissions."),
}
"""The disk of the store or of the fallback folder cannot be written. The job continues once it can."""


_MONEY: Mapping[Sentence | None, Callable[[], str]] = {
    Sentence.CLOUD_BILL: lambda: translate("Jobs", "Pay your Alibaba bill to continue."),
    Sentence.CLOUD_BUDGET: lambda: translate("Jobs", "Raise your Alibaba account's budget to continue."),
    Sentence.CLOUD_NOT_PURCHASED: lambda: translate("Jobs", "Purchase this service in the console to continue."),
    Sentence.CLOUD_FREE_QUOTA_USED: lambda: translate("Jobs", "Free quota used up. Turn on pay-as-you-go to continue."),
    Sentence.CLOUD_FREE_TIER_ONLY: lambda: translate(
        "Jobs", 'Free quota used up. Turn off "free tier only" to continue.'
    ),
}
"""What the account needs if it is not an empty balance. The stage has the button that opens the console."""


def asks_user(progress: Progress) -> tuple[str, str] | None:
    """A sentence and the text of its button, for a job that waits for something only the user can do."""
    obstacle = progress.obstacle or Obstacle()
    if obstacle.sentence is Sentence.KEYRING_LOCKED:
        return waiting_text(WaitReason.KEY, obstacle=obstacle), plain(unlock())
    if progress.waits_for is WaitReason.KEY and obstacle.sentence is Sentence.KEY_HOST_UNCONFIRMED:
        return waiting_text(WaitReason.KEY, obstacle=obstacle), plain(allow_address())
    if progress.waits_for is WaitReason.KEY and obstacle.sentence is None:
        return (
            translate(
                "Window", "A request is waiting for your API key. It will continue automatically once you enter it."
            ),
            translate("Window", "Enter API key"),
        )
    if obstacle.sentence is not None and (progress.waits_for is WaitReason.KEY or obstacle.remedy is Remedy.PROXY):
        return problem_text(obstacle.sentence), translate("Window", "Open Settings")
    return None
