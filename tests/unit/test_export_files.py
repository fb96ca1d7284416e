"""Exports as files: what their pictures, audio and tags are. Small real videos through the real filters."""

from __future__ import annotations

import io
import itertools
import math
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from tests.support.videos import FPS, counted_video, grey_of
from wandesk import durable
from wandesk.domain.errors import InputRefused, NoRoom
from wandesk.domain.export import ExportAudio, ExportClip, ExportPlan, ExportResult, Fitting, Sound
from wandesk.domain.picture_edit import Crop
from wandesk.domain.sentences import Sentence
from wandesk.media import export_audio
from wandesk.media.exporting import export, preview_export
from wandesk.settings.export_offer import load_export_offer

LABEL = '{"Label":"1","ContentProducer":"Alibaba"}'
RATE = 48_000


def plan(*clips: ExportClip, form: str = "mp4", quality: str = "best", **values: Any) -> ExportPlan:
    encoding = load_export_offer().format(form).encoding(quality)
    return ExportPlan(**{"width": 64, "height": 64, "rate": "10", **values}, clips=clips, encoding=encoding)


def made(tmp_path: Path, what: ExportPlan, name: str = "result") -> tuple[Path, ExportResult]:
    target = tmp_path / f"{name}.{what.encoding.container}"
    return target, export(str(target), what, what.sources, lambda _share: None)


