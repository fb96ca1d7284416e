"""The pages of Settings: their list, the keyboard, the page that is remembered, and what acts open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QLabel, QPushButton, QWidget

from tests.support.gui import gui_loop
from tests.support.portraits import portrait
from tests.support.settings_dialogs import SettingsDialogs
from tests.support.widgets import FakeSpace, question, unfold_all, wear_test_font
from wandesk.domain.space import Occupied
from wandesk.settings import options
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import SETTINGS_PAGE
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.models_cards import ListedModelsCard, StartCard, models_sections
from wandesk.ui.settings.section import Place, Section
from wandesk.ui.settings.space_card import SpaceCard, space_section
from wandesk.ui.settings.table import AT_ONCE, LANGUAGE, Page, page_title

KEY = "sk-0123456789abcdef"


@pytest.fixture
def harness(qapp: QApplication, tmp_path: Path) -> Iterator[SettingsDialogs]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        ours = SettingsDialogs(tmp_path, loop)
        yield ours
        ours.close()


def press(dialog: SettingsDialog, key: Qt.Key) -> None:
    """A key with Ctrl, where the focus is."""
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, Qt.KeyboardModifier.ControlModifier)


def page_of(dialog: SettingsDialog) -> str | None:
    """The key of the page that is shown."""
    return dialog.stack.page.value if dialog.stack.page is not None else None


def test_pages_without_content_are_not_listed(harness: SettingsDialogs) -> None:
    dialog = harness.open()
    assert dialog.stack.pages == (Page.GENERAL, Page.REGIONS, Page.MONEY, Page.NETWORK, Page.ADVANCED)
    texts = [dialog.stack.list.item(row).text() for row in range(dialog.stack.list.count())]
    assert texts == [page_title(page) for page in dialog.stack.pages]


def test_a_section_brings_its_page(harness: SettingsDialogs) -> None:
    def make(_spawn: Spawn, parent: QWidget) -> QWidget:
        return QLabel("the offers", parent)

    dialog = harness.open(Section(page=Page.MODELS, title=lambda: "Offers", make=make))
    assert Page.MODELS in dialog.stack.pages
    dialog.stack.show_page(Page.MODELS)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert [text for text in ("Models", "Offers", "the offers") if text in shown] == ["Models", "Offers", "the offers"]


def test_keys_turn_the_pages_and_the_focus_is_kept(harness: SettingsDialogs) -> None:
    dialog = harness.open()
    pages = dialog.stack.list
    assert dialog.focusWidget() is pages
    QTest.keyClick(pages, Qt.Key.Key_Down)
    assert page_of(dialog) == "regions"
    assert dialog.focusWidget() is pages, "arrow keys stay in the list"
    field = dialog.regions.cards["beijing"].key.field
    field.setFocus()
    press(dialog, Qt.Key.Key_PageDown)
    assert page_of(dialog) == "money"
    press(dialog, Qt.Key.Key_PageDown)
    assert page_of(dialog) == "network"
    focused = dialog.focusWidget()
    assert focused is not None
    assert dialog.network_card is not None
    assert dialog.network_card.isAncestorOf(focused)
    press(dialog, Qt.Key.Key_PageUp)
    press(dialog, Qt.Key.Key_PageUp)
    assert page_of(dialog) == "regions"
    assert dialog.focusWidget() is field, "the page has the focus where it was"
    press(dialog, Qt.Key.Key_PageUp)
    press(dialog, Qt.Key.Key_PageUp)
    assert page_of(dialog) == "advanced", "before the first page comes the last"


def test_the_last_page_is_shown_again(harness: SettingsDialogs) -> None:
    first = harness.open()
    assert page_of(first) == "general"
    first.stack.show_page(Page.NETWORK)
    first.close()
    assert page_of(harness.open()) == "network"
    asked = harness.open(place=Place(page=Page.REGIONS, region="tokyo"))
    assert page_of(asked) == "regions"
    assert asked.focusWidget() is asked.regions.cards["tokyo"].key.field


def test_only_regions_in_use_are_unfolded(harness: SettingsDialogs, qapp: QApplication) -> None:
    harness.keys.kept["beijing"] = KEY
    harness.keys.untested.add("tokyo")
    dialog = harness.open(place=Place(page=Page.REGIONS, region="virginia"))
    cards = dialog.regions.cards
    unfolded = [region for region, card in cards.items() if card.key.field.isVisible()]
    assert unfolded == ["beijing", "virginia", "tokyo"], "with a key, asked for, and with a key of the environment"
    for theme in (Theme.DARK, Theme.LIGHT):
        apply_look(qapp, theme)
        portrait(dialog, f"settings-folded-{theme}")
    edges = {
        card.status.mapTo(dialog, card.status.rect().topRight()).x() for card in (cards["tokyo"], cards["practice"])
    }
    field = cards["tokyo"].key.test_button
    assert edges == {field.mapTo(dialog, field.rect().topRight()).x()}, "one right edge, folded or not"
    frankfurt = cards["frankfurt"]
    assert frankfurt.unfolding.accessibleName() == "Set up Frankfurt"
    frankfurt.unfolding.setFocus()
    frankfurt.unfolding.click()
    assert dialog.focusWidget() is frankfurt.key.field
    assert not frankfurt.unfolding.isVisible()
    singapore = cards["singapore"]
    singapore.choice.click()
    assert singapore.key.field.isVisible(), "a region for new orders needs a key"
    assert not cards["practice"].unfolding.isVisible()


def test_a_page_of_another_version_is_forgotten(harness: SettingsDialogs) -> None:
    first = harness.open()
    harness.preferences.set(SETTINGS_PAGE, "of tomorrow")
    first.close()
    assert page_of(harness.open()) == "general"


def test_every_widget_has_one_name_in_the_whole_dialog(harness: SettingsDialogs) -> None:
    dialog = harness.open()
    unfold_all(dialog.regions)
    for card in dialog.regions.cards.values():
        card.steps.unfold()
    for page in dialog.stack.pages:
        dialog.stack.show_page(page)
        kinds = (QPushButton, QComboBox)
        names = Counter(
            each.accessibleName() for kind in kinds for each in dialog.findChildren(kind) if each.isVisible()
        )
        assert "" not in names
        assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("factor", [1.0, 1.4, 2.0])
def test_nothing_is_cut_in_a_small_dialog(harness: SettingsDialogs, qapp: QApplication, factor: float) -> None:
    """1.4: texts that are 40 % longer need as much room as a font that is 40 % larger, and more height."""
    font = qapp.font()
    size = font.pointSizeF()
    font.setPointSizeF(size * factor)
    qapp.setFont(font)
    try:
        dialog = harness.open(*models_sections(load_catalogue(), harness.preferences, "en"))
        dialog.resize(960, 560)  # what 1024 x 640 leaves it
        unfold_all(dialog.regions)
        for card in dialog.regions.cards.values():
            card.steps.unfold()
        for page in dialog.stack.pages:
            dialog.stack.show_page(page)
            harness.loop.settle()
            portrait(dialog, f"settings-{page}-{factor}")
            area = dialog.stack.area(page)
            body = area.widget()
            assert body is not None
            assert body.minimumSizeHint().width() <= area.viewport().width(), f"{page} is wider than its place"
            assert dialog.stack.list.horizontalScrollBar().maximum() == 0
            right = area.viewport().mapToGlobal(QPoint(area.viewport().width(), 0)).x()
            for label in body.findChildren(QLabel):
                if label.isVisible() and not isinstance(label, QAbstractScrollArea):
                    assert label.mapToGlobal(QPoint(label.width(), 0)).x() <= right, label.text()
    finally:
        font.setPointSizeF(size)
        qapp.setFont(font)


# ---------------------------------------------------------------- models


def choose(box: QComboBox, value: object) -> None:
    """As a click in the list of a box does it."""
    index = box.findData(value)
    assert index >= 0, value
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_models_have_a_page(harness: SettingsDialogs, qapp: QApplication) -> None:
    catalog = load_catalogue()
    dialog = harness.open(*models_sections(catalog, harness.preferences, "en"))
    dialog.stack.show_page(Page.MODELS)
    start, listed = dialog.findChild(StartCard), dialog.findChild(ListedModelsCard)
    assert start is not None
    assert listed is not None
    assert list(start.boxes) == [region.key for region in catalog.offered_regions()]
    model, resolution, length = start.boxes["singapore"]
    assert (model.currentText(), resolution.currentText(), length.currentText()) == (
        "Last model",
        "Last resolution",
        "Last length",
    )
    choose(model, "wan2.5-i2v-preview")
    choose(resolution, "1080P")
    choose(length, 10)
    get = harness.preferences.get
    assert get(options.start_model("singapore")) == "wan2.5-i2v-preview"
    assert (get(options.start_resolution("singapore")), get(options.start_seconds("singapore"))) == ("1080P", 10)
    offered = [resolution.itemData(index) for index in range(resolution.count())]
    offer = catalog.offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert offered == ["", *offer.resolutions]
    for theme in (Theme.DARK, Theme.LIGHT):
        apply_look(qapp, theme)
        portrait(dialog, f"settings-models-{theme}")
    listed.boxes["wan2.2-i2v-flash"].click()
    assert get(options.HIDDEN_MODELS) == "wan2.2-i2v-flash"
    listed.boxes["wan2.2-i2v-flash"].click()
    assert get(options.HIDDEN_MODELS) == ""
    names = Counter(each.accessibleName() for each in (*dialog.findChildren(QComboBox), *listed.boxes.values()))
    assert max(names.values()) == 1


def test_a_choice_that_is_gone_is_shown_as_none(harness: SettingsDialogs) -> None:
    harness.preferences.set(options.start_model("singapore"), "wan9-of-tomorrow")
    dialog = harness.open(*models_sections(load_catalogue(), harness.preferences, "en"))
    start = dialog.findChild(StartCard)
    assert start is not None
    assert start.boxes["singapore"][0].currentData() == ""


# ---------------------------------------------------------------- space


def test_space_is_counted_and_cleaned_up(harness: SettingsDialogs, qapp: QApplication) -> None:
    space = FakeSpace()
    space.occupied = Occupied(
        videos=1_234_000_000,
        video_count=87,
        inputs=210_400_000,
        posters=9_100_000,
        cleanable=5_500_000,
        free=None,
        folder="/home/me/Videos/Wan Desk",
    )
    dialog = harness.open(space_section(space, lambda: ["/home/me/fox.jpg"]))
    card = dialog.findChild(SpaceCard)
    assert card is not None
    assert [each.text() for each in card.amounts] == ["1.2 GB in 87 videos", "210.4 MB", "9.1 MB", "Unknown"]
    assert card.folder.text() == "New videos are saved in /home/me/Videos/Wan Desk"
    for theme in (Theme.DARK, Theme.LIGHT):
        apply_look(qapp, theme)
        portrait(dialog, f"settings-space-{theme}")
    assert card.clean_button.text() == "Clean up · 5.5 MB"
    card.clean_button.setFocus()
    card.clean_button.click()
    assert not card.clean_button.isEnabled(), "one press"
    harness.loop.settle()
    assert space.cleaned == [("/home/me/fox.jpg",)]
    assert card.message.text() == "5.5 MB freed."
    assert card.clean_button.text() == "Clean up"
    assert card.amounts[2].text() == "3.6 MB"
    assert dialog.focusWidget() is card.clean_button
    card.clean_button.click()
    harness.loop.settle()
    assert card.message.text() == "There was nothing to delete."


# ---------------------------------------------------------------- Reopen now


def reopen_button(dialog: SettingsDialog) -> QPushButton:
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == "Reopen now"]
    return button


def choose_chinese(dialog: SettingsDialog) -> None:
    box = dialog.setting_cards[Page.GENERAL].widgets[LANGUAGE.option.name]
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)


def test_reopen_now_is_shown_while_another_language_is_chosen(harness: SettingsDialogs) -> None:
    dialog = harness.open()
    assert not reopen_button(dialog).isVisible()
    choose_chinese(dialog)
    assert reopen_button(dialog).isVisible()
    box = dialog.setting_cards[Page.GENERAL].widgets[LANGUAGE.option.name]
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert not reopen_button(dialog).isVisible(), "the language in use is chosen again"
    assert AT_ONCE.option.name not in dialog.setting_cards[Page.GENERAL].widgets


def test_reopening_waits_for_the_answer_about_a_typed_key(harness: SettingsDialogs) -> None:
    dialog = harness.open()
    asked: list[bool] = []
    dialog.reopen_requested.connect(lambda: asked.append(dialog.isVisible()))
    dialog.regions.cards["singapore"].key.field.setText(KEY)
    choose_chinese(dialog)
    reopen_button(dialog).click()
    harness.loop.run_until(lambda: question(dialog) is not None)
    assert asked == []
    box = question(dialog)
    assert box is not None
    next(each for each in box.buttons() if each.text() == "Go back").click()
    harness.loop.settle()
    assert dialog.isVisible()
    dialog.regions.forget_typed()
    dialog.close()
    assert asked == [], "the user went back: closing the dialog later reopens nothing"
    other = harness.open()
    other.reopen_requested.connect(lambda: asked.append(other.isVisible()))
    other.stack.show_page(Page.GENERAL)
    reopen_button(other).click()
    assert asked == [False], "the dialog is closed first"
