"""The engine's ports. Adapters satisfy them by structure; mypy checks it in `app`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import TrashRefused
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.job_events import JobEvent
from wandesk.domain.progress import Progress
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.send_queue import Workload
from wandesk.domain.space import RowFiles
from wandesk.domain.spending import LedgerEntry
from wandesk.domain.task import Submission, TaskOwner, TaskPage, TaskReport, Upload, UploadKey
from wandesk.domain.transfers import Stopped, TransferProgress
from wandesk.engine.list_port import ListStore
from wandesk.engine.media_port import Media
from wandesk.engine.moved_port import MovedVideos
from wandesk.engine.places_port import FoundPlaces
from wandesk.engine.videos_port import Destination, Videos

Failpoint = Callable[[str], None]
"""Called with a name of design.md section 4; crash tests end the process there."""


def no_failpoint(_name: str) -> None:
    """The failpoint of the program: does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineFile:
    """A local picture that goes into the create request itself, with its MIME type."""

    path: Path
    mime: str


RequestInputs = Mapping[str, InlineFile | str]
"""The inputs of one create request by key (`request.INPUTS`): a file to send inline, or an address.

Addresses are `oss://`, public URLs or data URIs. Only pictures go inline. With a clip there is no first frame.
"""


class Cloud(Protocol):
    """The cloud. Each method raises the errors that it names, and no others."""

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
        """Upload a file to the cloud's temporary store (48 h).

        Raises UploadsRefused (uploads are not permitted), CloudUnreachable, CloudRefused, KeyRefused.
        """

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        """Send a create request: one POST on its own connection, never repeated here.

        Raises NothingSent (safe to send again), CloudBusy (no task, retry later), CloudRefused, KeyRefused (no task),
        OutcomeUnknown (a billable task may exist).
        """

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        """Read one task. Raises CloudUnreachable, CloudBusy, CloudRefused, KeyRefused."""

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        """One page (from 1) of the account's tasks of the last 24 hours, newest first.

        Raises ListUnreadable (an answer came, and no list), CloudUnreachable, CloudBusy, KeyRefused.
        """

    async def cancel(self, connection: Connection, task_id: str) -> None:
        """Cancel a task. Raises CloudRefused if it no longer waits."""

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
        """Download the video into `part`, resuming a partial one; returns its length in bytes after fsync.

        A partial download has a note beside it (the part's name and `.json`); a part without a note is complete.
        NoRoom has `needed_bytes` if the length is known: the free space that the disk must have.

        `endpoint` is the API base that gave the link, None if unknown. The download uses the proxy of `region`; None:
        that of all regions.

        Raises LinkExpired, DownloadBlocked, CloudUnreachable, VideoTooLarge, NoRoom, FolderRefused.
        """

    async def fetch(self, address: str, target: Path, *, region: str) -> None:
        """Write the file at a web address to `target`, for a preview. Uses the proxy of `region`.

        Raises InputRefused where the cloud could not fetch it either, WebFileUnseen where it perhaps can, NoRoom,
        FolderRefused.
        """

    async def close(self) -> None:
        """Close every connection."""


class Accounts(Protocol):
    """Regions and their keys."""

    async def connect(self, ref: AccountRef) -> Connection:
        """A connection to the account. A region alone is for new jobs, `Job.account_ref` for a job's own account.

        Practice starts its child here. Raises KeyNeeded, KeyringFailed, PracticeFailed.
        """


