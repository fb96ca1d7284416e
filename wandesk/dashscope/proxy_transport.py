"""Requests through a proxy."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import Any

import httpcore
import httpx

from wandesk.dashscope.causes import PROXY, PROXY_LOGIN, ProxyFailed, needs_login
from wandesk.dashscope.proxy_routes import Route


class ProxyTransport(httpx.AsyncHTTPTransport):
    """Distinguishes a failure at the proxy from one behind it, which httpx's exception classes do not."""

    def __init__(
        self, context: ssl.SSLContext, limits: httpx.Limits, route: Route, login_refused: Callable[[str], None]
    ) -> None:
        proxy = route.proxy
        # The certificate of an https proxy is checked by the system's list; httpx would use its own.
        if proxy.url.scheme == "https":
            proxy = httpx.Proxy(proxy.url, auth=proxy.auth, ssl_context=context)
        super().__init__(verify=context, trust_env=False, limits=limits, proxy=proxy)
        self._address = route.address
        self._login_refused = login_refused

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_connecting = False
        stream: httpcore.AsyncNetworkStream | None = None

        async def watch(event: str, facts: Mapping[str, Any]) -> None:
            nonlocal is_connecting, stream
            if event.endswith("connect_tcp.started"):
                is_connecting = True
            elif event == "socks.connect_tcp.complete":
                stream = facts["return_value"]
            elif event in ("proxy.start_tls.started", "socks.start_tls.started"):
                is_connecting = False  # the tunnel is open: later errors are the cloud's

        request.extensions = {**request.extensions, "trace": watch}
        try:
            return await super().handle_async_request(request)
        except Exception as fault:
            # Any exception: the SOCKS handshake raises AssertionError and others that httpx does not map.
            if not is_connecting or isinstance(fault, httpx.PoolTimeout):
                raise
            if stream is not None:
                await stream.aclose()  # httpcore leaks the connection when the handshake fails
            is_login = isinstance(fault, httpx.ProxyError) and needs_login(fault)
            if is_login:
                self._login_refused(self._address)
            detail = str(fault) or f"{type(fault).__name__} at the proxy"
            raise ProxyFailed(detail, PROXY_LOGIN if is_login else PROXY, request=request) from fault
