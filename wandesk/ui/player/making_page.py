"""The stage while a video is being made: the dimmed picture, the job's state, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.job_rules import transfer_share
from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import TextSize, text_font, tokens_of
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.player.picture_page import COLUMN, PicturePage, set_on_stage
from wandesk.ui.player.recovery_buttons import RecoveryButtons
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.sentences import sentence


class MakingPage(PicturePage):
    """The stage word, the elapsed and the usual time, a bar for transfers, and the way to cancel, or why there is none.

    The places of the bar and of Cancel stay while they are empty, so that nothing moves from one stage to the next.
    """

    def __init__(self) -> None:
        super().__init__()
        self._title, self._status, self._why_not = PlainLabel(), PlainLabel(), PlainLabel()
        self._title.setFont(text_font(TextSize.HEADLINE, is_strong=True))
        self._status.setFont(text_font(TextSize.TITLE))
        for label in (self._title, self._status, self._why_not):
            set_on_stage(label)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._bar = _Bar()
        self.recovery = RecoveryButtons()
        self.action_buttons = ActionButtons(Place.STAGE_MAKING, self)
        self._cancel = self.action_buttons.button(JobActionKey.CANCEL)
        holder = QWidget()
        holder.setMaximumWidth(COLUMN)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._status):
            column.addWidget(label)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.recovery)
        column.addWidget(self._foot())
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(holder)

    def show_job(self, it: JobSnapshot, now: float, picture: QPixmap | None) -> None:
        """Show the job's progress at `now` over its picture."""
        job = it.job
        self._title.setText(wording.headline(job))
        self._status.setText(wording.wait_text(job, it.progress, now=now, usual=it.usual))
        self._bar.show_share(transfer_share(job, it.progress))
        self.recovery.show_job(it)
        cancel = job_action(JobActionKey.CANCEL)
        is_possible = cancel.is_possible(it)
        self.action_buttons.show_only(it, JobActionKey.CANCEL if is_possible else None)
        why_not = "" if is_possible else cancel.why_not(it)
        self._why_not.setText(sentence(why_not) if why_not else "")
        self._why_not.setVisible(bool(why_not))
        self.show_picture(picture)

    def _foot(self) -> QWidget:
        """Cancel, or in its place why there is nothing to cancel."""
        foot = QWidget()
        policy = self._cancel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._cancel.setSizePolicy(policy)
        cell = QGridLayout(foot)
        cell.setContentsMargins(0, 0, 0, 0)
        cell.addWidget(self._cancel, 0, 0, Qt.AlignmentFlag.AlignCenter)
        cell.addWidget(self._why_not, 0, 0)  # as wide as the page: beside stretches, Qt would break the sentence
        return foot


class _Bar(QWidget):
    """The progress of a transfer. Its space stays reserved while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setFixedSize(240, 12)

    def show_share(self, share: float | None) -> None:
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share is None:
            return
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QColor(tokens.on_stage)
        track.setAlphaF(0.3)
        painter.setBrush(track)
        painter.drawRoundedRect(QRectF(0, 4, self.width(), 4), 2, 2)
        painter.setBrush(tokens.on_stage)
        painter.drawRoundedRect(QRectF(0, 4, self.width() * self._share, 4), 2, 2)
