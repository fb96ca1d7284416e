"""The base of windows beside the main window: a header, a footer, and coroutines that end with the window."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.dialog_frame import SIDE
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.return_key import ReturnKey


class ToolDialog(QDialog):
    """Closing cancels the coroutines of this window, but no work of the engine."""

    _return_key = ReturnKey()

    def __init__(self, *, title: str, spawn: Spawn, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._spawn = spawn
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_open = True
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finished.connect(self._cancel_tasks)

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def _run(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine that is cancelled when the window closes."""
        task = self._spawn(name, coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _cancel_tasks(self) -> None:
        self._is_open = False
        for task in list(self._tasks):
            task.cancel()

    def _make_head(self, intro: str, *, below: int, spacing: int) -> QVBoxLayout:
        """The title and the introduction, with `below` pixels under them."""
        title, explanation = PlainLabel(self.windowTitle()), PlainLabel(intro)
        title.setFont(text_font(TextSize.TITLE, is_strong=True))
        explanation.setWordWrap(True)
        set_style_class(explanation, StyleClass.MUTED)
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 18, SIDE, below)
        head.setSpacing(spacing)
        head.addWidget(title)
        head.addWidget(explanation)
        return head
