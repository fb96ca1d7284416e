"""What is wrong with a model, or with the list of models, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from wandesk.domain.sentences import Sentence

translate = QCoreApplication.translate

CATALOGUE_SENTENCES: Final[dict[Sentence, Callable[[], str]]] = {
    Sentence.MODEL_NOT_OFFERED: lambda: translate(
        "Problems", "This region doesn't offer that model. Choose another one."
    ),
    Sentence.MODEL_RETIRED: lambda: translate(
        "Problems", "Alibaba no longer offers {model} in this region. Choose another model, for example {other}."
    ),
    Sentence.MODEL_UNCERTAIN: lambda: translate(
        "Problems", "It isn't certain that this region offers the model. If it doesn't, you are not charged."
    ),
    Sentence.CUSTOM_ID_SHAPE: lambda: translate("Problems", "Enter the model's ID as Alibaba's console shows it."),
    Sentence.CUSTOM_ID_TAKEN: lambda: translate("Problems", "Wan Desk has this model already. Choose it in the form."),
    Sentence.CUSTOM_NO_RESOLUTION: lambda: translate("Problems", "Choose at least one resolution."),
    Sentence.CUSTOM_SECONDS: lambda: translate("Problems", "Enter whole seconds, for example 5, 10 or 2-15."),
    Sentence.CUSTOM_PRICE: lambda: translate(
        "Problems", "Enter prices for one second with their currency, or leave them empty if you don't know them."
    ),
    Sentence.MODEL_LIST_UNAVAILABLE: lambda: translate(
        "Problems", "This region doesn't show its list of models. Nothing was changed. Try again later."
    ),
    Sentence.MODEL_LIST_ODD: lambda: translate(
        "Problems", "The region's list lacks most models, so it can't be right. Nothing was changed. Try again later."
    ),
    Sentence.CATALOGUE_PROBLEM: lambda: translate(
        "Problems", "The list of models has an error ({where}: {reason}). Install Wan Desk again."
    ),
}
