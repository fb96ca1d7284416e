"""Parts of these windows: posters, placeholders for text, notes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconLabel, IconRole, StyleClass, TextSize, icon, set_style_class, text_font, tokens_of
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import missing as wording

ICON_SIDE = 28
USUAL_LINE = 19
"""Line height in logical pixels at the default text size."""
MAX_SCALE = 1.6
ROUND = 6


def fitting_size(widget: QWidget, width: int, height: int) -> QSize:
    """A window's size: `width` and `height` at the default text size, larger for larger text, up to a limit."""
    larger = min(MAX_SCALE, max(1.0, widget.fontMetrics().lineSpacing() / USUAL_LINE))
    return QSize(round(width * larger), round(height * larger))


class Poster(QWidget):
    """A small picture, or its placeholder. With `fits`, the picture is shown whole; otherwise it fills the area."""

    def __init__(self, posters: PosterCache, size: QSize, *, fits: bool = False) -> None:
        super().__init__()
        self._posters = posters
        self._fits = fits
        self._path = ""
        self._is_loading = True
        self._icon = icon("video", IconRole.MUTED)
        self.setFixedSize(size)
        self.setAccessibleName(wording.no_poster())
        posters.loaded.connect(self._loaded)

    def show_poster(self, path: str | None, name: str, *, is_loading: bool = False) -> None:
        """Show the picture at `path`. Without one, show a video icon, or nothing while the picture is being loaded."""
        self._path, self._is_loading = path or "", is_loading
        self.setAccessibleName(wording.picture_of(name) if path else wording.no_poster())
        self.update()

    def _loaded(self, path: str) -> None:
        if path == self._path:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), ROUND, ROUND)
        painter.fillPath(shape, tokens.sunken)
        pixmap = None
        if self._path:
            pixmap = self._posters.pixmap(self._path, self.size(), self.devicePixelRatioF(), is_cropped=not self._fits)
        if pixmap is not None:
            painter.setClipPath(shape)
            area = pixmap.rect()
            area.setSize(pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
            area.moveCenter(self.rect().center())
            painter.drawPixmap(area if self._fits else self.rect(), pixmap)
        elif not self._is_loading:
            area = self.rect()
            area.setSize(QSize(ICON_SIDE, ICON_SIDE))
            area.moveCenter(self.rect().center())
            self._icon.paint(painter, area)
        painter.end()


class PlaceholderLine(QWidget):
    """A grey bar that replaces loading text."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setFixedHeight(PlainLabel("M").sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens_of(self.palette()).line)
        height = max(8, self.height() - 8)
        painter.drawRoundedRect(QRectF(0, (self.height() - height) / 2, min(self._width, self.width()), height), 4, 4)
        painter.end()


class Note(QWidget):
    """Replaces an empty list: an icon, the reason, and at most one button."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("information", IconRole.MUTED, 36)
        self._title, self._text = PlainLabel(), PlainLabel()
        self.button = push_button("", style=StyleClass.PRIMARY)
        self._title.setFont(text_font(TextSize.BODY, is_strong=True))
        set_style_class(self._text, StyleClass.MUTED)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    @property
    def text(self) -> str:
        return "\n".join(filter(None, (self._title.text(), self._text.text())))

    def show_note(self, name: str, role: IconRole, title: str, text: str = "", button: str = "") -> None:
        """Show the note, with a button if `button` has a text."""
        self._icon.show_icon(name, role)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        _show_text(self.button, button)


class TroubleLine(QFrame):
    """A sentence on amber with at most one button; hidden while empty."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = PlainLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = push_button("")
        set_style_class(self, StyleClass.WARNING)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._sentence.text()

    def show_text(self, sentence: str, button: str = "") -> None:
        """Show the sentence, or nothing for an empty one."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        _show_text(self.button, button)
        self.setVisible(bool(sentence))


def _show_text(button: QPushButton, text: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    button.setVisible(bool(text))
