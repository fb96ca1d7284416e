"""The stage as a test shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from tests.support.jobs import NOW
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.player.stage import Stage


@contextmanager
def shown_stage(qtbot: QtBot, posters: PosterCache) -> Iterator[Stage]:
    """A visible stage at NOW, where videos usually take 110 s; it lets go of its video afterwards."""
    stage = Stage(posters=posters, usual=lambda _job: 110.0, now=lambda: NOW)
    qtbot.addWidget(stage)
    stage.resize(800, 480)
    stage.show()
    yield stage
    stage.release()
