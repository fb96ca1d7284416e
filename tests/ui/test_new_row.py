"""A new job reaches the list by the answer to Generate and by the bridge's signal, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.jobs import a_job
from tests.support.main_windows import main_window
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import NO_MARKS, Marks
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.bridge import Bridge

CATALOG = load_catalogue()
NEW = a_job("new", JobStage.QUEUED)


class OneAnswer(Bridge):
    """A bridge without an engine that answers Generate with `NEW`."""

    def __init__(self) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.is_signal_first = False

    async def submit(self, draft: Draft, marks: Marks = NO_MARKS) -> Job:
        if self.is_signal_first:
            self.signal_change()
        return NEW

    def signal_change(self) -> None:
        self.job_added(NEW)
        self.job_changed(replace(NEW, stage=JobStage.PREPARING))


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running


@pytest.mark.parametrize("is_signal_first", [True, False])
def test_new_job_has_one_row_with_its_newest_value(
    loop: GuiLoop, qtbot: QtBot, tmp_path: Path, *, is_signal_first: bool
) -> None:
    bridge = OneAnswer()
    bridge.is_signal_first = is_signal_first
    draft = new_draft(CATALOG, "practice")
    window = main_window(loop, qtbot, bridge, tmp_path, draft=draft)

    async def story() -> None:
        window.composer.generate_requested.emit(draft)
        await until(lambda: window.jobs.selected_job() is not None)
        if not is_signal_first:
            bridge.signal_change()

    loop.run_story(story())
    assert window.jobs.model.rowCount() == 1
    job = window.jobs.selected_job()
    assert job is not None
    assert (job.id, job.stage) == ("new", JobStage.PREPARING)
