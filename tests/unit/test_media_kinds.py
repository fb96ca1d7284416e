"""Files that people take for pictures, each with a sentence of its own, and crop boxes and moments of real files."""

from __future__ import annotations

import struct
import time
from pathlib import Path

import pytest
from PIL import Image

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.media.images import glance_picture, inspect_picture, prepare_picture, preview_picture, small_picture
from wandesk.media.other_kinds import HEAD_BYTES, sentence_for

SAMPLES = Path(__file__).parents[1] / "support" / "pictures"
LIMITS = PictureLimits(formats=("JPEG", "PNG"), min_side=240, max_side=8000, max_bytes=10_000_000)
RED, GREEN, BLUE = (220, 20, 20), (20, 200, 20), (20, 20, 220)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"8BPS\0\1" + bytes(100), "picture_psd"),
        (b"FUJIFILMCCD-RAW 0201" + bytes(100), "picture_raw"),
        (b"IIRO\x08\0\0\0" + bytes(100), "picture_raw"),
        (b"IIU\0\x18\0\0\0" + bytes(100), "picture_raw"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(100), "picture_raw"),
        (b"II\x1a\0\0\0HEAPCCDR" + bytes(100), "picture_raw"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(100), "picture_raw"),
        (b"\xff\x0a\xfa\x7f" + bytes(100), "picture_jpeg_xl"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(100), "picture_jpeg_xl"),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- by hand -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
            "picture_svg",
        ),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>".encode("utf-16"), "picture_svg"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg/>', "picture_svg"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a" "b" [\n <!ENTITY ns_svg "http://c/">\n] >\n<svg/>',
            "picture_svg",
        ),
        (b"<!---->" * 500 + b"<svg/>", "picture_svg"),
        (b"<!---->" * 500 + b"<html>", "picture_web_page"),
        (b"%PDF-1.7\n" + bytes(100), "picture_pdf"),
        (b"  <!DOCTYPE HTML>\n<html><head><title>404</title>", "picture_web_page"),
        (b"<html lang='en'><img src='cat.jpg'>", "picture_web_page"),
        (b"gimp xcf v011\0" + bytes(100), "picture_project"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100), "picture_other_format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "picture_other_format"),
    ],
)
def test_other_kinds_have_a_sentence_of_their_own(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    for asked in (glance_picture, inspect_picture):
        with pytest.raises(InputRefused) as caught:
            asked(str(path))
        assert caught.value.sentence == sentence
        assert not isinstance(caught.value, WrongKindOfFile), "it is not tried as audio"


@pytest.mark.parametrize("piece", [b"<!---->", b"<!---->\n ", b"<?xml>", b" ", b"<!doctype svg[]>", b"<!doctype svg["])
def test_markup_of_no_kind_is_known_at_once(piece: bytes) -> None:
    before = time.process_time()
    assert sentence_for((piece * HEAD_BYTES)[:HEAD_BYTES], "photo.jpg") is None
    assert sentence_for(piece * 25 + b"<p>", "photo.jpg") is None
    assert time.process_time() - before < 1.0


def test_a_raw_file_is_not_its_thumbnail(tmp_path: Path) -> None:
    for name in ("raw.dng", "photo.jpg"):
        path = tmp_path / name
        path.write_bytes((SAMPLES / "raw.dng").read_bytes())
        with pytest.raises(InputRefused) as caught:
            inspect_picture(str(path))
        assert caught.value.sentence == "picture_raw"


def test_a_tiff_with_the_name_of_a_raw_file_is_one(tmp_path: Path) -> None:
    path = tmp_path / "DSC_0001.NEF"
    Image.new("RGB", (160, 120), RED).save(path, "TIFF")
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    assert caught.value.sentence == "picture_raw"
    assert inspect_picture(str(path.rename(tmp_path / "scan.tif"))).format == "TIFF"


@pytest.mark.parametrize(
    ("content", "is_video"),
    [
        (b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + bytes(100), True),
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + bytes(100), True),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0" + bytes(100), True),
        (b"RIFF\x20\0\0\0AVI LIST" + bytes(100), True),
        ((b"G" + bytes(187)) * 4, True),
        (b"\0\0\0\x1cftypM4A \0\0\2\0M4A mp42" + bytes(100), False),
        (b"RIFF\x20\0\0\0WAVEfmt " + bytes(100), False),
        (b"ID3\x04" + bytes(100), False),
    ],
)
def test_a_video_is_called_one_and_may_still_be_read_as_audio(tmp_path: Path, content: bytes, is_video: bool) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(WrongKindOfFile) as caught:
        inspect_picture(str(path))
    assert caught.value.sentence == ("picture_is_video" if is_video else "picture_unknown")


# ---------------------------------------------------------------- moments, transparency


