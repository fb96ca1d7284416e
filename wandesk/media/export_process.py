"""A media process that makes exports, too.

The one that exports does nothing else, so that nothing that was paid for waits for an export. That of the form makes
the frames which the dialog shows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wandesk.domain.export import ExportPlan, ExportResult
from wandesk.domain.media import PictureFacts
from wandesk.domain.structs import as_builtins, convert
from wandesk.media.process import MediaProcess

SILENT_SECONDS = 300.0
"""An export that reports nothing for so long hangs. At its end an encoder still has some 50 frames: at 4K, half a
second each on two cores (measured)."""


class ExportProcess(MediaProcess):
    """Satisfies the ports ExportMedia and ExportInspector of `engine.exports`."""

    async def export(self, plan: ExportPlan, target: Path, heard: Callable[[float], None]) -> ExportResult:
        """Make the plan's file; `heard` gets the share that is done, 0 to 1.

        A cancelled call kills the child at once; `tidy` then removes what it wrote. Raises InputRefused, NoRoom,
        FolderRefused, MediaProcessFailed.
        """
        more = {"plan": as_builtins(plan)}
        sources = {name: Path(path) for name, path in plan.sources.items()}
        return convert(await self._ask("export", SILENT_SECONDS, sources, target, more, heard), ExportResult)

    async def preview_export(self, plan: ExportPlan, target: Path, side: int) -> PictureFacts:
        """Write the first frame of the plan's result as a PNG, its longer side at most `side` pixels."""
        more = {"plan": as_builtins(plan), "side": side}
        sources = {name: Path(path) for name, path in plan.sources.items()}
        return convert(await self._ask("preview_export", self._prepare_within, sources, target, more), PictureFacts)

    async def tidy(self) -> None:
        """Wait until a cancelled export has ended, and remove its unfinished file."""
        async with self._turn:
            await self._clean_up()
