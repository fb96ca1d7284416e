"""A found video: its poster, its words, how far it is, and the way into the list."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from wandesk.domain.task import FoundTask
from wandesk.ui.elided import ElidedLabel, TwoLines
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.missing.widgets import AwaitedLine, Poster, TroubleLine
from wandesk.ui.wording import missing as words

POSTER = QSize(112, 64)
LEFT = 10
"""Logical pixels before the box of a row."""


class Getting(Enum):
    """How far a row is on its way into the list."""

    NOT = "not"
    ASKED = "asked"
    DONE = "done"


class FoundRow(QFrame):
    """One video. It tells what the user wants."""

    get_wanted = Signal(str)
    """The task id."""
    show_wanted = Signal(str)
    """The id of the job that has it now."""
    ticked = Signal()
    shown = Signal()
    """It has its place in the window."""

    def __init__(self, task: FoundTask, model: str, posters: PosterCache) -> None:
        super().__init__()
        self.task = task
        self.is_looked = False
        """Prompt and poster were asked for, and came as far as they do."""
        self.is_asked_for = False
        """Prompt and poster are asked for, or came."""
        self.getting = Getting.NOT
        self._model = model
        self._job_id = ""
        self.box = QCheckBox()
        self._poster = Poster(posters, POSTER)
        self._name, self._awaited = TwoLines(), AwaitedLine(260)
        self._facts, self._standing, self._got = ElidedLabel(), ElidedLabel(), QLabel()
        self.get = QPushButton(words.get_this())
        self.show_it = QPushButton(icon("open"), words.show_it())
        self._trouble = TroubleLine()
        self._lay_out()
        self.box.toggled.connect(lambda _is_on: self.ticked.emit())
        self.get.clicked.connect(lambda: self.get_wanted.emit(self.task.task_id))
        self.show_it.clicked.connect(self._show_it)
        self._trouble.button.clicked.connect(self._show_it)
        self.show_task(task, is_looked=False)

    @property
    def is_chosen(self) -> bool:
        """Ticked, and not in the list yet."""
        return self.box.isChecked() and self.getting is Getting.NOT

    @property
    def trouble(self) -> str:
        return self._trouble.said

    def show_task(self, task: FoundTask, *, is_looked: bool) -> None:
        """What is known of it now."""
        self.task, self.is_looked = task, is_looked
        name = words.name(task, is_looked=is_looked)
        self._name.show_text(name, task.prompt or "")
        self._name.setVisible(bool(name))
        self._awaited.setVisible(not name)
        self._facts.show_text(words.facts(task, self._model), task.task_id)
        self._standing.show_text(words.standing(task), "")
        self._poster.show_poster(task.poster, name, is_awaited=not is_looked)
        whole = words.row(task, self._model, is_looked=is_looked)
        self.setAccessibleName(whole)
        spoken = name or words.facts(task, self._model)
        self.box.setAccessibleName(words.select(spoken))
        for button in (self.get, self.show_it):
            button.setAccessibleDescription(whole)

    def show_asked(self) -> None:
        """It is being taken into the list."""
        self.getting = Getting.ASKED
        self._trouble.say("")
        self._show_getting()

    def show_got(self, job_id: str) -> None:
        """It stands in the list."""
        self.getting, self._job_id = Getting.DONE, job_id
        self._show_getting()

    def show_refused(self, sentence: str, job_id: str = "") -> None:
        """It could not be had, or (with a job's id) stands in the list already."""
        self.getting, self._job_id = (Getting.DONE if job_id else Getting.NOT), job_id
        self._show_getting()
        self._got.setVisible(False)
        self._trouble.say(sentence)

    def _show_getting(self) -> None:
        has_focus = self.get.hasFocus()
        self.get.setVisible(self.getting is Getting.NOT)
        self.show_it.setVisible(self.getting is Getting.DONE)
        self._got.setText(words.being_got() if self.getting is Getting.ASKED else words.is_got())
        self._got.setVisible(self.getting is not Getting.NOT)
        set_style_class(self._got, StyleClass.GOOD if self.getting is Getting.DONE else StyleClass.MUTED)
        self.box.setEnabled(self.getting is Getting.NOT)
        if self.getting is not Getting.NOT:
            self.box.setChecked(False)
        if has_focus and self.getting is Getting.DONE:
            self.show_it.setFocus()
        self.ticked.emit()

    def _show_it(self) -> None:
        if self._job_id:
            self.show_wanted.emit(self._job_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _lay_out(self) -> None:
        set_style_class(self, StyleClass.CARD)
        self._name.setFont(text_font(TextSize.BODY, is_strong=True))
        for label in (self._facts, self._standing):
            label.setFont(text_font(TextSize.SMALL))
            set_style_class(label, StyleClass.MUTED)
        self._got.hide()
        self.show_it.hide()
        for button in (self.get, self.show_it):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addStretch(1)
        for each in (self._name, self._awaited, self._facts, self._standing):
            told.addWidget(each)
        told.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.box)
        line.addWidget(self._poster)
        line.addLayout(told, 1)
        line.addWidget(self._got)
        line.addWidget(self.get)
        line.addWidget(self.show_it)
        small = self._facts.fontMetrics().height()
        line.addStrut(self._name.full_height() + 2 * small + 3 * told.spacing())  # nothing jumps when the words come
        column = QVBoxLayout(self)
        column.setContentsMargins(LEFT, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self._trouble)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class AwaitedRow(QFrame):
    """The place of a row while the list is asked for."""

    def __init__(self, posters: PosterCache) -> None:
        super().__init__()
        set_style_class(self, StyleClass.CARD)
        line = QHBoxLayout(self)
        line.setContentsMargins(LEFT, 8, 12, 8)
        line.setSpacing(12)
        line.addSpacing(24)
        line.addWidget(Poster(posters, POSTER))
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addStretch(1)
        told.addWidget(AwaitedLine(260))
        told.addWidget(AwaitedLine(160))
        told.addStretch(1)
        line.addLayout(told, 1)
        strong, small = QFontMetrics(text_font(TextSize.BODY, is_strong=True)), QFontMetrics(text_font(TextSize.SMALL))
        line.addStrut(2 * strong.lineSpacing() + 2 * small.height() + 3 * told.spacing())  # as high as the row to come
