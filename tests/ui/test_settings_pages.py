"""The table of settings and its widgets: the widget of each entry, and immediate, lasting changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.settings.folder_field import FolderField
from wandesk.ui.settings.page_card import PageCard
from wandesk.ui.settings.section import SPACE
from wandesk.ui.settings.space_card import SpaceCard
from wandesk.ui.settings.table import (
    ASK_BEFORE_CLOSING,
    AT_ONCE,
    KEEP_AWAKE,
    LANGUAGE,
    SETTINGS,
    THEME,
    VIDEOS_FOLDER,
    Page,
    page_title,
)


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Preferences]:
    ours = Preferences(tmp_path / "settings.toml")
    yield ours
    ours.close()


def card(qtbot: QtBot, preferences: Preferences, page: Page) -> PageCard:
    made = PageCard(page, preferences, language="en")
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_setting_is_shown_with_its_label_help_and_value(qtbot: QtBot, preferences: Preferences) -> None:
    pages = {page: card(qtbot, preferences, page) for page in Page}
    for setting in SETTINGS:
        widget = pages[setting.page].widgets[setting.option.name]
        shown = [label.text() for label in pages[setting.page].findChildren(QLabel)]
        assert widget.accessibleName() == setting.label()
        assert setting.label() in ([widget.text()] if isinstance(widget, QCheckBox) else shown)
        if setting.help is not None:
            assert setting.help() in shown
            assert widget.accessibleDescription() == setting.help()
        match widget:
            case QCheckBox():
                assert widget.isChecked() is setting.option.default
            case QSpinBox():
                assert widget.value() == setting.option.default
            case QComboBox():
                assert widget.currentData() == setting.option.default
            case FolderField():
                assert widget.choose.text() == "Automatic"
                assert not widget.use_default.isVisible()
    assert sum(len(each.widgets) for each in pages.values()) == len(SETTINGS)
    assert all(page_title(page) for page in Page)


def test_choices_are_those_of_the_option() -> None:
    for setting in SETTINGS:
        choices = None if setting.choices is None else tuple(setting.choices())
        assert choices == setting.option.choices, setting.option.name


def test_change_acts_at_once_and_is_saved(qtbot: QtBot, preferences: Preferences, tmp_path: Path) -> None:
    preferences.set(AT_ONCE.option, 4)
    orders, general = card(qtbot, preferences, Page.ADVANCED), card(qtbot, preferences, Page.GENERAL)
    at_once, awake = orders.widgets[AT_ONCE.option.name], orders.widgets[KEEP_AWAKE.option.name]
    ask, theme = orders.widgets[ASK_BEFORE_CLOSING.option.name], general.widgets[THEME.option.name]
    assert isinstance(at_once, QSpinBox)
    assert isinstance(awake, QCheckBox)
    assert isinstance(ask, QCheckBox)
    assert isinstance(theme, QComboBox)
    assert at_once.value() == 4
    at_once.setValue(25)
    awake.click()
    ask.click()
    theme.setFocus()
    QTest.keyClick(theme, Qt.Key.Key_Down)
    assert preferences.get(AT_ONCE.option) == 25
    assert preferences.get(KEEP_AWAKE.option) is False
    assert preferences.get(ASK_BEFORE_CLOSING.option) is False
    assert preferences.get(THEME.option) == "light"
    at_once.setValue(0)
    assert at_once.text() == "Automatic"
    preferences.close()
    again = Preferences(tmp_path / "settings.toml")
    assert (again.get(AT_ONCE.option), again.get(THEME.option)) == (0, "light")


def test_number_acts_when_it_is_completely_typed(qtbot: QtBot, preferences: Preferences) -> None:
    at_once = card(qtbot, preferences, Page.ADVANCED).widgets[AT_ONCE.option.name]
    assert isinstance(at_once, QSpinBox)
    received: list[int] = []
    preferences.on_change(AT_ONCE.option, received.append)
    at_once.setFocus()
    at_once.selectAll()
    QTest.keyClicks(at_once, "25")
    QTest.keyClick(at_once, Qt.Key.Key_Return)
    assert received == [25]


def test_folder_is_chosen_and_the_default_comes_back(qtbot: QtBot, preferences: Preferences, tmp_path: Path) -> None:
    folder = card(qtbot, preferences, Page.GENERAL).widgets[VIDEOS_FOLDER.option.name]
    assert isinstance(folder, FolderField)
    received: list[str] = []
    preferences.on_change(VIDEOS_FOLDER.option, received.append)
    folder.choose.click()
    dialog = folder.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    typed = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(typed, QLineEdit)
    typed.setText(str(tmp_path))
    dialog.accept()
    assert received == [str(tmp_path)]
    assert folder.choose.accessibleDescription() == str(tmp_path)
    assert folder.use_default.isVisible()
    folder.use_default.click()
    assert received == [str(tmp_path), ""]
    assert folder.choose.text() == "Automatic"
    assert not folder.use_default.isVisible()


def test_choice_in_a_combo_box_has_no_access_key(qtbot: QtBot, preferences: Preferences) -> None:
    theme = card(qtbot, preferences, Page.GENERAL).widgets[THEME.option.name]
    assert isinstance(theme, QComboBox)
    assert [theme.itemText(index) for index in range(theme.count())] == ["Same as system", "Light", "Dark"]


def test_menu_and_dialog_set_the_same_option(tmp_path: Path, qapp: QApplication) -> None:
    with running_program(tmp_path / "profile") as program:
        window = window_of(program)
        window.menus.theme_chosen.emit("dark")
        assert program.preferences.get(THEME.option) == "dark"
        assert program.look.theme.value == "dark"
        window.settings.open()
        settings = window.settings._dialog
        assert settings is not None
        theme = settings.setting_cards[Page.GENERAL].widgets[THEME.option.name]
        assert isinstance(theme, QComboBox)
        assert theme.currentData() == "dark"
        theme.setFocus()
        QTest.keyClick(theme, Qt.Key.Key_Up)
        assert program.look.theme.value == "light"
        ticked = {
            name: [a.data() for a in group.actions() if a.isChecked()] for name, group in window.menus._choices.items()
        }
        assert ticked == {
            "theme": ["light"],
            "language": ["system"],
            "jobs_place": ["automatic"],
            "jobs_view": ["rows"],
        }
        language = settings.setting_cards[Page.GENERAL].widgets[LANGUAGE.option.name]
        assert isinstance(language, QComboBox)
        language.setFocus()
        QTest.keyClick(language, Qt.Key.Key_End)
        assert program.preferences.get(LANGUAGE.option) == "zh_CN"
        assert window.notices.sentence == "重启 Wan Desk 以切换语言。"


def test_models_of_the_form_follow_the_settings(tmp_path: Path, qapp: QApplication) -> None:
    with running_program(tmp_path / "profile") as program:
        window = window_of(program)
        offer = window.composer.cards.offer

        def listed() -> list[str]:
            box = offer.model_box
            return [box.itemData(index) for index in range(box.count())]

        using = window.composer.draft.model
        other = next(key for key in listed() if key != using)
        program.preferences.set(options.HIDDEN_MODELS, f"{using} {other}")
        assert other not in listed()
        assert using in listed(), "the model in use stays"
        program.preferences.set(options.start_model("singapore"), "wan2.5-i2v-preview")
        program.preferences.set(options.start_resolution("singapore"), "1080P")
        offer.region_chosen.emit("singapore")
        draft = window.composer.draft
        assert (draft.region, draft.model, draft.resolution) == ("singapore", "wan2.5-i2v-preview", "1080P")
        before = len(listed())
        program.preferences.set(options.HIDDEN_MODELS, "")
        assert len(listed()) > before


def test_space_of_the_real_profile_is_counted(tmp_path: Path, qapp: QApplication) -> None:
    async def story() -> None:
        await ready(program)
        window = window_of(program)
        window.settings.open(SPACE)
        settings = window.settings._dialog
        assert settings is not None
        card = settings.findChild(SpaceCard)
        assert card is not None
        await until(lambda: card.amounts[0].text() != "…", within=20)
        assert card.amounts[0].text() == "0 bytes in 0 videos"
        card.clean_button.click()
        await until(card.message.isVisible, within=20)
        assert window.composer.draft.picture is not None
        settings.close()

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story())


def test_restart_restores_the_player(tmp_path: Path, qapp: QApplication) -> None:
    with running_program(tmp_path / "profile") as program:
        bar = window_of(program).stage.player.bar
        bar.loop.click()
        bar.mute.click()
    with running_program(tmp_path / "profile") as program:
        playback = window_of(program).stage.player.playback
        assert (playback.is_looping, playback.sound.is_silent, playback.sound.volume) == (False, True, 1.0)
