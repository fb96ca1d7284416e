"""Why a table of orders, or a line of it, cannot be used. The dialog shows the line and the column beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate

TABLE_SENTENCES: Final[Mapping[Sentence, Callable[[], str]]] = {
    Sentence.TABLE_UNREADABLE: lambda: translate(
        "Problems", "This file can't be read. Check that it is still there, and its permissions."
    ),
    Sentence.TABLE_TOO_LARGE: lambda: translate(
        "Problems", "This file is larger than {most_bytes}. Split it into smaller ones."
    ),
    Sentence.TABLE_NOT_TEXT: lambda: translate(
        "Problems", "This isn't a text file. In your spreadsheet, save the table as CSV (UTF-8)."
    ),
    Sentence.TABLE_EMPTY: lambda: translate(
        "Problems", "This file has no lines to order. Save the template and fill it in."
    ),
    Sentence.TABLE_TOO_LONG: lambda: translate(
        "Problems", "This file has {lines} lines. Split it: at most {most} can be ordered at once."
    ),
    Sentence.TABLE_NO_NAMES: lambda: translate(
        "Problems", "The first line must name the columns, such as picture, prompt and model. The template shows all."
    ),
    Sentence.TABLE_NO_PICTURES: lambda: translate("Problems", "No column is called picture. Every line needs one."),
    Sentence.TABLE_COLUMN_UNKNOWN: lambda: translate(
        "Problems", "There is no column “{name}”. Rename or delete it. The template shows the names."
    ),
    Sentence.TABLE_COLUMN_TWICE: lambda: translate(
        "Problems", "The column “{name}” is there twice. Delete one of them."
    ),
    Sentence.TABLE_TOO_MANY_CELLS: lambda: translate(
        "Problems",
        "This line has more cells ({cells}) than there are columns ({columns}). Put a text with commas in quotation "
        "marks.",
    ),
    Sentence.TABLE_QUOTES: lambda: translate(
        "Problems", 'The quotation marks of this line are wrong. Write "" for a quotation mark within a text.'
    ),
    Sentence.TABLE_PICTURE_MISSING: lambda: translate(
        "Problems", "This line names no picture. Enter one, or delete the line."
    ),
    Sentence.TABLE_MODEL_UNKNOWN: lambda: translate(
        "Problems", "No model is called “{name}”. Use a name from the form, or leave the cell empty."
    ),
    Sentence.TABLE_NOT_OFFERED: lambda: translate("Problems", "The model doesn't offer “{name}”. Possible: {offered}."),
    Sentence.TABLE_NOT_TAKEN: lambda: translate(
        "Problems", "The model of this line doesn't take this. Empty the cell, or choose another model."
    ),
    Sentence.TABLE_TOO_MANY_VIDEOS: lambda: translate(
        "Problems", "These are {videos} videos. Split the file: at most {most} can be ordered at once."
    ),
}
