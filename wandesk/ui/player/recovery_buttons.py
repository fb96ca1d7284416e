"""Buttons for a failing download (open the video elsewhere, try again), and for what only the user can do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wandesk.domain.job_rules import is_download_blocked, is_download_in_trouble
from wandesk.ui.job_action import Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.widgets.copy_report import CopyReportButton
from wandesk.ui.wording import network_report as wording


class RecoveryButtons(QWidget):
    """Shows the buttons that help with the download's current problem."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.waiting_buttons = ActionButtons(Place.STAGE_WAITING, self)
        self.action_buttons = ActionButtons(Place.STAGE_TROUBLE, self)
        self.copy = CopyReportButton(lambda: self._text)
        main, *others = self.action_buttons.buttons
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        for button in (*others, self.copy, main, *self.waiting_buttons.buttons):
            layout.addWidget(button)
        layout.addStretch(1)
        self.hide()

    def show_job(self, it: JobSnapshot) -> None:
        """Show the buttons for this job if its download is failing or it waits for the user."""
        self.waiting_buttons.show_job(it)
        waits = any(button.action.is_shown(it) for button in self.waiting_buttons.buttons)
        is_failing = is_download_in_trouble(it.job, it.progress)
        if is_failing:
            self.action_buttons.show_job(it)
        else:
            self.action_buttons.show_only(it, None)
        is_blocked = is_download_blocked(it.job, it.progress)
        self.copy.setVisible(is_blocked)
        if it.progress is not None and is_blocked:
            host = it.progress.obstacle.host if it.progress.obstacle else ""
            event = wording.blocked_download(host, it.progress.kept_until)
            text = wording.report([host, "*.aliyuncs.com"], event=event)
            if text != self._text:
                self._text = text
                self.copy.reset()
        self.setVisible(is_failing or waits)
