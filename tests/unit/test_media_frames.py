"""Frames of videos as pictures: the exact first and last one, upright, in true colours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame as Frame
from PIL import Image

from tests.support.videos import FPS, FRAMES, UNEVEN, counted_video, grey_of
from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.media import VideoFrame
from wandesk.media.frame_times import frame_times
from wandesk.media.frames import shown_frame, write_frame

RED, GREEN, BLUE = (220, 20, 20), (20, 180, 20), (20, 20, 220)


def video(path: Path, colours: list[tuple[int, int, int]], *, size: tuple[int, int] = (320, 240), **tags: int) -> Path:
    """One frame for each colour, with a white left upper quarter, B-frames and one key frame only."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"crf": "4", "g": "999", "bf": "3", "colormatrix": "bt709"}
        stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
        stream.codec_context.color_primaries = tags.get("primaries", 1)
        stream.codec_context.color_trc = tags.get("transfer", 1)
        for number, colour in enumerate(colours):
            image = Image.new("RGB", size, colour)
            image.paste("white", (0, 0, size[0] // 2, size[1] // 2))
            whole: Frame = Frame.from_image(image)  # type: ignore[no-untyped-call]
            frame = whole.reformat(format="yuv420p", dst_colorspace=1, dst_color_range=1)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def is_near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int], within: int = 8) -> bool:
    found = image.getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) <= within for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize("count", [1, 2, 5, 130])
def test_first_and_last_frame_are_the_exact_ones(tmp_path: Path, count: int) -> None:
    path = video(tmp_path / "a.mp4", [RED, *[GREEN] * (count - 2), BLUE] if count > 1 else [RED])
    assert is_near(shown_frame(str(path)), (300, 200), RED)
    assert is_near(shown_frame(str(path), VideoFrame.LAST), (300, 200), BLUE if count > 1 else RED)


def test_a_frame_is_written_with_its_facts(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", [RED, BLUE], size=(1280, 720))
    facts = write_frame(str(path), str(tmp_path / "frame.png"), VideoFrame.LAST)
    assert (facts.format, facts.width, facts.height) == ("PNG", 1280, 720)
    with Image.open(tmp_path / "frame.png") as image:
        assert is_near(image, (1200, 700), BLUE)
        assert facts.size_bytes == (tmp_path / "frame.png").stat().st_size


def test_a_lying_video_gives_an_upright_frame(tmp_path: Path) -> None:
    content = bytearray(video(tmp_path / "a.mp4", [RED]).read_bytes())
    track = content.index(b"tkhd")
    identity = bytes.fromhex("00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000")
    turned = bytes.fromhex("00000000 00010000 00000000 ffff0000 00000000 00000000 00000000 00000000 40000000")
    at = content.index(identity, track)
    content[at : at + len(identity)] = turned
    path = tmp_path / "turned.mp4"
    path.write_bytes(content)
    image = shown_frame(str(path))
    assert image.size == (240, 320)
    assert is_near(image, (200, 20), (255, 255, 255)), "the left upper quarter is at the right now"
    assert is_near(image, (20, 20), RED)


def test_hdr_of_a_video_is_tone_mapped(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", [(148, 148, 148)], primaries=9, transfer=16)
    image = shown_frame(str(path))
    level = image.getpixel((300, 200))
    assert isinstance(level, tuple)
    assert level[1] > 190, "a PQ signal of 58 % is as bright as paper"


def test_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no video at all")
    with pytest.raises(VideoUnreadable):
        write_frame(str(path), str(tmp_path / "frame.png"), VideoFrame.LAST)
    content = video(tmp_path / "b.mp4", [RED] * 40).read_bytes()
    path.write_bytes(content[: len(content) // 3])
    with pytest.raises(VideoUnreadable):
        write_frame(str(path), str(tmp_path / "frame.png"), VideoFrame.FIRST)
    assert not (tmp_path / "frame.png").exists()


@pytest.mark.parametrize("name", ["uneven.mp4", "uneven.mkv", "uneven.ts"])
def test_every_frame_of_a_variable_rate_is_found(tmp_path: Path, name: str) -> None:
    path = counted_video(tmp_path / name, starts=UNEVEN, has_b_frames=False).path
    times = frame_times(path)
    assert times.starts == pytest.approx([UNEVEN[0] + each for each in UNEVEN], abs=0.03)
    offset = times.starts[0]
    assert times.starts == pytest.approx([offset + each for each in UNEVEN], abs=0.002)
    for number in (0, 1, 4, 7, 12, 15):
        for seconds in (times.starts[number], times.middle(number)):
            image = shown_frame(path, seconds)
            grey = image.getpixel((20, 20))
            assert isinstance(grey, tuple)
            assert abs(grey[0] - grey_of(number)) < 4, (number, seconds)
    assert shown_frame(path, 99.0).getpixel((9, 9)) == shown_frame(path, VideoFrame.LAST).getpixel((9, 9))


def test_the_times_of_a_regular_rate(tmp_path: Path) -> None:
    times = frame_times(counted_video(tmp_path / "a.mp4").path)
    assert times.starts == pytest.approx([number / FPS for number in range(FRAMES)], abs=0.001)
    assert times.end == pytest.approx(FRAMES / FPS, abs=0.001)


def test_a_frame_is_written_as_a_jpeg(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", [RED, GREEN, BLUE])
    facts = write_frame(str(path), str(tmp_path / "frame"), 0.04, "JPEG")
    assert facts.format == "JPEG"
    with Image.open(tmp_path / "frame") as image:
        assert image.format == "JPEG"
        assert is_near(image, (300, 200), GREEN)


def test_times_of_no_video_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"now a text")
    with pytest.raises(VideoUnreadable):
        frame_times(str(path))
    with pytest.raises(VideoUnreadable):
        write_frame(str(path), str(tmp_path / "frame"), 1.0, "PNG")
