"""The chooser's cards: the request, the candidates, and placeholders for candidates being loaded."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from wandesk.domain.job import Job
from wandesk.domain.task import FoundTask
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.missing.widgets import PlaceholderLine, Poster
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import missing as wording
from wandesk.ui.wording.sentences import named, sentence_start

POSTER = QSize(232, 150)
CARD_WIDTH = POSTER.width() + 2 * 13
"""With 12 pixels and the edge on each side."""
MAX_CHARACTERS = 160
"""Characters of a prompt on a card; the tooltip has the whole prompt."""


class Card(QFrame):
    """A poster with text below it."""

    def __init__(self, heading: str, posters: PosterCache) -> None:
        super().__init__()
        set_style_class(self, StyleClass.CARD)
        self.poster = Poster(posters, POSTER, fits=True)
        self._heading = PlainLabel(heading)
        self._heading.setFont(text_font(TextSize.BODY, is_strong=True))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(6)
        self.column.addWidget(self._heading)
        self.column.addWidget(self.poster)
        self.setFixedWidth(CARD_WIDTH)

    def add_text(self, text: str, *, is_muted: bool = False) -> None:
        shown = text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS].rstrip()}…"
        label = PlainLabel(shown)
        label.setWordWrap(True)
        set_tooltip(label, text if shown != text else "")
        if is_muted:
            label.setFont(text_font(TextSize.SMALL))
            set_style_class(label, StyleClass.MUTED)
        self.column.addWidget(label)


class OwnCard(Card):
    """What the user requested."""

    def __init__(self, job: Job, posters: PosterCache) -> None:
        super().__init__(wording.your_request(), posters)
        title = job_wording.title(job)
        self.poster.show_poster(job.poster, title)
        at = job.submitted_at or job.created_at
        self.add_text(sentence_start(wording.requested(at)), is_muted=True)
        self.add_text(job_wording.whole_prompt(job))
        self.setAccessibleName(named(wording.your_request(), title))
        set_style_class(self, StyleClass.NOTICE)


class CandidateCard(Card):
    """One of the cloud's videos."""

    chosen = Signal(str)
    """The task ID."""

    def __init__(self, task: FoundTask, number: int, posters: PosterCache, choose: str) -> None:
        """`choose` is the text of its button."""
        super().__init__(wording.candidate(number), posters)
        self.task = task
        name = wording.name(task, is_previewed=True)
        self.poster.show_poster(task.poster, name)
        self.add_text(wording.facts(task, wording.state(task.status)), is_muted=True)
        self.add_text(name)
        self.choose = push_button(choose)
        self.choose.setAccessibleDescription(named(wording.candidate(number), name))
        self.column.addStretch(1)
        self.column.addWidget(self.choose)
        self.choose.clicked.connect(lambda: self.chosen.emit(self.task.task_id))


class PlaceholderCard(Card):
    """The placeholder of a candidate while it is being loaded."""

    def __init__(self, posters: PosterCache) -> None:
        super().__init__("", posters)
        self.column.addWidget(PlaceholderLine(90))
        self.column.addWidget(PlaceholderLine(180))
