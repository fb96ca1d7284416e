"""The system's proxy for a URL, from its settings or a PAC script."""

from __future__ import annotations

import sys
from collections.abc import Callable


def proxy_finder() -> Callable[[str], str | None] | None:
    """A function from a URL to its proxy's URL, or None for a direct connection. A call may take seconds.

    Returns None on systems where Qt's query knows no more than the environment variables. The query needs no event loop
    and no application, so it runs in any thread.
    """
    return _find if sys.platform in ("win32", "darwin") else None


def _find(url: str) -> str | None:
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxyFactory, QNetworkProxyQuery

    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        return _written(proxy.type().name, proxy.hostName(), proxy.port())
    return None


def _written(kind: str, host: str, port: int) -> str | None:
    """A proxy of Qt as a URL."""
    scheme = {"Socks5Proxy": "socks5", "HttpProxy": "http", "HttpCachingProxy": "http"}.get(kind)
    if scheme is None or not host:
        return None
    authority = f"[{host}]" if ":" in host else host
    return f"{scheme}://{authority}:{port}"
