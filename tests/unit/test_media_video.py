"""Videos: whether one opens, its true length, its first frame."""

from __future__ import annotations

import contextlib
import io
import struct
import subprocess
from pathlib import Path

import av
import av.error
import av.logging
import pytest
from PIL import Image

from wandesk.domain.errors import VideoUnreadable
from wandesk.media.containers import demuxed
from wandesk.media.video import inspect_video, video_thumbnail

WIDTH, HEIGHT, FPS = 128, 96, 10


def video(path: Path, seconds: float, *, has_sound: bool = False, is_fast: bool = True) -> str:
    """A video that starts red above and blue below. From its second frame on it is noise, all frames equally large."""
    first = Image.new("RGB", (WIDTH, HEIGHT), (220, 20, 20))
    first.paste((20, 20, 220), (0, HEIGHT // 2, WIDTH, HEIGHT))
    options = {"movflags": "faststart"} if is_fast else {}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        picture = container.add_stream("libx264", rate=FPS, options={"crf": "18", "preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = container.add_stream("aac", rate=44100) if has_sound else None
        for number in range(round(seconds * FPS)):
            image = Image.effect_noise((WIDTH, HEIGHT), 100).convert("RGB") if number else first
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if sound is not None:
            for _ in range(round(seconds * 44100 / 1024)):
                silence = av.AudioFrame("fltp", "mono", 1024)
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                silence.sample_rate = 44100
                container.mux(sound.encode(silence))
            container.mux(sound.encode(None))
    return str(path)


def test_messages_of_ffmpeg_never_wait_for_python(tmp_path: Path) -> None:
    """A frame thread that waits for Python's lock stops the program when a file is closed: closing holds that lock.

    PyAV counts the errors that it hears. It hears none unless a log level was set, even the quietest.
    """
    before = av.logging.get_last_error()
    content = bytearray(Path(video(tmp_path / "whole.mp4", 2.0)).read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4000] = bytes(4000)
    (tmp_path / "damaged.mp4").write_bytes(content)
    with (tmp_path / "damaged.mp4").open("rb") as file, demuxed(file) as container:
        for packet in container.demux(video=0):
            with contextlib.suppress(av.error.FFmpegError):
                packet.decode()
    assert av.logging.get_last_error() == before


@pytest.mark.parametrize("has_sound", [False, True])
def test_facts_of_a_video_are_read(tmp_path: Path, has_sound: bool) -> None:
    path = video(tmp_path / "视频 🎬.mp4", 3.0, has_sound=has_sound)
    facts = inspect_video(path)
    assert (facts.width, facts.height, facts.video_codec) == (WIDTH, HEIGHT, "h264")
    assert facts.seconds == pytest.approx(3.0, abs=0.05)
    assert facts.fps == pytest.approx(FPS)
    assert facts.audio_codec == ("aac" if has_sound else None)
    assert facts.size_bytes == Path(path).stat().st_size


def test_truncated_video_is_as_long_as_its_frames(tmp_path: Path) -> None:
    content = Path(video(tmp_path / "whole.mp4", 4.0)).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(content[: len(content) // 2])
    assert 1.0 < inspect_video(str(tmp_path / "cut.mp4")).seconds < 3.0


def test_thumbnail_is_the_first_frame(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", 1.0)
    video_thumbnail(path, str(tmp_path / "t.jpg"), 64)
    with Image.open(tmp_path / "t.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))
        above, below = image.getpixel((32, 8)), image.getpixel((32, 40))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 180 > 60 > above[2]
    assert below[2] > 180 > 60 > below[0]


def test_video_of_a_phone_held_upright_is_rotated(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", 1.0)
    # The matrix of the track header (ISO/IEC 14496-12, 8.3.2) says x' = -y, y' = x: a quarter turn clockwise.
    content = bytearray(Path(path).read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    assert struct.unpack_from(">9i", content, at) == (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    struct.pack_into(">9i", content, at, 0, 0x10000, 0, -0x10000, 0, 0, HEIGHT << 16, 0, 0x40000000)
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(content)
    facts = inspect_video(str(turned))
    assert (facts.width, facts.height) == (HEIGHT, WIDTH)
    video_thumbnail(str(turned), str(tmp_path / "t.jpg"), 64)
    with Image.open(tmp_path / "t.jpg") as image:
        assert image.size == (48, 64)
        right = image.getpixel((40, 32))
    assert isinstance(right, tuple)
    assert right[0] > 180 > 60 > right[2]  # the upper half is on the right


def song_with_cover(path: Path) -> Path:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(buffer, "JPEG")
    cover = path.with_suffix(".jpg")
    cover.write_bytes(buffer.getvalue())
    inputs = ["-f", "lavfi", "-i", "sine=d=1", "-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy"]
    subprocess.run(["ffmpeg", "-v", "error", *inputs, str(path)], check=True, timeout=30)
    return path


def test_other_file_is_no_video(tmp_path: Path) -> None:
    content = Path(video(tmp_path / "whole.mp4", 2.0, is_fast=False)).read_bytes()
    (tmp_path / "no-index.mp4").write_bytes(content[: len(content) // 2])
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "page.mp4").write_text("<html><body>Please log in to this network</body></html>")
    Image.new("RGB", (64, 64)).save(tmp_path / "picture.mp4", "PNG")
    song_with_cover(tmp_path / "song.mp3")
    for name in ("no-index.mp4", "empty.mp4", "page.mp4", "picture.mp4", "absent.mp4", "song.mp3", "."):
        with pytest.raises(VideoUnreadable):
            inspect_video(str(tmp_path / name))
