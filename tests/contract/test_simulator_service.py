"""The simulator's rules of time and capacity under a manual clock, and its tables."""

from __future__ import annotations

import contextlib
import io
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support.simulator import PLAIN, until
from tests.support.simulator_inside import ManualClock, simulator_inside
from wandesk.simulator import rules
from wandesk.simulator.accounts import Caller
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.answers import cloud_time, read_cloud_time
from wandesk.simulator.checks import Examined, examine
from wandesk.simulator.errors import Refusal, TaskFails
from wandesk.simulator.input_files import keep_pictures
from wandesk.simulator.render import VideoSpec, render, video_size
from wandesk.simulator.service import Service
from wandesk.simulator.store import SimulatorStore, Task, Upload
from wandesk.simulator.tuning import Tuning

KEY, START, HOUR = "sk-one", 1_800_000_000.0, 3600.0


class ManualWorkshop:
    """A workshop whose work waits until the test does it. Videos are tiny."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.waiting.append(lambda: done(work()))

    render = check

    def do_all(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class Harness:
    """A service whose clock and work the test controls. `with contextlib.closing` closes its store."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.workshop = ManualClock(START), ManualWorkshop()
        self.store = SimulatorStore(folder)
        self.service = Service(
            store=self.store,
            clock=self.clock,
            workshop=self.workshop,
            keys={KEY: "account", "sk-two": "another"},
            tuning=Tuning(videos="tiny"),
        )
        self.caller = self.service.accounts.caller(f"Bearer {KEY}")
        self._number = 0

    def close(self) -> None:
        self.store.close()

    def order(self, model: str = "wan2.2-i2v-flash", **parameters: Any) -> str:
        self._number += 1
        task_id = f"task-{self._number}"
        kept = self.store.inputs / f"{task_id}-1"
        picture = io.BytesIO()
        Image.new("RGB", (320, 240), "#806040").save(picture, "PNG")
        kept.write_bytes(picture.getvalue())
        given = {"img_url": f"kept:{kept.name}", "prompt": "a cat"}
        order = {"model": model, "input": given, "parameters": parameters}
        self.service.create(
            self.caller, payload=order, task_id=task_id, request_id=f"r{self._number}", resolves_oss=False
        )
        return task_id

    def to(self, moment: float) -> None:
        self.clock.advance(moment - self.clock.now())

    def at(self, seconds: float) -> None:
        """Advance to the given seconds after the start and do everything that is due by then."""
        self.to(START + seconds)
        self.service.step()
        self.workshop.do_all()
        self.service.step()
        self.workshop.do_all()

    def statuses(self) -> list[str]:
        return [task.status for task in sorted(self.service.account_tasks(self.caller), key=lambda task: task.task_id)]


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with contextlib.closing(Harness(tmp_path)) as harness:
        yield harness


