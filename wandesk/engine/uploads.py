"""Uploads inputs to the cloud's temporary store, each file once."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from wandesk.domain.account import Connection
from wandesk.domain.errors import Remedy
from wandesk.domain.job import Job
from wandesk.domain.media import SUFFIXES
from wandesk.domain.request import StoredInput
from wandesk.domain.task import UploadKey
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Cloud, Failpoint, Files, Store


class Uploads:
    """Uploads files, and reuses an upload until it expires: jobs with the same picture upload it once."""

    def __init__(
        self,
        *,
        cloud: Cloud,
        store: Store,
        files: Files,
        open_jobs: OpenJobs,
        cloud_time: CloudTime,
        failpoint: Failpoint,
    ) -> None:
        self._cloud = cloud
        self._store = store
        self._files = files
        self._open_jobs = open_jobs
        self._cloud_time = cloud_time
        self._failpoint = failpoint
        self._locks: WeakValueDictionary[UploadKey, asyncio.Lock] = WeakValueDictionary()

    async def url(self, job: Job, connection: Connection, stored: StoredInput) -> str:
        """The file's `oss://` address, uploaded first if it is not there. Raises what `Cloud.upload` raises.

        The upload stops when the job ends.
        """
        key = UploadKey(
            sha256=stored.sha256,
            model_id=job.request.model_id,
            account=connection.account,
            key_fingerprint=connection.secret.fingerprint,
        )
        async with self._locks.setdefault(key, asyncio.Lock()):
            region = job.request.region
            if found := await self._store.find_upload(key, self._cloud_time.now(region)):
                return found.url
            self._failpoint("uploading")
            upload = await self._cloud.upload(
                connection,
                job.request.model_id,
                self._files.input_path(stored),
                SUFFIXES[stored.format],
                sent=lambda done, total: self._open_jobs.set_transferred(job.id, done, total),
                stopped=lambda: job.id not in self._open_jobs,
            )
            await self._store.keep_upload(key, upload, self._cloud_time.now(region))
            return upload.url

    async def forget_after_failure(self, job: Job, remedy: Remedy) -> None:
        """If an upload may be the cause of a failure, let the next request upload the files again (wire-protocol 5.4).

        Raises StoreDamaged, NoRoom.
        """
        if remedy.may_concern_upload:
            await self._store.forget_uploads([each.sha256 for each in job.inputs.values()])
