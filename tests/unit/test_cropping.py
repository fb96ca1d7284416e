"""The geometry of the crop frame."""

from __future__ import annotations

import itertools

import pytest

from wandesk.domain.cropping import Cutting, Frame, Shape, shape_of
from wandesk.domain.picture_edit import Crop

WIDE = Cutting(width=1920, height=1080, least=240)


def is_inside(cutting: Cutting, frame: Frame) -> bool:
    left, top, width, height = frame.pixels
    return left >= 0 and top >= 0 and left + width <= cutting.width and top + height <= cutting.height


def test_a_frame_is_the_same_crop_again() -> None:
    for left, top, width, height in ((1, 2, 240, 333), (0, 0, 1919, 1080), (777, 111, 1143, 969)):
        crop = WIDE.crop(Frame(left=left, top=top, width=width, height=height))
        assert crop is not None
        assert WIDE.frame(crop).pixels == (left, top, width, height)


def test_the_whole_picture_is_no_crop() -> None:
    assert WIDE.crop(WIDE.whole) is None
    assert WIDE.frame(None) == WIDE.whole
    assert WIDE.crop(Frame(left=0.2, top=0, width=1919.7, height=1080)) is None


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.FREE])
def test_a_shape_takes_the_largest_frame_near_the_old_one(shape: Shape) -> None:
    cutting = Cutting(width=1920, height=1080, least=240, ratio=shape.ratio)
    frame = cutting.largest(Frame(left=1500, top=0, width=400, height=400))
    assert shape.ratio is not None
    assert frame.width / frame.height == pytest.approx(shape.ratio)
    assert frame.width == pytest.approx(1920) or frame.height == pytest.approx(1080)
    assert is_inside(cutting, frame)
    assert frame.left + frame.width / 2 == pytest.approx(min(1700, 1920 - frame.width / 2))
    assert shape_of(frame, cutting.whole) is (Shape.FREE if frame == cutting.whole else shape)


def test_free_edges_stop_at_the_picture_and_at_the_least_side() -> None:
    frame = Frame(left=400, top=300, width=600, height=500)
    assert WIDE.resized(frame, (1, 1), 9999, 9999).pixels == (400, 300, 1520, 780)
    assert WIDE.resized(frame, (-1, -1), -9999, -9999).pixels == (0, 0, 1000, 800)
    assert WIDE.resized(frame, (1, 1), -9999, -9999).pixels == (400, 300, 240, 240)
    assert WIDE.resized(frame, (-1, -1), 9999, 9999).pixels == (760, 560, 240, 240)
    assert WIDE.resized(frame, (1, 0), 100, 100).pixels == (400, 300, 700, 500)
    assert WIDE.moved(frame, -9999, 9999).pixels == (0, 580, 600, 500)


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.FREE])
def test_a_shape_survives_every_edge(shape: Shape) -> None:
    assert shape.ratio is not None
    cutting = Cutting(width=1920, height=1080, least=240, ratio=shape.ratio)
    start = cutting.resized(cutting.largest(cutting.whole), (-1, -1), 200, 150)
    for edges in itertools.product((-1, 0, 1), (-1, 0, 1)):
        if edges == (0, 0):
            continue
        for by in (-5000, -37, 0, 37, 5000):
            frame = cutting.resized(start, edges, by, by)
            assert frame.width / frame.height == pytest.approx(shape.ratio), (edges, by)
            assert is_inside(cutting, frame), (edges, by)
            assert min(frame.width, frame.height) >= 240 - 1e-6, (edges, by)


def test_a_small_picture_can_still_be_cropped_to_a_shape() -> None:
    cutting = Cutting(width=300, height=300, least=240, ratio=Shape.LANDSCAPE.ratio)
    frame = cutting.largest(cutting.whole)
    assert frame.pixels[2] == 300
    assert cutting.crop(frame) == Crop(left=0, top=66 / 300, right=1, bottom=235 / 300)
