"""The film on a whole screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.ui.look import tokens_of
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.transport import read_player_key
from wandesk.ui.wording import player as words


class FullScreenFilm(QWidget):
    """A window of its own with a surface of its own; the player's keys work, Esc, F and a double click leave."""

    left = Signal()

    def __init__(self, playback: Playback, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from PySide6.QtMultimediaWidgets import QVideoWidget

        self._playback = playback
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.full_screen())
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, tokens_of(palette).stage)
        self.setPalette(palette)
        self._surface = QVideoWidget(self)
        self._surface.setAccessibleName(words.film())
        self._surface.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._surface)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_on(self, widget: QWidget) -> None:
        """Cover the screen that `widget` is on and take the film."""
        self.setGeometry(widget.screen().geometry())
        self.showFullScreen()
        self._playback.show_on(self._surface.videoSink())
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_F11):
            self.close()
        elif not read_player_key(event, self._playback):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._playback.toggle()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.left.emit()
