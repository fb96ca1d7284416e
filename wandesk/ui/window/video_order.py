"""Which video of the list comes next: for Up and Down on the stage, and for Play all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import Notices, Owner
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.wording.problems import error_text

MOST = 1000
"""Videos that are played one after the other."""


class VideoOrder(QObject):
    """Selects rows; the stage follows the selection."""

    def __init__(self, jobs: JobsPanel, stage: Stage, *, questions: Questions, spawn: Spawn, notices: Notices) -> None:
        super().__init__(stage)
        self._jobs = jobs
        self._stage = stage
        self._questions = questions
        self._spawn = spawn
        self._notices = notices
        self._to_play: list[str] = []
        """The videos of Play all; the first is the one on the stage."""
        stage.player.neighbour_requested.connect(self.show_neighbour)
        stage.player.playback.ended.connect(self._ended)
        stage.video_shown.connect(self._shown)
        jobs.selected.connect(self._selected)

    @property
    def is_playing_all(self) -> bool:
        return bool(self._to_play)

    def show_neighbour(self, step: int) -> None:
        """Show the job below (1) or above (-1). In full screen, jobs without a video are passed over."""
        job = self._stage.job
        row = None if job is None else self._jobs.model.row_of(job.id)
        if row is None:
            return
        rows = range(row + step, self._jobs.model.rowCount() if step > 0 else -1, step)
        for other in rows:
            known = self._jobs.model.job_at(other)
            if known is None or can_play(known) or not self._stage.player.is_full_screen:
                self._jobs.select(self._jobs.model.id_at(other))
                return

    def play_all(self, job: Job) -> None:
        """Play the selected videos, or all from this one on, one after the other."""
        model = self._jobs.model
        ids: Sequence[str] = self._jobs.view.selected_ids()
        if len(ids) < 2 or job.id not in ids:
            row = model.row_of(job.id) or 0
            ids = [model.id_at(each) for each in range(row, min(model.rowCount(), row + MOST))]
        self._spawn("play all", self._play(list(ids)))

    async def _play(self, ids: Sequence[str]) -> None:
        owner = Owner(JobActionKey.PLAY_ALL)
        self._notices.withdraw(owner)
        try:
            rows = await self._questions.rows(ids)
        except WanDeskError as refused:
            self._notices.warn(owner, error_text(refused))
            return
        self._to_play = [job.id for job in rows if can_play(job)]
        self._show_first()

    def _show_first(self) -> None:
        self._stage.player.playback.set_in_sequence(is_in_sequence=bool(self._to_play))
        if not self._to_play:
            return
        job = self._stage.job
        if job is not None and job.id == self._to_play[0] and can_play(job):
            self._stage.play()
        else:
            self._jobs.select(self._to_play[0])  # and `_shown` goes on, at once or when the row is read

    def _shown(self, job_id: str) -> None:
        if self._to_play and job_id == self._to_play[0]:
            self._stage.play()

    def _ended(self) -> None:
        if self._to_play:
            del self._to_play[0]
            self._show_first()

    def _selected(self, it: JobSnapshot | None) -> None:
        """The user selects something else: that ends Play all."""
        if self._to_play and it is not None and it.job.id != self._to_play[0]:
            self._to_play = []
            self._stage.player.playback.set_in_sequence(is_in_sequence=False)
