"""Paints the jobs of a list as rows: poster, prompt over the state, price over the resolution, and one act."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from wandesk.domain.job import Job
from wandesk.domain.job_rules import transfer_share
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.cell_painting import (
    ACT_ROOM,
    CellState,
    paint_act,
    paint_bar,
    paint_ground,
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


class RowPainter:
    """All rows have the same height."""

    def __init__(self, posters: PosterCache, facts: RowFacts) -> None:
        self._frames = Frames(posters, fills=True)
        self._texts = RowTexts(facts, has_trailing=True)
        self.faces = self._texts.faces

    def sizes(self, width: int, *, has_bands: bool) -> CellSizes:
        lines = self.faces.plain.metrics.height() + LEAD + self.faces.small.metrics.height()
        height = max(POSTER.height(), lines) + 2 * ABOVE
        band = self.faces.small.metrics.height() + BAND_ABOVE + BAND_BELOW if has_bands else 0
        return CellSizes(size=QSize(max(1, width), -(-height // 8) * 8), columns=1, band=band, bottom=ABOVE)

    def act_area(self, cell: QRect) -> QRect:
        area = QRect(0, 0, ACT_ROOM, ACT_ROOM)
        area.moveCenter(cell.center())
        area.moveRight(cell.right() - SIDE + (ACT_ROOM - 18) // 2)
        return area

    def text(self, cell: QRect, job: Job, progress: Progress | None, state: CellState) -> RowText:
        return self._texts.text(job, progress, self._lines(cell).width(), is_selected=state.is_selected)

    def drag_picture(self, job: Job, ratio: float, tokens: Tokens) -> QPixmap:
        return self._frames.frame(job, POSTER, ratio, tokens)

    def forget(self) -> None:
        self._texts.forget()

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        job: Job | None,
        progress: Progress | None,
        state: CellState,
        tokens: Tokens,
    ) -> None:
        paint_ground(painter, cell.adjusted(GROUND, 1, -GROUND, -1), state, tokens)
        poster = QRect(QPoint(cell.left() + SIDE, cell.center().y() - POSTER.height() // 2 + 1), POSTER)
        lines = self._lines(cell)
        if job is None:
            _paint_outline(painter, poster, lines, tokens)
            return
        text = self.text(cell, job, progress, state)
        painter.drawPixmap(poster, self._frames.frame(job, POSTER, painter.device().devicePixelRatio(), tokens))
        if (share := transfer_share(job, progress)) is not None:
            paint_bar(painter, poster, share)
        self._paint_lines(painter, lines, text, tokens)
        paint_act(painter, self.act_area(cell), text.act, state, tokens, is_new=is_new(job))

    def _paint_lines(self, painter: QPainter, lines: QRect, text: RowText, tokens: Tokens) -> None:
        faces = self.faces
        title = faces.strong if text.is_strong else faces.plain
        first = lines.top() + faces.plain.metrics.ascent()
        second = lines.bottom() + 1 - faces.small.metrics.descent()
        painter.setFont(title.font)
        painter.setPen(tokens.text)
        painter.drawText(lines.left(), first, text.title)
        painter.setFont(faces.small.font)
        painter.setPen(state_colour(text, tokens))
        painter.drawText(lines.left(), second, text.state)
        if text.price:
            painter.setPen(tokens.practice if text.is_practice else tokens.muted)
            painter.drawText(lines.right() + 1 - text.price_width, first, text.price)
        if text.request:
            painter.setPen(tokens.muted)
            painter.drawText(lines.right() + 1 - text.request_width, second, text.request)

    def _lines(self, cell: QRect) -> QRect:
        """Both lines, between the poster and the act."""
        height = self.faces.plain.metrics.height() + LEAD + self.faces.small.metrics.height()
        left = cell.left() + SIDE + POSTER.width() + SIDE
        right = cell.right() - SIDE - 18 - SIDE
        return QRect(left, cell.center().y() - height // 2 + 1, max(0, right - left + 1), height)


def _paint_outline(painter: QPainter, poster: QRect, lines: QRect, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.raised)
    painter.drawRoundedRect(poster, 6, 6)
    painter.drawRoundedRect(QRect(lines.left(), lines.top() + 2, min(280, lines.width()), 12), 4, 4)
    painter.drawRoundedRect(QRect(lines.left(), lines.bottom() - 12, min(160, lines.width()), 10), 4, 4)
