"""A video with its prompt, its facts, and notices about its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.ui.job_actions import JobActionKey, Place, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.player.details import Details
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import player as wording
from wandesk.ui.wording import saving as saving_wording
from wandesk.ui.wording.sentences import joined, named


class VideoPage(QWidget):
    """The video with its prompt and its facts."""

    def __init__(self, player: VideoPlayer) -> None:
        super().__init__()
        self._it: JobSnapshot | None = None
        self._path = ""
        self._title, self._facts, self._difference = ElidedLabel(), ElidedLabel(), PlainLabel()
        self._title.setFont(text_font(TextSize.BODY, is_strong=True))
        set_style_class(self._facts, StyleClass.MUTED)
        set_style_class(self._difference, StyleClass.MUTED)
        self._notice = QFrame()
        self._sentence, self._reason = PlainLabel(), PlainLabel()
        self.action_buttons = ActionButtons(Place.STAGE_VIDEO, self)
        self.notice_buttons = ActionButtons(Place.STAGE_NOTICE, self)
        self._details = Details()
        self._lay_out(player)

    def show_job(self, it: JobSnapshot, *, was_elsewhere: bool) -> bool:
        """Show the job's video; returns whether its file must be checked: for another video, or after another page.

        Earlier notices about the file are then outdated.
        """
        job = it.job
        assert job.video is not None
        self._it = it
        is_new = was_elsewhere or job.video.path != self._path
        if is_new:
            self._path = job.video.path
            self._notice.hide()
            if job.video.is_waiting:
                self._show_notice(saving_wording.in_fallback(), saving_wording.fallback_reason())
        self._title.show_text(job_wording.title(job), job_wording.whole_prompt(job))
        billed = job_wording.billed(job)
        self._facts.show_text(job_wording.video_line(job), named(wording.billed(), billed) if billed else "")
        differs = saving_wording.difference_line(job)
        self._difference.setText(differs)
        self._difference.setVisible(bool(differs))
        self.action_buttons.show_job(it)
        self._details.show_job(job)
        return is_new

    def show_failed(self, path: str) -> None:
        """Show that the video cannot be played, and offer the system's player."""
        if Path(path).is_file():
            self._show_notice(
                wording.will_not_play(), wording.will_not_play_reason(), JobActionKey.OPEN_IN_SYSTEM_PLAYER
            )
        elif not self._shows_missing:
            self._show_notice(wording.video_missing(), wording.video_missing_reason(path))

    def show_missing(self, path: str, *, is_folder_there: bool) -> None:
        """Show that the video's file or folder is missing, and offer a new download while that is possible."""
        assert self._it is not None
        sentence, reason = wording.video_missing(), wording.video_missing_reason(path)
        if not is_folder_there:
            sentence, reason = wording.folder_away(), wording.folder_away_reason(path)
        if job_action(JobActionKey.DOWNLOAD_AGAIN).is_possible(self._it):
            self._show_notice(sentence, reason, JobActionKey.DOWNLOAD_AGAIN)
        else:
            self._show_notice(sentence, joined(reason, saving_wording.no_longer_kept()))

    @property
    def _shows_missing(self) -> bool:
        return self.notice_buttons.button(JobActionKey.DOWNLOAD_AGAIN).isVisibleTo(self._notice)

    def _show_notice(self, sentence: str, reason: str, action: JobActionKey | None = None) -> None:
        assert self._it is not None
        self._sentence.setText(sentence)
        self._reason.setText(reason)
        self.notice_buttons.show_only(self._it, action)
        self._notice.show()

    def _lay_out(self, player: VideoPlayer) -> None:
        set_style_class(self._notice, StyleClass.WARNING)
        self._sentence.setFont(text_font(TextSize.BODY, is_strong=True))
        self._difference.setWordWrap(True)
        self._difference.setContentsMargins(14, 0, 12, 8)
        self._difference.hide()
        labels = QVBoxLayout()
        labels.setSpacing(2)
        for label in (self._sentence, self._reason):
            label.setWordWrap(True)
            labels.addWidget(label)
        notice = QHBoxLayout(self._notice)
        notice.setContentsMargins(16, 8, 16, 8)
        notice.addLayout(labels, 1)
        for button in self.notice_buttons.buttons:
            notice.addWidget(button)
        self._notice.hide()
        caption = QHBoxLayout()
        caption.setContentsMargins(14, 4, 12, 8)
        caption.setSpacing(16)
        about = QVBoxLayout()
        about.setSpacing(2)
        about.addWidget(self._title)
        about.addWidget(self._facts)
        caption.addLayout(about, 1)
        caption.addWidget(self._details.fold)
        for button in self.action_buttons.buttons:
            caption.addWidget(button)
        below = QVBoxLayout()  # cards, like the rows of the list; no height while both are hidden
        below.setContentsMargins(12, 0, 12, 8)
        below.setSpacing(8)
        below.addWidget(self._details)
        below.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(player, 1)
        layout.addLayout(caption)
        layout.addWidget(self._difference)
        layout.addLayout(below)
