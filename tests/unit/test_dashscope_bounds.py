"""What the cloud says is redacted and cut at the one door, and absurd numbers and dates count as missing."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.spellings import spellings
from wandesk.dashscope import codes, redaction, storage_answers
from wandesk.dashscope.answer_headers import retry_after_of, trusted_request_id_of
from wandesk.dashscope.answers import (
    LARGEST_TIER,
    LONGEST_VIDEO_SECONDS,
    CloudAnswer,
    read_answer,
    read_policy,
    read_task,
    read_tasks,
    task_id_of,
)
from wandesk.dashscope.endpoints import storage_address
from wandesk.dashscope.json_values import EARLIEST_DATE, LATEST_DATE, moment, number, row_moment, whole
from wandesk.dashscope.live_secrets import LiveSecrets
from wandesk.dashscope.meanings import Exchange
from wandesk.domain.cloud_text import LONGEST_CODE, LONGEST_MESSAGE, LONGEST_NAME, LONGEST_PROMPT
from wandesk.domain.endpoint import AddressRefused
from wandesk.domain.task import TaskPage, TaskReport

KEY = 'gw!7Qz/X+w"93=Lk_pLm90Tz'
MEGABYTES = "Неверный ключ, wrong key. " * 200_000


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> LiveSecrets:
    """A run that has sent the key."""
    found = LiveSecrets()
    monkeypatch.setattr(redaction, "LIVE", found)
    found.learn(KEY)
    return found


def answer(body: Any, status: int = 200, **headers: str) -> CloudAnswer:
    return read_answer(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(body).encode()
    )


def failed_task(said: str) -> TaskReport | None:
    output = {"task_id": "t", "task_status": "FAILED", "code": said, "message": said, "actual_prompt": said}
    body = {"request_id": said, "output": {**output, "orig_prompt": said}, "usage": {"duration": 5, "ratio": said}}
    return read_task(answer(body), "t")


def listed(**fields: Any) -> TaskPage | None:
    return read_tasks(answer({"total": 1, "total_page": 1, "data": [{"task_id": "t", "status": "RUNNING", **fields}]}))


def texts(value: object) -> Iterator[str]:
    """Every text in an answer that was read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if name != "body":  # the raw answer, of which nothing is kept
                yield from texts(getattr(value, name))


def everything_said(said: str) -> list[object]:
    """The same text in every place where the cloud may put one."""
    error = {"code": said, "message": said, "request_id": said}
    xml = f"<Error><Code>{said}</Code><Message>{said}</Message><RequestId>{said}</RequestId></Error>"
    found: list[object] = [
        answer(error, 400),
        answer({"error": error}, 400),
        answer({"code": "Refused"}, 400, x_request_id=said),
        failed_task(said),
        listed(model_name=said, request_id=said, region=said, api_key_id=said),
        listed(status=said, model=said),
        storage_answers.read({}, xml.encode()),
        storage_answers.read({"x-oss-request-id": said}, b""),
    ]
    for exchange in Exchange:
        refused = codes.refusal(answer(error, 400), exchange)
        found += [refused.detail, refused.code, refused.request_id, str(refused)]
    return found


def test_secret_is_removed_wherever_the_cloud_puts_it(live: LiveSecrets) -> None:
    for spelling in spellings(KEY):
        for place in everything_said(f"Wrong: {spelling}"):
            assert place is not None
            for text in texts(place):
                assert live.spans(text) == [], (place, text)


@pytest.mark.usefixtures("live")
def test_signed_link_in_a_reason_is_removed() -> None:
    link = "https://videos.example/a.mp4?Expires=17&Signature=vD8sQ2mZk1aB7cXy"
    report = read_task(
        answer({"output": {"task_id": "t", "task_status": "FAILED", "video_url": link, "message": f"late: {link}"}}),
        "t",
    )
    assert report is not None
    assert report.message == "late: https://videos.example/a.mp4?…"
    assert report.video_url == link, "what is used is unchanged"
    alone = read_task(
        answer(
            {
                "message": "vD8sQ2mZk1aB7cXy is not valid",
                "output": {"task_id": "t", "task_status": "FAILED", "video_url": link},
            }
        ),
        "t",
    )
    assert alone is not None
    assert alone.message == "… is not valid"


def test_id_that_holds_a_secret_is_none(live: LiveSecrets) -> None:
    assert task_id_of(answer({"output": {"task_id": f"task-{KEY}"}})) == ""
    assert read_tasks(answer({"data": [{"task_id": KEY, "status": "RUNNING"}]})) == TaskPage(rows=())
    assert trusted_request_id_of({"x-request-id": KEY, "req-cost-time": "1"}) == ""


