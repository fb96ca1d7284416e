"""Names of videos: what the user recognises, safe on every system, and never from the cloud."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import PurePath

from wandesk.domain.job import Job
from wandesk.domain.pasted import is_pasted_name

SLUG_CHARS = 60
SLUG_BYTES = 150
"""In UTF-8. With date, resolution, length, id and `.part` a name stays well under the 255 bytes that systems allow."""

_APOSTROPHES = "'’ʼ"


def video_name(job: Job) -> str:
    """For example `2026-11-22_portrait-of-a-cat_720P_5s_1a2b3c4d.mp4`.

    The day is the local one of the order. It comes first, so that no name is one that Windows reserves (`CON`), and
    the slug holds letters, digits and hyphens only, so that no name holds a path, a control or a bidi character.
    """
    request = job.request
    day = datetime.fromtimestamp(job.created_at, tz=UTC).astimezone().strftime("%Y-%m-%d")
    name = request.first_frame.name if request.first_frame else ""
    words = slug(job.prompt) or ("" if is_pasted_name(name) else slug(PurePath(name).stem))
    mark = _plain(job.task_id or "")[-8:] or _plain(job.id)[-8:]
    length = f"{request.seconds}s" if request.seconds > 0 else ""  # the model's own choice
    parts = (day, words, _plain(request.resolution), length, mark)
    return "_".join(part for part in parts if part) + ".mp4"


def slug(text: str) -> str:
    """The words of a text joined by hyphens, in small letters, cut at a word's end; empty when it has none."""
    text = unicodedata.normalize("NFC", text[: SLUG_CHARS * 20].lower())
    kept = "".join(_kept(each) for each in text if each not in _APOSTROPHES)
    words = [word for word in kept.split() if word]
    taken = ""
    for word in words:
        longer = f"{taken}-{word}" if taken else word
        if not _fits(longer):
            # The first word alone may be too long (Chinese has no blanks): it is cut, later ones are left out.
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
