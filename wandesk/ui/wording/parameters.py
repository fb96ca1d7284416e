"""The texts of the request parameters: a label for every entry of `domain.parameters`, and its values."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import AUTOMATIC_SECONDS, SoundChoice
from wandesk.ui.wording.amounts import ordered_length
from wandesk.ui.wording.effects import effect_name
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import named

translate = QCoreApplication.translate

LABELS: dict[str, Callable[[], str]] = {
    "clip": lambda: translate("Parameters", "First clip"),
    "is_loop": lambda: translate("Parameters", "Seamless loop"),
    "last_frame": lambda: translate("Parameters", "Last frame"),
    "prompt": lambda: translate("Parameters", "Prompt"),
    "negative_prompt": lambda: translate("Parameters", "Negative prompt"),
    "template": lambda: translate("Parameters", "Effect"),
    "sound_choice": lambda: translate("Parameters", "Sound"),
    "audio": lambda: translate("Parameters", "Audio"),
    "resolution": lambda: translate("Composer", "Resolution"),
    "ratio": lambda: translate("Parameters", "Aspect ratio"),
    "seconds": lambda: translate("Composer", "Duration"),
    "shot_type": lambda: translate("Parameters", "Shot type"),
    "improve_prompt": lambda: translate("Parameters", "Improve my prompt"),
    "watermark": lambda: translate("Parameters", "Watermark"),
    "seed": lambda: translate("Parameters", "Seed"),
}
"""By the key of the entry, and of the two values of a draft that are not in the table."""


def label(key: str) -> str:
    """The label of a parameter. Raises KeyError."""
    return LABELS[key]()


FIXED: dict[str, Callable[[], tuple[str, str]]] = {
    "seed": lambda: (translate("Parameters", "Fixed seed"), translate("Parameters", "Another seed")),
}
"""For each Number: the label of the switch that fixes it, and of the button for another random one."""

PLACEHOLDERS: dict[str, Callable[[], str]] = {
    "negative_prompt": lambda: translate("Parameters", "What the video must not show"),
}
"""Shown in an empty Text, by the key of its entry."""

USUAL_TEXTS: dict[str, Callable[[], tuple[str, str]]] = {
    "negative_prompt": lambda: (
        translate("Parameters", "Add usual words"),
        translate("Parameters", "blurry, low quality, distorted, deformed hands, text, watermark"),
    ),
}
"""For a Text: the button that adds what is usually wanted there, and the text."""


def fixed_label(key: str) -> str:
    """The label of the switch that fixes a number. Raises KeyError."""
    return FIXED[key]()[0]


def another_label(key: str) -> str:
    """The name of the button that replaces a number by another random one. Raises KeyError."""
    return FIXED[key]()[1]


def random_text() -> str:
    """Shown instead of a number that is not fixed."""
    return translate("Parameters", "Random")


def placeholder(key: str) -> str:
    """What an empty text shows; it may show nothing."""
    return PLACEHOLDERS[key]() if key in PLACEHOLDERS else ""


def usual_text(key: str) -> tuple[str, str] | None:
    """The name of the button that adds the usual text, and that text; None where there is none."""
    return USUAL_TEXTS[key]() if key in USUAL_TEXTS else None


def comma() -> str:
    """Between the parts of a usual text."""
    return translate("Parameters", ", ")


def short_text(key: str, value: object) -> str:
    """A value with its label, on one line: `Seed: 7`."""
    return named(label(key), one_line(value_text(key, value)))


def value_text(key: str, value: object) -> str:
    """A value as the user sees it; empty for None and for an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return translate("Parameters", "On") if value else translate("Parameters", "Off")
        case SoundChoice.AUTOMATIC:
            return translate("Parameters", "Automatic")
        case SoundChoice.MINE:
            return translate("Parameters", "My audio")
        case SoundChoice.SILENT:
            return translate("Parameters", "Silent")
        case int() if key == "seconds":
            # Short, because the chip of its field stands beside others.
            return translate("Parameters", "automatic") if value == AUTOMATIC_SECONDS else ordered_length(value)
        case str() if key == "template":
            return effect_name(value)
        case str():
            return VALUES[key, value]() if (key, value) in VALUES else value
        case _:
            return str(value)


def alone(key: str, value: object) -> str:
    """A value that is clear without its label: `5 s`, `Automatic sound`."""
    if key == "sound_choice" and value is None:
        return translate("Parameters", "no sound, this model is silent")
    if value is SoundChoice.AUTOMATIC:
        return translate("Parameters", "Automatic sound")
    return value_text(key, value)


def left_to_model() -> str:
    """Shown instead of a value that the model chooses."""
    return translate("Parameters", "Automatic")


VALUES: dict[tuple[str, str], Callable[[], str]] = {
    ("shot_type", "single"): lambda: translate("Parameters", "One shot"),
    ("shot_type", "multi"): lambda: translate("Parameters", "Several shots"),
    ("ratio", "adaptive"): lambda: translate("Parameters", "Same as picture"),
}
"""Values whose wire names users would not understand; other values are shown as they are."""
