"""The error for each of the cloud's answers with a code, by the table in `meanings`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.meanings import MEANINGS, UNKNOWN, WITHOUT_MESSAGE, Exchange, Kind, Meaning
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, OutcomeUnknown, Remedy
from wandesk.domain.sentences import Sentence

TOO_MANY_REQUESTS = 429
HOST_GONE = {404, 410}
"""Statuses of a host that is no longer the cloud's: the cloud itself answers 200 about a task that it does not know."""
NO_SUCH_PATH = {404, 405, 410, 501}
"""The server, perhaps a gateway that forwards create requests only, does not know the request."""

_SEPARATORS = re.compile(r"[\s_-]+")
_OUTER = "internalerror.algo."
"""The model's own code follows it: `InternalError.Algo.InvalidParameter`."""
_QUOTED = re.compile(r"\s*<\d{3}>\s*([\w. -]{1,80}):")
"""A code that the message begins with: `<400> InternalError.Algo.DataInspectionFailed: ...`."""


class Ruling(NamedTuple):
    """What a code means: the sentence for the user, and what must change."""

    sentence: Sentence
    remedy: Remedy
    kind: Kind | None
    is_known: bool
    """The code has a row in the table."""


def canonical(code: str) -> str:
    """A code in the table's form: `invalid_api_key`, `InvalidApiKey` and `Invalid Api-Key` are one code."""
    return _SEPARATORS.sub("", code.casefold())


def ruling(code: str, message: str, exchange: Exchange) -> Ruling:
    """What a code and its message mean in an exchange."""
    meaning = meaning_of(code, message, exchange)
    sentence = meaning.sentence if message.strip() else WITHOUT_MESSAGE.get(meaning.sentence, meaning.sentence)
    return Ruling(sentence, meaning.remedy, meaning.kind, is_known=meaning is not UNKNOWN[exchange])


def meaning_of(code: str, message: str, exchange: Exchange) -> Meaning:
    """The row for a code and its message in an exchange; a value of `UNKNOWN` for codes without a row."""
    lowered = message.casefold()
    for each in _spellings(code, message):
        rows = [meaning for meaning in MEANINGS if _is_of(meaning, each)]
        for meaning in rows:
            if exchange in meaning.exchanges and _matches(meaning, lowered):
                return meaning
        if any(meaning.code != "*" for meaning in rows):
            break  # the code is known, and has no meaning in this exchange
    return UNKNOWN[exchange]


def _spellings(code: str, message: str) -> Iterator[str]:
    """The codes to look up, the most precise one first."""
    quoted = _QUOTED.match(message)
    for each in (canonical(quoted[1]) if quoted else "", canonical(code)):
        if each.startswith(_OUTER):
            yield each.removeprefix(_OUTER)
        if each:
            yield each
    yield ""  # the message alone


def _is_of(meaning: Meaning, code: str) -> bool:
    return code.startswith(meaning.code[:-1]) if meaning.code.endswith("*") else code == meaning.code


def _matches(meaning: Meaning, message: str) -> bool:
    return not meaning.phrases or any(phrase in message for phrase in meaning.phrases)


def refusal(answer: CloudAnswer, exchange: Exchange) -> CloudRefused | KeyRefused | CloudUnreachable | OutcomeUnknown:
    """The error for an answer with a code.

    Only a status from 400 to 499 with a code refuses a create request. With any other status, 408 and every server
    error among them, a task may exist whatever the code: the code then counts once the list shows no task. A create
    request is retried after a throttling code, and after any status 429 without a billing code.

    A free request is retried after a server error and after `x-should-retry`.
    """
    is_create = exchange is Exchange.CREATE
    detail = answer.message
    if is_create and not rules_out_task(answer.status):
        failed = ruling(answer.code, answer.message, Exchange.TASK)  # said once it is known that there is no task
        return OutcomeUnknown(
            detail,
            sentence=failed.sentence if failed.is_known else Sentence.CLOUD_TROUBLE,
            remedy=failed.remedy if failed.is_known else Remedy.WAIT,
            code=answer.code,
            request_id=answer.request_id,
            has_proven_id=answer.has_proven_id,
        )
    sentence, remedy, kind, is_known = ruling(answer.code, answer.message, exchange)
    if answer.status == 401 or remedy is Remedy.KEY:
        is_about_key = kind is Kind.KEY
        return KeyRefused(
            detail,
            sentence=sentence if is_about_key else None,
            remedy=remedy if is_about_key else None,
            code=answer.code,
            request_id=answer.request_id,
        )
    is_throttled = kind is Kind.BUSY or (answer.status == TOO_MANY_REQUESTS and remedy is not Remedy.MONEY)
    if is_throttled or (kind is Kind.FULL and not is_create):
        return CloudBusy(detail, retry_after=_retry_delay(answer), code=answer.code, request_id=answer.request_id)
    is_passing = answer.status >= 500 or answer.status in (408, 409, 425) or kind is Kind.PASSING
    has_no_uploads = exchange is Exchange.PERMISSION and answer.status in NO_SUCH_PATH and not is_known
    if not is_create and not has_no_uploads and (is_passing or answer.should_retry):
        return CloudUnreachable(
            detail,
            sentence=Sentence.CLOUD_TROUBLE,
            remedy=Remedy.WAIT,
            code=answer.code,
            request_id=answer.request_id,
            retry_after=_retry_delay(answer),
            is_answered=True,
        )
    if is_create and answer.status == 413 and not is_known:
        sentence, remedy = Sentence.CLOUD_TOO_LARGE, Remedy.REQUEST
    if has_no_uploads:
        sentence = Sentence.UPLOADS_NOT_OFFERED
    refused = CloudRefused(detail, sentence=sentence, remedy=remedy, code=answer.code, request_id=answer.request_id)
    refused.is_host_gone = answer.status in HOST_GONE and sentence is Sentence.CLOUD_PATH_MISSING
    return refused


def rules_out_task(status: int) -> bool:
    """Whether an answer to a create request with this status and a code proves that no task was created.

    A server error can follow the creation: the cloud, or a gateway before it, fails at a later step.
    """
    return 400 <= status < 500 and status != 408


def _retry_delay(answer: CloudAnswer) -> float | None:
    """Seconds until the retry: the answer's value, else a minute for quotas per minute.

    `x-should-retry: false` only delays the retry, because a paid video may depend on it.
    """
    if answer.should_retry is False:
        return max(answer.retry_after or 0.0, 60.0)
    if answer.retry_after is None and canonical(answer.code) in ("throttling.allocationquota", "insufficientquota"):
        return 60.0
    return answer.retry_after
