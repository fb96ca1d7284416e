"""The frames of a video on their way to the surface that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink


class ShownFrames(QObject):
    """Delivers frames to one sink at a time, and knows which one is shown."""

    came = Signal()
    """The first picture of the video is on the surface."""
    arrived = Signal()
    """Any picture of the video is on the surface."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink: QVideoSink | None = None
        self.has_frame = False
        """Whether a picture of the video is on the surface."""
        self.count = 0
        """How many frames have arrived."""
        self._last: QVideoFrame | None = None
        self._is_expected = False

    @property
    def start(self) -> float | None:
        """When the shown frame begins, in seconds; None without a frame that tells."""
        frame = self._shown()
        return frame.startTime() / 1_000_000 if frame is not None and frame.startTime() >= 0 else None

    @property
    def usual_length(self) -> float:
        """How long the player takes the shown frame to be, in seconds."""
        frame = self._shown()
        return (frame.endTime() - frame.startTime()) / 1_000_000 if frame is not None else 0.0

    def show_on(self, sink: QVideoSink, player: QMediaPlayer | None) -> None:
        """Deliver frames to this sink from now on, including the current one."""
        self._last = self._shown()
        before, self.sink = self.sink, sink
        if before is not None and before is not sink:
            before.videoFrameChanged.disconnect(self._changed)
        if before is not sink:
            sink.videoFrameChanged.connect(self._changed)
        if player is not None:
            player.setVideoSink(sink)
        if self._last is not None and (player is None or not player.isPlaying()):
            sink.setVideoFrame(self._last)

    def expect(self) -> None:
        """The video is open: frames that come from now on are its own."""
        self._is_expected = True

    def forget(self) -> None:
        """The video is closed. Frames come from another thread: one of its own may still arrive."""
        self.has_frame = self._is_expected = False
        self._last = None

    def _shown(self) -> QVideoFrame | None:
        """The frame on the surface, which may be newer than the last signal."""
        if self.has_frame and self.sink is not None and (frame := self.sink.videoFrame()).isValid():
            return frame
        return self._last

    def _changed(self, frame: QVideoFrame) -> None:
        if not self._is_expected:
            return
        if frame.isValid():
            self._last = frame
            self.count += 1
            if not self.has_frame:
                self.has_frame = True
                self.came.emit()
            self.arrived.emit()
        elif self.has_frame and self._last is not None and self.sink is not None:
            # At the end without a loop the player removes the frame; the last frame must stay visible.
            self.sink.setVideoFrame(self._last)