def test_task_waits_a_second_and_works_six(harness: Harness) -> None:
    harness.order()
    seen = []
    for seconds in (0.0, 0.9, 1.0, 6.9, 7.0):
        harness.at(seconds)
        seen += harness.statuses()

    assert seen == ["PENDING", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED"]


def test_step_returns_the_time_of_the_next_step(harness: Harness) -> None:
    harness.order()
    assert harness.service.step() == START + 0.3
    harness.at(0.3)
    assert harness.service.step() == START + 1
    harness.at(1)
    assert harness.service.step() == START + 7
    harness.at(7)
    assert harness.service.step() is None


def test_wrong_parameter_fails_only_when_the_task_is_examined(harness: Harness) -> None:
    harness.order(duration=9)
    harness.at(0.2)
    assert harness.statuses() == ["PENDING"]
    harness.at(0.3)
    assert harness.statuses() == ["FAILED"]


def test_model_works_on_no_more_tasks_than_allowed(harness: Harness) -> None:
    for _ in range(3):
        harness.order()
    other = harness.order("wan2.2-i2v-plus", resolution="480P")
    harness.at(0.5)
    harness.at(2)
    assert harness.statuses() == ["RUNNING", "RUNNING", "PENDING", "RUNNING"]
    harness.at(8)
    assert harness.statuses() == ["SUCCEEDED", "SUCCEEDED", "RUNNING", "SUCCEEDED"]
    assert other == "task-4"


def test_slow_video_delays_the_success(harness: Harness) -> None:
    task_id = harness.order()
    harness.at(0.5)
    harness.to(START + 2)
    harness.service.step()  # the video is in the workshop, not rendered
    harness.to(START + 60)
    harness.service.step()
    assert harness.statuses() == ["RUNNING"]
    assert harness.service.result(task_id) is None
    harness.at(61)
    assert harness.statuses() == ["SUCCEEDED"]
    assert harness.service.result(task_id) == harness.store.result_file(task_id)


def test_cloud_gives_up_after_three_hours(harness: Harness) -> None:
    harness.order()
    harness.at(0.5)
    harness.to(START + 2)
    harness.service.step()
    harness.to(START + 3 * 3600 + 1)
    (task,) = harness.service.account_tasks(harness.caller)
    assert (task.status, task.code) == ("FAILED", "InternalError.Timeout")


def test_task_is_forgotten_a_day_after_its_end(harness: Harness) -> None:
    task_id = harness.order()
    for seconds in (0.5, 1, 7):
        harness.at(seconds)
    harness.to(START + 7 + 24 * 3600 - 1)
    assert harness.service.find(harness.caller, task_id) is not None
    harness.clock.advance(2)
    assert harness.service.find(harness.caller, task_id) is None
    assert not harness.store.result_file(task_id).exists()


def test_running_video_is_rendered_again_after_a_restart(harness: Harness, tmp_path: Path) -> None:
    harness.order()
    harness.at(0.5)
    harness.to(START + 2)
    harness.service.step()
    harness.close()

    with contextlib.closing(Harness(tmp_path)) as again:
        again.at(3)
        assert again.statuses() == ["RUNNING"]
        again.at(8)
        assert again.statuses() == ["SUCCEEDED"]


def test_rate_limit_is_twenty_a_second_for_each_account(harness: Harness) -> None:
    for _ in range(20):
        harness.service.limits.check("query", "account", per_second=20)
    with pytest.raises(Refusal, match=r"Throttling\.RateQuota"):
        harness.service.limits.check("query", "account", per_second=20)
    harness.service.limits.check("query", "another", per_second=20)
    harness.clock.advance(1)
    harness.service.limits.check("query", "account", per_second=20)


def test_queue_has_a_limit(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "QUEUE_MAX", 2)
    harness.order()
    harness.order()
    with pytest.raises(Refusal, match="Throttling"):
        harness.service.may_create(harness.caller, payload={"model": "wan2.2-i2v-flash"}, path=rules.VIDEO_PATH)


def test_queue_limit_and_concurrency_can_be_set(harness: Harness) -> None:
    harness.service.tuning.concurrent, harness.service.tuning.queue_max = 1, 2
    for _ in range(3):
        harness.order()
    with pytest.raises(Refusal, match="Throttling"):
        harness.service.may_create(harness.caller, payload={"model": "wan2.2-i2v-flash"}, path=rules.VIDEO_PATH)
    harness.at(0.5)
    harness.at(2)
    assert harness.statuses() == ["RUNNING", "PENDING", "PENDING"]


def test_one_of_many_tasks_changes_each_second(harness: Harness) -> None:
    """The timetable for tests with hundreds of tasks: nothing is rendered, and one status changes a second."""
    harness.service.tuning.videos, harness.service.tuning.change_every = "instant", 1.0
    harness.service.tuning.concurrent = 300
    harness.service.reseed(3)
    made = harness.service.make(KEY, model="wan2.2-i2v-flash", count=30)
    harness.at(1)  # examined
    for second in range(2, 32):
        harness.at(second)

    changes = [entry for entry in harness.store.entries() if entry.kind == "change"]
    assert [entry.at for entry in changes] == [START + second for second in range(1, 32)]
    assert {entry.task_id for entry in changes} <= set(made)
    assert {entry.note for entry in changes} == {"RUNNING", "SUCCEEDED"}  # in a random order
    done = [task for task in harness.service.account_tasks(harness.caller) if task.status == "SUCCEEDED"]
    videos = {harness.store.result_file(task.task_id).read_bytes() for task in done}
    assert len(videos) == 1
    assert harness.service.step() == START + 32


@pytest.mark.parametrize("scenario", ["fail-sometimes", "none"])
def test_random_faults_are_the_same_for_the_same_seed(tmp_path: Path, scenario: str) -> None:
    def fates(seed: int, folder: Path) -> list[str]:
        with contextlib.closing(Harness(folder)) as harness:
            harness.service.reseed(seed)
            harness.service.scenarios.set([active_scenario(scenario)])
            harness.service.tuning.failure_rate = 0.4 if scenario == "none" else None
            harness.service.tuning.videos, harness.service.tuning.concurrent = "instant", 20
            for _ in range(20):
                harness.order()
            for seconds in (0.5, 1, 7):
                harness.at(seconds)
            return harness.statuses()

    one, same, other = fates(1, tmp_path / "1"), fates(1, tmp_path / "2"), fates(2, tmp_path / "3")
    assert one == same != other
    assert set(one) == {"SUCCEEDED", "FAILED"}


def test_scenario_strikes_as_often_as_configured(harness: Harness) -> None:
    harness.service.scenarios.set([active_scenario("create-cut:create:2")])

    struck = [harness.service.scenarios.take(lambda scenario: scenario.fault, "create") is not None for _ in range(3)]

    assert struck == [True, True, False]


def test_times_are_in_utc_plus_8() -> None:
    assert cloud_time(1_767_319_200.123) == "2026-01-02 10:00:00.123"
    assert cloud_time(1_767_319_200.0) == "2026-01-02 10:00:00"
    assert read_cloud_time("20260102100000") == 1_767_319_200


@pytest.mark.parametrize(
    ("source", "tier", "multiple", "wanted"),
    [
        ((750, 1000), "720P", 16, (816, 1104)),  # documented
        ((1024, 768), "720P", 2, (1108, 830)),  # measured
        ((1920, 1080), "480P", 16, (832, 464)),
        ((1920, 1080), "1080P", 2, (1920, 1080)),
        ((1000, 1000), "480P", 2, (630, 630)),
        ((1500, 1000), "1080P", 16, (1760, 1168)),
    ],
)
def test_size_rule_gives_documented_and_measured_sizes(
    source: tuple[int, int], tier: str, multiple: int, wanted: tuple[int, int]
) -> None:
    assert video_size(source=source, area=rules.AREAS[tier], multiple=multiple) == wanted


def test_size_rule_can_be_changed(harness: Harness) -> None:
    made = []
    for number, multiple in enumerate((None, 2, 16)):
        harness.service.tuning.size_multiple = multiple
        task_id = harness.order("wan2.6-i2v-flash", resolution="720P")
        harness.at(number + 0.5)
        task = harness.service.find(harness.caller, task_id)
        assert task is not None
        assert task.video is not None
        made.append((task.video["width"], task.video["height"]))
    assert made == [(1108, 830), (1108, 830), (1104, 816)]


def test_both_spellings_of_the_oldest_models_are_known() -> None:
    for name in ("i2v-turbo", "i2v-plus", "kf2v-plus"):
        assert rules.MODELS[f"wan2.1-{name}"] is rules.MODELS[f"wanx2.1-{name}"]


@pytest.mark.parametrize(
    ("model", "parameters", "usage", "video"),
    [
        ("wan2.1-i2v-turbo", {"duration": 3}, {"video_duration": 3, "video_ratio": "standard", "video_count": 1}, {}),
        (
            "wan2.2-i2v-flash",
            {},
            {"duration": 5, "video_count": 1, "SR": 720},
            {"sound": None, "automatic_sound": False},
        ),
        (
            "wan2.5-i2v-preview",
            {"audio": False},
            {"duration": 5, "video_count": 1, "SR": 1080},
            {"automatic_sound": False},
        ),
        ("wan2.5-i2v-preview", {}, {"duration": 5, "video_count": 1, "SR": 1080}, {"automatic_sound": True}),
        (
            "wan2.6-i2v-flash",
            {"audio": False, "duration": 7},
            {
                "duration": 7,
                "input_video_duration": 0,
                "output_video_duration": 7,
                "SR": 1080,
                "video_count": 1,
                "audio": False,
            },
            {"automatic_sound": False, "seconds": 7.0},
        ),
        (
            "wan2.6-i2v",
            {"audio": False},
            {"duration": 5, "input_video_duration": 0, "output_video_duration": 5, "SR": 1080, "video_count": 1},
            {"automatic_sound": True},
        ),
    ],
)
def test_usage_and_audio_depend_on_the_family(
    harness: Harness, model: str, parameters: dict[str, Any], usage: dict[str, Any], video: dict[str, Any]
) -> None:
    task = harness.service.find(harness.caller, harness.order(model, **parameters))
    assert task is not None

    examined = examine(task, store=harness.store, now=START, accepts_alpha=False)

    assert examined.usage == usage
    assert {name: examined.video[name] for name in video} == video
    assert (examined.actual_prompt is None) == model.startswith("wan2.6")


def three(*media: tuple[str, str], prompt: str = "", **parameters: Any) -> dict[str, Any]:
    items = [{"type": kind, "url": url} for kind, url in media]
    return {"model": "wan3.0-video", "input": {"prompt": prompt, "media": items}, "parameters": parameters}


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (three(), "Field required"),
        (three(("first_frame", "kept:x"), ("reference_image", "kept:x")), "mutually exclusive"),
        (three(("first_clip", "kept:x")), "Input should be 'first_frame', 'last_frame', 'reference_image'"),
        (three(prompt="x", ratio="2:1"), "Input should be 'adaptive'"),
        (three(prompt="x", duration=31), "Duration should be between 2 and 30"),
        (three(prompt="x", seed=-1), "greater than or equal to 0"),
        (three(prompt="x", watermark="no"), "valid boolean"),
        (three(("first_frame", "kept:x"), ("first_frame", "kept:x")), "At most 1 first_frame"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_order_of_the_newest_model_is_refused(harness: Harness, order: dict[str, Any], message: str) -> None:
    with pytest.raises(TaskFails, match=message):
        examine(task_of(order), store=harness.store, now=START, accepts_alpha=False)


def seven(*kinds: str) -> dict[str, Any]:
    media = [{"type": kind, "url": f"kept:{kind}"} for kind in kinds]
    return {"model": "wan2.7-i2v", "input": {"media": media}, "parameters": {"resolution": "720P"}}


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ((), "Field required: input.media"),
        (("first_frame", "first_frame"), "at most once"),
        (("last_frame",), "combination"),
        (("driving_audio",), "combination"),
        (("first_clip", "first_frame"), "combination"),
        (("first_clip", "driving_audio"), "combination"),
        (("reference_image",), "Input should be 'first_frame', 'last_frame', 'driving_audio' or 'first_clip'"),
    ],
)
def test_wrong_media_of_the_list_protocol_are_refused(harness: Harness, kinds: tuple[str, ...], message: str) -> None:
    with pytest.raises(TaskFails, match=message):
        examine(task_of(seven(*kinds)), store=harness.store, now=START, accepts_alpha=False)


