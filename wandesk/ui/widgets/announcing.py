"""What a screen reader says at once, although the focus is elsewhere."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QObject


def announce(source: QObject, sentence: str, *, interrupts: bool = False) -> None:
    """Let a screen reader say a sentence once. `interrupts` is for what the user must not miss."""
    # PySide makes the classes of QAccessible when they are first named: not while the window starts.
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    event = QtGui.QAccessibleAnnouncementEvent(source, sentence)
    event.setPoliteness(politeness.Assertive if interrupts else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)
