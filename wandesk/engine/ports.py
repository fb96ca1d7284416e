"""What the engine needs from the outside world. Adapters satisfy these by structure; mypy checks it in `app`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.job import Job, JobEvent, Progress
from wandesk.domain.media import AudioFacts, PictureFacts, VideoFacts
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.send_queue import Workload
from wandesk.domain.task import Submission, TaskOwner, TaskPage, TaskReport, Upload, UploadKey

TransferProgress = Callable[[int, int | None], None]
"""Called with (bytes so far, bytes in all or None). May be called often; it must be cheap."""

Stopped = Callable[[], bool]
"""A transfer reads this between slices and gives up when it answers True; no transfer is ever cancelled."""

Failpoint = Callable[[str], None]
"""Called with a name of design.md section 4; crash tests end the process there."""


def no_failpoint(_name: str) -> None:
    """The failpoint of the program: does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInputs:
    """Where the inputs of one create request are: a local file to send inline, or an address the cloud can read.

    Addresses are `oss://`, public ones, or data URIs. Only pictures go inline. With a `clip` there is no first frame.
    """

    first_frame: Path | str | None
    first_frame_mime: str
    last_frame: Path | str | None = None
    last_frame_mime: str = ""
    audio: str | None = None
    clip: str | None = None


class Cloud(Protocol):
    """The wire. Every method raises members of `domain.errors.CloudError` and nothing else."""

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
        """Put a file into the cloud's temporary store (48 h).

        Raises UploadsRefused (there is no leave to upload at all), CloudUnreachable, CloudRefused, KeyRefused.
        """

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: OrderInputs, *, sent: TransferProgress
    ) -> Submission:
        """Order: one POST on a connection of its own, never repeated in here.

        Raises NothingSent (safe to order again), CloudBusy (not made, later), CloudRefused, KeyRefused (not made),
        OutcomeUnknown (a billable task may exist).
        """

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        """Read one task. Raises CloudUnreachable, CloudBusy, CloudRefused, KeyRefused."""

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        """One page (from 1) of the account's tasks of the last 24 hours, newest first.

        Raises ListUnreadable (an answer came, and no list), CloudUnreachable, CloudBusy, KeyRefused.
        """

    async def cancel(self, connection: Connection, task_id: str) -> None:
        """Ask to cancel; only a waiting task can be. Raises CloudRefused when it is too late."""

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
        """Bring the video into `part`, resuming what is there; returns its length in bytes. fsync is done.

        While something is missing, a note lies beside it (the part's name and `.json`): a part without one is complete.
        NoRoom holds `needed_bytes` where the length is known.

        `endpoint` is the API base whose answers name the address, None: not known. The video goes the way (the proxy)
        of `region`; None: that of all regions.

        Raises LinkExpired, DownloadBlocked, CloudUnreachable, NoRoom, FolderRefused.
        """

    async def close(self) -> None:
        """Close every connection."""


class Accounts(Protocol):
    """Regions and their keys."""

    async def connect(self, ref: AccountRef) -> Connection:
        """A connection to the account; a region alone is for new orders, `Job.account_ref` for a job's own account.

        Practice starts its child here. Raises KeyNeeded, KeyringFailed, PracticeFailed.
        """


class Store(Protocol):
    """The job store: the truth. Every method returns after the change is durable; raises StoreDamaged, NoRoom."""

    async def add(self, job: Job) -> None: ...

    async def save(self, job: Job, event: JobEvent) -> None:
        """Keep the job as it is after the event, and the event."""

    async def remove(self, job_id: str) -> None: ...

    async def get(self, job_id: str) -> Job | None: ...

    async def open_jobs(self) -> Sequence[Job]:
        """Jobs in a stage that is not final, oldest first."""

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        """All job ids, or those of the `newest` jobs, newest first: one indexed query."""

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """A window of jobs, in the order asked; ids that are gone are left out."""

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        """Median time from submit to the cloud's end of such jobs in this store, None without history."""

    async def kept_upload(self, key: UploadKey, now: float) -> Upload | None:
        """Where the file already lies in the cloud's temporary store, None where it does not or not for long."""

    async def keep_upload(self, key: UploadKey, upload: Upload, now: float) -> None: ...

    async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        """Which of these tasks belong to a job, open or finished."""

    async def closed_uncertainties(self, since: float) -> Sequence[Job]:
        """Orders begun since then (local clock) that the user closed while they were in doubt."""

    async def key_id(self, account: str, key_fingerprint: str) -> str | None:
        """The number by which the cloud's list calls that key, None while it is not known."""

    async def learn_key_id(self, account: str, key_fingerprint: str, api_key_id: str) -> None: ...

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        """Which of these contents no job names, neither as its input nor as what it sent."""

    async def oldest_order(self) -> float | None:
        """When the oldest job was made (local clock), None where there is none."""

    async def forget_uploads(self, sha256s: Sequence[str]) -> None:
        """The cloud did not find one of these: they are sent anew."""

    async def close(self) -> None: ...