@pytest.mark.parametrize("names", sorted(sorted(names) for names in rules.MODELS["wan2.7-i2v"].media_sets))
def test_every_documented_set_of_media_is_accepted(harness: Harness, names: list[str]) -> None:
    sound, clip = harness.store.uploads / "s.wav", harness.store.uploads / "c.mp4"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 8_000 * 3))
    render(VideoSpec(picture=None, seconds=2, width=320, height=240, fps=5), clip)
    for path in (sound, clip):
        harness.store.keep_upload(
            Upload(
                key=f"x/{path.name}", account="a", model="wan2.7-i2v", file=path.name, size_bytes=1, expires=START + 9
            )
        )
    for name in ("first_frame", "last_frame"):
        Image.new("RGB", (320, 240)).save(harness.store.inputs / name, "PNG")
    places = {"driving_audio": "oss://x/s.wav", "first_clip": "oss://x/c.mp4"}
    media = [{"type": name, "url": places.get(name, f"kept:{name}")} for name in names]
    order = {"model": "wan2.7-i2v", "input": {"media": media}, "parameters": {"duration": 4}}

    examined = examine(replace(task_of(order), resolves_oss=True), store=harness.store, now=START, accepts_alpha=False)

    assert (examined.video["picture"] is not None) == ("first_frame" in names)
    assert (examined.video["last_picture"] is not None) == ("last_frame" in names)
    assert (examined.video["sound"] is not None) == ("driving_audio" in names)
    assert (examined.video["clip"] is not None) == ("first_clip" in names)
    assert examined.video["automatic_sound"] == ("driving_audio" not in names)
    assert examined.usage["input_video_duration"] == (2 if "first_clip" in names else 0)


