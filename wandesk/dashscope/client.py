"""`DashScope`: the engine's Cloud, one method per request.

A create request costs money and has no idempotency key. So it is one POST on its own connection, never repeated, and
every outcome is classified as *not sent*, *answered* or *may have arrived* (design: paid once).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path

from wandesk import __version__
from wandesk.dashscope import codes, downloads, key_check, reach, uploads, web_files
from wandesk.dashscope.answer_bodies import Unreadable, read_body
from wandesk.dashscope.answer_headers import retry_after_of, trusted_request_id_of
from wandesk.dashscope.answers import (
    CloudAnswer,
    read_answer,
    read_task,
    read_tasks,
    task_id_of,
)
from wandesk.dashscope.endpoints import api_url, is_on_this_computer, segment, storage_origin
from wandesk.dashscope.faults import TRANSPORT_FAULTS, create_failed, describe
from wandesk.dashscope.free_requests import CHECK_READ, FreeRequests, authorization
from wandesk.dashscope.limiter import Limiter
from wandesk.dashscope.local_network import local_addresses
from wandesk.dashscope.meanings import Exchange
from wandesk.dashscope.model_list import read_model_list
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.payloads import RequestBody, RequestInputs, needs_resolving, open_body
from wandesk.dashscope.proxy_routes import Routes
from wandesk.dashscope.upload_policies import UploadPolicies
from wandesk.domain.account import Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.connection_check import HostReached
from wandesk.domain.errors import (
    CloudBusy,
    CloudError,
    CloudRefused,
    CloudUnreachable,
    ListUnreadable,
    NothingSent,
    OutcomeUnknown,
    Remedy,
)
from wandesk.domain.key_check import KeyVerdict
from wandesk.domain.model_list import ModelList
from wandesk.domain.request import GenerationRequest
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskPage, TaskReport, TaskStatus, Upload
from wandesk.domain.transfers import Stopped, TransferProgress

log = logging.getLogger(__name__)

REACH_WITHIN = 8.0
"""Seconds for each step of a look at a storage host: shorter than for a transfer, because the user may wait for it."""


def _no_failpoint(_name: str) -> None:
    return


def _ignore_date(_region: str, _cloud_now: float) -> None:
    return


def _ignore_host(_region: str, _origin: str) -> None:
    return


def _local_time(_region: str) -> float:
    return time.time()


class DashScope:
    """The cloud. Satisfies `engine.ports.Cloud`; one instance serves every account."""

    def __init__(
        self,
        catalog: CatalogSource,
        *,
        failpoint: Callable[[str], None] = _no_failpoint,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        proxy_for: Callable[[str], str | None] | None = None,
        routes: Routes | None = None,
        cloud_now: Callable[[str], float] = _local_time,
        date_received: Callable[[str, float], None] = _ignore_date,
        video_host_seen: Callable[[str, str], None] = _ignore_host,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeouts: Timeouts | None = None,
    ) -> None:
        """`date_received(region, time)` reports the `Date` of every answer of a region's API, in seconds since 1970.

        It is not called for an error page, which may carry a proxy's own `Date`. `cloud_now(region)` is the region's
        time, from which the expiry of an upload is counted. `video_host_seen(region, origin)` reports the storage host
        of every link of a video, as an address without path and signature.
        """
        self._catalog = catalog
        self._failpoint = failpoint
        self._cloud_now = cloud_now
        self._video_host_seen = video_host_seen
        self._monotonic = monotonic
        self._timeouts = timeouts or Timeouts()
        self._network = Network(
            user_agent=f"wan-desk/{__version__}",
            proxies=proxies,
            proxy_for=proxy_for,
            routes=routes,
            monotonic=monotonic,
        )
        self._requests = FreeRequests(
            self._network,
            Limiter(monotonic=monotonic, sleep=sleep),
            timeouts=self._timeouts,
            date_received=date_received,
            monotonic=monotonic,
        )
        self._policies = UploadPolicies(self._requests, self.check_key)
        # At INFO httpx logs whole URLs, and the download link of a video is a secret.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def upload(
        self,
        connection: Connection,
        model_id: str,
        source: Path,
        suffix: str,
        *,
        sent: TransferProgress,
        stopped: Stopped,
    ) -> Upload:
        """Upload a file to the temporary store; an upload policy that expires meanwhile is requested once more.

        Raises UploadsRefused (no permission, or the storage refuses the file), CloudUnreachable (also when stopped),
        CloudBusy, CloudRefused, KeyRefused.
        """
        for is_last in (False, True):
            policy = await self._policies.request(connection, model_id)
            expires_at = self._cloud_now(connection.region) + uploads.LIFE_SECONDS
            try:
                url = await uploads.send_file(
                    self._network.via(connection.region),
                    policy,
                    source,
                    suffix,
                    allows_loopback=is_on_this_computer(connection.base_url),
                    timeouts=self._timeouts,
                    sent=sent,
                    stopped=stopped,
                )
            except uploads.PolicyExpired as expired:
                if is_last:
                    raise CloudRefused(
                        str(expired), sentence=Sentence.CLOUD_UPLOAD_EXPIRED, remedy=Remedy.WAIT
                    ) from expired
                log.info("the upload policy expired; requesting a new one")
            else:
                return Upload(url=url, expires_at=expires_at)
        raise AssertionError("unreachable")

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        """Send a create request: one POST on its own connection, never repeated.

        Raises NothingSent, CloudBusy, CloudRefused, KeyRefused (no task was created), OutcomeUnknown.
        """
        try:
            model = self._catalog.current.model(request.model)
        except KeyError as gone:
            raise CloudRefused(
                f"{request.model} is not in the catalogue", sentence=Sentence.CLOUD_MODEL_MISSING, remedy=Remedy.MODEL
            ) from gone
        url = api_url(connection.base_url, model.path)
        headers = {
            **authorization(connection.secret),
            "accept": "application/json",
            "content-type": "application/json",
            "x-dashscope-async": "enable",
        }
        if needs_resolving(inputs):
            headers["x-dashscope-ossresourceresolve"] = "enable"
        body = await open_body(request, model, inputs, started=lambda: self._failpoint("post_started"))
        headers["content-length"] = str(body.length)
        answer = await self._post_create(connection.region, url, headers, body, sent)
        self._failpoint("post_returned")
        task_id = task_id_of(answer)
        if task_id:
            return Submission(task_id=task_id, request_id=answer.request_id)
        if answer.code or answer.status in (401, codes.TOO_MANY_REQUESTS):
            error = codes.refusal(answer, Exchange.CREATE)
            if isinstance(error, OutcomeUnknown) and not body.is_handed_over:  # an early answer: no task can exist
                raise NothingSent(error.detail, sentence=error.sentence, remedy=Remedy.WAIT, code=error.code)
            raise error
        detail = f"HTTP {answer.status} without a task"
        raise _no_answer(detail, body, answer.request_id, has_proven_id=answer.has_proven_id)

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        """Read one task. Raises CloudUnreachable, CloudBusy, CloudRefused, KeyRefused."""
        answer = await self._requests.send(connection, "GET", f"tasks/{segment(task_id)}")
        report = read_task(answer, task_id)
        if report is None:
            raise CloudUnreachable("an answer without this task", request_id=answer.request_id, is_answered=True)
        if report.status is TaskStatus.FAILED:
            ruling = codes.ruling(report.code, report.message, Exchange.TASK)
            report = replace(report, sentence=ruling.sentence, remedy=ruling.remedy)
        return report

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        """One page of the account's tasks of the last 24 hours, newest first (wire-protocol 4.1).

        Raises ListUnreadable (an answer came, and no list), CloudUnreachable, CloudBusy, KeyRefused.
        """
        try:
            answer = await self._requests.send(
                connection, "GET", "tasks", {"page_no": str(page), "page_size": str(size)}
            )
        except CloudBusy:
            raise
        except (CloudRefused, CloudUnreachable) as error:
            if isinstance(error, CloudUnreachable) and not error.is_answered:
                raise
            raise ListUnreadable(
                error.detail,
                code=error.code,
                request_id=error.request_id,
                retry_after=error.retry_after if isinstance(error, CloudUnreachable) else None,
                is_host_gone=error.is_host_gone,
            ) from error
        found = read_tasks(answer)
        if found is None:
            raise ListUnreadable("an answer without a list", request_id=answer.request_id)
        return found

    async def cancel(self, connection: Connection, task_id: str) -> None:
        """Cancel a task. Raises CloudRefused (`cancel_too_late`) if it is already running, and as `task`."""
        await self._requests.send(connection, "POST", f"tasks/{segment(task_id)}/cancel", exchange=Exchange.CANCEL)

    async def download(
        self,
        url: str,
        part: Path,
        *,
        endpoint: str | None,
        received: TransferProgress,
        stopped: Stopped,
        region: str | None = None,
    ) -> int:
        """Download the video into `part`, resuming a partial one; returns its length in bytes after fsync.

        `endpoint` is the API base that gave the link: only an endpoint on this computer may link to this computer. The
        download uses the proxy of `region`; None: that of all regions.

        Raises LinkExpired, DownloadBlocked, CloudUnreachable (also when stopped), VideoTooLarge, NoRoom, FolderRefused.
        """
        allows_loopback = endpoint is not None and is_on_this_computer(endpoint)
        if region and (origin := storage_origin(url, allows_loopback=allows_loopback)) is not None:
            self._video_host_seen(region, origin)
        return await downloads.download(
            self._network.via(region) if region else self._network,
            url,
            part,
            allows_loopback=allows_loopback,
            timeouts=self._timeouts,
            received=received,
            stopped=stopped,
        )

    async def fetch(self, address: str, target: Path, *, region: str) -> None:
        """Write the file at a web address to `target`, for a preview; neither key nor cookies go along.

        Raises InputRefused where the cloud could not fetch it either, WebFileUnseen where it perhaps can, NoRoom,
        FolderRefused.
        """
        await web_files.fetch(self._network.via(region), address, target, timeouts=self._timeouts)

    async def check_key(self, connection: Connection) -> KeyVerdict:
        """Whether the connection's key works. Raises no error of the network or the cloud."""
        return await key_check.check_key(self._check, connection)

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        """Which of the others accepts a key that `region` refuses. Each gets the key, so the user must have agreed."""
        return await key_check.find_region(self._check, region, others)

    async def models(self, connection: Connection) -> ModelList:
        """The region's own list of Wan video models, free of charge. Raises as `read_model_list`."""
        return await read_model_list(partial(self._requests.send, connection, "GET", "models", is_check=True))

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        """Whether a region's API and storage can be reached through its proxy; no key is sent."""
        network = self._network.via(region)
        timeouts = replace(self._timeouts, read=min(CHECK_READ, self._timeouts.read))
        checks = [reach.reach_api(network, base_url, timeouts)]
        if storage is not None:
            checks.append(reach.reach_storage(network, storage, timeouts))
        return await asyncio.gather(*checks)

    async def reach_storage(self, region: str, origin: str) -> HostReached:
        """Whether a host of the storage can be reached through the region's proxy; no key is sent."""
        quick = replace(self._timeouts, connect=REACH_WITHIN, read=REACH_WITHIN)
        return await reach.reach_storage(self._network.via(region), origin, quick)

    async def network_of(self, region: str, url: str) -> str:
        """What tells the network through which a region's address is reached from another; "" without a network."""
        addresses = local_addresses()
        try:
            proxy = await self._network.proxy_of(region, url)
        except TRANSPORT_FAULTS as fault:
            proxy = describe(fault)
        return " ".join((*addresses, f"proxy {proxy}")) if addresses else ""

    async def close(self) -> None:
        """Close the pooled connections."""
        await self._network.close()

    # ------------------------------------------------------------------ exchanges

    async def _post_create(
        self, region: str, url: str, headers: Mapping[str, str], body: RequestBody, sent: TransferProgress
    ) -> CloudAnswer:
        request_id, is_throttled, retry_after = "", False, None
        try:
            async with (
                self._network.via(region).single(
                    url, timeout=self._timeouts.timeout(self._timeouts.create_read)
                ) as client,
                aclosing(body.slices(sent)) as slices,
                client.stream("POST", url, headers=headers, content=slices) as response,
            ):
                request_id = trusted_request_id_of(response.headers)
                is_throttled = response.status_code == codes.TOO_MANY_REQUESTS
                retry_after = retry_after_of(response.headers)
                raw = await read_body(response, monotonic=self._monotonic)
                answer = read_answer(response.status_code, response.headers, raw)
                self._requests.report_date(region, response.headers)
                return answer
        except CloudError:
            raise  # a picture can no longer be read, so the body is incomplete
        except Unreadable as unreadable:
            if is_throttled:  # whatever its page says
                raise CloudBusy(str(unreadable), retry_after=retry_after) from unreadable
            raise _no_answer(f"HTTP {response.status_code}, {unreadable}", body, request_id) from unreadable
        except TRANSPORT_FAULTS as fault:
            if is_throttled:
                raise CloudBusy(describe(fault), retry_after=retry_after) from fault
            raise create_failed(fault, is_handed_over=body.is_handed_over, request_id=request_id) from fault
        except Exception as fault:  # a task may exist: treated like any other failed exchange
            log.exception("a create request ended with an unknown exception")
            raise create_failed(fault, is_handed_over=body.is_handed_over, request_id=request_id) from fault

    async def _check(self, connection: Connection, path: str) -> CloudAnswer:
        return await self._requests.send(connection, "GET", path, is_check=True)


def _no_answer(
    detail: str, body: RequestBody, request_id: str, *, has_proven_id: bool = True
) -> NothingSent | OutcomeUnknown:
    if body.is_handed_over:
        return OutcomeUnknown(detail, request_id=request_id, has_proven_id=has_proven_id)
    return NothingSent(detail, request_id=request_id)
