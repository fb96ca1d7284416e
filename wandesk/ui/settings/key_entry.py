"""The write-only field for a region's key, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from wandesk.domain.sentences import Sentence
from wandesk.ui.settings.controls import SECRET_TYPING, text_field
from wandesk.ui.settings.keys import cleaned, problem_of
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import set_tooltip

translate = QCoreApplication.translate

MAX_KEY_LENGTH = 4096


class KeyEntry(QHBoxLayout):
    """Field, Save, Test and Remove. It holds only the text being typed."""

    problem_found = Signal(object)
    """The Sentence that says why the text cannot be a key."""

    def __init__(self, region_name: str, parent: QWidget) -> None:
        super().__init__()
        self._region_name = region_name
        self.field = text_field(
            translate("Settings", "API key for {region}").format(region=region_name),
            "",
            parent,
            longest=MAX_KEY_LENGTH,
            hints=SECRET_TYPING | Qt.InputMethodHint.ImhHiddenText,
        )
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.save_button = push_button(translate("Settings", "Save"), parent)
        self.show_keyring(is_available=True)
        self.test_button = push_button(translate("Settings", "Test"), parent)
        self.test_button.setAccessibleName(translate("Settings", "Test {region}").format(region=region_name))
        set_tooltip(
            self.test_button,
            translate("Settings", "Check whether the API key works in {region}. This is free.").format(
                region=region_name
            ),
        )
        self.remove_button = push_button(translate("Settings", "Remove"), parent)
        remove = translate("Settings", "Remove key for {region}").format(region=region_name)
        self.remove_button.setAccessibleName(remove)
        set_tooltip(self.remove_button, remove)
        self.setSpacing(8)
        for widget in self.widgets:
            self.addWidget(widget)

        self.field.textChanged.connect(self._refuse_plan_key)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return (self.field, self.save_button, self.test_button, self.remove_button)

    @property
    def typed(self) -> str:
        """The typed text as a key: without spaces, line breaks and the word Bearer."""
        return cleaned(self.field.text())

    @property
    def is_possible(self) -> bool:
        """Whether the typed text may be a key."""
        return bool(self.typed) and problem_of(self.typed) is None

    def possible_key(self) -> str | None:
        """The typed key, or None if the text cannot be one; `problem_found` then says why."""
        problem: Sentence | None = problem_of(self.typed)
        if problem is None:
            return self.typed
        self.problem_found.emit(problem)
        self.field.setFocus()
        return None

    def _refuse_plan_key(self) -> None:
        """A key that can never work is refused before it is complete, and after what the edit has cleared."""
        if problem_of(self.typed) is Sentence.KEY_PLAN:
            self.problem_found.emit(Sentence.KEY_PLAN)

    def show_has_key(self, *, has_key: bool) -> None:
        """Show whether the field replaces a key or asks for the first one."""
        self.field.setPlaceholderText(
            translate("Settings", "Paste a new API key")
            if has_key
            else translate("Settings", "Paste your API key (begins with sk-)")
        )

    def show_keyring(self, *, is_available: bool) -> None:
        """Show that Save keeps the key for this session only, if there is no keyring."""
        if is_available:
            text, name = translate("Settings", "Save"), translate("Settings", "Save key for {region}")
        else:
            text = translate("Settings", "Keep for session")
            name = translate("Settings", "Keep key for {region} for this session")
        self.save_button.setText(text)
        self.save_button.setAccessibleName(name.format(region=self._region_name))
