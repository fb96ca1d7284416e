"""Sentences: every key that the program can report has one, and every amount reads as people write it."""

from __future__ import annotations

import asyncio
import re
import string
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QKeySequence

import wandesk
from wandesk.domain import errors
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.files.inputs import InputFiles
from wandesk.ui.wording.amounts import (
    clock_words,
    date_words,
    dimensions_words,
    money_words,
    number_words,
    price_words,
    size_words,
)
from wandesk.ui.wording.problems import SENTENCES, error_words, problem_words
from wandesk.ui.wording.sentences import joined, key_words, named, sentence, spoken

FORBIDDEN = re.compile(r"\b(payload|polling|endpoint|task(?! IDs?\b)|HTTP(?!s?://)|JSON)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def test_every_sentence_has_words_of_its_own() -> None:
    assert set(SENTENCES) == set(Sentence)
    words = [look_up() for look_up in SENTENCES.values()]
    assert sorted({each for each in words if words.count(each) > 1}) == []


def test_every_sentence_is_used_outside_the_table() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(wandesk.__file__).parent.rglob("*.py"))
    uses = Counter(re.findall(r"\bSentence\.([A-Z0-9_]+)", sources))
    assert [each.name for each in Sentence if uses[each.name] < 2] == []


def test_an_error_is_put_into_words() -> None:
    assert error_words(errors.KeyNeeded()) == "This region needs your API key. Add it in Settings."


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens and fails to read")
@pytest.mark.parametrize(("format_", "noun"), [("PNG", "picture"), ("WAV", "audio file")])
def test_a_drive_pulled_out_between_drop_and_generate_is_told(tmp_path: Path, format_: str, noun: str) -> None:
    files = InputFiles(tmp_path / "inputs")
    with pytest.raises(errors.InputRefused) as refused:
        asyncio.run(files.freeze(Path("/proc/self/mem"), format_))
    assert error_words(refused.value).startswith(f"The {noun} can't be read right now.")


def test_sentences_are_sentences() -> None:
    for key, look_up in SENTENCES.items():
        words = look_up()
        assert words[0].isupper(), key
        assert words.endswith("."), key
        assert not FORBIDDEN.search(words), key
        places = [name for _, name, _, _ in string.Formatter().parse(words) if name]
        assert "{" not in problem_words(key, dict.fromkeys(places, 5)), key
        assert "{" not in problem_words(key), f"{key}: a missing value is no second error"


def test_a_stored_key_of_another_version_has_the_general_sentence() -> None:
    assert Sentence("never_heard_of") is Sentence.UNEXPECTED
    assert Sentence("cloud_arrears") is Sentence.CLOUD_ARREARS


def test_an_error_in_the_list_of_models_is_named_by_file_and_key() -> None:
    entry = problem_words(Sentence.CATALOGUE_PROBLEM, {"where": "models.toml, model.wan", "reason": "is odd"})
    assert entry == "The list of models has an error (models.toml, model.wan: is odd)."


def test_parts_are_put_together() -> None:
    assert joined("One.", "", "Two.", "Three.") == "One. Two. Three."
    assert joined("{One}.") == "{One}."
    assert joined() == joined("", "") == ""
    assert spoken("5 s · 480P", "", "{name}") == "5 s, 480P, {name}"
    assert sentence("Cancelled") == sentence("Cancelled.") == "Cancelled."
    assert named("Code", "{}") == "Code: {}"


def test_keys_are_called_as_the_system_calls_them() -> None:
    for key in ("Ctrl+Return", "Space", "Left", "L"):
        assert key_words(key) == QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) != ""


def test_values_are_written_for_people() -> None:
    heavy = problem_words(Sentence.PICTURE_HEAVY, {"size_bytes": 123_456_789, "most_bytes": 100_000_000})
    assert heavy == "That picture is 123.5 MB. Choose one of at most 100.0 MB."
    assert "12000 × 90" in problem_words(Sentence.PICTURE_TOO_SMALL, {"width": 12000, "height": 90, "least": 240})
    assert "1.5 s" in problem_words(Sentence.SOUND_TOO_SHORT, {"seconds": 1.5, "least": 3.0})
    assert "12.0 MB" in problem_words(Sentence.NO_ROOM, {"missing_bytes": 12_000_000})


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (812_400, "812 KB"),
        (999_900, "1.0 MB"),
        (2_104_000, "2.1 MB"),
        (3.2e9, "3.2 GB"),
    ],
)
def test_sizes(size: float, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (12.3, "0:12"), (59.7, "1:00"), (80, "1:20"), (3723, "1:02:03")]
)
def test_clocks(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


def test_money_keeps_its_digits_and_its_currency() -> None:
    assert price_words(Price(amount=Decimal("0.5"), currency="USD")) == "$0.50"
    assert price_words(Price(amount=Decimal("0.0625"), currency="USD")) == "$0.0625"
    assert price_words(Price(amount=Decimal(3), currency="CNY")) == "¥3.00"
    assert price_words(Price(amount=Decimal(30), currency="CNY")) == "¥30.00"
    assert price_words(Price(amount=Decimal("3.7471"), currency="CNY")) == "¥3.75"
    assert money_words(Decimal("1.2"), "EUR") == "1.20 EUR"
    assert price_words(Price(amount=Decimal("1E+2"), currency="USD")) == "$100.00"


def test_numbers_dates_and_pixels() -> None:
    assert dimensions_words(1920, 1080) == "1920 × 1080"
    assert number_words(1500) == "1,500"
    assert number_words(2.0) == "2"
    assert number_words(2.34) == "2.3"
    assert date_words("2026-11-22") == QLocale().toString(QDate(2026, 11, 22), QLocale.FormatType.ShortFormat)
    assert date_words("soon") == "soon"
