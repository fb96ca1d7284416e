"""The chips below the prompt: pieces, examples, and what they do to the prompt."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.support.composers import shown_form
from tests.support.gui import GuiLoop, gui_loop
from tests.support.jobs import a_job
from tests.support.main_windows import FakeMoney, main_window
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, FakeQuestions, wear_test_font
from wandesk.domain.catalog import SoundMode
from wandesk.domain.draft import new_draft
from wandesk.domain.job import JobStage
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.ideas import load_ideas
from wandesk.settings.options import MOST_SAVED_PROMPTS, SAVED_PROMPTS
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.composer.ideas import SOUND, IdeaChips, with_piece
from wandesk.ui.composer.own_prompts import SHOWN, OwnPrompts
from wandesk.ui.look import Theme, apply_look

IDEAS = load_ideas("en")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp) as loop:
        yield loop


@pytest.fixture
def composer(qapp: QApplication, loop: GuiLoop, tmp_path: Path) -> Iterator[Composer]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    catalog = load_catalogue()
    questions = FakeQuestions(tmp_path)
    questions.pictures["portrait.jpg"] = FACTS
    with shown_form(loop, catalog, questions, "wan2.5-i2v-preview") as form:
        yield form
    apply_look(qapp, Theme.LIGHT)


def open_menu(loop: GuiLoop, ideas: IdeaChips, key: str) -> QMenu:
    """Open a chip's menu with the keyboard."""
    ideas.chips[key].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(ideas.chips[key], Qt.Key.Key_Space)
    menus: list[QMenu] = []

    def is_open() -> bool:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            menus.append(popup)
        return bool(menus)

    loop.run_until(is_open)
    return menus[-1]


