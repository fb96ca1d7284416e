"""The pages of Settings beside their list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.settings.table import PAGE_ICONS, Page, page_title
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling

translate = QCoreApplication.translate

MARGIN = 24
ITEM_HEIGHT = 36
ABOVE_AND_BELOW = 16
"""Logical pixels of an entry above and below its text, where the text needs more than ITEM_HEIGHT."""
BESIDE = 80
"""Logical pixels of the list beside an entry's text: its icon, the spaces and the edges."""
PREVIOUS = "Ctrl+PgUp"
NEXT = "Ctrl+PgDown"


class PageStack(QWidget):
    """The list of pages, and the page chosen in it. Each page scrolls on its own.

    Arrow keys move in the list, Ctrl+PgUp and Ctrl+PgDn from anywhere. The focus stays on a page that is shown again.
    """

    page_shown = Signal(object)
    """The Page that the user has chosen, or that was asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = SideList(self)
        self._stack = QStackedWidget(self)
        self._pages: list[Page] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(self._show)
        for keys, step in ((PREVIOUS, -1), (NEXT, 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._turn(step))

    @property
    def pages(self) -> Sequence[Page]:
        """The pages that have content, in their order."""
        return tuple(self._pages)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        row = self.list.currentRow()
        return self._pages[row] if row >= 0 else None

    def add(self, page: Page, *parts: tuple[str, QWidget]) -> None:
        """Add a page with its parts, each a heading (empty: none) and a widget. A page without parts is left out."""
        if not parts:
            return
        self._pages.append(page)
        self._stack.addWidget(_scrolling_page(page, parts))
        self.list.add(page)

    def show_page(self, page: Page | None) -> None:
        """Show a page; the first one for a page that is not there."""
        row = self._pages.index(page) if page in self._pages else 0
        self.list.setCurrentRow(row)

    def area(self, page: Page) -> QScrollArea:
        """The scroll area of a page. Raises ValueError for a page that is not there."""
        area = self._stack.widget(self._pages.index(page))
        assert isinstance(area, QScrollArea)
        return area

    def show_whole(self, page: Page, widget: QWidget) -> None:
        """Scroll a page until a widget is visible that may have grown a moment ago."""
        area = self.area(page)
        body = area.widget()
        layout = body.layout() if body is not None else None
        if body is not None and layout is not None:  # the scroll area resizes its body later
            layout.activate()
            body.resize(body.width(), max(body.height(), body.sizeHint().height()))
            layout.activate()
        area.ensureWidgetVisible(widget)

    def _show(self, row: int) -> None:
        if row < 0:
            return
        self._stack.setCurrentIndex(row)  # Qt moves the focus to what had it on that page before
        self.page_shown.emit(self._pages[row])

    def _turn(self, step: int) -> None:
        """Show the next or the previous page, and after the last one the first."""
        if self._pages:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._pages))


class SideList(QListWidget):
    """One entry per page; as wide as its longest text needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Settings", "Pages"))
        self.setIconSize(QSize(18, 18))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        set_style_class(self, StyleClass.SIDE_LIST)

    def add(self, page: Page) -> None:
        """Add the entry of a page."""
        item = QListWidgetItem(icon(PAGE_ICONS[page]), page_title(page))
        self.addItem(item)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        items = [self.item(row) for row in range(self.count())]
        for item in items:
            item.setSizeHint(QSize(0, max(ITEM_HEIGHT, metrics.height() + ABOVE_AND_BELOW)))
        self.setFixedWidth(max((metrics.horizontalAdvance(item.text()) for item in items), default=0) + BESIDE)


def heading(text: str, size: TextSize = TextSize.TITLE) -> QLabel:
    """The heading of a page or of a part of it."""
    label = PlainLabel(text)
    label.setFont(text_font(size, is_strong=True))
    return label


def _scrolling_page(page: Page, parts: Sequence[tuple[str, QWidget]]) -> QScrollArea:
    body = QWidget()
    set_style_class(body, StyleClass.BODY)
    column = QVBoxLayout(body)
    column.setContentsMargins(MARGIN, 20, MARGIN, 20)
    column.setSpacing(12)
    column.addWidget(heading(page_title(page)))
    for title, widget in parts:
        if title:
            column.addSpacing(8)
            column.addWidget(heading(title, TextSize.BODY))
        column.addWidget(widget)
    column.addStretch(1)
    area = scrolling(body, margin=MARGIN)
    area.setAccessibleName(page_title(page))
    return area
