"""Tries a key without ordering anything: is it good, wrong, of another region, or is only the network in the way?

The question is the cheapest that every region answers (wire-protocol 10.1): a task that cannot exist. An accepted key
is told that nobody knows it, a wrong one gets a 401 before anybody looks. Nothing is made and nothing is billed.
The check of a connection asks the same without any key, and the storage for its front door: both refuse, in words
that only they use, and that tells that they were reached.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from wandesk.dashscope import codes, storage_answers
from wandesk.dashscope.answers import Answer, Unreadable, mapping, read_answer, read_bounded, request_id_of, text
from wandesk.dashscope.endpoints import api_url
from wandesk.dashscope.faults import TRANSPORT_FAULTS, read_failed
from wandesk.dashscope.network import Network, Waits
from wandesk.dashscope.redaction import redact
from wandesk.domain.account import Connection
from wandesk.domain.connection_check import HostReached
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, Remedy, WanDeskError
from wandesk.domain.key_check import KeyOutcome, KeyVerdict, is_plan_key
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

WAITS = Waits(connect=20.0, read=20.0)
"""Somebody watches; connecting may include the system's own check of a certificate."""

ACCESS = {Remedy.ACCOUNT, Remedy.MONEY}
"""Remedies of an account that the cloud knows: the key is right, and something else is missing."""

STORAGE_WORDS = {
    Sentence.CLOUD_UNREACHABLE: Sentence.CONNECTION_STORAGE_UNREACHABLE,
    Sentence.CLOUD_HOST_UNKNOWN: Sentence.CONNECTION_STORAGE_UNREACHABLE,
    Sentence.CLOUD_GATEWAY: Sentence.CONNECTION_STORAGE_BLOCKED,
}

MODELS = "models?providers=wan&capabilities=VG&page_no=1&page_size=1"


class _Indirect(Exception):
    """An answer that says nothing about the key."""


async def check_key(network: Network, connection: Connection, *, waits: Waits = WAITS) -> KeyVerdict:
    """One or two free reads with the connection's key; raises nothing that the network or the cloud can cause."""
    region = connection.region
    if is_plan_key(connection.secret):
        return KeyVerdict(outcome=KeyOutcome.PLAN, region=region, sentence=Sentence.KEY_PLAN)
    key = connection.secret.reveal()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        return KeyVerdict(
            outcome=KeyOutcome.WRONG, region=region, sentence=Sentence.KEY_SHAPE if key else Sentence.KEY_EMPTY
        )
    try:
        try:
            answer = await _ask(network, connection, f"tasks/{uuid.uuid4()}", waits)
            # Any status will do: what counts is that the answer is about a task and not about the key.
            is_accepted = bool(text(answer.output.get("task_status")))
        except _Indirect:
            is_accepted = False
        if not is_accepted:
            answer = await _ask(network, connection, MODELS, waits)
            is_accepted = isinstance(mapping(answer.body.get("output")).get("models"), list)
    except _Indirect as indirect:
        log.info("the check of a key of %s led to nothing: %s", region, indirect)
        return KeyVerdict(outcome=KeyOutcome.UNSURE, region=region, sentence=Sentence.KEY_UNSURE, detail=str(indirect))
    except WanDeskError as error:
        log.info("the check of a key of %s: %s", region, error)
        return _verdict(region, error)
    if not is_accepted:
        return KeyVerdict(
            outcome=KeyOutcome.UNSURE, region=region, sentence=Sentence.KEY_UNSURE, request_id=answer.request_id
        )
    return KeyVerdict(outcome=KeyOutcome.GOOD, region=region, sentence=Sentence.KEY_GOOD, request_id=answer.request_id)


async def find_region(
    network: Network, region: str, others: Sequence[Connection], *, waits: Waits = WAITS
) -> KeyVerdict:
    """Ask other regions, one after the other, whether a key that `region` refuses is theirs.

    Each of them gets the key, so only regions that the user agreed to stand in `others`.
    """
    unreached: list[str] = []
    for connection in others:
        verdict = await check_key(network.via(connection.region), connection, waits=waits)
        match verdict.outcome:
            case KeyOutcome.GOOD | KeyOutcome.NO_ACCESS:
                return KeyVerdict(
                    outcome=KeyOutcome.ELSEWHERE,
                    region=region,
                    sentence=Sentence.KEY_ELSEWHERE,
                    belongs_to=connection.region,
                    request_id=verdict.request_id,
                )
            case KeyOutcome.NO_NETWORK | KeyOutcome.UNSURE:
                unreached.append(connection.region)
            case _:
                pass
    return KeyVerdict(
        outcome=KeyOutcome.WRONG,
        region=region,
        sentence=Sentence.KEY_NOWHERE_REACHED if unreached else Sentence.KEY_NOWHERE,
        unreached=tuple(unreached),
    )


