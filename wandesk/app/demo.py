"""The demo: makes a video from the sample picture and audio in Practice, without a window."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from wandesk.app.backend import open_backend
from wandesk.app.error_text import sentence_of
from wandesk.app.sample import read_sample
from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import new_draft
from wandesk.domain.errors import CatalogueError, KeyNeeded, TrashRefused, WanDeskError
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import Workload
from wandesk.domain.structs import replace
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import REGION
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.paths import Profile, profile_at
from wandesk.ui.wording.problems import problem_text

UNUSABLE = 2
FAILED = 1
WITHIN = 300.0
"""Seconds. A slow machine needs twenty; a job that can never end must not hang the demo."""


def run_demo(*, out: Path | None) -> int:
    """Make the sample video in Practice and print its path. Writes to the folder `out` only."""
    try:
        catalog = load_catalogue()
    except CatalogueError as error:
        print(sentence_of(error), file=sys.stderr)
        return FAILED
    try:
        folder = out.absolute() if out else Path(tempfile.mkdtemp(prefix="wandesk-demo-"))
    except OSError as refused:  # no folder for temporary files, or no current folder
        print(f"Wan Desk cannot make a folder for the video: {refused}. Name one with --out.", file=sys.stderr)
        return UNUSABLE
    with tempfile.TemporaryDirectory(prefix="wandesk-profile-", ignore_cleanup_errors=True) as profile_folder:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            video = asyncio.run(_demo(catalog, profile_at(Path(profile_folder)), folder))
        except OSError as refused:
            print(f"Wan Desk cannot write to {folder}: {refused.strerror}", file=sys.stderr)
            return UNUSABLE
        except WanDeskError as trouble:
            print(sentence_of(trouble), file=sys.stderr)
            return FAILED
    print(video)
    return 0


async def _demo(catalog: Catalog, profile: Profile, out: Path) -> Path:
    profile.prepare()
    listener = _Headless()
    supervisor = Supervisor(failed=listener.failed)
    backend = await open_backend(
        profile=profile, catalog=catalog, accounts=_NoAccounts(), supervisor=supervisor, listener=listener
    )
    try:
        sample = read_sample("en")
        engine = backend.engine
        draft = replace(
            new_draft(catalog, REGION),
            picture=await engine.user_files.inspect_picture(str(sample.picture)),
            audio=await engine.user_files.inspect_audio(str(sample.audio)),
            sound_choice=SoundChoice.MINE,
            prompt=sample.prompt,
        )
        await engine.new_jobs.submit(draft)
        try:
            async with asyncio.timeout(WITHIN):
                job = await listener.final
        except TimeoutError:
            raise WanDeskError(f"no video within {WITHIN:g} s") from None
        if job.video is None:
            problem = job.problem
            raise WanDeskError(sentence=problem.sentence if problem else None, code=problem.code if problem else "")
        return _copy_into(Path(job.video.path), out)
    finally:
        await supervisor.close()
        await backend.close()


def _copy_into(video: Path, folder: Path) -> Path:
    """Copy a video into a folder without replacing anything there."""
    for number in range(1, 10_000):
        name = video.name if number == 1 else f"{video.stem} ({number}){video.suffix}"
        try:
            with (folder / name).open("xb") as target, video.open("rb") as source:
                shutil.copyfileobj(source, target)
        except FileExistsError:
            continue
        return folder / name
    raise FileExistsError(video.name)


class _NoAccounts:
    """No accounts: the demo uses Practice only."""

    async def connect(self, ref: AccountRef) -> Connection:
        raise KeyNeeded(str(ref), values={"region": ref.region})


class _Headless:
    """Prints the stages to standard error; `final` completes with the finished job."""

    def __init__(self) -> None:
        self.final: asyncio.Future[Job] = asyncio.get_running_loop().create_future()
        self._stage: JobStage | None = None

    def job_added(self, job: Job) -> None:
        self.job_changed(job)

    def job_changed(self, job: Job) -> None:
        if job.stage is not self._stage:
            self._stage = job.stage
            print(f"{job.stage.value} ...", file=sys.stderr, flush=True)
        is_over = job.stage.is_final or job.stage is JobStage.UNCERTAIN
        if is_over and not self.final.done():
            self.final.set_result(job)

    def job_removed(self, job_id: str) -> None:
        raise AssertionError(job_id)

    def job_restored(self, job: Job, _next_older: str | None) -> None:
        raise AssertionError(job.id)

    def trash_refused(self, refused: TrashRefused) -> None:
        raise AssertionError(refused)

    def progressed(self, progress: Progress) -> None:
        if progress.waits_for is not None:
            print(f"waits: {progress.waits_for.value}", file=sys.stderr, flush=True)

    def workload_changed(self, _workload: Workload) -> None:
        """The demo has one job only."""

    def videos_folder_changed(self, problem: JobProblem | None) -> None:
        if problem is not None:
            print(problem_text(problem.sentence, dict(problem.values)), file=sys.stderr, flush=True)

    def failed(self, name: str, error: BaseException) -> None:
        if not self.final.done():
            self.final.set_exception(WanDeskError(f"{name}: {error!r}"))
