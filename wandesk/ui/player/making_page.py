"""The stage while a video is being made: the dimmed picture and the job's state."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.job_rules import transfer_share
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import TextSize, text_font, tokens_of
from wandesk.ui.player.ended_page import COLUMN
from wandesk.ui.player.recovery_buttons import RecoveryButtons
from wandesk.ui.widgets.backdrop import backdrop_of
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import jobs as wording


class MakingPage(QWidget):
    """The dimmed picture behind a headline, the time, a progress bar and recovery buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._glow: QPixmap | None = None
        self._title, self._status, self._prompt = PlainLabel(), PlainLabel(), ElidedLabel()
        self._title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._status.setFont(text_font(TextSize.LARGE))
        self._bar = _Bar()
        self.recovery = RecoveryButtons()
        holder = QWidget()
        holder.setMaximumWidth(COLUMN)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._status):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.recovery)
        column.addStretch(1)
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._prompt)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(holder)
        self._use_stage_colours()

    def show_job(self, it: JobSnapshot, now: float, picture: QPixmap | None) -> None:
        """Show the job's progress at `now` over its picture."""
        job = it.job
        self._title.setText(wording.headline(job))
        self._status.setText(wording.wait_text(job, it.progress, now=now, usual=it.usual))
        self._prompt.show_text(wording.quoted_title(job), wording.whole_prompt(job))
        self._bar.show_share(transfer_share(job, it.progress))
        self.recovery.show_job(it)
        if picture is not self._picture:
            self._picture = picture
            self._glow = backdrop_of(picture)
        self.update()

    def _use_stage_colours(self) -> None:
        tokens = tokens_of(self.palette())
        for label in (self._title, self._status, self._prompt):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), tokens.on_stage)
            label.setPalette(palette)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.stage)
        if self._picture is None or self._picture.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._glow is not None:
            painter.drawPixmap(self.rect(), self._glow)
        fitted = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitted.width(), fitted.height())
        area.moveCenter(self.rect().center())
        painter.drawPixmap(area, self._picture)
        veil = QColor(tokens.stage)
        veil.setAlphaF(0.72)  # white text stays readable on a white picture
        painter.fillRect(self.rect(), veil)


class _Bar(QWidget):
    """The progress of a transfer. Its space stays reserved while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setFixedSize(240, 8)

    def show_share(self, share: float | None) -> None:
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
        painter.drawRoundedRect(QRectF(0, 2, self.width(), 4), 2, 2)
        painter.setBrush(tokens.on_stage)
        painter.drawRoundedRect(QRectF(0, 2, self.width() * self._share, 4), 2, 2)
