"""Fakes of our own ports, which keep state and count what a user or the cloud would notice."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.errors import FolderRefused, KeyNeeded, TrashRefused, WanDeskError
from wandesk.domain.found_files import FoundFiles
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.job_events import JobEvent
from wandesk.domain.job_query import EVERY_JOB, JobFilter, JobQuery, passes, spent_on
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.media import AudioFacts, ClipFacts, PictureFacts, VideoFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.progress import Progress
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.search_text import text_matches
from wandesk.domain.send_queue import Workload
from wandesk.domain.space import RowFiles
from wandesk.domain.spending import Amounts, LedgerEntry, total
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskOwner, TaskPage, TaskReport, TaskStatus, Upload, UploadKey
from wandesk.domain.transfers import Stopped, TransferProgress
from wandesk.domain.video_naming import VideoNaming
from wandesk.engine.inputs import inputs_of
from wandesk.engine.ports import RequestInputs
from wandesk.files.moved import MovedVideos

T = TypeVar("T")

PICTURE = PictureFacts(format="JPEG", width=1280, height=960, size_bytes=200_000)
AUDIO = AudioFacts(format="MP3", seconds=6.0, size_bytes=90_000, sample_rate=44100, channels=2)
CLIP = ClipFacts(format="MP4", width=1280, height=720, seconds=3.0, size_bytes=2_000_000, can_be_copied=True)
VIDEO = VideoFacts(
    width=720, height=544, seconds=5.0, fps=30.0, video_codec="h264", audio_codec="aac", size_bytes=1_000_000
)


class FakeClock:
    """Virtual time: each wait advances it at once."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self.time = start

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        await asyncio.sleep(0)
        if woken.is_set():
            return True
        self.time += within
        return False


def report(status: TaskStatus, *, task_id: str = "task-1", video_url: str | None = None, code: str = "") -> TaskReport:
    return TaskReport(task_id=task_id, status=status, status_text=status.value, video_url=video_url, code=code)


PENDING = report(TaskStatus.PENDING)
RUNNING = report(TaskStatus.RUNNING)
SUCCEEDED = report(TaskStatus.SUCCEEDED, video_url="https://videos.example/1.mp4?Signature=x")


@dataclass
class FakeCloud:
    """Answers from scripts. Each entry is an answer or an exception, and the last one repeats."""

    creates: list[Submission | WanDeskError] = field(
        default_factory=lambda: [Submission(task_id="task-1", request_id="request-1")]
    )
    reports: list[TaskReport | WanDeskError] = field(default_factory=lambda: [PENDING, RUNNING, SUCCEEDED])
    downloads: list[bytes | WanDeskError] = field(default_factory=lambda: [b"video"])
    cancels: list[WanDeskError | None] = field(default_factory=lambda: [None])
    ordered: list[tuple[GenerationRequest, RequestInputs]] = field(default_factory=list)
    uploaded: list[Path] = field(default_factory=list)
    uploads: list[WanDeskError | None] = field(default_factory=lambda: [None])
    pages: list[TaskPage | WanDeskError] = field(default_factory=lambda: [TaskPage(rows=())])
    looks: int = 0
    upload_expires_at: float = 0.0
    before_create: Callable[[], None] = lambda: None
    downloaded: list[str] = field(default_factory=list)
    """The links of the requested videos."""
    before_download: Callable[[Stopped], None] = lambda _stopped: None
    web: dict[str, bytes | WanDeskError] = field(default_factory=dict)
    """What is at each web address."""

    async def fetch(self, address: str, target: Path, *, region: str) -> None:
        found = self.web[address]
        if isinstance(found, WanDeskError):
            raise found
        target.write_bytes(found)

    async def upload(
        self,
        connection: Connection,
        model_id: str,
        source: Path,
        suffix: str,
        *,
        sent: TransferProgress,
        stopped: Stopped,
    ) -> Upload:
        await asyncio.sleep(0)
        trouble = self.uploads.pop(0) if len(self.uploads) > 1 else self.uploads[0]
        if trouble is not None:
            raise trouble
        self.uploaded.append(source)
        sent(10, 10)
        return Upload(url=f"oss://temporary/{len(self.uploaded)}{suffix}", expires_at=self.upload_expires_at)

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        self.before_create()
        self.ordered.append((request, inputs))
        return _next(self.creates)

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        self.looks += 1
        return replace(_next(self.reports), task_id=task_id)

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        return _next(self.pages)

    async def cancel(self, connection: Connection, task_id: str) -> None:
        answer = self.cancels.pop(0) if len(self.cancels) > 1 else self.cancels[0]
        if answer is not None:
            raise answer

    async def download(
        self,
        url: str,
        part: Path,
        *,
        endpoint: str | None,
        received: TransferProgress,
        stopped: Stopped,
        region: str | None = None,
    ) -> int:
        self.downloaded.append(url)
        self.before_download(stopped)
        content = _next(self.downloads)
        try:
            part.write_bytes(content)
        except OSError as error:
            raise FolderRefused(str(error), values={"folder": str(part.parent)}) from error
        received(len(content), len(content))
        return len(content)

    async def close(self) -> None:
        return None


