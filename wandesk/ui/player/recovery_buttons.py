"""Buttons for a video that cannot be fetched now: another way to it, or another try."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wandesk.domain.job import Job, JobStage, Progress, WaitReason
from wandesk.ui.look import IconRole, StyleClass, icon, set_style_class
from wandesk.ui.wording import saving as words

_TRIED_AGAIN = frozenset(
    {WaitReason.BLOCKED, WaitReason.ADDRESS, WaitReason.ROOM, WaitReason.FOLDER, WaitReason.LOCKED, WaitReason.LINK}
)


class WaysOut(QWidget):
    """Shows what helps in the video's present trouble, and nothing without one."""

    browser_wanted = Signal()
    try_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.browser = QPushButton(icon("open"), words.open_in_browser())
        self.copy = QPushButton(icon("copy"), words.copy_for_it())
        self.again = QPushButton(icon("refresh", IconRole.ON_ACCENT), words.try_again())
        self.browser.clicked.connect(self.browser_wanted)
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self.try_wanted)
        set_style_class(self.again, StyleClass.PRIMARY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        for button in (self.browser, self.copy, self.again):
            layout.addWidget(button)
        layout.addStretch(1)
        self.hide()

    def show_job(self, job: Job, progress: Progress | None) -> None:
        reason = progress.waits_for if progress is not None and job.stage is JobStage.DOWNLOADING else None
        is_blocked = reason is WaitReason.BLOCKED
        self.browser.setVisible(is_blocked)
        self.copy.setVisible(is_blocked)
        if progress is not None and is_blocked:
            text = words.text_for_it(progress.obstacle.host if progress.obstacle else "", progress.kept_until)
            if text != self._text:
                self._text = text
                self.copy.setText(words.copy_for_it())
        self.setVisible(reason in _TRIED_AGAIN)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copy.setText(words.copied())
