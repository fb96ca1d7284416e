"""Damaged, lying and strange pictures in the real media process; `tests/crash/damaged_pictures.py` tries thousands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.support import damage_campaign
from tests.support.damage import Case, bombs, damaged_files, lying_sizes, sources, without_frames
from tests.support.picture_trial import Trial

FILES = 216
"""Every format in every way once."""


tried = partial(damage_campaign.tried, Trial)


def test_damaged_files_give_a_true_sentence_or_a_clean_picture(tmp_path: Path) -> None:
    async def story(trial: Trial) -> None:
        for case in damaged_files(FILES, seed=5):
            await trial.content(case)

    trial = tried(tmp_path, story)
    assert trial.broken == []
    assert trial.said.total() == FILES
    assert trial.said["accepted"] > FILES / 5
    assert trial.said["picture_damaged"] > FILES / 5


def test_lying_headers_bombs_and_files_without_a_frame_are_bounded(tmp_path: Path) -> None:
    async def story(trial: Trial) -> None:
        for case in (*without_frames(), *lying_sizes(), *bombs(large=False)):
            await trial.content(case)

    assert tried(tmp_path, story).broken == []


def test_what_is_no_readable_file_has_its_sentence_and_no_name_matters(tmp_path: Path) -> None:
    async def story(trial: Trial) -> None:
        await trial.no_files()
        assert await trial.names() > 0

    assert tried(tmp_path, story).broken == []


def test_a_file_that_changes_or_vanishes_while_it_is_read_is_no_disaster(tmp_path: Path) -> None:
    async def story(trial: Trial) -> None:
        for number, name in enumerate(("jpeg", "png", "webp", "tiff", "heic") * 2):
            await trial.changing(sources()[name], number + number // 5)

    assert tried(tmp_path, story).broken == []


def test_the_trial_notices_what_it_looks_for(tmp_path: Path) -> None:
    async def story(trial: Trial) -> None:
        await trial.content(Case(name="good", content=sources()["jpeg"], sentences=frozenset(), may_be_good=False))
        await trial.content(Case(name="text", content=b"a list", sentences=frozenset()))

    assert tried(tmp_path, story).broken == ["good: accepted", "text: picture_unknown"]
