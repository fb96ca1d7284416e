"""Whether a task's prompt is the prompt of a request, although the cloud may have cut it."""

from __future__ import annotations

import unicodedata
from enum import Enum, auto

CUT_SLACK = 4
"""A cut in bytes or UTF-16 units must not split a character, and folding removes whitespace from the end."""


class PromptMatch(Enum):
    """The result of a comparison of two prompts."""

    SAME = auto()
    OTHER = auto()
    UNKNOWN = auto()
    """Nothing can be concluded: one of them is empty."""


def match_prompts(ours: str, theirs: str | None, *, limit: int | None) -> PromptMatch:
    """Compare the prompt of a request with that of a task. `limit` is the model's limit in characters, if known."""
    folded_ours, folded_theirs = folded(ours), folded(theirs or "")
    if not folded_theirs:
        return PromptMatch.UNKNOWN
    if folded_theirs == folded_ours:
        return PromptMatch.SAME
    return PromptMatch.SAME if theirs and is_cut(folded_ours, theirs, limit) else PromptMatch.OTHER


def folded(text: str) -> str:
    """The text as it is compared: NFC, every run of whitespace one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_cut(whole: str, cut: str, limit: int | None) -> bool:
    """Whether `cut` is the beginning of the folded text `whole`, ending where a model with that limit may cut.

    The unit of the limit is not documented: characters, UTF-16 units or bytes of UTF-8.
    """
    if limit is None or not whole.startswith(folded(cut)):
        return False
    lengths = (len(cut), len(cut.encode("utf-16-le", "surrogatepass")) // 2, len(cut.encode("utf-8", "replace")))
    return any(limit - CUT_SLACK <= each <= limit for each in lengths)
