"""Settings by mouse and keyboard: the wheel, Return, the focus, and aligned edges."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.gui import gui_loop
from tests.support.portraits import portrait
from tests.support.settings_dialogs import SettingsDialogs
from tests.support.widgets import named, unfold_all, wear_test_font
from wandesk.domain.sentences import Sentence
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.region_card import RegionCard
from wandesk.ui.settings.section import CONNECT_KEY, Place
from wandesk.ui.settings.table import AT_ONCE, Page
from wandesk.ui.widgets.return_key import ReturnKey

KEY = "sk-0123456789abcdef"
ENTER = [Qt.Key.Key_Return, Qt.Key.Key_Enter]


class Harness(SettingsDialogs):
    """With every card of a region unfolded."""

    def open_page(self, region: str = "practice", page: Page = Page.REGIONS) -> SettingsDialog:
        dialog = self.make(region=region)
        dialog.stack.show_page(page)
        unfold_all(dialog.regions)
        dialog.open()
        self.loop.settle()
        return dialog


@pytest.fixture
def harness(qapp: QApplication, tmp_path: Path) -> Iterator[Harness]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp, outlives_windows=True) as loop:
        ours = Harness(tmp_path, loop)
        yield ours
        ours.close()


def at_once_box(dialog: SettingsDialog) -> QSpinBox:
    box = dialog.setting_cards[AT_ONCE.page].widgets[AT_ONCE.option.name]
    assert isinstance(box, QSpinBox)
    return box


def singapore(dialog: SettingsDialog) -> RegionCard:
    return dialog.regions.cards["singapore"]


# ---------------------------------------------------------------- the wheel


def turn_wheel(window: QWidget, widget: QWidget) -> None:
    """As the system does it: an event that the widget ignores goes to its parent."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.wheelEvent(handle, QPointF(widget.mapTo(window, widget.rect().center())), QPoint(0, -120))


def test_wheel_over_a_box_scrolls_the_page_and_changes_nothing(harness: Harness) -> None:
    dialog = harness.open_page()
    dialog.resize(dialog.width(), 360)
    singapore(dialog).address.button.click()
    assert dialog.network_card is not None
    spin = at_once_box(dialog)
    scope, kind = dialog.network_card.scope_box, singapore(dialog).address.box.kind_box
    spin.setValue(4)
    for box, page in ((kind, Page.REGIONS), (spin, Page.ADVANCED), (scope, Page.NETWORK)):
        dialog.stack.show_page(page)
        area = dialog.stack.area(page)
        body = area.widget()
        assert body is not None
        body.setMinimumHeight(1500)
        harness.loop.settle()
        bar = area.verticalScrollBar()
        for has_focus in (False, True):
            area.ensureWidgetVisible(box)
            bar.setValue(bar.value() - 200)
            area.ensureWidgetVisible(box, 0, 0)
            if has_focus:
                box.setFocus()
            before = bar.value()
            turn_wheel(dialog, box)
            assert (harness.preferences.get(AT_ONCE.option), scope.currentIndex(), kind.currentIndex()) == (4, 0, 0)
            assert bar.value() > before
            assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus, "the wheel does not move the focus"


# ---------------------------------------------------------------- Return


@pytest.mark.parametrize("key", ENTER)
def test_return_presses_the_focused_button(harness: Harness, key: Qt.Key) -> None:
    harness.keys.kept["singapore"] = KEY
    dialog = harness.open_page()
    card = singapore(dialog)
    card.key.test_button.setFocus()
    QTest.keyClick(card.key.test_button, key)
    harness.loop.settle()
    assert harness.keys.tested == [("singapore", KEY)]
    card.address.button.setFocus()
    QTest.keyClick(card.address.button, key)
    assert card.address.box.isVisible()
    dialog.close_button.setFocus()
    QTest.keyClick(dialog.close_button, key)
    assert not dialog.isVisible()


class Window(QDialog):
    """Two buttons and a text field whose Return moves the focus to one of them."""

    _return_key = ReturnKey()

    def __init__(self) -> None:
        super().__init__()
        self.presses: list[str] = []
        self.field = QLineEdit()
        self.push = QPushButton("push")
        self.tool = QToolButton()
        self.tick = QCheckBox("tick")
        self.push.setAutoDefault(False)
        column = QVBoxLayout(self)
        for each in (self.field, self.push, self.tool, self.tick):
            column.addWidget(each)
        self.push.clicked.connect(lambda: self.presses.append("push"))
        self.tool.clicked.connect(lambda: self.presses.append("tool"))
        self.field.returnPressed.connect(self.push.setFocus)
        self.tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


