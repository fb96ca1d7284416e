"""Who may use the simulator: programs of this computer that know its key; no web page, whatever it tries."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.support.fakes import FakeAccounts, FakeClock
from tests.support.simulator import PLAIN, RunningSimulator, running_simulator
from wandesk.child_processes import kill_child
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.practice import KEY_NAME, Practice
from wandesk.simulator.bodies import DRAINED_BYTES
from wandesk.simulator.control_changes import MOST_BYTES
from wandesk.simulator.door import Door

PATHS = ["/api/v1/tasks", "/simulator/ledger", "/simulator/control", "/some-video.mp4"]
KEY = {"Authorization": "Bearer sk-practice"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=50) as running:
        yield running


@pytest.fixture(scope="module")
def web(simulator: RunningSimulator) -> Iterator[httpx.Client]:
    parts = urllib.parse.urlsplit(simulator.base_url)
    with httpx.Client(base_url=f"http://{parts.netloc}", verify=PLAIN, trust_env=False) as client:
        yield client


def raw(simulator: RunningSimulator, text: str) -> bytes:
    """The whole answer to a request that is sent as it is."""
    parts = urllib.parse.urlsplit(simulator.base_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:
        line.sendall(text.encode())
        came = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := line.recv(65536):
                came += piece
    return came


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
def test_programs_of_this_computer_are_served(name: str, simulator: RunningSimulator, web: httpx.Client) -> None:
    host = f"{name}:{urllib.parse.urlsplit(simulator.base_url).port}"
    assert web.get("/api/v1/tasks", headers={**KEY, "Host": host}).status_code == 200
    assert web.get("/simulator/control", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "localhost:1", "127.0.0.1.evil.example:{port}",
     "localhost.:{port}", "0.0.0.0:{port}", "127.0.0.1:{port}@evil.example", ""],
)  # fmt: skip
def test_another_host_name_is_refused(host: str, path: str, simulator: RunningSimulator, web: httpx.Client) -> None:
    """As of a page whose own name was rebound to this computer."""
    port = urllib.parse.urlsplit(simulator.base_url).port
    answer = web.get(path, headers={**KEY, "Host": host.format(port=port)})
    assert (answer.status_code, answer.json()["code"]) == (403, "AccessDenied")


@pytest.mark.parametrize(("host", "is_served"), [("127.0.0.1", True), ("localhost:80", True), ("evil.example", False)])
def test_clients_leave_out_the_usual_port(host: str, is_served: bool) -> None:
    async def story() -> bool:
        called: list[Scope] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            called.append(scope)

        async def receive() -> Message:
            raise AssertionError("no body is read")

        async def send(_message: Message) -> None:
            return

        headers = [(b"host", host.encode())]
        await Door(app)({"type": "http", "server": ("127.0.0.1", 80), "headers": headers}, receive, send)
        return bool(called)

    assert asyncio.run(story()) is is_served


def test_request_without_a_host_is_refused(simulator: RunningSimulator) -> None:
    assert raw(simulator, "GET /simulator/control HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "sign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_web_page_is_refused(sign: dict[str, str], method: str, path: str, web: httpx.Client) -> None:
    answer = web.request(method, path, headers={**KEY, **sign}, json={"clear": "ledger"} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (403, "AccessDenied")
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_refused_request_changes_nothing_and_its_body_is_not_read(simulator: RunningSimulator) -> None:
    before = simulator.ledger()["entries"]
    parts = urllib.parse.urlsplit(simulator.base_url)
    head = (
        f"POST /simulator/control HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: https://evil.example\r\n"
        'Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{"speed": 1'
    )
    assert raw(simulator, head).startswith(b"HTTP/1.1 403 ")
    assert simulator.ledger()["entries"] == before


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_control_takes_json_only(kind: str | None, simulator: RunningSimulator, web: httpx.Client) -> None:
    """The other kinds are what a page may send to another host without asking first."""
    before = simulator.control()["speed"]
    headers = {"Content-Type": kind} if kind else {}
    answer = web.post("/simulator/control", content=json.dumps({"speed": 3}), headers=headers)
    assert answer.status_code == 415
    assert simulator.control()["speed"] == before


INVALID: list[dict[str, Any]] = [
    {"advance": -1},
    {"advance": 1e300},
    {"seed": "x"},
    {"keys": {"sk-new": 5}},
    {"keys": ["sk-new"]},
    {"remove_keys": "sk-practice"},
    {"refuse": {"practice": "Nonsense"}},
    {"refuse": {"practice": ["Arrearage"]}},
    {"refuse_model": {"practice": {"wan2.6-i2v": "Nonsense"}}},
    {"refuse_model": {"practice": 5}},
    {"clear": "everything"},
    {"clear": ["tasks"]},
    {"make": {"key": "sk-nobody", "model": "wan2.6-i2v"}},
    {"make": {"key": "sk-practice", "model": "wan9"}},
    {"make": {"key": "sk-practice", "model": "wan2.6-i2v", "count": 1e6}},
    {"make": {"key": "sk-practice"}},
    {"scenario": "nonsense"},
    {"unknown": 1},
]


@pytest.mark.parametrize("invalid", INVALID, ids=str)
def test_invalid_request_to_the_control_changes_nothing(
    invalid: dict[str, Any], simulator: RunningSimulator, web: httpx.Client
) -> None:
    before = simulator.control()
    valid = {"speed": before["speed"] + 1, "keys": {"sk-other": "other"}}
    answer = web.post("/simulator/control", json={**valid, **invalid})
    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
    after = simulator.control()
    for name in ("speed", "accounts", "scenario"):
        assert after[name] == before[name]


def test_clock_has_an_end() -> None:
    """Beyond the year 9999 there are no dates, and every answer would fail from then on."""
    with running_simulator(speed=50) as running:
        for _ in range(8):
            running.control(advance=10 * 365 * 86_400 - 1)
            if running.control()["now"] > 3.9e9:
                break
        with pytest.raises(urllib.error.HTTPError):
            running.control(advance=10 * 365 * 86_400 - 1)
        assert running.control()["cloud_time"].startswith("209")


def test_long_bodies_are_refused(web: httpx.Client) -> None:
    as_json = {"Content-Type": "application/json"}
    assert web.post("/simulator/control", content=b" " * (MOST_BYTES + 1), headers=as_json).status_code == 413
    answer = web.post("/api/v1/tasks/x/cancel", content=b" " * 1_000_000, headers={**KEY, **as_json})
    assert answer.json()["code"] == "UnsupportedOperation"
    with contextlib.suppress(httpx.WriteError, httpx.ReadError):  # or the connection is closed before the end
        answer = web.post("/simulator/control", content=b" " * (2 * DRAINED_BYTES), headers=as_json)
        assert answer.status_code == 413
    assert web.get("/simulator/control").status_code == 200


@pytest.mark.parametrize("digits", ["9" * 5000, "\u00b2", "-1", "1e3"])
def test_absurd_numbers_in_queries_are_ignored(digits: str, web: httpx.Client) -> None:
    query = {"page_no": digits, "page_size": digits, "since": digits, "Expires": digits}
    assert web.get("/api/v1/tasks", params=query, headers=KEY).status_code == 200
    assert web.get("/simulator/ledger", params=query).status_code == 200
    assert web.get("/x.mp4", params={**query, "OSSAccessKeyId": "practice-access-key"}).status_code == 403


# ------------------------------------------------------------------ the embedded child


async def ask(connection: Connection, path: str, *, key: str = "", token: str = "", **wishes: Any) -> httpx.Response:
    parts = urllib.parse.urlsplit(connection.base_url)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    headers |= {"X-Control-Token": token} if token else {}
    async with httpx.AsyncClient(verify=PLAIN, trust_env=False) as client:
        url = f"http://{parts.netloc}{path}"
        return await (client.post(url, json=wishes, headers=headers) if wishes else client.get(url, headers=headers))


def test_child_answers_to_its_own_key_and_token_only(tmp_path: Path) -> None:
    async def story() -> None:
        practice = Practice(tmp_path, FakeAccounts(), clock=FakeClock())
        try:
            connection = await practice.connect(AccountRef("practice"))
            key, token = connection.secret.reveal(), practice.access.control_token.reveal()
            assert (await ask(connection, "/api/v1/tasks", key=key)).status_code == 200
            for wrong in (KEY_NAME, "", key[:-1]):
                assert (await ask(connection, "/api/v1/tasks", key=wrong)).status_code == 401
            for path in ("/simulator/ledger", "/simulator/control"):
                assert (await ask(connection, path, token=token)).status_code == 200
                for wrong in ("", key, token[:-1], token + "x"):
                    assert (await ask(connection, path, token=wrong)).status_code == 403
            assert (await ask(connection, "/simulator/control", speed=2)).status_code == 403
            assert (await ask(connection, "/simulator/control", token=token, speed=2)).json()["speed"] == 2
        finally:
            await practice.close()

    asyncio.run(story())


@pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")
def test_key_is_on_no_command_line_and_in_no_environment(tmp_path: Path) -> None:
    async def story() -> None:
        practice = Practice(tmp_path, FakeAccounts(), clock=FakeClock())
        try:
            connection = await practice.connect(AccountRef("practice"))
            seen = b"".join((Path("/proc") / str(practice.pid) / name).read_bytes() for name in ("cmdline", "environ"))
            for secret in (connection.secret, practice.access.control_token):
                assert len(secret.reveal()) >= 40
                assert secret.reveal().encode() not in seen
                kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
                assert secret.reveal().encode() not in kept
        finally:
            await practice.close()

    asyncio.run(story())


@pytest.mark.logs("Practice is restarted")
def test_next_start_has_another_key_which_counts_as_the_same(tmp_path: Path) -> None:
    """Jobs, uploads and the list of tasks know the key by its fingerprint and its number."""

    async def story() -> None:
        practice = Practice(tmp_path, FakeAccounts(), clock=FakeClock())
        try:
            first = await practice.connect(AccountRef("practice"))
            token = practice.access.control_token.reveal()
            order = {"key": first.secret.reveal(), "model": "wan2.5-i2v-preview", "prompt": "x", "count": 1}
            made = (await ask(first, "/simulator/control", token=token, make=order)).json()["made"]
            assert practice._child is not None
            kill_child(practice._child)
            await practice._child.wait()
            second = await practice.connect(AccountRef("practice"))
            assert second.secret != first.secret
            assert practice.access.control_token.reveal() != token
            assert second.secret.fingerprint == first.secret.fingerprint == Secret(KEY_NAME).fingerprint
            assert (await ask(second, "/api/v1/tasks", key=first.secret.reveal())).status_code == 401
            (row,) = (await ask(second, "/api/v1/tasks", key=second.secret.reveal())).json()["data"]
            assert row["task_id"] == made[0]
            token = practice.access.control_token.reveal()
            numbers = (await ask(second, "/simulator/control", token=token)).json()["accounts"]
            assert list(numbers) == [row["api_key_id"]], "the list still says that the task is ours"
        finally:
            await practice.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"{}\n", b"nonsense\n", b'{"key": 5, "control_token": "x"}\n', b"x" * 10_000]
)
def test_child_without_an_access_does_not_serve(line: bytes, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "wandesk.simulator",
        "--ends-with-stdin",
        "--access-on-stdin",
        "--data",
        str(tmp_path),
    ]
    done = subprocess.run(command, input=line, capture_output=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"no access on standard input" in done.stderr
