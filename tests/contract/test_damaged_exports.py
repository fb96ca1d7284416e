"""Exports of damaged sources in the real media process; `tests/crash/damaged_exports.py` tries many more."""

from __future__ import annotations

from pathlib import Path

from tests.support.damage import Case
from tests.support.export_damage import ExportTrial, damaged_files, sources, tried

FILES = 24
"""Every kind in six ways."""


def test_damaged_sources_give_a_true_sentence_or_no_more_than_the_part(tmp_path: Path) -> None:
    async def story(trial: ExportTrial) -> None:
        for case in damaged_files(FILES, seed=3):
            await trial.content(case)

    trial = tried(tmp_path, story)
    assert trial.broken == []
    assert trial.said.total() == FILES
    assert trial.said["accepted"] > FILES / 5
    assert trial.said["accepted"] < FILES


def test_the_trial_notices_what_it_looks_for(tmp_path: Path) -> None:
    async def story(trial: ExportTrial) -> None:
        video = sources()["video.mp4"]
        await trial.content(Case(name="good.mp4", content=video, sentences=frozenset(), may_be_good=False))
        await trial.content(Case(name="text", content=b"a list" * 100, sentences=frozenset()))

    assert tried(tmp_path, story).broken == ["good.mp4: accepted", "text: export_video_damaged"]
