"""Named kinds of trouble, as data: with the order, with the work on it, with the film's download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a task ends when it does not succeed: the code and message that its reader sees."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTrouble:
    """What answers a create. `is_accepted`: the task exists all the same, which makes such an answer dangerous."""

    kind: Literal["cut", "gateway_page", "throttled"]
    is_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadTrouble:
    """How a film is handed out. `cut_share`: part of the answer after which the line goes dead."""

    bytes_per_second: int | None = None
    cut_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of trouble. `before` ends a task when it is examined, `after` when its film would have been ready."""

    says: str
    create: CreateTrouble | None = None
    before: Failure | None = None
    after: Failure | None = None
    download: DownloadTrouble | None = None


INPUT_REFUSED = Failure(code="DataInspectionFailed", message="Input data may contain inappropriate content.")
OUTPUT_REFUSED = Failure(code="DataInspectionFailed", message="Output data may contain inappropriate content.")
IP_SUSPECTED = Failure(
    code="IPInfringementSuspect", message="Input data is suspected of being involved in IP infringement."
)
INTERNAL = Failure(
    code="InternalError", message="An internal error has occured, please try again later or contact service support."
)

SCENARIOS: dict[str, Scenario] = {
    "none": Scenario(says="Nothing goes wrong."),
    "fail-moderation": Scenario(says="Every order is refused for its content.", before=INPUT_REFUSED),
    "fail-output": Scenario(says="Every film is refused for its content once it is made.", after=OUTPUT_REFUSED),
    "fail-internal": Scenario(says="Every order fails on the cloud's side after the work.", after=INTERNAL),
    "create-cut": Scenario(
        says="The order is accepted, and the line is cut before the answer.",
        create=CreateTrouble(kind="cut", is_accepted=True),
    ),
    "create-502": Scenario(
        says="A gateway answers an order with a page; no task exists.", create=CreateTrouble(kind="gateway_page")
    ),
    "create-502-accepted": Scenario(
        says="A gateway answers an order with a page, but the task exists.",
        create=CreateTrouble(kind="gateway_page", is_accepted=True),
    ),
    "throttle": Scenario(says="Orders come too fast for the cloud.", create=CreateTrouble(kind="throttled")),
    "slow-download": Scenario(says="Films arrive slowly.", download=DownloadTrouble(bytes_per_second=64 * 1024)),
    "cut-download": Scenario(says="The line is cut in the middle of a film.", download=DownloadTrouble(cut_share=0.5)),
}

# A marker in the prompt brings trouble to that one order, whatever the scenario (wire reference, 13.2).
PROMPT_MARKERS: dict[str, Scenario] = {
    "#moderate-in": Scenario(says="The prompt is refused.", before=INPUT_REFUSED),
    "#moderate-out": Scenario(says="The film is refused.", after=OUTPUT_REFUSED),
    "#ip": Scenario(says="The prompt names someone's property.", before=IP_SUSPECTED),
    "#internal": Scenario(says="The cloud fails.", after=INTERNAL),
}


def troubled_by(prompt: str) -> Scenario | None:
    """The trouble that a prompt asks for, if any."""
    return next((trouble for marker, trouble in PROMPT_MARKERS.items() if marker in prompt), None)
