"""The window opens whatever is wrong with the disks. It says so, tries again automatically, and loses nothing."""

from __future__ import annotations

import errno
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton

from tests.support.gui import until
from tests.support.program import ask_practice, ready, run_on_loop, running_program, window_of
from tests.support.running import running
from tests.support.simulator import until as until_said
from tests.support.small_disk import SmallDisk, small_disk
from wandesk import folders
from wandesk.app import job_opening
from wandesk.app.application import Application
from wandesk.app.profile_lock import ProfileLock
from wandesk.domain.errors import StoreUnusable
from wandesk.domain.job import Job, JobStage
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine import saving, videos_folder, waiting
from wandesk.storage.store_file import StoreFile
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.settings.folder_field import FolderField
from wandesk.ui.settings.table import VIDEOS_FOLDER, Page

pytestmark = pytest.mark.logs(
    "waits|were not resumed|not saved|fallback folder|cannot listen|no log|left behind|no poster"
)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    monkeypatch.setattr(job_opening, "RETRY_EVERY", 0.2)
    monkeypatch.setattr(videos_folder, "RETRY_EVERY", 0.2)


def jobs(program: Application) -> list[Job]:
    model: JobsModel = window_of(program).jobs.model
    found = [model.job_at(row) for row in range(model.rowCount())]
    return [each for each in found if each is not None]


async def until_done(program: Application, is_waiting: bool = False) -> Job:
    def is_done() -> bool:
        found = jobs(program)
        return bool(found) and all(
            each.stage is JobStage.DONE and each.video is not None and each.video.is_waiting is is_waiting
            for each in found
        )

    await until(is_done, within=60)
    (job,) = jobs(program)
    assert job.video is not None
    assert Path(job.video.path).stat().st_size > 1000
    return job


def shown_texts(program: Application) -> list[str]:
    return [each.text() for each in window_of(program).jobs.findChildren(QLabel) if each.isVisible()]


def row_text(program: Application) -> str:
    model = window_of(program).jobs.model
    return str(model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole))


def notice_button(program: Application, text: str) -> QPushButton:
    return next(
        each for each in window_of(program).findChildren(QPushButton) if each.isVisible() and each.text() == text
    )


# ---------------------------------------------------------------- the store


def test_a_full_disk_at_the_start_is_said_and_the_open_job_goes_on(tmp_path: Path) -> None:
    async def order(program: Application) -> None:
        await ready(program)
        window_of(program).composer.generate()
        await until(lambda: [each.task_id for each in jobs(program)] not in ([], [None]), within=30)

    async def wait_for_room(program: Application, free: Callable[[], None]) -> None:
        window = window_of(program)
        await until(lambda: "disk is full" in window.jobs.pages.trouble, within=30)
        texts = shown_texts(program)
        assert "Your videos can't be listed right now" in texts
        assert not window.jobs.pages.is_empty
        button = window.composer.footer.generate_button
        await until(lambda: window.composer.draft.picture is not None, within=30)
        assert not button.isEnabled()
        assert "disk is full" in button.toolTip()
        window.menus.action("generate").trigger()
        await until(lambda: "disk is full" in window.notices.sentence)
        assert jobs(program) == []
        free()
        await until_done(program)
        assert window.jobs.pages.trouble == ""
        assert button.isEnabled()
        assert "disk is full" not in window.notices.sentence
        assert (await ask_practice(program, "ledger"))["tasks_made"] == 1

    with small_disk(tmp_path / "disk", kilobytes=32 * 1024) as disk:
        profile = disk.folder / "profile"
        with running_program(profile) as program:
            run_on_loop(program, order(program))
        disk.fill()
        with running_program(profile) as program:
            run_on_loop(program, wait_for_room(program, disk.free))


