"""Notes: what is wrong or doubtful about a value of the draft, said at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wandesk.domain.catalog import Catalog
from wandesk.domain.cautions import Caution
from wandesk.domain.draft import Problem
from wandesk.ui.composer.card import SentenceLabel
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.wording.models import draft_problem_text
from wandesk.ui.wording.problems import problem_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence about a field. `is_problem`: the draft cannot be submitted."""

    text: str
    is_problem: bool


def notes_of(
    problems: Iterable[Problem], cautions: Iterable[Caution], catalog: Catalog, language: str
) -> Mapping[str, Note]:
    """The note of each field by its key; a problem comes before a caution. An empty field needs none."""
    notes: dict[str, Note] = {}
    for problem in problems:
        if not problem.is_empty_field:  # Generate's tooltip says it
            text = draft_problem_text(problem, catalog, language)
            notes.setdefault(problem.field, Note(text=text, is_problem=True))
    for caution in cautions:
        text = problem_text(caution.sentence, dict(caution.values))
        notes.setdefault(caution.field, Note(text=text, is_problem=False))
    return notes


class NoteLabel(SentenceLabel):
    """Shows a note: a problem in red, a doubt in the colour of facts."""

    def __init__(self) -> None:
        super().__init__(StyleClass.LOSS)

    def show_note(self, note: Note | None) -> None:
        """Show the note, or nothing."""
        if note is not None:
            set_style_class(self, StyleClass.LOSS if note.is_problem else StyleClass.MUTED)
        self.show_text(note.text if note is not None else "")
