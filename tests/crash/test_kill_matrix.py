"""The program dies at every named moment and at random ones: nothing is paid twice, no video is lost."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest

from tests.support.kills import FAILPOINTS, KINDS, WAYS, Scene, killed_at, killed_at_random, scene
from tests.support.lives import Lives, forked_lives

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="lives are forked")

RANDOM_KILLS = 10
SEED = 4


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("kills")) as made:
        yield made


@pytest.fixture(scope="module")
def lives(stage: Scene) -> Iterator[Lives]:
    with forked_lives(stage.folder / "errors.txt") as forker:
        yield forker


def cases() -> Iterator[tuple[str, str, str]]:
    """Each failpoint once; kinds and ways take turns, and what uploads nothing passes no upload."""
    for number, failpoint in enumerate(FAILPOINTS):
        kind = "uploads" if failpoint == "uploading" else KINDS[number % len(KINDS)]
        yield failpoint, kind, WAYS[number % len(WAYS)]


@pytest.mark.parametrize(("failpoint", "kind", "way"), list(cases()))
def test_killed_at_a_failpoint(stage: Scene, lives: Lives, failpoint: str, kind: str, way: str) -> None:
    found = killed_at(stage, lives, failpoint, kind, way, random.Random(SEED))
    assert found.broken == []


def test_killed_at_random_moments(stage: Scene, lives: Lives) -> None:
    found = killed_at_random(stage, lives, "random", RANDOM_KILLS, random.Random(SEED))
    assert found.broken == []
    assert found.videos >= 1
