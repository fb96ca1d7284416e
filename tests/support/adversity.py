"""What may happen to a program besides being killed: around it, between its lives, and in the cloud.

Every adversity begins before a life, or during it, and is over before the last one.
"""

from __future__ import annotations

import errno
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.support.proof import rows_of
from tests.support.simulator import RunningSimulator
from wandesk.settings.paths import profile_at
from wandesk.simulator.scenarios import SCENARIOS

CLOCKS = (86_400.0, -8 * 3600.0, 400 * 86_400.0, -20 * 365 * 86_400.0)
"""Seconds by which the computer's clock is wrong in one life: set by hand, another zone, a dead battery."""
DISK = 96 * 1024 * 1024
"""Bytes of a disk that gets full: the inputs of a profile need 20 MB."""
MODEL = "wan2.5-i2v-preview"
"""The default model of Practice, which the orders use and so the colleague does too."""


class Adversity(StrEnum):
    CLOCK = "another clock"
    OLDER_STORE = "an older store"
    ERROR_WITH_EFFECT = "an error that took effect"
    COLLEAGUE = "a colleague with equal words"
    LATE_LIST = "a late list"
    FULL_DISK = "a full disk"
    VIDEOS_AWAY = "the videos' drive away"


ERRORS_WITH_EFFECT = sorted(
    name
    for name, scenario in SCENARIOS.items()
    if scenario.fault is not None
    and scenario.fault.is_done
    and scenario.fault.answer is not None
    and scenario.fault.answer.status >= 500
)


def can_mount() -> bool:
    """Whether this user may mount a small disk, which only an administrator of Linux can."""
    return sys.platform == "linux" and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


class Surroundings:
    """The disk, the clock, the drive with the videos, and the other users of the account of one profile.

    `usual` are the scenarios that the simulator has without an adversity. `has_small_disk` mounts one for the profile.
    """

    def __init__(
        self,
        profile: Path,
        simulator: RunningSimulator,
        usual: Sequence[dict[str, Any]],
        rng: random.Random,
        *,
        has_small_disk: bool,
    ) -> None:
        self._profile, self._simulator, self._usual, self._rng = profile, simulator, usual, rng
        self._has_small_disk = has_small_disk
        self._drive = profile.with_name(f"{profile.name}-drive")
        self._backup = profile.with_name(f"{profile.name}-backup")
        self._timers: list[threading.Timer] = []
        self._ends: list[Callable[[], object]] = []
        self.rowless: set[str] = set()
        """Prompts of orders that an older store has forgotten."""
        self.broken: list[str] = []

    def __enter__(self) -> Surroundings:
        self._profile.mkdir()
        if self._has_small_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(self._profile)], check=True)
        (self._drive / "Wan Desk").mkdir(parents=True)
        profile_at(self._profile).videos.symlink_to(self._drive / "Wan Desk", target_is_directory=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.over()
        if self._has_small_disk:
            kept = self._profile.with_name(f"{self._profile.name}-kept")
            shutil.copytree(self._profile, kept, symlinks=True)
            subprocess.run(["umount", "--lazy", str(self._profile)], check=True)
            shutil.copytree(kept, self._profile, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(kept)

    def meet(self, adversity: Adversity, new: Sequence[str]) -> dict[str, Any]:
        """Let it begin, before a life in which these orders are made. Returns what changes in the life's plan."""
        match adversity:
            case Adversity.CLOCK:
                return {"clock_shift": self._rng.choice(CLOCKS)}
            case Adversity.OLDER_STORE:
                self._restore()
            case Adversity.ERROR_WITH_EFFECT:
                self._trouble({"name": self._rng.choice(ERRORS_WITH_EFFECT), "calls": ["create"], "times": 2})
            case Adversity.COLLEAGUE:
                self._let_colleague_order(new)
            case Adversity.LATE_LIST:
                self._trouble({"name": "list-late", "seconds": 0.8})
            case Adversity.FULL_DISK:
                self._at_some_moment(self._fill, self._empty)
            case Adversity.VIDEOS_AWAY:
                self._at_some_moment(self._take_drive, self._return_drive)
        return {}

    def over(self) -> None:
        """The adversity ends, if it has not ended during the life."""
        for timer in self._timers:
            timer.cancel()
            timer.join()
        self._timers.clear()
        while self._ends:
            self._ends.pop()()

    def back_up(self) -> None:
        """Copy the store, while the program does not run."""
        shutil.rmtree(self._backup, ignore_errors=True)
        self._backup.mkdir()
        for path in self._store_files():
            shutil.copy(path, self._backup)

    def _restore(self) -> None:
        """Put the copy in the place of the store."""
        if not self._backup.exists():
            return
        before = prompts_in(self._profile)
        for path in self._store_files():
            path.unlink()
        for path in self._backup.iterdir():
            shutil.copy(path, profile_at(self._profile).data)
        self.rowless |= before - prompts_in(self._profile)

    def _store_files(self) -> list[Path]:
        store = profile_at(self._profile).store_path
        return [
            path
            for path in (store, *(store.with_name(f"{store.name}{end}") for end in ("-wal", "-shm")))
            if path.exists()
        ]

    def _trouble(self, scenario: dict[str, Any]) -> None:
        self._simulator.control(scenarios=[scenario, *self._usual])
        self._ends.append(self._calm)

    def _calm(self) -> None:
        self._simulator.control(scenarios=list(self._usual))

    def _let_colleague_order(self, prompts: Sequence[str]) -> None:
        """Another key of the same account makes the same requests with another picture."""
        key = f"sk-{self._profile.name}-colleague"
        self._simulator.control(keys={key: f"{self._profile.name}/colleague"})
        for prompt in prompts:
            self._simulator.control(make={"key": key, "model": MODEL, "prompt": prompt})

    def _at_some_moment(self, begin: Callable[[], None], end: Callable[[], None]) -> None:
        """At the start of the life or during it; in every other case it is over before the life is."""
        if self._rng.random() < 0.4:
            begin()
        else:
            self._timers.append(threading.Timer(self._rng.uniform(0.1, 0.8), begin))
        if self._rng.random() < 0.5:
            self._timers.append(threading.Timer(self._rng.uniform(0.9, 1.4), end))
        for timer in self._timers:
            timer.start()
        self._ends.append(end)

    def _fill(self) -> None:
        with (self._profile / "ballast").open("wb", buffering=0) as ballast:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        ballast.write(bytes(size))
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise

    def _empty(self) -> None:
        (self._profile / "ballast").unlink(missing_ok=True)

    def _take_drive(self) -> None:
        self._drive.rename(self._drive.with_name(f"{self._drive.name}.away"))

    def _return_drive(self) -> None:
        away = self._drive.with_name(f"{self._drive.name}.away")
        if not away.exists():
            return
        if self._drive.exists():
            self.broken.append(f"{self._profile.name}: a folder was created on a drive that was away")
            shutil.rmtree(self._drive)
        away.rename(self._drive)


def prompts_in(profile: Path) -> set[str]:
    """The prompts of all rows of a killed program's store."""
    return {prompt for (prompt,) in rows_of(profile, "SELECT json_extract(request_json, '$.prompt') FROM jobs")}
