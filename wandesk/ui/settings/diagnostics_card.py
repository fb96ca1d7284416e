"""Settings: a button that copies the facts which help with a problem."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, icon, set_style_class
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button

translate = QCoreApplication.translate

Collect = Callable[[], Awaitable[str]]
"""Collects the text, away from the window's thread where that takes time."""


def diagnostics_section(collect: Collect) -> Section:
    """The section on the last page."""
    return Section(
        page=Page.ADVANCED,
        title=lambda: translate("Settings", "Diagnostics"),
        make=lambda spawn, parent: DiagnosticsCard(collect, spawn, parent),
    )


class DiagnosticsCard(QFrame):
    """Says what is copied, and that it was."""

    def __init__(self, collect: Collect, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._collect = collect
        self._spawn = spawn
        set_style_class(self, StyleClass.CARD)
        about = small_label(self)
        about.setText(
            translate(
                "Settings",
                "Versions, folders, which regions have a key, and the last lines of the log. No keys, passwords or "
                "prompts.",
            )
        )
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        self.button = push_button(copy_text(), self, icon=icon("copy"))
        self.button.clicked.connect(lambda: self._spawn("copy diagnostics", self._copy()))
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(about)

    async def _copy(self) -> None:
        QGuiApplication.clipboard().setText(await self._collect())
        self.button.setText(copied_text())
        announce(self.button, copied_text())


async def copy_diagnostics(collect: Collect, notices: Notices) -> None:
    """Put the collected text into the clipboard, and say so."""
    QGuiApplication.clipboard().setText(await collect())
    notices.tell(Owner(NoticeAct.COPY_DIAGNOSTICS), copied_text())


def copy_text() -> str:
    return translate("Settings", "Copy diagnostics")


def copied_text() -> str:
    return translate("Settings", "Diagnostics copied")
