"""The sample picture, audio and prompt of the first run and the demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.language import ENGLISH
from wandesk.resources import resource_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Paths of the sample files, and a prompt in the user's language."""

    picture: Path
    audio: Path
    prompt: str


def read_sample(language: str) -> Sample:
    """The sample of `resources/samples`; `language` is the key of a language."""
    with resource_path("samples", "sample.toml").open("rb") as file:
        sample = tomllib.load(file)
    prompts = sample["prompt"]
    return Sample(
        picture=resource_path("samples", sample["picture"]),
        audio=resource_path("samples", sample["sound"]),
        prompt=prompts.get(language) or prompts[ENGLISH.key],
    )
