"""Which of the cloud's videos is an order in doubt: our picture and the candidates, side by side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.task import FoundTask
from wandesk.ui.flow import FlowRow
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.missing.dialog import SIDE, MissingDialog
from wandesk.ui.missing.questions import ChoiceQuestions
from wandesk.ui.missing.widgets import AwaitedLine, Note, Poster, TroubleLine, fitting_size
from wandesk.ui.questions import Spawn
from wandesk.ui.scrolling import scrolling
from wandesk.ui.wording import jobs as job_words
from wandesk.ui.wording import missing as words
from wandesk.ui.wording.problems import error_words
from wandesk.ui.wording.sentences import named, sentence_start

POSTER = QSize(232, 150)
CARD_WIDTH = POSTER.width() + 2 * 13
"""With 12 pixels and the edge on each side."""
BESIDE, ORDER_BESIDE = 12, 16
"""Logical pixels between two candidates, and between them and the order."""
FRAME = 48
"""Logical pixels that a window's frame and the edges of the screen want."""
MOST_WORDS = 160
"""Characters of a prompt on a card; the tooltip has all."""
MOST_IN_SIGHT = 3


class Chooser(MissingDialog):
    """The user decides; closing it decides nothing."""

    def __init__(
        self,
        *,
        job: Job,
        questions: ChoiceQuestions,
        posters: PosterCache,
        spawn: Spawn,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title=words.choose_title(), spawn=spawn, parent=parent)
        self._job = job
        self._questions = questions
        self._posters = posters
        self._is_deciding = False
        self.cards: list[CandidateCard] = []
        self.trouble = TroubleLine()
        self.note = Note()
        self.none_of_these = QPushButton(words.none_of_these())
        self.decide_later = QPushButton(words.decide_later())
        self._lay_out()
        self.none_of_these.clicked.connect(self._rule_out)
        self.decide_later.clicked.connect(self.reject)
        self.note.button.clicked.connect(self._ask)
        self._ask()

    def job_changed(self, job: Job) -> None:
        """The order may be in doubt no more: then there is nothing to choose."""
        if job.id == self._job.id and job.stage is not JobStage.UNCERTAIN and not self._is_deciding:
            self.reject()

    # ------------------------------------------------------------------ asking

    def _ask(self) -> None:
        count = len(self._job.uncertainty.candidates) if self._job.uncertainty is not None else 1
        self._show_cards([_AwaitedCard(self._posters) for _ in range(min(max(1, count), MOST_IN_SIGHT))])
        self._pages.setCurrentIndex(0)
        self.none_of_these.setEnabled(False)
        self._wait("candidates", self._load())

    async def _load(self) -> None:
        try:
            found = await self._questions.candidates(self._job.id)
        except WanDeskError as trouble:
            self.note.say("network", IconRole.PRACTICE, error_words(trouble), button=words.look_again())
            self._pages.setCurrentWidget(self.note)
            return
        if not found:
            self.note.say("information", IconRole.MUTED, words.no_candidates())
            self._pages.setCurrentWidget(self.note)
            return
        self.cards = [CandidateCard(each, number, self._posters) for number, each in enumerate(found, start=1)]
        for card in self.cards:
            card.chosen.connect(self._choose)
        self._show_cards(self.cards)
        if len(found) > len(self._job.uncertainty.candidates if self._job.uncertainty is not None else ()):
            self._fit(len(found))
        self.none_of_these.setEnabled(True)
        self.cards[0].show()  # what is not shown yet takes no focus
        self.cards[0].it_is_this.setFocus()

    def _show_cards(self, cards: Sequence[QWidget]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for card in cards:
            self._row.addWidget(card)

    # ------------------------------------------------------------------ deciding

    def _choose(self, task_id: str) -> None:
        self._decide("choose candidate", partial(self._questions.choose_candidate, self._job.id, task_id))

    def _rule_out(self) -> None:
        shown = [card.task.task_id for card in self.cards]
        self._decide("none of the candidates", partial(self._questions.rule_out, self._job.id, shown))

    def _decide(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        async def deciding() -> None:
            try:
                await act()
            except WanDeskError as refused:
                self.trouble.say(error_words(refused))
                QAccessible.updateAccessibility(QAccessibleEvent(self.trouble, QAccessible.Event.Alert))
                self._show_deciding(is_deciding=False)
            else:
                self.accept()

        self.trouble.say("")
        self._show_deciding(is_deciding=True)
        self._wait(name, deciding())

    def _show_deciding(self, *, is_deciding: bool) -> None:
        self._is_deciding = is_deciding
        self.none_of_these.setEnabled(not is_deciding)
        for card in self.cards:
            card.it_is_this.setEnabled(not is_deciding)

    # ------------------------------------------------------------------ the window

    def _lay_out(self) -> None:
        says = QLabel(words.none_of_these_says())
        says.setFont(text_font(TextSize.SMALL))
        says.setWordWrap(True)
        set_style_class(says, StyleClass.MUTED)
        head = self._make_head(words.choose_intro(), below=12, spacing=6)
        head.addWidget(self.trouble)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_cards())
        self._pages.addWidget(self.note)
        for button in (self.none_of_these, self.decide_later):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        self.none_of_these.setAccessibleDescription(words.none_of_these_says())
        self._stack(head, self._pages, foot=(says, self.none_of_these, self.decide_later))
        self._fit(len(self._job.uncertainty.candidates) if self._job.uncertainty is not None else 1)

    def fitting(self, count: int, room: QSize) -> QSize:
        """Wide enough for our order and up to three candidates side by side, as far as the screen's `room` goes."""
        cards = min(max(2, count), MOST_IN_SIGHT)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        wide = 2 * SIDE + (1 + cards) * CARD_WIDTH + ORDER_BESIDE + (cards - 1) * BESIDE + bar
        usual = fitting_size(self, 880, 520)
        return QSize(max(wide, usual.width()), usual.height()).boundedTo(room - QSize(FRAME, FRAME))

    def _fit(self, count: int) -> None:
        self.resize(self.fitting(count, self.screen().availableGeometry().size()))

    def _make_cards(self) -> QScrollArea:
        """Our order, and beside it the candidates, in as many lines as they need."""
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        sides = QHBoxLayout(body)
        sides.setContentsMargins(SIDE, 0, SIDE, 12)
        sides.setSpacing(ORDER_BESIDE)
        sides.addWidget(_OwnCard(self._job, self._posters), 0, Qt.AlignmentFlag.AlignTop)
        self._row = FlowRow(spacing=BESIDE, is_even=True)
        sides.addLayout(self._row, 1)
        return scrolling(body, margin=SIDE)


class _Card(QFrame):
    """A poster with words below it."""

    def __init__(self, heading: str, posters: PosterCache) -> None:
        super().__init__()
        set_style_class(self, StyleClass.CARD)
        self.poster = Poster(posters, POSTER, fits=True)
        self._heading = QLabel(heading)
        self._heading.setFont(text_font(TextSize.BODY, is_strong=True))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(6)
        self.column.addWidget(self._heading)
        self.column.addWidget(self.poster)
        self.setFixedWidth(CARD_WIDTH)

    def add_words(self, text: str, *, is_muted: bool = False) -> None:
        shown = text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS].rstrip()}…"
        label = QLabel(shown)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(text if shown != text else "")
        if is_muted:
            label.setFont(text_font(TextSize.SMALL))
            set_style_class(label, StyleClass.MUTED)
        self.column.addWidget(label)


