"""Reads the cloud's answers: limited in size and time, and lenient.

`""`, null and a missing field are equal. Numbers may be integers, floats or texts. A body that is not a JSON object
raises Unreadable, and the caller decides what that means.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import msgspec

from wandesk.domain.task import TaskPage, TaskReport, TaskRow, TaskStatus, Usage

LARGEST_ANSWER_BYTES = 8 * 1024 * 1024
CLOUD_TIME = timezone(timedelta(hours=8))
"""The zone of task times: UTC+8 from recorded traffic in Beijing; other regions unverified (wire-protocol 3.1)."""
EARLIEST_DATE = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
LATEST_DATE = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
"""Dates outside this range are bogus and ignored."""

REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLOUD_HEADERS = ("req-arrive-time", "req-cost-time", "resp-start-time")
"""Headers of recorded answers that no gateway sets (wire-protocol 1.3)."""

Json = Mapping[str, object]


class CloudAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is a JSON object. `code` and `message` are "" for success."""

    status: int
    body: dict[str, object]
    request_id: str = ""
    has_cloud_headers: bool = False
    """The headers are the cloud's own, not those of a gateway that replied instead."""
    code: str = ""
    message: str = ""
    retry_after: float | None = None
    should_retry: bool | None = None
    """The value of `x-should-retry`, None without one."""

    @property
    def is_refusal(self) -> bool:
        return bool(self.code) or self.status >= 300

    @property
    def output(self) -> Json:
        return mapping(self.body.get("output"))

    @property
    def has_proven_id(self) -> bool:
        """Whether only the cloud can have set the request id (see `trusted_request_id_of`)."""
        return self.has_cloud_headers and REQUEST_ID.fullmatch(self.request_id) is not None


class UploadPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Permission to upload files under one prefix of the temporary store (wire-protocol 5.1). Valid for 300 s."""

    host: str
    folder: str
    fields: tuple[tuple[str, str], ...]
    """The form fields of the upload, in order."""
    max_bytes: int | None


class Unreadable(Exception):
    """A body that is not a JSON object, is too long or took too long."""


async def read_bounded(
    slices: AsyncIterator[bytes],
    *,
    at_most: int = LARGEST_ANSWER_BYTES,
    within: float = 300.0,
    monotonic: Callable[[], float] = time.monotonic,
) -> bytes:
    """The whole body. Raises Unreadable if it has more than `at_most` bytes or takes more than `within` seconds."""
    body = bytearray()
    give_up_at = monotonic() + within
    async for piece in slices:
        body += piece
        if len(body) > at_most:
            raise Unreadable(f"an answer of more than {at_most} bytes")
        if monotonic() > give_up_at:
            raise Unreadable(f"an answer that took more than {within:.0f} s")
    return bytes(body)


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> CloudAnswer:
    """An answer from its parts; `headers` are looked up in lower case. Raises Unreadable."""
    fields = parse_object(body)
    error = mapping(fields.get("error"))  # OpenAI's style: {"error": {"message", "type", "code"}}
    code = text(fields.get("code")) or text(error.get("code")) or text(error.get("type"))
    if code in ("200", "Success", "success"):  # some gateways add it to a successful answer
        code = ""
    return CloudAnswer(
        status=status,
        body=fields,
        request_id=text(fields.get("request_id")) or text(error.get("request_id")) or request_id_of(headers),
        has_cloud_headers=has_cloud_headers(headers),
        code=code,
        message=text(fields.get("message")) or text(error.get("message")),
        retry_after=retry_after_of(headers),
        should_retry={"true": True, "false": False}.get(headers.get("x-should-retry", "").strip().lower()),
    )


def parse_object(body: bytes) -> dict[str, object]:
    """Read a JSON object very leniently: it may contain the id of a paid task. Raises Unreadable."""
    value: object
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        try:  # a byte order mark, NaN, lone surrogates, invalid UTF-8
            value = json.loads(body.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError) as unreadable:
            raise Unreadable("not JSON") from unreadable
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object")
    return value


def request_id_of(headers: Mapping[str, str]) -> str:
    """The request id in the headers of an answer, or ""."""
    for name in ("x-request-id", "x-dashscope-request-id", "x-acs-request-id"):
        if found := headers.get(name, "").strip():
            return text(found)
    return ""


def trusted_request_id_of(headers: Mapping[str, str]) -> str:
    """The request id in the headers of an answer if only the cloud can have set it, else "".

    A create request whose id is known and is missing in the list counts as not received. The `x-request-id` of a
    proxy's error page would have a paid task count as that.
    """
    found = request_id_of(headers)
    return found if has_cloud_headers(headers) and REQUEST_ID.fullmatch(found) else ""


def has_cloud_headers(headers: Mapping[str, str]) -> bool:
    """Whether the cloud set these headers, and not a gateway."""
    return any(name in headers for name in CLOUD_HEADERS)


def date_of(headers: Mapping[str, str]) -> float | None:
    """The `Date` header in seconds since 1970; None if it is missing, unreadable or bogus."""
    sent_at = _http_date(headers.get("date", ""))
    return sent_at if sent_at is not None and EARLIEST_DATE <= sent_at < LATEST_DATE else None


def _http_date(text: str) -> float | None:
    """Seconds since 1970; UTC if there is no zone (RFC 9110, 5.6.7)."""
    try:
        moment = parsedate_to_datetime(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):  # what the parser raises for invalid dates
        return None


def retry_after_of(headers: Mapping[str, str], *, now: Callable[[], float] = time.time) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after` (seconds or a date); None without either."""
    milliseconds = number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    value = headers.get("retry-after", "").strip()
    seconds = number(value)
    if seconds is None and (until := _http_date(value)) is not None:
        # The server's clock may differ from ours, so its own `Date` is preferred.
        since = _http_date(headers.get("date", ""))
        seconds = until - (now() if since is None else since)
    return None if seconds is None else max(0.0, seconds)


