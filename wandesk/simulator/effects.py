"""Effects (wire reference, 6.5) as simple movements of the whole frame: recognisable, not the cloud's own.

Each movement works on one plane of a frame, at a moment in 0..1. `paper` is the plane's value for black.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageChops

from wandesk.simulator import rules

Planes = tuple[Image.Image, Image.Image, Image.Image]
Movement = Callable[[Image.Image, float, int], Image.Image]

PAPER = (16, 128, 128)  # black in limited-range YUV
_STRIPS = 24


def moved(planes: Planes, effect: str, moment: float) -> Planes:
    """The frame with the effect at `moment`; the first frame is unchanged."""
    movement = MOVEMENTS[effect]
    y, u, v = (movement(plane, moment, paper) for plane, paper in zip(planes, PAPER, strict=True))
    return y, u, v


def _turn(plane: Image.Image, moment: float, paper: int) -> Image.Image:
    return plane.rotate(-360 * moment, Image.Resampling.BILINEAR, fillcolor=paper)


def _swing(plane: Image.Image, moment: float, paper: int) -> Image.Image:
    return plane.rotate(22 * math.sin(4 * math.pi * moment), Image.Resampling.BILINEAR, fillcolor=paper)


def _squash(plane: Image.Image, moment: float, paper: int) -> Image.Image:
    height = max(2, round(plane.height * (1 - 0.7 * math.sin(math.pi * moment))))
    squashed = Image.new("L", plane.size, paper)
    squashed.paste(plane.resize((plane.width, height), Image.Resampling.BILINEAR), (0, plane.height - height))
    return squashed


def _swell(plane: Image.Image, moment: float, _paper: int) -> Image.Image:
    share = 1 - 0.55 * math.sin(math.pi * moment)
    left, top = plane.width * (1 - share) / 2, plane.height * (1 - share) / 2
    box = (left, top, plane.width - left, plane.height - top)
    return plane.resize(plane.size, Image.Resampling.BILINEAR, box=box)


def _wave(plane: Image.Image, moment: float, _paper: int) -> Image.Image:
    waved = plane.copy()
    for strip in range(_STRIPS):
        top, bottom = plane.height * strip // _STRIPS, plane.height * (strip + 1) // _STRIPS
        shift = round(plane.width * 0.12 * moment * math.sin(math.tau * (strip / 8 + 2 * moment)))
        waved.paste(ImageChops.offset(plane.crop((0, top, plane.width, bottom)), shift, 0), (0, top))
    return waved


def _rise(plane: Image.Image, moment: float, _paper: int) -> Image.Image:
    return ImageChops.offset(plane, 0, -round(plane.height * moment))


def _fade(plane: Image.Image, moment: float, paper: int) -> Image.Image:
    return Image.blend(plane, Image.new("L", plane.size, paper), 0.9 * moment)


_BY_MOVEMENT: dict[Movement, str] = {
    _turn: "rotation carousel hanfu-1 solaron magazine mech1 mech2",
    _swing: "dance1 dance2 dance3 dance4 dance5 hug frenchkiss coupleheart",
    _squash: "squish poke icecream",
    _swell: "inflate singleheart rose crystalrose pupil graduation",
    _wave: "melt mermaid jellyfish dragon",
    _rise: "flying money",
    _fade: "dissolve",
}
MOVEMENTS: dict[str, Movement] = {name: move for move, names in _BY_MOVEMENT.items() for name in names.split()}

assert {name for model in rules.MODELS.values() for name in model.templates} == set(MOVEMENTS)
