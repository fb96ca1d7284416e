"""The window as a whole: names of all controls, keyboard access, and the connections between its parts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from tests.support.gui import lateness, until
from tests.support.kept_files import is_kept_copy
from tests.support.program import ready_program, run_on_loop, window_of
from tests.support.widgets import question
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.errors import Remedy
from wandesk.domain.job import JobStage
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.table import ASK_BEFORE_CLOSING

CONTRACT = tomllib.loads((Path(__file__).parents[1] / "support" / "accessible_names.toml").read_text("utf-8"))
"""The agreed names, by the name of the role."""


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    with ready_program(tmp_path / "profile") as running:
        yield running


def settings(window: QWidget) -> SettingsDialog | None:
    return next(iter(window.findChildren(SettingsDialog)), None)


def generate(window: QWidget) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == "Generate")


def interactive(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit, QSlider)
    return [each for each in window.findChildren(QWidget) if isinstance(each, kinds)]


def test_controls_have_their_agreed_names_and_roles(program: Application) -> None:
    window = window_of(program)
    found: dict[str, set[str]] = {}
    for each in (window, *window.findChildren(QWidget)):
        if not each.accessibleName():
            continue
        face = QAccessible.queryAccessibleInterface(each)
        labels = {other.text(QAccessible.Text.Name) for other, _ in face.relations(QAccessible.RelationFlag.Label)}
        found.setdefault(face.role().name, set()).update(labels, {face.text(QAccessible.Text.Name)})
    missing = {role: set(expected) - found.get(role, set()) for role, expected in CONTRACT.items()}
    assert {role: lacking for role, lacking in missing.items() if lacking} == {}
    assert any(each.accessibleName().startswith("Estimated price") for each in window.findChildren(QLabel))


def test_every_control_has_a_name_and_icons_have_tooltips(program: Application) -> None:
    for each in interactive(window_of(program)):
        if each.objectName().startswith("qt_"):  # Qt's own parts inside a widget
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        assert interface is not None
        name = interface.text(QAccessible.Text.Name) or each.accessibleName()
        assert name, f"{each!r} has no name"
        if isinstance(each, QAbstractButton) and not each.text():
            assert each.toolTip() or each.accessibleName() == "First frame", f"{each!r} has no tooltip"


def test_tab_reaches_prompt_and_generate(program: Application) -> None:
    window = window_of(program)
    seen: list[str] = []
    first = window.focusWidget()
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        if focused is first:
            break
        seen.append(focused.accessibleName())
    for name in ("Region", "Model", "First frame", "Resolution", "Duration", "Generate"):
        assert name in seen, f"{name} is not reached: {seen}"


def test_pasted_pixels_become_the_picture(program: Application) -> None:
    window = window_of(program)
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    before = window.composer.draft.picture

    async def story() -> None:
        window.menus.action("paste").trigger()
        await until(lambda: window.composer.draft.picture not in (None, before), within=20)

    run_on_loop(program, story())
    picture = window.composer.draft.picture
    assert picture is not None
    assert (picture.facts.width, picture.facts.height, picture.facts.format) == (640, 480, "PNG")


def test_pasted_file_becomes_the_picture_and_text_goes_to_the_prompt(program: Application, tmp_path: Path) -> None:
    window = window_of(program)
    file = tmp_path / "pasted.jpg"
    file.write_bytes(read_sample("en").picture.read_bytes())
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(content)

    async def story() -> None:
        window.menus.action("paste").trigger()
        await until(
            lambda: (p := window.composer.draft.picture) is not None and is_kept_copy(p.path, of=file), within=20
        )

    run_on_loop(program, story())
    prompt = next(each for each in window.findChildren(QPlainTextEdit) if each.accessibleName() == "Prompt")
    prompt.setFocus()
    prompt.selectAll()
    QGuiApplication.clipboard().setText("a storm comes up")
    window.menus.action("paste").trigger()
    assert window.composer.draft.prompt == "a storm comes up"


def test_repeated_order_soon_after_asks_with_cancel_focused(program: Application) -> None:
    window = window_of(program)

    async def story() -> None:
        window.composer.generate()
        await until(lambda: window.jobs.model.rowCount() == 1 and not window.composer._press.is_busy, within=20)
        await until(lambda: window.composer.takes_press, within=5)
        window.composer.generate()
        await until(lambda: question(window) is not None, within=10)
        box = question(window)
        assert box is not None
        assert "Order this video again" in box.text()
        assert box.defaultButton().text() == "Cancel"
        box.defaultButton().click()
        await until(lambda: question(window) is None, within=10)
        await until(lambda: not window.composer._press.is_busy, within=10)
        assert window.jobs.model.rowCount() == 1

    run_on_loop(program, story())


def test_repeated_order_asks_while_the_first_is_unsent(program: Application) -> None:
    """Without a key or while paused, nothing seems to happen. A later press then means one video, not two."""
    window = window_of(program)

    async def story() -> None:
        window.menus.action("pause_all").trigger()
        window.composer.generate()
        await until(lambda: list(window.jobs.model.unsent_that_wait()), within=20)
        await until(lambda: window.composer.takes_press, within=10)
        assert window.orders.form is not None
        window.orders.form._repeats.refused()  # as after ten seconds, or another start
        window.composer.generate()
        await until(lambda: question(window) is not None, within=10)
        box = question(window)
        assert box is not None
        assert "already waiting to be sent" in box.informativeText()
        box.defaultButton().click()
        await until(lambda: window.composer.takes_press, within=10)
        assert window.jobs.model.rowCount() == 1
        window.composer.cards.prompt.field.setPlainText("another one")
        window.composer.generate()
        await until(lambda: window.jobs.model.rowCount() == 2, within=10)
        assert question(window) is None

    run_on_loop(program, story())


def test_escape_leaves_full_screen(program: Application) -> None:
    window = window_of(program)

    async def story() -> None:
        window.menus.action("full_screen").trigger()
        await until(window.isFullScreen, within=5)
        QTest.keyClick(window.composer.cards.prompt.field, Qt.Key.Key_Escape)
        await until(lambda: not window.isFullScreen(), within=5)

    run_on_loop(program, story())


def test_settings_open_beside_the_running_window(program: Application) -> None:
    window = window_of(program)

    async def story() -> None:
        window.settings.open()
        await until(lambda: (d := settings(window)) is not None and d.isVisible(), within=10)
        dialog = settings(window)
        assert dialog is not None
        fields = {each.accessibleName() for each in dialog.findChildren(QWidget)}
        assert {"API key for Singapore", "API key for Beijing", "Remove key for Singapore"} <= fields
        dialog.close()
        await until(lambda: settings(window) is None, within=10)

    run_on_loop(program, story())


def test_new_language_is_announced_in_that_language(program: Application) -> None:
    window = window_of(program)

    async def story() -> None:
        window.menus.language_chosen.emit("zh_CN")
        assert window.notices.sentence == "重启 Wan Desk 以切换语言。"
        window.menus.language_chosen.emit("en")
        assert window.notices.sentence.startswith("You are practising"), "that language is in use already"

    run_on_loop(program, story())


def test_proxy_password_request_leads_to_the_settings(program: Application) -> None:
    window = window_of(program)
    obstacle = Obstacle(sentence=Sentence.CLOUD_PROXY_PASSWORD, remedy=Remedy.PROXY)

    async def story() -> None:
        program.bridge.progressed(Progress(job_id="job", waits_for=WaitReason.NETWORK, obstacle=obstacle))
        assert window.notices.sentence.startswith("The proxy requires a user name and password.")
        (button,) = [
            each for each in window.findChildren(QPushButton) if each.isVisible() and each.text() == "Open Settings"
        ]
        button.click()
        await until(lambda: (d := settings(window)) is not None and d.isVisible(), within=10)
        assert window.notices.sentence.startswith("The proxy requires"), "Settings may be closed without a password"
        dialog = settings(window)
        assert dialog is not None
        dialog.close()
        await until(lambda: settings(window) is None, within=10)
        program.bridge.progressed(Progress(job_id="job"))
        assert window.notices.sentence.startswith("You are practising"), "the key card was not lost behind it"

    run_on_loop(program, story())


def test_closing_during_practice_asks_until_told_not_to(program: Application, qapp: QApplication) -> None:
    window = window_of(program)
    qapp.setQuitOnLastWindowClosed(False)  # as the program does: the story outlives its window

    async def story() -> None:
        window.composer.generate()
        await until(lambda: window.updates.workload.practising, within=20)
        assert not window.close()
        await until(lambda: question(window) is not None, within=10)
        box = question(window)
        assert box is not None
        assert "practice video" in box.text() + box.informativeText()
        box.checkBox().setChecked(True)
        next(each for each in box.buttons() if each.text() == "Close").click()
        await until(lambda: not window.isVisible(), within=10)
        assert not program.preferences.get(ASK_BEFORE_CLOSING.option)
        assert window.close()

    try:
        run_on_loop(program, story())
    finally:
        qapp.setQuitOnLastWindowClosed(True)


def test_gui_never_freezes_while_a_video_is_made_and_played(program: Application) -> None:
    """design.md 10: a freeze over 250 ms fails. Creating the player is exempt: it is made once the window stands."""
    window = window_of(program)

    async def story() -> None:
        await until(lambda: window.stage.player.view._surface is not None, within=30)
        window.composer.generate()

        def is_done() -> bool:
            job = window.jobs.selected_job()
            return job is not None and job.stage is JobStage.DONE

        with lateness() as late:
            await until(is_done, within=30)
        assert max(late) < 0.25, f"{max(late):.3f} s"
        job = window.jobs.selected_job()
        assert job is not None
        window.stage.play()
        await until(lambda: window.stage.player.playback.frames.has_frame, within=20)
        window.stage.release()
        with lateness() as late:
            window.stage.play()
            await until(lambda: window.stage.player.playback.frames.has_frame, within=20)
            QTest.mouseClick(window.composer, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
        assert max(late) < 0.25, f"{max(late):.3f} s"

    run_on_loop(program, story())
