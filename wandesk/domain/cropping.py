"""A frame on a picture from which a crop is made: pure geometry, in pixels of the upright picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wandesk.domain.picture_edit import Crop

Edges = tuple[int, int]
"""What is held of a frame: -1 left or top, 1 right or bottom, 0 neither."""


class Shape(StrEnum):
    """The shapes of a crop, in the order in which they are offered."""

    FREE = "free"
    PORTRAIT = "9:16"
    SQUARE = "1:1"
    TALL = "4:5"
    WIDE = "3:4"
    LANDSCAPE = "16:9"

    @property
    def ratio(self) -> float | None:
        """Width divided by height; None for a free one."""
        if self is Shape.FREE:
            return None
        width, height = self.value.split(":")
        return int(width) / int(height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def pixels(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in whole pixels."""
        return round(self.left), round(self.top), max(1, round(self.width)), max(1, round(self.height))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How a picture of a size is cropped. `least` is the shorter side that the frame keeps, if the picture has it."""

    width: int
    height: int
    least: int
    ratio: float | None = None

    @property
    def whole(self) -> Frame:
        """The frame around all of the picture."""
        return Frame(left=0, top=0, width=self.width, height=self.height)

    def largest(self, near: Frame) -> Frame:
        """The largest frame of the shape, its centre as near as possible to that of another; for a free shape that."""
        if self.ratio is None:
            return near
        width = min(self.width, self.height * self.ratio)
        size = Frame(left=0, top=0, width=width, height=width / self.ratio)
        middle_x, middle_y = near.left + near.width / 2, near.top + near.height / 2
        return self.moved(size, middle_x - size.width / 2, middle_y - size.height / 2)

    def moved(self, frame: Frame, by_x: float, by_y: float) -> Frame:
        """The frame moved as far as the picture lets it."""
        left = min(max(0.0, frame.left + by_x), self.width - frame.width)
        top = min(max(0.0, frame.top + by_y), self.height - frame.height)
        return Frame(left=left, top=top, width=frame.width, height=frame.height)

    def resized(self, frame: Frame, edges: Edges, by_x: float, by_y: float) -> Frame:
        """The frame with its held edges moved: inside the picture, not below the least side, and of the shape.

        The opposite edges stay. If a shape changes the other side too, it grows from its middle.
        """
        at_x, at_y = edges
        width, height = frame.width + at_x * by_x, frame.height + at_y * by_y
        most_width = _room(frame.left, frame.width, self.width, at_x, is_free=self.ratio is None)
        most_height = _room(frame.top, frame.height, self.height, at_y, is_free=self.ratio is None)
        if self.ratio is None:
            width = _between(self.least, width, most_width)
            height = _between(self.least, height, most_height)
        else:
            if at_x == 0:
                width = height * self.ratio
            elif at_y != 0:
                width = max(width, height * self.ratio)
            width = _between(self.least * max(1.0, self.ratio), width, min(most_width, most_height * self.ratio))
            height = width / self.ratio
        return Frame(
            left=frame.left + (frame.width - width) * (1 - at_x) / 2 if at_x != 1 else frame.left,
            top=frame.top + (frame.height - height) * (1 - at_y) / 2 if at_y != 1 else frame.top,
            width=width,
            height=height,
        )

    def crop(self, frame: Frame) -> Crop | None:
        """The crop of a frame, in whole pixels; None for the whole picture."""
        left, top, width, height = frame.pixels
        right, bottom = min(self.width, left + width), min(self.height, top + height)
        if (left, top, right, bottom) == (0, 0, self.width, self.height):
            return None
        return Crop(
            left=left / self.width, top=top / self.height, right=right / self.width, bottom=bottom / self.height
        )

    def frame(self, crop: Crop | None) -> Frame:
        """The frame of a crop."""
        if crop is None:
            return self.whole
        left, top, right, bottom = crop.pixels(self.width, self.height)
        return Frame(left=left, top=top, width=right - left, height=bottom - top)


def shape_of(frame: Frame, whole: Frame) -> Shape:
    """The shape of a frame, to the pixel; FREE for the whole picture."""
    _, _, width, height = frame.pixels
    if frame != whole:
        for shape in Shape:
            if shape.ratio is not None and abs(width - height * shape.ratio) <= max(1.0, shape.ratio):
                return shape
    return Shape.FREE


def _room(start: float, length: float, whole: int, edge: int, *, is_free: bool) -> float:
    """The most length, with the opposite edge where it is; without a held edge, around the same middle."""
    if edge == 1:
        return whole - start
    if edge == -1:
        return start + length
    return length if is_free else 2 * min(start + length / 2, whole - start - length / 2)


def _between(least: float, value: float, most: float) -> float:
    return max(min(least, most), min(value, most))
