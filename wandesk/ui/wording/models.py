"""Sentences about single models, with their names in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import Catalog, Model
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Problem
from wandesk.domain.request import GenerationRequest
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

NAMED = ("model", "other")
"""The values of a problem that are keys of models."""


def draft_problem_text(problem: Problem, catalog: Catalog, language: str) -> str:
    """The sentence of a draft's problem."""
    values = dict(problem.values)
    for name in NAMED:
        if name in values:
            values[name] = catalog.model(str(values[name])).name.text(language)
    return problem_text(problem.sentence, values)


def model_choice_name(model: Model, language: str, *, is_retired: bool) -> str:
    """The name in the list of models; a retired one is listed only while it is chosen."""
    name = model.name.text(language)
    return translate("Models", "{model} (retired)").format(model=name) if is_retired else name


def request_names(source: CatalogSource, language: str, request: GenerationRequest) -> tuple[str, str]:
    """The names of a request's model and region; their keys where the catalogue no longer has them."""
    catalog = source.current
    model = next((each.name.text(language) for each in catalog.models if each.key == request.model), request.model)
    region = next((each.name.text(language) for each in catalog.regions if each.key == request.region), request.region)
    return model, region


def retired_again(model: str, other: str) -> str:
    """Why Generate again is not possible, with the way out."""
    if not other:
        return translate("Models", "Alibaba no longer offers {model} in this region.").format(model=model)
    return translate(
        "Models", "Alibaba no longer offers {model} in this region. Make the video with {other} instead."
    ).format(model=model, other=other)
