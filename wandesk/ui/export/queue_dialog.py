"""All exports of this run: those that wait, the one that is being written, and what became of the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wandesk.domain.export_queue import Export, ExportStage
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import export as wording

translate = QCoreApplication.translate

SIZE = (520, 420)
"""Logical pixels."""
STEPS = 1000


class ExportQueueDialog(QDialog):
    """Not modal: work goes on beside it."""

    cancel_requested = Signal(str)
    show_requested = Signal(str)
    """The path of a result."""
    repeat_requested = Signal(str)

    _return_key = ReturnKey()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Export", "Exports"))
        self.setAccessibleName(translate("Export", "Exports"))
        self.resize(*SIZE)
        self.rows: dict[str, ExportRow] = {}
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(SIDE, 16, SIDE, 16)
        self._rows.setSpacing(8)
        self._empty = PlainLabel(translate("Export", "No exports yet."))
        set_style_class(self._empty, StyleClass.MUTED)
        self._rows.addWidget(self._empty)
        self._rows.addStretch(1)
        close = push_button(translate("Export", "Close"))
        close.clicked.connect(self.close)
        stack(self, scrolling(body, margin=SIDE), foot=(None, close))
        close.setFocus()

    def show_exports(self, exports: Mapping[str, Export]) -> None:
        """Show all of them, the newest first."""
        for export in exports.values():
            if export.id not in self.rows:
                row = self.rows[export.id] = ExportRow(export.id)
                row.cancel.clicked.connect(lambda _checked=False, at=export.id: self.cancel_requested.emit(at))
                row.repeat.clicked.connect(lambda _checked=False, at=export.id: self.repeat_requested.emit(at))
                row.show_in_folder.clicked.connect(lambda _checked=False, at=row: self.show_requested.emit(at.path))
                self._rows.insertWidget(0, row)
            self.rows[export.id].show_export(export)
        for gone in self.rows.keys() - exports.keys():
            self.rows.pop(gone).deleteLater()
        self._empty.setVisible(not self.rows)

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)


class ExportRow(QFrame):
    """One export with what can be done about it."""

    def __init__(self, export_id: str) -> None:
        super().__init__()
        self.path = ""
        self.setObjectName(export_id)
        set_style_class(self, StyleClass.CARD)
        self._name, self.state = ElidedLabel(), PlainLabel()
        self._name.setFont(text_font(TextSize.BODY, is_strong=True))
        self.state.setWordWrap(True)
        set_style_class(self.state, StyleClass.MUTED)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.cancel = push_button(translate("Export", "Cancel"))
        self.show_in_folder = push_button(translate("Export", "Show in folder"))
        self.repeat = push_button(translate("Export", "Export again"))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for widget in (self._name, self.bar, self.state):
            texts.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        for button in (self.cancel, self.show_in_folder, self.repeat):
            row.addWidget(button)

    def show_export(self, export: Export) -> None:
        name = PurePath(export.target).name
        self.path = export.target
        self._name.show_text(name, export.target)
        self.state.setText(wording.state(export, name))
        self.bar.setValue(round(export.share * STEPS))
        self.bar.setAccessibleName(name)
        self.bar.setVisible(export.stage is ExportStage.RUNNING)
        for button, label, stages in (
            (self.cancel, translate("Export", "Cancel {name}"), (ExportStage.WAITING, ExportStage.RUNNING)),
            (self.show_in_folder, translate("Export", "Show {name} in its folder"), (ExportStage.DONE,)),
            (self.repeat, translate("Export", "Export {name} again"), (ExportStage.FAILED, ExportStage.CANCELLED)),
        ):
            button.setAccessibleName(label.format(name=name))
            button.setVisible(export.stage in stages)