def test_return_in_a_text_field_presses_no_button(window: Window) -> None:
    window.field.setFocus()
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert window.focusWidget() is window.push
    assert window.presses == []
    QTest.keyClick(window.push, Qt.Key.Key_Return)
    window.tool.setFocus()
    QTest.keyClick(window.tool, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.presses == ["push", "tool"]


def test_held_return_and_return_with_a_modifier_press_nothing(window: Window) -> None:
    window.push.setFocus()
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        held = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(window.push, held)
    QTest.keyClick(window.push, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.push.setEnabled(False)
    window.tick.setFocus()
    QTest.keyClick(window.tick, Qt.Key.Key_Return)
    assert window.presses == []
    assert not window.tick.isChecked()


def test_focused_button_precedes_the_default_button(window: Window) -> None:
    other = QPushButton("default", window)
    other.setDefault(True)
    other.clicked.connect(lambda: window.presses.append("default"))
    window.push.setFocus()
    QTest.keyClick(window.push, Qt.Key.Key_Return)
    assert window.presses == ["push"]


def test_filter_works_for_a_main_window(qtbot: QtBot) -> None:
    class Main(QMainWindow):
        _return_key = ReturnKey()

        def event(self, event: QEvent) -> bool:
            return self._return_key.presses(self, event) or super().event(event)

    main, button = Main(), QPushButton("one")
    qtbot.addWidget(main)
    main.setCentralWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    main.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [True]


# ---------------------------------------------------------------- the focus


@pytest.mark.parametrize("region", ["practice", "singapore", "tokyo"])
def test_focus_starts_on_the_region_that_was_asked_for(harness: Harness, region: str) -> None:
    dialog = harness.open_page(region)
    assert dialog.focusWidget() is dialog.stack.list
    card = dialog.regions.cards[region]
    top = card.choice.mapTo(dialog, QPoint(0, 0)).y()
    assert 0 <= top < dialog.close_button.mapTo(dialog, QPoint(0, 0)).y(), "the form's region is scrolled into view"
    other = "singapore" if region != "singapore" else "tokyo"
    dialog.show_place(Place(page=Page.REGIONS, region=other, shows_steps=True))
    asked = dialog.regions.cards[other]
    assert dialog.focusWidget() is asked.key.field
    assert asked.steps.isVisible()
    bottom = asked.steps.mapTo(dialog, asked.steps.rect().bottomLeft()).y()
    assert bottom < dialog.close_button.mapTo(dialog, QPoint(0, 0)).y(), "the steps are scrolled into view"
    dialog.show_place(CONNECT_KEY)
    likely = dialog.regions.cards["singapore"] if region == "practice" else card
    assert dialog.focusWidget() is likely.key.field


def saving(harness: Harness, dialog: SettingsDialog) -> QAbstractButton:
    return singapore(dialog).key.save_button


def saving_for_session(harness: Harness, dialog: SettingsDialog) -> QAbstractButton:
    harness.keys.trouble = Sentence.KEYRING_LOCKED
    singapore(dialog).key.save_button.click()
    harness.loop.settle()
    return singapore(dialog).outcome.session_button


@pytest.mark.parametrize("act", [saving, saving_for_session])
@pytest.mark.parametrize("region", ["practice", "singapore"])
def test_focus_stays_in_the_card_after_saving_a_key(
    harness: Harness, act: Callable[[Harness, SettingsDialog], QAbstractButton], region: str
) -> None:
    dialog = harness.open_page(region)
    card = singapore(dialog)
    card.key.field.setText(KEY)
    button = act(harness, dialog)
    button.setFocus()
    seen: list[QWidget | None] = []
    looks_on = QApplication.instance()
    assert isinstance(looks_on, QApplication)
    looks_on.focusChanged.connect(lambda _old, new: seen.append(new))
    button.click()
    harness.loop.settle()
    assert dialog.focusWidget() is (card.offer.button if region == "practice" else card.key.field)
    assert card.steps.button not in seen
    assert card.address.button not in seen
    if region == "practice":
        card.offer.button.click()
        assert dialog.focusWidget() is card.choice


def test_focus_moved_by_the_user_during_saving_stays_there(harness: Harness) -> None:
    harness.keys.gate = asyncio.Event()
    dialog = harness.open_page()
    card = singapore(dialog)
    card.key.field.setText(KEY)
    card.key.save_button.setFocus()
    card.key.save_button.click()
    assert dialog.focusWidget() is card.key.field
    dialog.regions.cards["beijing"].key.field.setFocus()
    harness.keys.gate.set()
    harness.loop.settle()
    assert card.status.text() == "API key saved"
    assert dialog.focusWidget() is dialog.regions.cards["beijing"].key.field


def test_focus_stays_on_an_address_that_is_used(harness: Harness) -> None:
    harness.keys.accounts = _accounts(harness)
    dialog = harness.open_page()
    card = singapore(dialog)
    card.address.button.click()
    box = card.address.box
    box.kind_box.setCurrentIndex(box.kind_box.findText("My workspace"))
    box.kind_box.activated.emit(box.kind_box.currentIndex())
    box.workspace_field.setText("llm-9")
    box.use_button.setFocus()
    box.use_button.click()
    harness.loop.settle()
    assert "llm-9" in card.address.label.text()
    assert dialog.focusWidget() is box.use_button


def _accounts(harness: Harness) -> RegionAccounts:
    return RegionAccounts(load_catalogue(), harness.secrets, preferences=harness.preferences)


# ---------------------------------------------------------------- the page with the keys


class Browser(QObject):
    """Receives the URLs that the program opens."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.mark.qt_log_ignore("does not support QPlatformServices::openUrl")
def test_key_page_url_is_shown_without_a_browser(harness: Harness) -> None:
    card = singapore(harness.open_page())
    address = card.region.key_page
    assert address
    # The offscreen platform can open nothing.
    card.steps.button.click()
    assert card.steps.isVisible()
    named(QAbstractButton, "Alibaba's guide for Singapore", within=card).click()
    assert card.outcome.message.isVisible()
    assert address in card.outcome.message.text()
    assert card.outcome.message.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    try:
        beijing = harness.opened[0].regions.cards["beijing"]
        beijing.steps.button.click()
        for link in beijing.steps.links:
            link.click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    region = beijing.region
    assert browser.opened == [region.account_page, region.console_page, region.keys_page, region.key_page]
    assert not beijing.outcome.message.isVisible()


# ---------------------------------------------------------------- edges


def first_painted(widget: QWidget) -> int:
    """The x, in the window, of the widget's leftmost pixel that is not background."""
    image = widget.grab().toImage()
    ground = QColor(image.pixel(0, 0))
    for x in range(image.width()):
        for y in range(2, image.height() - 2):
            if abs(QColor(image.pixel(x, y)).lightness() - ground.lightness()) > 24:
                return widget.mapTo(widget.window(), QPoint(x, 0)).x()
    raise AssertionError(widget)


def test_contents_of_a_card_share_one_edge(harness: Harness) -> None:
    dialog = harness.open_page()
    dialog.close_button.setFocus()
    card = singapore(dialog)
    edge = card.key.field.mapTo(dialog, QPoint(0, 0)).x()
    assert dialog.network_card is not None
    shown = 0
    for page in (Page.ADVANCED, Page.NETWORK, Page.REGIONS):
        dialog.stack.show_page(page)
        for box in (*dialog.findChildren(QRadioButton), *dialog.findChildren(QCheckBox)):
            if box.isVisible():
                shown += 1
                assert abs(first_painted(box) - edge) <= 1, box.accessibleName()
    assert shown > 9
    assert abs(first_painted(card.steps.button) - edge) <= 1
    right = card.key.test_button.mapTo(dialog, card.key.test_button.rect().topRight()).x()
    button = card.address.button
    margin = (button.width() - button.fontMetrics().horizontalAdvance(button.text())) / 2
    assert abs(button.mapTo(dialog, button.rect().topRight()).x() - margin - right) <= 2
    assert at_once_box(dialog).height() == dialog.network_card.scope_box.height()


def test_dialog_is_drawn(harness: Harness, qapp: QApplication) -> None:
    dialog = harness.open_page("singapore")
    for theme in (Theme.LIGHT, Theme.DARK):
        apply_look(qapp, theme)
        assert portrait(dialog, f"settings-by-hand-{theme}").size() == dialog.size()
    for page in dialog.stack.pages:
        dialog.stack.show_page(page)
        for theme in (Theme.LIGHT, Theme.DARK):
            apply_look(qapp, theme)
            assert portrait(dialog, f"settings-{page}-{theme}").size() == dialog.size()
