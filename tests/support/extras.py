"""Picture files full of what must not be sent; everything in them is invented."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from fractions import Fraction

import av
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

SECRET = b"Jane Invented"
"""Stands in every text, so that a search for it finds what was overlooked."""
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>48,51N</exif:GPSLatitude>' + SECRET + b"</x:xmpmeta>"
VIDEO = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + SECRET * 20


def scene(mode: str = "RGB", size: tuple[int, int] = (403, 301)) -> Image.Image:
    """A drawing with edges, flat and smooth places; its width fills no row of a BMP and no block of a JPEG."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((60, 40, 260, 240), fill=(200, 40, 30))
    drawing.rectangle((220, 180, 398, 296), fill=(20, 90, 200))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """A name, a camera, a time and a place."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "Foto"
    made[0x0132] = "2026:01:02 03:04:05"
    made[0x013B] = SECRET.decode()
    gps = made.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 51.0, 24.0), "E", (2.0, 21.0, 3.0)
    return made


def srgb() -> bytes:
    """A profile that calls itself sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with these segments behind its start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def by_ffmpeg(image: Image.Image, codec: str, pixels: str, **options: str) -> bytes:
    """The picture as FFmpeg's encoder writes it."""
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height, context.pix_fmt, context.framerate = *image.size, pixels, Fraction(1)
    context.options = options
    frame = av.VideoFrame.from_image(image).reformat(format=pixels)  # type: ignore[no-untyped-call]
    return b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))


def full_jpeg(**options: object) -> bytes:
    """A JPEG with everything that cameras, phones and editors add."""
    jpeg = saved(scene(), "JPEG", exif=exif(), icc_profile=srgb(), comment=SECRET, **options)
    thumbnail = segment(0xE0, b"JFXX\0\x10" + saved(scene(size=(64, 48)), "JPEG"))
    photoshop = segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET)) + SECRET)
    more = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE5, SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
    )
    return with_segments(jpeg, thumbnail, photoshop, *more)


def full_png(image: Image.Image | None = None, **options: object) -> bytes:
    """A PNG with texts, times, EXIF, XMP and a profile, before and behind the pixels."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_text("Comment", SECRET.decode() * 40, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add(b"tIME", struct.pack(">H5B", 2026, 1, 2, 3, 4, 5))
    notes.add(b"prVt", SECRET, after_idat=True)
    made = saved(image or scene(), "PNG", pnginfo=notes, exif=exif(), dpi=(300, 300), icc_profile=srgb(), **options)
    return made + SECRET


def full_webp(**options: object) -> bytes:
    """A WEBP in the extended form."""
    return saved(scene(), "WEBP", exif=exif(), xmp=XMP, icc_profile=srgb(), **options) + SECRET


def full_bmp(mode: str = "RGB") -> bytes:
    """A BMP with a long header, a gap before the pixels, dirty rows and a tail."""
    plain = bytearray(saved(scene(mode), "BMP", dpi=(300, 300)))
    (start,) = struct.unpack_from("<I", plain, 10)
    width, height = scene(mode).size
    used = width * (1 if mode == "L" else 3)
    row = (used + 3) // 4 * 4
    for at in range(height):
        plain[start + at * row + used : start + (at + 1) * row] = SECRET[: row - used]
    head = bytearray(plain[14:54]) + b"BGRs" + b"\0" * 64 + SECRET.ljust(84 - 68, b"\0")[:16]
    struct.pack_into("<I", head, 0, len(head))
    gap = SECRET + b"\0" * 3
    moved = bytearray(plain[:14]) + head + plain[54:start] + gap + plain[start:] + SECRET
    struct.pack_into("<I", moved, 10, 14 + len(head) + (start - 54) + len(gap))
    return bytes(moved)


def full_pictures() -> Mapping[str, bytes]:
    """By name: files of every format that fit, with everything that must not be sent."""
    return {
        "jpeg": full_jpeg(),
        "jpeg 4:4:4": full_jpeg(subsampling=0, quality=95),
        "jpeg progressive": full_jpeg(progressive=True),
        "jpeg with restarts": full_jpeg(restart_marker_blocks=5),
        "jpeg in rgb": full_jpeg(keep_rgb=True),
        "jpeg grey": saved(scene("L"), "JPEG", exif=exif(), comment=SECRET),
        "jpeg without jfif": with_segments(_without_jfif(saved(scene(), "JPEG", exif=exif())), segment(0xFE, SECRET)),
        "jpeg of ffmpeg": with_segments(by_ffmpeg(scene(), "mjpeg", "yuvj444p"), segment(0xFE, SECRET)),
        "jpeg with a video": full_jpeg() + VIDEO,
        "jpeg with a second picture": saved(scene(), "MPO", save_all=True, append_images=[scene()], exif=exif()),
        "png": full_png(),
        "png grey": full_png(scene("L")),
        "png interlaced": _behind_header(
            by_ffmpeg(scene(), "png", "rgb24", flags="+ildct"), chunk(b"tEXt", b"Author\0" + SECRET)
        ),
        "webp": full_webp(),
        "webp lossless": full_webp(lossless=True),
        "bmp": full_bmp(),
        "bmp grey": full_bmp("L"),
    }


def _without_jfif(jpeg: bytes) -> bytes:
    at = jpeg.index(b"\xff\xe0\0\x10JFIF\0")
    return jpeg[:at] + jpeg[at + 18 :]


def _behind_header(png: bytes, more: bytes) -> bytes:
    return png[:33] + more + png[33:]
