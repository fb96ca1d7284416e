"""Whether a finished task is a request's own, by its prompt and its first frame (design.md 4, 4).

Words alone are no proof: colleagues of one account, and the user's other computers, may use the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct, field

from wandesk.domain.likeness import Likeness
from wandesk.domain.pending_request import PendingRequest
from wandesk.domain.prompt_match import PromptMatch, match_prompts


class TaskFacts(Struct, frozen=True, kw_only=True):
    """What is known of SUCCEEDED tasks besides the list."""

    prompts: Mapping[str, str | None] = field(default_factory=dict)
    """By task id; None: the task was read and has no prompt."""
    likeness: Mapping[tuple[str, str], Likeness] = field(default_factory=dict)
    """By task id and the sha256 of one of our pictures."""


class Fit(Enum):
    """Whether a task is the request's own."""

    NO = auto()
    MAYBE = auto()
    YES = auto()
    """The prompt is the same, and the first frame was compared and is not another picture."""


def fit(request: PendingRequest, task_id: str, facts: TaskFacts) -> Fit:
    """Judge a task whose prompt was read."""
    likeness = likeness_to(request, task_id, facts)
    if likeness is Likeness.OTHER:
        # An effect may begin with a changed picture: only the user can rule such a video out.
        return Fit.MAYBE if request.has_effect else Fit.NO
    is_compared = likeness in (Likeness.SAME, Likeness.UNCLEAR)
    is_same_prompt = match_prompt(request, task_id, facts) is PromptMatch.SAME
    # An unknown prompt proves nothing. Another prompt over our picture is a contradiction for the user to resolve.
    return Fit.YES if is_same_prompt and is_compared else Fit.MAYBE


def match_prompt(request: PendingRequest, task_id: str, facts: TaskFacts) -> PromptMatch:
    """Compare the prompts. An effect replaces the prompt by its own, so nothing can be concluded from it."""
    if request.has_effect:
        return PromptMatch.UNKNOWN
    return match_prompts(request.prompt, facts.prompts[task_id], limit=request.prompt_chars)


def likeness_to(request: PendingRequest, task_id: str, facts: TaskFacts) -> Likeness:
    """Whether the task's first frame is the request's picture, as far as it is known."""
    return facts.likeness.get((task_id, request.picture), Likeness.UNSEEN)


def to_compare(requests: Sequence[PendingRequest], task_id: str, facts: TaskFacts) -> tuple[tuple[str, str], ...]:
    """The comparisons that decide whose task it is: pairs of the task and the job whose picture it is compared with.

    If the task has the prompt of some of the requests, only their pictures matter.
    """
    same = [each for each in requests if match_prompt(each, task_id, facts) is PromptMatch.SAME]
    return tuple(
        (task_id, each.job_id)
        for each in same or requests
        if each.picture and likeness_to(each, task_id, facts) is Likeness.UNSEEN
    )
