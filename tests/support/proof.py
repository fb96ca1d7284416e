"""What must hold after any crash: no order was made twice, and every finished video is complete on the disk."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av

from wandesk.domain.job import Job, JobStage
from wandesk.settings.paths import profile_at
from wandesk.storage.store import JobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudTask:
    """One task as the simulator stores it."""

    task_id: str
    prompt: str
    status: str
    video: Path
    user: str = ""
    """The user of the account whose key made it, "" for the program's own key."""


@dataclass(slots=True, kw_only=True)
class Findings:
    """The counts, and a sentence for every broken promise."""

    orders: int = 0
    tasks: int = 0
    videos: int = 0
    unconfirmed: int = 0
    """Uncertain orders that the cloud never saw: they may stay so."""
    lost: int = 0
    """Uncertain orders whose video was made: allowed only while `finds_uncertain` is off."""
    asked: int = 0
    """Orders that the user had to settle."""
    broken: list[str] = field(default_factory=list)

    def __iadd__(self, other: Findings) -> Findings:
        for name in ("orders", "tasks", "videos", "unconfirmed", "lost", "asked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken += other.broken
        return self


def cloud_tasks(data: Path) -> list[CloudTask]:
    """Every task that a simulator with this data folder ever made."""
    with contextlib.closing(sqlite3.connect(f"file:{data / 'simulator.sqlite3'}?mode=ro", uri=True)) as store:
        bodies: list[dict[str, Any]] = [json.loads(body) for (body,) in store.execute("SELECT body FROM tasks")]
    return [
        CloudTask(
            task_id=body["task_id"],
            prompt=body["order"]["input"].get("prompt", ""),
            status=body["status"],
            video=data / "results" / f"{body['task_id']}.mp4",
            user=body["user"],
        )
        for body in bodies
    ]


def all_jobs(profile: Path) -> list[Job]:
    """Every job of a profile's store."""

    async def read() -> Sequence[Job]:
        store = JobStore(profile_at(profile).store_path)
        try:
            return await store.rows(await store.ids())
        finally:
            await store.close()

    return list(asyncio.run(read()))


def rows_of(profile: Path, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a killed program's store, none before its tables exist. Only the program may recover its log, so
    this reads a copy."""
    store = profile_at(profile).store_path
    with tempfile.TemporaryDirectory() as folder:
        for each in (store, store.with_name(f"{store.name}-wal")):
            if each.exists():
                shutil.copy(each, folder)
        with contextlib.closing(sqlite3.connect(Path(folder) / store.name)) as copy:
            try:
                return copy.execute(statement).fetchall()
            except sqlite3.OperationalError:  # killed before its tables were created
                return []


def find_broken(
    profile: Path,
    prompts: Collection[str],
    tasks: Sequence[CloudTask],
    *,
    finds_uncertain: bool,
    video_seconds: float,
    has_copies: bool = False,
) -> Findings:
    """Check all files of a profile after its last life. `prompts` are the orders that were made in it.

    `finds_uncertain`: an uncertain order must have found its task, if there is one.
    `has_copies`: an older store was restored, and so a video may be on the disk twice.
    """
    found = Findings(orders=len(prompts))
    by_prompt: defaultdict[str, list[CloudTask]] = defaultdict(list)
    for task in tasks:
        if task.prompt in prompts and not task.user:
            by_prompt[task.prompt].append(task)
    jobs = all_jobs(profile)
    found.broken += unsound(profile)
    counts = Counter(job.request.prompt for job in jobs)
    found.broken += [f"{counts[prompt]} jobs for {prompt!r}" for prompt in prompts if counts[prompt] != 1]
    for job in jobs:
        mine = by_prompt[job.request.prompt]
        found.tasks += len(mine)
        if len(mine) > 1:
            found.broken.append(f"paid {len(mine)} times: {job.request.prompt!r}")
        _judge(job, mine, found, finds_uncertain=finds_uncertain, video_seconds=video_seconds)
    found.broken += _forgotten(profile, jobs, by_prompt) if has_copies else left_over(profile, jobs)
    return found


def _judge(
    job: Job, mine: Sequence[CloudTask], found: Findings, *, finds_uncertain: bool, video_seconds: float
) -> None:
    name = f"{job.request.prompt!r} ({job.stage.value})"
    if job.stage is JobStage.UNCERTAIN:
        if not mine:
            found.unconfirmed += 1
        elif finds_uncertain:
            found.broken.append(f"{name}: its task {mine[0].task_id} ({mine[0].status}) was not found")
        else:
            found.lost += 1
        return
    if job.stage is not JobStage.DONE or job.video is None:
        found.broken.append(f"{name} has no video: {job.problem}")
        return
    video = Path(job.video.path)
    if [task.task_id for task in mine] != [job.task_id]:
        found.broken.append(f"{name} has task {job.task_id}, the cloud {mine}")
    elif not video.is_file():
        found.broken.append(f"{name}: {video.name} is not on the disk")
    elif video.read_bytes() != mine[0].video.read_bytes():
        found.broken.append(f"{name}: {video.name} is another video than the cloud's")
    elif (fault := unplayable(video, video_seconds)) is not None:
        found.broken.append(f"{name}: {video.name}: {fault}")
    else:
        found.videos += 1


def unplayable(video: Path, seconds: float) -> str | None:
    """Why a video cannot be played to its end, None when it can."""
    try:
        with av.open(str(video)) as opened:
            next(opened.decode(video=0))
            length = (opened.duration or 0) / av.time_base
    except (av.FFmpegError, StopIteration, IndexError) as refused:
        return repr(refused)
    return None if abs(length - seconds) < 0.5 else f"{length} s instead of {seconds}"


def unsound(profile: Path) -> list[str]:
    """The faults that SQLite finds in a profile's store."""
    with contextlib.closing(sqlite3.connect(profile_at(profile).store_path)) as store:
        faults = [str(fault) for (fault,) in store.execute("PRAGMA integrity_check")]
        rows = store.execute("PRAGMA foreign_key_check").fetchall()
    return [f"integrity: {each}" for each in faults if each != "ok"] + [f"foreign key: {row}" for row in rows]


def left_over(profile: Path, jobs: Sequence[Job]) -> list[str]:
    """Files among the videos that are no job's video, and broken copies of inputs, which every start sweeps."""
    left = [f"left over: {path.name}, {path.stat().st_size} bytes" for path in unowned(profile, jobs)]
    return left + [f"left over: {path.name}" for path in sorted(profile_at(profile).inputs.glob(".copy-*"))]


def unowned(profile: Path, jobs: Sequence[Job]) -> list[Path]:
    """Files among the videos that are no job's video."""
    owned = {Path(job.video.path).resolve() for job in jobs if job.video is not None}
    folders = [profile_at(profile).videos, profile_at(profile).videos_in_fallback]
    files = [path for folder in folders if folder.exists() for path in sorted(folder.iterdir())]
    return [path for path in files if path.resolve() not in owned]


def _forgotten(profile: Path, jobs: Sequence[Job], tasks: Mapping[str, Sequence[CloudTask]]) -> list[str]:
    """Videos without a job that are not the account's own. Jobs that a store has forgotten leave whole videos behind,
    and what an interrupted download leaves."""
    ours = {task.video.read_bytes() for mine in tasks.values() for task in mine if task.video.exists()}
    return [
        f"left over: {path.name}, {path.stat().st_size} bytes"
        for path in unowned(profile, jobs)
        if path.suffix == ".mp4" and path.stat().st_size and path.read_bytes() not in ours
    ]
