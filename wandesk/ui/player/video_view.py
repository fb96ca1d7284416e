"""Shows the video: first its poster, then its frames in exactly the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from wandesk.ui.look import tokens_of
from wandesk.ui.player.playback import Playback
from wandesk.ui.widgets.backdrop import Backdrop
from wandesk.ui.wording import player as wording

if TYPE_CHECKING:
    from PySide6.QtMultimediaWidgets import QVideoWidget


FOCUS_RING = 2
"""Logical pixels kept free around the picture, because nothing can be painted over the video."""


class VideoView(QWidget):
    """Letterboxes one video in the stage's colour.

    A QVideoWidget is a native window: it is black until its first frame, and nothing can be painted over it. So it has
    exactly the video's shape and waits outside the visible area until it has drawn that frame. Until then, the poster
    is painted in the same place.
    """

    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._surface: QVideoWidget | None = None
        self._poster: QPixmap | None = None
        self._backdrop = Backdrop()
        self._shape = QSize(16, 9)
        self._is_making_video = False
        self._is_focused = False
        self.setMinimumSize(160, 90)
        playback.opening.connect(self._opening)
        playback.frame_came.connect(self._frame_came)

    def show_poster(self, poster: QPixmap | None, shape: QSize) -> None:
        """Show the poster of a video with that size in pixels; the first frame replaces it."""
        if poster is not self._poster:
            self._poster = poster
            self._backdrop.show_picture(poster)
        if shape.isValid() and not shape.isEmpty():
            self._shape = shape
        self._arrange()
        self.update()

    def get_ready(self) -> None:
        """Make the surface, which waits outside the visible area."""
        if self._surface is None:
            self._make_surface()

    def hide_video(self) -> None:
        """Show the poster until the next video's first frame."""
        self._is_making_video = False
        self._arrange()
        self.update()

    def show_focus(self, *, is_focused: bool) -> None:
        """Draw the focus ring around the picture."""
        self._is_focused = is_focused
        self.update()

    def take_video(self) -> None:
        """Show the video here, also after full screen."""
        if self._surface is not None:
            self._playback.show_on(self._surface.videoSink())

    def picture_area(self) -> QRect:
        """The area of the picture in logical pixels."""
        room = self.rect().adjusted(FOCUS_RING, FOCUS_RING, -FOCUS_RING, -FOCUS_RING)
        fitted = self._shape.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitted.width(), fitted.height())
        area.moveCenter(self.rect().center())
        return area

    def _opening(self) -> None:
        self.get_ready()
        self.hide_video()

    def _make_surface(self) -> None:
        from PySide6.QtMultimediaWidgets import QVideoWidget

        surface = QVideoWidget(self)
        surface.setAccessibleName(self.accessibleName() or wording.video())
        surface.setAspectRatioMode(Qt.AspectRatioMode.IgnoreAspectRatio)  # it has the video's shape already
        surface.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        surface.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._surface = surface
        self._playback.show_on(surface.videoSink())
        self._arrange()
        surface.show()

    def _frame_came(self) -> None:
        if self._surface is None:
            return
        # The surface draws the frame in its next paint; show it only after that.
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        if self._playback.frames.has_frame and not self._is_making_video:
            self._is_making_video = True
            self._arrange()

    def _arrange(self) -> None:
        if self._surface is None:
            return
        area = self.picture_area()
        if QGuiApplication.platformName().startswith("wayland"):
            # Wayland shows child surfaces beyond the window's edge, so the surface is hidden while it waits.
            self._surface.setVisible(self._is_making_video)
        elif not self._is_making_video:
            # Beyond the window's edge: the surface is a child of the window, not of this view.
            area.moveTo(self.mapFrom(self.window(), QPoint(self.window().width() + 8, 0)))
        self._surface.setGeometry(area)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        self._backdrop.paint(painter, self.rect(), tokens.stage, tokens.card_radius)
        if self._poster is not None and not self._poster.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.picture_area(), self._poster)
        if self._is_focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.ring, FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), tokens.card_radius, tokens.card_radius)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()
