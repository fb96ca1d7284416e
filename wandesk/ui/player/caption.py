"""The line below the stage: the prompt, the facts, and what can be done with the job."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from wandesk.domain.job_rules import can_play
from wandesk.ui.job_action import Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.player.action_buttons import ActionButtons
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording import details as details_wording
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import player as wording

EDGE, ABOVE, BELOW = 4, 8, 8
"""Logical pixels around the texts: they stand on the left edge of the stage."""
BETWEEN, BESIDE_TEXT = 6, 16
"""Logical pixels between two buttons, and between them and the texts."""
LEAST_TITLE, TITLE_SHARE = 200, 0.42
"""Logical pixels, and the share of the width, that the prompt keeps; it is elided. The facts never are."""
ONE_LINE_FROM = 520
"""Logical pixels of the stage from which on the facts stay on one line."""


class Caption(QWidget):
    """As wide as the stage: buttons that do not fit are in the menu only, which has every action of the job."""

    details_requested = Signal()
    menu_requested = Signal(QPoint)
    """The global position for the menu of the job."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._facts = ElidedLabel(), PlainLabel()
        self._title.setFont(text_font(TextSize.TITLE, is_strong=True))
        self._facts.setFont(text_font(TextSize.SMALL))
        self._facts.setWordWrap(True)
        self._facts.setMinimumWidth(1)  # a text that wraps would ask for some width
        set_style_class(self._facts, StyleClass.MUTED)
        self.action_buttons = ActionButtons(Place.STAGE_VIDEO, self)
        details = details_wording.title()
        self._details = _tool_button("information", details, wording.with_key(details, "Ctrl+I"))
        self._more = _tool_button("more", wording.more_actions(), wording.more_actions())
        self._details.clicked.connect(self.details_requested)
        self._more.clicked.connect(self._open_menu)
        self._shown: list[QWidget] = []
        """The buttons that the job offers, whether they fit or not."""
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, ABOVE, 0, BELOW)
        row.setSpacing(BETWEEN)
        row.addLayout(texts, 1)
        row.addSpacing(BESIDE_TEXT - BETWEEN)
        for button in (*self.action_buttons.buttons, self._details, self._more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit_height()
        self.show_job(None)

    def show_job(self, it: JobSnapshot | None) -> None:
        """Show what belongs to a job; None: the place stays, empty."""
        for each in (self._details, self._more):
            each.setVisible(it is not None)
        if it is None:
            self._title.show_text("", "")
            self._facts.setText("")
            self._shown = []
            for button in self.action_buttons.buttons:
                button.hide()
            return
        job = it.job
        self._title.show_text(job_wording.title(job), job_wording.whole_prompt(job))
        self._facts.setText(job_wording.caption(job))
        if can_play(job):
            self.action_buttons.show_job(it)
            self._shown = [each for each in self.action_buttons.buttons if not each.isHidden()]
        else:
            self._shown = []
        self._fit()

    def _fit_height(self) -> None:
        """The same for every job, so that no video changes its size: one line of facts, or two where they may wrap."""
        lines = 1 if self.width() >= ONE_LINE_FROM else 2
        texts = self._title.fontMetrics().height() + 2 + lines * self._facts.fontMetrics().lineSpacing()
        height = max(texts, self._more.sizeHint().height()) + ABOVE + BELOW
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _fit(self) -> None:
        """Show as many buttons as fit beside the whole facts."""
        room = self.width() - 2 * EDGE - BESIDE_TEXT
        for each in (self._details, self._more):
            room -= each.sizeHint().width() + BETWEEN
        least = max(LEAST_TITLE, round(self.width() * TITLE_SHARE))
        room -= max(least, self._facts.fontMetrics().horizontalAdvance(self._facts.text()) + 1)
        for button in self.action_buttons.buttons:
            room -= button.sizeHint().width() + BETWEEN if button in self._shown else 0
            button.setVisible(button in self._shown and room >= 0)

    def _open_menu(self) -> None:
        self.menu_requested.emit(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        self._fit()


def _tool_button(name: str, text: str, tooltip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, IconRole.PLAIN))
    button.setIconSize(QSize(18, 18))
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_style_class(button, StyleClass.CHIP)
    set_tooltip(button, tooltip)
    return button
