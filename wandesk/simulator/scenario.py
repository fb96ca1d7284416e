"""What a scenario is: a named fault, as data, of the connection, of a task, or of the cloud's answers.

A scenario is chosen by its name, for any call and number of times, at the start
(`--scenario NAME[:CALL[+CALL][:TIMES]]`) or while the simulator runs (the control's `scenario` or `scenarios`).
Shapes and codes: wire reference, sections 2.7, 9 and 13.7.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

Call = Literal[
    "create", "get", "list", "cancel", "policy", "upload", "download", "storage", "models", "quotas", "permissions"
]
CALLS: tuple[Call, ...] = get_args(Call)
Results = Literal["object", "list", "pictures"]
Listing = Literal["new", "gone", "dearer", "silent", "absurd", "others", "cut"]
Redirect = Literal["same", "other", "loop", "private"]
API: tuple[Call, ...] = tuple(call for call in CALLS if call not in {"upload", "download", "storage"})
REQUEST_ID = "%REQUEST_ID%"  # a placeholder in canned answers, replaced when they are sent

CREATE: tuple[Call, ...] = ("create",)
GET: tuple[Call, ...] = ("get",)
LIST: tuple[Call, ...] = ("list",)
DOWNLOAD: tuple[Call, ...] = ("download",)
MODELS: tuple[Call, ...] = ("models",)


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

    `patch` has paths in the answer's JSON ("output.video_url", "data.0.status") and their new values; None
    deletes the field.
    `results` is where a finished task has its link instead; with "pictures" it made no video. `redirect` answers with a
    redirect: to the same or another host, where the call then takes effect, to itself, or to a private address.
    `keep_share` truncates the body, with a correct Content-Length; `length_off_by` makes Content-Length wrong (bytes);
    `copies` is how often the answer is sent.
    """

    is_done: bool = False
    answer: Canned | None = None
    patch: tuple[tuple[str, Any], ...] = ()
    results: Results | None = None
    redirect: Redirect | None = None
    has_numbers_as_text: bool = False
    keep_share: float = 1.0
    gzip_layers: int = 0
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
    `listing` changes the list of models.
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
    listing: Listing | None = None

    @property
    def affects_tasks(self) -> bool:
        return self.before is not None or self.after is not None or self.is_endless


def refused(status: int, code: str, message: str, *headers: tuple[str, str], is_done: bool = False) -> Fault:
    """An error of the cloud, in its usual shape."""
    text = json.dumps({"request_id": REQUEST_ID, "code": code, "message": message})
    return Fault(is_done=is_done, answer=Canned(status=status, text=text, headers=headers))


def page(status: int, title: str, *, is_done: bool = False) -> Fault:
    """An error page of a gateway."""
    text = (
        f"<html>\n<head><title>{status} {title}</title></head>\n"
        f"<body><center><h1>{status} {title}</h1></center></body>\n</html>\n"
    )
    return Fault(is_done=is_done, answer=Canned(status=status, content_type="text/html", text=text))


def text_answer(
    status: int, text: str, *headers: tuple[str, str], kind: str = "application/json;charset=UTF-8"
) -> Fault:
    """Any other answer."""
    return Fault(answer=Canned(status=status, content_type=kind, text=text, headers=headers))
