"""Gets a queued job ready for its create request: pictures converted, large files uploaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog import Model, PictureLimits
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    InputRefused,
    MediaProcessFailed,
    UploadsRefused,
    WanDeskError,
)
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import (
    InputsPrepared,
    JobEvent,
    JobFailed,
    PreparationStarted,
    UploadStarted,
    WorkInterrupted,
)
from wandesk.domain.media import MIME_TYPES
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.request import AUDIO_FILES, CLIP, PICTURES, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine.audio_inputs import AudioInputs
from wandesk.engine.inputs import Inputs
from wandesk.engine.media_port import Media
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Accounts, Clock, Files, InlineFile, RequestInputs
from wandesk.engine.posters import Posters
from wandesk.engine.uploads import Uploads
from wandesk.engine.waiting import problem_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A job that can be submitted, with the connection and the inputs of its create request."""

    job: Job
    connection: Connection
    inputs: RequestInputs


class Preparer:
    """Prepares jobs for their create request. Preparation is free of charge and can be repeated."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        accounts: Accounts,
        media: Media,
        files: Files,
        inputs: Inputs,
        audio_inputs: AudioInputs,
        uploads: Uploads,
        posters: Posters,
        open_jobs: OpenJobs,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._catalog = catalog
        self._accounts = accounts
        self._media = media
        self._files = files
        self._inputs = inputs
        self._audio_inputs = audio_inputs
        self._uploads = uploads
        self._posters = posters
        self._open_jobs = open_jobs
        self._clock = clock
        self._spawn = spawn

    async def prepare(self, job: Job) -> Prepared | None:
        """Prepare a job; None when it ended in the meantime, or failed because of an input.

        Raises KeyNeeded, KeyringFailed, PracticeFailed, CloudBusy, CloudUnreachable, KeyRefused, FolderRefused, NoRoom,
        StoreDamaged.
        """
        if job.stage is not JobStage.QUEUED:
            await self._record(job, WorkInterrupted(at=self._clock.now()))
        job = await self._record(job, PreparationStarted(at=self._clock.now()))
        if job.stage is not JobStage.PREPARING:
            return None
        model = next((each for each in self._catalog.current.models if each.key == job.request.model), None)
        if model is None:
            await self._fail(job, JobProblem(sentence=Sentence.MODEL_NOT_OFFERED))
            return None
        try:
            job = await self._prepare_files(job, model)
        except (InputRefused, MediaProcessFailed) as refused:
            await self._fail(job, problem_of(refused))
            return None
        if job.poster is None:
            self._spawn(f"poster of job {job.id}", self._posters.make_from_picture(job))
        connection = await self._accounts.connect(AccountRef(job.request.region))
        try:
            inputs = await self._provide_inputs(job, connection, model.picture)
        except CloudBusy:
            raise
        except (CloudRefused, InputRefused, MediaProcessFailed) as refused:
            # The cloud refused a file, not the create request: no task exists, and the same file stays refused.
            await self._fail(job, problem_of(refused))
            return None
        return Prepared(job=job, connection=connection, inputs=inputs)

    async def prepare_ahead(self, job_id: str) -> None:
        """Prepare a job before its turn and return it to the queue. Errors are shown when it is the job's turn."""
        try:
            await self.prepare(self._open_jobs.job(job_id))
        except WanDeskError as error:
            log.info("job %s could not be prepared ahead of its turn: %s", job_id, error)
        await self.requeue(job_id)

    async def requeue(self, job_id: str) -> None:
        """Return a job to the queue; what was prepared for it is kept. Raises StoreDamaged, NoRoom."""
        if job_id in self._open_jobs and (job := self._open_jobs.job(job_id)).stage in (
            JobStage.PREPARING,
            JobStage.UPLOADING,
        ):
            await self._record(job, WorkInterrupted(at=self._clock.now()))
        self._open_jobs.set_wait_reason(job_id, None)

    async def _fail(self, job: Job, problem: JobProblem) -> None:
        await self._record(job, JobFailed(at=self._clock.now(), problem=problem))

    async def _record(self, job: Job, event: JobEvent) -> Job:
        return await self._open_jobs.record(job.id, event)

    # ------------------------------------------------------------------ pictures and audio

    async def _prepare_files(self, job: Job, model: Model) -> Job:
        request = job.request
        assert not request.is_imported  # an imported job is never submitted: it began with its task
        limits, audio = model.picture, model.audio_in
        prepared = {key: stored for key, stored in request.inputs.items() if key in PICTURES} | dict(job.prepared)
        made: dict[tuple[str, PictureEdit], StoredInput] = {}
        for key, stored in request.inputs.items():
            if self._sends_address(job, stored):
                continue
            if not stored.has_copy:
                raise InputRefused(sentence=Sentence.WEB_NOT_IN_PRACTICE)
            if key in PICTURES and request.is_input_sent(key):
                # Earlier versions prepared a picture that fits as the user's own file, with all that it carries.
                if prepared[key].sha256 == stored.sha256:
                    # The picture of a seamless loop is both the first and the last frame, and is made once.
                    edited = (stored.sha256, request.edit_of(key))
                    if edited not in made:
                        made[edited] = await self._sendable(job, key, stored, limits)
                    prepared[key] = made[edited]
            elif job.prepared:
                continue
            elif key == CLIP and stored.address is None:
                prepared[key] = await self._cleaned(job, stored)
            elif key in AUDIO_FILES and stored.address is None and request.is_input_sent(key) and audio is not None:
                prepared[key] = await self._audio_inputs.checked(job.id, stored, audio)
        if prepared == job.prepared:
            return job
        return await self._record(job, InputsPrepared(at=self._clock.now(), prepared=prepared))

    def _sends_address(self, job: Job, stored: StoredInput) -> bool:
        """Whether the cloud fetches this input from its web address. Practice works offline and gets the copy."""
        return stored.address is not None and not self._catalog.current.is_practice(job.request.region)

    async def _sendable(self, job: Job, key: str, picture: StoredInput, limits: PictureLimits) -> StoredInput:
        """The picture in a form that the model accepts, and without what its file carries besides it."""
        source, edit = self._files.input_path(picture), job.request.edit_of(key)
        draft = self._files.draft_path(f"{job.id}.prepared")
        prepared = await self._media.prepare_picture(source, draft, limits, edit)
        return await self._inputs.adopt(job.id, draft, prepared.format, picture.name)

    async def _cleaned(self, job: Job, clip: StoredInput) -> StoredInput:
        """The clip without its tags, such as the place where it was recorded, in a container that the cloud takes."""
        draft = self._files.draft_path(f"{job.id}.prepared")
        facts = await self._media.clean_clip(self._files.input_path(clip), draft)
        return await self._inputs.adopt(job.id, draft, facts.format, clip.name)

    # ------------------------------------------------------------------ inline or uploaded

    async def _provide_inputs(self, job: Job, connection: Connection, limits: PictureLimits) -> RequestInputs:
        """Upload what must be uploaded, and name every input as the create request does."""
        sent = {key: stored for key, stored in job.inputs.items() if job.request.is_input_sent(key)}
        addresses = {key: stored.address for key, stored in sent.items() if self._sends_address(job, stored)}
        files = {key: stored for key, stored in sent.items() if key not in addresses}
        pictures = {key: stored for key, stored in files.items() if key in PICTURES}
        others = {key: stored for key, stored in files.items() if key not in PICTURES}
        most = self._inline_bytes(pictures.values())
        is_heavy = any(each.size_bytes > most for each in pictures.values())
        if connection.has_uploads and (is_heavy or others):
            await self._record(job, UploadStarted(at=self._clock.now()))
        inputs: dict[str, InlineFile | str] = {key: address for key, address in addresses.items() if address}
        # Audio and clips first: they cannot go inline, so a refusal fails the job before a picture is uploaded.
        for key, stored in others.items():
            refused = Sentence.UPLOADS_NOT_OFFERED if key == CLIP else Sentence.AUDIO_NO_UPLOADS
            inputs[key] = await self._file_url(job, connection, stored, refused=refused)
        prepared = dict(job.prepared)
        for key, picture in pictures.items():
            prepared[key], inputs[key] = await self._picture_source(job, connection, key, picture, limits, most)
        if prepared != job.prepared:
            await self._record(job, InputsPrepared(at=self._clock.now(), prepared=prepared))
        return inputs

    def _inline_bytes(self, pictures: Collection[StoredInput]) -> int:
        """The most bytes of a picture in the body: the limit of one, shared where the pictures together exceed it."""
        most = self._catalog.current.inline_picture_max_bytes
        together = sum(each.size_bytes for each in pictures)
        return most if together <= most else most // len(pictures)

    async def _file_url(self, job: Job, connection: Connection, stored: StoredInput, *, refused: Sentence) -> str:
        """The address of an audio file or a clip. Raises CloudRefused (`refused`) where it cannot be uploaded."""
        if connection.has_uploads:
            try:
                return await self._uploads.url(job, connection, stored)
            except UploadsRefused as denied:
                if stored.address is None:
                    sentence = denied.sentence if denied.is_specific else refused
                    raise CloudRefused(
                        denied.detail,
                        sentence=sentence,
                        remedy=denied.remedy,
                        code=denied.code,
                        request_id=denied.request_id,
                    ) from denied
        if stored.address is None:
            raise CloudRefused("uploads are not offered", sentence=refused)
        return stored.address

    async def _picture_source(
        self, job: Job, connection: Connection, key: str, picture: StoredInput, limits: PictureLimits, most: int
    ) -> tuple[StoredInput, InlineFile | str]:
        """The picture as it is sent, and its source: an address, or a file to send inline.

        A picture goes inline if it has at most `most` bytes or cannot be uploaded; then it is compressed to them.
        """
        if picture.size_bytes > most:
            if connection.has_uploads:
                try:
                    return picture, await self._uploads.url(job, connection, picture)
                except UploadsRefused as denied:
                    log.info("job %s: the picture is sent inline: %s", job.id, denied)
            within = replace(limits, max_bytes=min(limits.max_bytes, most))
            picture = await self._sendable(job, key, job.request.inputs[key], within)
        return picture, InlineFile(path=self._files.input_path(picture), mime=MIME_TYPES[picture.format])
