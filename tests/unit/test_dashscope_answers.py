"""Answers of every shape: good ones are read right, odd ones are never fatal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.dashscope import codes
from wandesk.dashscope.answer_bodies import Unreadable
from wandesk.dashscope.answer_headers import retry_after_of
from wandesk.dashscope.answers import (
    CloudAnswer,
    read_answer,
    read_policy,
    read_task,
    read_tasks,
    read_usage,
    task_id_of,
)
from wandesk.dashscope.json_values import moment
from wandesk.dashscope.meanings import Exchange
from wandesk.domain.task import TaskPage, TaskReport, TaskRow, TaskStatus, Usage


def answer(body: Any, status: int = 200, **headers: str) -> CloudAnswer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def report(body: Any, asked: str = "t") -> TaskReport | None:
    return read_task(answer(body), asked)


def test_finished_task_is_read() -> None:
    seen = report(
        {
            "request_id": "r",
            "output": {
                "task_id": "t",
                "task_status": "SUCCEEDED",
                "submit_time": "2026-01-02 10:00:00.123",
                "scheduled_time": "2026-01-02 10:00:01",
                "end_time": "2026-01-02 10:02:00",
                "orig_prompt": "a cat",
                "actual_prompt": "",
                "video_url": "https://videos.example/a.mp4?Expires=1",
            },
            "usage": {"duration": "5", "SR": "720", "video_count": 1},
        }
    )
    assert seen is not None
    assert seen.status is TaskStatus.SUCCEEDED
    assert seen.submitted_at == pytest.approx(1767319200.123)  # 02:00:00 UTC
    assert seen.ended_at == 1767319320.0
    assert seen.usage == Usage(seconds=5.0, resolution_tier=720, videos=1)
    assert seen.video_url == "https://videos.example/a.mp4?Expires=1"
    assert seen.original_prompt == "a cat"
    assert seen.actual_prompt is None


@pytest.mark.parametrize(
    ("fields", "link", "is_other"),
    [
        ({"results": {"video_url": "https://v.example/a.mp4"}}, "https://v.example/a.mp4", False),
        ({"results": [{"video_url": "https://v.example/a.mp4"}, {}]}, "https://v.example/a.mp4", False),
        ({"video_url": "", "results": [{"video_url": "https://v.example/a.mp4"}]}, "https://v.example/a.mp4", False),
        ({"results": [{"url": "https://p.example/1.png"}]}, None, True),
        ({"choices": [{"message": {"content": "text"}}]}, None, True),
        ({"results": {"video_url": ""}}, None, False),
        ({"results": [{"video_url": None}]}, None, False),
        ({"results": None}, None, False),
        ({"results": []}, None, False),
        ({"results": "https://v.example/a.mp4"}, None, True),
        ({}, None, False),
    ],
)
def test_link_is_found_where_other_tasks_have_it(fields: dict[str, object], link: str | None, is_other: bool) -> None:
    seen = report({"output": {"task_id": "t", "task_status": "SUCCEEDED", **fields}})
    assert seen is not None
    assert (seen.video_url, seen.has_other_results) == (link, is_other)


def test_failed_task_has_its_reason() -> None:
    seen = report({"output": {"task_id": "t", "task_status": "FAILED", "code": "InvalidParameter", "message": "no"}})
    assert seen is not None
    assert (seen.code, seen.message) == ("InvalidParameter", "no")


def test_unknown_status_is_kept_and_not_final() -> None:
    seen = report({"output": {"task_id": "t", "task_status": "SUSPENDED"}})
    assert seen is not None
    assert (seen.status, seen.status_text) == (TaskStatus.OTHER, "SUSPENDED")


def test_answer_about_another_task_is_none() -> None:
    assert report({"output": {"task_id": "other", "task_status": "SUCCEEDED"}}) is None
    assert report({"output": None}) is None
    assert report({}) is None


@pytest.mark.parametrize(
    ("output", "usage", "expected"),
    [({"seed": 7}, {}, 7), ({}, {"seed": "12"}, 12), ({}, {}, None), ({"seed": -1}, {"seed": [3]}, None)],
)
def test_a_seed_that_the_cloud_tells_is_read(
    output: dict[str, Any], usage: dict[str, Any], expected: int | None
) -> None:
    body = {"output": {"task_id": "t", "task_status": "SUCCEEDED", **output}, "usage": {"duration": 5, **usage}}
    seen = report(body)
    assert seen is not None
    assert seen.usage is not None
    assert seen.usage.seed == expected


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (None, None),
        ({}, None),
        ({"duration": 10, "SR": 1080}, Usage(seconds=10.0, resolution_tier=1080)),
        ({"video_duration": 5, "video_ratio": "standard"}, Usage(seconds=5.0)),
        ({"video_duration": 0, "duration": 5.0, "SR": "720P"}, Usage(seconds=5.0, resolution_tier=720)),
        ({"duration": 0, "output_video_duration": 4.5}, Usage(seconds=4.5, output_seconds=4.5)),
        (  # kf2v
            {"video_duration": "5", "video_count": "1", "SR": "480"},
            Usage(seconds=5.0, resolution_tier=480, videos=1),
        ),
        (  # 2.6 flash, 2.7 with a clip
            {
                "duration": 8,
                "input_video_duration": 3,
                "output_video_duration": 5,
                "SR": 720,
                "video_count": 1,
                "audio": "false",
            },
            Usage(seconds=8.0, resolution_tier=720, input_seconds=3.0, output_seconds=5.0, videos=1, has_sound=False),
        ),
        (  # 3.0
            {"duration": 5.04, "SR": 1080, "video_count": 1, "fps": 30, "ratio": "16:9", "audio": True},
            Usage(seconds=5.04, resolution_tier=1080, videos=1, fps=30.0, ratio="16:9", has_sound=True),
        ),
        ({"duration": "five", "SR": []}, None),
        ({"duration": True, "SR": "NaN"}, None),
    ],
)
def test_usage_of_every_family_is_read(usage: Any, expected: Usage | None) -> None:
    assert read_usage(usage) == expected


LISTED = {
    "total": 1,
    "total_page": 1,
    "page_no": 1,
    "page_size": 10,
    "request_id": "r",
    "data": [
        {
            "task_id": "t",
            "status": "SUCCEEDED",
            "model_name": "wan2.5-i2v-preview",
            "region": "cn-beijing",
            "request_id": "of the create",
            "gmt_create": 1709260684485,
            "start_time": "1709260684527",
            "end_time": 1709260685184.0,
            "api_key_id": 42677,
            "user_api_unique_key": "apikey:v1:aigc",
        }
    ],
}
ROW = TaskRow(
    task_id="t",
    status=TaskStatus.SUCCEEDED,
    status_text="SUCCEEDED",
    model_id="wan2.5-i2v-preview",
    request_id="of the create",
    region="cn-beijing",
    api_key_id="42677",
    created_at=1709260684.485,
    started_at=1709260684.527,
    ended_at=1709260685.184,
)


def test_page_of_the_list_is_read() -> None:
    assert read_tasks(answer(LISTED)) == TaskPage(rows=(ROW,), pages=1)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ({"total": 0, "data": []}, 0),
        ({"total": "0", "data": None}, 0),
        ({"output": {"total": 0}}, 0),
        ({"data": [None, [], "x", {}, {"task_id": ""}, {"task_id": "t"}, {"task_id": "t", "status": "RUNNING"}]}, 1),
        ({"output": {"data": LISTED["data"]}}, 1),
        ({"tasks": [{"task_id": 7, "task_status": "SUSPENDED"}]}, 1),
        ({"data": [{"task_id": "t", "status": "PENDING", "gmt_create": "", "end_time": -1, "start_time": True}]}, 1),
    ],
)
def test_lists_are_read_leniently(content: dict[str, Any], rows: int) -> None:
    page = read_tasks(answer(content))
    assert page is not None
    assert len(page.rows) == rows


def test_row_with_a_future_status_is_kept() -> None:
    page = read_tasks(answer({"data": [{"task_id": "t", "status": "PAUSED", "gmt_create": "2026-01-02 10:00:00"}]}))
    assert page is not None
    assert (page.rows[0].status, page.rows[0].status_text) == (TaskStatus.OTHER, "PAUSED")
    assert page.rows[0].created_at == 1767319200.0


@pytest.mark.parametrize("content", [{}, {"data": {}}, {"output": {"task_id": "t", "task_status": "RUNNING"}}])
def test_answer_without_a_list_is_none(content: dict[str, Any]) -> None:
    assert read_tasks(answer(content)) is None


def test_times_are_in_the_clouds_zone() -> None:
    assert moment("2026-01-02 10:00:00") == moment("2026-01-02T02:00:00+00:00") == 1767319200.0
    assert [moment(value) for value in ("", None, "soon", 5, "9999-99-99 00:00:00")] == [None] * 5


def test_errors_of_both_styles_are_read() -> None:
    plain = answer({"code": "Arrearage", "message": "pay", "request_id": "r"}, 400)
    assert (plain.code, plain.message, plain.request_id) == ("Arrearage", "pay", "r")
    other = answer({"error": {"code": "invalid_api_key", "message": "no", "type": "x"}}, 401, x_request_id="h")
    assert (other.code, other.message, other.request_id) == ("invalid_api_key", "no", "h")
    for status in (429, "429"):  # some gateways repeat the status
        by_type = answer({"error": {"code": status, "type": "Arrearage", "message": "pay"}}, 429)
        assert (by_type.code, by_type.message) == ("Arrearage", "pay")
        assert answer({"error": {"code": status, "message": "busy"}}, 429).code == "429"
    assert answer({"code": "", "message": None, "output": {"task_id": "t"}}).code == ""
    assert answer({"code": 200, "output": {"task_id": "t"}}).code == ""


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"[]", b'"x"', b"{", b"\xff\xfe", b"[" * 100_000])
def test_answer_that_is_not_an_object_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        answer(body)


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf{"output": {"task_id": "t"}}',
        b'{"output": {"task_id": "t"}, "n": NaN}',
        b'{"output": {"task_id": "t"}, "message": "\\ud800"}',
        b'{"output": {"task_id": "t"}, "message": "\xff"}',
    ],
)
def test_task_id_is_found_in_sloppy_json(body: bytes) -> None:
    assert task_id_of(answer(body)) == "t"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "output",
                        "usage",
                        "data",
                        "code",
                        "error",
                        "task_id",
                        "task_status",
                        "SR",
                        "duration",
                        "submit_time",
                        "message",
                        "upload_host",
                        "policy",
                        "upload_dir",
                    ]
                )
                | st.text(),
                inner,
            )
        ),
    )
)
def test_arbitrary_json_is_never_fatal(value: Any) -> None:
    try:
        found = answer(value)
    except Unreadable:
        assert not isinstance(value, dict)
        return
    read_task(found, "t")
    read_policy(found)
    read_tasks(found)
    task_id_of(found)
    for each in Exchange:
        codes.refusal(found, each)


LEAF = st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from(["", "1e999", "-0", "٣"])
ROW_FIELDS = ("task_id", "status", "model_name", "request_id", "gmt_create", "start_time", "end_time", "api_key_id")
USAGE_FIELDS = ("duration", "video_duration", "input_video_duration", "SR", "video_count", "audio", "fps", "ratio")


@given(
    st.fixed_dictionaries(
        {"data": st.lists(st.fixed_dictionaries(dict.fromkeys(ROW_FIELDS, LEAF)), max_size=3)},
        optional=dict.fromkeys(("total", "total_page", "page_no", "page_size"), LEAF),
    ),
    st.fixed_dictionaries(dict.fromkeys(USAGE_FIELDS, LEAF)),
)
def test_arbitrary_rows_and_usages_are_never_fatal(listed: Any, usage: Any) -> None:
    page = read_tasks(answer(listed))
    assert page is not None
    assert len(page.rows) <= len(listed["data"])
    seen = report({"output": {"task_id": "t", "task_status": "SUCCEEDED"}, "usage": usage})
    assert seen is not None
    assert seen.usage is None or seen.usage.seconds is None or seen.usage.seconds > 0


@given(st.binary())
def test_arbitrary_bytes_are_never_fatal(body: bytes) -> None:
    try:
        answer(body)
    except Unreadable:
        return
    assert body.strip().startswith((b"{", b"\xef\xbb\xbf"))


def test_retry_after_is_read() -> None:
    assert retry_after_of({"retry-after": "3"}) == 3.0
    assert retry_after_of({"retry-after-ms": "1500", "retry-after": "9"}) == 1.5
    dates = {"retry-after": "Fri, 02 Jan 2026 02:00:30 GMT", "date": "Fri, 02 Jan 2026 02:00:00 GMT"}
    assert retry_after_of(dates) == 30.0
    assert retry_after_of({"retry-after": "soon"}) is None
    assert retry_after_of({}) is None


def test_upload_policy_is_read() -> None:
    data = {
        "policy": "p",
        "signature": "s",
        "upload_dir": "dir/x/",
        "upload_host": "https://files.example",
        "max_file_size_mb": "100",
        "oss_access_key_id": "id",
        "x_oss_object_acl": "private",
        "x_oss_forbid_overwrite": "true",
    }
    policy = read_policy(answer({"data": data}))
    assert policy is not None
    assert policy.folder == "dir/x"
    assert policy.max_bytes == 100_000_000
    assert dict(policy.fields) == {
        "OSSAccessKeyId": "id",
        "Signature": "s",
        "policy": "p",
        "x-oss-object-acl": "private",
        "x-oss-forbid-overwrite": "true",
    }
    assert read_policy(answer({"data": {**data, "upload_host": None}})) is None
