"""Show in folder: the file manager selects the video, or opens the folder, or the place is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.jobs import a_job, a_video
from tests.support.main_windows import NoPosters, main_window
from wandesk.domain.job import JobStage
from wandesk.ui import job_handlers
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.file_manager import explorer_command, is_marked
from wandesk.ui.main_window import MainWindow


class NoEngine(Bridge):
    def __init__(self) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.space = NoPosters(self)

    async def is_video_there(self, job_id: str) -> bool:
        return True


class RecordingFileManager(QObject):
    """Records what the desktop is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running


@pytest.fixture
def desktop() -> Iterator[RecordingFileManager]:
    desktop = RecordingFileManager()
    QDesktopServices.setUrlHandler("file", desktop, "open")  # type: ignore[arg-type]  # the stub asks for bytes, which it refuses
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = main_window(loop, qtbot, NoEngine(), tmp_path / "videos")
    window.show()
    return window


def select_video(window: MainWindow, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"video")
    poster = str(path.with_suffix(".jpg"))
    # A new video would play automatically, and this file is no video.
    window.jobs.model.job_added(a_job("made", JobStage.DONE, video=a_video(path), poster=poster, is_watched=True))
    window.jobs.select("made")


def show(window: MainWindow, loop: GuiLoop, wish: str) -> None:
    window.menus.action(wish).trigger()
    loop.run_story(until(lambda: not len(loop.supervisor)))


def test_video_is_selected_where_the_file_manager_can(
    window: MainWindow, loop: GuiLoop, desktop: RecordingFileManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = tmp_path / "videos" / "fox.mp4"
    marked: list[str] = []

    def marks(path: str) -> bool:
        marked.append(path)
        return len(marked) == 1

    monkeypatch.setattr(job_handlers, "is_marked", marks)
    select_video(window, video)
    show(window, loop, "show_in_folder")
    assert (marked, desktop.opened) == ([str(video)], [])
    show(window, loop, "show_in_folder")
    assert desktop.opened == [str(video.parent)]
    video.unlink()
    show(window, loop, "show_in_folder")
    assert marked == [str(video)] * 2, "a missing file is not selected"
    assert desktop.opened == [str(video.parent)] * 2
    assert window.notices.sentence == ""


@pytest.mark.qt_log_ignore("does not support QPlatformServices")
def test_place_is_named_when_nothing_opens_it(
    window: MainWindow, loop: GuiLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offscreen platform opens nothing, like a computer without a desktop."""
    folder = tmp_path / "videos"
    monkeypatch.setattr(job_handlers, "is_marked", lambda _path: False)
    show(window, loop, "show_videos")
    assert window.notices.sentence == (f"Folder not found: {folder}. Connect its drive, or check whether it was moved.")
    select_video(window, folder / "fox.mp4")
    for wish in ("show_in_folder", "show_videos"):
        window.notices.withdraw(*(notice.owner for notice in window.notices.waiting))
        show(window, loop, wish)
        assert window.notices.sentence == f"Couldn't open this folder: {folder}. Open it in your file manager."
    job = window.jobs.selected_job()
    assert job is not None
    window.dispatcher.request(JobActionKey.OPEN_IN_SYSTEM_PLAYER, (job,))
    assert window.notices.sentence == (
        f"No app on this computer can open {folder / 'fox.mp4'}. Install a video player, then try again."
    )


def test_explorer_gets_its_documented_command() -> None:
    command = explorer_command("C:/Users/李雷/Wan Desk/a, b & c.mp4", r"C:\Windows")
    assert command == r'"C:\Windows\explorer.exe" /select,"C:\Users\李雷\Wan Desk\a, b & c.mp4"'


@pytest.mark.skipif(sys.platform == "win32", reason="a program of POSIX stands for the system's")
def test_finder_is_asked_and_its_answer_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = tmp_path / "open"
    arguments = tmp_path / "arguments"
    finder.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{arguments}"\ntest "$2" = "/videos/a b.mp4"\n', "utf-8")
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert is_marked("/videos/a b.mp4", platform="darwin")
    assert arguments.read_text("utf-8") == "-R|/videos/a b.mp4|"
    assert not is_marked("/videos/gone.mp4", platform="darwin")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert not is_marked("/videos/a b.mp4", platform="darwin")


DESKTOP = """
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class FileManager(QObject):
    @Slot("QStringList", str)
    def ShowItems(self, addresses, startup):
        print("shown", *addresses, flush=True)

bus = QDBusConnection.sessionBus()
manager = FileManager()
assert bus.registerObject("/org/freedesktop/FileManager1", manager, QDBusConnection.RegisterOption.ExportAllSlots)
assert bus.registerService("org.freedesktop.FileManager1")
print("ready", flush=True)
app.exec()
"""

STORY = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication
from wandesk.ui.jobs.file_manager import is_marked

app = QCoreApplication([])
print("nobody there:", is_marked("/videos/a fox & \\u72d0.mp4"), flush=True)
desktop = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True)
assert desktop.stdout.readline() == "ready\\n"
print("asked:", is_marked("/videos/a fox & \\u72d0.mp4"), flush=True)
print(desktop.stdout.readline(), end="")
desktop.kill()
desktop.wait(10)
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a session bus")
def test_file_manager_of_a_desktop_is_asked_over_dbus() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", STORY, DESKTOP],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    address = "file:///videos/a%20fox%20&%20%E7%8B%90.mp4"
    assert done.stdout.splitlines() == ["nobody there: False", "asked: True", f"shown {address}"], done.stderr