class Media(Protocol):
    """The media child process: the only place where foreign files are opened.

    Raises InputRefused (with the sentence), VideoUnreadable, MediaProcessFailed; what writes a file raises NoRoom and
    FolderRefused, too.
    """

    async def inspect_picture(self, path: Path) -> PictureFacts: ...

    async def inspect_audio(self, path: Path) -> AudioFacts: ...

    async def inspect_video(self, path: Path) -> VideoFacts: ...

    async def prepare_picture(self, source: Path, target: Path, limits: PictureLimits) -> PictureFacts:
        """Write what is sent: upright, flattened on white, within the limits, JPEG or PNG by its `format`."""

    async def thumbnail(self, source: Path, target: Path, side: int) -> None:
        """A JPEG of the picture or the video's first frame, its longer side at most `side` pixels."""

    async def likeness(self, one: Path, other: Path) -> float:
        """How much two pictures, or the first frames of videos, show the same: -1 to 1 (`domain.doubt.likeness_of`)."""

    async def close(self) -> None: ...


class Files(Protocol):
    """The program's own folders. Raises FolderRefused, NoRoom, InputRefused (the user's file is gone)."""

    async def freeze(self, source: Path, format: str) -> StoredInput:  # noqa: A002 - the field's word
        """Copy an input into the store of inputs, named by its content; one copy however often it is used."""

    def input_path(self, stored: StoredInput) -> Path: ...

    def draft_path(self, name: str) -> Path:
        """A place for a file in the making, in the folder of inputs."""

    async def write(self, path: Path, content: bytes) -> None:
        """Write a small file of ours, atomically."""

    async def sweep(self, older_than: float, keep: Collection[str] = ()) -> None:
        """Remove drafts last touched before `older_than` (seconds since 1970), but not the paths `keep`."""

    async def adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        """Take a finished draft into the store of inputs."""

    def poster_path(self, job_id: str) -> Path: ...

    async def kept_inputs(self) -> Mapping[str, float]:
        """The contents in the store of inputs, by sha256, and when each came (seconds since 1970)."""

    async def free_inputs(self, sha256s: Collection[str]) -> None:
        """Remove these contents; one that cannot be removed now stays."""

    async def reserve_video(self, job: Job) -> Path:
        """A free final path for the video: created empty and exclusively, so that nobody else takes it.

        What a crash reserved for this job is taken up again.
        """

    async def reserve_in_fallback(self, job: Job, whole: Path | None = None) -> Path:
        """The same in the program's own folder, while that of the videos is away or cannot be written.

        `whole` is the job's complete part elsewhere: it is copied where it can be read.
        """

    def is_in_fallback(self, final: Path) -> bool: ...

    async def videos_in_fallback(self) -> Sequence[tuple[str, Path]]:
        """The videos kept aside, each with its job's id."""

    async def relocate(self, job_id: str, video: Path) -> Path:
        """Copy a video that was kept aside into the folder of the videos. Repeatable. Also raises VideoLocked."""

    async def clear_fallback(self, job_id: str) -> None:
        """Remove what was kept aside of a job."""

    def part_path(self, final: Path) -> Path: ...

    async def is_whole(self, path: Path) -> bool:
        """Whether a part or a video is there and complete, as `Cloud.download` left it; an empty name is not."""

    async def finish_video(self, part: Path, final: Path) -> Path:
        """fsync and move the video over the reserved name, or beside it when a foreign file stands there.

        Also raises VideoLocked (another program holds the file for long) and VideoUnreadable (there is no part).
        """

    async def free_bytes(self, folder: Path) -> int | None:
        """Room on the folder's disk, None where nobody can tell."""

    async def exists(self, path: Path) -> bool: ...

    async def discard(self, path: Path) -> None:
        """Remove a file of ours (a part, an empty reservation) if it is there."""


class Clock(Protocol):
    """Time, injected so that tests own it."""

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""

    def monotonic(self) -> float: ...

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        """Wait until `woken` is set or `within` seconds have passed; True when it was set."""


class Listener(Protocol):
    """Facts, told after they are durable. Called on the engine's thread."""

    def job_added(self, job: Job) -> None: ...

    def job_changed(self, job: Job) -> None: ...

    def job_removed(self, job_id: str) -> None: ...

    def progressed(self, progress: Progress) -> None: ...

    def workload_changed(self, workload: Workload) -> None:
        """What is under way and what waits here, as a whole; told when it changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that the engine needs from outside, built in `app`."""

    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    clock: Clock
