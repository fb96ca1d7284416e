"""The main story, offscreen: a dropped picture becomes a video that plays, and a restart loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from tests.support.gui import until
from tests.support.kept_files import is_kept_copy
from tests.support.program import ask_practice, ready, run_on_loop, running_program, window_of
from tests.support.widgets import named
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Field, changed_offer, new_draft
from wandesk.domain.job import Job, JobStage
from wandesk.domain.progress import WaitReason
from wandesk.domain.request import is_request_of
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.catalogue_override import load_catalogues
from wandesk.ui.composer.offers import Offer
from wandesk.ui.export.dialog import ExportDialog
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.wording.waits import waiting_text

FAST = "--tiny --speed 20"


@pytest.fixture(autouse=True)
def _fast_practice(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", FAST)


def button(window: QWidget, name: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name)


def card(window: QWidget, name: str) -> QWidget:
    return next(each for each in window.findChildren(QWidget) if each.accessibleName() == name)


def drop(target: QWidget, *paths: Path) -> None:
    """The event Qt delivers when another program drops files."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = QPointF(target.rect().center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, content, buttons, keys)
    QApplication.sendEvent(target, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(target, QDropEvent(middle, Qt.DropAction.CopyAction, content, buttons, keys))


async def order_at_the_cloud(program: Application) -> None:
    """Submit the sample and wait until its task exists."""
    window = window_of(program)
    await ready(program)
    window.composer.generate()

    def is_at_the_cloud() -> bool:
        job = window.jobs.selected_job()
        return job is not None and job.task_id is not None

    await until(is_at_the_cloud, within=30)


def holds_copy(window: MainWindow, picture: Path) -> bool:
    """Whether the form holds a kept copy of the picture."""
    held = window.composer.draft.picture
    return held is not None and is_kept_copy(held.path, of=picture)


def write_own_list(profile: Path, text: str) -> None:
    """The user's own list of models."""
    profile.mkdir()
    (profile / "models.toml").write_text(text, "utf-8")


async def finished(program: Application) -> Job:
    window = window_of(program)

    def job() -> Job | None:
        return window.jobs.selected_job()

    await until(lambda: (each := job()) is not None and each.stage.is_final, within=40)
    selected = job()
    assert selected is not None
    return selected


async def export_as_gif(window: MainWindow, job: Job) -> None:
    """Export with the keys and the buttons that a user has, and wait for the file."""
    assert job.video is not None
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.findChild(ExportDialog) is not None, within=10)
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    await until(dialog.footer.export.isEnabled, within=10)
    dialog.form.shape.setCurrentIndex(dialog.form.shape.findData("1:1"))
    named(QAbstractButton, "GIF", within=dialog).click()
    await until(lambda: dialog.target.name.text().endswith("_1x1.gif"), within=10)
    dialog.footer.export.click()
    await until(lambda: window.notices.sentence.startswith("Exported: "), within=30)
    (made,) = Path(job.video.path).parent.glob("*_1x1.gif")
    assert made.read_bytes().startswith(b"GIF89a")


def test_from_a_dropped_picture_to_a_delivered_frame_and_an_export(tmp_path: Path) -> None:
    picture = tmp_path / "My Picture 猫.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        drop(card(window, "First frame"), picture)
        await until(lambda: holds_copy(window, picture), within=20)
        QTest.mouseClick(button(window, "Generate"), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        job = await finished(program)
        assert job.stage is JobStage.DONE, job.problem
        assert job.video is not None
        assert Path(job.video.path).parent == tmp_path / "profile" / "videos"
        assert job.video.facts.video_codec == "h264"
        assert job.video.facts.seconds == pytest.approx(5.0, abs=0.1)
        window.stage.play()
        await until(lambda: window.stage.player.playback.frames.has_frame, within=20)
        await export_as_gif(window, job)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_a_restart_shows_every_job_and_resumes_the_open_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 1")

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, order_at_the_cloud(program))

    monkeypatch.setenv("WANDESK_PRACTICE", FAST)

    async def go_on(program: Application) -> None:
        window = window_of(program)
        await until(lambda: window.jobs.model.rowCount() == 1, within=30)
        window.jobs.select(window.jobs.model.id_at(0))
        job = await finished(program)
        assert job.stage is JobStage.DONE, job.problem

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, go_on(program))


