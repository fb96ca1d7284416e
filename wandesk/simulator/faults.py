"""Applies the scenarios of the connection to the cloud's answers, between the server and the application."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import http
import json
import socket
import struct
import sys
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wandesk.simulator.errors import Refusal
from wandesk.simulator.scenario import REQUEST_ID, Call, Canned, Fault, Redirect, Results
from wandesk.simulator.service import Service, new_id

Headers = list[tuple[bytes, bytes]]
LEDGER_NAMES: dict[Call, str] = {"get": "poll"}  # calls with another name in the ledger
_PIECES_PER_SECOND = 10
_MOVED = b"moved=1"  # in the query of an address that a redirect has led to


def cloud_headers(request_id: str) -> dict[str, str]:
    """The headers of the cloud's own answers, which a gateway does not set (wire-protocol 1.3)."""
    return {"x-request-id": request_id, "req-cost-time": "12", "x-envoy-upstream-service-time": "11"}


class ConnectionCut(ConnectionResetError):
    """The connection is cut, for an application without a socket (tests)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def request_id(self) -> str:
        """The id in its header; "" without one, as from the storage."""
        return dict(self.headers).get(b"x-request-id", b"").decode("latin-1")

    @classmethod
    def canned(cls, canned: Canned, done: _Answer | None = None) -> _Answer:
        """A canned answer. The cloud's own has the request id of the call that took effect (`done`)."""
        is_own = canned.content_type.startswith("application/json")
        request_id = (done.request_id if done is not None and is_own else "") or new_id()
        # Gateways set a request id, too.
        headers = {"content-type": canned.content_type, "x-request-id": request_id} | dict(canned.headers)
        if is_own:
            headers |= cloud_headers(request_id)
        return cls(
            status=canned.status,
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
            body=canned.text.replace(REQUEST_ID, request_id).encode(),
        )


class Faults:
    """Wraps the application. The ledger records each fault, whether or not the call takes effect."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = call_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        is_moved = _MOVED in scope["query_string"] if call is not None else False
        active = (
            self._service.scenarios.take(lambda one: one.fault and not (is_moved and one.fault.redirect), call)
            if call is not None
            else None
        )
        if call is None or active is None or active.scenario.fault is None:
            await self._app(scope, receive, send)
            return
        fault = active.scenario.fault
        answer: _Answer | None = None
        if fault.is_done:
            answer = await self._done(scope, receive)
            if answer.status >= http.HTTPStatus.BAD_REQUEST and (fault.answer is not None or fault.stop is not None):
                # The fault needs a call that takes effect, and this one failed.
                self._service.scenarios.undo_use(active)
                await _Connection(scope, receive, send).play(Fault(), answer)
                return
        elif fault.stop is None or fault.stop.at != "request":
            await _drain(receive)
        if fault.answer is not None:
            answer = _Answer.canned(fault.answer, answer)
        if fault.redirect is not None:
            answer = _Answer.canned(Canned(status=302, headers=(("location", _location(scope, fault.redirect)),)))
        if not fault.is_done:
            self._record(scope, call, status=answer.status if answer is not None else None, note=active.name)
        self._service.ledger.record("trouble", note=f"{call}: {active.name}")
        if fault.delay:
            await asyncio.sleep(active.seconds or fault.delay)
        await _Connection(scope, receive, send).play(fault, _changed(answer, fault) if answer is not None else None)

    async def _done(self, scope: Scope, receive: Receive) -> _Answer:
        started: Message = {"status": 500, "headers": []}
        body: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = message
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))

        await self._app(scope, receive, collect)
        return _Answer(status=started["status"], headers=list(started["headers"]), body=b"".join(body))

    def _record(self, scope: Scope, call: Call, **what: Any) -> None:
        caller = None
        header = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        with contextlib.suppress(Refusal):
            caller = self._service.accounts.caller(header, region_of(scope["path"]) or self._service.default_region)
        self._service.ledger.record(LEDGER_NAMES.get(call, call), caller, **what)


def region_of(path: str) -> str | None:
    """The region in an address, None for the default region."""
    parts = path.split("/")
    return parts[2] if parts[:2] == ["", "regions"] and len(parts) > 2 else None


def call_of(method: str, path: str) -> Call | None:
    """The call of a request; None for the ledger, the control and unknown paths."""
    region = region_of(path)
    path = path.removeprefix(f"/regions/{region}") if region is not None else path
    if not path.startswith("/api/v1/"):
        if method == "POST" and path == "/":
            return "upload"
        if method == "GET" and path == "/":
            return "storage"
        return "download" if method == "GET" and path.endswith(".mp4") else None
    match (method, path.removeprefix("/api/v1/").rstrip("/").split("/")):
        case ("POST", ["services", *_]):
            return "create"
        case ("GET", ["tasks"]):
            return "list"
        case ("GET", ["tasks", _]):
            return "get"
        case ("POST", ["tasks", _, "cancel"]):
            return "cancel"
        case ("GET", ["uploads"]):
            return "policy"
        case ("GET", ["models"]):
            return "models"
        case ("GET", ["quotas"] | ["models", "limits"]):
            return "quotas"
        case ("GET", ["models", "permissions"]):
            return "permissions"
    return None


def _changed(answer: _Answer, fault: Fault) -> _Answer:
    body, headers = answer.body, answer.headers
    is_json = dict(headers).get(b"content-type", b"").startswith(b"application/json")
    if is_json and (fault.patch or fault.results or fault.has_numbers_as_text):
        content = json.loads(body)
        for path, value in fault.patch:
            _put(content, path.split("."), value)
        if fault.results is not None and "video_url" in content.get("output", {}):
            content["output"]["results"] = _results(content["output"].pop("video_url"), fault.results)
        body = json.dumps(_texts(content) if fault.has_numbers_as_text else content).encode()
    body = body[: int(len(body) * fault.keep_share)]
    if fault.gzip_layers:
        for _ in range(fault.gzip_layers):
            body = gzip.compress(body, mtime=0)
        headers = [*headers, (b"content-encoding", b", ".join([b"gzip"] * fault.gzip_layers))]
    headers = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    if not fault.is_chunked:
        headers.append((b"content-length", str(max(0, len(body) + fault.length_off_by)).encode()))
    return replace(answer, body=body, headers=headers)


def _results(link: str, kind: Results) -> Any:
    match kind:
        case "object":
            return {"video_url": link}
        case "list":
            return [{"video_url": link}]
        case "pictures":
            return [{"url": link.replace(".mp4", ".png")}]


def _location(scope: Scope, kind: Redirect) -> str:
    """Where a redirect leads. A call there is not redirected again, except by "loop"."""
    path = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
    port = scope["server"][1]
    match kind:
        case "same":
            return f"{path}&{_MOVED.decode()}"
        case "other":
            asked = dict(scope["headers"]).get(b"host", b"").startswith(b"localhost")
            return f"http://{'127.0.0.1' if asked else 'localhost'}:{port}{path}&{_MOVED.decode()}"
        case "loop":
            return path
        case "private":
            return f"http://10.255.255.1{path}"


def _put(content: Any, path: list[str], value: Any) -> None:
    *parents, last = path
    for name in parents:
        if isinstance(content, list):
            content = content[int(name)] if int(name) < len(content) else None
        else:
            content = content.get(name) if isinstance(content, dict) else None
    if isinstance(content, dict) and last in content:
        if value is None:
            del content[last]
        else:
            content[last] = value


def _texts(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _texts(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_texts(value) for value in content]
    return str(content) if isinstance(content, int | float) and not isinstance(content, bool) else content


async def _drain(receive: Receive) -> None:
    """Read the whole request, because a client that is still sending may lose the answer."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        continue


