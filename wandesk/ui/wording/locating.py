"""The texts of *Locate*: a video that the user has moved."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.foreign import one_line

translate = QCoreApplication.translate


def question() -> str:
    return translate("Locating", "Where is this video now?")


def was_in(name: str, folder: str) -> str:
    """What is known, and what happens with the answer."""
    return translate(
        "Locating", "{name} was in {folder}. Other videos that moved with it are found, too. No file is changed."
    ).format(name=one_line(name), folder=one_line(folder))


def choose_file() -> str:
    return translate("Locating", "Choose the video…")


def choose_folder() -> str:
    return translate("Locating", "Choose its folder…")


def cancel() -> str:
    return translate("Locating", "Cancel")


def videos(suffix: str) -> str:
    """The filter of the file dialog."""
    return translate("Locating", "Videos ({patterns})").format(patterns=f"*{suffix}")


def found(count: int) -> str:
    return translate("Locating", "%n videos were found and play again.", "", count)
