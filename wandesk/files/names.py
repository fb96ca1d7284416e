"""File names of videos: recognisable, valid on every system, and without text from the cloud."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import PurePath

from wandesk.domain.job import Job
from wandesk.domain.pasted import is_pasted_name

SLUG_CHARS = 60
SLUG_BYTES = 150
"""In UTF-8. With date, resolution, length, id and `.part` a name stays well below the limit of 255 bytes."""

_APOSTROPHES = "'’ʼ"


def video_name(job: Job) -> str:
    """For example `2026-11-22_portrait-of-a-cat_720P_5s_1a2b3c4d.mp4`.

    The date is the local day of the request. It comes first, so no name is reserved on Windows (`CON`). The slug has
    letters, digits and hyphens only: no separators, control or bidi characters.
    """
    request = job.request
    day = datetime.fromtimestamp(job.created_at, tz=UTC).astimezone().strftime("%Y-%m-%d")
    name = request.first_frame.name if request.first_frame else ""
    title = slug(job.prompt) or ("" if is_pasted_name(name) else slug(PurePath(name).stem))
    id_end = _plain(job.task_id or "")[-8:] or _plain(job.id)[-8:]
    length = f"{request.seconds}s" if request.seconds > 0 else ""  # the model decides the length
    parts = (day, title, _plain(request.resolution), length, id_end)
    return "_".join(part for part in parts if part) + ".mp4"


def slug(text: str) -> str:
    """The words of a text in lower case, joined by hyphens and cut after a word; "" without words."""
    text = unicodedata.normalize("NFC", text[: SLUG_CHARS * 20].lower())
    kept = "".join(_kept(each) for each in text if each not in _APOSTROPHES)
    words = [word for word in kept.split() if word]
    taken = ""
    for word in words:
        longer = f"{taken}-{word}" if taken else word
        if not _fits(longer):
            # Only the first word is cut if it is too long (Chinese has no spaces).
            taken = taken or _cut(word)
            break
        taken = longer
    return taken


def _kept(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LMN" else " "


def _fits(text: str) -> bool:
    return len(text) <= SLUG_CHARS and len(text.encode()) <= SLUG_BYTES


def _cut(word: str) -> str:
    while not _fits(word):
        word = word[:-1]
    return word


def _plain(text: str) -> str:
    return "".join(each for each in text if each.isascii() and each.isalnum())
