"""A poster that was deleted to free space is made again when its row is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, gui_loop
from tests.support.widgets import draw_scene
from wandesk.domain.errors import StoreDamaged
from wandesk.ui.jobs.posters import PosterCache

SIDE = QSize(40, 40)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp) as each:
        yield each


class Maker:
    """Makes posters, or refuses to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_broken = False
        self.makes = True

    async def make(self, path: str) -> bool:
        self.asked.append(path)
        if self.is_broken:
            raise StoreDamaged
        if self.makes:
            draw_scene(80, 60).save(path)
        return self.makes


def shown(cache: PosterCache, loop: GuiLoop, path: Path) -> bool:
    cache.pixmap(str(path), SIDE, 1.0, is_cropped=True)
    loop.settle()
    return cache.pixmap(str(path), SIDE, 1.0, is_cropped=True) is not None


def test_a_missing_poster_is_made_again_once(loop: GuiLoop, tmp_path: Path) -> None:
    maker = Maker()
    cache = PosterCache(loop.spawn, make=maker.make)
    loaded: list[str] = []
    cache.loaded.connect(loaded.append)
    poster = tmp_path / "one.film.jpg"
    assert shown(cache, loop, poster)
    assert (maker.asked, loaded) == ([str(poster)], [str(poster)])
    cache.forget(str(poster))
    assert shown(cache, loop, poster)
    assert len(maker.asked) == 1, "it is there"


def test_what_cannot_be_made_is_not_asked_for_again(loop: GuiLoop, tmp_path: Path) -> None:
    maker = Maker()
    cache = PosterCache(loop.spawn, make=maker.make)
    maker.makes = False
    assert not shown(cache, loop, tmp_path / "one.jpg")
    maker.is_broken = True
    assert not shown(cache, loop, tmp_path / "two.jpg")
    damaged = tmp_path / "three.jpg"
    damaged.write_bytes(b"no picture")
    assert not shown(cache, loop, damaged)
    assert not shown(cache, loop, tmp_path / "one.jpg")
    assert len(maker.asked) == 2, "a damaged one is not replaced"
    assert damaged.read_bytes() == b"no picture"
