"""How long the simulator's upload policies and uploads last, their owners, and the accepted files: sections 13.2 and
13.6 of the wire reference, under a manual clock.
"""

from __future__ import annotations

import base64
import io
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.support.simulator import PLAIN, until
from tests.support.simulator_inside import ManualClock, SimulatorInside, simulator_inside
from wandesk.simulator import checks, rules, task_runner
from wandesk.simulator.tuning import Tuning

HOUR = 3600.0
MODEL = "wan2.5-i2v-preview"
NOT_FOUND = "Failed to find the requested media resource during the data inspection process."


@dataclass(frozen=True, kw_only=True)
class Harness:
    inside: SimulatorInside
    clock: ManualClock
    cloud: httpx.Client

    def policy(self) -> dict[str, Any]:
        answer = self.cloud.get("/uploads", params={"action": "getPolicy", "model": MODEL})
        policy: dict[str, Any] = answer.raise_for_status().json()["data"]
        return policy

    def put(self, policy: dict[str, Any], content: bytes, name: str) -> httpx.Response:
        form = {
            "OSSAccessKeyId": policy["oss_access_key_id"],
            "Signature": policy["signature"],
            "policy": policy["policy"],
            "key": f"{policy['upload_dir']}/{name}",
            "x-oss-object-acl": policy["x_oss_object_acl"],
            "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
            "success_action_status": "200",
        }
        return httpx.post(policy["upload_host"], data=form, files={"file": content}, trust_env=False, verify=PLAIN)

    def uploaded(self, content: bytes, name: str) -> str:
        policy = self.policy()
        assert self.put(policy, content, name).status_code == 200
        return f"oss://{policy['upload_dir']}/{name}"

    def examined(self, *, key: str = "sk-practice", **given: Any) -> dict[str, Any]:
        """The poll of an order once it has been examined."""
        headers = {"Authorization": f"Bearer {key}", "X-DashScope-Async": "enable"}
        headers["X-DashScope-OssResourceResolve"] = "enable"
        body = {"model": MODEL, "input": {"img_url": inline(picture()), **given}}
        made = self.cloud.post(f"/{rules.VIDEO_PATH}", json=body, headers=headers).raise_for_status()
        task_id = made.json()["output"]["task_id"]
        self.clock.advance(0.5)
        self.inside.wake()

        def poll() -> dict[str, Any]:
            self.inside.wake()
            answer = self.cloud.get(f"/tasks/{task_id}", headers={"Authorization": f"Bearer {key}"})
            output: dict[str, Any] = answer.json()["output"]
            return output

        service = self.inside.service
        caller = service.accounts.caller(f"Bearer {key}")
        until(lambda: (task := service.find(caller, task_id)) is not None and (task.is_checked or task.ended))
        return poll()


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    clock = ManualClock(1_800_000_000.0)
    with (
        simulator_inside(tmp_path, clock=clock, tuning=Tuning(videos="instant"), keys={"sk-other": "other"}) as inside,
        httpx.Client(
            base_url=inside.base_url, headers={"Authorization": "Bearer sk-practice"}, trust_env=False, verify=PLAIN
        ) as cloud,
    ):
        yield Harness(inside=inside, clock=clock, cloud=cloud)