def test_a_running_job_waits_while_the_disk_is_full_and_continues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "ROOM_RETRY", 0.2)
    monkeypatch.setattr(saving, "ROOM_RETRY", 0.2)

    async def story(program: Application, disk: SmallDisk) -> None:
        window = window_of(program)
        await ready(program)
        disk.fill()
        window.composer.generate()
        await until(lambda: "so nothing can be ordered" in window.notices.sentence, within=30)
        assert jobs(program) == []
        disk.free()
        await until(lambda: window.composer.takes_press)
        window.composer.generate()
        await until(lambda: len(jobs(program)) == 1, within=30)
        disk.fill()
        await until(lambda: "Disk full" in row_text(program), within=30)
        disk.free()
        await until_done(program)
        assert (await ask_practice(program, "ledger"))["tasks_made"] == 1

    with small_disk(tmp_path / "disk", kilobytes=32 * 1024) as disk:
        profile = disk.folder / "profile"
        profile.mkdir()
        (tmp_path / "practice").mkdir()
        (profile / "practice").symlink_to(tmp_path / "practice")  # the cloud has a disk of its own
        with running_program(profile) as program:
            run_on_loop(program, story(program, disk))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_share_that_is_not_back_yet_is_said_and_the_list_is_read_when_it_is(tmp_path: Path) -> None:
    profile, share = tmp_path / "profile", tmp_path / "share"

    async def make_one(program: Application) -> None:
        await ready(program)
        window_of(program).composer.generate()
        await until_done(program)

    with running_program(profile) as program:
        run_on_loop(program, make_one(program))
    (tmp_path / "away").mkdir()
    (profile / "jobs.sqlite").rename(tmp_path / "away" / "jobs.sqlite")
    (profile / "jobs.sqlite").symlink_to(share / "jobs.sqlite")

    async def come_back(program: Application) -> None:
        window = window_of(program)
        await until(lambda: f"isn't there: {share}" in window.jobs.pages.trouble, within=30)
        assert not share.exists()
        (tmp_path / "away").rename(share)
        notice_button(program, "Try again").click()
        await until_done(program)

    with running_program(profile) as program:
        run_on_loop(program, come_back(program))
    assert (profile / "jobs.sqlite").is_symlink()


def test_a_disk_that_does_not_respond_is_said_until_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_opening, "SILENT_AFTER", 0.3)
    responds = threading.Event()
    connect = StoreFile.connect_writer

    def hang(file: StoreFile) -> sqlite3.Connection:
        responds.wait(30)
        return connect(file)

    monkeypatch.setattr(StoreFile, "connect_writer", hang)

    async def story(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "doesn't respond" in window.jobs.pages.trouble, within=30)
        await ready(program)  # the form works meanwhile
        assert not window.composer.footer.generate_button.isEnabled()
        responds.set()
        await until(lambda: window.jobs.pages.is_empty, within=30)
        await until(window.composer.footer.generate_button.isEnabled)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_the_store_is_opened_only_once_the_profile_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = tmp_path / "profile"
    is_free = threading.Event()

    def require(_lock: ProfileLock) -> None:
        if not is_free.is_set():
            raise StoreUnusable(sentence=Sentence.PROFILE_IN_USE)

    monkeypatch.setattr(ProfileLock, "require", require)

    async def story(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "already open" in window.jobs.pages.trouble, within=30)
        assert not (profile / "jobs.sqlite").exists()
        is_free.set()
        await until(lambda: window.jobs.pages.is_empty, within=30)

    with running_program(profile) as program:
        run_on_loop(program, story(program))


