"""Settings > Models: a check writes nothing without a Yes, and a model that users describe can be ordered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.support.gui import GuiLoop
from tests.support.widgets import FakeKeys, named
from wandesk.domain.catalog import Catalog, UnitPrice
from wandesk.domain.custom_model import CustomModel
from wandesk.domain.errors import KeyNeeded, WanDeskError
from wandesk.domain.model_list import ChangeKind, Comparison, ModelChange, PriceChange
from wandesk.domain.sentences import Sentence
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.own_models import OwnModels
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.models_section import ModelsSection, own_models_sections
from wandesk.ui.settings.section import MODELS

DAY = "2027-01-15"
DEARER = ModelChange(
    kind=ChangeKind.DEARER,
    model_id="wan2.5-i2v-preview",
    model="wan2.5-i2v-preview",
    currency="USD",
    prices=(
        PriceChange(resolution="480P", before=Decimal("0.05"), after=Decimal("0.0625")),
        PriceChange(resolution="720P", before=Decimal("0.1"), after=Decimal("0.125"), has_sound=False),
    ),
    all_prices=(UnitPrice(resolution="480P", per_second=Decimal("0.0625")),),
)
GONE = ModelChange(kind=ChangeKind.GONE, model_id="wan2.1-i2v-turbo", model="wan2.1-i2v-turbo")
NEW = ModelChange(kind=ChangeKind.NEW, model_id="wan9.1-i2v", name="Wan9.1\u202e-I2V")
PRICED = ModelChange(
    kind=ChangeKind.PRICED,
    model_id="wan3.0-video",
    model="wan3.0-video",
    currency="JPY",
    prices=(PriceChange(resolution="480P", before=None, after=Decimal(8)),),
)


@dataclass
class FakeModels:
    """The user's own list in a folder, and answers of the cloud from a script."""

    path: Path
    answer: Comparison | WanDeskError = field(default_factory=lambda: Comparison(region="singapore"))
    asked: list[str] = field(default_factory=list)
    catalog: Catalog = field(default_factory=load_catalogue)

    @property
    def own(self) -> OwnModels:
        return OwnModels(self.path, today=lambda: date.fromisoformat(DAY))

    async def check(self, region: str) -> Comparison:
        self.asked.append(region)
        if isinstance(self.answer, WanDeskError):
            raise self.answer
        return self.answer

    async def write(self, comparison: Comparison) -> None:
        self.catalog = self.own.apply(comparison)

    async def add(self, model: CustomModel) -> None:
        self.catalog = self.own.add(model)

    async def remove(self, key: str) -> None:
        self.catalog = self.own.remove(key)


@pytest.fixture
def models(tmp_path: Path) -> FakeModels:
    return FakeModels(tmp_path / "models.toml")


@pytest.fixture
def section(loop: GuiLoop, models: FakeModels) -> Iterator[ModelsSection]:
    parent = QWidget()
    parent.resize(640, 760)
    each = ModelsSection(models, "singapore", "en", loop.spawn, parent)
    each.resize(600, 720)
    parent.show()
    yield each
    parent.close()
    parent.deleteLater()


def check(section: ModelsSection, loop: GuiLoop) -> None:
    section.check.check_button.click()
    loop.settle()


# ---------------------------------------------------------------- the check


def test_nothing_is_asked_before_the_button_is_pressed(
    section: ModelsSection, models: FakeModels, loop: GuiLoop
) -> None:
    loop.settle()
    assert models.asked == []
    assert section.check.date_label.text().startswith("Models and prices as of ")
    assert not section.check.write_button.isVisible()
    check(section, loop)
    assert models.asked == ["singapore"]


def test_changes_are_said_in_plain_words(section: ModelsSection, models: FakeModels, loop: GuiLoop) -> None:
    models.answer = Comparison(
        region="singapore", changes=(NEW, GONE, DEARER, PRICED), not_compared=("wan2.7-i2v", "wan2.6-i2v")
    )
    check(section, loop)
    assert section.check.texts == [
        "New: Wan9.1-I2V (wan9.1-i2v). Wan Desk doesn't know what it takes.",
        "No longer offered: Wan 2.1 Turbo. Use Wan 2.5 Preview instead.",
        "Dearer: Wan 2.5 Preview, per second 480P $0.05 → $0.0625; 720P silent $0.10 → $0.125",
        "Price known: Wan 3.0, per second 480P 8.00 JPY",
    ]
    text = section.check.message.text()
    assert text.startswith("This differs from Wan Desk's list. Update it?")
    assert "not compared: Wan 2.7, Wan 2.6." in text
    assert not models.path.exists(), "nothing is written without a Yes"


def test_yes_writes_and_says_that_it_is_in_use(section: ModelsSection, models: FakeModels, loop: GuiLoop) -> None:
    models.answer = Comparison(region="singapore", changes=(GONE, DEARER))
    check(section, loop)
    section.check.write_button.click()
    loop.settle()
    offer = models.catalog.offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert offer.prices == DEARER.all_prices
    assert section.check.texts == []
    assert not section.check.write_button.isVisible()
    assert "in use from now on" in section.saved_label.text()


def test_no_leaves_everything_as_it_is(section: ModelsSection, models: FakeModels, loop: GuiLoop) -> None:
    models.answer = Comparison(region="singapore", changes=(GONE,))
    check(section, loop)
    section.check.leave_button.click()
    loop.settle()
    assert section.check.texts == []
    assert not models.path.exists()
    check(section, loop)
    section.check.region_box.setCurrentIndex(section.check.region_box.findData("beijing"))
    assert section.check.texts == [], "a result is about its own region"


