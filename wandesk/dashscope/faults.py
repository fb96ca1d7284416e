"""What a failed exchange means: nothing was sent, or it may have arrived."""

from __future__ import annotations

import httpx

from wandesk.dashscope.causes import cause_of
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudUnreachable, NothingSent, OutcomeUnknown

TRANSPORT_FAULTS: tuple[type[Exception], ...] = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    httpx.StreamError,
    OSError,
    UnicodeError,  # a host name that IDNA refuses
)
"""What an exchange raises besides our own errors."""


def create_failed(fault: Exception, *, is_handed_over: bool, request_id: str = "") -> NothingSent | OutcomeUnknown:
    """What a create that ended without an answer means.

    `is_handed_over`: the body's last slice was given to the connection. A body without its last slice is no order,
    whatever the exception is called, because its Content-Length says that something is missing; with it the order
    may stand, whatever the exception is called.
    """
    detail = describe(fault)
    if not is_handed_over:
        cause = cause_of(fault)
        return NothingSent(detail, sentence=cause.sentence, remedy=cause.remedy, request_id=request_id)
    return OutcomeUnknown(detail, request_id=request_id)


def read_failed(fault: Exception) -> CloudUnreachable:
    """What a free request that ended without an answer means: try again."""
    cause = cause_of(fault)
    return CloudUnreachable(describe(fault), sentence=cause.sentence, remedy=cause.remedy)


def describe(fault: BaseException) -> str:
    """The exception's class and message without secrets, for logs and details."""
    return redact(f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__)
