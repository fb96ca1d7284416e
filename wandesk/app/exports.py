"""Connects exports with the window."""

from __future__ import annotations

from wandesk.settings.preferences import Preferences
from wandesk.ui.export.bridge import ExportsBridge
from wandesk.ui.export.exporting import Exporting
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.main_window import MainWindow
from wandesk.ui.questions import Spawn


def attach_exports(
    window: MainWindow, exports: ExportsBridge, spawn: Spawn, preferences: Preferences, language: str
) -> Exporting:
    """Let the action Export open its dialog, and the window ask before it closes or reopens over an export."""
    exporting = Exporting(
        exports=exports, spawn=spawn, notices=window.notices, values=preferences, language=language, window=window
    )
    window.dispatcher.handle_together(JobActionKey.EXPORT, exporting.open)
    for question in (window.closing_question, window.settings.reopening):
        question.running_exports = lambda: exporting.unfinished
    return exporting
