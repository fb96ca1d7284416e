"""Buttons for a failing download: open the video elsewhere, or try again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wandesk.domain.job_rules import is_download_blocked, is_download_in_trouble
from wandesk.ui.job_actions import Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.widgets.copy_report import CopyReportButton
from wandesk.ui.wording import network_report as wording


class RecoveryButtons(QWidget):
    """Shows the buttons that help with the download's current problem."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.action_buttons = ActionButtons(Place.STAGE_TROUBLE, self)
        self.copy = CopyReportButton(lambda: self._text)
        main, *others = self.action_buttons.buttons
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        for button in (*others, self.copy, main):
            layout.addWidget(button)
        layout.addStretch(1)
        self.hide()

    def show_job(self, it: JobSnapshot) -> None:
        """Show the buttons for this job if its download is failing."""
        self.action_buttons.show_job(it)
        is_blocked = is_download_blocked(it.job, it.progress)
        self.copy.setVisible(is_blocked)
        if it.progress is not None and is_blocked:
            host = it.progress.obstacle.host if it.progress.obstacle else ""
            event = wording.blocked_download(host, it.progress.kept_until)
            text = wording.report([host, "*.aliyuncs.com"], event=event)
            if text != self._text:
                self._text = text
                self.copy.reset()
        self.setVisible(is_download_in_trouble(it.job, it.progress))