def task_id_of(answer: CloudAnswer) -> str:
    """The task's id, or ""."""
    return text(answer.output.get("task_id")) or text(answer.body.get("task_id"))


def read_task(answer: CloudAnswer, task_id: str) -> TaskReport | None:
    """The task in an answer (wire-protocol 3.1), None if the answer has none or another one.

    The caller interprets the code of a failed task.
    """
    output = answer.output
    status_text = text(output.get("task_status"))
    if not status_text or text(output.get("task_id")) not in ("", task_id):
        return None
    # A code beside `output` is also the task's own.
    code, message = text(output.get("code")) or answer.code, text(output.get("message")) or answer.message
    return TaskReport(
        task_id=task_id,
        status=_status(status_text),
        status_text=status_text,
        request_id=answer.request_id,
        submitted_at=moment(output.get("submit_time")),
        ended_at=moment(output.get("end_time")),
        video_url=text(output.get("video_url")) or None,
        original_prompt=text(output.get("orig_prompt")) or None,
        actual_prompt=text(output.get("actual_prompt")) or None,
        usage=read_usage(answer.body.get("usage")),
        code=code,
        message=message,
    )


def read_tasks(answer: CloudAnswer) -> TaskPage | None:
    """A page of the task list (wire-protocol 4.1), None if the answer has none.

    The rows are in `data`. `output.data`, `output.tasks` and `tasks` are accepted as well, in case the cloud changes.
    """
    objects = (answer.body, answer.output)
    lists = (each.get(name) for each in objects for name in ("data", "tasks"))
    found = next((each for each in lists if isinstance(each, list)), None)
    counts = answer.body if "total" in answer.body else answer.output
    if found is None and whole(counts.get("total")) != 0:
        return None
    rows = [row for row in map(_task_row, found or []) if row is not None]
    return TaskPage(rows=tuple(rows), pages=whole(counts.get("total_page")))