class Store(ListStore, Protocol):
    """The job store. Every method returns after its change is durable. Raises StoreDamaged, NoRoom."""

    async def add(self, job: Job) -> None: ...

    async def save(self, job: Job, event: JobEvent) -> None:
        """Store the event, and the job as it is after the event."""

    async def save_all(self, changes: Sequence[tuple[Job, JobEvent]]) -> None:
        """The same for several jobs, all or none."""

    async def remove(self, job_id: str) -> None: ...

    async def get(self, job_id: str) -> Job | None:
        """The job, also a removed one."""

    async def open_jobs(self) -> Sequence[Job]:
        """Jobs in a stage that is not final and that are not removed, oldest first."""

    async def removed_jobs(self) -> Sequence[Job]:
        """The jobs that the user removed from the list, the one removed first."""

    async def next_older(self, job_id: str) -> str | None:
        """The id of the next older job in the list, None for the oldest."""

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        """Median time from submit to the cloud's end of such jobs in this store, None without history."""

    async def find_upload(self, key: UploadKey, now: float) -> Upload | None:
        """The file's upload, None if there is none or it expires soon."""

    async def keep_upload(self, key: UploadKey, upload: Upload, now: float) -> None: ...

    async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        """Which of these tasks belong to a job, open, finished or removed."""

    async def closed_uncertain_jobs(self, newest: int) -> Sequence[Job]:
        """The `newest` jobs that the user closed while uncertain, oldest first."""

    async def key_id(self, account: str, key_fingerprint: str) -> str | None:
        """The id of that key in the task list, None while it is unknown."""

    async def learn_key_id(self, account: str, key_fingerprint: str, api_key_id: str) -> None: ...

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        """Which of these contents no job references as input or as prepared input."""

    async def row_files(self, newest: int | None = None) -> Sequence[RowFiles]:
        """The files that the rows name, or the `newest` ones, the newest row first, removed ones too."""

    async def ledger(self, since: float) -> Sequence[LedgerEntry]:
        """What each video since then cost, newest first; removed jobs included."""

    async def oldest_created_at(self) -> float | None:
        """When the oldest job was created (local clock), None without jobs."""

    async def forget_uploads(self, sha256s: Sequence[str]) -> None:
        """Forget the uploads of these contents: the cloud did not find one of them."""

    async def close(self) -> None: ...


class Files(Videos, MovedVideos, FoundPlaces, Protocol):
    """The program's own folders. Raises FolderRefused, NoRoom, InputRefused (the user's file is gone)."""

    async def copy_input(self, source: Path, format: str) -> StoredInput:  # noqa: A002 - the field's name
        """Copy an input into the input store, named by its content: one copy however often it is used."""

    def input_path(self, stored: StoredInput) -> Path: ...

    async def take_out(self, stored: StoredInput) -> Path:
        """A copy of an input as a file of the draft, under the user's own name."""

    def draft_path(self, name: str) -> Path:
        """A path for a draft in the input store."""

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        """The files that a sandboxed program handed over through a portal; `listed`, if one of these paths exists."""

    async def kept_path(self, name: str) -> Path:
        """A path for a file of the draft, in a folder of its own so that the file has its own name."""

    async def keep_file(self, place: str) -> str:
        """A path of the same file that stays: a copy in the input store if it may vanish, else the path as it is.

        `place` is a path, or an address such as `smb://nas/photos/cat.jpg`. Raises InputRefused for a place that this
        computer has not mounted.
        """

    async def write(self, path: Path, content: bytes) -> None:
        """Write a small file atomically."""

    async def sweep(self, older_than: float, keep: Collection[str] = ()) -> None:
        """Remove drafts last touched before `older_than` (seconds since 1970), but not the paths `keep`."""

    async def adopt(self, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        """Move a finished draft into the input store."""

    def poster_path(self, job_id: str) -> Path: ...

    async def stored_inputs(self) -> Mapping[str, float]:
        """When each content of the input store was stored (seconds since 1970), by sha256."""

    async def delete_inputs(self, sha256s: Collection[str]) -> None:
        """Delete these contents; one that cannot be deleted stays."""

    async def sizes(self, paths: Collection[Path]) -> Mapping[Path, int]:
        """The size of each of these files that exists."""

    async def input_bytes(self) -> int:
        """The size of all copies of inputs and of the drafts."""

    async def posters(self) -> Mapping[Path, tuple[int, float]]:
        """The size of each poster, and when it was written (seconds since 1970)."""

    @property
    def destination(self) -> Destination: ...


class Clock(Protocol):
    """Time, injected so that tests control it."""

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""

    def monotonic(self) -> float: ...

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        """Wait until `woken` is set or `within` seconds have passed; True when it was set."""


class Listener(Protocol):
    """Receives changes after they are durable, on the engine's thread."""

    def job_added(self, job: Job) -> None: ...

    def job_changed(self, job: Job) -> None: ...

    def job_removed(self, job_id: str) -> None:
        """The job left the list."""

    def job_restored(self, job: Job, next_older: str | None) -> None:
        """A removed job is in the list again, before the job `next_older`; None: at its end."""

    def trash_refused(self, refused: TrashRefused) -> None:
        """The video of a removed job stays where it is."""

    def progressed(self, progress: Progress) -> None: ...

    def workload_changed(self, workload: Workload) -> None:
        """Called when the workload changed."""

    def videos_folder_changed(self, problem: JobProblem | None) -> None:
        """The videos folder cannot be used, for this reason; None: it can again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The adapters of the engine, built in `app`."""

    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    clock: Clock
    form_media: Media | None = None
    """Reads what the user puts into the form, which never waits for the preparation of a job. None: `media` does."""
