"""Last frames, clips, loops, effects, shapes and seeds, told by the engine, client and store against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageStat

from tests.support.computers import CATALOG, Computer, Run
from tests.support.headless import hurried
from tests.support.simulator_inside import simulator_inside
from wandesk.domain.catalog import AUTOMATIC_SECONDS
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import Job, JobStage
from wandesk.domain.request import GenerationRequest
from wandesk.domain.structs import replace
from wandesk.practice import REGION
from wandesk.simulator.tuning import Tuning

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 160, 30)
FPS = 10


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    hurried(monkeypatch, 20.0)
    with simulator_inside(tmp_path / "cloud", tuning=Tuning(speed=40, videos="tiny")) as simulator:
        computer = Computer(tmp_path, simulator)
        yield computer
        assert computer.failures == []


def picture(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int] = (640, 480)) -> str:
    path = folder / name
    Image.new("RGB", size, colour).save(path)
    return str(path)


def clip(folder: Path, name: str = "beach.mov", *, seconds: float = 3.0) -> str:
    """A clip that is blue and then green, with the place where it was recorded in its tags."""
    path = folder / name
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["location"] = "+48.2082+016.3738/"
        stream: Any = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(round(seconds * FPS)):
            colour = BLUE if number < seconds * FPS / 2 else GREEN
            frame: Any = av.VideoFrame.from_image(Image.new("RGB", (320, 240), colour))  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return str(path)


async def draft_of(run: Run, model: str, *, start: str | None = None, **changes: Any) -> Draft:
    first = await run.engine.user_files.inspect_picture(start or picture(run.folder, "first.png", RED))
    cheapest = new_draft(CATALOG, REGION, model)
    return replace(cheapest, **{"picture": first, "prompt": "a ramp", **changes})


def sent(run: Run) -> dict[str, Any]:
    """The body of the newest request that the cloud accepted."""
    return max(run.simulator.service.store.tasks(), key=lambda task: task.submitted).order


def shown(job: Job, share: float) -> tuple[float, float, float]:
    """The mean colour of a frame of the finished video; `share` is 0 for the first and 1 for the last."""
    assert job.video is not None, job.problem
    with av.open(job.video.path) as container:
        frames = list(container.decode(container.streams.video[0]))
    frame: Any = frames[round(share * (len(frames) - 1))]
    mean = ImageStat.Stat(frame.to_image()).mean
    return mean[0], mean[1], mean[2]


def is_mostly(colour: tuple[float, float, float], wanted: tuple[int, int, int]) -> bool:
    return colour.index(max(colour)) == wanted.index(max(wanted))


@pytest.mark.parametrize("model", ["wan2.2-kf2v-flash", "wan2.1-kf2v-plus", "wan2.7-i2v", "wan3.0-video"])
def test_video_ends_on_its_last_frame(computer: Computer, model: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            last = await run.engine.user_files.inspect_picture(picture(run.folder, "last.png", BLUE))
            job = await run.generate(await draft_of(run, model, last_frame=last))
            assert job.stage is JobStage.DONE, job.problem
            assert is_mostly(shown(job, 0), RED)
            assert is_mostly(shown(job, 1), BLUE)
            again = await run.generate_again(job)
            assert is_mostly(shown(again, 1), BLUE)
            assert again.request.last_frame == job.request.last_frame

    asyncio.run(story())


def test_seamless_loop_is_one_file_and_one_upload(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            path = run.folder / "noise.png"
            Image.merge("RGB", [Image.effect_noise((1400, 1400), 20) for _ in range(3)]).save(path)
            size = path.stat().st_size
            assert CATALOG.inline_picture_max_bytes / 2 < size < CATALOG.inline_picture_max_bytes
            job = await run.generate(await draft_of(run, "wan2.7-i2v", start=str(path), is_loop=True))
            assert job.stage is JobStage.DONE, job.problem
            assert job.request.last_frame == job.request.first_frame
            assert run.calls("upload") == 1
            first, last = sent(run)["input"]["media"]
            assert (first["type"], last["type"]) == ("first_frame", "last_frame")
            assert first["url"] == last["url"]
            assert first["url"].startswith("oss://")
            copies = [each for each in (run.folder / "profile").rglob("*.png") if each.stat().st_size == size]
            assert len(copies) == 1

    asyncio.run(story())


def test_clip_is_continued_without_its_tags(computer: Computer) -> None:
    async def story() -> Job:
        async with computer.run() as run:
            chosen = await run.engine.user_files.inspect_clip(clip(run.folder))
            job = await run.generate(await draft_of(run, "wan2.7-i2v", picture=None, clip=chosen, seconds=6))
            assert job.stage is JobStage.DONE, job.problem
            assert [each["type"] for each in sent(run)["input"]["media"]] == ["first_clip"]
            assert is_mostly(shown(job, 0), BLUE)
            assert is_mostly(shown(job, 0.45), GREEN)
            assert is_mostly(shown(job, 1), GREEN)  # it goes on where the clip ends
            (upload,) = (run.folder / "cloud" / "uploads").iterdir()
            assert b"+48.2082" not in upload.read_bytes()
            assert job.video is not None
            assert round(job.video.facts.seconds) == 6
            assert job.usage is not None
            assert (job.usage.seconds, job.usage.input_seconds) == (6, 3)
            first = job.request.first_frame
            assert first is not None
            assert first.name == "beach.mov"
            (run.folder / "beach.mov").unlink()
            again = await run.generate_again(job)
            assert again.stage is JobStage.DONE, again.problem
            assert run.calls("upload") == 1
            return again

    async def later(job: Job) -> None:
        async with computer.run() as run:
            again = await run.generate_again(job)
            assert is_mostly(shown(again, 0), BLUE)
            assert run.calls("upload") == 1

    asyncio.run(later(asyncio.run(story())))


def test_clip_in_another_container_is_sent_as_mp4(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            chosen = await run.engine.user_files.inspect_clip(clip(run.folder, "beach.mkv"))
            last = await run.engine.user_files.inspect_picture(picture(run.folder, "last.png", RED))
            job = await run.generate(await draft_of(run, "wan2.7-i2v", clip=chosen, last_frame=last))
            assert job.stage is JobStage.DONE, job.problem
            kinds = {each["type"]: each["url"] for each in sent(run)["input"]["media"]}
            assert kinds.keys() == {"first_clip", "last_frame"}
            assert kinds["first_clip"].endswith(".mp4")
            assert is_mostly(shown(job, 0), BLUE)
            assert is_mostly(shown(job, 1), RED)

    asyncio.run(story())


def test_end_of_a_long_video_is_continued(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            limits = CATALOG.model("wan2.7-i2v").clip_in
            assert limits is not None
            video = clip(run.folder, "holiday.mkv", seconds=14.0)  # blue for 7 s, then green
            part = await run.engine.user_files.fit_clip(video, limits, 4.0, 10.0)
            assert (Path(part.path).name, part.facts.format) == ("holiday.mp4", "MP4")
            assert part.facts.seconds == pytest.approx(10.0, abs=0.1)
            job = await run.generate(await draft_of(run, "wan2.7-i2v", clip=part, seconds=15))
            assert job.stage is JobStage.DONE, job.problem
            assert is_mostly(shown(job, 0), BLUE)
            assert is_mostly(shown(job, 0.3), GREEN)  # after 3 of 10 s
            assert job.usage is not None
            assert (job.usage.seconds, job.usage.input_seconds) == (15, 10)

    asyncio.run(story())


def test_clip_that_is_gone_is_said_and_nothing_is_sent(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            chosen = await run.engine.user_files.inspect_clip(clip(run.folder))
            (run.folder / "beach.mov").unlink()
            with pytest.raises(InputRefused) as refused:
                await run.engine.new_jobs.submit(await draft_of(run, "wan2.7-i2v", clip=chosen))
            assert refused.value.sentence == "clip_not_found"
            assert await run.engine.jobs.rows(await run.engine.jobs.ids()) == []
            assert run.calls("create") == 0

    asyncio.run(story())


@pytest.mark.parametrize(("model", "effect"), [("wan2.1-i2v-turbo", "squish"), ("wan2.1-kf2v-plus", "mech1")])
def test_effect_goes_without_the_prompt(computer: Computer, model: str, effect: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            last = await run.engine.user_files.inspect_picture(picture(run.folder, "last.png", BLUE))
            texts: dict[str, Any] = {"prompt": "a ramp", "negative_prompt": "blur", "improve_prompt": False}
            wanted = await draft_of(run, model, template=effect, last_frame=last, seed=1, **texts)
            job = await run.generate(wanted)
            assert job.stage is JobStage.DONE, job.problem
            body = sent(run)
            start = "first_frame_url" if "kf2v" in model else "img_url"
            assert body["input"].keys() == {"template", start}
            assert body["parameters"].keys() <= {"resolution", "duration", "watermark", "seed"}
            plain = await run.generate(replace(wanted, template=None, last_frame=None))
            assert frames(job) != frames(plain)  # the effect is seen

    asyncio.run(story())


def frames(job: Job) -> list[bytes]:
    assert job.video is not None
    with av.open(job.video.path) as container:
        return [bytes(each.planes[0]) for each in container.decode(container.streams.video[0])]


def test_newest_model_chooses_length_and_takes_a_shape(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            wanted = await draft_of(run, "wan3.0-video", ratio="9:16", seconds=AUTOMATIC_SECONDS)
            job = await run.generate(wanted)
            assert job.stage is JobStage.DONE, job.problem
            body = sent(run)["parameters"]
            assert (body["ratio"], body["duration"]) == ("9:16", -1)
            assert job.video is not None
            facts = job.video.facts
            assert facts.height / facts.width == pytest.approx(16 / 9, rel=0.05)
            assert job.usage is not None
            assert job.usage.seconds == pytest.approx(facts.seconds, abs=0.2)

    asyncio.run(story())


def test_fixed_seed_makes_equal_requests_and_equal_videos(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            wanted = await draft_of(run, "wan2.5-i2v-preview", seed=4711, start=gradient(run.folder))
            one, other = await run.generate(wanted), await run.generate(wanted)
            assert one.request == other.request
            assert sent(run)["parameters"]["seed"] == 4711
            assert frames(one) == frames(other)
            free = await run.generate(replace(wanted, seed=None))
            assert "seed" not in sent(run)["parameters"]
            assert frames(free) != frames(one)

    asyncio.run(story())


def gradient(folder: Path) -> str:
    path = folder / "gradient.png"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(path)
    return str(path)


def test_rewriting_that_is_off_is_sent(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            values: dict[str, Any] = {
                "improve_prompt": False,
                "watermark": True,
                "negative_prompt": "blur",
                "shot_type": "multi",
            }
            await run.generate(await draft_of(run, "wan2.6-i2v-flash", **values))
            body = sent(run)
            assert body["parameters"]["prompt_extend"] is False
            assert body["parameters"]["watermark"] is True
            assert "shot_type" not in body["parameters"]
            assert body["input"]["negative_prompt"] == "blur"

    asyncio.run(story())


def test_stored_request_is_read_as_it_was(computer: Computer) -> None:
    """A clip, a loop and an effect survive the store."""

    async def first() -> GenerationRequest:
        async with computer.run() as run:
            chosen = await run.engine.user_files.inspect_clip(clip(run.folder))
            job = await run.generate(await draft_of(run, "wan2.7-i2v", clip=chosen, is_loop=True, seed=3))
            assert job.request.last_frame == job.request.first_frame
            return job.request

    async def second() -> GenerationRequest:
        async with computer.run() as run:
            (job,) = await run.engine.jobs.rows(await run.engine.jobs.ids())
            return job.request

    assert asyncio.run(first()) == asyncio.run(second())
