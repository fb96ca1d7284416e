"""Many orders at once in Practice: a folder, failed ones again, and a table whose order ends in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.support.gui import until
from tests.support.program import ask_practice, ready, run_on_loop, running_program, window_of
from tests.support.widgets import question
from wandesk.app.application import Application
from wandesk.domain.draft import Draft
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import Marks
from wandesk.domain.order_table import Column, written
from wandesk.ui.main_window import MainWindow
from wandesk.ui.orders.dialog import OrdersDialog


@pytest.fixture(autouse=True)
def _fast_practice(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")


def pictures(folder: Path) -> Path:
    """A folder with two pictures of different colours, one that is damaged, and a text."""
    folder.mkdir()
    for number, colour in ((2, "teal"), (10, "orange")):
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(folder / f"photo {number}.png"))
    (folder / "photo 3.png").write_bytes((folder / "photo 2.png").read_bytes()[:60])
    (folder / "notes.txt").write_text("no picture")
    return folder


def jobs_of(window: MainWindow) -> list[Job]:
    model = window.jobs.model
    found = (model.known_job(model.id_at(row)) for row in range(model.rowCount()))
    return [job for job in found if job is not None]


def opened_table(window: MainWindow, path: Path) -> OrdersDialog:
    window.menus.action("open_table").trigger()
    dialog = window.orders.table
    assert dialog is not None
    dialog.read(str(path))
    return dialog


def test_a_folder_and_the_failed_ones_again(tmp_path: Path) -> None:
    folder = pictures(tmp_path / "shoot")

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.take_files([str(folder)])
        await until(lambda: len(window.composer.series.pictures) == 2 and not window.composer.is_reading, within=20)
        assert [each.name for each in window.composer.series.pictures] == ["photo 2.png", "photo 10.png"]
        assert "photo 3.png" in window.composer.cards.first_frame.error_label.text()
        await ask_practice(program, scenario="fail-media", times=2)
        window.composer.generate()
        await until(lambda: len(jobs_of(window)) == 2, within=20)
        await until(lambda: all(job.stage is JobStage.FAILED for job in jobs_of(window)), within=40)
        await until(lambda: window.notices.waiting, within=10)
        assert "2 of 2 videos failed." in window.notices.sentence
        window.jobs.view.selectAll()
        job = window.jobs.selected_job()
        assert job is not None
        window.orders.redo.request(job)
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        next(each for each in box.buttons() if "Generate 2" in each.text()).click()
        await until(lambda: sum(each.stage is JobStage.DONE for each in jobs_of(window)) == 2, within=40)
        assert len(jobs_of(window)) == 4
        names = [each.request.first_frame.name for each in jobs_of(window) if each.request.first_frame]
        assert sorted(names) == ["photo 10.png", "photo 10.png", "photo 2.png", "photo 2.png"]

    async def next_start(program: Application) -> None:
        window = window_of(program)
        await until(lambda: len(window.composer.series.pictures) == 2 and not window.composer.is_reading, within=20)

    for each in (story, next_start):
        with running_program(tmp_path / "profile") as program:
            run_on_loop(program, each(program))


def test_a_table_that_ends_in_the_middle_is_ordered_once(tmp_path: Path) -> None:
    folder = pictures(tmp_path / "shoot")
    table = folder / "orders.csv"
    rows = [
        {Column.PICTURE: "photo 2.png", Column.PROMPT: "雨", Column.NAME: "Scene 1", Column.LABEL: "storm"},
        {Column.PICTURE: "photo 10.png", Column.COPIES: "2"},
    ]
    table.write_bytes(written(rows))

    async def first(program: Application) -> None:
        """The disk is full after two of three videos, and the program ends."""
        window = window_of(program)
        await ready(program)
        dialog = opened_table(window, table)
        await until(dialog.controls.generate.isEnabled, within=20)
        submit, made = program.bridge.tables.submit, 0

        async def refusing(draft: Draft, marks: Marks, job_id: str) -> Job:
            nonlocal made
            made += 1
            if made > 2:
                raise NoRoom
            return await submit(draft, marks, job_id)

        program.bridge.tables.submit = refusing  # type: ignore[method-assign]
        dialog.controls.generate.click()
        await until(lambda: "2 of 3 videos are ordered" in dialog.controls.status.text(), within=20)

    async def second(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        table.write_bytes(written([*rows, {Column.PICTURE: "photo 3.png"}]))
        dialog = opened_table(window, table)
        await until(lambda: "1 line needs a correction" in dialog.controls.status.text(), within=20)
        table.write_bytes(written(list(reversed(rows))).replace(b"\r\n", b"\n"))
        dialog.controls.read_again.click()
        await until(lambda: "2 of these 3 videos are ordered already" in dialog.controls.status.text(), within=20)
        dialog.controls.generate.click()
        await until(lambda: len(jobs_of(window)) == 3, within=20)
        await until(lambda: "1 video is ordered" in dialog.controls.status.text(), within=20)
        await until(lambda: all(job.stage is JobStage.DONE for job in jobs_of(window)), within=40)
        marked = next(job for job in jobs_of(window) if job.request.prompt == "雨")
        assert (marked.marks.name, marked.marks.label) == ("Scene 1", "storm")

    for story in (first, second):
        with running_program(tmp_path / "profile") as program:
            run_on_loop(program, story(program))
