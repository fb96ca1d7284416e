"""Draws the sample picture and generates the sample audio of a first start: `resources/samples/`.

    .venv/bin/python packaging/samples.py [--out DIR]

Both are computed, and are the same on every run. Both are works of this project, under its licence.
"""

import argparse
import array
import math
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"

_WIDTH, _HEIGHT = 1280, 960
_FINE = 2  # drawn this much larger and then reduced, for smooth edges
_HORIZON = 600

# The upper edge of the cliff, where the meadow ends.
_EDGE = (
    (700, 566), (738, 551), (786, 544), (842, 535), (905, 531),
    (975, 534), (1040, 528), (1120, 512), (1200, 503), (1300, 488),
)  # fmt: skip

_Colour = tuple[int, int, int]
_Point = tuple[float, float]


def main() -> None:
    """Writes both files into the given folder, or into the project's own."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--out", type=Path, default=_SAMPLES, help="the folder to write to")
    folder: Path = reader.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    lighthouse().save(folder / "lighthouse.jpg", quality=88, optimize=True, progressive=True, subsampling=1)
    write_mp3(folder / "waves.mp3", *waves())
    for path in (folder / "lighthouse.jpg", folder / "waves.mp3"):
        print(f"{path}: {path.stat().st_size / 1000:.0f} KB")


# ---------------------------------------------------------------- the picture


def lighthouse() -> Image.Image:
    """A lighthouse on a cliff after sunset, 1280 x 960."""
    picture = _sky()
    picture = _clouds(picture)
    picture = _sea(picture)
    picture = _far_headlands(picture)
    picture = _cliff_and_tower(picture)
    return _grade(picture.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS))


def _sky() -> Image.Image:
    sky = _gradient(
        [
            (0, (13, 19, 52)),
            (170, (34, 38, 88)),
            (330, (86, 66, 122)),
            (450, (166, 96, 128)),
            (520, (226, 136, 118)),
            (566, (243, 166, 124)),
            (_HORIZON, (252, 192, 132)),
            (_HEIGHT, (252, 192, 132)),
        ]
    )
    sky = _add_glow(sky, (400, _HORIZON + 6), (760, 330), (255, 176, 96), 0.55)
    sky = _add_glow(sky, (400, _HORIZON + 2), (300, 120), (255, 226, 170), 0.65)
    stars = Image.new("RGB", sky.size)
    draw = ImageDraw.Draw(stars)
    dice = _dice(7)
    for _ in range(330):
        x, y = dice.uniform(0, _WIDTH), 400 * dice.random() ** 1.7
        fade = (1 - y / 420) * dice.uniform(0.25, 1) ** 2
        radius = dice.choice((0.5, 0.5, 0.6, 0.7, 1.05))
        tint = dice.choice(((255, 255, 255), (214, 226, 255), (255, 236, 214)))
        draw.ellipse(_box(x, y, radius), fill=_scaled(tint, fade))
    sky = ImageChops.screen(sky, stars)
    sky = ImageChops.screen(sky, stars.filter(ImageFilter.GaussianBlur(3 * _FINE)))
    return _moon(sky, (292, 168), 30)


def _moon(sky: Image.Image, centre: _Point, radius: float) -> Image.Image:
    """A crescent moon, lit from below, with the grey of its dark side."""
    sky = _add_glow(sky, centre, (190, 190), (150, 160, 220), 0.42)
    x, y = centre
    whole, shade = Image.new("L", sky.size), Image.new("L", sky.size)
    ImageDraw.Draw(whole).ellipse(_box(x, y, radius), fill=255)
    ImageDraw.Draw(shade).ellipse(_box(x - 8, y - 10, radius * 1.02), fill=255)
    sky = Image.composite(_mixed(sky, (112, 114, 160), 0.28), sky, whole)
    crescent = ImageChops.subtract(whole, shade).filter(ImageFilter.GaussianBlur(0.6 * _FINE))
    sky = Image.composite(Image.new("RGB", sky.size, (255, 246, 226)), sky, crescent)
    lit = Image.merge("RGB", [crescent.filter(ImageFilter.GaussianBlur(7 * _FINE))] * 3)
    return ImageChops.screen(sky, lit)


def _clouds(sky: Image.Image) -> Image.Image:
    """Long streaks: dark violet above, lit from below near the horizon."""
    for seed, cells, top, bottom, level, colour, strength in (
        (11, (3, 11), 150, 470, 136, (58, 46, 98), 0.75),
        (5, (3, 17), 330, 580, 140, (255, 150, 122), 0.62),
        (23, (4, 25), 430, 606, 142, (132, 72, 112), 0.55),
        (31, (3, 34), 470, 640, 138, (255, 206, 150), 0.45),
    ):
        noise = _noise(seed, cells, 5).point(_curve(level, 62))
        window = _gradient_mask([(top, 0.0), ((top + bottom) // 2, 1.0), (bottom, 0.0)])
        mask = ImageChops.multiply(noise, window).point(_times(strength))
        sky = Image.composite(Image.new("RGB", sky.size, colour), sky, mask)
    return sky


def _sea(picture: Image.Image) -> Image.Image:
    """The sky again, upside down, darker and broken by waves, with the reflection of the afterglow."""
    horizon = _HORIZON * _FINE
    depth = picture.height - horizon
    mirrored = picture.crop((0, horizon - depth, picture.width, horizon)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirrored = mirrored.filter(ImageFilter.GaussianBlur(5 * _FINE))
    water = Image.new("RGB", picture.size)
    water.paste(mirrored, (0, horizon))
    tint = _gradient([(0, (0, 0, 0)), (_HORIZON, (206, 180, 176)), (690, (112, 112, 146)), (_HEIGHT, (46, 58, 104))])
    water = ImageChops.multiply(water, tint)
    base = _gradient([(0, (0, 0, 0)), (_HORIZON, (38, 30, 34)), (760, (16, 24, 48)), (_HEIGHT, (8, 16, 38))])
    water = ImageChops.add(water, base)

    dice = _dice(3)
    dark, bright = Image.new("L", picture.size), Image.new("L", picture.size)
    dark_draw, bright_draw = ImageDraw.Draw(dark), ImageDraw.Draw(bright)
    for _ in range(5200):
        near = dice.random() ** 1.7
        y = _HORIZON + 3 + near * (_HEIGHT - _HORIZON)
        length, thick = 5 + 74 * near * dice.uniform(0.4, 1), 0.5 + 2.9 * near
        x = dice.uniform(-60, _WIDTH + 60)
        _stroke(dark_draw, x, y, length, thick, int(dice.uniform(18, 92)))
        _stroke(bright_draw, x + length * 0.3, y - thick * 1.4, length * 0.7, thick * 0.5, int(dice.uniform(8, 46)))
    dark, bright = (mask.filter(ImageFilter.GaussianBlur(0.7 * _FINE)) for mask in (dark, bright))
    water = Image.composite(Image.new("RGB", water.size, (16, 20, 52)), water, dark)
    water = Image.composite(Image.new("RGB", water.size, (255, 190, 170)), water, bright)

    glitter = Image.new("L", picture.size)
    draw = ImageDraw.Draw(glitter)
    for _ in range(2300):
        near = dice.random() ** 1.35
        y = _HORIZON + 2 + near * 330
        x = dice.gauss(400, 24 + 92 * near)
        length, thick = 4 + 34 * near * dice.uniform(0.3, 1), 0.6 + 2.1 * near
        _stroke(draw, x, y, length, thick, int(dice.uniform(60, 225) * (1 - 0.72 * near)))
    soft = glitter.filter(ImageFilter.GaussianBlur(9 * _FINE)).point(_times(0.6))
    glitter = ImageChops.lighter(glitter.filter(ImageFilter.GaussianBlur(0.6 * _FINE)), soft)
    water = Image.composite(Image.new("RGB", water.size, (255, 214, 160)), water, glitter)

    below = Image.new("L", picture.size)
    ImageDraw.Draw(below).rectangle((0, horizon, picture.width, picture.height), fill=255)
    picture = Image.composite(water, picture, below.filter(ImageFilter.GaussianBlur(0.8 * _FINE)))
    return _add_glow(picture, (400, _HORIZON), (640, 26), (255, 214, 160), 0.5)


def _far_headlands(picture: Image.Image) -> Image.Image:
    """Three coasts behind each other, each paler and in its own mist."""
    for seed, left, height, foot, colour, mist in (
        (2, 330, 74, 2, (214, 138, 126), 0.42),
        (9, 500, 92, 5, (166, 100, 118), 0.40),
        (4, 612, 104, 9, (112, 74, 108), 0.34),
    ):
        ridge = _ridge(seed, left, _WIDTH + 20, height)
        outline = [(x, _HORIZON + foot - y) for x, y in ridge]
        shape = Image.new("L", picture.size)
        foot_line = [(_WIDTH + 20, _HORIZON + foot), (left, _HORIZON + foot)]
        ImageDraw.Draw(shape).polygon(_fine([*outline, *foot_line]), fill=255)
        picture = Image.composite(Image.new("RGB", picture.size, colour), picture, shape)
        veil = _gradient_mask([(_HORIZON - 90, 0.0), (_HORIZON + foot - 3, mist), (_HORIZON + foot + 26, 0.0)])
        veil = ImageChops.multiply(veil, _noise(seed + 40, (3, 5), 3).point(_curve(96, 130)))
        picture = Image.composite(Image.new("RGB", picture.size, (246, 184, 156)), picture, veil)
    return picture


def _cliff_and_tower(picture: Image.Image) -> Image.Image:
    lamp = (912.0, 236.0)
    picture = _beams(picture, lamp)
    picture = _cliff(picture)
    picture = _tower(picture, lamp)
    picture = _add_glow(picture, lamp, (250, 250), (255, 206, 130), 0.55)
    picture = _add_glow(picture, lamp, (70, 70), (255, 240, 200), 0.95)
    return _meadow(picture)


def _beams(picture: Image.Image, lamp: _Point) -> Image.Image:
    """Two cones of light, brightest at the lamp, fading to the edge of the picture."""
    x, y = lamp
    light = Image.new("L", picture.size)
    for tip, spread, strength in (((-240.0, 96.0), 74, 150), ((1640.0, 330.0), 46, 120)):
        for part in range(9):  # narrower and brighter towards the middle
            wide = spread * (1 - part / 9)
            cone = Image.new("L", picture.size)
            outline = [(x, y - 3), (tip[0], tip[1] - wide), (tip[0], tip[1] + wide), (x, y + 3)]
            ImageDraw.Draw(cone).polygon(_fine(outline), fill=strength // 9)
            light = ImageChops.add(light, cone)
    reach = _radial(picture.size, lamp, (1000, 1000)).point(_power(1.5))
    light = ImageChops.multiply(light, reach).filter(ImageFilter.GaussianBlur(4 * _FINE))
    colour = Image.new("RGB", picture.size, (255, 224, 168))
    return ImageChops.screen(picture, ImageChops.multiply(colour, Image.merge("RGB", [light] * 3)))


def _cliff(picture: Image.Image) -> Image.Image:
    """The rock under the tower, with light from the left on its broken face."""
    face = [(700, 566), (690, 590), (697, 622), (676, 654), (681, 690), (655, 724), (660, 764), (628, 806), (632, 852)]
    face += [(596, 900), (604, 980)]
    outline = [*_broken(face[::-1], 17, 7), *_broken(_EDGE, 6, 3), (1300, 980)]
    shape = Image.new("L", picture.size)
    ImageDraw.Draw(shape).polygon(_fine(outline), fill=255)
    rock = _gradient([(0, (74, 56, 84)), (520, (74, 56, 84)), (640, (52, 42, 74)), (_HEIGHT, (20, 20, 44))])
    wide, high = rock.size
    strata = _noise(61, (3, 13), 5).resize((wide * 3 // 2, high * 3 // 2)).rotate(-8, Image.Resampling.BICUBIC)
    strata = strata.crop((wide // 4, high // 4, wide // 4 + wide, high // 4 + high))  # without the turned corners
    blocks = ImageChops.add(strata.point(_around(1.0)), _noise(62, (13, 6), 4).point(_around(1.2)), offset=-128)
    blocks = blocks.filter(ImageFilter.GaussianBlur(0.7 * _FINE))
    # The difference to itself, slightly shifted, is the slope: bright where the stone faces the afterglow on the left.
    for step, share in ((4, 2.2), (12, 1.1)):
        slope = ImageChops.subtract(ImageChops.offset(blocks, step, step), blocks, scale=1 / share, offset=128)
        lights = ImageChops.subtract(slope, Image.new("L", slope.size, 128)).point(_times(1.3))
        darks = ImageChops.subtract(Image.new("L", slope.size, 128), slope).point(_times(1.5))
        lights = ImageChops.multiply(lights, _gradient_mask([(500, 1.0), (680, 0.7), (_HEIGHT, 0.25)]))
        rock = Image.composite(Image.new("RGB", rock.size, (206, 128, 128)), rock, lights)
        rock = Image.composite(Image.new("RGB", rock.size, (12, 12, 32)), rock, darks)
    rock = ImageChops.multiply(rock, _across([(580, (255, 255, 255)), (760, (225, 222, 230)), (1280, (150, 148, 178))]))
    # Where the outline, shifted to the right, is not covered by itself: that is the edge that faces the afterglow.
    for shift, colour, strength in ((26, (214, 120, 104), 0.42), (8, (255, 172, 124), 0.62)):
        moved = ImageChops.offset(shape, shift * _FINE, int(shift * 0.5 * _FINE))
        rim = ImageChops.subtract(shape, moved).filter(ImageFilter.GaussianBlur(shift * 0.32 * _FINE))
        rim = ImageChops.multiply(rim, _gradient_mask([(480, 1.0), (600, 0.95), (860, 0.15), (_HEIGHT, 0.0)]))
        rim = ImageChops.multiply(rim, blocks.point(_curve(128, 150)))
        rock = Image.composite(Image.new("RGB", rock.size, colour), rock, rim.point(_times(strength)))
    picture = Image.composite(rock, picture, shape)
    foam = Image.new("L", picture.size)
    draw = ImageDraw.Draw(foam)
    dice = _dice(19)
    for x, y in _broken([(690, 792), (650, 806), (622, 838), (606, 880), (586, 918), (570, 962)], 30, 4):
        for _ in range(11):
            reach = dice.random() ** 2
            _stroke(
                draw, x - 62 * reach - 12, y + dice.uniform(-5, 9), 32 * dice.random() + 5, 1.5, int(150 * (1 - reach))
            )
    foam = ImageChops.multiply(foam, ImageChops.invert(shape)).filter(ImageFilter.GaussianBlur(1.3 * _FINE))
    return Image.composite(Image.new("RGB", picture.size, (255, 216, 206)), picture, foam)


def _tower(picture: Image.Image, lamp: _Point) -> Image.Image:
    x, y = lamp
    foot = 540.0
    gallery = y + 34

    def half(at: float) -> float:
        """Half the tower's width at a height: slightly curved, as such towers are."""
        share = (at - gallery) / (foot - gallery)
        return 23 + 17 * math.pow(share, 1.5)

    rows = [gallery + (foot - gallery) * step / 40 for step in range(41)]
    outline = [(x - half(at), at) for at in rows] + [(x + half(at), at) for at in reversed(rows)]
    body = Image.new("L", picture.size)
    ImageDraw.Draw(body).polygon(_fine(outline), fill=255)
    paint = Image.new("RGB", picture.size, (236, 222, 216))
    draw = ImageDraw.Draw(paint)
    for share in (0.20, 0.60):
        upper, lower = gallery + (foot - gallery) * share, gallery + (foot - gallery) * (share + 0.20)
        draw.rectangle(_fine_box(x - 60, upper, x + 60, lower), fill=(182, 62, 62))
    # Round: warm from the left, blue in the shade, a little light again at the right edge.
    shading = _across(
        [
            (x - 42, (255, 196, 160)), (x - 22, (255, 206, 172)), (x - 4, (196, 158, 164)), (x + 18, (104, 94, 138)),
            (x + 34, (76, 74, 122)), (x + 44, (96, 92, 140)),
        ]
    )  # fmt: skip
    paint = ImageChops.multiply(paint, shading)
    paint = ImageChops.multiply(
        paint, _gradient([(0, (255, 255, 255)), (380, (255, 255, 255)), (560, (176, 160, 180))])
    )
    picture = Image.composite(paint, picture, body.filter(ImageFilter.GaussianBlur(0.3 * _FINE)))

    draw = ImageDraw.Draw(picture)
    for at in (336.0, 408.0, 478.0):
        draw.rounded_rectangle(_fine_box(x - 7, at - 9, x + 3, at + 9), 4 * _FINE, fill=(54, 40, 62))
        draw.rounded_rectangle(_fine_box(x - 5.5, at - 7.5, x + 1.5, at + 7.5), 3 * _FINE, fill=(255, 206, 128))
    dark, edge = (44, 34, 58), (226, 142, 116)
    draw.rounded_rectangle(_fine_box(x - 36, gallery - 5, x + 36, gallery + 4), 3 * _FINE, fill=dark)
    draw.polygon(
        _fine([(x - 30, gallery + 4), (x + 30, gallery + 4), (x + 23, gallery + 15), (x - 23, gallery + 15)]), fill=dark
    )
    draw.line(_fine([(x - 36, gallery - 5), (x - 4, gallery - 5)]), fill=edge, width=2 * _FINE // 2)
    for post in range(-34, 35, 8):
        draw.line(_fine([(x + post, gallery - 5), (x + post, gallery - 19)]), fill=dark, width=_FINE)
    for rail in (19, 12):
        draw.line(_fine([(x - 34, gallery - rail), (x + 34, gallery - rail)]), fill=dark, width=_FINE)
    draw.rectangle(_fine_box(x - 17, y - 20, x + 17, gallery - 5), fill=(255, 226, 156))
    draw.ellipse(_fine_box(x - 10, y - 12, x + 10, y + 14), fill=(255, 252, 232))
    for bar in (-17, -6, 6, 17):
        draw.line(_fine([(x + bar, y - 20), (x + bar, gallery - 5)]), fill=dark, width=int(1.5 * _FINE))
    draw.line(_fine([(x - 17, y + 4), (x + 17, y + 4)]), fill=dark, width=_FINE)
    dome = [(x - 23, y - 19), (x - 19, y - 27), (x - 11, y - 36), (x, y - 41), (x + 11, y - 36), (x + 19, y - 27)]
    draw.polygon(_fine([*dome, (x + 23, y - 19)]), fill=(124, 46, 58))
    draw.line(_fine(dome[:4]), fill=(240, 150, 120), width=int(1.4 * _FINE))
    draw.line(_fine([(x, y - 41), (x, y - 62)]), fill=dark, width=_FINE)
    draw.ellipse(_fine_box(x - 3, y - 47, x + 3, y - 41), fill=dark)
    return _cottage(picture)


def _cottage(picture: Image.Image) -> Image.Image:
    """The keeper's house beside the tower, with its lamps lit."""
    draw = ImageDraw.Draw(picture)
    draw.polygon(_fine([(978, 482), (1088, 482), (1088, 536), (978, 540)]), fill=(112, 92, 122))
    draw.polygon(_fine([(978, 482), (1000, 482), (1000, 540), (978, 540)]), fill=(196, 142, 140))
    draw.polygon(_fine([(968, 486), (994, 450), (1076, 450), (1098, 486)]), fill=(60, 42, 66))
    draw.line(_fine([(968, 486), (994, 450), (1030, 450)]), fill=(214, 128, 112), width=int(1.5 * _FINE))
    draw.rectangle(_fine_box(1050, 432, 1063, 456), fill=(72, 50, 72))
    for left in (1012, 1058):
        draw.rectangle(_fine_box(left, 496, left + 17, 515), fill=(255, 204, 122))
        draw.line(_fine([(left + 8.5, 496), (left + 8.5, 515)]), fill=(92, 62, 70), width=_FINE)
        draw.line(_fine([(left, 505), (left + 17, 505)]), fill=(92, 62, 70), width=_FINE)
    draw.rectangle(_fine_box(1036, 500, 1049, 538), fill=(58, 40, 60))
    for left in (1020, 1066):
        picture = _add_glow(picture, (left, 507), (46, 40), (255, 186, 104), 0.45)
    return picture


def _meadow(picture: Image.Image) -> Image.Image:
    """Grass on the edge of the rock, a fence to the house, and gulls over the water."""
    draw = ImageDraw.Draw(picture)
    dice = _dice(29)
    line = _broken(_EDGE, 6, 3)
    for (x0, y0), (x1, y1) in pairwise(line):
        for _ in range(16):
            share = dice.random()
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + dice.uniform(0, 13)
            tall, lean = 4 + 9 * dice.random() ** 2.2, dice.uniform(-2, 5)
            warm = dice.random() < 0.12
            colour = (172, 108, 100) if warm else dice.choice(((48, 42, 66), (60, 50, 70), (38, 36, 60)))
            draw.line(
                _fine([(x, y + 3), (x + lean * 0.4, y - tall * 0.6), (x + lean, y - tall)]), fill=colour, width=_FINE
            )
    posts = [(1108 + 27 * step, 516 - 4.2 * step) for step in range(8)]
    for x, y in posts:
        draw.line(_fine([(x, y + 5), (x, y - 22)]), fill=(40, 32, 54), width=int(1.7 * _FINE))
    for lift in (18, 9):
        draw.line(_fine([(x, y - lift) for x, y in posts]), fill=(40, 32, 54), width=_FINE)
    for x, y, wing in ((566, 372, 13), (604, 350, 10), (534, 340, 8), (648, 396, 7), (486, 396, 6)):
        for side in (-1, 1):
            arm = [(x, y), (x + side * wing * 0.45, y - wing * 0.42), (x + side * wing, y - wing * 0.16)]
            draw.line(_fine(arm), fill=(50, 38, 66), width=int(1.4 * _FINE), joint="curve")
    return picture


def _grade(picture: Image.Image) -> Image.Image:
    """Darker corners, and a grain so fine that it only keeps the gradients from banding."""
    corners = _gradient([(0, (255, 255, 255))], picture.size)
    centre = Image.merge("RGB", [Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)] * 3)
    shade = centre.point(lambda value: 255 - int(max(0, value - 120) * 0.42))
    picture = ImageChops.multiply(picture, ImageChops.multiply(corners, shade))
    grain = Image.frombytes("L", picture.size, _dice(1).randbytes(picture.width * picture.height))
    grain = grain.filter(ImageFilter.GaussianBlur(0.7)).point(lambda value: round(128 + (value - 128) / 24))
    return ImageChops.add(picture, Image.merge("RGB", [grain] * 3), offset=-128)


