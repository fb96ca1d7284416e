"""Notifications in the window: what is told when the user is elsewhere, what a click opens, and the switch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, plural_loop, until
from tests.support.jobs import NOW, a_job, a_problem
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from tests.support.settings_dialogs import SettingsDialogs
from wandesk.app.desktop.alerts import Alerts, is_at_window
from wandesk.app.desktop.notifier import Alert, Clicks
from wandesk.app.desktop.offer import NotificationsOffer
from wandesk.domain.alerts import TOGETHER
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import Marks
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.settings.preferences import Preferences
from wandesk.ui.main_window import MainWindow
from wandesk.ui.settings.notifications_card import NotificationsCard, notifications_section
from wandesk.ui.settings.table import NOTIFICATIONS


@dataclass
class FakeNotifier:
    """A system that shows notifications."""

    shown: list[Alert] = field(default_factory=list)
    withdrawn: int = 0
    is_there: bool = True
    clicks: Clicks = field(default_factory=Clicks)

    async def is_available(self) -> bool:
        return self.is_there

    def show(self, alert: Alert) -> None:
        self.shown.append(alert)

    def withdraw(self) -> None:
        self.withdrawn += 1

    def close(self) -> None:
        self.is_there = False


class Story:
    """A window that is not in front, with jobs that end when a test says so, and a clock of the test."""

    def __init__(self, loop: GuiLoop, qtbot: QtBot, folder: Path) -> None:
        self.loop = loop
        self.bridge = ListBridge()
        self.window: MainWindow = main_window(loop, qtbot, self.bridge, folder)
        self.window.show()
        self.preferences = Preferences(folder / "settings.toml")
        self.preferences.set(NOTIFICATIONS.option, True)
        self.notifier = FakeNotifier()
        self.is_in_front = False
        self.now = 1000.0
        self.alerts = Alerts(
            self.preferences, self.notifier, is_seen=lambda: self.is_in_front, clock=lambda: self.now, since=NOW
        )
        self.alerts.attach(self.window)

    def add(self, *ids: str, stage: JobStage = JobStage.GENERATING, **values: Any) -> list[Job]:
        jobs = [a_job(each, stage, region="practice", prompt=f"Secret {each}", **values) for each in ids]
        self.bridge.add(*jobs)
        return jobs

    def end(self, job_id: str, stage: JobStage = JobStage.DONE, **values: Any) -> None:
        self.bridge.job_changed(a_job(job_id, stage, region="practice", prompt=f"Secret {job_id}", **values))

    def later(self, seconds: float = TOGETHER) -> None:
        """Let this time pass, and tell what is due."""
        self.now += seconds
        due = self.alerts._endings.due_at()
        if due is not None and due <= self.now:
            self.alerts._tell()

    def texts(self) -> list[tuple[str, str]]:
        return [(each.title, each.body) for each in self.notifier.shown]


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


@pytest.fixture
def story(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> Iterator[Story]:
    made = Story(loop, qtbot, tmp_path)
    yield made
    made.alerts.close()
    made.preferences.close()


def test_a_video_is_told_by_its_picture_and_never_by_its_prompt(story: Story) -> None:
    story.add("cat", "dog")
    story.end("cat")
    story.later()
    story.end("dog", marks=Marks(name="The <b>chase</b>"))
    story.later()
    assert story.texts() == [
        ("Your video is ready", "“fox.jpg”"),
        ("2 videos are ready", ""),  # the first one was still to be seen
    ]
    assert not any("Secret" in text for pair in story.texts() for text in pair)


def test_failures_say_why_and_what_was_charged(story: Story) -> None:
    story.add("cat", "dog", "fox")
    refused = a_problem(Sentence.CLOUD_MODERATION)
    story.end("cat", JobStage.FAILED, problem=refused)
    story.later()
    ((title, body),) = story.texts()
    assert title == "This video wasn't made"
    assert body.startswith("“fox.jpg” ")
    assert body.endswith("You were not charged.")
    story.end("dog")
    story.later()
    title, body = story.texts()[1]
    assert title == "Your video is ready"
    assert body.startswith("1 video failed. ")
    story.end("fox", JobStage.FAILED, problem=a_problem(Sentence.CLOUD_TROUBLE))
    story.later()
    assert story.texts()[2][1] == "2 videos failed. Open Wan Desk to see why and what to do."
    assert [each.is_failure for each in story.notifier.shown] == [True, False, False]


def test_copies_are_told_once_when_all_of_them_are_over(story: Story) -> None:
    jobs = story.add("a", "b", "c", "d")
    story.window.orders.redo.batches.follow(jobs)
    story.end("a")
    story.later(600)
    story.end("b", JobStage.CANCELED)
    story.later(600)
    assert not story.notifier.shown
    story.bridge.progressed(Progress(job_id="c", waits_for=WaitReason.NETWORK))
    story.end("d")
    story.later(600)
    assert not story.notifier.shown
    story.bridge.progressed(Progress(job_id="c", waits_for=WaitReason.MONEY))  # that may take days
    story.later()
    assert story.texts() == [("2 videos are ready", "")]
    story.alerts.seen()
    story.window.orders.redo.batches.follow(story.add("e", "f"))
    story.bridge.progressed(Progress(job_id="f", waits_for=WaitReason.MONEY))
    story.end("e")
    story.later()
    assert len(story.notifier.shown) == 2


def test_nothing_is_told_at_the_window_or_where_it_is_switched_off(story: Story) -> None:
    story.add("a", "b", "c")
    story.is_in_front = True
    story.end("a")
    story.later()
    story.is_in_front = False
    story.preferences.set(NOTIFICATIONS.option, False)
    story.end("b")
    story.later()
    story.preferences.set(NOTIFICATIONS.option, True)
    story.later()
    story.end("c", JobStage.CANCELED)
    story.later()
    assert not story.notifier.shown


def test_old_news_is_not_told_at_the_next_start(story: Story) -> None:
    """The list is read, and what ended in an earlier run changes once more."""
    story.add("old", stage=JobStage.DONE)
    story.end("old", marks=Marks(is_starred=True))
    story.end("unknown")  # not in memory before, and older than this run
    story.later()
    assert not story.notifier.shown
    story.add("resumed", stage=JobStage.DOWNLOADING)
    story.end("resumed")
    story.later()
    assert len(story.notifier.shown) == 1


def test_a_resumed_job_that_the_list_does_not_show_is_told_once(story: Story) -> None:
    for marks in (Marks(), Marks(is_starred=True)):
        story.end("far down", finished_at=NOW + 60, marks=marks)
        story.later()
        story.window.jobs.model.forget_finished()
    assert len(story.notifier.shown) == 1


def test_a_click_brings_the_first_video_of_those(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    story.add("a", "b", "c")
    story.end("a", JobStage.FAILED)
    story.end("b")
    story.end("c")
    story.later()
    assert story.notifier.shown[-1].job_id == "b"
    story.window.showMinimized()
    story.notifier.clicks.clicked.emit("b", "")
    assert not story.window.isMinimized()
    selected = story.window.jobs.selected_job()
    assert selected is not None
    assert selected.id == "b"
    assert story.notifier.withdrawn == 1
    story.end("a")
    story.later()
    assert story.texts()[-1][0] == "Your video is ready"  # what was seen is not counted again


def test_they_are_offered_once_after_the_first_video_that_was_missed(story: Story) -> None:
    NotificationsOffer(story.alerts, story.preferences, story.loop.spawn).attach(story.window.notices)
    story.preferences.set(NOTIFICATIONS.option, False)
    story.add("a", "b", "c")
    story.notifier.is_there = False
    story.end("a")
    story.later()
    story.loop.settle()
    assert not story.window.notices.waiting
    story.notifier.is_there = True
    story.end("b")
    story.later()
    story.loop.settle()
    (notice,) = story.window.notices.waiting
    assert "can notify you" in notice.sentence
    story.window.notices.close(notice)
    story.end("c")
    story.later()
    story.loop.settle()
    assert not story.window.notices.waiting
    story.window.notices.post(notice)
    story.window.notices.press(notice, notice.buttons[0])
    assert story.preferences.get(NOTIFICATIONS.option)


def test_the_status_bar_counts_new_videos_until_they_are_watched(story: Story) -> None:
    bar = story.window.statusBar()
    story.add("a", "b")
    for each in ("a", "b"):
        story.end(each)
    assert any("2 new videos" in label.text() for label in bar.findChildren(QLabel))
    story.end("a", is_watched=True)
    assert any("1 new video" in label.text() for label in bar.findChildren(QLabel))
    story.bridge.job_removed("b")
    assert not any("new video" in label.text() for label in bar.findChildren(QLabel))


def test_the_user_is_at_a_window_that_is_in_front(story: Story) -> None:
    story.window.activateWindow()
    story.loop.run_until(is_at_window)


def test_a_removed_video_is_not_told(story: Story) -> None:
    story.add("a")
    story.end("a")
    story.bridge.job_removed("a")
    story.later()
    assert not story.notifier.shown


@pytest.mark.parametrize("is_there", [True, False])
def test_settings_offer_them_where_the_system_has_them(loop: GuiLoop, tmp_path: Path, *, is_there: bool) -> None:
    dialogs = SettingsDialogs(tmp_path, loop)
    notifier = FakeNotifier(is_there=is_there)
    alerts = Alerts(dialogs.preferences, notifier)
    dialog = dialogs.open(notifications_section(alerts, dialogs.preferences))
    card = dialog.findChild(NotificationsCard)
    assert card is not None
    loop.run_story(until(lambda: not len(loop.supervisor)))
    assert not card.box.isChecked()
    assert card.box.isEnabled() is is_there
    assert not card.example_button.isEnabled()
    assert ("shows no notifications" in card.about.text()) is not is_there
    if is_there:
        card.box.click()
        assert dialogs.preferences.get(NOTIFICATIONS.option)
        card.example_button.click()
        assert notifier.shown[0].title == "Your video is ready"
    dialogs.close()
