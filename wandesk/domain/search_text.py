"""How the list is searched: what of a job can be found, and what a searched text finds.

Texts become tokens: a run of letters, a run of digits, a Chinese or Japanese character, or a symbol such as an emoji.
Case, accents and full-width forms make no difference. A searched text finds a job if each of its words is found: the
tokens of the word follow each other, and the last one may be the beginning of a longer token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath, PureWindowsPath

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job

MOST_PHRASES = 16
MOST_TOKENS = 64
"""Of one search. What a user types is shorter; a pasted page would take long to look for."""

_EAST_ASIAN = (
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han, kana and Hangul: written without spaces between words."""
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
_TOKEN = re.compile(f"[{_EAST_ASIAN}]|[{_SYMBOLS}]|\\d+|[^\\W\\d_{_EAST_ASIAN}{_SYMBOLS}]+")
_LATIN_TOKEN = re.compile("[0-9]+|[a-z]+")
_ONE_CHARACTER = re.compile(f"[{_EAST_ASIAN}{_SYMBOLS}]")
_ACCENTS = re.compile("[\u0300-\u036f]+")

Phrase = tuple[str, ...]
"""Tokens that follow each other."""


def tokens(text: str) -> list[str]:
    """The tokens of a text in their order."""
    if text.isascii():
        return _LATIN_TOKEN.findall(text.lower())
    apart = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _TOKEN.findall(unicodedata.normalize("NFC", apart).casefold())


def phrases(searched: str) -> list[Phrase]:
    """What must be found for a searched text: one phrase for each word. None: everything is found."""
    found: list[Phrase] = []
    room = MOST_TOKENS
    for word in searched.split():
        phrase = tuple(tokens(word))[:room]
        if phrase and phrase not in found and len(found) < MOST_PHRASES:
            found.append(phrase)
            room -= len(phrase)
    return found


def may_continue(phrase: Phrase) -> bool:
    """Whether the last token of the phrase may be the beginning of a longer one."""
    return _ONE_CHARACTER.fullmatch(phrase[-1]) is None


def contains(texts: Sequence[Sequence[str]], phrase: Phrase) -> bool:
    """Whether the phrase is in one of the texts, which are tokens."""
    return any(_is_at(text, start, phrase) for text in texts for start in range(len(text) - len(phrase) + 1))


def _is_at(text: Sequence[str], start: int, phrase: Phrase) -> bool:
    last = text[start + len(phrase) - 1]
    is_last = last.startswith(phrase[-1]) if may_continue(phrase) else last == phrase[-1]
    return is_last and tuple(text[start : start + len(phrase) - 1]) == phrase[:-1]


def searched_texts(job: Job, names: Callable[[str], str]) -> Iterator[str]:
    """The texts in which a job is found. `names` gives those of a model, as `model_names` does."""
    request = job.request
    yield job.marks.name
    yield job.marks.label
    yield job.marks.note
    yield job.prompt
    yield job.actual_prompt or ""
    yield request.negative_prompt
    yield request.model
    yield request.model_id
    yield names(request.model)
    yield request.template or ""
    for stored in request.inputs.values():
        yield stored.name
    if job.video is not None:
        yield file_name(job.video.path)
    yield job.task_id or ""


def model_names(catalog: CatalogSource) -> Callable[[str], str]:
    """The names of a model of the catalogue by its key, in every language; "" for any other model."""

    def names(key: str) -> str:
        found = (" ".join(each.name.texts.values()) for each in catalog.current.models if each.key == key)
        return next(found, "")

    return names


def text_matches(job: Job, searched: str, names: Callable[[str], str]) -> bool:
    """Whether the searched text finds the job, as the store does it."""
    wanted = phrases(searched)
    if not wanted:
        return True
    texts = [tokens(text) for text in searched_texts(job, names)]
    return all(contains(texts, phrase) for phrase in wanted)


def file_name(path: str) -> str:
    """The name of a file whose path any system wrote."""
    return PureWindowsPath(path).name if "\\" in path else PurePath(path).name