def _task_row(value: object) -> TaskRow | None:
    fields = mapping(value)
    task_id = text(fields.get("task_id"))
    status_text = text(fields.get("status")) or text(fields.get("task_status"))
    if not task_id or not status_text:
        return None
    return TaskRow(
        task_id=task_id,
        status=_status(status_text),
        status_text=status_text,
        model_id=text(fields.get("model_name")) or text(fields.get("model")),
        request_id=text(fields.get("request_id")),
        region=text(fields.get("region")),
        api_key_id=text(fields.get("api_key_id")),
        created_at=_row_moment(fields.get("gmt_create")),
        started_at=_row_moment(fields.get("start_time")),
        ended_at=_row_moment(fields.get("end_time")),
    )


def _row_moment(value: object) -> float | None:
    """A time in the list: milliseconds since 1970 as a number or a string, or the format of single tasks."""
    milliseconds = number(value)
    if milliseconds is None:
        return moment(value)
    return milliseconds / 1000 if milliseconds > 0 else None


def read_usage(value: object) -> Usage | None:
    """What is billed, from the fields of any family (wire-protocol 3.2). The SDK adds `video_duration: 0`."""
    fields = mapping(value)
    lengths = (number(fields.get(name)) for name in ("duration", "video_duration", "output_video_duration"))
    seconds = next((length for length in lengths if length is not None and length > 0), None)
    tier = number(str(fields.get("SR")).upper().removesuffix("P")) if fields.get("SR") else None
    if seconds is None and tier is None:
        return None
    audio = fields.get("audio")
    return Usage(
        seconds=seconds,
        resolution_tier=None if tier is None else int(tier),
        input_seconds=number(fields.get("input_video_duration")),
        output_seconds=number(fields.get("output_video_duration")),
        videos=whole(fields.get("video_count")),
        has_sound=audio if isinstance(audio, bool) else {"true": True, "false": False}.get(text(audio).lower()),
        fps=number(fields.get("fps")),
        ratio=text(fields.get("ratio")) or None,
    )


def read_policy(answer: CloudAnswer) -> UploadPolicy | None:
    """The upload policy in an answer, None without one."""
    fields = mapping(answer.body.get("data")) or answer.output
    host, folder, policy = (text(fields.get(name)) for name in ("upload_host", "upload_dir", "policy"))
    if not (host and folder and policy):
        return None
    largest = number(fields.get("max_file_size_mb"))
    form = (
        ("OSSAccessKeyId", "oss_access_key_id"),
        ("Signature", "signature"),
        ("policy", "policy"),
        ("x-oss-object-acl", "x_oss_object_acl"),
        ("x-oss-forbid-overwrite", "x_oss_forbid_overwrite"),
        # The storage's newer signature, in case the cloud ever uses it (wire-protocol 5.2).
        ("x-oss-signature-version", "x_oss_signature_version"),
        ("x-oss-credential", "x_oss_credential"),
        ("x-oss-date", "x_oss_date"),
        ("x-oss-signature", "x_oss_signature"),
        ("x-oss-security-token", "x_oss_security_token"),
    )
    return UploadPolicy(
        host=host,
        folder=folder.rstrip("/"),
        fields=tuple((name, value) for name, field in form if (value := text(fields.get(field)))),
        max_bytes=int(largest * 1_000_000) if largest and largest > 0 else None,
    )


def mapping(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text, or a number as text; "" for anything else. Lone surrogates, which files and logs refuse, are replaced."""
    if isinstance(value, str):
        return value if value.isascii() else whole_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def whole_text(value: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced."""
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(value: object) -> float | None:
    """A finite number from an integer, a float or a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(value: object) -> int | None:
    """A whole number from an integer, a float or a text; None for anything else."""
    found = number(value)
    return None if found is None else int(found)


def moment(value: object) -> float | None:
    """Seconds since 1970 from `2026-01-02 10:00:00[.123]`; UTC+8 if it names no zone."""
    try:
        found = datetime.fromisoformat(text(value).strip())
        return (found if found.tzinfo else found.replace(tzinfo=CLOUD_TIME)).timestamp()
    except (ValueError, OverflowError):
        return None


def _status(text: str) -> TaskStatus:
    try:
        return TaskStatus(text.upper())
    except ValueError:
        return TaskStatus.OTHER
