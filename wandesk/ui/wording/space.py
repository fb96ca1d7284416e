"""What the program occupies on the disk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.space import Occupied, Shortage
from wandesk.ui.wording.amounts import size_text

translate = QCoreApplication.translate


def title() -> str:
    return translate("Space", "Space")


def names() -> tuple[str, ...]:
    """What is counted, in the order of `amounts`."""
    return (
        translate("Space", "Videos"),
        translate("Space", "Copies of pictures and audio"),
        translate("Space", "Posters"),
        translate("Space", "Free on this disk"),
    )


def amounts(occupied: Occupied | None) -> tuple[str, ...]:
    """The amounts; None while they are being counted."""
    if occupied is None:
        return ("…",) * len(names())
    count = occupied.video_count
    videos = translate("Space", "{size} in %n videos", "", count).format(size=size_text(occupied.videos))
    free = size_text(occupied.free) if occupied.free is not None else translate("Space", "Unknown")
    return videos, size_text(occupied.inputs), size_text(occupied.posters), free


def saved_in(folder: str) -> str:
    """Where new videos are saved now."""
    return translate("Space", "New videos are saved in {folder}").format(folder=folder)


def clean_up(size: str = "") -> str:
    """The button; `size` is what it frees, where that is known."""
    if size:
        return translate("Space", "Clean up · {size}").format(size=size)
    return translate("Space", "Clean up")


def what_goes() -> str:
    return translate(
        "Space",
        "Deletes previews and copies that no row needs, and older posters, which are made again when their rows are "
        "shown. Videos and rows stay.",
    )


def freed(size_bytes: int) -> str:
    if not size_bytes:
        return translate("Space", "There was nothing to delete.")
    return translate("Space", "{size} freed.").format(size=size_text(size_bytes))


def too_little(shortage: Shortage) -> str:
    return translate("Space", "Only {size} are free for your videos.").format(size=size_text(shortage.free))


def why_room_matters(shortage: Shortage) -> str:
    return translate(
        "Space",
        "The videos under way and this one need about {size} in {folder}. A video that finds no room waits at Alibaba, "
        "which keeps it for 24 hours.",
    ).format(size=size_text(shortage.needed), folder=shortage.folder)


def show_space() -> str:
    return translate("Space", "Show space")
