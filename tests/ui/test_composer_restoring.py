"""The files of the last run come back into the form, each into its field, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, gui_loop
from tests.support.widgets import CLIP_FACTS, FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, wear_test_font
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Field, new_draft
from wandesk.domain.errors import InputRefused
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.restoring import RememberedFile
from wandesk.ui.look import Theme, apply_look

CAT, DOG, CLIP, VOICE = "/home/me/cat.jpg", "/home/me/dog.png", "/home/me/clip.mp4", "/home/me/voice.mp3"
WEB = "https://example.com/cat.jpg"


class Form:
    """The composer with fakes."""

    def __init__(self, loop: GuiLoop, folder: Path) -> None:
        self.loop = loop
        catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {CAT: FACTS, DOG: replace(FACTS, format="PNG"), WEB: FACTS}
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.questions.clips = {CLIP: CLIP_FACTS}
        draft = replace(new_draft(catalog, "practice"), sound_choice=SoundChoice.AUTOMATIC, prompt="waves")
        self.composer = Composer(
            catalog=catalog,
            draft=draft,
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
        )
        self.composer.show()

    def restore(self, *files: RememberedFile) -> None:
        self.composer.restoring.start(files)
        self.loop.settle()


@pytest.fixture
def form(qapp: QApplication, tmp_path: Path) -> Iterator[Form]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Form(loop, tmp_path)
        yield each
        each.composer.close()
        each.composer.deleteLater()


def test_every_file_returns_to_its_field_and_no_choice_changes(form: Form) -> None:
    crop = PictureEdit(crop=Crop(left=0.25))
    form.restore(
        RememberedFile(field=Field.PICTURE, origin=CAT, edit=crop),
        RememberedFile(field=Field.LAST_FRAME, origin=DOG),
        RememberedFile(field=Field.CLIP, origin=CLIP),
        RememberedFile(field=Field.AUDIO, origin=VOICE, start=1.5, length=4.0),
    )
    draft = form.composer.draft
    assert draft.picture is not None
    assert (draft.picture.path, draft.picture.edit) == (CAT, crop)
    assert draft.last_frame is not None
    assert draft.last_frame.path == DOG
    assert draft.clip is not None
    assert draft.audio is not None
    assert (draft.audio.start, draft.audio.length) == (1.5, 4.0)
    assert (draft.sound_choice, draft.prompt) == (SoundChoice.AUTOMATIC, "waves")


def test_a_web_address_is_read_again(form: Form) -> None:
    form.restore(RememberedFile(field=Field.PICTURE, origin=WEB))
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.address == WEB


def test_what_the_user_does_meanwhile_wins(form: Form) -> None:
    gate = form.questions.hold(CAT)
    form.composer.restoring.start([RememberedFile(field=Field.PICTURE, origin=CAT)])
    assert form.composer.is_reading
    assert form.composer.cards.first_frame.target.is_reading
    form.composer.offer_files([DOG])
    form.loop.run_until(lambda: form.composer.draft.picture is not None)
    gate.set()
    form.loop.settle()
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == DOG
    assert not form.composer.is_reading


def test_a_file_that_is_gone_is_said_on_its_card_once(form: Form, said: list[str]) -> None:
    form.questions.refusals[CAT] = InputRefused(sentence=Sentence.PICTURE_NOT_FOUND)
    form.restore(
        RememberedFile(field=Field.PICTURE, origin=CAT), RememberedFile(field=Field.LAST_FRAME, origin="/gone")
    )
    assert "no longer there" in form.composer.cards.first_frame.error_label.text()
    assert form.composer.cards.last_frame.error_label.text() != ""
    assert len(said) == 2


def test_a_file_that_no_longer_fits_is_kept_with_its_problem(form: Form) -> None:
    form.questions.pictures[CAT] = replace(FACTS, width=20, height=20)
    form.restore(RememberedFile(field=Field.PICTURE, origin=CAT))
    assert form.composer.draft.picture is not None
    assert "20 × 20" in form.composer.cards.first_frame.error_label.text()


def test_another_draft_stops_the_reading(form: Form) -> None:
    gate = form.questions.hold(CAT)
    form.composer.restoring.start([RememberedFile(field=Field.PICTURE, origin=CAT)])
    form.composer.set_draft(replace(form.composer.draft, prompt="hills"))
    gate.set()
    form.loop.settle()
    assert form.composer.draft.picture is None
