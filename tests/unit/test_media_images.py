"""Pictures: their facts, and what is prepared for the cloud. No child process is involved."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFile

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.errors import FolderRefused, InputRefused
from wandesk.media.images import glance_picture, inspect_picture, prepare_picture, thumbnail, thumbnail_as_stored
from wandesk.media.reading import MAX_SIDE

# Pillow warns about broken files. The media process ignores these warnings.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=240, max_side=8000, max_bytes=10_000_000)
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (255, 255, 255)

PHONE = Path(__file__).parents[1] / "support" / "phone"


def halves(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """Red above, blue below, so that the orientation is visible."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image.convert(mode)


def saved(image: Image.Image, path: Path, format_name: str, **options: object) -> str:
    image.save(path, format_name, **options)
    return str(path)


def prepared(source: str, folder: Path, limits: PictureLimits = LIMITS) -> Image.Image:
    """The facts of what `prepare_picture` wrote, compared with the file itself."""
    target = folder / "prepared"
    facts = prepare_picture(source, str(target), limits)
    image = Image.open(io.BytesIO(target.read_bytes()))
    image.load()
    assert (facts.format, facts.width, facts.height) == (image.format, *image.size)
    assert facts.size_bytes == target.stat().st_size <= limits.max_bytes
    assert not needs_preparation(inspect_picture(str(target)), limits)
    assert [each.name for each in folder.glob("prepared*")] == ["prepared"]
    return image


def is_near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int], within: int = 12) -> bool:
    found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) <= within for one, other in zip(found, colour, strict=True))


def refusal(path: Path | str) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    return caught.value


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF", "AVIF"])
def test_format_is_taken_from_the_content_and_not_the_name(tmp_path: Path, format_name: str) -> None:
    path = saved(halves(), tmp_path / "holiday.txt", format_name)
    facts = inspect_picture(path)
    assert (facts.format, facts.width, facts.height) == (format_name, 320, 240)
    assert facts.size_bytes == Path(path).stat().st_size
    assert not facts.has_alpha
    assert not facts.is_turned
    image = prepared(path, tmp_path)
    assert image.format == {"GIF": "PNG", "TIFF": "PNG", "AVIF": "JPEG"}.get(format_name, format_name)
    assert is_near(image, (160, 20), RED)
    assert is_near(image, (160, 220), BLUE)


def test_plain_jpeg_is_sent_unchanged(tmp_path: Path) -> None:
    assert not needs_preparation(inspect_picture(saved(halves(), tmp_path / "a", "JPEG")), LIMITS)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_becomes_upright(tmp_path: Path, orientation: int, format_name: str) -> None:
    upright = halves(320, 240)
    upright.paste(GREEN, (0, 0, 80, 60))  # the corner distinguishes mirrored from rotated
    stored = upright
    # Undo what each orientation asks for, by the definition in EXIF 2.3, 4.6.4: where row 0 and column 0 lie.
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_TOP_BOTTOM],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT],
        8: [Image.Transpose.ROTATE_270],
    }
    for step in undo.get(orientation, []):
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(stored, tmp_path / "a", format_name, exif=exif)
    facts = inspect_picture(path)
    assert (facts.width, facts.height) == (320, 240)
    assert facts.is_turned is (orientation != 1)
    assert needs_preparation(facts, LIMITS) is (orientation != 1 or format_name == "TIFF")
    if format_name != "PNG":  # its EXIF may follow the pixels
        glance = glance_picture(path)
        assert (glance.width, glance.height, glance.is_turned) == (320, 240, orientation != 1)
    image = prepared(path, tmp_path)
    assert is_near(image, (20, 20), GREEN, 30)
    assert is_near(image, (300, 20), RED, 30)
    assert is_near(image, (160, 220), BLUE, 30)
    thumbnail(path, str(tmp_path / "t"), 80)
    with Image.open(tmp_path / "t") as small:
        assert small.size == (80, 60)
        assert is_near(small, (5, 5), GREEN, 40)


