"""Everything about a job: both prompts, its values, times and price, the file of its video, and the ids last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.job import Job
from wandesk.domain.request import GenerationRequest
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.widgets.copying import copy_text
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import details as wording
from wandesk.ui.wording.sentences import named

Names = Callable[[GenerationRequest], tuple[str, str]]
"""The names of a request's model and region."""

TWO_COLUMNS_FROM = 700
"""Logical pixels of the width from which on the lines stand in two columns."""
NAME_WIDTH, BETWEEN = 104, 16
"""Logical pixels of the column of names, and between two columns."""
LINES = 4
"""Logical pixels between two lines."""


def no_names(request: GenerationRequest) -> tuple[str, str]:
    """The keys in place of names."""
    return request.model, request.region


class Details(QWidget):
    """Follows the selected job."""

    text_chosen = Signal(str)
    """A prompt for the form."""

    def __init__(self, names: Names = no_names) -> None:
        super().__init__()
        set_style_class(self, StyleClass.BODY)
        self._names = names
        self._lines: list[wording.Detail] = []
        self._is_wide = False
        self._none = PlainLabel(wording.no_job())
        set_style_class(self._none, StyleClass.MUTED)
        self.prompt = _Prompt(wording.prompt(), wording.use_text())
        self.rewritten = _Prompt(wording.rewritten_prompt(), wording.use_rewritten_text())
        self._columns = (_Lines(), _Lines())
        prompts, lines = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((prompts, (self.prompt, self.rewritten)), (lines, self._columns)):
            row.setSpacing(BETWEEN)
            for part in parts:
                row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        for each in (self.prompt, self.rewritten):
            each.chosen.connect(self.text_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(14)
        layout.addWidget(self._none)
        layout.addLayout(prompts)
        layout.addLayout(lines)
        layout.addStretch(1)
        self.show_job(None)

    def show_job(self, job: Job | None) -> None:
        """Show a job's details; None: no job is selected."""
        prompt, rewritten = wording.prompts(job) if job is not None else ("", "")
        self.prompt.show_text(prompt)
        self.rewritten.show_text(rewritten)
        self._none.setVisible(job is None)
        lines: list[wording.Detail] = []
        if job is not None:
            model, region = self._names(job.request)
            lines = wording.details(job, model=model, region=region)
        if lines != self._lines:
            self._lines = lines
            self._fill()

    @property
    def text(self) -> str:
        """The lines as text, with the prompts first."""
        prompts = (each for each in (self.prompt, self.rewritten) if each.text)
        pairs = [(each.name, each.text) for each in prompts] + [(line.name, line.value) for line in self._lines]
        return "\n".join(named(name, value) for name, value in pairs)

    def copy(self) -> None:
        """Put everything on the clipboard as text."""
        copy_text(self, self.text)

    def _fill(self) -> None:
        left, right = self._columns
        half = (len(self._lines) + 1) // 2 if self._is_wide else len(self._lines)
        left.show_lines(self._lines[:half])
        right.show_lines(self._lines[half:])
        right.setVisible(self._is_wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= TWO_COLUMNS_FROM
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._fill()


class _Prompt(QWidget):
    """A prompt with the button that puts it into the form. Hidden while there is none."""

    chosen = Signal(str)

    def __init__(self, name: str, use: str) -> None:
        super().__init__()
        self.name, self.text = name, ""
        title = PlainLabel(name)
        title.setFont(text_font(TextSize.SMALL, is_strong=True))
        set_style_class(title, StyleClass.MUTED)
        self._text = _selectable()
        self.use = QPushButton(wording.use_text())
        self.use.setAccessibleName(use)
        self.use.setAutoDefault(False)
        set_style_class(self.use, StyleClass.CHIP)
        self.use.clicked.connect(lambda: self.chosen.emit(self.text))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(self._text)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)

    def show_text(self, text: str) -> None:
        self.text = text.strip()
        self._text.setText(self.text)
        self._text.setAccessibleName(named(self.name, self.text))
        self.setVisible(bool(self.text))


class _Lines(QWidget):
    """Names and values, one pair in a line."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(LINES)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: list[wording.Detail]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(lines):
            name = PlainLabel(line.name)
            set_style_class(name, StyleClass.MUTED)
            if line.is_path:
                self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(_path_row(line), row, 1)
                continue
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            value = _selectable(line.value)
            if line.is_id:
                value.setFont(text_font(TextSize.SMALL))  # so that an ID fits in a line
            value.setAccessibleName(named(line.name, line.value))
            self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)


def _selectable(text: str = "") -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setMinimumWidth(60)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _path_row(line: wording.Detail) -> QWidget:
    """A path on one line, as it has no place where it could wrap. All of it can be selected, or copied."""
    field = QLineEdit(line.value)
    field.setReadOnly(True)
    field.setAccessibleName(line.name)
    field.setCursorPosition(len(line.value))  # the name of the file is there, and a field shows the place of its cursor
    field.setTextMargins(-2, 0, 0, 0)  # on the left edge of the other values
    set_tooltip(field, line.value)
    set_style_class(field, StyleClass.PLAIN)
    copy = QToolButton()
    copy.setIcon(icon("copy", IconRole.MUTED))
    copy.setIconSize(QSize(16, 16))
    copy.setAccessibleName(wording.copy_path())
    set_tooltip(copy, wording.copy_path())
    copy.clicked.connect(lambda: copy_text(copy, line.value))
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(field, 1)
    layout.addWidget(copy)
    return row
