"""Facts with parts of their own as JSON objects, for the answers of the media child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wandesk.domain.media import AudioFacts, Waveform
from wandesk.domain.structs import asdict


def audio_answer(facts: AudioFacts) -> dict[str, Any]:
    """The facts as a JSON object."""
    return {**asdict(facts), "waveform": asdict(facts.waveform)}


def audio_facts(answer: Mapping[str, Any]) -> AudioFacts:
    """The facts of a JSON object that `audio_answer` made."""
    waveform = Waveform(**{key: tuple(levels) for key, levels in answer["waveform"].items()})
    return AudioFacts(**{**answer, "waveform": waveform})
