"""The queue of exports over its real child: what arrives, what a cancelled or failed one leaves, what a name meets."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import av
import pytest

from tests.support.small_disk import small_disk
from tests.support.videos import counted_video
from wandesk import durable
from wandesk.domain.errors import FolderRefused
from wandesk.domain.export import ExportClip, ExportPlan, Fitting
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.domain.sentences import Sentence
from wandesk.engine.clock import SystemClock
from wandesk.engine.exports import Exports
from wandesk.engine.supervisor import Supervisor
from wandesk.files.exports import ExportFiles
from wandesk.media.export_process import ExportProcess
from wandesk.settings.export_offer import load_export_offer


class Desk:
    """Exports with everything real, and what was told of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "exports"
        self.folder.mkdir()
        self.source = Path(counted_video(folder / "source.mp4").path)
        self.note = folder / "export.txt"
        self.media = ExportProcess()
        self.told: list[Export] = []
        self.woken = asyncio.Event()
        self.supervisor = Supervisor()
        numbers = iter(range(1000))
        self.exports = Exports(
            media=self.media,
            inspector=self.media,
            targets=ExportFiles(self.note),
            clock=SystemClock(),
            supervisor=self.supervisor,
            new_id=lambda: str(next(numbers)),
            draft_path=lambda name: folder / name,
        )
        self.exports.changed = self._changed

    def _changed(self, export: Export) -> None:
        self.told.append(export)
        self.woken.set()

    async def until(self, condition: Callable[[Export], bool], within: float = 30.0) -> Export:
        """The first export that was told to be so."""
        async with asyncio.timeout(within):
            while True:
                if (found := next(filter(condition, self.told), None)) is not None:
                    return found
                self.woken.clear()
                await self.woken.wait()

    async def over(self, export: Export) -> Export:
        return await self.until(lambda each: each.id == export.id and each.stage.is_over)

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def plan(self, **values: Any) -> ExportPlan:
        encoding = load_export_offer().format("mp4").encoding("good")
        clip = ExportClip(path=str(self.source), end=2.0)
        return ExportPlan(**{"clips": (clip,), "width": 48, "height": 48, "rate": "8", "encoding": encoding, **values})

    @property
    def slow_plan(self) -> ExportPlan:
        """Takes so long that a test can meddle with it."""
        clip = ExportClip(path=str(self.source), end=2.0)
        return self.plan(clips=(clip,) * 40, width=1920, height=1080, rate="60", fitting=Fitting.BLUR)


