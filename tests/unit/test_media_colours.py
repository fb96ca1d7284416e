"""Colours of pictures against conversions that are calculated here, apart from the program and from Little CMS."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from wandesk.domain.catalog import PictureLimits
from wandesk.media.icc import adobe_rgb_profile, cicp_profile
from wandesk.media.images import inspect_picture, prepare_picture

SAMPLES = Path(__file__).parents[1] / "support" / "pictures"
LIMITS = PictureLimits(formats=("JPEG", "PNG"), min_side=1, max_side=8000, max_bytes=10_000_000)
Colour = tuple[int, int, int]

# From the chromaticities by the method of SMPTE RP 177, rounded as in the literature (D65 throughout).
P3_TO_XYZ = ((0.48657, 0.26567, 0.19822), (0.22897, 0.69174, 0.07929), (0.0, 0.04511, 1.04394))
ADOBE_TO_XYZ = ((0.57667, 0.18556, 0.18823), (0.29734, 0.62736, 0.07529), (0.02703, 0.07069, 0.99134))
BT2020_TO_XYZ = ((0.63696, 0.14462, 0.16888), (0.26270, 0.67800, 0.05930), (0.0, 0.02807, 1.06099))
XYZ_TO_SRGB = ((3.24097, -1.53738, -0.49861), (-0.96924, 1.87597, 0.04156), (0.05563, -0.20398, 1.05697))


def srgb_to_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def light_to_srgb(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def expected(colour: Colour, matrix: tuple[tuple[float, ...], ...], to_light: Callable[[float], float]) -> Colour:
    light = [to_light(each / 255) for each in colour]
    xyz = [sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix]
    red, green, blue = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in XYZ_TO_SRGB)
    return round(255 * light_to_srgb(red)), round(255 * light_to_srgb(green)), round(255 * light_to_srgb(blue))


def shown(path: Path | str, at: tuple[int, int] = (5, 5)) -> Colour:
    """The colour of the picture that would be sent."""
    target = Path(path).with_name("sent")
    prepare_picture(str(path), str(target), LIMITS)
    with Image.open(target) as image:
        found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def is_near(found: Colour, wanted: Colour, within: int = 3) -> bool:
    return all(abs(one - other) <= within for one, other in zip(found, wanted, strict=True))


def png(colour: Colour, *chunks: tuple[bytes, bytes], side: int = 16) -> bytes:
    """A PNG of one colour with further chunks before its pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * side) * side
    inside = b"".join(chunk(*each) for each in (*chunks, (b"IDAT", zlib.compress(rows))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + inside + chunk(b"IEND", b"")


def chromaticities(*points: float) -> bytes:
    return struct.pack(">8I", *(round(each * 100_000) for each in points))


TRIED: tuple[Colour, ...] = ((200, 60, 40), (60, 180, 90), (40, 60, 200), (128, 128, 128), (250, 240, 200))


@pytest.mark.parametrize("colour", TRIED)
def test_display_p3_by_cicp_becomes_srgb(tmp_path: Path, colour: Colour) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(colour, (b"cICP", bytes((12, 13, 0, 1)))))
    assert inspect_picture(str(path)).has_other_colours
    assert is_near(shown(path), expected(colour, P3_TO_XYZ, srgb_to_light))


@pytest.mark.parametrize("colour", TRIED)
def test_adobe_rgb_by_exif_becomes_srgb(tmp_path: Path, colour: Colour) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0xA001: 0xFFFF, 0xA005: {1: "R03"}}
    path = tmp_path / "a.jpg"
    Image.new("RGB", (32, 32), colour).save(path, "JPEG", quality=100, subsampling=0, exif=exif)
    assert is_near(shown(path), expected(colour, ADOBE_TO_XYZ, lambda value: value ** (563 / 256)), 4)


@pytest.mark.parametrize("colour", TRIED)
def test_gamma_of_a_png_counts(tmp_path: Path, colour: Colour) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(colour, (b"gAMA", struct.pack(">I", 55_556))))  # 1/1.8: old Macintosh
    found = shown(path)
    wanted = tuple(round(255 * light_to_srgb((each / 255) ** 1.8)) for each in colour)
    assert is_near(found, (wanted[0], wanted[1], wanted[2]))


def test_chromaticities_of_a_png_count(tmp_path: Path) -> None:
    colour = (200, 60, 40)
    path = tmp_path / "a.png"
    adobe = chromaticities(0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
    path.write_bytes(png(colour, (b"gAMA", struct.pack(">I", 45_455)), (b"cHRM", adobe)))
    assert is_near(shown(path), expected(colour, ADOBE_TO_XYZ, srgb_to_light))


@pytest.mark.parametrize(
    "chunks",
    [
        [(b"gAMA", struct.pack(">I", 45_455))],
        [
            (b"gAMA", struct.pack(">I", 45_455)),
            (b"cHRM", chromaticities(0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)),
        ],
        [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100_000))],  # sRGB rules
        [(b"cHRM", chromaticities(0, 0, 0, 0, 0, 0, 0, 0))],  # describes no colours
        [(b"gAMA", struct.pack(">I", 0))],
        [(b"cICP", bytes((1, 13, 0, 1)))],
    ],
)
def test_usual_colours_of_a_png_are_left_alone(tmp_path: Path, chunks: list[tuple[bytes, bytes]]) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png((200, 60, 40), *chunks))
    facts = inspect_picture(str(path))
    assert (facts.is_plain, facts.has_other_colours) == (True, False)
    assert shown(path) == (200, 60, 40)


