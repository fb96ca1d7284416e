"""Any answer, however it ends, becomes a typed error with a sentence, and no task is forgotten."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.fakes import FakeAccounts, FakeClock, FakeFiles, FakeListener, FakeMedia, FakeStore
from tests.support.jobs import a_job
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, answering, raw_server, read_body, reset
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobStage
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Submission
from wandesk.engine.composition import build_engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
SHORT = Timeouts(connect=2, write=2, read=0.2, create_read=0.2, stall=0.2)

LINE = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20)
HEADER = st.sampled_from(
    [
        "Content-Type: text/html",
        "Content-Encoding: gzip",
        "Content-Encoding: br",
        "Content-Encoding: deflate, gzip",
        "Transfer-Encoding: chunked",
        "Content-Length: 5",
        "Content-Length: 999999",
        "Content-Length: -1",
        "Content-Length: x",
        "Retry-After: 1e999",
        "Retry-After: tomorrow",
        "Date: Thu, 99 Foo 0000 99:99:99 GMT",
        "Date: Mon, 01 Jan 1601 00:00:00 GMT",
        "Location: http://127.0.0.1:9/elsewhere",
        "X-Request-Id: \xff\xfe",
        "Set-Cookie: a=b; Domain=.",
        "Connection: upgrade",
        "no colon here",
        ": empty name",
    ]
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "output",
    "data",
    "usage",
    "code",
    "message",
    "request_id",
    "error",
    "task_status",
    "task_id",
    "total",
    "models",
)
JSON = st.dictionaries(st.sampled_from(NAMES), VALUE | st.dictionaries(st.sampled_from(NAMES), VALUE, max_size=4))
BODY = st.binary(max_size=60) | st.builds(lambda value: json.dumps(value).encode(), JSON)
STATUS = st.integers(100, 999).map(str) | LINE


@st.composite
def raw_answers(draw: st.DrawFn) -> bytes:
    """Bytes that begin like an answer, or not even that."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=100))
    head = f"HTTP/{draw(st.sampled_from(['1.1', '1.0', '2', '9.9']))} {draw(STATUS)}\r\n"
    headers = "".join(f"{each}\r\n" for each in draw(st.lists(HEADER, max_size=4)))
    return f"{head}{headers}\r\n".encode("latin-1") + draw(BODY)


def saying(raw: bytes) -> Treat:
    async def treat(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        with contextlib.suppress(ValueError):
            await read_body(request, reader)
        writer.write(raw)
        await writer.drain()
        raise ConnectionResetError  # nothing more is sent, and the connection is closed

    return treat


Ask = Callable[[DashScope, Connection, RawServer], Awaitable[object]]


async def _ordered(cloud: DashScope, here: Connection, _server: RawServer) -> object:
    picture = sent_inputs(first_frame="https://pictures.example/a.jpg")
    return await cloud.create(here, request_for(), picture, sent=lambda *_: None)


async def _downloaded(cloud: DashScope, _here: Connection, server: RawServer, part: Path) -> object:
    return await cloud.download(
        f"{server.origin}/a.mp4",
        part,
        endpoint="http://127.0.0.1/api/v1",
        received=lambda *_: None,
        stopped=lambda: False,
    )


async def _uploaded(cloud: DashScope, here: Connection, _server: RawServer, source: Path) -> object:
    return await cloud.upload(here, "wan2.5-i2v-preview", source, ".png", sent=lambda *_: None, stopped=lambda: False)


async def ending(asked: Awaitable[object]) -> WanDeskError | None:
    try:
        await asked
    except WanDeskError as error:
        return error
    return None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=raw_answers())
def test_any_answer_becomes_one_of_our_errors(raw: bytes, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"\x89PNG" * 10)
    asks: list[Ask] = [
        lambda cloud, here, _server: cloud.task(here, "t/1"),
        lambda cloud, here, _server: cloud.tasks(here, 1, 100),
        lambda cloud, here, _server: cloud.cancel(here, "t/1"),
        _ordered,
        lambda cloud, here, server: _downloaded(cloud, here, server, tmp_path / "a.part"),
        lambda cloud, here, server: _uploaded(cloud, here, server, source),
    ]

    async def story() -> None:
        async with raw_server(saying(raw)) as server:
            cloud = DashScope(CATALOG, timeouts=SHORT)
            here = connection(server.base_url)
            for ask in asks:
                error = await ending(ask(cloud, here, server))
                if error is not None:
                    assert error.sentence in Sentence
                    assert here.secret.reveal() not in f"{error} {error.detail}"
            assert (await cloud.check_key(here)).sentence in Sentence
            for reached in await cloud.reach(here.region, server.base_url, server.origin):
                assert reached.sentence is None or reached.sentence in Sentence
            await cloud.close()

    asyncio.run(story())