def halves(
    path: Path, seconds: float = 1.0, *, size: tuple[int, int] = (128, 64), tags: dict[str, str] | None = None
) -> str:
    """A video that is red at the left and blue at the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(tags or {})
        stream: Any = container.add_stream("libx264", rate=10, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(round(seconds * 10)):
            container.mux(stream.encode(av.VideoFrame.from_image(image)))  # type: ignore[no-untyped-call]
        container.mux(stream.encode(None))
    return str(path)


def tone(path: Path, seconds: float) -> str:
    with av.open(str(path), "w", format="wav") as container:
        stream: Any = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        wave = array("h", (round(12_000 * math.sin(at * math.tau * 440 / RATE)) for at in range(round(seconds * RATE))))
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(wave))
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return str(path)


def pictures(path: Path) -> list[Image.Image]:
    if path.suffix in (".gif", ".webp"):
        with Image.open(path) as image:
            found = []
            for number in range(image.n_frames):  # type: ignore[attr-defined]
                image.seek(number)
                found.append(image.convert("RGB"))
            return found
    with av.open(str(path)) as container:
        return [frame.to_image() for frame in container.decode(video=0)]  # type: ignore[no-untyped-call]


def loudness(path: Path) -> list[float]:
    """The loudest sample in each tenth of a second, 0 to 1."""
    with av.open(str(path)) as container:
        samples = array("f")
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: piece.samples * 4])
    step = RATE // 10
    return [max(map(abs, samples[at : at + step])) for at in range(0, len(samples), step)]


def near(found: Any, wanted: Sequence[int], within: int = 30) -> bool:
    return all(abs(one - other) <= within for one, other in zip(found, wanted, strict=True))


RED, BLUE, GREEN = (255, 0, 0), (0, 0, 255), (0, 255, 0)


@pytest.mark.parametrize("form", ["mp4", "gif", "webp", "prores"])
def test_a_crop_shows_the_chosen_part_only(tmp_path: Path, form: str) -> None:
    source = halves(tmp_path / "source.mp4")
    left = Crop(left=0.0, top=0.0, right=0.5, bottom=1.0)
    target, result = made(tmp_path, plan(ExportClip(path=source, crop=left), form=form))
    shown = pictures(target)
    assert (result.width, result.height, result.size_bytes) == (64, 64, target.stat().st_size)
    assert result.seconds == pytest.approx(1.0)
    assert shown[0].size == (64, 64)
    assert all(near(shown[0].getpixel(at), RED) for at in ((4, 4), (60, 60)))


def test_padding_keeps_the_whole_video_between_bars_of_the_colour(tmp_path: Path) -> None:
    source = halves(tmp_path / "source.mp4")
    target, _ = made(tmp_path, plan(ExportClip(path=source), fitting=Fitting.PAD, background="#00ff00"))
    shown = pictures(target)[0]
    assert near(shown.getpixel((32, 4)), GREEN)
    assert near(shown.getpixel((32, 60)), GREEN)
    assert near(shown.getpixel((8, 32)), RED)
    assert near(shown.getpixel((56, 32)), BLUE)


def test_blurred_bars_have_the_colours_of_the_video_without_its_edges(tmp_path: Path) -> None:
    source = halves(tmp_path / "source.mp4", size=(256, 128))
    target, _ = made(tmp_path, plan(ExportClip(path=source), fitting=Fitting.BLUR, width=128, height=256))
    shown = pictures(target)[0]
    assert near(shown.getpixel((2, 128)), RED)
    assert near(shown.getpixel((126, 128)), BLUE)
    above = [shown.getpixel((x, 10)) for x in range(0, 128, 8)]
    steps = [abs(one[0] - other[0]) for one, other in itertools.pairwise(above)]  # type: ignore[index]
    assert above[0][0] > above[-1][0] + 40  # type: ignore[index]
    assert max(steps) < 90, "an edge would be a step of 255"


def test_a_part_begins_and_ends_at_the_frames_that_were_chosen(tmp_path: Path) -> None:
    video = counted_video(tmp_path / "source.mp4")
    clip = ExportClip(path=video.path, start=4 / FPS, end=10 / FPS)
    target, result = made(tmp_path, plan(clip, width=64, height=48, rate=str(FPS)))
    greys = [round(image.getpixel((32, 24))[0]) for image in pictures(target)]  # type: ignore[index]
    assert len(greys) == 6
    assert result.seconds == 6 / FPS
    assert all(abs(found - grey_of(4 + at)) <= 3 for at, found in enumerate(greys))
    assert len(loudness(target)) == pytest.approx(7.5, abs=1), "the audio is as long as the pictures"


def test_videos_are_joined_in_order_each_with_its_own_audio(tmp_path: Path) -> None:
    silent = halves(tmp_path / "silent.mp4", 1.0)
    heard = counted_video(tmp_path / "heard.mp4").path
    target, result = made(tmp_path, plan(ExportClip(path=silent), ExportClip(path=heard), ExportClip(path=silent)))
    assert result.seconds == pytest.approx(4.0)
    assert near(pictures(target)[0].getpixel((4, 32)), RED)
    levels = loudness(target)
    assert max(levels[:9]) < 0.01 < min(levels[11:29])
    assert max(levels[31:39]) < 0.01
    assert len(levels) == pytest.approx(40, abs=1)


@pytest.mark.parametrize("repeats", [True, False])
def test_other_audio_repeats_or_ends_and_is_faded_out(tmp_path: Path, repeats: bool) -> None:
    audio = ExportAudio(sound=Sound.FILE, path=tone(tmp_path / "tone.wav", 0.7), repeats=repeats, fade_seconds=0.5)
    target, _ = made(tmp_path, plan(ExportClip(path=halves(tmp_path / "source.mp4", 2.0)), audio=audio))
    levels = loudness(target)
    assert len(levels) == pytest.approx(20, abs=1)
    assert min(levels[1:6]) > 0.2
    assert (min(levels[8:14]) > 0.2) is repeats
    assert max(levels[8:]) < 0.01 or repeats
    assert levels[18] < 0.15, "faded out"


def test_without_audio_there_is_no_track(tmp_path: Path) -> None:
    source = counted_video(tmp_path / "source.mp4").path
    silent, _ = made(tmp_path, plan(ExportClip(path=source), audio=ExportAudio(sound=Sound.NONE)))
    with av.open(str(silent)) as container:
        assert not container.streams.audio


@pytest.mark.parametrize("form", ["mp4", "gif", "webp", "prores"])
def test_the_label_of_ai_content_is_kept_and_nothing_else(tmp_path: Path, form: str) -> None:
    tags = {"AIGC": LABEL, "location": "+48.2082+016.3738/", "comment": "a secret prompt", "title": "a secret prompt"}
    source = halves(tmp_path / "source.mp4", tags=tags)
    target, result = made(tmp_path, plan(ExportClip(path=source), form=form))
    content = target.read_bytes()
    assert result.kept_label
    assert b"+48.2082" not in content
    assert b"secret" not in content
    assert len(pictures(target)) >= 1, "it still opens"
    assert LABEL.encode() in content
    if form == "webp":
        with Image.open(io.BytesIO(content)) as image:
            assert LABEL.encode() in image.info["xmp"]
    if form == "gif":
        assert content[13 + 3 * 256 :].startswith(b"\x21\xff\x0bXMP DataXMP<?xpacket"), "before the first frame"


def test_the_prompt_is_written_if_the_user_wants_it(tmp_path: Path) -> None:
    target, _ = made(tmp_path, plan(ExportClip(path=halves(tmp_path / "source.mp4")), description="a red house"))
    with av.open(str(target)) as container:
        assert container.metadata["description"] == "a red house"


def test_the_index_of_an_mp4_is_at_its_front(tmp_path: Path) -> None:
    target, _ = made(tmp_path, plan(ExportClip(path=halves(tmp_path / "source.mp4"))))
    content = target.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_video_that_lies_on_its_side_is_exported_upright(tmp_path: Path) -> None:
    upright = Path(halves(tmp_path / "source.mp4"))
    turned = tmp_path / "turned.mp4"
    with av.open(str(upright)) as container, av.open(str(turned), "w") as written:
        stream = container.streams.video[0]
        copy = written.add_stream_from_template(stream)
        copy.set_display_rotation(90)
        for packet in container.demux(stream):
            if packet.size:
                packet.stream = copy
                written.mux(packet)
    target, _ = made(tmp_path, plan(ExportClip(path=str(turned)), fitting=Fitting.PAD))
    shown = pictures(target)[0]
    above, below = shown.getpixel((32, 8)), shown.getpixel((32, 56))
    assert {near(above, RED), near(below, BLUE)} == {True} or {near(above, BLUE), near(below, RED)} == {True}
    assert near(shown.getpixel((4, 32)), (0, 0, 0)), "bars are at its sides"


def test_a_variable_rate_becomes_constant_without_a_change_of_speed(tmp_path: Path) -> None:
    source = tmp_path / "source.mkv"
    with av.open(str(source), "w") as container:
        stream: Any = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for at in (0, 100, 150, 900, 1500, 1900):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 64), (at // 10, 0, 0)))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = at * 30 // 1000, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    target, result = made(tmp_path, plan(ExportClip(path=str(source))))
    assert result.seconds == pytest.approx(2.0, abs=0.15)
    reds = [image.getpixel((32, 32))[0] for image in pictures(target)]  # type: ignore[index]
    assert reds[5] < 40 < reds[10] + 1
    assert reds[8] == pytest.approx(reds[5], abs=6), "a long frame stays as long as it was"


def test_a_video_that_changes_its_size_in_the_middle_keeps_the_size_of_the_result(tmp_path: Path) -> None:
    source = tmp_path / "source.ts"
    for begin, size, colour in ((0, (96, 64), "red"), (5, (64, 96), "blue")):
        part = io.BytesIO()
        with av.open(part, "w", format="mpegts") as container:
            stream: Any = container.add_stream("libx264", rate=10, options={"crf": "1", "tune": "zerolatency"})
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            for at in range(5):
                frame = av.VideoFrame.from_image(Image.new("RGB", size, colour))  # type: ignore[no-untyped-call]
                frame.pts, frame.time_base = begin + at, Fraction(1, 10)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        with source.open("ab") as file:
            file.write(part.getvalue())
    target, _ = made(tmp_path, plan(ExportClip(path=str(source)), fitting=Fitting.PAD))
    shown = pictures(target)
    assert {image.size for image in shown} == {(64, 64)}
    first, last = shown[1], shown[-1]
    assert near(first.getpixel((4, 32)), RED)
    assert near(first.getpixel((32, 4)), (0, 0, 0))
    assert near(last.getpixel((32, 4)), BLUE)
    assert near(last.getpixel((4, 32)), (0, 0, 0))


def test_a_source_that_ends_early_makes_a_shorter_export_that_says_so(tmp_path: Path) -> None:
    whole = Path(counted_video(tmp_path / "whole.mp4", has_sound=False).path)
    mkv = tmp_path / "cut.mkv"
    with av.open(str(whole)) as container, av.open(str(mkv), "w") as written:
        stream = container.streams.video[0]
        copy = written.add_stream_from_template(stream)
        for packet in list(container.demux(stream))[:8]:
            packet.stream = copy
            written.mux(packet)
    _, result = made(tmp_path, plan(ExportClip(path=str(mkv), end=2.0)))
    assert result.seconds < 1.5
    assert result.missing_seconds == pytest.approx(2.0 - result.seconds, abs=0.01)


def test_audio_whose_channels_and_rate_change_becomes_one_kind() -> None:
    """As damaged MP3 files decode to; the library's queue would read a channel that is not there, and crash."""
    kinds = [("stereo", 44_100), ("mono", 44_100), ("5.1", 48_000), ("mono", 8_000), ("stereo", 44_100)]

    def frames() -> Iterator[av.AudioFrame]:
        at = Fraction(0)
        for layout, rate in kinds:
            frame = av.AudioFrame(format="fltp", layout=layout, samples=rate // 10)
            frame.sample_rate, frame.pts = rate, round(at * RATE)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            at += Fraction(1, 10)
            yield frame

    filler = export_audio.Filler(export_audio._normalised(frames(), Fraction(1, RATE), 0))
    taken = [*filler.take(RATE // 4), *filler.take(RATE // 2)]
    assert {(frame.format.name, frame.layout.name, frame.sample_rate) for frame in taken} == {("fltp", "stereo", RATE)}
    assert sum(frame.samples for frame in taken) == RATE * 3 // 4


def test_audio_of_an_unknown_format_is_silence_and_said(tmp_path: Path) -> None:
    source = Path(counted_video(tmp_path / "source.mp4").path)
    source.write_bytes(source.read_bytes().replace(b"mp4a", b"zzzz").replace(b"esds", b"zzzz"))
    target, result = made(tmp_path, plan(ExportClip(path=str(source))))
    assert result.lost_audio
    assert result.seconds == pytest.approx(2.0)
    assert len(pictures(target)) == 20


@pytest.mark.parametrize("content", [b"", b"this is no video" * 100, None])
def test_what_is_no_video_is_refused_with_its_name(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "holiday.mp4"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(InputRefused) as caught:
        made(tmp_path, plan(ExportClip(path=str(source))))
    gone = Sentence.EXPORT_VIDEO_GONE
    assert caught.value.sentence == (gone if content is None else Sentence.EXPORT_VIDEO_DAMAGED)
    assert caught.value.values == {"file": "holiday.mp4"}


def test_audio_alone_is_no_video_and_a_video_without_audio_is_no_audio(tmp_path: Path) -> None:
    sound, silent = tone(tmp_path / "tone.wav", 0.5), halves(tmp_path / "source.mp4")
    with pytest.raises(InputRefused) as caught:
        made(tmp_path, plan(ExportClip(path=sound)))
    assert caught.value.sentence is Sentence.EXPORT_VIDEO_DAMAGED
    with pytest.raises(InputRefused) as caught:
        made(tmp_path, plan(ExportClip(path=silent), audio=ExportAudio(sound=Sound.FILE, path=silent)))
    assert caught.value.sentence is Sentence.AUDIO_TRACK_MISSING


def test_a_full_disk_is_told_as_such_and_not_as_a_damaged_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_all", full)
    with pytest.raises(NoRoom):
        made(tmp_path, plan(ExportClip(path=halves(tmp_path / "source.mp4"))))


def test_the_preview_is_the_first_frame_of_the_result(tmp_path: Path) -> None:
    video = counted_video(tmp_path / "source.mp4")
    for form in ("mp4", "gif"):
        what = plan(ExportClip(path=video.path, start=4 / FPS), form=form, width=64, height=48, rate=str(FPS))
        preview_export(str(tmp_path / "preview.png"), what, what.sources, 32)
        with Image.open(tmp_path / "preview.png") as image:
            assert image.size == (32, 24)
            assert abs(image.convert("RGB").getpixel((16, 12))[0] - grey_of(4)) <= 4  # type: ignore[index]


def test_progress_goes_from_nothing_to_nearly_everything(tmp_path: Path) -> None:
    video = counted_video(tmp_path / "source.mp4")
    for form in ("mp4", "gif"):
        what = plan(ExportClip(path=video.path), form=form, rate=str(FPS))
        seen: list[float] = []
        export(str(tmp_path / f"result.{form}"), what, what.sources, seen.append)
        assert seen == sorted(seen)
        assert seen[0] == 0.0
        assert 0.4 < seen[-1] <= 1.0
