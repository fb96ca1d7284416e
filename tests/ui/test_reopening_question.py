"""Before the program is reopened it asks only about what would be lost: a key of the session, a running export."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, answered, plural_loop
from tests.support.widgets import FakeKeys, question
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.window.reopening import Reopening

KEY_LOST = "The API key for Singapore is kept for this session only. You will have to enter it again."


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


@pytest.mark.parametrize(
    ("has_session_key", "exports", "lost"),
    [
        (False, 0, ""),
        (True, 0, KEY_LOST),
        (False, 1, "1 export is not finished and will be cancelled."),
        (True, 2, f"{KEY_LOST} 2 exports are not finished and will be cancelled."),
    ],
)
@pytest.mark.parametrize("agrees", [True, False])
def test_what_would_be_lost_is_asked_about(
    loop: GuiLoop, qtbot: QtBot, has_session_key: bool, exports: int, lost: str, agrees: bool
) -> None:
    window, keys = QWidget(), FakeKeys()
    qtbot.addWidget(window)
    window.show()
    keys.for_session |= {"singapore": "sk-1"} if has_session_key else {}
    reopening = Reopening(catalog=load_catalogue(), keys=keys, spawn=loop.spawn, language="en", window=window)
    reopening.running_exports = lambda: exports
    agreed: list[bool] = []
    reopening.agreed.connect(lambda: agreed.append(True))
    reopening.request()
    if lost:
        assert answered(loop, window, "Reopen" if agrees else "Not now").endswith(lost)
    loop.settle()
    assert question(window) is None
    assert agreed == ([True] if agrees or not lost else [])
