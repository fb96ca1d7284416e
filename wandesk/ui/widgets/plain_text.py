"""Foreign text as it stands: the only module that gives text to labels and tooltips.

Qt takes text for HTML if it looks like it, in every label and tooltip, and opens what an `img` names: a file, or a
share of another computer that then learns who is asking. Prompts, file names and messages of the cloud are foreign.
`tests/house/test_plain_text.py` refuses the ways around this module.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QLabel, QMenu, QToolTip, QWidget

LONG_TOOLTIP = 100
"""Characters."""
_READ_ALOUD = "tooltip_read_aloud"
"""The dynamic property with the description that `set_tooltip` has set."""
_NOTHING = " "
"""A description that is not spoken. Qt would put the tooltip in place of an empty one."""


class PlainLabel(QLabel):
    """A label that shows its text as it stands."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def set_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget, which has its accessible name already, a tooltip that shows the text as it stands.

    A screen reader reads a tooltip as the description of a widget without one (QAccessibleWidget::text). So it gets
    the text without markup, and nothing where the tooltip only repeats the name.
    """
    shown = tooltip(text)
    before = widget.property(_READ_ALOUD)
    if before is not None and widget.accessibleDescription() == before:
        widget.setAccessibleDescription("")
    aloud = None
    if text and not widget.accessibleDescription():
        aloud = _NOTHING if text == widget.accessibleName() else text if shown != text else None
    widget.setProperty(_READ_ALOUD, aloud)
    if aloud is not None:
        widget.setAccessibleDescription(aloud)
    widget.setToolTip(shown)


def show_entry_tooltips(menu: QMenu) -> None:
    """Let a menu show the tooltips of its entries, those that `set_entry_tooltip` gives them."""
    menu.setToolTipsVisible(True)


def set_entry_tooltip(entry: QAction, text: str) -> None:
    """Give an entry of such a menu a tooltip that shows the text as it stands, wrapped if it is long.

    An empty one removes it.
    """
    entry.setToolTip(tooltip_of(text) if len(text) > LONG_TOOLTIP else tooltip(text))


def show_tooltip(at: QPoint, paragraphs: tuple[str, ...], view: QWidget, area: QRect) -> None:
    """Show a tooltip now, for a place without a widget; an empty one hides it. `at` is a global position."""
    QToolTip.showText(at, tooltip_of(*paragraphs), view, area)


def tooltip(text: str) -> str:
    """What a tooltip needs to show the text as it stands: the text, or its HTML if Qt would take it for HTML."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if Qt.mightBeRichText(text) else text


def tooltip_of(*paragraphs: str) -> str:
    """The same for paragraphs, which are wrapped."""
    return "".join(f"<p>{escape(each)}</p>" for each in paragraphs)  # Qt wraps only HTML


def button_text(text: str) -> str:
    """Foreign text on a button or in a menu, where an ampersand would mark an access key."""
    return text.replace("&", "&&")
