"""The user's own prompts in the menu of examples: saved ones, and those of the last jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from wandesk.settings.options import MOST_SAVED_PROMPTS, SAVED_PROMPTS
from wandesk.ui.widgets.plain_text import button_text, set_entry_tooltip, show_entry_tooltips
from wandesk.ui.widgets.round_menu import rounded
from wandesk.ui.wording.foreign import one_line

if TYPE_CHECKING:
    from wandesk.ui.settings.page_card import Values

translate = QCoreApplication.translate

SHOWN = 56
"""Characters of a prompt in a menu; the tooltip shows all of it."""


class OwnPrompts:
    """The saved prompts, newest first, and the prompts of the last jobs."""

    def __init__(self, values: Values, recent: Callable[[], Sequence[str]]) -> None:
        """`values` stores the saved prompts. `recent` gives the prompts of the last jobs, newest first."""
        self._values = values
        self._recent = recent

    @property
    def saved(self) -> tuple[str, ...]:
        return self._values.get(SAVED_PROMPTS)

    def save(self, prompt: str) -> None:
        """Save a prompt that `can_save` allows."""
        self._values.set(SAVED_PROMPTS, (prompt, *self.saved))

    def remove(self, prompt: str) -> None:
        """Remove a saved prompt; one that is not saved changes nothing."""
        self._values.set(SAVED_PROMPTS, tuple(each for each in self.saved if each != prompt))

    @property
    def is_full(self) -> bool:
        return len(self.saved) >= MOST_SAVED_PROMPTS

    def can_save(self, prompt: str) -> bool:
        """Whether this prompt may be saved: it has content, is not saved yet, and there is room."""
        return bool(prompt.strip()) and prompt not in self.saved and not self.is_full

    def add_to(self, menu: QMenu, prompt: str, take: Callable[[str], None]) -> None:
        """Add the entries to a menu. `prompt` is the one in the form; `take` puts another one there."""
        menu.addSeparator()
        save = menu.addAction(translate("Ideas", "Save this prompt"), partial(self.save, prompt))
        save.setEnabled(self.can_save(prompt))
        if self.is_full:
            save.setText(
                translate("Ideas", "Save this prompt (remove one first: {most} at most)").format(
                    most=MOST_SAVED_PROMPTS
                )
            )
        chosen = _submenu(menu, translate("Ideas", "Saved prompts"), self.saved, take)
        if self.saved:
            chosen.addSeparator()
            _submenu(chosen, translate("Ideas", "Remove a saved prompt"), self.saved, self.remove)
        _submenu(menu, translate("Ideas", "History"), self._recent(), take)


def _submenu(menu: QMenu, title: str, prompts: Sequence[str], act: Callable[[str], None]) -> QMenu:
    """A menu with an entry for each prompt; disabled without any."""
    inner = rounded(menu.addMenu(title))
    show_entry_tooltips(inner)
    inner.setEnabled(bool(prompts))
    for prompt in prompts:
        line = one_line(prompt)
        shown = line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"
        set_entry_tooltip(inner.addAction(button_text(shown), partial(act, prompt)), prompt)
    return inner
