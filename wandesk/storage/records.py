"""Converts jobs and events to rows and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from wandesk.domain.job import Job, JobProblem, JobStage, Uncertainty
from wandesk.domain.job_events import JobEvent
from wandesk.domain.media import Video
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.task import Usage

T = TypeVar("T")

Cell = str | bytes | int | float | None
Row = Sequence[Any]

REQUEST_COLUMNS = ("id", "created_at", "request_json", "region", "model", "resolution", "seconds", "is_imported")
"""Written once, because a request never changes. Searched values of `request_json` have columns of their own."""

STATE_COLUMNS = (
    "stage",
    "stage_since",
    "prepared_json",
    "submitted_at",
    "clock_offset",
    "task_id",
    "request_id",
    "account",
    "endpoint",
    "key_fingerprint",
    "ended_at",
    "actual_prompt",
    "usage_json",
    "download_path",
    "video_json",
    "poster",
    "problem_json",
    "finished_at",
    "is_watched",
    "position",
    "uncertainty_json",
)
"""Written with every event."""

COLUMNS = REQUEST_COLUMNS + STATE_COLUMNS

INPUT_COLUMNS = ("request_json", "prepared_json")
"""The columns that reference inputs."""


def request_cells(job: Job) -> tuple[Cell, ...]:
    """The values of REQUEST_COLUMNS."""
    request = job.request
    return (
        _text(job.id),
        job.created_at,
        json_of(request),
        _text(request.region),
        _text(request.model),
        _text(request.resolution),
        request.seconds,
        request.is_imported,
    )


def state_cells(job: Job) -> tuple[Cell, ...]:
    """The values of STATE_COLUMNS."""
    return (
        job.stage.value,
        job.stage_since,
        json.dumps(msgspec.to_builtins(job.prepared)) if job.prepared else None,
        job.submitted_at,
        job.clock_offset,
        _text(job.task_id),
        _text(job.request_id),
        _text(job.account),
        _text(job.endpoint),
        _text(job.key_fingerprint),
        job.ended_at,
        _text(job.actual_prompt),
        _optional_json(job.usage),
        _text(job.download_path),
        _optional_json(job.video),
        _text(job.poster),
        _optional_json(job.problem),
        job.finished_at,
        job.is_watched,
        job.position,
        _optional_json(job.uncertainty),
    )


class RowUnreadable(Exception):
    """A row that is not a valid job: a newer version or a damaged disk wrote it."""


def job_from(row: Row) -> Job:
    """The Job of a row with COLUMNS. Raises RowUnreadable."""
    try:
        return _job_from(row)
    except (ValueError, KeyError, TypeError, msgspec.MsgspecError) as error:
        raise RowUnreadable(f"job {row[0]!r}: {error!r}") from error


def _job_from(row: Row) -> Job:
    cell = dict(zip(COLUMNS, row, strict=True))
    return Job(
        id=text_from(cell["id"]),
        created_at=cell["created_at"],
        request=msgspec.convert(json.loads(cell["request_json"]), GenerationRequest),
        stage=JobStage(cell["stage"]),
        stage_since=cell["stage_since"],
        prepared=_value(cell["prepared_json"], dict[str, StoredInput]) or {},
        submitted_at=cell["submitted_at"],
        clock_offset=cell["clock_offset"],
        task_id=_optional(cell["task_id"]),
        request_id=_optional(cell["request_id"]),
        account=_optional(cell["account"]),
        endpoint=_optional(cell["endpoint"]),
        key_fingerprint=_optional(cell["key_fingerprint"]),
        ended_at=cell["ended_at"],
        actual_prompt=_optional(cell["actual_prompt"]),
        usage=_value(cell["usage_json"], Usage),
        download_path=_optional(cell["download_path"]),
        video=_value(cell["video_json"], Video),
        poster=_optional(cell["poster"]),
        problem=_value(cell["problem_json"], JobProblem),
        finished_at=cell["finished_at"],
        is_watched=bool(cell["is_watched"]),
        position=cell["position"],
        uncertainty=_value(cell["uncertainty_json"], Uncertainty),
    )


def event_cells(job_id: str, event: JobEvent) -> tuple[Cell, ...]:
    """The values of `job_id, at, kind, fact_json`."""
    fact = msgspec.to_builtins(event)
    at = fact.pop("at")
    return _text(job_id), at, type(event).__name__, json.dumps(fact)


def input_cells(row: dict[str, Any]) -> list[tuple[str, Cell]]:
    """The `sha256, job_id` of every input that a row references; unreadable JSON is skipped."""
    found: set[str] = set()
    for name in INPUT_COLUMNS:
        try:
            found.update(_contents(json.loads(row.get(name) or "null")))
        except (ValueError, TypeError):
            continue  # reported when the row is read
    return [(each, row["id"]) for each in sorted(found)]


def _contents(value: object) -> Iterator[str]:
    """The `sha256` of each input in the value."""
    for each in value.values() if isinstance(value, dict) else ():
        if isinstance(each, dict) and isinstance(each.get("sha256"), str):
            yield each["sha256"]


def json_of(value: msgspec.Struct) -> str:
    """A value of the domain as JSON. msgspec's encoder refuses lone surrogates, which file names may contain."""
    return json.dumps(msgspec.to_builtins(value))


def text_from(cell: str | bytes) -> str:
    """The reverse of `_text`."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def sql_id(job_id: str) -> Cell:
    """A job's id as a cell."""
    return _text(job_id)


def _text(text: str | None) -> Cell:
    """The text, or bytes if it contains a lone surrogate, which SQLite refuses and file names may contain."""
    if text is None:
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _optional(cell: str | bytes | None) -> str | None:
    return None if cell is None else text_from(cell)


def _optional_json(value: msgspec.Struct | None) -> str | None:
    return None if value is None else json_of(value)


def _value(cell: str | None, kind: type[T]) -> T | None:
    return None if cell is None else msgspec.convert(json.loads(cell), kind)
