"""Any fault at any call: an order makes at most one task, and a finished video is saved.

The scenarios are the simulator's own, so that a new one is tested automatically.
"""

from __future__ import annotations

import pytest

from tests.support.fault_matrix import MET, Outcome, run_matrix
from tests.support.kills import FINDS_UNCERTAIN
from wandesk.domain.job import JobStage
from wandesk.settings.catalogue import load_catalogue
from wandesk.simulator.scenarios import SCENARIOS

pytestmark = pytest.mark.timeout(600)  # all of them run before the first is judged

NAMES = sorted(set(SCENARIOS) - {"none"})


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The outcomes of the chosen scenarios, which run concurrently."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    chosen = {item.callspec.params.get("scenario") for item in functions if hasattr(item, "callspec")}
    names = [name for name in NAMES if name in chosen]
    return run_matrix(names, tmp_path_factory.mktemp("faults"), load_catalogue(), finds_uncertain=FINDS_UNCERTAIN)


@pytest.mark.parametrize("scenario", NAMES)
def test_nothing_is_lost_and_nothing_is_paid_twice(outcomes: dict[str, Outcome], scenario: str) -> None:
    outcome = outcomes[scenario]
    assert outcome.broken == [], outcome
    if SCENARIOS[scenario].fault is not None:
        assert set(outcome.ends) == set(MET)
        met = {call for call, times in outcome.struck.items() if times}
        assert met >= {"create", "get", "list", "download"}, outcome.struck
        assert JobStage.DONE in outcome.ends.values(), outcome.ends
