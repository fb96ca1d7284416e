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
    Sentence.CATALOGUE_PROBLEM: lambda: translate(
        "Problems", "The list of models has an error ({where}: {reason}). Install Wan Desk again."
    ),
}
