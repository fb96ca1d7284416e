"""An order up to its task: prepare > upload > create.

The create request is sent once, and what is not known to have failed before its last byte is never sent again.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    InputRefused,
    KeyRefused,
    MediaProcessFailed,
    NothingSent,
    OutcomeUnknown,
    TaskOwned,
    UploadsRefused,
    WanDeskError,
)
from wandesk.domain.job import (
    InputsPrepared,
    Job,
    JobFailed,
    JobProblem,
    JobStage,
    PosterMade,
    PreparationStarted,
    SubmissionPostponed,
    SubmissionStarted,
    TaskCreated,
    UploadStarted,
    WorkInterrupted,
)
from wandesk.domain.media import MIME_TYPES, SUFFIXES
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import UploadKey
from wandesk.engine.ports import OrderInputs
from wandesk.engine.workplace import POSTER_SIDE, Workplace, problem_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Brings a job from the queue to a task of the cloud."""

    place: Workplace
    spawn: Callable[[str, Coroutine[Any, Any, None]], object]
    uploading: WeakValueDictionary[UploadKey, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    sending: set[str] = field(default_factory=set)
    """Jobs whose order is on its way: `record` tells who comes second the same stage as who began."""

    async def order(self, job: Job) -> None:
        """Get a job ready and order it, once its account may order again."""
        ready = await self._get_ready(job)
        if ready is None:
            return
        job, connection, inputs = ready
        if not await self.place.scheduler.turn(job, connection):
            await self.put_back(job.id)
            return
        if job.id in self.sending:
            log.error("job %s is worked on twice: it is ordered once", job.id)
            return
        self.sending.add(job.id)
        try:
            await self._send(job, connection, inputs)
        finally:
            self.sending.discard(job.id)

    async def _send(self, job: Job, connection: Connection, inputs: OrderInputs) -> None:
        job = await self.place.open_jobs.record(
            job.id,
            SubmissionStarted(
                at=self.place.clock.now(),
                account=connection.account,
                endpoint=connection.base_url,
                key_fingerprint=connection.secret.fingerprint,
                clock_offset=self.place.cloud_time.offset(job.request.region),
            ),
        )
        if job.stage is JobStage.SUBMITTING:  # anything else: cancelled in the meantime, and nothing is ordered
            self.place.failpoint("intent_saved")
            await self._create(job, connection, inputs)

    async def prepare_ahead(self, job_id: str) -> None:
        """Make a job ready before its turn, and put it back in line; what is in its way is told at its turn."""
        try:
            await self._get_ready(self.place.open_jobs.job(job_id))
        except WanDeskError as trouble:
            log.info("job %s is not ready ahead of its turn: %s", job_id, trouble)
        await self.put_back(job_id)

    async def put_back(self, job_id: str) -> None:
        """The job waits here again; what was made ready for it is kept."""
        place = self.place
        if job_id in place.open_jobs and place.open_jobs.job(job_id).stage in (JobStage.PREPARING, JobStage.UPLOADING):
            await place.open_jobs.record(job_id, WorkInterrupted(at=place.clock.now()))
        place.open_jobs.waits(job_id, None)

    async def _get_ready(self, job: Job) -> tuple[Job, Connection, OrderInputs] | None:
        """The job with its inputs in their places; None when it ended on the way."""
        if job.stage is not JobStage.QUEUED:
            await self.place.open_jobs.record(job.id, WorkInterrupted(at=self.place.clock.now()))
        job = await self.place.open_jobs.record(job.id, PreparationStarted(at=self.place.clock.now()))
        if job.stage is not JobStage.PREPARING:
            return None
        if all(model.key != job.request.model for model in self.place.catalog.models):
            problem = JobProblem(sentence=Sentence.MODEL_NOT_OFFERED)
            await self.place.open_jobs.record(job.id, JobFailed(at=self.place.clock.now(), problem=problem))
            return None
        try:
            job = await self._prepare(job)
        except (InputRefused, MediaProcessFailed) as refused:
            await self.place.open_jobs.record(job.id, JobFailed(at=self.place.clock.now(), problem=problem_of(refused)))
            return None
        if job.poster is None:
            self.spawn(f"poster of job {job.id}", self._make_poster(job))
        connection = await self.place.accounts.connect(AccountRef(job.request.region))
        try:
            inputs = await self._place_inputs(job, connection)
        except CloudBusy:
            raise
        except (CloudRefused, InputRefused, MediaProcessFailed) as refused:
            # The file, not the order: nothing was made and the same file stays refused.
            await self.place.open_jobs.record(job.id, JobFailed(at=self.place.clock.now(), problem=problem_of(refused)))
            return None
        return job, connection, inputs

    async def _prepare(self, job: Job) -> Job:
        picture = job.request.first_frame
        assert picture is not None  # an imported order is never sent: it began with its task
        if job.first_frame is not None:
            return job
        limits = self.place.catalog.model(job.request.model).picture
        sent, last = picture, job.request.last_frame
        if job.request.clip is None:  # with a clip its first picture is for people only
            sent = await self._prepared(job, picture, limits)
        if last is not None:
            last = await self._prepared(job, last, limits)
        return await self.place.open_jobs.record(
            job.id, InputsPrepared(at=self.place.clock.now(), first_frame=sent, last_frame=last)
        )

    async def _make_poster(self, job: Job) -> None:
        """A picture for the row, beside the order: nobody waits for it, and nothing fails without it."""
        picture = job.request.first_frame
        assert picture is not None
        poster = self.place.files.poster_path(job.id)
        try:
            await self.place.media.thumbnail(self.place.files.input_path(picture), poster, POSTER_SIDE)
            await self.place.open_jobs.record(job.id, PosterMade(at=self.place.clock.now(), path=str(poster)))
        except KeyError:  # taken out of the list in the meantime
            await self.place.files.discard(poster)
        except WanDeskError as refused:
            log.warning("no poster for job %s: %s", job.id, refused)

    async def _prepared(self, job: Job, picture: StoredInput, limits: PictureLimits) -> StoredInput:
        """The picture as the cloud takes it, which may be the user's own file."""
        source = self.place.files.input_path(picture)
        facts = await self.place.media.inspect_picture(source)
        if not needs_preparation(facts, limits):
            return picture
        draft = self.place.files.draft_path(f"{job.id}.prepared")
        prepared = await self.place.media.prepare_picture(source, draft, limits)
        return await self.place.inputs.adopt(job.id, draft, prepared.format, picture.name)

    async def _place_inputs(self, job: Job, connection: Connection) -> OrderInputs:
        request = job.request
        assert request.first_frame is not None
        first = None if request.clip else (job.first_frame or request.first_frame)
        last = job.last_frame or request.last_frame
        pictures = [each for each in (first, last) if each is not None]
        is_heavy = any(each.size_bytes > self.place.catalog.inline_picture_max_bytes for each in pictures)
        if connection.has_uploads and (is_heavy or request.sound or request.clip):
            await self.place.open_jobs.record(job.id, UploadStarted(at=self.place.clock.now()))
        # Sounds and clips first: they have no other way, so that a refusal ends the order before anything is done.
        sound = await self._place_file(job, connection, request.sound, refused=Sentence.SOUND_NO_UPLOADS)
        clip = await self._place_file(job, connection, request.clip, refused=Sentence.CLOUD_UPLOAD_REFUSED)
        inputs = OrderInputs(first_frame=None, first_frame_mime="", sound=sound, clip=clip)
        if first is not None:
            first, place = await self._place_picture(job, connection, first, request.first_frame)
            inputs = dataclasses.replace(inputs, first_frame=place, first_frame_mime=MIME_TYPES[first.format])
        if last is not None and request.last_frame is not None:
            last, place = await self._place_picture(job, connection, last, request.last_frame)
            inputs = dataclasses.replace(inputs, last_frame=place, last_frame_mime=MIME_TYPES[last.format])
        sent_first = first or job.first_frame or request.first_frame
        if (sent_first, last) != (job.first_frame, job.last_frame):
            await self.place.open_jobs.record(
                job.id, InputsPrepared(at=self.place.clock.now(), first_frame=sent_first, last_frame=last)
            )
        return inputs

    async def _place_file(
        self, job: Job, connection: Connection, stored: StoredInput | None, *, refused: Sentence
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
                        no_leave.detail,
                        sentence=sentence,
                        remedy=no_leave.remedy,
                        code=no_leave.code,
                        request_id=no_leave.request_id,
                    ) from no_leave
        if stored.address is None:
            raise CloudRefused("uploads are not offered", sentence=refused)
        return stored.address

    async def _place_picture(
        self, job: Job, connection: Connection, picture: StoredInput, original: StoredInput
    ) -> tuple[StoredInput, Path | str]:
        """The picture as it is sent, and where it is: inline where it is small or has no other way."""
        most = self.place.catalog.inline_picture_max_bytes
        if picture.size_bytes > most:
            if connection.has_uploads:
                try:
                    return picture, await self._upload(job, connection, picture)
                except UploadsRefused as no_leave:
                    log.info("job %s: the picture goes inline: %s", job.id, no_leave)
            limits = self.place.catalog.model(job.request.model).picture
            picture = await self._prepared(job, original, replace(limits, max_bytes=min(limits.max_bytes, most)))
        return picture, self.place.files.input_path(picture)

    async def _upload(self, job: Job, connection: Connection, stored: StoredInput) -> str:
        """The file's address in the temporary store; a file that lies there already is not sent again."""
        key = UploadKey(
            sha256=stored.sha256,
            model_id=job.request.model_id,
            account=connection.account,
            key_fingerprint=connection.secret.fingerprint,
        )
        async with self.uploading.setdefault(key, asyncio.Lock()):  # a hundred jobs from one picture send it once
            region = job.request.region
            if kept := await self.place.store.kept_upload(key, self.place.cloud_time.now(region)):
                return kept.url
            self.place.failpoint("uploading")
            upload = await self.place.cloud.upload(
                connection,
                job.request.model_id,
                self.place.files.input_path(stored),
                SUFFIXES[stored.format],
                sent=lambda done, total: self.place.open_jobs.transferred(job.id, done, total),
                stopped=lambda: job.id not in self.place.open_jobs,
            )
            await self.place.store.keep_upload(key, upload, self.place.cloud_time.now(region))
            return upload.url

    async def _create(self, job: Job, connection: Connection, inputs: OrderInputs) -> None:
        try:
            submission = await self.place.cloud.create(
                connection,
                job.request,
                inputs,
                sent=lambda done, total: self.place.open_jobs.transferred(job.id, done, total),
            )
        except (NothingSent, CloudBusy, KeyRefused) as refused:
            if isinstance(refused, CloudBusy):
                self.place.scheduler.throttled(job, connection, refused.retry_after)
            await self.place.keep(job.id, SubmissionPostponed(at=self.place.clock.now()))
            raise
        except CloudRefused as refused:
            await self.place.keep(job.id, JobFailed(at=self.place.clock.now(), problem=problem_of(refused)))
            await self.place.forget_doubtful_uploads(job, refused.remedy)
            return
        except OutcomeUnknown as unknown:
            await self.place.uncertainty(job, problem_of(unknown))
            return
        except Exception:
            # A fault of ours after the first byte: the order may stand at the cloud, so it is doubted, not repeated.
            await self.place.uncertainty(job, JobProblem(sentence=Sentence.ORDER_UNCERTAIN))
            raise
        created = TaskCreated(
            at=self.place.clock.now(),
            task_id=submission.task_id,
            request_id=submission.request_id,
            clock_offset=self.place.cloud_time.offset(job.request.region),
        )
        try:
            await self.place.keep(job.id, created)
        except TaskOwned as owned:
            await self.place.uncertainty(job, problem_of(owned))
            return
        self.place.failpoint("id_saved")
