"""The bands over the jobs of a day: the day, how many there are, and what they cost. No band is a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QPainter

from wandesk.domain.price import Price
from wandesk.ui.jobs.days import Day
from wandesk.ui.jobs.row_texts import Typefaces
from wandesk.ui.look import Tokens
from wandesk.ui.wording import job_list as wording

SIDE, BELOW = 16, 6


class Bands:
    """Paints bands."""

    def __init__(self, sums: Callable[[date], Sequence[Price]]) -> None:
        """`sums`: what the jobs of a day cost, one price for each currency."""
        self._sums = sums

    def paint(self, painter: QPainter, band: QRect, day: Day, faces: Typefaces, tokens: Tokens) -> None:
        """Paint one band."""
        area = band.adjusted(SIDE, 0, -SIDE, -BELOW)
        below = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine
        painter.setPen(tokens.muted)
        painter.setFont(faces.small_strong.font)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | below, self.title(day))
        painter.setFont(faces.small.font)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | below, self.facts(day))

    def title(self, day: Day) -> str:
        """The name of the day."""
        today = QDate.currentDate()
        return wording.day_title(day.day, date(today.year(), today.month(), today.day()))

    def facts(self, day: Day) -> str:
        """How many, and what they cost."""
        return wording.day_facts(day.count, self._sums(day.day))
