"""The list, or what stands in its place: it is empty, is being read, or cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wandesk.ui.look import IconLabel, IconRole, StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import job_list as wording
from wandesk.ui.wording.job_filters import show_all as show_all_text

READING_SAID_AFTER = 1000
"""Milliseconds. Most lists are read sooner, and the text would only flash."""

LEAST_HEIGHT = 96
"""Logical pixels: a row with a part of the next, or a headline with its text."""

SILENCE = wording.EmptyText(title="", text="")


class ListPages(QStackedWidget):
    """One page at a time. Before the first job, the list is silent: the stage says what to do."""

    retry_requested = Signal()
    all_requested = Signal()
    """The user wants to see all jobs in place of an empty result."""

    def __init__(self, rows: QWidget) -> None:
        super().__init__()
        self._rows = rows
        self._empty = _TextPage(SILENCE)
        self._reading = _TextPage(SILENCE)
        self._unreadable = _TextPage(wording.EmptyText(title=wording.unreadable_title(), text=""))
        self._retry = QPushButton(wording.retry())
        self._retry.setAccessibleName(wording.retry())
        self._retry.clicked.connect(self.retry_requested)
        self._unreadable.add_button(self._retry)
        self._nothing = _TextPage(SILENCE, "search")
        show_all = push_button(show_all_text())
        show_all.clicked.connect(self.all_requested)
        self._nothing.add_button(show_all)
        self._trouble_page = QWidget()
        above_notices = QVBoxLayout(self._trouble_page)
        above_notices.setContentsMargins(0, 0, 0, 0)
        above_notices.addWidget(scrolling(self._unreadable))
        for page in (rows, self._empty, self._nothing, self._reading, self._trouble_page):
            self.addWidget(page)
        self.setMinimumHeight(LEAST_HEIGHT)  # also with the height that is kept free
        self.setCurrentWidget(self._reading)
        QTimer.singleShot(READING_SAID_AFTER, self._reading, lambda: self._reading.set_text(wording.reading_list()))

    @property
    def trouble(self) -> str:
        """Why the list cannot be read, as it is shown; empty if it is not."""
        return self._unreadable.text if self.currentWidget() is self._trouble_page else ""

    @property
    def is_empty(self) -> bool:
        """Whether the list was read and has no job at all."""
        return self.currentWidget() is self._empty

    def show_rows(self, count: int, *, nothing: wording.EmptyText | None = None) -> None:
        """The list was read and has this many rows. `nothing`: it is a part of all jobs, and what to say of none."""
        if nothing is not None:
            self._nothing.set_content(nothing)
        self.setCurrentWidget(self._rows if count else self._empty if nothing is None else self._nothing)

    def show_earlier_missing(self) -> None:
        """The list replaces one that was damaged or lost: while it is empty, it does not say that there was nothing."""
        self._empty.set_content(wording.earlier_missing())

    def show_trouble(self, sentence: str) -> None:
        """The list cannot be read. The sentence says why and what to do; it is announced when it is a new one."""
        if sentence == self.trouble:
            return
        self._unreadable.set_text(sentence)
        self.setCurrentWidget(self._trouble_page)
        announce(self._unreadable, f"{wording.unreadable_title()}. {sentence}", interrupts=True)

    def keep_free(self, height: int) -> None:
        """Let the button be scrolled above what covers this height of the lower edge. The other texts stay above."""
        layout = self._trouble_page.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, height)


class _TextPage(QWidget):
    """A headline, a text below it, and perhaps a button."""

    def __init__(self, content: wording.EmptyText, icon_name: str = "") -> None:
        super().__init__()
        set_style_class(self, StyleClass.BODY)
        self._title, self._text = PlainLabel(content.title), PlainLabel(content.text)
        self._title.setFont(text_font(TextSize.BODY, is_strong=True))
        set_style_class(self._text, StyleClass.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 8, 24, 8)
        self._column.setSpacing(8)
        if icon_name:
            self._column.addWidget(IconLabel(icon_name, IconRole.MUTED, 32), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(label)
        self._column.addStretch()  # at the top, so that a notice below moves nothing

    @property
    def text(self) -> str:
        return self._text.text()

    def set_text(self, text: str) -> None:
        self._text.setText(text)

    def set_content(self, content: wording.EmptyText) -> None:
        self._title.setText(content.title)
        self.set_text(content.text)

    def add_button(self, button: QPushButton) -> None:
        """Put a button below the text."""
        self._column.insertSpacing(self._column.count() - 1, 4)
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
