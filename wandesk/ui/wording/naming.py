"""The texts about the names of video files."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.video_naming import NameField

translate = QCoreApplication.translate


def example(name: str) -> str:
    return translate("Naming", "Example: {name}").format(name=name)


def example_name() -> str:
    return translate("Naming", "Fox in the snow")


def example_prompt() -> str:
    return translate("Naming", "A red fox turns its head")


def example_label() -> str:
    return translate("Naming", "Winter")


def field_name(field: NameField) -> str:
    """What stands between the braces of a field as it is shown: one word."""
    match field:
        case NameField.DATE:
            return translate("Naming", "date")
        case NameField.TIME:
            return translate("Naming", "time")
        case NameField.NAME:
            return translate("Naming", "name")
        case NameField.PROMPT:
            return translate("Naming", "prompt")
        case NameField.LABEL:
            return translate("Naming", "label")
        case NameField.MODEL:
            return translate("Naming", "model")
        case NameField.RESOLUTION:
            return translate("Naming", "resolution")
        case NameField.SECONDS:
            return translate("Naming", "seconds")
        case NameField.NUMBER:
            return translate("Naming", "number")
        case NameField.ID:
            return translate("Naming", "id")
    assert_never(field)


def shown_pattern(pattern: str) -> str:
    """A pattern with the names of its fields in the language of the program."""
    for field in NameField:
        pattern = pattern.replace(f"{{{field}}}", f"{{{field_name(field)}}}")
    return pattern


def stored_pattern(shown: str) -> str:
    """The reverse of `shown_pattern`. The English names can always be written."""
    for field in NameField:
        shown = shown.replace(f"{{{field_name(field)}}}", f"{{{field}}}")
    return shown


def insert(field: NameField) -> str:
    """What a button with a field says to a screen reader."""
    return translate("Naming", "Insert {field}").format(field=field_name(field))


def meaning(field: NameField) -> str:
    """The tooltip of a field."""
    match field:
        case NameField.DATE:
            return translate("Naming", "The day of the order")
        case NameField.TIME:
            return translate("Naming", "The time of the order")
        case NameField.NAME:
            return translate("Naming", "Your name for the video, or the prompt")
        case NameField.PROMPT:
            return translate("Naming", "The prompt")
        case NameField.LABEL:
            return translate("Naming", "Your label")
        case NameField.MODEL:
            return translate("Naming", "The model")
        case NameField.RESOLUTION:
            return translate("Naming", "The resolution")
        case NameField.SECONDS:
            return translate("Naming", "The length")
        case NameField.NUMBER:
            return translate("Naming", "A number that counts up")
        case NameField.ID:
            return translate("Naming", "The end of the task's ID, different for each video")
    assert_never(field)
