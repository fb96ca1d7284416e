"""The main window for tests that have no engine, or a bridge of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.widgets import FakeKeys, FakeSpace, FakeVideoHosts
from wandesk.domain.draft import new_draft
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.bridge import Bridge, SpaceBridge
from wandesk.ui.main_window import MainWindow
from wandesk.ui.window.before_ordering import BeforeOrdering


class NoPosters(SpaceBridge):
    """No poster can be made again."""

    async def make_poster(self, path: str) -> bool:
        return False


def main_window(loop: GuiLoop, qtbot: QtBot, bridge: Bridge, videos: Path, **more: Any) -> MainWindow:
    """A window in English with an empty form in Practice, which closes with the test. `more` replaces arguments."""
    catalog = load_catalogue()
    usual: dict[str, Any] = {
        "catalog": catalog,
        "draft": new_draft(catalog, "practice"),
        "keys": FakeKeys(),
        "language": "en",
        "before_ordering": BeforeOrdering(hosts=FakeVideoHosts(), space=FakeSpace(), catalog=catalog, language="en"),
    }
    window = MainWindow(bridge=bridge, spawn=loop.spawn, videos=videos, **{**usual, **more})
    qtbot.addWidget(window, before_close_func=lambda each: each.close_at_once())
    return window
