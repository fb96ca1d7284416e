"""The cause of a failed exchange: the proxy, a certificate, the name service, or a server that speaks no TLS."""

from __future__ import annotations

import socket
import ssl
from typing import NamedTuple

import httpx

from wandesk.dashscope.public_hosts import NotPublic
from wandesk.domain.errors import Remedy
from wandesk.domain.exception_chain import chain_of
from wandesk.domain.sentences import Sentence


class Cause(NamedTuple):
    """The sentence for the user, and what must change."""

    sentence: Sentence
    remedy: Remedy
    storage_sentence: Sentence | None = None
    """Instead of `sentence` in a check of the connection to the storage."""


UNREACHABLE = Cause(Sentence.CLOUD_UNREACHABLE, Remedy.NETWORK, Sentence.CONNECTION_STORAGE_UNREACHABLE)
GATEWAY = Cause(Sentence.CLOUD_GATEWAY, Remedy.NETWORK, Sentence.CONNECTION_STORAGE_BLOCKED)
CERTIFICATE = Cause(Sentence.CLOUD_CERTIFICATE, Remedy.NETWORK)
HOST_UNKNOWN = Cause(Sentence.CLOUD_HOST_UNKNOWN, Remedy.NETWORK, Sentence.CONNECTION_STORAGE_UNREACHABLE)
PROXY = Cause(Sentence.CLOUD_PROXY, Remedy.NETWORK)
PROXY_LOGIN = Cause(Sentence.CLOUD_PROXY_PASSWORD, Remedy.PROXY)


class ProxyFailed(httpx.ProxyError):
    """The connection to or through the proxy failed before a byte of the request was sent."""

    def __init__(self, detail: str, cause: Cause, *, request: httpx.Request | None = None) -> None:
        super().__init__(detail, request=request)
        self.cause = cause


def cause_of(fault: BaseException) -> Cause:
    """The cause of this exception."""
    if is_certificate_fault(fault):
        return CERTIFICATE
    if isinstance(fault, ProxyFailed):
        return fault.cause
    if isinstance(fault, httpx.ProxyError):
        return PROXY_LOGIN if needs_login(fault) else PROXY
    chain = chain_of(fault)
    if is_not_public(fault):
        return GATEWAY
    if any(isinstance(each, socket.gaierror) for each in chain):
        return HOST_UNKNOWN
    # The server speaks no TLS: a network's login page, or a proxy that replies instead of the cloud.
    if any(isinstance(each, ssl.SSLError) for each in chain):
        return GATEWAY
    return UNREACHABLE


def is_certificate_fault(fault: BaseException) -> bool:
    """Whether this computer does not trust the server's certificate."""
    chain = chain_of(fault)
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in chain) or any(
        "CERTIFICATE_VERIFY_FAILED" in str(each) for each in chain
    )


def is_not_public(fault: BaseException) -> bool:
    """Whether a name of the storage leads to a private address: this network answers in its place."""
    return any(isinstance(each, NotPublic) for each in chain_of(fault))


def is_proxy_refusal(fault: BaseException) -> bool:
    """Whether a proxy refused the CONNECT with 401, 403 or 407."""
    return isinstance(fault, httpx.ProxyError) and str(fault).lstrip()[:3] in {"401", "403", "407"}


def needs_login(fault: httpx.ProxyError) -> bool:
    """Whether the proxy requires a login or refuses the one it got."""
    text = str(fault)
    # SOCKS has no status codes; these are parts of httpcore's messages.
    return text.startswith("407") or any(text_part in text for text_part in ("NO ACCEPTABLE", "USERNAME/", "username/"))
