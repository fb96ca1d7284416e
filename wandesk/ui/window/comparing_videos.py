"""Opens two videos side by side: two selected ones, or the shown one and another one of the list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notices, Owner
from wandesk.ui.player.compare_window import CompareWindow
from wandesk.ui.player.frame_times import FrameTimesReader
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import video_actions as wording
from wandesk.ui.wording.problems import error_text

MOST = 200
"""Videos to choose from: those near the shown one in the list."""


class ComparingVideos(QObject):
    """One window at a time. Its files are closed before they are renamed, moved or deleted."""

    def __init__(self, jobs: JobsPanel, stage: Stage, *, bridge: Bridge, spawn: Spawn, notices: Notices) -> None:
        super().__init__(stage)
        self._jobs = jobs
        self._stage = stage
        self._bridge = bridge
        self._spawn = spawn
        self._notices = notices
        self.window: CompareWindow | None = None
        bridge.job_removed_signal.connect(self._removed)
        stage.files_released.connect(self.release)

    def compare(self, job: Job) -> None:
        """Compare this job's video with the other selected one, or with the next one of the list."""
        self._spawn("compare", self._compare(job))

    def release(self, path: str | None) -> None:
        """Close the files."""
        if self.window is not None:
            self.window.release(path)

    async def _compare(self, job: Job) -> None:
        owner = Owner(JobActionKey.COMPARE, job.id)
        self._notices.withdraw(owner)
        selected = [each for each in self._jobs.view.selected_ids() if each != job.id]
        try:
            near = [each for each in await self._bridge.rows(self._near(job)) if can_play(each)]
            others = [each for each in await self._bridge.rows(selected[:1]) if can_play(each)]
        except WanDeskError as refused:
            self._notices.warn(owner, error_text(refused))
            return
        pictures = job.request.first_frame
        same = [each for each in near if each.id != job.id and each.request.first_frame == pictures]
        rest = [each for each in near if each.id != job.id]
        other = next(iter((*others, *same, *rest)), None)
        if other is None:
            self._notices.tell(owner, wording.nothing_to_compare())
            return
        self._open(list({each.id: each for each in (*near, job, other)}.values()), job, other)

    def _near(self, job: Job) -> list[str]:
        model = self._jobs.model
        row = model.row_of(job.id) or 0
        start = max(0, row - MOST // 2)
        return [model.id_at(each) for each in range(start, min(model.rowCount(), start + MOST))]

    def _open(self, jobs: list[Job], left: Job, right: Job) -> None:
        self.release(None)
        self._stage.player.pause()
        window = CompareWindow(jobs, left, right, self._stage.posters, self._stage.window())
        sound, own = window.pair.sound, self._stage.player.playback.sound
        sound.set_volume(own.volume)
        sound.set_muted(own.is_silent)
        sound.volume_changed.connect(own.set_volume)
        sound.mute_changed.connect(own.set_muted)
        for side in (window.left, window.right):
            FrameTimesReader(side.playback, self._bridge.videos, self._spawn)
        window.destroyed.connect(self._closed)
        self.window = window
        window.show()

    def _closed(self) -> None:
        self.window = None

    def _removed(self, job_id: str) -> None:
        if self.window is not None:
            self.window.forget(job_id)
