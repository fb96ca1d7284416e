"""The choices of an export: place, format, shape, size, rate."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.export import Fitting
from wandesk.domain.export_offer import AS_VIDEO, FREE, ExportChoices, ExportOffer, Format, with_preset
from wandesk.domain.structs import replace
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.widgets.labels import captioned
from wandesk.ui.widgets.segments import Segments
from wandesk.ui.wording import export as wording

translate = QCoreApplication.translate

AUTOMATIC = ""
SWATCH = 16
"""Logical pixels."""
EDGE = QColor(128, 128, 128)


class ExportForm(QWidget):
    """Shows and changes `choices`, apart from the audio."""

    changed = Signal()

    def __init__(
        self, offer: ExportOffer, choices: ExportChoices, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.choices = choices
        self._offer, self._language = offer, language
        self.preset = ChoiceBox(translate("Export", "Made for"))
        self.format = Segments([_spoken(each.key, *wording.FORMATS[each.key]()) for each in offer.formats])
        self.quality = Segments(
            [Choice(key=key, name=name(), spoken=_quality_name(name())) for key, name in wording.QUALITIES.items()]
        )
        self.shape = ChoiceBox(translate("Export", "Shape"))
        self.fitting = Segments(_fittings())
        self.colour = push_button(translate("Export", "Colour of the bars"))
        self.colour.setText("")
        self.sizes = ChoiceBox(translate("Export", "Size"))
        self.rates = ChoiceBox(translate("Export", "Frame rate"))
        self._lay_out()
        self._connect()
        self.show_choices(choices)

    def show_choices(self, choices: ExportChoices, *, is_one: bool = True) -> None:
        """Show these choices, without a signal. `is_one`: a single video, whose own shape fills the result."""
        self.choices = choices
        form = self._offer.format(choices.format)
        own = Choice(key=AUTOMATIC, name=translate("Export", "Anything"))
        presets = [Choice(key=each.key, name=each.name[self._language]) for each in self._offer.presets]
        self.preset.set_choices([own, *presets], choices.preset)
        self.format.show_choices([each.key for each in self._offer.formats], form.key)
        qualities = [each.key for each in form.qualities]
        self.quality.show_choices(
            [key for key in wording.QUALITIES if key in qualities], form.quality(choices.quality).key
        )
        self.quality.setEnabled(len(qualities) > 1)
        shapes = [(shape, *wording.shape_text(shape)) for shape in (AS_VIDEO, FREE, *self._offer.shapes)]
        self.shape.set_choices(
            [Choice(key=key, name=name, description=text) for key, name, text in shapes], choices.shape
        )
        self.fitting.show_choices([each.value for each in Fitting], choices.fitting.value)
        is_fitted = choices.shape not in (AS_VIDEO, FREE) or (choices.shape == AS_VIDEO and not is_one)
        self.fitting.setEnabled(is_fitted)
        self.colour.setVisible(is_fitted and choices.fitting is Fitting.PAD)
        self.colour.setIcon(_swatch(choices.background))
        self._show_sizes(form)

    def _show_sizes(self, form: Format) -> None:
        most = form.most_short_side
        sizes = [None, *(size for size in self._offer.sizes if most is None or size <= most)]
        self.sizes.set_choices(
            [Choice(key=_key(each), name=wording.size_choice(each)) for each in sizes],
            _key(self.choices.short_side if self.choices.short_side in sizes else None),
        )
        rates = [None, *(rate for rate in self._offer.rates if rate <= form.most_rate)]
        self.rates.set_choices(
            [Choice(key=_key(each), name=wording.rate_choice(each)) for each in rates],
            _key(self.choices.rate if self.choices.rate in rates else None),
        )

    # ---------------------------------------------------------------- changes

    def _connect(self) -> None:
        self.preset.chosen.connect(lambda key: self._take(with_preset(self.choices, self._offer, key)))
        self.format.chosen.connect(self._take_format)
        self.quality.chosen.connect(lambda key: self._change(quality=key))
        self.shape.chosen.connect(lambda key: self._change(shape=key, preset=""))
        self.fitting.chosen.connect(lambda key: self._change(fitting=Fitting(key)))
        self.sizes.chosen.connect(lambda key: self._change(short_side=_value(key), preset=""))
        self.rates.chosen.connect(lambda key: self._change(rate=_value(key)))
        self.colour.clicked.connect(self._ask_colour)

    def _take_format(self, key: str) -> None:
        """Another format has its own usual size and rate."""
        preset = self._offer.preset(self.choices.preset)
        keeps = preset is not None and preset.format == key
        size, rate = (self.choices.short_side, self.choices.rate) if keeps else (None, None)
        self._change(format=key, short_side=size, rate=rate, preset=self.choices.preset if keeps else "")

    def _change(self, **values: object) -> None:
        self._take(replace(self.choices, **values))  # type: ignore[arg-type]  # the names are those of the fields

    def _take(self, choices: ExportChoices) -> None:
        if choices != self.choices:
            self.choices = choices
            self.changed.emit()

    def _ask_colour(self) -> None:
        dialog = QtWidgets.QColorDialog(QColor(self.choices.background), self)
        dialog.setWindowTitle(translate("Export", "Colour of the bars"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._change(background=colour.name()))
        dialog.open()

    def _lay_out(self) -> None:
        fill = QWidget()
        row = QHBoxLayout(fill)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.fitting, 1)
        row.addWidget(self.colour)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(captioned(translate("Export", "Size (shorter side)"), self.sizes), 1)
        pair.addWidget(captioned(translate("Export", "Frame rate"), self.rates), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(captioned(translate("Export", "Made for"), self.preset))
        layout.addWidget(captioned(translate("Export", "Shape"), self.shape))
        layout.addWidget(captioned(translate("Export", "Fill the shape"), fill, buddy=self.fitting))
        layout.addWidget(captioned(translate("Export", "Format"), self.format))
        layout.addWidget(captioned(translate("Export", "Quality"), self.quality))
        layout.addLayout(pair)


def _fittings() -> list[Choice]:
    names = {
        Fitting.CROP: (translate("Export", "Crop"), translate("Export", "Cut off what doesn't fit")),
        Fitting.PAD: (translate("Export", "Bars"), translate("Export", "Show everything, with bars beside it")),
        Fitting.BLUR: (
            translate("Export", "Blurred bars"),
            translate("Export", "Show everything, with the blurred picture beside it"),
        ),
    }
    return [_spoken(fitting.value, *names[fitting]) for fitting in Fitting]


def _spoken(key: str, name: str, description: str) -> Choice:
    return Choice(key=key, name=name, description=description)


def _quality_name(name: str) -> str:
    return translate("Export", "Quality: {name}").format(name=name)


def _key(number: int | None) -> str:
    return AUTOMATIC if number is None else str(number)


def _value(key: str) -> int | None:
    return int(key) if key else None


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(SWATCH, SWATCH)
    pixmap.fill(QColor(colour))
    painter = QPainter(pixmap)
    painter.setPen(EDGE)
    painter.drawRect(0, 0, SWATCH - 1, SWATCH - 1)
    painter.end()
    return QIcon(pixmap)