async def reach_api(network: Network, base_url: str, *, waits: Waits = WAITS) -> HostReached:
    """Whether the cloud itself answers at an API base. No key is sent; raises nothing that the network can cause."""
    host = urlsplit(base_url).netloc
    try:
        status, headers, raw = await _look(network, api_url(base_url, f"tasks/{uuid.uuid4()}"), waits)
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
    return HostReached(host=host, is_storage=False, detail=f"HTTP {status} {redact(answer.code)}".strip())


async def reach_storage(network: Network, url: str, *, waits: Waits = WAITS) -> HostReached:
    """Whether the storage itself answers. No key is sent; raises nothing that the network can cause."""
    host = urlsplit(url).netloc
    try:
        status, headers, raw = await _look(network, url, waits)
    except Unreadable as unreadable:
        said, detail = None, str(unreadable)
    except TRANSPORT_FAULTS as fault:
        return _unreached(host, fault, is_storage=True)
    else:
        said = storage_answers.read(headers, raw)
        detail = f"HTTP {status}"
    if said is None:
        blocked = Sentence.CONNECTION_STORAGE_BLOCKED
        return HostReached(host=host, is_storage=True, sentence=blocked, values={"host": host}, detail=detail)
    return HostReached(host=host, is_storage=True, detail=f"{detail} {redact(said.code)}".strip())


async def _look(network: Network, url: str, waits: Waits) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and body of a GET without a key. Raises Unreadable and TRANSPORT_FAULTS."""
    async with (
        network.single(url, timeout=waits.timeout(waits.read)) as client,
        client.stream("GET", url, headers={"accept": "application/json, application/xml"}) as response,
    ):
        raw = await read_bounded(response.aiter_bytes())
        return response.status_code, response.headers, raw


def _unreached(host: str, fault: Exception, *, is_storage: bool) -> HostReached:
    failed = read_failed(fault)
    sentence = failed.sentence
    if is_storage and sentence in STORAGE_WORDS:
        sentence = STORAGE_WORDS[sentence]
    return HostReached(host=host, is_storage=is_storage, sentence=sentence, values={"host": host}, detail=failed.detail)


async def _ask(network: Network, connection: Connection, path: str, waits: Waits) -> Answer:
    """A free read. Raises _Indirect, KeyRefused, CloudRefused, CloudUnreachable."""
    url = api_url(connection.base_url, path)
    headers = {"authorization": f"Bearer {connection.secret.reveal()}", "accept": "application/json"}
    status, request_id = 0, ""
    try:
        # On a connection of its own: a check is rare, and nothing must be left open by it.
        async with (
            network.single(url, timeout=waits.timeout(waits.read)) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            status, request_id = response.status_code, request_id_of(response.headers)
            answer = read_answer(status, response.headers, await read_bounded(response.aiter_bytes()))
    except Unreadable as unreadable:
        # The cloud always answers in JSON; pages come from those in between.
        raise CloudUnreachable(
            f"HTTP {status}, {unreadable}", sentence=Sentence.CLOUD_GATEWAY, request_id=request_id
        ) from unreadable
    except TRANSPORT_FAULTS as fault:
        raise read_failed(fault) from fault
    if answer.code or answer.status in (401, 429):
        error = codes.refusal(answer, codes.Exchange.READ)
        if isinstance(error, KeyRefused | CloudBusy) or error.remedy in ACCESS:
            raise error
        raise _Indirect(f"HTTP {status} {redact(answer.code)}: {redact(answer.message)}")
    if 300 <= status < 400:
        raise CloudUnreachable(f"HTTP {status}", sentence=Sentence.CLOUD_GATEWAY, request_id=request_id)
    if answer.is_refusal:
        raise _Indirect(f"HTTP {status} without a code")
    return answer


def _verdict(region: str, error: WanDeskError) -> KeyVerdict:
    outcome, sentence = KeyOutcome.NO_NETWORK, error.sentence
    if error.remedy in ACCESS:
        outcome = KeyOutcome.NO_ACCESS
    elif isinstance(error, KeyRefused):
        outcome = KeyOutcome.WRONG
    elif isinstance(error, CloudBusy):
        outcome, sentence = KeyOutcome.UNSURE, Sentence.KEY_UNSURE
    return KeyVerdict(
        outcome=outcome,
        region=region,
        sentence=sentence,
        values=error.values,
        code=error.code,
        detail=error.detail,
        request_id=error.request_id,
    )
