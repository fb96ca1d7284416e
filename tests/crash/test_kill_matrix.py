"""The program is killed at every named point and at random: nothing is paid twice, and no video is lost."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest

from tests.support.kills import CLIP, FAILPOINTS, KINDS, WAYS, KillSetup, killed_at, killed_at_random
from tests.support.lives import Lives

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="lives are forked")

RANDOM_KILLS = 10
SEED = 4


def cases() -> Iterator[tuple[str, str, str]]:
    """Each failpoint once, with alternating kinds and ways. Orders without uploads pass no upload."""
    for number, failpoint in enumerate(FAILPOINTS):
        kind = "uploads" if failpoint == "uploading" else KINDS[number % len(KINDS)]
        yield failpoint, kind, WAYS[number % len(WAYS)]


@pytest.mark.parametrize(("failpoint", "kind", "way"), list(cases()))
def test_kill_at_a_failpoint_breaks_no_promise(
    stage: KillSetup, lives: Lives, failpoint: str, kind: str, way: str
) -> None:
    found = killed_at(stage, lives, failpoint, kind, way, random.Random(SEED))
    assert found.broken == []


@pytest.mark.parametrize("failpoint", ["uploading", "post_returned", "part_open"])
def test_kill_of_an_order_with_a_clip_breaks_no_promise(stage: KillSetup, lives: Lives, failpoint: str) -> None:
    found = killed_at(stage, lives, failpoint, CLIP, "outside", random.Random(SEED))
    assert found.broken == []
    assert found.videos == 1


def test_kills_at_random_moments_break_no_promise(stage: KillSetup, lives: Lives) -> None:
    found = killed_at_random(stage, lives, "random", RANDOM_KILLS, random.Random(SEED))
    assert found.broken == []
    assert found.videos >= 1
