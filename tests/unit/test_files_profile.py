"""Inputs, videos and posters of a profile on a real disk."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from tests.support.profile_files import files_in
from tests.support.samples import request as a_request
from wandesk import durable
from wandesk.domain.errors import FolderRefused, InputRefused, NoRoom, VideoLocked, VideoUnreadable, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.marks import Marks
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.domain.transfers import spare_bytes
from wandesk.domain.video_naming import VideoNaming
from wandesk.files import disk
from wandesk.files.destination import Destination
from wandesk.files.profile_files import ProfileFiles

PICTURE = StoredInput(sha256="ab", format="JPEG", name="cat.jpg", size_bytes=1)
JOB = Job(
    id="0f0f0f0f-1111-2222-3333-4444aaaabbbb",
    created_at=1795348800.0,
    task_id="9c0a55aa-0000-4000-8000-00001a2b3c4d",
    request=replace(a_request(), first_frame=PICTURE, prompt="cat", resolution="720P", seconds=5),
)


@pytest.fixture
def files(tmp_path: Path) -> ProfileFiles:
    (tmp_path / "videos").mkdir()
    return files_in(tmp_path)


def everything(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


# ---------------------------------------------------------------- inputs


def test_input_is_copied_once_however_often_it_is_used(files: ProfileFiles, tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    source = tmp_path / "Mein Bild.JPG"
    source.write_bytes(content)
    first = asyncio.run(files.copy_input(source, "JPEG"))
    copy = files.input_path(first)
    before = copy.stat().st_mtime_ns
    other = tmp_path / "other.png"
    other.write_bytes(content)
    second = asyncio.run(files.copy_input(other, "JPEG"))
    digest = hashlib.sha256(content).hexdigest()
    assert first == StoredInput(sha256=digest, format="JPEG", name="Mein Bild.JPG", size_bytes=3_000_000)
    assert second == replace(first, name="other.png")
    assert everything(tmp_path / "inputs") == [f"{digest[:2]}/{digest}.jpg"]
    assert copy.read_bytes() == content
    assert copy.stat().st_mtime_ns == before
    source.unlink()
    assert copy.is_file()


def test_incomplete_copy_is_made_again(files: ProfileFiles, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"whole")
    copy = files.input_path(asyncio.run(files.copy_input(source, "PNG")))
    copy.write_bytes(b"who")
    asyncio.run(files.copy_input(source, "PNG"))
    assert copy.read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("format_", "sentence"), [("JPEG", "picture_not_found"), ("WAV", "sound_not_found"), ("HEIC", "picture_not_found")]
)
def test_missing_source_is_reported(files: ProfileFiles, tmp_path: Path, format_: str, sentence: str) -> None:
    (tmp_path / "folder.jpg").mkdir()
    for source in (tmp_path / "gone.jpg", tmp_path / "folder.jpg", tmp_path / "a\x00b.jpg"):
        with pytest.raises(InputRefused) as raised:
            asyncio.run(files.copy_input(source, format_))
        assert raised.value.sentence == sentence
        assert raised.value.values == {"name": source.name}
    assert everything(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_pipe_is_not_waited_for(files: ProfileFiles, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(InputRefused):
        asyncio.run(files.copy_input(tmp_path / "pipe.jpg", "JPEG"))


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_undecodable_name_becomes_text(files: ProfileFiles, tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    source.write_bytes(b"x")
    assert asyncio.run(files.copy_input(source, "JPEG")).name == "caf?.jpg"


def test_draft_is_adopted(files: ProfileFiles, tmp_path: Path) -> None:
    draft = files.draft_path("job-1.jpg")
    assert draft == files.draft_path("job-1.jpg")
    draft.write_bytes(b"prepared")
    stored = asyncio.run(files.adopt(draft, "JPEG", "cat.jpg"))
    assert files.input_path(stored).read_bytes() == b"prepared"
    assert stored.size_bytes == 8
    assert everything(tmp_path) == [f"inputs/{stored.sha256[:2]}/{stored.sha256}.jpg"]
    files.draft_path("again.jpg").write_bytes(b"prepared")
    assert asyncio.run(files.adopt(files.draft_path("again.jpg"), "JPEG", "cat.jpg")) == stored
    assert len(everything(tmp_path)) == 1


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", "", ".."])
def test_stored_name_never_leads_to_another_folder(files: ProfileFiles, name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        files.draft_path(name)


def test_poster_has_its_path(files: ProfileFiles, tmp_path: Path) -> None:
    path = files.poster_path("job-1")
    assert path == tmp_path / "posters" / "job-1.jpg"
    assert path.parent.is_dir()


# ---------------------------------------------------------------- videos


def test_video_is_reserved_written_and_named(files: ProfileFiles, tmp_path: Path) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    assert final.parent == tmp_path / "videos"
    assert final.name.endswith("_cat_720P_5s_1a2b3c4d.mp4")
    assert final.stat().st_size == 0
    part = files.part_path(final)
    assert part.name == final.name + ".part"
    part.write_bytes(b"video")
    assert asyncio.run(files.finish_video(part, final)) == final
    assert final.read_bytes() == b"video"
    assert everything(tmp_path / "videos") == [final.name]
    # once more after a crash between the rename and its record
    assert asyncio.run(files.finish_video(part, final)) == final


def test_no_two_videos_have_the_same_name(files: ProfileFiles) -> None:
    async def both() -> list[Path]:
        return list(await asyncio.gather(*(files.reserve_video(replace(JOB, id=str(number))) for number in range(5))))

    names = {each.name.removesuffix(".mp4")[-2:] for each in asyncio.run(both())}
    assert names == {"4d", "_2", "_3", "_4", "_5"}


def test_empty_reservation_of_a_crash_is_used_again(tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    first = asyncio.run(files_in(tmp_path).reserve_video(JOB))
    files = files_in(tmp_path)  # another run
    assert asyncio.run(files.reserve_video(JOB)) == first
    assert asyncio.run(files.reserve_video(JOB)) == first
    assert everything(tmp_path / "videos") == [first.name]
    first.write_bytes(b"somebody's")
    assert asyncio.run(files.reserve_video(JOB)) != first
    assert first.read_bytes() == b"somebody's"


def test_name_of_another_jobs_part_is_not_used(files: ProfileFiles) -> None:
    first = asyncio.run(files.reserve_video(JOB))
    files.part_path(first).write_bytes(b"half")
    first.unlink()
    assert asyncio.run(files.reserve_video(JOB)) != first
    assert files.part_path(first).read_bytes() == b"half"


def test_foreign_file_with_that_name_is_never_replaced(files: ProfileFiles) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(final)
    part.write_bytes(b"video")
    final.write_bytes(b"another program's")
    saved = asyncio.run(files.finish_video(part, final))
    assert saved.stem == final.stem + "_2"
    assert (final.read_bytes(), saved.read_bytes()) == (b"another program's", b"video")
    assert not part.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_symlink_with_that_name_is_not_followed(files: ProfileFiles, tmp_path: Path) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(final)
    part.write_bytes(b"video")
    final.unlink()
    (tmp_path / "theirs").touch()
    final.symlink_to(tmp_path / "theirs")
    assert asyncio.run(files.finish_video(part, final)) != final
    assert (tmp_path / "theirs").read_bytes() == b""


def test_removed_reservation_is_made_again(files: ProfileFiles) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    files.part_path(final).write_bytes(b"video")
    final.unlink()
    assert asyncio.run(files.finish_video(files.part_path(final), final)) == final
    assert final.read_bytes() == b"video"


def test_missing_part_gives_no_video(files: ProfileFiles) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    with pytest.raises(VideoUnreadable):
        asyncio.run(files.finish_video(files.part_path(final), final))
    assert final.stat().st_size == 0


def test_missing_folder_is_reported_and_not_created_elsewhere(tmp_path: Path) -> None:
    files = files_in(tmp_path / "stick")
    with pytest.raises(FolderRefused) as raised:
        asyncio.run(files.reserve_video(JOB))
    assert raised.value.values == {"folder": str(tmp_path / "stick" / "videos")}
    gone = tmp_path / "stick" / "videos" / "a.mp4"
    with pytest.raises(FolderRefused):
        asyncio.run(files.finish_video(files.part_path(gone), gone))
    assert not (tmp_path / "stick").exists()


def test_file_in_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "inputs").write_text("")
    (tmp_path / "videos").write_text("")
    (tmp_path / "cat.jpg").write_bytes(b"x")
    files = files_in(tmp_path)
    attempts: list[Callable[[], object]] = [
        lambda: files.draft_path("a"),
        lambda: asyncio.run(files.copy_input(tmp_path / "cat.jpg", "JPEG")),
        lambda: asyncio.run(files.reserve_video(JOB)),
    ]
    for attempt in attempts:
        with pytest.raises(FolderRefused):
            attempt()


class _Refusing:
    """`Path.replace` that fails a few times, as a disk or a virus scanner makes it fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: OSError, times: int) -> None:
        self.left = times
        real = Path.replace

        def replace_(path: Path, target: Path) -> Path:
            if self.left:
                self.left -= 1
                raise error
            return real(path, target)

        monkeypatch.setattr(Path, "replace", replace_)


