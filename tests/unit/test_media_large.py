"""Pictures of more than 100 megapixels: read at a reduced size, in little memory."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.support.heic import heic
from wandesk.domain.catalog import PictureLimits
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Extra
from wandesk.media import reading
from wandesk.media.images import glance_picture, inspect_picture, prepare_picture, small_picture

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

PHONE = Path(__file__).parents[1] / "support" / "phone"
LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=240, max_side=8000, max_bytes=10_000_000)


def call_them_large(patch: pytest.MonkeyPatch) -> None:
    """From now on small pictures count as very large ones."""
    patch.setattr(reading, "MAX_PIXELS", 10_000)
    patch.setattr(reading, "MAX_WEBP_PIXELS", 10_000)
    patch.setattr(reading, "MAX_RESULT_PIXELS", 100_000)


def scene(mode: str = "RGB", size: tuple[int, int] = (512, 384)) -> Image.Image:
    """A different colour in each corner, with soft changes between them."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(250, 20, 30), (30, 220, 40), (20, 40, 230), (240, 230, 60)])
    image = corners.resize(size, Image.Resampling.BICUBIC)
    if mode in {"RGBA", "LA"}:
        alpha = Image.new("L", size, 255)
        alpha.paste(0, (0, 0, size[0] // 4, size[1] // 4))
        image.putalpha(alpha)
    return image.convert(mode)


def saved(image: Image.Image, path: Path, format_name: str, **options: object) -> str:
    image.save(path, format_name, **options)
    return str(path)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of the levels of two pictures, at a small size."""
    first, second = (each.convert("RGB").resize((32, 24), Image.Resampling.BOX).tobytes() for each in (one, other))
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


@pytest.mark.parametrize(
    ("mode", "format_name", "options"),
    [
        ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("L", "PNG", {}),
        ("LA", "PNG", {}),
        ("1", "PNG", {}),
        ("P", "PNG", {}),
        ("RGB", "TIFF", {"compression": "tiff_lzw"}),
        ("RGB", "TIFF", {"compression": "jpeg"}),
        ("RGBA", "TIFF", {}),
        ("CMYK", "TIFF", {"compression": "tiff_deflate"}),
        ("P", "TIFF", {}),
        ("RGB", "WEBP", {"quality": 90}),
        ("RGBA", "WEBP", {"lossless": True}),
    ],
)
def test_streamed_picture_looks_as_the_one_that_is_decoded_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, format_name: str, options: dict[str, object]
) -> None:
    source = saved(scene(mode), tmp_path / "large", format_name, **options)
    whole, large, facts = small_picture(source, 100), small_picture(source, 365), inspect_picture(source)
    call_them_large(monkeypatch)
    reduced = small_picture(source, 100)
    assert reduced.size == whole.size
    assert difference(whole, reduced) < 2
    seen = inspect_picture(source)
    assert (seen.width, seen.height, seen.has_alpha) == (512, 384, facts.has_alpha)
    assert seen.clean_bytes is None
    sent = prepare_picture(source, str(tmp_path / "sent"), LIMITS)
    assert sent.width > 320
    assert sent.width * sent.height <= 101_000
    assert sent.width / sent.height == pytest.approx(4 / 3, abs=0.02)
    with Image.open(tmp_path / "sent") as image:
        assert difference(large, image) < 3


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def deep_png(size: tuple[int, int], channels: int, *, behind: bytes = b"") -> bytes:
    """16 bits a value, each 0x8000, with chunks behind the pixels."""
    kind = {1: 0, 3: 2, 4: 6}[channels]
    row = b"\0" + b"\x80\0" * (size[0] * channels)
    header = struct.pack(">2I5B", *size, 16, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * size[1], 1))
        + behind
        + chunk(b"IEND", b"")
    )


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_become_eight(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "deep.png"
    path.write_bytes(deep_png((400, 300), channels))
    assert small_picture(str(path), 50).getpixel((9, 9)) == (128, 128, 128)


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    call_them_large(monkeypatch)


@pytest.mark.usefixtures("_large")
def test_hidden_colours_do_not_show(tmp_path: Path) -> None:
    """A transparent pixel beside an opaque one is not mixed with it."""
    image = Image.new("RGBA", (512, 384), (0, 255, 0, 0))
    image.paste((200, 0, 0, 255), (5, 0, 512, 384))
    shown = small_picture(saved(image, tmp_path / "a.png", "PNG"), 128)
    edge = shown.getpixel((1, 50))
    assert isinstance(edge, tuple)
    assert edge[0] > 190  # red on white: without green
    assert edge[1] == pytest.approx(edge[2], abs=3)


@pytest.mark.usefixtures("_large")
def test_orientation_behind_the_pixels_counts(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.png"
    path.write_bytes(deep_png((400, 300), 3, behind=chunk(b"eXIf", exif.tobytes()[6:])))
    facts = inspect_picture(str(path))
    assert (facts.width, facts.height, facts.is_turned) == (300, 400, True)
    assert small_picture(str(path), 100).size == (75, 100)


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "WEBP"])
def test_what_a_large_file_carries_is_told(tmp_path: Path, format_name: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    source = saved(scene(), tmp_path / "a", format_name, exif=exif)
    assert Extra.DETAILS in inspect_picture(source).extras


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "WEBP"])
def test_large_file_that_is_cut_is_damaged(tmp_path: Path, format_name: str) -> None:
    options = {"compression": "tiff_lzw"} if format_name == "TIFF" else {}
    path = Path(saved(scene().effect_spread(9), tmp_path / "a", format_name, **options))
    content = path.read_bytes()
    # The directory of a TIFF stands behind its pixels.
    path.write_bytes(
        content[: len(content) * 2 // 3] if format_name != "TIFF" else content[:9000] + bytes(len(content) - 9000)
    )
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    assert caught.value.sentence == "picture_damaged"


def test_floating_point_of_that_size_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = saved(Image.new("F", (400, 300), 0.5), tmp_path / "a.tif", "TIFF")
    inspect_picture(source)
    call_them_large(monkeypatch)
    with pytest.raises(InputRefused) as caught:
        inspect_picture(source)
    assert caught.value.sentence == "picture_too_large"
    assert caught.value.values == {"width": 400, "height": 300}


@pytest.mark.parametrize("tile", [0, 128])
@pytest.mark.parametrize(("turns", "is_deep"), [(0, False), (1, False), (3, True)])
def test_heic_in_tiles_looks_as_the_one_that_is_decoded_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tile: int, turns: int, is_deep: bool
) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(heic(scene(size=(640, 480)), tile=tile, quarter_turns=turns, is_deep=is_deep))
    whole = small_picture(str(path), 100)
    call_them_large(monkeypatch)
    reduced = small_picture(str(path), 100)
    assert reduced.size == whole.size
    assert difference(whole, reduced) < 3
    sent = prepare_picture(str(path), str(tmp_path / "sent"), LIMITS)
    assert 250 <= max(sent.width, sent.height) <= 320


def test_avif_in_one_piece_looks_as_the_one_that_is_decoded_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = saved(scene(), tmp_path / "a.avif", "AVIF", quality=90)
    whole = small_picture(source, 100)
    call_them_large(monkeypatch)
    assert difference(whole, small_picture(source, 100)) < 3


@pytest.mark.usefixtures("_large")
def test_heic_without_its_last_tiles_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    content = heic(scene(size=(600, 400)), tile=128)
    path.write_bytes(content[:-300])
    with pytest.raises(InputRefused) as caught:
        inspect_picture(str(path))
    assert caught.value.sentence == "picture_damaged"


@pytest.mark.usefixtures("_large")
@pytest.mark.timeout(20)
def test_heic_with_broken_tiles_is_damaged_and_keeps_no_thread_waiting(tmp_path: Path) -> None:
    content = heic(scene(size=(1280, 1024)), tile=128)
    for number in range(8):
        at = len(content) * (number + 4) // 13
        path = tmp_path / f"{number}.heic"
        path.write_bytes(content[:at] + content[at + 16 :] + bytes(16))
        with pytest.raises(InputRefused) as caught:
            inspect_picture(str(path))
        assert caught.value.sentence == "picture_damaged"


@pytest.mark.usefixtures("_large")
def test_format_that_is_decoded_whole_only_is_too_large(tmp_path: Path) -> None:
    source = saved(scene().quantize(9), tmp_path / "a.gif", "GIF")
    with pytest.raises(InputRefused) as caught:
        glance_picture(source)
    assert caught.value.sentence == "picture_too_large"
