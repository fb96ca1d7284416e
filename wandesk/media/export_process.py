"""The child process that exports: one of its own, so that nothing that was paid for waits for an export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wandesk.domain.export import ExportPlan, ExportResult
from wandesk.domain.structs import as_builtins, convert
from wandesk.media.process import MediaProcess

SILENT_SECONDS = 120.0
"""An export that reports nothing for so long hangs: the slowest step, a palette of 4096 pixels, takes a tenth."""


class ExportProcess(MediaProcess):
    """The engine's ExportMedia port."""

    async def export(self, plan: ExportPlan, target: Path, heard: Callable[[float], None]) -> ExportResult:
        """Make the plan's file; `heard` gets the share that is done, 0 to 1.

        A cancelled call kills the child at once; `tidy` then removes what it wrote. Raises InputRefused, NoRoom,
        FolderRefused, MediaProcessFailed.
        """
        more = {"plan": as_builtins(plan)}
        sources = {name: Path(path) for name, path in plan.sources.items()}
        return convert(await self._ask("export", SILENT_SECONDS, sources, target, more, heard), ExportResult)

    async def tidy(self) -> None:
        """Wait until a cancelled export has ended, and remove its unfinished file."""
        async with self._turn:
            await self._clean_up()