# ---------------------------------------------------------------- strokes and masks, in the coordinates of 1280 x 960


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same numbers on every run are intended


def _fine(points: Sequence[_Point]) -> list[_Point]:
    return [(x * _FINE, y * _FINE) for x, y in points]


def _fine_box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return _fine_box(x - radius, y - radius, x + radius, y + radius)


def _stroke(draw: ImageDraw.ImageDraw, x: float, y: float, length: float, thick: float, value: int) -> None:
    """A short level stroke, pointed at both ends, like light on water."""
    ends = [(x, y), (x + length * 0.5, y - thick / 2), (x + length, y), (x + length * 0.5, y + thick / 2)]
    draw.polygon(_fine(ends), fill=value)


def _gradient(stops: Sequence[tuple[int, _Colour]], size: tuple[int, int] | None = None) -> Image.Image:
    """Colours from top to bottom, smooth between the heights given."""
    column = Image.new("RGB", (1, _HEIGHT))
    for y in range(_HEIGHT):
        column.putpixel((0, y), _at(stops, y))
    return column.resize(size or (_WIDTH * _FINE, _HEIGHT * _FINE), Image.Resampling.BICUBIC)


def _across(stops: Sequence[tuple[float, _Colour]]) -> Image.Image:
    """Colours from left to right."""
    row = Image.new("RGB", (_WIDTH, 1))
    for x in range(_WIDTH):
        row.putpixel((x, 0), _at(stops, x))
    return row.resize((_WIDTH * _FINE, _HEIGHT * _FINE), Image.Resampling.BICUBIC)


