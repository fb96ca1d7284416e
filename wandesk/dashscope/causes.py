"""What stood in the way of an exchange: the proxy, a certificate, the name service, or something that speaks no TLS."""

from __future__ import annotations

import socket
import ssl
from typing import NamedTuple

import httpx

from wandesk.domain.errors import Remedy, chain_of
from wandesk.domain.sentences import Sentence


class Cause(NamedTuple):
    """The key of its words, and what must change."""

    sentence: Sentence
    remedy: Remedy


UNREACHABLE = Cause(Sentence.CLOUD_UNREACHABLE, Remedy.NETWORK)
GATEWAY = Cause(Sentence.CLOUD_GATEWAY, Remedy.NETWORK)
CERTIFICATE = Cause(Sentence.CLOUD_CERTIFICATE, Remedy.NETWORK)
HOST_UNKNOWN = Cause(Sentence.CLOUD_HOST_UNKNOWN, Remedy.NETWORK)
PROXY = Cause(Sentence.CLOUD_PROXY, Remedy.NETWORK)
PROXY_LOGIN = Cause(Sentence.CLOUD_PROXY_PASSWORD, Remedy.PROXY)


class ProxyFailed(httpx.ProxyError):
    """The way to the proxy, or through it, ended before a byte of the request left."""

    def __init__(self, detail: str, cause: Cause, *, request: httpx.Request | None = None) -> None:
        super().__init__(detail, request=request)
        self.cause = cause


def cause_of(fault: BaseException) -> Cause:
    """What stood in the way of an exchange that ended with this exception."""
    if is_certificate_fault(fault):
        return CERTIFICATE
    if isinstance(fault, ProxyFailed):
        return fault.cause
    if isinstance(fault, httpx.ProxyError):
        return PROXY_LOGIN if needs_login(fault) else PROXY
    chain = chain_of(fault)
    if any(isinstance(each, socket.gaierror) for each in chain):
        return HOST_UNKNOWN
    # Something that speaks, but not TLS: the login page of a network, or a proxy that answers in the cloud's place.
    if any(isinstance(each, ssl.SSLError) for each in chain):
        return GATEWAY
    return UNREACHABLE


def is_certificate_fault(fault: BaseException) -> bool:
    """Whether the other side's certificate is not trusted here."""
    chain = chain_of(fault)
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in chain) or any(
        "CERTIFICATE_VERIFY_FAILED" in str(each) for each in chain
    )


def is_proxy_refusal(fault: BaseException) -> bool:
    """Whether a proxy refused to pass the connection on: 401, 403 or 407 to the CONNECT."""
    return isinstance(fault, httpx.ProxyError) and str(fault).lstrip()[:3] in {"401", "403", "407"}


def needs_login(fault: httpx.ProxyError) -> bool:
    """Whether the proxy asks for a user name and a password, or refuses those it got."""
    text = str(fault)
    # SOCKS has no numbers; these are the words of httpcore's greeting.
    return text.startswith("407") or any(text_part in text for text_part in ("NO ACCEPTABLE", "USERNAME/", "username/"))
