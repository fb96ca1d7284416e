"""File names of videos: recognisable, and safe on every system."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.samples import request as a_request
from wandesk.domain.job import Job
from wandesk.domain.marks import Marks
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.video_naming import (
    DEFAULT_PATTERN,
    SLUG_BYTES,
    SLUG_CHARS,
    NameField,
    VideoNaming,
    pattern_problem,
    safe_stem,
    slug,
    stem_of,
)
from wandesk.files.names import first_free, label_folder, video_name

PICTURE = StoredInput(sha256="ab", format="JPEG", name="My Cat (1).jpg", size_bytes=1)
JOB = Job(
    id="0f0f0f0f-1111-2222-3333-4444aaaabbbb",
    created_at=1795392000.0,
    task_id="9c0a55aa-0000-4000-8000-00001a2b3c4d",
    request=replace(a_request(), first_frame=PICTURE, prompt="Portrait of a cat", resolution="720P", seconds=5),
)


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def named(prompt: str, **changes: object) -> Job:
    return replace(JOB, request=replace(JOB.request, prompt=prompt), **changes)  # type: ignore[arg-type]


def test_name_has_day_prompt_size_length_and_id() -> None:
    job = replace(JOB, created_at=1795348800.0)
    assert video_name(job) == "2026-11-22_portrait-of-a-cat_720P_5s_1a2b3c4d.mp4"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_day_is_in_the_users_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    just_before_midnight = replace(JOB, created_at=1795391940.0)  # 2026-11-22 23:59 UTC
    assert video_name(just_before_midnight).startswith("2026-11-22_")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    assert video_name(just_before_midnight).startswith("2026-11-23_")


def test_picture_name_replaces_an_empty_prompt() -> None:
    assert "_my-cat-1_720P" in video_name(named("  \n"))
    nameless = replace(JOB.request, prompt="", first_frame=replace(PICTURE, name="!!!.png"))
    assert video_name(replace(JOB, request=nameless, created_at=0.0)) == "1970-01-01_720P_5s_1a2b3c4d.mp4"


def test_job_id_marks_the_name_before_the_order() -> None:
    assert video_name(replace(JOB, task_id=None)).endswith("_aaaabbbb.mp4")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The cat\'s "hat": <red>/blue\\green|?*', "the-cats-hat-red-blue-green"),
        ("../../etc/passwd", "etc-passwd"),
        ("一只猫在月光下奔跑，镜头缓缓推进。", "一只猫在月光下奔跑-镜头缓缓推进"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("evil\u202egpj.exe\u0000\u0007", "evil-gpj-exe"),
        ("😀😀", ""),
        ("half \ud83d pair", "half-pair"),
        ("hyphen - minus", "hyphen-minus"),
        ("wind " * 40, "-".join(["wind"] * 12)),
    ],
)
def test_slug_holds_only_letters_and_digits(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_long_chinese_sentence_is_cut_by_bytes() -> None:
    cut = slug("猫" * 500)
    assert cut == "猫" * (SLUG_BYTES // 3)


@given(st.text(st.characters(), max_size=200))
def test_every_name_is_safe(prompt: str) -> None:
    text = slug(prompt)
    assert len(text) <= SLUG_CHARS
    assert len(text.encode()) <= SLUG_BYTES
    name = video_name(named(prompt))
    assert len((name + ".part").encode()) < 255
    assert unicodedata.normalize("NFC", name) == name
    assert not set(name) & set('<>:"/\\|?* ')
    assert not any(unicodedata.category(each)[0] in "CZ" for each in name)
    # The day comes first, so a name is neither hidden, nor an option, nor reserved by Windows for devices.
    assert name[:5] == "2026-"
    assert name.endswith(".mp4")


def test_pasted_picture_gives_no_name() -> None:
    pasted = replace(PICTURE, name=f"pasted-{'0f' * 16}.png")
    job = replace(JOB, request=replace(JOB.request, first_frame=pasted, prompt=""))
    assert "pasted" not in video_name(job)


def patterned(pattern: str, job: Job = JOB, number: int = 1) -> str:
    return video_name(job, VideoNaming(pattern=pattern), number)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{name} {resolution}", "Fox & Hare 720P.mp4"),
        ("{label} - {prompt}", "Zoo - portrait-of-a-cat.mp4"),
        ("{date} {time} {model} {seconds}", "2026-11-23 00-00-00 m 5s.mp4"),
        ("Video {number}", "Video 001.mp4"),
        ("{name}/{label}: {id}", "Fox & Hare Zoo 1a2b3c4d.mp4"),
        ("..{id}. ", "1a2b3c4d.mp4"),
        ("con.{id}", "_con.1a2b3c4d.mp4"),
        ("{nothing}", "2026-11-23_Fox & Hare_720P_5s_1a2b3c4d.mp4"),
    ],
)
def test_pattern_gives_a_name(pattern: str, expected: str) -> None:
    job = replace(JOB, marks=Marks(name="Fox & Hare", label="Zoo"))
    job = replace(job, request=replace(job.request, model="m"))
    assert patterned(pattern, job) == expected


def test_an_empty_field_takes_its_separator_along() -> None:
    assert patterned("{label}_{date}") == "2026-11-23.mp4"
    assert patterned("{date}_{label}_{id}") == "2026-11-23_1a2b3c4d.mp4"
    assert patterned("{date} - {label}") == "2026-11-23.mp4"
    assert patterned("{label}{label}") == "video.mp4"


def test_a_taken_name_gets_a_number() -> None:
    assert patterned("{prompt}", number=2) == "portrait-of-a-cat_2.mp4"
    assert patterned("{prompt} {number}", number=12) == "portrait-of-a-cat 012.mp4"


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (DEFAULT_PATTERN, None),
        ("{label}", None),
        ("{prmopt}", Sentence.PATTERN_FIELD),
        ("{date", Sentence.PATTERN_BRACE),
        ("{{date}}", Sentence.PATTERN_BRACE),
        ("video", Sentence.PATTERN_WITHOUT_FIELD),
        ("", Sentence.PATTERN_WITHOUT_FIELD),
        ("{date}" * 40, Sentence.PATTERN_TOO_LONG),
    ],
)
def test_what_is_wrong_with_a_pattern(pattern: str, sentence: Sentence | None) -> None:
    problem = pattern_problem(pattern)
    assert (None if problem is None else problem.sentence) is sentence


@given(st.text(max_size=300), st.text(st.characters(), max_size=300))
def test_every_name_of_the_user_is_valid_on_every_system(pattern: str, text: str) -> None:
    values = dict.fromkeys(NameField, text)
    for stem in (
        safe_stem(text),
        stem_of(pattern, values, 7),
        stem_of("{name}", values),
        stem_of("{label}.{id}", values),
    ):
        assert len(f"{stem}_999.mp4.part.json".encode()) < 255
        assert not set(stem) & set('<>:"/\\|?*\0\n\r\t')
        assert stem == stem.strip(" .")
        assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in stem)
        device = stem.partition(".")[0].strip().upper()
        assert device not in {"CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in range(10))}
    assert stem_of(pattern, values)


@pytest.mark.parametrize("taken", [0, 1, 2, 5, 1000, 70_000])
def test_first_free_number_is_found_with_few_looks(taken: int) -> None:
    looks: list[int] = []

    def is_taken(number: int) -> bool:
        looks.append(number)
        return number <= taken

    assert first_free(is_taken) == taken + 1
    assert len(looks) < 40


def test_a_label_names_a_folder_only_if_wanted() -> None:
    assert label_folder("a/b: Zoo.", VideoNaming(has_label_folders=True)) == "a b Zoo"
    assert label_folder("..", VideoNaming(has_label_folders=True)) == ""
    assert label_folder("Zoo", VideoNaming()) == ""
