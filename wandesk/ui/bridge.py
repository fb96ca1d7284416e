"""The seam between the window and the engine: the only module of `ui` that knows the engine.

Wishes go down as coroutines on the engine's loop, facts come up as a few Qt signals carrying frozen values,
questions are awaited. The engine's work belongs to the engine: a cancelled wait changes nothing there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from wandesk.domain.draft import Draft
from wandesk.domain.job import Job, Progress
from wandesk.domain.media import Picture, Sound
from wandesk.engine.engine import Engine
from wandesk.engine.thread import EngineThread

T = TypeVar("T")

PROGRESS_INTERVAL = 0.1


class Bridge(QObject):
    """Speaks for the engine on the GUI thread.

    Signals (all delivered on the GUI thread): `job_added_signal(Job)`, `job_changed_signal(Job)`,
    `job_removed_signal(str)`, `progress_signal(Progress)`, at most ten a second and job.
    """

    job_added_signal = Signal(object)
    job_changed_signal = Signal(object)
    job_removed_signal = Signal(str)
    progress_signal = Signal(object)

    def __init__(self, thread: EngineThread, engine: Future[Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._engine = engine
        self._last_told: dict[str, tuple[float, Progress]] = {}

    # ------------------------------------------------------------------ facts, on the engine's thread

    def job_added(self, job: Job) -> None:
        self.job_added_signal.emit(job)

    def job_changed(self, job: Job) -> None:
        if job.stage.is_final:
            self._last_told.pop(job.id, None)
        self.job_changed_signal.emit(job)

    def job_removed(self, job_id: str) -> None:
        self.job_removed_signal.emit(job_id)

    def progressed(self, progress: Progress) -> None:
        now = time.monotonic()
        told_at, told = self._last_told.get(progress.job_id, (0.0, None))
        only_bytes = (
            told is not None
            and told.waits_for is progress.waits_for
            and told.usual_seconds == progress.usual_seconds
            and progress.done_bytes != progress.total_bytes
        )
        if only_bytes and now - told_at < PROGRESS_INTERVAL:
            return
        self._last_told[progress.job_id] = (now, progress)
        self.progress_signal.emit(progress)

    # ------------------------------------------------------------------ wishes and questions, on the GUI thread

    async def submit(self, draft: Draft) -> str:
        """Order; the answer is the job's id once its row is durable. Raises what `Engine.submit` raises."""
        return await self._ask("submit", lambda engine: engine.submit(draft))

    async def cancel(self, job_id: str) -> None:
        await self._ask("cancel", lambda engine: engine.cancel(job_id))

    async def check_again(self, job_id: str) -> None:
        await self._ask("check again", lambda engine: _done(engine.check_again, job_id))

    async def look_at_all(self) -> None:
        await self._ask("look at all", lambda engine: _done(engine.look_at_all))

    async def watched(self, job_id: str) -> None:
        await self._ask("watched", lambda engine: engine.watched(job_id))

    async def inspect_picture(self, path: str) -> Picture:
        return await self._ask("inspect picture", lambda engine: engine.inspect_picture(path))

    async def inspect_sound(self, path: str) -> Sound:
        return await self._ask("inspect sound", lambda engine: engine.inspect_sound(path))

    async def preview(self, path: str, side: int) -> Path:
        return await self._ask("preview", lambda engine: engine.preview(path, side))

    async def keep_pasted_picture(self, png: bytes) -> str:
        return await self._ask("keep pasted picture", lambda engine: engine.keep_pasted_picture(png))

    async def job_ids(self) -> Sequence[str]:
        return await self._ask("job ids", lambda engine: engine.job_ids())

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return await self._ask("rows", lambda engine: engine.rows(ids))

    async def _ask(self, name: str, question: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        async def asking() -> T:
            engine = await asyncio.shield(asyncio.wrap_future(self._engine))
            return await question(engine)

        return await asyncio.shield(asyncio.wrap_future(self._thread.run(name, asking())))


async def _done(verb: Callable[..., None], *arguments: Any) -> None:
    verb(*arguments)
