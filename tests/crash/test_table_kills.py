"""A table of orders is killed in the middle, again and again: no line is ordered twice, and none is left out."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.support.kills import KillSetup
from tests.support.lives import Lives
from tests.support.proof import rows_of
from wandesk.domain.order_table import Column, written

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="lives are forked")

LINES = 14
KILLS = (
    *(("intent_saved", 2, "outside"), ("post_started", 1, "inside"), ("post_returned", 2, "outside")),
    *(("id_saved", 1, "inside"), 0.35, 0.6),
)
"""Failpoints, and seconds after the jobs are resumed."""


def test_a_table_killed_in_the_middle_orders_every_line_once(stage: KillSetup, lives: Lives) -> None:
    profile, prompts = stage.folder / "table", [f"table line {number}" for number in range(LINES)]
    table = stage.folder / "orders.csv"
    shutil.copy(stage.picture, stage.folder / "a.jpg")
    table.write_bytes(written([{Column.PICTURE: "a.jpg", Column.PROMPT: prompt} for prompt in prompts]))
    plan = {**stage.plan(profile, "plain", []), "table": str(table)}
    before = 0
    for kill in KILLS:
        if isinstance(kill, tuple):
            end = lives.live({**plan, "failpoint": kill})
            assert end.code in (70, -9), f"not killed: {end}"
        else:
            end = lives.live(plan, kill_after=kill)
        assert end.told in (None, before), "what was ordered is told, and nothing else"
        ((before,),) = rows_of(profile, "SELECT count(*) FROM jobs")
    assert before > 0
    end = lives.live(plan, is_over=stage.is_over)
    assert (end.code, end.told) == (0, before)
    assert rows_of(profile, "SELECT count(*) FROM jobs") == [(LINES,)]
    assert stage.findings(profile, prompts).broken == []
