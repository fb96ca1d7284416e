"""Requests and connections for tests of the client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.request import GenerationRequest, StoredInput

FRAME = StoredInput(sha256="0" * 64, format="JPEG", name="cat.jpg", size_bytes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """As `engine.ports.RequestInputs`."""

    first_frame: Path | str | None
    first_frame_mime: str = "image/jpeg"
    last_frame: Path | str | None = None
    last_frame_mime: str = "image/png"
    audio: str | None = None
    clip: str | None = None


def request_for(model: str = "wan2.5-i2v-preview", **changes: Any) -> GenerationRequest:
    fields: dict[str, Any] = {
        "region": "practice",
        "model": model,
        "model_id": model,
        "first_frame": FRAME,
        "sound_choice": SoundChoice.AUTOMATIC,
        "prompt": "a cat turns its head",
        "negative_prompt": "",
        "resolution": "480P",
        "seconds": 5,
        "improve_prompt": True,
        "watermark": False,
        "seed": None,
        "estimate": None,
    }
    return GenerationRequest(**{**fields, **changes})


def connection(base_url: str, *, key: str = "sk-practice", account: str = "practice") -> Connection:
    return Connection(
        account=account,
        region="practice",
        base_url=base_url,
        secret=Secret(key),
        has_uploads=True,
    )
