"""The layout of a row of the job list, and the elision of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics

from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import is_held, is_paused
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.stage_icons import STAGE_ICONS
from wandesk.ui.look import TextSize, text_font
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.sentences import DOT as BETWEEN_FACTS

POSTER = QSize(96, 56)
GAP = 8
SPACING = 6
"""Logical pixels between two rows: each is a card of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowParts:
    """The areas of a row's parts."""

    poster: QRect
    trailing: QRect
    """The right end, both lines: price or Practice, and the request."""
    title: QRect
    state: QRect
    """The second line with its icon, dots or bar."""


class RowLayout:
    """All rows have the same height, and all right ends the width of the widest."""

    def __init__(self, is_practice: Callable[[Job], bool]) -> None:
        self._is_practice = is_practice
        self._trailing_texts: dict[str, int] = {}
        """The texts at the right ends of rows, with the pixels around each."""
        self._trailing_width = 0
        self._trailing_font = ""

    def measure(self, jobs: Iterable[Job]) -> bool:
        """Measure the right ends of these rows and return whether all rows need more width for them."""
        before = self._trailing_width
        for job in jobs:
            tag = wording.practice() if self._is_practice(job) else ""
            price = "" if tag or job.stage.is_free_of_charge else wording.price(job)
            for text, around in ((tag, 2 * GAP), (price, 0), (wording.request_text(job), 0)):
                if text and text not in self._trailing_texts:
                    self._trailing_texts[text] = around
                    self._trailing_font = ""
        return self._measured_trailing_width() > before

    @staticmethod
    def height() -> int:
        """Logical pixels of a row including the gap below it."""
        lines = (
            QFontMetrics(text_font(TextSize.BODY, is_strong=True)).height()
            + QFontMetrics(text_font(TextSize.BODY)).height()
        )
        height = max(POSTER.height(), lines + GAP) + 2 * GAP
        return -(-height // GAP) * GAP

    @staticmethod
    def inner(row: QRect) -> QRect:
        """A row without its margins."""
        return row.adjusted(GAP, 0, -GAP - GAP // 2, -SPACING)

    def parts(self, inner: QRect, job: Job, progress: Progress | None) -> RowParts:
        """The areas within `inner`."""
        poster = poster_area(inner)
        title_height = QFontMetrics(title_font(job)).height()
        height = QFontMetrics(text_font(TextSize.BODY)).height()
        left = poster.right() + 2 * GAP
        top = poster.center().y() - (title_height + 4 + height) // 2 + 1
        room = QRect(left, top, inner.right() - left, title_height + 4 + height)
        trailing = QRect(room)
        trailing.setLeft(room.right() - self._measured_trailing_width() + 1)
        title, state = QRect(room), QRect(room)
        title.setHeight(title_height)
        state.setTop(room.bottom() - height + 1)
        title.setRight(trailing.left() - 2 * GAP)
        if not takes_whole_line(job, progress):
            state.setRight(title.right())
        return RowParts(poster=poster, trailing=trailing, title=title, state=state)

    def _measured_trailing_width(self) -> int:
        """Logical pixels of the widest right end; measured again only for a new font or text."""
        font = text_font(TextSize.SMALL)
        if self._trailing_font != font.key():
            self._trailing_font = font.key()
            width_of = QFontMetrics(font).horizontalAdvance
            self._trailing_width = max(
                (width_of(text) + around for text, around in self._trailing_texts.items()), default=0
            )
        return self._trailing_width


def poster_area(inner: QRect) -> QRect:
    """The area of the poster within a row's margins."""
    return QRect(inner.left(), inner.center().y() - POSTER.height() // 2 + 1, POSTER.width(), POSTER.height())


def title_font(job: Job) -> QFont:
    """Bold for an unwatched video."""
    return text_font(TextSize.BODY, is_strong=job.stage is JobStage.DONE and not job.is_watched)


def takes_whole_line(job: Job, progress: Progress | None) -> bool:
    """Whether the state is a sentence that needs the whole second line; "Paused" is one word."""
    is_in_fallback = job.video is not None and job.video.is_waiting
    return job.stage in STAGE_ICONS or is_in_fallback or (is_held(job, progress) and not is_paused(progress))


def fitted(text: str, kept: str, font: QFont, width: int) -> str:
    """The text elided to `width` logical pixels, keeping its end `kept` as long as possible."""
    cut_at_end = elided(text, font, width)
    if cut_at_end == text or not kept or not text.endswith(kept):
        return cut_at_end
    begin = text.removesuffix(kept).rstrip(BETWEEN_FACTS)
    end = text.removeprefix(begin)
    room = width - QFontMetrics(font).horizontalAdvance(end)
    return elided(begin, font, room) + end if room > 0 else cut_at_end


def elided(text: str, font: QFont, width: int) -> str:
    """The text elided at its end to `width` logical pixels."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
