"""The player: the video, its transport bar, full screen and keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.media import Video
from wandesk.ui.player.commands import PlayerCommand, command_of, player_command
from wandesk.ui.player.full_screen import FullScreenVideo
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.transport import TransportBar
from wandesk.ui.player.video_view import VideoView
from wandesk.ui.wording import player as wording

WATCHED_AFTER = 0.5
"""Seconds of playback after which a video counts as watched; for a shorter video, half its length."""
_STEPS = frozenset({PlayerCommand.PREVIOUS_VIDEO, PlayerCommand.NEXT_VIDEO})


class VideoPlayer(QWidget):
    """Shows one saved video. The program has one, with one QMediaPlayer."""

    watched = Signal(str)
    """The path of a watched video; emitted once each time it is shown."""
    failed = Signal(str)
    """The path of a video that cannot be played."""
    neighbour_requested = Signal(int)
    """Show the next video of the list: 1 for the one below, -1 for the one above."""
    action_requested = Signal(object)
    """A JobActionKey for the job whose video is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.playback = Playback(self)
        self.view = VideoView(self.playback)
        self.bar = TransportBar(self.playback)
        self._full_screen: FullScreenVideo | None = None
        self._is_watched = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(wording.video())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.bar)
        self.view.clicked.connect(self._clicked)
        self.view.double_clicked.connect(self.toggle_full_screen)
        self.bar.full_screen_requested.connect(self.toggle_full_screen)
        self.bar.action_requested.connect(self.action_requested)
        self.playback.failed.connect(self.failed)
        self.playback.position_changed.connect(self._note_watching)

    def height_below(self) -> int:
        """Logical pixels that the controls take below the picture."""
        return self.bar.sizeHint().height()

    def show_video(self, video: Video, poster: QPixmap | None) -> None:
        """Show the video's poster; playing opens the file."""
        self.view.show_poster(poster, QSize(video.facts.width, video.facts.height))
        shown = self.playback.video
        if shown is None or shown.path != video.path:
            self.view.hide_video()
            self._is_watched = False
        self.playback.show(video)
        if self._full_screen is not None and (shown is None or shown.path != video.path):
            self.playback.play()  # there is no poster there

    def play(self) -> None:
        """Play the video that is shown, from its present position."""
        self.playback.play()

    def pause(self) -> None:
        self.playback.pause()

    def release(self, path: str | None = None) -> None:
        """Close the video's file. Call this before the file is renamed, moved or deleted."""
        shown = self.playback.video
        if shown is not None and path in (None, shown.path):
            if self._full_screen is not None:
                self._full_screen.close()
            self.view.hide_video()
            self.playback.release()

    @property
    def is_full_screen(self) -> bool:
        return self._full_screen is not None

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""
        if self._full_screen is not None:
            self._full_screen.close()
            return
        if self.playback.video is None:
            return
        self.playback.open()
        self._full_screen = FullScreenVideo(self.playback, self.read_key, self)
        self._full_screen.left.connect(self._left_full_screen)
        self._full_screen.action_requested.connect(self.action_requested)
        self._full_screen.open_on(self)

    def run(self, key: PlayerCommand) -> None:
        """Do what one of the player's keys does."""
        match key:
            case PlayerCommand.FULL_SCREEN:
                self.toggle_full_screen()
            case PlayerCommand.PREVIOUS_VIDEO:
                self.neighbour_requested.emit(-1)
            case PlayerCommand.NEXT_VIDEO:
                self.neighbour_requested.emit(1)
            case _:
                act = player_command(key).act
                assert act is not None, "every other command is about the video alone"
                act(self.playback)

    def read_key(self, event: QKeyEvent, *, is_in_list: bool = False) -> bool:
        """Handle one of the player's keys; returns False for any other key. In the list, Up and Down are its own."""
        command = command_of(event)
        if command is None or (is_in_list and command.key in _STEPS):
            return False
        if command.repeats or not event.isAutoRepeat():
            self.run(command.key)
        return True

    def _left_full_screen(self) -> None:
        self._full_screen = None
        self.view.take_video()
        self.setFocus()

    def _clicked(self) -> None:
        self.setFocus()
        self.playback.toggle()

    def _note_watching(self, seconds: float) -> None:
        video = self.playback.video
        if video is None or self._is_watched or not self.playback.is_running or self.playback.sound.is_silenced:
            return
        if seconds >= min(WATCHED_AFTER, video.facts.seconds / 2):
            self._is_watched = True
            self.watched.emit(video.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.read_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.view.show_focus(is_focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.view.show_focus(is_focused=False)
