"""Scenarios of the list of models and prices. Refusals, slow and late answers are in `answer_scenarios`."""

from __future__ import annotations

from wandesk.simulator.scenario import MODELS, Scenario

MODEL_LISTS: dict[str, Scenario] = {
    "models-new": Scenario(description="The list has a model of a later time.", calls=MODELS, listing="new"),
    "models-gone": Scenario(description="The list lacks the oldest models.", calls=MODELS, listing="gone"),
    "models-dearer": Scenario(description="Wan 2.5 is a quarter dearer.", calls=MODELS, listing="dearer"),
    "models-without-prices": Scenario(description="The list has no prices.", calls=MODELS, listing="silent"),
    "models-absurd": Scenario(
        description="Ids, names and prices in the list are beyond all bounds.", calls=MODELS, listing="absurd"
    ),
    "models-others": Scenario(description="The list has models of other kinds only.", calls=MODELS, listing="others"),
    "models-cut": Scenario(
        description="The list says that it has more models than it shows.", calls=MODELS, listing="cut"
    ),
}
