"""Help > Copy diagnostics: shows the text first, exactly as it is copied."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, icon
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.tool_dialog import ToolDialog

translate = QCoreApplication.translate

SIZE = (720, 560)
"""Logical pixels."""

Collect = Callable[[], Awaitable[str]]
"""Collects the text, away from the window's thread where that takes time."""


class DiagnosticsDialog(ToolDialog):
    """Not modal. The text is collected once, when the dialog opens."""

    def __init__(self, collect: Collect, *, spawn: Spawn, parent: QWidget | None) -> None:
        super().__init__(title=translate("Diagnostics", "Diagnostics"), spawn=spawn, parent=parent)
        self.text = QPlainTextEdit(translate("Diagnostics", "Collecting…"))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(translate("Diagnostics", "Text to copy"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setTabChangesFocus(True)
        self.copy = push_button(translate("Diagnostics", "Copy"), style=StyleClass.PRIMARY)
        self.copy.setEnabled(False)
        self.close_button = push_button(translate("Diagnostics", "Close"))
        head = self._make_head(
            translate(
                "Diagnostics",
                "This is exactly what is copied. It helps whoever looks into a problem. It contains no keys, prompts, "
                "links or names of your files.",
            ),
            below=12,
            spacing=4,
        )
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 0, SIDE, 14)
        body.addWidget(self.text)
        stack(self, head, body, foot=(None, self.close_button, self.copy))
        self.resize(*SIZE)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        self._run("collect diagnostics", self._show(collect))

    async def _show(self, collect: Collect) -> None:
        self.text.setPlainText(await collect())
        self.copy.setEnabled(True)
        self.copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(translate("Diagnostics", "Copied"))
        self.copy.setIcon(icon("check"))
        announce(self.copy, translate("Diagnostics", "Diagnostics copied"))
