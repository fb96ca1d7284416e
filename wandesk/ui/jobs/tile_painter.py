"""Paints the jobs of a list as a grid of posters in their true shapes, each over its prompt and its state."""

from __future__ import annotations

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
from wandesk.ui.jobs.row_painter import BAND_ABOVE, BAND_BELOW
from wandesk.ui.jobs.row_texts import RowFacts, RowText, RowTexts, is_new
from wandesk.ui.look import Tokens

LEAST, MOST = 168, 260
"""Logical pixels of the width of a tile."""
MARGIN = 4
"""Logical pixels beside the tiles, and around the ground of each."""
INSET = 8
"""Logical pixels between the ground of a tile and what is on it."""
EDGE = MARGIN + INSET
LEAD = 2
SHAPE = 0.75
"""Height of the room for a poster, to its width."""


class TilePainter:
    """All tiles have the same size; the posters in them keep their shapes."""

    def __init__(self, posters: PosterCache, facts: RowFacts) -> None:
        self._frames = Frames(posters, fills=False)
        self._texts = RowTexts(facts, has_trailing=False)
        self.faces = self._texts.faces

    def sizes(self, width: int, *, has_bands: bool) -> CellSizes:
        room = max(1, width - 2 * MARGIN)
        columns = max(1, room // LEAST)
        tile = min(room // columns, MOST) if columns > 1 else room
        poster = round((tile - 2 * EDGE) * SHAPE)
        height = poster + 2 * EDGE + INSET + self._lines_height()
        band = self.faces.small.height + BAND_ABOVE + BAND_BELOW if has_bands else 0
        return CellSizes(size=QSize(max(1, tile), height), columns=columns, band=band, left=MARGIN, bottom=MARGIN)

    def act_area(self, cell: QRect) -> QRect:
        return self._act_beside(self._lines(cell))

    def text(self, cell: QRect, job: Job, progress: Progress | None, state: CellState) -> RowText:
        width = self._lines(cell).width()
        return self._texts.text(job, progress, width, is_selected=state.is_selected, beside_title=ACT + INSET)

    def drag_picture(self, job: Job, ratio: float, tokens: Tokens) -> QPixmap:
        return self._frames.frame(job, QSize(112, 84), ratio, tokens)

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
        if state.is_shown_apart:
            paint_ground(painter, cell.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), state, tokens)
        lines = self._lines(cell)
        box = QRect(lines.left(), cell.top() + EDGE, lines.width(), lines.top() - INSET - cell.top() - EDGE)
        if job is None:
            with smooth(painter):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.raised)
                painter.drawRoundedRect(box, 6, 6)
                painter.drawRoundedRect(QRect(lines.left(), lines.top() + 2, lines.width() * 2 // 3, 12), 4, 4)
            return
        width = lines.width()
        text = self._texts.text(job, progress, width, is_selected=state.is_selected, beside_title=ACT + INSET)
        frame = self._frames.frame(job, box.size(), painter.device().devicePixelRatio(), tokens)
        size = frame.deviceIndependentSize()
        left, top = box.left() + (box.width() - round(size.width())) // 2, box.bottom() + 1 - round(size.height())
        painter.drawPixmap(left, top, frame)  # all pictures stand on their words
        if (share := transfer_share(job, progress)) is not None:
            paint_bar(painter, QRect(QPoint(left, top), size.toSize()), share)
        title = self.faces.strong if text.is_strong else self.faces.plain
        painter.setFont(title.font)
        painter.setPen(tokens.text)
        painter.drawText(lines.left(), lines.top() + self.faces.plain.ascent, text.title)
        painter.setFont(self.faces.small.font)
        painter.setPen(state_colour(text, tokens))
        painter.drawText(lines.left(), lines.bottom() + 1 - self.faces.small.descent, text.state)
        act = self._act_beside(lines)
        paint_act(painter, act.left(), act.top(), text.act, state, tokens, is_new=is_new(job))

    def _act_beside(self, lines: QRect) -> QRect:
        """The act stands at the end of the first line."""
        top = lines.top() + (self.faces.plain.height - ACT_ROOM) // 2
        return QRect(lines.right() + 1 - ACT - (ACT_ROOM - ACT) // 2, top, ACT_ROOM, ACT_ROOM)

    def _lines_height(self) -> int:
        return self.faces.plain.height + LEAD + self.faces.small.height

    def _lines(self, cell: QRect) -> QRect:
        """Both lines, at the foot of the tile."""
        height = self._lines_height()
        top = cell.bottom() + 1 - EDGE - height
        left = cell.left() + EDGE
        return QRect(left, top, cell.width() - 2 * EDGE, height)