def failed(task_id: str) -> bytes:
    output = {"task_id": task_id, "task_status": "FAILED", "code": "InternalError", "message": "m"}
    return json.dumps({"request_id": "r", "output": output}).encode()


async def _reset(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
    await read_body(request, reader)
    reset(writer)


async def _silent(_server: RawServer, _request: Request, reader: Reader, _writer: Writer) -> None:
    await reader.read()


TROUBLE: list[Treat] = [
    answering(body=b""),
    answering(body=b"<html>log in</html>"),
    answering(body=b"[" * 1000),
    answering(body=failed("another")),
    answering("204 None"),
    answering("302 Away", location="http://127.0.0.1:9/"),
    answering("400 Bad", b'{"code": "InvalidParameter", "message": "task can not be null"}'),
    answering("401 No", b'{"code": "InvalidApiKey"}'),
    answering("403 No", b'{"code": "AccessDenied"}'),
    answering("404 Gone", b'{"code": "NotFound"}'),
    answering("407 Proxy Authentication Required", b"<html>proxy</html>"),
    answering("429 Slow", b'{"code": "Throttling.RateQuota"}', retry_after="1e999"),
    answering("500 Oops", b'{"code": "InternalError"}'),
    answering("777 Odd", b'{"code": "FromTheFuture"}'),
    answering(body=b'{"output": {"task_id": "a/../b c", "task_status": "FROM_THE_FUTURE"}}'),
    answering(body=b'{"output": {"task_id": "a/../b c", "task_status": null}}'),
    saying(b"\x00\xff\x00\xff\r\n\r\n"),
    _reset,
    _silent,
]


@pytest.mark.logs("job job waits: |unknown task status: FROM_THE_FUTURE")
def test_no_fault_drops_a_known_task(tmp_path: Path) -> None:
    """One job meets every fault in turn; its task ID contains slashes. At the end the cloud answers after all."""
    task_id = "a/../b c"
    met: list[int] = []

    async def treat(server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        number = len(met)
        met.append(number)
        stages.append(store.jobs["job"].stage)
        part = TROUBLE[number] if number < len(TROUBLE) else answering(body=failed(task_id))
        await part(server, request, reader, writer)

    stages: list[JobStage] = []
    clock = FakeClock()
    store = FakeStore()

    async def story() -> None:
        async with raw_server(treat) as server:
            store.jobs["job"] = a_job(
                "job",
                JobStage.WAITING,
                submitted_at=clock.now(),
                created_at=clock.now(),
                task_id=task_id,
                account="practice",
                endpoint=server.base_url,
                key_fingerprint=connection(server.base_url).secret.fingerprint,
            )

            class Accounts(FakeAccounts):
                async def connect(self, ref: AccountRef) -> Connection:
                    assert ref == AccountRef("singapore", "practice", server.base_url)
                    return connection(server.base_url)

            supervisor = Supervisor()
            cloud = DashScope(CATALOG, timeouts=SHORT)
            ports = Ports(
                cloud=cloud,
                accounts=Accounts(),
                store=store,
                media=FakeMedia(),
                files=FakeFiles(tmp_path),
                clock=clock,
            )
            engine = build_engine(
                catalog=CATALOG, ports=ports, supervisor=supervisor, listener=FakeListener(), rng=lambda: 0.0
            )
            await engine.resume()
            async with asyncio.timeout(30):
                while not store.jobs["job"].stage.is_final:
                    await asyncio.sleep(0.01)
            await supervisor.close()
            await engine.close()
            lines = {each.line for each in server.requests if each.line.startswith("GET /api/v1/tasks/")}
            assert lines == {"GET /api/v1/tasks/a%2F..%2Fb%20c HTTP/1.1"}

    asyncio.run(story())
    assert len(met) > len(TROUBLE)
    assert not any(stage.is_final for stage in stages)
    job = store.jobs["job"]
    assert (job.stage, job.task_id) == (JobStage.FAILED, task_id)
    assert job.problem is not None
    assert job.problem.code == "InternalError", "the cloud's reason for this task"


def test_task_named_in_an_answer_is_never_lost() -> None:
    """Bodies with every other kind of error."""
    named: list[tuple[str, bytes]] = [
        ("200 OK", b'{"output": {"task_id": "t-1", "task_status": 7}}'),
        ("500 Oops", b'{"output": {"task_id": "t-1"}, "code": "InternalError"}'),
        ("429 Slow", b'\xef\xbb\xbf{"output": {"task_id": "t-1"}}'),
        ("200 OK", b'{"output": {"task_id": "t-1", "x": NaN}}'),
    ]

    async def story() -> None:
        for status, body in named:
            async with raw_server(answering(status, body)) as server:
                cloud = DashScope(CATALOG, timeouts=SHORT)
                made = await _ordered(cloud, connection(server.base_url), server)
                assert isinstance(made, Submission)
                assert made.task_id == "t-1"
                await cloud.close()

    asyncio.run(story())
