"""What rows and tiles have in common: ground, dot, act, bar, and the protocol of their painters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.cells import CellSizes
from wandesk.ui.jobs.row_act import RowAct
from wandesk.ui.jobs.row_texts import RowText, Typefaces
from wandesk.ui.look import IconRole, Tokens, icon_pixmap

ACT = 18
"""Logical pixels of the icon of an act."""
ACT_ROOM = 28
"""Logical pixels of the square that is pressed."""
INSET = (ACT_ROOM - ACT) // 2
CORNER = 9
DOT = 4
"""Logical pixels of the radius of the dot of a new video."""
BAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CellState:
    """How a cell is shown at the moment."""

    is_selected: bool = False
    is_pointed_at: bool = False
    is_act_pointed_at: bool = False
    has_ring: bool = False
    """The keys go to this cell."""

    @property
    def is_shown_apart(self) -> bool:
        """Whether the cell differs from those around it."""
        return self.is_selected or self.is_pointed_at or self.has_ring


PLAIN = CellState()
"""As most cells are shown."""


class CellPainter(Protocol):
    """Paints the jobs of a list, as rows or as tiles."""

    faces: Typefaces

    def sizes(self, width: int, *, has_bands: bool) -> CellSizes:
        """The measures in a list of this width."""

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        job: Job | None,
        progress: Progress | None,
        state: CellState,
        tokens: Tokens,
    ) -> None:
        """Paint one cell; without a job its outline, until the job is read."""

    def act_area(self, cell: QRect) -> QRect:
        """Where the act of a cell is pressed."""

    def text(self, cell: QRect, job: Job, progress: Progress | None, state: CellState) -> RowText:
        """What is written in the cell."""

    def drag_picture(self, job: Job, ratio: float, tokens: Tokens) -> QPixmap:
        """The drag picture of the job's video."""

    def forget(self) -> None:
        """Something changed that all texts depend on."""


@contextmanager
def smooth(painter: QPainter) -> Iterator[None]:
    """Paint edges smoothly. Pixmaps are painted without: it makes each take 25 times as long (measured)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield
    finally:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003 - Qt's own parameter


def paint_ground(painter: QPainter, area: QRect, state: CellState, tokens: Tokens) -> None:
    """The ground of a selected cell, of one under the pointer, and the ring."""
    with smooth(painter):
        if state.is_selected or state.is_pointed_at:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_soft if state.is_selected else tokens.raised)
            painter.drawRoundedRect(area, CORNER, CORNER)
        if state.has_ring:
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)


def paint_act(
    painter: QPainter, left: int, top: int, act: RowAct, state: CellState, tokens: Tokens, *, is_new: bool
) -> None:
    """The act in its square; while the row is not used, the dot of a new video in its place."""
    if is_new and not state.is_shown_apart:
        with smooth(painter):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent)
            painter.drawEllipse(QPointF(left + ACT_ROOM / 2, top + ACT_ROOM / 2), DOT, DOT)
        return
    if state.is_act_pointed_at:
        with smooth(painter):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.raised_hover)
            painter.drawRoundedRect(left, top, ACT_ROOM, ACT_ROOM, 6, 6)
    shown = _act_pixmap(act.icon, act.role, painter.device().devicePixelRatio(), tokens.is_dark)
    painter.drawPixmap(left + INSET, top + INSET, shown)


@lru_cache(maxsize=64)
def _act_pixmap(icon: str, role: IconRole, ratio: float, _is_dark: bool) -> QPixmap:  # noqa: FBT001 - a part of the key
    return icon_pixmap(icon, role, ACT, ratio)


def paint_bar(painter: QPainter, poster: QRect, share: float) -> None:
    """How much of a transfer is done, over the lower edge of a poster."""
    area = QRectF(poster.left() + 6, poster.bottom() - 6 - BAR, poster.width() - 12, BAR)
    with smooth(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 80))
        painter.drawRoundedRect(area, BAR / 2, BAR / 2)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(area.left(), area.top(), area.width() * share, BAR), BAR / 2, BAR / 2)


def state_colour(text: RowText, tokens: Tokens) -> QColor:
    """Red only for what is lost; what waits for the user is written like the title."""
    return tokens.loss if text.is_loss else tokens.text if text.is_plain else tokens.muted
