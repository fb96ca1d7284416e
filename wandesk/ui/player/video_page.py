"""A video, with notes about its file."""

from __future__ import annotations

import contextlib
from pathlib import Path, PurePath

from PySide6.QtCore import QThreadPool, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.player.stage_note import StageNote
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.wording import player as wording
from wandesk.ui.wording import saving as saving_wording
from wandesk.ui.wording.sentences import joined

FOLDERS = 2
"""The last folders of a path that say where a video was saved."""


class VideoPage(QWidget):
    """The player, below a note where there is something to say. No note changes the size of the video."""

    _looked = Signal(str, bool)
    """Whether the file of a video that cannot be played is there."""

    def __init__(self, player: VideoPlayer) -> None:
        super().__init__()
        self._looked.connect(self._tell_failed)
        self._it: JobSnapshot | None = None
        self._path = ""
        self._told: set[str] = set()
        """The paths of the videos about which something was told: once each."""
        self.notice_buttons = ActionButtons(Place.STAGE_NOTICE, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(player)
        self._note = StageNote(player.view)
        for button in self.notice_buttons.buttons:
            self._note.add_button(button)

    def show_job(self, it: JobSnapshot, *, was_elsewhere: bool) -> bool:
        """Show the job's video; returns whether its file must be checked: for another video, or after another page.

        Earlier notes about the file are then outdated.
        """
        job = it.job
        assert job.video is not None
        self._it = it
        is_new = was_elsewhere or job.video.path != self._path
        if is_new:
            self._path = job.video.path
            self._note.hide()
            if job.video.is_waiting:
                self._show_note(saving_wording.in_fallback(), saving_wording.fallback_reason())
            elif self._path not in self._told:
                self._told.add(self._path)
                self._tell(it, saving_wording.difference_line(job))
        return is_new

    def show_failed(self, path: str) -> None:
        """Show that the video cannot be played, and offer the system's player, or that its file is not there.

        The file is looked for in a thread: a network drive may not answer for a long time.
        """

        def look() -> None:
            is_there = Path(path).is_file()
            with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
                self._looked.emit(path, is_there)

        QThreadPool.globalInstance().start(look)

    def _tell_failed(self, path: str, is_there: bool) -> None:  # noqa: FBT001 - a signal's own value
        if path != self._path:
            return
        if is_there:
            self._show_note(wording.will_not_play(), wording.will_not_play_reason(), JobActionKey.OPEN_IN_SYSTEM_PLAYER)
        elif not self._shows_missing:
            self._show_note(wording.video_missing(), wording.video_missing_reason(path))

    def show_missing(self, path: str, *, is_folder_there: bool) -> None:
        """Show that the video's file or folder is missing, and offer a new download while that is possible."""
        assert self._it is not None
        sentence, reason = wording.video_missing(), wording.video_missing_reason(path)
        if not is_folder_there:
            sentence, reason = wording.folder_away(), wording.folder_away_reason(path)
        if job_action(JobActionKey.DOWNLOAD_AGAIN).is_possible(self._it):
            self._show_note(sentence, reason, JobActionKey.DOWNLOAD_AGAIN)
        else:
            self._show_note(sentence, joined(reason, saving_wording.no_longer_kept()))

    @property
    def _shows_missing(self) -> bool:
        return self.notice_buttons.button(JobActionKey.DOWNLOAD_AGAIN).isVisibleTo(self._note)

    def _tell(self, it: JobSnapshot, difference: str) -> None:
        """Where the video differs from what was ordered, and where a new one was saved."""
        path = PurePath(self._path)
        folders = path.relative_to(path.anchor).parent.parts[-FOLDERS:]
        saved = "" if it.job.is_watched else wording.saved_in(" / ".join(folders))
        if difference:
            self._show_note(difference, saved)
        elif saved:
            self.notice_buttons.show_only(it, None)
            self._note.tell(saved)

    def _show_note(self, sentence: str, reason: str, action: JobActionKey | None = None) -> None:
        assert self._it is not None
        self.notice_buttons.show_only(self._it, action)
        self._note.show_text(sentence, reason)