def run(folder: Path, story: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    async def with_desk() -> None:
        desk = Desk(folder)
        try:
            await story(desk)
        finally:
            await desk.supervisor.close()
            await desk.exports.close()

    asyncio.run(with_desk())


def test_exports_arrive_one_after_the_other_and_leave_their_source_alone(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        before = (desk.source.read_bytes(), desk.source.stat().st_mtime_ns)
        first = await desk.exports.add(desk.plan(), desk.folder / "a.mp4", may_replace=False)
        second = await desk.exports.add(desk.plan(width=32), desk.folder / "b.mp4", may_replace=False)
        ends = [await desk.over(first), await desk.over(second)]
        assert [each.stage for each in ends] == [ExportStage.DONE] * 2
        assert desk.left == ["a.mp4", "b.mp4"]
        assert (desk.source.read_bytes(), desk.source.stat().st_mtime_ns) == before
        stages = [(each.id, each.stage) for each in desk.told]
        assert stages.index((second.id, ExportStage.RUNNING)) > stages.index((first.id, ExportStage.DONE))
        with av.open(str(desk.folder / "b.mp4")) as container:
            assert (container.streams.video[0].width, container.streams.video[0].frames) == (32, 16)

    run(tmp_path, story)


def test_a_cancelled_export_ends_at_once_leaves_nothing_and_lets_the_next_begin(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        slow = await desk.exports.add(desk.slow_plan, desk.folder / "slow.mp4", may_replace=False)
        waiting = await desk.exports.add(desk.plan(), desk.folder / "waiting.mp4", may_replace=False)
        last = await desk.exports.add(desk.plan(), desk.folder / "last.mp4", may_replace=False)
        await desk.until(lambda each: each.id == slow.id and each.share > 0)
        assert "slow.mp4" in desk.left
        await desk.exports.cancel(waiting.id)
        begun = asyncio.get_running_loop().time()
        await desk.exports.cancel(slow.id)
        assert asyncio.get_running_loop().time() - begun < 2.0
        assert not [name for name in desk.left if name.startswith(("slow", "waiting"))]
        assert (await desk.over(last)).stage is ExportStage.DONE
        assert desk.left == ["last.mp4"]

    run(tmp_path, story)


def test_a_child_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        slow = await desk.exports.add(desk.slow_plan, desk.folder / "slow.mp4", may_replace=False)
        await desk.until(lambda each: each.share > 0)
        assert desk.media.pid is not None
        os.kill(desk.media.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)  # either kills at once
        assert (await desk.over(slow)).problem is Sentence.EXPORT_FAILED
        assert desk.left == []
        again = await desk.exports.add(desk.plan(), desk.folder / "again.mp4", may_replace=False)
        assert (await desk.over(again)).stage is ExportStage.DONE

    run(tmp_path, story)


def test_closing_the_program_leaves_no_half_file(tmp_path: Path) -> None:
    desks: list[Desk] = []

    async def story(desk: Desk) -> None:
        desks.append(desk)
        await desk.exports.add(desk.slow_plan, desk.folder / "slow.mp4", may_replace=False)
        await desk.until(lambda each: each.share > 0)

    run(tmp_path, story)
    assert desks[0].left == []
    assert desks[0].media.pid is None


def test_the_next_start_removes_what_a_run_that_was_killed_has_left(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        killed = ExportFiles(desk.note)
        reserved = await killed.reserve(desk.folder / "a.mp4", may_replace=False)
        with durable.open_draft(reserved) as half:
            half.write(b"half a video")
        assert len(desk.left) == 2
        await ExportFiles(desk.note).recover()
        assert desk.left == []
        assert not desk.note.exists()
        (desk.folder / "a.mp4").write_text("mine")
        await killed.reserve(desk.folder / "a.mp4", may_replace=True)
        await ExportFiles(desk.note).recover()
        assert (desk.folder / "a.mp4").read_text() == "mine"
        done = await desk.over(await desk.exports.add(desk.plan(), desk.folder / "b.mp4", may_replace=False))
        assert done.stage is ExportStage.DONE
        assert not desk.note.exists()

    run(tmp_path, story)


def test_a_name_that_is_taken_is_kept_unless_the_user_agreed(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        taken = desk.folder / "a.mp4"
        taken.write_text("mine")
        beside = await desk.over(await desk.exports.add(desk.plan(), taken, may_replace=False))
        assert (taken.read_text(), Path(beside.target).name) == ("mine", "a (2).mp4")
        desk.source.rename(tmp_path / "away.mp4")
        failed = await desk.over(await desk.exports.add(desk.plan(), taken, may_replace=True))
        assert failed.problem is Sentence.EXPORT_VIDEO_GONE
        assert failed.values == {"file": "source.mp4"}
        assert taken.read_text() == "mine", "replaced only by a finished export"
        (tmp_path / "away.mp4").rename(desk.source)
        await desk.over(await desk.exports.add(desk.plan(), taken, may_replace=True))
        assert taken.stat().st_size > 100
        assert desk.left == ["a (2).mp4", "a.mp4"]

    run(tmp_path, story)


def test_an_export_never_goes_over_its_own_source(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        link = desk.folder / "link.mp4"
        link.hardlink_to(desk.source)
        for path in (desk.source, link):
            with pytest.raises(FolderRefused) as caught:
                await desk.exports.add(desk.plan(), path, may_replace=True)
            assert caught.value.sentence is Sentence.EXPORT_OVER_SOURCE

    run(tmp_path, story)


def test_a_full_a_read_only_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        with small_disk(tmp_path / "disk", kilobytes=32) as disk:
            plan = desk.plan(width=640, height=480)
            full = await desk.over(await desk.exports.add(plan, disk.folder / "a.mp4", may_replace=False))
            assert full.problem is Sentence.EXPORT_NO_ROOM
            assert list(disk.folder.iterdir()) == []
            disk.set_read_only(is_read_only=True)
            refused = await desk.over(await desk.exports.add(plan, disk.folder / "a.mp4", may_replace=False))
            assert refused.problem is not None
            assert refused.values["folder"] == str(disk.folder)
        gone = await desk.over(await desk.exports.add(plan, tmp_path / "nowhere" / "a.mp4", may_replace=False))
        assert gone.problem is Sentence.FOLDER_MISSING

    run(tmp_path, story)
