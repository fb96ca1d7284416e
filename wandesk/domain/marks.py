"""What the user adds to a job to find it again: a star, a name, a label and a note.

They are the user's own plain texts. Nothing of them is sent to the cloud.
"""

from __future__ import annotations

import unicodedata

from msgspec import Struct

from wandesk.domain.errors import InputRefused
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import asdict, convert, replace

MOST_NAME = 120
"""Code points, as for the other texts."""
MOST_LABEL = 60
MOST_NOTE = 100_000

_NOT_TEXT = frozenset({"Cc", "Cs"})
"""Unicode categories: control characters, and halves of characters."""


class Marks(Struct, frozen=True, kw_only=True):
    """The marks of one job. An empty text is none."""

    is_starred: bool = False
    name: str = ""
    """The title of the job in place of its prompt: one line."""
    label: str = ""
    """The group that the job belongs to: one line. Labels that differ in case are different."""
    note: str = ""
    """It may have several lines."""


NO_MARKS = Marks()


class MarkChange(Struct, frozen=True, kw_only=True):
    """A change of some marks of a job; None leaves a mark as it is."""

    is_starred: bool | None = None
    name: str | None = None
    label: str | None = None
    note: str | None = None


def marked(marks: Marks, change: MarkChange) -> Marks:
    """The marks after the change."""
    return convert(asdict(marks) | _given(change), Marks)


def reverse(marks: Marks, change: MarkChange) -> MarkChange:
    """The change that brings these marks back after `change`."""
    return MarkChange(**{name: getattr(marks, name) for name in _given(change)})


def tidied(change: MarkChange) -> MarkChange:
    """The change with texts as they are stored: without control characters, and names and labels in one line.

    Raises InputRefused for a text that is too long.
    """
    name, label, note = change.name, change.label, change.note
    return replace(
        change,
        name=None if name is None else _bounded(_one_line(name), MOST_NAME, Sentence.NAME_TOO_LONG),
        label=None if label is None else _bounded(_one_line(label), MOST_LABEL, Sentence.LABEL_TOO_LONG),
        note=None if note is None else _bounded(_lines(note), MOST_NOTE, Sentence.NOTE_TOO_LONG),
    )


def tidied_marks(marks: Marks) -> Marks:
    """The marks as they are stored. Raises InputRefused for a text that is too long."""
    return marked(NO_MARKS, tidied(MarkChange(**asdict(marks))))


def _given(change: MarkChange) -> dict[str, bool | str]:
    return {name: value for name, value in asdict(change).items() if value is not None}


def _one_line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in "\n\t" or unicodedata.category(each) not in _NOT_TEXT)
    return "".join(kept).strip()


def _bounded(text: str, most: int, sentence: Sentence) -> str:
    if len(text) > most:
        raise InputRefused(sentence=sentence, values={"count": len(text), "most": most})
    return text
