"""Lets in programs of this computer only: any web page can reach a loopback port through the user's browser.

A page that a browser shows sends `Origin` with each request that could change something, or `Sec-Fetch-Site`. One whose
host name was rebound to this computer sends that name as `Host`.
"""

from __future__ import annotations

import json

from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORT = 80
"""Clients leave it out of `Host`."""
_OF_OTHER_PAGES = (b"cross-site", b"same-site")


class Door:
    """Wraps the application. A refused request is answered without reading its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
            return
        body = json.dumps({"code": "AccessDenied", "message": refusal}).encode()
        headers = [
            (b"content-type", b"application/json;charset=UTF-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _refusal(scope: Scope) -> str | None:
    """Why the request is refused, None if it is not."""
    headers = scope["headers"]
    if any(name == b"origin" or (name == b"sec-fetch-site" and value in _OF_OTHER_PAGES) for name, value in headers):
        return "Web pages are not served."
    port = scope["server"][1]
    hosts = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
    ours = {f"{name}:{port}" for name in _NAMES} | set(_NAMES if port == _USUAL_PORT else ())
    return (
        None if len(hosts) == 1 and hosts[0] in ours else "Only programs on this computer are served, by its own names."
    )
