"""Reopening the program, for what acts from its next start on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Region
from wandesk.domain.catalog_source import CatalogSource
from wandesk.ui import dialogs
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.keys import Keys
from wandesk.ui.wording.export import closing
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


class Reopening(QObject):
    """Asks first only if a key or an export would be lost. Jobs are safe, and continue in the new window."""

    agreed = Signal()

    def __init__(self, *, catalog: CatalogSource, keys: Keys, spawn: Spawn, language: str, window: QWidget) -> None:
        """The question opens over `window`."""
        super().__init__(window)
        self._catalog = catalog
        self._keys = keys
        self._spawn = spawn
        self._language = language
        self._window = window
        self.running_exports: Callable[[], int] = lambda: 0
        """How many exports would be cancelled."""

    def request(self) -> None:
        """The user wants the program to be reopened."""
        self._spawn("reopen", self._reopen())

    async def _reopen(self) -> None:
        real = (each for each in self._catalog.current.offered_regions() if not each.is_practice)
        regions = [each for each in real if self._keys.is_for_session(each.key)]
        lost = joined(self._lost_keys(regions), closing(self.running_exports()))
        if not lost or await self._agrees(lost):
            self.agreed.emit()

    def _lost_keys(self, regions: Sequence[Region]) -> str:
        if not regions:
            return ""
        names = translate("Settings", ", ").join(each.name.text(self._language) for each in regions)
        return translate(
            "Window", "The API key for {regions} is kept for this session only. You will have to enter it again."
        ).format(regions=names)

    async def _agrees(self, lost: str) -> bool:
        answer = await dialogs.ask(
            self._window,
            translate("Window", "Reopen Wan Desk?"),
            [
                dialogs.Answer(key="cancel", text=translate("Window", "Not now"), kind=dialogs.Kind.PRIMARY),
                dialogs.Answer(key="reopen", text=translate("Window", "Reopen")),
            ],
            default="cancel",
            details=lost,
        )
        return answer == "reopen"
