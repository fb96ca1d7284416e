"""The best encoding within a number of bytes, for content that encoders find easy and for content they do not."""

from __future__ import annotations

import io
import random
from functools import cache

import pytest
from PIL import Image, ImageChops

from wandesk.domain.errors import InputRefused
from wandesk.media.encoding import FINE_SIDE, fitted

BEST_STEP = 2
"""The first quantisation step at quality 95 (16 at 50)."""


@cache
def grainy(width: int, height: int, strength: int) -> Image.Image:
    """A scan of a film: soft shapes under grain in full colour."""
    soft = Image.effect_noise((width // 40 + 2, height // 40 + 2), 90).resize((width, height))
    grains = (ImageChops.add(soft, Image.effect_noise((width, height), strength), 1, -128) for _ in range(3))
    return Image.merge("RGB", tuple(grains))


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("size", [(4000, 3000), (6000, 4000)])
@pytest.mark.parametrize("strength", [12, 60])
@pytest.mark.parametrize("most_bytes", [20_000_000, 10_000_000, 7_000_000])
def test_grainy_scans_use_the_bytes_they_may_have(size: tuple[int, int], strength: int, most_bytes: int) -> None:
    image = grainy(*size, strength)
    content, name, made = fitted(image, most_bytes=most_bytes, least_side=240, may_be_png=False)
    assert (name, opened(content).size) == ("JPEG", made)
    assert len(content) <= most_bytes
    assert len(content) >= 0.85 * most_bytes or (made == size and first_step(content) <= BEST_STEP)
    assert max(made) >= FINE_SIDE


def first_step(content: bytes) -> int:
    """The first quantisation step of a JPEG."""
    return int(opened(content).quantization[0][0])  # type: ignore[attr-defined]


def test_pure_noise_fits() -> None:
    """No content needs more bytes than this, and no encoder's buffer is too small for it."""
    noise = Image.frombytes("RGB", (3000, 2000), random.Random(3).randbytes(18_000_000))
    for most_bytes in (20_000_000, 5_000_000, 700_000):
        content, name, size = fitted(noise, most_bytes=most_bytes, least_side=240, may_be_png=False)
        assert len(content) <= most_bytes
        assert (name, opened(content).size) == ("JPEG", size)
        assert abs(size[0] / size[1] - 1.5) < 0.01


def test_a_drawing_stays_a_png_and_a_photo_does_not() -> None:
    drawing = Image.new("RGB", (5000, 4000), "white")
    drawing.paste("navy", (500, 500, 2500, 3500))
    content, name, size = fitted(drawing, most_bytes=7_000_000, least_side=240, may_be_png=True)
    assert (name, size) == ("PNG", (5000, 4000))
    assert ImageChops.difference(opened(content), drawing).getbbox() is None
    _, name, _ = fitted(grainy(4000, 3000, 12), most_bytes=7_000_000, least_side=240, may_be_png=True)
    assert name == "JPEG"


def test_what_cannot_fit_says_how_heavy_it_is() -> None:
    with pytest.raises(InputRefused) as caught:
        fitted(grainy(600, 600, 60), most_bytes=5_000, least_side=500, may_be_png=True)
    assert caught.value.sentence == "picture_heavy"
    assert caught.value.values["most_bytes"] == 5_000
