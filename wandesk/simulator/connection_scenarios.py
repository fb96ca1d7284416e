"""Scenarios of the connection: it is closed, reset, or silent."""

from __future__ import annotations

from wandesk.simulator.scenario import CREATE, Fault, Scenario, Stop

CONNECTION: dict[str, Scenario] = {
    "cut-before-headers": Scenario(
        description="The connection is closed before the answer; the call has no effect.",
        fault=Fault(stop=Stop(at="answer")),
    ),
    "cut-while-sending": Scenario(
        description="The connection is reset while the request is being sent; the call has no effect.",
        calls=("create", "upload"),
        fault=Fault(stop=Stop(at="request", how="reset")),
    ),
    "cut-after-headers": Scenario(
        description="The connection is closed between the answer's headers and its body.",
        fault=Fault(is_done=True, stop=Stop(at="headers")),
    ),
    "cut-mid-body": Scenario(
        description="The connection is closed in the middle of the answer's body.",
        fault=Fault(is_done=True, stop=Stop(at="body")),
    ),
    "reset-after-accept": Scenario(
        description="The request is accepted, and the connection is reset before the answer.",
        calls=CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer", how="reset")),
    ),
    "create-cut": Scenario(
        description="The request is accepted, and the connection is closed before the answer.",
        calls=CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer")),
    ),
    "never-answers": Scenario(
        description="The request arrives and no answer comes; the call has no effect.",
        fault=Fault(stop=Stop(at="answer", how="silence")),
    ),
    "accepts-in-silence": Scenario(
        description="The request is accepted, and no answer comes.",
        calls=CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer", how="silence")),
    ),
}