def test_broken_exif_does_not_matter(tmp_path: Path) -> None:
    path = saved(halves(), tmp_path / "a", "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert (inspect_picture(path).width, inspect_picture(path).is_turned) == (320, False)


def test_location_is_not_sent(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    exif[0x010E] = "secret description"
    exif.get_ifd(0x8825)[1] = "N"
    path = saved(halves(), tmp_path / "a", "JPEG", exif=exif, comment=b"secret comment")
    image = prepared(path, tmp_path)
    assert not image.getexif()
    assert b"secret" not in (tmp_path / "prepared").read_bytes()


@pytest.mark.parametrize(("mode", "format_name"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"), ("PA", "PNG")])
def test_transparency_is_reported_and_becomes_white(tmp_path: Path, mode: str, format_name: str) -> None:
    image = halves(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 160, 240))
    image = image.quantize(16) if mode == "PA" else image.convert(mode)
    path = saved(image, tmp_path / "a", format_name)
    assert inspect_picture(path).has_alpha
    flat = prepared(path, tmp_path)
    assert not flat.has_transparency_data
    assert is_near(flat, (40, 120), WHITE)
    assert not is_near(flat, (300, 20), WHITE)


def test_transparent_palette_colour_becomes_white(tmp_path: Path) -> None:
    path = saved(halves(), tmp_path / "a", "PNG", transparency=RED)
    assert inspect_picture(path).has_alpha
    assert is_near(prepared(path, tmp_path), (160, 20), WHITE, 0)


def test_cmyk_keeps_its_colours(tmp_path: Path) -> None:
    path = saved(halves(mode="CMYK"), tmp_path / "a", "JPEG", quality=95)
    facts = inspect_picture(path)
    assert facts.format == "JPEG"
    assert needs_preparation(facts, LIMITS)
    image = prepared(path, tmp_path)
    assert is_near(image, (160, 20), RED)
    assert is_near(image, (160, 220), BLUE)


def test_sixteen_bit_grey_is_not_clipped_to_white(tmp_path: Path) -> None:
    image = Image.new("I;16", (320, 240), 32768)
    path = saved(image, tmp_path / "a", "PNG")
    assert needs_preparation(inspect_picture(path), LIMITS)
    assert is_near(prepared(path, tmp_path), (10, 10), (128, 128, 128), 1)


def sixteen_bit_png(colour: tuple[int, int, int], side: int = 240) -> bytes:
    row = b"\0" + struct.pack(">3H", *colour) * side
    return png(side, side, row * side, depth=16)


def png(width: int, height: int, rows: bytes, *, depth: int = 8) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">2I5B", width, height, depth, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_sixteen_bit_colours_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(sixteen_bit_png((65535, 32768, 0)))
    facts = inspect_picture(str(path))
    assert (facts.format, facts.is_plain) == ("PNG", False)
    assert is_near(prepared(str(path), tmp_path), (10, 10), (255, 128, 0), 1)


@pytest.mark.parametrize("value", [0.25, 4.0])
def test_floating_point_picture_is_scaled_to_its_range(tmp_path: Path, value: float) -> None:
    image = Image.new("F", (320, 240), 0.0)
    image.paste(value, (0, 0, 160, 240))
    found = prepared(saved(image, tmp_path / "a", "TIFF"), tmp_path)
    assert is_near(found, (10, 10), WHITE)
    assert is_near(found, (300, 10), (0, 0, 0))


def swapped_profile() -> bytes:
    """An RGB profile like sRGB with red and green exchanged, so that its use is visible."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", content, 128)[0]
    tags = {bytes(content[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    content[red + 4 : red + 12], content[green + 4 : green + 12] = (
        content[green + 4 : green + 12],
        content[red + 4 : red + 12],
    )
    description = struct.unpack_from(">2I", content, tags[b"desc"] + 4)
    text = content[description[0] : sum(description)]
    content[description[0] : sum(description)] = text.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
    return bytes(content)


@pytest.mark.parametrize(("mode", "format_name"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")])
def test_embedded_profile_is_converted_to_srgb(tmp_path: Path, mode: str, format_name: str) -> None:
    source = Image.new("RGB", (320, 240), (200, 30, 30)).convert(mode)
    path = saved(source, tmp_path / "a", format_name, icc_profile=swapped_profile())
    assert not inspect_picture(path).is_plain
    image = prepared(path, tmp_path)
    found = image.convert("RGB").getpixel((10, 10))
    assert isinstance(found, tuple)
    assert found[1] > 150 > 100 > found[0]
    assert "icc_profile" not in image.info


def test_srgb_profile_changes_nothing_and_a_broken_one_is_ignored(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert inspect_picture(saved(halves(), tmp_path / "a", "JPEG", icc_profile=srgb)).is_plain
    broken = saved(halves(), tmp_path / "b", "PNG", icc_profile=b"no profile at all")
    assert inspect_picture(broken).is_plain
    assert is_near(prepared(broken, tmp_path), (160, 20), RED)


def test_profile_of_another_kind_is_ignored(tmp_path: Path) -> None:
    path = saved(halves(mode="L"), tmp_path / "a", "JPEG", icc_profile=swapped_profile())
    assert prepared(path, tmp_path).size == (320, 240)


def test_animation_gives_its_first_picture(tmp_path: Path) -> None:
    second = Image.new("RGB", (320, 240), GREEN)
    for format_name in ("GIF", "WEBP", "PNG"):
        path = saved(halves(), tmp_path / "a", format_name, save_all=True, append_images=[second])
        facts = inspect_picture(path)
        assert needs_preparation(facts, LIMITS)
        assert is_near(prepared(path, tmp_path), (160, 20), RED, 30)


def test_an_animation_that_is_cut_behind_its_first_picture_gives_that_picture(tmp_path: Path) -> None:
    first = Image.linear_gradient("L").resize((300, 240)).quantize(8)
    alone = Path(saved(first, tmp_path / "alone", "GIF")).read_bytes()
    second = Image.new("P", (300, 240), 3)
    whole = Path(saved(first, tmp_path / "whole", "GIF", save_all=True, append_images=[second])).read_bytes()
    taken = 0
    for length in range(len(alone) - 20, len(whole)):
        (tmp_path / "cut").write_bytes(whole[:length])
        try:
            inspect_picture(str(tmp_path / "cut"))
        except InputRefused:
            continue
        taken += 1
        assert prepared(str(tmp_path / "cut"), tmp_path).convert("L").tobytes() == first.convert("L").tobytes()
    assert taken > 20


def test_jpeg_of_several_pictures_is_a_jpeg(tmp_path: Path) -> None:
    path = saved(halves(), tmp_path / "a", "MPO", save_all=True, append_images=[halves()])
    with Image.open(path) as image:
        assert image.format == "MPO"
    assert inspect_picture(path).format == "JPEG"


def test_too_large_side_is_scaled_down(tmp_path: Path) -> None:
    limits = PictureLimits(formats=LIMITS.formats, min_side=10, max_side=200, max_bytes=10_000_000)
    assert prepared(saved(halves(640, 480), tmp_path / "a", "JPEG"), tmp_path, limits).size == (200, 150)


def test_large_file_is_recompressed_before_it_is_scaled_down(tmp_path: Path) -> None:
    noise = Image.effect_noise((640, 480), 120).convert("RGB")
    path = saved(noise, tmp_path / "a", "PNG")
    limits = PictureLimits(formats=LIMITS.formats, min_side=100, max_side=8000, max_bytes=250_000)
    image = prepared(path, tmp_path, limits)
    assert (image.format, image.size) == ("JPEG", (640, 480))
    tiny = PictureLimits(formats=LIMITS.formats, min_side=100, max_side=8000, max_bytes=60_000)
    image = prepared(path, tmp_path, tiny)
    assert image.format == "JPEG"
    assert 100 <= min(image.size) < 480
    impossible = PictureLimits(formats=LIMITS.formats, min_side=400, max_side=8000, max_bytes=1_000)
    with pytest.raises(InputRefused, match="picture_heavy"):
        prepare_picture(path, str(tmp_path / "x"), impossible)


def test_unwritable_result_names_the_folder(tmp_path: Path) -> None:
    source = saved(halves(), tmp_path / "a", "JPEG")
    target = tmp_path / "gone" / "b"
    with pytest.raises(FolderRefused) as caught:
        prepare_picture(source, str(target), LIMITS)
    assert caught.value.values == {"folder": str(tmp_path / "gone")}


def test_other_file_is_no_picture(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.jpg").sentence == "picture_not_found"
    assert refusal("nul\0l").sentence == "picture_not_found"
    assert refusal(tmp_path).sentence == "picture_is_folder"
    (tmp_path / "empty.png").touch()
    assert refusal(tmp_path / "empty.png").sentence == "picture_empty"
    (tmp_path / "text.jpg").write_text("This is a shopping list, not a picture.\n" * 50)
    assert refusal(tmp_path / "text.jpg").sentence == "picture_unknown"
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert refusal(tmp_path / "drawing.svg").sentence == "picture_svg"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes in the file system are a Unix thing")
def test_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal(tmp_path / "pipe.jpg").sentence == "picture_unknown"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "mine.jpg"
    path.touch(mode=0o000)
    assert refusal(path).sentence == "picture_not_readable"


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF", "AVIF"])
@pytest.mark.parametrize("kept", [0.05, 0.5, 0.9])
def test_truncated_picture_is_damaged_and_never_half_shown(tmp_path: Path, format_name: str, kept: float) -> None:
    noise = Image.effect_noise((320, 240), 90).convert("RGB")
    content = Path(saved(noise, tmp_path / "whole", format_name)).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(content[: int(len(content) * kept)])
    assert refusal(path).sentence == "picture_damaged"


def test_picture_with_flipped_bytes_is_damaged(tmp_path: Path) -> None:
    content = bytearray(Path(saved(halves(), tmp_path / "a", "PNG")).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "b").write_bytes(content)
    assert refusal(tmp_path / "b").sentence == "picture_damaged"


@pytest.mark.parametrize(("width", "height"), [(30000, 30000), (MAX_SIDE + 1, 1), (20000, 16000)])
def test_decompression_bomb_is_refused_by_its_header(tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png(width, height, b""))
    error = refusal(path)
    assert error.sentence == "picture_too_large"
    assert error.values == {"width": width, "height": height}


@pytest.mark.skipif(os.name == "nt", reason="a file with a hole needs no room on Unix only")
def test_oversized_file_is_refused_unread(tmp_path: Path) -> None:
    path = Path(saved(halves(), tmp_path / "a", "JPEG"))
    os.truncate(path, 200_000_001)
    assert refusal(path).sentence == "picture_heavy"


@pytest.mark.parametrize("quarter_turns", [0, 1])
def test_heic_of_a_phone_is_read(tmp_path: Path, quarter_turns: int) -> None:
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes((PHONE / f"turned-{quarter_turns}.heic").read_bytes())
    facts = inspect_picture(str(path))
    assert (facts.format, facts.width, facts.height, facts.is_turned) == ("HEIC", 320, 256, False)
    assert needs_preparation(facts, LIMITS)
    image = prepared(str(path), tmp_path)
    assert image.format == "JPEG"
    assert is_near(image, (160, 20), RED, 30)
    assert is_near(image, (160, 240), BLUE, 30)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).sentence == "picture_damaged"


def test_picture_as_stored_lies_on_its_side_and_on_chequers(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = halves(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 120, 320, 240))
    thumbnail_as_stored(saved(image, tmp_path / "a", "PNG", exif=exif), str(tmp_path / "small"), 160)
    with Image.open(tmp_path / "small") as shown:
        assert shown.size == (160, 120)
        assert is_near(shown, (80, 20), RED)
        assert is_near(shown, (8, 72), WHITE)
        assert is_near(shown, (24, 72), (200, 200, 200))


@pytest.mark.parametrize("size", [(1200, 900), (300, 2000)])
def test_noise_can_be_encoded_as_jpeg(tmp_path: Path, size: tuple[int, int]) -> None:
    """Fine grain in full colour needs more bytes than pixels, more than Pillow's encoder expects."""
    noise = Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))
    source = saved(noise, tmp_path / "noise.tif", "TIFF")
    within = PictureLimits(formats=("JPEG",), min_side=240, max_side=8000, max_bytes=10_000_000)
    usual = ImageFile.MAXBLOCK
    shown = prepared(source, tmp_path, within)
    assert (shown.format, shown.size) == ("JPEG", size)
    assert usual == ImageFile.MAXBLOCK
