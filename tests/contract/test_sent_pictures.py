"""What the cloud receives of pictures: the engine, the media child, the client and the store against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.computers import CATALOG, Computer, Run
from tests.support.extras import SECRET, VIDEO, exif, full_jpeg, full_pictures, saved, segment, with_segments
from tests.support.headless import hurried
from tests.support.metadata import foreign_parts
from tests.support.simulator_inside import simulator_inside
from wandesk.domain.draft import changed_offer, new_draft
from wandesk.domain.job import JobStage
from wandesk.domain.structs import replace
from wandesk.practice import REGION
from wandesk.simulator.store import SimulatorStore
from wandesk.simulator.tuning import Tuning


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    hurried(monkeypatch, 20.0)
    monkeypatch.setattr(
        SimulatorStore, "drop_inputs", lambda _store, _task: None
    )  # it ends inline pictures with a task
    with simulator_inside(tmp_path / "cloud", tuning=Tuning(speed=40, videos="instant")) as simulator:
        computer = Computer(tmp_path, simulator)
        yield computer
        assert computer.failures == []


def received(computer: Computer) -> list[bytes]:
    """Every inline picture that the simulator received."""
    return [path.read_bytes() for path in computer.simulator.service.store.inputs.iterdir()]


def heavy_jpeg() -> bytes:
    """A JPEG too heavy to go inline."""
    noise = Image.merge("RGB", [Image.effect_noise((1800, 1800), 60) for _ in range(3)])
    content = saved(noise, "JPEG", quality=97, subsampling=0, exif=exif(), comment=SECRET)
    assert CATALOG.inline_picture_max_bytes < len(content) < 10_000_000
    return content


async def generated(run: Run, first: Path, last: Path | None = None) -> str:
    """Generate a video of these frames; returns the job's id."""
    draft = replace(
        new_draft(CATALOG, REGION), picture=await run.engine.user_files.inspect_picture(str(first)), prompt="a ramp"
    )
    if last is not None:
        draft = changed_offer(draft, CATALOG, model_key="wan2.7-i2v")
        draft = replace(draft, last_frame=await run.engine.user_files.inspect_picture(str(last)))
    job = await run.generate(draft)
    assert job.stage is JobStage.DONE, job.problem
    return job.id


def test_pictures_of_every_format_arrive_clean_inline(computer: Computer) -> None:
    """As first and as last frame, and again from the store's copy; the user's file stays as it is."""
    chosen = {name: full_pictures()[name] for name in ("jpeg with a second picture", "png", "webp", "bmp")}
    paths = []
    for name, content in chosen.items():
        paths.append(computer.folder / f"{SECRET.decode()} {name}")
        paths[-1].write_bytes(content)

    async def story() -> None:
        async with computer.run() as run:
            for first, last in ((paths[0], paths[1]), (paths[2], paths[3])):
                job_id = await generated(run, first, last)
            (job,) = await run.engine.jobs.rows([job_id])
            assert (await run.generate_again(job)).stage is JobStage.DONE

    asyncio.run(story())
    pictures = received(computer)
    assert [foreign_parts(each) for each in pictures] == [[]] * 6
    assert not any(SECRET in each for each in pictures)
    assert SECRET.decode() not in repr(computer.simulator.service.store.tasks())  # nor does the file's name arrive
    assert [path.read_bytes() for path in paths] == list(chosen.values())


def test_a_large_picture_is_uploaded_clean_and_once(computer: Computer) -> None:
    content = with_segments(heavy_jpeg(), segment(0xE5, SECRET)) + VIDEO
    path = computer.folder / f"{SECRET.decode()}.jpg"
    path.write_bytes(content)

    async def story() -> None:
        async with computer.run() as run:
            (first,) = await run.engine.jobs.rows([await generated(run, path)])
            assert (await run.generate_again(first)).stage is JobStage.DONE
            assert (run.calls("create"), run.calls("upload")) == (2, 1)

    asyncio.run(story())
    assert received(computer) == []
    (uploaded,) = (each for each in computer.simulator.service.store.uploads.iterdir() if each.is_file())
    assert foreign_parts(uploaded.read_bytes()) == []
    assert SECRET not in uploaded.read_bytes()
    store = computer.simulator.service.store
    assert SECRET.decode() not in repr([store.tasks(), store.entries()])


def test_a_picture_that_is_compressed_to_go_inline_arrives_clean(computer: Computer) -> None:
    path = computer.folder / "heavy.jpg"
    path.write_bytes(heavy_jpeg())

    async def story() -> None:
        async with computer.run() as run:
            run.let("upload-403")
            await generated(run, path)

    asyncio.run(story())
    assert [foreign_parts(each) for each in received(computer)] == [[]]


def test_a_motion_photo_that_is_heavy_by_its_video_goes_inline(computer: Computer) -> None:
    content = full_jpeg() + VIDEO * (CATALOG.inline_picture_max_bytes // len(VIDEO) + 1)
    path = computer.folder / "motion.jpg"
    path.write_bytes(content)

    async def story() -> None:
        async with computer.run() as run:
            await generated(run, path)
            assert run.calls("upload") == 0

    asyncio.run(story())
    assert [foreign_parts(each) for each in received(computer)] == [[]]
