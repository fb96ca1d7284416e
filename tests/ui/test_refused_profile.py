"""A profile without a usable folder: a dialog says which one, why, and what to do, and closes when it can be used."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tests.support.gui import GuiLoop, english_loop, until
from wandesk.app import profile_tries, refused_profile
from wandesk.app.profile_tries import ProfileTries
from wandesk.app.refused_profile import until_usable
from wandesk.domain.errors import FolderRefused
from wandesk.settings.paths import Profile, profile_at


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as running:
        yield running


@pytest.fixture(autouse=True)
def _retries_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_profile, "RETRY_EVERY", 0.05)
    monkeypatch.setattr(profile_tries, "ANSWERS_WITHIN", 0.2)


def shown_dialog() -> QMessageBox | None:
    boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
    return boxes[0] if boxes else None


async def dialog_about(text: str) -> QMessageBox:
    def is_shown() -> bool:
        box = shown_dialog()
        return box is not None and text in box.informativeText()

    await until(is_shown)
    box = shown_dialog()
    assert box is not None
    return box


def pressed(box: QMessageBox, text: str) -> None:
    next(each for each in box.findChildren(QPushButton) if each.text() == text).click()


def refusal_of(profile: Profile) -> FolderRefused:
    with pytest.raises(FolderRefused) as raised:
        profile.prepare()
    return raised.value


def opening(loop: GuiLoop, profile: Profile) -> asyncio.Task[bool]:
    task: asyncio.Task[bool] = loop.spawn(
        "profile", until_usable(ProfileTries(profile), refusal_of(profile), loop.spawn)
    )
    return task


def test_the_window_opens_when_the_drive_of_the_profile_is_back(loop: GuiLoop, tmp_path: Path) -> None:
    profile = profile_at(tmp_path / "drive" / "profile")

    async def story() -> None:
        waiting = opening(loop, profile)
        box = await dialog_about("isn't there")
        assert box.text() == "Wan Desk can't use its folder"
        assert str(profile.data) in box.informativeText()
        assert "Connect its drive" in box.informativeText()
        pressed(box, "Try again")
        assert await dialog_about("isn't there") is not box
        assert not waiting.done()
        assert not (tmp_path / "drive").exists(), "nothing is created where the drive is away"
        (tmp_path / "drive").mkdir()
        assert await waiting
        assert shown_dialog() is None

    loop.run_story(story())
    assert profile.data.is_dir()


def test_another_reason_is_said_and_quitting_ends_it(loop: GuiLoop, tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("in the way")
    profile = profile_at(tmp_path / "profile")

    async def story() -> bool:
        waiting = opening(loop, profile)
        await dialog_about("A file is in the way of this folder")
        (tmp_path / "profile").unlink()
        (tmp_path / "profile").symlink_to(tmp_path / "unplugged")
        pressed(await dialog_about("isn't there"), "Quit")
        return await waiting

    assert loop.run_story(story()) is False


def test_a_drive_that_does_not_answer_is_said_and_its_answer_is_waited_for(
    loop: GuiLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = threading.Event(), []
    prepare = Profile.prepare

    def hang(profile: Profile) -> None:
        asked.append(profile)
        answers.wait(20)
        prepare(profile)

    monkeypatch.setattr(Profile, "prepare", hang)
    tries = ProfileTries(profile_at(tmp_path))
    refused = tries.refusal()
    assert refused is not None

    async def story() -> bool:
        waiting: asyncio.Task[bool] = loop.spawn("profile", until_usable(tries, refused, loop.spawn))
        box = await dialog_about("doesn't respond")
        pressed(box, "Try again")
        assert await dialog_about("doesn't respond") is not box
        assert len(asked) == 1, "one try at a time"
        answers.set()
        return await waiting

    assert loop.run_story(story())
