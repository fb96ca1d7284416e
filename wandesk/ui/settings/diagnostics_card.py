"""Settings: a button that shows the facts which help with a problem, to be copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, icon, set_style_class
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.buttons import push_button

translate = QCoreApplication.translate


def diagnostics_section(show: Callable[[QWidget], object]) -> Section:
    """The section on the last page. `show` opens the dialog over a widget."""
    return Section(
        page=Page.ADVANCED,
        title=lambda: translate("Settings", "Diagnostics"),
        make=lambda _spawn, parent: DiagnosticsCard(show, parent),
    )


class DiagnosticsCard(QFrame):
    """Says what the text is about."""

    def __init__(self, show: Callable[[QWidget], object], parent: QWidget) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.CARD)
        about = small_label(self)
        about.setText(
            translate(
                "Settings",
                "Versions, which regions have a key, how many jobs there are, and the last lines of the log. No keys, "
                "passwords, prompts or names of files. You see the text before it is copied.",
            )
        )
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        self.button = push_button(translate("Settings", "Copy diagnostics…"), self, icon=icon("copy"))
        self.button.clicked.connect(lambda: show(self))
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(about)
