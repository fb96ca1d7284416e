"""Which texts of a window are cut off or shortened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from wandesk.ui.look import TextSize, text_font
from wandesk.ui.widgets.chips import ARROW, ARROW_GAP, SIDE, SMALL_LEAST_SIDE, ChipBox, ChipButton, SmallChip
from wandesk.ui.widgets.elided import ElidedLabel

CHIP_SIDES = 2 * SIDE + ARROW.width() + ARROW_GAP
"""Logical pixels of a chip beside its text."""
BOX_SIDES, FIELD_SIDES = 36, 26
"""Logical pixels of a combo box and of a field beside their texts (`style.qss`)."""


def cut_off(root: QWidget) -> list[str]:
    """Visible labels, buttons, chips, fields, list entries and headings that are smaller than their text.

    A label that shortens foreign text (a prompt, a path) shows all of it in its tooltip, and is left out.
    """
    return [
        f"{type(widget).__name__} {text!r}: {lacks}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        for text, lacks in _short(widget)
    ]


def _short(widget: QWidget) -> Iterator[tuple[str, str]]:
    metrics, width = widget.fontMetrics(), widget.width()
    match widget:
        case ElidedLabel():
            return
        case QLabel() if widget.text() and widget.wordWrap():
            needed = widget.heightForWidth(width)
            if widget.height() < needed:
                yield widget.text(), f"{widget.height()} of {needed} pixels high"
        case QLabel() if widget.text() and not widget.toolTip():
            needed = max(map(metrics.horizontalAdvance, widget.text().split("\n")))
            room = widget.contentsRect().width()
            if room < needed:
                yield widget.text(), f"{room} of {needed} pixels wide"
        case SmallChip():
            needed = QFontMetrics(text_font(TextSize.SMALL)).horizontalAdvance(widget.text()) + 2 * SMALL_LEAST_SIDE - 1
            if width < needed:
                yield widget.text(), f"{width} of {needed} pixels wide"
        case ChipButton() if widget.text() and width < widget.sizeHint().width():
            yield widget.text(), f"{width} of {widget.sizeHint().width()} pixels wide"
        case QAbstractButton() if widget.text() and width < widget.minimumSizeHint().width():
            yield widget.text(), f"{width} of {widget.minimumSizeHint().width()} pixels wide"
        case QPushButton() if widget.text() and width < metrics.horizontalAdvance(widget.text().replace("&", "")):
            yield widget.text(), "narrower than its text"
        case QComboBox() if widget.currentText():
            sides = CHIP_SIDES if isinstance(widget, ChipBox) else BOX_SIDES
            needed = metrics.horizontalAdvance(widget.currentText()) + sides
            if width < needed - 1 and not widget.toolTip():  # a name of the catalogue stands in the tooltip
                yield widget.currentText(), f"{width} of {needed} pixels wide"
        case QLineEdit() if not widget.text() and widget.placeholderText():
            needed = metrics.horizontalAdvance(widget.placeholderText()) + FIELD_SIDES
            if width < needed:
                yield widget.placeholderText(), f"{width} of {needed} pixels wide"
        case QListWidget():
            for row in range(widget.count()):
                needed = widget.sizeHintForIndex(widget.indexFromItem(widget.item(row))).width()
                if widget.item(row).text() and widget.viewport().width() < needed:
                    yield widget.item(row).text(), f"{widget.viewport().width()} of {needed} pixels wide"
        case QHeaderView():
            for section in range(widget.count()):
                size, needed = widget.sectionSize(section), widget.sectionSizeHint(section)
                if not widget.isSectionHidden(section) and size < needed:
                    text = str(widget.model().headerData(section, widget.orientation()))
                    yield text, f"{size} of {needed} pixels wide"
