"""The check of a key, against the simulator and against servers with unusual answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence

import pytest

from tests.support.client_requests import connection
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, answering, raw_server, read_body, say
from tests.support.simulator import RunningSimulator, running_simulator
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.account import Connection, Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.settings.catalogue import load_catalogue

SHORT = Timeouts(connect=1.0, read=0.4)
KEY = "sk-0123456789canary"
CATALOG = load_catalogue()
UNKNOWN = b'{"request_id": "r-1", "output": {"task_id": "t", "task_status": "UNKNOWN"}}'
MODELS = b'{"success": true, "request_id": "r-2", "output": {"total": 1, "models": [{"model": "wan2.5-i2v-preview"}]}}'


async def check_key(connection: Connection, timeouts: Timeouts | None = None) -> KeyVerdict:
    cloud = DashScope(CATALOG, proxies=dict, timeouts=timeouts)
    try:
        return await cloud.check_key(connection)
    finally:
        await cloud.close()


async def find_region(region: str, others: Sequence[Connection], timeouts: Timeouts | None = None) -> KeyVerdict:
    cloud = DashScope(CATALOG, proxies=dict, timeouts=timeouts)
    try:
        return await cloud.find_region(region, others)
    finally:
        await cloud.close()


async def reach(base_url: str, storage: str | None = None, timeouts: Timeouts | None = None) -> Sequence[HostReached]:
    return await DashScope(CATALOG, proxies=dict, timeouts=timeouts).reach("singapore", base_url, storage)


def reached(base_url: str, region: str = "singapore", key: str = KEY) -> Connection:
    return Connection(account=f"{region}/main", region=region, base_url=base_url, secret=Secret(key), has_uploads=True)


def refusing(status: str, code: str, message: str = "", **headers: str) -> Treat:
    return answering(status, json.dumps({"code": code, "message": message, "request_id": "r-9"}).encode(), **headers)


async def checked(treat: Treat, key: str = KEY) -> tuple[KeyVerdict, RawServer]:
    async with raw_server(treat) as server:
        return await check_key(reached(server.base_url, key=key), timeouts=SHORT), server


# ------------------------------------------------------------------ the simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=40) as running:
        yield running


def test_check_of_a_good_or_wrong_key_costs_nothing(simulator: RunningSimulator) -> None:
    good = asyncio.run(check_key(connection(simulator.base_url)))
    assert (good.outcome, good.sentence, good.region) == (KeyOutcome.GOOD, "key_good", "practice")
    assert good.request_id
    wrong = asyncio.run(check_key(connection(simulator.base_url, key="sk-unknown")))
    assert (wrong.outcome, wrong.sentence) == (KeyOutcome.WRONG, "key_refused")
    assert wrong.code == "InvalidApiKey"
    assert simulator.ledger()["tasks_made"] == 0
    assert not simulator.entries("create")


def test_storage_is_reached_without_a_key_and_its_absence_is_seen(simulator: RunningSimulator) -> None:
    async def story() -> None:
        cloud = DashScope(CATALOG, proxies=dict)
        origin = simulator.base_url.removesuffix("/api/v1")
        try:
            there = await cloud.reach_storage("singapore", origin)
            assert (there.sentence, there.is_storage) == (None, True)
            simulator.control(scenarios=[{"name": "storage-unreachable"}])
            gone = await cloud.reach_storage("singapore", origin)
            assert gone.sentence is Sentence.CONNECTION_STORAGE_UNREACHABLE
            assert (await cloud.check_key(connection(simulator.base_url))).outcome is KeyOutcome.GOOD, "the API answers"
        finally:
            simulator.control(scenarios=[])
            await cloud.close()

    asyncio.run(story())
    assert 403 in {entry["status"] for entry in simulator.entries("storage")}, "it refuses, and that is its answer"


def test_network_is_told_apart_by_its_proxy() -> None:
    async def story() -> None:
        proxied, direct = (
            DashScope(CATALOG, proxies=lambda: {"https": "http://proxy.example:3128"}),
            DashScope(CATALOG, proxies=dict),
        )
        url = "https://oss-ap-southeast-1.aliyuncs.com"
        one, other = await proxied.network_of("singapore", url), await direct.network_of("singapore", url)
        assert one != other or (one, other) == ("", ""), "a computer without a network has none to tell apart"
        assert one == await proxied.network_of("singapore", url)

    asyncio.run(story())


def test_region_of_a_key_is_found(simulator: RunningSimulator) -> None:
    async def story() -> None:
        async with raw_server(refusing("401 No", "InvalidApiKey")) as other:
            others = [
                reached(other.base_url, "beijing", "sk-practice"),
                reached(simulator.base_url, "virginia", "sk-practice"),
                reached(other.base_url, "frankfurt", "sk-practice"),
            ]
            found = await find_region("singapore", others)
            assert found.outcome is KeyOutcome.ELSEWHERE
            assert (found.region, found.belongs_to, found.sentence) == ("singapore", "virginia", "key_elsewhere")
            assert len(other.requests) == 1, "regions after the right one do not get the key"

    asyncio.run(story())


def test_check_is_limited_together_with_the_polls_of_its_account() -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    def monotonic() -> float:
        """Only waiting takes time, however busy the machine is."""
        return 100.0 + sum(waited)

    async def story() -> None:
        async with raw_server(answering(body=UNKNOWN)) as server:
            here = reached(server.base_url)
            cloud = DashScope(CATALOG, proxies=dict, timeouts=SHORT, sleep=sleep, monotonic=monotonic)
            await cloud.task(here, "t")
            assert not waited
            assert (await cloud.check_key(here)).outcome is KeyOutcome.GOOD
            assert waited
            await cloud.close()

    asyncio.run(story())


def test_clock_of_an_address_under_test_is_not_believed() -> None:
    heard: list[str] = []

    async def story() -> None:
        async with raw_server(answering(body=UNKNOWN, date="Wed, 01 Jan 2031 00:00:00 GMT")) as server:
            cloud = DashScope(
                CATALOG, proxies=dict, timeouts=SHORT, date_received=lambda region, _at: heard.append(region)
            )
            await cloud.check_key(reached(server.base_url))
            assert heard == []
            await cloud.task(reached(server.base_url), "t")
            assert heard == ["singapore"]
            await cloud.close()

    asyncio.run(story())


# ------------------------------------------------------------------ answers


def test_check_asks_for_a_task_that_cannot_exist() -> None:
    async def story() -> None:
        async with raw_server(answering(body=UNKNOWN)) as server:
            for _ in range(2):
                verdict = await check_key(reached(server.base_url), timeouts=SHORT)
                assert verdict.outcome is KeyOutcome.GOOD
            first, second = server.requests
            assert first.line.startswith("GET /api/v1/tasks/")
            assert first.line != second.line
            assert first.headers["authorization"] == f"Bearer {KEY}"
            assert first.length == 0

    asyncio.run(story())


@pytest.mark.parametrize(
    ("treat", "outcome", "sentence"),
    [
        (answering(body=UNKNOWN), KeyOutcome.GOOD, "key_good"),
        (answering(body=b'{"output": {"task_status": "RUNNING"}}'), KeyOutcome.GOOD, "key_good"),
        (refusing("401 No", "InvalidApiKey", f"Incorrect API key {KEY}"), KeyOutcome.WRONG, "key_refused"),
        (refusing("200 OK", "InvalidApiKey"), KeyOutcome.WRONG, "key_refused"),
        (
            answering("401 No", b'{"error": {"code": "invalid_api_key", "message": "no"}}'),
            KeyOutcome.WRONG,
            "key_refused",
        ),
        (answering("401 No", b"{}"), KeyOutcome.WRONG, "key_refused"),
        (refusing("401 No", "NOT AUTHORIZED"), KeyOutcome.NO_ACCESS, "cloud_workspace_key"),
        (refusing("403 No", "AccessDenied.Unpurchased"), KeyOutcome.NO_ACCESS, "cloud_not_activated"),
        (refusing("403 No", "AccessDenied", "Access denied."), KeyOutcome.NO_ACCESS, "cloud_key_denied"),
        (refusing("403 No", "Workspace.AccessDenied"), KeyOutcome.NO_ACCESS, "cloud_workspace_denied"),
        (refusing("404 No", "WorkSpaceNotFound"), KeyOutcome.NO_ACCESS, "cloud_workspace_missing"),
        (refusing("400 No", "Arrearage"), KeyOutcome.NO_ACCESS, "cloud_arrears"),
        (refusing("429 No", "PostpaidBillOverdue"), KeyOutcome.NO_ACCESS, "cloud_bill"),
        (refusing("429 No", "Throttling.RateQuota"), KeyOutcome.UNSURE, "key_unsure"),
        (refusing("500 No", "InternalError"), KeyOutcome.UNSURE, "key_unsure"),
        (refusing("400 No", "SomethingNew"), KeyOutcome.UNSURE, "key_unsure"),
        (answering("404 No", b'{"message": "no Route matched"}'), KeyOutcome.UNSURE, "key_unsure"),
        (answering(body=b"{}"), KeyOutcome.UNSURE, "key_unsure"),
        (answering("401 No", b"<html>company login</html>"), KeyOutcome.NO_NETWORK, "cloud_gateway"),
        (answering("200 OK", b"<html>hotel</html>"), KeyOutcome.NO_NETWORK, "cloud_gateway"),
        (answering("502 No", b""), KeyOutcome.NO_NETWORK, "cloud_gateway"),
        (answering("200 OK", b"no", content_encoding="gzip"), KeyOutcome.NO_NETWORK, "cloud_gateway"),
    ],
)
def test_answer_decides_about_the_key(treat: Treat, outcome: KeyOutcome, sentence: str) -> None:
    verdict, server = asyncio.run(checked(treat))
    assert (verdict.outcome, verdict.sentence) == (outcome, sentence), verdict
    assert verdict.may_be_elsewhere == (outcome is KeyOutcome.WRONG)
    assert KEY not in repr(verdict)
    assert all(each.line.startswith("GET ") for each in server.requests)
    assert len(server.requests) <= 2


def test_models_are_read_where_tasks_are_not_answered() -> None:
    async def treat(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader)
        if "/tasks/" in request.line:
            await say(writer, status="404 Not Found", body=b'{"message": "no Route matched"}')
        else:
            await say(writer, body=MODELS)

    verdict, server = asyncio.run(checked(treat))
    assert verdict.outcome is KeyOutcome.GOOD
    assert server.requests[1].line.startswith("GET /api/v1/models?")


def test_key_follows_no_redirect() -> None:
    async def story() -> None:
        async with raw_server(answering(body=UNKNOWN)) as thief:
            moved = answering("302 Found", b"{}", location=f"{thief.origin}/api/v1/tasks/x")
            verdict, _ = await checked(moved)
            assert (verdict.outcome, verdict.sentence) == (KeyOutcome.NO_NETWORK, "cloud_gateway")
            assert thief.connections == 0

    asyncio.run(story())


async def _cut(_server: RawServer, _request: Request, _reader: Reader, _writer: Writer) -> None:
    raise ConnectionResetError


async def _silent(_server: RawServer, _request: Request, reader: Reader, _writer: Writer) -> None:
    await reader.read()


@pytest.mark.parametrize("treat", [_cut, _silent])
def test_failed_connection_proves_nothing_about_the_key(treat: Treat) -> None:
    verdict, _ = asyncio.run(checked(treat))
    assert (verdict.outcome, verdict.sentence) == (KeyOutcome.NO_NETWORK, "cloud_unreachable")


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("http://dashscope.example.com/api/v1", "cloud_endpoint_refused"),
        ("https://no-such-host.invalid/api/v1", "cloud_host_unknown"),
        ("http://127.0.0.1:1/api/v1", "cloud_unreachable"),
    ],
)
def test_unreachable_addresses_are_reported(base: str, sentence: str) -> None:
    verdict = asyncio.run(check_key(reached(base), timeouts=SHORT))
    assert (verdict.outcome, verdict.sentence) == (KeyOutcome.NO_NETWORK, sentence)


@pytest.mark.parametrize(
    ("key", "outcome", "sentence"),
    [
        ("sk-sp-0123", KeyOutcome.PLAN, "key_plan"),
        ("SK-SP-0123", KeyOutcome.PLAN, "key_plan"),
        ("", KeyOutcome.WRONG, "key_empty"),
        ("sk-ключ", KeyOutcome.WRONG, "key_shape"),
        ("sk-a b", KeyOutcome.WRONG, "key_shape"),
        ("sk-a\r\nx: y", KeyOutcome.WRONG, "key_shape"),
    ],
)
def test_malformed_key_is_not_sent(key: str, outcome: KeyOutcome, sentence: str) -> None:
    verdict, server = asyncio.run(checked(answering(body=UNKNOWN), key=key))
    assert (verdict.outcome, verdict.sentence) == (outcome, sentence)
    assert server.connections == 0


def test_unreached_regions_are_named() -> None:
    async def story() -> None:
        async with (
            raw_server(refusing("401 No", "InvalidApiKey")) as no,
            raw_server(answering("502 No")) as broken,
        ):
            refused, unreached = reached(no.base_url, "beijing"), reached(broken.base_url, "virginia")
            nowhere = await find_region("singapore", [refused], timeouts=SHORT)
            assert (nowhere.outcome, nowhere.sentence) == (KeyOutcome.WRONG, "key_nowhere")
            assert not nowhere.may_be_elsewhere, "every region was asked"
            doubtful = await find_region("singapore", [unreached, refused], timeouts=SHORT)
            assert (doubtful.outcome, doubtful.sentence) == (KeyOutcome.WRONG, "key_nowhere_reached")
            assert doubtful.unreached == ("virginia",)

    asyncio.run(story())


# ------------------------------------------------------------------ the connection, without a key

STORAGE_SAYS = b"<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code><RequestId>6A</RequestId></Error>"
REFUSAL = b'{"code": "InvalidApiKey", "message": "No API-key provided.", "request_id": "r-1"}'


async def looked(treat: Treat, *, is_storage: bool) -> tuple[HostReached, RawServer]:
    async with raw_server(treat) as server:
        if is_storage:
            _, found = await reach("http://127.0.0.1:1/api/v1", server.origin, timeouts=SHORT)
        else:
            (found,) = await reach(server.base_url, timeouts=SHORT)
        return found, server


def test_simulator_is_reached_without_a_key(simulator: RunningSimulator) -> None:
    (found,) = asyncio.run(reach(simulator.base_url))
    assert (found.sentence, found.is_storage) == (None, False)
    assert found.host == simulator.base_url.split("/")[2]
    assert simulator.ledger()["tasks_made"] == 0


@pytest.mark.parametrize(
    ("treat", "is_storage", "sentence"),
    [
        (answering("401 No", REFUSAL), False, None),
        (answering(body=UNKNOWN), False, None),
        (answering("403 No", STORAGE_SAYS), True, None),
        (answering("403 No", b"", x_oss_request_id="6A"), True, None),
        (answering("200 OK", b"<html>log in</html>"), False, "cloud_gateway"),
        (answering("200 OK", b"{}"), False, "cloud_gateway"),
        (answering("302 Away", b"", location="https://login.example/"), False, "cloud_gateway"),
        (answering("403 No", b"<html>blocked</html>"), True, "connection_storage_blocked"),
        (answering("200 OK", b""), True, "connection_storage_blocked"),
        (_cut, False, "cloud_unreachable"),
        (_cut, True, "connection_storage_unreachable"),
        (_silent, True, "connection_storage_unreachable"),
    ],
)
def test_connection_check_without_a_key_reports_the_answer(
    treat: Treat, is_storage: bool, sentence: str | None
) -> None:
    found, server = asyncio.run(looked(treat, is_storage=is_storage))
    assert (found.sentence, found.is_storage) == (sentence, is_storage)
    assert all("authorization" not in each.headers for each in server.requests)
    assert KEY not in repr(found)


def test_unusable_addresses_are_not_checked() -> None:
    plain, nowhere = asyncio.run(reach("http://gateway.corp/api/v1", "https://nobody.invalid", timeouts=SHORT))
    assert (plain.sentence, plain.values) == ("cloud_endpoint_refused", {"host": "gateway.corp"})
    assert nowhere.sentence == "connection_storage_unreachable"
