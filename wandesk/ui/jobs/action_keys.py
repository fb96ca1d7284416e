"""The actions by their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from wandesk.ui.job_actions import JOB_ACTIONS, JobActionKey


def action_of_key(event: QKeyEvent) -> JobActionKey | None:
    """The action whose key was pressed. Keys of the number pad count, too."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(event.key() | modifiers.value)
    return next((action.key for action in JOB_ACTIONS if sequence in action.sequences()), None)
