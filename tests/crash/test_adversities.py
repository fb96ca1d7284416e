"""The small version of the campaign: kills among adversities, each kind in a profile of its own.

`tests/crash/campaign.py` mixes them all, a thousand times.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest

from tests.support.adversity import Adversity, can_mount
from tests.support.kills import KillSetup, killed_with_adversities
from tests.support.lives import Lives

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="lives are forked")

KILLS = 4
SEED = 7


@pytest.mark.parametrize("adversity", Adversity)
def test_kills_among_adversities_break_no_promise(stage: KillSetup, lives: Lives, adversity: Adversity) -> None:
    if adversity is Adversity.FULL_DISK and not can_mount():
        pytest.skip("only an administrator of Linux may mount a small disk")
    met = Counter[str]()
    name = f"adverse-{adversity.name.lower().replace('_', '-')}"
    rng = random.Random(f"{SEED} {adversity.name}")
    found = killed_with_adversities(stage, lives, name, KILLS, rng, adversities=[adversity], met=met)
    assert found.broken == []
    assert met[adversity.value] >= 1
    assert found.videos >= 1
