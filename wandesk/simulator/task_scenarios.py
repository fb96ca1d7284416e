"""Scenarios of tasks: they fail, or they never end."""

from __future__ import annotations

from wandesk.simulator.scenario import Failure, Scenario

INPUT_REFUSED = Failure(code="DataInspectionFailed", message="Input data may contain inappropriate content.")
OUTPUT_REFUSED = Failure(code="DataInspectionFailed", message="Output data may contain inappropriate content.")
IP_SUSPECTED = Failure(
    code="IPInfringementSuspect", message="Input data is suspected of being involved in IP infringement."
)
INTERNAL = Failure(
    code="InternalError", message="An internal error has occured, please try again later or contact service support."
)

MEDIA_GONE = Failure(
    code="InvalidParameter",  # not InvalidParameter.DataInspection: the provider lists nearly all media trouble so
    message="Failed to find the requested media resource during the data inspection process.",
)
MEDIA_BROKEN = Failure(
    code="InternalError.Algo.InvalidParameter", message="Failed to decode the image during the data inspection."
)

TASKS: dict[str, Scenario] = {
    "fail-media": Scenario(description="The cloud no longer has a file that was uploaded.", before=MEDIA_GONE),
    "fail-media-algo": Scenario(
        description="The model cannot read a file, under a code with a prefix.", before=MEDIA_BROKEN
    ),
    "fail-silent": Scenario(
        description="Every task fails after the work, without code or message.", after=Failure(code="", message="")
    ),
    "fail-rewrite": Scenario(
        description="The cloud cannot improve the prompt right now.",
        before=Failure(code="RewriteFailed", message="Failed to rewrite content for prompt."),
    ),
    "fail-moderation": Scenario(description="The content check refuses every request.", before=INPUT_REFUSED),
    "fail-output": Scenario(
        description="The content check refuses every video after it was made.", after=OUTPUT_REFUSED
    ),
    "fail-internal": Scenario(
        description="Every task fails after the work with an error of the cloud.", after=INTERNAL
    ),
    "fail-sometimes": Scenario(
        description="Three tasks in ten fail with an error of the cloud; the seed decides which.",
        after=INTERNAL,
        share=0.3,
    ),
    "future-code": Scenario(
        description="Every task fails after the work with an unknown code.",
        after=Failure(code="Studio.BrandNew", message="A reason from a later version."),
    ),
    "never-ends": Scenario(description="Tasks run until the cloud gives up after three hours.", is_endless=True),
}

# A marker in the prompt affects that task only, whatever the scenario (wire reference, 13.2).
PROMPT_MARKERS: dict[str, Scenario] = {
    "#moderate-in": Scenario(description="The prompt is refused.", before=INPUT_REFUSED),
    "#moderate-out": Scenario(description="The video is refused.", after=OUTPUT_REFUSED),
    "#ip": Scenario(description="The prompt names protected property.", before=IP_SUSPECTED),
    "#internal": Scenario(description="An internal error.", after=INTERNAL),
}


def scenario_in(prompt: str) -> Scenario | None:
    """The scenario of a marker in the prompt, if any."""
    return next((scenario for marker, scenario in PROMPT_MARKERS.items() if marker in prompt), None)
