"""The main window for tests that have no engine, or a bridge of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.widgets import FakeKeys, FakeSpace, FakeVideoHosts
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import new_draft
from wandesk.domain.spending import Spending
from wandesk.domain.structs import replace
from wandesk.engine.engine import Engine
from wandesk.engine.thread import EngineThread
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import Option
from wandesk.ui.bridge import Bridge, SpaceBridge
from wandesk.ui.main_window import MainWindow
from wandesk.ui.window.before_ordering import BeforeOrdering
from wandesk.ui.window.money_guard import MoneyGuard

T = TypeVar("T")


class VideosExist:
    """An engine that answers only the automatic requests about a video: whether its file exists, and its frames."""

    @property
    def jobs(self) -> VideosExist:
        return self

    @property
    def saved_videos(self) -> VideosExist:
        return self

    async def frame_times(self, _path: str) -> tuple[float, ...]:
        return ()

    async def is_video_there(self, _job_id: str) -> bool:
        return True


class NoPosters(SpaceBridge):
    """No poster can be made again."""

    async def make_poster(self, path: str) -> bool:
        return False


class FakeMoney:
    """Satisfies `ui.window.money_guard.Money` and the value store of its limits, which are the defaults."""

    def __init__(self) -> None:
        self.spent = Spending()
        self.values: dict[str, Any] = {}

    async def spending(self, *, day: float, month: float) -> Spending:
        assert month <= day
        return self.spent

    def get(self, option: Option[T]) -> T:
        found: T = self.values.get(option.name, option.default)
        return found

    def set(self, option: Option[T], value: T) -> None:
        self.values[option.name] = value


def ready_to_order(catalog: Catalog, language: str = "en", **more: Any) -> BeforeOrdering:
    """Nothing stands in the way of an order, and there are no limits. `more` replaces arguments."""
    money = FakeMoney()
    usual = {"hosts": FakeVideoHosts(), "space": FakeSpace(), "money": MoneyGuard(money, money)}
    return BeforeOrdering(catalog=catalog, language=language, **{**usual, **more})


def main_window(loop: GuiLoop, qtbot: QtBot, bridge: Bridge, videos: Path, **more: Any) -> MainWindow:
    """A window in English with an empty form in Practice, which closes with the test. `more` replaces arguments."""
    catalog = load_catalogue()
    usual: dict[str, Any] = {
        "catalog": catalog,
        "draft": new_draft(catalog, "practice"),
        "keys": FakeKeys(),
        "language": "en",
        "before_ordering": ready_to_order(catalog),
    }
    window = MainWindow(bridge=bridge, spawn=loop.spawn, videos=videos, **{**usual, **more})
    qtbot.addWidget(window, before_close_func=lambda each: each.close_at_once())
    return window


@contextmanager
def window_over_nothing(loop: GuiLoop, videos: Path, prompt: str, language: str) -> Iterator[MainWindow]:
    """A window over an engine that does nothing, with a prompt in its form; it closes with the block."""
    thread = EngineThread()
    thread.start()
    engine: Future[Engine] = Future()
    engine.set_result(cast("Engine", VideosExist()))
    catalog = load_catalogue()
    window = MainWindow(
        catalog=catalog,
        draft=replace(new_draft(catalog, "practice"), prompt=prompt),
        bridge=Bridge(thread, engine),
        spawn=loop.spawn,
        keys=FakeKeys(),
        before_ordering=ready_to_order(catalog, language),
        videos=videos,
        language=language,
    )
    yield window
    window.close_at_once()
    window.deleteLater()
    thread.stop(1.0)
