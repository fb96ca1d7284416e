"""One job from the queue to the film on disk: prepare > upload > create > follow > save.

Trouble on the way never ends a job that may have cost money: only the rhythm changes, and the row says what it
waits for. The create request alone is different: it is sent once, and what is not known to have failed before
its last byte is never sent again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.account import Connection
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import needs_preparation
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    DownloadBlocked,
    FilmUnreadable,
    FolderRefused,
    InputRefused,
    KeyNeeded,
    KeyRefused,
    KeyringFailed,
    LinkExpired,
    MediaProcessFailed,
    NoRoom,
    NothingSent,
    OutcomeUnknown,
    PracticeFailed,
    StoreDamaged,
    TaskOwned,
    WanDeskError,
)
from wandesk.domain.job import (
    DownloadStarted,
    FilmSaved,
    InputsPrepared,
    Job,
    JobCanceled,
    JobEvent,
    JobExpired,
    JobFailed,
    JobProblem,
    JobStage,
    PosterMade,
    PreparationStarted,
    StatusSeen,
    SubmissionPostponed,
    SubmissionStarted,
    SubmissionUnconfirmed,
    TaskCreated,
    TaskSucceeded,
    UploadStarted,
    WaitReason,
    WorkInterrupted,
)
from wandesk.domain.media import MIME_TYPES, SUFFIXES, Film
from wandesk.domain.pacing import USUAL_PRACTICE, next_look
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.desk import Desk
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Media, OrderInputs, Store
from wandesk.engine.recovery import Step, decide
from wandesk.engine.watch import Watch

log = logging.getLogger(__name__)

POSTER_SIDE = 960
KEY_LOOK = 60.0
ROOM_LOOK = 20.0
FILM_TRIES = 3
LEAST_RETENTION = 24 * 3600.0
"""Seconds. What the cloud is known to keep (wire-protocol 4); a catalogue that could not be read says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Runs jobs; holds no state of its own but the films' links, which are secrets and live in memory only."""

    catalog: Catalog
    desk: Desk
    watch: Watch
    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    clock: Clock
    failpoint: Failpoint
    links: dict[str, str]

    async def run_job(self, job_id: str) -> None:
        """Work on a job until it is finished or nothing can be done by ourselves."""
        failures = 0
        while job_id in self.desk:
            job = self.desk.job(job_id)
            try:
                match decide(job):
                    case Step.ORDER:
                        await self._order(job)
                    case Step.DOUBT:
                        await self._doubt(job, JobProblem(sentence="order_uncertain"))
                    case Step.FOLLOW:
                        await self._follow(job, failures)
                    case Step.FETCH:
                        await self._fetch(job, failures)
                    case Step.REST:
                        break
            except WanDeskError as trouble:
                failures += 1
                await self._hold(job_id, trouble, failures)
            except Exception as fault:  # a mistake of ours must not leave a paid job with nobody working on it
                failures += 1
                if failures == 1:
                    log.exception("job %s: something unforeseen", job_id)
                await self._hold(job_id, fault, failures)
            else:
                failures = 0
                self.desk.waits(job_id, None)
        self.watch.forget(job_id)
        self.links.pop(job_id, None)

    # ------------------------------------------------------------------ prepare > upload > create

    async def _order(self, job: Job) -> None:
        if job.stage is not JobStage.QUEUED:
            await self.desk.record(job.id, WorkInterrupted(at=self.clock.now()))
        job = await self.desk.record(job.id, PreparationStarted(at=self.clock.now()))
        if job.stage is not JobStage.PREPARING:
            return
        if all(model.key != job.request.model for model in self.catalog.models):
            problem = JobProblem(sentence="model_not_offered")
            await self.desk.record(job.id, JobFailed(at=self.clock.now(), problem=problem))
            return
        try:
            job = await self._prepare(job)
        except (InputRefused, MediaProcessFailed) as refused:
            await self.desk.record(job.id, JobFailed(at=self.clock.now(), problem=problem_of(refused)))
            return
        connection = await self.accounts.connect(job.request.region)
        try:
            inputs = await self._place_inputs(job, connection)
        except CloudBusy:
            raise
        except CloudRefused as refused:  # the file, not the order: nothing was made and the same file stays refused
            await self.desk.record(job.id, JobFailed(at=self.clock.now(), problem=problem_of(refused)))
            return
        job = await self.desk.record(
            job.id,
            SubmissionStarted(
                at=self.clock.now(),
                account=connection.account,
                endpoint=connection.base_url,
                key_fingerprint=connection.secret.fingerprint,
            ),
        )
        if job.stage is JobStage.SUBMITTING:  # anything else: cancelled in the meantime, and nothing is ordered
            self.failpoint("intent_saved")
            await self._create(job, connection, inputs)

    async def _prepare(self, job: Job) -> Job:
        picture = job.request.first_frame
        source = self.files.input_path(picture)
        if job.poster is None:
            poster = self.files.poster_path(job.id)
            await self.media.thumbnail(source, poster, POSTER_SIDE)
            job = await self.desk.record(job.id, PosterMade(at=self.clock.now(), path=str(poster)))
        if job.first_frame is not None:
            return job
        limits = self.catalog.model(job.request.model).picture
        facts = await self.media.inspect_picture(source)
        sent = picture
        if needs_preparation(facts, limits):
            draft = self.files.draft_path(f"{job.id}.prepared")
            prepared = await self.media.prepare_picture(source, draft, limits)
            sent = await self.files.adopt(draft, prepared.format, picture.name)
        return await self.desk.record(job.id, InputsPrepared(at=self.clock.now(), first_frame=sent))

    async def _place_inputs(self, job: Job, connection: Connection) -> OrderInputs:
        picture = job.first_frame or job.request.first_frame
        sound = job.request.sound
        path = self.files.input_path(picture)
        mime = MIME_TYPES[picture.format]
        is_inline = picture.size_bytes <= self.catalog.inline_picture_max_bytes or not connection.has_uploads
        if is_inline and sound is None:
            return OrderInputs(first_frame=path, first_frame_mime=mime)
        await self.desk.record(job.id, UploadStarted(at=self.clock.now()))
        frame = path if is_inline else await self._upload(job, connection, path, SUFFIXES[picture.format])
        sound_url = None
        if sound is not None:
            sound_url = await self._upload(job, connection, self.files.input_path(sound), SUFFIXES[sound.format])
        return OrderInputs(first_frame=frame, first_frame_mime=mime, sound=sound_url)

    async def _upload(self, job: Job, connection: Connection, path: Path, suffix: str) -> str:
        self.failpoint("uploading")
        upload = await self.cloud.upload(
            connection,
            job.request.model_id,
            path,
            suffix,
            sent=lambda done, total: self.desk.transferred(job.id, done, total),
            stopped=lambda: job.id not in self.desk,
        )
        return upload.url

    async def _create(self, job: Job, connection: Connection, inputs: OrderInputs) -> None:
        try:
            submission = await self.cloud.create(
                connection, job.request, inputs, sent=lambda done, total: self.desk.transferred(job.id, done, total)
            )
        except (NothingSent, CloudBusy, KeyRefused):
            await self._keep(job.id, SubmissionPostponed(at=self.clock.now()))
            raise
        except CloudRefused as refused:
            await self._keep(job.id, JobFailed(at=self.clock.now(), problem=problem_of(refused)))
            return
        except OutcomeUnknown as unknown:
            await self._doubt(job, problem_of(unknown))
            return
        except Exception:
            # A fault of ours after the first byte: the order may stand at the cloud, so it is doubted, not repeated.
            await self._doubt(job, JobProblem(sentence="order_uncertain"))
            raise
        created = TaskCreated(at=self.clock.now(), task_id=submission.task_id, request_id=submission.request_id)
        try:
            await self._keep(job.id, created)
        except TaskOwned as owned:
            await self._doubt(job, problem_of(owned))
            return
        self.failpoint("id_saved")

    async def _doubt(self, job: Job, problem: JobProblem) -> None:
        await self._keep(job.id, SubmissionUnconfirmed(at=self.clock.now(), problem=problem))

    async def _keep(self, job_id: str, event: JobEvent) -> None:
        """Record how an order ended, however long the store refuses: a paid film may hang on it."""
        is_told = False
        while True:
            try:
                await self.desk.record(job_id, event)
            except (NoRoom, StoreDamaged) as trouble:
                if not is_told:
                    log.error("job %s: %r cannot be kept yet: %s", job_id, event, trouble)  # noqa: TRY400 - no mistake
                is_told = True
                reason, delay = wait_for(trouble, 1, is_practice=False)
                self.desk.waits(job_id, reason)
                await self.watch.next(job_id, delay)
            else:
                self.desk.waits(job_id, None)
                return

    # ------------------------------------------------------------------ follow

    async def _follow(self, job: Job, failures: int) -> None:
        request = job.request
        usual = await self.store.usual_seconds(request.region, request.model, request.resolution, request.seconds)
        if usual is None and self._is_practice(job):
            usual = USUAL_PRACTICE
        self.desk.usually_takes(job.id, usual)
        age = max(0.0, self.clock.now() - (job.submitted_at or job.created_at))
        started = self.clock.monotonic() - age
        while job.id in self.desk and job.stage in (JobStage.WAITING, JobStage.GENERATING):
            if not failures:  # after trouble the wait is already over
                await self.watch.next(job.id, next_look(self.clock.monotonic() - started, usual=usual))
                if job.id not in self.desk:
                    return
            report = await self._read_task(job)
            failures = 0
            self.desk.waits(job.id, None)
            job = await self._take(job, report)

    async def _read_task(self, job: Job) -> TaskReport:
        self.failpoint("polling")
        connection = await self.accounts.connect(job.request.region, account=job.account, endpoint=job.endpoint)
        if job.task_id is None:
            raise CloudUnreachable(f"job {job.id} has no task")
        return await self.cloud.task(connection, job.task_id)

    async def _take(self, job: Job, report: TaskReport) -> Job:
        now = self.clock.now()
        match report.status:
            case TaskStatus.RUNNING if job.stage is JobStage.WAITING:
                return await self.desk.record(job.id, StatusSeen(at=now, status=report.status))
            case TaskStatus.SUCCEEDED if report.film_url:
                self.links[job.id] = report.film_url
                saved = await self.desk.record(
                    job.id,
                    TaskSucceeded(
                        at=now, ended_at=report.ended_at, actual_prompt=report.actual_prompt, usage=report.usage
                    ),
                )
                self.failpoint("url_saved")
                return saved
            case TaskStatus.FAILED:
                problem = JobProblem(
                    sentence=report.sentence, code=report.code, message=report.message, request_id=report.request_id
                )
                return await self.desk.record(job.id, JobFailed(at=now, problem=problem))
            case TaskStatus.CANCELED:
                return await self.desk.record(job.id, JobCanceled(at=now))
            case TaskStatus.UNKNOWN if self._is_forgotten(job):
                problem = JobProblem(sentence="film_expired", request_id=report.request_id)
                return await self.desk.record(job.id, JobExpired(at=now, problem=problem))
            case _:
                return job

    def _is_forgotten(self, job: Job) -> bool:
        """The cloud keeps tasks 24 h; an UNKNOWN before that says nothing (design: paid once, 7)."""
        since = job.ended_at or job.submitted_at or job.created_at
        return self.clock.now() - since > max(self.catalog.retention_hours * 3600, LEAST_RETENTION)

    def _is_practice(self, job: Job) -> bool:
        """A region that the catalogue has lost is a real one: its films are still fetched."""
        return any(region.is_practice for region in self.catalog.regions if region.key == job.request.region)

    # ------------------------------------------------------------------ save

    async def _fetch(self, job: Job, failures: int) -> None:
        if job.download_path is None:
            final = await self.files.reserve_film(job)
            try:
                job = await self.desk.record(job.id, DownloadStarted(at=self.clock.now(), path=str(final)))
            except WanDeskError:
                await self.files.discard(final)
                raise
        final = Path(job.download_path or "")
        part = self.files.part_path(final)
        if await self._is_saved_already(job, final):
            return
        url = self.links.pop(job.id, None)
        if url is None:
            report = await self._read_task(job)
            if report.status is TaskStatus.UNKNOWN and self._is_forgotten(job):
                if not await self._is_complete_already(job, part, final):
                    problem = JobProblem(sentence="film_expired", request_id=report.request_id)
                    await self.desk.record(job.id, JobExpired(at=self.clock.now(), problem=problem))
                return
            if report.film_url is None:
                raise LinkExpired("the task gives no address now")
            url = report.film_url
        self.failpoint("part_open")
        await self.cloud.download(
            url,
            part,
            is_practice=self._is_practice(job),
            received=lambda done, total: self.desk.transferred(job.id, done, total),
            stopped=lambda: job.id not in self.desk,
        )
        self.failpoint("part_done")
        try:
            facts = await self.media.inspect_film(part)
        except FilmUnreadable:
            if failures < FILM_TRIES:
                await self.files.discard(part)
            raise
        path = await self.files.finish_film(part, final)
        self.failpoint("renamed")
        await self._finish(job, Film(path=str(path), facts=facts))

    async def _is_complete_already(self, job: Job, part: Path, final: Path) -> bool:
        """The cloud has forgotten the film, but all of it came before a crash: it is in the `.part`."""
        if not await self.files.exists(part):
            return False
        try:
            facts = await self.media.inspect_film(part)
        except (FilmUnreadable, MediaProcessFailed):
            return False
        await self._finish(job, Film(path=str(await self.files.finish_film(part, final)), facts=facts))
        return True

    async def _is_saved_already(self, job: Job, final: Path) -> bool:
        """After a crash between the rename and its record, the film stands under its final name."""
        if not await self.files.exists(final):
            return False
        try:
            facts = await self.media.inspect_film(final)
        except (FilmUnreadable, MediaProcessFailed):
            return False
        await self._finish(job, Film(path=str(final), facts=facts))
        return True

    async def _finish(self, job: Job, film: Film) -> None:
        try:
            poster = self.files.poster_path(f"{job.id}.film")
            await self.media.thumbnail(Path(film.path), poster, POSTER_SIDE)
        except WanDeskError as refused:  # a picture for the row, nothing more: the film is there
            log.warning("no poster for job %s: %s", job.id, refused)
        else:
            await self.desk.record(job.id, PosterMade(at=self.clock.now(), path=str(poster)))
        await self.desk.record(job.id, FilmSaved(at=self.clock.now(), film=film))
        self.failpoint("row_done")

    # ------------------------------------------------------------------ trouble

    async def _hold(self, job_id: str, trouble: Exception, failures: int) -> None:
        """Say what the job waits for and wait; `run_job` then goes on where the stage says."""
        if job_id not in self.desk:
            return
        reason, delay = wait_for(trouble, failures, is_practice=self._is_practice(self.desk.job(job_id)))
        if failures == 1:
            log.warning("job %s waits: %s", job_id, trouble)
        self.desk.waits(job_id, reason)
        await self.watch.next(job_id, delay)


