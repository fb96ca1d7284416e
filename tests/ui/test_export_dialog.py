"""Export as people meet it: the dialog's choices and frames, names that are taken, the queue, and what became of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QTranslator, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QMainWindow, QMessageBox, QWidget

from tests.support.gui import GuiLoop, english_loop
from tests.support.jobs import a_job
from tests.support.portraits import portrait
from tests.support.widgets import named, question
from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.export import ExportPlan, ExportResult, Fitting, Sound
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import AudioFacts, Video, VideoFacts
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.resources import resource_path
from wandesk.settings.options import EXPORT_CHOICES, Option
from wandesk.ui.export import latest_preview
from wandesk.ui.export.bridge import ExportsBridge
from wandesk.ui.export.dialog import ExportDialog
from wandesk.ui.export.exporting import Exporting
from wandesk.ui.export.progress import ExportProgress
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.notices import Notices

T = TypeVar("T")

FACTS = VideoFacts(
    width=1280, height=720, seconds=5.0, fps=30.0, video_codec="h264", audio_codec="aac", size_bytes=3_000_000
)


class FakeExports(ExportsBridge):
    """Answers at once, paints frames of the sample picture, and keeps what was wanted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(lambda _name, _coro: Future(), Future())
        self.folder = folder
        self.added: list[tuple[ExportPlan, Path, bool]] = []
        self.cancelled: list[str] = []
        self.previewed: list[ExportPlan] = []
        self.sample = QImage(str(resource_path("samples", "lighthouse.jpg")))

    async def add(self, plan: ExportPlan, target: Path, *, may_replace: bool) -> Export:
        self.added.append((plan, target, may_replace))
        export = Export(id=str(len(self.added)), plan=plan, target=str(target), may_replace=may_replace)
        self.changed_signal.emit(export)
        return export

    async def cancel(self, export_id: str) -> None:
        self.cancelled.append(export_id)

    async def inspect_video(self, path: str) -> VideoFacts:
        if "text" in path:
            raise VideoUnreadable("text")
        return replace(FACTS, width=720, height=1280, seconds=3.0)

    async def inspect_audio(self, path: str) -> AudioFacts:
        return AudioFacts(format="MP3", seconds=12.0, size_bytes=90_000, sample_rate=44100, channels=2)

    async def preview(self, plan: ExportPlan, side: int) -> Path:
        self.previewed.append(plan)
        scale = min(1.0, side / max(plan.width, plan.height))
        image = QImage(round(plan.width * scale), round(plan.height * scale), QImage.Format.Format_RGB32)
        image.fill(plan.background)
        painter = QPainter(image)
        if plan.fitting is Fitting.CROP:
            crop = plan.clips[0].crop
            whole = self.sample.rect()
            area = (
                whole
                if crop is None
                else QRect(
                    round(crop.left * whole.width()),
                    round(crop.top * whole.height()),
                    round((crop.right - crop.left) * whole.width()),
                    round((crop.bottom - crop.top) * whole.height()),
                )
            )
            painter.drawImage(image.rect(), self.sample, area)
        else:
            shown = self.sample.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage((image.width() - shown.width()) // 2, (image.height() - shown.height()) // 2, shown)
        painter.end()
        path = self.folder / f"frame-{len(self.previewed)}.png"
        image.save(str(path))
        return path


class Memory:
    """The stored settings."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, option: Option[T]) -> T:
        found: T = self.values.get(option.name, option.default)
        return found

    def set(self, option: Option[T], value: T) -> None:
        self.values[option.name] = value


class Desk:
    """A window with Export, and videos in a folder."""

    def __init__(self, loop: GuiLoop, folder: Path, language: str = "en") -> None:
        self.loop, self.folder = loop, folder
        self.window = QMainWindow()
        self.window.resize(1024, 640)
        self.notices = Notices()
        self.memory = Memory()
        self.exports = FakeExports(folder)
        self.exporting = Exporting(
            exports=self.exports,
            spawn=loop.spawn,
            notices=self.notices,
            values=self.memory,
            language=language,
            window=self.window,
        )
        self.window.show()

    def job(self, name: str = "lighthouse") -> Job:
        path = self.folder / f"{name}.mp4"
        path.write_bytes(b"video")
        return a_job(name, JobStage.DONE, video=Video(path=str(path), facts=FACTS))

    def open(self, *jobs: Job) -> ExportDialog:
        self.exporting.open(jobs or (self.job(),))
        self.loop.settle()
        assert self.exporting.dialog is not None
        self.seen(self.exporting.dialog)
        return self.exporting.dialog

    def seen(self, dialog: ExportDialog) -> None:
        """Wait until the frames that are shown belong to the plan."""
        self.loop.run_until(lambda: not dialog.previews.is_busy)
        self.loop.settle()

    def press(self, name: str, within: QWidget) -> None:
        QTest.mouseClick(named(QAbstractButton, name, within=within), Qt.MouseButton.LeftButton)
        self.loop.settle()

    def answer(self, text: str) -> None:
        self.loop.run_until(lambda: self.question is not None)
        box = self.question
        assert box is not None
        QTest.mouseClick(next(each for each in box.buttons() if each.text() == text), Qt.MouseButton.LeftButton)
        self.loop.settle()

    @property
    def question(self) -> QMessageBox | None:
        assert self.exporting.dialog is not None
        return question(self.exporting.dialog)


@pytest.fixture(autouse=True)
def _frames_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latest_preview, "QUIET_MS", 0)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


@pytest.fixture
def desk(loop: GuiLoop, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(loop, tmp_path)
    yield desk
    if desk.exporting.dialog is not None:
        desk.exporting.dialog.reject()
    desk.window.close()
    desk.window.deleteLater()


def test_a_preset_gives_shape_and_size_and_the_crop_is_dragged(desk: Desk) -> None:
    dialog = desk.open()
    assert (dialog.plan.width, dialog.plan.height) == (1280, 720)
    dialog.form.preset.setCurrentIndex(1)
    desk.seen(dialog)
    assert (dialog.plan.width, dialog.plan.height) == (1080, 1920)
    middle = dialog.plan.clips[0].crop
    assert middle is not None
    assert middle.left == pytest.approx(1 - middle.right, abs=0.002), "the middle at first"
    view = dialog.views.crop
    start = view.frame_area.center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(view, (start + QPointF(-400, 0)).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=(start + QPointF(-400, 0)).toPoint())
    assert dialog.plan.clips[0].crop.left == 0.0  # type: ignore[union-attr]
    desk.press("Show the result", dialog)
    desk.seen(dialog)
    assert desk.exports.previewed[-1].clips[0].crop == dialog.plan.clips[0].crop
    assert dialog.views.result.pixmap.height() > dialog.views.result.pixmap.width()
    assert "1080 × 1920 · 29.97 fps" in dialog.footer.facts.text() or "30 fps" in dialog.footer.facts.text()
    portrait(dialog, "export_crop_light")


def test_bars_show_the_result_and_a_gif_is_silent_and_small(desk: Desk) -> None:
    dialog = desk.open()
    dialog.form.shape.setCurrentIndex(dialog.form.shape.findData("1:1"))
    desk.press("Bars", dialog)
    desk.seen(dialog)
    assert dialog.plan.fitting is Fitting.PAD
    assert dialog.views.shows_result
    desk.press("GIF", dialog)
    desk.seen(dialog)
    plan = dialog.plan
    assert (plan.encoding.container, plan.rate, min(plan.width, plan.height)) == ("gif", "15", 360)
    assert plan.audio.sound is Sound.NONE
    assert not dialog.audio.isEnabled()
    assert "no audio" in dialog.footer.caution.text()
    assert dialog.target.path is not None
    assert dialog.target.path.suffix == ".gif"


def test_the_part_is_chosen_by_its_times_and_by_the_bar(desk: Desk) -> None:
    dialog = desk.open()
    dialog.trim.start.setValue(1.5)
    assert (dialog.plan.clips[0].start, dialog.plan.clips[0].end) == (1.5, 5.0)
    bar = dialog.trim.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.rect().center() + QPointF(bar.width() * 0.3, 0).toPoint())
    end = dialog.plan.clips[0].end
    assert end == pytest.approx(4.0, abs=0.15)
    assert dialog.trim.end.value() == pytest.approx(end, abs=0.01)
    desk.seen(dialog)
    assert "2.5 s" in dialog.footer.facts.text()


def test_several_videos_are_joined_in_the_order_that_the_user_gives_them(desk: Desk) -> None:
    dialog = desk.open(desk.job("one"), desk.job("two"))
    assert dialog.windowTitle() == "Export 2 videos as one"
    desk.loop.run_story(dialog.videos.add_videos(["/there/three.mp4", "/there/text.mp4"]))
    assert "text.mp4" in dialog.videos.problem.text()
    named(QListWidget, "Videos in their order", within=dialog).setCurrentRow(2)
    desk.press("Earlier", dialog)
    names = [Path(clip.path).stem for clip in dialog.plan.clips]
    assert names == ["one", "three", "two"]
    desk.seen(dialog)
    portrait(dialog, "export_join_light")
    desk.press("Leave out", dialog)
    assert len(dialog.plan.clips) == 2


def test_dropped_videos_are_added_and_dropped_audio_is_used(desk: Desk) -> None:
    dialog = desk.open()
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(path) for path in ("/there/two.mp4", "/there/song.mp3")])
    middle, buttons, keys = QPointF(20, 20), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, content, buttons, keys)
    QApplication.sendEvent(dialog, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(middle, Qt.DropAction.CopyAction, content, buttons, keys))
    desk.loop.settle()
    assert [Path(clip.path).name for clip in dialog.plan.clips] == ["lighthouse.mp4", "two.mp4"]
    assert dialog.plan.audio.path == "/there/song.mp3"


def test_another_audio_file_lies_under_everything(desk: Desk) -> None:
    dialog = desk.open()
    desk.loop.run_story(dialog.audio.use_file("/there/song.mp3"))
    dialog.audio.start.setValue(3.0)
    dialog.audio.repeats.setChecked(False)
    audio = dialog.plan.audio
    assert (audio.sound, audio.path, audio.start, audio.repeats) == (Sound.FILE, "/there/song.mp3", 3.0, False)
    assert audio.fade_seconds > 0
    dialog.audio.fades.setChecked(False)
    assert dialog.plan.audio.fade_seconds == 0


def test_too_little_room_is_said_before_the_export(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(_folder: object) -> SimpleNamespace:
        return SimpleNamespace(free=2_000)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    dialog = desk.open()
    said = dialog.footer.caution.text()
    assert said.startswith("It needs about ")
    assert "only 2 KB are free there" in said.replace("2.0", "2").replace("kB", "KB")
    assert dialog.footer.export.isEnabled(), "the size is only an estimate"
    monkeypatch.undo()
    desk.loop.run_story(dialog.target._look_for_room(desk.folder))
    assert dialog.footer.caution.text() == ""


def test_a_free_name_is_proposed_and_a_taken_one_is_asked_for(desk: Desk) -> None:
    (desk.folder / "lighthouse_export.mp4").write_text("mine")
    dialog = desk.open()
    assert dialog.target.name.text() == "lighthouse_export (2).mp4"
    dialog.target.name.clear()
    QTest.keyClicks(dialog.target.name, "a/b")
    assert not dialog.footer.export.isEnabled()
    assert dialog.footer.caution.text().startswith("Enter a file name")
    assert "Enter a file name" in dialog.footer.export.toolTip()
    dialog.target.name.clear()
    QTest.keyClicks(dialog.target.name, "lighthouse_export")
    QTest.mouseClick(dialog.footer.export, Qt.MouseButton.LeftButton)
    desk.answer("Choose another name")
    assert desk.exports.added == []
    QTest.mouseClick(dialog.footer.export, Qt.MouseButton.LeftButton)
    desk.answer("Replace")
    ((plan, target, may_replace),) = desk.exports.added
    assert (target.name, may_replace) == ("lighthouse_export.mp4", True)
    assert plan.clips[0].path.endswith("lighthouse.mp4")
    assert desk.exporting.dialog is None, "closed"
    assert EXPORT_CHOICES.name in desk.memory.values


def test_the_prompt_goes_into_the_file_only_if_the_user_wants_it(desk: Desk) -> None:
    dialog = desk.open()
    assert dialog.plan.description == ""
    dialog.describes.setChecked(True)
    assert dialog.plan.description == desk.job().prompt != ""


def test_progress_is_shown_and_an_end_is_told(desk: Desk) -> None:
    dialog = desk.open()
    QTest.mouseClick(dialog.footer.export, Qt.MouseButton.LeftButton)
    desk.loop.settle()
    waiting = desk.exporting.exports["1"]
    desk.exports.changed_signal.emit(replace(waiting, stage=ExportStage.RUNNING, share=0.42, seconds_left=12.0))
    progress = desk.window.findChild(ExportProgress)
    assert progress is not None
    assert progress.isVisibleTo(desk.window)
    assert progress.line.text() == "Exporting lighthouse_export.mp4 · 42 % · 0:12 left"
    assert desk.exporting.unfinished == 1
    assert progress.height() == QLabel("Practice").sizeHint().height(), "the window's content stays where it is"
    portrait(desk.window, "export_progress")
    desk.press("Cancel export", progress)
    assert desk.exports.cancelled == ["1"]
    desk.exporting.show_queue()
    result = ExportResult(width=64, height=64, seconds=3.2, size_bytes=2_100_000, missing_seconds=1.8)
    desk.exports.changed_signal.emit(replace(waiting, stage=ExportStage.DONE, share=1.0, result=result))
    assert not progress.isVisibleTo(desk.window)
    assert desk.notices.sentence.startswith("Exported: lighthouse_export.mp4, 2.1 MB. It is only 3.2 s long")
    failed = Export(
        id="2",
        plan=waiting.plan,
        target=str(desk.folder / "b.mp4"),
        stage=ExportStage.FAILED,
        problem=Sentence.EXPORT_VIDEO_GONE,
        values={"file": "x.mp4"},
    )
    desk.exports.changed_signal.emit(failed)
    assert desk.notices.sentence.startswith("The video “x.mp4” is no longer where it was.")
    (notice,) = [each for each in desk.notices.waiting if each.owner.about == "2"]
    desk.notices.press(notice, notice.buttons[0])
    desk.loop.settle()
    assert desk.exports.added[-1][1].name == "b.mp4", "exported again"
    queue = desk.exporting.queue_dialog
    assert queue is not None
    portrait(queue, "export_queue")
    queue.close()


@pytest.mark.parametrize(("language", "theme"), [("zh_CN", Theme.LIGHT), ("en", Theme.DARK)])
def test_the_dialog_fits_a_small_window_in_every_look(
    qapp: QApplication, loop: GuiLoop, tmp_path: Path, language: str, theme: Theme
) -> None:
    translator = QTranslator()
    translator.load(str(resource_path("translations", f"wandesk_{language}.qm")))
    qapp.installTranslator(translator)
    apply_look(qapp, theme)
    desk = Desk(loop, tmp_path, language)
    try:
        dialog = desk.open()
        dialog.form.preset.setCurrentIndex(2)
        desk.loop.run_story(dialog.audio.use_file("/there/song.mp3"))
        dialog.resize(1004, 600)
        desk.seen(dialog)
        portrait(dialog, f"export_{language}_{theme.value}")
        assert dialog.minimumSizeHint().width() <= 1004
        assert dialog.minimumSizeHint().height() <= 600
        dialog.reject()
    finally:
        qapp.removeTranslator(translator)
        apply_look(qapp, Theme.LIGHT)
        desk.window.deleteLater()