class _Connection:
    """Sends one call's answer to its client."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._transport: asyncio.Transport | None = scope.get("state", {}).get("transport")

    async def play(self, fault: Fault, answer: _Answer | None) -> None:
        stop = fault.stop
        if stop is not None and stop.at == "request":
            await self._receive()  # a part of it has arrived
        if answer is None or (stop is not None and stop.at in {"request", "answer"}):
            await self._end(stop.how if stop is not None else "close")
            return
        if fault.copies > 1 or fault.length_off_by:
            await self._raw(answer, copies=fault.copies)
            return
        await self._send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        body = answer.body
        if stop is not None:
            body = body[: int(len(body) * stop.share)] if stop.at == "body" else b""
        await self._body(body, bytes_per_second=fault.bytes_per_second)
        if stop is not None:
            await self._end(stop.how)
            return
        await self._send({"type": "http.response.body", "body": b""})

    async def _body(self, body: bytes, *, bytes_per_second: int | None) -> None:
        if bytes_per_second is None:
            await self._send({"type": "http.response.body", "body": body, "more_body": True})
            return
        size = max(1, bytes_per_second // _PIECES_PER_SECOND)
        for start in range(0, len(body), size):
            await self._send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
            await asyncio.sleep(1 / _PIECES_PER_SECOND)

    async def _raw(self, answer: _Answer, *, copies: int) -> None:
        """Bypass the server's HTTP, which would correct the headers."""
        if self._transport is None:
            raise ConnectionCut
        phrase = http.HTTPStatus(answer.status).phrase
        lines = [name + b": " + value for name, value in answer.headers]
        head = b"\r\n".join([f"HTTP/1.1 {answer.status} {phrase}".encode(), *lines, b"", b""])
        self._transport.write((head + answer.body) * copies)
        await self._end("close")

    async def _end(self, how: str) -> None:
        if self._transport is None:
            raise ConnectionCut
        if how == "close":
            self._transport.close()
        elif how == "reset":
            # A linger time of zero makes the system send a reset.
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._transport.abort()
        # The server would still answer until it has noticed the end of the connection.
        while (await self._receive())["type"] != "http.disconnect":
            continue
