"""Copies of inputs are kept as long as a row references them, whatever happens at the same time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.fakes import FakeStore
from tests.support.jobs import a_job
from tests.support.profile_files import files_in
from wandesk.domain.job import Job, JobStage
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.engine.inputs import Inputs, inputs_of
from wandesk.files.profile_files import ProfileFiles


class SlowStore(FakeStore):
    """Yields to other coroutines before it answers."""

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        for _ in range(20):
            await asyncio.sleep(0)
        return await super().unneeded_inputs(sha256s)


@pytest.fixture
def files(tmp_path: Path) -> ProfileFiles:
    return files_in(tmp_path)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "fox.jpg"
    path.write_bytes(b"a fox")
    return path


def ordered(job_id: str, stored: StoredInput, **changes: object) -> Job:
    return a_job(job_id, JobStage.DONE, first_frame=stored, created_at=1.0, **changes)


def kept(files: ProfileFiles) -> set[str]:
    return set(asyncio.run(files.stored_inputs()))


def test_a_copy_is_deleted_with_the_last_row_that_references_it(files: ProfileFiles, picture: Path) -> None:
    store = FakeStore()
    inputs = Inputs(files, store)

    async def story() -> StoredInput:
        stored = await inputs.copy_input("0", picture, "JPEG")
        for number in range(100):
            store.jobs[str(number)] = ordered(str(number), stored)
        for number in range(100):
            assert files.input_path(stored).is_file()
            job = store.jobs.pop(str(number))
            await inputs.release(job.id, inputs_of(job))
        return stored

    stored = asyncio.run(story())
    assert not files.input_path(stored).exists()


def test_a_copy_made_while_the_last_row_is_removed_is_kept(files: ProfileFiles, picture: Path) -> None:
    store = SlowStore()
    inputs = Inputs(files, store)

    async def story() -> StoredInput:
        first = await inputs.copy_input("old", picture, "JPEG")
        store.jobs["old"] = ordered("old", first)
        old = store.jobs.pop("old")
        going = asyncio.gather(inputs.release("old", inputs_of(old)), inputs.copy_input("new", picture, "JPEG"))
        _, stored = await going
        await inputs.release("other", [stored])  # a row of this picture is removed before the new one is stored
        return stored

    stored = asyncio.run(story())
    assert files.input_path(stored).read_bytes() == b"a fox"


def test_prepared_inputs_are_kept_like_the_original(files: ProfileFiles, picture: Path) -> None:
    store = FakeStore()
    inputs = Inputs(files, store)

    async def story() -> None:
        original = await inputs.copy_input("a", picture, "JPEG")
        draft = files.draft_path("a.prepared")
        draft.write_bytes(b"smaller")
        sent = await inputs.adopt("a", draft, "JPEG", "fox.jpg")
        store.jobs["a"] = replace(ordered("a", original), prepared={"first_frame": sent})
        store.jobs["b"] = ordered("b", original)
        a = store.jobs.pop("a")
        assert {each.sha256 for each in inputs_of(a)} == {original.sha256, sent.sha256}
        await inputs.release("a", inputs_of(a))
        assert files.input_path(original).is_file()
        assert not files.input_path(sent).exists()

    asyncio.run(story())


def test_a_sweep_deletes_only_what_a_crash_left(files: ProfileFiles, picture: Path, tmp_path: Path) -> None:
    store = FakeStore()

    async def story() -> tuple[StoredInput, StoredInput, StoredInput, StoredInput]:
        before = Inputs(files, store)
        named = await before.copy_input("a", picture, "JPEG")
        store.jobs["a"] = replace(ordered("a", named), created_at=named.size_bytes + 1000.0)
        picture.write_bytes(b"an orphan")
        orphan = await before.copy_input("crashed", picture, "JPEG")
        picture.write_bytes(b"of another list")
        older = await before.copy_input("lost", picture, "JPEG")
        os.utime(files.input_path(older), (10.0, 10.0))
        inputs = Inputs(files, store)  # another run
        picture.write_bytes(b"being ordered")
        now = await inputs.copy_input("new", picture, "JPEG")
        await inputs.sweep()
        return named, orphan, older, now

    named, orphan, older, now = asyncio.run(story())
    assert kept(files) == {named.sha256, older.sha256, now.sha256}
    assert not files.input_path(orphan).exists()


def test_an_empty_store_deletes_nothing(files: ProfileFiles, picture: Path) -> None:
    asyncio.run(Inputs(files, FakeStore()).copy_input("a", picture, "JPEG"))
    asyncio.run(Inputs(files, FakeStore()).sweep())
    assert len(kept(files)) == 1