@pytest.mark.logs("waits|Practice ended")
@pytest.mark.parametrize("stage", [JobStage.WAITING, JobStage.GENERATING])
def test_practice_is_restarted_after_a_kill_and_the_job_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: JobStage
) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 2")
    waits = waiting_text(WaitReason.PRACTICE)

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.composer.generate()
        await until(lambda: (job := window.jobs.selected_job()) is not None and job.stage is stage, within=30)
        before = window.jobs.selected_job()
        assert before is not None
        assert before.task_id is not None
        texts: list[str] = []
        model = window.jobs.model

        def note() -> None:
            text = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
            if not texts or waits in text or waits in texts[-1]:
                texts.append(text)

        note()
        model.dataChanged.connect(note)
        assert program.host.backend is not None
        practice = program.host.backend.practice
        pid = practice.pid
        assert pid is not None
        os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)  # either kills at once
        job = await finished(program)
        model.dataChanged.disconnect(note)
        assert job.stage is JobStage.DONE, job.problem
        assert job.task_id == before.task_id
        assert waits not in texts[0]
        assert any(waits in text for text in texts), texts
        assert waits not in texts[-1]
        assert practice.pid not in (None, pid)
        kept = await ask_practice(program, "ledger")
        assert kept["counts"]["create"] == kept["tasks_made"] == 1

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_an_early_drop_is_not_replaced_by_the_sample(tmp_path: Path) -> None:
    picture = tmp_path / "mine.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())

    async def story(program: Application) -> None:
        window = window_of(program)
        window.take_files([str(picture)])
        await until(lambda: window.notices.sentence, within=30)  # the first-run card is shown last
        card = window.composer.cards.first_frame
        await until(lambda: window.composer.draft.picture is not None and not card.target.is_reading, within=30)
        draft = window.composer.draft
        assert draft.picture is not None
        assert is_kept_copy(draft.picture.path, of=picture)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


@pytest.mark.parametrize("given", ["picture", "sound"])
def test_a_command_line_file_replaces_only_files_of_its_kind(tmp_path: Path, given: str) -> None:
    sample = read_sample("en")
    mine = {"picture": tmp_path / "mine.jpg", "sound": tmp_path / f"mine{sample.audio.suffix}"}
    other = {"picture": tmp_path / "other.jpg", "sound": tmp_path / f"other{sample.audio.suffix}"}
    for folder in (mine, other):
        folder["picture"].write_bytes(sample.picture.read_bytes())
        folder["sound"].write_bytes(sample.audio.read_bytes())

    def stands(program: Application, wanted: dict[str, Path]) -> bool:
        draft = window_of(program).composer.draft
        return (draft.picture is not None and is_kept_copy(draft.picture.path, of=wanted["picture"])) and (
            draft.audio is not None and is_kept_copy(draft.audio.path, of=wanted["sound"])
        )

    async def story(program: Application, wanted: dict[str, Path]) -> None:
        await until(lambda: stands(program, wanted), within=30)

    with running_program(tmp_path / "profile", [str(each) for each in mine.values()]) as program:
        run_on_loop(program, story(program, mine))
    with running_program(tmp_path / "profile", [str(other[given])]) as program:
        window_of(program).composer.cards.prompt.field.setPlainText("typed before anything is read again")
        run_on_loop(program, story(program, {**mine, given: other[given]}))
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program, {**mine, given: other[given]}))


WRONG_LISTS = (
    ("default_multiple = 16", "default_multiple = 0", "models.toml, size_rule.default_multiple: "),
    ("schema = 1", "schema = ", "models.toml: Invalid value (at line 13"),
)
"""(text in the catalogue, its replacement, the place that the window then names)."""


