"""Effects in the form: names, sketches, the prompt that makes room, and what the rows say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.samples import finished_job
from tests.support.widgets import FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.look.icons import icon_names
from wandesk.ui.wording.effects import EFFECTS, effect_name, effect_text
from wandesk.ui.wording.jobs import title
from wandesk.ui.wording.parameters import value_text

CATALOG = load_catalogue()
OFFERED = {effect for model in CATALOG.models for effect in model.choices.get("template", ())}


class Form:
    """The form with its fakes, and what it emitted."""

    def __init__(self, loop: GuiLoop, folder: Path) -> None:
        self.loop = loop
        questions = FakeQuestions(folder)
        questions.pictures = {"/home/me/cat.jpg": FACTS}
        self.composer = Composer(
            catalog=CATALOG,
            draft=replace(new_draft(CATALOG, "practice", "wan2.1-i2v-plus"), prompt="waves"),
            questions=questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
            monotonic=lambda: 100.0,
        )
        self.orders: list[Draft] = []
        self.composer.generate_requested.connect(self.orders.append)
        self.composer.resize(400, 900)
        self.composer.show()
        self.composer.offer_files(["/home/me/cat.jpg"])
        loop.settle()
        box = named(QComboBox, "Effect", within=self.composer)
        assert isinstance(box, QComboBox)
        self.box = box

    def choose(self, effect: str | None) -> None:
        self.box.setCurrentIndex(self.box.findData(effect or ""))
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


def test_every_effect_has_a_name_a_text_and_a_sketch() -> None:
    assert set(EFFECTS) == OFFERED
    names = [effect_name(effect) for effect in EFFECTS]
    assert len(set(names)) == len(names)
    for effect in EFFECTS:
        assert "picture" in effect_text(effect)
        assert value_text("template", effect) == effect_name(effect)
    assert {f"effect-{effect}" for effect in EFFECTS} == {name for name in icon_names() if name.startswith("effect-")}


def test_effect_of_a_catalogue_of_the_user_is_named_as_it_is() -> None:
    assert (effect_name("moonwalk"), effect_text("moonwalk")) == ("moonwalk", "")


def test_list_has_the_effects_of_the_model(form: Form) -> None:
    cards = form.composer.cards
    shown = [form.box.itemData(index) for index in range(form.box.count())]
    assert shown == ["", *CATALOG.model("wan2.1-i2v-plus").choices["template"]]
    form.composer.cards.offer.model_chosen.emit("wan2.1-kf2v-plus")
    assert form.box.count() == 6
    form.composer.cards.offer.model_chosen.emit("wan2.7-i2v")
    assert not cards.effect.isVisible()


def test_prompt_makes_room_for_an_effect_and_comes_back(form: Form) -> None:
    cards = form.composer.cards
    form.choose("squish")
    assert not cards.prompt.isVisible()
    assert cards.effect.sketch.isVisible()
    assert "one clear subject" in cards.effect.text_label.text()
    form.composer.generate()
    assert [order.template for order in form.orders] == ["squish"]
    form.choose(None)
    assert cards.prompt.isVisible()
    assert cards.prompt.field.text() == "waves"
    assert not cards.effect.sketch.isVisible()


def test_keyboard_chooses_an_effect(form: Form) -> None:
    form.box.setFocus()
    QTest.keyClick(form.box, Qt.Key.Key_Down)
    assert form.composer.draft.template == "squish"
    QTest.keyClick(form.box, Qt.Key.Key_Up)
    assert form.composer.draft.template is None


def test_effect_stays_for_a_model_that_has_it(form: Form) -> None:
    form.choose("hug")
    form.composer.cards.offer.model_chosen.emit("wan2.2-i2v-plus")
    assert "Effect" in form.composer.cards.offer.change_label.text()
    assert form.composer.cards.prompt.isVisible()
    form.composer.cards.offer.model_chosen.emit("wan2.1-i2v-turbo")
    assert form.box.currentData() == "hug"
    form.composer.cards.offer.model_chosen.emit("wan2.1-kf2v-plus")  # has other effects
    assert form.box.currentData() == ""


def test_row_names_the_effect() -> None:
    job = finished_job()
    effect = replace(job, request=replace(job.request, prompt="", template="squish"))
    assert title(effect) == "Squeeze · cat.jpg"


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_card_is_drawn(form: Form, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    portrait(form.composer, f"effect-none-{theme.value}")
    form.choose("squish")
    image = portrait(form.composer, f"effect-squish-{theme.value}")
    assert image.width() == form.composer.width()
    apply_look(qapp, Theme.LIGHT)