def _next(answers: list[T | WanDeskError]) -> T:
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, WanDeskError):
        raise answer
    return answer


@dataclass
class FakeAccounts:
    """Keys by region."""

    keys: dict[str, str] = field(default_factory=lambda: {"practice": "sk-practice", "singapore": "sk-one"})
    has_uploads: bool = True

    async def connect(self, ref: AccountRef) -> Connection:
        if ref.region not in self.keys:
            raise KeyNeeded(values={"region": ref.region})
        return Connection(
            account=ref.account or f"{ref.region}/main",
            region=ref.region,
            base_url=ref.endpoint or f"https://{ref.region}.example/api/v1",
            secret=Secret(self.keys[ref.region]),
            has_uploads=self.has_uploads,
        )


@dataclass
class OneKey:
    """One cloud for every region, and one key, which a test may replace as a user does."""

    base_url: str
    key: str

    async def connect(self, ref: AccountRef) -> Connection:
        return Connection(
            account=ref.account or f"{ref.region}/main",
            region=ref.region,
            base_url=ref.endpoint or self.base_url,
            secret=Secret(self.key),
            has_uploads=True,
        )


@dataclass
class FakeStore:
    """Rows in memory, and the saved events in their order."""

    jobs: dict[str, Job] = field(default_factory=dict)
    kept: list[tuple[str, JobEvent]] = field(default_factory=list)
    usual: float | None = None
    uploads: dict[UploadKey, Upload] = field(default_factory=dict)
    key_ids: dict[tuple[str, str], str] = field(default_factory=dict)

    async def add(self, job: Job) -> None:
        self.jobs[job.id] = job

    async def save(self, job: Job, event: JobEvent) -> None:
        await asyncio.sleep(0)
        self.jobs[job.id] = job
        self.kept.append((job.id, event))

    async def save_all(self, changes: Sequence[tuple[Job, JobEvent]]) -> None:
        for job, event in changes:
            await self.save(job, event)

    async def remove(self, job_id: str) -> None:
        self.jobs.pop(job_id, None)

    async def get(self, job_id: str) -> Job | None:
        return self.jobs.get(job_id)

    async def open_jobs(self) -> Sequence[Job]:
        return [job for job in self.jobs.values() if job.is_open]

    async def row_files(self, newest: int | None = None) -> Sequence[RowFiles]:
        rows = sorted(self.jobs.values(), key=lambda job: -job.created_at)[:newest]
        return [
            RowFiles(job_id=job.id, video=job.video.path if job.video else "", poster=job.poster or "") for job in rows
        ]

    async def removed_jobs(self) -> Sequence[Job]:
        return [job for job in self.jobs.values() if job.is_removed]

    async def next_older(self, job_id: str) -> str | None:
        ids = [each.id for each in self.jobs.values() if not each.is_removed or each.id == job_id]
        place = ids.index(job_id)
        return ids[place - 1] if place else None

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        return [job.id for job in reversed(self.jobs.values()) if not job.is_removed][:newest]

    async def listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        jobs = [job for job in reversed(self.jobs.values()) if not job.is_removed and self._is_found(job, query)]
        return Listing(ids=[job.id for job in jobs][:newest], created_at=[job.created_at for job in jobs][:newest])

    async def counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        listed = [job for job in self.jobs.values() if not job.is_removed]
        queries = {each: replace(query, filter=each) for each in JobFilter}
        return JobCounts(
            filters={each: sum(self._is_found(job, queries[each]) for job in listed) for each in JobFilter},
            labels=Counter(job.marks.label for job in listed if job.marks.label),
        )

    async def sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        listed = [job for job in self.jobs.values() if not job.is_removed and self._is_found(job, query)]
        return [
            total(spent for job in listed if since <= job.created_at < until and (spent := spent_on(job)))
            for since, until in spans
        ]

    def _is_found(self, job: Job, query: JobQuery) -> bool:
        return passes(job, query) and text_matches(job, query.text, lambda _key: "")

    async def index_some(self) -> bool:
        return False

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return [self.jobs[job_id] for job_id in ids if job_id in self.jobs and not self.jobs[job_id].is_removed]

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        return self.usual

    async def find_upload(self, key: UploadKey, now: float) -> Upload | None:
        kept = self.uploads.get(key)
        return kept if kept and kept.expires_at > now else None

    async def keep_upload(self, key: UploadKey, upload: Upload, now: float) -> None:
        self.uploads[key] = upload

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        named = {stored.sha256 for job in self.jobs.values() for stored in inputs_of(job)}
        return [each for each in sha256s if each not in named]

    async def ledger(self, since: float) -> Sequence[LedgerEntry]:
        entries = [
            LedgerEntry(
                job_id=job.id,
                region=job.request.region,
                model=job.request.model,
                charge=job.charge,
                label=job.marks.label,
            )
            for job in self.jobs.values()
            if job.charge is not None and job.charge.at >= since
        ]
        return sorted(entries, key=lambda entry: -entry.charge.at)

    async def oldest_created_at(self) -> float | None:
        return min((job.created_at for job in self.jobs.values()), default=None)

    async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        return {
            job.task_id: TaskOwner(
                job_id=job.id,
                account=job.account or "",
                key_fingerprint=job.key_fingerprint or "",
                is_created_by_us=job.uncertainty is None and not job.request.is_imported,
                is_imported=job.request.is_imported,
                is_removed=job.is_removed,
            )
            for job in self.jobs.values()
            if job.task_id in task_ids and job.task_id is not None
        }

    async def closed_uncertain_jobs(self, newest: int) -> Sequence[Job]:
        jobs = self.jobs.values()
        return [job for job in jobs if job.stage.is_final and job.uncertainty and job.uncertainty.is_closed][-newest:]

    async def key_id(self, account: str, key_fingerprint: str) -> str | None:
        return self.key_ids.get((account, key_fingerprint))

    async def learn_key_id(self, account: str, key_fingerprint: str, api_key_id: str) -> None:
        self.key_ids[account, key_fingerprint] = api_key_id

    async def forget_uploads(self, sha256s: Sequence[str]) -> None:
        for key in [each for each in self.uploads if each.sha256 in sha256s]:
            del self.uploads[key]

    async def close(self) -> None:
        return None


