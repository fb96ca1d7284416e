"""What a failed exchange means: nothing was sent, or it may have arrived.

Every exception class of httpx stands in one of the two sets, and a test fails when httpx grows one that does not.
"""

from __future__ import annotations

import logging
import ssl

import httpx

from wandesk.dashscope.network import obstacle
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudUnreachable, NothingSent, OutcomeUnknown

log = logging.getLogger(__name__)

NOT_SENT: frozenset[type[Exception]] = frozenset(
    {
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.InvalidURL,
        httpx.CookieConflict,
        httpx.RequestNotRead,
    }
)
"""The exchange ended before a byte of the request left."""

MAY_HAVE_ARRIVED: frozenset[type[Exception]] = frozenset(
    {
        httpx.ReadError,
        httpx.ReadTimeout,
        httpx.WriteError,
        httpx.WriteTimeout,
        httpx.CloseError,
        httpx.LocalProtocolError,
        httpx.RemoteProtocolError,
        httpx.DecodingError,
        httpx.TooManyRedirects,
        httpx.HTTPStatusError,
        httpx.StreamConsumed,
        httpx.StreamClosed,
        httpx.ResponseNotRead,
    }
)
"""The request may be at the cloud; whether it is complete there is known only from our own side."""

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
        return NothingSent(detail, sentence=_sentence(fault), request_id=request_id)
    if type(fault) in NOT_SENT:
        log.warning("a whole order was handed over, and yet nothing of it left, it is said: %s", detail)
    return OutcomeUnknown(detail, request_id=request_id)


def read_failed(fault: Exception) -> CloudUnreachable:
    """What a free request that ended without an answer means: try again."""
    return CloudUnreachable(describe(fault), sentence=_sentence(fault))


def describe(fault: BaseException) -> str:
    """The exception's class and words without secrets, for logs and details."""
    return redact(f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__)


def is_certificate_fault(fault: BaseException) -> bool:
    """Whether the other side's certificate is not trusted here."""
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in _chain(fault)) or any(
        "CERTIFICATE_VERIFY_FAILED" in str(each) for each in _chain(fault)
    )


def is_proxy_refusal(fault: BaseException) -> bool:
    """Whether a proxy refused to pass the connection on: 403 or 407 to the CONNECT."""
    return isinstance(fault, httpx.ProxyError) and str(fault).lstrip()[:3] in {"401", "403", "407"}


def _sentence(fault: Exception) -> str:
    if is_certificate_fault(fault):
        return "cloud_certificate"
    return obstacle(fault)


def _chain(fault: BaseException) -> list[BaseException]:
    seen: list[BaseException] = []
    each: BaseException | None = fault
    while each is not None and each not in seen:
        seen.append(each)
        each = each.__cause__ or each.__context__
    return seen
