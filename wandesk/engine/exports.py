"""Exports, one after the other, in a child process of their own: nothing that was paid for waits behind them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

from wandesk.domain.errors import FolderRefused, MediaProcessFailed, NoRoom, WanDeskError
from wandesk.domain.export import ExportPlan, ExportResult
from wandesk.domain.export_queue import Export, ExportStage, seconds_left
from wandesk.domain.media import AudioFacts, PictureFacts, VideoFacts
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine.ports import Clock
from wandesk.engine.supervisor import Supervisor

log = logging.getLogger(__name__)

MOST_KEPT = 50
"""Exports that are over and still told; older ones are forgotten, their files stay."""


class ExportMedia(Protocol):
    """The child that exports. Raises InputRefused, NoRoom, FolderRefused, MediaProcessFailed."""

    async def export(self, plan: ExportPlan, target: Path, heard: Callable[[float], None]) -> ExportResult:
        """Make the plan's file, in place of a file at `target`; `heard` gets the share that is done, 0 to 1."""

    async def tidy(self) -> None:
        """Wait until a cancelled export has ended, and remove its unfinished file."""

    async def close(self) -> None: ...


class ExportInspector(Protocol):
    """The child that answers what the dialog asks: never the one that exports."""

    async def inspect_video(self, path: Path) -> VideoFacts: ...

    async def inspect_audio(self, path: Path) -> AudioFacts: ...

    async def preview_export(self, plan: ExportPlan, target: Path, side: int) -> PictureFacts:
        """Write the first frame of the result as a PNG."""


class ExportTargets(Protocol):
    """The files that exports become. Raises FolderRefused, NoRoom."""

    async def is_any_of(self, target: Path, sources: Collection[str]) -> bool:
        """Whether the path leads to one of these files, also by another name."""

    async def reserve(self, target: Path, *, may_replace: bool) -> Path:
        """The path for the result: this one, or a free one beside it."""

    async def release(self, reserved: Path) -> None:
        """Delete a reservation that was not used."""


