"""What one request to the control changes: read and checked as a whole, so that an invalid request changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from wandesk.simulator import control_values, rules
from wandesk.simulator.accounts import REFUSALS
from wandesk.simulator.active_scenarios import ActiveScenario, active_scenario
from wandesk.simulator.tuning import Tuning, Videos

MOST_BYTES = 4 * 1024 * 1024
"""Of a request: it may contain a picture."""

_TUNING = {field.name: str(field.type) for field in fields(Tuning)}
_NAMES = {
    *("scenario", "calls", "times", "seconds", "scenarios", "seed", "tiny", "advance", "keys", "remove_keys"),
    *("refuse", "refuse_model", "make", "clear", *_TUNING),
}
_CLEARED = (None, "ledger", "tasks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A code with which an account's create requests are refused, None for no longer. `model` None: all of them."""

    account: str
    code: str | None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Tasks to be created like another program's."""

    key: str
    model: str
    prompt: str = ""
    count: int = 1
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes, as `Control` describes them. None and empty values change nothing."""

    tuning: Mapping[str, Any]
    scenarios: list[ActiveScenario] | None
    seeds: tuple[int | None, ...]
    """The new seed; () to keep the random decisions."""
    advance: float
    keys: Mapping[str, str]
    remove_keys: tuple[str, ...]
    refused: tuple[Refused, ...]
    clear: str | None
    wanted: Wanted | None


def read_changes(given: object) -> Changes:
    """The changes in the JSON of a request. Raises ValueError, TypeError, KeyError."""
    changes = control_values.mapping(given)
    if unknown := set(changes) - _NAMES:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    if "tiny" in changes:
        changes.setdefault("videos", "tiny" if changes["tiny"] else "full")
    if (clear := changes.get("clear")) not in _CLEARED:
        raise ValueError(f"clear: {clear}")
    keys = {key: control_values.name(account) for key, account in _mapping(changes, "keys").items()}
    removed = [control_values.name(key) for key in control_values.entries(changes.get("remove_keys", []))]
    return Changes(
        tuning={name: _tuned(name, changes[name]) for name in _TUNING if name in changes},
        scenarios=_scenarios(changes),
        seeds=(_seed(changes["seed"]),) if "seed" in changes else (),
        advance=control_values.positive(changes["advance"], control_values.MOST_SECONDS) if "advance" in changes else 0,
        keys=keys,
        remove_keys=tuple(removed),
        refused=tuple(_refused(changes)),
        clear=clear,
        wanted=_wanted(**_mapping(changes, "make")) if "make" in changes else None,
    )


def _mapping(changes: Mapping[str, Any], name: str) -> dict[str, Any]:
    return control_values.mapping(changes.get(name, {}))


def _scenarios(changes: Mapping[str, Any]) -> list[ActiveScenario] | None:
    if "scenario" in changes:
        options = {name: changes[name] for name in ("calls", "times", "seconds") if changes.get(name) is not None}
        return [active_scenario({"name": changes["scenario"], **options})]
    if "scenarios" in changes:
        return [active_scenario(entry) for entry in control_values.entries(changes["scenarios"])]
    return None


def _seed(value: Any) -> int | None:
    return None if value is None else int(control_values.finite(value))


def _refused(changes: Mapping[str, Any]) -> list[Refused]:
    of_all = [Refused(account=account, code=code) for account, code in _mapping(changes, "refuse").items()]
    of_models = [
        Refused(account=account, code=code, model=model)
        for account, codes in _mapping(changes, "refuse_model").items()
        for model, code in control_values.mapping(codes).items()
    ]
    for each in (*of_all, *of_models):
        if each.code is not None and each.code not in REFUSALS:
            raise ValueError(f"no refusal: {each.code}")
    return [*of_all, *of_models]


def _wanted(*, key: str, model: str, prompt: str = "", count: int = 1, picture: str | None = None) -> Wanted:
    return Wanted(
        key=control_values.name(key),
        model=_model(model),
        prompt=control_values.name(prompt, control_values.LONGEST_PROMPT),
        count=control_values.whole(count, control_values.MOST_TASKS),
        picture=None if picture is None else control_values.name(picture, MOST_BYTES),
    )


def _model(model: Any) -> str:
    if control_values.name(model) not in rules.MODELS:
        raise ValueError(f"no model: {model}")
    return str(model)


def _tuned(name: str, value: Any) -> Any:
    kind = _TUNING[name]
    if name == "videos":
        if value not in get_args(Videos):
            raise ValueError(f"videos: {value}")
        return value
    if kind == "bool":
        return bool(value)
    if value is None and kind.endswith("None"):
        return None
    most = control_values.MOST_VIDEO_BYTES if name == "video_bytes" else control_values.MOST_NUMBER
    return control_values.whole(value, most) if kind.startswith("int") else control_values.positive(value, most)
