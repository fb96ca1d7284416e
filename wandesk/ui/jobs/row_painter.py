"""Paints the jobs of a list as rows: poster, prompt over the state, price over the resolution, and one act."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from wandesk.domain.job import Job
from wandesk.domain.job_rules import transfer_share
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.cell_painting import (
    ACT,
    ACT_ROOM,
    CellState,
    paint_act,
    paint_bar,
    paint_ground,
    smooth,
    state_colour,
)
from wandesk.ui.jobs.cells import CellSizes
from wandesk.ui.jobs.frames import Frames
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.row_texts import RowFacts, RowText, RowTexts, is_new
from wandesk.ui.look import Tokens

POSTER = QSize(84, 56)
SIDE = 12
"""Logical pixels between the edge of the list and a poster, and between a poster and the texts."""
GROUND = 4
"""Logical pixels beside the ground of a row."""
ABOVE = 8
LEAD = 3
"""Logical pixels between the two lines."""
BAND_ABOVE, BAND_BELOW = 10, 6


@dataclass(frozen=True, slots=True)
class _Places:
    """Logical pixels from the left or the top of a row."""

    poster: int
    """The top of the poster."""
    left: int
    """The left edge of the texts."""
    end: int
    """The right edge of the texts."""
    first: int
    """The baseline of the prompt and the price."""
    second: int
    """The baseline of the state and the resolution."""
    act: tuple[int, int]
    """The corner of the square of the act."""


class RowPainter:
    """All rows have the same height."""

    def __init__(self, posters: PosterCache, facts: RowFacts) -> None:
        self._frames = Frames(posters, fills=True)
        self._texts = RowTexts(facts, has_trailing=True)
        self.faces = self._texts.faces
        self._places: dict[tuple[int, int], _Places] = {}

    def sizes(self, width: int, *, has_bands: bool) -> CellSizes:
        lines = self.faces.plain.height + LEAD + self.faces.small.height
        height = max(POSTER.height(), lines) + 2 * ABOVE
        band = self.faces.small.height + BAND_ABOVE + BAND_BELOW if has_bands else 0
        return CellSizes(size=QSize(max(1, width), -(-height // 8) * 8), columns=1, band=band, bottom=ABOVE)

    def act_area(self, cell: QRect) -> QRect:
        left, top = self._in(cell).act
        return QRect(cell.left() + left, cell.top() + top, ACT_ROOM, ACT_ROOM)

    def text(self, cell: QRect, job: Job, progress: Progress | None, state: CellState) -> RowText:
        return self._texts.text(job, progress, self._room(cell), is_selected=state.is_selected)

    def drag_picture(self, job: Job, ratio: float, tokens: Tokens) -> QPixmap:
        return self._frames.frame(job, POSTER, ratio, tokens)

    def forget(self) -> None:
        self._texts.forget()
        self._places.clear()

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        job: Job | None,
        progress: Progress | None,
        state: CellState,
        tokens: Tokens,
    ) -> None:
        if state.is_shown_apart:
            paint_ground(painter, cell.adjusted(GROUND, 1, -GROUND, -1), state, tokens)
        places, x, y = self._in(cell), cell.left(), cell.top()
        if job is None:
            _paint_outline(painter, x, y, places, tokens)
            return
        text = self._texts.text(job, progress, places.end - places.left, is_selected=state.is_selected)
        poster = self._frames.frame(job, POSTER, painter.device().devicePixelRatio(), tokens)
        painter.drawPixmap(x + SIDE, y + places.poster, poster)
        if (share := transfer_share(job, progress)) is not None:
            paint_bar(painter, QRect(QPoint(x + SIDE, y + places.poster), POSTER), share)
        self._paint_lines(painter, x, y, places, text, tokens)
        left, top = places.act
        paint_act(painter, x + left, y + top, text.act, state, tokens, is_new=is_new(job))

    def _paint_lines(self, painter: QPainter, x: int, y: int, places: _Places, text: RowText, tokens: Tokens) -> None:
        faces, left, end = self.faces, x + places.left, x + places.end
        first, second = y + places.first, y + places.second
        painter.setFont((faces.strong if text.is_strong else faces.plain).font)
        painter.setPen(tokens.text)
        painter.drawText(left, first, text.title)
        painter.setFont(faces.small.font)
        painter.setPen(state_colour(text, tokens))
        painter.drawText(left, second, text.state)
        if text.request:
            painter.setPen(tokens.muted)
            painter.drawText(end - text.request_width, second, text.request)
        if text.price:
            painter.setPen(tokens.practice if text.is_practice else tokens.muted)
            painter.drawText(end - text.price_width, first, text.price)

    def _room(self, cell: QRect) -> int:
        places = self._in(cell)
        return places.end - places.left

    def _in(self, cell: QRect) -> _Places:
        key = cell.width(), cell.height()
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = self._measured(*key)
        return found

    def _measured(self, width: int, height: int) -> _Places:
        lines = self.faces.plain.height + LEAD + self.faces.small.height
        left, top = SIDE + POSTER.width() + SIDE, (height - lines) // 2
        return _Places(
            poster=(height - POSTER.height()) // 2,
            left=left,
            end=max(left, width - SIDE - ACT - SIDE),
            first=top + self.faces.plain.ascent,
            second=top + lines - self.faces.small.descent,
            act=(width - SIDE - ACT - (ACT_ROOM - ACT) // 2, (height - ACT_ROOM) // 2),
        )


def _paint_outline(painter: QPainter, x: int, y: int, places: _Places, tokens: Tokens) -> None:
    room = places.end - places.left
    with smooth(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(QRect(QPoint(x + SIDE, y + places.poster), POSTER), 6, 6)
        painter.drawRoundedRect(QRect(x + places.left, y + places.first - 11, min(280, room), 12), 4, 4)
        painter.drawRoundedRect(QRect(x + places.left, y + places.second - 9, min(160, room), 10), 4, 4)
