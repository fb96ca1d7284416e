"""Make it for real, and Make it larger: what is offered, what is asked, and that one press makes one order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.support.gui import GuiLoop, english_loop, until
from tests.support.jobs import NOW, a_job
from tests.support.main_windows import FakeMoney
from tests.support.portraits import portrait
from tests.support.widgets import FakeKeys, question
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.remaking import Change
from wandesk.domain.request import GenerationRequest
from wandesk.domain.task import Usage
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import LAST_REGION
from wandesk.ui.duplicate_guard import SAME_ORDER_SECONDS
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import Notices
from wandesk.ui.real_regions import RealRegions
from wandesk.ui.remake_question import TargetDialog
from wandesk.ui.remaking import Remake, Remaking
from wandesk.ui.wording.actions import plain

CATALOG = load_catalogue()


def practised(**changes: Any) -> Job:
    values = {"sound_choice": SoundChoice.AUTOMATIC, **changes}
    return a_job("p", JobStage.DONE, region="practice", **values)


class Orders:
    """Records the orders and the questions before them."""

    def __init__(self) -> None:
        self.ordered: list[tuple[str, Change]] = []
        self.asked: list[tuple[str, str]] = []
        self.waiting: list[Job] = []
        self.used: list[GenerationRequest] = []
        self.may_order = True
        self.rows = asyncio.Event()
        self.rows.set()
        self.now = 100.0

    async def allows(self, region: str, cost: Price | None) -> bool:
        self.asked.append((region, str(cost.amount) if cost is not None else ""))
        return self.may_order

    async def order(self, job_id: str, change: Change) -> Job:
        self.ordered.append((job_id, change))
        await self.rows.wait()
        return a_job("new")

    def not_sent(self) -> Iterable[Job]:
        return self.waiting


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as each:
        yield each


@pytest.fixture
def window(loop: GuiLoop) -> Iterator[QWidget]:
    each = QWidget()
    each.resize(900, 560)
    each.show()
    yield each
    each.close()
    each.deleteLater()


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys()


@pytest.fixture
def values() -> FakeMoney:
    return FakeMoney()


@pytest.fixture
def remaking(loop: GuiLoop, window: QWidget, orders: Orders, keys: FakeKeys, values: FakeMoney) -> Remaking:
    return Remaking(
        window,
        catalog=CATALOG,
        regions=RealRegions(CATALOG, keys, values),
        order=orders.order,
        waiting=orders.not_sent,
        may_order=orders.allows,
        use_settings=orders.used.append,
        spawn=loop.spawn,
        notices=Notices(),
        language="en",
        monotonic=lambda: orders.now,
    )


def label(remaking: Remaking, job: Job, key: JobActionKey) -> str:
    """The label of an action where it is possible, else why it is not."""
    real, larger = (remaking.offer(job, each) for each in (Remake.REAL, Remake.LARGER))
    it = JobSnapshot(job=job, progress=None, offer=None, real=real, larger=larger, now=NOW)
    action = job_action(key)
    return plain(action.text(it)) if action.is_possible(it) else action.reason(it)


def dialog_of(window: QWidget) -> TargetDialog | None:
    return next((each for each in window.findChildren(TargetDialog) if each.isVisible()), None)


def test_without_a_region_the_sentence_says_how_to_connect(remaking: Remaking, orders: Orders, loop: GuiLoop) -> None:
    assert "Settings > Regions and keys" in label(remaking, practised(), JobActionKey.MAKE_REAL)
    remaking.request(practised(), Remake.REAL, then=lambda _job: None)
    loop.settle()
    assert (orders.ordered, orders.asked) == ([], [])


def test_the_price_is_on_the_label_with_the_region_where_there_are_several(
    remaking: Remaking, keys: FakeKeys, values: FakeMoney
) -> None:
    keys.for_session["singapore"] = "sk-x"
    assert label(remaking, practised(), JobActionKey.MAKE_REAL) == "Make it for real · about $0.25"
    keys.for_session["beijing"] = "sk-y"
    values.set(LAST_REGION, "beijing")
    assert label(remaking, practised(), JobActionKey.MAKE_REAL) == "Make it for real · about ¥1.50 in Beijing…"
    values.set(LAST_REGION, "singapore")
    assert label(remaking, practised(), JobActionKey.MAKE_REAL) == "Make it for real · about $0.25 in Singapore…"


def test_only_a_finished_video_of_practice_is_made_for_real(remaking: Remaking, keys: FakeKeys) -> None:
    keys.for_session["singapore"] = "sk-x"
    real = a_job("r", JobStage.DONE)
    assert "a real one already" in label(remaking, real, JobActionKey.MAKE_REAL)
    making = a_job("g", JobStage.GENERATING, region="practice")
    assert "until this video is finished" in label(remaking, making, JobActionKey.MAKE_REAL)


def test_one_press_makes_one_order_after_the_questions_of_every_paid_order(
    remaking: Remaking, orders: Orders, keys: FakeKeys, values: FakeMoney, loop: GuiLoop
) -> None:
    keys.for_session["singapore"] = "sk-x"
    orders.rows.clear()
    made: list[str] = []

    async def story() -> None:
        for _ in range(20):
            remaking.request(practised(), Remake.REAL, then=lambda job: made.append(job.id))
        assert remaking.offer(practised(), Remake.REAL).is_under_way
        await until(lambda: orders.ordered)
        orders.rows.set()
        await until(lambda: made)

    loop.run_story(story())
    assert orders.ordered == [("p", Change(region="singapore"))]
    assert orders.asked == [("singapore", "0.25")], "money, room and network, at the price of the label"
    assert made == ["new"]
    assert values.get(LAST_REGION) == "singapore"
    orders.may_order = False
    orders.now += SAME_ORDER_SECONDS
    remaking.request(practised(), Remake.REAL, then=lambda job: made.append(job.id))
    loop.settle()
    assert len(orders.ordered) == 1, "the user did not agree"
    assert not remaking.offer(practised(), Remake.REAL).is_under_way


def test_the_same_order_again_within_seconds_and_one_that_waits_ask(
    remaking: Remaking, orders: Orders, keys: FakeKeys, loop: GuiLoop, window: QWidget
) -> None:
    keys.for_session["singapore"] = "sk-x"

    async def asks(sentence: str) -> None:
        remaking.request(practised(), Remake.REAL, then=lambda _job: None)
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        assert sentence in box.informativeText()
        box.defaultButton().click()
        await until(lambda: not remaking.offer(practised(), Remake.REAL).is_under_way)

    async def story() -> None:
        remaking.request(practised(), Remake.REAL, then=lambda _job: None)
        await until(lambda: len(orders.ordered) == 1)
        await until(lambda: not remaking.offer(practised(), Remake.REAL).is_under_way)
        await asks("just ordered exactly this")
        orders.now += SAME_ORDER_SECONDS
        orders.waiting = [a_job("w", region="singapore", sound_choice=SoundChoice.AUTOMATIC)]
        await asks("already waiting to be sent")

    loop.run_story(story())
    assert len(orders.ordered) == 1


def test_of_several_regions_the_user_chooses_and_one_without_the_model_offers_its_settings(
    remaking: Remaking, orders: Orders, keys: FakeKeys, values: FakeMoney, loop: GuiLoop, window: QWidget
) -> None:
    for region in ("beijing", "singapore"):
        keys.for_session[region] = "sk-x"
    values.set(LAST_REGION, "singapore")
    job = practised(model="wan2.2-kf2v-flash", model_id="wan2.2-kf2v-flash", sound_choice=None)

    async def story() -> None:
        remaking.request(job, Remake.REAL, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        dialog = dialog_of(window)
        assert dialog is not None
        singapore, beijing = dialog.choices
        assert "Singapore doesn't offer" in singapore.accessibleDescription()
        assert beijing.isChecked(), "the first that makes the video"
        assert beijing.text() == "Beijing · about ¥0.50"
        assert dialog.use.text() == "Order: about ¥0.50"
        assert dialog.focusWidget() is dialog.cancel
        portrait(dialog, "make-real-question")
        dialog.cancel.click()
        await until(lambda: not remaking.offer(job, Remake.REAL).is_under_way)
        assert orders.ordered == []
        assert dialog_of(window) is None
        remaking.request(job, Remake.REAL, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        again = dialog_of(window)
        assert again is not None
        again.choices[0].setChecked(True)
        assert again.use.text() == "Use these settings"
        again.use.click()
        await until(lambda: not remaking.offer(job, Remake.REAL).is_under_way)
        assert orders.ordered == []
        assert orders.used[0].region == "singapore"
        remaking.request(job, Remake.REAL, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        last = dialog_of(window)
        assert last is not None
        last.use.click()
        await until(lambda: orders.ordered)
        assert orders.ordered == [("p", Change(region="beijing"))]

    loop.run_story(story())


def test_a_larger_video_needs_a_higher_resolution(
    remaking: Remaking, orders: Orders, loop: GuiLoop, window: QWidget
) -> None:
    sounding = {"sound_choice": SoundChoice.AUTOMATIC}
    reported = a_job("d", JobStage.DONE, usage=Usage(seconds=5, seed=9), **sounding)
    assert remaking.offer(reported, Remake.LARGER).targets[0].change == Change(resolution="1080P", seed=9)
    largest = a_job("d", JobStage.DONE, seed=7, resolution="1080P", **sounding)
    assert "nothing larger than 1080P" in label(remaking, largest, JobActionKey.MAKE_LARGER)
    middle = a_job("d", JobStage.DONE, seed=7, resolution="720P", **sounding)
    assert label(remaking, middle, JobActionKey.MAKE_LARGER) == "Make it larger · 1080P, about $0.75"
    smallest = a_job("d", JobStage.DONE, seed=7, **sounding)
    assert label(remaking, smallest, JobActionKey.MAKE_LARGER) == "Make it larger · 1080P, about $0.75…"

    async def story() -> None:
        remaking.request(smallest, Remake.LARGER, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        dialog = dialog_of(window)
        assert dialog is not None
        dialog.choices[1].setChecked(True)
        dialog.use.click()
        await until(lambda: orders.ordered)

    loop.run_story(story())
    assert orders.ordered == [("d", Change(resolution="720P", seed=7))]
    assert orders.asked == [("singapore", "0.50")]


def test_a_larger_video_without_a_known_seed_is_ordered_only_after_a_word_about_it(
    remaking: Remaking, orders: Orders, loop: GuiLoop, window: QWidget
) -> None:
    job = a_job("d", JobStage.DONE, resolution="720P", sound_choice=SoundChoice.AUTOMATIC)
    assert label(remaking, job, JobActionKey.MAKE_LARGER) == "Make it larger · 1080P, about $0.75…"

    async def story() -> None:
        remaking.request(job, Remake.LARGER, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        dialog = dialog_of(window)
        assert dialog is not None
        assert "it will differ" in dialog.accessibleDescription()
        assert any("it will differ" in each.text() and each.isVisible() for each in dialog.findChildren(QLabel))
        dialog.cancel.click()
        await until(lambda: not remaking.offer(job, Remake.LARGER).is_under_way)
        assert orders.ordered == []
        remaking.request(job, Remake.LARGER, then=lambda _job: None)
        await until(lambda: dialog_of(window))
        again = dialog_of(window)
        assert again is not None
        again.use.click()
        await until(lambda: orders.ordered)

    loop.run_story(story())
    assert orders.ordered == [("d", Change(resolution="1080P"))]
