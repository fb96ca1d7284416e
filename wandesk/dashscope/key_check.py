"""Checks a key free of charge: whether it works, is wrong, belongs to another region, or the network fails.

The check reads a task that cannot exist (wire-protocol 10.1). With a valid key the cloud answers that it does not know
the task, with a wrong one it answers 401.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence

from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.free_requests import fits_header
from wandesk.dashscope.json_values import mapping, text
from wandesk.domain.account import Connection
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, Remedy, WanDeskError
from wandesk.domain.key_check import KeyOutcome, KeyVerdict, is_plan_key
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

Read = Callable[[Connection, str], Awaitable[CloudAnswer]]
"""One free GET of a path with the connection's key. Raises what `DashScope.task` raises."""

ACCESS = {Remedy.ACCOUNT, Remedy.SETTINGS, Remedy.MONEY}
"""Remedies that prove a valid key: the account lacks something else."""

MODELS = "models?providers=wan&capabilities=VG&page_no=1&page_size=1"


class _Indirect(Exception):
    """The answer says nothing about the key."""


async def check_key(read: Read, connection: Connection) -> KeyVerdict:
    """Check the connection's key by one or two free reads. Raises no error of the network or the cloud."""
    region = connection.region
    if is_plan_key(connection.secret):
        return KeyVerdict(outcome=KeyOutcome.PLAN, region=region, sentence=Sentence.KEY_PLAN)
    key = connection.secret.reveal()
    if not fits_header(key):
        sentence = Sentence.KEY_SHAPE if key else Sentence.KEY_EMPTY
        return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence=sentence)
    try:
        try:
            answer = await _direct(read, connection, f"tasks/{uuid.uuid4()}")
            # Any status proves it: the answer is about the task and not about the key.
            is_accepted = bool(text(answer.output.get("task_status")))
        except _Indirect:
            is_accepted = False
        if not is_accepted:
            answer = await _direct(read, connection, MODELS)
            is_accepted = isinstance(mapping(answer.body.get("output")).get("models"), list)
    except _Indirect as indirect:
        log.info("the check of a key of %s was inconclusive: %s", region, indirect)
        return KeyVerdict(outcome=KeyOutcome.UNSURE, region=region, sentence=Sentence.KEY_UNSURE, detail=str(indirect))
    except WanDeskError as error:
        log.info("the check of a key of %s: %s", region, error)
        return _verdict(region, error)
    outcome, sentence = KeyOutcome.UNSURE, Sentence.KEY_UNSURE
    if is_accepted:
        outcome, sentence = KeyOutcome.GOOD, Sentence.KEY_GOOD
    return KeyVerdict(outcome=outcome, region=region, sentence=sentence, request_id=answer.request_id)


async def find_region(read: Read, region: str, others: Sequence[Connection]) -> KeyVerdict:
    """Check other regions, one after the other, for the owner of a key that `region` refuses.

    Each of them gets the key, so `others` has only regions that the user agreed to.
    """
    unreached: list[str] = []
    for connection in others:
        verdict = await check_key(read, connection)
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


async def _direct(read: Read, connection: Connection, path: str) -> CloudAnswer:
    """An answer about the key. Raises _Indirect for the cloud's other refusals, and what `read` raises."""
    try:
        return await read(connection, path)
    except CloudBusy:
        raise
    except CloudRefused as refused:
        if refused.remedy in ACCESS or not refused.code:  # without a code the error is our own: nothing was sent
            raise
        raise _Indirect(f"{refused.code}: {refused.detail}") from refused
    except CloudUnreachable as unreachable:
        if not unreachable.is_answered or unreachable.remedy is Remedy.NETWORK:
            raise
        raise _Indirect(f"{unreachable.code} {unreachable.detail}".strip()) from unreachable


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
        may_be_elsewhere=outcome is KeyOutcome.WRONG,
        code=error.code,
        detail=error.detail,
        request_id=error.request_id,
    )
