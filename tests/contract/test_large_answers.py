"""Answers of megabytes, and small ones that become gigabytes: they cost little, and no task is forgotten."""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable

import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.raw_server import RawServer, Treat, answering, raw_server
from wandesk.dashscope.answer_bodies import LARGEST_ANSWER_BYTES, LARGEST_CHECK_BYTES
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.cloud_text import LONGEST_CODE, LONGEST_MESSAGE
from wandesk.domain.errors import CloudError, CloudUnreachable, ListUnreadable, OutcomeUnknown
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Submission, TaskReport, TaskStatus
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
PATIENT = Timeouts(connect=5, write=5, read=10, create_read=10, stall=10)
OWN_ID = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"
MEGA = 1024 * 1024
BOMB_BYTES = 256 * MEGA


@functools.cache
def bomb() -> bytes:
    """256 MB of JSON in 256 kB."""
    stream = zlib.compressobj(9, wbits=31)
    raw = [stream.compress(b'{"output": {"task_id": "t-1", "x": "')]
    raw += [stream.compress(b"0" * MEGA) for _ in range(BOMB_BYTES // MEGA)]
    return b"".join([*raw, stream.compress(b'"}}'), stream.flush()])


BOMBS: dict[str, Callable[[], bytes]] = {"gzip": bomb, "gzip, gzip": lambda: gzip.compress(bomb())}
"""By encoding. They are made when a test wants one, and not by every process that collects the tests."""


def told(treat: Treat, ask: Callable[[DashScope, RawServer], Awaitable[object]]) -> object:
    """The result or the error of one request."""

    async def story() -> object:
        cloud = DashScope(CATALOG, proxies=dict, timeouts=PATIENT)
        async with raw_server(treat) as server:
            try:
                return await ask(cloud, server)
            except CloudError as error:
                return error
            finally:
                await cloud.close()

    return asyncio.run(story())


def poll(cloud: DashScope, server: RawServer) -> Awaitable[object]:
    return cloud.task(connection(server.base_url), "t-1")


def order(cloud: DashScope, server: RawServer) -> Awaitable[object]:
    picture = sent_inputs(first_frame="https://pictures.example/a.jpg")
    return cloud.create(connection(server.base_url), request_for(), picture, sent=lambda *_: None)


def check(cloud: DashScope, server: RawServer) -> Awaitable[object]:
    return cloud.check_key(connection(server.base_url))


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_reason_of_megabytes_is_read_and_cut(encoding: str) -> None:
    said = "The picture could not be read. " * 160_000
    output = {"task_id": "t-1", "task_status": "FAILED", "code": said, "message": said[: 2 * MEGA]}
    body = json.dumps({"request_id": OWN_ID, "output": output}).encode()
    assert 7_000_000 - MEGA < len(body) < LARGEST_ANSWER_BYTES
    body = gzip.compress(body) if encoding == "gzip" else body
    report = told(answering(body=body, content_encoding=encoding), poll)
    assert isinstance(report, TaskReport)
    assert report.status is TaskStatus.FAILED
    assert (len(report.code), len(report.message)) == (LONGEST_CODE, LONGEST_MESSAGE)


def test_task_in_an_answer_of_megabytes_is_not_lost() -> None:
    body = json.dumps({"output": {"task_id": "t-1"}, "message": "x" * 7 * MEGA}).encode()
    made = told(answering(body=body), order)
    assert isinstance(made, Submission)
    assert made.task_id == "t-1"


@pytest.mark.parametrize("encoding", sorted(BOMBS))
def test_bomb_is_unreadable_and_costs_little_memory(encoding: str) -> None:
    own = {"x_request_id": OWN_ID, "req_cost_time": "12", "content_encoding": encoding}
    treat = answering(body=BOMBS[encoding](), **own)
    tracemalloc.start()
    try:
        read = told(treat, poll)
        assert isinstance(read, CloudUnreachable)
        assert (read.is_answered, read.sentence) == (True, Sentence.CLOUD_GATEWAY)
        listed = told(treat, lambda cloud, server: cloud.tasks(connection(server.base_url), 1, 100))
        assert isinstance(listed, ListUnreadable)
        made = told(treat, order)
        assert isinstance(made, OutcomeUnknown), "a task may exist"
        assert made.request_id == OWN_ID
        verdict = told(treat, check)
        assert isinstance(verdict, KeyVerdict)
        assert verdict.outcome is KeyOutcome.NO_NETWORK
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BOMB_BYTES / 4


@pytest.mark.parametrize(("size", "outcome"), [(-1000, KeyOutcome.GOOD), (1000, KeyOutcome.NO_NETWORK)])
def test_answer_to_a_check_has_a_smaller_limit(size: int, outcome: KeyOutcome) -> None:
    output = {"task_id": "t-1", "task_status": "UNKNOWN", "message": "x" * (LARGEST_CHECK_BYTES + size)}
    verdict = told(answering(body=json.dumps({"output": output}).encode()), check)
    assert isinstance(verdict, KeyVerdict)
    assert verdict.outcome is outcome
