"""The pattern of file names among the settings: a field, what it gives, and its fields as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QDateTime, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wandesk.domain.video_naming import DEFAULT_PATTERN, MOST_PATTERN, NameField, pattern_problem, slug, stem_of
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.settings.controls import PLAIN_TYPING, small_label
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.chips import SmallChip
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording import naming as wording
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

WIDE = 320
"""Logical pixels of the field."""


class PatternField(QWidget):
    """`chosen(str)` is emitted with every pattern that can be used; the others are only shown with their problem."""

    chosen = Signal(str)

    def __init__(self, name: str, pattern: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.field = QLineEdit(wording.shown_pattern(pattern), self)
        self.field.setAccessibleName(name)
        self.field.setMinimumWidth(WIDE)
        self.field.setMaxLength(MOST_PATTERN)
        self.field.setInputMethodHints(PLAIN_TYPING)
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.use_default = push_button(translate("Settings", "Use default"), self, style=StyleClass.QUIET)
        self.use_default.setAccessibleName(translate("Settings", "Use default: {setting}").format(setting=name))
        self.use_default.clicked.connect(lambda: self.field.setText(wording.shown_pattern(DEFAULT_PATTERN)))
        self.message = small_label(self)
        self.message.setWordWrap(True)
        self.setFocusProxy(self.field)
        self._lay_out()
        self.field.textChanged.connect(self._changed)
        self._show()

    @property
    def pattern(self) -> str:
        """What is entered, as it is stored."""
        return wording.stored_pattern(self.field.text())

    def _changed(self) -> None:
        self._show()
        if pattern_problem(self.pattern) is None:
            self.chosen.emit(self.pattern)

    def _show(self) -> None:
        pattern = self.pattern
        problem = pattern_problem(pattern)
        if problem is None:
            text = wording.example(f"{stem_of(pattern, _example_values())}.mp4")
        else:
            shown = {key: wording.shown_pattern(str(value)) for key, value in problem.values}
            text = problem_text(problem.sentence, shown)
        self.message.setText(text)
        set_style_class(self.message, StyleClass.MUTED if problem is None else StyleClass.LOSS)
        self.field.setAccessibleDescription(text)
        self.use_default.setEnabled(pattern != DEFAULT_PATTERN)

    def _lay_out(self) -> None:
        fields = FlowRow(spacing=4)
        for each in NameField:
            button = SmallChip(wording.field_name(each), self)
            button.setAccessibleName(wording.insert(each))
            set_tooltip(button, wording.meaning(each))
            button.clicked.connect(partial(self._insert, f"{{{wording.field_name(each)}}}"))
            fields.addWidget(button)
        fields.addWidget(self.use_default)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.message)
        column.addLayout(fields)
        self.message.setMinimumHeight(2 * self.message.fontMetrics().lineSpacing())  # nothing moves while typing
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _insert(self, field: str) -> None:
        self.field.insert(field)
        self.field.setFocus()


def _example_values() -> Mapping[NameField, str]:
    """A video of now."""
    now = QDateTime.currentDateTime()
    return {
        NameField.DATE: now.toString("yyyy-MM-dd"),
        NameField.TIME: now.toString("HH-mm-ss"),
        NameField.NAME: wording.example_name(),
        NameField.PROMPT: slug(wording.example_prompt()),
        NameField.LABEL: wording.example_label(),
        NameField.MODEL: "wan2.5-i2v-preview",
        NameField.RESOLUTION: "720P",
        NameField.SECONDS: "5s",
        NameField.ID: "1a2b3c4d",
    }
