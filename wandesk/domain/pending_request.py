"""A create request whose outcome is unknown, and the tasks of the list that may be its own by time, model and key."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from wandesk.domain.job import SINCE_EVER, Job, JobStage, Uncertainty
from wandesk.domain.request import FIRST_FRAME, GenerationRequest
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus


class PendingRequest(Struct, frozen=True, kw_only=True):
    """A create request whose outcome is unknown. Times are the cloud's."""

    job_id: str
    begun_at: float
    ended_at: float
    model_id: str
    other_ids: tuple[str, ...] = ()
    """Further ids of the same model, such as dated snapshots: the list may name any of them."""
    prompt: str
    picture: str
    """The sha256 of the picture that the video begins with, "" for none."""
    equality_key: object
    """Equal for requests that make the same video."""
    has_effect: bool = False
    prompt_chars: int | None = None
    request_id: str = ""
    has_proven_id: bool = True
    """As `JobProblem.has_proven_id`."""
    key_id: str | None = None
    """The cloud's id of our API key, None while it is unknown."""
    ruled_out: tuple[str, ...] = ()
    """Tasks that the user ruled out."""
    is_sending: bool = False
    """The request is in flight: its task may be in the list and not be recorded yet."""
    is_closed: bool = False
    """The user closed the job: other jobs take precedence."""

    @property
    def is_settled_by_list(self) -> bool:
        """Whether a complete list without the request id proves that there is no task."""
        return bool(self.request_id) and self.has_proven_id

    @property
    def has_own_time(self) -> bool:
        """Whether it is known when the request was sent. If not, its task may be too old to be listed."""
        return self.begun_at > SINCE_EVER


def pending_request(
    job: Job,
    uncertainty: Uncertainty,
    *,
    key_id: str | None,
    prompt_chars: int | None,
    other_ids: tuple[str, ...] = (),
) -> PendingRequest:
    """The create request of an uncertain job."""
    picture = job.inputs.get(FIRST_FRAME)
    return PendingRequest(
        job_id=job.id,
        begun_at=uncertainty.begun_at,
        ended_at=uncertainty.ended_at,
        model_id=job.request.model_id,
        other_ids=other_ids,
        prompt=job.request.prompt,
        picture=picture.sha256 if picture else "",
        equality_key=_equality_key(job.request),
        has_effect=bool(job.request.template),
        prompt_chars=prompt_chars,
        request_id=job.problem.request_id if job.problem else "",
        has_proven_id=job.problem is None or job.problem.has_proven_id,
        key_id=key_id,
        ruled_out=uncertainty.ruled_out,
        is_sending=job.stage is JobStage.SUBMITTING,
        is_closed=job.stage.is_final,
    )


def _equality_key(request: GenerationRequest) -> object:
    """The request without what does not change the video: file names and the price."""
    bare = {key: replace(stored, name="") for key, stored in request.inputs.items()}
    return replace(request, estimate=None, **bare)  # type: ignore[arg-type]  # the keys are the fields' own names


def candidates(
    request: PendingRequest, rows: Iterable[TaskRow], owned: Collection[str], timing: SearchTiming
) -> tuple[TaskRow, ...]:
    """The tasks that may belong to the request, oldest first. A failed or cancelled task cost nothing and is none."""
    opens, closes = request.begun_at - timing.margin_before, request.ended_at + timing.margin_after
    found = [
        row
        for row in rows
        if row.task_id not in owned
        and row.task_id not in request.ruled_out
        and row.model_id in ("", request.model_id, *request.other_ids)
        and row.created_at is not None
        and opens <= row.created_at <= closes
        and row.status not in (TaskStatus.FAILED, TaskStatus.CANCELED)
        and (request.key_id is None or row.api_key_id in ("", request.key_id))
    ]
    return tuple(sorted(found, key=lambda row: (row.created_at or 0.0, row.task_id)))
