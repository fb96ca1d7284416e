"""Requests and connections for tests of the client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.engine.ports import InlineFile

FRAME = StoredInput(sha256="0" * 64, format="JPEG", name="cat.jpg", size_bytes=10)


MIME_TYPES = {"first_frame": "image/jpeg", "last_frame": "image/png"}
"""Two of them, so that a test sees which one goes with which picture."""


def sent_inputs(**files: Path | str | InlineFile | None) -> dict[str, InlineFile | str]:
    """The inputs of a create request by key: a path goes inline, a text is an address."""
    return {
        key: InlineFile(path=file, mime=MIME_TYPES[key]) if isinstance(file, Path) else file
        for key, file in files.items()
        if file is not None
    }


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
