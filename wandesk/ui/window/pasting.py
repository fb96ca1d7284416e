"""Edit > Paste."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from wandesk.ui.composer import Composer
from wandesk.ui.composer.offers import holds_text


def paste(composer: Composer | None) -> None:
    """Paste files or a picture into the cards, text into the focused field."""
    content = QGuiApplication.clipboard().mimeData()
    field = QApplication.focusWidget()
    if isinstance(field, QPlainTextEdit | QLineEdit) and holds_text(content):
        field.paste()
    elif composer is not None:
        composer.offer_mime(content)
