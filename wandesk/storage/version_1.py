"""Converts rows of version 1 to current rows, for a migration and for a rescue.

Version 1 has a column for each parameter of a request, and other names for some values.
"""

from __future__ import annotations

import json
from typing import Any

from wandesk.storage.records import text_from

COLUMNS = (
    "number",
    "id",
    "created_at",
    "stage",
    "stage_since",
    "region",
    "model",
    "model_id",
    "prompt",
    "negative_prompt",
    "resolution",
    "seconds",
    "sound_choice",
    "improve_prompt",
    "watermark",
    "seed",
    "estimate_amount",
    "estimate_currency",
    "picture_json",
    "sound_json",
    "sent_picture_json",
    "submitted_at",
    "task_id",
    "request_id",
    "account",
    "endpoint",
    "key_fingerprint",
    "ended_at",
    "actual_prompt",
    "usage_json",
    "download_path",
    "film_json",
    "poster",
    "problem_json",
    "finished_at",
    "is_watched",
    "estimate_is_at_most",
    "last_frame_json",
    "clip_json",
    "template",
    "shot_type",
    "ratio",
    "sent_last_frame_json",
    "clock_offset",
    "position",
    "doubt_json",
)
"""The columns of `jobs` in their order in a file of version 1.2; those of 1.0 and 1.1 are the first ones of these."""

UNCHANGED = (
    "id",
    "created_at",
    "stage",
    "stage_since",
    "region",
    "model",
    "resolution",
    "seconds",
    "submitted_at",
    "task_id",
    "request_id",
    "account",
    "endpoint",
    "key_fingerprint",
    "ended_at",
    "actual_prompt",
    "download_path",
    "poster",
    "finished_at",
    "is_watched",
    "clock_offset",
    "position",
)
RENAMED = {"film_json": "video_json", "doubt_json": "uncertainty_json"}
NO_PICTURE = "null"
"""In `picture_json`: the request was imported by its task ID."""
OLD_SENTENCE, NEW_SENTENCE = "film_", "video_"
"""The prefix of the sentence keys about videos, before and now."""


def current_row(old: dict[str, Any]) -> dict[str, Any]:
    """The row with the current columns. Unreadable values stay in it, so that the row stays unreadable."""
    row = {name: old.get(name) for name in UNCHANGED}
    row |= {today: old.get(name) for name, today in RENAMED.items()}
    if "number" in old:
        row["number"] = old["number"]
    row["is_imported"] = old["picture_json"] == NO_PICTURE
    row["request_json"] = _request(old)
    row["prepared_json"] = _prepared(old)
    row["problem_json"] = _problem(old.get("problem_json"))
    row["usage_json"] = _usage(old.get("usage_json"))
    return row


def _request(old: dict[str, Any]) -> str:
    amount = old["estimate_amount"]
    estimate = None
    if amount is not None:
        is_at_most = bool(old.get("estimate_is_at_most"))
        estimate = {"amount": amount, "currency": old["estimate_currency"], "is_at_most": is_at_most}
    try:
        files = {
            "first_frame": json.loads(old["picture_json"]),
            "audio": json.loads(old["sound_json"] or "null"),
            "last_frame": json.loads(old.get("last_frame_json") or "null"),
            "clip": json.loads(old.get("clip_json") or "null"),
        }
    except (ValueError, TypeError) as broken:
        files = {
            "unreadable": f"{broken}: {old['picture_json']!r}"
        }  # not a field of a request, so the row stays unreadable
    texts = ("region", "model", "model_id", "prompt", "negative_prompt", "resolution", "template", "shot_type", "ratio")
    values = {name: _text(old.get(name)) for name in texts}
    values |= {name: old[name] for name in ("seconds", "sound_choice", "seed")}
    values |= {name: bool(old[name]) for name in ("improve_prompt", "watermark")}
    return json.dumps({**values, **files, "estimate": estimate}, default=repr)


def _prepared(old: dict[str, Any]) -> str | None:
    cells = {"first_frame": old.get("sent_picture_json"), "last_frame": old.get("sent_last_frame_json")}
    try:
        prepared = {key: json.loads(cell) for key, cell in cells.items() if cell is not None}
    except (ValueError, TypeError) as broken:
        prepared = {"unreadable": f"{broken}: {cells!r}"}  # no input: the row stays unreadable
    return json.dumps(prepared) if prepared else None


def _text(cell: Any) -> Any:
    try:
        return text_from(cell) if isinstance(cell, bytes) else cell
    except UnicodeDecodeError:
        return repr(cell)


def _usage(cell: Any) -> Any:
    try:
        usage = json.loads(cell)
        videos = usage.pop("films")
    except (ValueError, TypeError, KeyError, AttributeError):
        return cell
    return json.dumps({**usage, "videos": videos})


def _problem(cell: Any) -> Any:
    try:
        problem = json.loads(cell)
        sentence = str(problem["sentence"])
    except (ValueError, TypeError, KeyError):
        return cell
    if sentence.startswith(OLD_SENTENCE):
        problem["sentence"] = NEW_SENTENCE + sentence.removeprefix(OLD_SENTENCE)
    return json.dumps(problem)
