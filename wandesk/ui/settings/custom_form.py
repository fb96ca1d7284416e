"""The form of a model that the user describes by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog, Region
from wandesk.domain.custom_model import CustomField, TypedModel, seconds_text
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.settings.controls import small_label, text_field
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox
from wandesk.ui.wording.amounts import SYMBOLS

translate = QCoreApplication.translate

RESOLUTIONS = ("480P", "720P", "1080P")
LONGEST_ID, LONGEST_NAME, LONGEST_NUMBER = 100, 60, 40


class CustomForm(QWidget):
    """Fills in what the model takes that the new one is like."""

    def __init__(self, catalog: Catalog, region: str, language: str, parent: QWidget) -> None:
        """`region` is the one that is chosen at first, if it is real."""
        super().__init__(parent)
        self._known = {each.key: each for each in catalog.models if not each.is_custom}
        self.model_id = text_field(translate("Settings", "Model ID"), "wan2.8-i2v", self, longest=LONGEST_ID)
        self.name = text_field(translate("Settings", "Name of the model"), "", self, longest=LONGEST_NAME)
        self.like_box = SteadyComboBox(self)
        self.region_box = SteadyComboBox(self)
        self.resolutions = {each: QCheckBox(each, self) for each in RESOLUTIONS}
        self.seconds = text_field(translate("Settings", "Lengths in seconds"), "", self, longest=LONGEST_NUMBER)
        self.prices = {each: self._price_field(each) for each in RESOLUTIONS}
        self.currency_box = SteadyComboBox(self)
        self.add_button = push_button(translate("Settings", "Add model"), self)
        self._fill(catalog.regions, language)
        self.choose_region(region)
        self._lay_out()
        self.like_box.currentIndexChanged.connect(self._show_like)
        for box in self.resolutions.values():
            box.toggled.connect(self._show_prices)
        self._show_like()

    @property
    def typed(self) -> TypedModel:
        """The form as it is typed."""
        return TypedModel(
            model_id=self.model_id.text(),
            name=self.name.text(),
            like=self.like_box.currentData(),
            region=self.region_box.currentData(),
            resolutions=tuple(each for each, box in self.resolutions.items() if box.isChecked()),
            seconds=self.seconds.text(),
            prices={each: field.text() for each, field in self.prices.items()},
            currency=self.currency_box.currentData(),
        )

    def choose_region(self, region: str) -> None:
        """Choose the region, the first one for Practice."""
        self.region_box.setCurrentIndex(max(0, self.region_box.findData(region)))

    def choose_like(self, model: str) -> None:
        """Choose the model that takes the same, by its key."""
        self.like_box.setCurrentIndex(max(0, self.like_box.findData(model)))

    def focus(self, field: CustomField) -> None:
        """Move the focus to a field."""
        match field:
            case CustomField.MODEL_ID:
                self.model_id.setFocus()
            case CustomField.RESOLUTIONS:
                self.resolutions[RESOLUTIONS[0]].setFocus()
            case CustomField.SECONDS:
                self.seconds.setFocus()
            case CustomField.PRICES:
                next((each for each in self.prices.values() if each.isEnabled()), self.currency_box).setFocus()

    def clear(self) -> None:
        """Forget the model that was added."""
        for field in (self.model_id, self.name, *self.prices.values()):
            field.clear()

    def _price_field(self, resolution: str) -> QLineEdit:
        name = translate("Settings", "Price for one second of {resolution}").format(resolution=resolution)
        return text_field(name, resolution, self, longest=LONGEST_NUMBER)

    def _fill(self, regions: Sequence[Region], language: str) -> None:
        self.like_box.setAccessibleName(translate("Settings", "Takes the same as"))
        for model in self._known.values():
            self.like_box.addItem(model.name.text(language), model.key)
        self.region_box.setAccessibleName(translate("Settings", "Region of the model"))
        for each in regions:
            if not each.is_practice:
                self.region_box.addItem(each.name.text(language), each.key)
        self.currency_box.setAccessibleName(translate("Settings", "Currency of the prices"))
        for currency, symbol in SYMBOLS.items():
            self.currency_box.addItem(f"{currency} {symbol}", currency)

    def _lay_out(self) -> None:
        about = small_label(self)
        about.setText(
            translate(
                "Settings",
                "For a model that Wan Desk doesn't know yet. It is sent what the chosen model takes. Without a price, "
                "each request asks first. If Alibaba refuses it, you are not charged.",
            )
        )
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        sizes, prices = QHBoxLayout(), QHBoxLayout()
        for resolution in RESOLUTIONS:
            sizes.addWidget(self.resolutions[resolution])
            prices.addWidget(self.prices[resolution])
        sizes.addStretch(1)
        prices.addWidget(self.currency_box)
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.addRow(PlainLabel(translate("Settings", "Model ID"), self), self.model_id)
        rows.addRow(PlainLabel(translate("Settings", "Name"), self), self.name)
        rows.addRow(PlainLabel(translate("Settings", "Takes the same as"), self), self.like_box)
        rows.addRow(PlainLabel(translate("Settings", "Region"), self), self.region_box)
        rows.addRow(PlainLabel(translate("Settings", "Resolutions"), self), sizes)
        rows.addRow(PlainLabel(translate("Settings", "Seconds"), self), self.seconds)
        rows.addRow(PlainLabel(translate("Settings", "Prices per second"), self), prices)
        button = QHBoxLayout()
        button.addWidget(self.add_button)
        button.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(about)
        column.addLayout(rows)
        column.addLayout(button)

    def _show_like(self) -> None:
        like = self._known[self.like_box.currentData()]
        for each, box in self.resolutions.items():
            box.setChecked(each in like.resolutions)
        self.seconds.setText(seconds_text(like))
        self.seconds.setEnabled(not like.duration.is_fixed)
        self._show_prices()

    def _show_prices(self) -> None:
        for each, box in self.resolutions.items():
            self.prices[each].setEnabled(box.isChecked())
