"""Draws the waveform of audio: bars, and the strip that shows where the bars are in a long file."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from wandesk.domain.audio import Part
from wandesk.domain.media import AudioFacts
from wandesk.ui.look import Tokens

BAR, PITCH = 2.0, 4.0
"""Logical pixels: the width of a bar, and the distance of two."""
LEAST_BAR = 2.0
STRIP = 3.0
"""Logical pixels: the height of the strip."""
UNUSED = 0.45
"""Opacity of the bars beside the part."""
QUIET = 3_000
"""The bars of a file whose highest level is lower stay small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Where a stretch of time is drawn."""

    view: Part
    area: QRectF

    def x_of(self, seconds: float) -> float:
        return self.area.left() + (seconds - self.view.start) / self.view.seconds * self.area.width()

    def seconds_at(self, x: float) -> float:
        return self.view.start + (x - self.area.left()) / max(1.0, self.area.width()) * self.view.seconds


def draw_bars(painter: QPainter, tokens: Tokens, facts: AudioFacts, scale: TimeScale, part: Part) -> None:
    """The levels, with those of the part in the accent colour."""
    area, waveform, total = scale.area, facts.waveform, facts.seconds or 1.0
    loudest = max((QUIET, *waveform.peaks))
    for bar in range(max(1, int(area.width() / PITCH))):
        left = area.left() + bar * PITCH
        begin, end = scale.seconds_at(left), scale.seconds_at(left + PITCH)
        levels = waveform.stretches(begin / total, end / total)
        peak = max((waveform.peaks[at] for at in levels), default=0)
        height = max(LEAST_BAR, peak / loudest * area.height())
        is_used = part.start <= (begin + end) / 2 <= part.end
        painter.setOpacity(1.0 if is_used else UNUSED)
        painter.setBrush(tokens.accent if is_used else tokens.muted)
        painter.drawRoundedRect(QRectF(left, area.center().y() - height / 2, BAR, height), 1, 1)
    painter.setOpacity(1.0)


def draw_strip(painter: QPainter, tokens: Tokens, whole: TimeScale, view: Part, part: Part) -> None:
    """The whole file in the scale's area, what is seen of it, and the part."""
    area = whole.area
    for colour, seen, least in (
        (tokens.track, whole.view, 0.0),
        (tokens.muted, view, 8.0),
        (tokens.accent, part, 3.0),
    ):
        left, right = whole.x_of(seen.start), whole.x_of(seen.end)
        width = max(least, right - left)
        painter.setBrush(colour)
        painter.drawRoundedRect(
            QRectF(min(left, area.right() - width), area.top(), width, area.height()), STRIP / 2, STRIP / 2
        )
