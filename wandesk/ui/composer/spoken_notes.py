"""What a screen reader says of the form: what is wrong or doubtful about a value, when it comes to be so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.cautions import Caution
from wandesk.domain.draft import Draft, Field, Problem
from wandesk.domain.media import Audio, Picture
from wandesk.domain.sentences import Sentence
from wandesk.ui.composer.notes import notes_of
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.parameters import label
from wandesk.ui.wording.sentences import joined, named

_Doubt = tuple[str, Sentence, str]
"""The field, its problem, and the path of its file. Another file is announced again, another letter is not."""


class SpokenNotes:
    """Announces each note once when it appears, however its numbers change while the user types."""

    def __init__(self, form: QObject, catalog: CatalogSource, language: str) -> None:
        self._form = form
        self._catalog = catalog
        self._language = language
        self._known: frozenset[_Doubt] | None = None

    def show(self, draft: Draft, problems: Sequence[Problem], cautions: Sequence[Caution]) -> None:
        """Say what was not so before. What a new form starts with is read with its fields."""
        before, wrong = self._known, [_doubt(draft, each) for each in problems]
        self._known = frozenset((*wrong, *(_doubt(draft, each) for each in cautions)))
        if before is None:
            return
        new = {field for field, _, _ in self._known - before}
        if not new:
            return
        notes = notes_of(problems, cautions, self._catalog.current, self._language)
        said = {field: note for field, note in notes.items() if field in new}
        texts = [_named(field, note.text) for field, note in said.items()]
        if texts:
            announce(self._form, joined(*texts), interrupts=any(note.is_problem for note in said.values()))


def _doubt(draft: Draft, about: Problem | Caution) -> _Doubt:
    value = getattr(draft, about.field, None)
    return about.field, about.sentence, value.path if isinstance(value, Picture | Audio) else ""


def _named(field: str, text: str) -> str:
    """With two pictures in the form, the sentence must say which one it is about."""
    return named(label(field), text) if field == Field.LAST_FRAME else text
