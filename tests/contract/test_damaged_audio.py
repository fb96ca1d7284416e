"""Damaged, lying and strange audio in the real media process; `tests/crash/damaged_audio.py` tries many more."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.support import damage_campaign
from tests.support.audio_damage import bombs, damaged_files, lying_headers, lying_tags, signatures, sources
from tests.support.audio_trial import AudioTrial, audio_trial
from tests.support.damage import Case

FILES = 64
"""Every kind in two ways."""


tried = partial(damage_campaign.tried, audio_trial)


def test_damaged_audio_gives_a_true_sentence_or_plain_audio(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        for case in damaged_files(FILES, seed=3):
            await trial.content(case)

    trial = tried(tmp_path, story)
    assert trial.broken == []
    assert trial.said.total() == FILES
    assert trial.said["accepted"] > FILES / 5
    assert trial.said["sound_damaged"] + trial.said["sound_unknown"] > FILES / 10


def test_lying_headers_tags_and_endless_files_are_bounded(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        for case in (*lying_headers(), *lying_tags(), *bombs(large=False)):
            await trial.content(case)

    assert tried(tmp_path, story).broken == []


def test_beginnings_of_audio_files_are_refused(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        for case in signatures():
            await trial.content(case)

    assert tried(tmp_path, story).broken == []


def test_what_is_no_readable_audio_has_its_sentence_and_no_name_matters(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        await trial.no_files()
        assert await trial.names() > 0

    assert tried(tmp_path, story).broken == []


def test_audio_that_changes_or_vanishes_while_it_is_read_is_no_disaster(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        for number, name in enumerate(("plain.wav", "plain.mp3", "aac.m4a", "music.flac", "film.mkv") * 2):
            await trial.changing(sources()[name], number + number // 5)

    assert tried(tmp_path, story).broken == []


def test_the_trial_notices_what_it_looks_for(tmp_path: Path) -> None:
    async def story(trial: AudioTrial) -> None:
        await trial.content(Case(name="good", content=sources()["plain.mp3"], sentences=frozenset(), may_be_good=False))
        await trial.content(Case(name="text", content=b"a list" * 100, sentences=frozenset()))

    assert tried(tmp_path, story).broken == ["good: accepted", "text: sound_unknown"]