def test_list_without_changes_renews_the_date_if_wanted(
    section: ModelsSection, models: FakeModels, loop: GuiLoop
) -> None:
    check(section, loop)
    assert section.check.message.text() == "Singapore offers the same models at the same prices."
    assert not section.check.leave_button.isVisible()
    section.check.write_button.click()
    loop.settle()
    assert models.catalog.newest == DAY


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (KeyNeeded(values={"region": "singapore"}), "needs your API key"),
        (Comparison(region="singapore", problem=Sentence.MODEL_LIST_ODD), "lacks most models"),
    ],
)
def test_refusal_is_said_and_the_check_can_be_repeated(
    section: ModelsSection, models: FakeModels, loop: GuiLoop, answer: Comparison | WanDeskError, text: str
) -> None:
    models.answer = answer
    check(section, loop)
    assert text in section.check.message.text()
    assert not section.check.write_button.isVisible()
    assert section.check.check_button.isEnabled()
    models.answer = Comparison(region="singapore")
    check(section, loop)
    assert "same models" in section.check.message.text()


def test_own_list_with_an_error_is_not_overwritten(section: ModelsSection, models: FakeModels, loop: GuiLoop) -> None:
    models.path.write_text("a = [")
    models.answer = Comparison(region="singapore", changes=(GONE,))
    check(section, loop)
    section.check.write_button.click()
    loop.settle()
    assert "models.toml" in section.check.message.text()
    assert models.path.read_text() == "a = ["
    assert section.check.write_button.isEnabled()


# ---------------------------------------------------------------- a model by hand


def test_new_model_of_the_list_is_described_and_added(
    section: ModelsSection, models: FakeModels, loop: GuiLoop
) -> None:
    models.answer = Comparison(region="singapore", changes=(NEW,))
    check(section, loop)
    named(QPushButton, "Add wan9.1-i2v by hand", within=section).click()
    custom = section.custom
    assert custom.form.isVisible()
    assert custom.form.model_id.text() == "wan9.1-i2v"
    custom.form.like_box.setCurrentIndex(custom.form.like_box.findData("wan2.7-i2v"))
    assert [each for each, box in custom.form.resolutions.items() if box.isChecked()] == ["720P", "1080P"]
    assert custom.form.seconds.text() == "2-15"
    assert not custom.form.prices["480P"].isEnabled()
    custom.form.prices["720P"].setText("0.11")
    custom.form.add_button.click()
    loop.settle()
    made = models.catalog.model("wan9.1-i2v")
    assert made.is_custom
    offer = models.catalog.offer("singapore", "wan9.1-i2v")
    assert offer is not None
    assert offer.prices == (UnitPrice(resolution="720P", per_second=Decimal("0.11")),)
    assert not custom.form.isVisible()
    assert "Choose it under Model" in section.saved_label.text()
    named(QPushButton, "Remove wan9.1-i2v", within=section).click()
    loop.settle()
    assert models.catalog == load_catalogue()


def test_new_model_of_a_known_family_is_named_and_compared_with_it(
    section: ModelsSection, models: FakeModels, loop: GuiLoop
) -> None:
    change = ModelChange(kind=ChangeKind.NEW, model_id="wan2.6-i2v-max")
    models.answer = Comparison(region="beijing", changes=(change,))
    check(section, loop)
    assert section.check.texts == ["New in the family Wan 2.6: wan2.6-i2v-max. Wan Desk doesn't know it yet."]
    named(QPushButton, "Add wan2.6-i2v-max by hand", within=section).click()
    assert section.custom.form.like_box.currentData() == "wan2.6-i2v-flash"
    assert section.custom.form.region_box.currentData() == "beijing"


def test_wrong_field_is_named_and_nothing_is_written(section: ModelsSection, models: FakeModels, loop: GuiLoop) -> None:
    custom = section.custom
    custom.unfold_button.click()
    custom.form.add_button.click()
    loop.settle()
    assert custom.message.text() == "Enter the model's ID as Alibaba's console shows it."
    custom.form.model_id.setText("wan2.7-i2v")
    custom.form.seconds.setText("soon")
    custom.form.add_button.click()
    assert "has this model already" in custom.message.text()
    assert "whole seconds" in custom.message.text()
    assert not models.path.exists()


def test_fixed_length_cannot_be_changed(section: ModelsSection) -> None:
    custom = section.custom
    custom.form.like_box.setCurrentIndex(custom.form.like_box.findData("wan2.2-i2v-plus"))
    assert (custom.form.seconds.text(), custom.form.seconds.isEnabled()) == ("5", False)
    custom.form.like_box.setCurrentIndex(custom.form.like_box.findData("wan2.5-i2v-preview"))
    assert (custom.form.seconds.text(), custom.form.seconds.isEnabled()) == ("5, 10", True)


# ---------------------------------------------------------------- the page


def test_page_of_settings_holds_both(loop: GuiLoop, models: FakeModels) -> None:
    dialog = SettingsDialog(
        catalog=load_catalogue(),
        keys=FakeKeys(),
        spawn=loop.spawn,
        region="practice",
        language="en",
        sections=own_models_sections(models, lambda: "practice", "en"),
    )
    dialog.open()
    dialog.show_place(MODELS)
    loop.settle()
    made = dialog.findChild(ModelsSection)
    assert made is not None
    assert made.isVisible()
    assert made.check.region == "singapore", "Practice has no list"
    dialog.deleteLater()
