"""The names of video files: a pattern with fields, as text that is valid on every system.

Pure: the caller gives the local time and looks which names are taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct

from wandesk.domain.errors import Value
from wandesk.domain.job import Job
from wandesk.domain.pasted import is_pasted_name
from wandesk.domain.sentences import Sentence

SLUG_CHARS = 60
SLUG_BYTES = 150
"""Of a prompt, in UTF-8."""
STEM_CHARS = 150
STEM_BYTES = 200
"""Of a name without its suffix. With `_999.mp4.part.json` it stays below the limit of 255 bytes."""
MOST_PATTERN = 200
NUMBER_DIGITS = 3

_APOSTROPHES = "'’ʼ"
_INVALID = frozenset('<>:"/\\|?*')
"""Refused in file names by Windows; `/` by every system."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)", re.IGNORECASE)
"""Names of devices on Windows, also with a suffix."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_EMPTY = "\x00"
_AROUND_EMPTY = re.compile(r"([ _.\-]*)\x00([ _.\-\x00]*)")
_ENDS = " ._-"


class NameField(StrEnum):
    """A field of a pattern, written in braces."""

    DATE = "date"
    TIME = "time"
    NAME = "name"
    """The user's name for the job; without one, the prompt."""
    PROMPT = "prompt"
    """The prompt; without one, the name of the picture."""
    LABEL = "label"
    MODEL = "model"
    RESOLUTION = "resolution"
    SECONDS = "seconds"
    NUMBER = "number"
    """Counts up where the name is taken."""
    ID = "id"


_FIELDS = frozenset(field.value for field in NameField)

DEFAULT_PATTERN = "{date}_{name}_{resolution}_{seconds}_{id}"


_EXAMPLE: tuple[tuple[str, Value], ...] = (("example", "{name}"),)


class VideoNaming(Struct, frozen=True, kw_only=True):
    """How new videos are named, and whether each label has a folder of its own."""

    pattern: str = DEFAULT_PATTERN
    has_label_folders: bool = False


DEFAULT_NAMING = VideoNaming()


class PatternProblem(Struct, frozen=True, kw_only=True):
    """Why a pattern cannot be used."""

    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()


def pattern_problem(pattern: str) -> PatternProblem | None:
    """What is wrong with a pattern that the user wrote, None if it can be used."""
    if len(pattern) > MOST_PATTERN:
        return PatternProblem(sentence=Sentence.PATTERN_TOO_LONG, values=(("most", MOST_PATTERN),))
    unknown = [each for each in _FIELD.findall(pattern) if each not in _FIELDS]
    if unknown:
        return PatternProblem(sentence=Sentence.PATTERN_FIELD, values=(("field", f"{{{unknown[0]}}}"),))
    if {"{", "}"} & set(_FIELD.sub("", pattern)):
        return PatternProblem(sentence=Sentence.PATTERN_BRACE, values=_EXAMPLE)
    if not _FIELD.search(pattern):
        return PatternProblem(sentence=Sentence.PATTERN_WITHOUT_FIELD, values=_EXAMPLE)
    return None


def name_values(job: Job, moment: datetime) -> dict[NameField, str]:
    """The values of a job's fields but for the number. `moment` is when the job was created, in local time."""
    request = job.request
    picture = request.first_frame.name if request.first_frame else ""
    prompt = slug(job.prompt) or ("" if is_pasted_name(picture) else slug(PurePath(picture).stem))
    return {
        NameField.DATE: moment.strftime("%Y-%m-%d"),
        NameField.TIME: moment.strftime("%H-%M-%S"),
        NameField.NAME: job.marks.name or prompt,
        NameField.PROMPT: prompt,
        NameField.LABEL: job.marks.label,
        NameField.MODEL: request.model,
        NameField.RESOLUTION: request.resolution,
        NameField.SECONDS: f"{request.seconds}s" if request.seconds > 0 else "",  # the model decides the length
        NameField.ID: end_of_id(job),
    }


def end_of_id(job: Job) -> str:
    """The last characters of the job's task, which other jobs hardly share."""
    return _plain(job.task_id or "")[-8:] or _plain(job.id)[-8:]


def counts_up(pattern: str) -> bool:
    """Whether the pattern has a number."""
    return f"{{{NameField.NUMBER}}}" in pattern


def stem_of(pattern: str, values: Mapping[NameField, str], number: int = 1) -> str:
    """The name without its suffix. An empty field takes the separator beside it along.

    A pattern that cannot be used counts as the default one.
    """
    if pattern_problem(pattern) is not None:
        pattern = DEFAULT_PATTERN
    all_values = {**values, NameField.NUMBER: f"{number:0{NUMBER_DIGITS}}"}
    filled = _FIELD.sub(lambda found: safe_text(all_values[NameField(found[1])]) or _EMPTY, pattern)
    joined = _AROUND_EMPTY.sub(lambda found: found[1] or found[2].replace(_EMPTY, ""), filled)
    return safe_stem(joined) or "video"


def safe_stem(text: str) -> str:
    """A file name, without its suffix, that is valid on every system; "" if nothing of the text can be used."""
    stem = _cut(safe_text(text).strip(_ENDS), STEM_CHARS, STEM_BYTES).rstrip(_ENDS)
    return f"_{stem}" if _RESERVED.match(stem) else stem


def safe_text(text: str) -> str:
    """A part of a file name: one line without characters that a system refuses or that hide what is there."""
    composed = unicodedata.normalize("NFC", text[: STEM_CHARS * 20])
    kept = "".join(" " if each in _INVALID or _is_hidden(each) else each for each in composed)
    return " ".join(kept.split())


def slug(text: str) -> str:
    """The words of a text in lower case, joined by hyphens and cut after a word; "" without words."""
    text = unicodedata.normalize("NFC", text[: SLUG_CHARS * 20].lower())
    kept = "".join(_kept(each) for each in text if each not in _APOSTROPHES)
    words = [word for word in kept.split() if word]
    taken = ""
    for word in words:
        longer = f"{taken}-{word}" if taken else word
        if not _fits(longer, SLUG_CHARS, SLUG_BYTES):
            # Only the first word is cut if it is too long (Chinese has no spaces).
            taken = taken or _cut(word, SLUG_CHARS, SLUG_BYTES)
            break
        taken = longer
    return taken


def _is_hidden(character: str) -> bool:
    """Control characters, marks of direction, private ones, halves of characters, and ends of lines."""
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") or character in "\u2028\u2029"


def _kept(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LMN" else " "


def _fits(text: str, most_chars: int, most_bytes: int) -> bool:
    return len(text) <= most_chars and len(text.encode()) <= most_bytes


def _cut(text: str, most_chars: int, most_bytes: int) -> str:
    text = text[:most_chars]
    while not _fits(text, most_chars, most_bytes):
        text = text[:-1]
    return text


def _plain(text: str) -> str:
    return "".join(each for each in text if each.isascii() and each.isalnum())
