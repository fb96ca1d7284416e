"""The waveform of the user's audio, on which the part that is used is chosen with the mouse or the keyboard.

Long audio is shown around that part; a thin strip below shows where that is in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from wandesk.domain.audio import Part, heard_part, most_heard, shifted, with_end, with_start
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.media import Audio
from wandesk.domain.structs import replace
from wandesk.ui.composer.waveform_drawing import STRIP, TimeScale, draw_bars, draw_strip
from wandesk.ui.look import Theme, load_tokens, tokens_of
from wandesk.ui.widgets.keyboard_ring import shows_ring

EDGE = 6
"""Logical pixels above and below the bars."""
GRIP = 9
"""Logical pixels: the width of a handle, with the room in which it takes the mouse."""
VIEWED = 12.0
"""Times the length of the part that are shown of long audio."""
UNITS = 100
"""Steps of a handle in a second."""
ARROW, PAGE = 10, 100
SCROLL_MS, SCROLL_SHARE = 30, 0.02
"""How often the view moves on beyond the edges, and by which share of what is seen."""


class _Grip(Enum):
    START = auto()
    END = auto()
    BODY = auto()
    STRIP = auto()


class RangeHandle(QSlider):
    """One end of the part: a slider for the keyboard and screen readers, painted as a line with a knob."""

    def __init__(self, name: str, parent: QWidget, *, is_on_picture: bool = False) -> None:
        """`is_on_picture`: it stays visible on the frames of a video."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._is_on_picture = is_on_picture
        self.setAccessibleName(name)
        self.setSingleStep(ARROW)
        self.setPageStep(PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_value(self, value: int, most: int) -> None:
        """Follow the part without a signal."""
        with QSignalBlocker(self):
            self.setRange(0, most)
            self.setValue(value)

    def sizeHint(self) -> QSize:
        return QSize(GRIP, 32)

    def minimumSizeHint(self) -> QSize:
        return QSize(GRIP, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, is_ringed = self.width() / 2, shows_ring(self)
        plain = tokens.text
        if self._is_on_picture:
            tokens, plain = load_tokens(Theme.DARK), load_tokens(Theme.DARK).on_accent
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.ring if is_ringed else plain)
        painter.drawRoundedRect(QRectF(middle - 1, 0, 2, self.height()), 1, 1)
        knob = 5.0 if is_ringed else 3.5
        painter.drawEllipse(QPointF(middle, self.height() / 2), min(knob, middle), knob)
        painter.end()


class RangeWaveform(QWidget):
    """Shows the part of the audio that is heard, and lets the user choose another one."""

    moved = Signal(object)
    """The Audio with another part, while the user drags."""
    chosen = Signal(object)
    """The Audio with the part that the user chose."""

    def __init__(self, start_name: str, end_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._audio: Audio | None = None
        self._limits: AudioLimits | None = None
        self._video_seconds = 0
        self._view = Part(start=0.0, seconds=1.0)
        self._position: float | None = None
        self._held: tuple[_Grip, float] | None = None
        """What the mouse holds, and how far from its beginning, in seconds."""
        self._mouse_x = 0.0
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(SCROLL_MS)
        self._scrolling.timeout.connect(self._drag)
        self.start_handle, self.end_handle = RangeHandle(start_name, self), RangeHandle(end_name, self)
        self.start_handle.valueChanged.connect(lambda value: self._step(with_start, value))
        self.end_handle.valueChanged.connect(lambda value: self._step(with_end, value))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    # ---------------------------------------------------------------- showing

    def show_audio(self, audio: Audio, limits: AudioLimits, video_seconds: int) -> None:
        """Show a file and the part of it that a video of that length uses."""
        if self._audio is None or audio.path != self._audio.path or audio.facts != self._audio.facts:
            self._view = Part(start=0.0, seconds=1.0)
            self._position = self._held = None
        self._audio, self._limits, self._video_seconds = audio, limits, video_seconds
        if self._held is None:
            self._view = self._fitting_view(audio, limits)
        self._place_handles()

    def show_position(self, seconds: float | None) -> None:
        """Show what is played, in seconds from the beginning of the file."""
        self._position = seconds
        self.update()

    @property
    def part(self) -> Part:
        """The part that is heard."""
        if self._audio is None or self._limits is None:
            return Part(start=0.0, seconds=0.0)
        return heard_part(self._audio, self._limits, self._video_seconds)

    def _fitting_view(self, audio: Audio, limits: AudioLimits) -> Part:
        """What is shown: everything, or the surroundings of the part, which stay as long as the part is in them."""
        total, part = audio.facts.seconds, self.part
        shown = VIEWED * max(limits.min_seconds, most_heard(limits, self._video_seconds))
        if total <= shown:
            return Part(start=0.0, seconds=total or 1.0)
        start = self._view.start
        if self._view.seconds != shown or part.start < start or part.end > start + shown:
            start = part.start - (shown - part.seconds) / 2
        return Part(start=min(max(0.0, start), total - shown), seconds=shown)

    def _place_handles(self) -> None:
        if self._audio is None:
            return
        part, most = self.part, round(self._audio.facts.seconds * UNITS)
        for handle, seconds in ((self.start_handle, part.start), (self.end_handle, part.end)):
            handle.show_value(round(seconds * UNITS), most)
            left = round(self._scale.x_of(seconds) - GRIP / 2)
            handle.setGeometry(left, EDGE - 2, GRIP, round(self._scale.area.height()) + 4)
        self.update()

    # ---------------------------------------------------------------- places

    @property
    def _has_strip(self) -> bool:
        return self._audio is not None and self._view.seconds < self._audio.facts.seconds

    @property
    def _scale(self) -> TimeScale:
        """Where the bars are."""
        below = STRIP + 4 if self._has_strip else 0
        area = QRectF(self.rect()).adjusted(GRIP / 2, EDGE, -GRIP / 2, -EDGE - below)
        return TimeScale(view=self._view, area=area)

    @property
    def _whole(self) -> TimeScale:
        """Where the strip is."""
        bars, total = self._scale.area, self._audio.facts.seconds if self._audio is not None else 1.0
        area = QRectF(bars.left(), self.height() - EDGE - STRIP + 2, bars.width(), STRIP)
        return TimeScale(view=Part(start=0.0, seconds=total), area=area)

    # ---------------------------------------------------------------- choosing

    def _step(self, change: Callable[[Audio, float, AudioLimits, int], Audio], value: int) -> None:
        """A key moved a handle."""
        if self._audio is not None and self._limits is not None:
            self._take(change(self._audio, value / UNITS, self._limits, self._video_seconds))
            self.chosen.emit(self._audio)

    def _take(self, audio: Audio) -> None:
        assert self._limits is not None
        self._audio = audio
        if self._held is None or self._held[0] is _Grip.STRIP:
            self._view = self._fitting_view(audio, self._limits)
        self._place_handles()

    def _grip_at(self, x: float, y: float) -> tuple[_Grip, float]:
        part = self.part
        if self._has_strip and y > self._scale.area.bottom() + 2:
            return _Grip.STRIP, part.seconds / 2
        left, right = self._scale.x_of(part.start), self._scale.x_of(part.end)
        to_start, to_end = abs(x - left), abs(x - right)
        # A short part keeps a middle that can be held.
        if min(to_start, to_end) <= (min(GRIP, (right - left) / 3) if left < x < right else GRIP):
            return (_Grip.START, 0.0) if to_start < to_end else (_Grip.END, 0.0)
        inside = self._scale.seconds_at(x) - part.start
        return _Grip.BODY, inside if 0 <= inside <= part.seconds else part.seconds / 2

    def _drag(self) -> None:
        """Follow the mouse; beyond the edges the view moves along."""
        if self._held is None or self._audio is None or self._limits is None:
            return
        grip, ahead = self._held
        at = self._whole.seconds_at(self._mouse_x) if grip is _Grip.STRIP else self._scrolled_to(self._mouse_x)
        change = {_Grip.START: with_start, _Grip.END: with_end}.get(grip, shifted)
        changed = change(self._audio, at - ahead, self._limits, self._video_seconds)
        if changed != self._audio:
            self._take(changed)
            self.moved.emit(changed)

    def _scrolled_to(self, x: float) -> float:
        """The moment at a place. At a place beyond the edges the view moves on, for as long as the mouse is there."""
        area, view = self._scale.area, self._view
        inside = min(max(area.left(), x), area.right())
        if inside == x or not self._has_strip:
            self._scrolling.stop()
            return self._scale.seconds_at(x)
        step = view.seconds * SCROLL_SHARE * (1 if x > inside else -1)
        last = self._whole.view.seconds - view.seconds
        self._view = replace(view, start=min(max(0.0, view.start + step), last))
        if not self._scrolling.isActive():
            self._scrolling.start()
        return self._scale.seconds_at(inside)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._audio is None:
            event.ignore()
            return
        self._mouse_x = event.position().x()
        self._held = self._grip_at(self._mouse_x, event.position().y())
        handle = self.end_handle if self._held[0] is _Grip.END else self.start_handle
        handle.setFocus(Qt.FocusReason.MouseFocusReason)  # arrow keys finish what the mouse began
        self._drag()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            grip, _ = self._grip_at(event.position().x(), event.position().y())
            is_end = grip in (_Grip.START, _Grip.END)
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.OpenHandCursor)
            return
        self._mouse_x = event.position().x()
        self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._held is not None:
            self._scrolling.stop()
            self._held = None
            self.chosen.emit(self._audio)

    # ---------------------------------------------------------------- painting

    def sizeHint(self) -> QSize:
        return QSize(160, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_handles()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._audio is None:
            return
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        draw_bars(painter, tokens, self._audio.facts, self._scale, self.part)
        if self._has_strip:
            draw_strip(painter, tokens, self._whole, self._view, self.part)
        if self._position is not None:
            x = self._scale.x_of(self._position)
            painter.setPen(QPen(tokens.text, 1))
            painter.drawLine(QPointF(x, EDGE - 2), QPointF(x, self._scale.area.bottom() + 2))
        painter.end()
