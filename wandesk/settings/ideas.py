"""Ideas for the prompt from `resources/ideas.toml`: pieces by subject, and whole examples for each model family."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from wandesk.domain.language import ENGLISH, LANGUAGE_KEYS
from wandesk.resources import resource_path

GROUPS = ("camera", "light", "movement", "sound")


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole prompt with a short name."""

    name: str
    text: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.text.strip():
            raise ValueError("expected a name and a text")


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    camera: tuple[dict[str, str], ...]
    light: tuple[dict[str, str], ...]
    movement: tuple[dict[str, str], ...]
    sound: tuple[dict[str, str], ...]
    examples: dict[str, tuple[dict[str, Example], ...]]

    def __post_init__(self) -> None:
        for group in GROUPS:
            for piece in getattr(self, group):
                _check_languages(piece)
                if not all(text.strip() for text in piece.values()):
                    raise ValueError(f"an idea of {group} is empty")
        for examples in self.examples.values():
            for example in examples:
                _check_languages(example)


class Ideas(NamedTuple):
    """The ideas in one language: sentences by group, and whole prompts by model family."""

    pieces: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[Example, ...]]


def _check_languages(texts: Mapping[str, object]) -> None:
    if texts.keys() != set(LANGUAGE_KEYS):
        raise ValueError(f"expected the languages {', '.join(LANGUAGE_KEYS)}, found {', '.join(texts)}")


def read_ideas(content: str, language: str) -> Ideas:
    """The ideas of a file in one language. Raises ValueError for anything unknown, missing or empty."""
    try:
        file = msgspec.convert(tomllib.loads(content), _File)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    shown = language if language in LANGUAGE_KEYS else ENGLISH.key
    return Ideas(
        pieces={group: tuple(piece[shown] for piece in getattr(file, group)) for group in GROUPS},
        examples={family: tuple(each[shown] for each in examples) for family, examples in file.examples.items()},
    )


@cache
def load_ideas(language: str) -> Ideas:
    """The program's own ideas, read at first use."""
    return read_ideas(resource_path("ideas.toml").read_text("utf-8"), language)
