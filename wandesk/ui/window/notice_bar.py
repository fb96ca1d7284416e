"""The bar that shows the notices, one at a time. It floats over the lower edge of the list, so that nothing moves.

Over a low list, an offer would cover half of the jobs for as long as it waits. It then stands in the status bar.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from wandesk.ui.look import IconLabel, IconRole, StyleClass, icon, set_style_class
from wandesk.ui.notices import Notice, NoticeButton, NoticeKind, Notices
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.window.offer_line import OfferLine

translate = QCoreApplication.translate

NEWS_MS = 12_000
"""How long news is shown. Reading stops the clock: the mouse on the bar, or the keyboard's focus in it."""
MARGIN = 12
"""Logical pixels around the bar."""
HEIGHT = 44
"""Logical pixels of a bar with one line."""
LOW = 380
"""Logical pixels: in a lower zone, fewer than three rows of jobs are seen above the bar."""
ICON_SIDE = 18
_ICONS = {
    NoticeKind.OFFER: ("information", IconRole.MUTED),
    NoticeKind.NEWS: ("information", IconRole.MUTED),
    NoticeKind.WARNING: ("warning", IconRole.PLAIN),
}
MOST_BESIDE = 0.6
"""The share of the width that buttons beside the sentence may take."""
NARROW_COLUMN = 12
"""Logical pixels by which the bar may be higher with the buttons below a sentence of many short lines."""


