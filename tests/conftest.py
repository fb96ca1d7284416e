"""Every test gets a clean environment, and fails on a warning that it does not expect."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
from collections.abc import Iterator

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from wandesk.dashscope.live_secrets import LIVE

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", ",")

OUTSIDE = ("DASHSCOPE_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy")

LONGEST_FIRST = (
    "test_uncertain_stories",
    "test_fault_matrix",
    "test_second_start",
    "test_missing_story",
    "test_story",
    "test_disk_trouble",
    "test_kill_matrix",
    "test_lifecycle",
    "test_values_story",
    "test_failure_story",
    "test_engine_polling_wire",
    "test_media_process",
    "test_canary",
    "test_main_window",
)
"""Slow test files, which start first so that none starts when the others end. The standalone build's are last."""


def pytest_configure(config: pytest.Config) -> None:
    # Hypothesis fails an example that takes 0.2 s, which can happen to any on a busy machine. `timeout` bounds the
    # whole test.
    hypothesis.settings.register_profile("busy machines", deadline=None)
    hypothesis.settings.load_profile("busy machines")
    config.addinivalue_line("markers", "logs(pattern): a warning of ours that this test provokes on purpose")
    # pytest-qt removes its handler after each phase of a test. A decoder's thread that warns at that moment waits for
    # the interpreter inside PySide and then calls a removed handler, which crashes. So a handler is always installed.
    qInstallMessageHandler(_say_between_phases)


def pytest_collection_finish() -> None:
    """Exclude the objects of the collection from Python's garbage collection; they live to the end anyway."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST_FIRST.index(item.path.stem) if item.path.stem in LONGEST_FIRST else 99)


def _say_between_phases(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    print(message, file=sys.__stderr__)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(OUTSIDE):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_secrets_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process learns the keys that it uses. What a test teaches it is forgotten afterwards."""
    monkeypatch.setattr(LIVE, "_known", LIVE._known.copy())
    monkeypatch.setattr(LIVE, "_all", LIVE._all)


@pytest.fixture(autouse=True)
def _no_unexpected_logs(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    expected = [str(marker.args[0]) for marker in request.node.iter_markers("logs")]
    surprising = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
        and record.name.split(".")[0] in ("wandesk", "asyncio")
        and not any(re.search(pattern, record.getMessage()) for pattern in expected)
    ]
    assert not surprising, f"unexpected warnings: {surprising}"


@pytest.fixture(autouse=True)
def _collect_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete the test's widgets and collect those in reference cycles here, and not during another test's events.

    Without an event loop nothing deletes what `deleteLater` was called for, and a signal that is connected to a method
    of its sender keeps it alive. Such windows would live on, and each change of the look would draw them again.
    """
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    gc.freeze()  # earlier objects, mostly modules, need no check
    gc.disable()
    of_the_file = QApplication.topLevelWidgets()  # from fixtures of a wider scope, which are set up before this one
    yield
    for window in QApplication.topLevelWidgets():
        if window.parentWidget() is None and window not in of_the_file:
            window.deleteLater()
    del of_the_file
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.enable()
    gc.collect()
