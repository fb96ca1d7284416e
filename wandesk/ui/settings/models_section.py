"""The page of the models: a check of models and prices, and models that the user describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog
from wandesk.domain.custom_model import CustomModel
from wandesk.domain.model_list import Comparison
from wandesk.ui.look import StyleClass
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.announcing import announce

translate = QCoreApplication.translate


class Models(Protocol):
    """The catalogue and the user's own list of models."""

    @property
    def catalog(self) -> Catalog:
        """The catalogue in use, with what was written in this run."""

    async def check(self, region: str) -> Comparison:
        """Compare the region's own list with the catalogue, free of charge. Raises WanDeskError."""

    async def write(self, comparison: Comparison) -> None:
        """Write what differs into the user's own list. Raises WanDeskError."""

    async def add(self, model: CustomModel) -> None:
        """Write a model that the user describes. Raises WanDeskError."""

    async def remove(self, key: str) -> None:
        """Take out a model that the user has described. Raises WanDeskError."""


class ModelsSection(QWidget):
    """The check above the models of the user's own."""

    def __init__(self, models: Models, region: str, language: str, spawn: Spawn, parent: QWidget) -> None:
        """`region` is the form's."""
        super().__init__(parent)
        from wandesk.ui.settings.custom_models import CustomModels
        from wandesk.ui.settings.model_check import ModelCheck

        self.check = ModelCheck(models, region, language, spawn, self)
        self.custom = CustomModels(models, region, language, spawn, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.saved_label = MessageLabel(self)
        """What was written last."""
        for each in (self.check, self.custom, self.saved_label):
            column.addWidget(each)
        for part in (self.check, self.custom):
            part.saved.connect(self._show_saved)
        self.check.add_requested.connect(self.custom.describe)

    def _show_saved(self, text: str) -> None:
        self.saved_label.show_text(text, StyleClass.GOOD)
        announce(self.saved_label, text)


def own_models_sections(models: Models, region: Callable[[], str], language: str) -> tuple[Section, ...]:
    """The section of Settings, none without a catalogue. `region` is the form's when Settings are opened."""
    if not models.catalog.models:
        return ()
    return (
        Section(
            page=Page.MODELS,
            title=lambda: translate("Settings", "Models and prices"),
            make=lambda spawn, parent: ModelsSection(models, region(), language, spawn, parent),
        ),
    )
