"""Reads the cloud's answers: the one door for what the cloud says.

Every text that is kept, logged or shown is redacted and cut here, whatever it came with: messages, codes, request ids
and the rows of the list. Only what is used and never kept passes unchanged: links and the fields of an upload.
A body that is not a JSON object raises Unreadable, and the caller decides what that means.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wandesk.dashscope import task_results
from wandesk.dashscope.answer_bodies import parse_object
from wandesk.dashscope.answer_headers import REQUEST_ID, has_cloud_headers, request_id_of, retry_after_of
from wandesk.dashscope.json_values import (
    LONGEST_LINK,
    Json,
    code_text,
    id_text,
    link_text,
    mapping,
    message_text,
    moment,
    name_text,
    positive,
    prompt_text,
    row_moment,
    text,
    whole,
)
from wandesk.dashscope.redaction import holds_secret, learn, learn_link
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskPage, TaskReport, TaskRow, TaskStatus, Usage

MOST_ROWS = 1000
"""Rows of a page; the cloud gives a hundred at most (wire-protocol 4.1)."""
MOST_PAGES = 100_000
LONGEST_VIDEO_SECONDS = 86_400.0
LARGEST_TIER = 100_000
MOST_VIDEOS = 1000
MOST_FRAMES_PER_SECOND = 1000.0
LARGEST_SEED = 2**31 - 1
LARGEST_UPLOAD_MB = 1_000_000
SECRET_FIELDS = ("signature", "policy", "x_oss_signature", "x_oss_security_token")
"""The fields of an upload policy that let their bearer upload."""


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


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> CloudAnswer:
    """An answer from its parts; `headers` are looked up in lower case. Raises Unreadable."""
    fields = parse_object(body)
    error = mapping(fields.get("error"))  # OpenAI's style: {"error": {"message", "type", "code"}}
    code = code_text(fields.get("code")) or _error_code(error)
    if code in ("200", "Success", "success"):  # some gateways add it to a successful answer
        code = ""
    return CloudAnswer(
        status=status,
        body=fields,
        request_id=_request_id(fields) or _request_id(error) or request_id_of(headers),
        has_cloud_headers=has_cloud_headers(headers),
        code=code,
        message=message_text(fields.get("message")) or message_text(error.get("message")),
        retry_after=retry_after_of(headers),
        should_retry={"true": True, "false": False}.get(headers.get("x-should-retry", "").strip().lower()),
    )


def task_id_of(answer: CloudAnswer) -> str:
    """The task's id, or ""."""
    return id_text(answer.output.get("task_id")) or id_text(answer.body.get("task_id"))


def read_task(answer: CloudAnswer, task_id: str) -> TaskReport | None:
    """The task in an answer (wire-protocol 3.1), None if the answer has none or another one.

    The caller interprets the code of a failed task.
    """
    output = answer.output
    status_text = name_text(output.get("task_status"))
    if not status_text or text(output.get("task_id")) not in ("", task_id):
        return None
    link = link_text(task_results.video_link(output))
    learn_link(link)  # first: the reasons may repeat its signature
    return TaskReport(
        task_id=task_id,
        status=_status(status_text),
        status_text=status_text,
        request_id=answer.request_id,
        submitted_at=moment(output.get("submit_time")),
        ended_at=moment(output.get("end_time")),
        video_url=link or None,
        has_other_results=not link and task_results.has_other_results(output),
        original_prompt=prompt_text(output.get("orig_prompt")) or None,
        actual_prompt=prompt_text(output.get("actual_prompt")) or None,
        usage=_with_seed(read_usage(answer.body.get("usage")), answer),
        # A code beside `output` is also the task's own.
        code=code_text(output.get("code")) or code_text(answer.code),
        message=message_text(output.get("message")) or message_text(answer.message),
    )


def read_tasks(answer: CloudAnswer) -> TaskPage | None:
    """A page of the task list (wire-protocol 4.1), None if the answer has none.

    The rows are in `data`. `output.data`, `output.tasks` and `tasks` are accepted as well, in case the cloud changes.
    """
    objects = (answer.body, answer.output)
    lists = (each.get(name) for each in objects for name in ("data", "tasks"))
    found = next((each for each in lists if isinstance(each, list)), None)
    counts = answer.body if "total" in answer.body else answer.output
    if found is None and whole(counts.get("total"), at_most=MOST_PAGES) != 0:
        return None
    rows = [row for row in map(_task_row, (found or [])[:MOST_ROWS]) if row is not None]
    return TaskPage(rows=tuple(rows), pages=whole(counts.get("total_page"), at_most=MOST_PAGES))


