"""One job from the queue to the film on disk: prepare > upload > create > follow > save.

Trouble on the way never ends a job that may have cost money: only the rhythm changes, and the row says what it
waits for. The create request alone is different: it is sent once, and what is not known to have failed before
its last byte is never sent again.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from weakref import WeakValueDictionary

from wandesk.domain.account import Connection
from wandesk.domain.catalog import Catalog, PictureLimits
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
    UploadsRefused,
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
from wandesk.domain.request import StoredInput
from wandesk.domain.task import TaskReport, TaskStatus, UploadKey
from wandesk.engine.desk import Desk
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Media, OrderInputs, Store
from wandesk.engine.recovery import Step, decide
from wandesk.engine.watch import Followed, Source, Watch

log = logging.getLogger(__name__)

POSTER_SIDE = 960
KEY_LOOK = 60.0
ROOM_LOOK = 20.0
FILM_TRIES = 3
INPUT_TROUBLE = {"cloud_input_unreachable", "cloud_input_format"}
"""What the cloud says of an upload that it does not find (wire-protocol 5.4, 9.3)."""
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
    uploading: WeakValueDictionary[UploadKey, asyncio.Lock] = field(default_factory=WeakValueDictionary)

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
        except (CloudRefused, InputRefused, MediaProcessFailed) as refused:
            # The file, not the order: nothing was made and the same file stays refused.
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
        sent, last = picture, job.request.last_frame
        if job.request.clip is None:  # with a clip its first picture is for people only
            sent = await self._prepared(job, picture, limits)
        if last is not None:
            last = await self._prepared(job, last, limits)
        return await self.desk.record(job.id, InputsPrepared(at=self.clock.now(), first_frame=sent, last_frame=last))

    async def _prepared(self, job: Job, picture: StoredInput, limits: PictureLimits) -> StoredInput:
        """The picture as the cloud takes it, which may be the user's own file."""
        source = self.files.input_path(picture)
        facts = await self.media.inspect_picture(source)
        if not needs_preparation(facts, limits):
            return picture
        draft = self.files.draft_path(f"{job.id}.prepared")
        prepared = await self.media.prepare_picture(source, draft, limits)
        return await self.files.adopt(draft, prepared.format, picture.name)

    async def _place_inputs(self, job: Job, connection: Connection) -> OrderInputs:
        request = job.request
        first = None if request.clip else (job.first_frame or request.first_frame)
        last = job.last_frame or request.last_frame
        pictures = [each for each in (first, last) if each is not None]
        is_heavy = any(each.size_bytes > self.catalog.inline_picture_max_bytes for each in pictures)
        if connection.has_uploads and (is_heavy or request.sound or request.clip):
            await self.desk.record(job.id, UploadStarted(at=self.clock.now()))
        # Sounds and clips first: they have no other way, so that a refusal ends the order before anything is done.
        sound = await self._place_file(job, connection, request.sound, refused="sound_no_uploads")
        clip = await self._place_file(job, connection, request.clip, refused="cloud_upload_refused")
        inputs = OrderInputs(first_frame=None, first_frame_mime="", sound=sound, clip=clip)
        if first is not None:
            first, place = await self._place_picture(job, connection, first, request.first_frame)
            inputs = replace(inputs, first_frame=place, first_frame_mime=MIME_TYPES[first.format])
        if last is not None and request.last_frame is not None:
            last, place = await self._place_picture(job, connection, last, request.last_frame)
            inputs = replace(inputs, last_frame=place, last_frame_mime=MIME_TYPES[last.format])
        sent_first = first or job.first_frame or request.first_frame
        if (sent_first, last) != (job.first_frame, job.last_frame):
            await self.desk.record(job.id, InputsPrepared(at=self.clock.now(), first_frame=sent_first, last_frame=last))
        return inputs

    async def _place_file(
        self, job: Job, connection: Connection, stored: StoredInput | None, *, refused: str
    ) -> str | None:
        """The address of a sound or a clip. Raises CloudRefused (`refused`) where there is no way for it."""
        if stored is None:
            return None
        if connection.has_uploads:
            try:
                return await self._upload(job, connection, stored)
            except UploadsRefused as no_leave:
                if stored.address is None:
                    sentence = refused if no_leave.sentence == UploadsRefused.default_sentence else no_leave.sentence
                    raise CloudRefused(
                        no_leave.detail, sentence=sentence, code=no_leave.code, request_id=no_leave.request_id
                    ) from no_leave
        if stored.address is None:
            raise CloudRefused("uploads are not offered", sentence=refused)
        return stored.address

    async def _place_picture(
        self, job: Job, connection: Connection, picture: StoredInput, original: StoredInput
    ) -> tuple[StoredInput, Path | str]:
        """The picture as it is sent, and where it is: inline where it is small or has no other way."""
        most = self.catalog.inline_picture_max_bytes
        if picture.size_bytes > most:
            if connection.has_uploads:
                try:
                    return picture, await self._upload(job, connection, picture)
                except UploadsRefused as no_leave:
                    log.info("job %s: the picture goes inline: %s", job.id, no_leave)
            limits = self.catalog.model(job.request.model).picture
            picture = await self._prepared(job, original, replace(limits, max_bytes=min(limits.max_bytes, most)))
        return picture, self.files.input_path(picture)

    async def _upload(self, job: Job, connection: Connection, stored: StoredInput) -> str:
        """The file's address in the temporary store; a file that lies there already is not sent again."""
        key = UploadKey(
            sha256=stored.sha256,
            model_id=job.request.model_id,
            account=connection.account,
            key_fingerprint=connection.secret.fingerprint,
        )
        async with self.uploading.setdefault(key, asyncio.Lock()):  # a hundred jobs from one picture send it once
            if kept := await self.store.kept_upload(key, self.clock.now()):
                return kept.url
            self.failpoint("uploading")
            upload = await self.cloud.upload(
                connection,
                job.request.model_id,
                self.files.input_path(stored),
                SUFFIXES[stored.format],
                sent=lambda done, total: self.desk.transferred(job.id, done, total),
                stopped=lambda: job.id not in self.desk,
            )
            await self.store.keep_upload(key, upload, self.clock.now())
            return upload.url

    async def _doubt_uploads(self, job: Job, problem: JobProblem) -> None:
        """When the cloud could not read an input, the next order sends it anew."""
        if problem.sentence in INPUT_TROUBLE:
            inputs = (job.first_frame, job.last_frame, job.request.sound, job.request.clip)
            await self.store.forget_uploads([each.sha256 for each in inputs if each is not None])

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
            await self._doubt_uploads(job, problem_of(refused))
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
                await self.watch.next_look(followed(job), next_look(self.clock.monotonic() - started, usual=usual))
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
                await self._doubt_uploads(job, problem)
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
            region=job.request.region,
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


def followed(job: Job) -> Followed:
    """The job's task as the list shows it."""
    status = TaskStatus.RUNNING if job.stage is JobStage.GENERATING else TaskStatus.PENDING
    source = Source(job.request.region, job.account, job.endpoint)
    return Followed(job_id=job.id, task_id=job.task_id or "", status=status, source=source)


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
