"""The parameters of a request, checked after the cloud has answered 200 (wire reference, sections 2.8 and 6)."""

from __future__ import annotations

from typing import Any

from wandesk.simulator import rules
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.rules import ModelRules


class Parameters:
    """A request's parameters with the model's defaults. Raises TaskFails for a value that the cloud refuses."""

    def __init__(self, fields: dict[str, Any], model: ModelRules, *, task_seed: int) -> None:
        self.resolution = fields.get("resolution") or model.default_resolution
        if self.resolution not in model.resolutions:
            raise TaskFails("InvalidParameter", f"Input should be {one_of(model.resolutions)}")
        self.seconds = self._length(fields.get("duration"), model, task_seed=task_seed)
        self.prompt_extend = self._switch(fields, "prompt_extend", default=True)
        self.watermark = self._switch(fields, "watermark", default=False)
        self.audio = self._switch(fields, "audio", default=True)
        self.seed = self._seed(fields.get("seed"))
        if model.shot_types and fields.get("shot_type") not in (None, "single", "multi"):
            raise TaskFails("InvalidParameter", "Input should be 'single' or 'multi'")
        self.ratio: tuple[int, int] | None = None
        if model.protocol == "media3" and (ratio := fields.get("ratio")) not in (None, "adaptive"):
            if not isinstance(ratio, str) or ratio not in rules.RATIOS_30:
                raise TaskFails("InvalidParameter", f"Input should be {one_of(('adaptive', *rules.RATIOS_30))}")
            self.ratio = rules.RATIOS_30[ratio]

    @staticmethod
    def _length(value: Any, model: ModelRules, *, task_seed: int) -> float:
        if value is None:
            return 5
        if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
            raise TaskFails("InvalidParameter", "Input should be a valid integer")
        if value == -1 and model.duration_may_be_automatic:
            return model.durations[0] + 2.5 + task_seed % 5  # "the model decides", and not in whole seconds
        if value not in model.durations:
            if model.is_fixed_length:
                raise TaskFails("InvalidParameter", "duration customization is not supported")
            if isinstance(model.durations, range):
                least, most = model.durations[0], model.durations[-1]
                raise TaskFails("InvalidParameter", f"Duration should be between {least} and {most}")
            raise TaskFails("InvalidParameter", f"Input should be {_listed([str(value) for value in model.durations])}")
        return int(value)

    @staticmethod
    def _switch(fields: dict[str, Any], name: str, *, default: bool) -> bool:
        value = fields.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise TaskFails("InvalidParameter", "Input should be a valid boolean")
        return value

    @staticmethod
    def _seed(value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise TaskFails("InvalidParameter", "Input should be a valid integer")
        if value < 0:
            raise TaskFails("InvalidParameter", "Input should be greater than or equal to 0")
        if value > rules.SEED_MAX:
            raise TaskFails("InvalidParameter", f"Input should be less than or equal to {rules.SEED_MAX}")
        return value


def text_of(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TaskFails("InvalidParameter", "Input should be a valid string")
    return value


def one_of(values: tuple[str, ...]) -> str:
    return _listed([f"'{value}'" for value in values])


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