def test_a_piece_is_added_at_the_end_and_undone_alone(loop: GuiLoop, composer: Composer) -> None:
    prompt = composer.cards.prompt
    prompt.field.setFocus()
    QTest.keyClicks(prompt.field, "A cat")
    menu = open_menu(loop, prompt.ideas, "camera")
    assert [each.text() for each in menu.actions()] == list(IDEAS.pieces["camera"])
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    added = f"A cat. {IDEAS.pieces['camera'][0]}"
    loop.run_until(lambda: composer.draft.prompt == added)
    assert prompt.field.text() == added
    assert prompt.field.hasFocus(), "the user goes on writing"
    QTest.keyClick(prompt.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.draft.prompt == "A cat"
    QTest.keyClick(prompt.field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert composer.draft.prompt == added


def test_an_example_replaces_the_prompt_and_undo_brings_it_back(loop: GuiLoop, composer: Composer) -> None:
    prompt = composer.cards.prompt
    QTest.keyClicks(prompt.field, "My own long words")
    menu = open_menu(loop, prompt.ideas, "examples")
    entry = menu.actions()[1]
    example = IDEAS.examples["2.5"][1]
    assert entry.text() == example.name
    assert example.text in entry.toolTip()
    entry.trigger()
    menu.close()
    assert composer.draft.prompt == example.text
    QTest.keyClick(prompt.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.draft.prompt == "My own long words"


def test_every_model_has_its_examples_and_sound_where_it_has_sound(composer: Composer) -> None:
    catalog = load_catalogue()
    ideas = composer.cards.prompt.ideas
    for model in catalog.models_in("practice"):
        composer.set_draft(new_draft(catalog, "practice", model.key))
        names = [each.text() for each in ideas.menu("examples").actions()]
        assert names == [each.name for each in IDEAS.examples[model.family]]
        assert ideas.chips[SOUND].isHidden() == (model.sound is SoundMode.NEVER), model.key


def test_an_effect_hides_the_ideas_with_the_prompt(composer: Composer) -> None:
    composer.set_draft(new_draft(load_catalogue(), "practice", "wan2.1-i2v-turbo"))
    ideas = composer.cards.prompt.ideas
    assert ideas.isVisible()
    composer._choose("template", "hug")
    assert not ideas.isVisible()
    composer._choose("template", None)
    assert ideas.isVisible()


def test_chips_are_named_reached_by_tab_and_in_one_line(loop: GuiLoop, composer: Composer) -> None:
    prompt = composer.cards.prompt
    chips = list(prompt.ideas.chips.values())
    assert [each.accessibleName() for each in chips] == ["Camera", "Light", "Movement", "Sound", "Examples"]
    assert all(each.accessibleDescription() for each in chips)
    prompt.field.setFocus()
    stops = [prompt.field, *chips]
    for before, chip in pairwise(stops):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert chip.hasFocus()
    composer.resize(composer.minimumWidth(), 560)
    loop.settle()
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width(), "its name is whole in the narrowest form"


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", "The end."),
        ("A cat", ". The end."),
        ("A cat.", " The end."),
        ("A cat. ", "The end."),
        ("A cat\n", "The end."),
        ("一只猫。", " The end."),
    ],
)
def test_a_piece_is_joined_as_a_sentence(text: str, added: str) -> None:
    assert with_piece(text, "The end.") == added


def test_a_chinese_piece_is_joined_without_a_space() -> None:
    assert with_piece("一只猫", "镜头固定不动。") == "。镜头固定不动。"
    assert with_piece("一只猫。", "镜头固定不动。") == "镜头固定不动。"


# -------------------------------------------------------------------- the user's own prompts


def titled(menu: QMenu, title: str) -> QAction:
    """The entry of a menu that begins so."""
    return next(each for each in menu.actions() if each.text().startswith(title))


def inner(menu: QMenu, title: str) -> QMenu:
    found = titled(menu, title).menu()
    assert isinstance(found, QMenu)
    return found


def texts(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions() if not each.isSeparator() and each.menu() is None]


def test_a_saved_prompt_is_used_again_and_removed_after_a_restart(composer: Composer, tmp_path: Path) -> None:
    ideas, field = composer.cards.prompt.ideas, composer.cards.prompt.field
    path = tmp_path / "settings.toml"
    first = Preferences(path)
    ideas.own = OwnPrompts(first, lambda: ())
    assert not titled(ideas.menu("examples"), "Save").isEnabled(), "there is no prompt"
    long = 'She says: "Salt & pepper!"\n' + "Waves. " * 30
    for text in ("A cat", long):
        field.setPlainText(text)
        titled(ideas.menu("examples"), "Save").trigger()
    assert not titled(ideas.menu("examples"), "Save").isEnabled(), "it is saved already"
    first.close()

    second = Preferences(path)
    ideas.own = OwnPrompts(second, lambda: ())
    assert ideas.own.saved == (long, "A cat")
    field.setPlainText("Something else")
    saved = inner(ideas.menu("examples"), "Saved prompts")
    assert texts(saved)[0].startswith('She says: "Salt && pepper!" Waves.')
    assert len(texts(saved)[0]) <= SHOWN + 1
    saved.actions()[0].trigger()
    assert composer.draft.prompt == long
    field.undo()
    assert composer.draft.prompt == "Something else"
    titled(inner(saved, "Remove"), "A cat").trigger()
    assert texts(inner(ideas.menu("examples"), "Saved prompts")) == [texts(saved)[0]]
    second.close()


def test_no_more_prompts_are_saved_than_there_is_room_for(composer: Composer) -> None:
    ideas, values = composer.cards.prompt.ideas, FakeMoney()
    own = ideas.own = OwnPrompts(values, lambda: ())
    for number in range(MOST_SAVED_PROMPTS):
        assert own.can_save(f"Prompt {number}")
        own.save(f"Prompt {number}")
    composer.cards.prompt.field.setPlainText("One more")
    save = titled(ideas.menu("examples"), "Save")
    assert not save.isEnabled()
    assert "remove one first" in save.text()
    own.remove("Prompt 3")
    assert titled(ideas.menu("examples"), "Save").isEnabled()


def test_history_has_the_prompts_of_the_last_jobs(composer: Composer) -> None:
    ideas = composer.cards.prompt.ideas
    earlier: list[str] = []
    ideas.own = OwnPrompts(FakeMoney(), lambda: earlier)
    assert not inner(ideas.menu("examples"), "History").isEnabled()
    earlier += ["Gulls circle the tower", "Fog lifts at dawn"]
    history = inner(ideas.menu("examples"), "History")
    assert texts(history) == earlier
    history.actions()[1].trigger()
    assert composer.draft.prompt == "Fog lifts at dawn"


def test_the_window_gives_the_form_its_jobs_and_its_settings(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    thread: Any = None
    preferences = Preferences(tmp_path / "settings.toml")
    with gui_loop(qapp, outlives_windows=True) as loop:
        bridge = Bridge(thread, Future())
        window = main_window(loop, qtbot, bridge, tmp_path, values=preferences)
        for number, prompt in enumerate(("Fog lifts", "Gulls circle", "", "Fog lifts")):
            bridge.job_added(a_job(f"job-{number}", JobStage.WAITING, prompt=prompt))
        ideas = window.composer.cards.prompt.ideas
        assert texts(inner(ideas.menu("examples"), "History")) == ["Fog lifts", "Gulls circle"]
        window.composer.cards.prompt.field.setPlainText("A cat")
        titled(ideas.menu("examples"), "Save").trigger()
        assert preferences.get(SAVED_PROMPTS) == ("A cat",)
    preferences.close()


def test_more_saved_prompts_in_the_file_are_kept(composer: Composer, tmp_path: Path) -> None:
    many = [f"Prompt {number}" for number in range(MOST_SAVED_PROMPTS + 5)]
    path = tmp_path / "settings.toml"
    path.write_text(f"[prompts]\nsaved = {many}\n")
    own = OwnPrompts(Preferences(path), lambda: ())
    assert own.saved == tuple(many)
    assert not own.can_save("One more")


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_ideas_are_drawn(qapp: QApplication, loop: GuiLoop, composer: Composer, theme: Theme) -> None:
    apply_look(qapp, theme)
    ideas = composer.cards.prompt.ideas
    ideas.own = OwnPrompts(FakeMoney(), lambda: ("Gulls circle the tower",))
    ideas.own.save("The beam sweeps over the sea")
    loop.settle()
    portrait(composer, f"ideas-{theme}")
    for key in ideas.chips:
        menu = ideas.menu(key)
        menu.ensurePolished()
        menu.adjustSize()
        portrait(menu, f"ideas-{key}-{theme}")
        menu.deleteLater()
