"""Regions, keys and flags of accounts, and the free requests about models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.simulator import PLAIN, RunningSimulator, running_simulator
from wandesk.simulator import listings, rules

CREATE = "/services/aigc/video-generation/video-synthesis"
POLICY = {"action": "getPolicy", "model": "wan2.6-i2v"}
KEYS = [
    ("sk-singapore", "lee@singapore"),
    ("sk-beijing", "lee@beijing"),
    ("sk-virginia", "lee@virginia"),
    ("sk-sp-plan", "practice"),
    ("sk-nora", "practice/nora"),
]


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=50, keys=KEYS) as running:
        running.control(submits_per_second=1000, queries_per_second=1000)
        yield running


def at(simulator: RunningSimulator, key: str, region: str | None = None) -> httpx.Client:
    base = simulator.base_url if region is None else simulator.region_url(region)
    headers = {"Authorization": f"Bearer {key}", "X-DashScope-Async": "enable"}
    return httpx.Client(base_url=base, headers=headers, trust_env=False, verify=PLAIN, timeout=10)


def code(answer: httpx.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("code")


def test_key_of_another_region_looks_like_a_wrong_key(simulator: RunningSimulator) -> None:
    def answer_to(key: str, region: str | None) -> tuple[int, dict[str, Any]]:
        with at(simulator, key, region) as cloud:
            answer = cloud.get("/tasks/x")
        return answer.status_code, {name: value for name, value in answer.json().items() if name != "request_id"}

    wrong = answer_to("sk-nobody", "singapore")
    assert wrong[0] == 401
    assert (
        answer_to("sk-beijing", "singapore")
        == answer_to("sk-singapore", None)
        == answer_to("sk-sp-plan", None)
        == wrong
    )
    assert (
        answer_to("sk-singapore", "singapore")[0]
        == answer_to("sk-beijing", "beijing")[0]
        == answer_to("sk-nora", None)[0]
        == 200
    )
    with at(simulator, "sk-singapore", "atlantis") as cloud:
        assert cloud.get("/tasks/x").status_code == 401


def test_each_region_sells_its_own_models(simulator: RunningSimulator) -> None:
    def order(key: str, region: str, model: str) -> tuple[int, str | None]:
        with at(simulator, key, region) as cloud:
            return code(cloud.post(CREATE, json={"model": model, "input": {}}))

    assert order("sk-beijing", "beijing", "wanx2.1-i2v-turbo") == (200, None)
    assert order("sk-beijing", "beijing", "wan2.1-i2v-turbo") == (404, "InvalidParameter")
    assert order("sk-singapore", "singapore", "wan2.1-i2v-turbo") == (200, None)
    assert order("sk-singapore", "singapore", "wanx2.1-i2v-turbo") == (404, "InvalidParameter")
    assert order("sk-virginia", "virginia", "wan2.6-i2v-us") == (200, None)
    with at(simulator, "sk-virginia", "virginia") as cloud:
        assert code(cloud.get("/uploads", params=POLICY)) == (404, "NotFound")
    with at(simulator, "sk-singapore", "singapore") as cloud:
        assert cloud.get("/uploads", params=POLICY).status_code == 200


def test_tasks_stay_in_their_region(simulator: RunningSimulator) -> None:
    made = simulator.control(make={"key": "sk-beijing", "model": "wan2.6-i2v"})["made"][0]
    with at(simulator, "sk-beijing", "beijing") as there, at(simulator, "sk-singapore", "singapore") as elsewhere:
        rows = there.get("/tasks").json()["data"]
        assert {row["region"] for row in rows} == {"cn-beijing"}
        assert made in {row["task_id"] for row in rows}
        assert elsewhere.get(f"/tasks/{made}").json()["output"]["task_status"] == "UNKNOWN"
        assert made not in {row["task_id"] for row in elsewhere.get("/tasks").json()["data"]}


@pytest.mark.parametrize(
    ("flag", "status", "closes_lists"),
    [
        ("Arrearage", 400, False),
        ("AccessDenied.Unpurchased", 403, True),
        ("Model.AccessDenied", 403, False),
        ("AllocationQuota.FreeTierOnly", 403, False),
        ("PostpaidBillOverdue", 429, False),
    ],
)
def test_account_flags_refuse_orders(flag: str, status: int, closes_lists: bool, simulator: RunningSimulator) -> None:
    body = {"model": "wan2.6-i2v", "input": {}}
    simulator.control(refuse={"practice": flag})
    try:
        with at(simulator, "sk-nora") as cloud:
            refused = cloud.post(CREATE, json=body)
            answers = [cloud.get("/models"), cloud.get("/quotas"), cloud.get("/uploads", params=POLICY)]
            look = cloud.get("/tasks/x")
    finally:
        simulator.control(refuse={"practice": None})

    assert code(refused) == (status, flag)
    assert {answer.status_code for answer in answers} == ({403} if closes_lists else {200})
    assert look.status_code == 200
    with at(simulator, "sk-nora") as cloud:
        assert cloud.post(CREATE, json=body).status_code == 200


def test_access_is_limited_to_one_model(simulator: RunningSimulator) -> None:
    simulator.control(refuse_model={"practice": {"wan2.7-i2v": "Model.AccessDenied"}})
    try:
        with at(simulator, "sk-practice") as cloud:
            assert code(cloud.post(CREATE, json={"model": "wan2.7-i2v"})) == (403, "Model.AccessDenied")
            assert code(cloud.post(CREATE, json={"model": "wan2.6-i2v"})) == (200, None)
            content = cloud.get("/models/permissions?authorization_scope=AUTHORIZED&page_size=200").json()["output"]
    finally:
        simulator.control(refuse_model={"practice": {"wan2.7-i2v": None}})

    allowed = {row["model"] for row in content["permissions"] if row["permissions"]["inference"]}
    assert "wan2.7-i2v" not in allowed
    assert "wan2.6-i2v" in allowed


def test_models_are_listed_in_pages(simulator: RunningSimulator) -> None:
    with at(simulator, "sk-singapore", "singapore") as cloud:
        pages = [
            cloud.get("/models", params={"providers": "wan", "capabilities": "VG", "page_no": page, "page_size": 5})
            for page in (1, 2, 3, 4)
        ]
        everything = cloud.get("/models").json()["output"]
        one = cloud.get("/models", params={"model": "wan2.7-i2v", "service_site": "international"}).json()["output"]
        abroad = cloud.get("/models", params={"service_site": "japan"}).json()["output"]
        named = cloud.get("/models", params={"name": "KF2V"}).json()["output"]

    first = pages[0].json()
    assert (first["code"], first["message"], first["success"]) == (None, None, True)  # according to the provider's page
    rows = [row for page in pages for row in page.json()["output"]["models"]]
    assert [row["model"] for row in rows] == rules.sold_in("singapore")
    assert (first["output"]["total"], first["output"]["page_no"], first["output"]["page_size"]) == (len(rows), 1, 5)
    assert {"qwen3-max"} < {row["model"] for row in everything["models"]}
    assert [row["model"] for row in one["models"]] == ["wan2.7-i2v"]
    assert one["models"][0]["prices"][0] == {
        "range_name": "720P",
        "prices": [{"type": "video_second", "price": "0.1", "price_unit": "Per second", "price_name": "Video"}],
    }
    assert one["models"][0]["inference_metadata"]["response_modality"] == ["Video"]
    assert abroad["total"] == 0
    assert [row["model"] for row in named["models"]] == ["wan2.1-kf2v-plus"]


def test_quotas_are_read_by_their_new_and_old_names(simulator: RunningSimulator) -> None:
    with at(simulator, "sk-practice") as cloud:
        new = cloud.get("/quotas", params={"model": "wan2.6-i2v"}).json()["output"]
        old = cloud.get("/models/limits", params={"name": "2.6", "page_size": 2}).json()["output"]
        simulator.control(queue_max=3, concurrent=1)
        turned = cloud.get("/quotas", params={"model": "wan2.6-i2v"}).json()["output"]
        simulator.control(queue_max=None, concurrent=None)

    limit = new["quotas"][0]["model_limit"]
    assert (limit["request_limit"], limit["request_limit_period"]) == (5, 1)
    assert (limit["async_user_queue_limit"], limit["async_user_concurrency_limit"]) == (500, 5)
    assert (old["total"], len(old["quotas"]), old["page_no"]) == (3, 2, 1)
    limit = turned["quotas"][0]["model_limit"]
    assert (limit["async_user_queue_limit"], limit["async_user_concurrency_limit"]) == (3, 1)


def test_every_sold_tier_has_a_price() -> None:
    for region in ("beijing", "singapore", "virginia", "frankfurt"):
        body = listings.models(
            region, name=None, model=None, providers=["wan"], capabilities=["VG"], site=None, page=1, size=100
        )
        for row in body["output"]["models"]:
            tiers = {price["range_name"] for price in row["prices"]}
            missing = set(rules.MODELS[row["model"]].resolutions) - tiers
            # Singapore lists no price of the flash model at 1080P.
            assert missing == ({"1080P"} if (region, row["model"]) == ("singapore", "wan2.2-i2v-flash") else set())


def test_simulator_may_have_one_region() -> None:
    keys = [("sk-here", "x"), ("sk-there", "x@beijing")]
    with running_simulator(region="singapore", keys=keys) as simulator, at(simulator, "sk-here") as cloud:
        assert "wan2.1-i2v-turbo" in {
            row["model"] for row in cloud.get("/quotas", params={"page_size": 200}).json()["output"]["quotas"]
        }
        assert code(cloud.post(CREATE, json={"model": "wanx2.1-i2v-turbo"})) == (404, "InvalidParameter")
        with at(simulator, "sk-there") as stranger:
            assert stranger.get("/tasks/x").status_code == 401
