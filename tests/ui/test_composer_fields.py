"""Fields for request parameters: each kind of parameter has its field, on every model that takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.gui import english_loop
from tests.support.portraits import portrait
from wandesk.domain.catalog import WireProtocol
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.parameter_kinds import File, FormPlace
from wandesk.domain.parameters import TABLE
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer.fields import ChoiceField, NumberField, SwitchField, TextField, make_field
from wandesk.ui.composer.video_card import VideoCard
from wandesk.ui.wording.parameters import label

CATALOG = load_catalogue()
FIELDS = [entry for entry in TABLE if not isinstance(entry.kind, File)]
"""Every entry that a field can show, also those that the form does not show yet."""


class FieldCard:
    """A card with a field for every parameter, and the choices made in it."""

    def __init__(self, model: str, region: str = "practice") -> None:
        self.card = VideoCard(CATALOG, FIELDS)
        self.chosen: list[tuple[str, Any]] = []
        self.card.chosen.connect(lambda key, value: self.chosen.append((key, value)))
        self.draft = new_draft(CATALOG, region, model)
        self.card.resize(360, 500)
        self.card.show()
        self.show()

    def show(self, **values: Any) -> Draft:
        self.draft = replace(self.draft, **values)
        self.card.show_values(self.draft)
        return self.draft

    def visible(self) -> set[str]:
        return {key for key, field in self.card.fields.items() if field.isVisible()}


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    with english_loop(qapp):
        yield


def model_with(key: str) -> str:
    """A model whose catalogue entry has values for that Choice."""
    return next(model.key for model in CATALOG.models if model.choices.get(key))


def test_each_kind_has_its_field_and_a_name() -> None:
    kinds: dict[str, type[QWidget]] = {
        "resolution": ChoiceField,
        "watermark": SwitchField,
        "seed": NumberField,
        "negative_prompt": TextField,
    }
    for entry in FIELDS:
        field = make_field(entry)
        assert isinstance(field, kinds.get(entry.key, QWidget))
        name = QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Name)
        assert name == label(entry.key)


def test_file_parameter_has_no_field() -> None:
    (last_frame,) = (entry for entry in TABLE if entry.key == "last_frame")
    with pytest.raises(TypeError):
        make_field(last_frame)


def test_only_parameters_of_the_model_are_shown() -> None:
    for model in CATALOG.models_in("practice"):
        visible = FieldCard(model.key).visible()
        for key in ("shot_type", "ratio", "template"):
            assert (key in visible) is bool(model.choices.get(key)), (model.key, key)
        assert ("seed" in visible) is ("seed" in model.parameters)
        assert ("watermark" in visible) is ("watermark" in model.parameters)
        assert ("negative_prompt" in visible) is (model.protocol is not WireProtocol.MEDIA3)


def test_choice_is_reported_as_the_draft_stores_it() -> None:
    shown = FieldCard(model_with("shot_type"))
    fields = shown.card.fields
    seconds, switch, seed, text, shots = (
        fields[key] for key in ("seconds", "watermark", "seed", "negative_prompt", "shot_type")
    )
    assert isinstance(seconds, ChoiceField)
    seconds.setCurrentIndex(seconds.findData("10"))
    assert isinstance(switch, SwitchField)
    switch.click()
    QTest.keyClicks(seed, "42")
    QTest.keyClicks(text, "a")
    assert isinstance(shots, ChoiceField)
    shots.setCurrentIndex(1)
    offered = CATALOG.model(shown.draft.model).choices["shot_type"]
    assert shown.chosen == [
        ("seconds", 10),
        ("watermark", True),
        ("seed", 4),
        ("seed", 42),
        ("negative_prompt", "a"),
        ("shot_type", offered[0]),
    ]
    shots.setCurrentIndex(0)
    assert shown.chosen[-1] == ("shot_type", None)


def test_showing_a_draft_reports_no_choice() -> None:
    shown = FieldCard(model_with("shot_type"))
    shown.show(seconds=10, watermark=True, seed=7, negative_prompt="blur")
    fields = shown.card.fields
    assert isinstance(fields["watermark"], SwitchField)
    assert fields["watermark"].isChecked()
    assert isinstance(fields["seed"], NumberField)
    assert fields["seed"].text() == "7"
    shown.show(seed=None)
    assert fields["seed"].text() == ""
    assert shown.chosen == []


def test_text_stays_as_typed() -> None:
    shown = FieldCard(model_with("shot_type"))
    field = shown.card.fields["seed"]
    assert isinstance(field, NumberField)
    QTest.keyClicks(field, "007")
    shown.show(seed=7)
    assert field.text() == "007"


def test_fields_stand_in_two_columns_without_gaps() -> None:
    shown = FieldCard(model_with("ratio"))
    shown.card.resize(360, shown.card.sizeHint().height())
    shown.card.grab()
    fields = [field for field in shown.card.fields.values() if field.isVisible()]
    rights = [field.mapTo(shown.card, field.rect().topRight()).x() for field in fields]
    middle = shown.card.width() // 2
    sides = [right > middle for right in rights]
    assert sides == [position % 2 == 1 for position in range(len(fields))]
    portrait(shown.card, "parameters-every-kind")


def test_form_shows_the_values_of_the_table() -> None:
    card = VideoCard(CATALOG)
    assert list(card.fields) == [entry.key for entry in TABLE if entry.form is FormPlace.VIDEO_CARD]
