"""Models that the user describes by hand: the list of those that there are, and the folded form for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import Model
from wandesk.domain.custom_model import CustomModel, custom_model, find_problems, like_order, likely_like
from wandesk.domain.errors import WanDeskError
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel
from wandesk.ui.settings.custom_form import CustomForm
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording.problems import error_text, problem_text
from wandesk.ui.wording.sentences import joined

if TYPE_CHECKING:
    from wandesk.ui.settings.models_section import Models

translate = QCoreApplication.translate


class CustomModels(QFrame):
    """Writes at once; the form offers what was written."""

    saved = Signal(str)
    """What was written, as a sentence."""

    def __init__(self, models: Models, region: str, language: str, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._models = models
        self._language = language
        self._spawn = spawn
        set_style_class(self, StyleClass.CARD)
        self.rows = QVBoxLayout()
        self.unfold_button = push_button(translate("Settings", "Add a model by hand…"), self)
        self.unfold_button.setCheckable(True)
        self.form = CustomForm(models.catalog, region, language, self)
        self.form.hide()
        self.message = MessageLabel(self)
        line = QHBoxLayout()
        line.addWidget(self.unfold_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(self.rows)
        column.addLayout(line)
        column.addWidget(self.form)
        column.addWidget(self.message)
        self.unfold_button.toggled.connect(self.form.setVisible)
        self.form.add_button.clicked.connect(self._add)
        self._show_models()

    def describe(self, model_id: str, name: str, region: str) -> None:
        """Unfold the form for a model of a region's list."""
        self.unfold_button.setChecked(True)
        self.form.model_id.setText(model_id)
        self.form.name.setText(name)
        self.form.choose_region(region)
        self.form.choose_like(likely_like(model_id, self._models.catalog))
        self.form.like_box.setFocus()

    # ---------------------------------------------------------------- acts

    def _add(self) -> None:
        typed, catalog = self.form.typed, self._models.catalog
        problems = find_problems(typed, catalog)
        if problems:
            self._say(joined(*(problem_text(sentence) for sentence in problems.values())), StyleClass.LOSS)
            self.form.focus(next(iter(problems)))
            return
        self._set_busy(is_busy=True)
        self._spawn("add a model", self._write(custom_model(typed, catalog)))

    async def _write(self, model: CustomModel) -> None:
        try:
            await self._models.add(model)
        except WanDeskError as error:
            self._say(error_text(error), StyleClass.LOSS)
            return
        finally:
            self._set_busy(is_busy=False)
        self.form.clear()
        self.message.show_text("")
        self.unfold_button.setChecked(False)
        self._show_models()
        text = translate("Settings", "{model} is added. Choose it under Model.")
        self.saved.emit(text.format(model=model.name))

    async def _remove(self, model: Model) -> None:
        self._set_busy(is_busy=True)
        try:
            await self._models.remove(model.key)
        except WanDeskError as error:
            self._say(error_text(error), StyleClass.LOSS)
            return
        finally:
            self._set_busy(is_busy=False)
        self._show_models()
        self.unfold_button.setFocus()
        text = translate("Settings", "{model} is removed.")
        self.saved.emit(text.format(model=model.name.text(self._language)))

    # ---------------------------------------------------------------- showing

    def _show_models(self) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for model in self._models.catalog.models:
            if model.is_custom:
                self.rows.addWidget(self._row(model))

    def _row(self, model: Model) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        name = model.name.text(self._language)
        sizes = " ".join(sorted(model.resolutions, key=like_order))
        text = translate("Settings", "{model} ({id}), {resolutions}")
        line.addWidget(PlainLabel(text.format(model=name, id=model.key, resolutions=sizes), row), 1)
        button = push_button(translate("Settings", "Remove"), row)
        button.setAccessibleName(translate("Settings", "Remove {model}").format(model=model.key))
        button.clicked.connect(lambda: self._spawn("remove a model", self._remove(model)))
        line.addWidget(button)
        return row

    def _say(self, text: str, style: StyleClass) -> None:
        self.message.show_text(text, style)
        announce(self.message, text, interrupts=style is StyleClass.LOSS)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.form.add_button.setEnabled(not is_busy)
        for row in range(self.rows.count()):
            item = self.rows.itemAt(row)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(not is_busy)
