"""The HTTP API: turns requests into calls of the service, and their results into the cloud's JSON."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from wandesk.simulator import listings, rules
from wandesk.simulator.accounts import Caller
from wandesk.simulator.answers import list_row, read_cloud_time, task_answer
from wandesk.simulator.bodies import NOT_JSON, is_json, read_body
from wandesk.simulator.bucket import Bucket
from wandesk.simulator.errors import Refusal
from wandesk.simulator.faults import LEDGER_NAMES, call_of, cloud_headers
from wandesk.simulator.input_files import keep_pictures
from wandesk.simulator.service import Service, new_id

_PAYLOAD_MOST_BYTES = 64 * 1024 * 1024
_OTHER_MOST_BYTES = 64 * 1024
_LIST_WINDOW_SECONDS = 24 * 3600.0


class Api:
    """Every route of the cloud. `wake` is called if the service has work."""

    def __init__(self, service: Service, *, wake: Callable[[], None]) -> None:
        self._service = service
        self._bucket = Bucket(service)
        self._wake = wake

    def routes(self) -> list[Route]:
        methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
        return [
            Route("/api/v1/{path:path}", self._api, methods=methods),
            Route("/regions/{region}/api/v1/{path:path}", self._api, methods=methods),
            Route("/", self._bucket.receive, methods=["POST"]),
            Route("/", self._bucket.refuse_listing, methods=["GET"]),
            Route("/{name}", self._bucket.send, methods=["GET"]),
        ]

    async def _api(self, request: Request) -> Response:
        """The order of the checks: wire reference, 13.1. The body is read first, or the client may lose a refusal."""
        request_id = new_id()
        path = str(request.path_params["path"]).rstrip("/")
        region = str(request.path_params.get("region", self._service.default_region))
        kind = _kind(request)
        try:
            body = await read_body(
                request,
                most_bytes=_PAYLOAD_MOST_BYTES if kind == "create" else _OTHER_MOST_BYTES,
                bytes_per_second=self._service.tuning.upload_bytes_per_second,
            )
        except ClientDisconnect:
            self._service.ledger.record("broken off", note=kind)
            return Response(status_code=400)
        caller: Caller | None = None
        try:
            caller = self._service.accounts.caller(request.headers.get("authorization"), region)
            match (request.method, path.split("/")):
                case ("POST", ["services", "aigc", _, "video-synthesis"]) if path in {
                    rules.VIDEO_PATH,
                    rules.FRAMES_PATH,
                }:
                    return await self._create(request, caller, body, path=path, request_id=request_id)
                case ("GET", ["tasks"]):
                    return self._list(request, caller, request_id)
                case ("GET", ["tasks", task_id]):
                    return self._task(request, caller, task_id, request_id)
                case ("POST", ["tasks", task_id, "cancel"]):
                    return self._cancel(caller, task_id, request_id)
                case ("GET", ["uploads"]):
                    return self._policy(request, caller, request_id)
                case ("GET", ["models"] | ["quotas"] | ["models", "limits"] | ["models", "permissions"]):
                    return self._model_info(request, caller, path, request_id)
                case (method, _):
                    raise _no_route(method, path)
        except Refusal as refusal:
            self._service.ledger.record(kind, caller, status=refusal.status, note=refusal.code)
            return answer({"code": refusal.code, "message": refusal.message}, request_id, status=refusal.status)

    async def _create(
        self, request: Request, caller: Caller, body: bytes | None, *, path: str, request_id: str
    ) -> Response:
        if request.headers.get("x-dashscope-async") != "enable":
            raise Refusal(403, "AccessDenied", "current user api does not support synchronous calls.")
        if not is_json(request):
            raise Refusal(415, "InvalidParameter", NOT_JSON)
        if body is None:
            raise Refusal(400, "BadRequest.TooLarge", "Payload Too Large")
        try:
            payload = await asyncio.to_thread(json.loads, body)
        except (ValueError, RecursionError) as broken:
            raise Refusal(
                400, "InvalidParameter", "Required body invalid, please check the request body format."
            ) from broken
        del body
        model = self._service.may_create(caller, payload=payload, path=path)
        task_id = new_id()
        payload = await asyncio.to_thread(keep_pictures, payload, task_id=task_id, store=self._service.store)
        resolves = request.headers.get("x-dashscope-ossresourceresolve") == "enable"
        self._service.create(caller, payload=payload, task_id=task_id, request_id=request_id, resolves_oss=resolves)
        self._wake()
        self._service.ledger.record("create", caller, task_id=task_id, model=model, status=200)
        return answer({"output": {"task_status": "PENDING", "task_id": task_id}}, request_id)

    def _task(self, request: Request, caller: Caller, task_id: str, request_id: str) -> Response:
        self._limit("query", caller)
        task = self._service.find(caller, task_id)
        if task is not None and self._service.is_hidden(task, seconds=self._service.lag("get")):
            task = None
        self._service.ledger.record(
            "poll", caller, task_id=task_id[:64], status=200, note=task.status if task else "UNKNOWN"
        )
        if task is None:
            return answer({"output": {"task_id": task_id, "task_status": "UNKNOWN"}}, request_id)
        url = None
        if task.status == "SUCCEEDED" and task.ended is not None:
            url = self._bucket.video_address(task_id, ended=task.ended, base=_base(request))
        return answer(task_answer(task, video_url=url), request_id)

    def _cancel(self, caller: Caller, task_id: str, request_id: str) -> Response:
        self._limit("cancel", caller)
        try:
            self._service.cancel(caller, task_id)
        except Refusal as refusal:
            self._service.ledger.record(
                "cancel", caller, task_id=task_id[:64], status=refusal.status, note=refusal.code
            )
            return answer({"code": refusal.code, "message": refusal.message}, request_id, status=refusal.status)
        self._service.ledger.record("cancel", caller, task_id=task_id, status=200)
        return answer({}, request_id)

    def _list(self, request: Request, caller: Caller, request_id: str) -> Response:
        self._limit("list", caller)
        query = request.query_params
        first, last = self._window(query.get("start_time") or "", query.get("end_time") or "")
        wanted = {"task_id": query.get("task_id"), "model": query.get("model_name"), "status": query.get("status")}
        wanted["api_key_id"] = query.get("api_key_id")
        lag = self._service.lag("list")
        most = self._service.tuning.list_page_max or rules.LIST_PAGE_MAX
        rows = [
            task
            for task in self._service.account_tasks(caller)
            if first <= task.submitted <= last
            and not self._service.is_hidden(task, seconds=lag)
            and all(not value or getattr(task, name) == value for name, value in wanted.items())
        ]
        page, size = _number(query.get("page_no"), 1), min(_number(query.get("page_size"), 10), most)
        shown = rows[(page - 1) * size : page * size]
        self._service.ledger.record("list", caller, status=200, note=f"page {page}, {len(shown)} of {len(rows)}")
        total_page = -(-len(rows) // size)
        data = [list_row(task) for task in shown]
        return answer(
            {"total": len(rows), "data": data, "total_page": total_page, "page_no": page, "page_size": size}, request_id
        )

    def _window(self, start: str, end: str) -> tuple[float, float]:
        """Both empty: the last 24 h; one empty: 24 h around the other; never more than 24 h (wire reference, 4.1)."""
        try:
            last = read_cloud_time(end) if end else None
            first = read_cloud_time(start) if start else None
        except ValueError as broken:
            raise Refusal(400, "InvalidParameter", "The time format should be yyyyMMddHHmmss.") from broken
        if first is None:
            last = self._service.clock.now() if last is None else last
            first = last - _LIST_WINDOW_SECONDS
        elif last is None:
            last = first + _LIST_WINDOW_SECONDS
        if last - first > _LIST_WINDOW_SECONDS:
            raise Refusal(400, "InvalidParameter", "The time range should not exceed 24 hours.")
        return first, last

    def _policy(self, request: Request, caller: Caller, request_id: str) -> Response:
        if caller.region not in rules.UPLOAD_REGIONS:
            raise Refusal(404, "NotFound", "Not found.")
        self._service.accounts.check_read(caller)
        model = request.query_params.get("model", "")
        if request.query_params.get("action") != "getPolicy" or not model:
            raise Refusal(400, "InvalidParameter", "Field required: action, model")
        if model not in rules.sold_in(caller.region):
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        self._service.limits.check("policy", caller.account, caller.region, model, per_second=rules.POLICIES_PER_SECOND)
        self._service.ledger.record("policy", caller, model=model, status=200)
        return answer({"data": self._bucket.policy(caller, model, upload_host=_base(request))}, request_id)

    def _model_info(self, request: Request, caller: Caller, path: str, request_id: str) -> Response:
        """The free reads: models, quotas, permissions (wire reference, 10.1)."""
        self._limit(path, caller)
        self._service.accounts.check_read(caller)
        query, tuning, sold = request.query_params, self._service.tuning, rules.sold_in(caller.region)
        page, size = _number(query.get("page_no"), 1), _number(query.get("page_size"), listings.PAGE_SIZE)
        name, model = query.get("name"), query.get("model")
        match path:
            case "models":
                changed = self._service.scenarios.take(lambda scenario: scenario.listing, "models")
                body = listings.models(
                    caller.region,
                    name=name,
                    model=model,
                    providers=_many(request, "providers"),
                    capabilities=_many(request, "capabilities"),
                    site=query.get("service_site"),
                    page=page,
                    size=size,
                    change=changed.scenario.listing if changed is not None else None,
                )
            case "models/permissions":
                allowed = [model_id for model_id in sold if self._service.accounts.may_use(caller, model_id)]
                body = listings.permissions(allowed, model=model, page=page, size=size)
            case _:
                queue = tuning.queue_max or rules.QUEUE_MAX
                body = listings.quotas(
                    caller.region,
                    name=name,
                    model=model,
                    page=page,
                    size=size,
                    queue=queue,
                    concurrent=tuning.concurrent,
                )
        self._service.ledger.record(_kind(request), caller, status=200)
        return answer(body, request_id)

    def _limit(self, kind: str, caller: Caller) -> None:
        most = self._service.tuning.queries_per_second or rules.QUERIES_PER_SECOND
        self._service.limits.check(kind, caller.account, caller.region, per_second=most)


def answer(fields: dict[str, Any], request_id: str, *, status: int = 200) -> Response:
    """The cloud's JSON, its request id in body and header."""
    body = json.dumps({**fields, "request_id": request_id}, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate, which JSON may contain, cannot be encoded.
    content = body.encode("utf-8", "replace")
    return Response(content, status, {**cloud_headers(request_id), "content-type": "application/json;charset=UTF-8"})


def _kind(request: Request) -> str:
    """The kind of a request in the ledger."""
    call = call_of(request.method, request.url.path)
    return LEDGER_NAMES.get(call, call) if call is not None else "other"


def _many(request: Request, name: str) -> list[str]:
    """The values of a query parameter, which may be repeated or contain commas."""
    return [part for value in request.query_params.getlist(name) for part in value.split(",") if part]


def _no_route(method: str, path: str) -> Refusal:
    if path in {rules.VIDEO_PATH, rules.FRAMES_PATH}:
        return Refusal(400, "InvalidParameter", f"Request method '{method}' is not supported.")
    return Refusal(404, "NotFound", "Not found.")


def _base(request: Request) -> str:
    """The base URL of this request; another host name in `Host` is not used."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] or host
    if name not in {"127.0.0.1", "localhost"}:
        address, port = request.scope["server"]
        host = f"{address}:{port}"
    return f"http://{host}"


def _number(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and re.fullmatch("[0-9]{1,9}", text) else default
