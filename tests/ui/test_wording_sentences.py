"""Sentences: every reported key has one, and every amount is written for people."""

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
from tests.support.jobs import a_job
from wandesk.domain import errors
from wandesk.domain.job import JobProblem, JobStage
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.files.inputs import InputFiles
from wandesk.resources import resource_path
from wandesk.ui.wording import actions
from wandesk.ui.wording.amounts import (
    clock_text,
    date_text,
    dimensions_text,
    exact_length,
    money_text,
    number_text,
    price_text,
    size_text,
)
from wandesk.ui.wording.jobs import outcome
from wandesk.ui.wording.problems import SENTENCES, error_text, problem_text
from wandesk.ui.wording.sentences import joined, key_text, named, sentence, spoken

FORBIDDEN = re.compile(r"\b(payload|polling|endpoint|task(?! IDs?\b)|HTTP(?!s?://)|JSON)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def test_every_sentence_has_its_own_text() -> None:
    assert set(SENTENCES) == set(Sentence)
    texts = [look_up() for look_up in SENTENCES.values()]
    assert sorted({each for each in texts if texts.count(each) > 1}) == []


def test_every_sentence_is_used_outside_the_table() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(wandesk.__file__).parent.rglob("*.py"))
    uses = Counter(re.findall(r"\bSentence\.([A-Z0-9_]+)", sources))
    in_catalogue = set(re.findall(r'sentence = "(\w+)"', resource_path("models.toml").read_text("utf-8")))
    assert [each.name for each in Sentence if uses[each.name] < 2 and each not in in_catalogue] == []


def test_error_has_its_text() -> None:
    assert error_text(errors.KeyNeeded()) == "This region needs your API key. Add it in Settings."


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens and fails to read")
@pytest.mark.parametrize(("format_", "noun"), [("PNG", "picture"), ("WAV", "audio file")])
def test_drive_removed_between_drop_and_generate_is_reported(tmp_path: Path, format_: str, noun: str) -> None:
    files = InputFiles(tmp_path / "inputs")
    with pytest.raises(errors.InputRefused) as refused:
        asyncio.run(files.copy_input(Path("/proc/self/mem"), format_))
    assert error_text(refused.value).startswith(f"The {noun} can't be read right now.")


def test_sentences_are_well_formed() -> None:
    for key, look_up in SENTENCES.items():
        text = look_up()
        assert text[0].isupper(), key
        assert text.endswith("."), key
        assert not FORBIDDEN.search(text), key
        places = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        assert "{" not in problem_text(key, dict.fromkeys(places, 5)), key
        assert "{" not in problem_text(key), f"{key}: a missing value must not raise"


def test_every_problem_comes_with_what_to_do_or_what_follows() -> None:
    """One statement is enough where it is the step itself, or where nothing is wrong."""
    steps = {
        Sentence.PICTURE_MISSING,
        Sentence.AUDIO_MISSING,
        Sentence.NUMBER_OUT_OF_RANGE,
        Sentence.KEY_EMPTY,
        Sentence.ADDRESS_HTTPS,
        Sentence.ADDRESS_LOGIN,
        Sentence.ADDRESS_QUERY,
        Sentence.CUSTOM_ID_SHAPE,
        Sentence.CUSTOM_NO_RESOLUTION,
        Sentence.CUSTOM_SECONDS,
        Sentence.CUSTOM_PRICE,
    }
    nothing_wrong = {Sentence.NEWER_PICTURE, Sentence.TASK_OWNED, Sentence.KEY_GOOD}
    alone = {key for key, look_up in SENTENCES.items() if not re.search(r"[.:] [A-Z]", look_up())}
    assert alone == steps | nothing_wrong


@pytest.mark.parametrize(
    "refusal",
    [
        actions.folder_missing("/videos"),
        actions.folder_not_shown("/videos"),
        actions.video_not_opened("/videos/fox.mp4"),
        actions.no_browser(),
        actions.nothing_to_copy(),
        actions.is_ordered_already(),
        actions.why_not_removed(a_job(stage=JobStage.UNCERTAIN)),
    ],
)
def test_refused_action_says_what_to_do(refusal: str) -> None:
    assert re.search(r"\. [A-Z][^.]+\.$", refusal)


def test_value_that_is_empty_leaves_no_hole() -> None:
    """A malformed address has no host."""
    assert " …" in problem_text(Sentence.CLOUD_UPLOAD_ADDRESS, {"host": ""})
    assert "  " not in problem_text(Sentence.CLOUD_UPLOAD_ADDRESS, {"host": ""})


