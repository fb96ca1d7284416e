"""An uncertain order on the stage and in its row, and Generate again: texts, buttons and the price question."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from tests.support.gui import GuiLoop, english_loop, until
from tests.support.jobs import NOW, StoredRows, a_job, a_problem, a_video
from tests.support.portraits import portrait
from tests.support.stages import show
from tests.support.widgets import buttons, question, visible_text
from wandesk.domain.catalog import AUTOMATIC_SECONDS
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.price import Price
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.request import can_generate_again, price_again
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.duplicate_guard import SAME_ORDER_SECONDS
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.notices import Notices
from wandesk.ui.player.stage import Stage
from wandesk.ui.reorder import Reorder, ReorderOffer
from wandesk.ui.wording import jobs as job_wording

CATALOG = load_catalogue()
AGAIN = "Generate again · about $0.25"
OFFER = ReorderOffer(cost=Price(amount=Decimal("0.25"), currency="USD"))


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with english_loop(qapp) as each:
        yield each


class FakeOrders:
    """Records orders. A new row appears once `rows` is set."""

    def __init__(self) -> None:
        self.ordered: list[str] = []
        self.rows = asyncio.Event()
        self.rows.set()
        self.refuses = False
        self.may_order = True
        self.now = 100.0

    async def allows(self, region: str, _cost: Price | None) -> bool:
        """Whether the user orders in this network."""
        assert region == "singapore"
        return self.may_order

    async def order(self, job_id: str) -> Job:
        self.ordered.append(job_id)
        if self.refuses:
            raise InputRefused(sentence=Sentence.PICTURE_NOT_HERE)
        await self.rows.wait()
        return a_job(f"{job_id}-again")


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def window(loop: GuiLoop) -> Iterator[QWidget]:
    each = QWidget()
    each.resize(900, 560)
    each.show()
    yield each
    each.close()
    each.deleteLater()


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def again(loop: GuiLoop, orders: FakeOrders, notices: Notices, window: QWidget) -> Reorder:
    return Reorder(
        window,
        catalog=CATALOG,
        order=orders.order,
        may_order=orders.allows,
        spawn=loop.spawn,
        notices=notices,
        language="en",
        monotonic=lambda: orders.now,
    )


@pytest.fixture
def stage(loop: GuiLoop, window: QWidget) -> Iterator[Stage]:
    posters = PosterCache(loop.spawn)
    each = Stage(posters=posters, now=lambda: NOW)
    each.resize(800, 480)
    each.show()
    yield each
    each.release()
    each.close()
    each.deleteLater()


def uncertain(search_state: SearchState | None = None, *, candidates: int = 0, **changes: object) -> Job:
    found = tuple(f"task-{number}" for number in range(candidates))
    uncertainty = Uncertainty(
        begun_at=NOW - 80, ended_at=NOW - 70, search_state=search_state or SearchState.LOOKING, candidates=found
    )
    problem = a_problem(Sentence.REQUEST_UNCERTAIN, code="", message="")
    return a_job("u", JobStage.UNCERTAIN, problem=problem, uncertainty=uncertainty if search_state else None, **changes)


def is_idle(again: Reorder, job: Job) -> bool:
    offer = again.offer(job)
    return offer is not None and not offer.is_under_way


def after_an_error(search_state: SearchState, *, candidates: int = 0) -> Job:
    reported = a_problem(Sentence.CLOUD_TROUBLE, code="InternalError", message="An internal error has occurred.")
    return replace(uncertain(search_state, candidates=candidates), problem=reported)


STATES = {
    "error-looking": (
        after_an_error(SearchState.LOOKING),
        "Not sure whether this order was accepted",
        "Alibaba replied with an error, and may be making this video all the same.",
    ),
    "error-making": (
        after_an_error(SearchState.MAKING, candidates=1),
        "Alibaba is making a video that could be this one",
        "Alibaba replied to your order with an error.",
    ),
    "error-not-shown": (
        after_an_error(SearchState.NOT_SHOWN),
        "This order isn't in Alibaba's list",
        "probably isn't making this video",
    ),
    "looking": (
        uncertain(),
        "Not sure whether this order arrived",
        "It isn't certain that Alibaba received this order.",
    ),
    "making": (
        uncertain(SearchState.MAKING, candidates=1),
        "Alibaba is making a video that could be this one",
        "You don't need to do anything.",
    ),
    "choice": (uncertain(SearchState.CHOICE, candidates=2), "Is one of these your video?", "only you can tell"),
    "not-shown": (uncertain(SearchState.NOT_SHOWN), "This order isn't in Alibaba's list", "keeps checking for a day"),
}


@pytest.mark.parametrize("name", STATES)
def test_each_state_has_its_text_and_only_its_buttons(stage: Stage, name: str) -> None:
    job, headline, sentence = STATES[name]
    show(stage, job, offer=OFFER)
    assert headline in visible_text(stage)
    assert sentence in visible_text(stage)
    assert "You were not charged." not in visible_text(stage)
    assert ("got lost" in visible_text(stage)) is (name in ("making", "not-shown"))
    expected = {"Check again, free", AGAIN} | ({"Choose the video…"} if name == "choice" else set())
    assert set(buttons(stage)) == expected
    assert "It isn't known yet whether you were charged." in visible_text(stage)
    assert "free" in visible_text(stage)


def test_row_shows_the_same() -> None:
    rows = {name: job_wording.stage_text(job, None, now=NOW, usual=None) for name, (job, *_rest) in STATES.items()}
    assert len(set(rows.values())) == len(SearchState) + 1  # a search after an error begins with its own text
    assert rows["making"] == "Alibaba is making a video that could be this one"
    assert rows["choice"] == "2 videos could be this one. Choose yours."
    assert rows["not-shown"] == "Not in Alibaba's list. Still checking."


def test_unreadable_list_and_missing_key_are_reported(stage: Stage) -> None:
    for reason, text in (
        (WaitReason.LIST, "order list isn't available"),
        (WaitReason.KEY, "Waiting for your API key"),
    ):
        show(stage, uncertain(), Progress(job_id="u", waits_for=reason))
        assert text in visible_text(stage)
        assert text in job_wording.stage_text(uncertain(), Progress(job_id="u", waits_for=reason), now=NOW, usual=None)
    show(stage, uncertain(), Progress(job_id="u"))
    assert "Waiting for your API key" not in visible_text(stage)


def test_orders_that_ended_uncertain_are_not_called_missing(stage: Stage) -> None:
    for sentence in (Sentence.SEARCH_CLOSED, Sentence.TASK_NEVER_SHOWN):
        show(stage, a_job("x", JobStage.EXPIRED, problem=a_problem(sentence)))
        assert "Never confirmed" in visible_text(stage)
        assert "gone" not in visible_text(stage)
    show(stage, a_job("x", JobStage.FAILED, problem=a_problem(Sentence.REQUEST_NOT_RECEIVED)))
    assert "Alibaba didn't receive this order" in visible_text(stage)
    assert "You were not charged." in visible_text(stage)


@pytest.mark.parametrize(
    "job",
    [
        a_job("f", JobStage.FAILED, problem=a_problem()),
        a_job("c", JobStage.CANCELED),
        a_job("e", JobStage.EXPIRED),
        a_job("d", JobStage.DONE, video=a_video("/nowhere/video.mp4")),
    ],
    ids=lambda job: job.stage.value,
)
def test_ended_job_can_be_generated_again_with_its_price(stage: Stage, job: Job) -> None:
    received: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: received.append((key, jobs[0].id)))
    stage.resize(1200, 480)  # beside a video, it is in the menu where there is no room
    show(stage, job, offer=OFFER)
    button = next(each for each in stage.findChildren(QPushButton) if each.isVisible() and each.text() == AGAIN)
    assert button.accessibleName() == "Generate again"
    assert button.accessibleDescription() == "about $0.25"
    button.click()
    assert received == [("generate_again", job.id)]


def test_running_or_imported_job_offers_nothing_for_money(again: Reorder) -> None:
    assert again.offer(a_job("g", JobStage.GENERATING)) is None
    assert again.offer(a_job("i", JobStage.DONE, first_frame=None)) is None
    gone = a_job("m", JobStage.DONE)
    assert again.offer(replace(gone, request=replace(gone.request, model="sold no more"))) is None


def test_nothing_is_generated_again_where_the_user_does_not_order(
    again: Reorder, orders: FakeOrders, loop: GuiLoop
) -> None:
    failed = a_job("f", JobStage.FAILED, problem=a_problem())
    orders.may_order = False
    again.request(failed, then=lambda _job: None)
    loop.settle()
    assert orders.ordered == []
    assert is_idle(again, failed)
    orders.may_order = True
    again.request(failed, then=lambda _job: None)
    loop.settle()
    assert orders.ordered == ["f"]


def test_price_is_todays(again: Reorder) -> None:
    job = a_job("d", JobStage.DONE, estimate=None)
    offer = again.offer(job)
    assert offer is not None
    assert offer.cost is not None
    assert str(offer.cost.amount) == "0.25"
    free = a_job("p", JobStage.DONE, region="practice")
    cost = price_again(free.request, CATALOG)
    assert cost is not None
    assert cost.is_free
    assert can_generate_again(free.request, CATALOG)
    longest = price_again(replace(job.request, seconds=AUTOMATIC_SECONDS), CATALOG)
    assert longest is not None
    assert longest.is_at_most


def test_uncertain_order_asks_with_both_prices_and_cancel_focused(
    again: Reorder, orders: FakeOrders, loop: GuiLoop, window: QWidget
) -> None:
    selected: list[str] = []

    async def story() -> None:
        again.request(uncertain(), lambda new: selected.append(new.id))
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        assert "you pay for both: about $0.50 in total" in box.informativeText()
        assert box.defaultButton().text() == "Cancel"
        assert "Order again: about $0.25" in {each.text() for each in box.buttons()}
        portrait(box, "again-question")
        box.defaultButton().click()
        await until(lambda: is_idle(again, uncertain()))
        assert orders.ordered == []
        again.request(uncertain(), lambda new: selected.append(new.id))
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        next(each for each in box.buttons() if each.text().startswith("Order again")).click()
        await until(lambda: selected == ["u-again"])
        assert orders.ordered == ["u"]

    loop.run_story(story())


def test_order_found_during_the_question_is_not_repeated(
    again: Reorder, orders: FakeOrders, loop: GuiLoop, window: QWidget
) -> None:
    async def story() -> None:
        again.request(uncertain(), lambda _new: None)
        await until(lambda: question(window) is not None)
        again.job_changed(uncertain(SearchState.MAKING, candidates=1))
        assert question(window) is not None
        again.job_changed(a_job("u", JobStage.WAITING))
        await until(lambda: question(window) is None)
        assert orders.ordered == []
        offer = again.offer(uncertain())
        assert offer is not None
        assert not offer.is_under_way

    loop.run_story(story())


def test_one_press_makes_one_order_and_a_quick_second_one_asks(
    again: Reorder, orders: FakeOrders, loop: GuiLoop, window: QWidget
) -> None:
    job = a_job("f", JobStage.FAILED, problem=a_problem())
    orders.rows.clear()

    async def story() -> None:
        for _ in range(20):
            again.request(job, lambda _new: None)
        assert again.offer(job) == ReorderOffer(cost=price_again(job.request, CATALOG), is_under_way=True)
        await until(lambda: orders.ordered)
        orders.rows.set()
        await until(lambda: is_idle(again, job))
        assert orders.ordered == ["f"]
        again.request(job, lambda _new: None)
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        assert "just ordered exactly this" in box.informativeText()
        box.defaultButton().click()
        await until(lambda: is_idle(again, job))
        orders.now += SAME_ORDER_SECONDS
        again.request(job, lambda _new: None)
        await until(lambda: orders.ordered == ["f", "f"])

    loop.run_story(story())


def test_refused_order_is_reported_until_it_succeeds(
    again: Reorder, orders: FakeOrders, notices: Notices, loop: GuiLoop
) -> None:
    orders.refuses = True
    job = a_job("f", JobStage.FAILED, problem=a_problem())

    async def story() -> None:
        again.request(job, lambda _new: None)
        await until(lambda: notices.sentence)
        assert again.offer(job) == ReorderOffer(cost=price_again(job.request, CATALOG))
        orders.refuses = False
        again.request(job, lambda _new: None)
        await until(lambda: is_idle(again, job))
        assert notices.sentence == ""

    loop.run_story(story())


def test_list_offers_the_same_actions(loop: GuiLoop, again: Reorder) -> None:
    panel = JobsPanel(
        questions=StoredRows(),
        spawn=loop.spawn,
        catalog=CATALOG,
        posters=PosterCache(loop.spawn),
        now=lambda: NOW,
        offers_again=again.offer,
    )
    received: list[tuple[str, str]] = []
    panel.action_requested.connect(lambda key, jobs: received.append((key, jobs[0].id)))
    panel.show()
    choice = uncertain(SearchState.CHOICE, candidates=2)
    panel.model.job_added(choice)
    panel.select("u")
    for text in ("Choose the video…", AGAIN):
        trigger(panel.requests.menu_for(choice), text)
    done = a_job("d", JobStage.DONE, task_id="t", video=a_video("/nowhere/video.mp4"))
    panel.model.job_added(done)
    panel.select("d")
    trigger(panel.requests.menu_for(done), "Download again, free")
    assert received == [("choose_video", "u"), ("generate_again", "u"), ("download_again", "d")]
    panel.close()
    panel.deleteLater()


def trigger(menu: QMenu, text: str) -> None:
    next(each for each in menu.actions() if each.text() == text).trigger()
    menu.close()


def test_keyboard_reaches_every_button(stage: Stage) -> None:
    show(stage, STATES["choice"][0], offer=OFFER)
    stage.activateWindow()
    buttons(stage)["Choose the video…"].setFocus()
    seen: set[str] = set()
    for _ in range(6):
        focused = stage.focusWidget()
        seen.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Choose the video…", "Check again, free", "Generate again"} <= seen


def laid_out(stage: Stage, loop: GuiLoop) -> None:
    """A page of another job lays out its parts in the next turns of the event loop."""
    turns = iter(range(5))
    loop.run_until(lambda: next(turns, None) is None)
    stage.grab()


@pytest.mark.logs("a video will not play")  # it has no file
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_uncertain_states_are_drawn(stage: Stage, loop: GuiLoop, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    for name, (job, *_rest) in STATES.items():
        for width in (800, 520):
            stage.resize(width, 480 if width == 800 else 340)
            show(stage, job, Progress(job_id="u", waits_for=WaitReason.LIST) if name == "looking" else None, OFFER)
            laid_out(stage, loop)
            portrait(stage, f"doubt-{theme}-{width}-{name}")
    stage.resize(640, 420)
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem()), offer=OFFER)
    laid_out(stage, loop)
    portrait(stage, f"doubt-{theme}-failed")
    show(stage, a_job("d", JobStage.DONE, video=a_video("/nowhere/video.mp4")), offer=OFFER)
    laid_out(stage, loop)
    portrait(stage, f"doubt-{theme}-done")
    assert stage.minimumSizeHint().width() <= 640