@dataclass
class FakeMedia:
    """Scripted facts."""

    picture: PictureFacts | WanDeskError = PICTURE
    sound: AudioFacts | WanDeskError = AUDIO
    videos: list[VideoFacts | WanDeskError] = field(default_factory=lambda: [VIDEO])
    limits: list[PictureLimits] = field(default_factory=list)
    unpreparable: WanDeskError | None = None
    parts: list[tuple[float, float]] = field(default_factory=list)
    """The start and length of each prepared audio, in seconds."""
    edits: list[PictureEdit] = field(default_factory=list)
    extras: bytes = b""
    """What pictures carry at their end, and what is not sent."""
    similarity: float = 0.97

    async def get_ready(self) -> None:
        return None

    async def glance_picture(self, path: Path) -> PictureFacts:
        return _next([self.picture])

    async def preview_picture(self, source: Path, target: Path, side: int, edit: PictureEdit) -> PictureFacts:
        target.write_bytes(b"preview")
        return _next([self.picture])

    async def video_frame(
        self, source: Path, target: Path, which: VideoFrame | float, format_name: str = "PNG"
    ) -> PictureFacts:
        target.write_bytes(str(which).encode() if isinstance(which, VideoFrame) else f"{format_name} {which}".encode())
        return PICTURE

    async def frame_times(self, path: Path) -> FrameTimes:
        return FrameTimes.regular(8.0, 2.0)

    async def inspect_picture(self, path: Path) -> PictureFacts:
        return _next([self.picture])

    async def inspect_audio(self, path: Path) -> AudioFacts:
        return _next([self.sound])

    async def inspect_video(self, path: Path) -> VideoFacts:
        return _next(self.videos)

    async def inspect_clip(self, path: Path, picture: Path) -> tuple[ClipFacts, PictureFacts]:
        picture.write_bytes(b"first picture")
        return CLIP, PICTURE

    async def fit_clip(self, source: Path, target: Path, limits: ClipLimits, start: float, seconds: float) -> ClipFacts:
        target.write_bytes(b"fitted")
        return CLIP

    async def frame_strip(self, source: Path, target: Path, times: Sequence[float], height: int) -> None:
        target.write_bytes(b"strip")

    async def clean_clip(self, source: Path, target: Path) -> ClipFacts:
        target.write_bytes(b"clean " + source.read_bytes())
        return CLIP

    async def prepare_picture(
        self, source: Path, target: Path, limits: PictureLimits, edit: PictureEdit = NO_EDIT
    ) -> PictureFacts:
        self.limits.append(limits)
        self.edits.append(edit)
        facts = _next([self.picture])
        if not needs_preparation(facts, limits, edit):
            # Many tests begin with a stored job whose picture was never copied.
            content = source.read_bytes() if source.exists() else b""
            target.write_bytes(content.removesuffix(self.extras))
            return facts
        target.write_bytes(b"prepared")
        return PICTURE

    async def prepare_audio(
        self, source: Path, target: Path, limits: AudioLimits, start: float, seconds: float
    ) -> AudioFacts:
        if self.unpreparable is not None:
            raise self.unpreparable
        self.parts.append((start, seconds))
        target.write_bytes(f"{source.read_bytes()!r} {start} {seconds}".encode())
        return replace(AUDIO, seconds=seconds)

    async def thumbnail(
        self, source: Path, target: Path, side: int, edit: PictureEdit = NO_EDIT, *, is_as_stored: bool = False
    ) -> None:
        target.write_bytes(b"poster")

    async def likeness(self, one: Path, other: Path) -> float:
        return self.similarity

    async def close(self) -> None:
        return None


