"""Every scenario by its name. Prompt markers are in `task_scenarios`."""

from __future__ import annotations

from wandesk.simulator.answer_scenarios import ANSWERS
from wandesk.simulator.connection_scenarios import CONNECTION
from wandesk.simulator.model_scenarios import MODEL_LISTS
from wandesk.simulator.scenario import Scenario
from wandesk.simulator.storage_scenarios import STORAGE
from wandesk.simulator.task_scenarios import TASKS

SCENARIOS: dict[str, Scenario] = {
    "none": Scenario(description="Nothing goes wrong.", calls=()),
    **TASKS,
    **CONNECTION,
    **ANSWERS,
    **MODEL_LISTS,
    **STORAGE,
}