def test_unknown_stored_key_has_the_general_sentence() -> None:
    assert Sentence("never_heard_of") is Sentence.UNEXPECTED
    assert Sentence("cloud_arrears") is Sentence.CLOUD_ARREARS


def test_catalogue_error_names_file_and_key() -> None:
    entry = problem_text(Sentence.CATALOGUE_PROBLEM, {"where": "models.toml, model.wan", "reason": "is odd"})
    assert entry == "The list of models has an error (models.toml, model.wan: is odd). Install Wan Desk again."


def test_parts_are_joined() -> None:
    assert joined("One.", "", "Two.", "Three.") == "One. Two. Three."
    assert joined("{One}.") == "{One}."
    assert joined() == joined("", "") == ""
    assert spoken("5 s · 480P", "", "{name}") == "5 s, 480P, {name}"
    assert sentence("Cancelled") == sentence("Cancelled.") == "Cancelled."
    assert named("Code", "{}") == "Code: {}"


def test_key_names_are_those_of_the_system() -> None:
    for key in ("Ctrl+Return", "Space", "Left", "L"):
        assert key_text(key) == QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) != ""


def test_values_are_written_for_people() -> None:
    heavy = problem_text(Sentence.PICTURE_HEAVY, {"size_bytes": 123_456_789, "most_bytes": 100_000_000})
    assert heavy == "That picture is 123.5 MB. Choose one of at most 100.0 MB."
    assert "12000 × 90" in problem_text(Sentence.PICTURE_TOO_SMALL, {"width": 12000, "height": 90, "least": 240})
    short = problem_text(Sentence.AUDIO_TOO_SHORT, {"audio_seconds": 1.5, "least_seconds": 3.0})
    assert short == "This audio is 1.5 s long. Choose one of at least 3 s."
    assert "12.0 MB" in problem_text(Sentence.NO_ROOM, {"missing_bytes": 12_000_000})


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (7.0, "7 s"),
        (30.06, "30.06 s"),
        (30.0999, "30.1 s"),
        (2.5, "2.5 s"),
        (59.996, "1 min"),
        (600, "10 min"),
        (65.4, "1 min 5 s"),
        (7380, "2 h 3 min"),
    ],
)
def test_lengths_are_said_in_true_digits(seconds: float, text: str) -> None:
    assert exact_length(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"),
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
def test_sizes_are_written_for_people(size: float, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (12.3, "0:12"), (59.7, "1:00"), (80, "1:20"), (3723, "1:02:03")]
)
def test_times_are_written_for_people(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


def test_money_keeps_its_digits_and_its_currency() -> None:
    assert price_text(Price(amount=Decimal("0.5"), currency="USD")) == "$0.50"
    assert price_text(Price(amount=Decimal("0.0625"), currency="USD")) == "$0.0625"
    assert price_text(Price(amount=Decimal(3), currency="CNY")) == "¥3.00"
    assert price_text(Price(amount=Decimal(30), currency="CNY")) == "¥30.00"
    assert price_text(Price(amount=Decimal("3.7471"), currency="CNY")) == "¥3.75"
    assert money_text(Decimal("1.2"), "EUR") == "1.20 EUR"
    assert price_text(Price(amount=Decimal("1E+2"), currency="USD")) == "$100.00"


def test_numbers_dates_and_pixels_are_written_for_people() -> None:
    assert dimensions_text(1920, 1080) == "1920 × 1080"
    assert number_text(1500) == "1,500"
    assert number_text(2.0) == "2"
    assert number_text(2.34) == "2.3"
    assert date_text("2026-11-22") == QLocale().toString(QDate(2026, 11, 22), QLocale.FormatType.ShortFormat)
    assert date_text("soon") == "soon"


def test_a_failure_about_a_web_address_names_its_host_and_the_way_out() -> None:
    job = a_job(stage=JobStage.FAILED, problem=JobProblem(sentence=Sentence.CLOUD_INPUT_UNREACHABLE))
    assert "upload it again" in outcome(job)
    picture = job.request.first_frame
    assert picture is not None
    by_address = replace(picture, address="https://pictures.example.com/cat.jpg")
    text = outcome(replace(job, request=replace(job.request, first_frame=by_address)))
    assert text.startswith("Alibaba couldn't fetch the file from pictures.example.com")
    assert "upload" not in text
