"""The draft editor alone: what it remembers, what it refuses, and how often it checks."""

from __future__ import annotations

import pytest

from tests.support.widgets import FACTS, SOUND_FACTS
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, Field, Problem, find_problems, new_draft
from wandesk.domain.media import Audio, Picture
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import editing
from wandesk.ui.composer.changes import change_text
from wandesk.ui.composer.editing import DraftEditor

CATALOG = load_catalogue()
PICTURE = Picture(path="/cat.jpg", facts=FACTS)
VOICE = Audio(path="/voice.mp3", facts=SOUND_FACTS)


class EditRecorder:
    """An editor, and its report of each edit."""

    def __init__(self, region: str = "practice", model: str | None = None) -> None:
        self.reported: list[bool] = []
        self.editor = DraftEditor(CATALOG, new_draft(CATALOG, region, model), self.reported.append)


def test_every_edit_is_reported_and_says_whether_the_draft_is_new() -> None:
    edits = EditRecorder()
    assert edits.reported == []
    edits.editor.set_prompt("waves")
    edits.editor.set_prompt("waves")
    edits.editor.choose("resolution", "1080P")
    edits.editor.put_in(PICTURE, None)
    edits.editor.remove(Field.PICTURE)
    edits.editor.remove(Field.PICTURE)
    assert edits.reported == [True, False, True, True, True, False]


def test_problems_are_found_once_per_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Draft] = []

    def counted(draft: Draft, catalog: Catalog) -> tuple[Problem, ...]:
        checked.append(draft)
        return find_problems(draft, catalog)

    monkeypatch.setattr(editing, "find_problems", counted)
    editor = EditRecorder().editor
    assert len(checked) == 1
    editor.set_prompt("waves")
    editor.put_in(PICTURE, VOICE)
    assert len(checked) == 3
    for _ in range(3):
        assert editor.problems == ()
    assert len(checked) == 3


def test_earlier_choice_returns_with_a_model_that_takes_it() -> None:
    editor = EditRecorder("singapore", "wan2.5-i2v-preview").editor
    for name, value in (("resolution", "1080P"), ("seconds", 10), ("sound_choice", SoundChoice.SILENT)):
        editor.choose(name, value)
    changed = editor.change_offer(model="wan2.2-i2v-flash")
    assert set(changed.replaced) == {"seconds", "sound_choice"} | (
        {"resolution"} if editor.draft.resolution != "1080P" else set()
    )
    editor.change_offer(model="wan2.5-i2v-preview")
    draft = editor.draft
    assert (draft.resolution, draft.seconds, draft.sound_choice) == ("1080P", 10, SoundChoice.SILENT)


def test_a_picture_to_be_cropped_is_put_in_with_its_problem() -> None:
    editor = EditRecorder().editor
    editor.put_in(PICTURE, None)
    long = Picture(path="/long.jpg", facts=replace(FACTS, width=9000, height=90))
    assert editor.put_in(long, VOICE) == ()
    assert editor.draft.picture == long
    (problem,) = editor.problems
    assert (problem.field, problem.sentence) == (Field.PICTURE, "picture_too_long")
    assert editor.draft.audio == VOICE
    assert editor.draft.sound_choice is SoundChoice.MINE


def test_draft_for_a_model_not_sold_there_gets_another_model() -> None:
    edits = EditRecorder()
    edits.editor.load(replace(edits.editor.draft, region="singapore", model="no longer made"))
    draft = edits.editor.draft
    assert CATALOG.offer(draft.region, draft.model) is not None
    assert draft.region == "singapore"


def test_change_of_model_names_what_is_replaced_and_what_is_not_used() -> None:
    recorder = EditRecorder("practice", "wan2.7-i2v")
    editor = recorder.editor
    editor.choose("negative_prompt", "blur")
    editor.choose("is_loop", True)
    editor.choose("seconds", 7)
    changes = editor.change_offer(model="wan3.0-video")
    assert changes == ((), ("negative_prompt",))
    changes = editor.change_offer(model="wan2.5-i2v-preview")
    assert changes.unused == ("is_loop",)
    assert change_text(editor.draft, changes, CATALOG, "en") == (
        "Changed to fit: 5 s. Not used by this model: Seamless loop."
    )
    assert editor.change_offer(model="wan2.7-i2v") == ((), ())
    assert (editor.draft.negative_prompt, editor.draft.is_loop, editor.draft.seconds) == ("blur", True, 7)
