"""The transport bar under the video."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from wandesk.ui.job_action import JobAction
from wandesk.ui.job_actions import Place, actions_at
from wandesk.ui.look import IconRole, StyleClass, Theme, icon, set_style_class, tokens_of, wear_theme
from wandesk.ui.player.playback import Playback
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import player as wording
from wandesk.ui.wording.actions import plain
from wandesk.ui.wording.jobs import clock

STEP_SECONDS = 1.0
VOLUME_STEPS = 100
ICON_SIDE, PLAY_SIDE = 20, 26
DOT = 5.0
"""Diameter in logical pixels of the mark on a button that is on."""


class SeekBar(QSlider):
    """A slider whose handle jumps to a click. Only user input emits `moved_by_user`."""

    moved_by_user = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.actionTriggered.connect(lambda _action: self.moved_by_user.emit(self.sliderPosition()))

    def show_value(self, value: int) -> None:
        """Follow the video without a signal; ignored while the user holds the handle."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(value)

    def _value_at(self, x: float) -> int:
        room = max(1.0, self.width() - 2 * _KNOB)
        share = min(1.0, max(0.0, (x - _KNOB) / room))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            share = 1.0 - share
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def _seek(self, x: float) -> None:
        value = self._value_at(x)
        with QSignalBlocker(self):
            self.setSliderPosition(value)
        self.update()
        self.moved_by_user.emit(value)

    def sizeHint(self) -> QSize:
        return QSize(160, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        groove = QRectF(_KNOB, middle - 2, max(0, self.width() - 2 * _KNOB), 4)
        span = self.maximum() - self.minimum()
        share = (self.sliderPosition() - self.minimum()) / span if span else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.track if self.isEnabled() else tokens.line)
        painter.drawRoundedRect(groove, 2, 2)
        if not self.isEnabled():
            return
        painter.setBrush(tokens.accent)
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), groove.width() * share, 4), 2, 2)
        is_held = self.isSliderDown() or self.underMouse()
        side = 14.0 if is_held or self.hasFocus() else 12.0
        knob = QRectF(groove.left() + groove.width() * share - side / 2, middle - side / 2, side, side)
        painter.drawEllipse(knob)
        if self.hasFocus():
            painter.setPen(QPen(tokens.ring, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(knob.adjusted(-2.5, -2.5, 2.5, 2.5))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


_KNOB = 10
"""Logical pixels at each end: half the handle and its focus ring."""


class SwitchButton(QToolButton):
    """An on/off button with a dot. It is not checkable, because screen readers call that a check box."""

    switched = Signal(bool)
    """The user switched it; the owner then calls `show_on`."""

    def __init__(self, name: str, icons: tuple[QIcon, QIcon], tooltip: str) -> None:
        """`icons` are for off and on."""
        super().__init__()
        self._icons = icons
        self._is_on = False
        _prepare(self, name, tooltip)
        self.clicked.connect(lambda: self.switched.emit(not self._is_on))
        self.show_on(is_on=False)

    def show_on(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's own value
        """Show the state."""
        self._is_on = is_on
        self.setIcon(self._icons[is_on])
        self.setAccessibleDescription(wording.on() if is_on else wording.off())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_on:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens_of(self.palette()).accent_text)
            painter.drawEllipse(QPointF(self.width() / 2, self.height() - DOT), DOT / 2, DOT / 2)


class TransportBar(QWidget):
    """Buttons and sliders for one Playback. They follow every change of the playback."""

    full_screen_requested = Signal()
    action_requested = Signal(object)
    """The JobActionKey of the button that was pressed, for the job whose video is shown."""

    def __init__(self, playback: Playback, parent: QWidget | None = None, *, theme: Theme | None = None) -> None:
        """A `theme` is for a bar that keeps one; otherwise it follows the program's."""
        super().__init__(parent)
        self._playback = playback
        self._icon = partial(icon, theme=theme)
        self.play = self._button(wording.play(), "play", "Space", side=PLAY_SIDE)
        self.previous_frame = self._button(wording.previous_frame(), "previous-frame", "Left")
        self.next_frame = self._button(wording.next_frame(), "next-frame", "Right")
        self.loop = self._switch(wording.loop(), ("loop", "loop"), "L")
        self.mute = self._switch(wording.mute(), ("volume", "mute"), "M")
        self.full_screen = self._button(wording.full_screen(), "fullscreen", "F")
        self.job_buttons = tuple(self._job_button(action) for action in actions_at(Place.PLAYER))
        self.position = SeekBar()
        self.position.setAccessibleName(wording.position())
        set_tooltip(self.position, wording.position())
        self.volume = SeekBar()
        self.volume.setAccessibleName(wording.volume())
        set_tooltip(self.volume, wording.volume())
        self.volume.setRange(0, VOLUME_STEPS)
        self.volume.setPageStep(VOLUME_STEPS // 10)
        self.volume.setSingleStep(VOLUME_STEPS // 20)
        self.volume.setFixedWidth(88)
        self._now, self._length = PlainLabel(), PlainLabel()
        self._lay_out()
        if theme is not None:
            wear_theme(self, theme)
        self._connect()
        self._show_length(playback.length)
        self.loop.show_on(playback.is_looping)
        self.mute.show_on(playback.is_muted)
        self._show_volume(playback.volume)
        self._show_playing(playback.is_playing)

    def _button(self, name: str, icon_name: str, key: str = "", *, side: int = ICON_SIDE) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icon(icon_name, IconRole.PLAIN))
        _prepare(button, name, wording.with_key(name, key) if key else name, side)
        return button

    def _switch(self, name: str, icon_names: tuple[str, str], key: str) -> SwitchButton:
        off, on = icon_names
        icons = (self._icon(off, IconRole.PLAIN), self._icon(on, IconRole.ACCENT))
        return SwitchButton(name, icons, wording.with_key(name, key))

    def _job_button(self, action: JobAction) -> QToolButton:
        name = plain(action.label())
        button = self._button(name, action.icon)
        button.clicked.connect(lambda _checked=False: self.action_requested.emit(action.key))
        return button

    def _lay_out(self) -> None:
        widest = QFontMetrics(self.font()).horizontalAdvance("00:00")
        for label in (self._now, self._length):
            label.setMinimumWidth(widest)
            set_style_class(label, StyleClass.MUTED)
        self._now.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        for each in (self.previous_frame, self.play, self.next_frame):
            layout.addWidget(each)
        layout.addSpacing(6)
        layout.addWidget(self._now)
        layout.addWidget(self.position, 1)
        layout.addWidget(self._length)
        layout.addSpacing(6)
        for each in (self.loop, self.mute):
            layout.addWidget(each)
        layout.addWidget(self.volume)
        for each in (self.full_screen, *self.job_buttons):
            layout.addWidget(each)

    def _connect(self) -> None:
        playback = self._playback
        self.play.clicked.connect(playback.toggle)
        self.previous_frame.clicked.connect(lambda: playback.step(-1))
        self.next_frame.clicked.connect(lambda: playback.step(1))
        self.loop.switched.connect(playback.set_looping)
        self.mute.switched.connect(playback.set_muted)
        self.full_screen.clicked.connect(self.full_screen_requested)
        self.position.moved_by_user.connect(lambda ms: playback.seek(ms / 1000))
        self.volume.moved_by_user.connect(lambda steps: playback.set_volume(steps / VOLUME_STEPS))
        playback.loaded.connect(self._show_length)
        playback.position_changed.connect(self._show_position)
        playback.playing_changed.connect(self._show_playing)
        playback.loop_changed.connect(self.loop.show_on)
        playback.mute_changed.connect(self.mute.show_on)
        playback.volume_changed.connect(self._show_volume)

    def _show_length(self, seconds: float) -> None:
        self.position.setRange(0, round(seconds * 1000))
        self.position.setSingleStep(round(STEP_SECONDS * 1000))
        self.position.setPageStep(max(1, round(seconds * 100)))
        # A video of 5.04 s is shown as five seconds long.
        self._length.setText(clock(round(seconds)))
        self._show_position(self._playback.seconds)

    def _show_position(self, seconds: float) -> None:
        self.position.show_value(round(seconds * 1000))
        self._now.setText(clock(seconds))

    def _show_playing(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's own value
        name = wording.pause() if is_playing else wording.play()
        self.play.setAccessibleName(name)
        set_tooltip(self.play, wording.with_key(name, "Space"))
        self.play.setIcon(self._icon("pause" if is_playing else "play"))

    def _show_volume(self, volume: float) -> None:
        self.volume.show_value(round(volume * VOLUME_STEPS))


def read_player_key(event: QKeyEvent, playback: Playback) -> bool:
    """Handle a player key and return True, else return False. The owner handles F and Esc."""
    step = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return False
    match event.key():
        case Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                playback.toggle()
        case Qt.Key.Key_Left | Qt.Key.Key_Right:
            direction = 1 if event.key() == Qt.Key.Key_Right else -1
            if step:
                playback.seek(playback.seconds + direction * STEP_SECONDS)
            else:
                playback.step(direction)
        case Qt.Key.Key_L:
            playback.set_looping(not playback.is_looping)
        case Qt.Key.Key_M:
            playback.set_muted(not playback.is_muted)
        case _:
            return False
    return True


def _prepare(button: QToolButton, name: str, tooltip: str, side: int = ICON_SIDE) -> None:
    button.setIconSize(QSize(side, side))
    button.setAccessibleName(name)
    set_tooltip(button, tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
