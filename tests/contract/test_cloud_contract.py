"""What the engine may expect of any cloud, tested with three: the simulator in this process, the simulator as a child
on a socket, and the real service.

The real service is used only when `DASHSCOPE_API_KEY_SINGAPORE` and `WANDESK_BUDGET_USD` are in the environment of a
plain `pytest` run. Each order there is priced by the list before it is sent, even one that is meant to fail, and an
order beyond the budget is not sent.
"""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from tests.support.client_requests import request_for, sent_inputs
from tests.support.simulator import running_simulator
from tests.support.simulator_inside import simulator_inside
from wandesk.dashscope.client import DashScope
from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.endpoint import shared_base
from wandesk.domain.errors import CloudBusy, CloudRefused, KeyRefused, NothingSent
from wandesk.domain.request import GenerationRequest, price_again
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.ports import Cloud, RequestInputs
from wandesk.settings.catalogue import load_catalogue

T = TypeVar("T")

CATALOG = load_catalogue()
REGION = "singapore"
MODEL = "wan2.6-i2v-flash"
"""Silent, 720P, 2 seconds: the cheapest possible video."""
FINAL = {TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.CANCELED}


class BudgetSpent(Exception):
    """The order would cost more than the rest of the budget."""


@dataclass
class Budget:
    """The rest of the budget, in the currency of the region's list."""

    left: Decimal

    def reserve(self, request: GenerationRequest) -> None:
        """Subtract an order's price before it is sent. Raises BudgetSpent when the price is unknown or too high."""
        price = price_again(replace(request, region=REGION), CATALOG)
        if price is None or price.currency != "USD":
            raise BudgetSpent(f"unknown price of {request.model} at {request.resolution}")
        if price.amount > self.left:
            raise BudgetSpent(f"{price.amount} USD are more than the {self.left} USD that are left")
        self.left -= price.amount


def budget_in(variables: Any) -> tuple[str, Budget] | None:
    """The key and the budget of the environment, None when one of them is missing or invalid."""
    key = variables.get("DASHSCOPE_API_KEY_SINGAPORE", "").strip()
    try:
        left = Decimal(variables.get("WANDESK_BUDGET_USD", "").strip())
    except InvalidOperation:
        return None
    return (key, Budget(left)) if key and left.is_finite() and left > 0 else None


REAL = budget_in(os.environ)  # read while tests are collected: each test runs in an environment without keys


@dataclass(frozen=True, kw_only=True)
class AnyCloud:
    """One cloud. `patience` is the most seconds that a video may take, `pause` the seconds between two polls."""

    connection: Connection
    budget: Budget | None = None
    search_timing: float = 30.0
    pause: float = 0.1

    async def ordered(self, cloud: Cloud, request: GenerationRequest, inputs: RequestInputs) -> str:
        """The ID of a new task. Waits for the submit rate."""
        if self.budget is not None:
            self.budget.reserve(request)
        end = time.monotonic() + self.search_timing
        while True:
            try:
                submission = await cloud.create(self.connection, request, inputs, sent=lambda _done, _total: None)
            except (CloudBusy, NothingSent) as again:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(getattr(again, "retry_after", None) or 0.3)
            else:
                assert submission.task_id
                return submission.task_id

    async def ended(self, cloud: Cloud, task_id: str) -> TaskReport:
        end = time.monotonic() + self.search_timing
        while True:
            report = await cloud.task(self.connection, task_id)
            assert report.task_id == task_id
            if report.status in FINAL:
                return report
            assert time.monotonic() < end, f"still {report.status_text}"
            await asyncio.sleep(self.pause)


def near(base_url: str) -> AnyCloud:
    return AnyCloud(
        connection=Connection(
            account="practice",
            region="practice",
            base_url=base_url,
            secret=Secret("sk-practice"),
            has_uploads=True,
        )
    )


