"""Import by task ID: adds a video that was requested elsewhere."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from wandesk.domain.errors import KeyNeeded, KeyRefused, KeyringFailed, TaskOwned, WanDeskError
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.missing.questions import MissingQuestions
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.missing.widgets import TroubleLine, fitting_size
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import stack
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.tool_dialog import ToolDialog
from wandesk.ui.wording import missing as wording
from wandesk.ui.wording.problems import error_text

WIDE = 480
TASK_ID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Every task ID that Alibaba documents is a UUID (wire-protocol 2.7); other text is never sent."""


class ImportBox(ToolDialog):
    """Return imports. Esc closes the window, which cancels no work of the engine."""

    imported = Signal(object)
    """The new Job."""
    show_requested = Signal(str)
    """The id of the job that already has the video."""
    settings_requested = Signal(str)
    """The region whose key is needed."""

    def __init__(
        self,
        *,
        regions: RegionBox,
        questions: MissingQuestions,
        spawn: Spawn,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title=wording.import_title(), spawn=spawn, parent=parent)
        self._questions = questions
        self._is_asking = False
        self._job_id = ""
        self.field = QLineEdit()
        self._hint = PlainLabel()
        self.region_box = regions
        self.trouble = TroubleLine()
        self.add = push_button(wording.import_button(), style=StyleClass.PRIMARY)
        self.add.setDefault(True)
        self.cancel = push_button(wording.cancel())
        self._lay_out()
        self.field.textChanged.connect(self._changed)
        self.region_box.chosen.connect(lambda _region: self._changed())
        self.add.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        self.trouble.button.clicked.connect(self._next_step)
        self._changed()
        self._run("regions with a key", self.region_box.add_regions_with_key())

    def _changed(self) -> None:
        self._job_id = ""
        self.trouble.show_text("")
        self._show_buttons()

    @property
    def _is_task_id(self) -> bool:
        return TASK_ID_FORM.fullmatch(self.field.text().strip()) is not None

    def _show_buttons(self) -> None:
        self.add.setEnabled(self._is_task_id and not self._is_asking)
        why_not = "" if self._is_task_id or not self.field.text().strip() else wording.invalid_task_id()
        self._hint.setText(why_not)
        set_tooltip(self.add, why_not)
        self.field.setAccessibleDescription(why_not)
        self.add.setText(wording.looking() if self._is_asking else wording.import_button())
        self.field.setReadOnly(self._is_asking)
        self.region_box.setEnabled(not self._is_asking)

    def _ask(self) -> None:
        if self._is_asking or not self._is_task_id:
            return
        self._is_asking = True
        self.trouble.show_text("")
        self._show_buttons()
        self._run("import by id", self._import(self.region_box.key, self.field.text().strip()))

    async def _import(self, region: str, task_id: str) -> None:
        try:
            await self.region_box.unlock()
            job = await self._questions.import_task(region, task_id)
        except TaskOwned as owned:
            self._job_id = str(owned.values.get("job_id", ""))
            self._show_refusal(owned, wording.show_it() if self._job_id else "")
        except (KeyNeeded, KeyRefused, KeyringFailed) as refused:
            self._show_refusal(refused, wording.open_settings())
        except WanDeskError as refused:
            self._show_refusal(refused, "")
        else:
            self._is_asking = False
            self.imported.emit(job)
            self.accept()

    def _show_refusal(self, trouble: WanDeskError, button: str) -> None:
        self._is_asking = False
        self._show_buttons()
        self.trouble.show_text(error_text(trouble), button)
        self.field.setAccessibleDescription(error_text(trouble))
        announce(self.trouble, error_text(trouble), interrupts=True)
        self.field.setFocus()
        self.field.selectAll()

    def _next_step(self) -> None:
        if self._job_id:
            self.show_requested.emit(self._job_id)
            self.accept()
        else:
            self.settings_requested.emit(self.region_box.key)
            self.reject()

    def _reserve_space(self) -> None:
        """Reserve space for two lines and a button, so that nothing moves when a sentence appears."""
        policy = self.trouble.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.trouble.setSizePolicy(policy)
        lines = 2 * self.fontMetrics().lineSpacing() + 20
        self.trouble.setMinimumHeight(max(lines, self.trouble.button.sizeHint().height() + 14))

    def _lay_out(self) -> None:
        self.field.setAccessibleName(wording.task_id())
        self.field.setPlaceholderText("0385dc79-5ff8-4d82-bcb6-…")
        self.field.setMaxLength(200)
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        self._hint.setFont(text_font(TextSize.SMALL))
        set_style_class(self._hint, StyleClass.MUTED)
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(self._hint.fontMetrics().height() + 4)  # so that nothing moves when it appears
        form.addWidget(self._hint, 1, 1)
        for row, name, field in ((0, wording.task_id(), self.field), (2, wording.region(), self.region_box)):
            label = PlainLabel(name)
            label.setBuddy(field)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        body = self._make_head(wording.import_intro(), below=16, spacing=10)
        body.addLayout(form)
        body.addWidget(self.trouble)
        body.addStretch(1)
        self._reserve_space()
        stack(self, body, foot=(None, self.cancel, self.add))
        self.setMinimumWidth(fitting_size(self, WIDE, 1).width())
        self.field.setFocus()
