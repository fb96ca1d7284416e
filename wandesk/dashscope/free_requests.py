"""Free requests with the account's key: rate-limited, their outcome an Answer or an error."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from wandesk.dashscope import codes
from wandesk.dashscope.answer_bodies import LARGEST_ANSWER_BYTES, LARGEST_CHECK_BYTES, Unreadable, read_body
from wandesk.dashscope.answer_headers import date_of, request_id_of, retry_after_of
from wandesk.dashscope.answers import CloudAnswer, read_answer
from wandesk.dashscope.endpoints import api_url
from wandesk.dashscope.faults import TRANSPORT_FAULTS, read_failed
from wandesk.dashscope.json_values import text
from wandesk.dashscope.limiter import Limiter
from wandesk.dashscope.meanings import Exchange
from wandesk.dashscope.network import Network, Timeouts
from wandesk.dashscope.redaction import learn
from wandesk.domain.account import Connection, Secret
from wandesk.domain.errors import CloudBusy, CloudUnreachable, KeyRefused, Remedy
from wandesk.domain.sentences import Sentence

API_CONNECTIONS = 8
CHECK_READ = 20.0
"""Timeout of a check in seconds; shorter, because the user waits for it."""


class FreeRequests:
    """Sends every free request through one rate limiter."""

    def __init__(
        self,
        network: Network,
        limiter: Limiter,
        *,
        timeouts: Timeouts,
        date_received: Callable[[str, float], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`date_received(region, time)` reports the `Date` of every answer, in seconds since 1970."""
        self._network = network
        self._limiter = limiter
        self._timeouts = timeouts
        self._date_received = date_received
        self._monotonic = monotonic

    async def send(
        self,
        connection: Connection,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        exchange: Exchange = Exchange.READ,
        is_check: bool = False,
    ) -> CloudAnswer:
        """One free request with the account's key. Raises CloudUnreachable, CloudBusy, CloudRefused, KeyRefused.

        `is_check`: the timeout is short, and the `Date` is ignored because the address may be wrong.
        """
        url = api_url(connection.base_url, path)
        headers = {**authorization(connection.secret), "accept": "application/json"}
        if path == "uploads":
            headers["content-type"] = "application/json"  # as on the provider's page
        await self._limiter.acquire(connection.account)
        try:
            client = await self._network.via(connection.region).shared(
                "api", url, timeout=self._timeouts.timeout(self._timeouts.read), connections=API_CONNECTIONS
            )
            timeout = self._timeouts.timeout(min(CHECK_READ, self._timeouts.read) if is_check else self._timeouts.read)
            async with client.stream(method, url, headers=headers, params=query, timeout=timeout) as response:
                largest = LARGEST_CHECK_BYTES if is_check else LARGEST_ANSWER_BYTES
                raw = await read_body(response, at_most=largest, monotonic=self._monotonic)
                answer = read_answer(response.status_code, response.headers, raw)
                if not is_check:
                    self.report_date(connection.region, response.headers)
        except Unreadable as unreadable:
            if response.status_code == codes.TOO_MANY_REQUESTS:  # whatever its page says
                raise CloudBusy(str(unreadable), retry_after=retry_after_of(response.headers)) from unreadable
            raise CloudUnreachable(
                f"HTTP {response.status_code}, {unreadable}",
                sentence=Sentence.CLOUD_GATEWAY,
                values={"status": response.status_code},
                request_id=request_id_of(response.headers),
                retry_after=retry_after_of(response.headers),
                is_answered=True,
                is_host_gone=response.status_code in codes.HOST_GONE,
            ) from unreadable
        except TRANSPORT_FAULTS as fault:
            raise read_failed(fault) from fault
        if answer.status < 300 and text(answer.output.get("task_status")):
            return answer  # a code beside a task status is the task's own
        if answer.code or answer.status in (401, 429):
            raise codes.refusal(answer, exchange)
        if answer.is_refusal:
            is_redirect = answer.status < 400  # only a gateway or a login page redirects
            raise CloudUnreachable(
                f"HTTP {answer.status} without a code",
                sentence=Sentence.CLOUD_GATEWAY if is_redirect else None,
                remedy=Remedy.NETWORK if is_redirect else Remedy.NONE,
                values={"status": answer.status},
                request_id=answer.request_id,
                retry_after=answer.retry_after,
                is_answered=True,
                is_host_gone=answer.status in codes.HOST_GONE,
            )
        return answer

    def report_date(self, region: str, headers: Mapping[str, str]) -> None:
        """Report the `Date` of an answer of the region's API."""
        cloud_now = date_of(headers)
        if cloud_now is not None:
            self._date_received(region, cloud_now)


def authorization(secret: Secret) -> dict[str, str]:
    """The header with the key. Raises KeyRefused for a key with characters that a header cannot carry."""
    key = secret.reveal()
    if not fits_header(key):
        raise KeyRefused("the key holds characters that no key has")
    learn(key)
    return {"authorization": f"Bearer {key}"}


def fits_header(key: str) -> bool:
    """Whether a header can carry the key: printable ASCII without spaces."""
    return bool(key) and key.isascii() and key.isprintable() and " " not in key
