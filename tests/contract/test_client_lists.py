"""The account's task list, refused upload policies, and answers that point elsewhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.raw_server import RawServer, Treat, answering, raw_server
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.errors import CloudBusy, CloudError, CloudUnreachable, KeyRefused, ListUnreadable, UploadsRefused
from wandesk.domain.task import TaskStatus
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
SHORT = Timeouts(connect=2, write=1, read=0.5, create_read=0.5, stall=0.5)


async def result_of(treat: Treat, ask: Callable[[DashScope, RawServer], Awaitable[Any]]) -> tuple[Any, RawServer]:
    """The result of a request or its error, and the server."""
    async with raw_server(treat) as server:
        cloud = DashScope(CATALOG, timeouts=SHORT)
        try:
            return await ask(cloud, server), server
        except CloudError as error:
            return error, server
        finally:
            await cloud.close()


def listing(**fields: Any) -> Treat:
    return answering(body=json.dumps({"request_id": "r", **fields}).encode())


def test_page_of_the_list_is_read() -> None:
    page, server = asyncio.run(
        result_of(
            listing(total=3, total_page=2, page_no=2, page_size=2, data=[{"task_id": "t", "status": "PENDING"}]),
            lambda cloud, server: cloud.tasks(connection(server.base_url), 2, 100),
        )
    )
    assert page.pages == 2
    assert [(row.task_id, row.status) for row in page.rows] == [("t", TaskStatus.PENDING)]
    (request,) = server.requests
    path = urlsplit(request.line.split()[1])
    assert (request.line.split()[0], path.path) == ("GET", "/api/v1/tasks")
    assert parse_qs(path.query) == {"page_no": ["2"], "page_size": ["100"]}
    assert request.headers["authorization"] == "Bearer sk-practice"


@pytest.mark.parametrize(
    "fields",
    [
        {"output": {"task_id": "t", "task_status": "FAILED", "code": "InvalidParameter", "message": "no"}},
        {"output": {"task_id": "t", "task_status": "FAILED"}, "code": "InvalidParameter", "message": "no"},
    ],
)
def test_failed_task_is_one_wherever_its_code_is(fields: dict[str, Any]) -> None:
    report, _ = asyncio.run(
        result_of(listing(**fields), lambda cloud, server: cloud.task(connection(server.base_url), "t"))
    )
    assert (report.status, report.code, report.message) == (TaskStatus.FAILED, "InvalidParameter", "no")
    assert report.sentence == "cloud_parameter"


@pytest.mark.parametrize(
    ("treat", "kind"),
    [
        (listing(output={}), ListUnreadable),
        (answering(body=b"<html>"), ListUnreadable),
        (answering("502 Bad", b"{}"), ListUnreadable),
        (answering("403 No", b'{"code":"AccessDenied"}'), ListUnreadable),
        (answering("429 Too Many", b'{"code":"Throttling.RateQuota"}'), CloudBusy),
        (answering("401 No", b'{"code":"InvalidApiKey"}'), KeyRefused),
        (answering("500 No", b'{"code":"InternalError"}'), ListUnreadable),
    ],
)
def test_missing_list_is_an_error(treat: Treat, kind: type[CloudError]) -> None:
    error, _ = asyncio.run(result_of(treat, lambda cloud, server: cloud.tasks(connection(server.base_url), 1, 10)))
    assert type(error) is kind


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        ("400 Bad", b'{"code":"InvalidParameter","message":"no uploads here"}', UploadsRefused, "cloud_upload_refused"),
        ("403 No", b'{"code":"AccessDenied","message":"Access denied."}', UploadsRefused, "uploads_denied"),
        ("404 No", b'{"code":"NotFound","message":"x"}', UploadsRefused, "uploads_not_offered"),
        ("404 No", b'{"error":{"type":"invalid_request_error"}}', UploadsRefused, "uploads_not_offered"),
        ("404 No", b"<html>nothing here</html>", UploadsRefused, "uploads_not_offered"),
        ("501 No", b'{"code":"not_implemented","message":"x"}', UploadsRefused, "uploads_not_offered"),
        ("405 No", b"{}", UploadsRefused, "uploads_not_offered"),
        ("400 Bad", b'{"code":"Arrearage","message":"x"}', UploadsRefused, "cloud_arrears"),
        ("404 No", b'{"code":"ModelNotFound","message":"x"}', UploadsRefused, "cloud_model_missing"),
        ("401 No", b'{"code":"InvalidApiKey","message":"x"}', KeyRefused, "key_refused"),
        ("429 Slow", b'{"code":"Throttling","message":"x"}', CloudBusy, "cloud_busy"),
        ("500 Oh", b'{"code":"InternalError","message":"x"}', CloudUnreachable, "cloud_trouble"),
        ("403 No", b"<html>blocked by your company</html>", CloudUnreachable, "cloud_gateway"),
        ("502 Bad", b"<html>gateway</html>", CloudUnreachable, "cloud_gateway"),
    ],
)
def test_refused_upload_policy_is_an_error(
    tmp_path: Path, status: str, body: bytes, kind: type[CloudError], sentence: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")

    async def upload(cloud: DashScope, server: RawServer) -> Any:
        return await cloud.upload(
            connection(server.base_url),
            "wan2.5-i2v-preview",
            tmp_path / "a.jpg",
            ".jpg",
            sent=lambda _done, _total: None,
            stopped=lambda: False,
        )

    error, _ = asyncio.run(result_of(answering(status, body), upload))
    assert (type(error), error.sentence) == (kind, sentence)


# ------------------------------------------------------------------ the key is not sent elsewhere


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 Other", "307 Same", "308 Same"])
def test_no_redirect_is_followed(tmp_path: Path, status: str) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")

    async def story() -> None:
        async with raw_server(answering(body=b"{}")) as thief:
            for place in (f"{thief.origin}/api/v1/x", f"http://localhost:{thief.port}/x"):
                async with raw_server(answering(status, b"", location=place)) as server:
                    cloud = DashScope(CATALOG, timeouts=SHORT)
                    here = connection(server.base_url)
                    with pytest.raises(CloudError):
                        await cloud.task(here, "t")
                    with pytest.raises(CloudError):
                        await cloud.tasks(here, 1, 10)
                    with pytest.raises(CloudError):
                        await cloud.cancel(here, "t")
                    with pytest.raises(CloudError):
                        await cloud.create(
                            here, request_for(), sent_inputs(first_frame="https://a/b.jpg"), sent=lambda *_: None
                        )
                    with pytest.raises(CloudError):
                        await cloud.upload(
                            here,
                            "wan2.5-i2v-preview",
                            tmp_path / "a.jpg",
                            ".jpg",
                            sent=lambda *_: None,
                            stopped=lambda: False,
                        )
                    await cloud.close()
                    assert len(server.requests) == 5
            assert thief.requests == []

    asyncio.run(story())


def test_storage_never_sees_the_key(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")

    async def story() -> None:
        async with raw_server(answering(status="200 OK")) as storage:
            leave = {
                "policy": "p",
                "signature": "s",
                "upload_dir": "dir",
                "upload_host": storage.origin,
                "oss_access_key_id": "id",
            }
            async with raw_server(listing(data=leave)) as server:
                cloud = DashScope(CATALOG, timeouts=SHORT)
                upload = await cloud.upload(
                    connection(server.base_url, key="sk-canary-0123"),
                    "wan2.5-i2v-preview",
                    tmp_path / "a.jpg",
                    ".jpg",
                    sent=lambda *_: None,
                    stopped=lambda: False,
                )
                await cloud.close()
            assert upload.url.startswith("oss://dir/")
            (request,) = storage.requests
            assert "authorization" not in request.headers
            assert "sk-canary" not in f"{request.line}{request.headers}{request.body!r}"

    asyncio.run(story())
