"""What leaves of a picture file: its pixels as they are, and nothing else. An independent parser reads the results."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from tests.support.extras import (
    SECRET,
    VIDEO,
    XMP,
    chunk,
    exif,
    full_bmp,
    full_jpeg,
    full_pictures,
    full_png,
    full_webp,
    saved,
    scene,
    segment,
    with_segments,
)
from tests.support.metadata import foreign_parts
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Extra
from wandesk.domain.structs import replace
from wandesk.media.cleaning.jpeg import clean_jpeg
from wandesk.media.cleaning.png import clean_png
from wandesk.media.images import inspect_picture, prepare_picture
from wandesk.media.sendable import CLEANERS

# Pillow warns about broken files. The media process ignores these warnings.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=240, max_side=8000, max_bytes=10_000_000)
FEW_BYTES = 18
"""A JFIF segment, which a JPEG gets that has none."""

PHONE = Path(__file__).parents[1] / "support" / "phone"
FULL = full_pictures()


def kept(content: bytes, folder: Path) -> str:
    path = folder / "picture"
    path.write_bytes(content)
    return str(path)


def sent(content: bytes, folder: Path, limits: PictureLimits = LIMITS) -> bytes:
    """What is sent of a file."""
    target = folder / "sent"
    facts = prepare_picture(kept(content, folder), str(target), limits)
    made = target.read_bytes()
    assert facts.size_bytes == len(made)
    with Image.open(io.BytesIO(made)) as image:
        assert (facts.format, facts.width, facts.height) == (image.format, *image.size)
    return made


def pixels(content: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(content)) as image:
        return image.mode, image.size, image.tobytes()


def refusal(content: bytes, folder: Path) -> str:
    with pytest.raises(InputRefused) as caught:
        inspect_picture(kept(content, folder))
    return caught.value.sentence


@pytest.mark.parametrize("name", FULL)
def test_a_picture_that_fits_keeps_its_pixels_and_nothing_else(tmp_path: Path, name: str) -> None:
    content = FULL[name]
    assert foreign_parts(content)  # or the parser sees nothing
    facts = inspect_picture(kept(content, tmp_path))
    assert facts.extras
    assert not needs_preparation(facts, LIMITS)
    made = sent(content, tmp_path)
    assert foreign_parts(made) == []
    assert SECRET not in made
    assert pixels(made) == pixels(content)
    assert len(made) == facts.picture_bytes <= len(content) + FEW_BYTES
    assert sent(made, tmp_path) == made  # so one content has one name in the store, and one upload
    assert inspect_picture(str(tmp_path / "sent")).extras == ()


@pytest.mark.parametrize("format_name", CLEANERS)
def test_a_picture_without_extras_is_hardly_changed(tmp_path: Path, format_name: str) -> None:
    content = saved(scene(), format_name)
    assert inspect_picture(kept(content, tmp_path)).extras == ()
    made = sent(content, tmp_path)
    assert pixels(made) == pixels(content)
    assert len(made) <= len(content) + FEW_BYTES


def test_the_sample_picture_keeps_its_pixels(tmp_path: Path) -> None:
    content = (Path(__file__).parents[2] / "resources" / "samples" / "lighthouse.jpg").read_bytes()
    made = sent(content, tmp_path)
    assert foreign_parts(made) == []
    assert pixels(made) == pixels(content)
    assert len(made) <= len(content) + FEW_BYTES


def test_what_stays_at_home_is_named(tmp_path: Path) -> None:
    def extras(content: bytes) -> tuple[Extra, ...]:
        return inspect_picture(kept(content, tmp_path)).extras

    assert extras(full_jpeg() + VIDEO) == (Extra.PLACE, Extra.DETAILS, Extra.PICTURES, Extra.VIDEO)
    assert extras(saved(scene(), "JPEG", exif=exif())) == (Extra.PLACE, Extra.DETAILS)
    assert extras(saved(scene(), "MPO", save_all=True, append_images=[scene()])) == (Extra.PICTURES,)
    assert extras(saved(scene(), "JPEG", comment=b"by a program")) == (Extra.DETAILS,)
    assert extras(saved(scene(), "JPEG") + b"\0" * 400) == ()  # padding
    upright = Image.Exif()
    upright[0x0112] = 1
    assert extras(saved(scene(), "JPEG", exif=upright)) == ()
    assert extras(with_segments(saved(scene(), "JPEG"), segment(0xE1, b"Exif\0\0broken"))) == (Extra.DETAILS,)


def test_what_stays_at_home_is_named_for_files_that_are_encoded_anew(tmp_path: Path) -> None:
    def extras(content: bytes) -> tuple[Extra, ...]:
        return inspect_picture(kept(content, tmp_path)).extras

    assert extras(saved(scene(), "AVIF", exif=exif())) == (Extra.PLACE, Extra.DETAILS)
    assert extras(saved(scene(), "AVIF", xmp=XMP)) == (Extra.PLACE, Extra.DETAILS)
    assert extras(saved(scene(), "TIFF", tiffinfo={270: "by Jane"})) == (Extra.DETAILS,)
    assert extras(saved(scene("P"), "GIF", comment=SECRET)) == (Extra.DETAILS,)
    for format_name in ("AVIF", "TIFF", "GIF"):
        assert extras(saved(scene("P" if format_name == "GIF" else "RGB"), format_name)) == ()


def test_a_file_that_is_heavy_by_its_extras_alone_keeps_its_pixels(tmp_path: Path) -> None:
    content = full_jpeg() + VIDEO * 100
    limits = replace(LIMITS, max_bytes=len(content) - 1000)
    assert not needs_preparation(inspect_picture(kept(content, tmp_path)), limits)
    assert pixels(sent(content, tmp_path, limits)) == pixels(content)


def encoded_anew() -> dict[str, bytes]:
    """Files that are converted, with extras."""
    more = {"exif": exif(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    return {
        "turned jpeg": saved(scene(), "JPEG", exif=exif(orientation=6), comment=SECRET),
        "turned png": full_png(scene("RGBA")),
        "cmyk": saved(scene("CMYK"), "JPEG", exif=exif(), comment=SECRET),
        "tiff": saved(scene(), "TIFF", tiffinfo={270: SECRET.decode()}, **more),
        "gif": saved(scene("P"), "GIF", comment=SECRET),
        "avif": saved(scene(), "AVIF", **more),
        "palette": saved(scene().quantize(16), "PNG", exif=exif()),
        "jpeg without an end": full_jpeg()[:-2],
        "heic": (PHONE / "turned-1.heic").read_bytes(),
    }


@pytest.mark.parametrize("name", encoded_anew())
def test_a_picture_that_is_encoded_anew_carries_nothing_either(tmp_path: Path, name: str) -> None:
    content = encoded_anew()[name]
    assert needs_preparation(inspect_picture(kept(content, tmp_path)), LIMITS)
    made = sent(content, tmp_path)
    assert foreign_parts(made) == []
    assert SECRET not in made


# ------------------------------------------------------------------ what strict decoders refuse


def png_of(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def raw_png(data: bytes, *, more: tuple[bytes, ...] = (), end: bytes = chunk(b"IEND", b"")) -> bytes:
    """An 8-bit grey picture of 300 x 300, whose compressed pixels are `data`."""
    return png_of(chunk(b"IHDR", struct.pack(">2I5B", 300, 300, 8, 0, 0, 0, 0)), *more, chunk(b"IDAT", data), end)


ROWS = b"".join(b"\0" + bytes((at * column) % 251 for column in range(300)) for at in range(300))
DATA = zlib.compress(ROWS)


def wrong_checksum() -> bytes:
    content = bytearray(saved(scene(), "PNG"))
    content[content.index(b"IEND") - 5] ^= 1  # the last byte of the checksum of IDAT
    return bytes(content)


FLAWED: dict[str, Callable[[], bytes]] = {
    "a wrong checksum": wrong_checksum,
    "a wrong checksum of the end": lambda: raw_png(DATA, end=chunk(b"IEND", b"")[:-1] + b"?"),
    "data behind the pixels": lambda: raw_png(DATA + SECRET),
    "more rows than the picture": lambda: raw_png(zlib.compress(ROWS + SECRET)),
    "bytes between two segments": lambda: with_segments(saved(scene(), "JPEG"), segment(0xE5, b""), b"\0\0"),
    "restarts without an interval": lambda: saved(scene(), "JPEG", restart_marker_blocks=5).replace(
        b"\xff\xdd\0\4", b"\xff\xe5\0\4"
    ),
    "a transparent colour that no pixel has": lambda: saved(scene(), "PNG", transparency=(1, 2, 3)),
    "a bmp of 32 bits": lambda: saved(scene("RGBA"), "BMP"),
    "a bmp of 16 colours": lambda: saved(scene("1"), "BMP"),
}


def test_wrong_sums_of_the_pixels_are_damage(tmp_path: Path) -> None:
    assert refusal(raw_png(DATA[:-1] + bytes((DATA[-1] ^ 1,))), tmp_path) == "picture_damaged"


@pytest.mark.parametrize("name", FLAWED)
def test_what_strict_decoders_refuse_is_encoded_anew(tmp_path: Path, name: str) -> None:
    content = FLAWED[name]()
    facts = inspect_picture(kept(content, tmp_path))
    assert needs_preparation(facts, LIMITS)
    assert not facts.is_cut
    made = sent(content, tmp_path)
    assert foreign_parts(made) == []
    assert SECRET not in made
    assert not needs_preparation(inspect_picture(kept(made, tmp_path)), LIMITS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\xff\xc0\0\x11\x08", b"\xff\xc9\0\x11\x08"),  # arithmetic codes
        (b"\xff\xc0\0\x11\x08", b"\xff\xc3\0\x11\x08"),  # lossless
        (b"\xff\xc0\0\x11\x08", b"\xff\xc1\0\x11\x0c"),  # 12 bits
        (b"\xff\xc4", b"\xff\xcc"),  # conditions of arithmetic codes
        (b"\xff\xda", b"\xff\xd8"),  # a picture in the picture
        (b"\xff\xda\0\x0c\x03", b"\xff\xda\0\x0c\x04"),
        (b"\xff\xdb\0\x43", b"\xff\xdb\xff\xff"),
    ],
)
def test_a_rare_kind_of_jpeg_is_not_sent_as_it_is(old: bytes, new: bytes) -> None:
    content = saved(scene(), "JPEG")
    assert old in content
    assert clean_jpeg(content).flaws == ()
    assert clean_jpeg(content.replace(old, new, 1)).flaws


@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"subsampling": 0}, {"restart_marker_blocks": 4}])
@pytest.mark.parametrize("idle", [b"\0" * 90, b"\xa5" * 5000, SECRET * 7])
def test_bytes_before_the_end_that_are_no_pixels_are_not_sent(
    tmp_path: Path, options: dict[str, int], idle: bytes
) -> None:
    content = saved(scene(), "JPEG", **options)
    made = sent(content[:-2] + idle + content[-2:], tmp_path)
    assert idle[:40] not in made
    with Image.open(io.BytesIO(made)) as image, Image.open(io.BytesIO(content)) as whole:
        assert max(abs(a - b) for a, b in zip(image.tobytes(), whole.tobytes(), strict=True)) < 40


@pytest.mark.parametrize("colour", ["white", "black", "#808080", "#3060c0"])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"progressive": True}, {"quality": 10}])
def test_a_plain_surface_at_the_end_is_no_idle_bytes(tmp_path: Path, colour: str, options: dict[str, int]) -> None:
    image = scene(size=(640, 900))
    image.paste(colour, (0, 300, 640, 900))
    for surface in (image, Image.new("RGB", (250, 250), colour)):
        content = saved(surface, "JPEG", **options)
        assert pixels(sent(content, tmp_path)) == pixels(content)


# ------------------------------------------------------------------ without the last bytes


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}, {"subsampling": 0}])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_jpeg_that_lacks_only_its_end_is_taken(tmp_path: Path, options: dict[str, int], missing: int) -> None:
    content = saved(scene(), "JPEG", **options)
    facts = inspect_picture(kept(content[:-missing], tmp_path))
    assert (facts.is_cut, facts.is_plain) == (True, False)
    assert needs_preparation(facts, LIMITS)
    with Image.open(io.BytesIO(sent(content[:-missing], tmp_path))) as made, Image.open(io.BytesIO(content)) as whole:
        assert made.size == whole.size
        worst = max(abs(a - b) for a, b in zip(made.tobytes(), whole.tobytes(), strict=True))
        assert worst < 40


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 3}])
@pytest.mark.parametrize("missing", [20, 200, 2000])
def test_a_jpeg_that_lacks_pixels_is_damaged(tmp_path: Path, options: dict[str, int], missing: int) -> None:
    content = saved(Image.effect_noise((403, 301), 90).convert("RGB"), "JPEG", **options)
    assert refusal(content[:-missing], tmp_path) == "picture_damaged"


def test_a_jpeg_that_lacks_a_scan_is_damaged_though_every_pixel_has_a_colour(tmp_path: Path) -> None:
    content = saved(scene(), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    assert refusal(content[:last], tmp_path) == "picture_damaged"


@pytest.mark.parametrize("missing", [1, 4, 8, 12, 13, 15])
def test_a_png_that_lacks_only_its_end_is_taken(tmp_path: Path, missing: int) -> None:
    content = raw_png(DATA)[:-missing]
    facts = inspect_picture(kept(content, tmp_path))
    assert (facts.is_cut, facts.is_plain) == (True, False)
    made = sent(content, tmp_path)
    assert foreign_parts(made) == []
    assert made != content
    with Image.open(io.BytesIO(made)) as image:
        assert image.convert("L").tobytes() == pixels(raw_png(DATA))[2]


# ------------------------------------------------------------------ transparency and colours


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_an_alpha_channel_without_a_transparent_pixel_is_left_out_in_silence(tmp_path: Path, format_name: str) -> None:
    content = saved(scene("RGBA"), format_name, **({"lossless": True, "exact": True} if format_name == "WEBP" else {}))
    facts = inspect_picture(kept(content, tmp_path))
    if format_name == "WEBP":
        assert not facts.has_alpha  # its encoder leaves the channel out
    else:
        assert (facts.has_alpha, facts.has_alpha_channel) == (False, True)
        assert needs_preparation(facts, LIMITS)
        assert pixels(sent(content, tmp_path)) == pixels(saved(scene(), "PNG"))


def test_one_transparent_pixel_is_said(tmp_path: Path) -> None:
    image = scene("RGBA")
    image.putpixel((7, 7), (0, 0, 0, 254))
    assert inspect_picture(kept(saved(image, "PNG"), tmp_path)).has_alpha
    colour = saved(scene(), "PNG", transparency=(200, 40, 30))
    assert inspect_picture(kept(colour, tmp_path)).has_alpha
    palette = scene().quantize(16)
    assert inspect_picture(kept(saved(palette, "PNG", transparency=bytes([255, 9])), tmp_path)).has_alpha


def test_chunks_that_say_what_colours_mean_stay_unless_a_profile_overrides_them() -> None:
    colours = chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"cHRM", struct.pack(">8I", *[31270] * 8))
    assert clean_png(raw_png(DATA, more=colours)).content == raw_png(DATA, more=colours)
    profile = chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(b"a profile"))
    assert clean_png(raw_png(DATA, more=(*colours, profile))).content == raw_png(DATA, more=(chunk(b"sRGB", b"\0"),))


def test_a_jpeg_in_rgb_gets_no_segment_that_calls_it_something_else() -> None:
    content = saved(scene(), "JPEG", keep_rgb=True)
    assert b"JFIF" not in clean_jpeg(content).content
    assert pixels(clean_jpeg(content).content) == pixels(content)


# ------------------------------------------------------------------ damage

DAMAGED_FILES = 240


def damaged(content: bytes, by: random.Random) -> bytes:
    """The file with one usual damage: cut, bytes changed, a piece lost, doubled, or another tail."""
    changed = bytearray(content)
    at = by.randrange(len(changed))
    match by.randrange(6):
        case 0:
            del changed[at:]
        case 1:
            for _ in range(by.choice((1, 3, 40))):
                changed[by.randrange(len(changed))] ^= 1 << by.randrange(8)
        case 2:
            del changed[at : at + by.choice((1, 4, 512))]
        case 3:
            changed[at:at] = changed[at : at + 300]
        case 4:
            head = by.randrange(min(200, len(changed)))
            changed[head : head + 4] = by.randbytes(4)
        case _:
            changed += by.randbytes(by.randrange(1, 2000))
    return bytes(changed)


@pytest.mark.parametrize(
    "source",
    [full_jpeg, lambda: full_jpeg(progressive=True), full_png, full_webp, full_bmp, lambda: full_jpeg() + VIDEO],
    ids=["jpeg", "progressive", "png", "webp", "bmp", "video"],
)
def test_a_damaged_file_gives_a_sentence_or_a_clean_picture(tmp_path: Path, source: Callable[[], bytes]) -> None:
    content, by = source(), random.Random(11)
    good = 0
    sentences: set[str] = set()
    for number in range(DAMAGED_FILES // 6):
        broken = damaged(content, by)
        began = time.monotonic()
        try:
            made = sent(broken, tmp_path)
        except InputRefused as refused:
            sentences.add(refused.sentence)
        else:
            good += 1
            assert foreign_parts(made) == [], number
        assert time.monotonic() - began < 5, number
    assert good
    assert sentences <= {"picture_damaged", "picture_unknown", "picture_too_large", "picture_empty"}
