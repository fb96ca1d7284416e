"""The transport bar under the video."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QIcon, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from wandesk.ui.job_action import JobAction, Place
from wandesk.ui.job_actions import actions_at
from wandesk.ui.look import IconRole, StyleClass, Theme, icon, set_style_class, tokens_of, wear_theme
from wandesk.ui.player.commands import SHORT_MOVE, PlayerCommand, player_command
from wandesk.ui.player.playable import SPEEDS, Playable
from wandesk.ui.widgets.faces import ToggleFace
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.round_menu import rounded
from wandesk.ui.wording import player as wording
from wandesk.ui.wording.actions import plain

VOLUME_STEPS = 100
NARROWEST, WITH_SPEED, WITH_LENGTH, WITH_VOLUME, WITH_ACTIONS = 300, 400, 500, 560, 760
"""Logical pixels of the bar's width, and from which on it shows the speed, the length, the volume, a job's actions."""
VOLUME_WIDTH = 88
"""Logical pixels, where there is room."""
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
        painter.setBrush(tokens.text)
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
    """A toggle button, which a dot marks as on. Its owner shows the state."""

    switched = Signal(bool)
    """The user wants it so."""

    def __init__(self, name: str, icons: tuple[QIcon, QIcon], tooltip: str) -> None:
        """`icons` are for off and on."""
        super().__init__()
        self._icons = icons
        self.setCheckable(True)
        _prepare(self, name, tooltip)
        self.clicked.connect(self.switched)
        self.show_on(is_on=False)

    def accessible_face(self) -> ToggleFace:
        """What a screen reader meets."""
        return ToggleFace(self)

    def show_on(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's own value
        """Show the state."""
        self.setChecked(is_on)
        self.setIcon(self._icons[is_on])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens_of(self.palette()).accent_text)
            painter.drawEllipse(QPointF(self.width() / 2, self.height() - DOT), DOT / 2, DOT / 2)


class SpeedButton(QToolButton):
    """How fast the video plays. A press opens the list of speeds."""

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._menu = rounded(QMenu(self))
        self._group = QActionGroup(self)
        for speed in SPEEDS:
            action = self._menu.addAction(wording.speed_text(speed))
            action.setCheckable(True)
            action.setData(speed)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        _prepare(self, wording.speed(), wording.speed())
        widest = max(self.fontMetrics().horizontalAdvance(wording.speed_text(speed)) for speed in SPEEDS)
        self.setMinimumWidth(widest + 12)  # nothing moves when another speed is chosen

    def show_rate(self, rate: float) -> None:
        """Show how fast it plays now, which may be none of the speeds to choose."""
        self.setText(wording.speed_text(rate))
        self.setAccessibleDescription(self.text())
        for action in self._group.actions():
            action.setChecked(action.data() == rate)


class TransportBar(QWidget):
    """Buttons and sliders for one video, or for two in step. They follow every change."""

    full_screen_requested = Signal()
    action_requested = Signal(object)
    """The JobActionKey of the button that was pressed, for the job whose video is shown."""

    def __init__(
        self,
        playable: Playable,
        parent: QWidget | None = None,
        *,
        theme: Theme | None = None,
        actions: tuple[JobAction, ...] | None = None,
    ) -> None:
        """A `theme` is for a bar that keeps one; otherwise it follows the program's. `actions` are those of a job."""
        super().__init__(parent)
        self._playable = playable
        self._icon = partial(icon, theme=theme)
        self.play = self._button(wording.play(), "play", PlayerCommand.PLAY, side=PLAY_SIDE)
        self.previous_frame = self._button(wording.previous_frame(), "previous-frame", PlayerCommand.PREVIOUS_FRAME)
        self.next_frame = self._button(wording.next_frame(), "next-frame", PlayerCommand.NEXT_FRAME)
        self.speed = SpeedButton()
        self.loop = self._switch(wording.loop(), ("loop", "loop"), PlayerCommand.LOOP)
        self.mute = self._switch(wording.mute(), ("volume", "mute"), PlayerCommand.MUTE)
        self.full_screen = self._button(wording.full_screen(), "fullscreen", PlayerCommand.FULL_SCREEN)
        offered = actions_at(Place.PLAYER) if actions is None else actions
        self.job_buttons = tuple(self._job_button(action) for action in offered)
        self.position = SeekBar()
        self.position.setAccessibleName(wording.position())
        set_tooltip(self.position, wording.position())
        self.volume = SeekBar()
        self.volume.setAccessibleName(wording.volume())
        set_tooltip(self.volume, wording.volume())
        self.volume.setRange(0, VOLUME_STEPS)
        self.volume.setPageStep(VOLUME_STEPS // 10)
        self.volume.setSingleStep(VOLUME_STEPS // 20)
        self.volume.setMaximumWidth(VOLUME_WIDTH)
        self._times = (PlainLabel(), PlainLabel())  # the position and the length
        self._lay_out()
        if theme is not None:
            wear_theme(self, theme)
        self._connect()
        self._show_length(playable.length)
        self.speed.show_rate(playable.rate)
        self.loop.show_on(playable.is_looping)
        self.mute.show_on(playable.sound.is_silent)
        self._show_volume(playable.sound.volume)
        self._show_playing(playable.is_playing)

    def _button(
        self, name: str, icon_name: str, command: PlayerCommand | None = None, *, side: int = ICON_SIDE
    ) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icon(icon_name, IconRole.PLAIN))
        _prepare(button, name, _tooltip(name, command), side)
        return button

    def _switch(self, name: str, icon_names: tuple[str, str], command: PlayerCommand) -> SwitchButton:
        off, on = icon_names
        icons = (self._icon(off, IconRole.PLAIN), self._icon(on, IconRole.ACCENT))
        return SwitchButton(name, icons, _tooltip(name, command))

    def _job_button(self, action: JobAction) -> QToolButton:
        name = plain(action.label()).rstrip("…")
        button = self._button(name, action.icon)
        button.clicked.connect(lambda _checked=False: self.action_requested.emit(action.key))
        return button

    def _lay_out(self) -> None:
        widest = QFontMetrics(self.font()).horizontalAdvance(wording.moment(600.0))
        now, length = self._times
        for label in self._times:
            label.setMinimumWidth(widest)
            set_style_class(label, StyleClass.MUTED)
        now.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        for each in (self.previous_frame, self.play, self.next_frame):
            layout.addWidget(each)
        layout.addSpacing(6)
        layout.addWidget(now)
        layout.addWidget(self.position, VOLUME_WIDTH)
        layout.addWidget(length)
        layout.addSpacing(6)
        for each in (self.speed, self.loop, self.mute):
            layout.addWidget(each)
        layout.addWidget(self.volume, VOLUME_WIDTH // 4)  # gives way first where there is little room
        for each in (self.full_screen, *self.job_buttons):
            layout.addWidget(each)
        self._fit(self.width())

    def minimumSizeHint(self) -> QSize:
        """Whatever is shown now: the bar may become so narrow that less is."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """Leave out what there is no room for: first the actions, which menus have, too."""
        for each in self.job_buttons:
            each.setVisible(width >= WITH_ACTIONS)
        self.volume.setVisible(width >= WITH_VOLUME)
        self.speed.setVisible(width >= WITH_SPEED)
        self._times[0].setVisible(width >= WITH_SPEED)
        self._times[1].setVisible(width >= WITH_LENGTH)

    def _connect(self) -> None:
        playable, sound = self._playable, self._playable.sound
        self.play.clicked.connect(playable.toggle)
        self.previous_frame.clicked.connect(lambda: playable.step(-1))
        self.next_frame.clicked.connect(lambda: playable.step(1))
        self.speed.chosen.connect(playable.set_speed)
        self.loop.switched.connect(playable.set_looping)
        self.mute.switched.connect(sound.set_muted)
        self.full_screen.clicked.connect(self.full_screen_requested)
        self.position.moved_by_user.connect(lambda ms: playable.seek(ms / 1000))
        self.volume.moved_by_user.connect(lambda steps: sound.set_volume(steps / VOLUME_STEPS))
        playable.loaded.connect(self._show_length)
        playable.position_changed.connect(self._show_position)
        playable.playing_changed.connect(self._show_playing)
        playable.rate_changed.connect(self.speed.show_rate)
        playable.loop_changed.connect(self.loop.show_on)
        sound.silent_changed.connect(self.mute.show_on)
        sound.volume_changed.connect(self._show_volume)

    def _show_length(self, seconds: float) -> None:
        self.position.setRange(0, round(seconds * 1000))
        self.position.setSingleStep(round(SHORT_MOVE * 1000))
        self.position.setPageStep(max(1, round(seconds * 100)))
        self._times[1].setText(wording.moment(seconds))
        self._show_position(self._playable.seconds)

    def _show_position(self, seconds: float) -> None:
        self.position.show_value(round(seconds * 1000))
        self._times[0].setText(wording.moment(seconds))

    def _show_playing(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's own value
        name = wording.pause() if is_playing else wording.play()
        self.play.setAccessibleName(name)
        set_tooltip(self.play, _tooltip(name, PlayerCommand.PLAY))
        self.play.setIcon(self._icon("pause" if is_playing else "play"))

    def _show_volume(self, volume: float) -> None:
        self.volume.show_value(round(volume * VOLUME_STEPS))


def _tooltip(name: str, command: PlayerCommand | None) -> str:
    keys = "" if command is None else player_command(command).keys
    return wording.with_key(name, keys) if keys else name


def _prepare(button: QToolButton, name: str, tooltip: str, side: int = ICON_SIDE) -> None:
    button.setIconSize(QSize(side, side))
    button.setAccessibleName(name)
    set_tooltip(button, tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