@pytest.mark.parametrize(
    ("model", "given", "message"),
    [
        ("wan2.2-kf2v-flash", {"last_frame_url": "kept:x"}, "Field required: input.first_frame_url"),
        ("wan2.2-kf2v-flash", {"img_url": "kept:x"}, "Field required: input.first_frame_url"),
        ("wan2.7-i2v", {"img_url": "kept:x"}, "Field required: input.media"),
        ("wanx2.1-i2v-turbo", {"img_url": "kept:x", "template": "melt"}, "Input should be 'squish'"),
    ],
)
def test_fields_of_another_protocol_are_refused(
    harness: Harness, model: str, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(TaskFails, match=message):
        examine(task_of({"model": model, "input": given}), store=harness.store, now=START, accepts_alpha=False)


def test_newest_model_makes_videos_from_a_prompt_alone(harness: Harness) -> None:
    examined = examine(
        task_of(three(prompt="x", ratio="9:16", duration=-1)), store=harness.store, now=START, accepts_alpha=False
    )

    assert (examined.video["width"], examined.video["height"]) == (1080, 1920)
    assert examined.usage["ratio"] == "9:16"
    assert examined.usage["duration"] == examined.video["seconds"] in {4.5, 5.5, 6.5, 7.5, 8.5}


def test_newest_model_counts_its_references(harness: Harness) -> None:
    def reference(name: str, seconds: float) -> str:
        path = harness.store.uploads / name
        render(VideoSpec(picture=None, seconds=seconds, width=320, height=240, tiny=True), path)
        upload = Upload(key=name, account="a", model="wan3.0-video", file=name, size_bytes=1, expires=START + 9)
        harness.store.keep_upload(upload)
        return f"oss://{name}"

    def examined(*addresses: str) -> Examined:
        order = three(*(("reference_video", address) for address in addresses), prompt="x")
        return examine(replace(task_of(order), resolves_oss=True), store=harness.store, now=START, accepts_alpha=False)

    short, long = reference("a.mp4", 3), reference("b.mp4", 13)

    assert examined(short).usage["input_video_duration"] == 3
    with pytest.raises(TaskFails, match="total duration"):
        examined(short, long)


def test_prompt_is_cut_at_the_models_limit(harness: Harness) -> None:
    order = three(prompt="x" * 30_000)
    assert len(examine(task_of(order), store=harness.store, now=START, accepts_alpha=False).prompt) == 20_000


def task_of(order: dict[str, Any]) -> Task:
    return Task(
        task_id="t",
        request_id="r",
        account="a",
        api_key_id="1",
        model=order["model"],
        order=order,
        resolves_oss=False,
        submitted=0,
        seed=1,
    )


def test_local_reference_reaches_no_file_outside_the_store(harness: Harness, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    order = keep_pictures(
        {"model": "wan2.2-i2v-flash", "input": {"img_url": "kept:../secret"}}, task_id="t", store=harness.store
    )
    with pytest.raises(TaskFails, match="url error"):
        examine(task_of(order), store=harness.store, now=START, accepts_alpha=False)


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ("prompt", "img_url", "first_frame_url", "audio_url", "template", "media", "negative_prompt")
PARAMETERS = ("resolution", "duration", "seed", "watermark", "audio", "ratio", "shot_type", "prompt_extend")


@settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    model=st.sampled_from(sorted(rules.MODELS)),
    given_=anything | st.dictionaries(st.sampled_from(FIELDS), anything),
    parameters=anything | st.dictionaries(st.sampled_from(PARAMETERS), anything),
)
def test_every_order_reaches_the_examination(harness: Harness, model: str, given_: Any, parameters: Any) -> None:
    order = keep_pictures({"model": model, "input": given_, "parameters": parameters}, task_id="t", store=harness.store)
    try:
        examined = examine(task_of(order), store=harness.store, now=START, accepts_alpha=False)
    except TaskFails:
        return
    assert model.startswith("wan3.0")  # the only family that needs no picture
    assert examined.video["seconds"] > 0


def test_keys_are_known_or_refused(harness: Harness) -> None:
    assert harness.caller == Caller(account="account", api_key_id=harness.caller.api_key_id)
    assert harness.caller.api_key_id.isdigit()
    for header in (None, "", KEY, "Bearer", "Bearer sk-other", f"Basic {KEY}"):
        with pytest.raises(Refusal, match="InvalidApiKey"):
            harness.service.accounts.caller(header)


def test_cloud_runs_inside_this_process(tmp_path: Path) -> None:
    clock = ManualClock(START)
    tuning = Tuning(videos="instant")
    with (
        simulator_inside(tmp_path, clock=clock, tuning=tuning, scenarios=["gateway-502:list:1"]) as inside,
        httpx.Client(
            base_url=inside.base_url, headers={"Authorization": "Bearer sk-practice"}, trust_env=False, verify=PLAIN
        ) as cloud,
    ):
        (task_id,) = inside.service.make("sk-practice", model="wan2.2-i2v-flash")

        def status() -> str:
            return str(cloud.get(f"/tasks/{task_id}").json()["output"]["task_status"])

        assert cloud.get("/tasks").status_code == 502
        assert cloud.get("/tasks").json()["data"][0]["gmt_create"] == START * 1000
        assert status() == "PENDING"
        clock.advance(0.5)
        inside.wake()
        until(lambda: inside.service.find(inside.service.accounts.caller("Bearer sk-practice"), task_id).is_checked)  # type: ignore[union-attr]
        clock.advance(0.5)
        assert status() == "RUNNING"
        clock.advance(5.9)
        seen = {status() for _ in range(3)}
        assert seen == {"RUNNING"}
        clock.advance(0.1)
        until(lambda: status() == "SUCCEEDED")


def test_list_windows_have_their_defaults_and_limits(tmp_path: Path) -> None:
    """Both ends empty: the last 24 hours. One empty: 24 hours from the other. Never more (wire reference, 4.1)."""
    clock = ManualClock(START)
    with (
        simulator_inside(tmp_path, clock=clock, tuning=Tuning(videos="instant")) as inside,
        httpx.Client(
            base_url=inside.base_url, headers={"Authorization": "Bearer sk-practice"}, trust_env=False, verify=PLAIN
        ) as cloud,
    ):
        (old,) = inside.service.make("sk-practice", model="wan2.2-i2v-flash")
        clock.advance(20 * HOUR)  # given up only then, so that the cloud still knows it
        inside.service.step()
        clock.advance(10 * HOUR)
        (new,) = inside.service.make("sk-practice", model="wan2.2-i2v-flash")

        def shown(**window: float | str) -> list[str] | str:
            """The IDs in a window whose ends are given in hours before now."""
            query = {
                f"{end}_time": f"{cloud_moment(clock.now() - at * HOUR)}" if isinstance(at, float) else at
                for end, at in window.items()
            }
            answer = cloud.get("/tasks", params=query).json()
            return [row["task_id"] for row in answer["data"]] if "data" in answer else str(answer["code"])

        assert shown() == shown(start="", end="") == [new]
        assert shown(start=31.0) == shown(end=7.0) == [old]
        assert shown(start=31.0, end=8.0) == shown(start=30.5, end=29.5) == [old]
        assert shown(start=20.0, end=10.0) == []
        assert shown(start=31.0, end=0.0) == shown(start="yesterday") == "InvalidParameter"


def cloud_moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone(timedelta(hours=8))).strftime("%Y%m%d%H%M%S")
