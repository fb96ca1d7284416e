"""Sentences of the window while the list of models has an error."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def title() -> str:
    return translate("Catalogue", "Wan Desk can't order videos right now")


def advice() -> str:
    return translate(
        "Catalogue",
        "Correct the file or reinstall Wan Desk, then restart it. Until then, you can play your videos, "
        "Wan Desk still downloads those being made, and queued orders stay paused.",
    )
