"""A video with its prompt, its facts, and what there is to be said about its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wandesk.domain.job import Job
from wandesk.ui.elided import ElidedLabel
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.player.details import Details
from wandesk.ui.player.reorder_button import ReorderButton
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.wording import jobs as job_words
from wandesk.ui.wording import player as words
from wandesk.ui.wording import saving as saving_words
from wandesk.ui.wording.sentences import joined, named


class VideoPage(QWidget):
    """The video with its prompt and its facts."""

    def __init__(self, player: VideoPlayer) -> None:
        super().__init__()
        self._path = ""
        self._title, self._facts, self._difference = ElidedLabel(), ElidedLabel(), QLabel()
        self._title.setFont(text_font(TextSize.BODY, is_strong=True))
        set_style_class(self._facts, StyleClass.MUTED)
        set_style_class(self._difference, StyleClass.MUTED)
        self._notice = QFrame()
        self._sentence, self._reason = QLabel(), QLabel()
        self.system_player = QPushButton(icon("open"), words.open_in_system_player())
        self.download_again = QPushButton(icon("refresh", IconRole.ON_ACCENT), saving_words.download_again())
        self.again = ReorderButton()
        self._details = Details()
        self._lay_out(player)

    def show_job(self, job: Job) -> bool:
        """Returns whether it is another video than before."""
        assert job.video is not None
        is_new = job.video.path != self._path
        if is_new:
            self._path = job.video.path
            self._notice.hide()
            if job.video.is_waiting:
                self._say(saving_words.in_fallback(), saving_words.fallback_reason())
        self._title.show_text(job_words.title(job), job_words.whole_prompt(job))
        billed = job_words.billed(job)
        self._facts.show_text(job_words.video_line(job), named(words.billed(), billed) if billed else "")
        differs = saving_words.difference_line(job)
        self._difference.setText(differs)
        self._difference.setVisible(bool(differs))
        self._details.show_job(job)
        return is_new

    def say_failed(self, path: str) -> None:
        """The video will not play: where it is, and another way."""
        if Path(path).is_file():
            self._say(words.will_not_play(), words.will_not_play_reason(), self.system_player)
        elif not self.download_again.isVisibleTo(self._notice):  # else that was said already
            self._say(words.video_missing(), words.video_missing_reason(path))

    def say_gone(self, path: str, *, can_download: bool) -> None:
        """The video is no longer where it was saved, and whether the cloud still has it."""
        if can_download:
            self._say(words.video_missing(), words.video_missing_reason(path), self.download_again)
        else:
            self._say(words.video_missing(), joined(words.video_missing_reason(path), saving_words.gone_for_good()))

    def _say(self, sentence: str, reason: str, button: QPushButton | None = None) -> None:
        self._sentence.setText(sentence)
        self._reason.setText(reason)
        for each in (self.system_player, self.download_again):
            each.setVisible(each is button)
        self._notice.show()

    def _lay_out(self, player: VideoPlayer) -> None:
        set_style_class(self._notice, StyleClass.WARNING)
        set_style_class(self.download_again, StyleClass.PRIMARY)
        self._sentence.setFont(text_font(TextSize.BODY, is_strong=True))
        for label in (self._reason, self._difference):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._difference.setWordWrap(True)
        self._difference.setContentsMargins(14, 0, 12, 8)
        self._difference.hide()
        told = QVBoxLayout()
        told.setSpacing(2)
        for label in (self._sentence, self._reason):
            label.setWordWrap(True)
            told.addWidget(label)
        notice = QHBoxLayout(self._notice)
        notice.setContentsMargins(16, 8, 16, 8)
        notice.addLayout(told, 1)
        notice.addWidget(self.system_player)
        notice.addWidget(self.download_again)
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
        caption.addWidget(self.again)
        below = QVBoxLayout()  # cards, as the rows of the list are; no room while both are hidden
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