# ---------------------------------------------------------------- the videos folder


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_videos_wait_while_their_drive_is_away_and_move_when_it_is_back(tmp_path: Path) -> None:
    profile, drive = tmp_path / "profile", tmp_path / "DRIVE"
    profile.mkdir()
    (profile / "videos").symlink_to(drive / "Wan Desk")

    async def story(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "isn't there" in window.notices.sentence, within=30)
        assert str(profile / "videos") in window.notices.sentence
        assert "New videos wait inside Wan Desk" in window.notices.sentence
        await ready(program)
        window.composer.generate()
        await until_done(program, is_waiting=True)
        assert "isn't there" in window.notices.sentence
        assert not drive.exists(), "nothing is created where the drive is away"
        (drive / "Wan Desk").mkdir(parents=True)
        notice_button(program, "Try again").click()
        job = await until_done(program)
        assert job.video is not None
        assert Path(job.video.path).parent == profile / "videos"
        await until(lambda: "isn't there" not in window.notices.sentence)

    with running_program(profile) as program:
        run_on_loop(program, story(program))
    assert len(list((drive / "Wan Desk").glob("*.mp4"))) == 1
    assert list((profile / "videos-waiting").glob("*/*.mp4")) == []


def test_another_folder_can_be_chosen_and_is_used_from_then_on(tmp_path: Path) -> None:
    profile, other = tmp_path / "profile", tmp_path / "other"
    profile.mkdir()
    other.mkdir()
    (profile / "videos").write_text("a file in its place")

    async def choose(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "A file is in the way" in window.notices.sentence, within=30)
        await ready(program)
        window.composer.generate()
        await until_done(program, is_waiting=True)
        notice_button(program, "Choose another folder").click()
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        typed = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(typed, QLineEdit)
        typed.setText(str(other))
        dialog.accept()
        job = await until_done(program)
        assert job.video is not None
        assert Path(job.video.path).parent == other
        await until(lambda: "A file is in the way" not in window.notices.sentence)

    with running_program(profile) as program:
        run_on_loop(program, choose(program))

    async def make_others(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        await until(lambda: len(jobs(program)) == 1, within=30)
        window.composer.generate()
        await until(lambda: [each.stage for each in jobs(program)] == [JobStage.DONE] * 2, within=60)
        assert "in the way" not in window.notices.sentence
        (profile / "videos").unlink()
        window.settings.open()
        settings = window.settings._dialog
        assert settings is not None
        field = settings.setting_cards[Page.GENERAL].widgets[VIDEOS_FOLDER.option.name]
        assert isinstance(field, FolderField)
        field.use_default.click()
        settings.close()
        await until((profile / "videos").is_dir)
        window.composer.set_draft(replace(window.composer.draft, prompt="another one"))
        window.composer.generate()
        await until(lambda: [each.stage for each in jobs(program)] == [JobStage.DONE] * 3, within=60)

    with running_program(profile) as program:
        run_on_loop(program, make_others(program))
    assert len(list(other.glob("*.mp4"))) == 2
    assert len(list((profile / "videos").glob("*.mp4"))) == 1


def test_a_read_only_videos_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = tmp_path / "profile"
    check = folders.check_writable

    def refuse(folder: Path) -> None:
        if folder == profile / "videos":
            raise OSError(errno.EROFS, "injected", str(folder))
        check(folder)

    monkeypatch.setattr(folders, "check_writable", refuse)

    async def story(program: Application) -> None:
        await until(lambda: "is read-only" in window_of(program).notices.sentence, within=30)

    with running_program(profile) as program:
        run_on_loop(program, story(program))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("kind", ["a file", "a link to a drive that is away"])
def test_the_program_starts_without_its_videos_folder(tmp_path: Path, kind: str) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    if kind == "a file":
        (profile / "videos").write_text("")
    else:
        (profile / "videos").symlink_to(tmp_path / "DRIVE" / "Wan Desk")
    with running(profile) as program:
        program.until_listening()
        assert program.end() == 0
        assert "Traceback" not in program.stderr
    assert not (tmp_path / "DRIVE").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a mounted disk")
def test_the_program_starts_on_a_read_only_disk_without_a_traceback(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=32 * 1024) as disk:
        profile = disk.folder
        with running(profile) as program:
            program.until_listening()
            assert program.end() == 0
        disk.set_read_only(is_read_only=True)
        with running(profile) as program:
            until_said(lambda: "were not resumed: folder_read_only" in program.stderr)
            assert program.end() == 0
            assert "Traceback" not in program.stderr
            assert "Logging error" not in program.stderr
