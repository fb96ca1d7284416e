"""Orders that are killed on their way: the orders, where they are killed, and whether every promise held."""

from __future__ import annotations

import contextlib
import math
import random
import shutil
import sqlite3
import tempfile
import wave
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.lives import Lives
from tests.support.proof import Findings, cloud_tasks, find_broken
from tests.support.simulator import RunningSimulator, running_simulator
from wandesk.domain.job import JobStage
from wandesk.settings.paths import profile_at

FAILPOINTS = (
    *("intent_saved", "uploading", "post_started", "post_returned", "id_saved", "polling", "url_saved"),
    *("part_open", "part_done", "renamed", "row_done"),
)
"""Design: paid once, the named failpoints."""
KINDS = ("plain", "uploads", "batch")
WAYS = ("inside", "outside")
FINDS_UNCERTAIN = True
"""Whether the program finds the task of an uncertain order."""
BATCH = 5
VIDEO_SECONDS = 5.0
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

    def plan(self, profile: Path, kind: str, prompts: Sequence[str]) -> dict[str, Any]:
        """A life in which these orders are made unless they were. Each profile has an account of its own."""
        key = f"sk-{profile.name}"
        self.simulator.control(keys={key: profile.name})
        return {
            "key": key,
            "profile": str(profile),
            "base_url": self.simulator.base_url,
            "prompts": list(prompts),
            "picture": str(self.heavy_picture if kind == "uploads" else self.picture),
            "sound": None if kind == "plain" else str(self.sound),
        }

    def findings(self, profile: Path, prompts: Sequence[str]) -> Findings:
        return find_broken(
            profile,
            prompts,
            cloud_tasks(self.data),
            finds_uncertain=FINDS_UNCERTAIN,
            video_seconds=VIDEO_SECONDS,
        )

    def is_over(self, uncertain: Sequence[str]) -> bool:
        """Whether the search for these orders is over: the cloud has none of them."""
        if not FINDS_UNCERTAIN or not uncertain:
            return True
        return not {task.prompt for task in cloud_tasks(self.data)} & set(uncertain)


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
    with running_simulator(folder / "cloud", speed=speed) as simulator:
        simulator.control(submits_per_second=1000, queries_per_second=1000, concurrent=100)
        # Random kills hit slow steps, so the important steps are made a little slower.
        simulator.control(download_bytes_per_second=400_000, scenario="late-answer", calls=["create"], seconds=0.15)
        yield KillSetup(
            simulator=simulator,
            data=folder / "cloud",
            folder=folder,
            picture=picture,
            heavy_picture=heavy,
            sound=sound,
        )


def passing(failpoint: str, kind: str, rng: random.Random) -> int:
    """At which passing of the failpoint this kind of order is killed."""
    if kind == "batch":
        return 1 if failpoint == "uploading" else rng.randint(1, BATCH)  # an audio file is uploaded once for all
    return rng.randint(1, 2) if failpoint == "uploading" else 1  # an audio file and a picture


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
        kill_after = rng.uniform(0.02, 0.3) if rng.random() < 0.2 else rng.uniform(0.3, 1.8)
        lives.live(kill_setup.plan(profile, kind, prompts), kill_after=kill_after)
        if caught is not None:
            caught.update(stages(profile))
    end = lives.live(kill_setup.plan(profile, "plain", prompts), is_over=kill_setup.is_over, within=180)
    assert end.code == 0, f"{name}: {end}"
    return kill_setup.findings(profile, prompts)


def stages(profile: Path) -> list[str]:
    """Stages of the open jobs of a killed program, read from a copy: only the program may recover its log."""
    store = profile_at(profile).store_path
    if not store.exists():
        return ["no store yet"]
    with tempfile.TemporaryDirectory() as folder:
        for each in (store, store.with_name(f"{store.name}-wal")):
            if each.exists():
                shutil.copy(each, folder)
        with contextlib.closing(sqlite3.connect(Path(folder) / store.name)) as copy:
            try:
                rows = copy.execute("SELECT stage FROM jobs").fetchall()
            except sqlite3.OperationalError:  # killed before its tables were created
                return ["no store yet"]
    return [stage for (stage,) in rows if not JobStage(stage).is_final] or ["nothing under way"]
