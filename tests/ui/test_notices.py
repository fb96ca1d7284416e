"""Notices: several wait, each goes with its job or act, and the bar over the list shows them one at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from tests.support.gui import GuiLoop
from tests.support.widgets import FakeKeys, buttons, named, visible_text
from wandesk.domain.draft import new_draft
from wandesk.domain.errors import Remedy
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.window import notice_bar
from wandesk.ui.window.notice_bar import NoticeBar
from wandesk.ui.window.notices import WindowNotices

DISK = Owner(NoticeAct.GENERATE)
FOLDER = Owner(NoticeAct.SHOW_FOLDER)
WAITS_FOR_KEY = "A request is waiting for your API key. It will continue automatically once you enter it."


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def host(qapp: QApplication, loop: GuiLoop) -> Iterator[QWidget]:
    """A window with a list of its own, over which the bar floats."""
    each = QWidget()
    each.resize(720, 400)
    rows = QPushButton("rows")
    layout = QVBoxLayout(each)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(rows)
    each.show()
    each.activateWindow()
    yield each
    each.close()
    each.deleteLater()


@pytest.fixture
def bar(notices: Notices, host: QWidget) -> NoticeBar:
    return NoticeBar(notices, over=host)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(host: QWidget, name: str) -> None:
    QTest.mouseClick(named(QToolButton, name, within=host), Qt.MouseButton.LeftButton)


# ---------------------------------------------------------------- the list


def test_several_notices_wait_and_none_replaces_another(notices: Notices) -> None:
    notices.warn(DISK, "The disk is full.")
    notices.warn(FOLDER, "The folder is gone.")
    assert [each.sentence for each in notices.waiting] == ["The folder is gone.", "The disk is full."]
    notices.warn(FOLDER, "Nothing opens the folder.")
    assert [each.sentence for each in notices.waiting] == ["Nothing opens the folder.", "The disk is full."]
    notices.withdraw(FOLDER)
    assert notices.sentence == "The disk is full."
    notices.withdraw(DISK, FOLDER)
    assert notices.waiting == ()


def test_an_offer_comes_after_everything_else(notices: Notices) -> None:
    notices.warn(DISK, "The disk is full.")
    notices.post(Notice(owner=FOLDER, kind=NoticeKind.OFFER, sentence="Connect your key."))
    assert notices.sentence == "The disk is full."


def test_notices_about_a_job_go_with_it(notices: Notices) -> None:
    notices.warn(Owner(JobActionKey.CANCEL, "a"), "It can't be cancelled.")
    notices.warn(Owner(JobActionKey.CHECK_AGAIN, "a"), "It can't be checked.")
    notices.warn(Owner(JobActionKey.CANCEL, "b"), "That one can't be cancelled.")
    notices.withdraw_about("a")
    assert [each.sentence for each in notices.waiting] == ["That one can't be cancelled."]


def test_only_the_user_closing_a_notice_dismisses_it(notices: Notices) -> None:
    dismissed: list[str] = []
    offer = Notice(
        owner=DISK, kind=NoticeKind.OFFER, sentence="Connect your key.", closed=lambda: dismissed.append("closed")
    )
    notices.post(offer)
    notices.withdraw(DISK)
    assert dismissed == []
    notices.post(offer)
    notices.close(offer)
    assert dismissed == ["closed"]
    notices.close(offer)
    assert dismissed == ["closed"]


# ---------------------------------------------------------------- the bar


def test_bar_shows_one_notice_and_leads_to_the_others(notices: Notices, bar: NoticeBar, host: QWidget) -> None:
    assert not bar.isVisible()
    notices.warn(DISK, "The disk is full.")
    assert visible_text(bar) == "The disk is full."
    assert not named(QToolButton, "Next notice", within=host).isVisible()
    notices.warn(FOLDER, "The folder is gone.")
    assert visible_text(bar) == "The folder is gone.\n1 of 2"
    press(host, "Next notice")
    assert visible_text(bar) == "The disk is full.\n2 of 2"
    press(host, "Next notice")
    press(host, "Previous notice")
    assert visible_text(bar) == "The disk is full.\n2 of 2"
    press(host, "Close notice")
    assert visible_text(bar) == "The folder is gone."
    press(host, "Close notice")
    assert not bar.isVisible()


def test_bar_floats_over_the_lower_edge_and_moves_nothing(notices: Notices, bar: NoticeBar, host: QWidget) -> None:
    (rows,) = (each for each in host.findChildren(QPushButton) if each.text() == "rows")
    before = rows.geometry()
    notices.warn(DISK, "The disk is full. " * 12)
    QApplication.processEvents()
    assert rows.geometry() == before
    room = QRect(QPoint(), host.size())
    assert room.contains(bar.geometry())
    assert bar.geometry().bottom() > room.height() - 20
    label = next(each for each in bar.findChildren(QLabel) if each.text().startswith("The disk"))
    assert label.height() >= label.heightForWidth(label.width())
    host.resize(380, 300)
    QApplication.processEvents()
    assert QRect(QPoint(), host.size()).contains(bar.geometry())
    assert label.height() >= label.heightForWidth(label.width())


def test_what_a_notice_says_is_plain_text(notices: Notices, bar: NoticeBar) -> None:
    notices.warn(DISK, "<img src='//host/share'><b>bold</b>")
    label = next(each for each in bar.findChildren(QLabel) if "img" in each.text())
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_each_notice_is_announced_once(notices: Notices, bar: NoticeBar, said: list[str]) -> None:
    notices.warn(DISK, "The disk is full.")
    notices.warn(DISK, "The disk is full.")
    notices.warn(FOLDER, "The folder is gone.")
    notices.withdraw(FOLDER)
    assert said == ["The disk is full.", "The folder is gone."]
    assert bar.isVisible()


def test_button_acts_and_settles_the_notice_only_if_it_says_so(
    notices: Notices, bar: NoticeBar, said: list[str]
) -> None:
    opened: list[str] = []
    lasting = NoticeButton(text="Open Settings", act=lambda: opened.append("settings"), withdraws=False)
    notices.warn(DISK, "A key is needed.", lasting)
    notices.warn(FOLDER, "It is saved already.", NoticeButton(text="Show", act=lambda: opened.append("folder")))
    buttons(bar)["Show"].click()
    buttons(bar)["Open Settings"].click()
    assert opened == ["folder", "settings"]
    assert visible_text(bar) == "A key is needed."


def test_a_new_notice_does_not_come_under_the_pointer(notices: Notices, bar: NoticeBar) -> None:
    pressed: list[str] = []
    notices.tell(DISK, "Removed.", NoticeButton(text="Undo", act=lambda: pressed.append("undo")))
    undo = buttons(bar)["Undo"]
    undo.setFocus()
    notices.warn(FOLDER, "The folder is gone.")
    assert visible_text(bar) == "Removed.\n2 of 2"
    undo.click()
    assert pressed == ["undo"]
    assert visible_text(bar) == "The folder is gone."


def test_an_offer_gives_way_once_nothing_is_about_to_be_pressed(
    notices: Notices, bar: NoticeBar, host: QWidget, said: list[str]
) -> None:
    card = Notice(owner=DISK, kind=NoticeKind.OFFER, sentence="Connect a key.")
    notices.post(card)
    named(QToolButton, "Close notice", within=host).setFocus()
    notices.warn(FOLDER, "The folder is gone.")
    assert visible_text(bar) == "Connect a key.\n2 of 2"
    next(each for each in host.findChildren(QPushButton) if each.text() == "rows").setFocus()
    assert visible_text(bar) == "The folder is gone.\n1 of 2"
    notices.withdraw(FOLDER)
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    notices.warn(FOLDER, "The folder is gone.")
    assert visible_text(bar) == "Connect a key.\n2 of 2"
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert visible_text(bar) == "The folder is gone.\n1 of 2"
    assert said == ["Connect a key.", "The folder is gone.", "The folder is gone."]


def test_news_goes_by_itself_unless_it_is_being_read(
    notices: Notices, host: QWidget, loop: GuiLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_bar, "NEWS_MS", 30)
    bar = NoticeBar(notices, over=host)
    notices.warn(DISK, "The disk is full.")
    notices.tell(FOLDER, "It is saved already.")
    named(QToolButton, "Close notice", within=host).setFocus()
    QTest.qWait(150)
    assert visible_text(bar).startswith("It is saved already.")
    next(each for each in host.findChildren(QPushButton) if each.text() == "rows").setFocus()
    loop.run_until(lambda: visible_text(bar) == "The disk is full.")
    QTest.qWait(150)
    assert visible_text(bar) == "The disk is full.", "a warning stays"


def test_keyboard_reaches_a_notice_and_comes_back(notices: Notices, bar: NoticeBar, host: QWidget) -> None:
    rows = next(each for each in host.findChildren(QPushButton) if each.text() == "rows")
    rows.setFocus()
    bar.take_focus()
    assert rows.hasFocus(), "there is nothing to lead to"
    notices.warn(DISK, "The disk is full.")
    notices.warn(FOLDER, "A key is needed.", NoticeButton(text="Open Settings", act=lambda: None))
    bar.take_focus()
    assert buttons(bar)["Open Settings"].hasFocus()
    assert buttons(bar)["Open Settings"].accessibleDescription() == "A key is needed."
    for name in ("Previous notice", "Next notice", "Close notice"):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert focused().accessibleName() == name
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert visible_text(bar) == "The disk is full."
    bar.take_focus()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert rows.hasFocus()


def test_widget_that_had_the_focus_may_be_gone(notices: Notices, bar: NoticeBar, host: QWidget) -> None:
    field = QPushButton("field", host)
    field.show()
    field.setFocus()
    notices.warn(DISK, "The disk is full.")
    bar.take_focus()
    field.deleteLater()
    QCoreApplication.sendPostedEvents(field, QEvent.Type.DeferredDelete.value)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not bar.isVisible()


# ---------------------------------------------------------------- the window's own


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys()


@pytest.fixture
def own(qapp: QApplication, keys: FakeKeys) -> WindowNotices:
    return WindowNotices(catalog=load_catalogue(), keys=keys, can_generate=True)


def waits_for_key(job_id: str) -> Progress:
    return Progress(job_id=job_id, waits_for=WaitReason.KEY)


def test_request_for_a_key_goes_when_no_job_waits_for_it(own: WindowNotices) -> None:
    for job_id in ("a", "b", "c"):
        own.progress_changed(waits_for_key(job_id))
    assert [each.sentence for each in own.waiting] == [WAITS_FOR_KEY], "one key, one notice"
    own.progress_changed(Progress(job_id="a"))
    own.job_ended("b")
    assert own.sentence == WAITS_FOR_KEY
    own.progress_changed(Progress(job_id="c", done_bytes=1))
    assert own.waiting == ()


def test_request_for_a_key_and_for_a_password_wait_together(own: WindowNotices) -> None:
    proxy = Obstacle(sentence=Sentence.CLOUD_PROXY_PASSWORD, remedy=Remedy.PROXY)
    own.progress_changed(waits_for_key("a"))
    own.progress_changed(Progress(job_id="b", waits_for=WaitReason.NETWORK, obstacle=proxy))
    assert {each.sentence for each in own.waiting} > {WAITS_FOR_KEY}
    own.progress_changed(Progress(job_id="a", waits_for=WaitReason.NETWORK, obstacle=proxy))
    assert [each.sentence[:18] for each in own.waiting] == ["The proxy requires"]


def test_button_acts_for_a_job_that_still_waits(own: WindowNotices) -> None:
    asked: list[tuple[str, str]] = []
    own.action_requested.connect(lambda key, job_id: asked.append((key, job_id)))
    locked = Obstacle(sentence=Sentence.KEYRING_LOCKED)
    for job_id in ("a", "b"):
        own.progress_changed(Progress(job_id=job_id, waits_for=WaitReason.KEY, obstacle=locked))
    own.job_ended("b")
    (notice,) = own.waiting
    own.press(notice, notice.buttons[0])
    assert asked == [("unlock", "a")]
    own.close(notice)
    own.progress_changed(Progress(job_id="c", waits_for=WaitReason.KEY, obstacle=locked))
    own.close(own.waiting[0])
    own.job_ended("c")
    assert own.sentence == "", "the user has closed it"


def test_closed_request_for_a_key_comes_back_for_another_job(own: WindowNotices) -> None:
    own.progress_changed(waits_for_key("a"))
    own.close(own.waiting[0])
    own.progress_changed(waits_for_key("a"))
    assert own.sentence == ""
    own.progress_changed(waits_for_key("b"))
    assert own.sentence == WAITS_FOR_KEY


def test_key_card_is_there_in_practice_until_it_is_closed(own: WindowNotices) -> None:
    catalog = load_catalogue()
    practice = new_draft(catalog, "practice")
    assert catalog.region(practice.region).is_practice
    dismissed: list[bool] = []
    own.key_card_dismissed.connect(lambda: dismissed.append(True))
    own.offer_key_card(practice)
    own.warn(FOLDER, "The folder is gone.")
    own.withdraw(FOLDER)
    assert own.sentence.startswith("You are practising")
    (card,) = own.waiting
    own.press(card, card.buttons[0])
    assert own.sentence == card.sentence, "Settings may be closed without a key"
    own.draft_changed(new_draft(catalog, "singapore"))
    assert own.sentence == ""
    own.draft_changed(practice)
    assert own.sentence.startswith("You are practising")
    own.close(own.waiting[0])
    own.draft_changed(practice)
    assert (own.sentence, dismissed) == ("", [True])


def test_key_card_goes_when_a_key_is_connected(own: WindowNotices, keys: FakeKeys) -> None:
    own.offer_key_card(new_draft(load_catalogue(), "practice"))
    own.keys_changed()
    assert own.sentence, "only the network's settings have changed"
    keys.kept["singapore"] = "sk-1"
    own.keys_changed()
    assert own.waiting == ()
