"""Text for the clipboard, said to be there."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.network_report import copied


def copy_text(button: QWidget, text: str) -> None:
    """Put the text into the clipboard and let a screen reader say so."""
    QGuiApplication.clipboard().setText(text)
    announce(button, copied())