@pytest.mark.parametrize(("refusals", "is_saved"), [(7, True), (8, False)])
def test_file_locked_by_a_scanner_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, *, is_saved: bool
) -> None:
    (tmp_path / "videos").mkdir()
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    files = files_in(tmp_path, sleep=sleep)
    final = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(final)
    part.write_bytes(b"video")
    _Refusing(monkeypatch, PermissionError(errno.EACCES, "in use"), refusals)
    if is_saved:
        assert asyncio.run(files.finish_video(part, final)).read_bytes() == b"video"
    else:
        with pytest.raises(VideoLocked) as raised:
            asyncio.run(files.finish_video(part, final))
        assert raised.value.values == {"file": str(part)}
        assert part.read_bytes() == b"video"
        assert asyncio.run(files.is_complete(part))
        assert asyncio.run(files.finish_video(part, final)) == final  # unlocked again
    assert waits == sorted(waits)
    assert len(waits) == 7
    assert sum(waits) > 10


def test_read_only_folder_is_not_called_locked(files: ProfileFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    files.part_path(final).write_bytes(b"video")
    _Refusing(monkeypatch, PermissionError(errno.EACCES, "denied"), 1)
    monkeypatch.setattr(disk, "can_write", lambda folder: folder != final.parent)
    with pytest.raises(FolderRefused) as raised:
        asyncio.run(files.finish_video(files.part_path(final), final))
    assert raised.value.values == {"folder": str(final.parent)}


def test_full_disk_is_reported(files: ProfileFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    files.part_path(final).write_bytes(b"video")
    final.write_bytes(b"theirs")
    source = tmp_path / "a.jpg"
    source.write_bytes(b"x")
    _Refusing(monkeypatch, OSError(errno.ENOSPC, "no space"), 2)
    for attempt in (files.finish_video(files.part_path(final), final), files.copy_input(source, "JPEG")):
        with pytest.raises(NoRoom):
            asyncio.run(attempt)
    # the unfinished file is removed, and the part is kept
    assert everything(tmp_path) == ["a.jpg", f"videos/{final.name}", f"videos/{final.name}.part"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_disk_that_fills_up_while_copying_is_reported(
    files: ProfileFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(b"x" * 3_000_000)
    # A real write to a full device, under the name of a draft that may be removed.
    link = tmp_path / "draft"
    link.symlink_to("/dev/full")
    monkeypatch.setattr(tempfile, "mkstemp", lambda **_: (os.open("/dev/full", os.O_WRONLY), str(link)))
    with pytest.raises(NoRoom):
        asyncio.run(files.copy_input(source, "JPEG"))
    assert not link.is_symlink()


@pytest.mark.logs("a video was not discarded")
def test_only_our_own_files_are_discarded(files: ProfileFiles) -> None:
    final = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(final)
    part.write_bytes(b"half")
    for path in (part, final, final):
        asyncio.run(files.discard(path))
        assert not path.exists()
    final.write_bytes(b"video")
    asyncio.run(files.discard(final))
    assert final.read_bytes() == b"video"
    assert asyncio.run(files.exists(final))
    assert not asyncio.run(files.exists(part))
    assert not asyncio.run(files.exists(final.parent))
    assert not asyncio.run(files.exists(Path("a\x00b")))


def test_every_error_has_its_sentence(files: ProfileFiles, tmp_path: Path) -> None:
    with pytest.raises(WanDeskError) as raised:
        asyncio.run(files.discard(tmp_path / "videos"))
    assert raised.value.sentence == "folder_refused"


# ---------------------------------------------------------------- videos kept aside


def a_fallback_video(files: ProfileFiles, content: bytes = b"video") -> Path:
    final = asyncio.run(files.reserve_in_fallback(JOB))
    files.part_path(final).write_bytes(content)
    return asyncio.run(files.finish_video(files.part_path(final), final))


def test_video_kept_aside_moves_to_its_folder(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    (tmp_path / "videos").write_text("the disk is away: a file stands here")
    with pytest.raises(FolderRefused):
        asyncio.run(files.reserve_video(JOB))
    waiting = a_fallback_video(files)
    assert files.is_in_fallback(waiting)
    assert asyncio.run(files.videos_in_fallback()) == [(JOB.id, waiting)]
    with pytest.raises(FolderRefused):
        asyncio.run(files.relocate(JOB.id, waiting))
    (tmp_path / "videos").unlink()
    home = asyncio.run(files.relocate(JOB.id, waiting))
    assert home == tmp_path / "videos" / waiting.name
    assert not files.is_in_fallback(home)
    # once more after a crash before the record
    assert asyncio.run(files_in(tmp_path).relocate(JOB.id, waiting)) == home
    asyncio.run(files.clear_fallback(JOB.id))
    assert everything(tmp_path) == [f"videos/{home.name}"]
    assert asyncio.run(files.videos_in_fallback()) == []


def test_video_that_moves_to_its_folder_replaces_no_file(files: ProfileFiles, tmp_path: Path) -> None:
    waiting = a_fallback_video(files)
    theirs = tmp_path / "videos" / waiting.name
    theirs.write_bytes(b"else")
    home = asyncio.run(files.relocate(JOB.id, waiting))
    assert home.stem == waiting.stem + "_2"
    assert (theirs.read_bytes(), home.read_bytes(), waiting.read_bytes()) == (b"else", b"video", b"video")


def test_leftover_of_an_earlier_move_is_used(files: ProfileFiles, tmp_path: Path) -> None:
    reserved = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(reserved)
    part.write_bytes(b"fi")
    part.with_name(part.name + ".json").write_text("{}")
    assert not asyncio.run(files.is_complete(part))
    home = asyncio.run(files.relocate(JOB.id, a_fallback_video(files)))
    assert home == reserved
    assert everything(tmp_path / "videos") == [home.name]


def test_full_disk_leaves_no_half_moved_video(
    files: ProfileFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = a_fallback_video(files)

    def full(file: FileIO, _content: bytes) -> None:
        file.write(b"f")
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(durable, "write_all", full)
    with pytest.raises(NoRoom):
        asyncio.run(files.relocate(JOB.id, waiting))
    assert everything(tmp_path / "videos") == []
    assert waiting.read_bytes() == b"video"


def test_moved_video_leaves_free_space(files: ProfileFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = a_fallback_video(files)
    usage = shutil.disk_usage(tmp_path)._replace(total=1 << 30)
    for free in (spare_bytes(1 << 30), spare_bytes(1 << 30) + waiting.stat().st_size):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder, free=free: usage._replace(free=free))
        if free == spare_bytes(1 << 30):
            with pytest.raises(NoRoom):
                asyncio.run(files.relocate(JOB.id, waiting))
            assert everything(tmp_path / "videos") == []
    assert asyncio.run(files.relocate(JOB.id, waiting)).read_bytes() == b"video"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_link_in_the_place_of_a_part_is_not_followed(files: ProfileFiles, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"another program's")
    final = asyncio.run(files.reserve_video(JOB))
    part = files.part_path(final)
    part.symlink_to(theirs)
    assert not asyncio.run(files.is_complete(part)), "it would be saved as the video"
    with pytest.raises(FolderRefused):
        asyncio.run(files.finish_video(part, final))
    waiting = a_fallback_video(files)
    moved = asyncio.run(files.relocate(JOB.id, waiting))
    assert moved.read_bytes() == b"video"
    assert not moved.is_symlink()
    assert theirs.read_bytes() == b"another program's"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_dangling_link_takes_the_name_of_a_part(files: ProfileFiles, tmp_path: Path) -> None:
    other = Path(asyncio.run(files.reserve_video(JOB)))
    other.unlink()
    files.part_path(other).symlink_to(tmp_path / "nothing")
    assert asyncio.run(files.reserve_video(replace(JOB, id="another"))) != other


def test_complete_part_is_copied_aside(files: ProfileFiles) -> None:
    part = files.part_path(asyncio.run(files.reserve_video(JOB)))
    part.write_bytes(b"video")
    aside = asyncio.run(files.reserve_in_fallback(JOB, part))
    assert files.part_path(aside).read_bytes() == b"video"
    assert asyncio.run(files.is_complete(files.part_path(aside)))


def test_note_moves_with_its_part(files: ProfileFiles, tmp_path: Path) -> None:
    part = files.part_path(asyncio.run(files.reserve_video(JOB)))
    part.write_bytes(b"half")
    part.with_name(part.name + ".json").write_text("{}")
    asyncio.run(files.discard(part))
    assert everything(tmp_path / "videos") == [part.name.removesuffix(".part")]


def test_free_space_is_reported_where_it_is_known(files: ProfileFiles, tmp_path: Path) -> None:
    free = asyncio.run(files.free_bytes(tmp_path))
    assert free is not None
    assert free > 0
    assert asyncio.run(files.free_bytes(tmp_path / "gone")) is None


def test_sweep_keeps_the_pasted_picture_of_the_form(tmp_path: Path) -> None:
    inputs, others = tmp_path / "inputs", [tmp_path / name for name in ("posters", "videos", "fallback")]
    files = ProfileFiles(
        inputs=inputs, posters=others[0], destination=Destination(others[1]), fallback=others[2], move_to_trash=bool
    )
    mine, other = files.draft_path("pasted-mine.png"), files.draft_path("pasted-other.png")
    for each in (mine, other):
        each.write_bytes(b"pixels")
    asyncio.run(files.sweep(time.time() + 10, keep=[str(mine)]))
    assert mine.exists()
    assert not other.exists()


def test_sweep_removes_copies_begun_by_another_run_and_none_of_its_own(tmp_path: Path) -> None:
    class SweptWhileCopying(ProfileFiles):
        def _store(self, draft: Path, *about: Any) -> StoredInput:
            self._sweep_copies()
            assert draft.exists()
            return super()._store(draft, *about)

    inputs, others = tmp_path / "inputs", [tmp_path / name for name in ("posters", "videos", "fallback")]
    files = SweptWhileCopying(
        inputs=inputs, posters=others[0], destination=Destination(others[1]), fallback=others[2], move_to_trash=bool
    )
    inputs.mkdir()
    left = inputs / ".copy-killed"
    left.write_bytes(b"half")
    source = tmp_path / "a.png"
    source.write_bytes(b"one")
    stored = asyncio.run(files.copy_input(source, "PNG"))
    assert files.input_path(stored).read_bytes() == b"one"
    assert not left.exists()


def test_contents_are_listed_and_freed(files: ProfileFiles, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"one")
    one = asyncio.run(files.copy_input(source, "PNG"))
    source.write_bytes(b"two")
    two = asyncio.run(files.copy_input(source, "PNG"))
    files.draft_path("preview.jpg").write_bytes(b"x")
    assert set(asyncio.run(files.stored_inputs())) == {one.sha256, two.sha256}
    asyncio.run(files.delete_inputs([one.sha256, "../" * 3, "*"]))
    assert set(asyncio.run(files.stored_inputs())) == {two.sha256}
    assert files.input_path(two).is_file()


def test_nothing_is_created_where_the_profile_is_away(tmp_path: Path) -> None:
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"picture")
    away = files_in(tmp_path / "drive" / "profile")
    attempts: list[Callable[[], object]] = [
        lambda: asyncio.run(away.copy_input(source, "JPEG")),
        lambda: away.draft_path("preview.jpg"),
        lambda: away.poster_path("job"),
        lambda: asyncio.run(away.reserve_in_fallback(JOB)),
        lambda: asyncio.run(away.reserve_video(JOB)),
    ]
    for attempt in attempts:
        with pytest.raises(FolderRefused) as raised:
            attempt()
        assert raised.value.sentence == "folder_missing"
    asyncio.run(away.sweep(time.time()))
    assert asyncio.run(away.stored_inputs()) == {}
    assert not (tmp_path / "drive").exists()


def test_disk_that_fails_while_inputs_are_swept_is_a_refusal(
    files: ProfileFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path, _pattern: str) -> None:
        raise OSError(errno.EIO, "injected")

    monkeypatch.setattr(Path, "glob", fail)
    asyncio.run(files.sweep(time.time()))
    with pytest.raises(FolderRefused):
        asyncio.run(files.stored_inputs())


# ---------------------------------------------------------------- names of the user


def test_a_pattern_without_an_id_never_replaces_and_counts_up(files: ProfileFiles) -> None:
    files.use_names(VideoNaming(pattern="{label} {number}"))
    jobs = [replace(JOB, id=f"job-{n}", task_id=f"task-{n}", marks=Marks(label="zoo")) for n in range(3)]
    paths = [asyncio.run(files.reserve_video(job)) for job in jobs]
    assert [path.name for path in paths] == ["zoo 001.mp4", "zoo 002.mp4", "zoo 003.mp4"]
    assert asyncio.run(files.reserve_video(jobs[1])) == paths[1], "a job has one reservation"


def test_an_empty_file_of_another_job_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    """After a restart, the first job goes on with the path that it had reserved, and its part is its own."""
    (tmp_path / "videos").mkdir()
    naming = VideoNaming(pattern="{prompt}")
    first, later = files_in(tmp_path), files_in(tmp_path)
    first.use_names(naming)
    later.use_names(naming)
    reserved = asyncio.run(first.reserve_video(JOB))
    assert asyncio.run(later.reserve_video(replace(JOB, id="another", task_id="other-task"))) != reserved


def test_each_label_has_a_folder_below_the_videos_folder(files: ProfileFiles, tmp_path: Path) -> None:
    files.use_names(VideoNaming(has_label_folders=True))
    final = asyncio.run(files.reserve_video(replace(JOB, marks=Marks(label="../Zoo: 1"))))
    assert final.parent == tmp_path / "videos" / "Zoo 1"
    assert asyncio.run(files.reserve_video(replace(JOB, id="plain"))).parent == tmp_path / "videos"
    aside = asyncio.run(files.reserve_in_fallback(replace(JOB, id="aside")))
    aside.write_bytes(b"video")
    assert asyncio.run(files.relocate("aside", aside, "Zoo")).parent == tmp_path / "videos" / "Zoo"


def test_a_label_does_not_create_a_chosen_folder_that_is_away(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    files.use_names(VideoNaming(has_label_folders=True))
    files.destination.use(tmp_path / "away" / "videos")
    with pytest.raises(FolderRefused):
        asyncio.run(files.reserve_video(replace(JOB, marks=Marks(label="Zoo"))))
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize("has_links", [True, False])
def test_a_video_is_renamed_beside_what_is_there(
    has_links: bool, files: ProfileFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_links:  # exFAT and some shares

        def refused(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr("os.link", refused)
    videos = tmp_path / "videos"
    videos.mkdir(exist_ok=True)
    video, taken = videos / "old.mp4", videos / "Fox.mp4"
    video.write_bytes(b"video")
    taken.write_bytes(b"another")

    async def rename() -> Path:
        named = await files.give_name(video, "Fox")
        assert video.exists() is has_links, "until the row knows the new name, the earlier one stays where possible"
        await files.drop_name(video, named)
        return named

    named = asyncio.run(rename())
    assert everything(videos) == ["Fox.mp4", "Fox_2.mp4"]
    assert (named.read_bytes(), taken.read_bytes()) == (b"video", b"another")
    assert asyncio.run(files.give_name(named, "Fox_2")) == named
    asyncio.run(files.drop_name(taken, named))
    assert taken.read_bytes() == b"another", "another file of the earlier name stays"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_video_whose_two_paths_are_one_name_is_not_deleted(files: ProfileFiles, tmp_path: Path) -> None:
    """As fox.mp4 and Fox.mp4 on a disk that ignores case."""
    video = tmp_path / "videos" / "fox.mp4"
    video.write_bytes(b"video")
    (tmp_path / "also-videos").symlink_to(tmp_path / "videos")
    asyncio.run(files.drop_name(tmp_path / "also-videos" / "fox.mp4", video))
    assert video.read_bytes() == b"video"
    asyncio.run(files.drop_name(video, video))
    assert video.exists()
