"""The texts of a row or a tile, cut to the room that they have. They are kept until something of them changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import is_held, is_paused
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.row_act import RowAct, row_act
from wandesk.ui.look import TextSize, text_font
from wandesk.ui.wording import job_rows as wording
from wandesk.ui.wording.jobs import title
from wandesk.ui.wording.sentences import DOT as BETWEEN_FACTS

KEPT = 512
"""Rows whose texts are kept: several screens of them."""
ROOM_FOR_LENGTH = 360
"""Logical pixels of a line from which the length that was requested stands at its end, too."""
GAP = 12
"""Logical pixels between a text and what is to its right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """Facts that a row shows besides the job itself."""

    now: Callable[[], float]
    """The local clock, in seconds since 1970."""
    is_practice: Callable[[Job], bool]
    has_days: Callable[[], bool]
    """Whether the rows stand under their days."""
    is_missing: Callable[[Job], bool]
    """Whether the job's video is not where it was saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """A font with its measures."""

    font: QFont
    metrics: QFontMetrics
    height: int
    ascent: int
    descent: int

    def cut(self, text: str, width: int) -> str:
        """The text elided at its end to `width` logical pixels."""
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))

    def cut_before(self, text: str, kept: str, width: int) -> str:
        """The text elided to `width` logical pixels, keeping its end `kept` as long as possible."""
        cut_at_end = self.cut(text, width)
        if cut_at_end == text or not kept or not text.endswith(kept):
            return cut_at_end
        begin = text.removesuffix(kept).rstrip(BETWEEN_FACTS)
        end = text.removeprefix(begin)
        room = width - self.metrics.horizontalAdvance(end)
        if room >= self.metrics.horizontalAdvance("MMM…"):
            return self.cut(begin, room) + end
        return end.strip() if self.metrics.horizontalAdvance(end.strip()) <= width else cut_at_end


class Typefaces:
    """The fonts of the list: made once for each font of the application."""

    def __init__(self) -> None:
        self._made_from: QFont | None = None
        self.plain = self.strong = self.small = self.small_strong = _face(TextSize.BODY)
        self.follow()

    def follow(self) -> bool:
        """Make the fonts again if the application has another one, and return whether it has."""
        font = QApplication.font()
        if self._made_from is not None and font == self._made_from:
            return False
        self._made_from = font
        self.plain, self.strong = _face(TextSize.BODY), _face(TextSize.BODY, is_strong=True)
        self.small, self.small_strong = _face(TextSize.SMALL), _face(TextSize.SMALL, is_strong=True)
        return True


def _face(size: TextSize, *, is_strong: bool = False) -> Typeface:
    return typeface(text_font(size, is_strong=is_strong))


def typeface(font: QFont) -> Typeface:
    """A font with its measures."""
    metrics = QFontMetrics(font)
    return Typeface(
        font=font,
        metrics=metrics,
        height=metrics.height(),
        ascent=metrics.ascent(),
        descent=metrics.descent(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowText:
    """What is written in a row."""

    title: str
    is_strong: bool
    state: str
    whole_state: str
    is_loss: bool
    is_plain: bool
    """The state waits for the user, so it is written like the title."""
    price: str
    price_width: int
    is_practice: bool
    request: str
    request_width: int
    act: RowAct
    is_cut: bool
    """Something is cut, so the tooltip has all of it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    job: Job
    progress: Progress | None
    moment: Hashable
    text: RowText


class RowTexts:
    """Writes rows, and remembers the last ones."""

    def __init__(self, facts: RowFacts, *, has_trailing: bool) -> None:
        """`has_trailing`: price and request stand at the right ends of the lines."""
        self._facts = facts
        self._has_trailing = has_trailing
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self.faces = Typefaces()

    def forget(self) -> None:
        """Write everything again, for another font or language."""
        self._kept.clear()

    def text(
        self, job: Job, progress: Progress | None, width: int, *, is_selected: bool, beside_title: int = 0
    ) -> RowText:
        """The texts for lines of `width` logical pixels. `beside_title` of them are not the title's."""
        moment = (
            width,
            is_selected,
            self._facts.is_missing(job),
            int(self._facts.now()) if not job.stage.is_final else None,
        )
        kept = self._kept.get(job.id)
        if kept is not None and kept.job is job and kept.progress == progress and kept.moment == moment:
            return kept.text
        text = self._written(job, progress, width, is_selected=is_selected, beside_title=beside_title)
        self._kept[job.id] = _Kept(job, progress, moment, text)
        self._kept.move_to_end(job.id)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return text

    def state(self, job: Job, progress: Progress | None) -> str:
        """The sentence of the job's state, whole."""
        if self._facts.is_missing(job) and job.video is not None:
            return wording.missing_text(job.video.path)
        return wording.state_text(job, progress, now=self._facts.now(), is_day_known=self._facts.has_days())

    def _written(
        self, job: Job, progress: Progress | None, width: int, *, is_selected: bool, beside_title: int
    ) -> RowText:
        is_strong = is_selected or is_new(job)
        face, small = self.faces.strong if is_strong else self.faces.plain, self.faces.small
        is_practice = self._facts.is_practice(job)
        is_missing = self._facts.is_missing(job)
        price = request = ""
        if self._has_trailing:
            price = wording.practice() if is_practice else wording.price_so_far(job)
            has_room = not (is_missing or takes_whole_line(job, progress))
            is_narrow = width < ROOM_FOR_LENGTH
            request = "" if not has_room else job.request.resolution if is_narrow else wording.request_text(job)
        price_width, request_width = (small.metrics.horizontalAdvance(each) for each in (price, request))
        whole, state = title(job), self.state(job, progress)
        shown_title = face.cut(whole, width - beside_title - (price_width + GAP if price else 0))
        kept_end = wording.last_text(job, progress, now=self._facts.now())
        shown_state = small.cut_before(state, kept_end, width - (request_width + GAP if request else 0))
        return RowText(
            title=shown_title,
            is_strong=is_strong,
            state=shown_state,
            whole_state=state,
            is_loss=job.stage is JobStage.FAILED,
            is_plain=is_missing or is_held(job, progress) or job.stage is JobStage.UNCERTAIN,
            price=price,
            price_width=price_width,
            is_practice=is_practice,
            request=request,
            request_width=request_width,
            act=row_act(job),
            is_cut=shown_title != whole or shown_state != state,
        )


def is_new(job: Job) -> bool:
    """The video is ready and was not watched."""
    return job.stage is JobStage.DONE and not job.is_watched


def takes_whole_line(job: Job, progress: Progress | None) -> bool:
    """Whether the state is a sentence that needs the whole second line; "Paused" is one word."""
    is_in_fallback = job.video is not None and job.video.is_waiting
    is_sentence = job.stage is not JobStage.DONE and not job.stage.is_active
    return is_sentence or is_in_fallback or (is_held(job, progress) and not is_paused(progress))