class Exports:
    """The queue of exports. Every method runs on the engine's loop."""

    def __init__(
        self,
        *,
        media: ExportMedia,
        inspector: ExportInspector,
        targets: ExportTargets,
        clock: Clock,
        supervisor: Supervisor,
        new_id: Callable[[], str],
        draft_path: Callable[[str], Path],
    ) -> None:
        """`draft_path` gives a path for a preview by its name."""
        self.changed: Callable[[Export], None] = _unheard
        """Called with every new state of an export."""
        self._media, self._inspector, self._targets = media, inspector, targets
        self._clock = clock
        self._supervisor = supervisor
        self._new_id, self._draft_path = new_id, draft_path
        self._exports: dict[str, Export] = {}
        self._worker: asyncio.Task[None] | None = None
        self._making: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[ExportResult | WanDeskError] | None = None
        self._reserved: Path | None = None
        """The name that is held by an empty file."""

    async def add(self, plan: ExportPlan, target: Path, *, may_replace: bool) -> Export:
        """Put an export in the queue. Raises FolderRefused if the target is one of the plan's own sources."""
        if await self._targets.is_any_of(target, plan.sources.values()):
            raise FolderRefused(sentence=Sentence.EXPORT_OVER_SOURCE, values={"file": target.name})
        export = Export(id=self._new_id(), plan=plan, target=str(target), may_replace=may_replace)
        self._set(export)
        self._forget_old()
        if self._worker is None or self._worker.done():
            self._worker = self._supervisor.spawn("exports", self._work())
        return export

    async def cancel(self, export_id: str) -> None:
        """Cancel an export that waits or is being written. Its unfinished file is gone when this returns."""
        export = self._exports.get(export_id)
        if export is None or export.stage.is_over:
            return
        self._set(replace(export, stage=ExportStage.CANCELLED, seconds_left=None))
        if export.stage is ExportStage.RUNNING and self._making is not None:
            if self._writing is not None:
                self._writing.cancel()
            await asyncio.wait([self._making])

    async def inspect_video(self, path: str) -> VideoFacts:
        """Facts about a video that may be joined. Raises VideoUnreadable, MediaProcessFailed."""
        return await self._inspector.inspect_video(Path(path))

    async def inspect_audio(self, path: str) -> AudioFacts:
        """Facts about an audio file. Raises InputRefused, MediaProcessFailed."""
        return await self._inspector.inspect_audio(Path(path))

    async def preview(self, plan: ExportPlan, side: int) -> Path:
        """The first frame of the result as a PNG, its longer side at most `side` pixels. Raises as `export`."""
        target = self._draft_path(f"preview-{self._new_id()}.png")
        await self._inspector.preview_export(plan, target, side)
        return target

    async def close(self) -> None:
        """End the child, and remove what is unfinished."""
        await self._media.close()
        if self._reserved is not None:
            await self._targets.release(self._reserved)

    # ---------------------------------------------------------------- inside

    async def _work(self) -> None:
        while (export := self._next()) is not None:
            self._making = self._supervisor.spawn("export", self._make(export))
            await asyncio.wait([self._making])

    def _next(self) -> Export | None:
        waiting = (export for export in self._exports.values() if export.stage is ExportStage.WAITING)
        return next(waiting, None)

    async def _make(self, export: Export) -> None:
        self._set(replace(export, stage=ExportStage.RUNNING))
        try:
            self._reserved = await self._targets.reserve(Path(export.target), may_replace=export.may_replace)
            running = replace(export, stage=ExportStage.RUNNING, target=str(self._reserved))
            result = await self._written(running, self._reserved)
        except WanDeskError as error:
            log.info("the export failed: %s", error)
            sentence, values = _told(error)
            ended = replace(self._exports[export.id], stage=ExportStage.FAILED, problem=sentence, values=values)
        else:
            ended = self._exports[export.id]  # cancelled
            if result is not None:
                ended = replace(running, stage=ExportStage.DONE, share=1.0, result=result)
        if self._reserved is not None:
            await self._targets.release(self._reserved)  # a result is not empty, and stays
            self._reserved = None
        self._set(ended)

    async def _written(self, running: Export, target: Path) -> ExportResult | None:
        """The result; None if the user cancels."""
        if self._is_cancelled(running):
            return None
        self._set(running)
        begun = self._clock.monotonic()

        def heard(share: float) -> None:
            if not self._is_cancelled(running):
                left = seconds_left(share, self._clock.monotonic() - begun)
                self._set(replace(running, share=share, seconds_left=left))

        async def writing() -> ExportResult | WanDeskError:
            try:
                return await self._media.export(running.plan, target, heard)
            except WanDeskError as error:
                return error

        self._writing = self._supervisor.spawn("write an export", writing())
        try:
            await asyncio.wait([self._writing])
            if self._is_cancelled(running) or self._writing.cancelled():
                await self._media.tidy()
                return None
            match self._writing.result():
                case WanDeskError() as error:
                    raise error
                case result:
                    return result
        finally:
            self._writing = None

    def _is_cancelled(self, export: Export) -> bool:
        return self._exports[export.id].stage is ExportStage.CANCELLED

    def _set(self, export: Export) -> None:
        self._exports[export.id] = export
        self.changed(export)

    def _forget_old(self) -> None:
        over = [export.id for export in self._exports.values() if export.stage.is_over]
        for old in over[: max(0, len(over) - MOST_KEPT)]:
            del self._exports[old]


def _told(error: WanDeskError) -> tuple[Sentence, dict[str, str | int | float]]:
    """The sentence about an export for an error that says something about jobs."""
    match error:
        case NoRoom():
            return Sentence.EXPORT_NO_ROOM, {}
        case MediaProcessFailed():
            return Sentence.EXPORT_FAILED, {}
        case _:
            return error.sentence, error.values


def _unheard(_export: Export) -> None:
    """Until a listener is set."""