class FakeDestination:
    """A videos folder that refuses as the test says."""

    refused: FolderRefused | None = None
    folder = Path("/videos")
    answers: asyncio.Event | None = None
    """While it is not set, the drive does not answer."""

    async def check(self) -> None:
        if self.answers is not None:
            await self.answers.wait()
        if self.refused is not None:
            raise self.refused

    def use(self, chosen: Path | None) -> None:
        self.folder = chosen or FakeDestination.folder
        self.refused = self.answers = None


class FakeFiles:
    """Real files in a temporary folder, without the safety of the real adapter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.destination = FakeDestination()

    async def copy_input(self, source: Path, format: str) -> StoredInput:  # noqa: A002
        content = source.read_bytes()
        stored = StoredInput(
            sha256=hashlib.sha256(content).hexdigest(), format=format, name=source.name, size_bytes=len(content)
        )
        self.input_path(stored).write_bytes(content)
        return stored

    def input_path(self, stored: StoredInput) -> Path:
        return self.folder / stored.sha256

    def draft_path(self, name: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        return self.folder / name

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        return listed

    async def kept_path(self, name: str) -> Path:
        return self.folder / name

    async def take_out(self, stored: StoredInput) -> Path:
        target = await self.kept_path(stored.name)
        target.write_bytes(self.input_path(stored).read_bytes())
        return target

    async def keep_file(self, place: str) -> str:
        return place

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        return FoundFiles(places=tuple(places))

    async def read_table(self, path: Path) -> bytes:
        return path.read_bytes()

    async def file_beside(self, table: Path, cell: str) -> str:
        return str(table.parent / cell)

    async def write(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)

    async def sweep(self, older_than: float, keep: Collection[str] = ()) -> None:
        return None

    async def adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        stored = await self.copy_input(draft, format)
        return replace(stored, name=name)

    def poster_path(self, job_id: str) -> Path:
        return self.folder / f"{job_id}.poster.jpg"

    async def stored_inputs(self) -> Mapping[str, float]:
        return {path.name: path.stat().st_mtime for path in self.folder.iterdir() if len(path.name) == 64}

    async def delete_inputs(self, sha256s: Collection[str]) -> None:
        for each in sha256s:
            (self.folder / each).unlink(missing_ok=True)

    async def sizes(self, paths: Collection[Path]) -> Mapping[Path, int]:
        return {path: path.stat().st_size for path in paths if path.is_file()}

    async def input_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir() if len(path.name) == 64)

    async def posters(self) -> Mapping[Path, tuple[int, float]]:
        found = self.folder.glob("*.poster.jpg")
        return {path: (path.stat().st_size, path.stat().st_mtime) for path in found}

    async def reserve_video(self, job: Job) -> Path:
        await self.destination.check()
        return self.folder / f"{job.id}.mp4"

    async def reserve_in_fallback(self, job: Job, complete_part: Path | None = None) -> Path:
        (self.folder / "aside" / job.id).mkdir(parents=True, exist_ok=True)
        return self.folder / "aside" / job.id / f"{job.id}.mp4"

    def is_in_fallback(self, final: Path) -> bool:
        return self.folder / "aside" in final.parents

    async def videos_in_fallback(self) -> Sequence[tuple[str, Path]]:
        return [(path.parent.name, path) for path in (self.folder / "aside").glob("*/*.mp4")]

    def use_names(self, naming: VideoNaming) -> None:
        self.naming = naming

    async def give_name(self, video: Path, name: str) -> Path:
        path = video.with_name(f"{name}{video.suffix}")
        path.write_bytes(video.read_bytes())
        return path

    async def drop_name(self, earlier: Path, video: Path) -> None:
        if earlier != video:
            earlier.unlink()

    async def relocate(self, job_id: str, video: Path, label: str = "") -> Path:
        home = self.folder / video.name
        home.write_bytes(video.read_bytes())
        return home

    async def clear_fallback(self, job_id: str) -> None:
        for path in (self.folder / "aside" / job_id).iterdir():
            path.unlink()

    async def is_complete(self, path: Path) -> bool:
        return path.exists() and path.stat().st_size > 0

    async def trash(self, video: Path, size_bytes: int) -> bool:
        if not video.exists():
            return False
        video.unlink()
        return True

    async def free_bytes(self, folder: Path) -> int | None:
        return 1 << 40

    def part_path(self, final: Path) -> Path:
        return final.with_name(final.name + ".part")

    async def finish_video(self, part: Path, final: Path) -> Path:
        return part.replace(final)

    async def copy_out(self, source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes())

    async def exists(self, path: Path) -> bool:
        return path.exists()

    async def find_moved(self, before: Path, size_bytes: int, chosen: Path) -> Path | None:
        return await MovedVideos().find_moved(before, size_bytes, chosen)

    async def discard(self, path: Path) -> None:
        path.unlink(missing_ok=True)


@dataclass
class FakeListener:
    """Records every report."""

    added: list[Job] = field(default_factory=list)
    changed: list[Job] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    restored: list[tuple[str, str | None]] = field(default_factory=list)
    refused: list[TrashRefused] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    workloads: list[Workload] = field(default_factory=list)
    videos_folder: list[JobProblem | None] = field(default_factory=list)

    def job_added(self, job: Job) -> None:
        self.added.append(job)

    def job_changed(self, job: Job) -> None:
        self.changed.append(job)

    def job_removed(self, job_id: str) -> None:
        self.removed.append(job_id)

    def job_restored(self, job: Job, next_older: str | None) -> None:
        self.restored.append((job.id, next_older))

    def trash_refused(self, refused: TrashRefused) -> None:
        self.refused.append(refused)

    def progressed(self, progress: Progress) -> None:
        self.progress.append(progress)

    def workload_changed(self, workload: Workload) -> None:
        self.workloads.append(workload)

    def videos_folder_changed(self, problem: JobProblem | None) -> None:
        self.videos_folder.append(problem)


async def until(condition: Callable[[], object], *, turns: int = 3000) -> None:
    """Turn the event loop until the condition holds (fakes take no time). Raises AssertionError when it never does."""
    for _ in range(turns):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("never happened")
