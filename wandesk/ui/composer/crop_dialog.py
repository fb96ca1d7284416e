"""The dialog that crops a picture and chooses the colour behind its transparent areas."""

from __future__ import annotations

from dataclasses import replace as replaced

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.cropping import Cutting, Shape, shape_of
from wandesk.domain.draft import picture_problems
from wandesk.domain.media import Picture
from wandesk.domain.picture_edit import BLACK, GREY, WHITE, PictureEdit
from wandesk.domain.structs import replace
from wandesk.ui.composer.crop_view import CropView
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.wording.amounts import dimensions_text
from wandesk.ui.wording.picture_changes import colour_text
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

SWATCH = 16
"""Logical pixels."""
EDGE = QColor(128, 128, 128)
"""The edge of a swatch, which shows one of the colour of the dialog in both themes."""
COLOURS = (WHITE, BLACK, GREY)
"""The colours that are offered; any other one is chosen in a dialog."""


class CropDialog(QDialog):
    """Return applies, Esc cancels."""

    applied = Signal(object)
    """The `PictureEdit` that the user chose."""
    background_changed = Signal(object)
    """The `PictureEdit` of the whole picture to show: with the colour, without the crop."""

    _return_key = ReturnKey()

    def __init__(self, title: str, picture: Picture, limits: PictureLimits, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._limits = limits
        self._background = picture.edit.background
        facts = picture.facts
        least = min(limits.min_side, facts.width, facts.height)
        cutting = Cutting(width=facts.width, height=facts.height, least=least)
        self.view = CropView(cutting, cutting.frame(picture.edit.crop))
        self.facts_label = PlainLabel()
        self.problem_label = PlainLabel()
        self._shapes = QButtonGroup(self)
        self._colours = QButtonGroup(self)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._lay_out(title)
        self._check(shape_of(self.view.frame, cutting.whole))
        self.view.changed.connect(self._show)
        self._show()
        self.view.setFocus()

    @property
    def edit(self) -> PictureEdit:
        """What the dialog shows."""
        crop = self.view.cutting.crop(self.view.frame)
        return replace(self._picture.edit, crop=crop, background=self._background)

    def accept(self) -> None:
        """Apply, and close."""
        self.applied.emit(self.edit)
        super().accept()

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    # ---------------------------------------------------------------- choices

    def _reset(self) -> None:
        """Back to the whole picture on white."""
        self._check(Shape.FREE)
        self.view.set_frame(self.view.cutting.whole)
        if self._picture.facts.has_alpha:
            self._take_colour(WHITE)

    def _check(self, shape: Shape) -> None:
        """Check a shape, without changing the frame."""
        self._shapes.button(list(Shape).index(shape)).setChecked(True)
        self.view.cutting = replaced(self.view.cutting, ratio=shape.ratio)

    def _take_colour(self, colour: str) -> None:
        is_new = colour != self._background
        self._background = colour
        if self._picture.facts.has_alpha:
            is_offered = colour in COLOURS
            self._colours.button(COLOURS.index(colour) if is_offered else len(COLOURS)).setChecked(True)
            if not is_offered:
                self._colours.button(len(COLOURS)).setIcon(_swatch(colour))
        if is_new:
            self.background_changed.emit(PictureEdit(background=colour))

    def _ask_colour(self) -> None:
        # PySide creates a class when it is first named; the window's start does not need this one.
        dialog = QtWidgets.QColorDialog(QColor(self._background), self)
        dialog.setWindowTitle(translate("Crop", "Background colour"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._take_colour(colour.name()))
        dialog.rejected.connect(lambda: self._take_colour(self._background))
        dialog.open()

    def _show(self) -> None:
        _, _, width, height = self.view.frame.pixels
        whole = dimensions_text(self._picture.facts.width, self._picture.facts.height)
        self.facts_label.setText(
            translate("Crop", "{size} of {whole}").format(size=dimensions_text(width, height), whole=whole)
        )
        problems = picture_problems(self._picture.facts, self._limits, edit=self.edit)
        self.problem_label.setText(problem_text(problems[0].sentence, dict(problems[0].values)) if problems else "")

    # ---------------------------------------------------------------- layout

    def _lay_out(self, title: str) -> None:
        heading = PlainLabel(title)
        heading.setFont(text_font(TextSize.TITLE, is_strong=True))
        set_style_class(self.facts_label, StyleClass.MUTED)
        set_style_class(self.problem_label, StyleClass.LOSS)
        self.problem_label.setWordWrap(True)
        # Room for the sentence, so that nothing moves when it appears.
        self.problem_label.setMinimumHeight(2 * self.problem_label.fontMetrics().lineSpacing())
        self.problem_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.facts_label)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 18, SIDE, 12)
        body.setSpacing(10)
        body.addLayout(top)
        body.addWidget(self.view, 1)
        body.addLayout(self._shape_row())
        if self._picture.facts.has_alpha:
            body.addLayout(self._colour_row())
        body.addWidget(self.problem_label)
        stack(self, body, foot=self._foot())

    def _shape_row(self) -> QHBoxLayout:
        row = _row(translate("Crop", "Shape"))
        for at, shape in enumerate(Shape):
            is_free = shape is Shape.FREE
            name = translate("Crop", "Free shape") if is_free else translate("Crop", "Shape {shape}")
            text = translate("Crop", "Free") if is_free else shape.value
            self._shapes.addButton(_choice(row, text, name.format(shape=shape.value)), at)
        row.addStretch(1)
        self._shapes.idClicked.connect(lambda at: self.view.set_ratio(tuple(Shape)[at].ratio))
        return row

    def _colour_row(self) -> QHBoxLayout:
        row = _row(translate("Crop", "Background"))
        for at, colour in enumerate(COLOURS):
            name = translate("Crop", "Background {colour}").format(colour=colour_text(colour))
            button = _choice(row, colour_text(colour).capitalize(), name)
            button.setIcon(_swatch(colour))
            self._colours.addButton(button, at)
        other = _choice(row, translate("Crop", "Other…"), translate("Crop", "Choose another background colour"))
        self._colours.addButton(other, len(COLOURS))
        row.addStretch(1)
        self._colours.idClicked.connect(self._choose_colour)
        self._take_colour(self._background)
        return row

    def _choose_colour(self, at: int) -> None:
        if at < len(COLOURS):
            self._take_colour(COLOURS[at])
        else:
            self._ask_colour()

    def _foot(self) -> tuple[QWidget | None, ...]:
        reset = push_button(translate("Crop", "Reset"))
        cancel = push_button(translate("Crop", "Cancel"))
        apply = push_button(translate("Crop", "Apply"), style=StyleClass.PRIMARY)
        apply.setDefault(True)
        reset.clicked.connect(self._reset)
        cancel.clicked.connect(self.reject)
        apply.clicked.connect(self.accept)
        return reset, None, cancel, apply


def _row(title: str) -> QHBoxLayout:
    label = PlainLabel(title)
    set_style_class(label, StyleClass.MUTED)
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(label)
    return row


def _choice(row: QHBoxLayout, text: str, name: str) -> QRadioButton:
    button = QRadioButton(text)
    button.setAccessibleName(name)
    row.addWidget(button)
    return button


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(SWATCH, SWATCH)
    pixmap.fill(QColor(colour))
    painter = QPainter(pixmap)
    painter.setPen(EDGE)
    painter.drawRect(0, 0, SWATCH - 1, SWATCH - 1)
    painter.end()
    return QIcon(pixmap)
