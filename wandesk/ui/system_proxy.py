"""The proxy that the system finds for an address, by its own settings or by a script of the network (PAC)."""

from __future__ import annotations

import sys
from collections.abc import Callable


def proxy_finder() -> Callable[[str], str | None] | None:
    """A function that takes an address and gives the proxy's, or None for the straight way; it may take seconds.

    None where the system's own query knows no more than the environment does. Qt needs no event loop and no
    application for it, so it runs in any thread.
    """
    return _find if sys.platform in ("win32", "darwin") else None


def _find(url: str) -> str | None:
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxyFactory, QNetworkProxyQuery

    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        return _written(proxy.type().name, proxy.hostName(), proxy.port())
    return None


def _written(kind: str, host: str, port: int) -> str | None:
    """A proxy of Qt's as an address."""
    scheme = {"Socks5Proxy": "socks5", "HttpProxy": "http", "HttpCachingProxy": "http"}.get(kind)
    if scheme is None or not host:
        return None
    authority = f"[{host}]" if ":" in host else host
    return f"{scheme}://{authority}:{port}"