def far(key: str, budget: Budget) -> AnyCloud:
    base_url = shared_base(CATALOG.region(REGION))
    assert base_url is not None
    return AnyCloud(
        connection=Connection(
            account=f"{REGION}/main", region=REGION, base_url=base_url, secret=Secret(key), has_uploads=True
        ),
        budget=budget,
        search_timing=900.0,
        pause=5.0,
    )


@pytest.fixture(
    scope="module",
    params=[
        "inside",
        "socket",
        pytest.param("real", marks=pytest.mark.skipif(REAL is None, reason="no key and budget for the real service")),
    ],
)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyCloud]:
    match request.param:
        case "inside":
            with simulator_inside(tmp_path_factory.mktemp("simulator")) as simulator:
                yield near(simulator.base_url)
        case "socket":
            with running_simulator(speed=40) as child:
                yield near(child.base_url)
        case _:
            assert REAL is not None
            yield far(*REAL)


pytestmark = pytest.mark.timeout(120 if REAL is None else 1200)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inputs") / "grey.jpg"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(path)
    return path


def run(tell: Callable[[Cloud], Awaitable[T]]) -> T:
    async def story() -> T:
        cloud = DashScope(CATALOG)
        try:
            return await tell(cloud)
        finally:
            await cloud.close()

    return asyncio.run(story())


def video_order(**changes: Any) -> GenerationRequest:
    wanted = {"resolution": "720P", "seconds": 2, "sound_choice": SoundChoice.SILENT, "prompt": "slow zoom in"}
    return request_for(MODEL, **{**wanted, **changes})


# ------------------------------------------------------------------ free


def test_every_request_reports_a_wrong_key(place: AnyCloud, picture: Path) -> None:
    wrong = replace(place.connection, secret=Secret("sk-0123456789abcdef0123456789abcdef"))

    async def story(cloud: Cloud) -> None:
        with pytest.raises(KeyRefused):
            await cloud.task(wrong, str(uuid.uuid4()))
        with pytest.raises(KeyRefused):
            await cloud.tasks(wrong, 1, 10)
        with pytest.raises(KeyRefused):
            await cloud.cancel(wrong, str(uuid.uuid4()))
        with pytest.raises(KeyRefused):
            await cloud.upload(wrong, MODEL, picture, ".jpg", sent=lambda *_: None, stopped=lambda: False)
        inputs = sent_inputs(first_frame=picture)
        with pytest.raises(KeyRefused):
            await cloud.create(wrong, video_order(), inputs, sent=lambda *_: None)

    run(story)


@pytest.mark.parametrize("task_id", [str(uuid.UUID(int=0)), "not/an/id", "..", "ü"])
def test_unknown_task_is_reported(place: AnyCloud, task_id: str) -> None:
    async def story(cloud: Cloud) -> TaskReport | CloudRefused:
        try:
            return await cloud.task(place.connection, task_id)
        except CloudRefused as refused:  # a malformed ID may be refused as such
            return refused

    found = run(story)
    if task_id.startswith("0000"):
        assert isinstance(found, TaskReport)
        assert found.status is TaskStatus.UNKNOWN


def test_page_of_the_list_holds_at_most_the_requested_rows(place: AnyCloud) -> None:
    async def story(cloud: Cloud) -> None:
        page = await cloud.tasks(place.connection, 1, 3)
        assert len(page.rows) <= 3
        far_away = await cloud.tasks(place.connection, 10_000, 3)
        assert far_away.rows == ()

    run(story)


def test_unknown_model_is_refused(place: AnyCloud, picture: Path) -> None:
    async def story(cloud: Cloud) -> CloudRefused:
        inputs = sent_inputs(first_frame=picture)
        with pytest.raises(CloudRefused) as refused:
            await place.ordered(cloud, video_order(model_id="wan0.0-i2v-nobody"), inputs)
        return refused.value

    assert run(story).sentence == "cloud_model_missing"


# ------------------------------------------------------------------ with an order


