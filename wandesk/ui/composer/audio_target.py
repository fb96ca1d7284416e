"""The place of the user's audio: a drop target with the file's name and length beside its waveform and buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from wandesk.ui.composer.card import small_button
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.composer.waveform import RangeWaveform
from wandesk.ui.look import IconRole, TextSize, Tokens, text_font
from wandesk.ui.widgets.choice_box import UNCLIPPED

LEAST_HEIGHT, AROUND = 44, 8
LEAST_TEXT, MOST_TEXT_SHARE, TEXT_GAP = 96, 0.4, 6
"""Logical pixels, and the share of the width: room for the name and the length."""
BUTTON, ICON = QSize(24, 28), QSize(16, 16)
BUTTONS = 2 * BUTTON.width() + 4
"""Logical pixels of the buttons at the right."""


def target_height() -> int:
    """Logical pixels: two lines of text fit, also of large text."""
    lines = (text_font(TextSize.BODY, is_strong=True), text_font(TextSize.SMALL))
    return max(LEAST_HEIGHT, round(sum(QFontMetricsF(font).height() for font in lines)) + AROUND)


class AudioTarget(DropTarget):
    """The target. A file's name and length stand at its right, in the room that its neighbours leave."""

    def __init__(self) -> None:
        super().__init__("sound", target_height())
        self._lines: tuple[str, str] | None = None
        self._longest = ""

    @property
    def text_width(self) -> int:
        """Logical pixels for the name and the length."""
        widest = QFontMetricsF(text_font(TextSize.SMALL)).horizontalAdvance(self._longest)
        return round(max(LEAST_TEXT, min(widest + 2, self.width() * MOST_TEXT_SHARE)))

    def show_file(self, name: str, length: str, longest: str) -> None:
        """Show a file's name, and which part of it is used. `longest` is the longest text about a part."""
        self._lines, self._longest = (name, length), longest
        self.show_lines(name, length)

    def show_invitation(self, title: str, hint: str) -> None:
        self._lines = None
        super().show_invitation(title, hint)

    def _paint_lines(self, painter: QPainter, area: QRectF, tokens: Tokens, role: IconRole = IconRole.ACCENT) -> None:
        if self._lines is None:
            super()._paint_lines(painter, area, tokens, role)
            return
        font = text_font(TextSize.SMALL)
        metrics = QFontMetricsF(font)
        left = area.right() - BUTTONS - self.text_width
        painter.setFont(font)
        painter.setPen(tokens.muted)
        for number, (text, elide) in enumerate(
            zip(self._lines, (Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight), strict=True)
        ):
            top = area.center().y() + (number - 1) * metrics.height()
            shown = metrics.elidedText(text, elide, self.text_width)
            where = QRectF(left, top, self.text_width, metrics.height())
            painter.drawText(where, UNCLIPPED | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)


class AudioChip(QWidget):
    """The target with the waveform and the buttons on it, which are shown while it holds a file."""

    def __init__(
        self, target: AudioTarget, waveform: RangeWaveform, names: tuple[str, str, str], parent: QWidget
    ) -> None:
        """`names` are those of the buttons that play, replace and remove the audio."""
        super().__init__(parent)
        self._target = target
        icons = ("play", "replace", "remove")
        self.play_button, self.replace_button, self.remove_button = (
            small_button(icon_name, name, self) for icon_name, name in zip(icons, names, strict=True)
        )
        for button in (self.replace_button, self.remove_button):
            button.setFixedSize(BUTTON)
            button.setIconSize(ICON)
        self._parts = (self.play_button, waveform, self.replace_button, self.remove_button)
        beside = QHBoxLayout()
        beside.setContentsMargins(4, 0, 4, 0)
        beside.setSpacing(0)
        beside.addWidget(self.play_button)
        beside.addWidget(waveform, 1)
        self._text_room = QWidget(self)
        self._text_room.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        beside.addWidget(self._text_room)
        beside.addWidget(self.replace_button)
        beside.addWidget(self.remove_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(target, 0, 0)
        grid.addLayout(beside, 0, 0)
        waveform.setFixedHeight(target_height())
        for part in self._parts:
            part.raise_()

    def show_parts(self, *, is_filled: bool) -> None:
        """Show the waveform and the buttons, or leave the target alone."""
        for part in self._parts:
            part.setVisible(is_filled)
        self.fit_text()

    def show_file(self, name: str, length: str, longest: str) -> None:
        """As the target's."""
        self._target.show_file(name, length, longest)
        self.fit_text()

    def fit_text(self) -> None:
        """Leave the room that the name and the length need."""
        self._text_room.setFixedWidth(self._target.text_width + TEXT_GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_text()
