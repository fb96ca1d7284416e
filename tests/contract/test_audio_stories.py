"""Audio that people have becomes the audio of a video: media child, engine and store against the simulator."""

from __future__ import annotations

import asyncio
import io
import struct
import wave
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest

from tests.support.audio import Kind, converted_from, made, plain_mp3, wav, wav_of
from tests.support.computers import Computer, Run
from tests.support.headless import hurried
from tests.support.simulator_inside import simulator_inside
from wandesk.domain.catalog import AudioLimits, SoundChoice
from wandesk.domain.draft import Draft
from wandesk.domain.job import JobStage
from wandesk.domain.request import is_request_of
from wandesk.domain.structs import replace
from wandesk.media.process import MediaProcess
from wandesk.simulator.tuning import Tuning

LIMITS = AudioLimits(field="audio_url", formats=("wav", "mp3"), min_seconds=3.0, max_seconds=30.0, max_bytes=15_000_000)
SECRET = b"Anna at home"


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    hurried(monkeypatch, 20.0)
    with simulator_inside(tmp_path / "cloud", tuning=Tuning(speed=40)) as simulator:
        computer = Computer(tmp_path, simulator)
        yield computer
        assert computer.failures == []


async def with_audio(run: Run, name: str, content: bytes, *, start: float = 0.0) -> Draft:
    path = run.folder / name
    path.write_bytes(content)
    audio = await run.engine.user_files.inspect_audio(str(path))
    return replace(await run.draft(), audio=replace(audio, start=start), sound_choice=SoundChoice.MINE)


def gbk_tagged() -> bytes:
    name = "歌曲".encode("gbk") + SECRET
    tag = b"INFOINAM" + struct.pack("<I", len(name)) + name + b"\0" * (len(name) % 2)
    content = wav(3.5) + b"LIST" + struct.pack("<I", len(tag)) + tag
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def lying() -> bytes:
    song = plain_mp3(3.5)
    at = max(song.find(b"Xing"), song.find(b"Info"))
    return song[: at + 8] + struct.pack(">I", 60_000) + song[at + 12 :]


STORIES: dict[str, Callable[[], bytes]] = {
    "voice memo.m4a": lambda: made("aac.m4a"),
    "adpcm.wav": lambda: made("adpcm.wav"),
    "phone.amr": lambda: made("phone.amr"),
    "clip.mp4": lambda: made("film.mp4"),
    "tagged.wav": gbk_tagged,
    "lying.mp3": lying,
    "hair.mp3": lambda: plain_mp3(30.02, rate=16000, has_table=False),
    "short.wav": lambda: wav(2.9),
}
"""By name. They are made when a test wants one, and not by every process that collects the tests."""


@pytest.mark.parametrize("name", STORIES)
def test_every_kind_of_audio_makes_a_video(computer: Computer, name: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            draft = await with_audio(run, name, STORIES[name]())
            job = await run.generate(draft)
            assert job.stage is JobStage.DONE, job.problem
            assert job.video is not None
            assert job.video.facts.audio_codec == "aac"
            sent = (run.folder / "cloud").rglob("*")
            assert not any(SECRET in file.read_bytes() for file in sent if file.is_file()), "tags stay here"

    asyncio.run(story())


def test_video_has_the_part_that_was_chosen(computer: Computer) -> None:
    """The tone begins 42 s into the file. A part from 40 s on is silent for two seconds."""
    samples = array("h", bytes(2 * 8000 * 42))
    samples.frombytes(wav(20.0, level=20_000)[44:])
    memo = converted_from(wav_of(samples), Kind(container="ipod", codec="aac", shown="M4A", rate=16000))

    async def story() -> None:
        async with computer.run() as run:
            draft = await with_audio(run, "memo.m4a", memo, start=40.0)
            job = await run.generate(draft)
            assert job.video is not None, job.problem
            assert is_request_of(job.request, draft, run.engine.new_jobs._catalog.current)
            levels = loudness(Path(job.video.path).read_bytes())
            assert max(levels[:18]) < 500
            assert min(levels[22:45]) > 5_000
            again = await run.generate_again(job)
            assert again.request.inputs["audio"] == job.request.inputs["audio"]
            assert run.calls("upload") == 1, "the same bytes"

    asyncio.run(story())


def loudness(video: bytes) -> list[int]:
    """The highest level in each tenth of a second of a video's audio."""
    levels: list[int] = []
    with av.open(io.BytesIO(video), "r") as file:
        converter = av.AudioResampler("s16", "mono", 16000, frame_size=1600)
        for frame in file.decode(audio=0):
            converted = converter.resample(frame)
            levels += [max(map(abs, array("h", bytes(each.planes[0])[: 2 * each.samples]))) for each in converted]
    return levels


def test_confined_child_converts_every_kind(tmp_path: Path) -> None:
    async def story() -> None:
        media = MediaProcess()
        try:
            for name in ("film.mkv", "old.wma", "phone.amr", "music.flac"):
                source, target = tmp_path / name, tmp_path / f"{name}.sent"
                source.write_bytes(made(name))
                facts = await media.inspect_audio(source)
                sent = await media.prepare_audio(source, target, LIMITS, 0.0, facts.seconds)
                assert sent == await media.inspect_audio(target)
                assert len(sent.waveform.peaks) > 50
                with wave.open(str(target), "rb") as opened:
                    assert opened.getnframes() > 3 * 8000
        finally:
            await media.close()

    asyncio.run(story())
