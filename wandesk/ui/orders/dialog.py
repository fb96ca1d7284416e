"""Orders from CSV: the lines of a file, what is wrong with them, the total, and one press that orders all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wandesk import durable
from wandesk.domain.draft import Draft
from wandesk.domain.errors import WanDeskError
from wandesk.domain.order_table import Column, written
from wandesk.domain.table_orders import TableVideo
from wandesk.ui.composer.offers import Source
from wandesk.ui.dialogs import choose_file
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.orders.checking import CheckedTable, TableChecker
from wandesk.ui.orders.ordering import TableOrdering
from wandesk.ui.orders.table import OrderTableView
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import stack
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.tool_dialog import ToolDialog
from wandesk.ui.window.making import Made
from wandesk.ui.wording import order_table as wording
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import error_text, problem_text

SIZE = (980, 620)
"""Logical pixels."""


class OrdersDialog(ToolDialog):
    """Stays open beside the main window. Closing it stops an order after the video that is just being ordered."""

    template_saved = Signal(str)
    """Where the template was written."""

    def __init__(
        self,
        *,
        checker: TableChecker,
        ordering: TableOrdering,
        lines: OrderTableView,
        form: Callable[[], Draft],
        empty_cells: Callable[[Draft], str],
        spawn: Spawn,
        notices: Notices,
        parent: QWidget | None,
    ) -> None:
        """`form` gives the form's draft, and `empty_cells` the sentence about its values."""
        super().__init__(title=wording.title(), spawn=spawn, parent=parent)
        self._checker = checker
        self._ordering = ordering
        self._form = form
        self._empty_cells = empty_cells
        self._notices = notices
        self._path = ""
        self._reading: asyncio.Task[Any] | None = None
        self._table = CheckedTable()
        self._is_stopped = False
        self.lines = lines
        self.controls = _Controls(self)
        self._lay_out()
        self._connect()
        self.controls.base.setText(empty_cells(form()))

    def _lay_out(self) -> None:
        head = self._make_head(wording.intro(), below=8, spacing=8)
        for part in (self.controls.base, self.controls.line()):
            head.addWidget(part)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(20, 0, 20, 12)
        row.addWidget(self.lines)
        controls = self.controls
        stack(self, head, body, foot=(controls.status, controls.again, controls.close, controls.generate))
        self.resize(*SIZE)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        controls = self.controls
        controls.choose.clicked.connect(lambda: self._run("choose a table", self._choose()))
        controls.read_again.clicked.connect(lambda: self.read(self._path))
        controls.template.clicked.connect(self._choose_template)
        controls.only_wrong.toggled.connect(self.lines.show_only_wrong)
        controls.close.clicked.connect(self._close_or_stop)
        controls.generate.clicked.connect(lambda: self._begin(self._table.remaining, self._table.round_number))
        controls.again.clicked.connect(
            lambda: self._begin(self._table.videos, self._table.round_number + 1, is_again=True)
        )
        self.finished.connect(self._stop)

    # ---------------------------------------------------------------- reading

    def read(self, path: str) -> None:
        """Read a table, and check all of it."""
        if self.controls.is_ordering:
            return
        if self._reading is not None:
            self._reading.cancel()
        self._path = path
        self._reading = self._run("check a table of orders", self._read(path))

    async def _choose(self) -> None:
        path = await choose_file(self, wording.choose_title(), wording.file_kinds(), str(Path(self._path).parent))
        if path is not None:
            self.read(path)

    async def _read(self, path: str) -> None:
        form = self._form()
        self.controls.file.setText(one_line(Path(path).name))
        self.controls.base.setText(self._empty_cells(form))
        self._show_table(CheckedTable())
        self.controls.show_busy(is_busy=True)
        self._show_state(wording.reading_text())
        try:
            table = await self._checker.check(
                path, form, lambda done, count: self._show_state(wording.reading(done, count))
            )
        except WanDeskError as error:
            self._show_state(error_text(error), StyleClass.LOSS)
        else:
            self._show_table(table)
            self._say_table()
        self.controls.show_busy(is_busy=False)  # not after a cancelled reading, because another one is running

    def _show_table(self, table: CheckedTable) -> None:
        self._table = table
        self.lines.show_table(table)
        wrong = {each.line for each in table.problems}
        self.controls.show_wrong(any(wrong))
        videos = table.remaining
        costs = self._ordering.costs(videos)
        is_begun = bool(table.made) and bool(videos)
        text = wording.generate_rest(len(videos), costs) if is_begun else wording.generate(len(videos), costs)
        self.controls.show_orders(
            generate=text if table.is_right and videos else "", may_repeat=table.is_right and bool(table.made)
        )

    def _say_table(self) -> None:
        """Say whether the table is right, what it costs, and what of it is ordered already."""
        table = self._table
        if table.problems:
            whole = [each for each in table.problems if each.line == 0]
            first = problem_text(whole[0].sentence, dict(whole[0].values)) if whole else ""
            lines = {each.line for each in table.problems if each.line > 0}
            self._show_state(first or wording.wrong(len(lines)), StyleClass.LOSS)
        elif not table.remaining:
            self._show_state(wording.already_all())
        elif table.made:
            self._show_state(wording.already_some(len(table.made), len(table.videos)))
        else:
            costs = self._ordering.costs(table.videos)
            self._show_state(wording.right(len(table.lines), len(table.videos), costs), StyleClass.GOOD)

    # ---------------------------------------------------------------- ordering

    def _begin(self, videos: Sequence[TableVideo], round_number: int, *, is_again: bool = False) -> None:
        if videos and self._table.is_right:
            self.controls.show_busy(is_busy=True)
            self._spawn("order a table", self._order(videos, round_number, is_again=is_again))

    async def _order(self, videos: Sequence[TableVideo], round_number: int, *, is_again: bool) -> None:
        """Not one of the window's own coroutines: what is being ordered when it closes is ordered to its end."""
        owner, made = Owner(NoticeAct.ORDER_TABLE, self._path), None
        self._notices.withdraw(owner)
        self._is_stopped = False
        try:
            if await self._ordering.may_begin(self, videos, is_again=is_again):
                if is_again and self._is_open:
                    self.lines.begin_round()
                made = await self._make(videos, round_number)
        except WanDeskError as error:
            self._report(error_text(error), owner)
        if made is not None:
            self._report_made(made, len(videos), owner)
        if self._is_open:
            self.controls.show_busy(is_busy=False)

    async def _make(self, videos: Sequence[TableVideo], round_number: int) -> Made:
        done, self._is_stopped = 0, False

        def made(video: TableVideo) -> None:
            nonlocal done
            done += 1
            if self._is_open:
                self.lines.video_made(video)
                self._show_state(wording.ordering(min(done, len(videos) - 1), len(videos)))

        if self._is_open:
            self._show_state(wording.ordering(0, len(videos)))
            self.controls.show_ordering()
        return await self._ordering.order(
            videos, round_number, table=self._path, made=made, is_stopped=lambda: self._is_stopped
        )

    def _report_made(self, made: Made, count: int, owner: Owner) -> None:
        if made.refused is not None:
            self._report(wording.refused(made.count, count, error_text(made.refused)), owner)
        elif made.count < count:
            self._report(wording.stopped(made.count, count), owner)
        elif self._is_open:
            self._show_state(wording.ordered(count), StyleClass.GOOD)
        if self._is_open:
            self._run("what is ordered", self._count_made())

    async def _count_made(self) -> None:
        """Learn what is ordered now, for the buttons; the sentence about the order stays."""
        try:
            round_number, made = await self._checker.made(self._table.videos)
        except WanDeskError as error:
            self._show_state(error_text(error), StyleClass.LOSS)
        else:
            self._show_table(self._table.with_made(round_number, made))

    def _report(self, text: str, owner: Owner) -> None:
        """Say what went wrong: in the window, or in a notice once it is closed."""
        if self._is_open:
            self._show_state(text, StyleClass.LOSS)
        else:
            self._notices.warn(owner, text)

    def _close_or_stop(self) -> None:
        if self.controls.is_ordering:
            self._stop()
        else:
            self.reject()

    def _stop(self, _result: int = 0) -> None:
        self._is_stopped = True

    def _show_state(self, text: str, style: StyleClass = StyleClass.MUTED) -> None:
        self.controls.status.setText(text)
        set_style_class(self.controls.status, style)
        if style is not StyleClass.MUTED:
            announce(self.controls.status, text, interrupts=style is StyleClass.LOSS)

    # ---------------------------------------------------------------- the template

    def _choose_template(self) -> None:
        dialog = QtWidgets.QFileDialog(self, wording.save_template(), wording.template_name(), "CSV (*.csv)")
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self._run("save the template", self.save_template(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def save_template(self, path: Path) -> None:
        """Write a table with every column, and one line with the values of the form."""
        draft = self._form()
        example = {
            Column.PICTURE: "picture.jpg",
            Column.PROMPT: wording.example_prompt(),
            Column.MODEL: draft.model,
            Column.RESOLUTION: draft.resolution,
            Column.SECONDS: wording.seconds(draft.seconds),
            Column.COPIES: "1",
        }
        try:
            await asyncio.to_thread(durable.write, path, written([example]))
        except OSError as error:
            reason = error.strerror or str(error)
            self._show_state(wording.template_not_saved(path.name, reason), StyleClass.LOSS)
        else:
            self._show_state(wording.template_saved(path.name), StyleClass.GOOD)
            self.template_saved.emit(str(path))

    # ---------------------------------------------------------------- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if Source(event.mimeData()).has_files:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        places = Source(event.mimeData()).places()
        if places:
            event.acceptProposedAction()
            self.read(places[0])


class _Controls:
    """The buttons and sentences around the table."""

    def __init__(self, parent: QWidget) -> None:
        self.choose = push_button(wording.choose_file(), parent)
        self.read_again = push_button(wording.read_again(), parent)
        self.template = push_button(wording.save_template(), parent)
        self.only_wrong = QCheckBox(wording.only_wrong(), parent)
        self.only_wrong.setAccessibleName(wording.only_wrong())
        self.file = PlainLabel(parent=parent)
        self.base = PlainLabel(parent=parent)
        self.base.setWordWrap(True)
        set_style_class(self.base, StyleClass.MUTED)
        self.status = PlainLabel(parent=parent)
        self.status.setWordWrap(True)
        self.again = push_button(wording.once_more(), parent)
        self.close = push_button(wording.close(), parent)
        self.generate = push_button(wording.generate_nothing(), parent, style=StyleClass.PRIMARY)
        self.is_ordering = False
        self._may_generate = False
        self.show_wrong(is_any=False)
        self.show_orders(generate="", may_repeat=False)
        self.show_busy(is_busy=False)

    def line(self) -> QWidget:
        """What is about the file, in one line."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.read_again)
        row.addWidget(self.file, 1)
        row.addWidget(self.only_wrong)
        row.addWidget(self.template)
        return line

    def show_wrong(self, is_any: bool) -> None:  # noqa: FBT001 - the only value
        """Show whether some lines are wrong."""
        self.only_wrong.setVisible(is_any)
        if not is_any:
            self.only_wrong.setChecked(False)

    def show_orders(self, *, generate: str, may_repeat: bool) -> None:
        """Show what can be ordered; an empty text: nothing. `may_repeat`: everything once more."""
        self._may_generate = bool(generate)
        self.generate.setText(generate or wording.generate_nothing())
        self.generate.setAccessibleName(self.generate.text())
        self.generate.setEnabled(self._may_generate)
        self.again.setVisible(may_repeat)

    def show_ordering(self) -> None:
        """The videos are being ordered: the user can stop that."""
        self.is_ordering = True
        self.close.setText(wording.stop())
        self.close.setAccessibleName(wording.stop())

    def show_busy(self, *, is_busy: bool) -> None:
        """While a file is read or ordered, nothing else can begin."""
        if not is_busy:
            self.is_ordering = False
            self.close.setText(wording.close())
            self.close.setAccessibleName(wording.close())
        for button in (self.choose, self.template, self.again):
            button.setEnabled(not is_busy)
        self.read_again.setEnabled(not is_busy and bool(self.file.text()))
        self.generate.setEnabled(not is_busy and self._may_generate)
