"""The prompt and its counter in code points."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication, QMimeData, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor, QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from wandesk.ui.addresses import is_marked_list
from wandesk.ui.composer.card import Card, sentence_label, show_sentence
from wandesk.ui.composer.first_frame import count_text
from wandesk.ui.composer.offers import holds_text
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.labels import caption_label
from wandesk.ui.wording.amounts import number_text

translate = QCoreApplication.translate

FEW_LINES = 4


class PromptField(QPlainTextEdit):
    """Plain text. Tab leaves the field; Ctrl+Return requests the video unless an input method is composing."""

    submit_requested = Signal()
    content_pasted = Signal(object)
    """A QMimeData with pasted files or a pasted picture, for the cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName(translate("Composer", "Prompt"))
        self.setPlaceholderText(
            translate("Composer", "Describe what moves, how the camera moves and what is heard. (Optional)")
        )
        self.setMinimumHeight(self.sizeHint().height())

    @property
    def is_composing(self) -> bool:
        """Whether an input method has uncommitted text."""
        return bool(self._preedit)

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; undo restores the old one."""
        if text == self.text():
            return
        with QSignalBlocker(self):
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().lineSpacing() * FEW_LINES + 22)

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


class PromptCard(Card):
    """The prompt with a counter, and a warning if the cloud would truncate it."""

    text_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Composer", "Prompt"), parent)
        self._most = 0
        self.field = PromptField(self)
        self.counter = caption_label("")
        self.warning_label = sentence_label(StyleClass.PRACTICE, self)
        self.head.addWidget(self.counter)
        self.column.addWidget(self.field)
        self.column.addWidget(self.warning_label)
        self.field.textChanged.connect(self._changed)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.field]

    def show_text(self, text: str, most: int) -> None:
        """Show a prompt and the model's limit in code points, without a signal."""
        self._most = most
        self.field.set_text(text)
        self._count(text)

    def _changed(self) -> None:
        text = self.field.text()
        self._count(text)
        self.text_changed.emit(text)

    def _count(self, text: str) -> None:
        is_too_long = len(text) > self._most > 0
        count = count_text(len(text), self._most)
        self.counter.setText(count)
        self.counter.setAccessibleName(translate("Composer", "Characters: {count}").format(count=count))
        set_style_class(self.counter, StyleClass.PRACTICE if is_too_long else StyleClass.MUTED)
        warning = translate("Composer", "Too long. Only the first {most} characters will be used.")
        show_sentence(self.warning_label, warning.format(most=number_text(self._most)) if is_too_long else "")