@pytest.mark.logs("nothing can be ordered: ")
def test_with_a_broken_catalogue_videos_play_and_jobs_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def orders_two(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.composer.generate()
        assert (await finished(program)).stage is JobStage.DONE
        await program.bridge.set_paused(is_paused=True)
        window.composer.cards.prompt.field.setPlainText("a storm comes up")
        window.composer.generate()
        await until(lambda: window.jobs.model.rowCount() == 2, within=10)

    async def looks_on(program: Application, place: str) -> None:
        window = window_of(program)
        await until(lambda: window.jobs.model.rowCount() == 2, within=20)
        visible = "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
        assert "Wan Desk can't order videos right now" in visible
        assert "press Generate" not in visible
        assert place in visible
        assert window.notices.sentence == ""
        for wish in ("generate", "open_picture", "find_missing", "resume_all"):
            assert not window.menus.action(wish).isEnabled()
        window.take_files([str(read_sample("en").picture)])
        window.settings.open()
        assert "No region can be shown" in "\n".join(label.text() for label in window.findChildren(QLabel))
        waiting, done = (window.jobs.model.id_at(row) for row in (0, 1))
        window.jobs.select(waiting)
        await until(lambda: (job := window.jobs.selected_job()) is not None and job.id == waiting, within=10)
        job = window.jobs.selected_job()
        assert job is not None
        assert job.stage is JobStage.QUEUED
        window.jobs.select(done)
        await until(lambda: (job := window.jobs.selected_job()) is not None and job.id == done, within=10)
        job = window.jobs.selected_job()
        assert job is not None
        window.stage.play()
        await until(lambda: window.stage.player.playback.frames.has_frame, within=20)

    async def goes_on(program: Application) -> None:
        window = window_of(program)
        await until(lambda: window.jobs.model.rowCount() == 2, within=20)
        window.jobs.select(window.jobs.model.id_at(0))
        assert (await finished(program)).stage is JobStage.DONE

    text = resource_path("models.toml").read_text("utf-8")
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, orders_two(program))
    for old, new, place in WRONG_LISTS:
        assert old in text
        (tmp_path / "models.toml").write_text(text.replace(old, new, 1), "utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(
                "wandesk.app.catalogue.load_catalogues", lambda own: load_catalogues(own, tmp_path / "models.toml")
            )
            with running_program(tmp_path / "profile") as program:
                run_on_loop(program, looks_on(program, place))
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, goes_on(program))


OWN_LIST = """
schema = 1
compiled = "2027-01-15"
[[model]]
key = "wan2.5-i2v-preview"
  [[model.offer]]
  region = "singapore"
  price = [{ res = "480P", per_s = 0.062 }]
"""


