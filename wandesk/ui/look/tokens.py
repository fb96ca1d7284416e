"""The design tokens of `resources/look/tokens.toml`: colours and measures, light and dark."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtGui import QColor, QPalette

from wandesk.resources import resource_path


class Theme(StrEnum):
    """The user's choice of theme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme. The file says what each colour is for; lengths are logical pixels."""

    window: QColor
    surface: QColor
    field: QColor
    sunken: QColor
    raised: QColor
    raised_hover: QColor
    hover: QColor
    line: QColor
    edge: QColor
    field_edge: QColor
    track: QColor
    text: QColor
    muted: QColor
    placeholder: QColor
    disabled: QColor
    icon: QColor
    accent: QColor
    ring: QColor
    accent_hover: QColor
    accent_pressed: QColor
    on_accent: QColor
    accent_soft: QColor
    accent_text: QColor
    practice: QColor
    practice_soft: QColor
    loss: QColor
    good: QColor
    stage: QColor
    on_stage: QColor
    on_stage_muted: QColor
    stage_raised: QColor
    stage_hover: QColor
    radius: int
    card_radius: int
    scroll_bar: int
    small_text: float
    title_text: float
    headline_text: float
    is_dark: bool


@cache
def load_tokens(theme: Theme) -> Tokens:
    """The tokens of LIGHT or DARK. Raises ValueError for SYSTEM."""
    if theme is Theme.SYSTEM:
        raise ValueError("the system theme must be resolved first")
    with resource_path("look", "tokens.toml").open("rb") as file:
        table = tomllib.load(file)
    values: dict[str, Any] = {name: QColor(value) for name, value in table[theme.value].items()}
    return Tokens(**values, **table["measure"], is_dark=theme is Theme.DARK)


MIDDLE = 127
"""Between a dark and a light colour, of 255."""


def is_dark(palette: QPalette) -> bool:
    """Whether the palette is dark, by its window and text colours: `colorScheme()` is wrong on several desktops."""
    ground, text = palette.window().color(), palette.windowText().color().lightness()
    if not ground.alpha():  # a style sheet's transparent ground, whose lightness is that of black
        return text > MIDDLE
    return ground.lightness() < text


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens behind one of our palettes, for a custom `paintEvent`."""
    return load_tokens(Theme.DARK if is_dark(palette) else Theme.LIGHT)
