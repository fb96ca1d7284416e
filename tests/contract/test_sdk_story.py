"""The provider's own SDK, unchanged from PyPI, against the simulator. It is given only the address and a key."""

from __future__ import annotations

import array
import json
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image

from tests.support.sdk import INSTALL_SECONDS, sdk_environment, sdk_python
from tests.support.simulator import RunningSimulator, running_simulator

STORY_SECONDS = 120.0
pytestmark = pytest.mark.timeout(INSTALL_SECONDS + STORY_SECONDS + 60)
"""The first test may also install the SDK before it runs the program."""

PROGRAM = Path(__file__).resolve().parents[1] / "support" / "sdk_program.py"
Story = dict[str, Any]


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=50) as running:
        running.control(submits_per_second=1000, queries_per_second=1000)  # the parts of the program run concurrently
        yield running


@pytest.fixture(scope="module")
def story(simulator: RunningSimulator, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The results of the SDK program by the names of its parts. It runs once, because the SDK pauses for long."""
    folder = tmp_path_factory.mktemp("sdk")
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(folder / "picture.png")
    Image.new("RGB", (500, 400), "#203040").save(folder / "last.png")
    with wave.open(str(folder / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 22_050, 0, "NONE", ""))
        sound.writeframes((b"\x00\x20" * 20 + b"\x00\xe0" * 20) * 2_205)
    done = subprocess.run(
        [str(sdk_python()), str(PROGRAM), str(folder), simulator.control_url],
        env=sdk_environment(DASHSCOPE_HTTP_BASE_URL=simulator.base_url, DASHSCOPE_API_KEY="sk-practice"),
        capture_output=True,
        encoding="utf-8",
        timeout=STORY_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results: Story = json.loads(done.stdout.strip().splitlines()[-1])
    return results


def test_call_with_local_picture_and_audio_makes_a_video(
    story: Story, simulator: RunningSimulator, tmp_path: Path
) -> None:
    output = story["call"]["output"]
    assert output["task_status"] == "SUCCEEDED", story["call"]
    assert output["orig_prompt"] == "a cat"
    assert "actual_prompt" not in output  # prompt_extend was off
    assert (story["call"]["usage"]["duration"], story["call"]["usage"]["SR"]) == (5, 480)
    video = tmp_path / "video.mp4"
    video.write_bytes(httpx.get(output["video_url"], trust_env=False).raise_for_status().content)
    with av.open(str(video)) as opened:
        assert opened.streams.video[0].codec.canonical_name == "h264"
        heard = array.array("f")
        for frame in opened.decode(audio=0):
            heard.frombytes(bytes(frame.planes[0])[: 4 * frame.samples])
    # The uploaded audio: four seconds of a tone, and then silence.
    assert max(heard[2 * 44_100 : 3 * 44_100]) > 0.1
    assert max(heard[round(4.3 * 44_100) :]) < 0.01
    uploads = simulator.entries("upload")
    assert {entry["status"] for entry in uploads} == {200}
    assert len(uploads) > 2


def test_async_call_fetch_and_wait_work(story: Story) -> None:
    steps = story["steps"]
    task_id = steps["started"]["output"]["task_id"]
    assert steps["started"]["output"]["task_status"] == "PENDING"
    assert steps["looked"]["output"]["task_status"] in {"PENDING", "RUNNING", "SUCCEEDED"}
    assert (steps["waited"]["output"]["task_id"], steps["waited"]["output"]["task_status"]) == (task_id, "SUCCEEDED")
    assert steps["waited"]["output"]["actual_prompt"].startswith("a cat.")


def test_cancel_works(story: Story) -> None:
    canceled, again, after = (story["cancel"][name] for name in ("canceled", "again", "after"))
    assert (canceled["status_code"], canceled["code"]) == (200, None)
    assert (again["status_code"], again["code"]) == (400, "UnsupportedOperation")
    assert after["output"]["task_status"] == "CANCELED"


def test_list_works(story: Story) -> None:
    every, canceled = story["listing"]["every"]["output"], story["listing"]["canceled"]["output"]
    known = {story["call"]["output"]["task_id"], story["steps"]["started"]["output"]["task_id"]}
    assert known <= {row["task_id"] for row in every["data"]}
    assert (canceled["total"], [row["status"] for row in canceled["data"]]) == (1, ["CANCELED"])
    started = story["steps"]["started"]
    row = next(row for row in every["data"] if row["task_id"] == started["output"]["task_id"])
    assert row["request_id"] == started["request_id"]


def test_wrong_key_is_reported(story: Story) -> None:
    for name in ("create", "fetch", "list"):
        assert (story["wrong_key"][name]["status_code"], story["wrong_key"][name]["code"]) == (401, "InvalidApiKey")
    assert story["wrong_key_and_file"]["raised"] == "UploadFileException"
    assert "InvalidApiKey" in story["wrong_key_and_file"]["text"]


def test_invalid_parameter_is_a_failed_task(story: Story) -> None:
    assert story["invalid"]["status_code"] == 200
    output = story["invalid"]["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidParameter")


def test_unknown_id_and_unknown_model_are_reported(story: Story) -> None:
    for name in ("fetch", "wait"):
        assert story["unknown_id"][name]["output"]["task_status"] == "UNKNOWN"
    assert story["unknown_id"]["cancel"]["code"] == "UnsupportedOperation"
    assert (story["unknown_model"]["status_code"], story["unknown_model"]["code"]) == (404, "InvalidParameter")


@pytest.mark.parametrize(
    ("part", "usage"),
    [
        ("media_list", {"duration": 2, "output_video_duration": 2, "SR": 720}),
        ("two_frames", {"video_duration": 5, "SR": 480}),
        ("silent", {"duration": 2, "SR": 720, "audio": False}),
        ("oldest", {"video_duration": 3, "video_ratio": "standard", "video_count": 1}),
        ("fixed_length", {"duration": 5, "SR": 480}),
        ("newest", {"duration": 2, "SR": 480, "fps": 30, "ratio": "9:16"}),
    ],
)
def test_other_families_work(part: str, usage: dict[str, Any], story: Story) -> None:
    assert story[part]["output"]["task_status"] == "SUCCEEDED", story[part]
    assert {name: story[part]["usage"][name] for name in usage} == usage


def test_asynchronous_interface_works(story: Story) -> None:
    assert story["aio"]["done"]["output"]["task_status"] == "SUCCEEDED", story["aio"]
    assert len(story["aio"]["list"]["output"]["data"]) == 2


def test_newer_interface_works(story: Story) -> None:
    layer = story["second_layer"]
    assert layer["status"] == "SUCCEEDED", layer
    assert layer["url"].startswith("http://127.0.0.1:")
    assert layer["unknown"] == "UNKNOWN"
    assert layer["refused"].startswith("AuthenticationError")


def test_models_are_listed(story: Story) -> None:
    assert story["models"]["status_code"] == 200, story["models"]
    assert len(story["models"]["output"]["models"]) == 5


def test_only_the_expected_error_was_raised(story: Story) -> None:
    raised = [name for name, part in story.items() if isinstance(part, dict) and "raised" in part]
    assert raised == ["wrong_key_and_file"]
    assert story["version"].startswith("2.")
