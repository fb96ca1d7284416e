"""Checks whether a host of the cloud can be reached, without a key.

The API and the storage refuse such a request with an error that only they send. That proves that they were reached.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import httpx

from wandesk.dashscope import storage_answers
from wandesk.dashscope.answer_bodies import LARGEST_CHECK_BYTES, Unreadable, read_body
from wandesk.dashscope.answers import read_answer
from wandesk.dashscope.causes import cause_of
from wandesk.dashscope.endpoints import api_url, is_on_this_computer
from wandesk.dashscope.faults import TRANSPORT_FAULTS, describe
from wandesk.dashscope.json_values import text
from wandesk.dashscope.network import Network, Timeouts
from wandesk.domain.connection_check import HostReached
from wandesk.domain.errors import CloudRefused
from wandesk.domain.sentences import Sentence


async def reach_api(network: Network, base_url: str, timeouts: Timeouts) -> HostReached:
    """Whether the cloud itself answers at an API base. No key is sent. Raises no error of the network."""
    host = urlsplit(base_url).netloc
    try:
        status, headers, raw = await _get(network, api_url(base_url, f"tasks/{uuid.uuid4()}"), timeouts)
        answer = read_answer(status, headers, raw)
    except Unreadable as unreadable:
        return HostReached(host=host, is_storage=False, sentence=Sentence.CLOUD_GATEWAY, detail=str(unreadable))
    except CloudRefused as refused:
        return HostReached(
            host=host, is_storage=False, sentence=refused.sentence, values=refused.values, detail=refused.detail
        )
    except TRANSPORT_FAULTS as fault:
        return _unreached(host, fault, is_storage=False)
    if not (answer.code or answer.request_id or text(answer.output.get("task_status"))):
        return HostReached(host=host, is_storage=False, sentence=Sentence.CLOUD_GATEWAY, detail=f"HTTP {status}")
    return HostReached(host=host, is_storage=False, detail=f"HTTP {status} {answer.code}".strip())


async def reach_storage(network: Network, url: str, timeouts: Timeouts) -> HostReached:
    """Whether the storage itself answers. No key is sent. Raises no error of the network."""
    host = urlsplit(url).netloc
    try:
        status, headers, raw = await _get(network, url, timeouts, is_foreign=not is_on_this_computer(url))
    except Unreadable as unreadable:
        error, detail = None, str(unreadable)
    except TRANSPORT_FAULTS as fault:
        return _unreached(host, fault, is_storage=True)
    else:
        error = storage_answers.read(headers, raw)
        detail = f"HTTP {status}"
    if error is None:
        blocked = Sentence.CONNECTION_STORAGE_BLOCKED
        return HostReached(host=host, is_storage=True, sentence=blocked, values={"host": host}, detail=detail)
    return HostReached(host=host, is_storage=True, detail=f"{detail} {error.code}".strip())


async def _get(
    network: Network, url: str, timeouts: Timeouts, *, is_foreign: bool = False
) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and body of a GET without a key. Raises Unreadable and TRANSPORT_FAULTS."""
    async with (
        network.single(url, timeout=timeouts.timeout(timeouts.read), is_foreign=is_foreign) as client,
        client.stream("GET", url, headers={"accept": "application/json, application/xml"}) as response,
    ):
        raw = await read_body(response, at_most=LARGEST_CHECK_BYTES)
        return response.status_code, response.headers, raw


def _unreached(host: str, fault: Exception, *, is_storage: bool) -> HostReached:
    cause = cause_of(fault)
    sentence = (cause.storage_sentence if is_storage else None) or cause.sentence
    return HostReached(
        host=host, is_storage=is_storage, sentence=sentence, values={"host": host}, detail=describe(fault)
    )
