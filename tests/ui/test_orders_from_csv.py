"""Orders from CSV: nothing is ordered before every line is right, and no line is ordered twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.gui import GuiLoop, answered, english_loop
from tests.support.jobs import a_job
from tests.support.main_windows import FakeMoney, main_window, ready_to_order
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, FakeQuestions, named, visible_text
from tests.ui.test_several_pictures import Orders
from wandesk.app.batch_memory import BatchMemory
from wandesk.domain.batch import Batch
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import Marks
from wandesk.domain.order_table import Column, written
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.orders.dialog import OrdersDialog
from wandesk.ui.orders.model import STATE
from wandesk.ui.settings.table import ASK_ABOVE
from wandesk.ui.window.money_guard import MoneyGuard

CATALOG = load_catalogue()


class Tables:
    """A store that makes each job once, up to `most`."""

    def __init__(self) -> None:
        self.jobs: dict[str, tuple[Draft, Marks]] = {}
        self.submitted = 0
        self.most = 9999

    async def read(self, table: str) -> bytes:
        return Path(table).read_bytes()

    async def file_beside(self, table: str, cell: str) -> str:
        return cell

    async def made(self, job_ids: Collection[str]) -> frozenset[str]:
        return frozenset(each for each in job_ids if each in self.jobs)

    async def submit(self, draft: Draft, marks: Marks, job_id: str) -> Job:
        if len(self.jobs) == self.most:
            raise NoRoom
        self.submitted += 1
        self.jobs[job_id] = (draft, marks)
        return a_job(job_id, JobStage.QUEUED, prompt=draft.prompt)


class Story:
    """The dialog over a window, and a file."""

    def __init__(
        self,
        loop: GuiLoop,
        qtbot: Any,
        folder: Path,
        region: str = "singapore",
        batches: BatchMemory | None = None,
        model: str = "wan2.5-i2v-preview",
        **more: Any,
    ) -> None:
        self.loop, self.path = loop, folder / "orders.csv"
        files = FakeQuestions(folder)
        files.pictures = {"a.jpg": FACTS, "b.jpg": FACTS, "tiny.png": replace(FACTS, width=80, height=80)}
        self.tables = Tables()
        bridge: Any = Orders(files)
        bridge.tables, bridge.batches = self.tables, batches
        draft = replace(new_draft(CATALOG, region, model), prompt="of the form")
        self.window = main_window(loop, qtbot, bridge, folder, draft=draft, **more)
        self.window.show()
        self.open()

    def open(self) -> None:
        self.window.menus.action("open_table").trigger()
        dialog = self.window.orders.table
        assert dialog is not None
        self.dialog: OrdersDialog = dialog

    def read(self, *rows: dict[Column, str], text: str = "") -> None:
        self.path.write_bytes(text.encode() if text else written(rows))
        self.dialog.read(str(self.path))
        self.loop.settle()

    @property
    def states(self) -> list[str]:
        model = self.dialog.lines.model()
        return [model.index(row, STATE).data() for row in range(model.rowCount())]

    @property
    def status(self) -> str:
        return self.dialog.controls.status.text()

    def press(self, button: QPushButton, answer: str = "") -> str:
        button.click()
        said = answered(self.loop, self.dialog, answer) if answer else ""
        self.loop.settle()
        return said


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


A = {Column.PICTURE: "a.jpg", Column.PROMPT: "Rain", Column.NAME: "Scene 1", Column.LABEL: "pets"}
B = {Column.PICTURE: "b.jpg", Column.PROMPT: "Snow", Column.COPIES: "2", Column.SECONDS: "10"}


def test_nothing_can_be_ordered_before_every_line_is_right(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path)
    assert not it.dialog.controls.generate.isEnabled()
    wrong = {Column.PICTURE: "gone.jpg"}
    it.read(A, wrong, {**B, Column.MODEL: "Sora"}, {**B, Column.COPIES: "99"}, {Column.PICTURE: "tiny.png"})
    assert it.states[0] == "Ready"
    assert it.states[1].startswith("picture: That file isn't a supported picture.")
    assert it.states[2].startswith("model: No model is called “Sora”.")
    assert it.states[3] == "copies: Enter a whole number from 1 to 12."
    assert it.states[4].startswith("picture: ")
    assert it.status.startswith("4 lines need a correction.")
    assert not it.dialog.controls.generate.isEnabled()
    portrait(it.dialog, "csv-wrong-light")
    it.dialog.controls.only_wrong.click()
    assert it.dialog.lines.model().rowCount() == 4
    it.read(A, B)
    assert it.dialog.controls.generate.isEnabled()
    assert it.states == ["Ready", "Ready"]
    it.read(text="picture;colour\na.jpg;red\n")
    assert it.states == ["There is no column “colour”. Rename or delete it. The template shows the names."]
    assert not it.dialog.controls.generate.isEnabled()
    assert not it.tables.jobs


def test_one_question_with_the_total_orders_every_line(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path)
    it.read(A, B)
    assert it.status == "2 lines · 3 videos · about $1.25"
    assert "Singapore · Wan 2.5" in visible_text(it.dialog)
    portrait(it.dialog, "csv-right-light")
    button = it.dialog.controls.generate
    assert button.text() == "Generate 3: about $1.25"
    said = it.press(button, "Cancel")
    assert "Generate 3 videos from this file?" in said
    assert "About $1.25 in total." in said
    assert not it.tables.jobs
    it.press(button, "Generate 3: about $1.25")
    orders = list(it.tables.jobs.values())
    assert [(draft.prompt, draft.seconds) for draft, _ in orders] == [("Rain", 5), ("Snow", 10), ("Snow", 10)]
    assert orders[0][1] == Marks(name="Scene 1", label="pets")
    assert it.states == ["Ordered", "Ordered"]
    assert it.status == "3 videos are ordered. They are in the list."
    assert it.window.jobs.model.rowCount() == 3
    assert not button.isEnabled(), "the same file is not ordered twice by another press"
    it.dialog.close()
    loop.settle()
    it.open()
    it.read(A, B)
    assert it.status == "Everything in this file is ordered already."
    assert not it.dialog.controls.generate.isEnabled()
    said = it.press(it.dialog.controls.again, "Generate 3: about $1.25")
    assert "Order all 3 videos of this file once more?" in said
    assert len(it.tables.jobs) == 6


def test_a_limit_is_asked_about_in_each_currency_of_the_region(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    money = FakeMoney()
    money.set(ASK_ABOVE["USD"].option, 0.4)
    money.set(ASK_ABOVE["CNY"].option, 3.5)
    ready = ready_to_order(CATALOG, money=MoneyGuard(money, money))
    it = Story(loop, qtbot, tmp_path, "virginia", model="wan2.6-i2v", before_ordering=ready)
    it.read({**A, Column.RESOLUTION: "720P"}, {**A, Column.RESOLUTION: "720P", Column.MODEL: "wan2.6-i2v-us"})
    assert it.dialog.controls.generate.text() == "Generate 2: about ¥3.00 and about $0.50"
    it.dialog.controls.generate.click()
    answered(loop, it.dialog, "Generate 2: about ¥3.00 and about $0.50")
    assert "You want to be asked above $0.40." in answered(loop, it.window, "Cancel")
    loop.settle()
    assert not it.tables.jobs


def test_a_full_disk_in_the_middle_orders_no_line_twice(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path)
    it.read(A, B, {**A, Column.PROMPT: "Fog"})
    it.tables.most = 2
    it.press(it.dialog.controls.generate, "Generate 4: about $1.50")
    assert it.status.startswith("2 of 4 videos are ordered. Open this file again to order the others.")
    assert "full" in it.status
    assert it.states == ["Ordered", "1 of 2 ordered", "Ready"]
    assert it.dialog.controls.generate.text() == "Generate the other 2: about $0.75"
    it.dialog.close()  # as after a crash: only the store remembers
    loop.settle()
    it.tables.most = 99
    it.open()
    it.read({**A, Column.PROMPT: "Hail"}, A, B, {**A, Column.PROMPT: "Fog"})  # corrected meanwhile
    assert it.status == "2 of these 5 videos are ordered already."
    assert it.states == ["Ready", "Ordered", "1 of 2 ordered", "Ready"]
    it.press(it.dialog.controls.generate, "Generate 3: about $1.00")
    assert it.tables.submitted == len(it.tables.jobs) == 5


def test_a_dropped_table_opens_the_window(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.dialog.close()
    loop.settle()
    it.path.write_bytes(written([A, B]))
    it.window.take_files([str(it.path)])
    loop.settle()
    dialog = it.window.orders.table
    assert dialog is not None
    assert dialog.controls.status.text() == "2 lines · 3 videos · free"


def test_stop_ends_after_the_video_that_is_being_ordered(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.read(A, B)
    submit = it.tables.submit

    async def stopped(draft: Draft, marks: Marks, job_id: str) -> Job:
        it.dialog.controls.close.click()
        return await submit(draft, marks, job_id)

    it.tables.submit = stopped  # type: ignore[method-assign]
    it.press(it.dialog.controls.generate)
    assert len(it.tables.jobs) == 1
    assert it.status == "1 of 3 videos are ordered. Open this file again to order the others."
    assert it.dialog.isVisible()


def test_a_crash_in_the_middle_is_told_at_the_next_start(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    memory = BatchMemory(tmp_path / "batches.json")
    it = Story(loop, qtbot, tmp_path, "practice", memory)
    it.read(A, B)
    left: list[tuple[Batch, ...]] = []
    submit = it.tables.submit

    async def crashed(draft: Draft, marks: Marks, job_id: str) -> Job:
        left.append(await memory.load())  # what a crash now would leave
        return await submit(draft, marks, job_id)

    it.tables.submit = crashed  # type: ignore[method-assign]
    it.press(it.dialog.controls.generate)
    assert [len(batches) for batches in left] == [1, 1, 1], "it is remembered before the first video is ordered"
    (begun,) = left[0]
    loop.run_story(memory.store(left[0]))
    del it.tables.jobs[begun.ids[-1]]

    async def rows(ids: Collection[str]) -> list[Job]:
        return [a_job(each, JobStage.GENERATING) for each in ids]

    it.window.orders.redo.batches._bridge.rows = rows  # type: ignore[method-assign]
    it.dialog.close()
    loop.run_story(it.window.orders.redo.batches.restore())
    (notice,) = it.window.notices.waiting
    assert notice.sentence == (
        "Ordering from orders.csv was interrupted: 2 of 3 videos are ordered. Open the file again to order the others. "
        "Nothing is ordered twice."
    )
    portrait(it.window, "csv-interrupted")
    it.window.notices.press(notice, notice.buttons[0])
    loop.settle()
    dialog = it.window.orders.table
    assert dialog is not None
    assert dialog.controls.generate.text() == "Generate the other 1: free"
    dialog.controls.generate.click()
    loop.settle()
    assert len(it.tables.jobs) == 3
    assert not any(each.is_begun for each in loop.run_story(memory.load()))


def test_the_template_reads_back(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path)
    path = tmp_path / "template.csv"
    loop.run_story(it.dialog.save_template(path))
    assert "Saved as template.csv." in it.status
    text = path.read_text("utf-8-sig").replace("picture.jpg", "a.jpg")
    it.read(text=text)
    assert it.states == ["Ready"]
    loop.run_story(it.dialog.save_template(tmp_path / "no folder" / "template.csv"))
    assert "couldn't be saved" in it.status


def test_two_thousand_lines_are_shown_at_once(loop: GuiLoop, qtbot: Any, tmp_path: Path) -> None:
    it = Story(loop, qtbot, tmp_path, "practice")
    it.read(*({**A, Column.PROMPT: f"Take {number}"} for number in range(2000)))
    assert it.status == "2000 lines · 2000 videos · free"
    assert it.dialog.lines.model().rowCount() == 2000


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.LIGHT])
def test_portraits(loop: GuiLoop, qapp: QApplication, qtbot: Any, tmp_path: Path, theme: Theme) -> None:
    apply_look(qapp, theme)
    it = Story(loop, qtbot, tmp_path)
    portrait(it.dialog, f"csv-empty-{theme.value}")
    it.read(A, B, {Column.PICTURE: "gone.jpg"}, {**B, Column.SECONDS: "7"})
    portrait(it.dialog, f"csv-wrong-{theme.value}")
    it.dialog.resize(760, 420)
    it.read(A, B)
    portrait(it.dialog, f"csv-small-{theme.value}")
    assert named(QPushButton, "Generate 3: about $1.25", within=it.dialog).isEnabled()
