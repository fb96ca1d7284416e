"""A job without a video: the reason, the cost and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wandesk.ui.job_action import Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.player.picture_page import COLUMN, PicturePage, set_on_stage
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording.sentences import sentence


class EndedPage(PicturePage):
    """Headline, one sentence that says who must act, and that act as the main button, over the job's picture."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._sentence, self._charge = PlainLabel(), PlainLabel(), PlainLabel()
        self._waits, self._next_step = PlainLabel(), PlainLabel()
        self.action_buttons = ActionButtons(Place.STAGE_ENDED, self)
        self._lay_out()

    def show_job(self, it: JobSnapshot, picture: QPixmap | None) -> None:
        """Show how this job ended, or why its search is waiting."""
        job = it.job
        self._title.setText(job_wording.headline(job))
        for label, text in (
            (self._sentence, job_wording.outcome(job)),
            (self._charge, job_wording.charge_on_stage(job)),
            (self._waits, job_wording.uncertainty_wait(job, it.progress, now=it.now)),
            (self._next_step, job_wording.next_step(job)),
        ):
            label.setText(text)
            label.setVisible(text not in ("", sentence(self._title.text())))
        self.action_buttons.show_job(it)
        self.show_picture(picture)

    def _lay_out(self) -> None:
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        self._title.setFont(text_font(TextSize.HEADLINE, is_strong=True))
        self._sentence.setFont(text_font(TextSize.TITLE))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.setContentsMargins(0, 0, 0, 0)
        for label in (self._title, self._sentence, self._charge, self._waits, self._next_step):
            set_on_stage(label)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        buttons = FlowRow(is_even=True, is_centred=True)
        buttons.setContentsMargins(0, 12, 0, 0)
        for each in self.action_buttons.buttons:
            buttons.addWidget(each)
        column.addLayout(buttons)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(COLUMN)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(holder, 8)
        row.addStretch(1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(body))
