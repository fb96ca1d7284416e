"""Decodes HEIC and AVIF of very many pixels tile by tile, each at a reduced size, with FFmpeg's decoders.

libheif and libavif give the whole picture only: at 200 megapixels more than a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import av
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from PIL import Image

from wandesk.media.iso_boxes import aperture_of
from wandesk.media.iso_items import TiledPicture

DECODERS: Mapping[bytes, str] = {b"hvc1": "hevc", b"av01": "libdav1d"}
THREADS = 2
FULL_RANGE = 2
MATRICES: Mapping[int, Colorspace] = {1: Colorspace.ITU709, 7: Colorspace.SMPTE240M, 9: Colorspace.BT2020}
"""By the number of ITU-T H.273; all others are those of BT.601, which is what ISO files without one mean."""
TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
"""By the angle of `irot`, counter-clockwise."""
MIRRORS = (Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT)
"""By the axis of `imir`."""


def step_of(picture: TiledPicture, most_pixels: int, side: int | None = None) -> int | None:
    """By how much the sides become smaller; None where a single tile cannot be made so small.

    The result has at most `most_pixels`, and a longer side of at least `side` pixels where that allows it.
    """
    width, height = picture.size
    least = next(each for each in range(1, max(width, height) + 1) if width * height <= most_pixels * each**2)
    wanted = max(least, max(width, height) // side if side is not None else 1)
    if len(picture.places) == 1:
        return wanted
    tile_width, tile_height = picture.tile
    possible = [each for each in range(1, wanted + 1) if tile_width % each == 0 == tile_height % each]
    return possible[-1] if possible[-1] >= least else None


def from_tiles(file: BinaryIO, picture: TiledPicture, *, step: int, is_turned: bool) -> Image.Image:
    """The picture as RGB at 1/`step` of its size; with `is_turned`, cropped and turned as the file wants it.

    Raises ValueError, av.error.FFmpegError for what cannot be decoded.
    """
    width, height = (max(1, each // step) for each in picture.size)
    result = Image.new("RGB", (width, height))
    wide, high = picture.tile[0] // step, picture.tile[1] // step
    if len(picture.places) == 1:
        wide, high = width, height
    count, scaler = 0, VideoReformatter()
    for frame in _frames(file, picture):
        if frame.is_corrupt:
            raise ValueError("a tile is broken")
        part = scaler.reformat(
            frame,
            width=wide,
            height=high,
            format="rgb24",
            src_colorspace=_matrix(frame, picture),
            src_color_range=_color_range(frame, picture),
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA,
        )
        row, column = divmod(count, picture.columns)
        pixels: Image.Image = part.to_image()  # type: ignore[no-untyped-call]
        result.paste(pixels, (column * wide, row * high))
        count += 1
    if count != len(picture.places):
        raise ValueError(f"{count} of {len(picture.places)} tiles could be decoded")
    return _transformed(result, picture, step) if is_turned else result


def _frames(file: BinaryIO, picture: TiledPicture) -> Iterator[VideoFrame]:
    """The decoded tiles in their order. Raises av.error.FFmpegError, ValueError."""
    decoder = av.VideoCodecContext.create(DECODERS[picture.kind], "r")
    assert isinstance(decoder, av.VideoCodecContext)
    decoder.extradata = picture.configuration
    # Several tiles at once: FFmpeg's frame threads may wait for ever after a broken one.
    decoder.thread_count = 1
    if picture.kind == b"av01":
        decoder.thread_count = THREADS
        # With frames in parallel, dav1d keeps the coefficients of a whole picture, six bytes a pixel.
        decoder.options = {"max_frame_delay": "1"}
    else:
        decoder.options = {"err_detect": "bitstream+buffer+explode"}  # it would show grey for what is broken
    for content in picture.coded(file):
        yield from decoder.decode(av.Packet(content))
    yield from decoder.decode(None)


def _matrix(frame: VideoFrame, picture: TiledPicture) -> Colorspace:
    number = picture.coefficients[0] if picture.coefficients is not None else int(frame.colorspace)
    return MATRICES.get(number, Colorspace.ITU601)


def _color_range(frame: VideoFrame, picture: TiledPicture) -> ColorRange:
    is_full = picture.coefficients[1] if picture.coefficients is not None else int(frame.color_range) == FULL_RANGE
    return ColorRange.JPEG if is_full else ColorRange.MPEG


def _transformed(image: Image.Image, picture: TiledPicture, step: int) -> Image.Image:
    width, height = picture.size
    for kind, content in picture.transforms:
        if kind == b"irot" and (turn := TURNS[content[0] & 3]) is not None:
            image = image.transpose(turn)
        elif kind == b"imir":
            image = image.transpose(MIRRORS[content[0] & 1])
        elif kind == b"clap" and (edges := aperture_of(content, width, height)) is not None:
            left, top, right, bottom = (round(each / step) for each in edges)
            image = image.crop((left, top, max(left + 1, right), max(top + 1, bottom)))
    return image