def picture(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> bytes:
    content = io.BytesIO()
    Image.new(mode, size, "#806040").save(content, "PNG")
    return content.getvalue()


def inline(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def silence(seconds: float) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(bytes(round(seconds * 8_000) * 2))
    return content.getvalue()


def test_policy_lasts_five_minutes(harness: Harness) -> None:
    policy = harness.policy()
    harness.clock.advance(299)
    assert harness.put(policy, b"sound", "early.wav").status_code == 200
    harness.clock.advance(2)
    late = harness.put(policy, b"sound", "late.wav")
    assert late.status_code == 403
    assert "<Message>Invalid according to Policy: Policy expired.</Message>" in late.text


def test_policies_are_limited_to_a_hundred_a_second_for_each_model(harness: Harness) -> None:
    ask = {"action": "getPolicy", "model": MODEL}
    statuses = [harness.cloud.get("/uploads", params=ask).status_code for _ in range(101)]
    assert statuses == [200] * 100 + [429]
    assert harness.cloud.get("/uploads", params={**ask, "model": "wan2.7-i2v"}).status_code == 200
    harness.clock.advance(1)
    assert harness.cloud.get("/uploads", params=ask).status_code == 200


def test_file_beyond_the_policys_range_is_too_large(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "UPLOAD_MAX_BYTES", 1_000)
    refused = harness.put(harness.policy(), b"x" * 1_001, "large.wav")
    assert (refused.status_code, "<Code>EntityTooLarge</Code>" in refused.text) == (400, True)


def test_upload_lasts_two_days_and_belongs_to_its_account(harness: Harness) -> None:
    address = harness.uploaded(silence(3), "a.wav")
    assert harness.examined(audio_url=address)["task_status"] == "PENDING"
    stranger = harness.examined(key="sk-other", audio_url=address)
    assert (stranger["code"], stranger["message"]) == ("InvalidParameter", NOT_FOUND)
    harness.clock.advance(47.9 * HOUR)
    assert harness.examined(audio_url=address)["task_status"] == "PENDING"
    harness.clock.advance(0.2 * HOUR)
    late = harness.examined(audio_url=address)
    assert (late["code"], late["message"]) == ("InvalidParameter", NOT_FOUND)


def test_task_that_ends_while_it_is_examined_is_no_fault(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are deleted then: a fault would be logged, which fails this test."""
    begun, ended = threading.Event(), threading.Event()

    def slow(*what: Any, **more: Any) -> Any:
        begun.set()
        assert ended.wait(10)
        return checks.examine(*what, **more)

    monkeypatch.setattr(task_runner, "examine", slow)
    order = {"model": MODEL, "input": {"prompt": "", "img_url": inline(picture())}}
    asking = {"X-DashScope-Async": "enable"}
    made = harness.cloud.post(f"/{rules.VIDEO_PATH}", json=order, headers=asking).raise_for_status()
    task_id = made.json()["output"]["task_id"]
    harness.clock.advance(0.5)
    harness.inside.wake()
    assert begun.wait(10)
    harness.clock.advance(4 * HOUR)
    assert harness.cloud.get(f"/tasks/{task_id}").json()["output"]["code"] == "InternalError.Timeout"
    ended.set()
    runner = harness.inside.service._runner
    until(lambda: not runner._at_work)


@pytest.mark.parametrize(
    ("seconds", "name", "message"),
    [
        (31, "a.wav", "The input audio is longer than 30s."),
        (2, "a.wav", "The input audio is shorter than 3s."),
        (5, "a.ogg", "File type is not supported. Allowed types are: .wav, .mp3."),
        (None, "a.mp3", "Failed to decode the audio during the data inspection."),
    ],
)
def test_unsupported_audio_is_refused(harness: Harness, seconds: float | None, name: str, message: str) -> None:
    content = b"no sound at all" if seconds is None else silence(seconds)
    output = harness.examined(audio_url=harness.uploaded(content, name))
    assert (output["task_status"], output["message"]) == ("FAILED", message)


def test_oversized_audio_is_refused(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "AUDIO_MAX_BYTES", 10_000)
    output = harness.examined(audio_url=harness.uploaded(silence(5), "a.wav"))
    assert (output["code"], output["message"]) == ("InvalidURL", "File size is larger than 15MB.")


def test_picture_too_wide_is_refused_and_transparency_can_be(harness: Harness) -> None:
    assert (
        "Image dimensions must be in [240, 8000]" in harness.examined(img_url=inline(picture((8_001, 240))))["message"]
    )
    clear = inline(picture(mode="RGBA"))
    assert "alpha" in harness.examined(img_url=clear)["message"]
    harness.inside.service.tuning.accepts_alpha = True
    assert harness.examined(img_url=clear)["task_status"] == "PENDING"


def test_property_of_others_in_a_name_is_refused(harness: Harness) -> None:
    output = harness.examined(prompt="a #ip")
    assert (output["task_status"], output["code"]) == ("FAILED", "IPInfringementSuspect")
