"""How a Job lies in a row, and an event in its table: exactly, there and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.job import Job, JobEvent, JobProblem, JobStage, SearchState, Uncertainty
from wandesk.domain.media import Video, VideoFacts
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Usage

Cell = str | bytes | int | float | None
Row = Sequence[Any]

ORDER_COLUMNS = (
    "id",
    "created_at",
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
    "estimate_is_at_most",
    "last_frame_json",
    "clip_json",
    "template",
    "shot_type",
    "ratio",
)
"""Written once: an order never changes."""

STATE_COLUMNS = (
    "stage",
    "stage_since",
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
    "sent_last_frame_json",
    "clock_offset",
    "position",
    "doubt_json",
)
"""Written with every event."""

COLUMNS = ORDER_COLUMNS + STATE_COLUMNS

NO_PICTURE = "null"
"""In `picture_json`: the order was fetched by its task id alone."""


def order_cells(job: Job) -> tuple[Cell, ...]:
    """The values of ORDER_COLUMNS."""
    order = job.request
    return (
        _text(job.id),
        job.created_at,
        _text(order.region),
        _text(order.model),
        _text(order.model_id),
        _text(order.prompt),
        _text(order.negative_prompt),
        _text(order.resolution),
        order.seconds,
        order.sound_choice.value if order.sound_choice else None,
        order.improve_prompt,
        order.watermark,
        order.seed,
        str(order.estimate.amount) if order.estimate else None,
        order.estimate.currency if order.estimate else None,
        _json(order.first_frame) or NO_PICTURE,
        _json(order.audio),
        order.estimate is not None and order.estimate.is_at_most,
        _json(order.last_frame),
        _json(order.clip),
        _text(order.template),
        _text(order.shot_type),
        _text(order.ratio),
    )


def state_cells(job: Job) -> tuple[Cell, ...]:
    """The values of STATE_COLUMNS."""
    return (
        job.stage.value,
        job.stage_since,
        _json(job.first_frame),
        job.submitted_at,
        _text(job.task_id),
        _text(job.request_id),
        _text(job.account),
        _text(job.endpoint),
        _text(job.key_fingerprint),
        job.ended_at,
        _text(job.actual_prompt),
        _json(job.usage),
        _text(job.download_path),
        _json(job.video),
        _text(job.poster),
        _json(job.problem),
        job.finished_at,
        job.is_watched,
        _json(job.last_frame),
        job.clock_offset,
        job.position,
        _json(job.uncertainty),
    )


class RowUnreadable(Exception):
    """A row that makes no job: something else wrote it, or the disk did."""


def job_from(row: Row) -> Job:
    """The Job of a row with COLUMNS. Raises RowUnreadable."""
    try:
        return _job_from(row)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise RowUnreadable(f"job {row[0]!r}: {error!r}") from error


def _job_from(row: Row) -> Job:
    cell = dict(zip(COLUMNS, row, strict=True))
    sound_choice = cell["sound_choice"]
    amount = cell["estimate_amount"]
    if cell["picture_json"] is None:
        raise ValueError("an order without its picture")
    return Job(
        id=_str(cell["id"]),
        created_at=cell["created_at"],
        request=GenerationRequest(
            region=_str(cell["region"]),
            model=_str(cell["model"]),
            model_id=_str(cell["model_id"]),
            first_frame=None if cell["picture_json"] == NO_PICTURE else _input(cell["picture_json"]),
            audio=_input(cell["sound_json"]),
            sound_choice=SoundChoice(sound_choice) if sound_choice is not None else None,
            prompt=_str(cell["prompt"]),
            negative_prompt=_str(cell["negative_prompt"]),
            resolution=_str(cell["resolution"]),
            seconds=cell["seconds"],
            improve_prompt=bool(cell["improve_prompt"]),
            watermark=bool(cell["watermark"]),
            seed=cell["seed"],
            estimate=None
            if amount is None
            else Price(
                amount=Decimal(amount),
                currency=cell["estimate_currency"],
                is_at_most=bool(cell["estimate_is_at_most"]),
            ),
            last_frame=_input(cell["last_frame_json"]),
            clip=_input(cell["clip_json"]),
            template=_optional(cell["template"]),
            shot_type=_optional(cell["shot_type"]),
            ratio=_optional(cell["ratio"]),
        ),
        stage=JobStage(cell["stage"]),
        stage_since=cell["stage_since"],
        first_frame=_input(cell["sent_picture_json"]),
        submitted_at=cell["submitted_at"],
        task_id=_optional(cell["task_id"]),
        request_id=_optional(cell["request_id"]),
        account=_optional(cell["account"]),
        endpoint=_optional(cell["endpoint"]),
        key_fingerprint=_optional(cell["key_fingerprint"]),
        ended_at=cell["ended_at"],
        actual_prompt=_optional(cell["actual_prompt"]),
        usage=_usage(cell["usage_json"]),
        download_path=_optional(cell["download_path"]),
        video=_video(cell["film_json"]),
        poster=_optional(cell["poster"]),
        problem=_problem(cell["problem_json"]),
        finished_at=cell["finished_at"],
        is_watched=bool(cell["is_watched"]),
        last_frame=_input(cell["sent_last_frame_json"]),
        clock_offset=cell["clock_offset"],
        position=cell["position"],
        uncertainty=_doubt(cell["doubt_json"]),
    )


def event_cells(job_id: str, event: JobEvent) -> tuple[Cell, ...]:
    """The values of `job_id, at, kind, fact_json`."""
    fact = msgspec.to_builtins(event)
    at = fact.pop("at")
    return _text(job_id), at, type(event).__name__, json.dumps(fact)


def _text(text: str | None) -> Cell:
    """The text itself, or bytes when it holds half a surrogate pair, as file names may and SQLite may not."""
    if text is None:
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _str(cell: str | bytes) -> str:
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else cell


def _optional(cell: str | bytes | None) -> str | None:
    return None if cell is None else _str(cell)


def _json(value: StoredInput | Usage | Video | JobProblem | Uncertainty | None) -> str | None:
    return None if value is None else json.dumps(msgspec.to_builtins(value))


def _input(cell: str | None) -> StoredInput | None:
    return None if cell is None else StoredInput(**json.loads(cell))


def _doubt(cell: str | None) -> Uncertainty | None:
    if cell is None:
        return None
    value = json.loads(cell)
    tasks = {name: tuple(value.get(name, ())) for name in ("candidates", "ruled_out")}
    return Uncertainty(**{**value, **tasks, "standing": SearchState(value["standing"])})


def _usage(cell: str | None) -> Usage | None:
    if cell is None:
        return None
    value = json.loads(cell)
    if "films" in value:  # the field's name up to store version 1.2
        value["videos"] = value.pop("films")
    return Usage(**value)


def _video(cell: str | None) -> Video | None:
    if cell is None:
        return None
    value = json.loads(cell)
    return Video(**{**value, "facts": VideoFacts(**value["facts"])})


def _problem(cell: str | None) -> JobProblem | None:
    if cell is None:
        return None
    value = json.loads(cell)
    values = tuple((name, each) for name, each in value["values"])
    return JobProblem(**{**value, "sentence": Sentence(value["sentence"]), "values": values})


def sql_id(job_id: str) -> Cell:
    """A job's id as the store has it."""
    return _text(job_id)


def id_from(cell: str | bytes) -> str:
    """The reverse of `sql_id`."""
    return _str(cell)
