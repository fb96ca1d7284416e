"""Fields for request parameters: each kind of parameter has its field, on every model that takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.gui import english_loop
from tests.support.portraits import portrait
from wandesk.domain import parameter_kinds as kinds
from wandesk.domain.catalog import WireProtocol
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.parameter_kinds import File, FormPlace, Number, terms_of
from wandesk.domain.parameters import TABLE
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer.fields import ChoiceField, NumberField, SwitchField, TextField, make_field
from wandesk.ui.composer.more import MoreChip, MorePanel
from wandesk.ui.composer.video_card import VideoCard
from wandesk.ui.look import StyleClass
from wandesk.ui.wording.parameters import FIXED, label

CATALOG = load_catalogue()
FIELDS = [entry for entry in TABLE if not isinstance(entry.kind, File)]
"""Every entry that a field can show, also those that the form does not show yet."""


class FieldPanel:
    """The panel *More* with a field for every parameter, open over its form, and the choices made in it."""

    def __init__(self, model: str, region: str = "practice") -> None:
        self.form = QWidget()
        self.form.resize(372, 900)
        self.chip = MoreChip()
        self.chip.setParent(self.form)
        self.chip.move(12, 860)
        self.panel = MorePanel(CATALOG, self.chip, FIELDS)
        self.panel.float_in(self.form)
        self.chosen: list[tuple[str, Any]] = []
        self.panel.chosen.connect(lambda key, value: self.chosen.append((key, value)))
        self.draft = new_draft(CATALOG, region, model)
        self.form.show()
        self.show()
        self.chip.click()

    def show(self, **values: Any) -> Draft:
        self.draft = replace(self.draft, **values)
        self.panel.show_values(self.draft, terms_of(CATALOG, self.draft.region, CATALOG.model(self.draft.model)))
        return self.draft

    def last(self) -> tuple[str, Any]:
        return self.chosen[-1]

    def visible(self) -> set[str]:
        return {key for key, field in self.panel.fields.items() if field.isVisible()}


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    with english_loop(qapp):
        yield


def model_with(key: str) -> str:
    """A model whose catalogue entry has values for that Choice."""
    return next(model.key for model in CATALOG.models if model.choices.get(key))


def accessible_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_each_kind_has_its_field_and_names() -> None:
    classes = {kinds.Choice: ChoiceField, kinds.Switch: SwitchField, kinds.Number: NumberField, kinds.Text: TextField}
    for entry in FIELDS:
        field = make_field(entry, CATALOG)
        assert type(field) is classes[type(entry.kind)]
        names = [accessible_name(stop) for stop in field.tab_stops]
        assert label(entry.key) in names
        assert all(names)


def test_every_number_has_the_words_of_its_switch() -> None:
    assert FIXED.keys() == {entry.key for entry in TABLE if isinstance(entry.kind, Number)}


def test_file_parameter_has_no_field() -> None:
    (last_frame,) = (entry for entry in TABLE if entry.key == "last_frame")
    with pytest.raises(TypeError):
        make_field(last_frame, CATALOG)


def test_only_parameters_of_the_model_are_shown() -> None:
    for model in CATALOG.models_in("practice"):
        visible = FieldPanel(model.key).visible()
        for key in ("shot_type", "ratio", "template"):
            assert (key in visible) is bool(model.choices.get(key)), (model.key, key)
        assert ("seed" in visible) is ("seed" in model.parameters)
        assert ("watermark" in visible) is ("watermark" in model.parameters)
        assert ("negative_prompt" in visible) is (model.protocol is not WireProtocol.MEDIA3)


def test_choice_is_reported_as_the_draft_stores_it() -> None:
    shown = FieldPanel(model_with("shot_type"))
    fields = shown.panel.fields
    seconds, switch, seed, text, shots = (
        fields[key] for key in ("seconds", "watermark", "seed", "negative_prompt", "shot_type")
    )
    assert isinstance(seconds, ChoiceField)
    seconds.setCurrentIndex(seconds.findData("10"))
    assert isinstance(switch, SwitchField)
    switch.click()
    assert isinstance(text, TextField)
    QTest.keyClicks(text.edit, "a")
    assert isinstance(shots, ChoiceField)
    shots.setCurrentIndex(1)
    offered = CATALOG.model(shown.draft.model).choices["shot_type"]
    assert shown.chosen == [
        ("seconds", 10),
        ("watermark", True),
        ("negative_prompt", "a"),
        ("shot_type", offered[0]),
    ]
    shots.setCurrentIndex(0)
    assert shown.last() == ("shot_type", None)
    assert isinstance(seed, NumberField)
    seed.switch.click()
    assert seed.edit.isEnabled()
    within = CATALOG.ranges["seed"]
    assert within.least <= int(seed.edit.text()) <= within.most
    assert shown.last() == ("seed", int(seed.edit.text()))
    seed.edit.selectAll()
    QTest.keyClicks(seed.edit, "42")
    assert shown.chosen[-2:] == [("seed", 4), ("seed", 42)]
    seed.new_button.click()
    assert shown.last() == ("seed", int(seed.edit.text()))
    seed.switch.click()
    assert shown.last() == ("seed", None)
    assert not seed.edit.isEnabled()
    assert seed.edit.text() == ""


def test_showing_a_draft_reports_no_choice() -> None:
    shown = FieldPanel(model_with("shot_type"))
    shown.show(seconds=10, watermark=True, seed=7, negative_prompt="blur")
    fields = shown.panel.fields
    assert isinstance(fields["watermark"], SwitchField)
    assert fields["watermark"].isChecked()
    seed = fields["seed"]
    assert isinstance(seed, NumberField)
    assert seed.edit.text() == "7"
    assert seed.switch.isChecked()
    shown.show(seed=None)
    assert seed.edit.text() == ""
    assert not seed.switch.isChecked()
    assert shown.chosen == []


def test_number_stays_as_typed() -> None:
    shown = FieldPanel(model_with("shot_type"))
    field = shown.panel.fields["seed"]
    assert isinstance(field, NumberField)
    field.switch.click()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "007")
    shown.show(seed=7)
    assert field.edit.text() == "007"
    field.edit.clear()
    shown.show(seed=None)
    assert field.switch.isChecked(), "an emptied field is still being edited"


def test_text_is_counted() -> None:
    shown = FieldPanel("wan2.5-i2v-preview")
    field = shown.panel.fields["negative_prompt"]
    assert isinstance(field, TextField)
    shown.show(negative_prompt="🐈" * 500)
    assert field.counter.text() == "500 / 500"
    assert field.counter.property("look") == StyleClass.MUTED
    shown.show(negative_prompt="🐈" * 501)
    assert field.counter.property("look") == StyleClass.LOSS


def test_usual_text_is_added_once(qapp: QApplication) -> None:
    shown = FieldPanel("wan2.5-i2v-preview")
    field = shown.panel.fields["negative_prompt"]
    assert isinstance(field, TextField)
    assert field.usual_button is not None
    field.edit.setPlainText("people, blurry")
    field.usual_button.click()
    text = field.edit.text()
    assert text.startswith("people, blurry, low quality, ")
    assert shown.last() == ("negative_prompt", text)
    field.usual_button.click()
    assert field.edit.text() == text
    field.edit.undo()
    assert field.edit.text() == "people, blurry"


def test_fields_stand_below_each_other_inside_the_panel() -> None:
    shown = FieldPanel(model_with("ratio"))
    shown.form.grab()
    fields = [field for field in shown.panel.fields.values() if field.isVisible()]
    tops = [field.mapTo(shown.form, QPoint(0, 0)).y() for field in fields]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    assert shown.panel.geometry().bottom() < shown.chip.geometry().top()
    assert shown.panel.geometry().top() >= 0
    portrait(shown.form, "parameters-every-kind")


def test_form_shows_the_parameters_where_the_table_puts_them() -> None:
    card = VideoCard(CATALOG)
    assert list(card.fields) == [entry.key for entry in TABLE if entry.form is FormPlace.CHIP]
    assert list(card.more.fields) == [entry.key for entry in TABLE if entry.form is FormPlace.MORE]
