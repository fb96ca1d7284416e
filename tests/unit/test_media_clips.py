"""Clips: their facts, their first picture, and the copy that is sent."""

from __future__ import annotations

import os
import struct
import threading
from pathlib import Path
from typing import Any

import av
import pytest
from msgspec import structs
from PIL import Image, ImageStat

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.errors import InputRefused, VideoUnreadable, WrongKindOfFile
from wandesk.media import frame_strips
from wandesk.media.clip_parts import fit_clip
from wandesk.media.clips import clean_clip, inspect_clip
from wandesk.media.frame_strips import write_strip

WIDTH, HEIGHT, FPS = 320, 240, 10
QUICK = {"libvpx": {"deadline": "realtime", "cpu-used": "8", "threads": "1"}}
"""Its threads wait for each other busily: 14 s for 5 s of video on a loaded machine."""
PLACE = "+48.2082+016.3738/"


def clip(path: Path, seconds: float = 3.0, *, codec: str = "libx264", sound: str | None = None) -> Path:
    """A video that starts red above and blue below, with the place where it was recorded in its tags."""
    first = Image.new("RGB", (WIDTH, HEIGHT), (220, 20, 20))
    first.paste((20, 20, 220), (0, HEIGHT // 2, WIDTH, HEIGHT))
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["location"] = PLACE
        container.metadata["comment"] = "recorded by Anna"
        stream: Any = container.add_stream(codec, rate=FPS, options=QUICK.get(codec, {}))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio: Any = container.add_stream(sound, rate=44100) if sound else None
        for number in range(round(seconds * FPS)):
            frame: Any = av.VideoFrame.from_image(first if number == 0 else Image.new("RGB", first.size, "green"))  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            for _ in range(round(seconds * 44100 / 1024)):
                silence = av.AudioFrame("fltp" if sound == "aac" else "s16", "mono", 1024)
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                silence.sample_rate = 44100
                container.mux(audio.encode(silence))
            container.mux(audio.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "format_name", "can_be_copied"),
    [
        ("a.mp4", "libx264", "MP4", True),
        ("a.mov", "libx264", "MOV", True),
        ("a.mkv", "libx264", "MKV", True),
        ("a.webm", "libvpx", "MKV", False),
    ],
)
def test_facts_of_a_clip_and_its_first_picture_are_read(
    tmp_path: Path, name: str, codec: str, format_name: str, can_be_copied: bool
) -> None:
    path = clip(tmp_path / name, 3.0, codec=codec)
    facts, picture = inspect_clip(str(path), str(tmp_path / "first.jpg"))
    assert (facts.format, facts.can_be_copied) == (format_name, can_be_copied)
    assert (facts.width, facts.height, facts.size_bytes) == (WIDTH, HEIGHT, path.stat().st_size)
    assert facts.seconds == pytest.approx(3.0, abs=0.11)
    with Image.open(tmp_path / "first.jpg") as image:
        assert (image.format, image.size) == (picture.format, (picture.width, picture.height))
        above, below = image.getpixel((160, 20)), image.getpixel((160, 220))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 180 > 60 > above[2]
    assert below[2] > 180 > 60 > below[0]


def test_clip_of_a_phone_held_upright_is_measured_as_shown(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4")
    # The matrix of the track header (ISO/IEC 14496-12, 8.3.2) says x' = -y, y' = x: a quarter turn clockwise.
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    struct.pack_into(">9i", content, at, 0, 0x10000, 0, -0x10000, 0, 0, HEIGHT << 16, 0, 0x40000000)
    path.write_bytes(content)
    facts, picture = inspect_clip(str(path), str(tmp_path / "first.jpg"))
    assert (facts.width, facts.height) == (picture.width, picture.height) == (HEIGHT, WIDTH)
    sent = clean_clip(str(path), str(tmp_path / "clean.mp4"))
    assert (sent.width, sent.height) == (HEIGHT, WIDTH)
    with Image.open(tmp_path / "first.jpg") as image:
        left = image.getpixel((20, 160))
    assert isinstance(left, tuple)
    assert left[2] > 180 > 60 > left[0]  # the bottom became the left side


@pytest.mark.parametrize(
    ("name", "sound", "sent_as"),
    [
        ("a.mp4", "aac", "MP4"),
        ("a.mov", "pcm_s16le", "MOV"),
        ("a.mkv", "aac", "MP4"),
        ("a.mp4", None, "MP4"),
    ],
)
def test_clean_copy_keeps_pictures_and_audio_and_no_tags(
    tmp_path: Path, name: str, sound: str | None, sent_as: str
) -> None:
    path = clip(tmp_path / name, sound=sound)
    assert PLACE.encode() in path.read_bytes()
    facts = clean_clip(str(path), str(tmp_path / "clean"))
    content = (tmp_path / "clean").read_bytes()
    assert PLACE.encode() not in content
    assert b"Anna" not in content
    assert (facts.format, facts.size_bytes) == (sent_as, len(content))
    assert packets(path) == packets(tmp_path / "clean")


def packets(path: Path) -> list[list[bytes]]:
    """The encoded frames of each stream; the start codes of another container do not count."""
    with av.open(str(path)) as container:
        return [
            [bytes(each)[-200:] for each in sorted(packets_of, key=lambda one: one.dts or 0)]
            for packets_of in (
                [packet for packet in opened.demux(stream) if packet.size]
                for stream, opened in ((stream, av.open(str(path))) for stream in container.streams)
            )
        ]


def refused(path: Path | str) -> str:
    with pytest.raises(InputRefused) as caught:
        inspect_clip(str(path), "/nowhere/first.jpg")
    return caught.value.sentence


def test_each_refusal_has_its_sentence(tmp_path: Path) -> None:
    whole = clip(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[:700])
    (tmp_path / "text.mp4").write_text("not a video, but long enough to be read as one")
    (tmp_path / "empty.mp4").touch()
    Image.new("RGB", (300, 300)).save(tmp_path / "picture.png")
    assert refused(tmp_path / "cut.mp4") == "clip_damaged"
    assert refused(tmp_path / "text.mp4") == "clip_unknown"
    assert refused(tmp_path / "picture.png") == "clip_unknown"
    assert refused(tmp_path / "empty.mp4") == "clip_empty"
    assert refused(tmp_path / "gone.mp4") == "clip_not_found"
    assert refused(tmp_path) == "clip_is_folder"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mp4")
        before = threading.active_count()
        with pytest.raises(WrongKindOfFile):
            inspect_clip(str(tmp_path / "pipe.mp4"), "/nowhere/first.jpg")
        assert threading.active_count() == before


LIMITS = ClipLimits(
    formats=("mp4", "mov"),
    min_seconds=2.0,
    max_seconds=2.0,
    min_side=240,
    max_side=256,
    max_aspect=8.0,
    max_bytes=1_000_000,
)


def counted(path: Path, *, seconds: float = 5.0, sound: bool = True, codec: str = "libx264") -> Path:
    """A video whose frames become brighter, and a tone."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=FPS, options={"g": "25", **QUICK.get(codec, {})})
        stream.width, stream.height, stream.pix_fmt = 512, 384, "yuv420p"
        audio: Any = container.add_stream("aac", rate=44100) if sound else None
        for number in range(round(seconds * FPS)):
            shade = 30 + number * 4
            frame: Any = av.VideoFrame.from_image(Image.new("RGB", (512, 384), (shade,) * 3))  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            for _ in range(round(seconds * 44100 / 1024)):
                tone = av.AudioFrame("fltp", "mono", 1024)
                for plane in tone.planes:
                    plane.update(bytes(plane.buffer_size))
                tone.sample_rate = 44100
                container.mux(audio.encode(tone))
            container.mux(audio.encode(None))
    return path


@pytest.mark.parametrize("from_end", [False, True])
@pytest.mark.parametrize(("name", "codec"), [("long.mp4", "libx264"), ("long.webm", "libvpx")])
def test_part_of_a_video_fits_the_limits(tmp_path: Path, name: str, codec: str, from_end: bool) -> None:
    source = counted(tmp_path / name, sound=name.endswith("mp4"), codec=codec)
    facts = fit_clip(str(source), str(tmp_path / "fitted.mp4"), LIMITS, 99.0 if from_end else 0.0, 2.0)
    assert (facts.format, facts.video_codec, facts.can_be_copied) == ("MP4", "h264", True)
    assert facts.seconds == pytest.approx(2.0, abs=0.11)
    assert (facts.width, facts.height) == (256, 192)
    assert facts.size_bytes == (tmp_path / "fitted.mp4").stat().st_size <= LIMITS.max_bytes
    shades = brightness(tmp_path / "fitted.mp4")
    first = 30 + (round(3.0 * FPS) if from_end else 0) * 4
    assert shades[0] == pytest.approx(first, abs=10)
    assert shades[-1] == pytest.approx(first + 19 * 4, abs=10)
    with av.open(str(tmp_path / "fitted.mp4")) as container:
        assert bool(container.streams.audio) == name.endswith("mp4")
        if container.streams.audio:
            audio = sum(frame.samples / frame.sample_rate for frame in container.decode(container.streams.audio[0]))
            assert audio == pytest.approx(2.0, abs=0.1)


def shades_of(source: Path, times: list[float]) -> list[float]:
    """The brightness of each frame of a strip."""
    write_strip(str(source), str(source.with_suffix(".jpg")), times, 48)
    with Image.open(source.with_suffix(".jpg")) as strip:
        assert strip.size == (len(times) * 64, 48)
        return [ImageStat.Stat(strip.crop((at * 64, 0, at * 64 + 64, 48))).mean[0] for at in range(len(times))]


@pytest.mark.parametrize("times", [[0.0], [2.04], [3.0, 99.0], [0.5, 1.5, 2.5, 3.5, 4.5]])
def test_strip_has_the_frames_that_are_shown_then(tmp_path: Path, times: list[float]) -> None:
    source = counted(tmp_path / "long.mp4", sound=False)
    expected = [30 + min(round(each * FPS), 5 * FPS - 1) * 4 for each in times]
    assert shades_of(source, times) == pytest.approx(expected, abs=9)


def test_strip_of_a_long_video_has_key_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_strips, "WHOLE_PIXELS", 1_000_000)
    assert len(shades_of(clip(tmp_path / "long.mp4", 40.0), [5.0, 15.0, 25.0, 35.0])) == 4


def test_damaged_video_has_no_frames(tmp_path: Path) -> None:
    (tmp_path / "cut.mp4").write_bytes(clip(tmp_path / "a.mp4").read_bytes()[:700])
    with pytest.raises(VideoUnreadable):
        write_strip(str(tmp_path / "cut.mp4"), str(tmp_path / "strip.jpg"), [1.0], 128)


def brightness(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        images: Any = (frame.to_image() for frame in container.decode(container.streams.video[0]))  # type: ignore[no-untyped-call]
        return [ImageStat.Stat(image).mean[0] for image in images]


def test_short_video_is_only_made_smaller(tmp_path: Path) -> None:
    source = counted(tmp_path / "short.mp4", seconds=3.0)
    facts = fit_clip(str(source), str(tmp_path / "fitted.mp4"), structs.replace(LIMITS, max_seconds=10.0), 0.0, 10.0)
    assert facts.seconds == pytest.approx(3.0, abs=0.11)
    assert max(facts.width, facts.height) == 256


def test_video_of_a_phone_held_upright_stays_upright(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4")
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    struct.pack_into(">9i", content, at, 0, 0x10000, 0, -0x10000, 0, 0, HEIGHT << 16, 0, 0x40000000)
    path.write_bytes(content)
    facts = fit_clip(str(path), str(tmp_path / "fitted.mp4"), LIMITS, 0.0, 2.0)
    assert (facts.width, facts.height) == (192, 256)


def test_damaged_video_has_no_part(tmp_path: Path) -> None:
    whole = clip(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[:700])
    with pytest.raises(InputRefused) as refused:
        fit_clip(str(tmp_path / "cut.mp4"), str(tmp_path / "fitted.mp4"), LIMITS, 99.0, 2.0)
    assert refused.value.sentence == "clip_damaged"
    assert not (tmp_path / "fitted.mp4").exists()