class NoticeBar(QFrame):
    """Hidden while no notice waits. Below the newest one, the others stay: its buttons lead from one to the next."""

    height_changed = Signal(int)
    """The height in logical pixels that the bar covers; 0 while it is hidden."""

    def __init__(self, notices: Notices, over: QWidget) -> None:
        """`over` is the widget over whose lower edge the bar floats."""
        super().__init__(over)
        self._notices = notices
        self._over = over
        self._shown: Notice | None = None
        self._focus_before: QWidget | None = None
        self._icon = IconLabel(*_ICONS[NoticeKind.NEWS], ICON_SIDE)
        self._sentence = PlainLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pressable: list[QPushButton] = []
        self._others = _Others()
        self._others.turned.connect(self._turn)
        self._close = _tool_button("close", translate("Notices", "Close notice"), self._close_shown)
        self.line = OfferLine(notices)
        """In its place for an offer over a low zone. Its owner puts it into the status bar."""
        self._actions = _Actions()
        self._grid = self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(NEWS_MS)
        self._rest.timeout.connect(self._news_is_read)
        notices.changed.connect(self._refresh)
        notices.posted.connect(self._show_posted)
        over.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._give_way)
        self.hide()

    def float_over(self, over: QWidget) -> None:
        """Lie over the lower edge of another widget."""
        if over is self._over:
            return
        self._over.removeEventFilter(self)
        self._over = over
        self.setParent(over)
        over.installEventFilter(self)
        if self._shown is not None:
            self._place()

    def take_focus(self) -> None:
        """Lead the keyboard to the notice. Esc closes the notice and leads it back."""
        if self._shown is None:
            return
        if not self._has_focus:
            self._focus_before = QApplication.focusWidget()
        if not self.line.isHidden():
            self.line.take_focus()
            return
        first = self._pressable[0] if self._pressable else self._close
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------ what is shown

    @property
    def _is_in_use(self) -> bool:
        """Whether the user may be about to press something: then another notice waits its turn."""
        return self.isVisible() and (self.underMouse() or self._has_focus)

    @property
    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _refresh(self) -> None:
        """Keep what is shown while it waits; otherwise show the first that does."""
        waiting = self._notices.waiting
        if not waiting:
            self._show_nothing()
            return
        kept = None if self._shown is None else self._notices.of(self._shown.owner)
        self._show(kept or waiting[0])

    def _show_posted(self, notice: Notice) -> None:
        if not self._is_in_use:
            self._show(self._notices.waiting[0])
        announce(self, notice.sentence, interrupts=notice.kind is NoticeKind.WARNING)

    def _give_way(self) -> None:
        """An offer that was kept while the bar was in use gives way to the notices that came meanwhile."""
        if self._shown is not None and self._shown.kind is NoticeKind.OFFER and not self._is_in_use:
            self._show(self._notices.waiting[0])

    def _turn(self, by: int) -> None:
        """Show the notice that stands `by` places further."""
        waiting = self._notices.waiting
        assert self._shown is not None
        place = waiting.index(self._shown)
        self._show(waiting[(place + by) % len(waiting)])
        announce(self, self._shown.sentence)

    def _show(self, notice: Notice) -> None:
        if notice is not self._shown:
            self._shown = notice
            self._sentence.setText(notice.sentence)
            self.setAccessibleName(translate("Notices", "Notice"))
            for each in (self, self._close):
                each.setAccessibleDescription(notice.sentence)
            self._icon.show_icon(*_ICONS[notice.kind])
            self._show_buttons(notice)
            self._start_clock()
        waiting = self._notices.waiting
        self._others.show_place(waiting.index(notice) + 1, len(waiting))
        self._place()

    def _show_nothing(self) -> None:
        self._rest.stop()
        had_focus = self._has_focus
        self._shown = None
        self.hide()
        self.line.show_notice(None)
        self.height_changed.emit(0)
        if had_focus and self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus()
        self._focus_before = None

    def _show_buttons(self, notice: Notice) -> None:
        if any(button.hasFocus() for button in self._pressable):
            self._close.setFocus()  # not the next notice's button, which a second Return would press
        for button in self._pressable:
            button.hide()
            button.deleteLater()  # it may be the one that is being pressed
        self._pressable.clear()
        for each in notice.buttons:
            button = QPushButton(each.text)
            button.setAccessibleName(each.text)
            button.setAccessibleDescription(notice.sentence)  # read with the focus, which F6 gives to the first one
            button.clicked.connect(partial(self._press, notice, each))
            self._pressable.append(button)
        self._actions.row.removeWidget(self._others)
        for widget in (*self._pressable, self._others):
            self._actions.row.addWidget(widget)
        for button in self._pressable:
            button.show()  # Qt would show it only after the bar is placed
        in_order = (*self._pressable, self._others.previous, self._others.next, self._close)
        for former, latter in pairwise(in_order):
            QWidget.setTabOrder(former, latter)

    # ------------------------------------------------------------------ what the user does

    def _press(self, notice: Notice, button: NoticeButton, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        self._notices.press(notice, button)

    def _close_shown(self) -> None:
        if self._shown is not None:
            self._notices.close(self._shown)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._give_way()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_shown()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ the clock of news

    def _start_clock(self) -> None:
        if self._shown is not None and self._shown.kind is NoticeKind.NEWS:
            self._rest.start()
        else:
            self._rest.stop()

    def _news_is_read(self) -> None:
        if self._is_in_use:
            self._start_clock()
        elif self._shown is not None:
            self._notices.withdraw(self._shown.owner)

    # ------------------------------------------------------------------ where it stands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._shown is not None:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        assert self._shown is not None
        is_offer = self._shown.kind is NoticeKind.OFFER
        if is_offer and self._over.height() < LOW:
            self.hide()
            self.line.show_notice(self._shown)
            self.height_changed.emit(0)
            return
        self.line.show_notice(None)
        width = self._over.width() - 2 * MARGIN
        below = self._arrange(width, is_beside=False)
        height = self._arrange(width, is_beside=True)
        if below < height + NARROW_COLUMN or self._actions.row.sizeHint().width() > width * MOST_BESIDE:
            height = self._arrange(width, is_beside=False)
        self.setGeometry(MARGIN, self._over.height() - MARGIN - height, width, height)
        self._grid.activate()  # at once: the last arrangement that was tried must not be painted
        self.show()
        self.raise_()
        self.height_changed.emit(height + 2 * MARGIN)

    def _arrange(self, width: int, *, is_beside: bool) -> int:
        """Put the buttons beside the sentence or below it; returns the height of the bar."""
        grid, actions = self._grid, self._actions
        needed = self._actions.row.sizeHint().width()
        actions.setVisible(needed > 0)
        actions.setMinimumWidth(needed if is_beside else 0)
        if is_beside:
            grid.addWidget(actions, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        else:
            grid.addWidget(actions, 1, 1, 1, 3)
        edge = Qt.AlignmentFlag.AlignVCenter if is_beside else Qt.AlignmentFlag.AlignTop
        for each in (self._icon, self._close):
            grid.setAlignment(each, edge)
        return max(HEIGHT, grid.totalHeightForWidth(width), grid.totalMinimumSize().height())

    def _lay_out(self) -> QGridLayout:
        set_style_class(self, StyleClass.FLOATING)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 8, 8, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for column, each in ((0, self._icon), (1, self._sentence), (2, self._actions), (3, self._close)):
            grid.addWidget(each, 0, column)
        return grid


class _Actions(QWidget):
    """The buttons of a notice, in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.row = FlowRow(is_even=True)
        self.setLayout(self.row)


class _Others(QWidget):
    """The place of the notice that is shown among all of them, with the buttons to the others."""

    turned = Signal(int)
    """By how many places the user goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._place = PlainLabel()
        set_style_class(self._place, StyleClass.MUTED)
        turn = self.turned.emit
        self.previous = _tool_button("chevron-left", translate("Notices", "Previous notice"), partial(turn, -1))
        self.next = _tool_button("chevron-right", translate("Notices", "Next notice"), partial(turn, 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for each in (self.previous, self._place, self.next):
            row.addWidget(each)

    def show_place(self, place: int, count: int) -> None:
        """Hidden while there is only one."""
        self._place.setText(translate("Notices", "{place} of {count}").format(place=place, count=count))
        self.setVisible(count > 1)


def _tool_button(name: str, text: str, press: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, IconRole.MUTED))
    button.setAccessibleName(text)
    set_tooltip(button, text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda _is_checked=False: press())
    return button
