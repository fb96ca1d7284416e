"""Every named fault over a real socket, as a client sees it, and its entry in the ledger."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import socket
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

import av
import httpx
import pytest

from tests.support.simulator import PLAIN, RunningSimulator, running_simulator, until
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.scenario import API, CALLS
from wandesk.simulator.scenarios import SCENARIOS

LOST = (httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError)
UNKNOWN = "/tasks/00000000-0000-0000-0000-000000000000"
ORDER = {"model": "wan2.6-i2v-flash", "input": {"prompt": "x"}}
CREATE = "/services/aigc/video-generation/video-synthesis"


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=50, keys=[("sk-other", "practice/nora")]) as running:
        running.control(submits_per_second=1000, queries_per_second=1000)
        yield running


@pytest.fixture
def cloud(simulator: RunningSimulator) -> Iterator[httpx.Client]:
    simulator.control(scenario="none", clear="ledger", videos="tiny", speed=50)
    with httpx.Client(
        base_url=simulator.base_url,
        headers={"Authorization": "Bearer sk-practice"},
        trust_env=False,
        verify=PLAIN,
        timeout=httpx.Timeout(5, read=0.5),
    ) as client:
        yield client


def video_url(simulator: RunningSimulator, cloud: httpx.Client) -> str:
    """The link of an existing video."""
    if not (urls := _videos.get(simulator.base_url)):
        (task_id,) = simulator.control(videos="instant", make={"key": "sk-practice", "model": "wan2.2-i2v-flash"})[
            "made"
        ]
        until(lambda: cloud.get(f"/tasks/{task_id}").json()["output"]["task_status"] == "SUCCEEDED")
        urls = _videos[simulator.base_url] = cloud.get(f"/tasks/{task_id}").json()["output"]["video_url"]
        simulator.control(clear="ledger")
    return urls


_videos: dict[str, str] = {}


def ask(call: str, simulator: RunningSimulator, cloud: httpx.Client) -> httpx.Response:
    """One request of each kind."""
    match call:
        case "create":
            return cloud.post(CREATE, json=ORDER, headers={"X-DashScope-Async": "enable"})
        case "get":
            return cloud.get(UNKNOWN)
        case "cancel":
            return cloud.post(f"{UNKNOWN}/cancel")
        case "list":
            return cloud.get("/tasks", params={"status": "CANCELED"})
        case "policy":
            return cloud.get("/uploads", params={"action": "getPolicy", "model": "wan2.6-i2v"})
        case "upload":
            policy = cloud.get("/uploads", params={"action": "getPolicy", "model": "wan2.6-i2v"}).json()["data"]
            return httpx.post(
                policy["upload_host"], data=form(policy), files={"file": b"sound"}, trust_env=False, verify=PLAIN
            )
        case "download":
            return httpx.get(
                video_url(simulator, cloud), trust_env=False, verify=PLAIN, timeout=httpx.Timeout(5, read=0.5)
            )
        case "storage":
            return httpx.get(simulator.base_url.removesuffix("/api/v1"), trust_env=False, verify=PLAIN)
        case "models" | "quotas":
            return cloud.get(f"/{call}")
        case "permissions":
            return cloud.get("/models/permissions")
    raise AssertionError(call)


def form(policy: dict[str, Any]) -> dict[str, str]:
    return {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": f"{policy['upload_dir']}/{time.monotonic_ns()}.wav",
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "success_action_status": "200",
    }


@pytest.mark.parametrize("call", CALLS)
def test_any_call_can_be_hit_and_only_the_given_number_of_times(
    call: str, simulator: RunningSimulator, cloud: httpx.Client
) -> None:
    expected = ask(call, simulator, cloud).status_code
    simulator.control(scenario="gateway-502", calls=[call], times=2, clear="ledger")

    statuses = [ask(call, simulator, cloud).status_code for _ in range(3)]

    assert statuses == [502, 502, expected]
    assert [entry["note"] for entry in simulator.entries("trouble")] == [f"{call}: gateway-502"] * 2
    word = {"get": "poll"}.get(call, call)
    assert [entry["status"] for entry in simulator.entries(word)][:3] == [502, 502, expected]


CUTS = ("cut-before-headers", "cut-after-headers", "cut-mid-body", "cut-while-sending", "length-too-long")
CUT_CALLS = [(name, call) for name in CUTS for call in ("create", "get", "download")]
CUT_CALLS += [(name, "upload") for name in CUTS if name not in {"cut-after-headers", "cut-mid-body"}]  # it has no body


@pytest.mark.parametrize(("name", "call"), CUT_CALLS)
def test_connection_is_lost(name: str, call: str, simulator: RunningSimulator, cloud: httpx.Client) -> None:
    ask("download", simulator, cloud)
    simulator.control(scenario=name, calls=[call], times=1)

    with pytest.raises(LOST):
        ask(call, simulator, cloud)

    assert ask("get", simulator, cloud).json()["output"]["task_status"] == "UNKNOWN"


@pytest.mark.parametrize(("name", "made"), [("reset-after-accept", 1), ("create-cut", 1), ("cut-before-headers", 0)])
def test_lost_answer_may_have_made_a_task(
    name: str, made: int, simulator: RunningSimulator, cloud: httpx.Client
) -> None:
    simulator.control(scenario=name, times=1)

    with pytest.raises(LOST):
        ask("create", simulator, cloud)

    assert simulator.ledger()["tasks_made"] == made


def test_refused_order_is_not_lost_like_an_accepted_one(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    simulator.control(scenario="create-502-accepted", times=1)

    refused = cloud.post(CREATE, json={"model": "wan9"}, headers={"X-DashScope-Async": "enable"})

    assert (refused.status_code, refused.json()["message"]) == (404, "Model not exist.")
    assert ask("create", simulator, cloud).status_code == 502
    assert simulator.ledger()["tasks_made"] == 1


@pytest.mark.parametrize(
    ("name", "call", "made"),
    [("never-answers", "create", 0), ("accepts-in-silence", "create", 1), ("stalled-download", "download", None)],
)
def test_answer_never_comes(
    name: str, call: str, made: int | None, simulator: RunningSimulator, cloud: httpx.Client
) -> None:
    ask("download", simulator, cloud)
    simulator.control(scenario=name, times=1)

    with pytest.raises(httpx.ReadTimeout):
        ask(call, simulator, cloud)

    if made is not None:
        assert simulator.ledger()["tasks_made"] == made


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("throttle", 429, "Throttling.RateQuota"),
        ("throttle-retry-after", 429, "Throttling.RateQuota"),
        ("throttle-burst", 429, "Throttling.BurstRate"),
        ("throttle-allocation", 429, "Throttling.AllocationQuota"),
        ("free-quota-gone", 429, "Throttling.AllocationQuota"),
        ("bill-overdue", 429, "PostpaidBillOverdue"),
        ("server-error", 500, "InternalError"),
        ("overloaded", 503, "ModelServingError"),
        ("200-with-code", 200, "InternalError"),
        ("not-found", 404, "NotFound"),
        ("future-refusal", 400, "Studio.BrandNew"),
    ],
)
def test_request_is_refused(
    name: str, status: int, code: str, simulator: RunningSimulator, cloud: httpx.Client
) -> None:
    simulator.control(scenario=name, times=1)

    answer = ask("create", simulator, cloud)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers.get("retry-after") == ("2" if name == "throttle-retry-after" else None)
    assert simulator.ledger()["tasks_made"] == 0


@pytest.mark.parametrize(
    ("name", "status", "kind", "inside"),
    [
        ("gateway-504", 504, "text/html", "Gateway"),
        ("empty-503", 503, "application/json", ""),
        ("openai-error", 500, "application/json", '"error"'),
        ("not-json", 200, "text/html", "sign in"),
        ("redirect", 302, "application/json", ""),
    ],
)
def test_answer_has_other_spellings(
    name: str, status: int, kind: str, inside: str, simulator: RunningSimulator, cloud: httpx.Client
) -> None:
    simulator.control(scenario=name, times=1)

    answer = ask("get", simulator, cloud)

    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (status, kind)
    assert inside in answer.text


@pytest.mark.parametrize("name", ["gzip", "chunked", "duplicate-answer", "slow-body", "numbers-as-text"])
def test_unusual_but_readable_shapes_are_sent(name: str, simulator: RunningSimulator, cloud: httpx.Client) -> None:
    simulator.control(scenario=name, times=2)
    started = time.monotonic()

    first, second = ask("list", simulator, cloud), ask("list", simulator, cloud)

    took = time.monotonic() - started
    assert [answer.status_code for answer in (first, second)] == [200, 200]
    assert int(first.json()["page_no"]) == 1
    assert isinstance(first.json()["page_no"], str) == (name == "numbers-as-text")
    assert (first.headers.get("content-encoding") == "gzip") == (name == "gzip")
    assert ("content-length" in first.headers) == (name not in {"gzip", "chunked"})
    assert (took > 0.3) == (name == "slow-body")


def test_length_is_too_short_and_json_is_cut(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    complete = ask("models", simulator, cloud).content
    for name, lost in (("length-too-short", 7), ("json-cut", None)):
        simulator.control(scenario=name, times=1)
        content = ask("models", simulator, cloud).content
        assert complete[:60] == content[:60]
        assert len(content) < len(complete)
        if lost is not None:
            assert len(complete) - len(content) == lost
        with pytest.raises(json.JSONDecodeError):
            json.loads(content)


def test_answer_is_sent_twice(simulator: RunningSimulator) -> None:
    simulator.control(scenario="duplicate-answer", times=1)
    parts = urllib.parse.urlsplit(simulator.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:
        head = [f"GET {parts.path}/tasks HTTP/1.1", f"Host: {parts.netloc}", "Authorization: Bearer sk-practice"]
        line.sendall("\r\n".join([*head, "", ""]).encode())
        came = b""
        while piece := line.recv(65536):
            came += piece

    assert came.count(b"HTTP/1.1 200 OK\r\n") == 2
    half = len(came) // 2
    assert came[:half] == came[half:]


def test_answer_is_late(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    simulator.control(scenario="late-answer", times=1, seconds=0.3)
    started = time.monotonic()

    assert ask("get", simulator, cloud).status_code == 200

    assert 0.3 <= time.monotonic() - started < 2


def test_video_download_fails(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    complete = ask("download", simulator, cloud).content
    simulator.control(scenario="truncated-video", times=1)
    short = ask("download", simulator, cloud)
    simulator.control(scenario="expired-link", times=1)
    old = ask("download", simulator, cloud)
    simulator.control(scenario="blocked-host", times=1)
    blocked = ask("download", simulator, cloud)

    assert (short.status_code, complete[: len(short.content)]) == (200, short.content)
    assert len(short.content) < len(complete)
    assert (old.status_code, "Request has expired." in old.text, "x-oss-request-id" in old.headers) == (403, True, True)
    assert (blocked.status_code, "x-oss-request-id" in blocked.headers) == (403, False)
    assert ask("download", simulator, cloud).content == complete


def test_new_tasks_become_visible_late(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    scenarios = [{"name": "list-late", "seconds": 60}, {"name": "get-late", "seconds": 30}]
    made = simulator.control(scenarios=scenarios, make={"key": "sk-other", "model": "wan2.6-i2v", "prompt": "a"})[
        "made"
    ][0]

    def seen() -> tuple[bool, bool]:
        rows = cloud.get("/tasks").json()["data"]
        status = cloud.get(f"/tasks/{made}").json()["output"]["task_status"]
        return made in {row["task_id"] for row in rows}, status != "UNKNOWN"

    assert seen() == (False, False)
    simulator.control(advance=40)
    assert seen() == (False, True)
    simulator.control(advance=30)
    assert seen() == (True, True)
    row = next(row for row in cloud.get("/tasks").json()["data"] if row["task_id"] == made)
    assert row["caller_uid"] != row["caller_parent_id"]
    assert row["api_key_id"] in simulator.control()["accounts"]


def test_list_is_unreadable(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    simulator.control(scenario="list-unreadable", times=1)

    answer = ask("list", simulator, cloud)

    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_success_has_no_link_and_status_is_of_the_future(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    video_url(simulator, cloud)
    task_id = cloud.get("/tasks", params={"status": "SUCCEEDED"}).json()["data"][0]["task_id"]
    simulator.control(scenario="no-address", times=1)
    bare = cloud.get(f"/tasks/{task_id}").json()["output"]
    simulator.control(scenario="future-status", times=1)
    future = cloud.get(f"/tasks/{task_id}").json()["output"]

    assert (bare["task_status"], "video_url" in bare) == ("SUCCEEDED", False)
    assert future["task_status"] == "SUSPENDED"


def test_endless_work_is_given_up_after_three_hours(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    (task_id,) = simulator.control(
        scenario="never-ends", videos="instant", make={"key": "sk-practice", "model": "wan2.6-i2v"}
    )["made"]
    until(lambda: cloud.get(f"/tasks/{task_id}").json()["output"]["task_status"] == "RUNNING")
    simulator.control(advance=3 * 3600)

    output = cloud.get(f"/tasks/{task_id}").json()["output"]

    assert (output["task_status"], output["code"]) == ("FAILED", "InternalError.Timeout")


def test_transfers_keep_to_their_rate(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    video = ask("download", simulator, cloud).content
    simulator.control(download_bytes_per_second=len(video) * 4, upload_bytes_per_second=1_000_000)
    try:
        started = time.monotonic()
        assert ask("download", simulator, cloud).content == video
        down = time.monotonic() - started
        policy = cloud.get("/uploads", params={"action": "getPolicy", "model": "wan2.6-i2v"}).json()["data"]
        started = time.monotonic()
        sent = httpx.post(
            policy["upload_host"], data=form(policy), files={"file": bytes(300_000)}, trust_env=False, verify=PLAIN
        )
        up = time.monotonic() - started
    finally:
        simulator.control(download_bytes_per_second=None, upload_bytes_per_second=None)

    assert sent.status_code == 200
    assert 0.2 < down < 1
    assert 0.28 < up < 1


def test_video_can_have_any_size(simulator: RunningSimulator, cloud: httpx.Client) -> None:
    (task_id,) = simulator.control(
        videos="instant", video_bytes=3_000_000, make={"key": "sk-practice", "model": "wan2.6-i2v"}
    )["made"]
    try:
        until(lambda: cloud.get(f"/tasks/{task_id}").json()["output"]["task_status"] == "SUCCEEDED")
    finally:
        simulator.control(video_bytes=None)
    video = httpx.get(
        cloud.get(f"/tasks/{task_id}").json()["output"]["video_url"], trust_env=False, verify=PLAIN
    ).content

    assert len(video) == 3_000_000
    with av.open(io.BytesIO(video), "r") as opened:
        assert len(list(opened.decode(video=0))) == 10


def test_invalid_settings_change_nothing(simulator: RunningSimulator) -> None:
    before = simulator.control()
    parts = urllib.parse.urlsplit(simulator.control_url)
    for setting in (
        {"scenario": "no-such"},
        {"scenario": "gateway-502", "calls": ["dance"]},
        {"scenario": "gateway-502", "times": 0},
        {"videos": "huge"},
        {"speed": -1},
        {"no": "setting"},
        {"speed": 2, "queue_max": "many"},
        {"speed": 1e300},
        {"speed": "inf"},
        {"speed": "nan"},
        {"work_seconds": "9" * 5000},
        {"video_bytes": 10**12},
        {"queue_max": 0.5},
        {"advance": 1e300},
        {"seed": "9" * 5000},
        {"scenario": "gateway-502", "seconds": 1e300},
        {"scenario": "gateway-502", "times": 10**30},
        {"scenario": "gateway-502", "calls": ["get"] * 2000},
        {"scenarios": [{"name": "gateway-502"}] * 2000},
        {"scenario": "s" * 100_000},
        {"scenarios": {"name": "gateway-502"}},
        {"keys": {f"sk-{number}": "practice" for number in range(2000)}},
        {"keys": {"sk-1": "a" * 1000}},
        {"keys": {"k" * 1000: "practice"}},
        {"keys": ["sk-1"]},
        {"remove_keys": "sk-practice"},
        {"make": {"key": "sk-practice", "model": "wan2.5-i2v-preview", "count": 10**9}},
        {"make": {"key": "sk-practice", "model": "wan2.5-i2v-preview", "prompt": "p" * 100_000}},
        {"make": {"key": "sk-practice", "model": "wan2.5-i2v-preview", "other": 1}},
        ["speed"],
        5,
        None,
    ):
        with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=5)) as line:
            line.request("POST", parts.path, json.dumps(setting), {"Content-Type": "application/json"})
            assert line.getresponse().status == 400
    after = simulator.control()
    changing = {"now", "cloud_time"}
    assert {name: value for name, value in after.items() if name not in changing} == {
        name: value for name, value in before.items() if name not in changing
    }


def test_scenario_is_read_from_the_command_line() -> None:
    strike = active_scenario("gateway-502:get+list:3")
    assert (strike.name, strike.calls, strike.left) == ("gateway-502", ("get", "list"), 3)
    assert active_scenario("server-error").calls == API
    for wrong in ("gateway-502:get:x", "gateway-502:get:1:2", "no-such", "gateway-502:fly"):
        with pytest.raises(ValueError, match=r"no such|expected|invalid literal"):
            active_scenario(wrong)


def test_every_scenario_has_an_effect() -> None:
    idle = [
        name
        for name, scenario in SCENARIOS.items()
        if not (scenario.fault or scenario.affects_tasks or scenario.hides_seconds or scenario.listing)
    ]
    assert idle == ["none"]
