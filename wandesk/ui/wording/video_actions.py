"""The labels of the actions about the file of a saved video, their results, and the dialogs that they open.

An ampersand marks the menus' access key (`actions.plain`).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.ui.wording.foreign import one_line

translate = QCoreApplication.translate


def play_all() -> str:
    """Plays the selected videos, or all from this one on."""
    return translate("Actions", "Pl&ay all")


def compare() -> str:
    """Opens two videos side by side."""
    return translate("Actions", "C&ompare")


def continue_from_last_frame() -> str:
    """Puts the last frame into the form as the first frame of the next video."""
    return translate("Actions", "Cont&inue from last frame")


def save_copy() -> str:
    return translate("Actions", "Save a cop&y…")


def save_frame() -> str:
    """Saves the frame that is shown as a picture."""
    return translate("Actions", "Sav&e a frame…")


def copy_frame() -> str:
    """Copies the frame that is shown as a picture."""
    return translate("Actions", "&Copy frame")


def no_video_here() -> str:
    """Shown by every action that needs a saved video."""
    return translate("Actions", "There is no video here yet. Select one that is ready.")


def form_is_closed() -> str:
    """Shown by Continue from last frame while the catalogue has an error."""
    return translate("Actions", "Nothing can be ordered now: the list of models has an error.")


def nothing_to_compare() -> str:
    """Shown by Compare while the list has one video only."""
    return translate("Actions", "There is no second video in the list to compare with.")


def copy_saved(name: str) -> str:
    return translate("Actions", "Copy saved: {name}").format(name=one_line(name))


def frame_saved(name: str) -> str:
    return translate("Actions", "Frame saved: {name}").format(name=one_line(name))


def videos_copied(count: int) -> str:
    """Shown after Copy, whose result is invisible."""
    if count == 1:
        return translate("Actions", "Copied the video. Paste it anywhere.")
    return translate("Actions", "Copied %n videos. Paste them anywhere.", "", count)


def frame_copied() -> str:
    return translate("Actions", "Frame copied. Paste it anywhere.")


def is_the_video_itself() -> str:
    """The user has chosen the saved video as the name of its copy."""
    return translate("Actions", "That is the saved video itself. Choose another name or folder.")


def frame_unreadable() -> str:
    """A frame of a video that does not open."""
    return translate("Actions", "This frame can't be read from the file. Try another one, or download the video again.")


def video_unreadable() -> str:
    """A copy of a video that is not there."""
    return translate("Actions", "The video file isn't there to be copied. Connect its drive, or download it again.")


def save_copy_title() -> str:
    return translate("Actions", "Save a copy")


def save_frame_title() -> str:
    return translate("Actions", "Save a frame")


def video_files(pattern: str) -> str:
    """A kind of files for a dialog: `Videos (*.mp4)`."""
    return translate("Actions", "Videos ({pattern})").format(pattern=pattern)


def picture_files(format_name: str, pattern: str) -> str:
    """A kind of files for a dialog: `PNG pictures (*.png)`."""
    return translate("Actions", "{format} pictures ({pattern})").format(format=format_name, pattern=pattern)


def replaces(name: str) -> str:
    return translate("Actions", "“{name}” exists already. Replace it?").format(name=one_line(name))


def replace() -> str:
    return translate("Actions", "Replace")


def another_name() -> str:
    return translate("Actions", "Choose another name")
