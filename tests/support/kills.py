"""Orders that are killed on their way: the orders, where they are killed, and whether every promise held."""

from __future__ import annotations

import contextlib
import hashlib
import math
import random
import wave
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.adversity import Adversity, Surroundings, can_mount
from tests.support.lives import Lives
from tests.support.proof import Findings, cloud_tasks, find_broken, rows_of
from tests.support.simulator import RunningSimulator, running_simulator
from wandesk.domain.job import JobStage
from wandesk.simulator.render import VideoSpec, render

FAILPOINTS = (
    *("intent_saved", "uploading", "post_started", "post_returned", "id_saved", "polling", "url_saved"),
    *("part_open", "part_done", "renamed", "row_done"),
)
"""Design: paid once, the named failpoints."""
KINDS = ("plain", "uploads", "batch")
CLIP = "clip"
"""The kind of an order that continues a clip."""
WAYS = ("inside", "outside")
FINDS_UNCERTAIN = True
"""Whether the program finds the task of an uncertain order."""
BATCH = 5
VIDEO_SECONDS = 5.0
USUAL = {"name": "late-answer", "calls": ["create"], "seconds": 0.15}
"""The scenario of every kill."""
OPENS_WITHIN = 4.0
"""Seconds in which a program resumes its jobs even on a busy machine, unless its disk is full."""
HEAVY_SIDE = 1540
"""Noise of three colours: 7.1 million bytes as a PNG, too many to be sent inline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KillSetup:
    """A cloud, a folder for profiles, and the input files of orders."""

    simulator: RunningSimulator
    data: Path
    folder: Path
    picture: Path
    heavy_picture: Path
    sound: Path
    clip: Path

    def plan(self, profile: Path, kind: str, prompts: Sequence[str]) -> dict[str, Any]:
        """A life in which these orders are made unless they were. Each profile has an account of its own."""
        # What the cloud says is redacted: neither a prompt nor the folder of an upload may contain the key.
        digest = hashlib.sha256(b"key of " + profile.name.encode()).hexdigest()
        key = f"sk-{digest[:20]}"
        self.simulator.control(keys={key: profile.name})
        return {
            "key": key,
            "profile": str(profile),
            "base_url": self.simulator.base_url,
            "prompts": list(prompts),
            "picture": str(self.heavy_picture if kind == "uploads" else self.picture),
            "sound": None if kind == "plain" else str(self.sound),
            "clip": str(self.clip) if kind == CLIP else None,
        }

    def findings(self, profile: Path, prompts: Sequence[str], *, has_copies: bool = False) -> Findings:
        return find_broken(
            profile,
            prompts,
            cloud_tasks(self.data),
            finds_uncertain=FINDS_UNCERTAIN,
            video_seconds=VIDEO_SECONDS,
            has_copies=has_copies,
        )

    def own_tasks(self, prompts: Collection[str]) -> dict[str, str]:
        """The tasks that the program's own key made, by prompt."""
        return {
            task.prompt: task.task_id for task in cloud_tasks(self.data) if task.prompt in prompts and not task.user
        }

    def is_over(self, uncertain: Sequence[str], asked: Sequence[str] = ()) -> bool:
        """Whether the search for these orders is over: the cloud has none of them.

        Only adversities let the program ask the user about some of them.
        """
        del asked
        return not FINDS_UNCERTAIN or not self.own_tasks(uncertain)

    def is_over_or_asked(self, uncertain: Sequence[str], asked: Sequence[str]) -> bool:
        """As `is_over`, for all orders about which the program does not ask the user."""
        return self.is_over([prompt for prompt in uncertain if prompt not in asked])