@pytest.mark.logs("the user's own list of models is not used: ")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = [", "models.toml: "),
        (OWN_LIST.replace("per_s", "per_second"), "models.toml, model.wan2.5-i2v-preview.offer"),
    ],
)
def test_with_a_broken_list_of_their_own_users_order_from_the_shipped_one(
    tmp_path: Path, text: str, place: str
) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        notice = window.notices.of(Owner(NoticeAct.OWN_MODELS))
        assert notice is not None
        assert place in notice.sentence
        assert str(tmp_path / "profile" / "models.toml") in notice.sentence
        assert "$0.25 in Singapore" in window.composer.footer.price_label.accessibleName()
        window.composer.generate()
        assert (await finished(program)).stage is JobStage.DONE

    write_own_list(tmp_path / "profile", text)
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_list_of_their_own_changes_what_users_see(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        assert window.notices.of(Owner(NoticeAct.OWN_MODELS)) is None
        assert "$0.31 in Singapore" in window.composer.footer.price_label.accessibleName()

    write_own_list(tmp_path / "profile", OWN_LIST)
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_twenty_clicks_submit_once(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        generate = button(window, "Generate")
        for _ in range(20):
            QTest.mouseClick(generate, Qt.MouseButton.LeftButton)
        await finished(program)
        assert window.jobs.model.rowCount() == 1

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_a_restart_restores_the_form_and_shows_the_newest_job(tmp_path: Path) -> None:
    picture = tmp_path / "mine.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())

    async def first(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.take_files([str(picture)])
        await until(lambda: holds_copy(window, picture), within=20)
        assert window.composer.draft.prompt == "", "the sample's prompt comes with its picture"
        window.composer.cards.prompt.field.setPlainText("a storm comes up")
        seed, switch = named(QCheckBox, "Fixed seed", within=window), named(QCheckBox, "Watermark", within=window)
        window.composer.cards.video.more_chip.click()
        seed.click()
        switch.click()
        QTest.keyClicks(named(QPlainTextEdit, "Negative prompt", within=window), "people")
        number = window.composer.draft.seed
        assert number is not None
        kept.append(number)
        window.composer.generate()
        request = (await finished(program)).request
        assert (request.seed, request.watermark, request.negative_prompt) == (number, True, "people")

    async def second(program: Application) -> None:
        window = window_of(program)
        await until(lambda: window.jobs.selected_job() is not None, within=20)
        await until(lambda: window.composer.draft.picture is not None, within=20)
        assert window.composer.draft.picture is not None
        assert Path(window.composer.draft.picture.path).name == picture.name
        draft = window.composer.draft
        assert draft.prompt == "a storm comes up"
        assert (draft.seed, draft.watermark, draft.negative_prompt) == (kept[0], True, "people")
        assert window.composer.cards.video.more_chip.text() == "More · 3"

    kept: list[int] = []
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, first(program))
    picture.unlink()  # it was in a temporary folder
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, second(program))


def test_a_restart_restores_files_that_were_in_a_temporary_folder(tmp_path: Path) -> None:
    """The last frame, and audio that is not in use, come back although their folder is gone."""
    sample = read_sample("en")
    brought = {"last": tmp_path / "brought" / "last.jpg", "audio": tmp_path / "brought" / f"a{sample.audio.suffix}"}
    brought["last"].parent.mkdir()
    brought["last"].write_bytes(sample.picture.read_bytes())
    brought["audio"].write_bytes(sample.audio.read_bytes())

    async def first(program: Application) -> None:
        await ready(program)
        composer = window_of(program).composer
        composer.set_draft(changed_offer(composer.draft, load_catalogue(), model_key="wan2.7-i2v"))
        composer.second.offer(Offer(places=(str(brought["last"]),)), Field.LAST_FRAME)
        composer.offer_files([str(brought["audio"])])
        await until(lambda: composer.draft.last_frame is not None and composer.draft.audio is not None, within=20)
        composer.cards.audio.chosen.emit("sound_choice", SoundChoice.AUTOMATIC)
        await until(lambda: not composer.is_reading, within=20)

    async def second(program: Application) -> None:
        composer = window_of(program).composer
        await until(lambda: composer.draft.last_frame is not None and composer.draft.audio is not None, within=30)
        assert composer.draft.last_frame is not None
        assert Path(composer.draft.last_frame.path).name == "last.jpg"
        assert composer.draft.sound_choice is SoundChoice.AUTOMATIC

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, first(program))
    shutil.rmtree(brought["last"].parent)
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, second(program))


def test_the_window_is_destroyed_while_a_video_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window is destroyed without being closed: Qt waits for its players, and these for Python."""
    monkeypatch.setenv("WANDESK_PRACTICE", FAST)

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.composer.generate()
        await finished(program)
        window.stage.play()
        await until(lambda: window.stage.player.playback.frames.has_frame, within=20)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))
        monkeypatch.setattr(window_of(program), "close_at_once", lambda: None)


def test_the_settings_of_a_job_fill_the_form_although_its_picture_is_gone(tmp_path: Path) -> None:
    """The copy of the picture is used, under the user's own name, and outlives the job."""
    picture = tmp_path / "My Picture 猫.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        drop(card(window, "First frame"), picture)
        await until(lambda: holds_copy(window, picture), within=20)
        window.composer.cards.prompt.field.setPlainText("A cat stretches")
        await until(lambda: window.composer.takes_press, within=20)
        window.composer.generate()
        job = await finished(program)
        picture.unlink()
        window.composer.set_draft(new_draft(load_catalogue(), "practice"))
        window.dispatcher.request(JobActionKey.USE_SETTINGS, [job])
        await until(lambda: window.composer.draft.picture is not None, within=20)
        draft = window.composer.draft
        assert draft.picture is not None
        assert draft.picture.name == "My Picture 猫.jpg"
        assert Path(draft.picture.path).read_bytes() == read_sample("en").picture.read_bytes()
        assert (draft.prompt, draft.resolution, draft.seconds) == ("A cat stretches", "480P", 5)
        assert is_request_of(job.request, draft, load_catalogue())

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))
