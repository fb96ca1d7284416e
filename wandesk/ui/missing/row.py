"""A row of a found video: its poster, its prompt, its state, and the button that adds it to the jobs."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.task import FoundTask
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.missing.widgets import PlaceholderLine, Poster, TroubleLine
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.elided import ElidedLabel, TwoLines
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import missing as wording

POSTER = QSize(112, 64)
LEFT = 10
"""Logical pixels before the box of a row."""
SPACING, LINE_SPACING = 12, 2
"""Logical pixels between the parts of a row, and between its lines of text."""
BOX_WIDTH = 24
NAME_WIDTH, FACTS_WIDTH = 260, 160
"""Logical pixels of the bars that replace loading text."""


class AddState(Enum):
    """The state of adding a video to the jobs."""

    OPEN = "open"
    ADDING = "adding"
    ADDED = "added"


class FoundRow(QFrame):
    """One video."""

    ticked = Signal()
    """The box was ticked or unticked, or the video can no longer be added."""
    shown = Signal()
    """The row was shown."""

    def __init__(self, task: FoundTask, model: str, posters: PosterCache) -> None:
        super().__init__()
        set_style_class(self, StyleClass.CARD)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.task = task
        self.is_previewed = False
        """The load of prompt and poster has finished."""
        self.is_preview_requested = False
        """The load of prompt and poster was started."""
        self._model = model
        self.box = QCheckBox()
        self._poster = Poster(posters, POSTER)
        self.text = TaskText()
        self.adding = AddButtons()
        self._trouble = TroubleLine()
        line = _line(self.box, self._poster, self.text)
        line.addWidget(self.adding)
        column = QVBoxLayout(self)
        column.setContentsMargins(LEFT, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self._trouble)
        self.box.toggled.connect(lambda _is_on: self.ticked.emit())
        self.show_task(task, is_previewed=False)

    @property
    def can_be_added(self) -> bool:
        return self.adding.state is AddState.OPEN

    @property
    def is_chosen(self) -> bool:
        """Whether the row is ticked and not among the jobs yet."""
        return self.box.isChecked() and self.can_be_added

    @property
    def trouble(self) -> str:
        return self._trouble.text

    def show_task(self, task: FoundTask, *, is_previewed: bool) -> None:
        """Show the video's current values."""
        self.task, self.is_previewed = task, is_previewed
        name = wording.name(task, is_previewed=is_previewed)
        facts = wording.facts(task, self._model)
        spoken = wording.row(task, self._model, is_previewed=is_previewed)
        self.text.show_task(task, name, facts)
        self._poster.show_poster(task.poster, name, is_loading=not is_previewed)
        self.setAccessibleName(spoken)
        self.box.setAccessibleName(wording.select(name or facts))
        self.adding.describe(spoken)

    def show_adding(self) -> None:
        """Show that the video is being added."""
        self._trouble.show_text("")
        self._show(AddState.ADDING)

    def show_added(self, job_id: str) -> None:
        """Show that the video now belongs to that job."""
        self._show(AddState.ADDED, job_id)

    def show_refused(self, sentence: str, job_id: str = "") -> None:
        """Show that the video could not be added or, with a job's id, that it already has a job."""
        self._show(AddState.ADDED if job_id else AddState.OPEN, job_id, shows_state=False)
        self._trouble.show_text(sentence)

    def _show(self, state: AddState, job_id: str = "", *, shows_state: bool = True) -> None:
        self.adding.show_state(state, job_id, shows_state=shows_state)
        self.box.setEnabled(self.can_be_added)
        if not self.can_be_added:
            self.box.setChecked(False)
        self.ticked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()


class TaskText(QWidget):
    """Prompt, facts and state of a video, in three lines."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self._loading = TwoLines(), PlaceholderLine(NAME_WIDTH)
        self._facts, self._state = ElidedLabel(), ElidedLabel()
        self.name.setFont(text_font(TextSize.BODY, is_strong=True))
        for label in (self._facts, self._state):
            label.setFont(text_font(TextSize.SMALL))
            set_style_class(label, StyleClass.MUTED)
        _stack(self, self.name, self._loading, self._facts, self._state)

    def show_task(self, task: FoundTask, name: str, facts: str) -> None:
        """`name` is empty while the prompt is being loaded."""
        self.name.show_text(name, task.prompt or "")
        self.name.setVisible(bool(name))
        self._loading.setVisible(not name)
        self._facts.show_text(facts, task.task_id)
        self._state.show_text(wording.state_and_expiry(task), "")


class AddButtons(QWidget):
    """The button that adds the video, later the one that shows its job, with the state beside them."""

    add_requested = Signal()
    show_requested = Signal(str)
    """The id of the job that has the video."""

    def __init__(self) -> None:
        super().__init__()
        self.state = AddState.OPEN
        self._job_id = ""
        self._state_label = PlainLabel()
        self.add = push_button(wording.add_this())
        self.show_it = push_button(wording.show_it(), icon=icon("open"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACING)
        for widget in (self._state_label, self.add, self.show_it):
            line.addWidget(widget)
        self._state_label.hide()
        self.show_it.hide()
        self.add.clicked.connect(self.add_requested)
        self.show_it.clicked.connect(lambda: self.show_requested.emit(self._job_id))

    def describe(self, video: str) -> None:
        """Tell screen readers which video the buttons are about."""
        for button in (self.add, self.show_it):
            button.setAccessibleDescription(video)

    def show_state(self, state: AddState, job_id: str, *, shows_state: bool) -> None:
        """Show the next step, and with `shows_state` also the state beside it."""
        has_focus = self.add.hasFocus()
        self.state, self._job_id = state, job_id
        self.add.setVisible(state is AddState.OPEN)
        self.show_it.setVisible(state is AddState.ADDED)
        self._state_label.setText(wording.being_added() if state is AddState.ADDING else wording.is_added())
        self._state_label.setVisible(shows_state and state is not AddState.OPEN)
        set_style_class(self._state_label, StyleClass.GOOD if state is AddState.ADDED else StyleClass.MUTED)
        if has_focus and state is AddState.ADDED:
            self.show_it.setFocus()


class PlaceholderRow(QFrame):
    """The placeholder of a row while the list is being loaded."""

    def __init__(self, posters: PosterCache) -> None:
        super().__init__()
        set_style_class(self, StyleClass.CARD)
        text, box = QWidget(), QWidget()
        box.setFixedWidth(BOX_WIDTH)
        _stack(text, PlaceholderLine(NAME_WIDTH), PlaceholderLine(FACTS_WIDTH))
        line = _line(box, Poster(posters, POSTER), text)
        line.setContentsMargins(LEFT, 8, 12, 8)
        self.setLayout(line)


def _line(box: QWidget, poster: Poster, text: QWidget) -> QHBoxLayout:
    """The layout of a row, with the height of a two-line prompt, so that nothing moves when the prompt is loaded."""
    line = QHBoxLayout()
    line.setSpacing(SPACING)
    line.addWidget(box)
    line.addWidget(poster)
    line.addWidget(text, 1)
    strong, small = QFontMetrics(text_font(TextSize.BODY, is_strong=True)), QFontMetrics(text_font(TextSize.SMALL))
    line.addStrut(2 * strong.lineSpacing() + 2 * small.height() + 3 * LINE_SPACING)
    return line


def _stack(body: QWidget, *parts: QWidget) -> None:
    """The parts in a column, centred vertically."""
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(LINE_SPACING)
    column.addStretch(1)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