def test_id_with_the_letters_of_a_short_password_is_used(live: LiveSecrets) -> None:
    """Six letters may stand in an id by chance, and the id of a paid task is never lost."""
    live.learn("4b1e-9")
    task_id = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"
    assert task_id_of(answer({"output": {"task_id": task_id}})) == task_id
    page = read_tasks(answer({"data": [{"task_id": task_id, "status": "RUNNING"}]}))
    assert page is not None
    assert [row.task_id for row in page.rows] == [task_id]


def test_names_that_a_key_repeats_in_part_are_used(live: LiveSecrets) -> None:
    """A gateway's key may be named after the model or the host. A task whose model is redacted is never found."""
    live.learn("sk-dashscope-wan2.6-i2v-team-7")
    page = listed(model_name="wan2.6-i2v", region="cn-beijing", request_id="dashscope-17")
    assert page is not None
    assert [(row.model_id, row.request_id) for row in page.rows] == [("wan2.6-i2v", "dashscope-17")]
    policy = {"policy": "p" * 20, "signature": "s", "upload_host": "https://dashscope-file.example", "upload_dir": "d"}
    assert read_policy(answer({"data": policy})) is not None
    address = storage_address("https://dashscope-result.example/a.mp4", allows_loopback=False)
    assert address.host == "dashscope-result.example"


def test_prompt_with_the_word_of_a_short_password_is_unchanged(live: LiveSecrets) -> None:
    """A changed prompt is not recognised as the user's own."""
    live.learn("dragon")
    fields = {"task_id": "t", "task_status": "SUCCEEDED", "orig_prompt": "a dragon flies", "message": "dragon"}
    report = read_task(answer({"output": fields}), "t")
    assert report is not None
    assert (report.original_prompt, report.message) == ("a dragon flies", "…")


def test_address_of_an_upload_never_holds_a_secret(live: LiveSecrets) -> None:
    policy = {"policy": "p" * 20, "signature": "s", "upload_host": "https://files.example", "upload_dir": "d"}
    assert read_policy(answer({"data": policy})) is not None
    assert read_policy(answer({"data": {**policy, "upload_dir": f"d/{KEY}"}})) is None
    with pytest.raises(AddressRefused) as refused:
        storage_address("https://gw-canary-93lk-plm90tz.local/x", allows_loopback=False)
    assert "gw-canary" in refused.value.host
    live.learn("gw-canary-93Lk-pLm90Tz")
    with pytest.raises(AddressRefused) as refused:
        storage_address("https://gw-canary-93lk-plm90tz.local/x", allows_loopback=False)
    assert (refused.value.host, str(refused.value)) == ("….local", "not a public name: ….local")


@pytest.mark.parametrize("before", ["", "\n ", "\ufeff", " \ufeff\r\n", "<?xml version='1.0'?>", "\ufeff<?xml?>\n"])
def test_error_of_the_storage_is_recognised(before: str) -> None:
    read = storage_answers.read({}, f"{before}<Error><Code>NoSuchKey</Code></Error>".encode())
    assert read is not None
    assert read.code == "NoSuchKey"
    assert storage_answers.read({}, f"{before}<Errors>".encode()) is None
    assert storage_answers.read({}, f"{before}<html><Error>".encode()) is None


def test_white_space_is_read_in_no_time() -> None:
    """64 kB of it kept the engine busy for a minute."""

    def seconds(size: int) -> float:
        begun = time.perf_counter()
        assert storage_answers.read({}, b" " * size) is None
        return time.perf_counter() - begun

    least = min(seconds(1000) for _ in range(5))
    assert min(seconds(8000) for _ in range(5)) < 24 * least


