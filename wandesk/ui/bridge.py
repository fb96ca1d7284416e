"""The bridge between the window and the engine: the only module of `ui` that knows the engine.

Commands run as coroutines on the engine's loop. News comes back as Qt signals with frozen values. Cancelling a wait
does not cancel the engine's work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from wandesk.domain.draft import Draft
from wandesk.domain.errors import TrashRefused
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.marks import NO_MARKS, MarkChange, Marks
from wandesk.domain.progress import Progress
from wandesk.domain.remaking import Change
from wandesk.domain.send_queue import Workload
from wandesk.domain.space import Occupied, Shortage
from wandesk.domain.spending import Amounts, LedgerEntry, Spending, spent, total
from wandesk.domain.task import FoundTask
from wandesk.domain.video_naming import VideoNaming
from wandesk.engine.engine import Engine
from wandesk.engine.thread import EngineThread
from wandesk.ui.batch_memory import BatchMemory
from wandesk.ui.files_bridge import FilesBridge
from wandesk.ui.tables_bridge import TablesBridge

T = TypeVar("T")

PROGRESS_INTERVAL = 0.1


class Bridge(QObject):
    """The engine on the GUI thread. Each command raises what its method of the engine raises.

    Signals (all delivered on the GUI thread): `job_added_signal(Job)`, `job_changed_signal(Job)`,
    `job_removed_signal(str)`, `job_restored_signal(Job, str | None)` with the id of the next older job,
    `progress_signal(Progress)`, at most ten a second and job, `trash_refused_signal(TrashRefused)`,
    `workload_signal(Workload)`, `videos_folder_signal(JobProblem | None)`.
    """

    job_added_signal = Signal(object)
    job_changed_signal = Signal(object)
    job_removed_signal = Signal(str)
    job_restored_signal = Signal(object, object)
    trash_refused_signal = Signal(object)
    progress_signal = Signal(object)
    workload_signal = Signal(object)
    videos_folder_signal = Signal(object)

    def __init__(self, thread: EngineThread, engine: Future[Engine], *, batches: BatchMemory | None = None) -> None:
        """`batches` keeps what was ordered together; without it, only this run knows."""
        super().__init__()
        self._thread = thread
        self._engine = engine
        self._last_progress: dict[str, tuple[float, Progress]] = {}
        self.files = FilesBridge(self)
        self.videos = VideosBridge(self)
        self.space = SpaceBridge(self)
        self.tables = TablesBridge(self)
        self.money = MoneyBridge(self)
        self.batches = batches

    # ------------------------------------------------------------------ news, on the engine's thread

    def job_added(self, job: Job) -> None:
        self.job_added_signal.emit(job)

    def job_changed(self, job: Job) -> None:
        if job.stage.is_final:
            self._last_progress.pop(job.id, None)
        self.job_changed_signal.emit(job)

    def job_removed(self, job_id: str) -> None:
        self.job_removed_signal.emit(job_id)

    def job_restored(self, job: Job, next_older: str | None) -> None:
        self.job_restored_signal.emit(job, next_older)

    def trash_refused(self, refused: TrashRefused) -> None:
        self.trash_refused_signal.emit(refused)

    def progressed(self, progress: Progress) -> None:
        now = time.monotonic()
        shown_at, shown = self._last_progress.get(progress.job_id, (0.0, None))
        only_bytes = (
            shown is not None
            and shown.waits_for is progress.waits_for
            and shown.usual_seconds == progress.usual_seconds
            and shown.kept_until == progress.kept_until
            and shown.obstacle == progress.obstacle
            and progress.done_bytes != progress.total_bytes
        )
        if only_bytes and now - shown_at < PROGRESS_INTERVAL:
            return
        self._last_progress[progress.job_id] = (now, progress)
        self.progress_signal.emit(progress)

    def workload_changed(self, workload: Workload) -> None:
        self.workload_signal.emit(workload)

    def videos_folder_changed(self, problem: JobProblem | None) -> None:
        self.videos_folder_signal.emit(problem)

    # ------------------------------------------------------------------ commands and queries, on the GUI thread

    async def submit(self, draft: Draft, marks: Marks = NO_MARKS) -> Job:
        """Create a job with these marks and return it once it is durable."""
        return await self.ask("submit", lambda engine: engine.new_jobs.submit(draft, marks))

    async def cancel(self, job_id: str) -> None:
        await self.ask("cancel", lambda engine: engine.jobs.cancel(job_id))

    async def set_paused(self, *, is_paused: bool) -> None:
        """Pause or resume the sending of orders."""
        await self.ask("pause", lambda engine: _done(engine.queue.set_paused, is_paused))

    async def set_at_once(self, at_once: int) -> None:
        """Set how many jobs of one model may run at Alibaba at the same time; 0 means the catalogue's limit."""
        await self.ask("jobs at once", lambda engine: _done(engine.queue.set_at_once, at_once))

    async def move_to_top(self, job_id: str) -> None:
        await self.ask("move", lambda engine: engine.queue.move([job_id]))

    async def shift(self, job_id: str, *, is_up: bool) -> None:
        """Move the job one place up or down in the send queue."""
        await self.ask("move", lambda engine: engine.queue.shift([job_id], is_up=is_up))

    async def check_again(self, job_id: str) -> None:
        await self.ask("check again", lambda engine: _done(engine.jobs.check_again, job_id))

    async def check_all(self) -> None:
        await self.ask("check all", lambda engine: _done(engine.check_all))

    async def download_again(self, job_id: str) -> None:
        """Download a video again, free of charge."""
        await self.ask("download again", lambda engine: engine.jobs.download_again(job_id))

    async def video_link(self, job_id: str) -> str:
        """A signed link to the video: a secret, for the browser only."""
        return await self.ask("video link", lambda engine: engine.jobs.video_link(job_id))

    async def is_video_there(self, job_id: str) -> bool:
        return await self.ask("is video there", lambda engine: engine.jobs.is_video_there(job_id))

    async def missing_files(self, paths: Sequence[str]) -> Collection[str]:
        return await self.ask("missing files", lambda engine: engine.jobs.locator.missing(paths))

    async def locate(self, job_id: str, chosen: Path) -> int:
        """The user says where a video is now; returns how many were found with it."""
        return await self.ask("locate", lambda engine: engine.jobs.locator.locate(job_id, chosen))

    async def check_videos_folder(self) -> None:
        await self.ask("check the videos folder", lambda engine: _done(engine.videos_folder.start))

    async def use_videos_folder(self, chosen: Path | None) -> None:
        """Save videos there from now on; None: in the default folder."""
        await self.ask("use the videos folder", lambda engine: _done(engine.videos_folder.use, chosen))

    async def remove(self, job_id: str) -> bool:
        """Remove a job from the list; False for one that is under way or gone."""
        return await self.ask("remove", lambda engine: engine.removals.remove(job_id))

    async def undo_removals(self, job_ids: Sequence[str]) -> None:
        """Bring back jobs that were removed in the last seconds."""
        await self.ask("undo removals", lambda engine: engine.removals.undo(job_ids))

    async def generate_again(self, job_id: str) -> Job:
        """Submit the same request again, for money, and return the new job."""
        return await self.ask("order again", lambda engine: engine.new_jobs.generate_again(job_id))

    async def remake(self, job_id: str, change: Change) -> Job:
        """Submit the job's request with a change, for money, and return the new job."""
        return await self.ask("make it again", lambda engine: engine.new_jobs.remake(job_id, change))

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        return await self.ask("candidates", lambda engine: engine.uncertain.candidates(job_id))

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        await self.ask("choose candidate", lambda engine: engine.uncertain.choose(job_id, task_id))

    async def send(self, job_id: str) -> None:
        """Send a job that a newer copy of the store may have sent, for money."""
        await self.ask("send", lambda engine: engine.uncertain.send(job_id))

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        await self.ask("rule out", lambda engine: engine.uncertain.rule_out(job_id, task_ids))

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        return await self.ask("find missing videos", lambda engine: engine.unclaimed.find(region))

    async def load_preview(self, task: FoundTask) -> FoundTask:
        return await self.ask("look at", lambda engine: engine.unclaimed.preview(task))

    async def import_task(self, region: str, task_id: str) -> Job:
        return await self.ask("import task", lambda engine: engine.unclaimed.import_task(region, task_id))

    async def watched(self, job_id: str) -> None:
        await self.ask("watched", lambda engine: engine.jobs.watched(job_id))

    async def mark(self, changes: Mapping[str, MarkChange]) -> Mapping[str, MarkChange]:
        """Change the marks of these jobs, by id, and return the changes that undo it."""
        return await self.ask("mark", lambda engine: engine.jobs.mark(changes))

    async def rename_video(self, job_id: str, name: str) -> None:
        """Give a video's file this name, or the next free one. Close the file first."""
        await self.ask("rename the video", lambda engine: engine.jobs.rename_video(job_id, name))

    async def use_video_names(self, naming: VideoNaming) -> None:
        """Name new videos like this from now on."""
        await self.ask("use the names of videos", lambda engine: _done(engine.videos_folder.use_names, naming))

    async def job_listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """The jobs of a view in its order, or the first so many of them."""
        return await self.ask("job listing", lambda engine: engine.jobs.listing(newest, query))

    async def job_counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        """How many jobs of the query's text and label each filter has, and how many jobs each label has."""
        return await self.ask("job counts", lambda engine: engine.jobs.counts(query))

    async def job_sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        """What the jobs of a view that were created in each span cost; times in seconds since 1970."""
        return await self.ask("job sums", lambda engine: engine.jobs.sums(query, spans))

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return await self.ask("rows", lambda engine: engine.jobs.rows(ids))

    async def ask(self, name: str, question: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine of the engine, for the parts of the bridge."""

        async def asking() -> T:
            engine = await asyncio.shield(asyncio.wrap_future(self._engine))
            return await question(engine)

        return await asyncio.shield(asyncio.wrap_future(self._thread.run(name, asking())))


class VideosBridge:
    """The part of the bridge for the files of saved videos: implements `questions.VideoQuestions`."""

    def __init__(self, bridge: Bridge) -> None:
        self._ask = bridge.ask

    async def frame_times(self, path: str) -> FrameTimes:
        return await self._ask("frame times", lambda engine: engine.saved_videos.frame_times(path))

    async def frame(self, path: str, seconds: float) -> Path:
        return await self._ask("frame", lambda engine: engine.saved_videos.frame(path, seconds))

    async def save_frame(self, path: str, seconds: float, target: Path, format_name: str) -> None:
        await self._ask(
            "save a frame", lambda engine: engine.saved_videos.save_frame(path, seconds, target, format_name)
        )

    async def save_copy(self, path: str, target: Path) -> None:
        await self._ask("save a copy", lambda engine: engine.saved_videos.save_copy(path, target))


async def _done(command: Callable[..., None], *arguments: Any) -> None:
    command(*arguments)


class MoneyBridge:
    """The part of the bridge about what videos cost."""

    def __init__(self, bridge: Bridge) -> None:
        self._ask = bridge.ask

    async def spending(self, *, day: float, month: float) -> Spending:
        """What was spent since the beginning of this day and of this month, and what is under way."""

        async def both(engine: Engine) -> Spending:
            entries = await engine.jobs.ledger(month)
            under_way = total(engine.jobs.under_way())
            return Spending(today=spent(entries, day), month=spent(entries, month), under_way=under_way)

        return await self._ask("spending", both)

    async def ledger(self) -> Sequence[LedgerEntry]:
        """What each video cost, newest first."""
        return await self._ask("ledger", lambda engine: engine.jobs.ledger(0.0))


class SpaceBridge:
    """The commands about the disk. Satisfies `ui.settings.space_card.Space` and `ui.window.before_ordering.Space`."""

    def __init__(self, bridge: Bridge) -> None:
        self._ask = bridge.ask

    async def look(self) -> Occupied:
        """What videos, inputs and posters occupy."""
        return await self._ask("look at the space", lambda engine: engine.space.look())

    async def clean_up(self, in_form: Collection[str]) -> int:
        """Delete what can go, but not these files; returns the bytes that became free."""
        return await self._ask("clean up", lambda engine: engine.space.clean_up(in_form))

    async def make_poster(self, path: str) -> bool:
        """Make a poster again that is gone."""
        return await self._ask("make a poster", lambda engine: engine.space.make_poster(path))

    async def shortage(self) -> Shortage | None:
        """Whether the disk has too little room for another video."""
        return await self._ask("look for room", lambda engine: engine.space.shortage())
