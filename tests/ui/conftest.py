"""Fixtures of the window tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, gui_loop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    """A qasync loop for one test. Files whose windows outlive a test, or that check English, have their own."""
    with gui_loop(qapp) as running:
        yield running


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say."""
    heard: list[str] = []

    def record(event: QAccessibleAnnouncementEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", record)
    return heard
