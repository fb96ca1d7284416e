"""The translations: complete, up to date, with the placeholders and mnemonics of the English texts."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from wandesk.domain.language import LANGUAGE_KEYS
from wandesk.ui import menu_entries
from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import actions_at
from wandesk.ui.settings.table import THEME
from wandesk.ui.wording.sentences import DOT, joined, named, sentence, spoken

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
PLACE = re.compile(r"\{[a-z_]*\}|%n|%L?\d")
ACCELERATOR = re.compile(r"&(\w)")
CHINESE_ACCELERATOR = re.compile(r"[^&]+\(&([A-Z])\)[…：]?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_CHINESE = frozenset(
    {"{amount} {unit}", "{count} / {most}", "{day} {time}", "{factor}×", "{width} × {height}", "“{prompt}”", "ID"}
)
"""Only placeholders, punctuation and a word that both languages share."""
SIGNS_ONLY = frozenset(
    {
        "{model} ({id}), {resolutions}",
        "{name} ({id})",
        "{label} ({count})",
        "; ",
        *(", ", "{text}.", "{name} ({key})", "{first} {second}", "{name}: {value}"),
        *("{length} at {resolution}", "{region}: {text}", "{cost} in {region}", "{percent} %"),
    }
)
"""Differ in punctuation only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One sentence and its translation: one text, or its plural forms."""

    context: str
    source: str
    texts: tuple[str, ...]


def messages(language: str) -> list[Message]:
    """Every message of a language's .ts file."""
    found = []
    for context in ET.parse(FOLDER / f"wandesk_{language}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found.append(
                Message(
                    context=context.findtext("name") or "",
                    source=message.findtext("source") or "",
                    texts=tuple(forms),
                )
            )
    return found


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The program's translations in a language, for as long as the block lasts."""
    translator = QTranslator()
    assert translator.load(f"wandesk_{language}", str(FOLDER))
    QCoreApplication.installTranslator(translator)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(translator)


def test_every_sentence_is_translated_and_the_compiled_files_are_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, "packaging/translations.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, f"run packaging/translations.py and translate what is new:\n{checked.stdout}"


@pytest.mark.parametrize("language", LANGUAGE_KEYS)
def test_a_translation_has_the_placeholders_of_its_source(language: str) -> None:
    wrong = [
        (message.source, text)
        for message in messages(language)
        for text in message.texts
        if sorted(PLACE.findall(message.source)) != sorted(PLACE.findall(text)) or _braces(message.source, text)
    ]
    assert wrong == []


def _braces(source: str, text: str) -> bool:
    """Whether a placeholder was damaged: then a brace is left over and `format` fails at run time."""
    return any(source.count(brace) != text.count(brace) for brace in "{}")


def test_no_translation_is_left_in_english() -> None:
    everything = messages("zh_CN")
    assert len(everything) > 300
    same = {message.source for message in everything if message.source in message.texts}
    assert same <= SAME_IN_CHINESE
    without = {message.source for message in everything if not all(CHINESE.search(text) for text in message.texts)}
    assert without <= SAME_IN_CHINESE | SIGNS_ONLY


def test_translations_end_with_the_same_punctuation() -> None:
    """A sentence stays a sentence, a label a label, because rows are joined from both."""
    wrong = [
        (message.source, text)
        for message in messages("zh_CN")
        for text in message.texts
        if message.source.endswith((".", "?")) != text.endswith(("。", "？"))
        or message.source.endswith("…") != text.endswith("…")
    ]
    assert wrong == []


def test_translations_keep_the_separators() -> None:
    """Text shown with dots in between is spoken by screen readers with commas instead."""
    wrong = [
        (message.source, text)
        for message in messages("zh_CN")
        for text in message.texts
        if message.source.count(DOT) > text.count(DOT)
    ]
    assert wrong == []


def test_chinese_menus_keep_the_english_mnemonics() -> None:
    for message in messages("zh_CN"):
        letters = ACCELERATOR.findall(message.source)
        for text in message.texts:
            found = CHINESE_ACCELERATOR.fullmatch(text)
            assert ([found[1]] if found else []) == [letter.upper() for letter in letters], (message.source, text)


def test_sentences_are_joined_as_the_language_does(qapp: object) -> None:
    with speaking("zh_CN"):
        assert joined("已取消。", "", "没有产生费用。") == "已取消。没有产生费用。"
        assert sentence(spoken(f"5 秒{DOT}832 × 464", "12:30")) == "5 秒，832 × 464，12:30。"
        assert named("错误代码", "Arrearage") == "错误代码：Arrearage"


@pytest.mark.parametrize("language", LANGUAGE_KEYS)
def test_every_menu_entry_has_its_own_mnemonic(qapp: object, language: str) -> None:
    with speaking(language):
        menus = menu_entries.menus()
        _letters_differ([menu.title for menu in menus])
        for menu in menus:
            texts = [entry.text for entry in menu.entries if isinstance(entry, menu_entries.Entry)]
            texts += [entry.title for entry in menu.entries if isinstance(entry, menu_entries.Choices)]
            if any(isinstance(entry, menu_entries.JobActions) for entry in menu.entries):
                texts += [action.label() for action in actions_at(Place.VIDEO_MENU)]
            _letters_differ(texts)
        assert THEME.choices is not None
        _letters_differ(THEME.choices().values())


def _letters_differ(texts: Iterable[str]) -> None:
    shown = list(texts)
    letters = [ACCELERATOR.findall(text) for text in shown]
    assert all(len(each) == 1 for each in letters), shown
    assert len({each[0].upper() for each in letters}) == len(shown), shown
