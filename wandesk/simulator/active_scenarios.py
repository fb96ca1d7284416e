"""The active scenarios, and which of them affects a call."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wandesk.simulator import control_values
from wandesk.simulator.scenario import CALLS, Call, Scenario
from wandesk.simulator.scenarios import SCENARIOS


class ActiveScenarios:
    """`rng` decides whether a scenario with a `share` affects a call."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._on: list[ActiveScenario] = []

    @property
    def all(self) -> Sequence[ActiveScenario]:
        """The active scenarios in their order."""
        return self._on

    def set(self, scenarios: Sequence[ActiveScenario]) -> None:
        """Activate these scenarios only."""
        self._on = [each for each in scenarios if each.name != "none"]

    def take(self, wanted: Callable[[Scenario], object], call: Call | None = None) -> ActiveScenario | None:
        """The first scenario of this kind that affects the call. Its number of uses is reduced."""
        for each in self._on:
            if not wanted(each.scenario) or (call is not None and call not in each.calls):
                continue
            if each.scenario.share < 1 and self._rng.random() >= each.scenario.share:
                continue
            if each.left is not None:
                each.left -= 1
                if each.left <= 0:
                    self._on = [other for other in self._on if other is not each]
            return each
        return None

    def undo_use(self, scenario: ActiveScenario) -> None:
        """Undo `take`, because the scenario had no effect."""
        if scenario.left is not None:
            scenario.left += 1
            if all(other is not scenario for other in self._on):
                self._on.insert(0, scenario)


@dataclass(slots=True, kw_only=True)
class ActiveScenario:
    """An active scenario.

    It affects `calls`, `left` more times (None: without limit). `seconds` replaces the scenario's own value.
    """

    name: str
    calls: tuple[Call, ...]
    left: int | None = None
    seconds: float | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario itself."""
        return SCENARIOS[self.name]


def active_scenario(chosen: dict[str, Any] | str) -> ActiveScenario:
    """Read the control's `{name, calls?, times?, seconds?}` or the command line's `NAME[:CALL[+CALL][:TIMES]]`.

    Raises ValueError.
    """
    if isinstance(chosen, str):
        name, calls_text, times_text, *rest = [*chosen.split(":"), "", ""]
        if any(rest):
            raise ValueError(f"expected NAME[:CALL[+CALL][:TIMES]]: {chosen}")
        chosen = {"name": name, "calls": calls_text.split("+") if calls_text else None}
        chosen["times"] = int(times_text) if times_text else None
    if set(chosen) - {"name", "calls", "times", "seconds"}:
        raise ValueError(f"expected name, calls, times and seconds: {sorted(chosen)}")
    scenario = SCENARIOS.get(control_values.name(chosen.get("name", "")))
    if scenario is None:
        raise ValueError(f"no such scenario: {chosen.get('name')}")
    named_calls, times, seconds = chosen.get("calls"), chosen.get("times"), chosen.get("seconds")
    wanted = (
        [named_calls] if isinstance(named_calls, str) else control_values.entries(named_calls or list(scenario.calls))
    )
    calls = tuple(call for call in CALLS if call in wanted)
    if unknown := set(wanted) - set(calls):
        raise ValueError(f"no such call: {', '.join(sorted(unknown))}")
    return ActiveScenario(
        name=str(chosen["name"]),
        calls=calls,
        left=None if times is None else control_values.whole(times),
        seconds=None if seconds is None else control_values.finite(seconds),
    )
