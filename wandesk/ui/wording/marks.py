"""The texts about the marks of jobs: star, name, label and note."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.marks import MarkChange

translate = QCoreApplication.translate


# ---------------------------------------------------------------- fields


def name() -> str:
    return translate("Marks", "Name")


def label() -> str:
    return translate("Marks", "Label")


def note() -> str:
    return translate("Marks", "Note")


# ---------------------------------------------------------------- dialogs


def name_title() -> str:
    return translate("Marks", "Rename")


def label_title(count: int) -> str:
    return label() if count == 1 else translate("Marks", "Label %n videos", "", count)


def note_title(count: int) -> str:
    return note() if count == 1 else translate("Marks", "Note for %n videos", "", count)


def about_name() -> str:
    return translate("Marks", "Without a name, the prompt stands in its place.")


def rename_file() -> str:
    return translate("Marks", "Rename the video file, too")


def about_label() -> str:
    return translate("Marks", "One word for what belongs together, such as a customer or a project.")


def about_note() -> str:
    return translate("Marks", "Only for you: it is never sent anywhere.")


def values_differ() -> str:
    """In an empty field: the selected jobs have different values."""
    return translate("Marks", "Different now. What you save replaces all of them.")


def used_labels() -> str:
    """The name of the group of buttons with earlier labels."""
    return translate("Marks", "Your labels")


def save() -> str:
    return translate("Marks", "Save")


def cancel() -> str:
    return translate("Marks", "Cancel")


def undo() -> str:
    return translate("Marks", "Undo")


# ---------------------------------------------------------------- what happened


def changed(change: MarkChange, count: int) -> str:
    """What a change did to so many jobs."""
    match change:
        case MarkChange(is_starred=True):
            return translate("Marks", "Starred %n videos.", "", count)
        case MarkChange(is_starred=False):
            return translate("Marks", "Took the star off %n videos.", "", count)
        case MarkChange(label=""):
            return translate("Marks", "Took the label off %n videos.", "", count)
        case MarkChange(label=str()):
            return translate("Marks", "Labelled %n videos.", "", count)
        case MarkChange(note=str()):
            return translate("Marks", "Saved the note of %n videos.", "", count)
        case _:
            return translate("Marks", "Renamed %n videos.", "", count)


def undone() -> str:
    return translate("Marks", "Undone.")