def test_every_text_is_cut() -> None:
    for place in everything_said(MEGABYTES[: 60 * 1024 // 2]) + everything_said(MEGABYTES):
        for text in texts(place):
            assert len(text) <= (
                LONGEST_PROMPT if isinstance(place, TaskReport) else LONGEST_MESSAGE + LONGEST_CODE + 60
            )
    report = failed_task(MEGABYTES)
    assert report is not None
    assert [len(each) for each in (report.message, report.code, report.request_id)] == [
        LONGEST_MESSAGE,
        LONGEST_CODE,
        LONGEST_NAME,
    ]
    assert [len(each or "") for each in (report.actual_prompt, report.original_prompt)] == [LONGEST_PROMPT] * 2
    assert report.usage is not None
    assert len(report.usage.ratio or "") == LONGEST_NAME
    assert task_id_of(answer({"output": {"task_id": MEGABYTES}})) == ""


@pytest.mark.parametrize("seen", [1e300, -1e300, math.inf, math.nan, 10**30, -1, 0, True, None, [], {}, "", "9" * 5000])
def test_absurd_row_never_costs_the_others(seen: Any) -> None:
    """A list with one absurd row, as JSON that allows any number."""
    good = {"task_id": "good", "status": "SUCCEEDED", "gmt_create": 1767319200000}
    absurd = dict.fromkeys(("gmt_create", "start_time", "end_time", "model_name", "request_id", "api_key_id"), seen)
    page = read_tasks(answer({"total": 2, "data": [{"task_id": "odd", "status": "RUNNING", **absurd}, good]}))
    assert page is not None
    assert page.rows[-1].created_at == 1767319200.0
    odd = page.rows[0]
    assert (odd.task_id, odd.created_at, odd.started_at, odd.ended_at) == ("odd", None, None, None)
    assert max(map(len, texts(odd))) <= LONGEST_NAME


def test_number_of_thousands_of_digits_never_costs_the_answer() -> None:
    digits = "9" * 5000
    output = '{"task_id": "t", "task_status": "SUCCEEDED", "x": ' + digits + "}"
    raw = f'{{"output": {output}, "usage": {{"duration": {digits}}}}}'
    report = read_task(read_answer(200, {}, raw.encode()), "t")
    assert report is not None
    assert report.usage is None


ABSURD = (
    st.floats()
    | st.integers(-(10**40), 10**40)
    | st.sampled_from(["1e300", "-1e300", "nan", "inf", "-0", "0x10", "1_000", "٣", "9" * 400, "", "1e-400"])
    | st.sampled_from([2**53, 2**63, 2**64, 253402300800, 253402300799999, 1e12, 1e15])
)
DATES = (
    st.datetimes().map(str)
    | st.datetimes(timezones=st.timezones()).map(lambda found: found.isoformat())
    | st.sampled_from(
        [
            "0001-01-01 00:00:00",
            "9999-12-31 23:59:59",
            "9999-12-31T23:59:59-23:59",
            "0001-01-01T00:00:00+23:59",
            "10000-01-01 00:00:00",
            "2026-01-02T10:00:00Z",
            "2026-W01-5",
            "20260102T100000+0800",
            "2026-02-30 10:00:00",
            "-2026-01-02 10:00:00",
            "2026-01-02 10:00:00" + "0" * 5000,
        ]
    )
)


@given(ABSURD | DATES)
def test_numbers_and_dates_are_bounded(value: Any) -> None:
    for seconds in (moment(value), row_moment(value)):
        assert seconds is None or EARLIEST_DATE <= seconds < LATEST_DATE
    found = number(value, at_most=1000)
    assert found is None or -1000 <= found <= 1000
    counted = whole(value, at_most=1000)
    assert counted is None or 0 <= counted <= 1000
    waited = retry_after_of({"retry-after": str(value)}, now=lambda: 0.0)
    assert waited is None or 0 <= waited <= 86_400
    waited = retry_after_of({"retry-after-ms": str(value)}, now=lambda: 0.0)
    assert waited is None or 0 <= waited <= 86_400


USAGE = ("duration", "video_duration", "output_video_duration", "input_video_duration", "SR", "video_count", "fps")


@given(st.fixed_dictionaries(dict.fromkeys(USAGE, ABSURD)), DATES | ABSURD)
def test_what_is_read_of_a_task_is_bounded(usage: dict[str, Any], when: Any) -> None:
    output = {"task_id": "t", "task_status": "SUCCEEDED", "submit_time": when, "end_time": when}
    report = read_task(answer({"output": output, "usage": usage}), "t")
    assert report is not None
    for seconds in (report.submitted_at, report.ended_at):
        assert seconds is None or EARLIEST_DATE <= seconds < LATEST_DATE
    found = report.usage
    if found is not None:
        for length in (found.seconds, found.input_seconds, found.output_seconds):
            assert length is None or 0 < length <= LONGEST_VIDEO_SECONDS
        assert found.resolution_tier is None or 0 <= found.resolution_tier <= LARGEST_TIER
        assert found.videos is None or 0 <= found.videos <= 1000
        assert found.fps is None or 0 < found.fps <= 1000