def _at(stops: Sequence[tuple[float, _Colour]], place: float) -> _Colour:
    if place <= stops[0][0]:
        return stops[0][1]
    for (start, first), (end, last) in pairwise(stops):
        if place <= end:
            share = (place - start) / (end - start)
            share = share * share * (3 - 2 * share)
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
            return red, green, blue
    return stops[-1][1]


def _gradient_mask(stops: Sequence[tuple[int, float]]) -> Image.Image:
    grey = [(y, (round(255 * value),) * 3) for y, value in stops]
    return _gradient([(y, (value[0], value[0], value[0])) for y, value in grey]).getchannel(0)


def _radial(size: tuple[int, int], centre: _Point, radii: _Point) -> Image.Image:
    """255 at the centre, 0 at the ellipse of these radii and beyond."""
    wide, tall = int(radii[0] * 2 * _FINE), int(radii[1] * 2 * _FINE)
    disc = Image.radial_gradient("L").resize((wide, tall), Image.Resampling.BICUBIC)
    disc = disc.point(lambda value: max(0, 255 - round(value * 1.4142)))  # 255 is in the corners there
    mask = Image.new("L", size)
    mask.paste(disc, (int(centre[0] * _FINE) - wide // 2, int(centre[1] * _FINE) - tall // 2))
    return mask


def _add_glow(picture: Image.Image, centre: _Point, radii: _Point, colour: _Colour, strength: float) -> Image.Image:
    light = _radial(picture.size, centre, radii).point(_power(2.0)).point(_times(strength))
    tinted = ImageChops.multiply(Image.new("RGB", picture.size, colour), Image.merge("RGB", [light] * 3))
    return ImageChops.screen(picture, tinted)


def _noise(seed: int, cells: tuple[int, int], octaves: int) -> Image.Image:
    """Soft noise around 128: `cells` wide and high at the coarsest, each octave twice as fine and half as strong."""
    dice = _dice(seed)
    size = (_WIDTH * _FINE // 2, _HEIGHT * _FINE // 2)
    total = Image.new("L", size, 128)
    for octave in range(octaves):
        wide, high = (cells[0] << octave) + 3, (cells[1] << octave) + 3
        layer = Image.frombytes("L", (wide, high), dice.randbytes(wide * high)).resize(size, Image.Resampling.BICUBIC)
        total = ImageChops.add(total, layer.point(_around(0.62 * 0.55**octave)), offset=-128)
    return total.resize((_WIDTH * _FINE, _HEIGHT * _FINE), Image.Resampling.BICUBIC)


def _ridge(seed: int, left: float, right: float, height: float) -> list[_Point]:
    """A coast's outline as heights over its foot: rising from nothing at the left, irregular everywhere."""
    dice = _dice(seed)
    points = [(0.0, 0.0), (0.06, 0.42), (0.3, 0.62), (0.55, 0.84), (1.0, 1.0)]
    rough = 0.11
    for _ in range(6):
        finer: list[_Point] = [points[0]]
        for (x0, y0), (x1, y1) in pairwise(points):
            finer += [((x0 + x1) / 2, max(0.0, (y0 + y1) / 2 + dice.uniform(-rough, rough))), (x1, y1)]
        points, rough = finer, rough * 0.55
    return [(left + (right - left) * x, height * y) for x, y in points]


def _broken(points: Sequence[_Point], seed: int, rough: float) -> list[_Point]:
    """The same line with three generations of new corners in it, none further off than `rough`."""
    dice = _dice(seed)
    line = list(points)
    for _ in range(3):
        finer = [line[0]]
        for (x0, y0), (x1, y1) in pairwise(line):
            middle = ((x0 + x1) / 2 + dice.uniform(-rough, rough), (y0 + y1) / 2 + dice.uniform(-rough, rough) / 2)
            finer += [middle, (x1, y1)]
        line, rough = finer, rough * 0.55
    return line


def _mixed(picture: Image.Image, colour: _Colour, share: float) -> Image.Image:
    return Image.blend(picture, Image.new("RGB", picture.size, colour), share)


def _scaled(colour: _Colour, share: float) -> _Colour:
    red, green, blue = (round(part * share) for part in colour)
    return red, green, blue


def _times(share: float) -> Callable[[int], int]:
    return lambda value: round(value * share)


def _around(share: float) -> Callable[[int], int]:
    return lambda value: round(128 + (value - 128) * share)


def _power(exponent: float) -> Callable[[int], int]:
    return lambda value: round(255 * (value / 255) ** exponent)


def _curve(level: int, width: int) -> Callable[[int], int]:
    """A soft step: 0 below `level` - `width`/2, 255 above `level` + `width`/2."""

    def step(value: int) -> int:
        share = min(1.0, max(0.0, (value - level) / width + 0.5))
        return round(255 * share * share * (3 - 2 * share))

    return step


# ---------------------------------------------------------------- the audio

_RATE = 44_100
_SECONDS = 6.0


def waves() -> "tuple[array.array[float], array.array[float]]":
    """Left and right, -1 to 1: two long chords over the sea, six seconds, silent at both ends."""
    length = int(_RATE * _SECONDS)
    left, right = array.array("f", bytes(4 * length)), array.array("f", bytes(4 * length))
    chords = ((0.0, (110.0, 164.81, 220.0, 277.18, 329.63)), (2.6, (98.0, 146.83, 246.94, 293.66, 369.99)))
    for begin, notes in chords:
        for place, note in enumerate(notes):
            _pad(left, right, begin, note, pan=place / (len(notes) - 1), loud=0.105 if place else 0.15)
    for begin, note in ((0.55, 659.26), (1.35, 554.37), (2.15, 880.0), (3.1, 739.99), (3.9, 587.33), (4.55, 493.88)):
        _bell(left, right, begin, note)
    _surf(left, 5)
    _surf(right, 6)
    peak = max(abs(value) for channel in (left, right) for value in channel)
    for channel in (left, right):
        for index in range(length):
            at = index / _RATE
            fade = min(1.0, at / 0.15, (_SECONDS - at) / 0.9)
            channel[index] *= 0.72 / peak * math.sin(max(0.0, fade) * math.pi / 2)
    return left, right


def _pad(
    left: "array.array[float]", right: "array.array[float]", begin: float, note: float, *, pan: float, loud: float
) -> None:
    """One held note: slow to come and to go, two strings a little apart, a soft octave above."""
    first, last = int(begin * _RATE), min(len(left), int((begin + 3.8) * _RATE))
    for index in range(first, last):
        at = (index - first) / _RATE
        swell = math.sin(min(1.0, at / 0.9) * math.pi / 2) ** 2 * min(1.0, (3.8 - at) / 1.2)
        turn = 2 * math.pi * note * at
        tone = math.sin(turn * 1.0013) + math.sin(turn * 0.9987) + 0.28 * math.sin(2 * turn) + 0.09 * math.sin(3 * turn)
        value = loud * swell * tone
        left[index] += value * (1 - 0.6 * pan)
        right[index] += value * (0.4 + 0.6 * pan)


def _bell(left: "array.array[float]", right: "array.array[float]", begin: float, note: float) -> None:
    """A small bell with its echo on the other side."""
    for delay, loud, one, other in ((0.0, 0.115, left, right), (0.29, 0.04, right, left)):
        first = int((begin + delay) * _RATE)
        for index in range(first, len(left)):
            at = (index - first) / _RATE
            turn = 2 * math.pi * note * at
            value = (
                loud
                * min(1.0, at / 0.006)
                * math.exp(-2.4 * at)
                * (math.sin(turn) + 0.25 * math.sin(2.76 * turn) * math.exp(-5 * at))
            )
            one[index] += value
            other[index] += value * 0.55


def _surf(channel: "array.array[float]", seed: int) -> None:
    """Noise through a low-pass that opens and closes as a wave comes in and runs back."""
    dice = _dice(seed)
    low = lower = 0.0
    for index in range(len(channel)):
        wave = 0.5 - 0.5 * math.cos(2 * math.pi * (index / _RATE / 3.4 + 0.02 * seed))
        wave = 0.18 + 0.82 * wave**2
        opening = 0.02 + 0.14 * wave
        low += opening * (dice.uniform(-1, 1) - low)
        lower += 0.35 * (low - lower)
        channel[index] += 0.62 * wave * lower


def write_mp3(path: Path, left: "array.array[float]", right: "array.array[float]") -> None:
    """Writes a stereo MP3 of 128 kbit/s."""
    with av.open(str(path), "w", format="mp3") as video:
        stream = video.add_stream("libmp3lame", rate=_RATE)
        stream.layout = "stereo"
        stream.format = "fltp"
        stream.bit_rate = 128_000
        frame_length = 1152
        for first in range(0, len(left), frame_length):
            count = min(frame_length, len(left) - first)
            frame = av.AudioFrame(format="fltp", layout="stereo", samples=count)
            frame.sample_rate, frame.pts, frame.time_base = _RATE, first, Fraction(1, _RATE)
            for plane, channel in zip(frame.planes, (left, right), strict=True):
                plane.update(channel[first : first + count].tobytes().ljust(plane.buffer_size, b"\0"))
            video.mux(stream.encode(frame))
        video.mux(stream.encode(None))


if __name__ == "__main__":
    main()
