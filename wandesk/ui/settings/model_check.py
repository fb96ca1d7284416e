"""*Check models and prices now*: reads a region's own list, shows what differs, and writes it after a Yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.model_list import ChangeKind, Comparison, ModelChange
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel, small_label
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox
from wandesk.ui.wording import model_changes as wording
from wandesk.ui.wording.amounts import date_text
from wandesk.ui.wording.problems import error_text, problem_text

if TYPE_CHECKING:
    from wandesk.ui.settings.models_section import Models

translate = QCoreApplication.translate


class ModelCheck(QFrame):
    """Nothing is asked of the cloud, and nothing is written, before the user presses the button for it."""

    saved = Signal(str)
    """What was written, as a sentence."""
    add_requested = Signal(str, str, str)
    """Describe a model of the list by hand: its id, its name and the region."""

    def __init__(self, models: Models, region: str, language: str, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._models = models
        self._language = language
        self._spawn = spawn
        self._comparison: Comparison | None = None
        set_style_class(self, StyleClass.CARD)
        self.date_label = PlainLabel(parent=self)
        self.region_box = SteadyComboBox(self)
        self.region_box.setAccessibleName(translate("Settings", "Region to check"))
        for each in models.catalog.offered_regions():
            if not each.is_practice:
                self.region_box.addItem(each.name.text(language), each.key)
        self.region_box.setCurrentIndex(max(0, self.region_box.findData(region)))
        self.check_button = push_button(translate("Settings", "Check models and prices now"), self)
        self.check_button.setEnabled(self.region_box.count() > 0)
        self.message = MessageLabel(self)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self.write_button = push_button(translate("Settings", "Yes, update my list"), self)
        set_style_class(self.write_button, StyleClass.PRIMARY)
        self.leave_button = push_button(translate("Settings", "Leave as it is"), self)
        self._lay_out()
        self.check_button.clicked.connect(self._check)
        self.write_button.clicked.connect(self._write)
        self.leave_button.clicked.connect(self._leave)
        self.region_box.currentIndexChanged.connect(self._leave)
        self._show_date()
        self._show_comparison(None)

    @property
    def region(self) -> str:
        """The region to check; empty while none is offered."""
        return self.region_box.currentData() or ""

    @property
    def texts(self) -> Sequence[str]:
        """The lines of the result."""
        items = (self.lines.itemAt(row) for row in range(self.lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [each.accessibleName() for each in widgets if each is not None]

    def _lay_out(self) -> None:
        about = small_label(self)
        about.setText(
            translate(
                "Settings",
                "Alibaba shows the list of a region free of charge. Wan Desk reads it only when you press the button, "
                "and changes nothing without your Yes.",
            )
        )
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.region_box)
        row.addWidget(self.check_button)
        row.addStretch(1)
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addWidget(self.write_button)
        answers.addWidget(self.leave_button)
        answers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.date_label)
        column.addWidget(about)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addLayout(self.lines)
        column.addLayout(answers)

    # ---------------------------------------------------------------- the check

    def _check(self) -> None:
        self._show_comparison(None)
        self._set_busy(is_busy=True)
        self.message.show_text(translate("Settings", "Asking Alibaba Cloud…"))
        self._spawn("check models and prices", self._show_check(self.region))

    async def _show_check(self, region: str) -> None:
        try:
            found = await self._models.check(region)
        except WanDeskError as error:
            self._say(error_text(error), StyleClass.LOSS)
        else:
            if found.problem is not None:
                self._say(problem_text(found.problem), StyleClass.LOSS)
            else:
                self._show_comparison(found)
        finally:
            self._set_busy(is_busy=False)
        self.check_button.setFocus()

    def _write(self) -> None:
        found, self._comparison = self._comparison, None
        if found is not None:
            self._set_busy(is_busy=True)
            self._spawn("update the list of models", self._show_written(found))

    async def _show_written(self, comparison: Comparison) -> None:
        try:
            await self._models.write(comparison)
        except WanDeskError as error:
            self._comparison = comparison
            self._say(error_text(error), StyleClass.LOSS)
            return
        finally:
            self._set_busy(is_busy=False)
        self._show_comparison(None)
        self._show_date()
        self.saved.emit(translate("Settings", "Your list is updated, and in use from now on."))

    def _leave(self) -> None:
        self._show_comparison(None)
        self.message.show_text("")

    # ---------------------------------------------------------------- showing

    def _show_date(self) -> None:
        text = translate("Settings", "Models and prices as of {date}").format(
            date=date_text(self._models.catalog.newest)
        )
        self.date_label.setText(text)

    def _show_comparison(self, found: Comparison | None) -> None:
        self._comparison = found
        while (item := self.lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for button in (self.write_button, self.leave_button):
            button.setVisible(found is not None)
        if found is None:
            return
        for change in found.changes:
            self.lines.addWidget(self._line(change, found))
        self.leave_button.setVisible(bool(found.writable))
        has_changes = bool(found.writable)
        self.write_button.setText(
            translate("Settings", "Yes, update my list") if has_changes else translate("Settings", "Keep today's date")
        )
        if has_changes:
            text = translate("Settings", "This differs from Wan Desk's list. Update it?")
        else:
            text = wording.nothing_changed_text(self.region_box.currentText())
        more = wording.not_compared_text(found, self._models.catalog, self._language)
        self._say("\n".join(filter(None, (text, more))), StyleClass.NONE)

    def _line(self, change: ModelChange, found: Comparison) -> QWidget:
        text = wording.change_text(change, found, self._models.catalog, self._language)
        line = QWidget(self)
        line.setAccessibleName(text)
        label = PlainLabel(text, line)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        if change.kind is ChangeKind.NEW:
            row.addWidget(self._add_button(change, found.region))
        return line

    def _add_button(self, change: ModelChange, region: str) -> QPushButton:
        button = push_button(translate("Settings", "Add by hand…"), self)
        button.setAccessibleName(translate("Settings", "Add {model} by hand").format(model=change.model_id))
        set_style_class(button, StyleClass.QUIET)
        button.clicked.connect(lambda: self.add_requested.emit(change.model_id, change.name, region))
        return button

    def _say(self, text: str, style: StyleClass) -> None:
        self.message.show_text(text, style)
        announce(self.message, text, interrupts=style is StyleClass.LOSS)

    def _set_busy(self, *, is_busy: bool) -> None:
        for each in (self.check_button, self.region_box, self.write_button, self.leave_button):
            each.setEnabled(not is_busy)
