"""Says where keys are stored and whether the keyring works."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wandesk.settings.secrets import KeyringState
from wandesk.ui.look import IconLabel, IconRole, StyleClass, set_style_class
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate


class KeyringLine(QFrame):
    """One sentence about the system keyring."""

    availability_changed = Signal(bool)
    """Whether there is a keyring. Without one, keys last for the session only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_available = True
        self._icon = IconLabel("key", IconRole.MUTED, 18)
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)
        self._show(translate("Settings", "API keys are kept in the system keyring, never in a file."), is_trouble=False)

    def show_state(self, state: KeyringState) -> None:
        """Show the keyring's state after the last request."""
        if state.trouble is not None:
            self._show(problem_text(state.trouble), is_trouble=True)
        else:
            text = translate("Settings", "API keys are kept in {keyring}, never in a file.").format(keyring=state.name)
            self._show(text, is_trouble=False)
        self.is_available = not state.is_absent
        self.availability_changed.emit(self.is_available)

    def says(self, text: str) -> bool:
        """Whether this is the sentence that is shown."""
        return self.label.text() == text

    def _show(self, text: str, *, is_trouble: bool) -> None:
        self.label.setText(text)
        set_style_class(self, StyleClass.WARNING if is_trouble else StyleClass.NOTICE)
        if is_trouble:
            self._icon.show_icon("warning", IconRole.PLAIN)
        else:
            self._icon.show_icon("key", IconRole.MUTED)
