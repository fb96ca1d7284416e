"""Converts jobs and events to rows and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from wandesk.domain.charge import Charge
from wandesk.domain.cloud_text import LONGEST_CODE, LONGEST_MESSAGE, LONGEST_NAME, LONGEST_PROMPT, cut
from wandesk.domain.job import Job, JobProblem, JobStage, Uncertainty
from wandesk.domain.job_events import JobEvent, MarksChanged
from wandesk.domain.marks import Marks
from wandesk.domain.media import Video
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.structs import replace
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
    "removed_at",
    "is_removal_finished",
    "queue_key",
    "charge_json",
    "is_starred",
    "name",
    "label",
    "note",
)
"""Written with every event."""

COLUMNS = REQUEST_COLUMNS + STATE_COLUMNS

INPUT_COLUMNS = ("request_json", "prepared_json")
"""The columns that reference inputs."""


def request_cells(job: Job) -> tuple[Cell, ...]:
    """The values of REQUEST_COLUMNS."""
    request = job.request
    return (
        as_cell(job.id),
        job.created_at,
        json_of(request),
        as_cell(request.region),
        as_cell(request.model),
        as_cell(request.resolution),
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
        as_cell(job.task_id),
        as_cell(job.request_id),
        as_cell(job.account),
        as_cell(job.endpoint),
        as_cell(job.key_fingerprint),
        job.ended_at,
        as_cell(job.actual_prompt),
        _optional_json(job.usage),
        as_cell(job.download_path),
        _optional_json(job.video),
        as_cell(job.poster),
        _optional_json(job.problem),
        job.finished_at,
        job.is_watched,
        job.position,
        _optional_json(job.uncertainty),
        job.removed_at,
        job.is_removal_finished,
        as_cell(job.queue_key),
        _optional_json(job.charge),
        job.marks.is_starred,
        as_cell(job.marks.name or None),
        as_cell(job.marks.label or None),
        as_cell(job.marks.note or None),
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
        request=_request(cell["request_json"]),
        stage=JobStage(cell["stage"]),
        stage_since=cell["stage_since"],
        prepared=_value(cell["prepared_json"], dict[str, StoredInput]) or {},
        submitted_at=cell["submitted_at"],
        clock_offset=cell["clock_offset"],
        task_id=_optional(cell["task_id"]),
        request_id=_bounded(cell["request_id"], LONGEST_NAME),
        account=_optional(cell["account"]),
        endpoint=_optional(cell["endpoint"]),
        key_fingerprint=_optional(cell["key_fingerprint"]),
        ended_at=cell["ended_at"],
        actual_prompt=_bounded(cell["actual_prompt"], LONGEST_PROMPT),
        usage=_value(cell["usage_json"], Usage),
        download_path=_optional(cell["download_path"]),
        video=_value(cell["video_json"], Video),
        poster=_optional(cell["poster"]),
        problem=_problem(cell["problem_json"]),
        finished_at=cell["finished_at"],
        is_watched=bool(cell["is_watched"]),
        position=cell["position"],
        uncertainty=_value(cell["uncertainty_json"], Uncertainty),
        removed_at=cell["removed_at"],
        is_removal_finished=bool(cell["is_removal_finished"]),
        queue_key=_optional(cell["queue_key"]),
        charge=_value(cell["charge_json"], Charge),
        marks=Marks(
            is_starred=bool(cell["is_starred"]),
            name=_optional(cell["name"]) or "",
            label=_optional(cell["label"]) or "",
            note=_optional(cell["note"]) or "",
        ),
    )


def event_cells(job_id: str, event: JobEvent) -> tuple[Cell, ...]:
    """The values of `job_id, at, kind, fact_json`."""
    fact = msgspec.to_builtins(event)
    at = fact.pop("at")
    if isinstance(event, MarksChanged):  # the texts are the user's own: what is deleted is not kept here
        fact = {"changed": [name for name, value in fact["change"].items() if value is not None]}
    return as_cell(job_id), at, type(event).__name__, json.dumps(fact)


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
    """The reverse of `as_cell`."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def sql_id(job_id: str) -> Cell:
    """A job's id as a cell."""
    return as_cell(job_id)


def as_cell(text: str | None) -> Cell:
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


def _bounded(cell: str | bytes | None, limit: int) -> str | None:
    """A text of the cloud. Earlier versions stored it whole, and megabytes would block the window."""
    text = _optional(cell)
    return None if text is None else cut(text, limit)


def _request(cell: str) -> GenerationRequest:
    request = msgspec.convert(json.loads(cell), GenerationRequest)
    if not request.is_imported:
        return request  # the user's own, which never changes
    return replace(
        request,
        model=cut(request.model, LONGEST_NAME),
        model_id=cut(request.model_id, LONGEST_NAME),
        prompt=cut(request.prompt, LONGEST_PROMPT),
        resolution=cut(request.resolution, LONGEST_NAME),
    )


def _problem(cell: str | None) -> JobProblem | None:
    problem = _value(cell, JobProblem)
    if problem is None:
        return None
    return replace(
        problem,
        values=tuple(
            (key, cut(value, LONGEST_MESSAGE) if isinstance(value, str) else value) for key, value in problem.values
        ),
        code=cut(problem.code, LONGEST_CODE),
        message=cut(problem.message, LONGEST_MESSAGE),
        request_id=cut(problem.request_id, LONGEST_NAME),
    )


def _value(cell: str | None, kind: type[T]) -> T | None:
    return None if cell is None else msgspec.convert(json.loads(cell), kind)
