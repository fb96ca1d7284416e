"""While the videos folder cannot be used the listener knows why; videos wait, and move when it is back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.fakes import FakeListener
from tests.unit.test_engine_orders import Harness, run_scenario
from wandesk.domain.errors import FolderRefused
from wandesk.domain.job import JobStage
from wandesk.domain.sentences import Sentence
from wandesk.engine import videos_folder
from wandesk.files.destination import Destination

pytestmark = pytest.mark.logs("fallback folder")


def refusal(sentence: Sentence = Sentence.FOLDER_MISSING, detail: str = "tmp0") -> FolderRefused:
    return FolderRefused(detail, sentence=sentence, values={"folder": "/media/user/DRIVE/Wan Desk"})


def told(listener: FakeListener) -> list[Sentence | None]:
    return [None if problem is None else problem.sentence for problem in listener.videos_folder]


def test_each_reason_is_told_once_and_its_end(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.files.destination.refused = refusal()
        await harness.engine.resume()
        await harness.until(lambda: told(harness.listener) == [Sentence.FOLDER_MISSING])
        harness.files.destination.refused = refusal(detail="tmpz7u1")  # the same reason
        for _ in range(3):
            harness.engine.videos_folder.start()
            await harness.until(lambda: not harness.engine.videos_folder._woken.is_set())
        harness.files.destination.refused = refusal(Sentence.FOLDER_READ_ONLY)
        await harness.until(lambda: told(harness.listener)[1:] == [Sentence.FOLDER_READ_ONLY])
        harness.engine.videos_folder.start()
        harness.files.destination.refused = None
        await harness.until(lambda: told(harness.listener)[2:] == [None])

    listener = run_scenario(tmp_path, scenario).listener
    assert listener.videos_folder[0] is not None
    assert dict(listener.videos_folder[0].values) == {"folder": "/media/user/DRIVE/Wan Desk"}


def test_a_folder_that_can_be_used_is_no_news(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.resume()
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    assert run_scenario(tmp_path, scenario).listener.videos_folder == []


def test_a_drive_that_goes_away_is_told_when_a_video_is_saved(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.resume()
        harness.files.destination.refused = refusal()
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)
        await harness.until(lambda: told(harness.listener) == [Sentence.FOLDER_MISSING])

    run_scenario(tmp_path, scenario)


def test_a_drive_that_does_not_answer_delays_no_video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(videos_folder, "ANSWERS_WITHIN", 0.05)

    async def scenario(harness: Harness) -> None:
        harness.files.destination.answers = answers = asyncio.Event()
        await harness.engine.resume()
        await until_told(harness, [Sentence.FOLDER_SILENT])
        await harness.engine.new_jobs.submit(harness.draft)
        job = await harness.until_stage(JobStage.DONE)
        assert job.video is not None
        assert job.video.is_waiting
        answers.set()
        await until_told(harness, [Sentence.FOLDER_SILENT, None])
        await harness.until(
            lambda: [each.video.is_waiting for each in harness.store.jobs.values() if each.video] == [False]
        )

    run_scenario(tmp_path, scenario)


def test_another_folder_is_used_although_the_one_before_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(videos_folder, "ANSWERS_WITHIN", 0.05)

    async def scenario(harness: Harness) -> None:
        harness.files.destination.answers = asyncio.Event()
        await harness.engine.resume()
        await until_told(harness, [Sentence.FOLDER_SILENT])
        harness.engine.videos_folder.use(Path("/other"))
        await until_told(harness, [Sentence.FOLDER_SILENT, None])

    run_scenario(tmp_path, scenario)


async def until_told(harness: Harness, expected: list[Sentence | None]) -> None:
    """Wait in real time: a silent drive is not noticed by the engine's clock."""
    async with asyncio.timeout(10):
        while told(harness.listener) != expected:
            await asyncio.sleep(0.01)


def test_the_folder_is_created_only_beside_an_existing_parent(tmp_path: Path) -> None:
    drive = tmp_path / "DRIVE"
    folder = Destination(drive / "Wan Desk")
    with pytest.raises(FolderRefused) as raised:
        asyncio.run(folder.check())
    assert raised.value.sentence is Sentence.FOLDER_MISSING
    assert not drive.exists()
    drive.mkdir()
    asyncio.run(folder.check())
    assert list(drive.iterdir()) == [drive / "Wan Desk"]
    assert list((drive / "Wan Desk").iterdir()) == []


def test_a_chosen_folder_is_never_created(tmp_path: Path) -> None:
    share = tmp_path / "share"
    folder = Destination(tmp_path / "videos")
    folder.use(share)
    for chosen in (folder, Destination(tmp_path / "videos", share)):
        with pytest.raises(FolderRefused) as raised:
            asyncio.run(chosen.check())
        assert raised.value.sentence is Sentence.FOLDER_MISSING
        assert not share.exists()
    share.mkdir()
    asyncio.run(folder.check())
    assert folder.folder == share
    folder.use(None)
    asyncio.run(folder.check())
    assert folder.folder.is_dir()
    assert folder.folder == tmp_path / "videos"


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "videos").write_text("a file")
    with pytest.raises(FolderRefused) as raised:
        asyncio.run(Destination(tmp_path / "videos").check())
    assert raised.value.sentence is Sentence.FOLDER_IS_FILE
    assert raised.value.values == {"folder": str(tmp_path / "videos")}