class _OwnCard(_Card):
    """What was ordered."""

    def __init__(self, job: Job, posters: PosterCache) -> None:
        super().__init__(words.your_order(), posters)
        title = job_words.title(job)
        self.poster.show_poster(job.poster, title)
        at = job.submitted_at or job.created_at
        self.add_words(sentence_start(words.ordered(at)), is_muted=True)
        self.add_words(job_words.whole_prompt(job))
        self.setAccessibleName(named(words.your_order(), title))
        set_style_class(self, StyleClass.NOTICE)


class CandidateCard(_Card):
    """One of the cloud's videos."""

    chosen = Signal(str)
    """The task id."""

    def __init__(self, task: FoundTask, number: int, posters: PosterCache) -> None:
        super().__init__(words.candidate(number), posters)
        self.task = task
        name = words.name(task, is_looked=True)
        self.poster.show_poster(task.poster, name)
        self.add_words(words.facts(task, words.state(task.status)), is_muted=True)
        self.add_words(name)
        self.it_is_this = QPushButton(words.it_is_this())
        self.it_is_this.setAutoDefault(False)
        self.it_is_this.setAccessibleName(words.it_is_this())
        self.it_is_this.setAccessibleDescription(named(words.candidate(number), name))
        self.column.addStretch(1)
        self.column.addWidget(self.it_is_this)
        self.it_is_this.clicked.connect(lambda: self.chosen.emit(self.task.task_id))


class _AwaitedCard(_Card):
    """The place of a candidate while it is asked for."""

    def __init__(self, posters: PosterCache) -> None:
        super().__init__("", posters)
        self.column.addWidget(AwaitedLine(90))
        self.column.addWidget(AwaitedLine(180))
