"""Two videos side by side, in step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.job import Job
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import StyleClass
from wandesk.ui.player.commands import PlayerCommand, command_of, player_command
from wandesk.ui.player.pair_playback import PairPlayback
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.transport import TransportBar
from wandesk.ui.player.video_view import VideoView
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.segments import Segments
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import player as wording

POSTER = QSize(1280, 1280)
USUAL = QSize(1200, 640)
SIDES = ("left", "right")


class CompareSide(QWidget):
    """One of the two videos, and the box that chooses it. `failed` is said below the video."""

    chosen = Signal(str)
    """The id of another job for this side."""

    def __init__(self, name: str, surface: str, posters: PosterCache) -> None:
        """`name` is that of the box, `surface` that of what shows the video."""
        super().__init__()
        self.playback = Playback(self)
        self.view = VideoView(self.playback)
        self.view.setAccessibleName(surface)
        self.box = ChoiceBox(name)
        self.job: Job | None = None
        self._posters = posters
        self._problem = PlainLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._problem)
        self.box.chosen.connect(self.chosen)
        self.playback.failed.connect(self._failed)
        posters.loaded.connect(self._poster_loaded)

    def show_job(self, job: Job) -> None:
        """Show the first frame of this job's video."""
        assert job.video is not None
        self.job = job
        self._problem.hide()
        self.view.hide_video()
        self.playback.show(job.video)
        self._show_poster()
        self.playback.open()

    def _show_poster(self) -> None:
        if self.job is None or self.job.video is None:
            return
        facts = self.job.video.facts
        poster = self._posters.pixmap(self.job.poster, POSTER, 1.0, is_cropped=False) if self.job.poster else None
        self.view.show_poster(poster, QSize(facts.width, facts.height))

    def _poster_loaded(self, path: str) -> None:
        if self.job is not None and self.job.poster == path:
            self._show_poster()

    def _failed(self, _path: str) -> None:
        self._problem.setText(wording.will_not_play())
        self._problem.show()


class CompareWindow(QWidget):
    """Has the controls and keys of the player. Up and Down show other videos at the right."""

    def __init__(self, jobs: Sequence[Job], left: Job, right: Job, posters: PosterCache, parent: QWidget) -> None:
        """`jobs` are those to choose from, `left` and `right` among them."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(wording.compare_videos())
        self.setAccessibleName(wording.compare_videos())
        self.resize(USUAL)
        self._jobs = {job.id: job for job in jobs}
        self.left = CompareSide(wording.left_video(), wording.left_surface(), posters)
        self.right = CompareSide(wording.right_video(), wording.right_surface(), posters)
        self.pair = PairPlayback(self.left.playback, self.right.playback, self)
        self.bar = TransportBar(self.pair, actions=())
        self.audio = Segments(
            [
                Choice(key=key, name=name, spoken=name)
                for key, name in zip(SIDES, (wording.left_audio(), wording.right_audio()), strict=True)
            ]
        )
        self.audio.show_choices(SIDES, SIDES[0])
        self.swap = push_button(wording.swap_sides(), self, style=StyleClass.CHIP)
        self.swap.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.audio.chosen.connect(self._hear)
        self.swap.clicked.connect(self._swap)
        self.bar.full_screen_requested.connect(self._toggle_full_screen)
        for side in (self.left, self.right):
            side.chosen.connect(lambda job_id, side=side: self._show(side, self._jobs[job_id]))
            side.view.clicked.connect(self.pair.toggle)
        self._show(self.left, left)
        self._show(self.right, right)

    def release(self, path: str | None = None) -> None:
        """Close the window if it shows the video at this path, or any."""
        shown = [side.job.video.path for side in (self.left, self.right) if side.job and side.job.video]
        if path is None or path in shown:
            self.close()

    def forget(self, job_id: str) -> None:
        """The job has left the list."""
        self._jobs.pop(job_id, None)
        for side in (self.left, self.right):
            if side.job is not None and side.job.id == job_id:
                self.close()
                return
        self._show_choices()

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(self.left, 1)
        sides.addWidget(self.right, 1)
        below = QHBoxLayout()
        below.addWidget(self.bar, 1)
        below.addWidget(self.audio, 0, Qt.AlignmentFlag.AlignVCenter)  # a frame would take the height of the bar
        below.addWidget(self.swap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(sides, 1)
        layout.addLayout(below)

    def _show(self, side: CompareSide, job: Job) -> None:
        self.pair.pause()
        side.show_job(job)
        self.pair.seek(0.0)
        self._show_choices()

    def _show_choices(self) -> None:
        choices = [
            Choice(key=job.id, name=job_wording.title(job), description=job_wording.caption(job))
            for job in self._jobs.values()
        ]
        for side in (self.left, self.right):
            if side.job is not None:
                side.box.set_choices(choices, side.job.id)

    def _hear(self, key: str) -> None:
        self.pair.hear((self.left if key == SIDES[0] else self.right).playback)

    def _swap(self) -> None:
        left, right = self.left.job, self.right.job
        assert left is not None
        assert right is not None
        self._show(self.left, right)
        self._show(self.right, left)
        self.audio.buttons[SIDES[self.pair.heard is self.left.playback]].setChecked(True)  # the same video is heard

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _step_right(self, step: int) -> None:
        ids = list(self._jobs)
        assert self.right.job is not None
        at = ids.index(self.right.job.id) + step
        if 0 <= at < len(ids):
            self._show(self.right, self._jobs[ids[at]])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of(event)
        if event.key() == Qt.Key.Key_Escape:
            if self.isFullScreen():
                self._toggle_full_screen()
            else:
                self.close()
        elif command is None:
            super().keyPressEvent(event)
        elif command.repeats or not event.isAutoRepeat():
            self._run(command.key)

    def _run(self, key: PlayerCommand) -> None:
        match key:
            case PlayerCommand.FULL_SCREEN:
                self._toggle_full_screen()
            case PlayerCommand.PREVIOUS_VIDEO:
                self._step_right(-1)
            case PlayerCommand.NEXT_VIDEO:
                self._step_right(1)
            case _:
                act = player_command(key).act
                assert act is not None, "every other command is about the videos alone"
                act(self.pair)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pair.release()
        super().closeEvent(event)
