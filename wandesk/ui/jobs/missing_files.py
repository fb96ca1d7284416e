"""Which videos in sight are not where they were saved, looked up off the GUI thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)

MOST_KNOWN = 4096
"""Paths that are remembered; then everything in sight is looked up again."""


class MissingFiles(QObject):
    """Remembers the answers until `forget`."""

    changed = Signal()

    def __init__(self, questions: Questions, spawn: Spawn, parent: QObject) -> None:
        super().__init__(parent)
        self._questions = questions
        self._spawn = spawn
        self._known: dict[str, bool] = {}
        """Whether the file of each path is missing."""
        self._asked: set[str] = set()
        self._is_looking = False
        """One look at a time: a drive that does not answer holds one thread, however often it is asked for."""

    def is_missing(self, job: Job) -> bool:
        """Whether the job's video is known to be elsewhere or deleted."""
        return job.video is not None and self._known.get(job.video.path, False)

    def look(self, jobs: Iterable[Job]) -> None:
        """Look for the videos of these jobs, unless they were looked for already."""
        paths = {job.video.path for job in jobs if can_play(job) and job.video is not None}
        wanted = sorted(paths - self._asked)
        if wanted and not self._is_looking:
            self._is_looking = True
            self._asked.update(wanted)
            try:
                self._spawn("look for videos", self._read(wanted))
            except asyncio.CancelledError:  # the program is closing and starts no tasks; this is a timer's call
                self._is_looking = False

    def forget(self) -> None:
        """The user was in other programs: look again. What is known is shown until then."""
        self._asked.clear()
        if len(self._known) > MOST_KNOWN:
            self._known.clear()

    async def _read(self, paths: list[str]) -> None:
        try:
            missing = await self._questions.missing_files(paths)
        except WanDeskError as error:
            log.info("videos were not looked for: %s", error)
            return
        finally:
            self._is_looking = False
        before = dict(self._known)
        self._known |= {path: path in missing for path in paths}
        if isValid(self) and any(before.get(path, False) is not self._known[path] for path in paths):
            self.changed.emit()
