"""One story for each kind of value, through the window in Practice: what was chosen is seen in the saved video."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageStat
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox

from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from tests.support.widgets import named, question
from wandesk.app.application import Application
from wandesk.domain.job import Job, JobStage
from wandesk.ui.main_window import MainWindow

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 160, 30)
FPS = 10
Colour = tuple[float, float, float]


@pytest.fixture(autouse=True)
def _fast_practice(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")


def picture(folder: Path, name: str, colour: tuple[int, int, int]) -> Path:
    path = folder / name
    Image.new("RGB", (640, 480), colour).save(path)
    return path


def clip(folder: Path) -> Path:
    path = folder / "beach.mov"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(3 * FPS):
            image = Image.new("RGB", (320, 240), BLUE if number < FPS else GREEN)
            frame: Any = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def choose(window: MainWindow, name: str, key: str) -> None:
    box = named(QComboBox, name, within=window.composer)
    assert isinstance(box, QComboBox)
    index = box.findData(key)
    assert index >= 0, f"{name} has no {key}"
    box.setCurrentIndex(index)


def press(window: MainWindow, name: str) -> None:
    button = named(QAbstractButton, name, within=window.composer)
    assert isinstance(button, QAbstractButton)
    button.click()


async def drop(window: MainWindow, path: Path, *, zone: int) -> None:
    """Drag a file over the form and drop it on that zone, counted from the top."""
    composer = window.composer
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(composer, QDragEnterEvent(composer.rect().center(), copy, mime, left, keys))
    count = len(composer.drops.overlay.zones)
    where = QPointF(composer.width() / 2, composer.height() * (zone + 0.5) / count)
    QApplication.sendEvent(composer, QDropEvent(where, copy, mime, left, keys))
    await until(lambda: not composer.is_reading, within=20)


async def made(window: MainWindow) -> Job:
    """Press Generate and wait for the saved video. A question about an equal request, if it comes, is answered Yes."""
    before = window.jobs.selected_job()
    press(window, "Generate")

    def finished() -> Job | None:
        if (box := question(window)) is not None:
            (again,) = (each for each in box.buttons() if each is not box.defaultButton())
            again.click()
        job = window.jobs.selected_job()
        is_new = job is not None and (before is None or job.id != before.id)
        return job if job is not None and is_new and job.stage.is_final else None

    await until(lambda: finished() is not None, within=90)
    job = finished()
    assert job is not None
    assert job.stage is JobStage.DONE, job.problem
    return job


def frames(job: Job) -> list[Any]:
    assert job.video is not None
    with av.open(job.video.path) as container:
        return [frame.to_image() for frame in container.decode(container.streams.video[0])]  # type: ignore[no-untyped-call]


def is_mostly(image: Image.Image, colour: tuple[int, int, int]) -> bool:
    mean = ImageStat.Stat(image).mean
    return mean.index(max(mean)) == colour.index(max(colour))


def tell(tmp_path: Path, story: Callable[[MainWindow], Awaitable[None]]) -> None:
    """Run a story in a program whose form holds a red picture."""

    async def whole(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        await drop(window, picture(tmp_path, "first.png", RED), zone=0)
        await story(window)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, whole(program))


def test_first_and_last_frame_model_ends_with_the_last_picture(tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        choose(window, "Model", "wan2.2-kf2v-flash")
        await drop(window, picture(tmp_path, "last.png", BLUE), zone=1)
        job = await made(window)
        shown = frames(job)
        assert is_mostly(shown[0], RED)
        assert is_mostly(shown[-1], BLUE)
        press(window, "Seamless loop")
        looped = await made(window)
        assert looped.request.last_frame == looped.request.first_frame
        assert is_mostly(frames(looped)[-1], RED)

    tell(tmp_path, story)


def test_video_continues_a_clip(tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        choose(window, "Model", "wan2.7-i2v")
        await drop(window, clip(tmp_path), zone=1)
        job = await made(window)
        shown = frames(job)
        assert is_mostly(shown[0], BLUE)
        assert is_mostly(shown[round(0.5 * len(shown))], GREEN)
        assert is_mostly(shown[-1], GREEN)
        assert job.video is not None
        assert job.video.facts.seconds == pytest.approx(5.0, abs=0.2)

    tell(tmp_path, story)


def test_effect_is_made_without_a_prompt(tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        choose(window, "Model", "wan2.1-i2v-turbo")
        window.composer.cards.prompt.field.set_text("waves")
        choose(window, "Effect", "squish")
        job = await made(window)
        assert (job.request.template, job.request.prompt) == ("squish", "")
        above = frames(job)[len(frames(job)) // 2].crop((60, 0, 100, 20))
        assert max(ImageStat.Stat(above).mean) < 60  # the picture is squeezed to the ground
        assert window.jobs.view.model().index(0, 0).data() is not None

    tell(tmp_path, story)


def test_newest_model_takes_a_shape_and_chooses_the_length(tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        choose(window, "Model", "wan3.0-video")
        choose(window, "Duration", "-1")
        choose(window, "Aspect ratio", "9:16")
        job = await made(window)
        assert job.video is not None
        facts = job.video.facts
        assert facts.height > 1.6 * facts.width
        assert job.usage is not None
        assert job.usage.seconds == pytest.approx(facts.seconds, abs=0.2)

    tell(tmp_path, story)


def test_fixed_seed_makes_the_same_request_and_the_same_video(tmp_path: Path) -> None:
    async def story(window: MainWindow) -> None:
        fixed = named(QCheckBox, "Fixed seed", within=window.composer)
        assert isinstance(fixed, QCheckBox)
        fixed.setChecked(True)
        assert window.composer.draft.seed is not None
        one, other = await made(window), await made(window)
        assert one.request == other.request
        assert [frame.tobytes() for frame in frames(one)] == [frame.tobytes() for frame in frames(other)]
        fixed.setChecked(False)
        free = await made(window)
        assert free.request.seed is None

    tell(tmp_path, story)
