"""Tells the listener while the videos folder cannot be used, retries, and lets the user choose another one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from wandesk.domain.errors import FolderRefused, WanDeskError
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.sentences import Sentence
from wandesk.domain.video_naming import VideoNaming
from wandesk.engine.ports import Clock, Files, Listener
from wandesk.engine.relocating import Relocator

log = logging.getLogger(__name__)

ANSWERS_WITHIN = 10.0
"""Seconds after which a drive that does not answer is called silent. Its answer is still waited for."""
RETRY_EVERY = 10.0
"""Seconds between two checks of a folder that cannot be used. A folder that can is not checked: its disk may sleep."""


class VideosFolder:
    """The state of the videos folder. Videos wait in the fallback folder meanwhile, and the relocator moves them."""

    def __init__(
        self,
        files: Files,
        relocator: Relocator,
        listener: Listener,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._files = files
        self._relocator = relocator
        self._listener = listener
        self._clock = clock
        self._spawn = spawn
        self._told: JobProblem | None = None
        self._answer: asyncio.Future[JobProblem | None] | None = None
        """What the last check found, or will find: there is one check at a time."""
        self._woken = asyncio.Event()
        self._is_running = False

    def start(self) -> None:
        """Check the folder and move waiting videos: the program starts, or a video could not be saved there."""
        self._relocator.start()
        self._woken.set()
        if not self._is_running:
            self._is_running = True
            self._spawn("videos folder", self._watch())

    def wake(self) -> None:
        """Retry now."""
        self._relocator.wake()
        self._woken.set()

    async def reserve(self, job: Job) -> Path:
        """Reserve a path for the job's video, as `Files.reserve_video`.

        Raises FolderRefused and NoRoom as it does, and FolderRefused when the drive does not answer.
        """
        if self._told is not None and self._told.sentence is Sentence.FOLDER_SILENT:
            raise FolderRefused("no answer", sentence=Sentence.FOLDER_SILENT)
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                return await self._files.reserve_video(job)
        except TimeoutError as silent:
            raise FolderRefused("no answer", sentence=Sentence.FOLDER_SILENT) from silent

    def use(self, chosen: Path | None) -> None:
        """Save videos in this folder from now on, None for the default one; waiting videos move there."""
        self._files.destination.use(chosen)
        self._answer = None  # of the folder before
        self.start()

    def use_names(self, naming: VideoNaming) -> None:
        """Name new videos like this from now on."""
        self._files.use_names(naming)

    async def _watch(self) -> None:
        try:
            while True:
                self._woken.clear()
                problem = await self._problem()
                if problem != self._told:
                    self._told = problem
                    self._listener.videos_folder_changed(problem)
                    self._relocator.wake()
                if problem is None and not self._woken.is_set():
                    return
                await self._clock.wait(self._woken, RETRY_EVERY)
        finally:
            self._is_running = False

    async def _problem(self) -> JobProblem | None:
        folder, answer = self._files.destination.folder, self._answer
        if answer is None or answer.done():
            answer = self._answer = asyncio.get_running_loop().create_future()
            self._spawn("check the videos folder", self._check(answer))
        await asyncio.wait((answer,), timeout=ANSWERS_WITHIN)
        if not answer.done():
            return JobProblem(sentence=Sentence.FOLDER_SILENT, values=(("folder", str(folder)),))
        return answer.result()

    async def _check(self, answer: asyncio.Future[JobProblem | None]) -> None:
        try:
            await self._files.destination.check()
        except WanDeskError as refused:
            if self._told is None:
                log.warning("videos wait in the fallback folder: %s", refused)
            # Without the system's message, which names another temporary file each time.
            answer.set_result(JobProblem(sentence=refused.sentence, values=tuple(refused.values.items())))
        else:
            answer.set_result(None)
        finally:
            if not answer.done():
                answer.cancel()
