"""A job without a video: the reason, the cost and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wandesk.ui.job_actions import Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.jobs.stage_icons import STAGE_ICONS
from wandesk.ui.look import IconLabel, IconRole, StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.player.details import Details
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording.sentences import sentence

COLUMN = 560
"""Logical pixels: the width of a readable column of text."""
MAX_PROMPT = 160
"""Characters of the prompt shown below the reason; the tooltip has all of it."""


class EndedPage(QScrollArea):
    """A job without a video: headline, reason, next step and folded details."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._title = IconLabel("information", IconRole.MUTED, 40), PlainLabel()
        self._waits = PlainLabel()
        self._sentence, self._charge, self._next_step, self._prompt = (
            PlainLabel(),
            PlainLabel(),
            PlainLabel(),
            PlainLabel(),
        )
        self.action_buttons = ActionButtons(Place.STAGE_ENDED, self)
        self._details = Details()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def show_job(self, it: JobSnapshot) -> None:
        """Show how this job ended, or why its search is waiting."""
        job = it.job
        name, role = STAGE_ICONS.get(job.stage, ("warning", IconRole.PRACTICE))
        self._icon.show_icon(name, role)
        self._title.setText(job_wording.headline(job))
        for label, text in (
            (self._sentence, job_wording.outcome(job)),
            (self._charge, job_wording.charge(job)),
            (self._waits, job_wording.uncertainty_wait(job, it.progress, now=it.now)),
            (self._next_step, job_wording.next_step(job)),
        ):
            label.setText(text)
            label.setVisible(text not in ("", sentence(self._title.text())))
        self._prompt.setText(job_wording.quoted_title(job, MAX_PROMPT))
        set_tooltip(self._prompt, job_wording.whole_prompt(job))
        self.action_buttons.show_job(it)
        self._details.show_job(job)

    def _lay_out(self) -> None:
        body = QWidget()
        self._title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._charge.setFont(text_font(TextSize.BODY, is_strong=True))
        self._prompt.setFont(text_font(TextSize.SMALL))
        set_style_class(self._prompt, StyleClass.MUTED)
        set_style_class(self._next_step, StyleClass.MUTED)
        set_style_class(self._waits, StyleClass.PRACTICE)
        column = QVBoxLayout()
        column.setSpacing(8)
        for label in (self._title, self._sentence, self._charge, self._waits, self._next_step, self._prompt):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        buttons = FlowRow(is_even=True)
        buttons.setContentsMargins(0, 8, 0, 0)
        for each in (*self.action_buttons.buttons, self._details.fold):
            buttons.addWidget(each)
        column.addLayout(buttons)
        column.addWidget(self._details)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addStretch(1)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(column)
        column.setContentsMargins(0, 4, 0, 0)
        holder.setMaximumWidth(COLUMN)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(holder, 8)
        row.addStretch(1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self.setWidget(body)
