"""Classifies failed exchanges: nothing was sent, or the request may have arrived."""

from __future__ import annotations

import httpx

from wandesk.dashscope.causes import HOST_UNKNOWN, cause_of
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
"""The exceptions of an exchange besides our own."""


def create_failed(fault: Exception, *, is_handed_over: bool, request_id: str = "") -> NothingSent | OutcomeUnknown:
    """The error of a create request without an answer, decided by `is_handed_over` and never by the exception.

    `is_handed_over`: the connection took the body's last slice, so a task may exist. Without the last slice the body
    is shorter than its Content-Length, and no task can exist.
    """
    detail = describe(fault)
    if not is_handed_over:
        cause = cause_of(fault)
        return NothingSent(detail, sentence=cause.sentence, remedy=cause.remedy, request_id=request_id)
    return OutcomeUnknown(detail, request_id=request_id)


def read_failed(fault: Exception) -> CloudUnreachable:
    """The error of a free request without an answer: retry."""
    cause = cause_of(fault)
    return CloudUnreachable(
        describe(fault), sentence=cause.sentence, remedy=cause.remedy, is_host_gone=cause is HOST_UNKNOWN
    )


def describe(fault: BaseException) -> str:
    """The exception's class and message, redacted for logs and details."""
    return redact(f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__)
