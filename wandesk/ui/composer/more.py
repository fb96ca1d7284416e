"""The panel behind the chip *More*, for parameters that are seldom changed. It floats over the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain import parameter_kinds as kinds
from wandesk.domain import parameters as table
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.domain.parameter_kinds import Parameter, Terms
from wandesk.ui.composer.card import small_button
from wandesk.ui.composer.fields import ChoiceField, make_field
from wandesk.ui.composer.notes import Note, NoteLabel
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.chips import ChipButton
from wandesk.ui.widgets.labels import caption_label, captioned
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording.parameters import label, short_text
from wandesk.ui.wording.sentences import DOT, spoken

translate = QCoreApplication.translate

EDGE, GAP, PADDING = 13, 6, 12
"""Logical pixels: beside the panel, between panel and chip, and around the fields."""
HEAD = 12
"""Logical pixels around the panel's heading."""


class MoreChip(ChipButton):
    """The chip that opens the panel. It counts the values that are not the model's defaults, and names them."""

    def __init__(self) -> None:
        super().__init__(translate("Composer", "More"))

    def show_changed(self, changed: Sequence[str]) -> None:
        """Count the changed values; the tooltip names them."""
        name = translate("Composer", "More")
        self.setText(DOT.join((name, str(len(changed)))) if changed else name)
        self.setAccessibleDescription(spoken(*changed))
        set_tooltip(self, "\n".join(changed) or translate("Composer", "More settings of the video"))
        self.updateGeometry()


class MorePanel(QFrame):
    """Shows the parameters that the model takes, one below the other, above its chip."""

    chosen = Signal(str, object)
    """A parameter's key, and its new value."""

    def __init__(self, catalog: Catalog, chip: MoreChip, entries: Sequence[Parameter] = table.MORE) -> None:
        super().__init__()
        self._chip = chip
        self._entries = entries
        self.fields = {entry.key: make_field(entry, catalog) for entry in entries}
        self._notes = {key: NoteLabel() for key in self.fields}
        self._boxes = {key: self._box(key) for key in self.fields}
        self.close_button = small_button("close", translate("Composer", "Close more settings"), self)
        set_style_class(self, StyleClass.FLOATING)
        self._body = QWidget()
        set_style_class(self._body, StyleClass.BODY)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(PADDING, 0, PADDING, PADDING)
        self._column.setSpacing(10)
        for box in self._boxes.values():
            self._column.addWidget(box)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, HEAD // 2, HEAD // 2, HEAD // 2)
        head.addWidget(caption_label(translate("Composer", "More"), is_strong=True))
        head.addStretch(1)
        head.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(scrolling(self._body))
        self.hide()
        for key, field in self.fields.items():
            field.value_chosen.connect(lambda value, key=key: self.chosen.emit(key, value))
        chip.clicked.connect(self.toggle)
        self.close_button.clicked.connect(self.close_to_chip)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def _box(self, key: str) -> QWidget:
        field = self.fields[key]
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(captioned(label(key), field) if isinstance(field, ChoiceField) else field)
        column.addWidget(self._notes[key])
        return box

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [stop for field in self.fields.values() for stop in field.tab_stops] + [self.close_button]

    def show_values(self, draft: Draft, terms: Terms) -> None:
        """Show the draft's values among those of its model. Without any, the chip is hidden, too."""
        offered = [entry for entry in self._entries if _is_of_use(entry, draft, terms)]
        for entry in self._entries:
            self._boxes[entry.key].setVisible(entry in offered)
        for entry in offered:
            self.fields[entry.key].show_value(draft, terms)
        changed = [entry.key for entry in offered if not table.is_usual(entry, draft, terms)]
        self._chip.show_changed([short_text(key, getattr(draft, key)) for key in changed])
        self._chip.setVisible(bool(offered))
        if not offered:
            self.hide()
        self._place()

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        """Show what is wrong or doubtful about a value at its field."""
        for key, shown in self._notes.items():
            shown.show_note(notes.get(key))

    # ---------------------------------------------------------------- opening and closing

    def float_in(self, form: QWidget) -> None:
        """Float over this widget, which contains the chip."""
        self.setParent(form)
        form.installEventFilter(self)

    def toggle(self) -> None:
        """Open the panel, or close it."""
        if self.isVisible():
            self.close_to_chip()
            return
        self.show()
        self._place()
        self.raise_()
        first = next((stop for stop in self.tab_stops if stop.isVisible() and stop.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_to_chip(self) -> None:
        """Close the panel; the chip gets the focus."""
        self._chip.setFocus()
        self.hide()

    def _place(self) -> None:
        """Stand above the chip, as wide as the form and no higher than the space there."""
        form = self.parentWidget()
        if form is None or self.isHidden():
            return
        top = self._chip.mapTo(form, QPoint(0, 0)).y() - GAP
        width = form.width() - 2 * EDGE
        inside = width - 2
        fields = (
            self._column.totalHeightForWidth(inside)
            if self._column.hasHeightForWidth()
            else self._column.totalSizeHint().height()
        )
        wanted = fields + self.close_button.height() + HEAD + 2
        height = min(wanted, top - EDGE)
        self.setGeometry(EDGE, top - height, width, height)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close when the focus goes to another part of the window; the list of a box is no such part."""
        if now is None or self.isHidden() or now.window() is not self.window():
            return
        if now is not self._chip and now is not self and not self.isAncestorOf(now):
            self.hide()

    # ---------------------------------------------------------------- Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
            QTimer.singleShot(0, self, self._place)  # the chip has its new place only after the form's own layout
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_to_chip()
            return
        super().keyPressEvent(event)


def _is_of_use(entry: Parameter, draft: Draft, terms: Terms) -> bool:
    """Whether the model takes the parameter, and an effect does not replace it.

    A Choice stays, because its own note says what it needs.
    """
    is_choice = isinstance(entry.kind, kinds.Choice)
    return table.is_offered(entry, terms) and (is_choice or table.is_kept(entry, draft, terms.model))
