"""Named faults, as data: of the connection, of a task, and of the cloud's answers.

A scenario is chosen by its name, for any call and number of times, at the start
(`--scenario NAME[:CALL[+CALL][:TIMES]]`) or while the simulator runs (the control's `scenario` or `scenarios`).
Shapes and codes: wire reference, sections 2.7, 9 and 13.7.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

Call = Literal["create", "get", "list", "cancel", "policy", "upload", "download", "models", "quotas", "permissions"]
CALLS: tuple[Call, ...] = get_args(Call)
API: tuple[Call, ...] = tuple(call for call in CALLS if call not in {"upload", "download"})
REQUEST_ID = "%REQUEST_ID%"  # a placeholder in canned answers, replaced when they are sent

_CREATE: tuple[Call, ...] = ("create",)
_GET: tuple[Call, ...] = ("get",)
_LIST: tuple[Call, ...] = ("list",)
_DOWNLOAD: tuple[Call, ...] = ("download",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The code and message of a failed task."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """An answer that replaces the cloud's own."""

    status: int
    content_type: str = "application/json;charset=UTF-8"
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where and how the connection ends. `share` is the part of the body that is still sent."""

    at: Literal["request", "answer", "headers", "body"]
    how: Literal["close", "reset", "silence"] = "close"
    share: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of one call. `is_done`: the call takes effect nevertheless, which makes a lost answer dangerous.

    `patch` has paths in the answer's JSON ("output.video_url") and their new values; None deletes the field.
    `keep_share` truncates the body, with a correct Content-Length; `length_off_by` makes Content-Length wrong (bytes);
    `copies` is how often the answer is sent.
    """

    is_done: bool = False
    answer: Canned | None = None
    patch: tuple[tuple[str, Any], ...] = ()
    has_numbers_as_text: bool = False
    keep_share: float = 1.0
    is_gzipped: bool = False
    is_chunked: bool = False
    length_off_by: int = 0
    copies: int = 1
    delay: float = 0.0
    bytes_per_second: int | None = None
    stop: Stop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named fault. `before` ends a task at its check, `after` when its video would be ready.

    `share` of the tasks are affected at random. `hides_seconds` is how long the calls do not show a new task.
    `is_endless` keeps tasks running until the cloud's own timeout. `calls` is the default for the affected calls.
    """

    description: str
    calls: tuple[Call, ...] = CALLS
    fault: Fault | None = None
    before: Failure | None = None
    after: Failure | None = None
    share: float = 1.0
    is_endless: bool = False
    hides_seconds: float = 0.0

    @property
    def affects_tasks(self) -> bool:
        return self.before is not None or self.after is not None or self.is_endless


def _refused(status: int, code: str, message: str, *headers: tuple[str, str], is_done: bool = False) -> Fault:
    text = json.dumps({"request_id": REQUEST_ID, "code": code, "message": message})
    return Fault(is_done=is_done, answer=Canned(status=status, text=text, headers=headers))


def _page(status: int, title: str, *, is_done: bool = False) -> Fault:
    text = (
        f"<html>\n<head><title>{status} {title}</title></head>\n"
        f"<body><center><h1>{status} {title}</h1></center></body>\n</html>\n"
    )
    return Fault(is_done=is_done, answer=Canned(status=status, content_type="text/html", text=text))


def _text(status: int, text: str, *headers: tuple[str, str], kind: str = "application/json;charset=UTF-8") -> Fault:
    return Fault(answer=Canned(status=status, content_type=kind, text=text, headers=headers))


_TOO_FAST = (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
_EXPIRED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>AccessDenied</Code>\n'
    "  <Message>Request has expired.</Message>\n  <RequestId>5F00C0FFEE</RequestId>\n</Error>\n"
)
_OPENAI = {
    "error": {"message": "Internal server error.", "type": "internal_error", "param": None, "code": "internal_error"},
    "request_id": REQUEST_ID,
}

INPUT_REFUSED = Failure(code="DataInspectionFailed", message="Input data may contain inappropriate content.")
OUTPUT_REFUSED = Failure(code="DataInspectionFailed", message="Output data may contain inappropriate content.")
IP_SUSPECTED = Failure(
    code="IPInfringementSuspect", message="Input data is suspected of being involved in IP infringement."
)
INTERNAL = Failure(
    code="InternalError", message="An internal error has occured, please try again later or contact service support."
)

SCENARIOS: dict[str, Scenario] = {
    "none": Scenario(description="Nothing goes wrong.", calls=()),
    # ---- tasks
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
    # ---- the connection
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
        calls=_CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer", how="reset")),
    ),
    "create-cut": Scenario(
        description="The request is accepted, and the connection is closed before the answer.",
        calls=_CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer")),
    ),
    "never-answers": Scenario(
        description="The request arrives and no answer comes; the call has no effect.",
        fault=Fault(stop=Stop(at="answer", how="silence")),
    ),
    "accepts-in-silence": Scenario(
        description="The request is accepted, and no answer comes.",
        calls=_CREATE,
        fault=Fault(is_done=True, stop=Stop(at="answer", how="silence")),
    ),
    # ---- refusals and wrong answers
    "throttle": Scenario(description="The rate limit refuses the request.", calls=_CREATE, fault=_refused(*_TOO_FAST)),
    "throttle-retry-after": Scenario(
        description="The rate limit refuses the request, with retry-after (2 s).",
        fault=_refused(*_TOO_FAST, ("retry-after", "2")),
    ),
    "throttle-burst": Scenario(
        description="The burst limit refuses the request.",
        fault=_refused(429, "Throttling.BurstRate", "Request rate increased too quickly."),
    ),
    "throttle-allocation": Scenario(
        description="The quota of this minute is used up.",
        fault=_refused(
            429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit."
        ),
    ),
    "free-quota-gone": Scenario(
        description="The free quota is used up, with the code of throttling.",
        calls=_CREATE,
        fault=_refused(429, "Throttling.AllocationQuota", "Free allocated quota exceeded."),
    ),
    "bill-overdue": Scenario(
        description="The bill is overdue, with the status of throttling.",
        calls=_CREATE,
        fault=_refused(429, "PostpaidBillOverdue", "Your postpaid bill is overdue."),
    ),
    "server-error": Scenario(
        description="An internal error.", calls=API, fault=_refused(500, INTERNAL.code, INTERNAL.message)
    ),
    "overloaded": Scenario(
        description="The cloud is overloaded.",
        calls=API,
        fault=_refused(
            503,
            "ModelServingError",
            "Too many requests. Your requests are being throttled due to system capacity limits.",
        ),
    ),
    "gateway-502": Scenario(
        description="A gateway answers with an error page; the call has no effect.", fault=_page(502, "Bad Gateway")
    ),
    "gateway-502-accepted": Scenario(
        description="A gateway answers with an error page, but the call takes effect.",
        fault=_page(502, "Bad Gateway", is_done=True),
    ),
    "gateway-504": Scenario(
        description="A gateway times out; the call has no effect.", fault=_page(504, "Gateway Time-out")
    ),
    "gateway-504-accepted": Scenario(
        description="A gateway times out, but the call takes effect.",
        fault=_page(504, "Gateway Time-out", is_done=True),
    ),
    "empty-503": Scenario(description="A status and no body.", fault=_text(503, "")),
    "create-502": Scenario(
        description="A gateway answers a create request with an error page; no task exists.",
        calls=_CREATE,
        fault=_page(502, "Bad Gateway"),
    ),
    "create-502-accepted": Scenario(
        description="A gateway answers a create request with an error page, but the task exists.",
        calls=_CREATE,
        fault=_page(502, "Bad Gateway", is_done=True),
    ),
    "not-found": Scenario(
        description="The path is unknown, as in a region without this call.",
        calls=API,
        fault=_refused(404, "NotFound", "Not found."),
    ),
    "future-refusal": Scenario(
        description="A refusal with an unknown code.",
        calls=API,
        fault=_refused(400, "Studio.BrandNew", "A reason from a later version."),
    ),
    "200-with-code": Scenario(
        description="An error with the status 200.", calls=API, fault=_refused(200, INTERNAL.code, INTERNAL.message)
    ),
    "openai-error": Scenario(
        description="An error in the shape of the OpenAI-compatible API.",
        calls=API,
        fault=_text(500, json.dumps(_OPENAI)),
    ),
    "not-json": Scenario(
        description="A network's login page instead of an answer.",
        fault=_text(200, "<html><body>Please sign in</body></html>", kind="text/html"),
    ),
    "json-cut": Scenario(
        description="JSON that ends too early, with a correct length.",
        calls=API,
        fault=Fault(is_done=True, keep_share=0.6),
    ),
    "redirect": Scenario(
        description="A redirect to another host.", fault=_text(302, "", ("location", "http://127.0.0.1:9/elsewhere"))
    ),
    "blocked-host": Scenario(
        description="A company's proxy blocks the host with its own page.",
        calls=("upload", "download"),
        fault=_page(403, "Forbidden by policy"),
    ),
    # ---- unusual answers that a client must read
    "gzip": Scenario(
        description="Answers are compressed.", calls=API, fault=Fault(is_done=True, is_gzipped=True, is_chunked=True)
    ),
    "chunked": Scenario(
        description="Answers are sent in chunks, without a length.", fault=Fault(is_done=True, is_chunked=True)
    ),
    "slow-body": Scenario(
        description="Answers arrive slowly.", calls=API, fault=Fault(is_done=True, bytes_per_second=256)
    ),
    "late-answer": Scenario(description="Answers arrive three seconds late.", fault=Fault(is_done=True, delay=3.0)),
    "duplicate-answer": Scenario(
        description="The answer is sent twice.", calls=API, fault=Fault(is_done=True, copies=2)
    ),
    "length-too-long": Scenario(
        description="Content-Length is longer than the body.", fault=Fault(is_done=True, length_off_by=7)
    ),
    "length-too-short": Scenario(
        description="Content-Length is shorter than the body.", fault=Fault(is_done=True, length_off_by=-7)
    ),
    "numbers-as-text": Scenario(
        description="Numbers are sent as text.", calls=API, fault=Fault(is_done=True, has_numbers_as_text=True)
    ),
    "no-address": Scenario(
        description="A success without the link of the video.",
        calls=_GET,
        fault=Fault(is_done=True, patch=(("output.video_url", None),)),
    ),
    "future-status": Scenario(
        description="An unknown task status.",
        calls=_GET,
        fault=Fault(is_done=True, patch=(("output.task_status", "SUSPENDED"),)),
    ),
    # ---- delays and errors of reads
    "list-late": Scenario(
        description="New tasks appear in the list after 30 seconds.", calls=_LIST, hides_seconds=30.0
    ),
    "get-late": Scenario(description="New tasks are unknown for 10 seconds.", calls=_GET, hides_seconds=10.0),
    "list-unreadable": Scenario(
        description="The list of tasks is no valid JSON.", calls=_LIST, fault=_text(200, '{"total":1,"data":[{"task')
    ),
    # ---- videos
    "slow-download": Scenario(
        description="Videos download slowly.", calls=_DOWNLOAD, fault=Fault(is_done=True, bytes_per_second=64 * 1024)
    ),
    "cut-download": Scenario(
        description="The connection is closed in the middle of a video.",
        calls=_DOWNLOAD,
        fault=Fault(is_done=True, stop=Stop(at="body")),
    ),
    "stalled-download": Scenario(
        description="A download stops in the middle, and the connection stays open.",
        calls=_DOWNLOAD,
        fault=Fault(is_done=True, stop=Stop(at="body", how="silence")),
    ),
    "truncated-video": Scenario(
        description="A video has the length that was announced, but its end is missing.",
        calls=_DOWNLOAD,
        fault=Fault(is_done=True, keep_share=0.6),
    ),
    "expired-link": Scenario(
        description="The storage says that the link has expired.",
        calls=_DOWNLOAD,
        fault=_text(403, _EXPIRED, ("x-oss-request-id", "5F00C0FFEE"), ("server", "AliyunOSS"), kind="application/xml"),
    ),
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