def test_task_of_a_wrong_order_has_the_reason(place: AnyCloud, picture: Path) -> None:
    async def story(cloud: Cloud) -> TaskReport:
        inputs = sent_inputs(first_frame=picture)
        wrong = video_order(resolution="720P", seed=-5)
        return await place.ended(cloud, await place.ordered(cloud, wrong, inputs))

    report = run(story)
    assert (report.status, report.code, report.sentence) == (
        TaskStatus.FAILED,
        "InvalidParameter",
        "cloud_parameter",
    )
    assert report.message
    assert report.video_url is None


def test_picture_becomes_a_video(place: AnyCloud, picture: Path, tmp_path: Path) -> None:
    part = tmp_path / "video.mp4.part"

    async def story(cloud: Cloud) -> None:
        here = place.connection
        before = time.time()
        upload = await cloud.upload(here, MODEL, picture, ".jpg", sent=lambda *_: None, stopped=lambda: False)
        assert upload.url.startswith("oss://")
        assert upload.url.endswith(".jpg")
        assert 46 * 3600 < upload.expires_at - before < 48 * 3600
        inputs = sent_inputs(first_frame=upload.url)
        task_id = await place.ordered(cloud, video_order(), inputs)
        report = await place.ended(cloud, task_id)
        assert report.status is TaskStatus.SUCCEEDED, report
        assert report.video_url is not None
        assert report.original_prompt == "slow zoom in"
        assert report.usage is not None
        assert (report.usage.seconds, report.usage.resolution_tier) == (2.0, 720)
        assert report.submitted_at is not None
        assert report.ended_at is not None
        assert report.submitted_at < report.ended_at + 1  # some of the cloud's times have no fraction
        page = await cloud.tasks(here, 1, 20)
        (row,) = [each for each in page.rows if each.task_id == task_id]
        assert (row.status, row.model_id) == (TaskStatus.SUCCEEDED, MODEL)
        assert row.created_at is not None
        assert abs(row.created_at - report.submitted_at) < 60
        with pytest.raises(CloudRefused) as late:
            await cloud.cancel(here, task_id)
        assert late.value.sentence == "cancel_too_late"
        length = await cloud.download(
            report.video_url, part, endpoint=here.base_url, received=lambda *_: None, stopped=lambda: False
        )
        assert length == part.stat().st_size

    run(story)
    assert part.read_bytes()[4:8] == b"ftyp"


# ------------------------------------------------------------------ the budget itself


def test_real_service_needs_a_key_and_a_budget() -> None:
    key, budget = {"DASHSCOPE_API_KEY_SINGAPORE": "sk-1"}, {"WANDESK_BUDGET_USD": "1.5"}
    assert budget_in({**key, **budget}) == ("sk-1", Budget(Decimal("1.5")))
    for missing in ({}, key, budget, {**key, "WANDESK_BUDGET_USD": "0"}, {**key, "WANDESK_BUDGET_USD": "much"}):
        assert budget_in(missing) is None
    for endless in ("inf", "nan", "-1", ""):
        assert budget_in({**key, "WANDESK_BUDGET_USD": endless}) is None


def test_nothing_is_ordered_beyond_the_budget() -> None:
    ordered: list[object] = []

    class Counting(DashScope):
        async def create(self, *arguments: Any, **more: Any) -> Any:
            ordered.append(arguments)
            return type("Made", (), {"task_id": "t"})

    place = far("sk-1", Budget(Decimal("0.12")))  # a video is 0.05
    inputs = sent_inputs(first_frame="https://a/b.jpg")

    async def story() -> None:
        cloud = Counting(CATALOG)
        for _ in range(2):
            await place.ordered(cloud, video_order(), inputs)
        with pytest.raises(BudgetSpent):
            await place.ordered(cloud, video_order(), inputs)
        with pytest.raises(BudgetSpent):  # not in the price list: not ordered
            await place.ordered(cloud, video_order(resolution="4K"), inputs)
        await cloud.close()

    asyncio.run(story())
    assert len(ordered) == 2
    assert place.budget == Budget(Decimal("0.020"))
