"""The video in full screen, with controls while the mouse moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from wandesk.ui.look import tokens_of
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.transport import TransportBar, read_player_key
from wandesk.ui.wording import player as wording

CONTROLS_MS = 2500
"""How long the controls stay after the last mouse move."""


class FullScreenVideo(QWidget):
    """A separate window with its own video surface. The player's keys work; Esc, F and a double click leave."""

    left = Signal()

    def __init__(self, playback: Playback, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from PySide6.QtMultimediaWidgets import QVideoWidget

        self._playback = playback
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(wording.full_screen())
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, tokens_of(palette).stage)
        self.setPalette(palette)
        self._surface = QVideoWidget(self)
        self._surface.setAccessibleName(wording.video())
        self._surface.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.controls = TransportBar(playback, self)
        self.controls.setAutoFillBackground(True)
        self.controls.setPalette(QGuiApplication.palette())
        # The video's surface is a native window: only another native window is visible above it.
        self.controls.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        self.controls.full_screen.setAccessibleName(wording.leave_full_screen())
        self.controls.full_screen.setToolTip(wording.with_key(wording.leave_full_screen(), "Esc"))
        self.controls.full_screen_requested.connect(self.close)
        for button in self.controls.job_buttons:
            button.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CONTROLS_MS)
        self._rest.timeout.connect(self._hide_controls)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_on(self, widget: QWidget) -> None:
        """Cover the screen of `widget` and show the video. The controls are visible at first."""
        self.setGeometry(widget.screen().geometry())
        self.showFullScreen()
        self._playback.show_on(self._surface.videoSink())
        self.setFocus()
        self._show_controls()

    def _show_controls(self) -> None:
        if not self.controls.isVisible():
            self.controls.show()
            self.controls.raise_()
            self.unsetCursor()
        self._rest.start()

    def _hide_controls(self) -> None:
        focused = QApplication.focusWidget()
        has_keys = focused is not None and self.controls.isAncestorOf(focused)
        if self.controls.underMouse() or has_keys:
            self._rest.start()  # they are in use
            return
        self.controls.hide()
        self.setCursor(Qt.CursorShape.BlankCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_F11):
            self.close()
        elif event.key() == Qt.Key.Key_Tab:
            self._show_controls()
            self.controls.play.setFocus()
        elif not read_player_key(event, self._playback):
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
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
