"""The question before the window closes while videos are under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.domain.send_queue import Workload
from wandesk.ui import dialogs
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.table import ASK_BEFORE_CLOSING
from wandesk.ui.wording import closing as wording
from wandesk.ui.wording.export import closing
from wandesk.ui.wording.sentences import joined

if TYPE_CHECKING:
    from wandesk.ui.settings.page_card import Values

translate = QCoreApplication.translate


class ClosingQuestion:
    """Asks once, unless the user turned the question off."""

    def __init__(self, window: QWidget, spawn: Spawn, values: Values | None) -> None:
        """Without `values` there are no settings, and nothing is asked."""
        self._window = window
        self._spawn = spawn
        self._values = values
        self.running_exports: Callable[[], int] = lambda: 0
        """How many exports would be cancelled."""
        self._is_answered = False
        self._asking: asyncio.Task[Any] | None = None

    def allows(self, workload: Workload) -> bool:
        """Whether the window may close now. If not, the question is open, and its answer may close the window."""
        wants_question = self._values is not None and self._values.get(ASK_BEFORE_CLOSING.option)
        is_needed = wording.needs_a_question(workload) or self.running_exports()
        if self._is_answered or not wants_question or not is_needed:
            return True
        if self._asking is None or self._asking.done():
            self._asking = self._spawn("ask before closing", self._ask(workload))
        return False

    def close_at_once(self) -> None:
        """Close without a question: after its answer, on a signal, or at the end of the session."""
        self._is_answered = True
        self._window.close()

    async def _ask(self, workload: Workload) -> None:
        answers = (
            dialogs.Answer(key="close", text=translate("Window", "Close")),
            dialogs.Answer(key="keep", text=translate("Window", "Keep open"), kind=dialogs.Kind.PRIMARY),
        )
        answer, is_ticked = await dialogs.ask_with_tick(
            self._window,
            joined(wording.question(workload), closing(self.running_exports())),
            answers,
            default="keep",
            tick=translate("Window", "Don't ask again"),
        )
        if answer == "close":
            if is_ticked and self._values is not None:
                self._values.set(ASK_BEFORE_CLOSING.option, False)  # noqa: FBT003 - the setting's own value
            self.close_at_once()
