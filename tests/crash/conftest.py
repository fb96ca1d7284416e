"""One simulator and one forker of lives for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.kills import KillSetup, kill_setup
from tests.support.lives import Lives, forked_lives


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillSetup]:
    with kill_setup(tmp_path_factory.mktemp("kills")) as made:
        yield made


@pytest.fixture(scope="module")
def lives(stage: KillSetup) -> Iterator[Lives]:
    with forked_lives(stage.folder / "errors.txt") as forker:
        yield forker
