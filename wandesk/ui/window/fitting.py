"""The size and place of a window that appears: with its frame, it stays on the screens that there are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QRegion, QScreen
from PySide6.QtWidgets import QWidget

SMALLEST = QSize(1024, 640)
USUAL = QSize(1360, 860)
LIKELY_FRAME = QMargins(8, 32, 8, 8)
"""Logical pixels of a frame with its title bar, until the system tells the real one."""

_TELLING = {
    QEvent.Type.Show,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.WindowActivate,
    QEvent.Type.WindowStateChange,
}
"""After each of these, the frame may be known."""


class WindowFit(QObject):
    """Gives a window its first size, and fits it once the size of its frame is known.

    X11's window managers add the frame after the window is mapped; elsewhere, it is known when the window is shown.
    From then on, the window goes where the user wants.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        room = _room(window.screen().availableGeometry(), LIKELY_FRAME)
        window.setMinimumSize(SMALLEST.boundedTo(room.size()))
        window.resize(USUAL.boundedTo(room.size()))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TELLING:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        window = self._window
        if not window.isVisible() or window.isMaximized() or window.isFullScreen():
            return
        frame = window.windowHandle().frameMargins()
        if frame.isNull():
            return
        window.removeEventFilter(self)
        window.windowHandle().screenChanged.connect(self._bound)
        room = self._bound(window.screen())
        now = window.geometry()
        if not _is_on_screens(now.marginsAdded(frame)):
            fitted = _moved_into(room, QRect(now.topLeft(), now.size().boundedTo(room.size())))
            window.resize(fitted.size())
            window.move(fitted.topLeft() - QPoint(frame.left(), frame.top()))  # `move` places the frame

    def _bound(self, screen: QScreen) -> QRect:
        """Let the window be as small as its screen needs; returns where its inside may be."""
        room = _room(screen.availableGeometry(), self._window.windowHandle().frameMargins())
        self._window.setMinimumSize(SMALLEST.boundedTo(room.size()))
        return room


def _room(available: QRect, frame: QMargins) -> QRect:
    """Where the inside of a window may be, so that its frame is in `available`."""
    return available.marginsRemoved(frame)


def _is_on_screens(frame: QRect) -> bool:
    """Whether all of it is visible, on one screen or on several."""
    screens = QRegion()
    for screen in QGuiApplication.screens():
        screens += screen.availableGeometry()
    return QRegion(frame).subtracted(screens).isEmpty()


def _moved_into(room: QRect, inside: QRect) -> QRect:
    """`inside`, which is no larger than `room`, moved as little as possible."""
    left = max(room.left(), min(inside.left(), room.right() - inside.width() + 1))
    top = max(room.top(), min(inside.top(), room.bottom() - inside.height() + 1))
    return QRect(QPoint(left, top), inside.size())