@contextlib.contextmanager
def kill_setup(folder: Path, *, speed: float = 40.0) -> Iterator[KillSetup]:
    """A simulator with tiny videos, any number of tasks, and slow answers and videos."""
    picture, heavy, sound = folder / "ramp.jpg", folder / "noise.png", folder / "tone.wav"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(picture)
    noise = random.Random(1).randbytes(HEAVY_SIDE * HEAVY_SIDE * 3)
    Image.frombytes("RGB", (HEAVY_SIDE, HEAVY_SIDE), noise).save(heavy, compress_level=0)
    with wave.open(str(sound), "wb") as file:
        samples = array("h", (int(9000 * math.sin(n / 9)) for n in range(5 * 16_000)))
        file.setparams((1, 2, 16_000, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())
    clip = folder / "ramp.mp4"
    render(VideoSpec(picture=picture, seconds=3, width=320, height=240, fps=10), clip)
    with running_simulator(folder / "cloud", speed=speed) as simulator:
        simulator.control(submits_per_second=1000, queries_per_second=1000, concurrent=100)
        # Random kills hit slow steps, so the important steps are made a little slower.
        simulator.control(download_bytes_per_second=400_000, scenarios=[USUAL])
        yield KillSetup(
            simulator=simulator,
            data=folder / "cloud",
            folder=folder,
            picture=picture,
            heavy_picture=heavy,
            sound=sound,
            clip=clip,
        )


def passing(failpoint: str, kind: str, rng: random.Random) -> int:
    """At which passing of the failpoint this kind of order is killed."""
    if kind == "batch":
        return 1 if failpoint == "uploading" else rng.randint(1, BATCH)  # an audio file is uploaded once for all
    # An audio file and a picture; of an order with a clip, only the clip.
    return rng.randint(1, 2) if failpoint == "uploading" and kind != CLIP else 1


def killed_at(kill_setup: KillSetup, lives: Lives, failpoint: str, kind: str, way: str, rng: random.Random) -> Findings:
    """Orders of one kind are killed at a failpoint, resumed and completed. AssertionError when it was never passed."""
    name = f"{failpoint}-{kind}-{way}-{rng.randrange(10**6)}"
    prompts = [f"{name} {number}" for number in range(BATCH if kind == "batch" else 1)]
    plan = kill_setup.plan(kill_setup.folder / name, kind, prompts)
    end = lives.live({**plan, "failpoint": (failpoint, passing(failpoint, kind, rng), way)})
    assert (end.code, end.at) == ((70, None) if way == "inside" else (-9, failpoint)), f"{name}: {end}"
    end = lives.live(plan, is_over=kill_setup.is_over)
    assert end.code == 0, f"{name}: {end}"
    return kill_setup.findings(kill_setup.folder / name, prompts)


def killed_at_random(
    kill_setup: KillSetup, lives: Lives, name: str, kills: int, rng: random.Random, caught: Counter[str] | None = None
) -> Findings:
    """New orders all the time, and so many kills at random moments; then everything is completed.

    `caught` counts the stages in which the kills hit the running jobs.
    """
    profile = kill_setup.folder / name
    prompts: list[str] = []
    for number in range(kills):
        kind = rng.choice(KINDS)
        prompts += [f"{name} {number}.{each}" for each in range(rng.choice((0, 1, 1, 2, 3)))]
        # A life from its first order to its video takes a second and a half; starts are killed, too.
        is_start = rng.random() < 0.2
        kill_after = rng.uniform(0.02, 0.3) if is_start else rng.uniform(0.2, 1.7)
        plan = kill_setup.plan(profile, kind, prompts)
        lives.live(plan, kill_after=kill_after, opens_within=0.0 if is_start else OPENS_WITHIN)
        if caught is not None:
            caught.update(stages(profile))
    end = lives.live(kill_setup.plan(profile, "plain", prompts), is_over=kill_setup.is_over, within=180)
    assert end.code == 0, f"{name}: {end}"
    return kill_setup.findings(profile, prompts)


def killed_with_adversities(
    kill_setup: KillSetup,
    lives: Lives,
    name: str,
    kills: int,
    rng: random.Random,
    *,
    adversities: Sequence[Adversity] = tuple(Adversity),
    caught: Counter[str] | None = None,
    met: Counter[str] | None = None,
) -> Findings:
    """As `killed_at_random`, and every second life meets an adversity. `met` counts them.

    At the end the program has a quiet life, and then one in which the user answers its questions: chooses the task of
    an uncertain order, and imports the tasks of orders that an older store has forgotten.
    """
    profile = kill_setup.folder / name
    prompts: list[str] = []
    if not can_mount():
        adversities = [each for each in adversities if each is not Adversity.FULL_DISK]
    with Surroundings(
        profile, kill_setup.simulator, [USUAL], rng, has_small_disk=Adversity.FULL_DISK in adversities
    ) as around:
        for number in range(kills):
            new = [f"{name} {number}.{each}" for each in range(rng.choice((0, 1, 1, 2, 3)))]
            prompts += new
            plan = kill_setup.plan(profile, rng.choice(KINDS), [each for each in prompts if each not in around.rowless])
            if rng.random() < 0.5:
                adversity = rng.choice(list(adversities))
                plan |= around.meet(adversity, new)
                plan["prompts"] = [each for each in prompts if each not in around.rowless]
                if met is not None:
                    met[adversity.value] += 1
            lives.live(plan, kill_after=rng.uniform(0.2, 1.7), opens_within=OPENS_WITHIN)
            around.over()
            if caught is not None:
                caught.update(stages(profile))
            if rng.random() < 0.2:
                around.back_up()
        plan = kill_setup.plan(profile, "plain", [each for each in prompts if each not in around.rowless])
        quiet = lives.live(plan, is_over=kill_setup.is_over_or_asked, within=180)
        assert quiet.code == 0, f"{name}: {quiet}"
        own = kill_setup.own_tasks(prompts)
        plan |= {
            "choices": {prompt: own[prompt] for prompt in quiet.asked if prompt in own},
            "sends": [prompt for prompt in quiet.asked if prompt not in own],
            "imports": [own[prompt] for prompt in around.rowless if prompt in own],
        }
        end = lives.live(plan, is_over=kill_setup.is_over, within=180)
        assert end.code == 0, f"{name}: {end}"
    prompts = [each for each in prompts if each in own or each not in around.rowless]
    found = kill_setup.findings(profile, prompts, has_copies=True)
    found.asked += len(quiet.asked)
    found.broken += around.broken
    return found


def stages(profile: Path) -> list[str]:
    """Stages of the open jobs of a killed program."""
    rows = rows_of(profile, "SELECT stage FROM jobs")
    return [stage for (stage,) in rows if not JobStage(stage).is_final] or ["nothing under way"]
