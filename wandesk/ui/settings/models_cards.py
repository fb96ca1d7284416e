"""Settings: what each region starts with, and which models the form lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog, Model, Region
from wandesk.domain.catalog_source import CatalogSource
from wandesk.settings import options
from wandesk.settings.options import Option
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.settings.page_card import Values
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox
from wandesk.ui.wording.amounts import exact_length

translate = QCoreApplication.translate


def models_sections(
    catalog: CatalogSource, values: Values, language: str, changed: SignalInstance | None = None
) -> tuple[Section, ...]:
    """The sections on the page of the models; none without a catalogue. `changed` tells of a new catalogue."""
    if not catalog.current.offered_regions():
        return ()

    def start(parent: QWidget) -> QWidget:
        return StartCard(catalog.current, values, language, parent)

    def listed(parent: QWidget) -> QWidget:
        return ListedModelsCard(catalog.current, values, language, parent)

    return (
        Section(
            page=Page.MODELS,
            title=lambda: translate("Settings", "When you choose a region"),
            make=lambda _spawn, parent: Renewed(start, changed, parent),
        ),
        Section(
            page=Page.MODELS,
            title=lambda: translate("Settings", "Models in the list"),
            make=lambda _spawn, parent: Renewed(listed, changed, parent),
        ),
    )


class Renewed(QWidget):
    """A card that is made again for each new catalogue."""

    def __init__(self, make: Callable[[QWidget], QWidget], changed: SignalInstance | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make
        self.card = make(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card)
        if changed is not None:
            changed.connect(self._renew)  # Qt disconnects it with the dialog

    def _renew(self) -> None:
        old, self.card = self.card, self._make(self)
        self._column.replaceWidget(old, self.card)
        old.hide()
        old.deleteLater()


class StartCard(QFrame):
    """Model, resolution and length that the form takes when a region is chosen. `boxes` by region, in this order."""

    def __init__(self, catalog: Catalog, values: Values, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._values = values
        self._language = language
        self.boxes: dict[str, tuple[QComboBox, QComboBox, QComboBox]] = {}
        set_style_class(self, StyleClass.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for region in catalog.offered_regions():
            if self.boxes:
                column.addSpacing(8)
            name = PlainLabel(region.name.text(language), self)
            name.setFont(text_font(TextSize.BODY, is_strong=True))
            column.addWidget(name)
            column.addLayout(self._row(region))
        widest = max(model.sizeHint().width() for model, _, _ in self.boxes.values())
        for model, _, _ in self.boxes.values():
            model.setMinimumWidth(widest)  # aligns the boxes beside them

    def _row(self, region: Region) -> FlowRow:
        name, models = region.name.text(self._language), self._catalog.models_in(region.key)
        model = self._box(translate("Settings", "Model in {region}").format(region=name))
        resolution = self._box(translate("Settings", "Resolution in {region}").format(region=name))
        length = self._box(translate("Settings", "Length in {region}").format(region=name))
        self.boxes[region.key] = (model, resolution, length)
        model.addItem(translate("Settings", "Last model"), "")
        for each in models:
            model.addItem(each.name.text(self._language), each.key)
        self._choose(model, options.start_model(region.key))
        self._fill_values(region.key)
        for box, option in (
            (model, options.start_model(region.key)),
            (resolution, options.start_resolution(region.key)),
            (length, options.start_seconds(region.key)),
        ):
            box.activated.connect(lambda _index, box=box, option=option: self._values.set(option, box.currentData()))
        model.activated.connect(lambda: self._fill_values(region.key))
        row = FlowRow(spacing=8)
        for box in (model, resolution, length):
            row.addWidget(box)
        return row

    def _box(self, name: str) -> QComboBox:
        box = SteadyComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _fill_values(self, region: str) -> None:
        """Offer the values of the chosen model, or those of all models of the region."""
        model, resolution, length = self.boxes[region]
        models = [each for each in self._catalog.models_in(region) if model.currentData() in ("", each.key)]
        resolutions = dict.fromkeys(value for each in models for value in self._resolutions(region, each))
        seconds = sorted({value for each in models for value in each.duration.values})
        for box, choices, option in (
            (
                resolution,
                {"": translate("Settings", "Last resolution"), **{each: each for each in resolutions}},
                options.start_resolution(region),
            ),
            (
                length,
                {0: translate("Settings", "Last length"), **{each: exact_length(each) for each in seconds}},
                options.start_seconds(region),
            ),
        ):
            box.clear()
            for value, text in choices.items():
                box.addItem(text, value)
            self._choose(box, option)

    def _resolutions(self, region: str, model: Model) -> Sequence[str]:
        offer = self._catalog.offer(region, model.key)
        return offer.resolutions if offer is not None else ()

    def _choose(self, box: QComboBox, option: Option[Any]) -> None:
        """Show the stored choice; the first one for what is not offered any more."""
        box.setCurrentIndex(max(0, box.findData(self._values.get(option))))


class ListedModelsCard(QFrame):
    """A check box for each model. `boxes` by key."""

    def __init__(self, catalog: Catalog, values: Values, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._values = values
        self.boxes: dict[str, WrappingCheckBox] = {}
        set_style_class(self, StyleClass.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(4)
        help_text = small_label(self)
        help_text.setText(translate("Settings", "The model in use is always listed. Hidden models keep their videos."))
        help_text.setWordWrap(True)
        set_style_class(help_text, StyleClass.MUTED)
        column.addWidget(help_text)
        hidden = self._hidden
        offered = {model.key for region in catalog.offered_regions() for model in catalog.models_in(region.key)}
        for model in catalog.models:
            if model.key in offered:
                self._add(model, language, column, is_listed=model.key not in hidden)

    @property
    def _hidden(self) -> set[str]:
        return set(self._values.get(options.HIDDEN_MODELS).split())

    def _add(self, model: Model, language: str, column: QVBoxLayout, *, is_listed: bool) -> None:
        name, description = model.name.text(language), model.description.text(language)
        box = WrappingCheckBox(name, self)
        box.setAccessibleName(translate("Settings", "List {model}").format(model=name))
        box.setAccessibleDescription(description)
        box.setChecked(is_listed)
        box.toggled.connect(lambda is_on, key=model.key: self._list(key, is_on=is_on))
        about = small_label(self)
        about.setText(description)
        about.setWordWrap(True)
        about.setContentsMargins(BOX_TEXT, 0, 0, 4)
        set_style_class(about, StyleClass.MUTED)
        self.boxes[model.key] = box
        line = QHBoxLayout()
        line.addLayout(outdented(box, left=BOX))
        column.addLayout(line)
        column.addWidget(about, 0, Qt.AlignmentFlag.AlignTop)

    def _list(self, key: str, *, is_on: bool) -> None:
        hidden = self._hidden
        (hidden.discard if is_on else hidden.add)(key)
        self._values.set(options.HIDDEN_MODELS, " ".join(sorted(hidden)))