def _task_row(value: object) -> TaskRow | None:
    fields = mapping(value)
    task_id = id_text(fields.get("task_id"))
    status_text = name_text(fields.get("status")) or name_text(fields.get("task_status"))
    if not task_id or not status_text:
        return None
    return TaskRow(
        task_id=task_id,
        status=_status(status_text),
        status_text=status_text,
        model_id=name_text(fields.get("model_name")) or name_text(fields.get("model")),
        request_id=_request_id(fields),
        region=name_text(fields.get("region")),
        api_key_id=name_text(fields.get("api_key_id")),
        created_at=row_moment(fields.get("gmt_create")),
        started_at=row_moment(fields.get("start_time")),
        ended_at=row_moment(fields.get("end_time")),
    )


def read_usage(value: object) -> Usage | None:
    """What is billed, from the fields of any family (wire-protocol 3.2). The SDK adds `video_duration: 0`."""
    fields = mapping(value)
    lengths = (_seconds(fields.get(name)) for name in ("duration", "video_duration", "output_video_duration"))
    seconds = next((length for length in lengths if length is not None), None)
    tier = positive(name_text(fields.get("SR")).upper().removesuffix("P"), at_most=LARGEST_TIER)
    if seconds is None and tier is None:
        return None
    audio = fields.get("audio")
    return Usage(
        seconds=seconds,
        resolution_tier=None if tier is None else int(tier),
        input_seconds=_seconds(fields.get("input_video_duration")),
        output_seconds=_seconds(fields.get("output_video_duration")),
        videos=whole(fields.get("video_count"), at_most=MOST_VIDEOS),
        has_sound=audio if isinstance(audio, bool) else {"true": True, "false": False}.get(name_text(audio).lower()),
        fps=positive(fields.get("fps"), at_most=MOST_FRAMES_PER_SECOND),
        ratio=name_text(fields.get("ratio")) or None,
    )


def _with_seed(usage: Usage | None, answer: CloudAnswer) -> Usage | None:
    """The seed of the video, beside the video or beside what is billed: undocumented, and used if it is there."""
    places = (answer.output, mapping(answer.body.get("usage")))
    seeds = (whole(place["seed"], at_most=LARGEST_SEED) for place in places if "seed" in place)
    seed = next((each for each in seeds if each is not None), None)
    return usage if usage is None or seed is None else replace(usage, seed=seed)


def read_policy(answer: CloudAnswer) -> UploadPolicy | None:
    """The upload policy in an answer, None without one."""
    fields = mapping(answer.body.get("data")) or answer.output
    host, folder, policy = (text(fields.get(name)) for name in ("upload_host", "upload_dir", "policy"))
    if not (host and folder and policy) or holds_secret(f"{host[:LONGEST_LINK]} {folder[:LONGEST_LINK]}"):
        return None  # the address of an upload is stored
    largest = positive(fields.get("max_file_size_mb"), at_most=LARGEST_UPLOAD_MB)
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
    for field in SECRET_FIELDS:
        learn(text(fields.get(field)))
    return UploadPolicy(
        host=host,
        folder=folder.rstrip("/"),
        fields=tuple((name, value) for name, field in form if (value := text(fields.get(field)))),
        max_bytes=None if largest is None else int(largest * 1_000_000),
    )


def _error_code(error: Json) -> str:
    """The code of an error in OpenAI's style; its type where a gateway repeats the HTTP status as the code."""
    code, kind = code_text(error.get("code")), code_text(error.get("type"))
    return kind if kind and (not code or code.isdigit()) else code


def _request_id(fields: Json) -> str:
    return name_text(fields.get("request_id"))


def _seconds(value: object) -> float | None:
    return positive(value, at_most=LONGEST_VIDEO_SECONDS)


def _status(text: str) -> TaskStatus:
    try:
        return TaskStatus(text.upper())
    except ValueError:
        return TaskStatus.OTHER
