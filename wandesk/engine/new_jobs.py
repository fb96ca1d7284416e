"""Creates jobs from drafts and from earlier jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from pathlib import Path

from wandesk.domain.account import AccountRef
from wandesk.domain.catalog import Model
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, continues_clip, find_problems, first_picture, needs_preparation, price
from wandesk.domain.errors import InputRefused, KeyNeeded, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.marks import NO_MARKS, Marks, tidied_marks
from wandesk.domain.media import Audio, Picture
from wandesk.domain.remaking import Change, remade
from wandesk.domain.request import GenerationRequest, StoredInput, files_to_copy, make_request, price_again
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine.audio_inputs import AudioInputs
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inputs import Inputs, inputs_of
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Accounts, Clock
from wandesk.engine.uncertain import UncertainJobs

log = logging.getLogger(__name__)

KEY_WITHIN = 1.0
"""Seconds that a new job waits for the keyring."""


class NewJobs:
    """Creates jobs. A job is stored with copies of its inputs before anything is sent."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        inputs: Inputs,
        accounts: Accounts,
        audio_inputs: AudioInputs,
        open_jobs: OpenJobs,
        uncertain: UncertainJobs,
        clock: Clock,
        cloud_time: CloudTime,
        new_id: Callable[[], str],
    ) -> None:
        self._catalog = catalog
        self._inputs = inputs
        self._accounts = accounts
        self._audio_inputs = audio_inputs
        self._open_jobs = open_jobs
        self._uncertain = uncertain
        self._clock = clock
        self._cloud_time = cloud_time
        self._new_id = new_id

    async def submit(self, draft: Draft, marks: Marks = NO_MARKS, job_id: str | None = None) -> Job:
        """Create a job for one video, with these marks, and return it once it is durable.

        With a `job_id`, the job is made once: a job that has this id already is returned, also a removed one.

        The inputs are copied first, so the user may delete the originals at once.
        Raises InputRefused when the draft has a problem, a mark is too long or a file is gone, NoRoom, FolderRefused,
        StoreDamaged.
        """
        catalog = self._catalog.current  # it may be replaced while the files are copied
        problems = find_problems(draft, catalog)
        if problems:
            first = problems[0]
            raise InputRefused(sentence=first.sentence, values=dict(first.values))
        tidy = tidied_marks(marks)
        offer = catalog.offer(draft.region, draft.model)
        assert offer is not None
        model = catalog.model(draft.model)
        # For a new id, too: the store must be open before there are copies. Without it they would look like a loss.
        job_id = job_id or self._new_id()
        if (made := await self._open_jobs.find(job_id)) is not None:
            return made
        try:
            first_frame, clip, files = await self._copy_inputs(job_id, draft, model)
        except WanDeskError:
            await self._release_inputs(job_id)
            raise
        request = make_request(
            draft,
            model=model,
            offer=offer,
            first_frame=first_frame,
            files=files,
            estimate=price(draft, catalog),
            clip=clip,
        )
        return await self._add(await self._new_job(job_id, request, tidy))

    async def made(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which of these ids have a job already, in the list or removed from it. Raises StoreDamaged."""
        return frozenset([each for each in job_ids if await self._open_jobs.find(each) is not None])

    async def generate_again(self, job_id: str) -> Job:
        """Submit the same request again, for money, and return the new job. An uncertain job is closed.

        The new job has the label of the old one: it belongs to the same group.

        Raises InputRefused (`picture_not_here`) for an imported job, KeyError for an unknown one, NoRoom, StoreDamaged.
        """
        job = await self._known(job_id)
        request = replace(job.request, estimate=price_again(job.request, self._catalog.current))
        again = await self._submit_again(job, request)
        try:
            await self._uncertain.close(job_id)
        except WanDeskError as error:  # the new job exists: an error now would let the user pay once more
            log.warning("job %s stays uncertain although it was submitted again: %s", job_id, error)
        return again

    async def remake(self, job_id: str, change: Change) -> Job:
        """Submit the request of a job with a change, for money, and return the new job. Its files are those of the job.

        Raises as `generate_again`, and InputRefused where the region does not offer the request.
        """
        job = await self._known(job_id)
        request = remade(job.request, change, self._catalog.current)
        if request is None:
            raise InputRefused(sentence=Sentence.MODEL_NOT_OFFERED)
        return await self._submit_again(job, request)

    async def _known(self, job_id: str) -> Job:
        job = await self._open_jobs.find(job_id)
        if job is None:
            raise KeyError(job_id)
        if job.request.is_imported:
            raise InputRefused(sentence=Sentence.PICTURE_NOT_HERE)
        return job

    async def _submit_again(self, job: Job, request: GenerationRequest) -> Job:
        """A job for a request that has the files of an earlier job, with the label of that one."""
        again = await self._new_job(self._new_id(), request, Marks(label=job.marks.label))
        self._inputs.hold(again.id, inputs_of(again))
        return await self._add(again)

    async def _copy_inputs(
        self, job_id: str, draft: Draft, model: Model
    ) -> tuple[StoredInput, StoredInput | None, dict[str, StoredInput]]:
        """Copies of the draft's first frame and clip, and of the other files that its model takes, by key."""
        start = first_picture(draft, model)
        assert start is not None
        clip = None
        if draft.clip is not None and continues_clip(draft, model):
            clip = await self._inputs.copy_input(job_id, Path(draft.clip.path), draft.clip.facts.format)
        first_frame = await self._stored_picture(job_id, start, model)
        if clip is not None:
            first_frame = replace(first_frame, name=clip.name)  # the picture's own name is that of a draft
        files = {}
        for key, file in files_to_copy(draft, model).items():
            if isinstance(file, Audio):
                assert model.audio_in is not None, "only a model with limits keeps audio"
                files[key] = await self._audio_inputs.store(job_id, file, model.audio_in, draft.seconds)
            elif file == start:
                # The picture of a seamless loop is copied once: the user's file may change in the meantime.
                files[key] = first_frame
            else:
                files[key] = await self._stored_picture(job_id, file, model)
        return first_frame, clip, files

    async def _stored_picture(self, job_id: str, picture: Picture, model: Model) -> StoredInput:
        """A copy of the picture, with its web address if that is sent: the cloud must get what the form shows."""
        is_sent_itself = bool(picture.address) and not needs_preparation(picture.facts, model.picture, picture.edit)
        address = picture.address if is_sent_itself else None
        if not picture.path:
            return StoredInput(sha256="", format="", name=picture.name, size_bytes=0, address=address)
        stored = await self._inputs.copy_input(job_id, Path(picture.path), picture.facts.format)
        return replace(stored, address=address)

    async def _new_job(self, job_id: str, request: GenerationRequest, marks: Marks) -> Job:
        queue_key = await self._key_in_use(request.region)
        now = self._clock.now()
        return Job(
            id=job_id,
            created_at=now,
            stage_since=now,
            request=request,
            clock_offset=self._cloud_time.offset(request.region),
            queue_key=queue_key,
            marks=marks,
        )

    async def _key_in_use(self, region: str) -> str | None:
        """As `Job.queue_key`. Practice has one account."""
        if self._catalog.current.is_practice(region):
            return None
        try:
            async with asyncio.timeout(KEY_WITHIN):
                return (await self._accounts.connect(AccountRef(region))).secret.fingerprint
        except KeyNeeded:
            return ""
        except (WanDeskError, TimeoutError) as error:  # a keyring that is locked or silent
            log.info("the key of a new job is unknown: %s", error)
            return None

    async def _add(self, job: Job) -> Job:
        try:
            await self._open_jobs.add(job)
        except WanDeskError:
            await self._release_inputs(job.id)
            raise
        return job

    async def _release_inputs(self, job_id: str) -> None:
        """Delete the inputs of a job that was not created."""
        try:
            await self._inputs.release(job_id)
        except WanDeskError as error:
            log.info("inputs of job %s are left for the next start: %s", job_id, error)
