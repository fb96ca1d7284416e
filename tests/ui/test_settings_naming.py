"""The pattern of file names in Settings: an example while typing, and nothing wrong is stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.widgets import named
from wandesk.app.video_names import follow_names, naming_of
from wandesk.domain.video_naming import DEFAULT_PATTERN, VideoNaming
from wandesk.settings.preferences import Preferences
from wandesk.ui.settings.page_card import PageCard
from wandesk.ui.settings.pattern_field import PatternField
from wandesk.ui.settings.table import Page


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.toml")


def test_the_example_follows_and_a_wrong_pattern_is_explained_and_not_stored(
    qapp: QApplication, qtbot: QtBot, preferences: Preferences
) -> None:
    used: list[VideoNaming] = []
    follow_names(preferences, used.append)
    card = PageCard(Page.GENERAL, preferences, language="en")
    qtbot.addWidget(card)
    field = named(QLineEdit, "File names of videos", within=card)
    message = card.findChildren(PatternField)[0].message
    assert field.text() == DEFAULT_PATTERN
    assert "_Fox in the snow_720P_5s_1a2b3c4d.mp4" in message.text()
    field.clear()
    assert message.text().startswith("Add a field, such as {name}.")
    QTest.keyClicks(field, "{prmopt}")
    assert message.text() == "There is no field {prmopt}. Choose one of those below."
    assert field.accessibleDescription() == message.text()
    assert used == []
    field.clear()
    named(QPushButton, "Insert label", within=card).click()
    QTest.keyClicks(field, "/CON: ")
    named(QPushButton, "Insert number", within=card).click()
    assert message.text() == "Example: Winter CON 001.mp4"
    assert naming_of(preferences) == used[-1] == VideoNaming(pattern="{label}/CON: {number}")
    named(QCheckBox, "A subfolder for each label", within=card).click()
    assert used[-1].has_label_folders
    named(QPushButton, "Use default: File names of videos", within=card).click()
    assert naming_of(preferences) == VideoNaming(has_label_folders=True)
    preferences.close()
