"""Lets the user choose the video of an uncertain request, with the request beside the candidates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QStyle, QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.missing.candidate_cards import CARD_WIDTH, CandidateCard, OwnCard, PlaceholderCard
from wandesk.ui.missing.questions import ChoiceQuestions
from wandesk.ui.missing.widgets import Note, TroubleLine, fitting_size
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.widgets.tool_dialog import ToolDialog
from wandesk.ui.wording import maybe_sent
from wandesk.ui.wording import missing as wording
from wandesk.ui.wording.actions import plain
from wandesk.ui.wording.problems import error_text

CANDIDATE_GAP, REQUEST_GAP = 12, 16
"""Logical pixels between two candidates, and between them and the request."""
FRAME = 48
"""Logical pixels for the window's frame and the edges of the screen."""
MAX_VISIBLE = 3


class Chooser(ToolDialog):
    """Closing the window decides nothing."""

    def __init__(
        self,
        *,
        job: Job,
        questions: ChoiceQuestions,
        posters: PosterCache,
        spawn: Spawn,
        parent: QWidget | None = None,
    ) -> None:
        title = maybe_sent.choose_title() if job.is_maybe_sent else wording.choose_title()
        super().__init__(title=title, spawn=spawn, parent=parent)
        self._job = job
        self._questions = questions
        self._posters = posters
        self._is_deciding = False
        self.cards: list[CandidateCard] = []
        self.trouble = TroubleLine()
        self.note = Note()
        self.none_of_these = push_button(_none_of_these(job))
        self.decide_later = push_button(wording.decide_later())
        self._lay_out()
        self.none_of_these.clicked.connect(self._rule_out)
        self.decide_later.clicked.connect(self.reject)
        self.note.button.clicked.connect(self._ask)
        self._ask()

    def job_changed(self, job: Job) -> None:
        """Close the window when the request is no longer uncertain."""
        if job.id == self._job.id and job.stage is not JobStage.UNCERTAIN and not self._is_deciding:
            self.reject()

    # ------------------------------------------------------------------ asking

    @property
    def _expected(self) -> int:
        """The number of candidates according to the job."""
        return len(self._job.uncertainty.candidates) if self._job.uncertainty is not None else 0

    def _ask(self) -> None:
        count = min(max(1, self._expected), MAX_VISIBLE)
        self._show_cards([PlaceholderCard(self._posters) for _ in range(count)])
        self._pages.setCurrentIndex(0)
        self.none_of_these.setEnabled(False)
        self._run("candidates", self._load())

    async def _load(self) -> None:
        try:
            found = await self._questions.candidates(self._job.id)
        except WanDeskError as trouble:
            self.note.show_note("network", IconRole.MUTED, error_text(trouble), button=wording.look_again())
            self._pages.setCurrentWidget(self.note)
            return
        if not found:
            is_maybe_sent = self._job.is_maybe_sent
            text = maybe_sent.no_candidates() if is_maybe_sent else wording.no_candidates()
            self.note.show_note("information", IconRole.MUTED, text)
            self._pages.setCurrentWidget(self.note)
            self.none_of_these.setEnabled(is_maybe_sent)
            return
        choose = maybe_sent.choose_this() if self._job.is_maybe_sent else wording.choose_this()
        self.cards = [CandidateCard(each, number, self._posters, choose) for number, each in enumerate(found, start=1)]
        for card in self.cards:
            card.chosen.connect(self._choose)
        self._show_cards(self.cards)
        if len(found) > self._expected:
            self._fit(len(found))
        self.none_of_these.setEnabled(True)
        self.cards[0].show()  # a hidden widget takes no focus
        self.cards[0].choose.setFocus()

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
        if self._job.is_maybe_sent:
            self._decide("send", partial(self._questions.send, self._job.id))
            return
        shown = [card.task.task_id for card in self.cards]
        self._decide("none of the candidates", partial(self._questions.rule_out, self._job.id, shown))

    def _decide(self, name: str, decision: Callable[[], Awaitable[None]]) -> None:
        async def deciding() -> None:
            try:
                await decision()
            except WanDeskError as refused:
                self.trouble.show_text(error_text(refused))
                announce(self.trouble, error_text(refused), interrupts=True)
                self._show_deciding(is_deciding=False)
            else:
                self.accept()

        self.trouble.show_text("")
        self._show_deciding(is_deciding=True)
        self._run(name, deciding())

    def _show_deciding(self, *, is_deciding: bool) -> None:
        self._is_deciding = is_deciding
        self.none_of_these.setEnabled(not is_deciding)
        for card in self.cards:
            card.choose.setEnabled(not is_deciding)

    # ------------------------------------------------------------------ the window

    def _lay_out(self) -> None:
        is_maybe_sent, cost = self._job.is_maybe_sent, self._job.request.estimate
        explained = maybe_sent.none_of_these_explained(cost) if is_maybe_sent else wording.none_of_these_explained()
        explanation = PlainLabel(explained)
        explanation.setFont(text_font(TextSize.SMALL))
        explanation.setWordWrap(True)
        set_style_class(explanation, StyleClass.MUTED)
        intro = maybe_sent.choose_intro() if is_maybe_sent else wording.choose_intro()
        head = self._make_head(intro, below=12, spacing=6)
        head.addWidget(self.trouble)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_cards())
        self._pages.addWidget(self.note)
        self.none_of_these.setAccessibleDescription(explained)
        stack(self, head, self._pages, foot=(explanation, self.none_of_these, self.decide_later))
        self._fit(self._expected)

    def fitting(self, count: int, room: QSize) -> QSize:
        """The size for the request and up to three candidates side by side, within the screen's `room`."""
        cards = min(max(2, count), MAX_VISIBLE)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = 2 * SIDE + (1 + cards) * CARD_WIDTH + REQUEST_GAP + (cards - 1) * CANDIDATE_GAP + bar
        usual = fitting_size(self, 880, 520)
        return QSize(max(width, usual.width()), usual.height()).boundedTo(room - QSize(FRAME, FRAME))

    def _fit(self, count: int) -> None:
        self.resize(self.fitting(count, self.screen().availableGeometry().size()))

    def _make_cards(self) -> QScrollArea:
        """The request, and beside it the candidates, in as many lines as they need."""
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        sides = QHBoxLayout(body)
        sides.setContentsMargins(SIDE, 0, SIDE, 12)
        sides.setSpacing(REQUEST_GAP)
        sides.addWidget(OwnCard(self._job, self._posters), 0, Qt.AlignmentFlag.AlignTop)
        self._row = FlowRow(spacing=CANDIDATE_GAP, is_even=True)
        sides.addLayout(self._row, 1)
        return scrolling(body, margin=SIDE)


def _none_of_these(job: Job) -> str:
    """The button under the candidates: continue the search, or send the order for its price."""
    if job.is_maybe_sent:
        return plain(maybe_sent.send(job.request.estimate, has_cost=True))
    return wording.none_of_these()