def test_a_moving_picture_gives_its_first_moment_and_says_when_it_is_black() -> None:
    facts = inspect_picture(str(SAMPLES / "black_first.gif"))
    assert (facts.is_moving, facts.is_black) == (True, True)


@pytest.mark.parametrize("format_name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_later_moments_are_noticed(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / "a"
    first, second = (Image.new("RGB", (320, 240), colour) for colour in (RED, GREEN))
    first.save(path, format_name, save_all=True, append_images=[second])
    facts = inspect_picture(str(path))
    assert (facts.is_moving, facts.is_black, facts.is_plain) == (True, False, False)
    first.save(path, format_name)
    assert not inspect_picture(str(path)).is_moving


def test_pages_of_a_tiff_are_no_moments(tmp_path: Path) -> None:
    path = tmp_path / "a"
    Image.new("RGB", (320, 240), RED).save(path, "TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    facts = inspect_picture(str(path))
    assert (facts.has_pages, facts.is_moving) == (True, False)


def test_an_opaque_alpha_channel_is_not_transparent() -> None:
    facts = inspect_picture(str(SAMPLES / "opaque_alpha.png"))
    assert (facts.has_alpha_channel, facts.has_alpha) == (True, False)


def test_a_single_transparent_pixel_is_noticed_and_filled_with_the_chosen_colour(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = Image.new("RGBA", (320, 240), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    image.save(path)
    assert inspect_picture(str(path)).has_alpha
    prepare_picture(str(path), str(tmp_path / "sent"), LIMITS, PictureEdit(background="#14c814"))
    with Image.open(tmp_path / "sent") as sent:
        assert (sent.getpixel((10, 10)), sent.getpixel((100, 100))) == (GREEN, RED)
    small = small_picture(str(path), 160, PictureEdit(background="#14c814"))
    assert small.getpixel((2, 2)) == GREEN


@pytest.mark.parametrize(("alpha", "is_shown"), [(0, True), (255, True), (128, False)])
def test_a_bitmap_with_an_empty_fourth_byte_is_not_invisible(tmp_path: Path, alpha: int, is_shown: bool) -> None:
    """Windows programs write 32 bits without using the last eight."""
    width, height = 320, 240
    masks = struct.pack("<4I", 0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000)
    head = struct.pack("<IiiHHIIiiII", 108, width, -height, 1, 32, 3, 0, 2835, 2835, 0, 0) + masks + bytes(52)
    pixels = bytes((*reversed(RED), alpha)) * (width * height)
    start = struct.pack("<2sIHHI", b"BM", 14 + len(head) + len(pixels), 0, 0, 14 + len(head))
    path = tmp_path / "a.bmp"
    path.write_bytes(start + head + pixels)
    assert inspect_picture(str(path)).has_alpha is not is_shown
    assert (small_picture(str(path), 160).getpixel((80, 60)) == RED) is is_shown


def test_a_large_tiff_is_taken_where_another_file_is_too_heavy(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    Image.new("RGB", (320, 240), RED).save(path, "TIFF")
    with path.open("r+b") as file:
        file.truncate(300_000_000)
    assert inspect_picture(str(path)).width == 320
    with path.open("r+b") as file:
        file.truncate(700_000_000)
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    assert caught.value.values == {"size_bytes": 700_000_000, "most_bytes": 650_000_000}


# ---------------------------------------------------------------- crop and enlargement


def quarters() -> Image.Image:
    """Red, green above, blue, white below."""
    image = Image.new("RGB", (400, 300), RED)
    image.paste(GREEN, (200, 0, 400, 150))
    image.paste(BLUE, (0, 150, 200, 300))
    image.paste((255, 255, 255), (200, 150, 400, 300))
    return image


UNDO = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_TOP_BOTTOM],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT],
    8: [Image.Transpose.ROTATE_270],
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_crop_is_of_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    stored = quarters()
    for step in UNDO.get(orientation, []):
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.png"
    stored.save(path, exif=exif)
    limits = PictureLimits(formats=("PNG",), min_side=1, max_side=8000, max_bytes=10_000_000)
    edit = PictureEdit(crop=Crop(left=0.25, top=0.5, right=0.75, bottom=1.0))
    facts = prepare_picture(str(path), str(tmp_path / "sent"), limits, edit)
    assert (facts.width, facts.height) == (200, 150) == edit.size(400, 300)
    with Image.open(tmp_path / "sent") as sent:
        assert (sent.getpixel((10, 75)), sent.getpixel((190, 75))) == (BLUE, (255, 255, 255))
    seen = preview_picture(str(path), str(tmp_path / "preview"), 100, edit)
    assert (seen.width, seen.height) == (400, 300), "facts are those of the file"
    with Image.open(tmp_path / "preview") as preview:
        assert preview.size == (100, 75)


def test_the_preview_of_a_small_crop_is_sharp(tmp_path: Path) -> None:
    """The decoder's reduced size follows the crop, not the whole picture."""
    image = Image.new("L", (4000, 3000))
    for column in range(0, 4000, 8):
        image.paste(255, (column, 0, column + 4, 3000))
    path = tmp_path / "a.jpg"
    image.convert("RGB").save(path, "JPEG", quality=95)
    edit = PictureEdit(crop=Crop(left=0.0, top=0.0, right=0.1, bottom=0.1))
    small = small_picture(str(path), 400, edit)
    assert small.size == (400, 300)
    levels = small.convert("L").crop((40, 40, 360, 260)).tobytes()
    assert max(levels) - min(levels) > 200


def test_a_small_picture_is_enlarged_only_with_leave(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (160, 120), RED).save(path)
    small = prepare_picture(str(path), str(tmp_path / "sent"), LIMITS)
    assert (small.width, small.height) == (160, 120)
    large = prepare_picture(str(path), str(tmp_path / "sent"), LIMITS, PictureEdit(may_enlarge=True))
    assert (large.width, large.height) == (320, 240)


# ---------------------------------------------------------------- the crop box of AVIF


def with_crop_box(content: bytes, box: tuple[int, int, int, int], size: tuple[int, int]) -> bytes:
    """An AVIF with a `clap` property (ISO/IEC 14496-12, 12.1.4) for its only item."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    across, down = 2 * left + wide - size[0], 2 * top + high - size[1]
    clap = struct.pack(">I4s4I", 40, b"clap", wide, 1, high, 1) + struct.pack(">iIiI", across, 2, down, 2)

    def grown(boxes: bytes, path: list[bytes], more: bytes) -> bytes:
        at, result = 0, b""
        while at < len(boxes):
            length, kind = struct.unpack_from(">I4s", boxes, at)
            whole = boxes[at : at + length]
            if kind == path[0]:
                skip = 12 if kind == b"meta" else 8
                body = whole[skip:] + more if len(path) == 1 else grown(whole[skip:], path[1:], more)
                whole = struct.pack(">I4s", skip + len(body), kind) + whole[8:skip] + body
            result += whole
            at += length
        return result

    ipco = content.index(b"ipco")
    number, at = 0, ipco + 4
    end = ipco - 4 + struct.unpack_from(">I", content, ipco - 4)[0]
    while at < end:
        number += 1
        at += struct.unpack_from(">I", content, at)[0]
    grown_by = len(clap) + 1
    result = grown(content, [b"meta", b"iprp", b"ipco"], clap)
    result = grown(result, [b"meta", b"iprp", b"ipma"], bytes((0x80 | number + 1,)))
    count = result.index(b"ipma") + 4 + 4 + 4 + 2
    result = result[:count] + bytes((result[count] + 1,)) + result[count + 1 :]
    # The pixels moved: the only extent in iloc holds their absolute place.
    pixels = content.index(b"mdat") + 4
    place = content.index(struct.pack(">I", pixels))
    moved = result.index(struct.pack(">I", pixels))
    assert content[place - 8 : place] == result[moved - 8 : moved]
    return result[:moved] + struct.pack(">I", pixels + grown_by) + result[moved + 4 :]


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_crop_box_of_an_avif_counts(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.avif"
    quarters().save(path, "AVIF", quality=95, **({"exif": exif} if orientation > 1 else {}))
    content = with_crop_box(path.read_bytes(), (100, 150, 300, 300), (400, 300))
    path.write_bytes(content)
    with Image.open(path) as whole:
        assert whole.size == (400, 300), "Pillow leaves the crop box to its callers"
    facts = inspect_picture(str(path))
    assert (facts.width, facts.height) == ((200, 150) if orientation == 1 else (150, 200))
    limits = PictureLimits(formats=("PNG",), min_side=1, max_side=8000, max_bytes=10_000_000)
    made = prepare_picture(str(path), str(tmp_path / "sent"), limits)
    assert (made.width, made.height) == (facts.width, facts.height)
    if orientation == 1:
        with Image.open(tmp_path / "sent") as sent:
            for at, colour in (((10, 75), BLUE), ((190, 75), (255, 255, 255))):
                found = sent.convert("RGB").getpixel(at)
                assert isinstance(found, tuple)
                assert all(abs(one - other) < 20 for one, other in zip(found, colour, strict=True))


def test_a_glance_reads_only_the_header(tmp_path: Path) -> None:
    """Facts are wanted at once: neither the pixels nor the end of the file are looked at."""
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    whole = tmp_path / "whole.jpg"
    noise.save(whole, "JPEG", quality=95)
    path = tmp_path / "cut.jpg"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    facts = glance_picture(str(path))
    assert (facts.format, facts.width, facts.height) == ("JPEG", 1200, 900)
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    assert caught.value.sentence == "picture_damaged"
