"""A gateway that repeats the key wherever an answer has room for text, in one spelling after another."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tests.support.spellings import spellings

ROOM = 400
"""Characters of a message that are filled with spellings: less than what the program keeps of it."""


class EchoGateway:
    """Answers like the cloud in trouble. What happens to a request depends on the number in its prompt."""

    def __init__(self, secret: str) -> None:
        self.all = list(dict.fromkeys(spellings(secret)))
        self.sent: set[str] = set()
        """The spellings that were sent in a message that the program keeps with a job."""
        self.calls: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._turn = itertools.cycle(self.all)
        self._queue: list[str] = []
        self._tasks: dict[str, str] = {}
        self._seen: Counter[str] = Counter()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                gateway.answer(self, b"")

            def do_POST(self) -> None:
                gateway.answer(self, self.rfile.read(int(self.headers.get("content-length", "0"))))

            def log_message(self, *_: Any) -> None:
                """Nothing: the tests look at the program's own output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.base_url = f"{self.origin}/api/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def task_ids(self) -> list[str]:
        with self._lock:
            return list(self._tasks)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer one request."""
        with self._lock:
            status, content = self._answer(request.command, request.path, body)
            one = self._one()
        raw = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        request.send_response(status)
        kind = "application/xml" if isinstance(content, str) else "application/json"
        shown = " ".join(one.split())
        for name, value in (
            ("Content-Type", f"{kind}; x={shown}"),
            ("Content-Length", str(len(raw))),
            ("X-Request-Id", shown),
            ("X-Oss-Request-Id", shown),
            ("ETag", f'"{shown}"'),
            ("Server", shown),
        ):
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(raw)

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any] | str]:
        parts = urlsplit(path)
        where = parts.path.removeprefix("/api/v1").strip("/").split("/")
        match (method, where):
            case ("POST", ["services", *_]):
                return self._create(str(json.loads(body)["input"].get("prompt", "")))
            case ("GET", ["tasks"]):
                return self._list()
            case ("GET", ["tasks", task_id]):
                return self._task(task_id)
            case ("GET", ["uploads"]):
                return self._policy()
            case ("POST", [""]):
                return self._upload()
            case ("GET", [name]) if name.endswith(".mp4"):
                return 403, self._storage_error("AccessDenied")
            case _:
                return 401, self._refused("InvalidApiKey")

    def _create(self, prompt: str) -> tuple[int, dict[str, Any]]:
        number = int("".join(filter(str.isdigit, prompt)) or 0)
        self._seen[prompt] += 1
        match number % 3:
            case 1 if number == 1 and self._seen[prompt] == 1:
                return 429, self._refused("Throttling.RateQuota")
            case 1:
                return 400, self._refused(f"Refused.{self._one()}", is_kept=True)
            case 2:
                return 500, self._refused("InternalError", is_kept=True)
            case _:
                task_id = str(uuid.uuid4())
                self._tasks[task_id] = prompt
                return 200, {"request_id": self._one(), "output": {"task_id": task_id, "task_status": "PENDING"}}

    def _task(self, task_id: str) -> tuple[int, dict[str, Any]]:
        if task_id not in self._tasks:
            return 401, self._refused("InvalidApiKey")
        self._seen[task_id] += 1
        if self._seen[task_id] == 1:
            return 500, self._refused(f"Passing.{self._one()}")
        if self._seen[task_id] == 2:
            output = {"task_id": task_id, "task_status": f"STATUS {self._one()}"}
            return 200, {"request_id": self._one(), "output": output}
        output = {"task_id": task_id, "task_status": "FAILED", "code": f"Failed.{self._one()}", "message": self._many()}
        prompts = {"orig_prompt": f"{self._tasks[task_id]} {self._one()}", "actual_prompt": self._one()}
        usage = {"duration": 5, "ratio": self._one()}
        return 200, {"request_id": self._one(), "output": {**output, **prompts}, "usage": usage}

    def _list(self) -> tuple[int, dict[str, Any]]:
        self.calls["list"] += 1
        if self.calls["list"] == 1:
            return 403, self._refused(f"AccessDenied.{self._one()}")
        names = ("model_name", "request_id", "region", "api_key_id", "gmt_create", "start_time", "end_time")
        rows = [
            {"task_id": task_id, "status": "RUNNING", **{name: self._one() for name in names}}
            for task_id in self._tasks
        ]
        rows += [{"task_id": self._one(), "status": self._one()}]
        return 200, {"request_id": self._one(), "total": len(rows), "total_page": 1, "data": rows}

    def _policy(self) -> tuple[int, dict[str, Any]]:
        self.calls["policy"] += 1
        if self.calls["policy"] == 1:
            return 500, self._refused(f"Passing.{self._one()}")
        data = {
            "policy": "cG9saWN5IG9mIHRoZSBlY2hv",
            "signature": "c2lnbmF0dXJlIG9mIHRoZSBlY2hv",
            "upload_dir": "echo" if self.calls["policy"] > 2 else f"echo/{self._one()}",
            "upload_host": self.origin,
            "max_file_size_mb": 100,
            "oss_access_key_id": "echo",
        }
        return 200, {"request_id": self._one(), "data": data}

    def _upload(self) -> tuple[int, str]:
        self.calls["upload"] += 1
        if self.calls["upload"] > 2:
            return 200, ""
        return 500, self._storage_error("AccessDenied" if self.calls["upload"] == 1 else f"Passing.{self._one()}")

    def _storage_error(self, code: str) -> str:
        message, request_id = escape(self._many(is_kept=False)), escape(self._one())
        fields = f"<Code>{escape(code)}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId>"
        return f"<Error>{fields}</Error>"

    def _refused(self, code: str, *, is_kept: bool = False) -> dict[str, Any]:
        return {"request_id": self._one(), "code": code, "message": self._many(is_kept=is_kept)}

    def _one(self) -> str:
        return next(self._turn)

    def _many(self, *, is_kept: bool = True) -> str:
        """Spellings that were not in a kept message yet, as many as fit."""
        if not self._queue:
            self._queue = list(self.all)
        chosen: list[str] = []
        while self._queue and (not chosen or sum(map(len, chosen)) + len(self._queue[0]) < ROOM):
            chosen.append(self._queue.pop(0))
        if is_kept:
            self.sent.update(chosen)
        else:
            self._queue = [*chosen, *self._queue]
        return f"Wrong key: {' | '.join(chosen)}."


@contextlib.contextmanager
def echo_gateway(secret: str) -> Iterator[EchoGateway]:
    """A gateway for as long as the block lasts."""
    gateway = EchoGateway(secret)
    try:
        yield gateway
    finally:
        gateway.close()
