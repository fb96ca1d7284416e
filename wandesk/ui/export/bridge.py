"""The exports, across the threads: commands to the engine's loop, news as a Qt signal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from wandesk.domain.export import ExportPlan
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.domain.media import AudioFacts, VideoFacts

T = TypeVar("T")

NEWS_INTERVAL = 0.1
"""Seconds between two news about the progress of an export."""


class ExportCommands(Protocol):
    """The queue of exports and the questions of the dialog. All raise members of `domain.errors.WanDeskError`."""

    async def add(self, plan: ExportPlan, target: Path, *, may_replace: bool) -> Export:
        """Put an export in the queue. Raises FolderRefused if the target is one of the plan's own sources."""

    async def cancel(self, export_id: str) -> None:
        """Cancel an export; its unfinished file is gone when this returns."""

    async def inspect_video(self, path: str) -> VideoFacts:
        """Raises VideoUnreadable, MediaProcessFailed."""

    async def inspect_audio(self, path: str) -> AudioFacts:
        """Raises InputRefused, MediaProcessFailed."""

    async def preview(self, plan: ExportPlan, side: int) -> Path:
        """The first frame of the result as a PNG. Raises InputRefused, MediaProcessFailed, NoRoom, FolderRefused."""


class Run(Protocol):
    """Starts a coroutine on the engine's loop."""

    def __call__(self, name: str, coro: Coroutine[Any, Any, T], /) -> Future[T]: ...


class ExportsBridge(QObject):
    """Satisfies ExportCommands on the GUI thread. A cancelled wait does not cancel the command.

    `changed_signal(Export)` tells every new state, its share at most ten times a second.
    """

    changed_signal = Signal(object)

    def __init__(self, run: Run, exports: Future[ExportCommands], parent: QObject | None = None) -> None:
        """`exports` is there once the engine is open."""
        super().__init__(parent)
        self._run = run
        self._exports = exports
        self._told: dict[str, tuple[float, ExportStage | None, str]] = {}

    def changed(self, export: Export) -> None:
        """News, on the engine's thread."""
        now = time.monotonic()
        told_at, stage, target = self._told.get(export.id, (0.0, None, ""))
        if (stage, target) == (export.stage, export.target) and now - told_at < NEWS_INTERVAL:
            return
        if export.stage.is_over:
            self._told.pop(export.id, None)
        else:
            self._told[export.id] = (now, export.stage, export.target)
        self.changed_signal.emit(export)

    async def add(self, plan: ExportPlan, target: Path, *, may_replace: bool) -> Export:
        return await self._ask("export", lambda exports: exports.add(plan, target, may_replace=may_replace))

    async def cancel(self, export_id: str) -> None:
        await self._ask("cancel an export", lambda exports: exports.cancel(export_id))

    async def inspect_video(self, path: str) -> VideoFacts:
        return await self._ask("inspect a video", lambda exports: exports.inspect_video(path))

    async def inspect_audio(self, path: str) -> AudioFacts:
        return await self._ask("inspect audio", lambda exports: exports.inspect_audio(path))

    async def preview(self, plan: ExportPlan, side: int) -> Path:
        return await self._ask("preview an export", lambda exports: exports.preview(plan, side))

    async def _ask(self, name: str, question: Callable[[ExportCommands], Coroutine[Any, Any, T]]) -> T:
        async def asking() -> T:
            exports = await asyncio.shield(asyncio.wrap_future(self._exports))
            return await question(exports)

        return await asyncio.shield(asyncio.wrap_future(self._run(name, asking())))