def wait_for(trouble: Exception, failures: int, *, is_practice: bool) -> tuple[WaitReason | None, float]:
    """What a row says it waits for, and how long until the next try."""
    back_off = next_look(0.0, failures=failures)
    match trouble:
        case KeyNeeded() | KeyRefused() | KeyringFailed():
            return WaitReason.KEY, KEY_LOOK
        case NoRoom():
            return WaitReason.ROOM, ROOM_LOOK
        case StoreDamaged():
            return None, ROOM_LOOK
        case FolderRefused():
            return WaitReason.FOLDER, ROOM_LOOK
        case DownloadBlocked():
            return WaitReason.BLOCKED, KEY_LOOK
        case FilmUnreadable() | MediaProcessFailed():
            return WaitReason.UNREADABLE, back_off
        case LinkExpired():
            return WaitReason.LINK, 1.0 if failures == 1 else KEY_LOOK
        case CloudBusy():
            return None, next_look(0.0, failures=failures, retry_after=trouble.retry_after)
        case PracticeFailed():
            return WaitReason.PRACTICE, back_off
        case WanDeskError():
            return (WaitReason.PRACTICE, min(back_off, 2.0)) if is_practice else (WaitReason.NETWORK, back_off)
        case _:
            return None, back_off


def problem_of(error: WanDeskError) -> JobProblem:
    """The error as a job keeps it: the sentence, and the cloud's own words for Details."""
    return JobProblem(
        sentence=error.sentence,
        values=tuple(error.values.items()),
        code=error.code,
        message=error.detail,
        request_id=error.request_id,
    )