def test_adobe_rgb_by_profile_becomes_srgb(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (32, 32), (60, 180, 90)).save(path, "PNG", icc_profile=adobe_rgb_profile())
    wanted = expected((60, 180, 90), ADOBE_TO_XYZ, lambda value: value ** (563 / 256))
    assert is_near(shown(path), wanted)


def test_a_profile_that_only_calls_itself_srgb_is_converted(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    false = adobe_rgb_profile().replace(b"Wan Desk\0", b"sRGB v2 \0")
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(false))).startswith("sRGB")
    Image.new("RGB", (32, 32), (60, 180, 90)).save(path, "PNG", icc_profile=false)
    assert not inspect_picture(str(path)).is_plain
    assert shown(path) != (60, 180, 90)


def test_display_p3_of_an_avif_without_a_profile_becomes_srgb(tmp_path: Path) -> None:
    """The same scene with and without: the numbers alone are another colour."""
    path = tmp_path / "p3.avif"
    path.write_bytes((SAMPLES / "p3_nclx.avif").read_bytes())
    facts = inspect_picture(str(path))
    assert (facts.format, facts.width, facts.height, facts.has_other_colours) == ("AVIF", 480, 320, True)
    with Image.open(path) as image:
        numbers = image.convert("RGB")
    for at in ((20, 20), (240, 160), (400, 300), (100, 250)):
        stored = numbers.getpixel(at)
        assert isinstance(stored, tuple)
        wanted = expected((stored[0], stored[1], stored[2]), P3_TO_XYZ, srgb_to_light)
        assert is_near(shown(path, at), wanted, 6)


# ---------------------------------------------------------------- HDR


def pq(nits: float) -> int:
    """The 8-bit signal of SMPTE ST 2084."""
    power = (nits / 10_000) ** (2610 / 16384)
    return round(255.0 * float(((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)))


def grey_in(tmp_path: Path, transfer: int, level: int) -> int:
    path = tmp_path / "a.png"
    path.write_bytes(png((level, level, level), (b"cICP", bytes((9, transfer, 0, 1)))))
    facts = inspect_picture(str(path))
    assert (facts.is_hdr, facts.is_plain) == (True, False)
    red, green, blue = shown(path)
    assert max(red, green, blue) - min(red, green, blue) <= 2, "grey stays grey"
    return green


def test_pq_is_tone_mapped(tmp_path: Path) -> None:
    """What is darker than paper keeps its brightness, what is brighter stays below white and in its order."""
    dim = grey_in(tmp_path, 16, pq(40))
    assert abs(dim - 255 * light_to_srgb(40 / 203)) <= 8
    paper, lamp, sun = (grey_in(tmp_path, 16, pq(nits)) for nits in (203, 500, 1000))
    assert 190 <= paper < lamp < sun
    assert sun >= 250
    assert grey_in(tmp_path, 16, 0) == 0
    assert grey_in(tmp_path, 16, 255) == 255


def test_hlg_is_tone_mapped(tmp_path: Path) -> None:
    paper, top = grey_in(tmp_path, 18, round(0.75 * 255)), grey_in(tmp_path, 18, 255)
    assert 190 <= paper < top
    assert top >= 250
    assert grey_in(tmp_path, 18, 0) == 0


def test_wide_colours_of_hdr_keep_their_hue(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png((pq(60), pq(20), pq(20)), (b"cICP", bytes((9, 16, 0, 1)))))
    red, green, blue = shown(path)
    light = [each / 203 for each in (60, 20, 20)]
    xyz = [sum(a * b for a, b in zip(row, light, strict=True)) for row in BT2020_TO_XYZ]
    wanted = [round(255 * light_to_srgb(sum(a * b for a, b in zip(row, xyz, strict=True)))) for row in XYZ_TO_SRGB]
    assert is_near((red, green, blue), (wanted[0], wanted[1], wanted[2]), 8)


def test_hdr_of_a_heic_is_tone_mapped(tmp_path: Path) -> None:
    path = tmp_path / "pq.heic"
    path.write_bytes((SAMPLES / "pq.heic").read_bytes())
    facts = inspect_picture(str(path))
    assert (facts.format, facts.is_hdr, facts.is_plain) == ("HEIC", True, False)
    dim, bright = shown(path, (80, 100)), shown(path, (240, 100))
    assert abs(dim[1] - 255 * light_to_srgb(40 / 203)) <= 8
    assert bright[1] >= 250


def test_display_p3_of_a_heic_in_tiles_becomes_srgb(tmp_path: Path) -> None:
    path = tmp_path / "p3.heic"
    path.write_bytes((SAMPLES / "p3_tiles.heic").read_bytes())
    facts = inspect_picture(str(path))
    assert (facts.width, facts.height, facts.has_other_colours) == (512, 640, True)
    below, above = expected((60, 180, 90), P3_TO_XYZ, srgb_to_light), expected((200, 60, 40), P3_TO_XYZ, srgb_to_light)
    assert is_near(shown(path, (250, 40)), above, 6)
    assert is_near(shown(path, (250, 600)), below, 6)


@pytest.mark.parametrize("colour", TRIED)
def test_lab_becomes_srgb(tmp_path: Path, colour: Colour) -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.applyTransform(
        Image.new("RGB", (32, 32), colour), ImageCms.buildTransform(srgb, lab, "RGB", "LAB")
    )
    assert image is not None
    path = tmp_path / "a.tif"
    image.save(path)
    assert is_near(shown(path), colour, 9), "eight bits of L*a*b* are coarse for deep blue"


def test_unknown_numbers_count_as_srgb() -> None:
    assert cicp_profile(2, 2) is None
    assert cicp_profile(1, 1) is None, "files of phones name BT.709 and mean sRGB"
    assert cicp_profile(200, 200) is None
    assert cicp_profile(12, 2) is not None
