"""Plain text in several lines, its counter in code points, and the warning that the cloud would cut it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication, QMimeData, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent, QTextCursor, QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from wandesk.ui.addresses import is_marked_list
from wandesk.ui.composer.offers import holds_text
from wandesk.ui.look import StyleClass, TextSize, set_style_class, spaced, text_font
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import QuietBar
from wandesk.ui.wording.amounts import number_text

translate = QCoreApplication.translate

AROUND = 22
"""Logical pixels above and below the lines."""


class TextArea(QPlainTextEdit):
    """Plain text. Tab leaves the field; Ctrl+Return requests the video unless an input method is composing."""

    submit_requested = Signal()
    content_pasted = Signal(object)
    """A QMimeData with pasted files or a pasted picture, for the cards."""

    def __init__(self, name: str, size: TextSize, *, lines: int, parent: QWidget | None = None) -> None:
        """`lines` fit into the field without scrolling."""
        super().__init__(parent)
        self._preedit = ""
        self._invitations = ("", "")
        self._lines = lines
        self.setFont(spaced(text_font(size)))
        set_style_class(self, StyleClass.PROMPT)
        self.setVerticalScrollBar(QuietBar(self))
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)

    @property
    def is_composing(self) -> bool:
        """Whether an input method has uncommitted text."""
        return bool(self._preedit)

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text without a signal; undo restores the old one."""
        if text != self.text():
            with QSignalBlocker(self):
                self.replace_text(text)

    def replace_text(self, text: str) -> None:
        """Replace the text as the user would; undo restores the old one."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def append_text(self, text: str) -> None:
        """Add to the end as the user would, and show it; undo removes it alone."""
        self.replace_text(self.text() + text)  # Qt would merge an insertion with what was typed before it
        self.moveCursor(QTextCursor.MoveOperation.End)

    def set_invitation(self, whole: str, brief: str = "") -> None:
        """Invite to write. A brief text is shown where the whole one would be cut."""
        self._invitations = (whole, brief or whole)
        self._invite()

    def _invite(self) -> None:
        whole, brief = self._invitations
        margin = round(self.document().documentMargin())
        room = self.viewport().size() - QSize(2 * margin, margin)
        lines = self.fontMetrics().boundingRect(0, 0, room.width(), 0, Qt.TextFlag.TextWordWrap, whole)
        text = whole if lines.height() <= room.height() else brief
        if text != self.placeholderText():
            self.setPlaceholderText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._invite()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height_of(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height_of(1))

    def height_of(self, lines: int) -> int:
        """The height in which so many lines fit, in logical pixels."""
        return self.fontMetrics().lineSpacing() * lines + AROUND

    def whole_lines(self, height: int) -> int:
        """The height of the lines that fit into this height: the last one is not cut."""
        return self.height_of((height - AROUND) // self.fontMetrics().lineSpacing())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat() and not self.is_composing:
                self.submit_requested.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Refuse files and pictures, which belong to the cards. Accept text that comes with a picture of itself."""
        return holds_text(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if holds_text(source) and not is_marked_list(text := plain_text(source)):
            self.insertPlainText(text)
        else:
            self.content_pasted.emit(source)


def plain_text(content: QMimeData) -> str:
    """The text without formatting and control characters."""
    text = content.text() or QTextDocumentFragment.fromHtml(content.html()).toPlainText()
    return "".join(each for each in text if each in "\n\t" or unicodedata.category(each) != "Cc")


class CountLabel(PlainLabel):
    """`12 / 1,500`, red when the end of the text would be lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFont(text_font(TextSize.SMALL))
        set_style_class(self, StyleClass.MUTED)

    def show_count(self, count: int, most: int) -> None:
        """Show the length of a text and its limit, both in code points."""
        text = count_text(count, most)
        self.setText(text)
        self.setAccessibleName(translate("Composer", "Characters: {count}").format(count=text))
        set_style_class(self, StyleClass.LOSS if count > most else StyleClass.MUTED)


def count_text(count: int, most: int) -> str:
    """`12 / 1,500`."""
    return translate("Composer", "{count} / {most}").format(count=number_text(count), most=number_text(most))
