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
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.files.names import SLUG_BYTES, SLUG_CHARS, slug, video_name

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
