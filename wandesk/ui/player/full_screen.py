"""The video in full screen, with the controls of the window while the mouse or the keyboard is used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.look import Theme, tokens_of
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.transport import TransportBar
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording import player as wording

CONTROLS_MS = 2000
"""How long the controls stay after the last move of the mouse or the last key."""


class FullScreenVideo(QWidget):
    """A separate window with its own video surface. The player's keys work; Esc, F and a double click leave.

    The controls are an opaque strip, because nothing translucent can be drawn over the video: it has a native window.
    """

    left = Signal()
    action_requested = Signal(object)
    """A JobActionKey for the video, emitted after full screen is left."""

    def __init__(self, playback: Playback, read_key: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        """`read_key` handles the player's keys, and returns whether it was one."""
        super().__init__(parent, Qt.WindowType.Window)
        from PySide6.QtMultimediaWidgets import QVideoWidget

        self._playback = playback
        self._read_key = read_key
        self._pointer: QPoint | None = None
        self._focus_before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(wording.full_screen())
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, tokens_of(palette).stage)
        self.setPalette(palette)
        self._surface = QVideoWidget(self)
        self._surface.setAccessibleName(wording.video())
        self.controls = TransportBar(playback, self, theme=Theme.DARK)  # the stage is dark in both themes
        self._prepare_controls()
        # With native controls, the surface is native, too, and gets the mouse. It passes on only what it tracks.
        for each in (self, self._surface, *self._surface.findChildren(QWidget)):
            each.setMouseTracking(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CONTROLS_MS)
        self._rest.timeout.connect(self._hide_controls)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_on(self, widget: QWidget) -> None:
        """Cover the screen of `widget` and show the video. The controls are visible at first."""
        self.setGeometry(widget.screen().geometry())
        self.showFullScreen()
        self._playback.show_on(self._surface.videoSink())
        self.setFocus()
        self._show_controls()

    def _prepare_controls(self) -> None:
        controls = self.controls
        controls.hide()  # shown after the surface, they are above it
        controls.setAutoFillBackground(True)
        # The video's surface is a native window: only another native window is visible above it.
        controls.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        controls.full_screen.setAccessibleName(wording.leave_full_screen())
        set_tooltip(controls.full_screen, wording.with_key(wording.leave_full_screen(), "Esc"))
        controls.full_screen_requested.connect(self.close)
        controls.action_requested.connect(self._leave_for)
        for each in controls.findChildren(QWidget):
            each.installEventFilter(self)  # a key that a control takes is not seen here otherwise

    def _leave_for(self, key: JobActionKey) -> None:
        """What the action opens would be behind this window."""
        self.close()
        self.action_requested.emit(key)

    @property
    def _focused_control(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.controls.isAncestorOf(focused) else None

    def _show_controls(self) -> None:
        self.controls.show()
        # Not QWidget.raise_(): the controls are the last child already, and it would leave the native order alone.
        if (window := self.controls.windowHandle()) is not None:
            window.raise_()
        self.unsetCursor()
        self._rest.start()

    def _hide_controls(self) -> None:
        if self.controls.underMouse():
            self._rest.start()  # they are in use
            return
        if (focused := self._focused_control) is not None:
            self._focus_before = focused
            self.setFocus()
        self.controls.hide()
        self.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            self._show_controls()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_F11):
            self.close()
            return
        self._show_controls()
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            (self._focus_before or self.controls.play).setFocus(Qt.FocusReason.TabFocusReason)
        elif not self._read_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Leave Tab to `keyPressEvent` while no control has the focus: they may be hidden."""
        return self._focused_control is not None and super().focusNextPrevChild(is_next)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = event.globalPosition().toPoint()
        if place != self._pointer:  # some systems report a move when the controls disappear under the pointer
            self._pointer = place
            self._show_controls()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._playback.toggle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._surface.setGeometry(self.rect())
        height = self.controls.sizeHint().height()
        self.controls.setGeometry(0, self.height() - height, self.width(), height)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._rest.stop()
        self.left.emit()
